"""The full comparison of two names: which words pair up, and what that amounts to in figures.

Works on many pairs at once in arrays; a figure says nothing about how sure a match is: `model`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.screen.index import Floats, Ints, Names

FEATURES = (
    "query_coverage",
    "entry_coverage",
    "shared_weight",
    "conflict",
    "query_only",
    "entry_only",
    "spelling",
    "whole_spelling",
    "exact",
    "single_word",
    "initials",
    "numbers_differ",
    "legal_differ",
    "legal_one_sided",
    "word_order",
    "first_word",
    "other_script",
    "edit_share",
    "one_edit",
    "two_edits",
    "short",
)

_SAME_FOLD = 0.95
_SAME_GROUP = 0.93
_SAME_BONES = 0.82
_FEW_BONES = 0.72
_SAME_CONSONANTS = 0.92
_INITIAL = 0.7
_USEFUL = 0.6
# Above 1: a small difference of spelling costs less than its share of the letters.
_FORGIVING = 1.5
_CHUNK = 4096


@dataclass(slots=True)
class Alignment:
    """Pairs of names compared: their features, and for each word its partner (-1: none)."""

    features: Floats
    partner: Ints
    likeness: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One pair out of many that were compared: row `left` of `asked`, row `right` of `listed`."""

    asked: Names
    listed: Names
    left: int
    right: int
    features: dict[str, float]
    partner: list[int]
    likeness: list[float]

    @classmethod
    def of(
        cls, asked: Names, listed: Names, rows: tuple[int, int], made: Alignment, at: int
    ) -> Pair:
        """Take pair `at` out of an alignment."""
        return cls(
            asked=asked,
            listed=listed,
            left=rows[0],
            right=rows[1],
            features=dict(zip(FEATURES, made.features[at].tolist(), strict=True)),
            partner=made.partner[at].tolist(),
            likeness=made.likeness[at].tolist(),
        )


def align(asked: Names, listed: Names, left: Ints, right: Ints) -> Alignment:
    """Compare row `left[i]` of `asked` with row `right[i]` of `listed`, for every i."""
    near = _Likeness(asked, listed, left, right)
    parts = [
        _align_chunk(asked, listed, left[at : at + _CHUNK], right[at : at + _CHUNK], near)
        for at in range(0, len(left), _CHUNK)
    ]
    if not parts:
        width = asked.tokens.shape[1]
        return Alignment(
            features=np.zeros((0, len(FEATURES)), np.float32),
            partner=np.zeros((0, width), np.int64),
            likeness=np.zeros((0, width), np.float32),
        )
    return Alignment(
        features=np.concatenate([part.features for part in parts]),
        partner=np.concatenate([part.partner for part in parts]),
        likeness=np.concatenate([part.likeness for part in parts]),
    )


class _Likeness:
    """How alike each pair of words is that these names can pair up, worked out once."""

    def __init__(self, asked: Names, listed: Names, left: Ints, right: Ints) -> None:
        self._width = len(listed.vocabulary.words)
        keys = [np.zeros(0, np.int64)]
        for at in range(0, len(left), _CHUNK):
            a, b = asked.tokens[left[at : at + _CHUNK]], listed.tokens[right[at : at + _CHUNK]]
            both = (a[:, :, None] >= 0) & (b[:, None, :] >= 0)
            keys.append(np.unique((a[:, :, None] * self._width + b[:, None, :])[both]))
        self._keys = np.unique(np.concatenate(keys))
        self._values = _word_likeness(
            asked, listed, self._keys // self._width, self._keys % self._width
        )

    def of(self, a: Ints, b: Ints) -> Floats:
        """Look up the likeness of rows of words: by pair, word of a, word of b."""
        both = (a[:, :, None] >= 0) & (b[:, None, :] >= 0)
        keys = a[:, :, None] * self._width + b[:, None, :]
        at = np.searchsorted(self._keys, keys).clip(max=max(len(self._keys) - 1, 0))
        return np.where(both, self._values[at], np.float32(0))


def _word_likeness(asked: Names, listed: Names, left: Ints, right: Ints) -> Floats:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    a, b = asked.vocabulary, listed.vocabulary

    def osa(x: list[str], y: list[str]) -> Floats:
        one = [x[at] for at in left.tolist()]
        two = [y[at] for at in right.tolist()]
        near = process.cpdist(one, two, scorer=OSA.normalized_similarity, dtype=np.float32)
        return near.astype(np.float32)

    plain = osa(a.words, b.words)
    folded = osa(a.folds, b.folds)
    bones = osa(a.skeletons, b.skeletons)
    length = a.bones[left]
    value = np.maximum(plain, folded * np.float32(_SAME_FOLD))
    same_bones = (bones >= 1) & (length >= 2)  # noqa: PLR2004 - one consonant tells nothing
    long_bones = same_bones & (length > 2)  # noqa: PLR2004
    value = np.where(same_bones & (value < _SAME_BONES), np.maximum(value, _FEW_BONES), value)
    value = np.where(long_bones, np.maximum(value, _SAME_BONES), value)
    group = (a.group[left] > 0) & (a.group[left] == b.group[right])
    value = np.where(group, np.maximum(value, _SAME_GROUP), value)
    unvoweled = a.consonants[left] | b.consonants[right]
    value = np.where(unvoweled, bones * np.float32(_SAME_CONSONANTS), value)
    initial = (a.initial[left] ^ b.initial[right]) & (a.head[left] == b.head[right])
    value = np.where(initial, np.float32(_INITIAL), value)
    number = (a.number[left] | b.number[right]) & (plain < 1)
    return np.where(number, np.float32(0), value).astype(np.float32)


