"""The word lists of matching, read once from `lexicon/*.csv`; the words live there, not here."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of one word list below its header, as text."""
    text = files("comity.screen").joinpath("lexicon", f"{name}.csv").read_text(encoding="utf-8")
    lines = csv.reader(text.splitlines())
    next(lines)
    yield from lines


@cache
def legal_forms() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Map the first word of each legal form to its phrases, longest first, with their kind."""
    forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form, kind in rows("legal_forms"):
        words = tuple(form.split())
        forms.setdefault(words[0], []).append((words, kind))
    for phrases in forms.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return forms


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Map a trade word of any language to the English words that it means."""
    return {word: tuple(means.split()) for word, means, _ in rows("words")}


@cache
def trade_words() -> frozenset[str]:
    """Words that companies have in their names and people do not."""
    return frozenset(word for means in words().values() for word in means if not word.isdigit())


@cache
def common_names() -> frozenset[str]:
    """Given names and surnames so common that none is a slip of the pen for another."""
    return frozenset(row[0] for row in rows("common_names"))


@cache
def numerals() -> dict[str, str]:
    """Map a Roman numeral, as it stands behind a name, to its digits."""
    return {row[0]: row[1] for row in rows("numerals")}


@cache
def places() -> frozenset[str]:
    """Words that name a country, a region or a city."""
    return frozenset(row[0] for row in rows("places"))


@cache
def particles() -> frozenset[str]:
    """Words that tell next to nothing apart: articles, prepositions, parts of names, titles."""
    return frozenset(row[0] for row in rows("particles"))


@cache
def given_names() -> dict[str, str]:
    """Map a spelling of a name to the one that stands for its group."""
    groups = {name: group for name, group in rows("given_names") if name != group}
    return groups | {group: group for group in set(groups.values())}


@cache
def frequencies() -> dict[str, int]:
    """How many names of the government lists hold a word; rarer words are not listed."""
    return {word: int(count) for word, count in rows("frequency")}


@cache
def phrases(name: str) -> dict[str, tuple[str, ...]]:
    """Map a phrase of another script to its renderings in Latin letters, the usual one first."""
    return {row[0]: tuple(row[1].split("|")) for row in rows(name)}


@cache
def hangul_letters(place: str) -> list[tuple[str, str]]:
    """Give the letters of a place in a syllable in the order of Unicode: North, then South."""
    return [(north, south) for of, north, south in rows("hangul_letters") if of == place]


@cache
def han_words(language: str) -> dict[str, tuple[str, ...]]:
    """Map Han phrases to their renderings; `language` is "zh" or "ja" (which reads "zh" too)."""
    kept = ("zh",) if language == "zh" else ("zh", "ja", "ja-given")
    chosen: dict[str, tuple[str, ...]] = {}
    for phrase, latin, of in rows("han_words"):
        if of in kept:
            chosen[_simplify(phrase)] = tuple(latin.split("|"))
    return chosen


@cache
def japanese_signs() -> tuple[str, ...]:
    """Phrases of two characters or more that mark a name written in Han as Japanese."""
    return tuple(
        _simplify(phrase)
        for phrase, _, of in rows("han_words")
        if of == "ja" and (len(phrase) > 1 or phrase == "組")
    )


@cache
def _variants() -> dict[int, str]:
    return {ord(variant): simplified for variant, simplified in rows("han_variants")}


def _simplify(text: str) -> str:
    return text.translate(_variants())


simplify = _simplify
