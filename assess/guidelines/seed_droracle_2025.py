"""The article the project started from, in its literal reading: every line as a rule or as a rejected claim.

Never decides the headline. Each rule carries its verdict against the primary sources (docs/sources.md) and the packs
it conflicts with.
"""

from datetime import date
from decimal import Decimal

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.logic import Operator, Parameter, all_of, any_of, not_
from assess.rules.rule import CaveatWhen, Guideline, RejectedClaim, Rule, at
from assess.terms.courses import taken
from assess.terms.seed_terms import (
    CHANGE_IS_SIGNIFICANT,
    COMPARABLE_BMD,
    FRAGILITY_FRACTURE_ANYWHERE,
    FRAX_CHECKLIST,
    LARGEST_CHANGE,
    PRIOR_EXAMINATION,
    SAME_DEVICE,
    SECONDARY_CHECKLIST,
)
from assess.terms.spine_artefacts import SPINE_ARTEFACTS
from assess.terms.terms import (
    AGE,
    CANDIDATE_OPTION,
    CONDITIONS,
    CREATININE_CLEARANCE,
    EGFR,
    FINDINGS,
    FRACTURE_DOCUMENTED,
    FRACTURE_SELF_REPORTED,
    FRACTURE_SITE,
    FRACTURES,
    FRAX_HIP,
    FRAX_MAJOR,
    GLUCOCORTICOIDS,
    HEIGHT_LOSS_HISTORICAL,
    IS_GLUCOCORTICOID,
    LOWEST_T,
    MENOPAUSE,
    MG_PER_DAY,
    MONTHS,
    SEX,
    fragility_fracture_at,
)
from dxa.assessment import Citation, Evidence, PackStatus, Severity
from dxa.facts import MenopausalStatus
from dxa.report import Sex
from dxa.vocabulary import Caveat, Classification, Code, Recommendation

_ID = "seed-droracle-2025"
ARTICLE = Citation(
    title="Dr.Oracle: management of T-scores -1.0 (lumbar spine and femoral neck) and -0.5 (hip), 10 November 2025",
    year=2025,
    locator="whole article",
    url=None,
    evidence=Evidence.SEEN,
    # Its numbered citations lead to no numbered reference, so no statement of it can be traced further.
    unresolved=True,
)

_PRIMARY = ("iscd-adult-2023", "who-1994")


def _figure(name: str, value: str, operator: Operator, unit: str, line: str) -> Parameter:
    return Parameter(name=name, value=Decimal(value), operator=operator, unit=unit, cite=at(ARTICLE, f"line {line}"))


T_LOW = _figure("T_LOW", "-1.0", Operator.LE, "T-score", "20")
T_OSTEOPOROSIS = _figure("T_OSTEOPOROSIS", "-2.5", Operator.LE, "T-score", "24")
T_ABOVE_OSTEOPOROSIS = _figure("T_ABOVE_OSTEOPOROSIS", "-2.5", Operator.GT, "T-score", "24")
VFA_T = _figure("VFA_T", "-1.0", Operator.LT, "T-score", "28")
WOMEN_FROM = _figure("WOMEN_FROM", "70", Operator.GE, "year", "38")
MEN_FROM = _figure("MEN_FROM", "80", Operator.GE, "year", "38")
HEIGHT_LOSS = _figure("HEIGHT_LOSS", "4", Operator.GT, "cm", "39")
GC_DOSE = _figure("GC_DOSE", "5", Operator.GE, "mg/day", "41")
GC_MONTHS = _figure("GC_MONTHS", "3", Operator.GE, "month", "41")
HIP_RISK = _figure("HIP_RISK", "5", Operator.GT, "%", "60")
MAJOR_RISK = _figure("MAJOR_RISK", "20", Operator.GT, "%", "61")
GC_T = _figure("GC_T", "-1.5", Operator.LE, "T-score", "93")
LSC_LOW = _figure("LSC_LOW", "2.8", Operator.GT, "%", "111")
LSC_HIGH = _figure("LSC_HIGH", "5.6", Operator.GT, "%", "111")
YOUNGER = _figure("YOUNGER", "65", Operator.LT, "year", "123")
ALENDRONATE_CRCL = Parameter(
    name="ALENDRONATE_CRCL",
    value=Decimal(35),
    operator=Operator.LT,
    unit="mL/min",
    cite=Citation(
        title="Alendronate product information, as restated at cleanmeds.ca",
        year=None,
        locator="Renal impairment: not recommended",
        url="https://cleanmeds.ca/medication/alendronate",
        evidence=Evidence.SECONDARY,
    ),
)
DENOSUMAB_EGFR = Parameter(
    name="DENOSUMAB_EGFR",
    value=Decimal(30),
    operator=Operator.LT,
    unit="mL/min/1.73 m2",
    cite=Citation(
        title="FDA Drug Safety Communication, boxed warning for denosumab",
        year=2024,
        locator="19 January 2024: severe hypocalcaemia in advanced chronic kidney disease",
        url="https://www.fda.gov/drugs/drug-safety-and-availability",
        evidence=Evidence.SEEN,
    ),
)
_CARDS = (
    _figure("CALCIUM_DAILY", "1000", Operator.GE, "mg/day", "82"),
    _figure("VITAMIN_D_DAILY", "400", Operator.GE, "IU/day", "83"),
    _figure("ALENDRONATE_WEEKLY", "70", Operator.EQ, "mg/week", "100"),
    _figure("ALENDRONATE_PREVENTION_WEEKLY", "35", Operator.EQ, "mg/week", "101"),
    _figure("DENOSUMAB_HALF_YEARLY", "60", Operator.EQ, "mg/6 months", "103"),
)

