"""The catalogue of messages: what every code is called towards each audience, as data a clinician can edit."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from dxa.draft import Audience
from dxa.errors import Defect

CODES = ("classification", "recommendation", "risk", "caveat", "check", "note")
"""Sections whose keys are codes of an assessment; no code stands in two of them."""
_ALLOWED: Mapping[str, frozenset[str]] = {
    "recommendation": frozenset({"pack"}),
    "risk": frozenset({"pack"}),
    "verdict": frozenset({"site"}),
}
"""Places a text of a section may hold; none elsewhere, but in the sentences each has its own."""
_PLACES = {
    "indication": "indication", "who": "who", "stated_facts": "facts", "told_facts": "facts", "device": "device",
    "performed": "date", "precision": "facts", "sites": "sites", "reference": "reference", "printed": "name value",
    "change": "site arithmetic percent since lsc verdict", "change_unused": "site since why", "lsc_known": "lsc",
    "decided": "site quantity value pack", "decided_none": "pack", "closest": "site quantity value pack",
    "missing_class": "facts",
    "conditional": "assumption name", "pack_class": "pack text", "because": "reasons",
    "qualified": "text packs", "pack_open": "pack facts",
    "packs_open": "packs", "check": "text detail check", "read_with_care": "code", "rejected": "reason values",
    "excluded": "site reason", "held": "value reason", "set_aside": "subject", "draft_packs": "packs",
    "advice": "text citations", "interval": "whom amount citation", "nutrition": "what whom amount citation",
    "causes_present": "items", "causes_unknown": "items", "more_facts": "facts", "plain_measured": "sites",
    "plain_lowest": "site",
}  # fmt: skip
SENTENCES: Mapping[str, frozenset[str]] = {
    **{name: frozenset(places.split()) for name, places in _PLACES.items()},
    **dict.fromkeys(
        ("indication_none", "device_none", "performed_none", "no_numbers", "no_prior", "no_prior_same_site",
         "lsc_unknown", "unverified", "no_limits", "no_advice", "plain_nothing", "plain_talk"),
        frozenset(),
    ),
}  # fmt: skip
"""Every sentence a draft is made of, with the places it holds; each must be filled and no other may stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one code is called."""

    radiologist: str
    clinician: str
    patient: str | None = None
    """None: it is not told to patients."""
    name: str | None = None
    """The bare name, for the middle of a sentence; classes only."""

    def towards(self, audience: Audience) -> str | None:
        """Return the text for an audience; None where it is not for patients."""
        texts = {Audience.RADIOLOGIST: self.radiologist, Audience.CLINICIAN: self.clinician}
        return texts.get(audience, self.patient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every text of the drafts."""

    messages: Mapping[str, Mapping[str, Message]]
    """By section, then by code."""
    sentences: Mapping[str, str]
    packs: Mapping[str, str]
    """Short names without the year; the edition of the assessment stands beside them."""
    facts: Mapping[str, str]
    """Names of facts that would read badly as they are."""

    def of(self, code: str) -> Message | None:
        """Return what a code of an assessment is called; None for one nobody has written about."""
        return next((self.messages[part][code] for part in CODES if code in self.messages[part]), None)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that travels with the program.

    Raises:
        Defect: it is damaged.
    """
    return read_catalogue(files("assess").joinpath("messages.toml").read_text(encoding="utf-8"))


def read_catalogue(text: str) -> Catalogue:
    """Return the catalogue a text holds.

    Raises:
        Defect: not TOML, a text is missing or empty, or one holds a place it may not hold; the text names which.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Defect(f"messages.toml: {error}") from error
    wanted = (*CODES, "verdict", "section", "site")
    absent = sorted({*wanted, "sentence", "pack", "fact"} - set(data))
    if absent:
        raise Defect(f"messages.toml: no section {', '.join(absent)}")
    if set(data["sentence"]) != set(SENTENCES):
        wrong = ", ".join(sorted(set(data["sentence"]) ^ set(SENTENCES)))
        raise Defect(f"messages.toml: sentences missing or unknown: {wrong}")
    for name, sentence in data["sentence"].items():
        if _places(name, sentence) != SENTENCES[name]:
            raise Defect(f"messages.toml: sentence {name} must hold the places {sorted(SENTENCES[name])}")
    messages = {part: {code: _message(part, code, entry) for code, entry in data[part].items()} for part in wanted}
    return Catalogue(messages=messages, sentences=data["sentence"], packs=data["pack"], facts=data["fact"])


def _message(part: str, code: str, entry: Mapping[str, Any]) -> Message:
    where = f"{part}.{code}"
    unknown = set(entry) - set(Message.__dataclass_fields__)
    empty = [key for key, text in entry.items() if not isinstance(text, str) or not text.strip()]
    if unknown or empty or "radiologist" not in entry:
        raise Defect(f"messages.toml: {where} needs radiologist, and may hold clinician, patient and name")
    for text in entry.values():
        if not _places(where, text) <= _ALLOWED.get(part, frozenset()):
            raise Defect(f"messages.toml: {where} holds a place it may not hold")
    return Message(
        radiologist=entry["radiologist"],
        clinician=entry.get("clinician", entry["radiologist"]),
        patient=entry.get("patient"),
        name=entry.get("name"),
    )


def _places(where: str, text: str) -> frozenset[str]:
    try:
        return frozenset(place for _, place, _, _ in Formatter().parse(text) if place is not None)
    except ValueError as error:
        raise Defect(f"messages.toml: {where}: {error}") from error
