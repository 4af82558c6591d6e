"""The lines of a message as its sender meant them: one segment each, whatever stands between and within them."""

from collections.abc import Sequence

ENVELOPE = frozenset({"FHS", "BHS", "BTS", "FTS"})
"""Segments around messages."""

_FRAMING = str.maketrans({"\x0b": "\r", "\x1c": "\r"})
_KNOWN = frozenset({
    "MSH", "SFT", "UAC", "EVN", "PID", "PD1", "PDA", "ARV", "NTE", "NK1", "PV1", "PV2", "ORC", "OBR", "TQ1",
    "TQ2", "CTD", "OBX", "FT1", "CTI", "SPM", "SAC", "DSC", "DG1", "DRG", "PR1", "TXA", "CON", "PRT", "ROL",
    "DB1", "AL1", "IAM", "GT1", "IN1", "IN2", "IN3", "ACC", "MRG", "MSA", "ERR", "QRD", "QRF", "QAK", "QPD",
    "ADD", "DSP", "BLG", "IPC", "ODS", "OBS", "CSR", "CSP", "CSS", "REL", "DEV", "ZDS", "RXO", "RXR", "RXE",
    "RXA", "SCH", "RGS", "AIS", "AIG", "AIL", "AIP", "UB1", "UB2", "FAC", "OM1", "GOL", "PRB", "VAR", "PTH",
})  # fmt: skip
"""Segments a result message may hold; Z segments are any."""

_PROSE = frozenset({"TX", "FT"})
_STATUSES = frozenset("FPCRADWXSU")
_VALUE, _STATUS = 5, 11
"""OBX-5 and OBX-11."""
_BETWEEN = _STATUS - _VALUE - 1
"""Fields between them."""


def lines_of(text: str, separator: str) -> tuple[tuple[str, ...], bool]:
    """Return the lines that are not blank, and whether the last one is ended.

    Where segments end in CR, a line feed that does not begin a segment is text of the field it stands in.
    """
    framed = text.translate(_FRAMING) if "\x0b" in text or "\x1c" in text else text
    tidy = framed.replace("\r\n", "\r").rstrip("\x00")
    terminated = tidy.endswith(("\r", "\n"))
    lines: list[str] = []
    for row in tidy.split("\r" if "\r" in tidy else "\n"):
        parts = row.split("\n") if "\n" in row else [row]
        # Some modalities send NULs between segments and messages; inside a field they stay and spoil a number.
        lines.append(parts[0].strip("\x00"))
        for part in parts[1:]:
            if is_segment(part, separator) or not lines[-1]:
                lines.append(part)
            elif part:
                lines[-1] += "\n" + part
    return tuple(_continued([line for line in lines if line.strip()], separator)), terminated


def is_segment(line: str, separator: str) -> bool:
    """Return whether a line begins with the name of a segment."""
    name = line[:3]
    return line[3:4] in {separator, ""} and len(name) == 3 and (name in _KNOWN or name in ENVELOPE or name[0] == "Z")  # noqa: PLR2004 - a segment name


def _continued(lines: Sequence[str], separator: str) -> list[str]:
    """Return the lines with the text of an OBX in one that line ends without escapes, or ADD, have cut in parts.

    Only where every part is known to belong: the OBX ends in its text, and the last part with what follows a text.
    """
    joined: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        parts = _parts_of(lines, at, separator) if _is_open(line, separator) else []
        for part in parts:
            is_add = part.startswith(f"ADD{separator}")
            line += part[4:] if is_add else f"\n{part}"
        joined.append(line)
        at += 1 + len(parts)
    return joined


def _is_open(line: str, separator: str) -> bool:
    fields = line.split(separator)
    return fields[0] == "OBX" and len(fields) == _VALUE + 1 and fields[2].strip().upper() in _PROSE


def _parts_of(lines: Sequence[str], at: int, separator: str) -> list[str]:
    """Return the lines behind an open OBX that go on with its text; none if the end of the text is not among them."""
    parts: list[str] = []
    for line in lines[at + 1 :]:
        is_add = line.startswith(f"ADD{separator}")
        if (is_segment(line, separator) and not is_add) or mended_name(line, separator) not in {"", line}:
            return []
        parts.append(line)
        rest = (line[4:] if is_add else line).split(separator)
        if len(rest) > 1:
            ends = len(rest) > _BETWEEN + 1 and not any(rest[1 : _BETWEEN + 1]) and rest[_BETWEEN + 1] in _STATUSES
            return parts if ends else []
    return []


def mended_name(line: str, separator: str) -> str:
    """Return the line with its name in capitals and without blanks before it, or nothing if that names no segment."""
    bare = line.lstrip()
    candidate = bare[:3].upper() + bare[3:]
    return candidate if len(bare) > 3 and is_segment(candidate, separator) else ""  # noqa: PLR2004 - a segment name


def with_its_bars(fields: list[str], separator: str) -> list[str]:
    """Return the fields of an OBX with the text in one that field separators without escapes have cut in parts.

    Known by its status, which stands as many fields behind its place as there are separators in the text.

    >>> with_its_bars("OBX|1|TX|A||L1-L4 | -2.1||||||F".split("|"), "|")[5:]
    ['L1-L4 | -2.1', '', '', '', '', '', 'F']
    """
    if len(fields) <= _STATUS + 1 or fields[2].strip().upper() not in _PROSE or fields[_STATUS].strip():
        return fields
    for more in range(1, len(fields) - _STATUS):
        last = _VALUE + more
        behind = fields[last + 1 : last + 1 + _BETWEEN]
        if fields[last].strip() and not any(behind) and fields[_STATUS + more].strip() in _STATUSES:
            return [*fields[:_VALUE], separator.join(fields[_VALUE : last + 1]), *fields[last + 1 :]]
    return fields
