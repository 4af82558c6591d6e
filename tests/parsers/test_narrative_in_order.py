"""Numbers told in the same order as names: labels of one site, sites of one label, sides of one bone."""

from tests.parsers.narrative_saying import report_of, said

_SPINE = "lumbar_spine L1+L2+L3+L4"
_ALL = [f"{_SPINE} bmd 0.899", f"{_SPINE} t_score -1.4", f"{_SPINE} z_score -0.6"]
_SCORES = [f"{_SPINE} z_score -0.6", f"{_SPINE} t_score -1.4"]
_NECK = ["femoral_neck left bmd 0.699", "femoral_neck left t_score -1.9", "femoral_neck left z_score -0.4"]
_HIP = ["total_hip left bmd 0.766", "total_hip left t_score -1.4", "total_hip left z_score -0.5"]

LABELS = {
    "DXA. BMD, T and Z of L1-L4 are 0.899 g/cm2, -1.4 and -0.6 respectively.": _ALL,
    "DXA. BMD, T and Z of the left total hip are 0.766, -1.4 and -0.5, respectively.": _HIP,
    "DXA. The BMD, T- and Z-score of L1-L4 are 0.899, -1.4 and -0.6 respectively.": _ALL,
    "DXA. BMD, T-score and Z-score at the left femoral neck were 0.699 g/cm2, -1.9, and -0.4.": _NECK,
    "DXA. BMD/T/Z of L1-L4: 0.899/-1.4/-0.6.": _ALL,
    "DXA. L1-L4: BMD, T, Z = 0.899 g/cm2, -1.4, -0.6.": _ALL,
    "DXA. L1-L4 (BMD, T-score, Z-score): 0.899, -1.4, -0.6": _ALL,
    "DXA. L1-L4: BMD (g/cm2), T-score and Z-score: 0.899, -1.4 and -0.6": _ALL,
    "DXA. T and Z of L1-L4 are -1.4 and -0.6, respectively.": _ALL[1:],
    "DXA. Left total hip: BMD and T are 0.766 g/cm2 and -1.4 respectively.": _HIP[:2],
    "Densitometría. DMO, T y Z de L1-L4: 0,899 g/cm2, -1,4 y -0,6 respectivamente.": _ALL,
    "Densitometría. La DMO, el T-score y el Z-score de L1-L4 son 0,899 g/cm2, -1,4 y -0,6.": _ALL,
    "DXA. BMD, T-Score und Z-Score der LWS (L1-L4) betragen 0,899 g/cm2, -1,4 bzw. -0,6.": _ALL,
    "Ostéodensitométrie. DMO, T-score et Z-score de L1-L4 : 0,899 g/cm2, -1,4 et -0,6 respectivement.": _ALL,
    "Densitometria. DMO, T e Z da coluna lombar L1-L4 são 0,899 g/cm2, -1,4 e -0,6, respectivamente.": _ALL,
    "Densitometria. BMD, T-score e Z-score del collo femorale sinistro sono 0,699 g/cm2, -1,9 e -0,4.": _NECK,
    "DXA. BMD, T-score en Z-score van L1-L4 zijn respectievelijk 0,899 g/cm2, -1,4 en -0,6.": _ALL,
    "DXA. Z-score and T-score of L1-L4 are -0.6 and -1.4.": _SCORES,
    "DXA. Z and T of L1-L4 are -0.6 and -1.4.": _SCORES,
    "DXA. Z- and T-scores of L1-L4: -0.6 and -1.4.": _SCORES,
    "DXA. Z/T-score L1-L4: -0.6/-1.4.": _SCORES,
    "DXA. Z- und T-Wert von L1-L4: -0,6 und -1,4.": _SCORES,
}
"""The first number is of the first label, whatever the usual order is."""

SITES = {
    "DXA. T-scores of -1.4 and -1.8 were found in the right and left femoral necks, respectively.": [
        "femoral_neck right t_score -1.4",
        "femoral_neck left t_score -1.8",
    ],
    "DXA. T-scores of -1.4 and -1.8 at L1-L4 and the left total hip.": [
        f"{_SPINE} t_score -1.4",
        "total_hip left t_score -1.8",
    ],
    "DXA. T-scores are -1.4 and -1.8 for the left neck and the left total hip.": [
        "femoral_neck left t_score -1.4",
        "total_hip left t_score -1.8",
    ],
    "DXA. T-score spine/neck: -1.2/-1.4.\nZ-score: 0.2/-0.4.": [
        "lumbar_spine t_score -1.2",
        "femoral_neck t_score -1.4",
        "lumbar_spine z_score 0.2",
        "femoral_neck z_score -0.4",
    ],
    "DXA. T-scores of the spine and the left neck are -1.4 and -1.8. Z-scores are 0.2 and -0.4, respectively.": [
        "lumbar_spine t_score -1.4",
        "femoral_neck left t_score -1.8",
        "lumbar_spine z_score 0.2",
        "femoral_neck left z_score -0.4",
    ],
    "DXA. LWS und Schenkelhals links: T-Score -1,4 und -1,8. Der Z-Score liegt bei 0,2 bzw. -0,4.": [
        "lumbar_spine t_score -1.4",
        "femoral_neck left t_score -1.8",
        "lumbar_spine z_score 0.2",
        "femoral_neck left z_score -0.4",
    ],
}

TORN = {
    "DXA. BMD, T and Z of L1-L4 are 0.899 g/cm2 and -1.4 respectively.": {"0.899", "-1.4"},
    "DXA. BMD, T-score and Z-score of L1-L4: 0.899 and -1.4.": {"0.899", "-1.4"},
    "DXA. T-scores of -1.4, -1.8 and -1.1 were found at the spine and the hip, respectively.": {"-1.4", "-1.8", "-1.1"},
    "DXA. T-scores of -1.4 and -1.8 were found at the neck, the hip and the spine, respectively.": {"-1.4", "-1.8"},
    "DXA. T-scores of the spine and the left neck are -1.4 and -1.8. Z-scores are 0.2 and -0.4 and 0.1.": {
        "0.2",
        "-0.4",
        "0.1",
    },
}
"""As many numbers as names there are not: each of these numbers is told, none is a value."""


def test_first_number_is_of_the_first_label():
    wrong = {text: found for text, expected in LABELS.items() if (found := said(text)) != expected}

    assert {} == wrong


def test_first_number_is_of_the_first_site():
    wrong = {text: found for text, expected in SITES.items() if (found := said(text)) != expected}

    assert {} == wrong


def test_rows_and_lists_of_two_lengths_give_nothing_and_say_so():
    wrong = {}
    for text, numbers in TORN.items():
        report = report_of(text)
        values = {format(row.value, "f") for row in report.measurements}
        places = [issue.locator.chars for issue in report.issues if issue.locator and issue.locator.chars]
        told = {text[start:end] for start, end in places}
        if values & numbers or numbers - told:
            wrong[text] = (values, told)

    assert {} == wrong
