"""The report a running text gives: one reading for HL7 narrative, letters in PDF and plain text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dxa.locator import Locator
from dxa.report import (
    Context,
    DiscouragedWording,
    DxaReport,
    Measurement,
    ReportText,
    StatedChange,
    StatedClass,
    StatedFact,
    Study,
)
from parsers.narrative.claims.choices import is_chosen
from parsers.narrative.claims.conclusion import Stated, conclusion, said
from parsers.narrative.claims.definitions import without_explained
from parsers.narrative.claims.glosses import without_glosses
from parsers.narrative.claims.taken_back import taken_back
from parsers.narrative.claims.trends import changes_of, claims_of
from parsers.narrative.claims.wording import discouraged_of
from parsers.narrative.clinical.clinical import facts_of
from parsers.narrative.clinical.fact import Fact
from parsers.narrative.clinical.limitations import Unusable, unusable_of
from parsers.narrative.dated_harvest import dated_harvest
from parsers.narrative.examinations.announced import with_announced
from parsers.narrative.examinations.around import other_year_of
from parsers.narrative.examinations.times import Time
from parsers.narrative.harvest import Found, Harvest, Trouble
from parsers.narrative.language.dates import When
from parsers.narrative.language.lookalikes import with_letters
from parsers.narrative.language.text_tokens import FactTokens, tokens_of
from parsers.narrative.language.tokens import Token
from parsers.narrative.language.words import Lexicon, claims_lexicon, lexicon_for
from parsers.narrative.numbers.frax import Risks, risks_of
from parsers.narrative.risk_rows import risk_rows
from parsers.narrative.settling import Settled, settled
from parsers.narrative.site_above import placed
from parsers.narrative.stated_changes import stated_changes
from parsers.narrative.tables.bars import with_bars
from parsers.narrative.tables.cell_lines import with_rows
from parsers.narrative.tables.wrapped_names import with_names_whole
from parsers.narrative.telling import Source, further_issues, issues_of
from parsers.narrative.text.endings import ends_like_a_row
from parsers.narrative.text.footnote_marks import without_footnote_marks
from parsers.narrative.text.form_boxes import with_boxes
from parsers.narrative.text.leaders import without_leaders
from parsers.narrative.text.markup import without_markup
from parsers.narrative.text.reference_cells import without_reference_cells
from parsers.narrative.text.remarks import is_remark
from parsers.narrative.text.sections import section_spans, section_text
from parsers.narrative.text.sentences import Sentence, sentences_of
from parsers.narrative.text.split_heads import with_whole_heads
from parsers.narrative.text.struck import without_struck
from parsers.passage import Passage
from parsers.taking_back import held_back

VERSION = 1


def read_passage(
    passage: Passage, document: str, parser: str, *, complete: bool = False, around: date | None = None
) -> DxaReport:
    """Return what a running text says.

    Args:
        passage: the text with its places.
        document: SHA-256 of the document it stands in.
        parser: name and version for the provenance, such as "hl7/1".
        complete: True if the caller knows that the text was not cut off, because its format says where it ends
            (an HL7 field, the words of a PDF page). Otherwise a last sentence that neither a full stop nor a line
            end closes is not used, unless it is one more row like those above: "-2.4" cut to "-2" looks like a
            number too.
        around: the day of the examination by the message or object the text stands in. Its year is used where the
            text itself does not date the examination, the day where the newest of its values have it, and to tell
            day and month apart.
    """
    printed = passage.text
    if is_remark(printed):
        return DxaReport(text=ReportText(findings=printed.strip()))
    lexicon = lexicon_for(printed)
    text = _with_tables_plain(printed, lexicon)
    complete = complete or ends_like_a_row(text)
    sentences = sentences_of(_tokens(text, lexicon, around), text, lexicon, complete=complete)
    crop, study, year = dated_harvest(sentences, text, around)
    told, claimed = FactTokens(text, lexicon), FactTokens(text, claims_lexicon(lexicon.language))
    source = Source(passage, document, parser)
    values, troubles = settled(crop, study, year)
    values += stated_changes(placed(changes_of(crop.sentences, claimed), crop), [found for found, _, _ in values])
    study = study or _day_of(values)
    risks = risks_of(crop.sentences, text)
    facts, converted = facts_of(crop.sentences, told)
    stated, torn = _conclusion(crop)
    measurements = _without(_measurements(values, risks, study, source), unusable_of(sentences, told))
    issues = [*issues_of(values, source), *(source.issue(trouble) for trouble in (*crop.troubles, *troubles))]
    issues += further_issues(risks, converted, source, torn=torn, other_year=other_year_of(study, around))
    issues += [
        source.issue(Trouble(one.code, one.text, one.start, one.end)) for one in taken_back(crop.sentences, printed)
    ]
    report = DxaReport(
        study=Study(performed_on=study.day if study else None),
        measurements=measurements,
        context=_context(sentences, printed, _facts(facts, risks, source), source),
        text=ReportText(
            findings=section_text(sentences, printed, "findings") or section_text(sentences, printed, None),
            impression=section_text(sentences, printed, "impression"),
            stated_classification=stated.name if stated else None,
            stated_classification_provenance=source.provenance(stated.token.start, stated.token.end)
            if stated
            else None,
            stated_classes=_classes(crop, source),
            stated_changes=_changes(crop, claimed, source),
            discouraged=tuple(
                DiscouragedWording(kind=one.kind, provenance=source.provenance(one.start, one.end))
                for one in discouraged_of(crop.sentences, claimed)
            ),
        ),
        issues=tuple(dict.fromkeys(issues)),
    )
    return held_back(report)


def _with_tables_plain(printed: str, lexicon: Lexicon) -> str:
    """Return a text without markup, its tables as lines of cells of this patient, every character in its place."""
    cells = without_footnote_marks(without_reference_cells(without_struck(without_markup(printed))))
    text = with_boxes(with_letters(with_whole_heads(without_leaders(cells))))
    return with_bars(with_rows(text, lexicon), lexicon)


def _tokens(text: str, lexicon: Lexicon, around: date | None) -> Sequence[Token]:
    """Return the tokens of a text, with what stands apart from the words it belongs to beside those."""
    return with_announced(with_names_whole(tokens_of(text, lexicon, around), text))


def _day_of(values: Sequence[Settled]) -> When | None:
    """Return the one day the values of this examination are dated with."""
    days = {found.moment.when for found, _, _ in values if found.moment.time is Time.CURRENT and found.moment.when}
    return next(iter(days)) if len(days) == 1 else None


def _context(sentences: Sequence[Sentence], text: str, facts: tuple[StatedFact, ...], source: Source) -> Context:
    """Return the indication with the place of its first words, and the facts."""
    spans = section_spans(sentences, "indication")
    return Context(
        indication=section_text(sentences, text, "indication"),
        indication_provenance=source.provenance(*spans[0]) if spans else None,
        facts=facts,
    )


_SILENT = frozenset(["indication", "comparison", "technique", "recommendation", "legend", "examination"])
"""Sections that conclude nothing."""


def _classes(crop: Harvest, source: Source) -> tuple[StatedClass, ...]:
    """Return every class the text states or denies, each once."""
    kept: dict[StatedClass, StatedClass] = {}
    for sentence, tokens in without_explained(crop.sentences):
        for one in said(tokens) if sentence.section not in _SILENT else ():
            for site in one.sites or (None,):
                stated = StatedClass(
                    classification=one.name,
                    region=site.region if site else None,
                    side=site.side if site else None,
                    levels=site.levels if site else (),
                    denied=one.denied,
                    criteria=one.criteria,
                    severe=one.is_severe(tokens),
                )
                provenance = source.provenance(one.token.start, one.token.end)
                kept.setdefault(stated, replace(stated, provenance=provenance))
    return tuple(kept.values())


def _changes(crop: Harvest, claimed: FactTokens, source: Source) -> tuple[StatedChange, ...]:
    return tuple(
        StatedChange(
            direction=claim.direction,
            region=claim.site.region if claim.site else None,
            side=claim.site.side if claim.site else None,
            significant=claim.significant,
            on_t_score=claim.on_t_score,
            denied=claim.denied,
            percent=claim.percent,
            since_year=claim.since_year,
            provenance=source.provenance(claim.start, claim.end),
        )
        for claim in claims_of(crop.sentences, claimed)
    )


def _conclusion(crop: Harvest) -> tuple[Stated | None, bool]:
    told = without_explained(crop.sentences)
    impression = without_glosses([tokens for sentence, tokens in told if sentence.section == "impression"])
    rest = [
        tokens
        for sentence, tokens in told
        if sentence.section != "impression" and (sentence.section not in _SILENT or is_chosen(tokens))
    ]
    headed = [tokens for sentence, tokens in crop.sentences if sentence.section == "examination"]
    # A short report whose only heading names the examination concludes below that line.
    return conclusion(impression, rest or headed[1:])


def _measurements(
    values: Sequence[Settled], risks: Risks, study: When | None, source: Source
) -> tuple[Measurement, ...]:
    rows = [_measurement(found, held, excluded, study, source) for found, held, excluded in values]
    rows += risk_rows(risks, study, source)
    rows.sort(key=lambda row: (row.provenance.locator.chars or (0, 0)) if _plain(row) else (0, 0))
    return tuple(replace(row, id=f"m{number}") for number, row in enumerate(rows, 1))


def _without(rows: Sequence[Measurement], unusable: Sequence[Unusable]) -> tuple[Measurement, ...]:
    """Return the rows with the report's reason at the present values of every site it calls unusable as a whole.

    A site named without its side is meant only where no two sides were measured.
    """
    kept = []
    for row in rows:
        sides = {other.side for other in rows if other.region is row.region}
        reasons = [
            one.reason for one in unusable if one.covers(row.region, row.side) and (one.site.side or len(sides) == 1)
        ]
        applies = bool(reasons) and row.current and row.excluded is None
        kept.append(replace(row, excluded=reasons[0]) if applies else row)
    return tuple(kept)


def _plain(row: Measurement) -> bool:
    """Whether the place of a value is a span of the document, so that document order can be told from it."""
    place = row.provenance.locator
    return place == Locator(chars=place.chars)


def _measurement(
    found: Found, held: str | None, excluded: str | None, study: When | None, source: Source
) -> Measurement:
    current = found.moment.time.value == "current"
    when = found.moment.when
    dated = (study.day if study else None) if current else (when.day if when else None)
    return Measurement(
        id="m0",
        region=found.site.region,
        side=found.site.side,
        levels=found.site.levels,
        quantity=found.quantity,
        value=found.value,
        unit=found.unit,
        exam_date=dated,
        current=current,
        excluded=excluded,
        held=held,
        provenance=source.provenance(found.start, found.end),
    )


def _facts(facts: Sequence[Fact], risks: Risks, source: Source) -> tuple[StatedFact, ...]:
    stated = [
        StatedFact(
            name=fact.name,
            value=fact.value,
            provenance=source.provenance(fact.start, fact.end),
            denied=fact.denied,
        )
        for fact in facts
    ]
    told = {risk.with_bmd for risk in risks.found}
    if len(told) == 1 and (with_bmd := told.pop()) is not None:
        token = risks.found[0].token
        provenance = source.provenance(token.start, token.end)
        stated.append(StatedFact(name="frax.with_bmd", value=str(with_bmd).lower(), provenance=provenance))
    if risks.gc_adjusted is not None:
        provenance = source.provenance(risks.gc_adjusted.start, risks.gc_adjusted.end)
        stated.append(StatedFact(name="frax.gc_adjusted", value="true", provenance=provenance))
    return tuple(stated)
