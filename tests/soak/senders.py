"""A sender of HL7 messages in a process of its own: as fast as answers come back, or at a set rate whatever they do."""

import json
import selectors
import socket
import sys
from argparse import ArgumentParser
from collections import deque
from dataclasses import dataclass, field
from time import perf_counter, sleep

from benchmarks.documents import oru

MARK = b"99999999"
MESSAGE = oru(int(MARK), narrative=False)
"""40 discrete values, 6 kB; each message sent is of a patient of its own."""
LAST_SECONDS = 30.0
"""How long what was sent last may take to be answered."""
TAKEN = (b"MSA|CA|", b"MSA|AA|")


@dataclass(slots=True)
class Sent:
    """What came back."""

    accepted: int = 0
    refused: int = 0
    unanswered: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    """Seconds from the moment a message was due, not from the moment it could be written."""

    @property
    def rate(self) -> float:
        """Messages accepted in a second."""
        return self.accepted / self.seconds

    def wait(self, share: float) -> float:
        """Return the milliseconds within which this share of the messages was answered."""
        ordered = sorted(self.waits)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


class Line:
    """One connection and when each message without answer was due."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.due: deque[float] = deque()
        self._rest = b""

    def send(self, number: int, due: float) -> None:
        """Send one message."""
        self.due.append(due)
        self.socket.sendall(b"\x0b" + MESSAGE.replace(MARK, b"%08d" % number) + b"\x1c\r")

    def take(self, sent: Sent) -> int:
        """Note the answers that are there and return how many."""
        data = self.socket.recv(1 << 16)
        if not data:
            raise ConnectionError("the listener closed a connection")
        *answers, self._rest = (self._rest + data).split(b"\x1c\r")
        now = perf_counter()
        for answer in answers:
            sent.waits.append(now - self.due.popleft())
            if any(code in answer for code in TAKEN):
                sent.accepted += 1
            else:
                sent.refused += 1
        return len(answers)


def closed(port: int, connections: int, seconds: float, first: int) -> Sent:
    """Send the next message on a connection when the one before was answered."""
    return _run(port, connections, seconds, first, None)


def at_rate(port: int, connections: int, seconds: float, first: int, rate: float) -> Sent:
    """Send so many messages a second, answered or not; a message that cannot be sent yet waits, and its wait counts."""
    return _run(port, connections, seconds, first, rate)


def _run(port: int, connections: int, seconds: float, first: int, rate: float | None) -> Sent:
    sent, lines, number = Sent(), [Line(port) for _ in range(connections)], first
    with selectors.DefaultSelector() as ready:
        for line in lines:
            ready.register(line.socket, selectors.EVENT_READ, line)
        start = perf_counter()
        if rate is None:
            for line in lines:
                line.send(number := number + 1, perf_counter())
        until, count = start + seconds, 0
        while (now := perf_counter()) < until:
            while rate is not None and (due := start + count / rate) <= now:
                lines[count % connections].send(number := number + 1, due)
                count += 1
            for key, _ in ready.select(0.0005 if rate else 0.1):
                for _ in range(key.data.take(sent)):
                    if rate is None:
                        key.data.send(number := number + 1, perf_counter())
        sent.seconds = perf_counter() - start
        _last_answers(ready, lines, sent)
    for line in lines:
        line.socket.close()
    return sent


def _last_answers(ready: selectors.BaseSelector, lines: list[Line], sent: Sent) -> None:
    until = perf_counter() + LAST_SECONDS
    while any(line.due for line in lines) and perf_counter() < until:
        for key, _ in ready.select(0.1):
            key.data.take(sent)
    sent.unanswered = sum(len(line.due) for line in lines)


def main() -> None:
    """Send and print as JSON what came back."""
    asked = ArgumentParser(description=__doc__)
    for name, kind in (("port", int), ("connections", int), ("seconds", float), ("first", int), ("rate", float)):
        asked.add_argument(name, type=kind)
    given = asked.parse_args()
    sleep(0.2)
    sent = _run(given.port, given.connections, given.seconds, given.first, given.rate or None)
    found = {name: getattr(sent, name) for name in ("accepted", "refused", "unanswered", "seconds")}
    sys.stdout.write(json.dumps(found | {"p50": sent.wait(0.50), "p99": sent.wait(0.99), "worst": sent.wait(1.0)}))


if __name__ == "__main__":
    main()
