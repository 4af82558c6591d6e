"""Joins what caller and report say about one fact, and keeps a note of every contradiction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from assess.case.ages import age_between, age_of
from assess.case.fracture_ages import timed
from assess.case.fracture_sites import fracture_site
from assess.case.names import Names, names_of
from assess.case.stated import Stated, joined, name_of
from assess.expressions.known import Known, Listed
from assess.values.plausible import fit_together, impossible_times, is_possible
from dxa.facts import Facts, Fracture, Frax, Implant, Labs, Medication, MenopausalStatus, PriorDiagnosis
from dxa.issues import IssueCode
from dxa.report import DxaReport, Quantity, Sex
from dxa.vocabulary import Caveat

V = TypeVar("V")
E = TypeVar("E")
P = TypeVar("P", Fracture, Medication)

_BODY = ("weight_kg", "height_cm", "height_loss_historical_cm", "height_loss_prospective_cm", "egfr", "crcl_ml_min")
_LABS = {"25_oh_vitamin_d": "vitamin_d_25_oh", "calcium": "calcium", "pth": "pth", "tsh": "tsh"}
_MEASURED = {"frax.mof": Quantity.FRAX_MAJOR, "frax.hip": Quantity.FRAX_HIP, "tbs": Quantity.TBS}
_WOMEN_ONLY = frozenset(MenopausalStatus) - {MenopausalStatus.NOT_APPLICABLE}


class Join:
    """Report and facts side by side; `conflicts` grows as contradictions are met."""

    def __init__(self, report: DxaReport, facts: Facts) -> None:
        self._report = report
        self._facts = facts
        self._stated = Stated(report.context.facts)
        self.conflicts: dict[str, str] = {}

    def age(self, exam_date: date | None) -> Known[Decimal] | None:
        """Return the age at the examination: stated by the caller, by the report, or computed from the birth date."""
        patient = self._report.patient
        ages = [Known(self._facts.age_years, "facts")] if self._facts.age_years is not None else []
        ages += [Known(patient.age_years, "report")] if patient.age_years is not None else []
        ages += [Known(age, "report") for age in self._stated.numbers("age_years")]
        if not all(self._is_possible("age_years", age.value) for age in ages):
            return None
        if patient.birth_date is not None and exam_date is not None:
            computed = age_between(patient.birth_date, exam_date)
            if computed is not None and not self._is_possible("age_years", computed):
                return None
            ages += [Known(computed, "computed from birth date and examination date")] if computed is not None else []
        age, contradicted = age_of(ages)
        unborn = patient.birth_date is not None and exam_date is not None and exam_date < patient.birth_date
        if (
            not contradicted
            and not unborn
            and not self._documents_differ_in(IssueCode.BIRTH_DATE_CONFLICT, IssueCode.AGE_CONFLICT)
        ):
            return age
        self.conflicts["age_years"] = Caveat.AGE_DOB_MISMATCH.value
        return None

    def _documents_differ_in(self, *codes: IssueCode) -> bool:
        # The merge of several documents leaves such a value out, and the issue alone tells that there were two.
        return any(issue.code in codes for issue in self._report.issues)

    def sex_and_status(self) -> tuple[Known[Sex] | None, Known[MenopausalStatus] | None]:
        """Return sex and menopausal status; a man with the menopausal status of a woman is a contradiction in both."""
        stated = [Sex(text.lower()) for text in self._stated.texts("sex") if text.lower() in set(Sex)]
        sex = self._one("sex", self._facts.sex, (self._report.patient.sex, *stated), Caveat.SEX_MISMATCH.value)
        if self._documents_differ_in(IssueCode.SEX_CONFLICT):
            self.conflicts["sex"] = Caveat.SEX_MISMATCH.value
            sex = None
        words = (name_of(text) for text in self._stated.texts("menopausal_status"))
        statuses = tuple(MenopausalStatus(word) for word in words if word in set(MenopausalStatus))
        status = self._one("menopausal_status", self._facts.menopausal_status, statuses)
        if sex is not None and status is not None:
            return self._fitting(sex, status)
        return sex, status

    def _fitting(
        self, sex: Known[Sex], status: Known[MenopausalStatus]
    ) -> tuple[Known[Sex] | None, Known[MenopausalStatus] | None]:
        if sex.value is Sex.MALE and status.value in _WOMEN_ONLY:
            self.conflicts |= dict.fromkeys(("sex", "menopausal_status"), Caveat.SEX_MISMATCH.value)
            return None, None
        # "Not applicable" says nothing about a woman.
        nothing = sex.value is Sex.FEMALE and status.value is MenopausalStatus.NOT_APPLICABLE
        return sex, None if nothing else status

    def numbers(self) -> dict[str, Known[Decimal]]:
        """Return the known numbers by fact name."""
        frax, labs = self._facts.frax or Frax(), self._facts.labs or Labs()
        own: dict[str, Decimal | None] = {name: getattr(self._facts, name) for name in _BODY}
        own |= {"frax.mof": frax.mof, "frax.hip": frax.hip, "tbs": self._facts.tbs}
        own |= {f"labs.{name}": getattr(labs, attribute) for name, attribute in _LABS.items()}
        found = {name: self._number(name, value) for name, value in own.items()}
        known = {name: one for name, one in found.items() if one is not None and self._is_possible(name, one.value)}
        if not fit_together({name: one.value for name, one in known.items()}):
            # Which of the two is wrong is not known: both are compared as stated, and the contradiction stays in sight.
            self.conflicts["frax"] = IssueCode.IMPLAUSIBLE_VALUE.value
        return known

    def _is_possible(self, name: str, value: Decimal) -> bool:
        if not is_possible(name, value):
            self.conflicts[name] = IssueCode.IMPLAUSIBLE_VALUE.value
            return False
        return True

    def _possible_parts(self, name: str, entry: P, parts: Sequence[str]) -> P:
        """Return an entry of a list without the numbers that cannot be true."""
        stated = {part: value for part in parts if (value := getattr(entry, part)) is not None}
        wrong = [part for part, value in stated.items() if not self._is_possible(f"{name}[].{part}", value)]
        return replace(entry, **dict.fromkeys(wrong)) if wrong else entry

    def _number(self, name: str, own: Decimal | None) -> Known[Decimal] | None:
        stated = self._stated.numbers(name)
        quantity = _MEASURED.get(name)
        rows = (
            [row for row in self._report.measurements if row.quantity is quantity and row.current] if quantity else []
        )
        if not rows:
            return self._one(name, own, stated)
        if any(row.held for row in rows):
            # What a reviewer still has to decide on cannot be used, nor overruled by another statement.
            self.conflicts[name] = IssueCode.VALUE_CONFLICT.value
            return None
        rows = [row for row in rows if row.excluded is None]
        known = self._one(name, own, (*(row.value for row in rows), *stated))
        measured = next((row.id for row in rows if known is not None and row.value == known.value), None)
        return replace(known, measurement=measured) if known is not None and measured else known

    def truths(self) -> dict[str, Known[bool]]:
        """Return the known truth values by fact name."""
        frax, diagnosis = self._facts.frax or Frax(), self._facts.prior_diagnosis or PriorDiagnosis()
        own = {
            "estrogen_current": self._facts.estrogen_current,
            "frax.with_bmd": frax.with_bmd,
            "frax.gc_adjusted": frax.gc_adjusted,
            "prior_diagnosis.osteoporosis": diagnosis.osteoporosis,
        }
        found = {name: self._one(name, value, self._stated.truths(name)) for name, value in own.items()}
        return {name: known for name, known in found.items() if known is not None}

    def names(self, name: str, own: Sequence[str] | None) -> Listed[str]:
        """Return a list of names; one with a name nobody here knows is not known to be complete."""
        stated = self._stated.names(name)
        told = names_of(name, stated.entries)
        read = Names((), sure=True) if own is None else names_of(name, own)
        # A list of nothing but words not understood tells nothing.
        listed = self._list(
            name,
            read.entries if read.entries or (own is not None and read.sure) else None,
            replace(stated, entries=told.entries),
        )
        if read.sure and told.sure:
            return listed
        return replace(listed, complete=False, source=f"{listed.source or 'facts'}, not every name is known")

    def entries(self, name: str, own: Sequence[E] | None, entry: type[E]) -> Listed[E]:
        """Return a list whose entries have parts."""
        return self._list(name, own, self._stated.entries(name, entry))

    def fractures(self, age: Known[Decimal] | None) -> Listed[Fracture]:
        """Return the fractures with their sites under the names rules know, without times that cannot be."""
        listed = self.entries("fractures", self._facts.fractures, Fracture)
        tidy = (replace(one, site=fracture_site(one.site)) for one in listed.entries)
        whole = (self._possible_parts("fractures", one, ("age_at", "months_ago")) for one in tidy)
        ages = (age.value, *age.alternatives) if age is not None else ()
        return replace(listed, entries=tuple(self._in_time(one, ages) for one in whole))

    def _in_time(self, fracture: Fracture, ages: Sequence[Decimal]) -> Fracture:
        """Return a fracture without an age or time that does not fit the age of the patient."""
        wrong = impossible_times(fracture.age_at, fracture.months_ago, ages)
        self.conflicts |= {f"fractures[].{part}": IssueCode.IMPLAUSIBLE_VALUE.value for part in wrong}
        return timed(replace(fracture, **dict.fromkeys(wrong)) if wrong else fracture, ages)

    def medications(self) -> Listed[Medication]:
        """Return the medications."""
        listed = self._list("medications", self._facts.medications, self._stated.medications())
        parts = ("mg_per_day", "months", "days")
        return replace(listed, entries=tuple(self._possible_parts("medications", one, parts) for one in listed.entries))

    def implants(self) -> Listed[Implant]:
        """Return the implants with tidy names."""
        listed = self.entries("implants", self._facts.implants, Implant)
        tidy = (
            Implant(site=name_of(one.site) if one.site else None, side=name_of(one.side) if one.side else None)
            for one in listed.entries
        )
        return replace(listed, entries=tuple(tidy))

    def _list(self, name: str, own: Sequence[E] | None, stated: Listed[E]) -> Listed[E]:
        listed, contradicted = joined(own, stated)
        if contradicted:
            self.conflicts[name] = IssueCode.VALUE_CONFLICT.value
        return listed

    def _one(
        self, name: str, own: V | None, reported: Sequence[V | None], code: str = IssueCode.VALUE_CONFLICT.value
    ) -> Known[V] | None:
        """Return the one value all sources agree on; None if there is none or they disagree."""
        said = [value for value in (own, *reported) if value is not None]
        if not said:
            return None
        if len(said) > 1 and any(value != said[0] for value in said):
            self.conflicts[name] = code
            return None
        return Known(said[0], "facts" if own is not None else "report")
