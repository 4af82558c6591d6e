"""The words of the grammar, from one TOML file per language in `words/`; a clinician extends those, not the code.

Labels, classes, sections, places and facts of all languages are always known. The small words of `[grammar]`
("no" is a negation in English and "in the" in Portuguese) count only in the language a text is written in.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain, product
from typing import Any

from dxa.sites import plain

Phrases = Mapping[tuple[str, ...], frozenset[str]]
"""Tags of a phrase, by its words."""

_WORD = r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*"
DOTTED = r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+\.?(?![^\W_])"
"""Letters with dots between, such as "t.o.v."; read as one word without the last dot."""
WORDS = re.compile(rf"{DOTTED}|{_WORD}|\d+|[^\w\s]")
ELISION = re.compile(
    r"(?<![^\W\d_])(?:dell|all|nell|sull|dall|quell|l|d|n|s|qu|j|c)['\u2019](?=[^\W\d_]{2})", re.IGNORECASE
)
_LONE_LETTER = re.compile(r"(?<![^\W_])[LTD](?=[\d\s.:)])")
"""A capital letter of a vertebra, a side or a score; only before an apostrophe is it the French article."""
_SHORT = 3
"""Letters of a word too short to tell a language."""
_PLAIN = 6
"""What the words of a text must count for its language, beyond twice what they count for English, to be sure of it."""
_OF_SITES = frozenset(["ges", "tot", "li", "re", "lt", "rt", "izq", "esq", "fem", "prox", "sx", "dx"])
"""Abbreviations of sites and sides, which people write in any language."""
_SHARED = ("labels", "classes", "sections", "places", "frax", "units", "general")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases a text is read with."""

    language: str
    phrases: Phrases
    facts: Phrases
    """The same with the names of clinical facts among them."""
    abbreviations: frozenset[str]
    months: Mapping[str, int]
    reach: Mapping[str, int]
    """Words in the longest phrase or fact that begins with a word."""
    dictated: Mapping[str, str]
    """What a word means within a number dictated in the text's language: a numeral, "." for the decimal point, or ""
    for a word that counts on."""
    day_first: bool = False
    """True if nobody who writes this language puts the month before the day, and the text is plainly in it."""


def split(text: str) -> tuple[str, ...]:
    """Return the words of a phrase as the scanner cuts them: hyphened words whole, elided articles apart.

    >>> split("10-year risk"), split("l'os T-score")
    (('10', '-', 'year', 'risk'), ('l', 'os', 't-score'))
    """
    return tuple(
        plain(word).rstrip(".") or "."
        for word in WORDS.findall(ELISION.sub(lambda found: found.group()[:-1] + " ", text))
    )


def lexicon_for(text: str) -> Lexicon:
    """Return the lexicon of the language a text is mostly written in; English if none shows."""
    scores = _scores(text)
    language = _best(scores)
    lexicon = _lexicon(language)
    plainly = scores[language] >= _PLAIN + 2 * scores["en"]
    return replace(lexicon, day_first=True) if plainly and _files()[language].get("day_first") else lexicon


@cache
def claims_lexicon(language: str) -> Lexicon:
    """Return the lexicon for claims of change and discouraged wording; its `facts` are the phrases that tell them.

    What is claimed is known in all languages; what leaves it open or denies it only in the text's own, so that a
    denial of another language leaves it open too.
    """
    every = _files()
    own = every[language]
    tagged = [
        (f"{section}:{key}", phrase)
        for words in every.values()
        for section in ("labels", "classes", "trends", "degrees")
        for key, phrases in words.get(section, {}).items()
        for phrase in (phrases if _is_claimed(section, key) and (key not in _OWN or words is own) else ())
    ]
    grammar = own["grammar"]
    tagged += [(tag, phrase) for tag in _SMALL for phrase in grammar.get(tag, ())]
    tagged += [pair for pair in _foreign_doubts(language) if len(pair[1]) > _SHORT]
    phrases = _indexed(tagged)
    return replace(_lexicon(language), facts=phrases, reach=_reach(phrases))


def _is_claimed(section: str, key: str) -> bool:
    """Return whether phrases speak of claims; "change since the previous study" over a column would hide one."""
    return section != "labels" or key in {"t_score", "bmd"}


_OWN = frozenset(["maybe", "against", "shows"])
"""Small words of the claims, which mean something else in other languages."""
_SMALL = ("not", "not_after", "family", "contrast", "because", "and", "young", "matched", "earlier")


