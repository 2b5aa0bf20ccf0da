"""When a measure was taken or announced, from when, until when and how long it applies.

A measure whose clause holds no time takes the day on which it was announced, demanded or offered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.control import known
from comity.read.moment import day_of
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story
from comity.read.syntax import governor, prepositional, subjects, subtree
from comity.read.telling import is_apart, is_told_day, told_at
from comity.read.timex import Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

_VAGUE = {"recent", "now", "current"}
_ENDS = re.compile(r"\b(?:until|till|through)\s+$", re.IGNORECASE)
_LASTS = re.compile(r"\b(?:for|by)\s+(?:\w+\s+)?$", re.IGNORECASE)
_BEGINS = re.compile(r"\b(?:from|as\s+of|effective|starting|beginning)\s+$", re.IGNORECASE)
_AT_ONCE = re.compile(
    r"\b(?:with immediate effect|effective immediately|within (?:\w+ )?hours|hours later)\b",
    re.IGNORECASE,
)
#: The year in the number of an act: "Announcement No. 46 of 2024".
_NUMBERED = re.compile(r"\bNos?\.?\s*\d+\s+(of\s+((?:19|20)\d\d))\b", re.IGNORECASE)
#: Sentences before "it takes effect" in which the measure is sought.
_NEAR = 3


def put_times(story: Story, draft: Draft, verb: Token) -> None:
    """Put the times that a measure's clause holds: its own, its beginning, end and length."""
    times = story.moments.of_verb(verb, *subtree(verb))
    if not times and verb.dep_ in {"pcomp", "xcomp", "amod"}:
        above = governor(verb)
        times = story.moments.of_verb(above, above.left_edge.i, verb.i)
    times = [e for e in times if e.type != "SET" and e.text.lower() not in _VAGUE]
    if verb.dep_ == "relcl" and not times:
        times = story.moments.within(verb.head.i, verb.i)
    own = []
    for each in times:
        before = story.text[max(0, each.start - 16) : each.start]
        if _ENDS.search(before):
            draft.put("until", story.moments.slot(each))
        elif each.type == "DURATION" and _LASTS.search(before):
            draft.put("duration", story.moments.slot(each))
        elif _BEGINS.search(before) and draft.modality != "in-force":
            draft.put("effective", story.moments.slot(each))
            own += [] if _is_ahead(story, each) else [each]
        else:
            own.append(each)
    draft.put("time", story.moments.best(own))


def _is_ahead(story: Story, timex: Timex) -> bool:
    day = day_of(timex.value)
    return day is None or story.moments.published is None or day > story.moments.published


def date_measures(story: Story, found: list[Draft]) -> list[Draft]:
    """Give measures the day they were told and the day from which they apply."""
    for verb in story.doc:
        if verb.pos_ in {"VERB", "AUX"} and _takes_effect(verb):
            _put_effect(story, found, verb)
    for draft in found:
        if "time" not in draft.slots:
            draft.put("time", _of_number(story, story.doc[draft.head]))
            draft.put("time", story.moments.best(_announced(story, draft)))
        if "time" not in draft.slots and draft.modality == "did":
            draft.put("time", _at_once(story, draft))
    return found


def _of_number(story: Story, verb: Token) -> Slot | None:
    """Return the year of "Announcement No. 46 of 2024, which bans …"."""
    if verb.dep_ not in {"acl", "relcl"}:
        return None
    found = list(_NUMBERED.finditer(story.text, verb.head.left_edge.idx, verb.idx))
    if not found:
        return None
    start, end = found[-1].span(1)
    span = Span(start=start, end=end, text=found[-1][1])
    return Slot(value=found[-1][2], span=span, bound="exact", precision="year")


def _at_once(story: Story, draft: Draft) -> Slot | None:
    """Return the day told last for an act "with immediate effect" or "within hours"."""
    sentence = draft.evidence[0]
    found = _AT_ONCE.search(sentence.text)
    if found is None:
        return None
    start = sentence.start + found.start()
    day = story.moments.day_told(start)
    span = Span(start=start, end=start + len(found[0]), text=found[0])
    return Slot(value=day, span=span, bound="exact", precision="day") if day else None


def _announced(story: Story, draft: Draft) -> list[Timex]:
    head = story.doc[draft.head]
    made = _of_rule(story, head)
    if made or draft.modality == "in-force" or is_apart(head):
        return made
    return told_at(story, head) or _in_later_sentence(story, draft)


def _of_rule(story: Story, verb: Token) -> list[Timex]:
    """Return the time of the rule in "a rule extending the list, issued in May"."""
    nouns = [verb.head] if verb.dep_ in {"acl", "relcl"} else list(prepositional(verb, "under"))
    rules = {*known("vehicle_noun"), *known("core_control_noun")}
    for noun in nouns:
        if noun.lemma_.lower() in rules:
            told = [e for e in story.moments.within(*subtree(noun)) if e.type == "DATE"]
            return [e for e in told if "REF" not in e.value and not _ends(story, e)]
    return []


def _ends(story: Story, timex: Timex) -> bool:
    return bool(_ENDS.search(story.text[max(0, timex.start - 16) : timex.start]))


def _in_later_sentence(story: Story, draft: Draft) -> list[Timex]:
    """Return the time of a sentence that tells the same measure again."""
    for span in draft.evidence[1:]:
        found = story.doc.char_span(span.start, span.end, alignment_mode="expand")
        if found is not None:
            root = found.root
            times = story.moments.of_verb(root, *subtree(root))
            return [each for each in times if is_told_day(story, each)]
    return []


def _takes_effect(verb: Token) -> bool:
    """True for "takes effect", "came into force", "is effective", "apply from"."""
    lemma = verb.lemma_.lower()
    if lemma == "take":
        return any(c.dep_ == "dobj" and c.lemma_ == "effect" for c in verb.children)
    if lemma in {"enter", "come", "go", "be", "bring", "put"}:
        forces = (t.lemma_ for t in prepositional(verb, "into", "in"))
        if any(each in {"force", "effect"} for each in forces):
            return True
    if lemma in {"be", "become"}:
        return any(c.lower_ == "effective" for c in verb.children)
    return lemma == "apply" and any(c.lower_ in {"from", "as"} for c in verb.children)


def _put_effect(story: Story, found: list[Draft], verb: Token) -> None:
    """Put the day from which the measure told last applies, where the verb is about it."""
    times = [e for e in story.moments.of_verb(verb, *subtree(verb)) if e.type == "DATE"]
    times = [e for e in times if "REF" not in e.value]
    if not times or any(token.pos_ == "PROPN" for token in subjects(verb)):
        return
    reach = verb.sent
    for _ in range(_NEAR - 1):
        reach = story.doc[max(0, reach.start - 1)].sent
    start, end = story.doc[reach.start].idx, verb.idx
    near = [
        d for d in found if any(start <= e.start < end for e in d.evidence) and d.head != verb.i
    ]
    if near:
        near[-1].put("effective", story.moments.slot(times[0]))
