"""One member of a delegation: person, office and side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.lexicon import table
from comity.read.names.mention import Person
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

#: Offices of those who meet as leaders, in no delegation.
_HEADS = ("President of", "Prime Minister")


def draft_member(
    story: Story, verb: Token, person: Person, side: str, side_span: Span | None
) -> Draft:
    """Draft a member of a delegation, with the office told or known."""
    draft = story.draft("delegation_member", verb)
    draft.put("person", Slot(value=person.name, span=person.span))
    office = office_of(story, person)
    if office is not None:
        draft.put("office", office)
    known = _row(person).get("side") or side
    draft.put("side", Slot(value=known, span=side_span if known == side else None))
    return draft


def _row(person: Person) -> Mapping[str, str]:
    """Return what the table of people tells of somebody."""
    return next((row for row in table("people") if row["name"] == person.name), {})


def office_of(story: Story, person: Person) -> Slot | None:
    """Return the office told beside the name, else where the story told it, else the known one."""
    names = {one.name for one in story.names.people}
    if person.office and person.office_span and person.office not in names:
        return Slot(value=person.office, span=person.office_span)
    for other in story.names.people:
        if other.name == person.name and other.office and other.office_span:
            return Slot(value=other.office, span=other.office_span)
    known = _row(person).get("office")
    return Slot(value=known) if known else None


def is_leader(story: Story, person: Person) -> bool:
    """True for a head of state or government, who sits in no delegation."""
    office = office_of(story, person)
    told = str(office.value) if office is not None else ""
    return told in {"President", "Premier"} or told.startswith(_HEADS)
