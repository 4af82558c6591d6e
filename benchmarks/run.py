"""Runs every benchmark and prints one table: `make bench`, or `make bench ARGS="g1_hl7 assess_packs"` for some."""

import os
import sys
from importlib import import_module
from time import monotonic

from rounds import Result, show

BENCHMARKS = (
    "g1_hl7",
    "g2_pdf",
    "g4_dicom",
    "g5_mllp",
    "ge_study",
    "assess_packs",
    "population",
    "post_documents",
    "g9_postgresql",
    "g10_workers",
    "g12_rabbitmq",
    "outbox",
    "g14_post",
    "g15_commits",
    "backfill",
)


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    start = monotonic()
    results: list[Result] = []
    for name in names or BENCHMARKS:
        began = monotonic()
        results += import_module(name).measure()
        print(f"{name}: {monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    heads = ("goal", "what", "ratio [p10..p90]", "threshold", "", "absolute, this machine, this minute")
    print("{:<4} {:<64} {:<24} {:<10} {:<7} {}".format(*heads))
    show(results)
    print(f"{monotonic() - start:.0f} s, load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the end")


if __name__ == "__main__":
    main(sys.argv[1:])
