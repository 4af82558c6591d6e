"""DICOM Storage."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Dicom:
    """The DICOM Storage SCP."""

    host: str = field(default="127.0.0.1", metadata={"variable": "DICOM_HOST"})
    """Address of the DICOM listener."""
    port: int = field(default=11112, metadata={"variable": "DICOM_PORT"})
    """Port of the DICOM listener."""
    ae_title: str = field(default="OSTEON", metadata={"variable": "DICOM_AE"})
    """Our application entity title; an association that calls another one is rejected."""

    def faults(self) -> Iterator[str]:
        """Say what may not be combined, because it would expose patient data."""
        return iter(())
