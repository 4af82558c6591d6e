"""Sentences whose numbers are of somebody else, of a phantom, a goal, a mistake or another day, in seven languages."""

import tomllib
from pathlib import Path

import pytest

from tests.acceptance.reading import read

SENTENCES = tomllib.loads((Path(__file__).parent / "nobodys_sentences.toml").read_text(encoding="utf-8"))
SEDUCING = frozenset({"-3.7", "3.7", "0.555"})
NECK = ("neck", "hals", "col f", "cuello", "colo", "collo")


def beside(table, sentence):
    """Return a result of today at a site the sentence does not speak of."""
    return table["beside_spine" if any(name in sentence for name in NECK) else "beside_neck"]


def taken(text, *, prior_too):
    rows = [value for value in read(text.encode()).measurements if not value.held and (value.current or prior_too)]
    seducing = [str(value.value) for value in rows if str(value.value) in SEDUCING]
    results = [value for value in rows if value.current and str(value.value) not in SEDUCING]
    return seducing, len(results)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["nobodys", "earlier"])
@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_a_number_that_is_nobodys_is_no_result_and_takes_none_away(language, key):
    table = SENTENCES[language]
    wrong = {}
    for sentence in table[key]:
        result = beside(table, sentence)
        for text in (f"DXA.\n{result}\n{sentence}\n", f"DXA.\n{sentence} {result}\n"):
            found = taken(text, prior_too=key == "nobodys")
            if found != ([], 2):
                wrong[text] = found

    assert {} == wrong
