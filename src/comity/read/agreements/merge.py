"""One record an agreement: which mentions tell of the same one, and what each adds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.lexicon import words
from comity.read.proposal import Slot
from comity.read.story import PAIR

if TYPE_CHECKING:
    from comity.read.story import Draft, Story


def add(story: Story, found: list[Draft], draft: Draft) -> None:
    """Add an agreement, or what is told further of one already found."""
    earlier = next((one for one in found if _is_same(story, one, draft)), None)
    if earlier is None:
        found.append(draft)
        return
    if _is_formal(draft) and not _is_formal(earlier):
        place = earlier.value("place")
        noun = (draft.value("name") or "").removeprefix(f"{draft.value('place')} ")
        noun = re.sub(r"^(?:the|an?|their|its|this|that)\s+", "", noun, flags=re.IGNORECASE)
        told = draft.slots["name"]
        earlier.slots["name"] = Slot(
            value=f"{place} {noun}" if place else noun,
            span=told.span if isinstance(told, Slot) else None,
        )
    for name, slot in draft.slots.items():
        earlier.fill(name, slot)
    if draft.evidence[0] not in earlier.evidence:
        earlier.evidence.append(draft.evidence[0])
    if not draft.attribution and _is_asserted(story, draft):
        earlier.attribution = ()


def _is_asserted(story: Story, draft: Draft) -> bool:
    return story.doc[draft.head].pos_ == "VERB"


def _is_same(story: Story, one: Draft, two: Draft) -> bool:
    """True for two mentions of one agreement: the same place, or nothing that sets them apart."""
    places = {place for each in (one, two) if (place := each.value("place"))}
    if len(places) == 1 and "place" in one.slots and "place" in two.slots:
        return True
    if len(places) == PAIR or any(_is_on_topic(each) for each in (one, two)):
        return False
    if one.evidence[0] == two.evidence[0] and _is_asserted(story, one) != _is_asserted(story, two):
        return False
    first, second = one.value("reached"), two.value("reached")
    if first and second:
        return first[:7] == second[:7]
    return second is None or not any(_is_asserted(story, each) for each in (one, two))


def _is_on_topic(draft: Draft) -> bool:
    """True for "understanding on rare earths", told by its topic rather than its place."""
    return (draft.value("name") or "").startswith("understanding on")


def _is_formal(draft: Draft) -> bool:
    name = draft.value("name") or ""
    if not any(noun in name for noun in words("talks", "agreement_noun")):
        return False
    return "joint statement" in name or not name.endswith(("consensus", "understanding"))
