"""The recognition program: Tesseract, called with limits of its own and nothing of our environment."""

import os
import resource
import subprocess

from dxa.errors import LimitExceeded, SettingsError, UnreadableDocument
from dxa.settings import Limits

_LANGUAGE = "eng"
# Without the first, four threads share a small picture and get in each other's way: 90 s instead of half a second.
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8", "PATH": os.defpath}
_CHECK_SECONDS = 20.0
_MOST_ANSWER = 8_000_000
"""Bytes of an answer; a page of text is 50 kB."""


def require_program(limits: Limits) -> None:
    """Make sure that recognition works where it is switched on; does nothing where it is off.

    Raises:
        SettingsError: OSTEON_OCR is on and the program, or its English, is missing.
    """
    if not limits.ocr:
        return
    try:
        done = subprocess.run(  # noqa: S603 - the program the installation names
            (limits.ocr_program, "--list-langs"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_CHECK_SECONDS,
            check=False,
            env=_ENVIRONMENT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _missing(limits) from error
    if done.returncode or _LANGUAGE.encode() not in (done.stdout + done.stderr).split():
        text = f"{limits.ocr_program} does not know the language {_LANGUAGE}: install tesseract-ocr-eng"
        raise SettingsError(f"OSTEON_OCR is on, but {text}")


def recognised(picture: bytes, segmentation: int, limits: Limits, seconds: float) -> str:
    """Return what the program sees on a picture (PNG), as its table of words (TSV); `segmentation` is its --psm.

    Raises:
        LimitExceeded: it did not answer within `seconds`; it was killed.
        UnreadableDocument: it failed on this picture.
        SettingsError: it cannot be started.
    """
    command = (limits.ocr_program, "stdin", "stdout", "-l", _LANGUAGE, "--psm", str(segmentation), "tsv")
    try:
        process = subprocess.Popen(  # noqa: S603 - the program the installation names, the picture on its input
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_ENVIRONMENT
        )
    except OSError as error:
        raise _missing(limits) from error
    with process:
        try:
            _confine(process.pid, seconds)
            answer, _ = process.communicate(picture, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise LimitExceeded(f"recognising its pictures took longer than {limits.ocr_seconds:g} s") from error
        finally:
            process.kill()
    if process.returncode or len(answer) > _MOST_ANSWER:
        raise UnreadableDocument("the recognition program failed on a picture")
    return answer.decode("utf-8", "replace")


def _confine(pid: int, seconds: float) -> None:
    """Let the program die of its own even if its reader is killed and nobody is left to stop it."""
    most = int(seconds) + 1
    try:
        resource.prlimit(pid, resource.RLIMIT_CPU, (most, most))
    except ProcessLookupError:
        return


def _missing(limits: Limits) -> SettingsError:
    text = f"{limits.ocr_program} cannot be run: install tesseract-ocr, or name it in OSTEON_OCR_PROGRAM"
    return SettingsError(f"OSTEON_OCR is on, but {text}")
