"""When a measure was taken or announced, from when, until when and how long it applies.

A measure whose clause holds no time takes the day on which it was announced, demanded or offered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.language.syntax import governor, objects, prepositional, span_of, subjects, subtree
from comity.read.measures.carry import carry_times
from comity.read.measures.control import known
from comity.read.measures.meant import is_known, meant
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story
from comity.read.times._calendar import period_of
from comity.read.times.moment import day_of, precision_of
from comity.read.times.telling import (
    counted,
    counted_on,
    is_apart,
    is_counted_from,
    is_told_day,
    own_telling,
    told_at,
)
from comity.read.times.timex import Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

_VAGUE = {"recent", "now", "current"}
_ENDS = re.compile(r"\b(?:until|till|through)\s+$", re.IGNORECASE)
_TO = re.compile(r"\bfrom\s[^;]{3,30}\d,?\s+to\s+$", re.IGNORECASE)
_LASTS = re.compile(r"\b(?:for|by)\s+(?:\w+\s+)?$", re.IGNORECASE)
_BEGINS = re.compile(r"\b(?:from|as\s+of|effective|starting|beginning)\s+$", re.IGNORECASE)
_COURSE = re.compile(f"{_ENDS.pattern}|{_LASTS.pattern}|{_BEGINS.pattern}", re.IGNORECASE)
_IMMEDIATE = r"with immediate effect|effective (?:immediately|at once|right away)"
_AT_ONCE = re.compile(rf"\b(?:{_IMMEDIATE}|within (?:\w+ )?hours|hours later)\b", re.IGNORECASE)
_FROM_NOW = re.compile(
    rf"\b(?:{_IMMEDIATE}|(?:takes?|took|taking) immediate effect"
    r"|(?:(?:takes?|took|taking|into|in) (?:effect|force)|applies|apply|applied)"
    r" (?:immediately|at once|straight away|right away|the same day))\b",
    re.IGNORECASE,
)
#: Verbs of how long a measure lasts, and of its end.
_LASTING = {"last", "remain", "stay", "run", "apply", "be", "hold", "continue", "stand"}
_ENDING = {"expire", "lapse", "end"}
_BRIEFLY = 40
#: The year in the number of an act: "Announcement No. 46 of 2024".
_NUMBERED = re.compile(r"\bNos?\.?\s*\d+\s+(of\s+((?:19|20)\d\d))\b", re.IGNORECASE)


def put_times(story: Story, draft: Draft, verb: Token, head: Token) -> None:
    """Put the times that a measure's clause holds: its own, its beginning, end and length.

    Args:
        story: The story.
        draft: The measure.
        verb: What tells the act.
        head: The control or trade acted on.
    """
    own = [each for each in _around(story, verb) if not _put_course(story, draft, each)]
    ends = draft.value("action") in {"lift", "suspend", "ease"}
    ends = ends and verb.pos_ != "AUX" and verb.lemma_ not in _LASTING
    own = [each for each in own if not (ends and _is_since(story, each))]
    if verb.pos_ == "NOUN":
        above = governor(verb)
        for each in story.moments.of_verb(above, verb.i, above.right_edge.i):
            if _COURSE.search(story.text[max(0, each.start - 16) : each.start]):
                _put_course(story, draft, each)
    draft.put("duration", _in_name(story, verb, head))
    if _takes_effect(verb):
        _put_day(story, draft, "effective", own)
        return
    counted_to = counted_on(story, verb) or counted(story, verb)
    own = [each for each in own if not is_counted_from(story, each)]
    own_day = counted_to or story.moments.best(own)
    draft.put("time", own_day or _of_paper(story, verb) or _of_notice(story, verb))


def _put_day(story: Story, draft: Draft, name: str, times: list[Timex]) -> None:
    """Put the first date of several."""
    dates = [e for e in times if e.type in {"DATE", "TIME"} and "REF" not in e.value]
    if dates:
        draft.put(name, story.moments.slot(dates[0]))


def _around(story: Story, verb: Token) -> list[Timex]:
    """Return the times of the clause that tells an act."""
    times = story.moments.of_verb(verb, *subtree(verb))
    if not times and verb.dep_ in {"pcomp", "xcomp", "amod"}:
        above = governor(verb)
        times = story.moments.of_verb(above, above.left_edge.i, verb.i)
    times = [e for e in times if e.type != "SET" and e.text.lower() not in _VAGUE]
    clause = governor(verb) if verb.dep_ == "xcomp" else verb
    if clause.dep_ == "relcl" and not times:
        times = story.moments.within(clause.head.i, clause.i)
    return [each for each in times if each.value != "FUTURE_REF"]


def _put_course(story: Story, draft: Draft, each: Timex) -> bool:
    """Put the end, length or beginning that a time tells; False where it is the act's own."""
    before = story.text[max(0, each.start - 16) : each.start]
    if _ENDS.search(before) or _TO.search(story.text, max(0, each.start - 40), each.start):
        draft.put("until", story.moments.slot(each))
        return True
    if each.type == "DURATION" and _LASTS.search(before):
        draft.put("duration", story.moments.slot(each))
        return True
    if _BEGINS.search(before) and draft.modality != "in-force":
        draft.put("effective", story.moments.slot(each))
        return _is_ahead(story, each)
    return False