def language_of(text: str) -> str:
    """Return the two-letter code of the language whose small words a text uses most.

    >>> language_of("Der T-Wert liegt bei -2,1 am Schenkelhals."), language_of("T-score -2.1")
    ('de', 'en')
    """
    return _best(_scores(text))


def _scores(text: str) -> dict[str, int]:
    """Return what the words of a text count for each language."""
    weights = _weights()
    scores = dict.fromkeys(_files(), 0)
    for word in split(_LONE_LETTER.sub(" ", text[:20_000])):
        for name, weight in weights.get(word, ()):
            scores[name] += weight
    return scores


def _best(scores: Mapping[str, int]) -> str:
    best = max(scores.values())
    winners = [name for name, score in scores.items() if score == best]
    return "en" if "en" in winners else winners[0]


@cache
def _weights() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Return what each word counts for which language: small words one, words of the subject three."""
    weights: dict[str, Counter[str]] = {}
    for name, words in _files().items():
        for word in words["common"]:
            weights.setdefault(word, Counter())[name] += 1
        for phrases in words.get("sites", {}).values():
            for word in phrases:
                weights.setdefault(word, Counter())[name] += 1
    for name, word in _own_words():
        weights.setdefault(word, Counter())[name] += 3
    return {word: tuple(counts.items()) for word, counts in weights.items()}


def _own_words() -> Iterator[tuple[str, str]]:
    """Yield each language with each single long word that no other language's file holds."""
    words_of = {language: _long_words(words) for language, words in _files().items()}
    holders = Counter(chain.from_iterable(words_of.values()))
    for language, words in words_of.items():
        yield from ((language, word) for word in words if holders[word] == 1)


def _long_words(words: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        word
        for section in ("labels", "sections", "grammar", "clinical", "classes", "facts")
        for phrases in words.get(section, {}).values()
        for phrase in phrases
        for word in split(phrase)
        if len(word) > _SHORT
    )


def all_phrases() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the tag and the words of every phrase of every language."""
    for words in _files().values():
        for section in (*_SHARED, "grammar", "facts"):
            shown = section if section in _SHARED else ""
            yield from ((tag, split(phrase)) for tag, phrase in _tagged(shown, words.get(section, {})))


def heading_of(language: str, section: str) -> str:
    """Return the first heading a language has for a section."""
    words = _files()[language]["sections"]
    heading: str = words.get(section, _files()["en"]["sections"][section])[0]
    return heading


@cache
def headings_of(*sections: str) -> frozenset[str]:
    """Return the headings of these sections in every language, in plain letters: "conclusion", "beurteilung"."""
    return frozenset(
        plain(heading)
        for words in _files().values()
        for section in sections
        for heading in words["sections"].get(section, ())
    )


def month_names() -> Iterator[str]:
    """Yield the names of the months in every language."""
    for words in _files().values():
        for names in words["months"].values():
            yield from (plain(name) for name in names)


def subject_words() -> tuple[str, ...]:
    """Return the phrases that make a plain text a possible bone-density report."""
    return _subject_words()


@cache
def head_words() -> frozenset[str]:
    """Return the names of the head, which a measurement of the whole body may leave out, in every language.

    They are no phrases: "Head: 2.1 g/cm2" stays a part of the skeleton that nobody knows.
    """
    return frozenset(plain(word) for words in _files().values() for word in words["head"])


@cache
def _subject_words() -> tuple[str, ...]:
    return tuple(sorted({plain(phrase) for words in _files().values() for phrase in words["document"]}))


@cache
def score_words() -> tuple[str, ...]:
    """Return what a score may be called in any language, and the standard deviations it is told in.

    Beside the name of a bone they make a plain text a possible bone-density report.
    """
    return tuple(
        sorted(
            {
                plain(phrase)
                for words in _files().values()
                for phrase in (
                    *words["labels"]["t_score"],
                    *words["labels"]["z_score"],
                    *words.get("units", {}).get("sd", ()),
                )
                if len(phrase) > _SHORT
            }
        )
    )


@cache
def _files() -> dict[str, Mapping[str, Any]]:
    folder = files("parsers.narrative").joinpath("words")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    loaded = (tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8")) for name in names)
    return {words["language"]: _with_composed(words) for words in loaded}


def _with_composed(words: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the words of a language with the phrases its file puts together of lists: "first", "old" before "scan"."""
    general = {key: list(phrases) for key, phrases in words.get("general", {}).items()}
    for each in words.get("composed", ()):
        general.setdefault(each["tag"], []).extend(" ".join(parts) for parts in product(*each["parts"]))
    return {**words, "general": general}


