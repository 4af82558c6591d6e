"""What the report says in words of its own, as the page shows and lights it."""

from api.views.said_view import said
from api.views.source_view import marks_of
from dxa.locator import Locator
from dxa.regions import Region
from dxa.report import Direction, DiscouragedWording, DxaReport, Provenance, ReportText, StatedChange, Wording


def origin(start, raw):
    return Provenance(document="d", parser="narrative/1", locator=Locator(chars=(start, start + len(raw))), raw=raw)


LOSS = StatedChange(
    direction=Direction.LOSS, region=Region.LUMBAR_SPINE, significant=True, provenance=origin(40, "decrease")
)
STABLE = StatedChange(direction=Direction.STABLE, significant=False, provenance=origin(80, "change"))
REPORT = DxaReport(
    text=ReportText(
        stated_classification="osteopenia",
        stated_classification_provenance=origin(0, "Severe osteopenia"),
        stated_changes=(LOSS, STABLE, STABLE, StatedChange(direction=Direction.GAIN)),
        discouraged=(DiscouragedWording(kind=Wording.DEGREE, provenance=origin(0, "Severe osteopenia")),),
    )
)


def test_class_changes_and_wordings_are_told_each_once():
    told = ["osteopenia", "significant loss at lumbar spine", "no significant change", "“Severe osteopenia”"]

    assert told == [one.text for one in said(REPORT)]


def test_each_of_them_is_lit_in_the_source():
    assert ["stated", "change-0", "change-1", "wording-0"] == [mark.key for mark in marks_of(REPORT)]
    assert [0, 40, 80, 0] == [mark.locator.chars[0] for mark in marks_of(REPORT)]


def test_a_report_without_words_says_nothing():
    assert () == said(DxaReport())
