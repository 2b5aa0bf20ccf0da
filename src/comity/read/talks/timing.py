"""When talks were: the times told of a mention, how long they lasted, on which days."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from comity.read.language.syntax import governor, subjects, subtree
from comity.read.story import Story
from comity.read.times.moment import day_of
from comity.read.times.timex import Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.talks.mention import Mention

_ASIDE = re.compile(r"\b(?:ago|earlier|later|before|hence|from now)$")
_LENGTH = re.compile(r"P(?:T?\d+(?:\.\d+)?[HMD]){1,2}")
#: Most days that one round of talks lasts; longer stretches are of something else.
_LONGEST_DAYS = 10
_CLIMBS = {"advcl", "acl", "relcl", "xcomp", "pcomp", "conj"}
_OVER_AT = {"break", "end", "finish", "conclude", "wrap", "adjourn"}
_LASTS = {"run", "last", "go", "stretch", "continue"}


def times_of(story: Story, head: Token) -> list[Timex]:
    """Return the times told of a mention: of its clause, its subject, or the clause above it."""
    first, last = subtree(head)
    if head.pos_ == "NOUN":
        counted = head.head.head if head.head.lower_ == "of" else head
        inner = subtree(counted if counted.lemma_ in {"day", "hour", "weekend"} else head)
        found = story.moments.within(*inner) or story.moments.within(first, last)
        if not _has_day(found) and head.dep_ in {"pobj", "dobj", "nsubj"}:
            verb = governor(head)
            found += [t for t in story.moments.of_verb(verb, *subtree(verb)) if t not in found]
        if counted is not head and not _has_day(found):
            around = story.moments.within(head.sent.start, head.sent.end - 1)
            found += [t for t in around if _has_day([t]) and t not in found][:1]
        return found
    found = story.moments.of_verb(head, first, last)
    for child in head.children:
        if child.dep_ == "advcl" and child.lemma_ in _LASTS | _OVER_AT | {"span"}:
            found += [t for t in story.moments.within(*subtree(child)) if t not in found]
    for doer in subjects(head):
        found += [t for t in story.moments.within(*subtree(doer, without=_LOOSE)) if t not in found]
    above = head
    while not _has_day(found) and above.dep_ in _CLIMBS and above.head.i != above.i:
        above = governor(above)
        upper = story.moments.of_verb(above, *subtree(above))
        found += [each for each in upper if each not in found and _has_day([each])]
    return sorted(found, key=lambda each: each.start)


_LOOSE = frozenset({"relcl", "appos", "acl"})


def _has_day(times: list[Timex]) -> bool:
    return any(each.type in {"DATE", "TIME"} and "REF" not in each.value for each in times)


def is_ahead_by(text: str, each: Timex) -> bool:
    """True for a length of time until something: "in about 90 days"."""
    return bool(re.search(r"\b(?:with)?in (?:about |around |roughly |some )?$", text[: each.start]))


#: What makes a length a distance in time: "two days before the talks".
_COUNTS = re.compile(r"\s+(?:after|before)\b", re.IGNORECASE)


def length_of(mention: Mention, text: str) -> Timex | None:
    """Return how long the talks lasted: "nearly seven hours", "two days"."""
    for each in mention.times:
        if each.type != "DURATION" or not _LENGTH.fullmatch(each.value):
            continue
        if _ASIDE.search(each.text) or "entire" in each.text or _months(each.value):
            continue
        away = "T" not in each.value and _COUNTS.match(text, each.end)
        if is_ahead_by(text, each) or away:
            continue
        return each
    return None


def _months(value: str) -> bool:
    days = re.fullmatch(r"P(\d+)D", value)
    return bool(re.fullmatch(r"P\d+(?:\.\d+)?M", value)) or bool(
        days and int(days[1]) > _LONGEST_DAYS
    )


def days_of(mention: Mention, text: str) -> tuple[Timex, date, date] | None:
    """Return the day of a mention, or the first and last of "from Saturday to Sunday"."""
    dated = [
        (each, day)
        for each in mention.times
        if each.type in {"DATE", "TIME"} and (day := day_of(each.value)) is not None
    ]
    if not dated:
        return None
    plain = [one for one in dated if not one[0].inherited] or dated
    first, day = plain[0]
    for other, last in plain[1:]:
        between = text[first.end : other.start].strip().lower()
        if between in {"to", "and", "through", "-", "\u2013", "until"} and last > day:
            return first, day, last
    return first, day, day
