"""A name taken apart: its words as they are compared, its legal form, the script it came from.

Every comparison works on these forms; how sure two of them are the same is for `model`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cache, lru_cache
from math import log

from comity.screen import lexicon
from comity.screen.romanize import other_readings
from comity.screen.script import renderings, script_of, to_ascii

MOST_TOKENS = 12
_WORD = re.compile(r"~?[a-z0-9]+")
_APOSTROPHES = re.compile("['`\u2019\u2018\u02bc\u02bb\u00b4\u201b]")
_DOTTED = re.compile(r"(?<![a-z0-9])(?:[a-z]\.)+[a-z]?\.?(?![a-z0-9])")
_PATRONYMIC = re.compile(
    "...(?:[oeiay]v[iy]t?ch|[oe]vitsch|[oei]vna|[ai]chna|ogl[uiy]|oglou|[uo]gli|[kqg][iy]zi)$"
)
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th|y|i|aya|oy|go)$")
_NUMBER_SIGNS = frozenset({"no", "nr", "num", "number", "nomer", "numero", "n"})
_SHORT_FORM = 3
_LEAST_MENDED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """One way to read a name: `tokens` in order, `legal` kinds of company it says it is.

    A token that starts with `~` has consonants only; `words` are those of the name as it stands,
    the legal form among them.
    """

    tokens: tuple[str, ...]
    legal: tuple[str, ...]
    script: str
    words: tuple[str, ...] = ()


class Mark(IntFlag):
    """What kind of word a word is; one may be several."""

    INITIAL = 1
    NUMBER = 2
    CONSONANTS = 4
    KNOWN = 8
    PATRONYMIC = 16
    PLACE = 32
    TRADE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What comparison needs to know of a word; worked out once a word."""

    fold: str
    skeleton: str
    group: str
    weight: float
    marks: Mark


def name_forms(text: str, *, person: bool | None = None) -> list[NameForm]:
    """Read a name in every way worth comparing; empty when it has no letters or digits.

    Args:
        text: The name, in any script.
        person: True reads no legal form out of it; None means not known.
    """
    script = script_of(text)
    latin = [text] if script == "latin" else renderings(text, script)
    forms: list[NameForm] = []
    for line in latin:
        words = _words(line)
        plain = tuple(words)
        for some, kinds in _readings(words, text, person=person):
            tokens = tuple(_meanings(some, person=person))[:MOST_TOKENS]
            form = NameForm(tokens=tokens, legal=kinds, script=script, words=plain)
            if tokens and form not in forms:
                forms.append(form)
    return forms


def _readings(
    words: list[str], text: str, *, person: bool | None
) -> list[tuple[list[str], tuple[str, ...]]]:
    """Tell a company's legal form from its words, or take all of them for a person's."""
    if person:
        split = _initials_apart(words, text)
        return [(some, ()) for some in (split, *other_readings(words))]
    mended = [_mended(word) for word in words]
    kept, legal = _without_legal_form(mended)
    readings = [(kept, legal)]
    if person is False:
        return readings
    if legal and kept != mended and _could_be_a_person(mended, kept, text):
        readings.append((words, ()))
    if not legal:
        if mended != words:
            readings.append((words, ()))
        split = _initials_apart(words, text)
        if split != words:
            readings.append((split, ()))
        readings.extend((other, ()) for other in other_readings(words))
    return readings


def _could_be_a_person(words: list[str], kept: list[str], text: str) -> bool:
    """Tell "Pao, Yu Yi" and "Saal, Fared" from "PAO Gazprom Neft": a short form that went first."""
    if len(words) - len(kept) != 1 or words[0] == kept[0]:
        return False
    comma = text.lower().lstrip().startswith(f"{words[0]},")
    return comma or (len(words[0]) <= _SHORT_FORM and len(kept) > 1)


