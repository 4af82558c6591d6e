"""Old reports pasted below new ones, markup left in words, other methods, and words that deny a side."""

import pytest

from dxa.errors import NotDensitometry
from parsers.narrative.text.markup import start_with_reference, without_markup
from tests.acceptance.reading import lines, read

NOW = "FINDINGS: L1-L4 T-score -1.9.\nIMPRESSION: Osteopenia.\n\n"
OLD = "Left total hip T-score -1.2.\nIMPRESSION: Left femoral neck T-score -2.0.\n"


def said(text, *, held=False):
    try:
        return lines(read(f"{text}\n".encode()), held=held)
    except NotDensitometry:
        return set()


HEADS = (
    "----- PRIOR REPORT (copied for reference) -----",
    "=== Previous DXA report from 02/19/2021 ===",
    "PREVIOUS REPORT:",
    "*** copied forward ***",
)


def test_an_old_report_pasted_below_the_results_is_of_an_earlier_examination_to_its_end():
    old = {"total_hip left t_score -1.2 prior", "femoral_neck left t_score -2.0 prior"}
    found = {head: said(f"{NOW}{head}\n{OLD}") for head in HEADS}
    ended = said(f"{NOW}{HEADS[0]}\n{OLD}--- end of prior report ---\nRight total hip T-score -0.4.")

    assert all(rows == {"lumbar_spine L1+L2+L3+L4 t_score -1.9", *old} for rows in found.values()), found
    assert {"lumbar_spine L1+L2+L3+L4 t_score -1.9", "total_hip right t_score -0.4", *old} == ended


def test_an_old_report_above_the_results_ends_at_their_heading():
    found = said(f"PREVIOUS REPORT\nL1-L4 T-score -1.6.\n\n{NOW}")

    assert {"lumbar_spine L1+L2+L3+L4 t_score -1.6 prior", "lumbar_spine L1+L2+L3+L4 t_score -1.9"} == found


def test_a_sentence_about_an_old_report_pastes_none():
    found = said(f"{NOW}Previous report of L1-L4: T-score -1.6. Left total hip T-score -1.0 today.")

    assert "total_hip left t_score -1.0" in found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("T &minus;1.2", "T       \u22121.2"),
        ("T &#8722;1.2", "T       \u22121.2"),
        ("T&nbsp;-1.2", "T      -1.2"),
        ("g/cm<sup>2</sup>", "g/cm2           "),
        ("a<br>b", "a\n   b"),
        ("<td>1</td>", "    1 |   "),
        ("<b>T</b>", "   T    "),
        ("T <-2.5 & L1 > 0", "T <-2.5 & L1 > 0"),
    ],
)
def test_markup_gives_way_to_what_it_shows_in_its_place(text, shown):
    assert shown == without_markup(text)
    assert len(text) == len(shown)


def test_a_span_shown_by_a_reference_begins_with_it():
    assert start_with_reference("T &minus;1.2", 8) == 2
    assert start_with_reference("T; 1.2", 1) == 1
    assert start_with_reference("T 1.2", 2) == 2


def test_a_minus_written_as_a_reference_is_none_that_is_lost():
    found = said("DXA: L1-L4 T-score &minus;1.2, left total hip T-score &#x2212;0.4")

    assert {"lumbar_spine L1+L2+L3+L4 t_score -1.2", "total_hip left t_score -0.4"} == found


SPOILED = (
    "Quantitative CT of L1-L2: T-score -2.9.",
    "QCT was performed. Mean T-score of L1-L2 -2.9.",
    "Trabecular density of L1-L2 92.4 mg/cm3 (T-score -2.9).",
    "REMS: L1-L4 T-score -2.9.",
)


def test_scores_of_other_methods_are_none_of_dxa():
    hip = "Left total hip T-score -1.1."
    found = {text: said(f"{text}\n\nDXA: {hip}") for text in SPOILED}

    assert all(rows == {"total_hip left t_score -1.1"} for rows in found.values()), found
    assert said(f"DXA. No QCT was performed. {hip}") == {"total_hip left t_score -1.1"}


@pytest.mark.parametrize(
    ("words", "is_held"),
    [
        ("Addendum: the hip examined was the right hip, not the left.", True),
        ("The right hip was scanned and not the left hip.", True),
        ("The left hip was scanned, not the right.", False),
        ("The right hip was not scanned; the left hip was used.", False),
        ("Previously the right hip was scanned, not the left.", False),
    ],
)
def test_a_side_the_words_deny_holds_its_values_where_the_other_has_none(words, is_held):
    text = f"DXA left total hip T-score -1.9.\n{words}"

    assert {"total_hip left t_score -1.9"} == said(text, held=is_held)


DENSITIES = {
    "DXA: L1-L4 0.901 (T -1.3), left neck 0.688 (T -1.5).": {
        "lumbar_spine L1+L2+L3+L4 bmd 0.901",
        "femoral_neck left bmd 0.688",
    },
    "DXA: L1-L4 0.901 (prev 0.922), T -1.3 (prev -1.1).": {
        "lumbar_spine L1+L2+L3+L4 bmd 0.901",
        "lumbar_spine L1+L2+L3+L4 bmd 0.922 prior",
    },
    "DXA: L1-L4 T-score -1.234, left total hip 0.345": set(),
    "DXA: TBS L1-L4 1.214, L2-L4 1.250": set(),
}


def test_a_density_without_label_and_unit_is_told_by_its_place():
    found = {text: {row for row in said(text) if " bmd " in row} for text in DENSITIES}

    assert found == DENSITIES
