"""Which case a document joins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.identity import Member, StudyIdentity, belongs, case_of, identity_of
from tests.store.situations import report


def said(text: str) -> StudyIdentity:
    """Read an identity written as `patient@issuer uid accession day order`, `-` or nothing for what is not said."""
    who, uid, accession, day, *order = (None if part == "-" else part for part in text.split())
    patient, _, issuer = (who or "").partition("@")
    return StudyIdentity(
        patient_id=patient or None,
        issuer=issuer or None,
        study_uid=uid,
        accession=accession,
        order_number=order[0] if order else None,
        performed_on=day,
    )


JOINS = [
    # the document, the documents of the cases A and B, the case it joins
    ("P1 1.2 - -", {"A": ["P1 1.2 - -"]}, "A"),
    ("P1 - X -", {"A": ["P1 1.2 X -"]}, "A"),
    ("P1 - - d1", {"A": ["P1 1.2 X d1"]}, "A"),
    ("P1 1.9 X -", {"A": ["P1 1.2 X -"]}, "A"),  # an accession is stronger than a UID that differs
    ("P1 1.2 Y -", {"A": ["P1 1.2 X -"], "B": ["P1 - Y -"]}, "A"),  # a UID is stronger than an accession
    ("P1 - X d1", {"A": ["P1 - - d1"]}, "A"),
    ("P1 - Y d1", {"A": ["P1 - X d1"]}, None),  # two orders on one day
    ("P1 1.9 - d1", {"A": ["P1 1.2 - d1"]}, None),  # two studies on one day
    ("P1 - - d2", {"A": ["P1 - - d1"]}, None),
    ("P1 - - -", {"A": ["P1 - - -"]}, None),
    ("P2 1.2 - d1", {"A": ["P1 1.2 - d1"]}, None),  # never across patients
    ("P2 - X d1", {"A": ["P1 - X d1"]}, None),
    ("P2 1.2 - -", {"A": ["- 1.2 - -", "P1 1.2 - -"]}, None),
    ("P1@H1 - X d1", {"A": ["P1@H2 - X d1"]}, None),  # the same number from two hospitals
    ("P1 - X d1", {"A": ["P1@H2 - X d1"]}, "A"),
    ("P1@H1 - X d1", {"A": ["P1 - X d1"]}, "A"),
    ("P1 - X d1", {"A": ["P1@H1 - X d1"], "B": ["P1@H2 - X d1"]}, None),  # whose? nobody can tell
    ("- - X d1", {"A": ["P1 - X d1"]}, None),  # without a patient only the UID counts
    ("- 1.2 - -", {"A": ["P1 1.2 - -"]}, "A"),
    ("- - - d1", {"A": ["- - - d1"]}, None),
    ("P1 1.2 X -", {"A": ["- 1.2 - -"]}, "A"),
    ("P1 - X -", {"A": ["- 1.2 X -"]}, None),
    ("P1 - - d1", {"A": ["P1 - X d1"], "B": ["P1 - Y d1"]}, None),  # of two studies on the day, neither is guessed
    ("P1 - - d1", {"A": ["P1 - X d1"], "B": ["P1 - - d1"]}, "B"),  # unless one says exactly the same
    ("P1 - - d1", {"A": ["P1 - X d1", "P1 1.2 X d1"]}, "A"),
    ("P1 - - -", {}, None),
    ("P1 - - - O", {"A": ["P1 - X d1 O"]}, "A"),  # an order, by the ordering system's number
    ("P1 - Y - O", {"A": ["P1 - X d1 O"]}, None),
    ("P2 - - - O", {"A": ["P1 - X d1 O"]}, None),
    ("P1@H1 - - - O", {"A": ["P1@H2 - X d1 O"]}, None),
    ("P1 - - d2 O", {"A": ["P1 - - d1 O"]}, None),  # some systems number every order of a patient alike
    ("P1 - X d1 O", {"A": ["P1 - - - O"]}, "A"),
    ("P1 - - - O", {"A": ["P1 - O d1"]}, "A"),  # the department took the number over
    ("P1 - O d1", {"A": ["P1 - - d1 O"]}, "A"),
    ("P1 - X d1 O", {"A": ["P1 - X d1"], "B": ["P1 - - d1 O"]}, None),
]


@pytest.mark.parametrize(
    ("order", "documents", "belonging"),
    [
        ("P1 - - - O", ["P1 - X d1 O"], True),
        ("P1 - X - O", ["P1 - X d1"], True),
        ("P1 1.2 - -", ["P1 1.2 X d1"], True),
        ("P1 - - d1 -", ["P1 - - d1"], False),  # a day is not enough
        ("P1 - - - -", ["P1 - X d1 O"], False),
        ("- - X - O", ["P1 - X d1 O"], False),
        ("P1 - Y - O", ["P1 - X d1 O"], False),
    ],
)
def test_an_order_belongs_to_an_examination_by_number_alone(order, documents, belonging):
    assert belonging is belongs(said(order), [said(text) for text in documents])


@pytest.mark.parametrize(("document", "cases", "joined"), JOINS)
def test_document_joins_the_case_of_its_study(document, cases, joined):
    members = [Member(case_id=case, identity=said(text)) for case, texts in cases.items() for text in texts]

    assert joined == case_of(said(document), members)


IDENTITIES = st.builds(
    StudyIdentity,
    patient_id=st.sampled_from([None, "P1", "P2"]),
    issuer=st.sampled_from([None, "H1", "H2"]),
    study_uid=st.sampled_from([None, "1.2", "1.3"]),
    accession=st.sampled_from([None, "X", "Y"]),
    performed_on=st.sampled_from([None, "d1", "d2"]),
)


@given(st.lists(IDENTITIES, max_size=8), st.randoms())
def test_no_order_of_arrival_mixes_two_patients_in_one_case(identities, random):
    random.shuffle(identities)
    members: list[Member] = []
    for number, identity in enumerate(identities):
        case = case_of(identity, members) or f"case-{number}"
        members.append(Member(case_id=case, identity=identity))

    for case in {member.case_id for member in members}:
        inside = [member.identity for member in members if member.case_id == case]
        assert len({identity.patient_id for identity in inside} - {None}) <= 1


@given(IDENTITIES, st.lists(st.builds(Member, case_id=st.sampled_from("AB"), identity=IDENTITIES), max_size=6))
def test_the_choice_does_not_depend_on_the_order_of_rows(identity, members):
    assert case_of(identity, members) == case_of(identity, members[::-1])


def test_blank_ids_are_the_same_as_none():
    stated = identity_of(report(patient="  ", accession="", uid=" 1.2 "))

    assert StudyIdentity(study_uid="1.2", performed_on="2024-05-14") == stated


def test_documents_that_can_share_a_case_share_a_lock():
    one, other = said("P1 1.2 X d1"), said("- 1.2 - -")

    assert set(one.lock_names()) & set(other.lock_names())
