"""Seeded changes to known documents: what transfer, storage, encoding and hostile hands do to bytes."""

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from fixtures.ocr import capture, screen
from fixtures.truth import DOCUMENTS

HERE = Path(__file__).parent
_SIDE_FILES = (".truth.json", ".expected.json")
_OCR_HEADING = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
Change = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


@cache
def seeds(target: str) -> list[bytes]:
    """Return the known documents of a target, by name."""
    if target == "ocr":
        return [_recognised_page(shift) for shift in (0, 7, 40)]
    if target == "capture":
        image = screen(1)[0].resize((96, 72))
        return [capture([image]), capture([image, image]), capture([image], colour=True), capture([image], jpeg=True)]
    paths = sorted(path for path in (DOCUMENTS / target).iterdir() if not path.name.endswith(_SIDE_FILES))
    return [path.read_bytes() for path in paths]


@cache
def words(target: str) -> list[bytes]:
    """Return the words of a target's dictionary, in the notation libFuzzer reads."""
    lines = (HERE / "dictionaries" / f"{target}.dict").read_text(encoding="ascii").splitlines()
    quoted = [line[line.index('"') + 1 : -1] for line in lines if line.endswith('"') and not line.startswith("#")]
    return [text.encode("ascii").decode("unicode_escape").encode("latin-1") for text in quoted]


def _recognised_page(shift: int) -> bytes:
    """Return what the recognition program answers for a small table."""
    rows = (
        ("Lunar", "enCORE", "AP", "Spine", "Bone", "Density"),
        ("Region", "BMD(g/cm2)", "YA(%)", "T-score", "AM(%)", "Z-score"),
        ("L1", "0.884", "75", "-2.5", "84", "-1.4"),
        ("L2", "1.024", "87", "-1.3", "98", "-0.2"),
        ("L1-L2", "0.950", "81", "-1.9", "90", "-0.8"),
    )
    lines = [
        f"5\t1\t1\t1\t{number}\t{place}\t{200 + 400 * place + shift}\t{1000 + 60 * number}"
        f"\t{24 * len(word)}\t30\t96.1\t{word}"
        for number, row in enumerate(rows, 1)
        for place, word in enumerate(row, 1)
    ]
    return (_OCR_HEADING + "\n".join(lines) + "\n").encode("ascii")


def mutated(target: str, number: int) -> bytes:
    """Return case `number` of a target: the same bytes every time."""
    chance = random.Random(f"{target} {number}")  # noqa: S311 - repeatable, not secret
    content = chance.choice(seeds(target))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        content = chance.choice(_CHANGES)(content, chance, words(target))
    return content


def _place(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def _flipped(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 4, 32))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _random_bytes(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    at, length = _place(content, chance), chance.choice((1, 2, 4, 16))
    return content[:at] + chance.randbytes(length) + content[at + chance.choice((0, length)) :]


def _cut(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    return content[: _place(content, chance)]


def _beheaded(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    return content[min(_place(content, chance), 400) :]


def _removed(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    at = _place(content, chance)
    return content[:at] + content[at + chance.choice((1, 3, 20, 300)) :]


def _repeated(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    at, length, times = _place(content, chance), chance.choice((1, 5, 60, 500)), chance.choice((1, 2, 50))
    return content[:at] + content[at : at + length] * times + content[at:]


def _word(content: bytes, chance: random.Random, words: Sequence[bytes]) -> bytes:
    at, word = _place(content, chance), chance.choice(words)
    return content[:at] + word + content[at + chance.choice((0, len(word))) :]


_NUMBER = re.compile(rb"-?\d+[.,]\d+")
_ODD_NUMBERS = (
    b"",
    b"-",
    b"-2.5",
    b"2,5",
    b"- 2.5",
    b"1_0",
    b"NaN",
    b"1e400",
    b"-0.0",
    b"*****",
    b"-2",
    b"0700",
    b"-24",
    b"9" * 400,
)


def _other_number(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    found = list(_NUMBER.finditer(content))
    if not found:
        return content
    chosen = chance.choice(found)
    return content[: chosen.start()] + chance.choice(_ODD_NUMBERS) + content[chosen.end() :]


def _other_digits(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    """Change a number and no length, so that the format around it stays whole."""
    found = list(_NUMBER.finditer(content))
    if not found:
        return content
    chosen = chance.choice(found)
    at = chance.randrange(chosen.start(), chosen.end())
    return content[:at] + bytes((chance.choice(b"0123456789-.,+ *eE_"),)) + content[at + 1 :]


def _shuffled_lines(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    end = next((end for end in (b"\r", b"\n") if end in content), None)
    if end is None:
        return content
    lines = content.split(end)
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    if chance.random() < 0.5:
        lines[first], lines[second] = lines[second], lines[first]
    else:
        lines.insert(second, lines[first])
    return end.join(lines)


def _length_field(content: bytes, chance: random.Random, _words: Sequence[bytes]) -> bytes:
    """Overwrite a few bytes with a length that is too small, too large, negative or undefined."""
    at, size = _place(content, chance), chance.choice((2, 4))
    value = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, len(content), chance.randrange(1 << 16)))
    return (
        content[:at]
        + (value & ((1 << 8 * size) - 1)).to_bytes(size, chance.choice(("little", "big")))
        + content[at + size :]
    )


_CHANGES: tuple[Change, ...] = (
    _flipped,
    _random_bytes,
    _cut,
    _beheaded,
    _removed,
    _repeated,
    _word,
    _word,
    _other_number,
    _other_number,
    _other_digits,
    _other_digits,
    _shuffled_lines,
    _length_field,
)
