"""The law as known on a day, in numbers: what doesn't depend on any line.

Places that are members of the same sets share a number; days between two changes of law share an
epoch; end uses and foreign-direct-product rules are bits. `_numbers` numbers the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from comity.determine._sql_tables import STEP
from comity.determine.parties import PartyFacts
from comity.errors import LawError
from comity.register.lives import listing_lives
from comity.register.star import Box, Star
from comity.terms.periods import Rectangle
from comity.terms.places import place_names

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Ints = npt.NDArray[np.int64]

_MOST_BITS = 120


class NumberedLaw:
    """The law as known on a day: its boxes, rectangles and memberships as tables of numbers.

    Args:
        star: The law, compiled.
        known: Day as of which acts are public.
        regimes: Regimes to ask.
        others: Days on which something else than law changes, such as who is listed.
    """

    def __init__(
        self, star: Star, *, known: date, regimes: Sequence[str], others: Iterable[date] = ()
    ) -> None:
        self.star = star
        self.known = known
        self.regimes = list(regimes)
        self.boxes = [box for box in star.boxes if box.regime in set(regimes) and _answers(box)]
        self.sets: dict[tuple[str, str], int] = {}
        self.goods: dict[tuple[str, str], int] = {}
        self.lists: dict[str, int] = {}
        #: the sets of destinations and of parties' places that boxes of some goods name, or of all
        self._sets_of: dict[int | None, set[int]] = {None: set()}
        for box in self.boxes:
            sets = {self._set(box.regime, one) for one in (box.to, box.party_place)}
            self._sets_of.setdefault(self._goods(box), set()).update(sets)
        self.uses = _bits(box.end_use for box in self.boxes)
        self.fdps = _bits(box.fdp for box in self.boxes)
        self.thresholds = sorted(
            {box.content_over for box in self.boxes if box.content_over is not None}
        )
        #: the caps on value that there are, on a line's and on an order's under one entry
        self.caps = [
            sorted(
                {
                    box.value_cap_usd
                    for box in self.boxes
                    if box.value_cap_usd is not None and _is_by_order(box) == by_order
                }
            )
            for by_order in (False, True)
        ]
        self._rects = [
            (box, span, state)
            for box in self.boxes
            for span, state in box.life
            if state != "paused" and span.known_from <= known < span.known_to
        ]
        self._members = {
            key: {
                place: [one for one in spans if one.known_from <= known < one.known_to]
                for place, spans in members.items()
            }
            for key, members in star.members.items()
            if key[0] in set(regimes)
        }
        days = {*others, *(span.valid_from for _, span, _ in self._rects)}
        days |= {span.valid_to for _, span, _ in self._rects}
        for members in self._members.values():
            for spans in members.values():
                days |= {one.valid_from for one in spans} | {one.valid_to for one in spans}
        days |= {day for book in star.codes.values() for day in book.days()}
        for _, lives in listing_lives(star.law):
            days |= {one.valid_from for one in lives} | {one.valid_to for one in lives}
        self.breaks = sorted(day.toordinal() for day in days)
        self.places = self._place_classes()
        self._patterns = self._set_patterns()
        self.rect_of = {
            box.key: number
            for number, (box, _, _) in enumerate(self._rects, start=1)
            if box.is_code_check
        }
        self.asks_parties = any(box.list or box.party_place for box in self.boxes)

    def _place_classes(self) -> dict[str, int]:
        """Number places so that those which are members of the same sets share a number."""
        told: dict[str, list[object]] = {place: [] for place in place_names()}
        for key, members in self._members.items():
            for place, spans in members.items():
                told[place].append((key, [(one.valid_from, one.valid_to) for one in spans]))
        numbers: dict[str, int] = {}
        return {"": 0} | {
            place: numbers.setdefault(repr(sets), len(numbers) + 1) for place, sets in told.items()
        }

    def _set_patterns(self) -> Ints:
        """Number the ways of being a member of a set; a row a number of places, a column a set."""
        import numpy as np

        met: dict[object, int] = {}
        patterns = np.zeros((max(self.places.values()) + 1, len(self.sets) + 1), dtype=np.int64)
        for (regime, place_set), number in self.sets.items():
            patterns[0, number] = -1  # a blank place may be a member of any
            for place, spans in self._members[regime, place_set].items():
                when = tuple((one.valid_from, one.valid_to) for one in spans)
                patterns[self.places[place], number] = met.setdefault(when, len(met) + 1)
        return patterns

    def stand_ins(self, goods: Iterable[int]) -> list[int]:
        """Return, for each number of places, the least that no box of some goods tells apart.

        Boxes that name no goods are boxes of all goods.
        """
        named = sorted(self._sets_of[None].union(*(self._sets_of.get(one, ()) for one in goods)))
        first: dict[bytes, int] = {}
        return [
            first.setdefault(row.tobytes(), place)
            for place, row in enumerate(self._patterns[:, named])
        ]

    def epoch(self, day: date) -> int:
        """Return the number of the span between two changes of law in which a day lies."""
        from bisect import bisect_right

        return bisect_right(self.breaks, day.toordinal())

    def epochs(self, span: Rectangle) -> tuple[int, int]:
        """Return the half-open span of epochs of a rectangle's valid days."""
        return self.epoch(span.valid_from), self.epoch(span.valid_to)

    def rank(self, values: pa.Array, *, by_order: bool) -> Ints:
        """Rank values among the caps: one more than the caps that are exceeded; 0 is unknown."""
        import numpy as np

        value = values.to_numpy(zero_copy_only=False)
        rank = np.searchsorted(np.array(self.caps[by_order]), value, side="left") + 1
        return np.where(np.isnan(value), 0, rank)

    def rank_among(self, caps: Iterable[tuple[bool, int]]) -> Ints:
        """Return, for each rank, the least that does not differ from it among some caps.

        Args:
            caps: Of each whether it is on an order's value, and its place among all such caps.

        Returns:
            A row for the value of a line and one for that of an order.
        """
        import numpy as np

        alike = np.zeros((2, max(len(every) for every in self.caps) + 2), dtype=np.int64)
        for by_order, cap in sorted(caps):
            row = alike[int(by_order)]
            row[1:] = np.maximum(row[1:], 1)
            row[cap + 2 :] = cap + 2
        return alike

    def tables(self, facts: PartyFacts) -> dict[str, pa.Table]:
        """Return the tables that don't depend on any line."""
        import pyarrow as pa

        law = self.star.law
        regimes = [row for row in law.rows("regimes") if row["regime"] in self.regimes]
        numbers = {box.number for box in self.boxes}
        cites = {box.regime: box.citation for box in reversed(self.boxes) if box.kind == "reach"}
        tables = {
            "box": self._box_table(facts) + self._check_table(),
            "regime": [
                {
                    "regime": row["regime"],
                    "combines": row["combine_reliefs"] == "yes",
                    "is_modelled": row["regime"] in cites,
                    "citation": cites.get(row["regime"], ""),
                }
                for row in regimes
            ],
            "rect": [
                {
                    "rect": number,
                    "box": box.number,
                    "first": self.epochs(span)[0],
                    "last": self.epochs(span)[1],
                    "valid_from": span.valid_from,
                    "valid_to": span.valid_to,
                    "lapsed": state == "lapsed",
                }
                for number, (box, span, state) in enumerate(self._rects, start=1)
            ],
            "member": self._member_table(),
        }
        relieves = [pair for pair in self.star.relieves if pair[1] in numbers]
        barred = [pair for pair in self.star.barred if pair[1] in numbers]
        return {
            **{name: pa.Table.from_pylist(rows) for name, rows in tables.items()},
            "relieves": _pairs(relieves, "relief_group", "box"),
            "barred": _pairs(barred, "bar", "box"),
        }

    def _check_table(self) -> list[dict[str, Any]]:
        """Return boxes that stand for all those which only leave a check open, two a regime."""
        return [
            {"box": -2 * number - is_reach, "kind": kind, "regime": regime}
            | {"step": STEP["first"], "driver": "check"}
            for number, regime in enumerate(self.regimes, start=1)
            for is_reach, kind in enumerate(("gap", "reach"))
        ]

    def _cap_rank(self, box: Box) -> int | None:
        if box.value_cap_usd is None:
            return None
        return self.caps[_is_by_order(box)].index(box.value_cap_usd)

    def _set(self, regime: str, place_set: str) -> int:
        if not place_set:
            return 0
        return self.sets.setdefault((regime, place_set), len(self.sets) + 1)

    def _goods(self, box: Box) -> int | None:
        if not box.goods:
            return None
        return self.goods.setdefault((box.regime, box.goods), len(self.goods) + 1)

    def _box_table(self, facts: PartyFacts) -> list[dict[str, Any]]:
        titles = {
            (row.regime, row["measure"]): row["title"] for row in self.star.law.rows("measures")
        }
        return [
            {
                "box": box.number,
                "kind": box.kind,
                "key": box.key,
                "regime": box.regime,
                "goods": box.goods,
                "goods_id": self._goods(box),
                "step": _step(box),
                "driver": _driver(box, self.star),
                "asks_parties": _driver(box, self.star) != "list"
                and bool(box.list or box.party_place),
                "from_set": self._set(box.regime, box.exported_from),
                "origin_set": self._set(box.regime, box.origin),
                "to_set": self._set(box.regime, box.to),
                "party_set": self._set(box.regime, box.party_place),
                "list_id": self.lists.setdefault(box.list, len(self.lists) + 1)
                if box.list
                else None,
                "role": box.role,
                "uses": Decimal(self.uses.get(box.end_use, 0)),
                "content_rank": None
                if box.content_over is None
                else self.thresholds.index(box.content_over),
                "fdps": Decimal(self.fdps.get(box.fdp, 0)),
                "asks": bool(box.question) and box.kind not in {"gap", "filing"},
                "undeclared": box.undeclared,
                "cap_rank": self._cap_rank(box),
                "by_order": _is_by_order(box),
                "measure": box.measure,
                "effect": box.effect,
                "reason": box.reason,
                "weight": box.weight,
                "relief": box.relief,
                "relief_group": self.star.relief_groups.get(box.number),
                "unless": box.unless,
                "outcome": box.outcome,
                "code": box.code,
                "title": box.title,
                "question": box.question,
                "conditions": box.conditions,
                "places": box.places,
                "end_use": box.end_use,
                "citation": box.citation,
                "source": box.source,
                "measure_title": titles.get((box.regime, box.measure), ""),
                "review_policy": box.review_policy,
                "list_screened": box.list in facts.lists,
                "list_told": facts.told.get(box.list, ""),
            }
            for box in self.boxes
        ]

    def _member_table(self) -> list[dict[str, int]]:
        every = [
            {"place_set": 0, "place": place, "first": 0, "last": len(self.breaks) + 1, "status": 2}
            for place in sorted(set(self.places.values()))
        ]
        for (regime, place_set), number in self.sets.items():
            every.append(
                {
                    "place_set": number,
                    "place": 0,
                    "first": 0,
                    "last": len(self.breaks) + 1,
                    "status": 1,
                }
            )
            alike = {
                self.places[place]: spans
                for place, spans in self._members[regime, place_set].items()
            }
            for place, spans in alike.items():
                for span in spans:
                    first, last = self.epochs(span)
                    every.append(
                        {
                            "place_set": number,
                            "place": place,
                            "first": first,
                            "last": last,
                            "status": 2,
                        }
                    )
        return every


