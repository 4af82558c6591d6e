"""One reader under atheris: inputs grown by coverage from the known documents; one process, told its limits by run.py.

python tests/fuzz/guided.py hl7 FOLDER... -max_total_time=60 (the options are libFuzzer's)
"""

import logging
import sys
from importlib import import_module

_READERS = ("dicom.reading", "hl7.reader", "narrative.reading", "ocr.document", "osteon_json.reader", "pdf.reading")
"""Modules a reader imports with its first document; they have to be instrumented before that."""


def main() -> None:
    """Fuzz until the time is over or a property fails; libFuzzer then writes the input down and ends the process."""
    import atheris  # noqa: PLC0415 - has no wheels for some platforms, and tests read this file on all of them

    with atheris.instrument_imports(include=["parsers", "dxa"]):
        properties = import_module("properties")
        for reader in _READERS:
            import_module(f"parsers.{reader}")
    target = sys.argv[1]
    logging.disable(logging.CRITICAL)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda content: properties.examine(target, content) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
