"""The pages in headless Chromium, cold cache: sizes of first visits, time until a shared photo is
readable over a slow link, opening a large wallet, adding a photo."""

import sys

from report import ROOT, median, paired_ratio, run_json

sys.path += [str(ROOT / "Tests/Web"), str(ROOT / "Tests")]
import environment


def measure(report, _folder, quick):
    rounds, big = (2, 1) if quick else (5, 3)
    result = run_json(environment.python(), ROOT / "Tests/Web/measure.py", rounds, big)
    report.samples["web"] = result
    for name, limit in (("reader", 80), ("holder", 350)):
        kilobytes = result["first visit"][name] / 1_000
        report.add(
            f"first visit of the {name}'s page, kB without blocks", f"{kilobytes:.1f}",
            target=("<=", limit), value=kilobytes)
    for name, limit in (("1 MB", 1.25), ("5 MB", 1.08)):
        ours, bare = result[name]["ours"], result[name]["bare"]
        report.add(
            f"a shared photo of {name} is readable, the bare one is", f"{median(ours):.2f} s",
            f"{median(bare):.2f} s", paired_ratio(ours, bare), ("<=", limit))
        if "other" in result[name]:
            other = result[name]["other"]
            report.add(
                f"the same of {name} by PrivateBin, the bare one", f"{median(other):.2f} s",
                f"{median(bare):.2f} s", paired_ratio(other, bare))
    phone = result["phone"]
    report.add(
        "a paper photographed and shared is readable, its bare original is",
        f"{median(phone['ours']):.2f} s", f"{median(phone['bare']):.2f} s",
        paired_ratio(phone["ours"], phone["bare"]), ("<=", 1))
    counted, peak = result["5 MB"]["heap"]
    report.add(
        "heap of the reader's page with a photo of 5 MB", f"{counted:.0f} MB",
        target=("<=", 60), value=counted)
    others = "".join(
        f"; PrivateBin {one['other heap'][0]:.0f} and {one['other heap'][1]:.0f}"
        for one in [result["5 MB"]] if "other heap" in one)
    report.note(
        f"its process had {peak:.0f} MB at most, the bare photo's {result['5 MB']['bare heap'][1]:.0f}{others}")
    small, large = result["opening"]["1"], result["opening"]["200"]
    report.add(
        "open a wallet of 200 in the page, of 1", f"{median(large):.2f} s",
        f"{median(small):.2f} s", paired_ratio(large, small), ("<=", 1.3))
    task = median(result["longest task"])
    report.add(
        "longest task of the page's thread, adding 4 MB", f"{task:.0f} ms",
        target=("<=", 100), value=task)
    report.note(
        "slow link: 1.6 Mbit/s, 150 ms, by a relay that workers pass too; main thread slowed 4 times")