def _initials_apart(words: list[str], text: str) -> list[str]:
    """Write initials apart that were joined with their points: J.E. Bolsonaro has two."""
    if "." not in text:
        return words
    joined = {match.group().replace(".", "") for match in _DOTTED.finditer(text.lower())}
    apart = [[*word] if word in joined else [word] for word in words]
    return [letter for some in apart for letter in some]


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = to_ascii(unicodedata.normalize("NFKC", _APOSTROPHES.sub("", text)))
    text = _APOSTROPHES.sub("", text.lower()).replace("&", " and ")
    if "." in text:
        text = _DOTTED.sub(lambda match: match.group().replace(".", "") + " ", text)
    words = _WORD.findall(text)
    return words if text.isalpha() else _plain_numbers(words)


def _plain_numbers(words: list[str]) -> list[str]:
    """Write No. 13, 13th and 013 as 13."""
    kept = []
    for at, word in enumerate(words):
        if word[0].isdigit():
            kept.append(_ORDINAL.sub(r"\1", word).lstrip("0") or word)
        elif (
            word not in _NUMBER_SIGNS
            or not words[at + 1 : at + 2]
            or not words[at + 1][0].isdigit()
        ):
            kept.append(word)
    return kept


def _without_legal_form(words: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Take the legal forms out of a company's words; short ones only at either end."""
    table = _folded_forms()
    folds = [fold(word) for word in words]
    kept: list[str] = []
    legal: list[str] = []
    at, last = 0, len(words)
    while at < last:
        for phrase, kind in table.get(folds[at], ()):
            end = at + len(phrase)
            if tuple(folds[at:end]) != phrase:
                continue
            if len("".join(phrase)) < _SHORT_FORM and at > 0 and not _only_forms(words[end:]):
                continue
            if kind:
                legal.append(kind)
            at = end
            break
        else:
            kept.append(words[at])
            at += 1
    if not any(len(word) > 1 for word in kept):
        return words, ()
    return kept, tuple(dict.fromkeys(legal))


def _only_forms(words: Sequence[str]) -> bool:
    table = _folded_forms()
    return all(fold(word) in table for word in words)


@cache
def _folded_forms() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Give the legal forms by the fold of their first word, the longest first."""
    forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrases in lexicon.legal_forms().values():
        for phrase, kind in phrases:
            folds = tuple(map(fold, phrase))
            forms.setdefault(folds[0], []).append((folds, kind))
    for found in forms.values():
        found.sort(key=lambda one: -len(one[0]))
    return forms


def _meanings(words: list[str], *, person: bool | None) -> list[str]:
    table, folded = lexicon.words(), _folded_words()
    meant: list[str] = []
    for at, word in enumerate(words):
        if at and not person and word in lexicon.numerals():
            meant.append(lexicon.numerals()[word])
        else:
            meant.extend(table.get(word) or folded.get(fold(word)) or (word,))
    return meant


@cache
def _folded_words() -> dict[str, tuple[str, ...]]:
    """Give what the longer trade words mean by their fold: any spelling of them will do."""
    return {fold(word): means for word, means in lexicon.words().items()
            if means and len(word) >= _LEAST_MENDED}  # fmt: skip


@cache
def _most_frequent() -> int:
    return max(lexicon.frequencies().values(), default=1)


@cache
def _group_frequencies() -> Counter[str]:
    """How many names hold a given name in any of its spellings."""
    counts: Counter[str] = Counter()
    for name, group in lexicon.given_names().items():
        counts[group] += lexicon.frequencies().get(name, 0)
    return counts


def token(word: str) -> Token:
    """Work out what comparison needs to know of a word."""
    bare = word.removeprefix("~")
    folded = fold(bare)
    return Token(
        fold=folded,
        skeleton=skeleton(folded),
        group=lexicon.given_names().get(bare, ""),
        weight=weight(word),
        marks=_marks(word, bare),
    )


def _marks(word: str, bare: str) -> Mark:
    marks = {
        Mark.INITIAL: len(bare) == 1 and bare.isalpha(),
        Mark.NUMBER: bare.isdigit(),
        Mark.CONSONANTS: word[0] == "~",
        Mark.KNOWN: _is_known(bare),
        Mark.PATRONYMIC: _PATRONYMIC.search(bare) is not None,
        Mark.PLACE: bare in lexicon.places(),
        Mark.TRADE: bare in lexicon.trade_words(),
    }
    return Mark(sum(mark for mark, is_so in marks.items() if is_so))


def weight(word: str) -> float:
    """How much a word tells, from 1 for one never seen down to little for the commonest."""
    if word in lexicon.particles():
        return 0.1
    if len(word) == 1:
        return 0.25
    group = lexicon.given_names().get(word)
    seen = _group_frequencies()[group] if group else lexicon.frequencies().get(word, 0)
    return float(max(0.15, 1 - log(1 + seen) / log(2 + _most_frequent())))


@lru_cache(maxsize=100_000)
def _mended(word: str) -> str:
    """Give the trade word or legal form that an unknown word is one slip away from, or itself."""
    from rapidfuzz.distance import OSA

    if len(word) < _LEAST_MENDED or _is_known(word):
        return word
    table = _slips()
    if word in table:
        return table[word]
    found = {table[slip] for slip in _without_a_letter(word) if slip in table}
    return next((one for one in sorted(found) if OSA.distance(word, one) == 1), word)


def _is_known(word: str) -> bool:
    return any(word in table for table in _known_words())


@cache
def _known_words() -> tuple[Container[str], ...]:
    return (lexicon.frequencies(), lexicon.words(), lexicon.given_names(),
            lexicon.common_names(), lexicon.places())  # fmt: skip


def _without_a_letter(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


@cache
def _slips() -> dict[str, str]:
    """Map the longer trade words and legal forms, with each letter left out, to themselves."""
    forms = lexicon.legal_forms().values()
    legal = {word for phrases in forms for phrase, _ in phrases for word in phrase}
    meant = {word for means in lexicon.words().values() for word in means}
    table: dict[str, str] = {}
    for word in sorted(legal | meant | set(lexicon.words())):
        if len(word) >= _LEAST_MENDED:
            for slip in (word, *_without_a_letter(word)):
                table.setdefault(slip, word)
    return table


_FOLDS = (
    ("tsch", "ch"), ("sch", "sh"), ("tch", "ch"), ("dzh", "j"), ("dj", "j"), ("zh", "j"),
    ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("x", "ks"),
    ("w", "v"), ("q", "k"), ("y", "i"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ae", "e"),
    ("eo", "o"), ("eu", "u"), ("aui", "avi"), ("ii", "i"), ("ie", "e"),
)  # fmt: skip
_LAST_H = re.compile("[aeiou]h$")
_LAST_J = re.compile("(?<=[ei])j$")
# The article before an Arabic name, where it is written as one word with it.
_ARTICLE = re.compile("^[ae]l(?=[^aeiou]{1,2}[a-z]{4})")
_HARD_C = re.compile("c(?![hei])")
_DOUBLED = re.compile(r"([a-z])\1+")
_SOFT = re.compile("[aeiouh]")
_LETTERS = str.maketrans({"p": "b", "v": "f", "z": "s", "l": "r", "k": "g", "t": "d"})


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Fold the spellings that transcription leaves to taste: Sergey, Sergei and Serguey are one."""
    folded = _LAST_J.sub("i", _ARTICLE.sub("", word))
    for spelling, plain in _FOLDS:
        folded = folded.replace(spelling, plain)
    folded = _DOUBLED.sub(r"\1", _HARD_C.sub("k", folded))
    return folded[:-1] if _LAST_H.search(folded) else folded


def skeleton(folded: str) -> str:
    """Reduce a folded word to its consonants, with those that scripts confuse made one."""
    bones = folded.replace("sh", "S").replace("ch", "C").replace("ts", "s")
    bones = _SOFT.sub("", bones).translate(_LETTERS)
    return _DOUBLED.sub(r"\1", bones)
