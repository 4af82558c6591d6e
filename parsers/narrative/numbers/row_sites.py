"""What a bare row such as "Total" means beside the sites of its sentence and under the headings above."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import SCAN_OF_REGION, Scan, Side, Site
from dxa.sites import site_of
from parsers.narrative.language.surroundings import Surroundings
from parsers.narrative.language.tokens import Token
from parsers.narrative.sites.bare_rows import BareRows
from parsers.narrative.sites.joining import is_wide, under
from parsers.narrative.text.scope import Scope


class RowSites:
    """Tells the sites of the bare rows of one sentence."""

    def __init__(self, tokens: Sequence[Token], near: Surroundings, scope: Scope) -> None:
        self._tokens, self._near, self._scope = tokens, near, scope
        self._bare = BareRows(tokens)

    def site(self, place: int, leads: Sequence[Site], *, of_radius: bool) -> Site | None:
        """Return the site of a bare row behind `leads`, None without a scan; `of_radius` if a radius was named."""
        if self._bare.is_of_other_bone(place):
            return None
        scope, token = self._scope, self._tokens[place]
        above = leads[-1] if leads else scope.header or scope.over or scope.carried
        if not leads and not (above and is_wide(above)) and self._bare.is_row_of_unknown(place):
            return None
        scan = SCAN_OF_REGION.get(above.region) if above else scope.scan
        in_hip = scan is Scan.HIP and (self._bare.is_led(place) or self._near.is_of_label(place))
        found = site_of(token.text, scan) if scan and (self._bare.heads_row(place) or in_hip) else None
        side = token.key("side")
        if found is None or (side and scan is not Scan.HIP):
            # A spine has no sides: "right total" below it is another bone's.
            return None
        if of_radius:
            found = replace(scope, of_radius=True).row(found)
        found = replace(found, side=Side(side)) if side else found
        return scope.row(under(above, found) if above else found)
