"""What the law says under one name: a code, a place, a place set, a control, a relief, any row."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from datetime import date

from comity.determine.dimensions import Line
from comity.determine.holding import Holding
from comity.errors import UnknownError
from comity.register.card import Card, Listing
from comity.register.goods import APPLIES, NO, ancestors
from comity.register.star import Box, Star
from comity.register.tables import SCHEMES
from comity.terms.codes import CODE_PARSERS
from comity.terms.periods import FIRST_DAY, LAST_DAY, Rectangle
from comity.terms.places import parse_place, place_names

#: kind of a name → the table and the column that hold it.
_TABLES = {
    "measure": ("measures", "measure"),
    "goods": ("goods", "goods"),
    "list": ("lists", "list"),
    "end_use": ("end_uses", "end_use"),
    "act": ("acts", "act"),
    "source": ("sources", "source"),
    "regime": ("regimes", "regime"),
}
_BOXES = ("control", "gap", "bar", "reach", "filing")


class Lookup:
    """Looks names up in the law as it stands on a day and as known on a day."""

    def __init__(self, star: Star, holding: Holding, *, on: date, known: date) -> None:
        self._star = star
        self._holding = holding
        self._on = on
        self._known = known

    def find(self, name: str) -> Card:
        """Return what the law says under a name, with or without its kind before it.

        Raises:
            UnknownError: The name names nothing.
        """
        kind, _, rest = name.partition(":")
        readers = self._readers()
        if kind in readers and rest:
            card = readers[kind](rest)
            if card:
                return card
        for read in readers.values():
            card = read(name)
            if card:
                return card
        near = difflib.get_close_matches(name, self._names(), n=3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        message = f"nothing is called {name}{hint}"
        raise UnknownError(message)

    def _readers(self) -> dict[str, Callable[[str], Card | None]]:
        return {
            **{scheme: self._code_reader(scheme) for scheme in SCHEMES},
            "place": self._place_set,
            "country": self._country,
            "relief": self._relief,
            **{kind: self._box_reader(kind) for kind in _BOXES},
            **{kind: self._row_reader(kind) for kind in _TABLES},
        }

    def _names(self) -> list[str]:
        law = self._star.law
        names = {row["code"] for row in law.rows("codes")}
        names |= {place_set for _, place_set in self._star.members}
        names |= {box.key for box in self._star.boxes} | {b.relief for b in self._star.boxes}
        return sorted(names.union(*({r[c] for r in law.rows(t)} for t, c in _TABLES.values())))

    def _code_reader(self, scheme: str) -> Callable[[str], Card | None]:
        def read(name: str) -> Card | None:
            try:
                code = CODE_PARSERS[scheme](name)
            except ValueError:
                return None
            return self._code(scheme, code)

        return read

    def _code(self, scheme: str, code: str) -> Card | None:
        """Return a code, its place in the list, and the controls and reliefs about it."""
        above = list(ancestors(scheme, code))
        rows = [r for r in self._star.law.rows("codes") if r["scheme"] == scheme]
        found = [row for row in rows if row["code"] in above]
        below = [row for row in rows if row["code"].startswith(f"{code}.")]
        controls: list[tuple[str, ...]] = []
        reliefs: list[tuple[str, ...]] = []
        line = Line(values={scheme: code}, day=self._on, known=self._known)
        for regime in self._star.law.regimes:
            matches = self._holding.ask(line, regime).goods
            for goods, match in sorted(matches.items()):
                if match.status == NO or self._star.goods[regime].is_broad(goods):
                    continue
                part = "all of it" if match.status == APPLIES else match.told
                controls += [
                    (box.reason, _route(box), part, self._life(box), box.citation)
                    for box in self._holding.by_goods.get((regime, "control", goods), ())
                ]
                reliefs += [
                    (box.relief, _route(box), _cap(box), part, box.citation)
                    for box in self._holding.by_goods.get((regime, "relief", goods), ())
                ]
        if not found and not controls:
            return None
        facts = [(row["code"], _with(row["title"], row["jurisdiction"])) for row in reversed(found)]
        title = next((row["title"] for row in found if row["title"]), "")
        inner = [(row["code"], row["title"]) for row in below if row["title"]]
        return Card(
            key=code,
            kind=scheme,
            title=title,
            facts=tuple(dict(sorted(facts)).items()),
            listings=_listings(
                ("Controls", ("reason", "route", "goods", "in force", "says"), controls),
                ("License exceptions and other reliefs",
                 ("relief", "route", "limit", "goods", "says"), reliefs),
                ("Paragraphs", ("code", "title"), inner),
            ),
        )  # fmt: skip

    def _place_set(self, name: str) -> Card | None:
        found = [regime for regime, place_set in self._star.members if place_set == name]
        rows = []
        for regime in found:
            for place, spans in sorted(self._star.members[regime, name].items()):
                for span in spans:
                    if span.known_from <= self._known < span.known_to:
                        now = "yes" if span.holds(self._on, self._known) else "no"
                        rows.append((place, place_names()[place], now, _days(span), regime))
        if not found:
            return None
        count = sum(row[2] == "yes" for row in rows)
        cited = self._cited("places", "place_set", name)
        return Card(
            key=name,
            kind="place",
            title=f"{count} places on {self._on}",
            facts=(("cites", cited),),
            listings=_listings(("Members", ("place", "name", "now", "when", "regime"), rows)),
        )

    def _country(self, name: str) -> Card | None:
        try:
            place = parse_place(name)
        except ValueError:
            return None
        rows = [
            (place_set, "yes" if span.holds(self._on, self._known) else "no", _days(span), regime)
            for (regime, place_set), members in sorted(self._star.members.items())
            for span in members.get(place, ())
            if span.known_from <= self._known < span.known_to
        ]
        treated = [
            (f"treated as, {row.regime}", place_names()[row["as"]])
            for row in self._star.law.rows("treated_as")
            if row["place"] == place
        ]
        return Card(
            key=place,
            kind="country",
            title=place_names()[place],
            facts=tuple(treated),
            listings=_listings(("Place sets it is in", ("set", "now", "when", "regime"), rows)),
        )

    def _relief(self, name: str) -> Card | None:
        boxes = [b for b in self._star.boxes if b.kind == "relief" and b.relief == name]
        if not boxes:
            return None
        numbers = {box.number for box in boxes}
        bars = {bar for bar, relief in self._star.barred if relief in numbers}
        rules = [
            (row["sign"], row["measure"], row["reason"], row["control"], row["pinpoint"])
            for row in self._star.law.rows("relieves")
            if row["relief"] == name
        ]
        rows = [
            (box.key, box.goods, _route(box), _cap(box), box.conditions, box.citation)
            for box in boxes
        ]
        taken = [
            (one.key, one.title, one.citation) for one in self._star.boxes if one.number in bars
        ]
        return Card(
            key=name,
            kind="relief",
            title=boxes[0].title,
            listings=_listings(
                ("Where it is available",
                 ("row", "goods", "route", "limit", "conditions", "says"), rows),
                ("What it overcomes", ("sign", "measure", "reason", "control", "says"), rules),
                ("What takes it away", ("bar", "title", "says"), taken),
            ),
        )  # fmt: skip

    def _box_reader(self, kind: str) -> Callable[[str], Card | None]:
        def read(name: str) -> Card | None:
            boxes = [box for box in self._star.boxes if box.kind == kind and box.key == name]
            if not boxes:
                return None
            box = boxes[-1]
            told = {
                "regime": box.regime,
                "measure": box.measure,
                "effect": box.effect,
                "reason": box.reason,
                "goods": box.goods,
                "route": _route(box),
                "list": box.list,
                "party place": box.party_place,
                "role": box.role,
                "end use": box.end_use,
                "question": box.question,
                "review policy": box.review_policy,
                "cites": box.citation,
                "source": box.source,
            }
            facts = tuple((label, value) for label, value in told.items() if value)
            lives = [(state, _days(span)) for one in boxes for span, state in one.life]
            listings = _listings(("Its life", ("state", "when"), lives))
            title = box.title or box.reason or box.key
            return Card(key=name, kind=kind, title=title, facts=facts, listings=listings)

        return read

    def _row_reader(self, kind: str) -> Callable[[str], Card | None]:
        table, column = _TABLES[kind]

        def read(name: str) -> Card | None:
            rows = [row for row in self._star.law.rows(table) if row[column] == name]
            if not rows:
                return None
            facts = tuple((c, v) for c, v in rows[0].values.items() if v and c != column)
            listings: tuple[Listing, ...] = ()
            if len(rows) > 1:
                columns = tuple(c for c in rows[0].values if any(row[c] for row in rows))
                told = [tuple(row[c] for c in columns) for row in rows]
                facts, listings = (), _listings(("Rows", columns, told))
            if kind == "measure":
                listings += self._controls_of(name)
            title = rows[0]["title"] or name
            return Card(key=name, kind=kind, title=title, facts=facts, listings=listings)

        return read

    def _controls_of(self, measure: str) -> tuple[Listing, ...]:
        rows = [
            (box.key, box.effect, _route(box), self._life(box), box.citation)
            for box in self._star.boxes
            if box.kind == "control" and box.measure == measure
        ]
        return _listings(("Controls", ("control", "effect", "route", "in force", "says"), rows))

    def _cited(self, table: str, column: str, name: str) -> str:
        cites = {row["source"]: row["cites"] for row in self._star.law.rows("sources")}
        found = [
            f"{cites.get(row['source'], '')} {row['pinpoint']}".strip()
            for row in self._star.law.rows(table)
            if row[column] == name
        ]
        return "; ".join(dict.fromkeys(found))

    def _life(self, box: Box) -> str:
        known = [
            (span, state)
            for span, state in box.life
            if span.known_from <= self._known < span.known_to
        ]
        if any(s == "in_force" and one.valid_from <= self._on < one.valid_to for one, s in known):
            return "yes"
        return (
            "; ".join(f"{state.replace(chr(95), chr(32))} {_days(span)}" for span, state in known)
            or "not yet public"
        )


def _route(box: Box) -> str:
    parts = (("from", box.exported_from), ("origin", box.origin), ("to", box.to))
    told = [f"{label} {place_set}" for label, place_set in parts if place_set]
    if box.end_use:
        told.append(f"for {box.end_use}")
    return ", ".join(told) or "anywhere"


def _cap(box: Box) -> str:
    return "" if box.value_cap_usd is None else f"USD {box.value_cap_usd:,.0f}"


def _days(span: Rectangle) -> str:
    begin = "" if span.valid_from == FIRST_DAY else f"from {span.valid_from}"
    end = "" if span.valid_to == LAST_DAY else f"until {span.valid_to}"
    return " ".join(part for part in (begin, end) if part) or "always, as far as seen"


def _with(title: str, jurisdiction: str) -> str:
    return f"{title} [{jurisdiction}]" if jurisdiction else title


def _listings(
    *tables: tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]],
) -> tuple[Listing, ...]:
    return tuple(
        Listing(title=title, columns=columns, rows=tuple(dict.fromkeys(rows)))
        for title, columns, rows in tables
        if rows
    )
