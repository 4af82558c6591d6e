"""RabbitMQ."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Rabbitmq:
    """The broker documents come from."""

    url: str | None = field(default=None, metadata={"variable": "RABBITMQ_URL"})
    """AMQP URL; None means that there is no broker."""

    def faults(self) -> Iterator[str]:
        """Say what may not be combined, because it would expose patient data."""
        return iter(())
