"""Lets the tests beside this file import what the fuzzing programs use."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
