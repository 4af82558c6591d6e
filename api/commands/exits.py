"""Exit codes of the `osteon` command."""

from collections.abc import Mapping

from dxa import errors
from dxa.errors import OsteonError

OK = 0
USAGE = 2
"""Wrong options, or an invalid request around a document."""
UNREADABLE = 3
"""A document of a known kind that is damaged, too large, or claimed by several readers."""
UNRECOGNISED = 4
"""No reader knows this kind of document."""
WITHOUT_RESULTS = 5
"""A sound document that is no densitometry, or carries no readable numbers."""
STORE = 6
"""The database or a listener did not answer, or somebody else changed the case meanwhile: try again."""
DEFECT = 7
"""Our own code failed."""
SETTINGS = 8
"""A setting is unknown, malformed or unsafe, or the database was not migrated."""
NOT_FOUND = 9
"""What was named does not exist."""

EXITS: Mapping[type[OsteonError], int] = {
    errors.OsteonError: DEFECT,
    errors.Defect: DEFECT,
    errors.DocumentError: UNREADABLE,
    errors.UnrecognisedDocument: UNRECOGNISED,
    errors.AmbiguousDocument: UNREADABLE,
    errors.UnreadableDocument: UNREADABLE,
    errors.LimitExceeded: UNREADABLE,
    errors.NotDensitometry: WITHOUT_RESULTS,
    errors.NoStructuredResults: WITHOUT_RESULTS,
    errors.InvalidRequest: USAGE,
    errors.NotFound: NOT_FOUND,
    errors.RevisionConflict: STORE,
    errors.StoreUnavailable: STORE,
    errors.TooBusy: STORE,
    errors.NotDelivered: STORE,
    errors.DeliveryRefused: STORE,
    errors.SettingsError: SETTINGS,
}


def exit_code(error: OsteonError) -> int:
    """Return the exit code for an error; a class without a line ends as its nearest ancestor."""
    return next(EXITS[kind] for kind in type(error).__mro__ if kind in EXITS)
