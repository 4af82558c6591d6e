"""How far a long piece of work is, on standard error: one line that is rewritten, or a line now and then in a log."""

import sys
from dataclasses import dataclass, field
from time import monotonic

_REDRAWN_SECONDS = 0.2
_LOGGED_SECONDS = 10.0
_BAR = 24


@dataclass(slots=True)
class Progress:
    """Counts what is done of a total that may be unknown (None)."""

    total: int | None
    unit: str
    done: int = 0
    note: str = ""
    """What else is worth a word, such as how many failed."""
    _began: float = field(default_factory=monotonic)
    _shown_at: float = 0.0

    def advance(self, by: int, note: str = "") -> None:
        """Count what was done since the last call, and show it when it is time."""
        self.done += by
        self.note = note
        if monotonic() - self._shown_at >= (_REDRAWN_SECONDS if sys.stderr.isatty() else _LOGGED_SECONDS):
            self.show()

    def show(self) -> None:
        """Show how far the work is."""
        self._shown_at = monotonic()
        text = self.line(self._shown_at - self._began)
        sys.stderr.write(f"\r\x1b[K{text}" if sys.stderr.isatty() else f"{text}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Show the end and leave the line."""
        self.show()
        if sys.stderr.isatty():
            sys.stderr.write("\n")

    def line(self, seconds: float) -> str:
        """Return the line after so many seconds of work.

        >>> Progress(total=400, unit="files", done=100, note="3 refused").line(50)
        '[######                  ]  25 %  100 of 400 files  2.0/s  2:30 left  3 refused'
        >>> Progress(total=None, unit="files", done=7).line(2)
        '7 files  3.5/s'
        """
        rate = self.done / seconds if seconds > 0 else 0.0
        parts = [f"{self.done} {self.unit}", f"{rate:.1f}/s"]
        if self.total:
            share = min(1.0, self.done / self.total)
            bar = "#" * round(share * _BAR)
            parts = [
                f"[{bar:{_BAR}}] {share:4.0%}".replace("%", " %"),
                f"{self.done} of {self.total} {self.unit}",
                parts[1],
            ]
            if rate:
                parts.append(f"{_clock((self.total - self.done) / rate)} left")
        return "  ".join([*parts, *([self.note] if self.note else [])])


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