def _align_chunk(
    asked: Names, listed: Names, left: Ints, right: Ints, near: _Likeness
) -> Alignment:
    a, b = asked.tokens[left], listed.tokens[right]
    a = a[:, : max(int(asked.size[left].max()), 1)]
    b = b[:, : max(int(listed.size[right].max()), 1)]
    like = near.of(a, b)
    weight_a = np.append(asked.vocabulary.weight, np.float32(0))[a]
    weight_b = np.append(listed.vocabulary.weight, np.float32(0))[b]
    gain = 1 - np.clip((1 - like) / (1 - _USEFUL), 0, 1) ** _FORGIVING
    pairing = _Pairing(weight_a, weight_b, like, gain)
    pairing.join(asked, listed, (left, right))
    pairing.greedy()
    features = _features(asked, listed, left, right, pairing)
    width = asked.tokens.shape[1]
    partner = np.full((len(left), width), -1, np.int64)
    partner[:, : a.shape[1]] = pairing.partner
    likeness = np.zeros((len(left), width), np.float32)
    likeness[:, : a.shape[1]] = pairing.like_a
    return Alignment(features=features, partner=partner, likeness=likeness)


class _Pairing:
    """The words of one name paired one to one with those of the other, the best pairs first."""

    def __init__(self, weight_a: Floats, weight_b: Floats, like: Floats, gain: Floats) -> None:
        count, width_a, width_b = like.shape
        self.weight_a, self.weight_b = weight_a, weight_b
        self.like, self.gain = like, gain
        self.partner = np.full((count, width_a), -1, np.int64)
        self.like_a = np.zeros((count, width_a), np.float32)
        self.gain_a = np.zeros((count, width_a), np.float32)
        self.gain_b = np.zeros((count, width_b), np.float32)
        self.taken_b = np.zeros((count, width_b), bool)
        shared = np.minimum(weight_a[:, :, None], weight_b[:, None, :])
        self.value = gain * shared + like * np.float32(0.001)
        self.value[gain <= 0] = 0

    def join(self, asked: Names, listed: Names, rows: tuple[Ints, Ints]) -> None:
        """Pair a word of one name with two neighbors that spell it in the other."""
        left, right = rows
        width_a, width_b = self.weight_a.shape[1], self.weight_b.shape[1]
        word_a = np.append(asked.vocabulary.code, -1)[asked.tokens[left][:, :width_a]]
        word_b = np.append(listed.vocabulary.code, -2)[listed.tokens[right][:, :width_b]]
        join_a = asked.join[left][:, : max(width_a - 1, 1)]
        join_b = listed.join[right][:, : max(width_b - 1, 1)]
        one = np.argwhere(word_a[:, :, None] == join_b[:, None, :])
        two = np.argwhere(join_a[:, :, None] == word_b[:, None, :])
        seen: set[int] = set()
        for at, i, j in one.tolist():
            if at not in seen:
                seen.add(at)
                self._settle(at, (i,), (j, j + 1))
        for at, i, j in two.tolist():
            if at not in seen:
                seen.add(at)
                self._settle(at, (i, i + 1), (j,))

    def _settle(self, at: int, places_a: tuple[int, ...], places_b: tuple[int, ...]) -> None:
        whole = max(
            float(self.weight_a[at, list(places_a)].max()),
            float(self.weight_b[at, list(places_b)].max()),
        )
        for place in places_a:
            self.partner[at, place] = places_b[0]
            self.like_a[at, place] = self.gain_a[at, place] = _SAME_FOLD
            self.weight_a[at, place] = whole / len(places_a)
            self.value[at, place, :] = 0
        for place in places_b:
            self.gain_b[at, place] = _SAME_FOLD
            self.weight_b[at, place] = whole / len(places_b)
            self.taken_b[at, place] = True
            self.value[at, :, place] = 0

    def greedy(self) -> None:
        """Pair the rest, at each step the words that are most alike and tell most."""
        count, width_a, width_b = self.value.shape
        flat = self.value.reshape(count, width_a * width_b)
        rows = np.arange(count)
        for _ in range(min(width_a, width_b)):
            if not len(rows):
                return
            best = flat[rows].argmax(axis=1)
            found = flat[rows, best] > 0
            rows, best = rows[found], best[found]
            i, j = best // width_b, best % width_b
            gain = self.gain[rows, i, j]
            self.partner[rows, i] = j
            self.like_a[rows, i] = self.like[rows, i, j]
            self.gain_a[rows, i] = gain
            self.gain_b[rows, j] = gain
            self.taken_b[rows, j] = True
            shared = np.minimum(self.weight_a[rows, i], self.weight_b[rows, j])
            self.weight_a[rows, i] = shared
            self.weight_b[rows, j] = shared
            self.value[rows, i, :] = 0
            self.value[rows, :, j] = 0


