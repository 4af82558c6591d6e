"""Every DCM and SNOMED code we ship, against pydicom's copy of PS3.16."""

import pytest
from pydicom.sr._concepts_dict import concepts
from pydicom.sr._snomed_dict import mapping

from dxa.loinc import SNOMED_LEVELS, SNOMED_REGIONS, SNOMED_SIDES
from parsers.dicom import codes
from parsers.dicom.content import Code
from parsers.dicom.names import name_of

DCM = {value: meaning for entries in concepts["DCM"].values() for value, (meaning, *_) in entries.items()}
SCT = {value: meaning for entries in concepts["SCT"].values() for value, (meaning, *_) in entries.items()}
NOT_IN_DICOM = {"29627003"}
"""Neck of femur: in SNOMED CT, in none of DICOM's context groups."""


@pytest.mark.parametrize(("value", "meaning"), sorted(codes.DCM_MEANINGS.items()))
def test_dicom_codes_mean_what_the_standard_says(value, meaning):
    assert meaning.casefold() == DCM[value].casefold()


def test_every_dicom_code_in_use_is_listed_with_its_meaning():
    used = codes.Z_SCORES | codes.MEASUREMENT_GROUPS | codes.SECTIONS
    used |= {codes.MEASUREMENT_REPORT, codes.TRACKING, codes.STUDY_DATE, codes.DERIVATION}

    assert used == set(codes.DCM_MEANINGS)


@pytest.mark.parametrize(("srt", "sct"), sorted(codes.SRT_TO_SCT.items()))
def test_old_snomed_values_are_those_of_the_concept(srt, sct):
    assert sct == mapping["SRT"][srt]


@pytest.mark.parametrize(
    "value",
    sorted({*SNOMED_REGIONS, *SNOMED_LEVELS, *SNOMED_SIDES, codes.FINDING_SITE, codes.LATERALITY, codes.BILATERAL}),
)
def test_snomed_concepts_are_in_the_standard(value):
    words = {
        **{level: f"L{number} vertebra" for number, level in enumerate(SNOMED_LEVELS, 1)},
        "122496007": "lumbar spine",
        "29836001": "hip",
        "7771000": "left",
        "24028007": "right",
        codes.FINDING_SITE: "finding site",
        codes.LATERALITY: "laterality",
        codes.BILATERAL: "right and left",
    }
    if value in NOT_IN_DICOM:
        assert value not in SCT
        return
    assert words.get(value, SCT[value]).casefold() in SCT[value].casefold()


def test_the_standard_has_no_code_for_a_t_score_or_a_bone_density():
    names = [meaning.casefold() for meaning in DCM.values()]

    assert not [name for name in names if "t-score" in name]
    assert ["bone mineral densitometry"] == [name for name in names if "bone mineral" in name]


WRONG = ["122199", "122200", "122201", "122202", "122203", "122204", "122205", "122206", "122207", "122208"]


@pytest.mark.parametrize("value", WRONG)
def test_dicom_codes_misused_for_bone_density_in_public_code_are_conflicts(value):
    name = name_of(Code(value, "DCM", "BMD"))

    assert "CODE_LABEL_CONFLICT" == name.doubt
    assert "bone" not in DCM.get(value, "").casefold()