def _is_by_order(box: Box) -> bool:
    return box.cap_basis == "order_entry"


def _pairs(pairs: Sequence[tuple[int, int]], first: str, second: str) -> pa.Table:
    import pyarrow as pa

    return pa.table({first: [one for one, _ in pairs], second: [other for _, other in pairs]})


def _bits(values: Iterable[str]) -> dict[str, int]:
    names = sorted(set(values) - {""})
    if len(names) > _MOST_BITS:
        message = f"expected at most {_MOST_BITS} end uses or rules that boxes name"
        raise LawError(message)
    return {name: 1 << number for number, name in enumerate(names)}


def _answers(box: Box) -> bool:
    """Tell whether a box can change an answer; of the papers only license codes are in one."""
    return box.kind != "filing" or box.weight == "license_code"


def _step(box: Box) -> int:
    """Say when a box is asked."""
    return (
        STEP["paper"] if box.kind == "filing" and box.relief else STEP.get(box.kind, STEP["first"])
    )


def _driver(box: Box, star: Star) -> str:
    """Say by what a box is found: its codes, its parties, or the circumstances alone."""
    if box.is_code_check:
        return "check"
    if box.goods and not star.goods[box.regime].is_broad(box.goods):
        return "code"
    if box.list or box.party_place:
        is_plain = not (box.goods or box.party_place or box.value_cap_usd is not None)
        return "list" if is_plain else "party"
    return "circumstance"
