"""A line as one regime looks at it: what each dimension of a box says of it, and why.

See docs/tables.md for the dimensions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from comity.determine.parties import PartyFacts, PartyHit
from comity.register.goods import APPLIES, BELOW, INFERRED, MAY, NO, Match
from comity.register.star import Box, Star
from comity.register.tables import SCHEMES
from comity.terms.periods import holds
from comity.terms.places import place_names

if TYPE_CHECKING:
    from comity.determine.holding import Finding

#: The dimensions of a box in the order in which they are asked.
TIME, GOODS, ROUTE, USE, CONTENT, PARTY, VALUE, QUESTION, EFFECT, BARRED = range(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One order line as typed, with the day and the knowledge it is looked at with."""

    values: Mapping[str, object]
    day: date
    known: date

    def text(self, column: str) -> str:
        """Return a value as text, blank where the line gives none."""
        value = self.values.get(column)
        return "" if value is None else str(value)

    def number(self, column: str) -> float | None:
        """Return a number, or None where the line gives none."""
        value = self.values.get(column)
        return value if isinstance(value, float) else None

    def terms(self, column: str) -> frozenset[str]:
        """Return the terms of a list."""
        return frozenset(self.text(column).split(";")) - {""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What one dimension of a box says of a line: holds (2), may hold (1), does not (0)."""

    rank: int
    status: int
    told: str = ""
    open_check: str = ""
    is_listed: bool = False


class Asked:
    """A line as one regime looks at it: its goods matched, its dimensions ready to be asked."""

    def __init__(self, star: Star, facts: PartyFacts, line: Line, regime: str) -> None:
        self.line = line
        self.regime = regime
        self._star = star
        self._facts = facts
        hits = facts.hits(line.text("exporter"), line.text("parties"))
        self._hits: list[PartyHit] = [hit for hit in hits if holds(hit.spans, line.day, line.known)]
        #: what was found of a box, by its number
        self.found: dict[int, Finding] = {}
        #: the goods sets that the line's codes are in or may be in
        self.goods: dict[str, Match] = {}
        for scheme in SCHEMES:
            code = line.text(scheme)
            for match in star.goods[regime].matches(scheme, code):
                told = _tell_goods(match, scheme, code)
                now = self.goods.get(match.goods)
                if now is None or (match.status, told) > (now.status, now.told):
                    self.goods[match.goods] = Match(
                        goods=match.goods, status=match.status, why=match.why, told=told
                    )

    def dimensions(self, box: Box) -> Iterator[Dimension]:
        """Ask each dimension that a box names."""
        if box.goods:
            yield self._ask_goods(box)
        for place_set, column, verb, ask in (
            (box.exported_from, "from", "leaves", "give the place it is exported from (from)"),
            (box.origin, "origin", "is of", "give the country of origin (origin)"),
            (box.to, "to", "goes to", "give the destination (to)"),
        ):
            if place_set:
                yield self._ask_place(place_set, self.line.text(column), verb, ask)
        yield from self._ask_declared(box)
        if box.list:
            yield self._ask_list(box)
        if box.party_place:
            yield self._ask_party_place(box)
        if box.value_cap_usd is not None:
            yield self._ask_value(box)
        if box.question and box.kind not in {"gap", "filing"}:
            yield Dimension(rank=QUESTION, status=MAY, told=box.question)

    def _ask_goods(self, box: Box) -> Dimension:
        match = self.goods.get(box.goods)
        if match is None or match.status == NO:
            return Dimension(rank=GOODS, status=NO, told="the goods are not among those it covers")
        told = match.told
        if match.status == MAY and match.why == BELOW and box.reason:
            told = f"{told} (controlled for {box.reason})"
        return Dimension(rank=GOODS, status=match.status, told=told)

    def place(self, place_set: str, place: str) -> int:
        """Tell how far a place is in a set: a blank place may be."""
        if not place:
            return MAY
        spans = self._star.members[self.regime, place_set].get(place, ())
        return APPLIES if holds(spans, self.line.day, self.line.known) else NO

    def _ask_place(self, place_set: str, place: str, verb: str, ask: str) -> Dimension:
        status = self.place(place_set, place)
        against = f"the line {verb} {place_names().get(place, place)}, which is not in {place_set}"
        told = {APPLIES: "", MAY: ask, NO: against}[status]
        return Dimension(rank=ROUTE, status=status, told=told)

    def _ask_declared(self, box: Box) -> Iterator[Dimension]:
        """Ask what a line declares: its end use, its US content, the rule it was made under."""
        content = self.line.number("us_content_percent")
        uses, rules = self.line.terms("end_use"), self.line.terms("fdp")
        if box.end_use:
            yield _Declared(
                rank=USE,
                is_so=box.end_use in uses,
                is_given=bool(uses),
                open_check="end_use_undeclared",
                settle=f"declare the end use (end_use): {box.end_use} is controlled by "
                f"{box.citation}",
                against=f"the end use {box.end_use} is not declared",
            ).ask(box)
        if box.content_over is not None:
            yield _Declared(
                rank=CONTENT,
                is_so=content is not None and content > box.content_over,
                is_given=content is not None,
                open_check="foreign_content_unstated",
                settle="give the share of controlled US content (us_content_percent): see "
                f"{box.citation}",
                against="no US content is stated"
                if content is None
                else f"US content of {content:g} % is not over {box.content_over:g} %",
            ).ask(box)
        if box.fdp:
            yield _Declared(
                rank=CONTENT,
                is_so=box.fdp in rules,
                is_given=bool(rules),
                open_check="foreign_content_unstated",
                settle="say which foreign-direct-product rule the goods fall under, or none (fdp): "
                f"see {box.citation}",
                against=f"the line does not name the foreign-direct-product rule {box.fdp}",
            ).ask(box)

    def _ask_list(self, box: Box) -> Dimension:
        hits = [hit for hit in self._hits if (hit.list, hit.role) == (box.list, box.role)]
        best = max(hits, key=lambda hit: hit.status, default=None)
        if best and best.status:
            return Dimension(rank=PARTY, status=best.status, told=best.told, is_listed=True)
        is_exporter = box.role == "exporter"
        is_screened = box.list in self._facts.lists
        given = self.line.text("exporter" if is_exporter else "parties")
        give = "give the exporter (exporter)" if is_exporter else "give the parties (parties)"
        return _Declared(
            rank=PARTY,
            is_so=False,
            is_given=bool(given) and is_screened and best is None,
            open_check="ownership_unchecked" if best else "parties_unscreened",
            settle=f"{give}: {self._facts.told.get(box.list) or f'see {box.citation}'}",
            against=f"no party given is known to be on {box.list}",
        ).ask(box)

    def _ask_party_place(self, box: Box) -> Dimension:
        listed = bool(box.list)
        places = [self.line.text("to")] if listed or box.role != "exporter" else []
        places += [
            place
            for role, place in self._facts.places(self.line.text("parties"))
            if role == box.role or ((listed or not box.role) and role != "exporter")
        ]
        status = max((self.place(box.party_place, place) for place in places), default=NO)
        told = (
            "give the destination (to)"
            if status == MAY
            else f"no party given is known to be in {box.party_place}"
        )
        return Dimension(rank=PARTY, status=status, told="" if status == APPLIES else told)

    def _ask_value(self, box: Box) -> Dimension:
        value = self.line.number("total" if box.cap_basis == "order_entry" else "value_usd")
        cap = box.value_cap_usd or 0.0
        if value is None:
            return Dimension(rank=VALUE, status=MAY, told="give the value (value_usd)")
        if value <= cap:
            return Dimension(rank=VALUE, status=APPLIES)
        told = f"USD {value:,.0f} is over the limit of USD {cap:,.0f}"
        return Dimension(rank=VALUE, status=NO, told=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Declared:
    """What a line declares, or leaves open, in a dimension that only its user knows."""

    rank: int
    is_so: bool
    is_given: bool
    open_check: str
    settle: str
    against: str

    def ask(self, box: Box) -> Dimension:
        if self.is_so:
            return Dimension(rank=self.rank, status=APPLIES)
        if self.is_given or not box.undeclared:
            return Dimension(rank=self.rank, status=NO, told=self.against)
        if box.undeclared == "open":
            return Dimension(
                rank=self.rank, status=APPLIES, told=self.settle, open_check=self.open_check
            )
        return Dimension(rank=self.rank, status=MAY, told=self.settle)


def _tell_goods(match: Match, scheme: str, code: str) -> str:
    if match.why == BELOW:
        give = "more digits than" if scheme == "hs" else "the paragraph of"
        return f"give {give} {code}: {match.told}"
    if match.why == INFERRED:
        return f"{code} was inferred from reports, the act names no code: check the goods"
    return match.told
