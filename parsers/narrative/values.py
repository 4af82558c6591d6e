"""The values of a whole text, sentence by sentence under its headings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dxa.issues import IssueCode
from dxa.regions import SCAN_OF_REGION, Site
from dxa.sites import site_of
from parsers.narrative.carrying import carried_scope, goes_on_with_tbs, site_above, whole_scope, without_label_of_now
from parsers.narrative.claims.conclusion import asserted
from parsers.narrative.claims.definitions import speaks_in_general
from parsers.narrative.examinations.dated_lines import LineTimes, day_of_heading
from parsers.narrative.examinations.earlier_titles import EarlierTitle
from parsers.narrative.examinations.left_out_before import leaves_out_today
from parsers.narrative.examinations.moments import moments_of
from parsers.narrative.examinations.section_times import SectionTimes
from parsers.narrative.examinations.times import Moment, Time
from parsers.narrative.harvest import Harvest
from parsers.narrative.language.dates import When
from parsers.narrative.language.roles import Role, is_signed, roles_of
from parsers.narrative.language.tokens import Token
from parsers.narrative.numbers.aside import Elsewhere, nobodys
from parsers.narrative.numbers.binding import bind
from parsers.narrative.numbers.corrections import disowned
from parsers.narrative.numbers.in_order import closed_in_order, listed_behind, read_in_order
from parsers.narrative.numbers.rivalled import take_rivalled
from parsers.narrative.numbers.told import Told
from parsers.narrative.numbers.unread import unread_results
from parsers.narrative.sites.joining import narrowed
from parsers.narrative.sites.naming import with_sites
from parsers.narrative.sites.whole_body import Body
from parsers.narrative.tables.announced import Heads, announced
from parsers.narrative.tables.cell_times import moments_of_cells
from parsers.narrative.tables.columns import Columns
from parsers.narrative.tables.flattened import parts_of
from parsers.narrative.tables.grid_rows import grid_row_of
from parsers.narrative.tables.grids import Grid, below_heading
from parsers.narrative.tables.limb_rows import scope_below
from parsers.narrative.tables.slashed import heads_of_row
from parsers.narrative.tables.tables import row_of
from parsers.narrative.text.heading_scope import heading_scope, hip_above, names_scan, region_under, row_heading
from parsers.narrative.text.labels_behind import with_labels_first
from parsers.narrative.text.lines import (
    clause_of,
    forearm_of,
    is_elsewhere,
    is_field,
    is_heading,
    leads_result,
    mere_hip,
    names_examination,
    names_place,
    one_of,
    side_line,
    with_density_named,
    with_row_named,
    without_spoiled,
    without_title,
    without_whole,
)
from parsers.narrative.text.reasons import without_reasons
from parsers.narrative.text.scope import Listed, Scope
from parsers.narrative.text.sentences import Sentence
from parsers.narrative.text.unmeasured import without_undone, without_unmeasured

_NO_TABLES = frozenset(["indication", "comparison", "legend", "recommendation"])
_LOW = frozenset({"osteopenia", "osteoporosis"})
_SILENT = frozenset({"indication", "comparison", "technique", "legend", "recommendation"})
"""Sections whose numbers may be nobody's results."""


_OTHER_DATES = frozenset(["comparison", "indication", "technique", "recommendation"])
"""Sections whose dates head no results."""


def harvest(sentences: Sequence[Sentence], text: str, study: When | None, year: When | None) -> Harvest:
    """Return the values of a text; `study` is the date of the examination, None when it is not known.

    `year` is that date, or its year by what stands around the text.
    """
    gatherer = _Gatherer(text, (study, year), whole_scope(sentences))
    for sentence in sentences:
        gatherer.take(sentence)
    gatherer.harvest.without_torn_end(text)
    return gatherer.harvest