OSTEOPENIA: Expression[Situation] = all_of(LOWEST_T <= T_LOW, LOWEST_T > T_ABOVE_OSTEOPOROSIS)
"""As the article reads it, with -1.0 inside."""
LOW_OR_WORSE = LOWEST_T <= T_LOW
VERTEBRAL_FRACTURE = fragility_fracture_at("vertebra")
ON_GLUCOCORTICOID = GLUCOCORTICOIDS.any(IS_GLUCOCORTICOID)
HIGH_FRAX = any_of(FRAX_HIP > HIP_RISK, FRAX_MAJOR > MAJOR_RISK)
GC_TREATMENT = all_of(ON_GLUCOCORTICOID, LOWEST_T <= GC_T)
TREATMENT = any_of(VERTEBRAL_FRACTURE, HIGH_FRAX, GC_TREATMENT, FRAGILITY_FRACTURE_ANYWHERE)
_MET = (Recommendation.PHARMACOTHERAPY_THRESHOLD_MET,)
_VFA = (Recommendation.VFA_INDICATED,)
_ONE_OF_TWO = "In the sources this is a second criterion beside a T-score below -1.0; the article lets it stand alone."


def _rule(
    number: str,
    line: str,
    says: str,
    when: Expression[Situation],
    verdict: str,
    *notes: str,
    advises: tuple[Code, ...] = (),
    against: tuple[str, ...] = (),
    severity: Severity = Severity.INFO,
    caveats: tuple[CaveatWhen, ...] = (),
    applies: Expression[Situation] | None = None,
) -> Rule:
    return Rule(
        id=f"{_ID}.s{number}",
        says=says,
        when=when,
        advises=advises,
        cite=at(ARTICLE, f"line {line}"),
        applies=applies,
        severity=severity,
        notes=notes,
        caveats=caveats,
        source_verdict=verdict,
        conflicts_with=against,
    )


_CLASS_RULES = (
    _rule("01", "1, 18", "The article's case gives T-scores of spine, femoral neck and hip; the lowest decides.",
          LOWEST_T.is_present(), "AGREE",
          "It names no age, sex or menopausal status, without which WHO categories cannot be applied, and says only "
          "hip where total hip is meant."),
    _rule("02", "20, 24", "A T-score from -1.0 down to above -2.5 is osteopenia.", OSTEOPENIA, "CONFLICT",
          "WHO and ISCD call -1.0 normal: the low range excludes both ends.", against=_PRIMARY,
          advises=(Classification.LOW_BONE_MASS,), severity=Severity.MINOR),
    _rule("03", "24", "A T-score of -2.5 or lower is osteoporosis.", LOWEST_T <= T_OSTEOPOROSIS, "AGREE",
          advises=(Classification.OSTEOPOROSIS,), severity=Severity.MAJOR),
    _rule("04", "24, 89", "Osteopenia alone does not call for drugs; fracture risk has to be worked out first.",
          all_of(OSTEOPENIA, not_(TREATMENT)), "AGREE",
          advises=(Recommendation.PHARMACOTHERAPY_THRESHOLD_NOT_MET, Recommendation.OBTAIN_FRAX)),
    _rule("06", "32, 34", "A vertebral fracture is osteoporosis at any T-score and calls for treatment.",
          VERTEBRAL_FRACTURE, "AGREE",
          "The sources let such a fracture meet the treatment threshold; none makes treatment mandatory.",
          advises=(Classification.CLINICAL_OSTEOPOROSIS, *_MET), severity=Severity.MAJOR),
)  # fmt: skip

