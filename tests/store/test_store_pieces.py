"""Assessments in shorthand: the same text comes back, nobody's words are shared, and an older program is minded."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import select, text, update

from assess import assess
from benchmarks.documents import oru, raw
from dxa.assessment import Severity
from dxa.errors import Defect
from dxa.schema import dump_text
from dxa.settings import Limits
from dxa.shorthand import MARK, shorthand
from parsers.registry import parse
from store import Store, migrate
from store.engine import url_of, writing_engine
from store.migration import configuration
from store.tables import ASSESSMENTS, COMPATIBILITY, PIECES
from tests.store.situations import NOW, assessment, read_case, report


@contextmanager
def tables(url):
    engine = writing_engine(url_of(url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def stored(url) -> list[str]:
    with tables(url) as connection:
        return list(connection.scalars(select(ASSESSMENTS.c.assessment).order_by(ASSESSMENTS.c.revision)))


def made(narrative: bool = True):
    """Return a report and everything all packs say about it."""
    reading = parse(raw(oru(12345678, narrative=narrative)), Limits())
    return reading, assess(reading)


@pytest.mark.slow
def test_case_reads_as_it_was_assessed_and_takes_a_fifth_of_the_room(store, database_url):
    told = [read_case(store, f"one {narrative}", *made(narrative)).case_id for narrative in (True, False)]
    written = [dump_text(made(narrative)[1]) for narrative in (True, False)]
    kept = stored(database_url)

    assert written[-1] == store.case(told[-1]).assessment
    assert all(text.startswith(MARK) for text in kept)
    assert sum(map(len, kept)) * 4 < sum(map(len, written))


@pytest.mark.slow
def test_what_cases_share_has_no_word_and_no_number_of_a_patient(store, database_url):
    reading, judged = made()
    read_case(store, "one", reading, judged)
    own = {
        *(reason.value for one in judged.findings for reason in one.because if reason.value not in {"true", "false"}),
        *(text for text in (reading.patient.id, reading.patient.name, reading.study.accession) if text),
    }
    with tables(database_url) as connection:
        shared = list(connection.scalars(select(PIECES.c.piece)))

    assert shared
    assert [] == [piece for piece in shared if '"value":' in piece or '"measurement":' in piece]
    assert [] == [word for word in own if word and any(f'"{word}"' in piece for piece in shared)]


def test_finding_that_differs_in_words_of_its_pack_is_another_piece():
    (finding,) = assessment(met=(("A", Severity.MAJOR),)).findings
    both = [replace(assessment(), findings=(one,)) for one in (finding, replace(finding, notes=("further",)))]

    assert len({shorthand(one).pieces[0] for one in both}) == 2
    assert '"further"' in shorthand(both[1]).pieces[0]


def older_may_come(url) -> None:
    """Let it be a database that was brought up from version 0008."""
    with tables(url) as connection:
        connection.execute(update(COMPATIBILITY).values(oldest="0005"))


def test_while_an_older_program_may_come_it_finds_what_it_reads(database_url):
    older_may_come(database_url)
    judged = assessment(met=(("A", Severity.MAJOR),))
    for text_of, final in (("one", True), ("two", False)):
        opened = Store.open(database_url)
        read_case(opened, text_of, report(accession="A-1"), judged)
        opened.close()
        migrate(database_url, final=final)
    opened = Store.open(database_url)
    case = opened.cases().items[0].id
    told = [opened.case(case, revision=number).assessment for number in (1, 2)]
    opened.close()

    assert [dump_text(judged), MARK] == [
        one if number == 0 else one[: len(MARK)] for number, one in enumerate(stored(database_url))
    ]
    assert [dump_text(judged)] * 2 == told


def test_same_assessment_in_the_other_form_is_not_stored_again(database_url):
    older_may_come(database_url)
    opened, judged = Store.open(database_url), assessment(met=(("A", Severity.MAJOR),))
    case_id = read_case(opened, "one", report(), judged).case_id
    opened.close()
    migrate(database_url, final=True)
    opened = Store.open(database_url)
    revised = opened.reassessed(opened.basis_of_case(case_id), report(), judged, NOW, if_different=True)
    opened.close()

    assert (1, 1) == (revised.revision, len(stored(database_url)))


@pytest.mark.parametrize("harm", ["UPDATE pieces SET piece = piece || ' '", "DELETE FROM pieces"])
def test_piece_that_was_changed_or_lost_is_told_and_never_shown(store, database_url, harm):
    case_id = read_case(store, "one", report(), assessment(met=(("A", Severity.MAJOR),))).case_id
    with tables(database_url) as connection:
        connection.execute(text(harm))

    with pytest.raises(Defect, match="a piece of a stored assessment"):
        store.case(case_id)


def test_pieces_are_looked_for_again_behind_a_new_connection(store, database_url):
    judged = assessment(met=(("A", Severity.MAJOR),))
    read_case(store, "one", report(patient="P-1"), judged)
    store._writing.dispose()
    with tables(database_url) as connection:
        connection.execute(text("DELETE FROM pieces"))
    second = read_case(store, "two", report(patient="P-2"), judged)

    assert dump_text(judged) == store.case(second.case_id).assessment


def test_step_back_writes_every_assessment_out(store, database_url):
    judged = assessment(met=(("A", Severity.MAJOR),))
    read_case(store, "one", report(), judged)
    store.close()
    with tables(database_url) as connection:
        command.downgrade(configuration(connection), "0008")
    before = stored(database_url)
    migrate(database_url)  # the tables are those of other tests too

    assert [dump_text(judged)] == before
