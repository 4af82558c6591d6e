"""Words for bones in other languages, as the English words that fracture sites are read by."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from assess.case.names import words_of

_BEHIND = re.compile(r"(?<=..)(?:frakt(?:ur|uren|urer)|fractu(?:ur|ren)|bruche?|brud|brott)$")
"""Words for a fracture that Germanic languages write onto the bone: "Radiusfraktur", "hoftebrud"."""
_LEVEL = re.compile(r"(b|l)wk(\d{1,2})?")
"""A vertebra as German reports number it: "BWK 12", "LWK2"."""
_SPINE = {"b": "t", "l": "l"}


def bone_words(text: str) -> frozenset[str]:
    """Return the words of a fracture site in English; those nobody here knows as they are, without accents.

    >>> sorted(bone_words("Schenkelhalsfraktur links")), sorted(bone_words("LWK 2")), sorted(bone_words("avant-bras"))
    (['femur', 'links', 'neck'], ['l2'], ['forearm'])
    """
    joined = "_".join(words_of(text))
    for phrase, meant in _book("phrases").items():
        joined = re.sub(rf"(?<![^_]){phrase}(?![^_])", meant.replace(" ", "_"), joined)
    return frozenset(_translated(joined.split("_")))


def _translated(words: list[str]) -> Iterator[str]:
    known = _book("words")
    for place, word in enumerate(words):
        level = _LEVEL.fullmatch(word)
        if level is not None:
            number = level[2] or next((other for other in words[place + 1 : place + 2] if other.isdigit()), None)
            yield f"{_SPINE[level[1]]}{number}" if number else "vertebra"
        elif not (word.isdigit() and place and _LEVEL.fullmatch(words[place - 1])):
            bone = _BEHIND.sub("", word)
            yield from (known.get(word) or known.get(bone) or bone).split()


@cache
def _book(part: str) -> Mapping[str, str]:
    """Return what bone_words.toml holds, by the foreign words."""
    page = tomllib.loads(files("assess").joinpath("case", "bone_words.toml").read_text(encoding="utf-8"))
    return {"_".join(words_of(one)): english for english, told in page[part].items() for one in told}
