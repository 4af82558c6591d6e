"""Which deliveries are in hand, and which acknowledgements say that they no longer are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """One basic.ack."""

    tag: int
    multiple: bool
    """Whether it speaks for every earlier delivery still in hand too."""


class Tags:
    """Delivery tags of one AMQP channel, which the broker gives in rising order; not safe for threads."""

    def __init__(self) -> None:
        self._in_hand: dict[int, bool] = {}
        """In rising order; true once finished."""

    def __len__(self) -> int:
        return len(self._in_hand)

    def begin(self, tag: int) -> None:
        """Note a delivery."""
        self._in_hand[tag] = False

    def finish(self, tag: int) -> None:
        """Note that a delivery may be acknowledged."""
        self._in_hand[tag] = True

    def drop(self, tag: int) -> None:
        """Forget a delivery that was settled by other words than an acknowledgement."""
        del self._in_hand[tag]

    def due(self) -> tuple[Acknowledgement, ...]:
        """Return the fewest acknowledgements for everything finished, which is then no longer in hand."""
        finished = [tag for tag, done in self._in_hand.items() if done]
        first_open = next((tag for tag, done in self._in_hand.items() if not done), None)
        together = [tag for tag in finished if first_open is None or tag < first_open]
        alone = finished[len(together) :]
        for tag in finished:
            del self._in_hand[tag]
        due = [Acknowledgement(tag=together[-1], multiple=len(together) > 1)] if together else []
        return (*due, *(Acknowledgement(tag=tag, multiple=False) for tag in alone))