_VFA_RULES = (
    _rule("05", "28", "Vertebral fracture assessment is done at once when the T-score is below -1.0.",
          LOWEST_T < VFA_T, "CONFLICT",
          "ACR and ISCD ask for a T-score below -1.0 and one of four further criteria; at exactly -1.0 it is not met. "
          "BHOF takes -1.0 in from age 65. No source says at once; the rating 9 of 9 is the form before 2022.",
          advises=_VFA, against=("iscd-adult-2023", "acr-ac-2022", "bhof-2022"), severity=Severity.MINOR),
    _rule("08", "38", "Vertebral fracture assessment is indicated in women from 70 and men from 80.",
          any_of(all_of(SEX.equals(Sex.FEMALE), AGE >= WOMEN_FROM), all_of(SEX.equals(Sex.MALE), AGE >= MEN_FROM)),
          "AGREE", _ONE_OF_TWO, advises=_VFA),
    _rule("09", "39", "Vertebral fracture assessment is indicated after a historical height loss above 4 cm.",
          HEIGHT_LOSS_HISTORICAL > HEIGHT_LOSS, "AGREE", _ONE_OF_TWO,
          "The source prints 4 cm and 1.5 inches (3.81 cm) as equal; NOGG asks for 4 cm or more.", advises=_VFA),
    _rule("10", "40", "Vertebral fracture assessment is indicated after a self-reported vertebral fracture.",
          FRACTURES.any(all_of(FRACTURE_SITE.equals("vertebra"), FRACTURE_SELF_REPORTED.is_true(),
                               FRACTURE_DOCUMENTED.is_false())),
          "AGREE", _ONE_OF_TWO, "The sources add: not documented before.", advises=_VFA),
    _rule("11", "41", "Vertebral fracture assessment is indicated with prednisone 5 mg a day for 3 months, or more.",
          taken(GLUCOCORTICOIDS.any(all_of(IS_GLUCOCORTICOID, MG_PER_DAY >= GC_DOSE, MONTHS >= GC_MONTHS)), GC_DOSE,
                GC_MONTHS),
          "AGREE", _ONE_OF_TWO, "Not the entry dose of ACR GIOP (2.5 mg) nor of CAROC and NOGG (7.5 mg).",
          advises=_VFA),
    _rule("12", "42", "Vertebral fracture assessment is indicated with kyphosis or acute back pain.",
          FINDINGS.has("kyphosis", "acute_back_pain"), "PARTIAL",
          "Neither ISCD 2013 nor ACR variant 2 lists it; NOGG section 3 does.", advises=_VFA,
          against=("iscd-adult-2023", "acr-ac-2022")),
)  # fmt: skip

_RISK_RULES = (
    _rule("13", "46", "The ten-year fracture probability is worked out with FRAX.",
          all_of(OSTEOPENIA, not_(any_of(FRAX_HIP.is_present(), FRAX_MAJOR.is_present()))), "AGREE",
          "The address printed is out of date. FRAX is never computed here: it is read or supplied.",
          advises=(Recommendation.OBTAIN_FRAX,)),
    _rule("14", "48-56", "FRAX needs age, sex, weight, earlier and parental fractures, smoking, glucocorticoids, "
          "rheumatoid arthritis, secondary causes and alcohol.", FRAX_CHECKLIST, "AGREE",
          "The article leaves out height. FRAX takes a blank answer as no."),
    _rule("15", "60", "A ten-year hip fracture probability above 5 % warrants treatment.", FRAX_HIP > HIP_RISK,
          "CONFLICT", "US guidance treats from 3 %; no support for 5 % was found, and sister articles say 3 %.",
          advises=_MET, against=("bhof-2022", "nof-2014", "aace-2020"), severity=Severity.MAJOR),
    _rule("16", "61", "A ten-year major osteoporotic fracture probability above 20 % warrants treatment.",
          FRAX_MAJOR > MAJOR_RISK, "PARTIAL", "US guidance includes exactly 20 %.", advises=_MET,
          against=("bhof-2022",), severity=Severity.MAJOR),
    _rule("17", "65", "Everybody with osteopenia is looked at for secondary causes.", OSTEOPENIA, "AGREE",
          advises=(Recommendation.EVALUATE_SECONDARY_CAUSES,)),
    _rule("18", "67-74", "Secondary causes to look for: vitamin D, calcium, parathyroid and thyroid disorders, "
          "hypogonadism, glucocorticoids, inflammation, malabsorption.", SECONDARY_CHECKLIST, "AGREE",
          "Other lists add blood count, creatinine, phosphatase, phosphate, urinary calcium, testosterone in men, "
          "electrophoresis and coeliac antibodies."),
)  # fmt: skip

