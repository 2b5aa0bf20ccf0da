"""Screening: names of an order book against the lists, many at once.

What a name is made of, which listed names are worth comparing, and how sure a comparison is, are
for `name`, `index`, `align` and `model`; here they meet, and what surrounds a name is weighed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from comity.screen.align import Alignment, Pair, align
from comity.screen.book import Parties
from comity.screen.context import weigh
from comity.screen.explain import explain
from comity.screen.extra import need
from comity.screen.lists import list_title
from comity.screen.model import Model, load_model, probability
from comity.screen.name import name_forms
from comity.screen.names import Floats, Ints, Names
from comity.screen.party import Asked, ListStamp, Match, Party
from comity.screen.search import Search
from comity.screen.store import ListStore

if TYPE_CHECKING:
    import pyarrow as pa

#: Called with how many names are done, and their share of all.
Progress = Callable[[int, float | None], None]

_MODULES = ("rapidfuzz", "anyascii", "pypinyin")
_BATCH = 256
_MOST_MATCHES = 25
# Context adds at most this much log-odds, so that no pair further away need be looked at.
_REACH = 3.0
_ROUNDING = 0.01


class Screener:
    """Lists made ready to be asked."""

    def __init__(
        self,
        parties: Parties,
        search: Search,
        stamps: Sequence[ListStamp],
        model: Model | None = None,
    ) -> None:
        self.parties = parties
        self.search = search
        self.stamps = tuple(stamps)
        self.model = model or load_model()

    @classmethod
    def of(cls, parties: Iterable[Party]) -> Screener:
        """Make a screener of parties at hand."""
        need("Screening names", *_MODULES)
        some = Parties.of(parties)
        return cls(some, Search.of(some), _stamps(some))

    @classmethod
    def load(cls, lists: Sequence[str | Path] = (), *, home: str | Path | None = None) -> Screener:
        """Make a screener of lists.

        Args:
            lists: Ids of imported lists, or paths of files or folders in any format that comity
                reads; every imported list when none is given.
            home: The folder of the register; see `register.home`.

        Raises:
            ScreenError: a list can't be read.
            UnknownError: an id names no imported list.
        """
        need("Screening names", *_MODULES)
        store = ListStore(home)
        return cls(*store.load([str(item) for item in lists]))

    @property
    def statement(self) -> str:
        """Say which lists of which date were used, as proof for later."""
        dates = {stamp.as_of.isoformat() if stamp.as_of else "no date" for stamp in self.stamps}
        count = len(self.stamps)
        return (
            f"{count} list{'s' * (count != 1)} of {', '.join(sorted(dates))}, "
            f"{sum(stamp.parties for stamp in self.stamps):,} parties"
        )

    def screen_name(self, name: str | Asked) -> list[Match]:
        """Screen one name; the surest match first."""
        return self.find([Asked(name=name) if isinstance(name, str) else name])

    def screen(self, names: Iterable[str | Asked], *, progress: Progress | None = None) -> pa.Table:
        """Screen many names; a row a match, of band `match` or `review`.

        Args:
            names: The names, or what else is known of each; each distinct one is screened once.
            progress: Called with how many names are done, and their share.
        """
        import pyarrow as pa

        asked = [Asked(name=one) if isinstance(one, str) else one for one in names]
        bare = [replace(one, id="") for one in asked]
        matches: dict[Asked, list[Match]] = {}
        for match in self.find(list(dict.fromkeys(bare)), progress=progress):
            matches.setdefault(match.asked, []).append(match)
        found = [replace(match, asked=one) for one, key in zip(asked, bare, strict=True)
                 for match in matches.get(key, ())]  # fmt: skip
        return pa.table(
            {
                "id": pa.array([match.asked.id for match in found], pa.string()),
                "entry": pa.array([match.party.entry for match in found], pa.string()),
                "list": pa.array([match.party.list_id for match in found], pa.string()),
                "matched_name": pa.array([match.matched_name for match in found], pa.string()),
                "score": pa.array([match.score for match in found], pa.float64()),
                "band": pa.array([match.band for match in found], pa.string()),
                "why": pa.array([match.why for match in found], pa.string()),
            }
        )

    def find(self, asked: Sequence[Asked], *, progress: Progress | None = None) -> list[Match]:
        """Screen many names; matches in the order of the names, the surest of each first."""
        found: list[Match] = []
        for start in range(0, len(asked), _BATCH):
            found.extend(self._batch(asked[start : start + _BATCH]))
            if progress is not None:
                done = min(start + _BATCH, len(asked))
                progress(done, done / len(asked))
        return found

    def _batch(self, asked: Sequence[Asked]) -> list[Match]:
        forms, owner = [], []
        for at, one in enumerate(asked):
            person = None if not one.kind else one.kind == "person"
            for form in name_forms(one.name, person=person):
                forms.append(form)
                owner.append(at)
        if not forms or not self.parties:
            return []
        names = Names.of(forms, owner, self.search.index.groups)
        left, right = self.search.index.candidates(names)
        alignment = align(names, self.search.index.names, left, right)
        odds = self._odds(alignment, right)
        found: dict[int, list[Match]] = {}
        bare = not any(one.place or one.kind or one.address or one.identifiers or one.birth_date
                       for one in asked)  # fmt: skip
        best = self._best(names, left, right, odds, reach=0 if bare else _REACH)
        owners = self.search.index.names.owner[right[best]].tolist()
        parties = self.parties.at(list(dict.fromkeys(owners)))
        for at, place in zip(best.tolist(), owners, strict=True):
            which = int(names.owner[left[at]])
            rows = (int(left[at]), int(right[at]))
            pair = Pair.of(names, self.search.index.names, rows, alignment, at)
            match = self._match(asked[which], parties[place], pair, float(odds[at]))
            if match:
                found.setdefault(which, []).append(match)
        return [
            match
            for _, matches in sorted(found.items())
            for match in sorted(matches, key=lambda match: -match.score)[:_MOST_MATCHES]
        ]

    def _odds(self, alignment: Alignment, right: Ints) -> Floats:
        odds = self.model.log_odds(alignment.features, self.search.person[right])
        odds = self.model.never_clear_exact(odds, alignment.features)
        weak = np.float32(self.model.context["weak_alias"])
        return (odds + np.where(self.search.weak[right], weak, np.float32(0))).astype(np.float32)

    def _best(self, names: Names, left: Ints, right: Ints, odds: Floats, *, reach: float) -> Ints:
        """Keep of each asked name and party the surest pair, if context could still lift it."""
        least = np.log(self.model.review / (1 - self.model.review)) - reach - _ROUNDING
        pairs = np.flatnonzero(odds >= least)
        party = self.search.index.names.owner[right[pairs]]
        key = names.owner[left[pairs]] * len(self.parties) + party
        order = np.lexsort((-odds[pairs], key))
        ordered = key[order]
        first = np.ones(len(ordered), bool)
        first[1:] = ordered[1:] != ordered[:-1]
        best: Ints = pairs[order][first]
        return best

    def _match(self, asked: Asked, party: Party, pair: Pair, odds: float) -> Match | None:
        is_company = bool(pair.asked.legal[pair.left])
        shift, reasons = weigh(asked, party, self.model.context, is_company=is_company)
        score = round(float(probability(np.array(odds + shift))), 4)
        band = self.model.band(score)
        if band == "clear":
            return None
        matched = self.search.names[int(self.search.name_of[pair.right])]
        why = [*explain(asked.name, matched, party, pair), *reasons]
        return Match(asked=asked, party=party, matched_name=matched, score=score, band=band,
                     why="; ".join(why))  # fmt: skip


def _stamps(parties: Parties) -> list[ListStamp]:
    counts: dict[str, int] = {}
    for name in parties.column("list_id"):
        counts[name] = counts.get(name, 0) + 1
    return [ListStamp(list_id=name, title=list_title(name), as_of=None, parties=count)
            for name, count in counts.items()]  # fmt: skip
