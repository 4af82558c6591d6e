"""Runs every benchmark and prints one table: `make bench`, or `make bench ARGS="g1_hl7 assess_packs"` for some."""

import sys
from importlib import import_module
from time import monotonic

from rounds import show

BENCHMARKS = (
    "g1_hl7",
    "g2_pdf",
    "g4_dicom",
    "g5_mllp",
    "ge_study",
    "assess_packs",
    "population",
    "post_documents",
    "g12_rabbitmq",
    "outbox",
)


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    start = monotonic()
    results = [result for name in names or BENCHMARKS for result in import_module(name).measure()]
    print(f"goal {'what':<64} {'ratio [p10..p90]':<24} {'threshold':<10} absolute, this machine, this minute")
    show(results)
    print(f"{monotonic() - start:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
