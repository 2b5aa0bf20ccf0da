"""The full comparison of two names: which words pair up, and what that amounts to in figures.

Works on many pairs at once in arrays; a figure says nothing about how sure a match is: `model`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.screen.name import Mark
from comity.screen.names import Bools, Floats, Ints, Names
from comity.screen.pairing import INITIAL, SAME_GROUP, Likeness, Pairing

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
    "acronym",
    "known_words_differ",
    "patronymics_differ",
    "only_a_patronymic",
    "places_differ",
    "trades_differ",
    "place_one_sided",
    "trade_one_sided",
    "strongest_conflict",
    "listed_adds_trade",
    "asked_adds_trade",
)

_USEFUL = 0.6
# Above 1: a small difference of spelling costs less than its share of the letters.
_FORGIVING = 1.5
_CHUNK = 4096
_TINY = 1e-6


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
    near = Likeness(asked, listed, left, right)
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


def _align_chunk(asked: Names, listed: Names, left: Ints, right: Ints, near: Likeness) -> Alignment:
    a, b = asked.tokens[left], listed.tokens[right]
    a = a[:, : max(int(asked.size[left].max()), 1)]
    b = b[:, : max(int(listed.size[right].max()), 1)]
    like = near.of(a, b)
    weight_a = np.append(asked.vocabulary.weight, np.float32(0))[a]
    weight_b = np.append(listed.vocabulary.weight, np.float32(0))[b]
    gain = 1 - np.clip((1 - like) / (1 - _USEFUL), 0, 1) ** _FORGIVING
    pairing = Pairing(weight_a, weight_b, like, gain)
    pairing.join(asked, listed, (left, right))
    pairing.greedy()
    features = _features(asked, listed, left, right, pairing)
    width = asked.tokens.shape[1]
    partner = np.full((len(left), width), -1, np.int64)
    partner[:, : a.shape[1]] = pairing.partner
    likeness = np.zeros((len(left), width), np.float32)
    likeness[:, : a.shape[1]] = pairing.like_a
    return Alignment(features=features, partner=partner, likeness=likeness)


def _features(asked: Names, listed: Names, left: Ints, right: Ints, pairing: Pairing) -> Floats:
    mass_a, mass_b = pairing.weight_a.sum(axis=1), pairing.weight_b.sum(axis=1)
    shared = (pairing.weight_a * pairing.gain_a).sum(axis=1)
    shared_b = (pairing.weight_b * pairing.gain_b).sum(axis=1)
    lack_a, lack_b = mass_a - shared, mass_b - shared_b
    conflict = np.minimum(lack_a, lack_b)
    paired = pairing.partner >= 0
    # How far apart the spellings of paired words are, in weight.
    spelling = (pairing.weight_a * (1 - pairing.like_a) * paired).sum(axis=1)
    cut_a, cut_b = _cut(asked, left, pairing, 0), _cut(listed, right, pairing, 1)

    def lone(mark: Mark) -> tuple[Bools, Bools]:
        """Tell whether either name has a word of the kind that pairs up with none."""
        one = asked.vocabulary.marked(mark)[cut_a] & ~paired
        two = listed.vocabulary.marked(mark)[cut_b] & ~pairing.taken_b
        return np.asarray(one.any(axis=1), bool), np.asarray(two.any(axis=1), bool)

    lone_a, lone_b = lone(Mark.NUMBER)
    place_a, place_b = lone(Mark.PLACE)
    trade_a, trade_b = lone(Mark.TRADE)
    father_a, father_b = lone(Mark.PATRONYMIC)
    left_a, left_b = (cut_a >= 0) & ~paired, (cut_b >= 0) & ~pairing.taken_b
    only_father = (father_a & ~left_b.any(axis=1)) | (father_b & ~left_a.any(axis=1))
    legal_a, legal_b = asked.legal[left], listed.legal[right]
    order = pairing.partner
    ascending = _ascends(order)
    edits, length, whole, exact = _strings(asked, listed, left, right)
    initials = (np.abs(pairing.like_a - INITIAL) < _TINY) & paired
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
        pairing.acronym,
        _known_words_differ(asked, listed, cut_a, cut_b, pairing),
        father_a & father_b,
        only_father,
        place_a & place_b,
        trade_a & trade_b,
        place_a ^ place_b,
        trade_a ^ trade_b,
        np.minimum(
            (pairing.weight_a * left_a).max(axis=1), (pairing.weight_b * left_b).max(axis=1)
        ),
        _adds_trade(asked, listed, (cut_a, left_a), (cut_b, left_b)),
        _adds_trade(listed, asked, (cut_b, left_b), (cut_a, left_a)),
    )
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


def _known_words_differ(
    asked: Names, listed: Names, cut_a: Ints, cut_b: Ints, pairing: Pairing
) -> Floats:
    """Count the paired words that are spelled apart, though either is a name or word of its own."""
    partner = np.take_along_axis(cut_b, np.maximum(pairing.partner, 0), axis=1)
    apart = (pairing.partner >= 0) & (pairing.like_a < SAME_GROUP) & (pairing.like_a > 0)
    apart &= np.abs(pairing.like_a - INITIAL) > _TINY
    known = (
        asked.vocabulary.marked(Mark.KNOWN)[cut_a] & listed.vocabulary.marked(Mark.KNOWN)[partner]
    )
    return np.asarray((apart & known).sum(axis=1), np.float32)


def _adds_trade(
    one: Names, other: Names, plain: tuple[Ints, Bools], more: tuple[Ints, Bools]
) -> Bools:
    """Tell whether the other name is this one with its trade or place added, and nothing else."""
    says = other.vocabulary.marked(Mark.TRADE | Mark.PLACE)[more[0]]
    rare = (one.vocabulary.marked(Mark.TRADE) | one.vocabulary.marked(Mark.PLACE))[plain[0]]
    has_own = ((plain[0] >= 0) & ~rare).any(axis=1)
    added = more[1].any(axis=1) & (says | ~more[1]).all(axis=1)
    return np.asarray(added & ~plain[1].any(axis=1) & has_own, bool)


def _cut(names: Names, rows: Ints, pairing: Pairing, side: int) -> Ints:
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

    def distance(one: Sequence[str], two: Sequence[str]) -> Floats:
        return process.cpdist(one, two, scorer=OSA.distance, dtype=np.float32)

    texts_a, texts_b = asked.texts.at(left), listed.texts.at(right)
    edits = np.minimum.reduce(list(map(distance, texts_a, texts_b)))
    length = np.fromiter(
        map(min, map(len, texts_a[0]), map(len, texts_b[0])), np.float32, len(left)
    )
    alike = process.cpdist(
        texts_a[1], texts_b[1], scorer=Indel.normalized_similarity, dtype=np.float32
    )
    return edits, length, alike, edits == 0
