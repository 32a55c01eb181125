"""The size of the WebAssembly module."""

import gzip

from report import ROOT


def measure(report, folder, quick):
    path = ROOT / ".build/wasm/core.wasm"
    if not path.exists():
        report.note("no core.wasm: make wasm")
        return
    module = path.read_bytes()
    report.add(
        "the WebAssembly module, bytes raw, by gzip -9", f"{len(module):,}",
        f"{len(gzip.compress(module, 9)):,}")
