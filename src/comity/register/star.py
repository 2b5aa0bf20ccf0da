"""Compiles the tables of law into the star schema: boxes, memberships and lives in two times.

A control, a relief, a bar, a gap and the reach of a regime are all boxes (docs/tables.md). Here
their columns become typed, place sets are expanded to places, and beginnings, ends and pauses
become rectangles of valid × known time. Reading the tables is the matter of `law`; asking which
boxes hold a line is the matter of `determine`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta

from comity.register.codes import CodeBook
from comity.register.goods import ABSENT, EVERY, GoodsIndex
from comity.register.law import Law
from comity.register.lives import Lives, Spans
from comity.register.members import Members
from comity.register.tables import BOXES, Row, as_date
from comity.terms.periods import ALWAYS, Rectangle

_UNKNOWN = "unknown-"

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


def compile_star(law: Law) -> Star:
    """Compile checked tables of law into the star schema."""
    lives = Lives(law)
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
        members=Members(law, lives).expand(),
        goods={regime: GoodsIndex(law.groups.get(("goods", regime), {})) for regime in law.regimes},
        codes=books,
        relief_groups=groups,
        relieves=relieves,
        barred=_barred(boxes),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def _cite(law: Law, row: Row) -> str:
    source = law.groups.get(("sources", row.regime), {}).get(row["source"])
    cites = source[0]["cites"] if source else ""
    return f"{cites} {row['pinpoint']}".strip()


def _box(number: int, table: str, row: Row, law: Law, lives: Lives) -> Box:
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


def _books(law: Law, lives: Lives) -> dict[tuple[str, str], CodeBook]:
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