_TREATMENT_RULES = (
    _rule("19", "82", "Calcium: at least 1000 mg a day.", LOW_OR_WORSE, "PARTIAL",
          "BHOF: total intake 1000 mg in men of 50 to 70, 1200 mg in women from 51 and men from 71, food first.",
          against=("bhof-2022",)),
    _rule("20", "83", "Vitamin D: at least 400 IU a day.", LOW_OR_WORSE, "CONFLICT",
          "BHOF: 800 to 1000 IU a day, 25-OH vitamin D kept between 30 and 50 ng/mL.", against=("bhof-2022",)),
    _rule("21", "84-85", "Weight-bearing exercise and fall prevention for everybody with osteopenia.", LOW_OR_WORSE,
          "AGREE"),
    _rule("22", "91", "Drugs are considered when vertebral fracture assessment shows a fracture.", VERTEBRAL_FRACTURE,
          "AGREE", advises=_MET, severity=Severity.MAJOR),
    _rule("23", "92", "Drugs are considered when FRAX is above 5 % (hip) or above 20 % (major).", HIGH_FRAX, "CONFLICT",
          "See lines 60 and 61.", advises=_MET, against=("bhof-2022", "nof-2014", "aace-2020"),
          severity=Severity.MAJOR),
    _rule("24", "93", "Glucocorticoid-induced osteoporosis is treated from a T-score of -1.5 down.", GC_TREATMENT,
          "PARTIAL", "Of seven guidelines with a limit four use -1.5 and three -2.5 (Cho 2020). The article does not "
          "say what exposure counts; any systemic course does here.", advises=_MET, against=("acr-giop-2022",),
          severity=Severity.MAJOR),
    _rule("25", "94", "Drugs are considered after a fragility fracture at any site.", FRAGILITY_FRACTURE_ANYWHERE,
          "PARTIAL",
          "Guidelines count hip and vertebra at any T-score, others only with low bone mass, and leave out fingers, "
          "toes and skull.", advises=_MET, against=("bhof-2022",), severity=Severity.MAJOR),
    _rule("26", "98", "An oral bisphosphonate comes first.", TREATMENT, "AGREE",
          "At very high risk AACE, ACR GIOP and the Endocrine Society put anabolic drugs first.",
          advises=(Recommendation.BISPHOSPHONATE_FIRST_LINE,)),
    _rule("27", "100", "Alendronate is given as 70 mg once a week.", TREATMENT, "AGREE",
          "The dose agrees; the effect printed beside it is rejected, see the rejected claims.",
          caveats=(CaveatWhen(code=Caveat.ALENDRONATE_CRCL_BELOW_35, when=CREATININE_CLEARANCE < ALENDRONATE_CRCL),)),
    _rule("28", "101", "For prevention in postmenopausal women alendronate is given as 35 mg once a week.",
          all_of(OSTEOPENIA, MENOPAUSE.equals(MenopausalStatus.POSTMENOPAUSAL)), "AGREE",
          caveats=(CaveatWhen(code=Caveat.ALENDRONATE_CRCL_BELOW_35, when=CREATININE_CLEARANCE < ALENDRONATE_CRCL),)),
    _rule("29", "103", "Denosumab 60 mg every 6 months is the alternative where bisphosphonates cannot be used.",
          all_of(TREATMENT, any_of(
              CONDITIONS.has("bisphosphonate_contraindication", "bisphosphonate_intolerance"),
              all_of(CANDIDATE_OPTION.is_present(), CANDIDATE_OPTION.equals("denosumab")))), "AGREE",
          "Incomplete: the boxed warning in advanced kidney disease and the fractures after stopping are not named.",
          caveats=(CaveatWhen(code=Caveat.DENOSUMAB_REBOUND_VERTEBRAL_FRACTURE),
                   CaveatWhen(code=Caveat.DENOSUMAB_ADVANCED_CKD_BOXED_WARNING, when=EGFR < DENOSUMAB_EGFR))),
)  # fmt: skip

