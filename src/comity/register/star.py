"""Compiles the tables of law into the star schema: boxes, memberships and lives in two times.

A control, a relief, a bar, a gap and the reach of a regime are all boxes (docs/tables.md). Here
their columns become typed, place sets are expanded to places, and beginnings, ends and pauses
become rectangles of valid × known time. Reading the tables is the matter of `law`; asking which
boxes hold a line is the matter of `determine`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Literal

from comity.register.codes import CodeBook
from comity.register.goods import ABSENT, EVERY, GoodsIndex
from comity.register.law import Law
from comity.register.tables import BOXES, Row, as_date
from comity.terms.periods import ALWAYS, FIRST_DAY, LAST_DAY, Life, Rectangle, holds, tile
from comity.terms.places import place_names

State = Literal["in_force", "paused", "lapsed"]
_UNKNOWN = "unknown-"
Spans = Sequence[tuple[Rectangle, State]]

KINDS = {
    "reach": "reach",
    "controls": "control",
    "gaps": "gap",
    "reliefs": "relief",
    "bars": "bar",
    "filing": "filing",
}
_KEYS = {
    "reach": "reach",
    "controls": "control",
    "gaps": "gap",
    "reliefs": "row",
    "bars": "bar",
    "filing": "filing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A set of order lines in the dimensions of goods, route, parties and use.

    The first twelve fields are the dimensions, blank where any value will do; the rest says what
    the box means and who says so.
    """

    number: int
    kind: str
    key: str
    regime: str
    goods: str
    exported_from: str
    origin: str
    to: str
    list: str
    role: str
    party_place: str
    end_use: str
    content_over: float | None
    fdp: str
    question: str
    undeclared: str
    measure: str
    effect: str
    reason: str
    review_policy: str
    weight: str
    relief: str
    spares: str
    unless: str
    outcome: str
    code: str
    title: str
    conditions: str
    value_cap_usd: float | None
    cap_basis: str
    citation: str
    source: str
    begun: str
    ended: str
    life: Spans

    @property
    def places(self) -> str:
        """The place sets that the box names, as details show them."""
        return "; ".join(
            f"{name}={place_set}"
            for name, place_set in (
                ("from", self.exported_from),
                ("origin", self.origin),
                ("to", self.to),
                ("party", self.party_place),
            )
            if place_set
        )

    @property
    def is_code_check(self) -> bool:
        """Whether the box stands for codes that are not on record, found by no dimension."""
        return self.kind == "gap" and self.key.startswith(_UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Star:
    """The law of all regimes, compiled; what a determination joins order lines with."""

    content_hash: str
    law: Law
    boxes: Sequence[Box]
    #: (regime, place set) → place → when it is a member
    members: dict[tuple[str, str], dict[str, Sequence[Rectangle]]]
    goods: dict[str, GoodsIndex]
    #: (regime, scheme) → the entries of the scheme, where the regime lists them all
    codes: dict[tuple[str, str], CodeBook]
    #: (number of a relief's box → its group), and which controls' boxes a group overcomes
    relief_groups: dict[int, int]
    relieves: Sequence[tuple[int, int]]
    #: (number of a bar's box, number of a relief's box that it takes away)
    barred: Sequence[tuple[int, int]]


def listing_lives(law: Law) -> list[tuple[Row, tuple[Rectangle, ...]]]:
    """Return the listings of parties that ship with the law, and when each holds."""
    lives = _Lives(law)
    return [(row, lives.rectangles(row)) for row in law.rows("listings")]


def compile_star(law: Law) -> Star:
    """Compile checked tables of law into the star schema."""
    lives = _Lives(law)
    boxes: list[Box] = []
    for table in BOXES:
        for row in law.rows(table):
            boxes.append(_box(len(boxes), table, row, law, lives))
    books = _books(law, lives)
    boxes += _system_boxes(law, len(boxes), books)
    groups, relieves = _relief_groups(law, boxes)
    return Star(
        content_hash=law.content_hash,
        law=law,
        boxes=boxes,
        members=_Members(law, lives).expand(),
        goods={regime: GoodsIndex(law.groups.get(("goods", regime), {})) for regime in law.regimes},
        codes=books,
        relief_groups=groups,
        relieves=relieves,
        barred=_barred(boxes),
    )


class _Lives:
    """The rectangles in which rows hold, pauses taken into account."""

    def __init__(self, law: Law) -> None:
        self._acts = {(row.regime, row["act"]): row for row in law.rows("acts")}
        self._pauses: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in law.rows("pauses"):
            self._pauses[row.regime, row["measure"], row["control"]].append(row)

    def _act(self, row: Row, column: str) -> Row | None:
        return self._acts.get((row.regime, row[column]))

    def rectangles(self, row: Row) -> tuple[Rectangle, ...]:
        """Return when a row holds, by the acts that began and ended it."""
        begun, ended = self._act(row, "begun_by"), self._act(row, "ended_by")
        is_edition = begun is not None and begun["kind"] == "edition" and not row["begun_on"]
        if begun is None or is_edition:
            begun_on = begun_known = FIRST_DAY
        else:
            begun_on = (
                as_date(row["begun_on"])
                or as_date(begun["effective"])
                or as_date(begun["published"])
                or FIRST_DAY
            )
            begun_known = as_date(begun["published"]) or begun_on
        ended_on = as_date(row["ended_on"])
        ended_known = as_date(ended["published"]) if ended else None
        return Life(
            begun_on=begun_on,
            begun_known=begun_known,
            ended_on=ended_on,
            ended_known=ended_known or ended_on,
        ).rectangles()

    def spans(self, row: Row) -> list[tuple[Rectangle, State]]:
        """Return when a row holds and in which state, a pause cut out."""
        life = self.rectangles(row)
        pauses = [
            self._pause(pause)
            for control in ("", row["control"])
            for pause in self._pauses.get((row.regime, row["measure"], control), ())
        ]
        if not pauses:
            return [(one, "in_force") for one in life]
        sides = [Rectangle(one.start, one.until, one.known, LAST_DAY) for one in pauses]
        return tile((*life, *sides), lambda at, known: _state(life, pauses, at, known))

    def _pause(self, row: Row) -> _Pause:
        act = self._act(row, "begun_by")
        start = as_date(row["from"]) or FIRST_DAY
        return _Pause(
            start=start,
            until=as_date(row["until"]) or LAST_DAY,
            known=(as_date(act["published"]) if act else None) or start,
            resumes=row["on_lapse"] == "resumes",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pause:
    start: date
    until: date
    known: date
    resumes: bool


def _state(
    life: Iterable[Rectangle], pauses: Iterable[_Pause], at: date, known_at: date
) -> State | None:
    if not holds(life, at, known_at):
        return None
    known = [one for one in pauses if one.known <= known_at]
    if any(one.start <= at < one.until for one in known):
        return "paused"
    over = [one for one in known if one.until <= at]
    last = max(over, key=lambda one: one.until, default=None)
    return "in_force" if last is None or last.resumes else "lapsed"


def _number(text: str) -> float | None:
    return float(text) if text else None


def _cite(law: Law, row: Row) -> str:
    source = law.groups.get(("sources", row.regime), {}).get(row["source"])
    cites = source[0]["cites"] if source else ""
    return f"{cites} {row['pinpoint']}".strip()


def _box(number: int, table: str, row: Row, law: Law, lives: _Lives) -> Box:
    return Box(
        number=number,
        kind=KINDS[table],
        key=row[_KEYS[table]],
        regime=row.regime,
        goods=row["goods"],
        exported_from=row["exported_from"],
        origin=row["origin"],
        to=row["to"],
        list=row["list"],
        role=row["role"],
        party_place=row["party_place"],
        end_use=row["end_use"],
        content_over=_number(row["content_over"]),
        fdp=row["fdp"],
        question=row["question"],
        undeclared=row["undeclared"],
        measure=row["measure"],
        effect=row["effect"],
        reason=row["reason"],
        review_policy=row["review_policy"],
        weight=row["weight"] or (row["kind"] if table in {"filing", "reliefs"} else ""),
        relief=row["relief"],
        spares=row["spares"],
        unless=row["unless"],
        outcome=row["outcome"],
        code=row["code"],
        title=row["title"] or row["provision"],
        conditions=row["conditions"],
        value_cap_usd=_number(row["value_cap_usd"]),
        cap_basis=row["cap_basis"],
        citation=_cite(law, row),
        source=row["source"],
        begun=row["begun_by"],
        ended=row["ended_by"],
        life=lives.spans(row)
        if table == "controls"
        else [(one, "in_force") for one in lives.rectangles(row)],
    )


def _books(law: Law, lives: _Lives) -> dict[tuple[str, str], CodeBook]:
    """Make a code book for each scheme whose entries a regime lists."""
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in law.rows("codes"):
        rows[row.regime, row["scheme"]].append(row)
    titles = {row["regime"]: row["title"] for row in law.rows("regimes")}
    return {
        (regime, scheme): CodeBook(
            titles[regime],
            codes,
            (
                row["prefix"]
                for row in law.rows("goods", regime)
                if row["scheme"] == scheme and row["prefix"] not in {ABSENT, EVERY}
            ),
            lives.rectangles,
        )
        for (regime, scheme), codes in rows.items()
        if any(row["kind"] == "entry" for row in codes)
    }


def _system_boxes(law: Law, number: int, books: Iterable[tuple[str, str]]) -> list[Box]:
    """Make the gaps that follow from the tables themselves.

    For each regime one that holds every line dated outside its verified window, and for each code
    book one that stands for codes that are not on record.
    """
    boxes: list[Box] = []
    for row in law.rows("regimes"):
        first, last = as_date(row["verified_from"]), as_date(row["verified_to"])
        outside = [Rectangle(valid_to=first)] if first else []
        if last:
            outside.append(Rectangle(valid_from=last + timedelta(days=1)))
        told = f"verified from {row['verified_from']} to {row['verified_to']}"
        if outside:
            boxes.append(_gap(law, row, "edition", told, outside))
        boxes += [
            _gap(law, row, f"{_UNKNOWN}{scheme}", "", ALWAYS)
            for regime, scheme in sorted(books)
            if regime == row["regime"]
        ]
    return [replace(box, number=number + count) for count, box in enumerate(boxes)]


def _gap(law: Law, row: Row, name: str, title: str, spans: Iterable[Rectangle]) -> Box:
    blank = {item.name: "" for item in fields(Box)}
    values = {
        **blank,
        "number": 0,
        "kind": "gap",
        "key": f"{name}:{row['regime']}",
        "regime": row["regime"],
        "content_over": None,
        "value_cap_usd": None,
        "weight": name if name == "edition" else "undetermined",
        "title": title,
        "citation": _cite(law, row),
        "source": row["source"],
        "life": [(one, "in_force") for one in spans],
    }
    return Box(**values)  # type: ignore[arg-type]


class _Members:
    """Expands place sets to places and the rectangles in which they are members."""

    def __init__(self, law: Law, lives: _Lives) -> None:
        self._law = law
        self._lives = lives
        self._done: dict[tuple[str, str], dict[str, Sequence[Rectangle]]] = {}
        self._places = sorted(place_names())
        self._same: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in law.rows("treated_as"):
            self._same[row.regime][row["as"]].append(row["place"])

    def expand(self) -> dict[tuple[str, str], dict[str, Sequence[Rectangle]]]:
        """Expand every set of every regime."""
        for regime in self._law.regimes:
            for place_set in self._law.groups.get(("places", regime), {}):
                self._expand(regime, place_set)
        return self._done

    def _expand(self, regime: str, place_set: str) -> dict[str, Sequence[Rectangle]]:
        key = (regime, place_set)
        if key in self._done:
            return self._done[key]
        signed: dict[str, list[tuple[str, Sequence[Rectangle]]]] = defaultdict(list)
        for row in self._law.groups["places", regime][place_set]:
            life = self._lives.rectangles(row)
            for place, spans in self._members(regime, row["member"], life):
                signed[place].append((row["sign"], spans))
        self._done[key] = {
            place: spans for place, parts in signed.items() if (spans := _difference(parts))
        }
        return self._done[key]

    def _members(
        self, regime: str, member: str, life: Sequence[Rectangle]
    ) -> Iterable[tuple[str, Sequence[Rectangle]]]:
        if member == "*":
            return ((place, life) for place in self._places)
        if member.startswith("="):
            inner = self._expand(regime, member[1:])
            return ((place, _overlap(spans, life)) for place, spans in inner.items())
        return ((place, life) for place in (member, *self._same[regime][member]))


def _difference(parts: list[tuple[str, Sequence[Rectangle]]]) -> Sequence[Rectangle]:
    plus = [one for sign, spans in parts if sign == "+" for one in spans]
    minus = [one for sign, spans in parts if sign == "-" for one in spans]
    if len(plus) == 1 and not minus:
        return plus
    return _where(
        [*plus, *minus], lambda at, known: holds(plus, at, known) and not holds(minus, at, known)
    )


def _overlap(some: Sequence[Rectangle], others: Sequence[Rectangle]) -> Sequence[Rectangle]:
    if list(others) == [Rectangle()]:
        return some
    return _where(
        [*some, *others], lambda at, known: holds(some, at, known) and holds(others, at, known)
    )


def _where(corners: Iterable[Rectangle], test: Callable[[date, date], bool]) -> Sequence[Rectangle]:
    return [one for one, _ in tile(corners, lambda at, known: True if test(at, known) else None)]


def _relief_groups(law: Law, boxes: Sequence[Box]) -> tuple[dict[int, int], list[tuple[int, int]]]:
    """Group reliefs by what they overcome, and list the controls that each group overcomes.

    A row of a relief with lines of its own in relieves.csv goes by these alone; in a group a row
    that takes away wins.
    """
    rules: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in law.rows("relieves"):
        rules[row.regime, row["relief"]].append(row)
    numbers: dict[tuple[str, str], int] = {}
    groups: dict[int, int] = {}
    for box in boxes:
        if box.kind == "relief":
            key = (box.regime, box.key if (box.regime, box.key) in rules else box.relief)
            groups[box.number] = numbers.setdefault(key, len(numbers))
    controls = [box for box in boxes if box.kind == "control"]
    pairs: list[tuple[int, int]] = []
    for key, number in numbers.items():
        own = [box for box in controls if box.regime == key[0]]
        pairs += [(number, box) for box in _overcome(rules[key], own)]
    return groups, pairs


def _overcome(rules: Sequence[Row], controls: Iterable[Box]) -> Iterator[int]:
    """Yield the numbers of the controls that a group overcomes, each kind judged once."""
    named = {row["control"] for row in rules}
    judged: dict[tuple[str, str, str], bool] = {}
    for box in controls:
        kind = (box.measure, box.reason, box.key if box.key in named else "")
        if kind not in judged:
            signs = {
                row["sign"]
                for row in rules
                if row["measure"] in {"", box.measure}
                and row["reason"] in {"", box.reason}
                and row["control"] in {"", box.key}
            }
            judged[kind] = signs == {"+"}
        if judged[kind]:
            yield box.number


def _barred(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """List which reliefs' boxes each bar takes away."""
    reliefs = [box for box in boxes if box.kind == "relief"]
    pairs = []
    for bar in boxes:
        if bar.kind != "bar":
            continue
        spared = set(bar.spares.split(";"))
        pairs += [
            (bar.number, box.number)
            for box in reliefs
            if box.regime == bar.regime
            and bar.relief in {"*" if box.weight == "exception" else "", box.relief, box.key}
            and not spared & {box.relief, box.key}
        ]
    return pairs
