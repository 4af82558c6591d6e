"""Names in lists: conditions, findings, risk factors and drugs, whatever a caller or a report calls them.

A name nobody here knows may be any of those rules ask for, in a language or spelling of its own: the list that holds it
then proves nothing by what it does not hold. "None" names nothing; what is denied, over or not known is no entry.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from assess.case.stated import name_of

HYPERPARATHYROIDISM = (
    "hyperparathyroidism", "primary_hyperparathyroidism", "phpt", "secondary_hyperparathyroidism",
    "tertiary_hyperparathyroidism",
)  # fmt: skip
"""Every kind of it: the positions name none."""
_LISTS = ("conditions", "findings", "risk_factors")
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
    told = [text for text in texts if _key(text) not in _words("none")]
    found = [_entry(fact, text) for text in told]
    entries = tuple(dict.fromkeys(name for name, _ in found if name is not None))
    return Names(entries, all(sure for _, sure in found))


def drug_name(text: str) -> str:
    """Return the drug rules know among the words of an entry; a tidy name where it is none, several or not taken.

    >>> drug_name("Alendronic acid 70 mg weekly"), drug_name("denosumab (stopped 2023)"), drug_name("Fosavance")
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


def is_listed(kind: str, word: str) -> bool:
    """Return whether a word, without capitals and accents, is on a list of names.toml such as `none` or `over`."""
    return word in _words(kind)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name without capitals, accents and punctuation."""
    return tuple(_key(text).split("_"))


def is_affirmed(text: str) -> bool:
    """Return whether nothing in an entry tells that it is not so, is over or is only thought of."""
    return _words("not_so").isdisjoint(words_of(text))


def _entry(fact: str, text: str) -> tuple[str | None, bool]:
    """Return the name of an entry, None if it is none, and whether it was understood."""
    key = _key(text)
    if not key or key in _words("unknown") or not is_affirmed(text):
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
    return named_drug(text) if is_affirmed(text) else None


def named_drug(text: str) -> str | None:
    """Return the one drug against osteoporosis an entry names, taken or not; None if it names none or several.

    >>> named_drug("Prolia abgesetzt 2023"), named_drug("alendronate, then denosumab")
    ('denosumab', None)
    """
    words = words_of(text)
    phrases = _book("therapy").phrases
    spans = {"_".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, len(words) + 1)}
    found = {phrases[span] for span in spans if span in phrases}
    # "Alendronate with vitamin D" is alendronate; "zoledronate, a bisphosphonate" is zoledronate.
    exact = found - {_SUPPLEMENT} or found
    exact = exact - _GENERIC or exact
    return exact.pop() if len(exact) == 1 else None


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    """Return a name without capitals, accents and punctuation, words joined by underscores."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "_".join(re.findall(r"[^\W_]+", "".join(letter for letter in letters if not unicodedata.combining(letter))))


@cache
def _book(fact: str) -> _Book:
    """Return what names.toml holds for a list."""
    read = _page()
    phrases = {_key(phrase): name for name, told in read[fact].items() for phrase in (name, *told)}
    return _Book(phrases, tuple(read["others"].get(fact, ())))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(_page()["words"][kind])


@cache
def _page() -> Mapping[str, Any]:
    return tomllib.loads(files("assess").joinpath("case", "names.toml").read_text(encoding="utf-8"))
