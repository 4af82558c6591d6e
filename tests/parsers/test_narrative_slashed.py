"""Tables whose cells only slashes part, and scores named in brackets behind their units."""

from tests.parsers.narrative_saying import said

NOW = ("lumbar_spine L1+L2+L3+L4", "femoral_neck left")
READ = (
    "DXA: BMD / T-score / Z-score\nL1-L4: 0.865 / -1.7 / -0.2\nLeft femoral neck: 0.645 / -1.8 / -0.3",
    "DXA (BMD in g/cm2 / T-score / Z-score)\nL1-L4: 0.865 / -1.7 / -0.2\nLeft femoral neck: 0.645/-1.8/-0.3",
    "DEXA (BMD/T/Z):\nLWK L1-L4: 0,865/-1,7/-0,2\nFemurhals links: 0,645/-1,8/-0,3",
    "DXA: LWS L1-L4 / Schenkelhals li.\nBMD: 0,865 / 0,645\nT-Score: -1,7 / -1,8\nZ-Score: -0,2 / -0,3",
)
OPEN = (
    "DXA: BMD / T-score / Z-score\nL1-L4: 0.865 / -1.7\nLeft femoral neck: 0.645 -1.8 -0.3",
    "DXA: spine / left femoral neck / left total hip\nT-score: -1.7 / -1.8",
    "DXA: BMD / T-score / FRAX\nL1-L4: 0.865 / -1.7 / -0.2",
)


def test_a_row_parted_by_slashes_stands_in_the_order_of_its_head():
    every = sorted(
        f"{site} {value}"
        for site, values in zip(NOW, (("0.865", "-1.7", "-0.2"), ("0.645", "-1.8", "-0.3")), strict=True)
        for value in map(" ".join, zip(("bmd", "t_score", "z_score"), values, strict=True))
    )
    wrong = {text: found for text in READ if (found := sorted(said(text))) != every}

    assert {} == wrong


def test_a_row_of_more_or_fewer_numbers_than_its_head_is_not_dealt_out():
    assert [[]] * len(OPEN) == [said(text) for text in OPEN]


def test_a_letter_behind_the_unit_names_the_score():
    expected = ["lumbar_spine t_score -2.5", "lumbar_spine z_score -0.8"]

    assert expected == sorted(said("Ostéodensitométrie. Rachis lombaire : -2,5 DS (T) / -0,8 DS (Z)."))
