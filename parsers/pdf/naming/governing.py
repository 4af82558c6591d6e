"""Which of the titles of a page governs a table."""

from collections.abc import Sequence
from dataclasses import replace

from dxa.regions import Scan, Side
from parsers.pdf.headings.header import Header
from parsers.pdf.naming.scans import scan_named
from parsers.pdf.naming.titles import Title

# Heights of a character.
_CAPTION_ASIDE, _CAPTION_ABOVE = 1.0, 2.0


def title_of(header: Header, titles: Sequence[Title]) -> Title | None:
    """Return the title that governs a table, with the side its page names where the title itself names none."""
    if own := scan_named(header.first):
        # The name of a scan stands over the names of the rows themselves.
        side = own[1] if own[1] in {Side.LEFT, Side.RIGHT} else None
        box = (header.region.x0, header.top, header.region.x1, header.bottom)
        return Title(scan=own[0], side=side, box=box, firm=True)
    found = _nearest(header, titles)
    if found is None or found.side:
        return found
    return replace(found, side=side_of_page([title for title in titles if title.box[1] < header.bottom], found.scan))


def side_of_page(titles: Sequence[Title], scan: Scan) -> Side | None:
    """Return the one side that the titles of a limb on a page name, None if they name both, several or none.

    The title says "Right Femur", and the caption of the chart between it and the table "Femur: Neck".
    """
    own = [title for title in titles if title.scan is scan]
    sides = {title.side for title in own if title.side}
    return sides.pop() if len(sides) == 1 and not any(title.both for title in own) else None


def _nearest(header: Header, titles: Sequence[Title]) -> Title | None:
    """Return the nearest title above a table, else what all titles of the page agree on."""
    above = [title for title in titles if title.box[1] < header.bottom]
    x0, x1 = header.headings[0].x0, header.headings[-1].x1
    if (own := _own_caption(header, above)) is not None:
        return own
    over = [title for title in above if min(title.box[2], x1) > max(title.box[0], x0)]
    firm_over = [title for title in over if title.firm]
    for group in (firm_over, [title for title in above if title.firm], over, above):
        if group:
            lowest = max(title.box[1] for title in group)
            found = _agreed([title for title in group if lowest - title.box[1] < header.size])
            return _sided_below(found, over)
    return _agreed(titles)


def _own_caption(header: Header, above: Sequence[Title]) -> Title | None:
    """Return the caption of a table alone: Right Hip in the line right above the first of its columns.

    On a page of both hips it stands under the title of one scan; the caption of a picture stands elsewhere.
    """
    left, size = header.headings[0].x0, header.size
    near = [
        title
        for title in above
        if abs(title.box[0] - left) < _CAPTION_ASIDE * size
        and -_CAPTION_ASIDE * size < header.top - title.box[3] < _CAPTION_ABOVE * size
    ]
    return near[0] if len(near) == 1 and near[0].side else None


def _sided_below(found: Title | None, over: Sequence[Title]) -> Title | None:
    """Return a title with the side of the caption between it and its table, such as Left Hip under a title of both."""
    if found is None or found.side:
        return found
    nearer = [title for title in over if title.box[1] > found.box[3] and title.scan is found.scan]
    caption = max(nearer, key=lambda title: title.box[1], default=None)
    return replace(found, side=caption.side) if caption else found


def _agreed(titles: Sequence[Title]) -> Title | None:
    """Return one title when all name the same scan; its side only when that is the same too."""
    # A caption such as "Hip" beside "Scan Type: a Left Hip" says nothing of its own.
    titles = [title for title in titles if title.firm] or titles
    if not titles or len({title.scan for title in titles}) > 1:
        return None
    sides = {title.side for title in titles}
    side = sides.pop() if len(sides) == 1 else None
    firm, both = all(title.firm for title in titles), any(title.both for title in titles)
    return Title(scan=titles[0].scan, side=side, box=titles[0].box, firm=firm, both=both)
