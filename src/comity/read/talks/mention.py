"""Mentions of talks: the verbs and nouns that tell of two sides meeting, and when they did.

What the mentions of one story make of its sessions is settled in `talks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from comity.read.language.syntax import (
    governor,
    is_negated,
    objects,
    particle_lemma,
    prepositional,
    span_of,
    subjects,
    subtree,
)
from comity.read.lexicon import words
from comity.read.names.place import placing
from comity.read.speech.modality import is_condition
from comity.read.story import PAIR, Story, is_talks, is_talks_part, is_team
from comity.read.talks.noun import is_both, is_call, is_elliptic, is_held, takes_up_talks
from comity.read.talks.timing import times_of
from comity.read.times.moment import precision_of
from comity.read.times.timex import Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.proposal import Modality

Phase = Literal["start", "hold", "ongoing", "end", "break", "resume", "extend"]

_TABLE = re.compile(
    r"\b(?:negotiating|bargaining) table\b|\b(?:to|back at|back around) the table\b", re.IGNORECASE
)
_UNDER_WAY = re.compile(r"\bunder ?way\b|\bgoing\b|\boff to an? \w+ start\b", re.IGNORECASE)
STILL = re.compile(
    r"\bstill (?:at it|at the (?:negotiating |bargaining )?table|in the room|inside|talking"
    r"|(?:locked )?in (?:talks|session))\b",
    re.IGNORECASE,
)
_OVER = re.compile(r"\bit a (?:night|day)\b|\bshort\b", re.IGNORECASE)
_REMOTE = re.compile(r"\b(?:tele)?phone\b|\bvideo\b|\bcall\b|\bvirtual(?:ly)?\b", re.IGNORECASE)
#: What leads to another event than the one told.
_OTHER_TIME = re.compile(r"\b(?:following|after|before|ahead of|since)\b", re.IGNORECASE)
_WORKED_OUT = {"work out", "hammer out", "thrash out"}
_TO_THE_TABLE = {"return", "go", "sit", "come", "be", "get"}
_NEVER_PHASES = {"leave", "arrive", "join", "come", "be", "get"}
_MEETING = {"meet", "negotiate", "convene", "confer", "huddle", "gather", "host", "receive"}
_WITHIN = {"be", "remain", "stay", "lock"}
_GOING = {"go", "talk", "meet", "negotiate", "run", "work"}
_TOGETHER = re.compile(
    r"\b(?:in the same room|together|behind closed doors|at the (?:negotiating )?table|talking)\b",
    re.IGNORECASE,
)
_LASTS = {"run", "last", "go", "stretch", "continue"}
_SPEAKING = {"speak", "talk"}
_PLANNING = {"pencil", "book", "arrange", "schedule", "plan", "set", "slate", "due", "expect"}
_OTHERS = (
    {"hammer", "thrash"}
    | _MEETING
    | _SPEAKING
    | _PLANNING
    | _WITHIN
    | {"get", "call", "cut", "see"}
)
_FURTHER = {"another", "next", "further", "more", "fresh", "new", "third", "fourth", "follow"}
_AHEAD_OF = {"before", "for", "until", "toward", "towards", "to"}
_BEHIND = {"after", "following", "during", "at", "in", "since", "of"}


@dataclass(slots=True, kw_only=True)
class Mention:
    """One verb or noun that tells of talks."""

    head: Token
    phase: Phase
    times: list[Timex]
    mood: Modality | None = None
    #: By telephone or video: nobody goes anywhere.
    is_remote: bool = False
    #: A round told in passing by its own words: "after the talks in Geneva in May".
    in_passing: bool = False


def find_mentions(story: Story) -> list[Mention]:
    """Find every mention of talks, in the order of the text."""
    return list(_mentions(story))


def _mentions(story: Story) -> Iterator[Mention]:
    for token in story.doc:
        passing = False
        if token.pos_ in {"VERB", "AUX"}:
            phase = phase_of(story, token)
            mood: Modality | None = None
            if phase is not None and _is_planned(token):
                mood = "expected"
        elif token.pos_ == "NOUN" and _is_past_round(story, token):
            phase, mood, passing = "hold", "did", True
        elif token.pos_ == "NOUN" and _tells_by_itself(story, token):
            phase, mood = "hold", _mood_of_noun(token)
        else:
            continue
        if phase is not None:
            yield Mention(
                head=token,
                phase=phase,
                times=times_of(story, token),
                mood=mood,
                is_remote=_is_remote(story, token),
                in_passing=passing,
            )


def _is_remote(story: Story, head: Token) -> bool:
    """True for what is told as done by telephone, not for what merely followed a call."""
    told = head.head if head.dep_ in {"acl", "relcl"} else head
    text = span_of(story.doc, *subtree(told)).text
    own = _OTHER_TIME.split(text)[0] if not _OTHER_TIME.match(text) else text
    return bool(_REMOTE.search(own))


def phase_of(story: Story, verb: Token) -> Phase | None:
    """Return what a verb tells of talks: that they start, are held, break, resume or end."""
    base, known = verb.lemma_.lower(), words("talks", "phase_verb")
    told = known.get(particle_lemma(verb)) or known.get(base)
    if told is None and base not in _OTHERS:
        return None
    absent = verb.dep_ == "acl" and verb.sent.root.lemma_ in words("talks", "absent_verb")
    if absent or is_condition(verb) or is_negated(verb):
        return None
    doers = subjects(verb)
    phase = _phase_of_sides(story, verb, doers)
    if phase is not None or verb.dep_ in {"aux", "auxpass"}:
        return phase
    if base in _TO_THE_TABLE:
        seated = _TABLE.search(span_of(story.doc, *subtree(verb)).text)
        if seated and told is not None and _is_sided(story, doers):
            return cast("Phase", told)
    if told is None or base in _NEVER_PHASES or not _about(story, verb, doers, told):
        return None
    return cast("Phase", told)


def _phase_of_sides(  # noqa: C901, PLR0911  (one return a construction)
    story: Story, verb: Token, doers: list[Token]
) -> Phase | None:
    """Return what a verb tells by its construction: "got under way", "met", "is set for Monday"."""
    base, text = verb.lemma_.lower(), span_of(story.doc, *subtree(verb)).text
    things = [*doers, *objects(verb)]
    if _is_ongoing(verb, text) and any(is_both(t) or is_talks(t) for t in doers):
        return "ongoing"
    if base == "be" and (_is_due(verb) or _is_there(verb) or _is_likely(verb)):
        things += [child for child in verb.children if child.dep_ == "attr"]
        further = _is_due(verb) or any(c.lower_ in _FURTHER for t in things for c in t.lefts)
        told = further and any(_is_meeting(story, each) for each in things)
        return "hold" if told else None
    if base in {"get", "be"} and _UNDER_WAY.search(text):
        return "start" if _about(story, verb, doers, "nsubj") else None
    if base in {"call", "cut"}:
        ended = _OVER.search(text) and any(is_talks(t) or is_both(t) for t in things)
        return "end" if ended else None
    both = any(is_team(each) or is_both(each) for each in doers)
    if particle_lemma(verb) in _WORKED_OUT:
        return "hold" if both and _is_placed(story, verb) and verb.tag_ == "VBD" else None
    if base in _WITHIN and any(is_talks(each) for each in prepositional(verb, "in")):
        return "hold" if _is_sided(story, things) and _is_placed(story, verb) else None
    if base == "spend" and (both or len(story.sides(things)) >= PAIR):
        return "hold" if _is_placed(story, verb) or _TOGETHER.search(text) else None
    seated = particle_lemma(verb) == "sit down"
    if (seated or base in _MEETING | _SPEAKING) and _meets(story, verb, doers):
        return "hold" if seated or base in _MEETING or _REMOTE.search(text) else None
    if base == "see" and any(story.names.person_at(each.i) for each in objects(verb)):
        return "hold" if len(story.sides(things)) >= PAIR and _is_timed(story, verb) else None
    if base in _PLANNING and _about(story, verb, doers, "nsubj"):
        return None if any(c.dep_ == "xcomp" for c in verb.children) else "hold"
    return None


def _is_ongoing(verb: Token, text: str) -> bool:
    """True for "were still at it", "was still going"."""
    if verb.lemma_ == "be":
        return bool(STILL.search(text))
    still = any(child.lower_ == "still" for child in verb.children)
    return still and verb.tag_ == "VBG" and verb.lemma_ in _GOING


def _is_timed(story: Story, verb: Token) -> bool:
    return any(each.type == "DURATION" for each in story.moments.within(*subtree(verb)))


def _is_planned(verb: Token) -> bool:
    """True for "is scheduled for Tuesday", "is set to take place", "are due to meet"."""
    above = verb.head if verb.dep_ == "xcomp" else verb
    ahead = verb.lemma_ == "be" and (_is_there(verb) or _is_likely(verb))
    return above.lemma_.lower() in _PLANNING | {"likely"} or _is_due(verb) or ahead


def _is_due(verb: Token) -> bool:
    """True for "a meeting is due in Luanda on July 21"."""
    return any(
        child.lemma_ == "due" and child.dep_ == "acomp" and not _has_act(child)
        for child in verb.children
    )


def _is_there(verb: Token) -> bool:
    """True for "there will be another round in the next few weeks"."""
    ahead = any(child.lower_ in {"will", "would", "may", "could"} for child in verb.children)
    return ahead and any(child.dep_ == "expl" for child in verb.children)


def _is_likely(verb: Token) -> bool:
    """True for "another meeting was likely within 90 days"."""
    return any(
        child.dep_ == "acomp" and child.lemma_ in {"likely", "possible", "imminent", "probable"}
        for child in verb.children
    )


def _has_act(word: Token) -> bool:
    return any(child.dep_ == "xcomp" for child in word.children)


def _about(story: Story, verb: Token, doers: list[Token], phase: str) -> bool:
    """True where a verb has talks for its subject, or for its object with a side as subject."""
    things = [*doers, *objects(verb)]
    if verb.dep_ == "xcomp" and verb.head.pos_ == "ADJ":
        things += subjects(verb.head.head)
    if phase != "hold" and not objects(verb) and any(is_both(each) for each in doers):
        return True
    if any(_is_meeting(story, each) for each in things):
        direct = [each for each in objects(verb) if each.dep_ == "dobj"]
        mine = any(_is_meeting(story, each) for each in direct)
        if not direct or mine or any(each.lemma_ in {"place", "session"} for each in direct):
            return True
        return phase == "hold" and any(_is_length(each) for each in direct)
    if verb.lemma_ in {"last", "run"} and verb.dep_ == "conj":
        earlier = verb.doc[verb.sent.start : verb.i]
        return any(_is_length(o) for o in objects(verb)) and any(is_talks(t) for t in earlier)
    taken_up = (phase == "start" or verb.lemma_ in _LASTS) and takes_up_talks(verb)
    if taken_up or phase not in {"start", "hold", "resume"}:
        return taken_up
    about = [*prepositional(verb, "in", "for", "to", "of", "at", "with")]
    about += [
        deep
        for child in verb.children
        if child.dep_ in {"xcomp", "advcl", "acl"}
        for deep in [*objects(child), *prepositional(child, "in", "to")]
    ]
    return any(_is_meeting(story, each) for each in about) and _is_sided(story, doers)


def _is_placed(story: Story, verb: Token) -> bool:
    return any(
        each.kind == "city"
        and (where := placing(story.doc[each.last])) is not None
        and where.lower_ == "in"
        for each in story.names.within(story.names.venues, *subtree(verb))
    )


def _is_length(token: Token) -> bool:
    return token.lemma_.lower() in {"hour", "minute", "day"}


def _is_meeting(story: Story, token: Token) -> bool:
    """True for talks and parts of them; a "session" only in a story that tells of talks."""
    if is_talks_part(token) or is_call(token) or is_elliptic(token) or is_held(token):
        return True
    if not is_talks(token) or token.lemma_.lower() == "round":
        return token.lemma_.lower() == "round" and not any(
            c.lower_ == "of" and not any(is_talks(d) for d in c.children) for c in token.children
        )
    return token.lemma_.lower() != "session" or tells_of_talks(story)


def tells_of_talks(story: Story) -> bool:
    """True for a story in which anybody negotiates."""
    plain = set(words("talks", "talks_noun")) - {"session", "round", "meeting"}
    return any(t.lemma_.lower() in plain or is_team(t) for t in story.doc if t.pos_ == "NOUN")


def _is_sided(story: Story, doers: list[Token]) -> bool:
    return any(story.side(each) or is_team(each) or is_talks(each) for each in doers)


def _meets(story: Story, verb: Token, doers: list[Token]) -> bool:
    if any(is_talks(each) for each in doers):
        return True
    others = [*objects(verb), *prepositional(verb, "with", "to")]
    sides = {side for side, _ in story.sides([*doers, *others])}
    teams = any(is_both(each) for each in doers) and verb.lemma_ != "talk"
    named = any(
        story.names.person_at(e.i) or is_team(e) or e.pos_ == "PROPN" or e.lemma_ == "counterpart"
        for e in others
    )
    told = any(story.side(each) for each in doers) and named and len(sides) >= PAIR
    paired = len(sides) >= PAIR and (told or not others or len(doers) >= PAIR)
    return paired or teams


def _tells_by_itself(story: Story, noun: Token) -> bool:
    """True for "after two days of meetings at Lancaster House": no verb opens the talks."""
    if not (is_talks(noun) or is_call(noun)) or noun.lemma_.lower() == "round":
        return False
    verb = governor(noun)
    if verb.lemma_.lower() in words("talks", "absent_verb") or phase_of(story, verb) is not None:
        return False
    counted = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    if counted is not None and counted.lemma_ in {"day", "hour", "weekend"}:
        return counted.head.lower_ in _BEHIND | _AHEAD_OF
    if noun.dep_ == "pobj" and noun.head.lower_ not in _AHEAD_OF | _BEHIND:
        return False
    if noun.dep_ not in {"pobj", "nsubj", "dobj", "nsubjpass"}:
        return False
    linked = any(child.lower_ in {"between", "with"} for child in noun.children)
    owned = any(child.dep_ == "poss" for child in noun.lefts)
    placed = any(
        each.kind != "country" and story.doc[each.last].dep_ == "pobj"
        for each in story.names.within(story.names.venues, *subtree(verb))
    )
    day = any(precision_of(t.value) == "day" for t in times_of(story, noun) if t.type == "DATE")
    strong = noun.lemma_.lower() in words("talks", "strong_talks_noun")
    lasting = any(t.type == "DURATION" for t in story.moments.within(*subtree(noun)))
    tied = linked or owned or placed or lasting or is_call(noun)
    return day and tied and (strong or _sides_about(story, noun) >= PAIR)


def _is_past_round(story: Story, noun: Token) -> bool:
    """True for "after the talks in Geneva in May", "a round in Stockholm in July led to little"."""
    if not is_talks(noun) or any(c.lower_ in _FURTHER for c in noun.lefts):
        return False
    if not is_behind(noun):
        verb = noun.head
        told = noun.dep_ in {"nsubj", "nsubjpass"} and verb.tag_ in {"VBD", "VBN"}
        if not told or phase_of(story, verb) is not None:
            return False
    around = subtree(noun)
    placed = any(
        each.kind == "city"
        and (where := placing(story.doc[each.last])) is not None
        and where.lower_ == "in"
        and where.head.i == noun.i
        for each in story.names.within(story.names.venues, *around)
    )
    return placed and any(
        story.moments.is_begun(each) and precision_of(each.value) in {"day", "month", "week"}
        for each in story.moments.within(*around)
        if each.type == "DATE"
    )


def is_behind(noun: Token) -> bool:
    """True for talks that something else came after: "following the round in Madrid"."""
    round_ = noun.head.head if noun.head.lower_ == "of" else noun
    whole = round_ if round_.lemma_ == "round" else noun
    after = whole.dep_ == "pobj" and whole.head.lower_ in {"after", "following", "since"}
    return after and is_talks(noun)


def _sides_about(story: Story, noun: Token) -> int:
    """Count the sides that the sentence of a noun names or has people of."""
    first, last = noun.sent.start, noun.sent.end - 1
    sides = {one.side for one in story.names.within(story.names.sides, first, last)}
    sides |= {p.side for p in story.names.people if first <= p.head <= last}
    return len(sides - {""})


def _mood_of_noun(noun: Token) -> Modality:
    here = noun.head
    if here.lower_ == "of" and here.head.lemma_ in {"day", "hour", "round", "weekend"}:
        here = here.head.head
    if here.lower_ == "for":
        past = {governor(noun).tag_, noun.sent.root.tag_}
        return "did" if "VBD" in past else "expected"
    return "expected" if here.lower_ in _AHEAD_OF or here.head.lower_ == "ahead" else "did"
