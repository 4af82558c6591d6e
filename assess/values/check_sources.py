"""Sources several measurement checks rest on."""

from dxa.assessment import Citation, Evidence

COMMON_ERRORS = Citation(
    title="Common mistakes in DXA (PMC3891842)",
    year=None,
    locator="Table 1",
    url="https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3891842/",
    evidence=Evidence.SEEN,
)
WHO_CATEGORIES = Citation(
    title="WHO Technical Report Series 843",
    year=1994,
    locator="Densitometric categories",
    url="https://www.4bonehealth.org/education/t-score",
    evidence=Evidence.SECONDARY,
)
Z_RANGES = Citation(
    title='Report template "DXA Young"',
    year=None,
    locator="Z-score of -2.0 or lower: below the expected range for age",
    url="https://radiology.academy.sk/?click=274",
    evidence=Evidence.SECONDARY,
)
ISCD_VERTEBRAE = Citation(
    title="ISCD Atlas and case Spine Discordance",
    year=None,
    locator="Exclusion of vertebrae",
    url="https://iscd.org/?p=15113",
    evidence=Evidence.SEEN,
)
ISCD_ADULT = Citation(
    title="ISCD Official Positions, Adult",
    year=2019,
    locator="Lumbar spine region of interest",
    url="https://iscd.org/learn/official-positions/adult-positions",
    evidence=Evidence.RECALLED,
)
ISCD_MONITORING = Citation(
    title="ISCD Official Positions, Adult",
    year=2019,
    locator="Serial BMD measurements and precision assessment",
    url="https://iscd.org/learn/official-positions/adult-positions",
    evidence=Evidence.RECALLED,
)
ISCD_REPORTING = Citation(
    title="ISCD Official Positions, Adult",
    year=2019,
    locator="DXA reporting: minimum elements",
    url="https://iscd.org/learn/official-positions/adult-positions",
    evidence=Evidence.RECALLED,
)
ISCD_REFERENCE = Citation(
    title="ISCD Official Positions, Adult",
    year=2023,
    locator="Reference database for T-scores: White women, for women and men",
    url="https://iscd.org/official-positions-2023",
    evidence=Evidence.SEEN,
)
FRAX_PAGE = Citation(
    title="FRAX, University of Sheffield: calculation tool",
    year=None,
    locator="Tool page: ages 40 to 90; a field left blank counts as no; BMD of the femoral neck",
    url="https://www.sheffield.ac.uk/FRAX/tool.aspx",
    evidence=Evidence.SEEN,
)
DISCORDANCE = Citation(
    title="T-score discordance between hip and spine, BMC Endocr Disord 5:3",
    year=2005,
    locator="Methods: definition of minor and major discordance",
    url="https://www.biomedcentral.com/1472-6823/5/3",
    evidence=Evidence.SEEN,
)


def convention(title: str, locator: str) -> Citation:
    """Return a citation that says openly that no primary source was found."""
    return Citation(title=title, year=None, locator=locator, evidence=Evidence.RECALLED, unresolved=True)
