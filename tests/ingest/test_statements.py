"""What somebody said last about one thing holds; what nobody took back stays."""

from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType

import pytest

from dxa.facts import Facility, Facts, Fracture, Frax, Labs, MenopausalStatus
from ingest.statements import facts_in_force
from store.records import FactsEntry

SIXTY, SEVENTY = Decimal(60), Decimal(70)
SPINE = MappingProxyType({"lumbar_spine": Decimal("0.030")})
HIP = MappingProxyType({"total_hip": Decimal("0.027")})

CASES = [
    ([], Facts()),
    ([Facts(age_years=SIXTY)], Facts(age_years=SIXTY)),
    ([Facts(age_years=SIXTY), Facts(age_years=SEVENTY)], Facts(age_years=SEVENTY)),
    ([Facts(age_years=SIXTY), Facts(tbs=SEVENTY)], Facts(age_years=SIXTY, tbs=SEVENTY)),
    ([Facts(age_years=SIXTY), Facts()], Facts(age_years=SIXTY)),
    ([Facts(fractures=(Fracture(site="hip"),)), Facts(fractures=())], Facts(fractures=())),
    ([Facts(fractures=()), Facts(fractures=(Fracture(site="hip"),))], Facts(fractures=(Fracture(site="hip"),))),
    ([Facts(estrogen_current=True), Facts(estrogen_current=False)], Facts(estrogen_current=False)),
    (
        [Facts(labs=Labs(pth=SIXTY)), Facts(labs=Labs(calcium=SEVENTY))],
        Facts(labs=Labs(pth=SIXTY, calcium=SEVENTY)),
    ),
    # The two probabilities of FRAX belong to one calculation.
    ([Facts(frax=Frax(mof=SIXTY, hip=SIXTY)), Facts(frax=Frax(mof=SEVENTY))], Facts(frax=Frax(mof=SEVENTY))),
    (
        [Facts(facility=Facility(lsc_g_cm2=SPINE, country="US")), Facts(facility=Facility(lsc_g_cm2=HIP))],
        Facts(facility=Facility(lsc_g_cm2={**SPINE, **HIP}, country="US")),
    ),
    (
        [Facts(facility=Facility(lsc_percent=SPINE)), Facts(facility=Facility(lsc_percent=HIP))],
        Facts(facility=Facility(lsc_percent={**SPINE, **HIP})),
    ),
    (
        [Facts(facility=Facility(cross_calibrated=True)), Facts(facility=Facility(cross_calibrated=False))],
        Facts(facility=Facility(cross_calibrated=False)),
    ),
    (
        [Facts(facility=Facility(primary_packs=("a",), table_weight_limit_kg=SIXTY)), Facts(facility=Facility())],
        Facts(facility=Facility(primary_packs=("a",), table_weight_limit_kg=SIXTY)),
    ),
]


def entry(facts: Facts, *withdrawn: str) -> FactsEntry:
    return FactsEntry(facts=facts, said_by="anna", said_at=datetime(2026, 1, 1, tzinfo=UTC), withdrawn=withdrawn)


@pytest.mark.parametrize(("stated", "expected"), CASES)
def test_later_statement_overrides_what_it_names_and_nothing_else(stated, expected):
    assert expected == facts_in_force([entry(facts) for facts in stated])


def test_withdrawn_fact_is_unknown_again_until_it_is_stated_anew():
    known = Facts(menopausal_status=MenopausalStatus.POSTMENOPAUSAL, age_years=SIXTY)
    entries = [entry(known), entry(Facts(), "menopausal_status"), entry(Facts(age_years=SEVENTY), "age_years")]

    assert Facts(age_years=SIXTY) == facts_in_force(entries[:2])
    assert Facts(age_years=SEVENTY) == facts_in_force(entries)
