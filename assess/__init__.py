"""Applies guideline packs and measurement checks to one report; pure, deterministic, every answer with its reasons."""

from assess.engine import assess, assessed

__all__ = ["assess", "assessed"]
