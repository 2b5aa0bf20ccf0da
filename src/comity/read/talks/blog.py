"""Entries of live blogs: a line that is but a clock tells when what follows was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.proposal import Slot
from comity.read.story import PAIR, Story
from comity.read.times.moment import in_zone

if TYPE_CHECKING:
    from spacy.tokens import Token

_STAMP = re.compile(
    r"^[ \t]*([01]?\d|2[0-3])[.:]([0-5]\d)[ \t]*(am|pm)?(?: [A-Z]{2,4})?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NOON = 12


def stamp_of(story: Story, token: Token) -> Slot | None:
    """Return the time at the head of an entry of a live blog: a line that is but a clock."""
    stamps = list(_STAMP.finditer(story.text))
    told = [found for found in stamps if found.start() < token.idx]
    published = story.moments.published
    if len(stamps) < PAIR or not told or published is None:
        return None
    hour, minute = int(told[-1][1]), int(told[-1][2])
    if told[-1][3] and told[-1][3].lower() == "pm" and hour < _NOON:
        hour += _NOON
    value = f"{published}T{hour:02d}:{minute:02d}"
    zone = story.moments.zone
    slot = Slot(value=f"{value}+00:00" if zone else value, bound="exact", precision="minute")
    return in_zone(slot, zone)
