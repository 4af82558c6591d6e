"""A remark is passed by; what is passed by must be what the grammar makes nothing of."""

from random import Random

import pytest

from parsers.narrative import reading
from parsers.narrative.language.words import all_phrases
from parsers.narrative.reading import read_passage
from parsers.narrative.text.remarks import is_remark
from parsers.passage import plain_passage

OUTSIDE = ("the", "message", "were", "sent", "to", "Signed", "by", "doctor", "T", "Z", "HIP", "left", "spine", "femur")
ENDS = (" ", " ", " ", ". ", ".\n", "\n", "\n\n", ", ")


def texts(seed):
    """Yield random texts of words the grammar knows and words it does not."""
    random = Random(seed)  # noqa: S311 - no secret is made of it
    known = sorted({word for _, words in all_phrases() for word in words if word.isalpha()})
    for _ in range(400):
        words = [
            random.choice([random.choice(known), *random.choices(OUTSIDE, k=3)]) for _ in range(random.randint(1, 9))
        ]
        yield "".join(random.choice([word, word.title(), word.upper()]) + random.choice(ENDS) for word in words)


@pytest.mark.parametrize("complete", [True, False])
def test_grammar_finds_nothing_in_a_remark(monkeypatch, complete):
    remarks = [text for text in texts(1) if is_remark(text)]
    passed_by = [read_passage(plain_passage(text), "d", "p", complete=complete) for text in remarks]
    monkeypatch.setattr(reading, "is_remark", lambda _text: False)

    assert len(remarks) > 50
    assert [read_passage(plain_passage(text), "d", "p", complete=complete) for text in remarks] == passed_by


@pytest.mark.parametrize(
    "text",
    [
        "Osteoporosis.",
        "There is no history of smoking.",
        "IMPRESSION\nas before",
        "See page 2.",
        "Indication: screening",
        "o first",
        "",
        " \n ",
        "word " * 500,
        "w" * 1_900 + "1",
    ],
)
def test_text_that_may_say_something_is_no_remark(text):
    assert not is_remark(text)


@pytest.mark.parametrize("text", ["Values of this message are invented.", "Each value and the scan were sent."])
def test_note_that_only_mentions_values_is_a_remark_the_grammar_makes_nothing_of(text, monkeypatch):
    passed_by = read_passage(plain_passage(text), "d", "p", complete=True)
    was_remark = is_remark(text)
    monkeypatch.setattr(reading, "is_remark", lambda _text: False)

    assert was_remark
    assert read_passage(plain_passage(text), "d", "p", complete=True) == passed_by
