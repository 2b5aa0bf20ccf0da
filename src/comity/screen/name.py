"""A name taken apart: its words as they are compared, its legal form, the script it came from.

Every comparison works on these forms; how sure two of them are the same is for `model`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from comity.screen import lexicon
from comity.screen.script import renderings, script_of, to_ascii

MOST_TOKENS = 12
_WORD = re.compile(r"~?[a-z0-9]+")
_APOSTROPHES = re.compile("['`\u2019\u2018\u02bc\u02bb\u00b4\u201b]")
_DOTTED = re.compile(r"(?<![a-z0-9])(?:[a-z]\.)+[a-z]?\.?(?![a-z0-9])")
_SHORT_FORM = 3
_LEAST_MENDED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """One way to read a name: `tokens` in order, `legal` kinds of company it says it is.

    A token that starts with `~` has consonants only.
    """

    tokens: tuple[str, ...]
    legal: tuple[str, ...]
    script: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What comparison needs to know of a word; worked out once a word."""

    fold: str
    skeleton: str
    group: str
    weight: float
    initial: bool
    number: bool
    consonants: bool


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
        words = [_mended(word) for word in _words(line)]
        kept, legal = (words, ()) if person else _without_legal_form(words)
        readings = [(kept, legal)]
        if legal and person is None and kept != words and _could_be_a_person(words, kept):
            readings.append((words, ()))
        for some, kinds in readings:
            tokens = tuple(_meanings(some))[:MOST_TOKENS]
            form = NameForm(tokens=tokens, legal=kinds, script=script)
            if tokens and form not in forms:
                forms.append(form)
    return forms


def _could_be_a_person(words: list[str], kept: list[str]) -> bool:
    """Tell "Pao, Yu Yi" from "PAO Gazprom Neft": only a short form went, from the front."""
    went = len(words) - len(kept)
    return went == 1 and words[0] != kept[0] and len(words[0]) <= _SHORT_FORM and len(kept) > 1


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = to_ascii(unicodedata.normalize("NFKC", _APOSTROPHES.sub("", text)))
    text = _APOSTROPHES.sub("", text.lower()).replace("&", " and ")
    if "." in text:
        text = _DOTTED.sub(lambda match: match.group().replace(".", "") + " ", text)
    return _WORD.findall(text)


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


def _meanings(words: list[str]) -> list[str]:
    table, folded = lexicon.words(), _folded_words()
    meant: list[str] = []
    for word in words:
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
        initial=len(bare) == 1 and bare.isalpha(),
        number=bare[0].isdigit() or bare[-1].isdigit(),
        consonants=word[0] == "~",
    )


def weight(word: str) -> float:
    """How much a word tells, from 1 for one never seen down to little for the commonest."""
    if word in lexicon.particles():
        return 0.1
    if len(word) == 1:
        return 0.25
    group = lexicon.given_names().get(word)
    seen = _group_frequencies()[group] if group else lexicon.frequencies().get(word, 0)
    return float(max(0.15, 1 - log(1 + seen) / log(2 + _most_frequent())))


def _mended(word: str) -> str:
    """Give the trade word or legal form that an unknown word is one slip away from, or itself."""
    if len(word) < _LEAST_MENDED or _is_known(word):
        return word
    table = _slips()
    return table.get(word) or next(
        (table[slip] for slip in _without_a_letter(word) if slip in table), word
    )


def _is_known(word: str) -> bool:
    return word in lexicon.frequencies() or word in lexicon.words() or word in lexicon.given_names()


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
