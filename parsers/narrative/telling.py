"""What a reading tells besides its values: the places of everything in the document, and issues."""

from collections.abc import Sequence

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.regions import Region
from dxa.report import Issue, Provenance
from parsers.narrative.harvest import Trouble
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.frax import Risks
from parsers.narrative.settling import Settled
from parsers.narrative.text.markup import start_with_reference
from parsers.passage import Passage

_OTHER_YEAR = "a text gives its examination another year than the message or object it stands in"


class Source:
    """Turns spans of the text into places of the document."""

    def __init__(self, passage: Passage, document: str, parser: str) -> None:
        self._passage, self._document, self._parser = passage, document, parser

    def locator(self, start: int, end: int) -> Locator:
        """Return the place of a span in the document."""
        return self._passage.locator(start, end)

    def provenance(self, start: int, end: int) -> Provenance:
        """Return the place of a span with the characters that stand there."""
        start = start_with_reference(self._passage.text, start)
        raw = self._passage.text[start:end]
        return Provenance(document=self._document, parser=self._parser, locator=self.locator(start, end), raw=raw)

    def issue(self, trouble: Trouble) -> Issue:
        """Return what is told of a span."""
        place = self.locator(trouble.start, trouble.end)
        return Issue(code=trouble.code, text=trouble.text, locator=place, document=self._document)


_READ_WITH_CARE = {
    IssueCode.DECIMAL_COMMA: "a decimal comma was read as a point",
    IssueCode.UNUSUAL_MINUS: "a dash was read as minus",
    IssueCode.DETACHED_MINUS: "a minus set apart from its number was joined to it",
    IssueCode.UNIT_CONVERTED: "mg/cm2 was converted to g/cm2",
    IssueCode.UNIT_OF_FORMAT: "a density without its unit was taken in the one the text prints elsewhere",
}
_HELD = {
    IssueCode.IMPLAUSIBLE_VALUE: "a value outside what the quantity can be; held back from rules",
    IssueCode.UNSIGNED_T_SCORE: "a T-score without sign beside a class that needs a minus; held back from rules",
    IssueCode.VALUE_CONFLICT: "the text gives different values for one place; held back from rules",
    IssueCode.DETACHED_MINUS: "a dash that may be a minus or only a separator in this text; held back from rules",
    IssueCode.SIDE_CONFLICT: "findings and conclusion tell it of different sides; held back from rules",
}


def issues_of(values: Sequence[Settled], source: Source) -> list[Issue]:
    """Return what has to be told of each value: how it was read, why it is held, what of its time or site is open."""
    issues = []
    for found, held, _ in values:
        codes = [(code, _READ_WITH_CARE[code]) for code in found.issues if code in _READ_WITH_CARE]
        if held:
            codes.append((IssueCode(held), _HELD[IssueCode(held)]))
        if found.moment.time.value == "prior" and not (found.moment.when and found.moment.when.day):
            codes.append((IssueCode.PRIOR_WITHOUT_DATE, "a value of an earlier examination without its day"))
        if found.site.region is Region.HIP_UNSPECIFIED:
            codes.append((IssueCode.SITE_AMBIGUOUS, "the hip without its region"))
        issues += [source.issue(Trouble(code, text, found.start, found.end)) for code, text in codes]
    return issues


def further_issues(
    risks: Risks, converted: Sequence[Token], source: Source, *, torn: bool, other_year: int | None
) -> list[Issue]:
    """Return what has to be told besides the values: risks without a kind, converted units, classes that differ."""
    troubles = [
        Trouble(
            IssueCode.UNKNOWN_ROW, "a FRAX figure whose kind of fracture the text does not tell", token.start, token.end
        )
        for token in risks.unclear
    ]
    troubles += [
        Trouble(IssueCode.UNIT_CONVERTED, "a loss of height was converted to cm", token.start, token.end)
        for token in converted
    ]
    troubles += [
        Trouble(IssueCode.CENSORED_VALUE, "a result printed only as a bound", risk.token.start, risk.token.end)
        for risk in risks.found
        if risk.censored
    ]
    issues = [source.issue(trouble) for trouble in troubles]
    if torn:
        issues.append(Issue(code=IssueCode.VALUE_CONFLICT, text="the text states different classifications"))
    if other_year:
        issues.append(Issue(code=IssueCode.STUDY_CONFLICT, text=f"{_OTHER_YEAR}: {other_year}"))
    return issues
