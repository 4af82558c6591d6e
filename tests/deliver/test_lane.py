"""What is told reaches whom it is for: once when all is well, in order per case, and never lost."""

from dataclasses import replace
from io import BytesIO

import pydicom
import pytest

from deliver.formats import dicom_sr
from deliver.lane import Lane
from deliver.listeners import Only
from dxa.assessment import Severity
from dxa.document import RawDocument
from dxa.errors import DeliveryRefused, NotDelivered
from fixtures.dicom_objects import written
from store.delivery_records import DeliveryFilter, DeliveryState
from tests.deliver.situations import Receiver, delivered, listener, means, subscribed, tell_case
from tests.ingest.dicom_door import small_object
from tests.store.situations import assessment, completion, received, report


@pytest.fixture
def receiver():
    return Receiver()


def states(store, **chosen) -> list[str]:
    return [str(one.state) for one in reversed(store.deliveries(DeliveryFilter(**chosen)).items)]


def refusing(error: Exception):
    def answer(_parcel):
        raise error

    return answer


def test_each_telling_reaches_a_destination_once_and_in_order(store, clock, receiver):
    one = listener(receiver)
    subscribed(store, one, clock)
    cases = [tell_case(store, patient, number, clock) for number in range(3) for patient in range(2)]
    lane = Lane(one, means(store, clock))
    delivered(store, lane, clock)
    delivered(store, lane, clock)

    assert sorted(receiver.told) == sorted((case, revision) for case in set(cases) for revision in (1, 2, 3))
    assert all([1, 2, 3] == [revision for told, revision in receiver.told if told == case] for case in set(cases))
    assert ["sent"] * 6 == states(store)
    assert receiver.opened == 1


def test_new_destination_is_not_told_the_past(store, clock, receiver):
    tell_case(store, 1, 1, clock)
    clock.wait(1)
    one = listener(receiver)
    subscribed(store, one, clock)
    clock.wait(1)
    case_id = tell_case(store, 1, 2, clock)
    delivered(store, Lane(one, means(store, clock)), clock)

    assert [(case_id, 2)] == receiver.told


def test_telling_speaks_of_its_own_revision(store, clock, receiver):
    one = listener(receiver)
    subscribed(store, one, clock)
    tell_case(store, 1, 1, clock, assessment(fires=(("FIRST", Severity.MAJOR),)))
    tell_case(store, 1, 2, clock, assessment(fires=(("SECOND", Severity.MAJOR),)))
    delivered(store, Lane(one, means(store, clock)), clock)
    first, second = (parcel.body for parcel in receiver.taken)

    assert (b"FIRST" in first, b"SECOND" in first) == (True, False)
    assert (b"FIRST" in second, b"SECOND" in second) == (False, True)
    assert ["case.assessed", "case.amended"] == [parcel.kind for parcel in receiver.taken]


def test_later_telling_of_a_case_waits_for_the_earlier_one_and_others_overtake(store, clock, receiver):
    one = listener(receiver)
    subscribed(store, one, clock)
    stuck = tell_case(store, 1, 1, clock)
    tell_case(store, 1, 2, clock)
    other = tell_case(store, 2, 1, clock)
    receiver.answer = lambda parcel: refusing(NotDelivered("no"))(parcel) if parcel.case_id == stuck else None
    lane = Lane(one, means(store, clock))
    delivered(store, lane, clock)
    overtaken = list(receiver.told)
    receiver.answer = lambda _: None
    clock.wait(3600)
    delivered(store, lane, clock)

    assert [(other, 1)] == overtaken
    assert [(other, 1), (stuck, 1), (stuck, 2)] == receiver.told


def test_refused_telling_is_a_dead_letter_at_once_and_lets_later_ones_go(store, clock, receiver):
    one = listener(receiver)
    subscribed(store, one, clock)
    case_id = tell_case(store, 1, 1, clock)
    tell_case(store, 1, 2, clock)
    receiver.answer = lambda parcel: refusing(DeliveryRefused("answered 410"))(parcel) if parcel.revision == 1 else None
    delivered(store, Lane(one, means(store, clock)), clock)

    assert [(case_id, 2)] == receiver.told
    assert ["dead", "sent"] == states(store)


def test_case_told_of_once_is_followed_to_its_end_whatever_the_filter(store, clock, receiver):
    one = listener(receiver, only=Only(minimum_severity=Severity.MAJOR))
    subscribed(store, one, clock)
    mild, grave = assessment(), assessment(fires=(("GRAVE", Severity.CRITICAL),))
    quiet = tell_case(store, 1, 1, clock, mild)
    loud = tell_case(store, 2, 1, clock, grave)
    tell_case(store, 2, 2, clock, mild)
    delivered(store, Lane(one, means(store, clock)), clock)

    assert [(loud, 1), (loud, 2)] == receiver.told
    assert ["skipped"] == states(store, case_id=quiet)
    assert DeliveryState.SKIPPED == store.deliveries(DeliveryFilter(case_id=quiet)).items[0].state


def test_structured_report_names_the_objects_the_case_was_read_from_by_then(store, clock):
    receiver = Receiver()
    one = replace(listener(receiver), form=dicom_sr.FORMAT)
    subscribed(store, one, clock)
    instances = []
    for number in range(2):
        made = small_object(number)
        raw = RawDocument(content=written(made), channel="dicom", received_at=clock())
        receipt = received(store, raw)
        done = completion(store, receipt.document_id, report(uid=str(made.StudyInstanceUID)))
        store.complete(replace(done, media_type="application/dicom"), clock())
        instances.append(made.SOPInstanceUID)
    delivered(store, Lane(one, means(store, clock)), clock)
    told = [pydicom.dcmread(BytesIO(parcel.body)) for parcel in receiver.taken]
    named = [
        [each.ReferencedSOPInstanceUID for each in study.ReferencedSeriesSequence[0].ReferencedSOPSequence]
        for one in told
        for study in one.CurrentRequestedProcedureEvidenceSequence
    ]

    assert [instances[:1], instances] == named
