"""How messages depart from their version of the standard, by hl7apy: asked for on demand, never on the way in.

hl7apy takes some 100 ms for a message our tokenizer splits in 0.1 ms, and refuses messages a receiver has to read;
so it judges and does not read.
"""

from collections import Counter
from collections.abc import Iterator

from hl7apy.exceptions import HL7apyException
from hl7apy.parser import get_message_info, parse_message

from dxa.issues import IssueCode
from dxa.locator import Locator
from dxa.report import Issue
from dxa.settings import Limits
from parsers.hl7.fields import component
from parsers.hl7.tokens import Message, tokenised


def conformance_notes(content: bytes, limits: Limits) -> tuple[Issue, ...]:
    """Return what the standard has against each message of a document; empty if nothing.

    Raises:
        UnreadableDocument: not tokenisable.
        LimitExceeded: too many segments.
    """
    return tuple(note for message in tokenised(content, limits) for note in _notes(message))


def _notes(message: Message) -> Iterator[Issue]:
    # groups are left out: with them hl7apy drops segments it cannot place (measured on 70 public messages)
    text = "\r".join(segment.text for segment in message.segments)
    header = Locator(message=message.number, segment="MSH", index=1)
    try:
        _, structure, version = get_message_info(text)
        parsed = parse_message(text, find_groups=False)
    except HL7apyException as error:
        yield _note(f"hl7apy refuses the message: {type(error).__name__}", header)
        return
    except (ValueError, AttributeError, LookupError, TypeError) as error:
        # what hl7apy lets slip on damaged input
        yield _note(f"hl7apy fails on the message: {type(error).__name__}", header)
        return
    if version != component(message, message.header, 12, 1):
        yield _note("the version of MSH-12 is read differently by hl7apy", header)
    if structure is None:
        yield _note("MSH-9 does not name a message structure", header)
    ours = Counter(segment.name for segment in message.segments)
    theirs = Counter(str(segment.name) for segment in parsed.children)
    for name in sorted(ours | theirs):
        if ours[name] != theirs[name]:
            text = f"hl7apy finds {theirs[name]} of {ours[name]} {name} segments"
            yield _note(text, Locator(message=message.number, segment=name))
    yield from _missing(message)


def _missing(message: Message) -> Iterator[Issue]:
    """Name required fields that are empty: MSH-7, -9, -10, -11, -12, OBR-4, OBX-3, OBX-11."""
    required = {"MSH": (7, 9, 10, 11, 12), "OBR": (4,), "OBX": (3, 11)}
    for segment in message.segments:
        for number in required.get(segment.name, ()):
            if not segment.field(number).strip():
                place = Locator(message=message.number, segment=segment.name, index=segment.number, field=number)
                yield _note(f"{segment.name}-{number} is required and empty", place)


def _note(text: str, locator: Locator) -> Issue:
    return Issue(code=IssueCode.CONFORMANCE, text=text, locator=locator)
