"""Changing everything, while another session is at work."""

import json
import unittest

from support import Relay, SystemTest, Wallet, expect, open_grant


class Meanwhile(SystemTest):
    def test_what_another_session_shared_during_the_change_ends_with_it(self):
        wallet = Wallet(self.url)
        id = wallet.note(b"x")
        before = wallet.share(id)
        # Somebody who has seen the phrase has a session of their own.
        elsewhere = Relay(self.server.port)
        self.addCleanup(elsewhere.end)
        shared = []

        def rule(request, forward):
            if request.path == "/v1/space/rekey" and not shared:
                shared.append({})
                done = wallet.run("share", id, "--json", url=elsewhere.url)
                shared[0] = json.loads(expect(done, 0).out)
            return forward()

        changed = self.with_rule(rule, lambda: wallet.run("change", "--seen"))
        wallet.phrase = expect(changed, 0).out.decode().split("\n")[0].strip()
        self.assertGreaterEqual(self.relay.paths().count("/v1/space/rekey"), 2, "there was a conflict")
        for grant in (before, *shared):
            expect(open_grant(grant, self.url, self.new_folder()), 3)
        self.assertEqual([document["id"] for document in wallet.list()], [id])
        self.assertEqual(len(wallet.shares()), 2, "and it is in the list of shares")


if __name__ == "__main__":
    unittest.main()