class _Gatherer:
    """Carries headings, table columns and the last site from sentence to sentence."""

    def __init__(self, text: str, examined: tuple[When | None, When | None], scope: Scope) -> None:
        self.harvest = Harvest()
        self._text = text
        self._study, self._year = examined
        self._no_scope = self._scope = scope
        self._columns: Columns | Grid | None = None
        self._tbs = self._waits = False
        self._headed = -1
        """How many values were found when the last heading named the scan."""
        self._of_other = False
        self._times, self._elsewhere, self._title = SectionTimes(), Elsewhere(), EarlierTitle()
        self._last: Sentence | None = None
        self._line = LineTimes()
        self._heads = Heads()
        self._body = Body()

    def take(self, sentence: Sentence) -> None:
        self._enter(sentence)
        if not sentence.closed:
            if any(token.is_a("number") for token in sentence.tokens):
                said = "the text ends within this sentence; its numbers are not used"
                self.harvest.trouble(IssueCode.TEXT_ENDS_OPEN, said, sentence.tokens[0], sentence.tokens[-1])
            return
        joined, dropped = with_sites(sentence.tokens, self._text)
        tokens = tuple(without_reasons(self._body.read(joined)))
        self._of_other = self._elsewhere.spoils(sentence, tokens)
        self.harvest.sentences.append((sentence, tokens))
        self.harvest.left_out += dropped if leaves_out_today(sentence, tokens, self._year) else ()
        if self._of_other and self._elsewhere.ends_tables:
            self._columns = None
        if self._announces(sentence, tokens):
            return
        if not any(token.is_a("number", "bad_number") for token in tokens):
            self._times.note(tokens)
            self._title.read(tokens, starts_line=sentence.starts_line)
            self.harvest.disown(tokens, ())
            when = day_of_heading(tokens) if sentence.starts_line and sentence.section not in _OTHER_DATES else None
            if when is not None:
                self._times.date(when, self._year)
            self._without_numbers(sentence, tokens)
        elif self._of_other or not self._tabled(sentence, tokens):
            self._with_numbers(sentence, tokens)
            self._columns = heads_of_row(tokens) if not self._of_other else self._columns

    def _tabled(self, sentence: Sentence, tokens: tuple[Token, ...]) -> bool:
        """Read a sentence as a row of the table above, or as tables that lost their line ends; False if it is none."""
        return (self._columns is not None and self._row(tokens)) or self._flattened(sentence, tokens)

    def _flattened(self, sentence: Sentence, tokens: tuple[Token, ...]) -> bool:
        """Read the tables of a sentence that lost their line ends; False if it holds none."""
        parts = parts_of(tokens) if sentence.section not in _NO_TABLES else ()
        for part in parts:
            line = replace(sentence, tokens=part.tokens, starts_line=True)
            self._columns = part.columns
            if part.columns is not None:
                self._row(part.tokens)
            elif any(token.is_a("number") for token in part.tokens):
                self._with_numbers(line, part.tokens)
            else:
                self._without_numbers(line, part.tokens)
        return bool(parts)

    def _announces(self, sentence: Sentence, tokens: Sequence[Token]) -> bool:
        """Take the columns of a line that announces a table, and the bone its rows are of; False for other lines."""
        above = self._heads
        self._heads = Heads(sentence.tokens, tokens, above.printed) if sentence.starts_line else Heads()
        found = announced(above, self._heads, self._text, self._scope) if sentence.starts_line else None
        if found is None or self._of_other:
            return False
        self._columns = found.table
        self._scope = replace(self._scope, context=found.bone or self._scope.context, named_row=None)
        return True

    def _enter(self, sentence: Sentence) -> None:
        if self._last is not None and sentence.section is None and sentence.paragraph == self._last.paragraph:
            ended = self._last.section is not None
            self._scope = self._scope.of_same_results(self._no_scope) if ended else self._scope
        elif self._last is None or sentence.section != self._last.section:
            same = self._last is not None and sentence.paragraph == self._last.paragraph
            listed = self._scope.listed if same and sentence.section == "comparison" else Listed()
            unused = sentence.section == "findings" and self._headed == len(self.harvest.found)
            scope = self._scope.below_results(self._no_scope) if unused else self._no_scope
            if same and leads_result(self.harvest.sentences, sentence, self._text):
                scope = replace(self._no_scope, header=self._scope.header, carried=self._scope.carried)
            self._scope, self._columns, self._tbs = replace(scope, listed=listed), None, False
            self._times.enter()
            self._title.leave(section=True)
            self._body.leave()
        elif sentence.paragraph != self._last.paragraph:
            self._title.leave(section=False)
            listed = replace(self._scope.listed, label=None, marked=False)
            self._scope = replace(
                self._scope,
                carried=None,
                carried_label=None,
                context=None,
                above=None,
                limb_row=None,
                named_row=None,
                listed=listed,
            )
        self._last = sentence

    def _without_numbers(self, sentence: Sentence, tokens: tuple[Token, ...]) -> None:
        measured = with_row_named(without_unmeasured(without_undone(tokens)))
        tokens = without_spoiled(without_whole(measured))
        if not tokens:
            return
        sites = {token.site for token in tokens if token.is_a("site", "levels") and token.site}
        self._scope = replace(self._scope, trend=next(iter(sites)) if len(sites) == 1 else None)
        unknown = any(token.is_a("row") or is_elsewhere(token, sites) for token in tokens)
        if not sites and (forearm := forearm_of(tokens)) is not None:
            sites, unknown = {forearm}, False
        label = next((key for token in tokens if (key := token.key("labels"))), None)
        only = region_under(tokens, self._scope, one_of(sites)) if not unknown else None
        if is_heading(sentence, tokens, self._text) or (sentence.starts_line and names_scan(tokens)):
            self._tbs = label == "tbs"
            self._times.head()
            only = row_heading(tokens, self._scope) or only
            self._scope = heading_scope(self._scope, self._no_scope, tokens, sites, only)
            self._columns = below_heading(self._columns, only)
            names = self._stands_alone() or names_scan(tokens) or any(map(names_examination, tokens))
            titled = bool(sites) and names and sentence.section not in _SILENT
            self._headed = len(self.harvest.found) if titled else -1
        elif (sided := side_line(tokens, self._scope.carried)) is not None:
            self._scope = replace(self._scope, carried=sided)
        elif sites or unknown or names_place(tokens):
            named = mere_hip(tokens)
            above = self._scope.wide or hip_above(tokens, self._scope)
            if is_field(tokens) and above is not None:
                only = self._under_heading(above, tokens, only)
                self._scope = self._scope if only else replace(self._scope, header=None)
                # "Region: Total hip" may follow below the same "Site: Left hip".
                named = above if only and narrowed(above, only) == only else named
            # "T-score: -2.2. Site: lumbar spine." may name the site of the number before it.
            behind = self._waits and tokens[0].is_a("general:site_head") and not sentence.starts_line
            # Below "Mean total" nothing is of the neck named above any more.
            lost = only is None and any(token.is_a("row") for token in tokens)
            header = self._scope.header if not lost or self._scope.wide == self._scope.header else None
            carried = None if behind else only
            self._scope = replace(self._scope, header=header, carried=carried, carried_label=None, context=named)
        self._waits = self._waits and not sites

    def _stands_alone(self) -> bool:
        """Whether no other side is named above and no heading right above: "Left hip" may follow "Fracture:"."""
        told = [tokens for _, tokens in self.harvest.sentences]
        sides = {token.site.side for tokens in told for token in tokens if token.site and token.site.side}
        return len(sides) < 2 and not (len(told) > 1 and told[-2] and told[-2][-1].text == ":")  # noqa: PLR2004 - two sides

    def _under_heading(self, above: Site, tokens: Sequence[Token], only: Site | None) -> Site | None:
        """Return the site a line such as "Region: Total" names under the heading of its hip or forearm."""
        rows = [token for token in tokens if token.is_a("row")]
        if only is not None:
            return narrowed(above, only) or only
        found = site_of(rows[0].text, SCAN_OF_REGION.get(above.region)) if len(rows) == 1 else None
        return self._scope.row(replace(found, side=found.side or above.side)) if found else None

    def _row(self, tokens: tuple[Token, ...]) -> bool:
        """Read a table row; False if the sentence is none."""
        if isinstance(self._columns, Grid):
            cells = grid_row_of(tokens, self._columns, self._scope, self._text)
        else:
            cells = row_of(tokens, self._columns, self._scope, self._text) if self._columns else None
        if not cells:
            return cells is not None
        sites = {cell.site for cell in cells if cell.site is not None}
        self._scope = scope_below(tokens, sites, self._scope, self._text)
        moments = moments_of_cells(cells, self._study, in_grid=isinstance(self._columns, Grid))
        for cell, moment in zip(cells, moments, strict=True):
            self.harvest.keep_cell(cell, self._title.moment(moment))
        return True

    def _with_numbers(self, sentence: Sentence, tokens: tuple[Token, ...]) -> None:
        tokens = with_density_named(with_labels_first(without_title(without_unmeasured(without_undone(tokens)))))
        roles = self._without_nobodys(tokens, roles_of(tokens))
        start = self._line.start(sentence, tokens) or self._times.of(
            sentence, tokens, prior=self._scope.prior or self._title.holds
        )
        moments = moments_of(tokens, roles, start, self._study, self._year)
        self._times.told(moments)
        self._line.told(tokens, moments)
        self.harvest.above |= site_above(sentence, self._scope)
        told = Told(tokens, roles, moments, without_label_of_now(self._scope, sentence, tokens))
        reading = read_in_order(told)
        if reading is None:
            reading = bind(told, closed_scope=self._is_scopeless(sentence, tokens))
            reading = closed_in_order(told, reading)
        listed = listed_behind(told, reading)
        for token in take_rivalled(told, reading):
            said = "a score with a second one in its place"
            self.harvest.trouble(IssueCode.VALUE_CONFLICT, said, token)
        for bound in reading.bound:
            clause = clause_of(tokens, bound.place)
            self.harvest.keep(bound, low=any(stated.name in _LOW for stated in asserted(clause)))
        unsure = {tokens[place] for place, moment in moments.items() if moment == Moment(Time.UNSURE)}
        for token in reading.unplaced:
            if token in unsure:
                self.harvest.unsure(token)
            else:
                self.harvest.trouble(IssueCode.UNKNOWN_ROW, "a value whose site the text does not tell", token)
        for token, code in reading.odd:
            self.harvest.odd(token, code)
        for token in unread_results(told, reading) if sentence.section not in _SILENT else ():
            said = "a number printed like a result; what it measures or where the text does not tell"
            self.harvest.trouble(IssueCode.UNKNOWN_ROW, said, token)
        self._waits = bool(reading.unplaced)
        self.harvest.bad_numbers(tokens)
        self._tbs = goes_on_with_tbs(sentence, tokens, reading, before=self._tbs)
        self._scope = replace(carried_scope(self._scope, sentence, tokens, reading, self._year), listed=listed)

    def _without_nobodys(self, tokens: tuple[Token, ...], roles: Mapping[int, Role]) -> dict[int, Role]:
        """Return the numbers without those nobody measured in this patient; one that looks like a result is told."""
        aside = frozenset(roles) if self._of_other else nobodys(tokens, roles)
        self.harvest.disown(tokens, disowned(tokens, roles))
        for place in sorted(aside):
            token, unit = tokens[place], roles[place].unit
            if unit in {"g/cm2", "mg/cm2"} or (unit in {None, "sd"} and (is_signed(token) or "." in token.text)):
                said = "a number of a goal, a limit, an example, a change or another person"
                self.harvest.trouble(IssueCode.NOT_A_RESULT, said, token)
        return {place: role for place, role in roles.items() if place not in aside}

    def _is_scopeless(self, sentence: Sentence, tokens: tuple[Token, ...]) -> bool:
        """Whether a sentence speaks in general, so that a site from above would be a guess."""
        return speaks_in_general(tokens) or sentence.section in {"legend", "recommendation"} or self._tbs
