"""Numbers printed like results that nothing was made of are told, and those that are none are not."""

from dxa.issues import IssueCode
from tests.acceptance.reading import read

LEFT = (
    ("Results of DXA:\n- Gamma: -1.2\n- Delta: -1.9\n", 2),
    ("DXA. L1-L4 T-score -1.2.\nAm Gamma links ergab sich danach -1,9 und -2,1.\n", 2),
    ("Densitométrie. Col gauche : T-score -1,2. Au gamma, 0,812 g/cm² puis -1,7.\n", 2),
    ("Densitometria. Coluna: T-score -1,2.\nGama: -1,9.\n", 1),
)
NO_RESULTS = (
    "DXA of a boy of 9. TBLH Z-score -1.2. Height-adjusted Z-score: -1.0.\n",
    "DXA. L1-L4 T-score -1.2. TBS 1.232, T-score -2.1.\n",
    "DXA. LWS T-Score -1,2. T-Score-Schwelle -2,0 nach DVO.\n",
    "DXA. L1-L4 T-score -1.2, between -1.0 and -2.5. LSC 0.022 g/cm2.\n",
    "DXA. L1-L4 T-score -1.2.\nLegend: T-score -1.0 to -2.5 osteopenia.\n",
)


def told(text):
    return [issue for issue in read(text.encode()).issues if issue.code is IssueCode.UNKNOWN_ROW]


def test_a_number_printed_like_a_result_is_not_left_out_in_silence():
    wrong = [(text, len(told(text))) for text, least in LEFT if len(told(text)) < least]

    assert [] == wrong


def test_a_number_under_a_label_of_its_own_is_no_result_left_out():
    wrong = [(text, told(text)) for text in NO_RESULTS if told(text)]

    assert [] == wrong
