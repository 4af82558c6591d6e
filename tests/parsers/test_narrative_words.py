"""The word lists a clinician extends."""

import tomllib
from importlib.resources import files

import pytest

from parsers.narrative.language.dates import When, read_date
from parsers.narrative.language.words import language_of, lexicon_for, split, subject_words

FOLDER = files("parsers.narrative").joinpath("words")
FILES = sorted(entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".toml"))


def words_of(name):
    return tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))


def test_every_promised_language_has_its_words():
    assert {"da", "de", "en", "es", "fr", "it", "nl", "pt", "sv"} == {words_of(name)["language"] for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_file_only_holds_what_the_grammar_asks_for(name):
    english, words = words_of("en.toml"), words_of(name)
    sections = [key for key, value in words.items() if isinstance(value, dict) and key != "months"]

    assert set(words) <= set(english)
    for section in sections:
        known = set(english[section]) | {"conditions:hyperthyroidism"}
        assert set(words[section]) <= known, section
        assert all(split(phrase) for phrases in words[section].values() for phrase in phrases)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The T-score of the left hip is -1.2.", "en"),
        ("Der T-Wert der LWS liegt bei -1,2.", "de"),
        ("Cuello femoral izquierdo: T-score -1,2 DE.", "es"),
        ("Le T-score est de -1,2 au col fémoral.", "fr"),
        ("Colo do fêmur: T-score -1,2.", "pt"),
        ("Collo femorale sinistro: T-score -1,2.", "it"),
        ("De T-score van de heup is -1,2.", "nl"),
        ("-1.2", "en"),
    ],
)
def test_the_language_is_that_of_the_small_words(text, language):
    assert language == language_of(text)
    assert language == lexicon_for(text).language


def test_the_subject_is_named_in_every_language():
    assert {"dxa", "knochendichte", "densitometrie", "botdichtheid", "dmo"} <= set(subject_words())


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2024-05-14", "2024-05-14"),
        ("14.05.2024", "2024-05-14"),
        ("05/14/2024", "2024-05-14"),
        ("14/05/24", "2024-05-14"),
        ("May 14, 2024", "2024-05-14"),
        ("14. Mai 2024", "2024-05-14"),
        ("14 de mayo de 2024", "2024-05-14"),
    ],
)
def test_dates_are_read_in_every_print(text, when):
    assert when == read_date(text, lexicon_for("").months).day.isoformat()


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2019", When(2019)),
        ("05/2019", When(2019)),
        ("May 2019", When(2019)),
        ("05/06/2019", When(2019, ambiguous=True, printed=(5, 6))),
        ("31.02.2024", None),
        ("Foo 14, 2024", None),
        ("13/2019", None),
        ("1.13.2024", None),
    ],
)
def test_what_is_no_single_day_has_none(text, when):
    assert when == read_date(text, lexicon_for("").months)
