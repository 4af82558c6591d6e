"""What stands under each heading, and the date of the examination."""

from collections.abc import Sequence

from parsers.narrative.dates import When
from parsers.narrative.sentences import Sentence
from parsers.narrative.tokens import Token


def section_text(sentences: Sequence[Sentence], text: str, key: str | None) -> str | None:
    """Return the words under every heading of a kind (None: under none), as printed; None if there are none."""
    runs: list[tuple[int, int]] = []
    last_was_here = False
    for sentence in sentences:
        if sentence.section == key:
            if last_was_here:
                runs[-1] = (runs[-1][0], sentence.end)
            else:
                runs.append((sentence.start, sentence.end))
        last_was_here = sentence.section == key
    return "\n\n".join(text[start:end].strip() for start, end in runs) or None


def study_date(sentences: Sequence[Sentence]) -> When | None:
    """Return the date of the examination: behind a label for it, or the only date under the examination heading.

    None if the text prints none, prints several, or leaves day and month open.
    """
    labelled = {when for sentence in sentences if sentence.closed for when in _labelled(sentence.tokens)}
    headed = {
        token.when
        for sentence in sentences
        if sentence.section == "examination"
        and sentence.closed
        and not any(other.is_a("birth_date", "prior", "compare") for other in sentence.tokens)
        for token in sentence.tokens
        if token.when
    }
    dates = labelled or headed
    return next(iter(dates)) if len(dates) == 1 and not next(iter(dates)).ambiguous else None


def _labelled(tokens: Sequence[Token]) -> list[When]:
    found = []
    for place, token in enumerate(tokens):
        if token.is_a("exam_date"):
            near = (other.when for other in tokens[place + 1 : place + 4] if other.when)
            found += [when for when in [next(near, None)] if when]
    return found