def _features(asked: Names, listed: Names, left: Ints, right: Ints, pairing: _Pairing) -> Floats:
    mass_a, mass_b = pairing.weight_a.sum(axis=1), pairing.weight_b.sum(axis=1)
    shared = (pairing.weight_a * pairing.gain_a).sum(axis=1)
    shared_b = (pairing.weight_b * pairing.gain_b).sum(axis=1)
    lack_a, lack_b = mass_a - shared, mass_b - shared_b
    conflict = np.minimum(lack_a, lack_b)
    paired = pairing.partner >= 0
    # How far apart the spellings of paired words are, in weight.
    spelling = (pairing.weight_a * (1 - pairing.like_a) * paired).sum(axis=1)
    number_a = np.append(asked.vocabulary.number, False)[_cut(asked, left, pairing, 0)]
    number_b = np.append(listed.vocabulary.number, False)[_cut(listed, right, pairing, 1)]
    lone_a = (number_a & ~paired).any(axis=1)
    lone_b = (number_b & ~pairing.taken_b).any(axis=1)
    legal_a, legal_b = asked.legal[left], listed.legal[right]
    order = pairing.partner
    ascending = _ascends(order)
    edits, length, whole, exact = _strings(asked, listed, left, right)
    initials = (np.abs(pairing.like_a - _INITIAL) < 1e-6) & paired  # noqa: PLR2004
    first = (order[:, 0] == 0) & (pairing.gain_a[:, 0] > 0.5)  # noqa: PLR2004
    columns = (
        shared / np.maximum(mass_a, 1e-6),
        shared_b / np.maximum(mass_b, 1e-6),
        np.minimum(shared, 3),
        np.minimum(conflict, 3),
        np.minimum(lack_a - conflict, 3),
        np.minimum(lack_b - conflict, 3),
        spelling,
        1 - whole,
        exact,
        np.minimum(asked.size[left], listed.size[right]) == 1,
        initials.sum(axis=1),
        (lone_a & lone_b) * 2.0 + (lone_a ^ lone_b),
        (legal_a > 0) & (legal_b > 0) & ((legal_a & legal_b) == 0),
        (legal_a > 0) ^ (legal_b > 0),
        ~ascending,
        first,
        ~(asked.latin[left] & listed.latin[right]),
        np.minimum(edits / np.maximum(length, 1), 1),
        (edits == 1),
        (edits == 2),  # noqa: PLR2004
        np.maximum(0, 8 - length) / 8,
    )
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


def _cut(names: Names, rows: Ints, pairing: _Pairing, side: int) -> Ints:
    width = (pairing.weight_a if side == 0 else pairing.weight_b).shape[1]
    return names.tokens[rows][:, :width]


def _ascends(partner: Ints) -> npt.NDArray[np.bool_]:
    """Tell whether partners come in the order of the words, unpaired ones aside."""
    highest = np.maximum.accumulate(partner, axis=1)
    before = np.concatenate([np.full((len(partner), 1), -1), highest[:, :-1]], axis=1)
    return np.asarray(((partner < 0) | (partner >= before)).all(axis=1), bool)


def _strings(
    asked: Names, listed: Names, left: Ints, right: Ints
) -> tuple[Floats, Floats, Floats, npt.NDArray[np.bool_]]:
    """Compare the names as whole strings.

    Returns:
        The letters to change between them without spaces, their words in either order; the length
        of the shorter; how alike they are with their words in alphabetical order; whether they are
        the same.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA, Indel

    def distance(one: list[str], two: list[str]) -> Floats:
        return process.cpdist(one, two, scorer=OSA.distance, dtype=np.float32)

    joined_a, sorted_a = asked.texts(left)
    joined_b, sorted_b = listed.texts(right)
    edits = np.minimum(distance(joined_a, joined_b), distance(sorted_a, sorted_b))
    length = np.fromiter(map(min, map(len, joined_a), map(len, joined_b)), np.float32, len(left))
    alike = process.cpdist(sorted_a, sorted_b, scorer=Indel.normalized_similarity, dtype=np.float32)
    return edits, length, alike, edits == 0
