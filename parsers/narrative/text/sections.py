"""What stands under each heading, and the date of the examination."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from parsers.narrative.language.dates import When
from parsers.narrative.language.tokens import Token
from parsers.narrative.language.words import subject_words
from parsers.narrative.text.lines import names_examination
from parsers.narrative.text.sentences import Sentence

_TITLE = 3
"""Sentences that may be a title."""
_METHODS = frozenset(["dxa", "dexa", "moc", "bmd"])
_LONGEST_TITLE = 12
"""Words of a title with the sites examined."""
_ELSEWHEN = ("compare", "prior", "earlier", "general:past", "general:when", "general:ago", "ago", "sections:comparison")
"""What tells that the dates behind it are another examination's."""
_OF_OTHERS = frozenset(["indication", "comparison", "recommendation"])
"""Sections that speak of other examinations."""
_OTHER_EVENT = re.compile(
    r"letzt|dernier|ultim|laatst|last|vorig|preced|anteri|previ|prior|next|nachst|proch|prox(?!imal)|volgend"
    r"|fra[ck]t|frattur|fratur|operat|opere|prothes|protes|surg|cirug|cirurg|chirurg|interv|geplan|plan"
)
"""Stems by which a sentence speaks of another examination, or of what is no examination of bone density."""
_TOLD = re.compile(
    r"had|has had|hatte|erhielt|bekam|erfolgte|wurde|a eu|avait|a passe|tuvo|se hizo|ha avuto|fece|teve|fez|kreeg"
    r"|onderging|underwent|received|was|were|fue|foi|stata|werd"
)
"""Verbs by which a letter tells of an examination at its day."""


def section_text(sentences: Sequence[Sentence], text: str, key: str | None) -> str | None:
    """Return the words under every heading of a kind (None: under none), as printed; None if there are none."""
    return "\n\n".join(text[start:end].strip() for start, end in section_spans(sentences, key)) or None


def section_spans(sentences: Sequence[Sentence], key: str | None) -> tuple[tuple[int, int], ...]:
    """Return where the words under every heading of a kind stand, one span for sentences that follow one another."""
    runs: list[tuple[int, int]] = []
    last_was_here = False
    for sentence in sentences:
        if sentence.section == key:
            if last_was_here:
                runs[-1] = (runs[-1][0], sentence.end)
            else:
                runs.append((sentence.start, sentence.end))
        last_was_here = sentence.section == key
    return tuple(runs)


def study_date(sentences: Sequence[Sentence]) -> When | None:
    """Return the date of the examination: behind a label for it, or the only date under the examination heading.

    Or the only date in the title, the lines above the first result. None if the text prints none or several. A date
    that leaves day and month open has no `day`.
    """
    whole = [sentence for sentence in _from_now_on(sentences) if sentence.closed]
    labelled = {when for sentence in whole for when in _labelled(sentence.tokens)}
    labelled = labelled or {when for sentence in whole for when in _done(sentence)}
    headed = {
        token.when
        for sentence in sentences
        if sentence.section == "examination"
        and sentence.closed
        and not any(other.is_a("birth_date", "prior", "compare") for other in sentence.tokens)
        for token in sentence.tokens
        if token.when
    }
    dates = labelled or headed or _titled(sentences) or _told(sentences)
    return next(iter(dates)) if len(dates) == 1 else None


