"""What a report says in words of its own: its class, changes over time, and discouraged ways of putting a result."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.views import words
from assess.over_time.stated_changes import worded
from dxa.report import DxaReport, Provenance, StatedChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement; its key names the mark in the source."""

    key: str
    text: str
    caption: str
    provenance: Provenance


def said(report: DxaReport) -> tuple[Said, ...]:
    """Return every statement whose place is known, each once."""
    found: dict[tuple[str, str], Said] = {}
    for one in _said(report):
        found.setdefault((one.text, repr(one.provenance.locator)), one)
    return tuple(found.values())


def _said(report: DxaReport) -> Iterator[Said]:
    text = report.text
    if text.stated_classification and text.stated_classification_provenance:
        yield Said(
            key="stated",
            text=text.stated_classification,
            caption=f"Class as the report states it: {text.stated_classification}",
            provenance=text.stated_classification_provenance,
        )
    for number, claim in enumerate(text.stated_changes):
        if claim.provenance:
            told = _change(claim)
            caption = f"Change as the report states it: {told}"
            yield Said(key=f"change-{number}", text=told, caption=caption, provenance=claim.provenance)
    for number, wording in enumerate(text.discouraged):
        if wording.provenance:
            raw = f"“{wording.provenance.raw}”"
            caption = f"A way of putting it ISCD discourages: {raw}"
            yield Said(key=f"wording-{number}", text=raw, caption=caption, provenance=wording.provenance)


def _change(claim: StatedChange) -> str:
    if claim.region is None:
        return worded(claim)
    return f"{worded(claim)} at {words.lower_first(words.site(claim.region, claim.side, ()))}"
