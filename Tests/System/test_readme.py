"""The README's session, and the goals that it names."""

import re
import unittest

import readme
from support import ROOT, SystemTest, needs


class Readme(SystemTest):
    @needs("zbarimg")
    def test_every_command_of_the_session_does_what_the_readme_says(self):
        readme.check_session(self, self.url, self.new_folder())

    def test_every_make_goal_of_the_readme_exists(self):
        goals = set(re.findall(r"\bmake ([a-z]+)", (ROOT / "README.md").read_text()))
        makefile = (ROOT / "Makefile").read_text()
        self.assertTrue(goals >= {"run", "test", "bench"})
        for goal in goals:
            with self.subTest(goal=goal):
                self.assertRegex(makefile, rf"(?m)^{goal}:")


if __name__ == "__main__":
    unittest.main()
