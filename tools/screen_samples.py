"""Query sets made from party lists by documented random changes; used to fit and to measure.

A query is one name of one party, changed in one of these ways: not at all, letter case, one or
two typos (a letter replaced, left out, added, or two neighbors swapped), two words swapped, one
word dropped. Parties that share a name in any spelling of case and punctuation count as one.
A near stranger is a listed name with one word changed so that it names another party: another
given name, surname, number, place or trade.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from comity.screen import lexicon
from comity.screen.party import Party

SHORTEST = 3
TRIES = 30
ALIKE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A changed name, what was done to it, and the group of parties that it names (-1: none)."""

    text: str
    change: str
    group: int
    person: bool | None


def plain(name: str) -> str:
    """Reduce a name to its letters and digits."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


def groups(parties: Sequence[Party]) -> list[int]:
    """Number parties so that those who share a name have one number."""
    leader = list(range(len(parties)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    seen: dict[str, int] = {}
    for at, party in enumerate(parties):
        for name in party.names:
            other = seen.setdefault(plain(name), at)
            leader[find(at)] = find(other)
    return [find(at) for at in range(len(parties))]


def _typo(text: str, chance: random.Random) -> str:
    places = [at for at, char in enumerate(text) if char.isalpha()]
    if len(places) < SHORTEST:
        return text
    at = chance.choice(places)
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        (
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        )
    )


def _swap(text: str, chance: random.Random) -> str:
    words = text.replace(",", "").split()
    if len(words) > 1:
        one, two = chance.sample(range(len(words)), 2)
        words[one], words[two] = words[two], words[one]
    return " ".join(words)


def _drop(text: str, chance: random.Random) -> str:
    words = text.replace(",", "").split()
    if len(words) >= SHORTEST:
        del words[chance.randrange(len(words))]
    return " ".join(words)


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "exact": lambda text, _: text,
    "case": lambda text, chance: chance.choice((text.lower(), text.upper(), text.title())),
    "one typo": _typo,
    "two typos": lambda text, chance: _typo(_typo(text, chance), chance),
    "words swapped": _swap,
    "word dropped": _drop,
}


def changed_names(
    parties: Sequence[Party],
    group: Sequence[int],
    count: int,
    chance: random.Random,
    *,
    primary: bool = True,
) -> list[Query]:
    """Draw names of parties at random and change them, each way as often as the others."""
    queries = []
    kinds = list(CHANGES)
    for at in range(count):
        which = chance.randrange(len(parties))
        party = parties[which]
        name = party.name if primary else chance.choice(party.names)
        change = kinds[at % len(kinds)]
        queries.append(Query(text=CHANGES[change](name, chance), change=change,
                             group=group[which], person=party.is_person))  # fmt: skip
    return queries


def strangers(parties: Iterable[Party], listed: Iterable[Party], count: int,
              chance: random.Random) -> list[Query]:  # fmt: skip
    """Draw parties none of whose names is on a list."""
    known = {plain(name) for party in listed for name in party.names}
    rest = [party for party in parties if not any(plain(name) in known for name in party.names)]
    return [Query(text=party.name, change="not listed", group=-1, person=None)
            for party in chance.sample(rest, min(count, len(rest)))]  # fmt: skip


def near_strangers(
    parties: Sequence[Party], count: int, chance: random.Random
) -> list[tuple[str, Party]]:
    """Draw parties, each with a name that is like its own but is another party's."""
    some = [party for party in parties if party.kind in ("person", "organization")]
    made: list[tuple[str, Party]] = []
    while len(made) < count:
        party = chance.choice(some)
        other = _with_another_word(party.name.replace(",", "").split(), chance)
        if other and plain(other) != plain(party.name):
            made.append((other, party))
    return made


def _with_another_word(words: list[str], chance: random.Random) -> str:
    """Put in the place of a name, number, place or trade another one, often one spelled like it."""
    places = list(range(len(words)))
    chance.shuffle(places)
    for at in places:
        word = words[at].lower().strip("().")
        table = next((table for table in _siblings() if word in table), None)
        if word.isdigit():
            other = str(int(word) + chance.randint(1, 9))
        elif table is not None:
            kin = lexicon.given_names()
            drawn = [one for one in chance.sample(table, TRIES)
                     if one != word and (word not in kin or kin[word] != kin.get(one))]  # fmt: skip
            drawn.sort(key=lambda one: OSA.normalized_distance(one, word))
            other = drawn[0] if chance.random() < ALIKE else chance.choice(drawn)
        else:
            continue
        return " ".join([*words[:at], other.upper(), *words[at + 1 :]])
    return ""


@cache
def _siblings() -> tuple[list[str], ...]:
    """Words that can stand for one another: places, trades, and names of people."""
    trade = lexicon.trade_words() | {
        word for word, means in lexicon.words().items() if means == (word,)
    }
    names = lexicon.common_names() | set(lexicon.given_names())
    return sorted(lexicon.places()), sorted(trade), sorted(names)