_FOLLOW_UP_RULES = (
    _rule("30", "107", "DXA is repeated in 2 to 3 years.", OSTEOPENIA, "CONFLICT",
          "At a T-score of -1.0 the time until one in ten has osteoporosis is about 17 years (Gourlay 2012); ACR asks "
          "for no routine repeat above -2.0 without risk factors.",
          advises=(Recommendation.REPEAT_DXA_2_TO_3_YEARS,), against=("acr-ac-2022",)),
    _rule("31", "109", "The same machine is used for follow-up.", SAME_DEVICE, "AGREE", applies=PRIOR_EXAMINATION),
    _rule("32", "110", "BMD in g/cm2 is compared over time, not the T-score.", COMPARABLE_BMD, "AGREE",
          applies=PRIOR_EXAMINATION),
    _rule("33", "111", "A change counts only if it exceeds the least significant change of 2.8 to 5.6 %.",
          any_of(LARGEST_CHANGE > LSC_HIGH, all_of(LARGEST_CHANGE > LSC_LOW, CHANGE_IS_SIGNIFICANT)), "PARTIAL",
          "The range is 2.77 times a precision error of 1 to 2 %. A change inside it is decided by the facility's own "
          "least significant change alone.", applies=PRIOR_EXAMINATION,
          caveats=(CaveatWhen(code=Caveat.SEED_LSC_RANGE_IS_GENERIC),)),
    _rule("34", "117", "Osteoarthritis, aortic calcification or vertebral fractures raise the spine T-score falsely.",
          SPINE_ARTEFACTS, "AGREE", advises=(Caveat.SPINE_FALSELY_ELEVATED_RISK,)),
    _rule("35", "118", "With marked degenerative change of the spine the forearm is more accurate.",
          FINDINGS.has("degenerative_spine"), "AGREE", advises=(Recommendation.ADD_FOREARM_33,)),
    _rule("36", "119", "In primary hyperparathyroidism the distal forearm is often the lowest site.",
          CONDITIONS.has("primary_hyperparathyroidism", "phpt"), "AGREE", advises=(Recommendation.ADD_FOREARM_33,)),
    _rule("37", "123", "Below 65 years DXA helps to decide whether treatment is needed now or later.", AGE < YOUNGER,
          "COMMENTARY", "USPSTF 2025 screens women below 65 only after a formal risk tool."),
    _rule("39", "152", "The content has to be verified against primary literature.", all_of(), "AGREE",
          "Every assessment carries the same reservation."),
)  # fmt: skip

_REJECTED = (
    RejectedClaim(
        id="S07",
        says="About 38 % of people from 65 with vertebral fractures have osteopenia.",
        reason="Inverted: in NHANES 2013-14, 38 % of those with a fracture on VFA had osteoporosis and 22 % were "
        "normal at both sites (Cosman 2017, PMC7422504).",
        cite=at(ARTICLE, "line 33"),
    ),
    RejectedClaim(
        id="S27-effect",
        says="Alendronate 70 mg weekly raises spine density by 2.8 to 3.2 % in a year.",
        reason="The trial found 5.1 % at 12 months (95 % CI 4.8 to 5.4; Schnitzer 2000, doi 10.1007/BF03339822).",
        cite=at(ARTICLE, "line 100"),
    ),
    RejectedClaim(
        id="S38",
        says="From 65 years the vast majority have T-scores that warrant bone-protective therapy.",
        reason="No source found, and it contradicts prevalence: spine osteoporosis in about 10 % of older US women.",
        cite=at(ARTICLE, "line 124"),
    ),
)

GUIDELINE = Guideline(
    id=_ID,
    edition="10 November 2025",
    revision=3,
    title="Dr.Oracle article on T-scores of -1.0 and -0.5, literal reading",
    about="What one medical answer site says, line by line, shown beside the primary packs to make its differences "
    "visible. It awaits human review by its own word, and its citations cannot be resolved.",
    status=PackStatus.DRAFT,
    last_updated=date(2026, 11, 23),
    review_due=date(2027, 11, 22),
    rules=(*_CLASS_RULES, *_VFA_RULES, *_RISK_RULES, *_TREATMENT_RULES, *_FOLLOW_UP_RULES),
    parameters=_CARDS,
    rejected_claims=_REJECTED,
)
