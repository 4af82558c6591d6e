"""Composes a draft report text from a report and its assessment; every sentence names what it rests on."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from assess.drafting.advice import recommendation
from assess.drafting.course import comparison
from assess.drafting.desk import Desk
from assess.drafting.examination import indication, printed, table, technique
from assess.drafting.impression import impression
from assess.drafting.limits import limits
from assess.drafting.plain import told_plainly
from assess.messages import catalogue
from assess.typesetting import typeset
from dxa.assessment import Assessment
from dxa.draft import Audience, DraftPart, DraftReport, DraftRow, DraftSection, DraftSentence
from dxa.facts import Facts
from dxa.report import DxaReport

_NO_FACTS = Facts()


def draft_of(
    report: DxaReport,
    assessment: Assessment,
    audience: Audience = Audience.RADIOLOGIST,
    *,
    facts: Facts = _NO_FACTS,
    primary: Sequence[str] = (),
    set_aside: Collection[str] = (),
) -> DraftReport:
    """Return the draft text for an audience; the same input gives the same text.

    Names and numbers of the patient never stand in it. The text for a patient may be shown for a signed case only,
    which is for the caller to know.

    Args:
        report: the examination.
        assessment: what packs and checks say about it.
        audience: whom the text is for.
        facts: what caller, order and reviewer stated, as it stands.
        primary: ids of the packs the site calls primary; without any, every society's pack that could decide speaks.
        set_aside: ids of rules and checks, or codes of checks, that a reviewer has overridden.
    """
    desk = Desk(
        report=report,
        assessment=assessment,
        audience=audience,
        primary=tuple(primary),
        set_aside=frozenset(set_aside),
        catalogue=catalogue(),
        stated=facts,
    )
    sections = _plainly(desk) if audience is Audience.PATIENT else _in_full(desk)
    return DraftReport(audience=audience, sections=sections, disclaimer=assessment.disclaimer)


def _plainly(desk: Desk) -> tuple[DraftSection, ...]:
    return tuple(_section(desk, part, sentences) for part, sentences in told_plainly(desk))


def _in_full(desk: Desk) -> tuple[DraftSection, ...]:
    compared, concluded = list(comparison(desk)), list(impression(desk))
    advised = list(recommendation(desk))
    qualified = list(limits(desk, [*compared, *concluded, *advised]))
    return (
        _section(desk, DraftPart.INDICATION, list(indication(desk))),
        _section(desk, DraftPart.TECHNIQUE, list(technique(desk))),
        _section(desk, DraftPart.RESULTS, list(printed(desk)), list(table(desk))),
        _section(desk, DraftPart.COMPARISON, compared),
        _section(desk, DraftPart.IMPRESSION, concluded),
        _section(desk, DraftPart.LIMITS, qualified),
        _section(desk, DraftPart.RECOMMENDATION, advised),
    )


def _section(
    desk: Desk, part: DraftPart, sentences: list[DraftSentence], rows: Sequence[DraftRow] = ()
) -> DraftSection:
    message = desk.catalogue.messages["section"][part.value]
    title = message.towards(desk.audience) or message.radiologist
    # The indication is the report's own words, which stay as they are.
    own = desk.report.context.indication
    told = (one if one.text == own else replace(one, text=typeset(one.text)) for one in sentences)
    return DraftSection(part=part, title=title, rows=tuple(rows), sentences=tuple(told))
