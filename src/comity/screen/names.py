"""Many names laid out as rows of word numbers, with what comparison needs to know of each word.

Made once for the listed names, and once for each batch of those asked.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from comity.screen import lexicon
from comity.screen.name import Mark, NameForm, Token, fold, token

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

_JOIN_LETTERS = (4, 20)
_ACRONYM = (3, 8)
_MOST_ACRONYMS = 6
# Words that acronyms leave out: China Electronics Technology Group Corporation is CETC.
_LEFT_OUT = frozenset({"group", "and", "the", "of"})
_PAD = -1
_NO_CODE = 0


@dataclass(slots=True)
class Vocabulary:
    """Distinct words and, in parallel arrays, what comparison needs to know of each."""

    words: list[str]
    folds: list[str]
    skeletons: list[str]
    code: Ints
    group: Ints
    weight: Floats
    marks: Ints
    head: Ints = field(init=False)
    bones: Ints = field(init=False)

    def __post_init__(self) -> None:
        """Take the first letter of each fold and the length of each skeleton."""
        self.head = np.array([ord(fold[:1] or " ") for fold in self.folds], np.int64)
        self.bones = np.array([len(one) for one in self.skeletons], np.int64)

    @classmethod
    def of(cls, words: Sequence[str], groups: dict[str, int]) -> Vocabulary:
        """Work out every word once; `groups` numbers the name groups across vocabularies."""
        known: list[Token] = [token(word) for word in words]
        number = [groups.setdefault(item.group, len(groups)) if item.group else 0 for item in known]
        return cls(
            words=list(words),
            folds=[item.fold for item in known],
            skeletons=[item.skeleton for item in known],
            code=np.array([_code(item.fold) for item in known], np.int64),
            group=np.array(number, np.int64),
            weight=np.array([item.weight for item in known], np.float32),
            marks=np.array([item.marks for item in known], np.int64),
        )

    def __len__(self) -> int:
        return len(self.words)

    def marked(self, mark: Mark) -> Bools:
        """Tell which words are of a kind, and that no word (-1) is."""
        return np.append((self.marks & mark) > 0, False)


@dataclass(slots=True)
class Texts:
    """Each name as strings: the words compared, then those of the name, legal form and all.

    Either comes twice: in order without spaces, and in alphabetical order.
    """

    joined: list[str]
    ordered: list[str]
    spelled: list[str]
    spelled_ordered: list[str]

    @classmethod
    def of(cls, forms: Sequence[NameForm]) -> Texts:
        """Write the forms out."""
        return cls(
            joined=["".join(form.tokens) for form in forms],
            ordered=[" ".join(sorted(form.tokens)) for form in forms],
            spelled=["".join(form.words) for form in forms],
            spelled_ordered=["".join(sorted(form.words)) for form in forms],
        )

    def at(self, rows: Ints) -> tuple[list[str], ...]:
        """Pick the strings of some rows."""
        some = rows.tolist()
        return tuple([text[row] for row in some] for text in
                     (self.joined, self.ordered, self.spelled, self.spelled_ordered))  # fmt: skip


@dataclass(slots=True)
class Names:
    """Name forms as rows of word numbers, padded with -1; `owner` says whose form a row is.

    `join` holds a code for what each word and the next spell together, 0 where that is no word;
    `whole` codes of all words of a row: in order without spaces, and in alphabetical order;
    `acronym` codes of the initials of its words, from `_ACRONYM` letters on, 0 where it has none.
    """

    tokens: Ints
    join: Ints
    whole: Ints
    acronym: Ints
    size: Ints
    owner: Ints
    legal: Ints
    latin: Bools
    texts: Texts
    vocabulary: Vocabulary

    @classmethod
    def of(cls, forms: Sequence[NameForm], owner: Sequence[int], groups: dict[str, int]) -> Names:
        """Number the words of the forms and lay them out in rows."""
        numbers: dict[str, int] = {}
        width = max((len(form.tokens) for form in forms), default=1)
        rows = np.full((len(forms), width), _PAD, np.int64)
        for at, form in enumerate(forms):
            rows[at, : len(form.tokens)] = [
                numbers.setdefault(word, len(numbers)) for word in form.tokens
            ]
        vocabulary = Vocabulary.of(list(numbers), groups)
        return cls(
            tokens=rows,
            join=_joins(rows, vocabulary),
            whole=np.array([_whole_codes(form) for form in forms], np.int64).reshape(-1, 3),
            acronym=np.array([_acronym_codes(form) for form in forms], np.int64).reshape(
                -1, _MOST_ACRONYMS
            ),
            size=np.array([len(form.tokens) for form in forms], np.int64),
            owner=np.array(owner, np.int64),
            legal=np.array([_legal_bits(form.legal) for form in forms], np.int64),
            latin=np.array([form.script == "latin" for form in forms], bool),
            texts=Texts.of(forms),
            vocabulary=vocabulary,
        )

    def __len__(self) -> int:
        return len(self.owner)

    def mass(self) -> Floats:
        """Sum the weights of each row's words."""
        weight = np.append(self.vocabulary.weight, np.float32(0))
        return np.asarray(weight[self.tokens].sum(axis=1), np.float32)

    def words_of(self, row: int) -> list[str]:
        """Give the words of a row in order."""
        words = self.vocabulary.words
        return [words[number] for number in self.tokens[row, : self.size[row]].tolist()]


def _code(text: str) -> int:
    """Number a string the same way in every run: its checksum and its length."""
    return zlib.crc32(text.encode()) << 8 | min(len(text), 255)


def _whole_codes(form: NameForm) -> tuple[int, int, int]:
    return (_code(" ".join(sorted(form.tokens))), _code("".join(form.words)),
            _code(" ".join(sorted(form.words))))  # fmt: skip


def _acronym_codes(form: NameForm) -> list[int]:
    """Code the initials of all words, of all but particles, and of those before the legal form."""
    codes: list[int] = []
    fewest, most = _ACRONYM
    trade = lexicon.trade_words()
    if len(form.words) >= fewest and (form.legal or not trade.isdisjoint(form.tokens)):
        plain = [word for word in form.words if word not in lexicon.particles()]
        group = [word for word in plain if word not in _LEFT_OUT]
        for words in (form.words, plain, group, plain[: len(form.tokens)], group[:4], group[:3]):
            initials = fold("".join(word[0] for word in words))
            code = _code(initials) if fewest <= len(words) <= most else _NO_CODE
            codes.append(_NO_CODE if code in codes else code)
    return codes or [_NO_CODE] * _MOST_ACRONYMS


def _joins(rows: Ints, vocabulary: Vocabulary) -> Ints:
    """Code what neighboring words spell together, where that could be a word."""
    codes = np.full((rows.shape[0], max(rows.shape[1] - 1, 1)), _NO_CODE, np.int64)
    fewest, most = _JOIN_LETTERS
    known: dict[tuple[int, int], int] = {}
    words = vocabulary.words
    for at, line in enumerate(rows.tolist()):
        for place, pair in enumerate(pairwise(line)):
            if pair[1] < 0:
                break
            code = known.get(pair)
            if code is None:
                word = words[pair[0]] + words[pair[1]]
                code = known[pair] = _code(fold(word)) if fewest <= len(word) <= most else _NO_CODE
            codes[at, place] = code
    return codes


_LEGAL = ("limited", "stock", "corporation", "company", "partnership", "state", "freezone",
          "association", "sole")  # fmt: skip


def _legal_bits(kinds: Sequence[str]) -> int:
    return sum(1 << _LEGAL.index(kind) for kind in kinds)
