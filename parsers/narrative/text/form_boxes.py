"""The boxes of a form drawn with underscores, "_X_ Osteopenia", as brackets, every character in its place."""

import re

_RUN = re.compile(
    r"(?<![\w.,+-])_{1,9}[ ]?(?P<tick>[xX\u2713\u2714])[ ]?_{1,9}(?!\w)|(?<![\w.,+-])_{3,12}(?![\w.,+-]|\u2212)"
)


def with_boxes(text: str) -> str:
    """Return the text with brackets for boxes of underscores, empty or ticked.

    >>> with_boxes("Normal ___  Osteopenia _X_")
    'Normal [ ]  Osteopenia [X]'
    """
    if "_" not in text:
        return text
    return "\n".join(_boxed(line) if line.strip(" _\t") else line for line in text.split("\n"))


def _boxed(line: str) -> str:
    return _RUN.sub(_brackets, line)


def _brackets(found: re.Match[str]) -> str:
    tick, length = found["tick"], len(found[0])
    if tick is None:
        return f"[{' ' * (length - 2)}]"
    at = found[0].index(tick)
    return f"{' ' * (at - 1)}[{tick}]{' ' * (length - at - 2)}"
