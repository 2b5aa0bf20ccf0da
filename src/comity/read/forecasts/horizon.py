"""By when a forecast says something will have come, or how long it will last."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from comity.read.forecasts.outlook import is_ahead
from comity.read.language.syntax import governor
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story
from comity.read.times.moment import day_of
from comity.read.times.timex import Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Lengths too vague to lead to a week or month: "within months", "in the coming years".
_VAGUE_LENGTH = re.compile(r"PX[MYQ]|PXDE")
_LEAD = re.compile(r"\b(?:within|in|over|during)\s+(?:the\s+)?$", re.IGNORECASE)
#: Words for a time to come without a place in the calendar, and what has no end in sight.
_SOON = re.compile(
    r"\b(?:soon|shortly(?! after)|imminently"
    r"|(?:in|over) the (?:short|near|medium|long(?:er)?) (?:term|run))\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:eventually|indefinitely|for (?:many |some )?(?:months|years|decades)(?: to come)?)\b",
    re.IGNORECASE,
)
#: An event that a forecast is told to come before: "before the permits lapse".
_EVENT = re.compile(
    r"\b(?:before|until|by the time|ahead of|within|during|throughout)\s+(?=[a-z\d]|[A-Z])"
    r"[^,;.()\u201c\u201d\"]+",
)
_DEADLINE = re.compile(r"\b(?:deadline|expiry|expiration|cut-?off)\b", re.IGNORECASE)
#: Nouns of what lasts or comes: "during the 90-day pause", "ahead of the summit".
_EVENTS = {
    *{"deadline", "expiry", "cutoff", "pause", "truce", "ceasefire", "moratorium"},
    *{"lapse", "expiration", "summit", "meeting", "talks", "visit", "round", "session", "trip"},
    *{"election", "midterm"},
}
_ENDING = {"expire", "lapse", "end", "run", "fall"}
_LIMIT = re.compile(r"\b(?:until|deadline (?:of|on|is|was))\s+$", re.IGNORECASE)
_LATEST = 10
_EVENTS_TRIED = 8
#: Times back in which a deadline is looked for.
_EARLIER = 60


def put_horizon(story: Story, draft: Draft, claim: Span, *, alone: bool) -> None:
    """Put by when a forecast comes true: as its claim, its condition or its sentence tells.

    Args:
        story: The story.
        draft: The forecast.
        claim: What is foretold.
        alone: True where the whole of what is said is foretold.
    """
    condition = draft.slots.get("condition")
    told = [claim]
    if isinstance(condition, Slot) and condition.span is not None:
        told.append(condition.span)
    for span in told:
        draft.put("horizon", _dated(story, span))
    if "horizon" not in draft.slots and alone:
        draft.put("horizon", _dated(story, draft.evidence[0], ahead=True))
    if "horizon" not in draft.slots:
        draft.put("horizon", _named(story, claim))


def _dated(story: Story, claim: Span, *, ahead: bool = False) -> Slot | None:
    """Return the first time of a claim that lies ahead or leads there."""
    for each in story.moments.timexes:
        if not (claim.start <= each.start and each.end <= claim.end):
            continue
        within = each.type == "DURATION" and story.moments.is_hence(each)
        if within and (_VAGUE_LENGTH.fullmatch(each.value) or _is_of_event(story, each)):
            return None
        dated = each.type == "DATE" and "REF" not in each.value and not _is_over(story, each)
        if (dated or within) and (not ahead or is_ahead(story, each.value)):
            return story.moments.hence(each) if within else story.moments.slot(each)
    return None


def _is_over(story: Story, timex: Timex) -> bool:
    """True for a time before publication, of what was: "exports of which it curbed in April"."""
    published = story.moments.published
    if published is None:
        return False
    day = day_of(timex.value)
    if day is not None:
        return day < published
    span = published.isoformat()[: len(timex.value)]
    return timex.value < span and bool(re.fullmatch(r"\d{4}(?:-\d\d)?", timex.value))


def _is_of_event(story: Story, timex: Timex) -> bool:
    """True for the length in "the 90-day pause", which tells no time by itself."""
    token = story.moments.token_of(timex)
    return token.head.i > token.i and token.head.lemma_.lower() in _EVENTS


def _named(story: Story, claim: Span) -> Slot | None:
    """Return a time told by its name only: "soon", "for years", "before the permits lapse"."""
    for timex in story.moments.timexes:
        inside = claim.start <= timex.start and timex.end <= claim.end
        if inside and timex.type == "DURATION" and _VAGUE_LENGTH.fullmatch(timex.value):
            lead = _LEAD.search(story.text, max(0, timex.start - _LATEST), timex.start)
            if lead is not None:
                return _worded(story, lead.start(), timex.end, bound="approx")
    for told in islice(_EVENT.finditer(claim.text), _EVENTS_TRIED):
        event = _before(story, claim, told)
        if event is not None:
            return event
    found = _OPEN.search(claim.text)
    if found is not None:
        span = Span.of(story.text, claim.start + found.start(), claim.start + found.end())
        plain = found[0].lower().removeprefix("for ").removesuffix(" to come")
        return Slot(value=f"{plain} (open)", span=span)
    found = _SOON.search(claim.text)
    if found is None:
        return None
    return _worded(story, claim.start + found.start(), claim.start + found.end(), bound="approx")


def _worded(story: Story, start: int, end: int, *, bound: str) -> Slot:
    """Make a slot of a time that only its words tell."""
    span = Span.of(story.text, start, end)
    plain = re.sub(r"^(?:in|over)\s+(?:the\s+)?", "", span.text, flags=re.IGNORECASE)
    return Slot(value=plain[:1].lower() + plain[1:], span=span, bound=bound, precision="vague")


def _before(story: Story, claim: Span, found: re.Match[str]) -> Slot | None:
    """Return the day of an event still to come, or where the story tells none, its words."""
    start = claim.start + found.start()
    here = story.doc.char_span(start, claim.start + found.end(), alignment_mode="contract")
    if here is None or len(here) < 2:  # noqa: PLR2004  (an opener and a thing)
        return None
    opener = here[0]
    end = _end_of(opener)
    counted = any(each.end == start - 1 for each in story.moments.timexes)
    if end is None or counted:
        return None
    last = min(end, here.end - 1)
    text_end = story.doc[last].idx + len(story.doc[last].text)
    bound = "before" if opener.lower_ in {"before", "until", "ahead", "by"} else "by"
    bound = "at-or-after" if story.doc[opener.i + 1].lower_ == "after" else bound
    if _DEADLINE.search(story.text, start, text_end):
        known = _deadline(story, start)
        if known is not None:
            span = Span.of(story.text, start, text_end)
            value = story.moments.slot(known)
            return Slot(value=value.value, span=span, bound=bound, precision=value.precision)
    return _worded(story, start, text_end, bound=bound)


def _end_of(opener: Token) -> int | None:
    """Return the last token of a clause or thing that is still to come, None for one that was."""
    clause = opener.head if opener.dep_ == "mark" else None
    if opener.lower_ == "by":
        times = (deep for child in opener.children for deep in child.children)
        clause = next((deep for deep in times if deep.dep_ in {"relcl", "acl"}), None)
    if clause is None:
        inner = [child for child in opener.children if child.dep_ in {"pcomp", "pobj", "prep"}]
        inner = [deep for c in inner for deep in (c.children if c.dep_ == "prep" else [c])]
        thing = next(iter(inner), None)
        if thing is None:
            return None
        if thing.dep_ != "pcomp":
            return thing.right_edge.i if thing.lemma_.lower() in _EVENTS else None
        clause = thing
    helpers = {child.lower_ for child in clause.children if child.dep_ in {"aux", "auxpass"}}
    if clause.tag_ == "VBD" or helpers & {"had", "was", "were", "did"}:
        return None
    return clause.right_edge.i if clause.pos_ in {"VERB", "AUX"} else None


def _deadline(story: Story, place: int) -> Timex | None:
    """Return the end told last of a truce or permit: "expires on Aug. 12"."""
    earlier = [each for each in story.moments.timexes if each.start < place][-_EARLIER:]
    for each in reversed(earlier):
        if each.type != "DATE" or "REF" in each.value or _is_over(story, each):
            continue
        above = governor(story.moments.token_of(each))
        chain = [above, governor(above)]
        limit = _LIMIT.search(story.text, max(0, each.start - 24), each.start)
        if limit or any(verb.lemma_.lower() in _ENDING for verb in chain):
            return each
    return None
