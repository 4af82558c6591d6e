"""Change since examinations older than the newest one, where that says more: what reports call change from baseline."""

from assess.case.situation import Situation
from assess.over_time.changes import change_between, changes_of
from assess.over_time.earlier import older_than, pairs_of
from dxa.assessment import Change, ChangeVerdict

_TELLS = {ChangeVerdict.NOT_COMPARABLE: 0, ChangeVerdict.UNDECIDABLE: 1}
_DECIDED = 2


def further_changes_of(situation: Situation) -> tuple[Change, ...]:
    """Return changes against older examinations: the newest that tells more, and the oldest if it tells otherwise.

    Where the newest examination cannot be compared, or not decided on, the newest older one that can takes its place.
    The oldest is added where its verdict is decided and another one: a slow loss stays within the least significant
    change from one examination to the next. No rule asks for these; claims of the text are held against them too.
    """
    pairs = situation.once(pairs_of)
    return tuple(
        further
        for pair, change in zip(pairs, situation.once(changes_of), strict=True)
        for further in _further(change, [change_between(situation, older) for older in older_than(situation, pair)])
    )


def _further(newest: Change, older: list[Change]) -> list[Change]:
    """Return those of the older changes, newest first, that say more than the newest."""
    better = next((one for one in older if _tells(one) > _tells(newest)), None)
    known = better or newest
    oldest = next((one for one in reversed(older) if _tells(one) == _DECIDED), None)
    found = [better] if better is not None else []
    if oldest is not None and oldest.verdict is not known.verdict:
        found.append(oldest)
    return found


def _tells(change: Change) -> int:
    return _TELLS.get(change.verdict, _DECIDED)
