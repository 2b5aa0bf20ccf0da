"""The index of listed names: words, who bears them, and which names are worth comparing.

Words near a queried word are found by edit distance against the whole vocabulary (vectorized by
rapidfuzz), by equal consonants and by name groups; names are then ranked by the weight of the
words they share. Comparing the best of them in full is for `align`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from comity.screen.name import MOST_TOKENS, NameForm
from comity.screen.names import Bools, Floats, Ints, Names, Vocabulary

_Key = TypeVar("_Key", str, int)

_Near = dict[str, tuple[Ints, Floats]]

_LEAST_SIMILAR = 0.66
_LEAST_SKELETON = 2
_SAME_SKELETON = 0.86
_SAME_GROUP = 0.9
_POSTINGS_A_QUERY = 3_000
# Of the names that share most with a query, those kept by what is shared and by their spelling.
_POOL, _BY_RANK, _BY_SPELLING = 60, 10, 6
_LEAST_RANK = 0.15
_MOST_EDITS = 3
_CELLS = 400_000
_COMMON = 0.7
_MOST_REMEMBERED = 100_000


@dataclass(slots=True)
class _Ranges:
    """For each of a number of keys, the values that belong to it, in one array."""

    starts: Ints
    values: Ints

    @classmethod
    def of(cls, keys: Ints, values: Ints, count: int) -> _Ranges:
        order = np.argsort(keys, kind="stable")
        counts = np.bincount(keys, minlength=count)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(starts=starts, values=values[order])

    def expand(self, keys: Ints) -> tuple[Ints, Ints]:
        """Unroll: which of `keys` each value came from, and the value."""
        start, end = self.starts[keys], self.starts[keys + 1]
        which, at = _unroll(start, end)
        return which, self.values[at]


@dataclass(slots=True)
class Index:
    """Listed names, searchable: for each word, the rows of `names` that hold it."""

    names: Names
    groups: dict[str, int]
    postings: _Ranges
    mass: Floats
    by_length: Ints
    lengths: Ints
    folds: list[str]
    by_skeleton: dict[str, Ints]
    by_group: dict[int, Ints]
    codes: Ints
    code_words: Ints
    joins: Ints
    join_rows: Ints
    wholes: Ints
    whole_rows: Ints
    acronyms: Ints
    acronym_rows: Ints
    _near: _Near = field(default_factory=dict)

    @classmethod
    def of(cls, forms: Sequence[NameForm], owner: Sequence[int]) -> Index:
        """Build the index of the forms; `owner[i]` is the party of form i."""
        groups: dict[str, int] = {"": 0}
        return cls.from_names(Names.of(forms, owner, groups), groups)

    @classmethod
    def from_names(cls, names: Names, groups: dict[str, int]) -> Index:
        """Build the index over rows already laid out."""
        vocabulary = names.vocabulary
        row, _ = np.nonzero(names.tokens >= 0)
        length = np.array([len(fold) for fold in vocabulary.folds], np.int64)
        by_length = np.argsort(length, kind="stable")
        by_code = np.argsort(vocabulary.code, kind="stable")
        join_row, join_at = np.nonzero(names.join)
        joined = names.join[join_row, join_at]
        by_join = np.argsort(joined, kind="stable")
        wholes, whole_rows = _sorted_codes(names.whole)
        acronyms, acronym_rows = _sorted_codes(names.acronym)
        bones = [one if len(one) >= _LEAST_SKELETON else "" for one in vocabulary.skeletons]
        return cls(
            names=names,
            groups=groups,
            postings=_Ranges.of(names.tokens[names.tokens >= 0], row, len(vocabulary)),
            mass=names.mass(),
            by_length=by_length,
            lengths=length[by_length],
            folds=[vocabulary.folds[at] for at in by_length.tolist()],
            by_skeleton=_grouped(bones),
            by_group=_grouped(vocabulary.group.tolist()),
            codes=vocabulary.code[by_code],
            code_words=by_code,
            joins=joined[by_join],
            join_rows=join_row[by_join],
            wholes=wholes,
            whole_rows=whole_rows,
            acronyms=acronyms,
            acronym_rows=acronym_rows,
        )

    def similar_words(self, asked: Vocabulary) -> tuple[_Ranges, Floats]:
        """Give the listed words near each asked one, with how near they are."""
        if len(self._near) > _MOST_REMEMBERED:
            self._near = {}
        known = self._near  # another thread may swap it meanwhile; this one stays whole
        new = [at for at, word in enumerate(asked.words) if word not in known]
        self._remember(new, asked, known)
        found = [known[word] for word in asked.words]
        counts = np.array([len(words) for words, _ in found], np.int64)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        none = np.zeros(0, np.int64)
        words = np.concatenate([none, *(words for words, _ in found)])
        near = np.concatenate([none.astype(np.float32), *(near for _, near in found)])
        return _Ranges(starts=starts, values=words), near

    def _remember(self, new: Sequence[int], asked: Vocabulary, known: _Near) -> None:
        """Look up words not met before, those of one length together."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        alike: dict[tuple[int, int], list[int]] = {}
        for at, same in zip(new, self._same(asked, new), strict=True):
            # A common word that is listed as it is needs no guess at what it could be instead.
            if len(same) and asked.weight[at] <= _COMMON:
                known[asked.words[at]] = self._with_kin(asked, at, same, np.ones(len(same)))
            else:
                # One that is listed as it is may be a slip for another, but hardly a double one.
                length = len(asked.folds[at])
                alike.setdefault((length, 1 if len(same) else _most_edits(length)), []).append(at)
        for (length, edits), group in alike.items():
            first = int(np.searchsorted(self.lengths, length - edits))
            last = int(np.searchsorted(self.lengths, length + edits, side="right"))
            far = process.cdist(
                [asked.folds[at] for at in group], self.folds[first:last], scorer=OSA.distance,
                dtype=np.uint8, workers=-1, score_cutoff=edits,
            )  # fmt: skip
            # Flat, as numpy finds what is true far faster in one dimension.
            which, hits = np.divmod(np.flatnonzero(far.ravel() <= edits), max(last - first, 1))
            words = self.by_length[first + hits]
            longer = np.maximum(self.lengths[first + hits], max(length, 1))
            near = 1 - far[which, hits] / longer
            ends = np.searchsorted(which, np.arange(len(group) + 1)).tolist()
            for at, (start, end) in zip(group, pairwise(ends), strict=True):
                known[asked.words[at]] = self._with_kin(
                    asked, at, words[start:end], near[start:end]
                )

    def _same(self, asked: Vocabulary, new: Sequence[int]) -> list[Ints]:
        """Find the listed words that fold to the same."""
        start = np.searchsorted(self.codes, asked.code[list(new)])
        end = np.searchsorted(self.codes, asked.code[list(new)], side="right")
        return [self.code_words[a:b] for a, b in zip(start, end, strict=True)]

    def _with_kin(
        self, asked: Vocabulary, at: int, words: Ints, near: npt.NDArray[np.float64]
    ) -> tuple[Ints, Floats]:
        """Join to the words near an asked one its kin: equal consonants, the same name group."""
        found, values = [words], [near.astype(np.float32)]
        for kin, value in self._kin(asked, at):
            found.append(kin)
            values.append(np.full(len(kin), value, np.float32))
        return np.concatenate(found), np.concatenate(values)

    def _kin(self, asked: Vocabulary, at: int) -> list[tuple[Ints, float]]:
        """Find the listed words of equal consonants and those of the same name group."""
        group = int(asked.group[at])
        found = [(self.by_skeleton.get(asked.skeletons[at]), _SAME_SKELETON),
                 (self.by_group.get(group) if group else None, _SAME_GROUP)]  # fmt: skip
        return [(words, value) for words, value in found if words is not None]

    def candidates(self, asked: Names) -> tuple[Ints, Ints]:
        """Pair rows of `asked` with the listed rows most worth comparing."""
        similar, near = self.similar_words(asked.vocabulary)
        word = np.repeat(np.arange(len(asked.vocabulary)), np.diff(similar.starts))
        weight = np.minimum(
            asked.vocabulary.weight[word], self.names.vocabulary.weight[similar.values]
        )
        gain = weight * np.clip((near - 0.5) * 2, 0.05, 1)
        reach = np.diff(self.postings.starts)[similar.values]
        total = np.concatenate([[0], np.cumsum(reach)])
        row, column = np.nonzero(asked.tokens >= 0)
        token_of = asked.tokens[row, column]
        cost = total[similar.starts[token_of + 1]] - total[similar.starts[token_of]]
        keep = _within_budget(row, cost, asked.vocabulary.weight[token_of])
        row, token_of = row[keep], token_of[keep]
        # Each kept word of a query leads to its near words, each of those to its names.
        which, at = _unroll(similar.starts[token_of], similar.starts[token_of + 1])
        row, listed, gain = row[which], similar.values[at], gain[at]
        which, target = self.postings.expand(listed)
        row, gain = row[which], gain[which]
        joined_row, joined_target = self._joined(asked)
        same_row, same_target = self._lookup(self.wholes, self.whole_rows, asked.whole.ravel())
        same_row = same_row // asked.whole.shape[1]
        return self._best(
            np.concatenate([row, joined_row, same_row]),
            np.concatenate([target, joined_target, same_target]),
            np.concatenate(
                [
                    gain,
                    np.ones(len(joined_row), np.float32),
                    np.full(len(same_row), MOST_TOKENS, np.float32),
                ]
            ),
            asked,
        )

    def _joined(self, asked: Names) -> tuple[Ints, Ints]:
        """Find names that write as one word what the query writes as more, and the reverse."""
        row, column = np.nonzero(asked.join)
        which, words = self._lookup(self.codes, self.code_words, asked.join[row, column])
        pair, names = self.postings.expand(words)
        row_one, target_one = row[which][pair], names
        row_two, column = np.nonzero(asked.acronym)
        which, words = self._lookup(self.codes, self.code_words, asked.acronym[row_two, column])
        pair, names_two = self.postings.expand(words)
        row, column = np.nonzero(asked.tokens >= 0)
        codes = asked.vocabulary.code[asked.tokens[row, column]]
        one, rows_one = self._lookup(self.joins, self.join_rows, codes)
        two, rows_two = self._lookup(self.acronyms, self.acronym_rows, codes)
        return (np.concatenate([row_one, row_two[which][pair], row[one], row[two]]),
                np.concatenate([target_one, names_two, rows_one, rows_two]))  # fmt: skip

    @staticmethod
    def _lookup(keys: Ints, values: Ints, wanted: Ints) -> tuple[Ints, Ints]:
        start = np.searchsorted(keys, wanted)
        end = np.searchsorted(keys, wanted, side="right")
        which, at = _unroll(start.astype(np.int64), end.astype(np.int64))
        return which, values[at]

    def _best(self, row: Ints, target: Ints, gain: Floats, asked: Names) -> tuple[Ints, Ints]:
        """Sum what each pair of rows shares and keep the best listed rows of each asked one."""
        mass = asked.mass()
        total = len(self.names)
        step = max(1, _CELLS // max(total, 1))
        order = np.argsort(row, kind="stable")
        row, target, gain = row[order], target[order], gain[order]
        lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for first in range(0, len(asked), step):
            lo, hi = np.searchsorted(row, [first, first + step])
            key = (row[lo:hi] - first) * total + target[lo:hi]
            shared = np.bincount(key, weights=gain[lo:hi])
            key = np.flatnonzero(shared > 0)
            left, right = key // total + first, key % total
            most = np.minimum(mass[left], self.mass[right])
            rank = shared[key] / (mass[left] + self.mass[right] - np.minimum(shared[key], most))
            worth = rank > _LEAST_RANK
            left, right, rank = left[worth], right[worth], rank[worth]
            place = _places(left, rank)
            pool = place < _POOL
            left, right, place = left[pool], right[pool], place[pool]
            alike = _places(left, self._alike(asked, left, right))
            keep = (place < _BY_RANK) | (alike < _BY_SPELLING)
            lefts.append(left[keep])
            rights.append(right[keep])
        return np.concatenate(lefts), np.concatenate(rights)

    def _alike(self, asked: Names, left: Ints, right: Ints) -> Floats:
        """Say how alike names are as they are spelled, letter by letter."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        one, two = asked.texts.spelled, self.names.texts.spelled
        return process.cpdist(
            [one[row] for row in left.tolist()], [two[row] for row in right.tolist()],
            scorer=Indel.normalized_similarity, dtype=np.float32,
        )  # fmt: skip


def _most_edits(length: int) -> int:
    """How many letters of a word may be wrong for it to count as near another."""
    return min(max(int(length * (1 - _LEAST_SIMILAR)), 1), _MOST_EDITS)


def _places(left: Ints, rank: Floats) -> Ints:
    """Give each element its place by rank among those of its group, the highest being 0."""
    order = np.lexsort((-rank, left))
    group = left[order]
    start = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]])) if len(left) else left
    places = np.empty(len(left), np.int64)
    places[order] = np.arange(len(left)) - np.repeat(start, np.diff(np.append(start, len(left))))
    return places


def _unroll(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Unroll ranges: which range each element came from, and the element."""
    length = end - start
    which = np.repeat(np.arange(len(start)), length)
    offset = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    return which, np.repeat(start, length) + offset


def _within_budget(row: Ints, cost: Ints, weight: Floats) -> Bools:
    """Keep each query's rarest words until their names exceed what is worth looking at."""
    order = np.lexsort((cost, -weight, row))
    ordered = row[order]
    spent = np.cumsum(cost[order])
    start = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    before = np.repeat(np.concatenate([[0], spent])[start], np.diff(np.append(start, len(ordered))))
    keep = np.zeros(len(row), bool)
    keep[order] = (spent - before - cost[order]) < _POSTINGS_A_QUERY
    return keep


def _grouped(keys: Sequence[_Key]) -> dict[_Key, Ints]:
    found: dict[_Key, list[int]] = {}
    for at, key in enumerate(keys):
        if key:
            found.setdefault(key, []).append(at)
    return {key: np.array(rows, np.int64) for key, rows in found.items()}


def _sorted_codes(codes: Ints) -> tuple[Ints, Ints]:
    """Sort the codes of all rows, with the row of each."""
    row, column = np.nonzero(codes)
    found = codes[row, column]
    order = np.argsort(found, kind="stable")
    return found[order], row[order]