def _is_since(story: Story, timex: Timex) -> bool:
    """True for the beginning of what an act ends: "curbs in place since May were lifted"."""
    return story.text[max(0, timex.start - 8) : timex.start].rstrip().endswith("since")


def _in_name(story: Story, verb: Token, head: Token) -> Slot | None:
    """Return the length told in a noun: "a one-year pause", "a six-month limit"."""
    for noun in (verb, head):
        if noun.pos_ in {"NOUN", "PROPN"}:
            for each in story.moments.within(noun.left_edge.i, noun.i):
                aged = each.text.endswith("old")
                if each.type == "DURATION" and not aged and story.moments.hangs_on(each, noun):
                    return story.moments.slot(each)
    return None


def _of_paper(story: Story, verb: Token) -> Slot | None:
    """Return the time of the paper that does the act: "a decree adopted on Friday bars …"."""
    told = [verb, *([governor(verb)] if verb.dep_ in {"ccomp", "xcomp"} else [])]
    for doer in (doer for each in told for doer in subjects(each)):
        if doer.lemma_.lower() in known("vehicle_noun"):
            times = story.moments.within(*subtree(doer))
            return story.moments.best([each for each in times if is_told_day(story, each)])
    return None


def _of_notice(story: Story, verb: Token) -> Slot | None:
    """Return when somebody was told what it must do: "informed the firm on May 2 that it needs"."""
    above = governor(verb)
    if verb.dep_ not in {"ccomp", "xcomp"} or verb.i < above.i:
        return None
    if not any(child.dep_ in {"dobj", "nsubjpass"} for child in above.children):
        return None
    return story.moments.best(told_at(story, verb))


def _is_ahead(story: Story, timex: Timex) -> bool:
    day = day_of(timex.value)
    return day is None or story.moments.published is None or day >= story.moments.published


def date_measures(story: Story, found: list[Draft]) -> list[Draft]:
    """Give measures the day they were told and the day from which they apply."""
    verbs = [token for token in story.doc if token.pos_ in {"VERB", "AUX"}]
    for draft in found:
        _put_plan(story, draft)
        if "time" not in draft.slots:
            draft.put("time", _of_number(story, story.doc[draft.head]))
            draft.put("time", story.moments.best(_announced(story, draft)))
        if "time" not in draft.slots and draft.modality == "did":
            draft.put("time", _at_once(story, draft))
    for verb in verbs:
        if verb.lemma_.lower() in known("made_verb"):
            _put_made(story, found, verb)
    carry_times(story, found)
    for verb in verbs:
        if _takes_effect(verb):
            _put_effect(story, found, verb)
        elif verb.lemma_.lower() in _LASTING | _ENDING:
            _put_lasting(story, found, verb)
    for draft in found:
        _put_at_once(draft)
    return found


def _put_plan(story: Story, draft: Draft) -> None:
    """Part announcement and effect: "said on Monday it would ban exports on June 30"."""
    time = draft.slots.get("time")
    if draft.modality != "will" or not isinstance(time, Slot) or time.bound != "exact":
        return
    if not _is_to_come(story, str(time.value)):
        return
    del draft.slots["time"]
    draft.put("effective", time)
    draft.put("time", story.moments.best(_announced(story, draft)))


def _is_to_come(story: Story, value: str) -> bool:
    """True for a period that begins after publication: nothing was told in it."""
    begun, published = period_of(value), story.moments.published
    return begun is not None and published is not None and begun[0] > published


