"""DICOM objects and studies by the sheet: each says what a person takes from it, and nothing else.

By an examiner who had not read the readers. On their first run they found 98.9 % of 552 values of the first round, with
seven wrong (a hip beside metal read as a hip, a history of the same spine under another name), and 97.4 % of 193 of the
second, with three wrong (the same beside metal in GE's XML, a side lost). The module before the last
of each kind is by another examiner: on their first run the readers found all 867 values there, 61 of them in nasty
studies, and none was wrong; of 64 in a second round they found all but one, whose side the words leave to the one
before it. Of 515 in the modules after those, by one more, they found 99.2 % and gave four without their exact region,
which a text beside them names; none was wrong. Of the 1837 values (114 objects and studies) in the last modules of each
kind (the last two of lunar, the last but one of studies), they found all, and none was wrong; of 67 in a second nasty
round, sheet_studies_9, they found 61, held one, and none was wrong. The modules after those, by the examiner of
sheet_nothing_1, say at their heads how they were read: 1085 of 1120 values of the first round, 77 wrong, of them 73 of
phantoms; 182 of 192 of the second, six wrong; all 110 of the third. Those from sheet_lunar_10 on, by another examiner,
held 2839 values in 122 objects and studies: 2813 were found (plain: 2639 of 2665), 15 were wrong, 14 of them one spine
under two names. Of 1534 in a second round of 80 (sheet_lunar_12 and the last of each kind) they found 1532; two of an
earlier day lost their vertebrae. Of 120 in a third (sheet_reports_11) they found 115 and held five.
"""

from importlib import import_module

import pytest

from dxa.errors import DocumentError
from parsers.merge import merge
from tests.acceptance.asking import faults
from tests.acceptance.reading import read
from tests.acceptance.test_unseen_messages import said

KINDS = {"lunar": 12, "hologic": 9, "reports": 11, "studies": 14, "nothing": 2}
MODULES = [f"sheet_{kind}_{number}" for kind, count in KINDS.items() for number in range(1, count + 1)]


def readings_of(objects):
    reports, refusals = [], []
    for content in objects:
        try:
            reports.append(read(content))
        except DocumentError as refusal:
            refusals.append(refusal.code)
    return reports, refusals


def wrong_in(truth):
    reports, refusals = readings_of(truth["objects"])
    if truth["error"]:
        return {} if refusals and truth["error"] in {"any", refusals[0]} else {"not refused": refusals}
    report = merge(reports) if reports else None
    wrong = faults(truth, report)
    unsaid = set(truth["says"]) - (said(report) if report else set())
    return {**wrong, "unsaid": sorted(unsaid)} if unsaid else wrong


@pytest.mark.filterwarnings("ignore::UserWarning:pydicom")
@pytest.mark.parametrize("module", MODULES)
def test_objects_say_what_a_person_takes_from_them_and_nothing_else(module):
    # What is written wrongly on purpose makes the writing library warn.
    documents = import_module(f"tests.acceptance.{module}").DOCUMENTS

    wrong = {truth["name"]: wrong_in(truth) for truth in documents}

    assert {} == {name: found for name, found in wrong.items() if found}
    assert wrong
