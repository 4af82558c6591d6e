"""What a process that lives long does not look through again and again."""

import subprocess
import sys

PROGRAM = """
import gc
from api.processes.collecting import load_for_good
before = gc.get_freeze_count()
load_for_good()
print(before, gc.get_freeze_count() > 10_000, gc.get_threshold()[0])
"""


def test_packs_and_readers_are_loaded_once_and_never_looked_through():
    said = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True).stdout

    assert said == "0 True 50000\n"
