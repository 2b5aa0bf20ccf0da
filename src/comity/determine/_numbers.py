"""Numbers the lines of a run, batch by batch, so that the join compares integers.

Lines that no dimension of any box tells apart share a *profile*: everything but their day and
value. The engine applies the law to each profile once; here lines get the number of theirs, and
the tables of what was not met before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from comity.determine._dense import Dense, at, is_most, joined, spread
from comity.determine._memo import Memo
from comity.determine._sql_tables import WHY
from comity.determine.numbered_law import NumberedLaw
from comity.determine.parties import PartyFacts
from comity.register.goods import BELOW, INFERRED, QUESTION
from comity.register.tables import SCHEMES
from comity.terms.periods import Rectangle

if TYPE_CHECKING:
    import pyarrow as pa

    from comity.determine._dense import Column, Ints

#: The columns that say how goods leave and what for.
_SETTING = ("from_", "origin", "use", "fdp", "content")
_GOODS_WHY = {"": 0, BELOW: WHY["below"], QUESTION: WHY["question"], INFERRED: WHY["inferred"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A batch of lines in numbers."""

    profile: Column
    epoch: Column
    value: pa.Array
    total: pa.Array


class Numbers:
    """Gives numbers to the lines of a run.

    Args:
        law: The law in numbers.
        on: Date for every line, whatever its own.
        today: Date of a line that gives none.
        parties: What is known of the lines' parties.
    """

    def __init__(
        self, law: NumberedLaw, *, on: date | None, today: date, parties: PartyFacts
    ) -> None:
        import numpy as np

        self._law = law
        self._on = on
        self._today = today
        self._facts = parties
        self._alike: dict[tuple[object, ...], int] = {}
        #: texts met in each column, and the numbers of theirs
        self._met: dict[str, Memo] = defaultdict(Memo)
        self._mapped: dict[str, Ints] = {}
        self._told: dict[str, int] = {"": 0}
        self._stated: dict[str, dict[tuple[int, bool], int]] = {"use": {}, "fdp": {}}
        self._parties: dict[tuple[str, str], int] = {}
        self._parties_alike: dict[tuple[object, ...], int] = {}
        #: whether a party's number stands for blank exporters, and for blank parties
        self._is_blank: list[tuple[bool, bool]] = []
        #: whether any of a party's number may be on a list
        self._is_listed: list[bool] = []
        self._dense: dict[str, Dense] = defaultdict(Dense)
        #: whether a code is in any goods set or off the record, and its goods sets
        self._means = [False]
        self._goods: list[set[int]] = [set()]
        #: for codes together, the place that stands for each
        self._stand_ins = np.empty((0, max(law.places.values()) + 1), dtype=np.int64)
        self._places_met = np.zeros(max(law.places.values()) + 1, dtype=bool)
        #: the first lines of codes, setting and party together, but for where they go
        self._senders: dict[str, list[Ints]] = defaultdict(list)
        self._rows: dict[str, list[dict[str, object]]] = defaultdict(list)
        self._tables: dict[str, list[pa.Table]] = defaultdict(list)

    def news(self) -> dict[str, pa.Table]:
        """Hand over the rows that the last batches made necessary."""
        import pyarrow as pa

        if "profile" in self._tables:
            self._add_rest()
        tables = {
            name: pa.table({column: [row[column] for row in rows] for column in rows[0]})
            for name, rows in self._rows.items()
        }
        news = tables | {name: pa.concat_tables(parts) for name, parts in self._tables.items()}
        for name in ("coded", "coded_code"):
            if name in news:  # several batches may have new profiles with the same codes
                news[name] = news[name].group_by(news[name].column_names).aggregate([])
        self._rows.clear()
        self._tables.clear()
        return news

    def stage(self, lines: pa.RecordBatch, totals: pa.Array | None) -> Staged:
        """Turn typed lines into numbers."""
        place = self._law.places.__getitem__
        columns: dict[str, Column] = {
            **{f"{one}_": self._map(one, lines.column(one), place) for one in ("from", "to")},
            "origin": self._map("origin", lines.column("origin"), place),
            "use": self._state(lines.column("end_use"), "use", self._law.uses),
            "fdp": self._state(lines.column("fdp"), "fdp", self._law.fdps),
            "content": self._content(lines.column("us_content_percent")),
            "party": self._party_column(lines),
            **{one: self._map(one, lines.column(one), partial(self._code, one)) for one in SCHEMES},
        }
        value = lines.column("value_usd")
        return Staged(
            profile=self._profile(columns),
            epoch=self._epoch_column(lines.column("date")),
            value=value,
            total=value if totals is None else totals,
        )

    def _profile(self, columns: dict[str, Column]) -> Column:
        """Number each distinct line but for its day and value."""
        columns["codes"], rows = self._number(columns, *SCHEMES)
        if len(rows):
            self._add_stand_ins({one: at(columns[one], rows) for one in SCHEMES})
        self._places_met[columns["to_"]] = True
        stand_in = self._stand_ins[columns["codes"], columns["to_"]]
        columns["to_"] = stand_in if stand_in.ndim else int(stand_in)
        columns["setting"], _ = self._number(columns, *_SETTING)
        columns["coded"], _ = self._number(columns, "codes", "setting")
        profile, rows = self._number(columns, "coded", "party", "to_")
        if len(rows):
            self._add_profiles({name: at(column, rows) for name, column in columns.items()})
        return profile

    def _add_stand_ins(self, new: dict[str, Ints]) -> None:
        """Find which destinations need not be told apart for codes not met before."""
        import numpy as np

        rows = [
            self._law.stand_ins({one for code in codes for one in self._goods[code]})
            for codes in zip(*(new[one].tolist() for one in SCHEMES), strict=True)
        ]
        self._stand_ins = np.concatenate([self._stand_ins, np.array(rows, dtype=np.int64)])

    def _add_rest(self) -> None:
        """Where most of what is sent has met most places met so far, add the other profiles."""
        import numpy as np

        senders = {name: np.concatenate(parts) for name, parts in self._senders.items()}
        self._senders = defaultdict(list, {name: [part] for name, part in senders.items()})
        places = np.sort(self._stand_ins[:, self._places_met])
        differs = np.diff(places, axis=1, prepend=-1) != 0
        counts = differs.sum(axis=1)
        starts = np.cumsum(counts) - counts
        codes = senders["codes"]
        if not is_most(self._dense["coded,party,to_"].count, int(counts[codes].sum())):
            return
        every = {name: np.repeat(part, counts[codes]) for name, part in senders.items()}
        every["to_"] = places[differs][spread(starts[codes], counts[codes])]
        _, rows = self._number(dict(every), "coded", "party", "to_")
        if len(rows):
            self._add_profiles({name: column[rows] for name, column in every.items()})

    def _add_profiles(self, new: dict[str, Ints]) -> None:
        """Hand over profiles not met before, and the circumstances and parties new with them."""
        import numpy as np
        import pyarrow as pa

        _, first_sent = self._number(dict(new), "coded", "party")
        for name in (*SCHEMES, *_SETTING, "codes", "setting", "coded", "party"):
            self._senders[name].append(new[name][first_sent])
        party = new["party"]
        blank = np.array(self._is_blank)[party]
        new["is_listed"] = np.array(self._is_listed)[party]
        new["exporter_blank"], new["parties_blank"] = blank.T
        parts: dict[str, Column] = {
            **new,
            "blanks": blank @ np.array([2, 1]),
            "listed": np.where(new["is_listed"], party + 1, 0),
        }
        parts["surroundings"], _ = self._number(parts, "setting", "blanks", "to_")
        circumstance, first_met = self._number(parts, "surroundings", "listed")
        pair, first_paired = self._number(parts, "party", "to_")
        count = self._dense["coded,party,to_"].count
        new["profile"] = np.arange(count - len(party), count)
        new["circumstance"] = np.broadcast_to(circumstance, len(party))
        new["pair"] = np.broadcast_to(pair, len(party))
        blanks = ("exporter_blank", "parties_blank")
        for table, rows, names in (
            ("profile", None, ("profile", "coded", *_SETTING, "to_", "circumstance", "pair")),
            ("circumstance", first_met, ("circumstance", *_SETTING, "to_", *blanks, "is_listed")),
            ("pair", first_paired, ("pair", "party", "to_", *blanks)),
        ):
            picked = {name: new[name] if rows is None else new[name][rows] for name in names}
            self._tables[table].append(pa.table(picked))
        first = np.unique(new["coded"], return_index=True)[1]
        means = np.array(self._means)
        coded = {name: new[name][first] for name in ("coded", *_SETTING, *SCHEMES)}
        self._tables["coded"].append(pa.table({name: coded[name] for name in ("coded", *_SETTING)}))
        for one in SCHEMES:
            here = means[coded[one]]
            picked = {"coded": coded["coded"][here], "code": coded[one][here]}
            self._tables["coded_code"].append(pa.table(picked))

    def _number(self, columns: dict[str, Column], *names: str) -> tuple[Column, Ints]:
        """Number distinct values of some columns together; tell the first rows of new ones."""
        key = joined(columns, *names)
        numbered, rows = self._dense[",".join(names)].number(key)
        return int(numbered[0]) if isinstance(key, int) else numbered, rows

    def _epoch_column(self, dates: pa.Array) -> Column:
        import numpy as np
        import pyarrow as pa

        default = self._on or self._today
        if self._on is not None or dates.null_count == len(dates):
            return self._law.epoch(default)
        unix = date(1970, 1, 1).toordinal()
        days: Ints = dates.cast(pa.int32()).fill_null(default.toordinal() - unix).to_numpy()
        least = int(days.min())
        if int(days.max()) - least > len(days):
            return np.searchsorted(np.array(self._law.breaks), days + unix, side="right")
        every = np.arange(least, int(days.max()) + 1) + unix
        return np.searchsorted(np.array(self._law.breaks), every, side="right")[days - least]

    def _content(self, percent: pa.Array) -> Column:
        """Rank shares of content among the thresholds; 0 stands for a share not stated."""
        import numpy as np

        if percent.null_count == len(percent):
            return 0
        share = percent.to_numpy(zero_copy_only=False)
        rank = np.searchsorted(np.array(self._law.thresholds), share, side="left")
        return np.where(np.isnan(share), 0, rank + 1)

    def _code(self, scheme: str, code: str) -> int:
        """Number a code; codes that are in the same goods sets share a number."""
        goods = tuple(self._goods_of(scheme, code))
        gaps = tuple(self._gaps_of(scheme, code)) if code else ()
        number = self._alike.get((goods, gaps))
        if number is None:
            number = self._alike[goods, gaps] = len(self._alike) + 1
            self._means.append(bool(goods or gaps))
            self._goods.append({goods_id for goods_id, *_ in goods})
            for goods_id, status, why, told in goods:
                row = {"goods_id": goods_id, "status": status, "why": why, "told": told}
                self._new("code_goods", code=number, **row)
            for rect, first, last, told in gaps:
                self._new("code_gap", code=number, rect=rect, first=first, last=last, told=told)
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

    def _state(self, stated: pa.Array, name: str, bits: dict[str, int]) -> Column:
        """Number what lines declare by the bits of the terms that boxes name."""
        numbers = self._stated[name]

        def number(text: str) -> int:
            said = (sum(bits.get(one, 0) for one in text.split(";")), not text)
            if said not in numbers:
                numbers[said] = len(numbers)
                mask = Decimal(said[0])
                self._new(f"stated_{name}", number=numbers[said], mask=mask, is_blank=said[1])
            return numbers[said]

        return self._map(name, stated, number)

    def _party_column(self, lines: pa.RecordBatch) -> Column:
        """Number what is known of the exporter and the parties."""
        import numpy as np
        import pyarrow as pa

        exporter, parties = lines.column("exporter"), lines.column("parties")
        names, others = exporter.dictionary.to_pylist(), parties.dictionary.to_pylist()
        if len(names) <= 1 and len(others) <= 1:
            return self._party("".join(names), "".join(others))
        first, second = (one.indices.to_numpy(zero_copy_only=False) for one in (exporter, parties))
        encoded = pa.array(first.astype(np.int64) * len(others) + second).dictionary_encode()
        numbers = [
            self._party(names[key // len(others)], others[key % len(others)])
            for key in encoded.dictionary.to_pylist()
        ]
        index: Ints = encoded.indices.to_numpy()
        return np.array(numbers, dtype=np.int64)[index]

    def _party(self, exporter: str, parties: str) -> int:
        """Number an exporter and parties; those of whom the same is known share a number."""
        number = self._parties.get((exporter, parties))
        if number is not None:
            return number
        hits = tuple(
            (self._law.lists[hit.list], hit.role, hit.status, self._tell(hit.told), *epochs)
            for hit in self._facts.hits(exporter, parties)
            if hit.list in self._law.lists
            for epochs in self._spells(hit.spans)
        )
        places = tuple(
            (role, self._law.places[place]) for role, place in self._facts.places(parties)
        )
        blank = (not exporter, not parties)
        number = self._parties_alike.get((hits, places, blank))
        if number is None:
            number = self._parties_alike[hits, places, blank] = len(self._parties_alike)
            self._is_blank.append(blank)
            self._is_listed.append(any(status for _, _, status, *_ in hits))
            names = ("list_id", "role", "status", "told", "first", "last")
            for hit in hits:
                self._new("party_hit", party=number, **dict(zip(names, hit, strict=True)))
            for role, place in places:
                self._new("party_place", party=number, role=role, place=place)
        self._parties[exporter, parties] = number
        return number

    def _spells(self, spans: tuple[Rectangle, ...]) -> Iterator[tuple[int, int]]:
        for span in spans:
            if span.known_from <= self._law.known < span.known_to:
                yield self._law.epochs(span)

    def _tell(self, text: str) -> int:
        number = self._told.get(text)
        if number is None:
            number = self._told[text] = len(self._told)
            self._new("told", told=number, text=text)
        return number

    def _map(self, name: str, column: pa.Array, number: Callable[[str], int]) -> Column:
        """Map a dictionary column by its distinct values."""
        import numpy as np

        spots, new = self._met[name].meet(column.dictionary)
        if new:
            numbers = np.array([number(text) for text in new], dtype=np.int64)
            self._mapped[name] = np.concatenate([self._mapped.get(name, numbers[:0]), numbers])
        if len(spots) <= 1:
            return int(self._mapped[name][spots[0].as_py()]) if len(spots) else 0
        index = column.indices.to_numpy(zero_copy_only=False)
        values: Ints = self._mapped[name][np.asarray(spots)][index]
        return values

    def _new(self, table: str, **row: object) -> None:
        self._rows[table].append(row)
