"""Chinese and Korean names in Latin letters, by whichever of the usual systems they were written.

Hsi Chin-p'ing is read as Xi Jinping, Wade and Giles's spelling as pinyin; Korean syllables are
reduced to what the systems have in common (Lee, Ri, Yi; Jung, Jong, Jeong). Which syllable stands
for which is in `lexicon/wade_giles.csv` and `lexicon/korean_syllables.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice, product

from comity.screen import lexicon

_FEWEST_PARTS, _MOST_PARTS = 2, 4
_LONGEST = 12
_MOST_READINGS = 8


def other_readings(words: Sequence[str]) -> list[list[str]]:
    """Read the words of a name by the other systems that they may be written in."""
    if not _FEWEST_PARTS <= len(words) <= _MOST_PARTS or max(map(len, words)) > _LONGEST:
        return []
    korean = _korean(tuple(words))
    return [*([korean] if korean else []), *_chinese(tuple(words))]


@lru_cache(maxsize=20_000)
def _chinese(words: tuple[str, ...]) -> list[list[str]]:
    """Write Wade and Giles's syllables in pinyin; nothing where none of them is only theirs."""
    table = lexicon.phrases("wade_giles")
    if any(word not in table for word in words) or all(word in _pinyin() for word in words):
        return []
    choices = product(*(table[word] for word in words))
    return [[one[0], "".join(one[1:])] for one in islice(choices, _MOST_READINGS)]


@cache
def _pinyin() -> frozenset[str]:
    """Syllables that pinyin has too, so that they do not tell the systems apart."""
    return frozenset(
        syllable for choices in lexicon.phrases("wade_giles").values() for syllable in choices
    )


@lru_cache(maxsize=20_000)
def _korean(words: tuple[str, ...]) -> list[str] | None:
    """Reduce a Korean surname and its one or two syllables to what every system keeps apart."""
    surnames = _surnames()
    first = words[0] in surnames
    if not first and words[-1] not in surnames:
        return None
    surname, given = (words[0], words[1:]) if first else (words[-1], words[:-1])
    keys = [_syllables(word) for word in given]
    return None if None in keys else [surnames[surname], "".join(filter(None, keys))]


def _syllables(word: str) -> str | None:
    table = _korean_syllables()
    if word in table:
        return table[word]
    for cut in range(len(word) - 1, 1, -1):
        if word[:cut] in table and word[cut:] in table:
            return table[word[:cut]] + table[word[cut:]]
    return None


@cache
def _surnames() -> dict[str, str]:
    """Map each spelling of a surname to the first of its row."""
    table: dict[str, str] = {}
    for spellings in lexicon.phrases("hangul_surnames").values():
        for one in spellings:
            table.setdefault(one, spellings[0])
    return table


@cache
def _korean_syllables() -> dict[str, str]:
    """Build the syllables from their initials, vowels and finals; whole ones win."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for place, spelling, stands_for in lexicon.rows("korean_syllables"):
        parts.setdefault(place, []).append((spelling, stands_for))
    built: dict[str, str] = {}
    for initial, one in parts["initial"]:
        for vowel, two in parts["vowel"]:
            for final, three in parts["final"]:
                built.setdefault(initial + vowel + final, one + two + three)
    return built | dict(parts["whole"])
