"""`make run` in a clone where something is in its way: each ends in a sentence that says what to do,
and the next run goes on.

The scripts are the clone's, run as make does; the compiler, the programs it makes and apt are stand-ins, which take no
time and fail as told.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from support import ROOT, until

LISTENING = "listening on http://127.0.0.1:8080"
SERVER = f"""
[ ! -e "$STAND/in-use" ] || {{ echo "another pde-server uses ./pde-data"; exit 1; }}
trap 'kill $!; exit 0' INT
echo "{LISTENING}"
sleep 300 &
wait"""
STAND_INS = {
    "swiftc": 'echo "Swift version 6.3.1 (stand-in)"',
    # "build ... --product NAME", which is made of the stand-in for the server.
    "swift": """
        echo "$*" >>"$STAND/calls"
        for product; do :; done
        echo "[1/40] Compiling $product"
        if [ -e "$STAND/slow" ]; then echo $$ >"$STAND/pid"; sleep 300; fi
        if [ -e "$STAND/fails" ]; then cat "$STAND/fails" >&2; exit 1; fi
        mkdir -p .build/release .build/checkouts
        cp "$STAND/server" .build/release/$product""",
    # Everything is installed but what is named.
    "dpkg-query": """
        sed -n 's/^  "*\\([a-z0-9.+-]*\\).*/ii  \\1/p' Deploy/build/packages.sh | grep -vxF "$(cat "$STAND/missing" 2>/dev/null || echo -)" """,
    "apt-get": 'echo "$*" >>"$STAND/apt"; cat "$STAND/apt-fails" >&2; exit 100',
    "df": """
        if [ -e "$STAND/free" ]; then echo Avail; cat "$STAND/free"; else exec /bin/df "$@"; fi""",
}


class Clone(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(
            tempfile.TemporaryDirectory(prefix="pde-clone-")))
        self.stand = self.folder / "stand"
        (self.stand / "bin").mkdir(parents=True)
        for name, text in STAND_INS.items():
            self.program(self.stand / "bin" / name, text)
        self.program(self.stand / "server", SERVER)
        self.clone = self.new_clone("clone")

    def program(self, path, text):
        path.write_text("#!/bin/bash\n" + text + "\n")
        path.chmod(0o755)

    def new_clone(self, name):
        clone = self.folder / name
        (clone / "Deploy/build").mkdir(parents=True)
        (clone / "Sources").mkdir()
        for file in ("Package.swift", ".swift-version"):
            shutil.copy(ROOT / file, clone)
        for file in ("run.sh", "guard.sh", "packages.sh"):
            shutil.copy(ROOT / "Deploy/build" / file, clone / "Deploy/build")
        self.program(
            clone / "Deploy/build/sites.sh",
            "mkdir -p .build/site/reader/g && touch .build/site/reader/g/hashes.json")
        return clone

    def say(self, name, text=""):
        (self.stand / name).write_text(text)

    def unsay(self, name):
        (self.stand / name).unlink()

    def start(self, clone=None, user=(), ignoring=None):
        return subprocess.Popen(
            # Whatever started the tests may have them ignore Ctrl-C.
            [*user, "env", f"--ignore-signal={ignoring}" if ignoring else "--default-signal=INT",
             "Deploy/build/run.sh"], cwd=clone or self.clone, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            env={**os.environ, "STAND": str(self.stand), "LC_ALL": "C",
                 "PATH": f"{self.stand}/bin:{os.environ['PATH']}"})

    def run_it(self, **options):
        """The exit code and what was said."""
        process = self.start(**options)
        said, _ = process.communicate(timeout=120)
        return process.returncode, said

    def builds(self):
        calls = self.stand / "calls"
        return len(calls.read_text().splitlines()) if calls.exists() else 0

    def go_on(self, process):
        """Until it listens and the command line is there; then Ctrl-C. What it said."""
        said = ""
        while not (LISTENING in said and "The command line is there" in said):
            line = process.stdout.readline()
            self.assertTrue(line, said)
            said += line
        self.interrupt(process)
        said += process.communicate(timeout=120)[0]
        self.assertEqual(process.returncode, 0, said)
        return said

    def assertGoesOn(self, clone=None):
        return self.go_on(self.start(clone=clone))

    def interrupt(self, process):
        """As Ctrl-C does."""
        os.killpg(process.pid, signal.SIGINT)

    def refused(self, *texts, **options):
        """A run that ends in these sentences, the last of which says what to do."""
        code, said = self.run_it(**options)
        self.assertNotEqual(code, 0)
        self.assertNotIn(LISTENING, said)
        for text in ("error: ", "hint: ", *texts):
            self.assertIn(text, said)
        return said


class InTheWay(Clone):
    def test_the_first_run_builds_and_the_second_nothing(self):
        self.assertGoesOn()
        # The server listens before the command line is begun.
        self.assertEqual(
            re.findall(r"--product (\S+)", (self.stand / "calls").read_text()), ["pde-server", "pde"])
        self.assertGoesOn()
        self.assertEqual(self.builds(), 2)
        (self.clone / "Sources/new.swift").write_text("// changed\n")
        self.assertGoesOn()
        self.assertEqual(self.builds(), 4)

    def test_no_compiler(self):
        self.program(self.stand / "bin/swiftc", "exit 127")
        self.refused("there is no swiftc", "swift.org")
        self.program(self.stand / "bin/swiftc", STAND_INS["swiftc"])
        self.assertGoesOn()

    def test_no_network_for_a_package(self):
        self.say("missing", "ii  esbuild")
        self.say("apt-fails", "E: Failed to fetch http://mirror.invalid/ Could not resolve 'mirror.invalid'")
        self.refused("esbuild", "is there a network?")
        self.unsay("missing")
        self.assertGoesOn()

    def test_what_serves_is_installed_and_not_started(self):
        self.say("missing", "ii  caddy\nii  esbuild\nii  nginx")
        self.program(self.stand / "bin/apt-get", 'echo "apt-get ${!#}" >>"$STAND/did"')
        self.program(
            self.stand / "bin/systemctl",
            """case $1 in
                 cat) exit 1 ;;
                 show) ;;
                 *) echo "systemctl $*" >>"$STAND/did" ;;
               esac""")
        self.program(self.stand / "bin/sudo", '[ "$1" != -n ] || shift; exec "$@"')
        subprocess.run(
            ["Deploy/build/packages.sh", "test"], cwd=self.clone, check=True, timeout=120,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            env={**os.environ, "STAND": str(self.stand),
                 "PATH": f"{self.stand}/bin:{os.environ['PATH']}"})
        self.assertEqual((self.stand / "did").read_text().splitlines(), [
            "systemctl --quiet mask --runtime caddy nginx", "apt-get nginx",
            "systemctl --quiet unmask --runtime caddy nginx",
            "systemctl --quiet disable caddy nginx"])

    def test_no_network_for_the_sources(self):
        self.say("fails", "error: Failed to clone repository https://example.invalid/x:\n"
                          "    fatal: unable to access: Could not resolve host: example.invalid")
        self.refused("Failed to clone", "is there a network?")
        self.unsay("fails")
        self.assertGoesOn()

    @unittest.skipUnless(os.geteuid() == 0, "takes root, to run make as somebody else")
    def test_a_package_is_missing_and_this_user_may_not_install(self):
        self.say("missing", "ii  esbuild")
        self.program(self.stand / "bin/sudo", "exit 1")
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, 65_534, 65_534)
        nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        self.refused("esbuild", "apt-get install --no-install-recommends esbuild", user=nobody)
        self.assertFalse((self.stand / "apt").exists())

    def test_too_little_space_to_begin(self):
        self.say("free", "900")
        self.refused("900 MB are free", "free some space")
        self.assertEqual(self.builds(), 0)
        self.unsay("free")
        self.assertGoesOn()

    def test_a_disk_that_fills_meanwhile(self):
        self.say("fails", "error: unable to write 'x.o': No space left on device")
        self.refused("No space left", "the disk is full")
        self.unsay("fails")
        self.assertGoesOn()

    def test_a_fault_of_the_sources_is_shown(self):
        self.say("fails", "Sources/x.swift:1:1: error: cannot find 'y' in scope")
        self.refused("cannot find 'y' in scope", ".build/log/the server.log")

    def test_a_folder_that_is_not_writable(self):
        (self.clone / ".build").write_text("a file")
        self.refused("nothing can be written")

    def test_a_moved_clone_and_an_old_one_are_built_anew(self):
        self.assertGoesOn()
        moved = self.folder / "moved"
        self.clone.rename(moved)
        (moved / ".build/wasm").mkdir()
        (moved / ".build/old").touch()
        self.assertIn("building anew", self.assertGoesOn(moved))
        self.assertEqual(self.builds(), 4)
        self.assertFalse((moved / ".build/old").exists())
        # What no path is in stays.
        self.assertTrue((moved / ".build/wasm").exists())
        # As an earlier make left it, which wrote down nothing.
        (moved / ".build/built-by").unlink()
        self.assertIn("building anew", self.assertGoesOn(moved))


class Interrupted(Clone):
    def wait_for_the_compiler(self):
        until(lambda: (self.stand / "pid").exists() and (self.stand / "pid").read_text().strip(),
              120, "the compiler runs")
        pid = int((self.stand / "pid").read_text())
        self.unsay("pid")
        return pid

    def is_up(self, pid):
        # A zombie of somebody else's is none.
        try:
            return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
        except OSError:
            return False

    def test_in_the_middle_and_again(self):
        self.say("slow")
        for _ in range(2):
            process = self.start()
            compiler = self.wait_for_the_compiler()
            self.interrupt(process)
            said, _ = process.communicate(timeout=120)
            self.assertIn("the next run goes on", said)
            self.assertNotEqual(process.returncode, 0)
            until(lambda: not self.is_up(compiler), 120, "the compiler is gone")
        self.unsay("slow")
        self.assertGoesOn()

    def test_a_server_that_cannot_serve_ends_the_run(self):
        self.say("in-use")
        code, said = self.run_it()
        self.assertNotEqual(code, 0)
        self.assertIn("another pde-server", said)
        self.unsay("in-use")
        self.assertGoesOn()

    def test_told_to_end_where_nobody_hears_ctrl_c(self):
        self.say("slow")
        process = self.start(ignoring="INT")
        compiler = self.wait_for_the_compiler()
        os.killpg(process.pid, signal.SIGTERM)
        said, _ = process.communicate(timeout=120)
        self.assertIn("the next run goes on", said)
        until(lambda: not self.is_up(compiler), 120, "the compiler is gone")
        self.unsay("slow")
        self.assertGoesOn()

    def test_two_at_once(self):
        self.say("slow")
        first = self.start()
        compiler = self.wait_for_the_compiler()
        second = self.start()
        line = ""
        while "waiting until it is done" not in line:
            line = second.stdout.readline()
            self.assertTrue(line)
        self.unsay("slow")
        os.killpg(os.getpgid(compiler), signal.SIGKILL)
        self.assertIn("error: ", first.communicate(timeout=120)[0])
        self.go_on(second)


if __name__ == "__main__":
    unittest.main()
