"""The words every other package speaks: reports, facts, assessments, sites, errors, settings."""

__version__ = "0.1.0"
