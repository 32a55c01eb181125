"""Changing everything, locking and deleting: while another session is at work, and when an answer leaves doubt."""

import contextlib
import json
import unittest

from support import (
    Answer, Relay, SystemTest, Wallet, dead, expect, open_grant, problem)

# What comes instead of an answer that was done: silence, the server's own failures, and those of what is between.
DOUBTS = {
    "nothing": lambda: dead(),
    "500": lambda: own("internal-error", 500),
    "503": lambda: own("unavailable", 503),
    "409": lambda: own("head-moved", 409),
    "429": lambda: own("too-many-calls", 429),
    "507": lambda: own("full", 507),
    "a proxy's page": lambda: Answer.html(502),
    "a portal's page": lambda: Answer.html(200),
    "an odd status": lambda: Answer(299, [], b""),
}


def own(name, status):
    return Answer(status, [("content-type", "application/problem+json")], problem(name, status))


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


class Doubt(SystemTest):
    def instead(self, path, doubt, is_done, times=1):
        """A rule: the first answers of a path are another, whether what was asked is done or not."""
        left = [times]

        def rule(request, forward):
            if request.path != path or not left[0]:
                return forward()
            left[0] -= 1
            if is_done:
                forward()
            return DOUBTS[doubt]()

        return rule

    def test_a_lock_is_said_when_it_was_seen(self):
        for doubt in DOUBTS:
            with self.subTest(doubt=doubt):
                wallet = Wallet(self.url)
                # It was not done: it is sent again, and then it is.
                done = self.with_rule(
                    self.instead("/v1/space/lock", doubt, False), lambda: wallet.run("lock", "--for", "2h"))
                if doubt == "429":
                    # It says when to come again, and nothing was done.
                    self.assertNotIn("locked until", expect(done, 75).err)
                    expect(wallet.run("list"), 0)
                else:
                    self.assertIn("locked until", expect(done, 0).err)
                    expect(wallet.run("list"), 2)
                # It was done, and nobody said so: another session's lock would look the same.
                wallet = Wallet(self.url)
                done = self.with_rule(
                    self.instead("/v1/space/lock", doubt, True), lambda: wallet.run("lock", "--for", "2h"))
                self.assertIn("not known whether it was done", expect(done, 4).err)
                expect(wallet.run("list"), 2)

    def test_a_lock_that_is_refused_each_time_is_not_said(self):
        wallet = Wallet(self.url)
        done = self.with_rule(
            self.instead("/v1/space/lock", "503", False, 9), lambda: wallet.run("lock", "--for", "2h"))
        self.assertIn("it is not done", expect(done, 4).err)
        self.assertNotIn("locked until", done.err)
        self.assertEqual(self.relay.paths().count("/v1/space/lock"), 3)
        expect(wallet.run("list"), 0)

    def test_a_deletion_at_once_is_said_when_it_was_seen(self):
        for doubt in ("nothing", "500", "a proxy's page"):
            with self.subTest(doubt=doubt):
                wallet = Wallet(self.url)
                done = self.with_rule(
                    self.instead("/v1/space/delete", doubt, False), lambda: wallet.run("delete", "--now"))
                self.assertIn("deleted", expect(done, 0).err)
                wallet = Wallet(self.url)
                done = self.with_rule(
                    self.instead("/v1/space/delete", doubt, True), lambda: wallet.run("delete", "--now"))
                self.assertIn("not known whether it was done", expect(done, 4).err)
                self.assertNotIn("is deleted", done.err)

    def test_a_deletion_at_a_time_is_found_out(self):
        for doubt in DOUBTS:
            for is_done in (False, True):
                with self.subTest(doubt=doubt, is_done=is_done):
                    wallet = Wallet(self.url)
                    done = self.with_rule(
                        self.instead("/v1/space/delete", doubt, is_done), lambda: wallet.run("delete"))
                    if doubt == "429" and not is_done:
                        expect(done, 75)
                        self.assertNotIn("will be deleted", wallet.run("list").err)
                    else:
                        self.assertIn("will be deleted at", expect(done, 0).err)
                        self.assertIn("will be deleted", wallet.run("list").err)
        done = self.with_rule(
            self.instead("/v1/space/delete", "500", True), lambda: wallet.run("delete", "--cancel"))
        expect(done, 0)
        self.assertNotIn("will be deleted", wallet.run("list").err)

    def test_what_another_session_did_meanwhile_is_no_deletion(self):
        for other in (("lock", "--for", "1m"), ("change",)):
            with self.subTest(other=other):
                wallet = Wallet(self.url)
                elsewhere = Relay(self.server.port)
                self.addCleanup(elsewhere.end)
                did = []

                def rule(request, forward):
                    if request.path == "/v1/space/delete" and not did:
                        did.append(expect(wallet.run(*other, url=elsewhere.url), 0))
                    return forward()

                done = self.with_rule(rule, lambda: wallet.run("delete", "--now"))
                self.assertIn("not known whether it was done", expect(done, 4).err)
                self.assertNotIn("is deleted", done.err)
                if other == ("change",):
                    wallet.phrase = did[0].out.decode().split("\n")[0].strip()
                    expect(wallet.run("list"), 0)

    def test_an_opening_whose_answer_is_lost_is_counted_once(self):
        wallet = Wallet(self.url)
        id = wallet.note(b"shown")
        for doubt in ("nothing", "500", "a proxy's page"):
            with self.subTest(doubt=doubt):
                grant = wallet.share(id, options=("--openings", "1"))
                folder = self.new_folder()
                done = self.with_rule(
                    self.instead("/v1/grants/open", doubt, True), lambda: open_grant(grant, self.url, folder))
                expect(done, 0)
                self.assertEqual([path.read_bytes() for path in folder.iterdir()], [b"shown"])

    def test_a_share_whose_publication_was_not_answered_does_not_live(self):
        wallet = Wallet(self.url)
        id = wallet.note(b"x")

        def live():
            with contextlib.closing(self.server.database("grants")) as database:
                return database.execute("SELECT count(*) FROM grants WHERE state = 1").fetchone()[0]

        before = live()
        for doubt in ("nothing", "500", "a portal's page"):
            for is_done in (False, True):
                with self.subTest(doubt=doubt, is_done=is_done):
                    done = self.with_rule(
                        self.instead("/v1/grants/publish", doubt, is_done, 9), lambda: wallet.run("share", id))
                    expect(done, 4)
                    self.assertEqual(live(), before)
                    self.assertTrue(all(share["revokedAt"] for share in wallet.shares()))
        # Where it can't be revoked either, the wallet knows that it lives, and a change of everything ends it.
        lost = lambda request, forward: (
            (forward(), dead())[1] if request.path == "/v1/grants/publish"
            else dead() if request.path == "/v1/revoke" else forward())
        expect(self.with_rule(lost, lambda: wallet.run("share", id)), 4)
        self.assertEqual(live(), before + 1)
        self.assertEqual([share["revokedAt"] for share in wallet.shares()].count(None), 1)
        expect(wallet.run("change", "--seen"), 0)
        self.assertEqual(live(), before)

    def test_what_is_between_and_takes_less_is_named(self):
        wallet = Wallet(self.url)
        done = self.with_rule(
            lambda request, forward: Answer.html(413) if request.path == "/v1/space/blocks" else forward(),
            lambda: wallet.run("note", "--title", "t", input=b"x"))
        self.assertIn("between here and the server", expect(done, 4).err)

    def test_full_is_said_where_it_can_be(self):
        wallet = Wallet(self.url)
        done = self.with_rule(self.instead("/v1/space/open", "507", False, 9), lambda: wallet.run("list"))
        self.assertNotIn("full", expect(done, 4).err)
        done = self.with_rule(
            self.instead("/v1/space/journal", "507", False, 9),
            lambda: wallet.run("note", "--title", "t", input=b"x"))
        self.assertIn("full", expect(done, 65).err)

    def test_when_to_come_back_is_said_as_a_person_would(self):
        wallet = Wallet(self.url)
        for seconds, said in ((30, "30 seconds"), (600, "10 minutes"), (20_000, "6 hours"),
                              (10 ** 7, "more than a day"), (10 ** 18, "more than a day")):
            def rule(request, forward):
                if request.path != "/v1/space/blocks":
                    return forward()
                answer = own("too-many-calls", 429)
                answer.headers.append(("retry-after", str(seconds)))
                return answer

            done = self.with_rule(rule, lambda: wallet.run("note", "--title", "t", input=b"x"))
            self.assertIn(said, expect(done, 75).err)


if __name__ == "__main__":
    unittest.main()
