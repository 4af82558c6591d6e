"""The store as the rest of the program sees it."""

from store.cases import Cases
from store.commitments import Commitments
from store.deliveries import Deliveries
from store.documents import Documents
from store.events import Trail
from store.outbox import Outbox
from store.population import Population
from store.presence import Presence
from store.sessions import BrowserSessions
from store.tokens import Tokens
from store.worklist import Worklist


class Store(
    Documents, Cases, Worklist, Population, Outbox, Deliveries, Presence, Commitments, BrowserSessions, Trail, Tokens
):
    """Documents, cases, audit trail, outbox and tokens in one database.

    Open it with `Store.open(database_url)` after `store.migrate(database_url)`, and `close()` it. It is safe for
    threads; it reads no clock, so that every time comes from the caller. Whatever a method returns was committed.
    """
