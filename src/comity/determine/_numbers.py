"""Puts numbers for places, codes, sets and names, so that the join compares integers.

`NumberedLaw` numbers the law as known on a day, once a run; `Numbers` numbers the lines, batch by
batch, and tells which codes, circumstances and parties it had not met before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from comity.determine._sql import WHY
from comity.determine.parties import PartyFacts
from comity.errors import InputError, LawError
from comity.register.goods import BELOW, INFERRED, QUESTION
from comity.register.lives import listing_lives
from comity.register.star import Box, Star
from comity.terms.periods import Rectangle
from comity.terms.places import place_names

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Ints = npt.NDArray[np.int64]

SCHEMES = ("eccn", "hs", "cn", "eu")
_MOST_BITS = 120
_MOST_COMBINED = 512
_ITEM = (
    *("n", "from_", "origin", "to_", "epoch", "uses", "use_blank", "content_rank"),
    *("fdps", "fdp_blank", "value", "total", "pair", "circumstance", "code", "spot"),
)
_CIRCUMSTANCE = (
    *("epoch", "from_", "origin", "to_", "uses", "use_blank", "content_rank"),
    *("fdps", "fdp_blank", "parties_blank", "exporter_blank"),
)
_KEYED = (
    *("code", "from_", "origin", "to_", "use_number", "fdp_number", "content_number"),
    *("use_blank", "content_rank", "fdp_blank"),
)
_STAGED = {*_ITEM, *_KEYED}
_ROUTE = ("code", "from_", "origin", "uses", "use_blank", "content_rank", "fdps", "fdp_blank")
_GOODS_WHY = {
    "": 0,
    BELOW: WHY["below"],
    QUESTION: WHY["question"],
    INFERRED: WHY["inferred"],
}


class NumberedLaw:
    """The law as known on a day: its boxes, rectangles and memberships as tables of numbers."""

    def __init__(self, star: Star, *, known: date, regimes: Sequence[str]) -> None:
        self.star = star
        self.known = known
        self.regimes = list(regimes)
        self.boxes = [box for box in star.boxes if box.regime in set(regimes)]
        self.sets: dict[tuple[str, str], int] = {}
        self.goods: dict[tuple[str, str], int] = {}
        self.lists: dict[str, int] = {}
        self.uses = _bits(box.end_use for box in self.boxes)
        self.fdps = _bits(box.fdp for box in self.boxes)
        self.thresholds = sorted(
            {box.content_over for box in self.boxes if box.content_over is not None}
        )
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
        days = {span.valid_from for _, span, _ in self._rects}
        days |= {span.valid_to for _, span, _ in self._rects}
        for members in self._members.values():
            for spans in members.values():
                days |= {one.valid_from for one in spans} | {one.valid_to for one in spans}
        days |= {day for book in star.codes.values() for day in book.days()}
        for _, lives in listing_lives(star.law):
            days |= {one.valid_from for one in lives} | {one.valid_to for one in lives}
        self.breaks = sorted(day.toordinal() for day in days)
        self.places = self._place_classes()
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

    def epoch(self, day: date) -> int:
        """Return the number of the span between two changes of law in which a day lies."""
        from bisect import bisect_right

        return bisect_right(self.breaks, day.toordinal())

    def epochs(self, span: Rectangle) -> tuple[int, int]:
        """Return the half-open span of epochs of a rectangle's valid days."""
        return self.epoch(span.valid_from), self.epoch(span.valid_to)

    def tables(self, facts: PartyFacts) -> dict[str, pa.Table]:
        """Return the tables that don't depend on any line."""
        import pyarrow as pa

        law = self.star.law
        regimes = [row for row in law.rows("regimes") if row["regime"] in self.regimes]
        numbers = {box.number for box in self.boxes}
        cites = {box.regime: box.citation for box in reversed(self.boxes) if box.kind == "reach"}
        tables = {
            "box": self._box_table(facts),
            "regime": [
                {
                    "regime": row["regime"],
                    "combines": row["combine_reliefs"] == "yes",
                    "is_modelled": row["regime"] in cites,
                    "citation": cites.get(row["regime"], ""),
                }
                for row in regimes
            ],
            "relieves": [
                {"relief_group": group, "box": box}
                for group, box in self.star.relieves
                if box in numbers
            ],
            "barred": [{"bar": bar, "box": box} for bar, box in self.star.barred if box in numbers],
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
        return {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}

    def _set(self, regime: str, place_set: str) -> int:
        if not place_set:
            return 0
        return self.sets.setdefault((regime, place_set), len(self.sets) + 1)

    def _box_table(self, facts: PartyFacts) -> list[dict[str, Any]]:
        titles = {
            (row.regime, row["measure"]): row["title"] for row in self.star.law.rows("measures")
        }
        complete = {row["list"]: row for row in self.star.law.rows("lists")}
        return [
            {
                "box": box.number,
                "kind": box.kind,
                "key": box.key,
                "regime": box.regime,
                "goods": box.goods,
                "goods_id": self.goods.setdefault((box.regime, box.goods), len(self.goods) + 1)
                if box.goods
                else None,
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
                "value_cap": box.value_cap_usd,
                "cap_basis": box.cap_basis,
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
                "list_screened": bool(box.list)
                and (complete[box.list]["matching"] == "exact" or box.list in facts.lists),
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


def _bits(values: Iterable[str]) -> dict[str, int]:
    names = sorted(set(values) - {""})
    if len(names) > _MOST_BITS:
        message = f"expected at most {_MOST_BITS} end uses or rules that boxes name"
        raise LawError(message)
    return {name: 1 << number for number, name in enumerate(names)}


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


class Numbers:
    """Numbers the lines of a run, batch by batch."""

    def __init__(
        self, law: NumberedLaw, *, on: date | None, today: date, parties: PartyFacts
    ) -> None:
        self._law = law
        self._on = on
        self._today = today
        self._parties = parties
        self._codes: dict[tuple[str, str], int] = {}
        self._told: dict[str, int] = {"": 0}
        self._circumstances: dict[int, int] = {}
        self._party_numbers: dict[tuple[str, str], int] = {}
        self._party_names: list[tuple[str, str]] = []
        self._pairs: dict[int, int] = {}
        self._routes: dict[int, int] = {}
        self._spots: dict[int, int] = {}
        self._alike: dict[tuple[object, ...], int] = {}
        self._combined: dict[str, dict[str, int]] = {"use": {"": 0}, "fdp": {"": 0}}
        self._news: dict[str, list[dict[str, Any]]] = {}
        #: which codes are in any goods set or off the record
        self._means = [False]
        self.first_new_code = 0
        self.has_unknown_codes = False

    def news(self) -> dict[str, pa.Table]:
        """Hand over the rows that the last batch made necessary."""
        import pyarrow as pa

        news, self._news = self._news, {}
        return {name: pa.Table.from_pylist(rows) for name, rows in news.items()}

    def stage(self, lines: pa.RecordBatch, totals: pa.Array | None) -> pa.Table:
        """Turn typed lines into a table of numbers."""
        import numpy as np
        import pyarrow as pa

        self.first_new_code = 0
        columns: dict[str, Any] = {"n": np.arange(len(lines), dtype=np.int32)}
        for name, column in (("from_", "from"), ("origin", "origin"), ("to_", "to")):
            columns[name] = _map(lines.column(column), self._law.places.__getitem__)
        columns["epoch"] = self._epochs(lines.column("date"))
        self._add_uses(lines, columns)
        content = lines.column("us_content_percent").to_numpy(zero_copy_only=False)
        rank = np.searchsorted(np.array(self._law.thresholds), content, side="left")
        columns["content_rank"] = np.where(np.isnan(content), -1, rank).astype(np.int32)
        columns["content_number"] = columns["content_rank"] + 1
        columns["value"] = lines.column("value_usd")
        columns["total"] = columns["value"] if totals is None else totals
        self._add_parties(lines, columns)
        self._add_circumstances(columns)
        items: list[pa.Table] = []
        for scheme in SCHEMES:
            code = _map(lines.column(scheme), partial(self._code, scheme))
            means = np.array(self._means)[code]
            if items and not means.any():
                continue
            kept = {name: column for name, column in columns.items() if name in _STAGED}
            kept = pa.table({**kept, "code": code}).filter(pa.array(means | (not items)))
            staged = {name: kept[name] for name in kept.column_names}
            self._add_spots(staged)
            item = pa.table({name: staged[name] for name in _ITEM})
            items.append(item.append_column("is_first", pa.array(np.full(len(item), not items))))
        return pa.concat_tables(items)

    def _add_spots(self, columns: dict[str, Any]) -> None:
        """Number each distinct way of a code to its use, and each destination of it."""
        columns |= {name: columns[name].to_numpy() for name in _KEYED}
        key = columns["code"]
        for name, size in (
            ("from_", len(self._law.places)),
            ("origin", len(self._law.places)),
            ("use_number", _MOST_COMBINED),
            ("fdp_number", _MOST_COMBINED),
            ("content_number", len(self._law.thresholds) + 2),
        ):
            key = key * size + columns[name]
        columns["route"] = _number(key, partial(self._route, columns))
        key = columns["route"] * len(self._law.places) + columns["to_"]
        columns["spot"] = _number(key, self._spot)

    def _route(self, columns: dict[str, Any], key: int, row: int) -> int:
        number = self._routes.get(key)
        if number is None:
            number = self._routes[key] = len(self._routes) + 1
            self._new("route", route=number, **_pick(columns, _ROUTE, row))
        return number

    def _spot(self, key: int, row: int) -> int:
        del row
        number = self._spots.get(key)
        if number is None:
            number = self._spots[key] = len(self._spots) + 1
            route, place = divmod(key, len(self._law.places))
            self._new("spot", spot=number, route=route, to_=place)
        return number

    def _epochs(self, dates: pa.Array) -> Ints:
        import numpy as np
        import pyarrow as pa

        default = (self._on or self._today).toordinal()
        if self._on is not None or dates.null_count == len(dates):
            return np.full(len(dates), self._law.epoch(date.fromordinal(default)), dtype=np.int64)
        epoch = date(1970, 1, 1).toordinal()
        days: Ints = dates.cast(pa.int32()).fill_null(default - epoch).to_numpy() + epoch
        breaks = np.array(self._law.breaks)
        return np.searchsorted(breaks, days, side="right").astype(np.int64)

    def _code(self, scheme: str, code: str) -> int:
        """Number a code; codes that are in the same goods sets share a number."""
        number = self._codes.get((scheme, code))
        if number is None:
            goods = tuple(self._goods_of(scheme, code))
            gaps = tuple(self._gaps_of(scheme, code)) if code else ()
            number = self._alike.get((goods, gaps))
            if number is None:
                number = self._alike[goods, gaps] = len(self._alike) + 1
                self.first_new_code = self.first_new_code or number
                self.has_unknown_codes |= bool(gaps)
                self._means.append(bool(goods or gaps))
                for goods_id, status, why, told in goods:
                    row = {"goods_id": goods_id, "status": status, "why": why, "told": told}
                    self._new("code_goods", code=number, **row)
                for rect, first, last, told in gaps:
                    self._new("code_gap", code=number, rect=rect, first=first, last=last, told=told)
            self._codes[scheme, code] = number
        return number

    def _goods_of(self, scheme: str, code: str) -> Iterator[tuple[int, int, int, int]]:
        for regime in self._law.regimes:
            for match in self._law.star.goods[regime].matches(scheme, code):
                told = match.told
                if match.why == BELOW:
                    give = "more digits than" if scheme == "hs" else "the paragraph of"
                    told = f"give {give} {code}: {told}"
                elif match.why == INFERRED:
                    told = (
                        f"{code} was inferred from reports, the act names no code: check the goods"
                    )
                goods = self._law.goods.get((regime, match.goods))
                if goods is not None:
                    yield goods, match.status, _GOODS_WHY[match.why], self._tell(told)

    def _gaps_of(self, scheme: str, code: str) -> Iterator[tuple[int, int, int, int]]:
        for regime in self._law.regimes:
            book = self._law.star.codes.get((regime, scheme))
            for unknown in book.check(code, self._law.known) if book else ():
                rect = self._law.rect_of[f"unknown-{scheme}:{regime}"]
                for span in unknown.spans:
                    yield rect, *self._law.epochs(span), self._tell(unknown.told)

    def _add_uses(self, lines: pa.RecordBatch, columns: dict[str, Any]) -> None:
        import pyarrow as pa

        for name, column, bits in (
            ("use", "end_use", self._law.uses),
            ("fdp", "fdp", self._law.fdps),
        ):
            stated, numbers = lines.column(column), self._combined[name]
            masks = [Decimal(_mask(bits, text)) for text in stated.dictionary.to_pylist()]
            columns[f"{name}s"] = pa.array(masks, pa.decimal128(38)).take(stated.indices)
            columns[f"{name}_blank"] = _map(stated, _is_blank).astype(bool)
            columns[f"{name}_number"] = _map(stated, partial(_next, numbers))
            if len(numbers) > _MOST_COMBINED:
                message = f"expected at most {_MOST_COMBINED} distinct values of {column}"
                raise InputError(message)

    def _add_parties(self, lines: pa.RecordBatch, columns: dict[str, Any]) -> None:
        import numpy as np

        exporter, parties = lines.column("exporter"), lines.column("parties")
        columns["exporter_blank"] = _map(exporter, _is_blank).astype(bool)
        columns["parties_blank"] = _map(parties, _is_blank).astype(bool)
        names = exporter.dictionary.to_pylist()
        others = parties.dictionary.to_pylist()
        both = exporter.indices.to_numpy(zero_copy_only=False).astype(np.int64) * max(
            len(others), 1
        ) + parties.indices.to_numpy(zero_copy_only=False)
        columns["party"] = _number(
            both, lambda key, _: self._party(names[key // len(others)], others[key % len(others)])
        )
        place_count = len(self._law.places)
        columns["pair"] = _number(
            columns["party"].astype(np.int64) * place_count + columns["to_"],
            lambda key, _: self._pair(key, *divmod(key, place_count)),
        )

    def _party(self, exporter: str, parties: str) -> int:
        number = self._party_numbers.get((exporter, parties))
        if number is not None:
            return number
        number = self._party_numbers[exporter, parties] = len(self._party_numbers) + 1
        self._party_names.append((exporter, parties))
        for hit in self._parties.hits(exporter, parties):
            spans = [one for one in hit.spans if one.known_from <= self._law.known < one.known_to]
            for span in spans if hit.list in self._law.lists else ():
                first, last = self._law.epochs(span)
                self._new(
                    "party_hit",
                    party=number,
                    list_id=self._law.lists[hit.list],
                    role=hit.role,
                    status=hit.status,
                    told=self._tell(hit.told),
                    first=first,
                    last=last,
                )
        for role, place in self._parties.places(parties):
            self._new("party_place", party=number, role=role, place=self._law.places[place])
        return number

    def _pair(self, key: int, party: int, place: int) -> int:
        number = self._pairs.get(key)
        if number is None:
            number = self._pairs[key] = len(self._pairs) + 1
            exporter, parties = self._party_names[party - 1]
            self._new(
                "pair",
                pair=number,
                party=party,
                to_=place,
                parties_blank=not parties,
                exporter_blank=not exporter,
            )
        return number

    def _add_circumstances(self, columns: dict[str, Any]) -> None:
        """Number each distinct circumstance: the dimensions but goods, value and parties."""
        import numpy as np

        place_count = len(self._law.places)
        key = np.zeros(len(columns["n"]), dtype=np.int64)
        for name, size in (
            ("epoch", len(self._law.breaks) + 1),
            ("from_", place_count),
            ("origin", place_count),
            ("to_", place_count),
            ("use_number", _MOST_COMBINED),
            ("fdp_number", _MOST_COMBINED),
            ("content_number", len(self._law.thresholds) + 2),
            ("parties_blank", 2),
            ("exporter_blank", 2),
        ):
            key = key * size + columns[name]
        columns["circumstance"] = _number(key, partial(self._circumstance, columns))

    def _circumstance(self, columns: dict[str, Any], key: int, row: int) -> int:
        number = self._circumstances.get(key)
        if number is None:
            number = self._circumstances[key] = len(self._circumstances) + 1
            self._new("circumstance", circumstance=number, **_pick(columns, _CIRCUMSTANCE, row))
        return number

    def _tell(self, text: str) -> int:
        number = self._told.get(text)
        if number is None:
            number = self._told[text] = len(self._told)
            self._new("told", told=number, text=text)
        return number

    def _new(self, table: str, **row: object) -> None:
        self._news.setdefault(table, []).append(row)


def _is_blank(text: str) -> int:
    return int(not text)


def _mask(bits: dict[str, int], text: str) -> int:
    return sum(bits.get(one, 0) for one in text.split(";"))


def _next(numbers: dict[str, int], text: str) -> int:
    return numbers.setdefault(text, len(numbers))


def _map(column: pa.Array, number: Callable[[str], int]) -> Ints:
    """Map a dictionary column by its distinct values."""
    import numpy as np

    values = np.array([number(value) for value in column.dictionary.to_pylist()], dtype=np.int64)
    if not len(values):
        return np.zeros(len(column), dtype=np.int64)
    index: Ints = column.indices.to_numpy(zero_copy_only=False)
    return values[index]


def _pick(columns: dict[str, Any], names: Iterable[str], row: int) -> dict[str, object]:
    """Return the values of one row, as Python numbers."""
    values = {name: columns[name][row] for name in names}
    return {
        name: value.as_py() if hasattr(value, "as_py") else value.item()
        for name, value in values.items()
    }


def _number(keys: Ints, number: Callable[[int, int], int]) -> Ints:
    """Map integers by their distinct values, each given with a row that has it."""
    import numpy as np
    import pyarrow as pa

    encoded = pa.array(keys).dictionary_encode()
    index: Ints = encoded.indices.to_numpy()
    distinct = encoded.dictionary.to_pylist()
    rows = np.empty(len(distinct), dtype=np.int64)
    rows[index[::-1]] = np.arange(len(index) - 1, -1, -1)
    values = [number(key, row) for key, row in zip(distinct, rows.tolist(), strict=True)]
    return np.array(values, dtype=np.int64)[index]
