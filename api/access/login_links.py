"""Links that sign one browser in, once."""

from datetime import datetime, timedelta

from api.access.roles import Role
from store import Store

LINK_LIFE = timedelta(hours=1)
"""How long a printed login link works, once."""


def login_link(store: Store, now: datetime, address: str) -> str:
    """Return an address that signs one browser in as administrator, once."""
    code = store.create_login_code("owner", Role.ADMIN, now, LINK_LIFE.total_seconds())
    return f"{address}/login?code={code}"