def _put_made(story: Story, found: list[Draft], verb: Token) -> None:
    """Put the day on which the measure told last was made: "The rule was published on Monday"."""
    told = [each for each in objects(verb) if each.pos_ != "PROPN"]
    if not told or not all(is_known(each) for each in told):
        return
    done = [each for each in found if each.modality == "did"]
    measure = meant(story, done, verb, told)
    if measure is None or measure.value("action") not in {"impose", "tighten"}:
        return
    sides = [side for side in map(story.acting_side, subjects(verb)) if side is not None]
    if any(side != measure.value("issuer") for side, _ in sides):
        return
    times = [e for e in story.moments.of_verb(verb, *subtree(verb)) if is_told_day(story, e)]
    measure.put("time", story.moments.best(times))


def _put_at_once(draft: Draft) -> None:
    """Let a measure "with immediate effect" apply from its own day."""
    for sentence in draft.evidence:
        told = _FROM_NOW.search(sentence.text)
        if told is not None:
            start = sentence.start + told.start()
            _put_own_day(draft, Span(start=start, end=start + len(told[0]), text=told[0]))


def _put_own_day(draft: Draft, span: Span) -> None:
    """Let a measure apply from the day on which it is made."""
    time = draft.value("time")
    if time is not None and precision_of(time) == "day":
        draft.put("effective", Slot(value=time, span=span, bound="exact", precision="day"))


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
    above = (head, governor(head))
    ways = ([e for e in told_at(story, t) if not _is_to_come(story, e.value)] for t in above)
    told = next(filter(None, ways), [])
    if draft.modality == "did":
        told = own_telling(story, told, head)
    return told or _in_later_sentence(story, draft)


def _of_rule(story: Story, verb: Token) -> list[Timex]:
    """Return the time of the rule in "a rule extending the list, issued in May"."""
    papers = {"under", "in", "by", "through"}
    under = [t for t in verb.subtree if t.lower_ in papers and governor(t).i == verb.i]
    nouns = [c for t in under for c in t.children if c.dep_ == "pobj"]
    nouns = [verb.head] if verb.dep_ in {"acl", "relcl"} else nouns
    rules = {*known("vehicle_noun"), *known("core_control_noun"), "round"}
    for noun in nouns:
        if noun.lemma_.lower() in rules:
            made = (
                c
                for c in (*noun.children, *verb.lefts)
                if c.tag_ == "VBN" and c.lemma_.lower() in known("made_verb")
            )
            told = [each for c in (noun, *made) for each in story.moments.within(*subtree(c))]
            told = [e for e in told if e.type == "DATE" and "REF" not in e.value]
            return [e for e in told if not _ends(story, e)]
    return []


def _ends(story: Story, timex: Timex) -> bool:
    return bool(_ENDS.search(story.text[max(0, timex.start - 16) : timex.start]))


def _in_later_sentence(story: Story, draft: Draft) -> list[Timex]:
    """Return the time of a sentence that tells the same measure again."""
    for span in draft.evidence[1:]:
        found = story.doc.char_span(span.start, span.end, alignment_mode="expand")
        if found is not None and not _takes_effect(found.root):
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
    after = verb.doc[verb.i + 1 : verb.i + 3].text.lower()
    now = after == "at once" or after.startswith("immediately")
    return lemma == "apply" and (now or any(c.lower_ in {"from", "as"} for c in verb.children))


def _put_effect(story: Story, found: list[Draft], verb: Token) -> None:
    """Put the day from which the measure told last applies, where the verb is about it."""
    measure = meant(story, found, verb)
    if measure is None:
        return
    _put_day(story, measure, "effective", story.moments.of_verb(verb, *subtree(verb)))
    span = span_of(story.doc, *subtree(verb))
    end = max(span.end, min(verb.idx + _BRIEFLY, verb.sent.end_char))
    told = _FROM_NOW.search(story.text, span.start, end)
    if told is not None:
        _put_own_day(measure, Span.of(story.text, *told.span()))


def _put_lasting(story: Story, found: list[Draft], verb: Token) -> None:
    """Put the end or length of the measure told last: "It will remain on hold until March"."""
    times = story.moments.of_verb(verb, *subtree(verb))
    measure = meant(story, found, verb) if times else None
    if measure is None:
        return
    for each in times:
        if verb.lemma_.lower() not in _ENDING:
            _put_course(story, measure, each)
        elif each.type == "DATE" and _is_ahead(story, each):
            measure.put("until", story.moments.slot(each))
