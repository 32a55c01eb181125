"""Opening a wallet, natively and in WebAssembly; adding to a small one and a large one."""

import subprocess

from report import BUILT, ROOT, SWIFT, interleave, median, paired_ratio, run_json
from service import running_server


def ms(seconds):
    return f"{seconds * 1e3:.1f} ms"


def measure(report, folder, quick):
    opening(report, 3 if quick else 5)
    adding(report, folder, 1 if quick else 3)


def opening(report, rounds):
    """Each round is a fresh process of each kind: the first opening of a page stands apart."""
    tries = 6
    script = ROOT / "Tests/Bench/wasm/open.mjs"
    module = BUILT / "bench.wasm"
    bodies = {"native": lambda: run_json(SWIFT, "opening", tries)}
    if module.exists():
        bodies["wasm"] = lambda: run_json("node", script, module, tries)
    results = interleave(rounds, **bodies)
    report.samples["opening"] = results

    def later(name, key):
        return [value for run in results[name] for value in run[key][1:]]

    def first(name, key):
        return [run[key][0] for run in results[name]]

    native = later("native", "open")
    stretch = later("native", "stretch")
    report.add(
        "open a wallet, no network, Argon2id alone", ms(median(native)), ms(median(stretch)),
        paired_ratio(native, stretch), ("<=", 1.15))
    beyond = [value for run in results["native"] for value in run["openLargeBeyond"]]
    report.add(
        "open a wallet of 10,000, beyond the derivation", ms(median(beyond)),
        target=("<=", 0.3), value=median(beyond))
    if "wasm" not in results:
        report.note("no bench.wasm: opening in WebAssembly was not measured")
        return
    wasm = later("wasm", "open")
    report.add(
        "open a wallet in WebAssembly, native", ms(median(wasm)), ms(median(native)),
        paired_ratio(wasm, native), ("<=", 1.8))
    report.add(
        "the first time in its process", ms(median(first("wasm", "open"))),
        ms(median(first("native", "open"))),
        paired_ratio(first("wasm", "open"), first("native", "open")), ("<=", 1.8))


def adding(report, folder, rounds):
    memory = run_json(SWIFT, "adding", rounds)
    report.samples["adding in memory"] = memory
    add_rows(report, "in memory", memory)
    small, large = sum(memory["smallBytes"]), sum(memory["largeBytes"])
    report.add(
        "bytes sent to add to 10,000, to 10", f"{large / rounds / 256:,.0f}",
        f"{small / rounds / 256:,.0f}", large / small, ("<=", 1.2))
    with running_server(folder) as server:
        real = run_json(SWIFT, "adding", rounds, server.origin)
    report.samples["adding over loopback"] = real
    add_rows(report, "over loopback", real)
    report.add(
        "open 10,000 over loopback, beyond the derivation",
        ms(median(real["openLargeBeyond"])), ms(median(real["openSmallBeyond"])),
        target=("<=", 0.3), value=median(real["openLargeBeyond"]))
    report.note(
        f"10,000 documents of one block were put in {real['fillingSeconds']:.1f} s, "
        f"{1311 / real['fillingSeconds']:.0f} MB/s, by one client")


def add_rows(report, where, result):
    report.add(
        f"add to a wallet of 10,000, of 10, {where}", ms(median(result["large"])),
        ms(median(result["small"])), paired_ratio(result["large"], result["small"]),
        ("<=", 1.2))
