"""Names in lists: conditions, findings, risk factors and drugs, whatever a caller or a report calls them.

A name nobody here knows may be any of those rules ask for, in a language or spelling of its own: the list that holds it
then proves nothing by what it does not hold. "None" names nothing; what is denied, over or not known is no entry.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assess.case.stated import name_of

_LISTS = ("conditions", "findings", "risk_factors")
_NONE = frozenset(
    "none no nil nothing negative keine kein keines nichts aucun aucune neant rien ninguno ninguna nada nessuno nessuna "
    "niente geen nenhum nenhuma ingen inga".split()
)
_UNKNOWN = frozenset(
    "unknown unclear na n_a not_known not_stated unbekannt unklar inconnu inconnue desconocido desconocida sconosciuto "
    "sconosciuta onbekend desconhecido desconhecida ukendt okand".split()
)
_NOT_SO = frozenset(
    "no not non without denies denied never former formerly previous previously past stopped discontinued ended "
    "finished completed off ex kein keine nicht nie ohne fruher ehemals ehemalig abgesetzt beendet pas sans jamais "
    "ancien ancienne arrete arretee sin nunca suspendido suspendida senza mai sospeso sospesa niet nooit zonder gestopt "
    "sem suspenso suspensa nichtraucher nichtraucherin exraucher exraucherin nonsmoker exsmoker suspected possible "
    "verdacht suspicion sospecha sospetto verdenking suspeita".split()
)
"""Beside these a name tells of something that is not, is over, or is only thought of."""
_JOINED = re.compile(r"[,;/+&]|\b(?:and|und|et|y|e|en|og|och)\b")
_GENERIC = frozenset({"bisphosphonate", "estrogen"})
"""Names of several drugs, of which rules ask for one."""
_SUPPLEMENT = "supplement"


@dataclass(frozen=True, slots=True)
class Names:
    """The entries of a list under the names rules know."""

    entries: tuple[str, ...]
    sure: bool
    """False if an entry was not understood, so that anything may be on the list besides."""


@dataclass(frozen=True, slots=True)
class _Book:
    """What may be on one list: the phrases with their names, and beginnings of words that are surely no such name."""

    phrases: Mapping[str, str]
    others: tuple[str, ...]


def names_of(fact: str, texts: Iterable[str]) -> Names:
    """Return the entries of a list of names as rules know them, and whether all were understood.

    >>> names_of("conditions", ["Hyperparathyroidism, primary", "Hyperparathyreoidismus", "Gout"])
    Names(entries=('primary_hyperparathyroidism', 'hyperparathyroidism', 'gout'), sure=True)
    >>> names_of("risk_factors", ["none"]), names_of("risk_factors", ["non-smoker"])
    (Names(entries=(), sure=True), Names(entries=(), sure=False))
    """
    told = [text for text in texts if _key(text) not in _NONE]
    found = [_entry(fact, text) for text in told]
    entries = tuple(dict.fromkeys(name for name, _ in found if name is not None))
    return Names(entries, all(sure for _, sure in found))


def drug_name(text: str) -> str:
    """Return the drug rules know among the words of an entry; a tidy name where it is none, several or not taken.

    >>> drug_name("Alendronic acid 70 mg weekly"), drug_name("denosumab (stopped 2023)"), drug_name("Acide alendronique")
    ('alendronate', 'denosumab_(stopped_2023)', 'alendronate')
    """
    return _drug(text) or name_of(text)


def is_known_drug(text: str) -> bool:
    """Return whether an entry is one of the drugs against osteoporosis by any of their names."""
    return _drug(text) is not None and _drug(text) not in _GENERIC


def event_kind(text: str) -> str | None:
    """Return what an event before a scan is by the names rules know, None if nobody here knows the words.

    >>> event_kind("Szintigraphie"), event_kind("Grippeimpfung"), event_kind("CT")
    ('radionuclide', 'vaccination', None)
    """
    return _entry_of("recent_events", text)


def _entry(fact: str, text: str) -> tuple[str | None, bool]:
    """Return the name of an entry, None if it is none, and whether it was understood."""
    key = _key(text)
    if not key or key in _UNKNOWN or not _NOT_SO.isdisjoint(key.split("_")):
        return None, False
    if fact == "therapy":
        drug = _drug(text)
        # Calcium and vitamin D are no treatment, and "bisphosphonate" may be any of them.
        return (None, True) if drug == _SUPPLEMENT else (drug or name_of(text), drug not in {None, *_GENERIC})
    name = _entry_of(fact, text)
    return (name or name_of(text), name is not None)


def _entry_of(fact: str, text: str) -> str | None:
    key = re.sub(r"_(?:since|seit|depuis|desde|dal|sinds)?_?(?:19|20)\d\d$", "", _key(text))
    books = [_book(one) for one in (fact, *(other for other in _LISTS if other != fact and fact in _LISTS))]
    named = next((book.phrases[key] for book in books if key in book.phrases), None)
    if named is not None or _JOINED.search(text.casefold()):
        return named
    return key if any(word.startswith(books[0].others) for word in key.split("_")) else None


def _drug(text: str) -> str | None:
    words = _key(text).split("_")
    if not _NOT_SO.isdisjoint(words):
        return None
    phrases = _book("therapy").phrases
    spans = {"_".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, len(words) + 1)}
    found = {phrases[span] for span in spans if span in phrases}
    # "Alendronate with vitamin D" is alendronate; "zoledronate, a bisphosphonate" is zoledronate.
    exact = found - {_SUPPLEMENT} or found
    exact = exact - _GENERIC or exact
    return exact.pop() if len(exact) == 1 else None


@cache
def _key(text: str) -> str:
    """Return a name without capitals, accents and punctuation, words joined by underscores."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "_".join(re.findall(r"[^\W_]+", "".join(letter for letter in letters if not unicodedata.combining(letter))))


@cache
def _book(fact: str) -> _Book:
    """Return what names.toml holds for a list."""
    read = tomllib.loads(files("assess").joinpath("case", "names.toml").read_text(encoding="utf-8"))
    phrases = {_key(phrase): name for name, told in read[fact].items() for phrase in (name, *told)}
    return _Book(phrases, tuple(read["others"].get(fact, ())))
