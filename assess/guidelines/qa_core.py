"""Report consistency rules that belong to no society: what a number may not be used for, said where it occurs."""

from collections.abc import Callable
from datetime import date

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.known import Known
from assess.expressions.logic import Operator, Term, all_of, any_of
from assess.rules.imaging import at_least
from assess.rules.rule import CaveatWhen, Guideline, Rule, at, figure
from assess.terms.population import T_APPLIES
from assess.terms.terms import FRAX_HIP, FRAX_MAJOR, LOWEST_T, TBS
from assess.values.refusals import Refusal
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.report import ReportText
from dxa.vocabulary import Caveat

_ID = "qa-core"
_SITES = Citation(
    title="ISCD Official Positions, Adult",
    year=2023,
    locator="Central DXA for diagnosis: skeletal sites and regions of interest",
    url="https://iscd.org/official-positions-2023",
    evidence=Evidence.RECALLED,
)
_WORDING = at(_SITES, "DXA nomenclature and reporting: what should not appear")
_TBS = at(_SITES, "Trabecular bone score", Evidence.SECONDARY)
_US_FRAX = at(_SITES, "US treatment thresholds of FRAX, as in bhof-2022", Evidence.SECONDARY)

T_NORMAL = at_least("T_NORMAL", "-1.0", "T-score", at(_SITES, "WHO categories", Evidence.SECONDARY))
HIP_FROM = at_least("HIP_FROM", "3.0", "%", _US_FRAX)
MAJOR_FROM = at_least("MAJOR_FROM", "20.0", "%", _US_FRAX)
TBS_DEGRADED = figure("TBS_DEGRADED", "1.20", Operator.LE, "1", _TBS)
TBS_NORMAL = figure("TBS_NORMAL", "1.35", Operator.GT, "1", _TBS)


def _left_out(says: str, *refusals: Refusal) -> Expression[Situation]:
    """Return: some score of this examination was left out for one of these reasons."""

    def read(situation: Situation) -> Known[bool]:
        wanted = {refusal.value for refusal in refusals}
        found = next((one for one in situation.t.rejected if one.reason in wanted), None)
        return Known(value=found is not None, measurement=found.measurement if found else None)

    return Term("site", says, read).is_true()


_NOT_DIAGNOSTIC = _left_out("value at a site not used for diagnosis", Refusal.SITE_NOT_DIAGNOSTIC)
_INVALID = _left_out(
    "value at a site the report calls invalid", Refusal.EXCLUDED_BY_REPORT, Refusal.CONTAINS_EXCLUDED_VERTEBRA
)
_RADIUS = _left_out("one-third radius without a circumstance", Refusal.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE)


def _in_words(says: str, found: Callable[[ReportText], bool]) -> Expression[Situation]:
    """Return: the words of the report hold something."""

    def read(situation: Situation) -> Known[bool]:
        return Known(value=found(situation.report.text), source="report")

    return Term("report_text", says, read).is_true()


def _several_diagnoses(text: ReportText) -> bool:
    # By age, a site may stand for its own: only classes by T-score exclude each other.
    classes = ("normal", "osteopenia", "osteoporosis")
    of_sites = [one for one in text.stated_classes if one.region is not None and not one.denied]
    return len({one.classification for one in of_sites if one.classification in classes}) > 1


_DISCOURAGED = _in_words("wording the positions discourage", lambda text: bool(text.discouraged))
_SEVERAL_DIAGNOSES = _in_words("different classes at different sites", _several_diagnoses)


def _always(code: Caveat, when: Expression[Situation]) -> tuple[CaveatWhen, ...]:
    return (CaveatWhen(code=code, when=when),)


_HIGH_FRAX = any_of(FRAX_HIP >= HIP_FROM, FRAX_MAJOR >= MAJOR_FROM)
_HIGH_WITH_NORMAL_BMD = all_of(LOWEST_T >= T_NORMAL, _HIGH_FRAX)

GUIDELINE = Guideline(
    id=_ID,
    edition="2026",
    revision=1,
    title="Report consistency",
    about="What the numbers of a report may not be used for; the measurement checks M01 to M31 stand beside it.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 22),
    review_due=date(2027, 11, 22),
    parameters=(TBS_DEGRADED, TBS_NORMAL),
    rules=(
        Rule(
            id=f"{_ID}.non-diagnostic-site",
            says="Scores of Ward's triangle, trochanter, lateral spine and other such sites do not decide a class.",
            when=_NOT_DIAGNOSTIC,
            cite=_SITES,
            caveats=_always(Caveat.NON_DIAGNOSTIC_SITE_IGNORED, _NOT_DIAGNOSTIC),
        ),
        Rule(
            id=f"{_ID}.invalid-site",
            says="A site the report calls invalid is left out, with the report's reason.",
            when=_INVALID,
            cite=_SITES,
            caveats=_always(Caveat.SITE_INVALID_EXCLUDED, _INVALID),
        ),
        Rule(
            id=f"{_ID}.radius-without-circumstance",
            says="The one-third radius decides only where spine or hip cannot be read, in hyperparathyroidism, or "
            "above the table's weight limit.",
            when=_RADIUS,
            cite=_SITES,
            caveats=_always(Caveat.RADIUS33_WITHOUT_QUALIFYING_CIRCUMSTANCE, _RADIUS),
        ),
        Rule(
            id=f"{_ID}.discouraged-wording",
            says="Degrees of osteopenia or osteoporosis and the age of bones are no diagnoses.",
            when=_DISCOURAGED,
            cite=_WORDING,
            severity=Severity.MINOR,
            caveats=_always(Caveat.DISCOURAGED_WORDING, _DISCOURAGED),
        ),
        Rule(
            id=f"{_ID}.separate-diagnoses",
            says="A patient has one diagnosis, by the lowest valid site, not one for each site.",
            when=_SEVERAL_DIAGNOSES,
            cite=_WORDING,
            severity=Severity.MINOR,
            caveats=_always(Caveat.SEPARATE_DIAGNOSIS_PER_SITE, _SEVERAL_DIAGNOSES),
        ),
        Rule(
            id=f"{_ID}.tbs",
            says="The trabecular bone score alone does not decide about treatment.",
            when=TBS.is_present(),
            cite=_TBS,
            caveats=_always(Caveat.TBS_NOT_STANDALONE, TBS.is_present()),
            notes=("Often read as degraded up to 1.20 and normal above 1.35 (later work: from 1.31).",),
        ),
        Rule(
            id=f"{_ID}.high-frax-with-normal-bmd",
            says="FRAX reaches a US treatment threshold although BMD is normal: the US gate asks for low bone mass.",
            when=_HIGH_WITH_NORMAL_BMD,
            applies=T_APPLIES,
            severity=Severity.MINOR,
            cite=_US_FRAX,
            caveats=_always(Caveat.FRAX_HIGH_WITH_NORMAL_BMD, _HIGH_WITH_NORMAL_BMD),
        ),
    ),
)