@cache
def _lexicon(language: str) -> Lexicon:
    own = _files()[language]
    tagged = [
        (tag, phrase)
        for words in _files().values()
        for section in _SHARED
        for tag, phrase in _tagged(section, words.get(section, {}))
    ]
    tagged += _tagged("", own["grammar"])
    tagged += _tagged("sites", own.get("sites", {}))
    # A dictated sign is one in every language: few words may not tell which one a text is written in.
    tagged += [("minus", phrase) for words in _files().values() for phrase in words["grammar"]["minus"]]
    # So is an "and" of three letters or more, which makes a list of two numbers.
    tagged += [("and", phrase) for words in _files().values() for phrase in words["grammar"]["and"] if len(phrase) > 2]  # noqa: PLR2004 - "e", "y", "o" mean more
    # A birthday is never an examination's, in whatever language the lines of numbers around it seem to be.
    births = [phrase for words in _files().values() for phrase in words["grammar"].get("birth_date", ())]
    tagged += [("birth_date", phrase) for phrase in births if any(len(word) >= _SHORT for word in split(phrase))]
    tagged += _foreign_times(language)
    tagged += _foreign_goals(language)
    phrases = _indexed(tagged)
    clinical = _tagged("", own.get("clinical", {}))
    named_facts = [pair for words in _files().values() for pair in _tagged("", words["facts"])]
    facts = _indexed([*tagged, *clinical, *named_facts, *_foreign_doubts(language)])
    named = [
        (name, number) for words in _files().values() for number, names in words["months"].items() for name in names
    ]
    return Lexicon(
        language=language,
        phrases=phrases,
        facts=facts,
        abbreviations=frozenset(plain(word) for word in own["abbreviations"]) | _OF_SITES,
        months={plain(name): int(number) for name, number in named},
        reach=_reach([*phrases, *facts]),
        dictated=_dictated(own.get("dictated", {})),
    )


def _dictated(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the words a language dictates numbers in, each with its numeral, "." or ""."""
    means = {"point": ".", "more": ""}
    return {plain(word): means.get(key, key) for key, words in table.items() for word in words}


def _foreign_times(language: str) -> Iterator[tuple[str, str]]:
    """Yield the words by which other languages speak of an earlier examination, without those that mean more here."""
    used = {plain(phrase) for _, phrase in _tagged("", _files()[language]["grammar"])}
    for name, words in _files().items():
        for tag in ("prior", "earlier"):
            phrases = words["grammar"][tag] if name != language else ()
            yield from ((tag, phrase) for phrase in phrases if len(phrase) > _SHORT + 2 and plain(phrase) not in used)


def _foreign_goals(language: str) -> Iterator[tuple[str, str]]:
    """Yield the words for "to" of other languages, without those that mean something here: "von -1,8 auf -2,2"."""
    used = {plain(phrase) for _, phrase in _tagged("", _files()[language]["grammar"])}
    for name, words in _files().items():
        if name != language:
            yield from (("foreign_to", phrase) for phrase in words["grammar"]["to"] if plain(phrase) not in used)


def _foreign_doubts(language: str) -> Iterator[tuple[str, str]]:
    """Yield the words by which other languages deny or suppose: in a short text the language may be mistaken."""
    own = _files()[language]
    used = {*own["common"], *(phrase for _, phrase in (*_tagged("", own["grammar"]), *_tagged("", own["clinical"])))}
    for name, words in _files().items():
        if name != language:
            supposed = [phrase for phrase in words["clinical"]["unsure"] if len(phrase) > _SHORT + 1]
            doubts = (*words["grammar"]["not"], *supposed)
            yield from (("foreign_doubt", phrase) for phrase in doubts if phrase not in used)


def _reach(phrases: Iterable[tuple[str, ...]]) -> dict[str, int]:
    reach: dict[str, int] = {}
    for words in phrases:
        reach[words[0]] = max(len(words), reach.get(words[0], 0))
    return reach


def _tagged(section: str, table: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for key, phrases in table.items():
        for phrase in phrases:
            yield (f"{section}:{key}" if section else key), phrase


def _indexed(tagged: Iterable[tuple[str, str]]) -> Phrases:
    index: dict[tuple[str, ...], set[str]] = {}
    for tag, phrase in tagged:
        index.setdefault(split(phrase), set()).add(tag)
    # "y" is a year in English and "and" in Spanish: a unit never joins two numbers. "An" is a year in French and "at"
    # in German: "-2,4 an L1-L4".
    joining = {words for words, tags in index.items() if "and" in tags or {"at", "units:year"} <= tags}
    return {
        words: frozenset(tag for tag in tags if words not in joining or not tag.startswith("units:"))
        for words, tags in index.items()
    }
