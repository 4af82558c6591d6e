"""Documents and cases on disk: one store for SQLite and PostgreSQL; what it answers is what was committed."""

from store.migration import migrate
from store.store import Store

__all__ = ["Store", "migrate"]
