"""The Python environment of the browser tests: Playwright, Selenium, axe and Pillow, below .build, in the
versions of requirements.txt. The browsers are Debian's."""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ENVIRONMENT = HERE.parents[1] / ".build/web/python"


def python():
    """Its interpreter; the environment is made if its versions are others, or it is not there."""
    wanted = (HERE / "requirements.txt").read_text()
    stamp = ENVIRONMENT / "requirements.txt"
    if not stamp.is_file() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        subprocess.run(
            [ENVIRONMENT / "bin/pip", "install", "--quiet", "--disable-pip-version-check",
             "--requirement", HERE / "requirements.txt"], check=True)
        stamp.write_text(wanted)
    return ENVIRONMENT / "bin/python3"
