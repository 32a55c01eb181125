"""The README's session as it is written there; only the address and the programs' folder are others."""

import os
import re
import subprocess

from support import BIN, ROOT


def check_session(test, url, folder, environment=None):
    """Runs it on the server at `url`: every command does what the README says."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    session = next(block for block in blocks if "pde create" in block)
    script = session.replace(
        'PATH="$PWD/.build/release:$PATH"', f'PATH="{BIN}:$PATH"'
    ).replace("http://127.0.0.1:8080", url)
    test.assertNotEqual(script, session)
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", **(environment or {})},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
    test.assertEqual(result.returncode, 0, result.stderr)
    test.assertIn("exit code 3", result.stdout)
    test.assertIn("Décision du CPAS", result.stdout)
    received = next(folder.glob("*/received"))
    contents = sorted(path.read_bytes() for path in received.iterdir())
    expected = sorted(
        (ROOT / "Tests/Fixtures" / name).read_bytes()
        for name in ("attestation-photo.jpg", "notification-cpas.pdf"))
    test.assertEqual(contents, expected)
