"""One sentence as its numbers are read: tokens, numbers with their times, and what the lines above give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.narrative.examinations.times import Moment
from parsers.narrative.language.roles import Role
from parsers.narrative.language.tokens import Token
from parsers.narrative.text.scope import Scope


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence."""

    tokens: Sequence[Token]
    roles: Mapping[int, Role]
    """The numbers that may be values, by position."""
    moments: Mapping[int, Moment]
    """When each of them was measured."""
    scope: Scope

    @property
    def is_respective(self) -> bool:
        """Whether a word says that numbers and names stand in the same order."""
        return any(token.is_a("respectively") for token in self.tokens)
