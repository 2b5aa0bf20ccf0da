"""Which words of two names belong together: how alike words are, and who pairs with whom."""

from __future__ import annotations

import numpy as np

from comity.screen.name import Mark
from comity.screen.names import Floats, Ints, Names

SAME_GROUP = 0.93
INITIAL = 0.7
_SAME_FOLD = 0.95
_SAME_BONES = 0.82
_FEW_BONES = 0.72
_SAME_CONSONANTS = 0.92
_CHUNK = 4096


class Likeness:
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
    value = np.where(group, np.maximum(value, SAME_GROUP), value)
    either = a.marks[left] | b.marks[right]
    unvoweled = (either & Mark.CONSONANTS) > 0
    value = np.where(unvoweled, bones * np.float32(_SAME_CONSONANTS), value)
    initial = ((a.marks[left] ^ b.marks[right]) & Mark.INITIAL) > 0
    initial &= a.head[left] == b.head[right]
    value = np.where(initial, np.float32(INITIAL), value)
    number = ((either & Mark.NUMBER) > 0) & (plain < 1)
    return np.where(number, np.float32(0), value).astype(np.float32)


def _reach(form: int, size: int) -> int:
    """How many words an acronym stands for: see `index._acronym_codes` for the order of forms."""
    return min(size, {4: 4, 5: 3}.get(form, size))


class Pairing:
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
        self.acronym = np.zeros(count, bool)
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
        self._acronyms(word_a, word_b, asked.acronym[left], listed.acronym[right], seen)

    def _acronyms(
        self, word_a: Ints, word_b: Ints, acronym_a: Ints, acronym_b: Ints, seen: set[int]
    ) -> None:
        """Pair a word of one name with the words of the other whose initials it is."""
        size_a, size_b = (word_a >= 0).sum(axis=1), (word_b >= 0).sum(axis=1)
        for at, i, form in np.argwhere(word_a[:, :, None] == acronym_b[:, None, :]).tolist():
            if at not in seen:
                seen.add(at)
                self.acronym[at] = True
                self._settle(at, (i,), tuple(range(_reach(form, int(size_b[at])))))
        for at, form, j in np.argwhere(acronym_a[:, :, None] == word_b[:, None, :]).tolist():
            if at not in seen:
                seen.add(at)
                self.acronym[at] = True
                self._settle(at, tuple(range(_reach(form, int(size_a[at])))), (j,))

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