def _from_now_on(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """Return the sentences from one that begins with "Current examination:" on, all if there is none.

    What stands above it may be an earlier examination with a date of its own.
    """
    for place, sentence in enumerate(sentences):
        head = sentence.tokens[:2]
        if place and head and (head[0].is_a("sections:current") or (len(head) > 1 and _heads_now(*head))):
            return sentences[place:]
    return sentences


def _told(sentences: Sequence[Sentence]) -> set[When]:
    """Return the day of the newest of several examinations: "her DXA of 12 March 2024 showed ...; in 2020 it was ...".

    Only where every result stands in a sentence with a date; an undated one may be today's.
    """
    if not all(_is_dated(sentence.tokens) for sentence in sentences if _holds_score(sentence.tokens)):
        return set()
    found: set[When] = set()
    for tokens in (sentence.tokens for sentence in sentences if sentence.closed):
        for place, token in enumerate(tokens[2:], 2):
            before = tokens[:place]
            named = before[-1].is_a("at") and before[-2].text in subject_words()
            other = any(each.is_a("prior", "earlier", "compare", "general:past", "general:when") for each in before)
            if token.when and token.when.day and named and not other:
                found.add(token.when)
    dates = {token.when for sentence in sentences for token in sentence.tokens if token.when}
    newest = all(other == when or other.is_before(when) for when in found for other in dates)
    return found if len(found) == 1 < len(dates) and newest else set()


def _is_dated(tokens: Sequence[Token]) -> bool:
    return any(token.when for token in tokens) and not any(token.is_a("now") for token in tokens)


def _holds_score(tokens: Sequence[Token]) -> bool:
    return any(token.is_a("number") for token in tokens) and any(token.key("labels") for token in tokens)


def _titled(sentences: Sequence[Sentence]) -> set[When]:
    """Return the dates beside the name of the examination above the first number."""
    found: set[When] = set()
    titled = False
    for sentence in sentences[:_TITLE]:
        if any(token.is_a("number") for token in sentence.tokens) or sentence.section not in {None, "examination"}:
            return found or _heading_its_results(sentences)
        # "BONE DENSITY SCAN (DEXA)" above "Date: 2024-03-02" gives the date its name.
        named = any(_names_subject(token) for token in sentence.tokens) or (titled and _is_date(sentence))
        titled = _is_title(sentence)
        told = _before_compared(sentence.tokens)
        other = any(token.is_a("birth_date", "prior", "earlier", "compare", "general:past") for token in told)
        days = {token.when for token in told if token.when and (token.when.day or token.when.ambiguous)}
        if other or _heads_columns(sentence.tokens):
            return found
        eventful = any(_OTHER_EVENT.search(token.text) for token in told)
        stands = named and sentence.closed and not eventful and not _is_set_off(sentence, sentences)
        found |= days if stands else set()
    return found


def _is_set_off(dated: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Whether a sentence tells a day and the text then turns to today: "She had a DXA on 3/14/2019. Today's ...".

    A title with its day and "today" below is of one examination, and so are a day and "today" in one clause.
    """
    if (
        not dated.tokens
        or dated.tokens[-1].text != "."
        or not any(_TOLD.fullmatch(token.text) for token in dated.tokens)
    ):
        return False
    place = next((at for at, token in enumerate(dated.tokens) if token.when), 0)
    own = any(token.is_a("now") for token in dated.tokens[:place])
    behind = [token for sentence in sentences for token in sentence.tokens if token.start > dated.tokens[place].start]
    return not own and any(token.is_a("now", "sections:current") for token in behind)


def _before_compared(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return what a title says before the older examination it compares with: "DXA of 14/09/2026, compared with ...".

    All of it where no day stands before the comparison, or the day behind it is not an older one.
    """
    told = list(takewhile(lambda token: not token.is_a("compare"), tokens))
    days = [token.when for token in told if token.when]
    later = [token.when for token in tokens[len(told) :] if token.when]
    older = bool(later) and all(when.is_before(day) for when in later for day in days)
    return told if len(days) == 1 and older else tokens


def _heads_columns(tokens: Sequence[Token]) -> bool:
    """Whether a line heads the columns of a table, whose dates are of several examinations: "T-score  now  2021"."""
    named = any(token.text.partition("-")[0] in _METHODS for token in tokens)
    scored = not named and any(token.key("labels") in {"t_score", "z_score"} for token in tokens)
    parted = any(
        first.is_a("now") and second.when is not None and second.start - first.end > 1
        for first, second in pairwise(tokens)
    )
    return scored or parted


def _names_subject(token: Token) -> bool:
    """Whether a token names the examination, as the first part of a compound too: "DXA-Messung", "DEXA-scan"."""
    return token.text in subject_words() or (not token.key("labels") and token.text.partition("-")[0] in _METHODS)


def _is_title(sentence: Sentence) -> bool:
    """Whether a line is the name of the examination, with the sites examined or without."""
    words = [token for token in sentence.tokens if not token.is_a("punctuation")]
    if not words or sentence.tokens[-1].text in {".", ":", ","}:
        return False
    return all(names_examination(token) for token in words) or (
        names_examination(words[0]) and len(words) <= _LONGEST_TITLE and not any(token.when for token in words)
    )


def _is_date(sentence: Sentence) -> bool:
    """Whether a line is a date behind the bare word for one."""
    told = [token for token in sentence.tokens if not token.is_a("punctuation")]
    return len(told) == 2 and told[0].is_a("general:date_head") and told[1].when is not None  # noqa: PLR2004 - label and date


def _heading_its_results(sentences: Sequence[Sentence]) -> set[When]:
    """Return the days behind the name of the examination that head results: "DXA 12.05.2025: L1-L4 -2.9"."""
    found: set[When] = set()
    others: set[When] = set()
    for sentence in sentences:
        tokens = sentence.tokens
        colon = next((place for place, token in enumerate(tokens) if token.text == ":"), 0)
        head = tokens[:colon]
        plain_head = not any(token.is_a("number", "site", "levels", "prior", "earlier", "compare") for token in head)
        named = sentence.section not in _OF_OTHERS and any(
            {token.text, token.text.partition("-")[0]} & set(subject_words()) for token in head
        )
        dates = [place for place, token in enumerate(head) if token.when] if named and plain_head else []
        if len(dates) != 1 or (when := head[dates[0]].when) is None:
            continue
        if not _is_bracket(head[dates[0] + 1 :]):
            others.add(when)
        elif when.day or when.ambiguous or _is_alone(when, head[: dates[0]], sentences):
            found.add(when)
    if found and any(_is_undated_now(sentence.tokens) for sentence in sentences):
        return set()
    # Of "DXA 4/15/2025 at our clinic: ..." and "DXA 4/2/2023: ..." the older one is not this examination.
    return set() if any(not other.is_before(when) for other in others for when in found) else found


def _is_undated_now(tokens: Sequence[Token]) -> bool:
    """Whether a line begins with this examination and no day: "DXA today: L1-L4 -2.2"."""
    head = list(takewhile(lambda token: token.text != ":", tokens))
    led = len(head) < len(tokens) and any(_heads_now(*pair) for pair in pairwise([*head, tokens[len(head)]]))
    return led and not any(token.when for token in head)


def _is_bracket(tokens: Sequence[Token]) -> bool:
    """Whether nothing, or one bracket, stands behind a day: "DXA 4/15/2025 (Hologic): ..."."""
    marks = [token.text for token in tokens]
    return not tokens or (marks[0] == "(" and marks.count(")") == 1 and marks[-1] == ")")


def _is_alone(when: When, name: Sequence[Token], sentences: Sequence[Sentence]) -> bool:
    """Whether a bare year behind a bare name of the examination heads the text, as no other date does.

    As in "DXA 2025: L1-L4 -2.9, change since 2022"; of "DXA 2019: ..." and "DXA 2025: ..." neither is alone.
    """
    bare = all(names_examination(token) for token in name)
    opening = any(token.when == when for sentence in sentences[:_TITLE] for token in sentence.tokens)
    heads = sum(
        before.when is not None and token.text == ":"
        for sentence in sentences
        for before, token in pairwise(sentence.tokens)
    )
    dates = (token.when for sentence in sentences for token in sentence.tokens if token.when is not None)
    if any(_heads_now(before, token) for sentence in sentences for before, token in pairwise(sentence.tokens)):
        return False
    return bare and opening and heads == 1 and not any(other.year > when.year for other in dates)


def _heads_now(first: Token, second: Token) -> bool:
    """Whether two words speak of this examination beside one of a year: "DEXA nu", "aktuelle DXA", "heute:"."""
    if first.is_a("now"):
        return second.text == ":" or names_examination(second)
    return second.is_a("now") and names_examination(first)


def _labelled(tokens: Sequence[Token]) -> list[When]:
    found = []
    for place, token in enumerate(tokens):
        if token.is_a("number"):
            # Behind a result "(examination of 3 May 2019: ...)" is another one's date.
            break
        if token.is_a(*_ELSEWHEN):
            # As in "compared with the measurement of 3 May 2019".
            break
        if token.is_a("exam_date") and not any(other.is_a("general:elsewhere") for other in tokens):
            near = (other.when for other in tokens[place + 1 : place + 4] if other.when)
            found += [when for when in [next(near, None)] if when]
    return found


def _done(sentence: Sentence) -> list[When]:
    """Return the one day a sentence says the examination was done: "Am 03.03.2025 führten wir eine DXA durch".

    What stands behind a word for another examination does not count.
    """
    if sentence.section in _OF_OTHERS:
        return []
    clause = list(takewhile(lambda token: not token.is_a(*_ELSEWHEN, "number"), sentence.tokens))
    days = [token.when for token in clause if token.when]
    # "A DXA was done on 14/03/2019 elsewhere; today's shows ...".
    elsewhere = any(token.is_a("general:elsewhere") for token in sentence.tokens)
    named = not elsewhere and any(_names_subject(token) or token.is_a("general:exam") for token in clause)
    done = any(token.is_a("done") for token in clause)
    if not (done and named and len(days) == 1 and days[0]) or any(_OTHER_EVENT.search(token.text) for token in clause):
        return []
    return days if days[0].day or days[0].ambiguous else []
