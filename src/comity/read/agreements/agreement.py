"""Agreements in a story: what was reached, and who owes what under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.agreements.allegation import find_allegations
from comity.read.agreements.term import agrees_together, find_terms
from comity.read.agreements.timing import put_lengths, reached
from comity.read.language.syntax import (
    clause,
    is_negated,
    noun_phrase,
    objects,
    particle_lemma,
    prepositional,
    span_of,
    subjects,
    subtree,
)
from comity.read.lexicon import words
from comity.read.names.place import placing
from comity.read.proposal import Slot
from comity.read.speech.modality import is_condition
from comity.read.story import PAIR, Draft, Story

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Tokens between a verb and the place where it happened.
_NEAR = 6
_STRUCK = {"strike", "reach", "sign", "agree", "clinch", "seal", "broker", "forge"}
_WORKED_OUT = {"work out", "hammer out", "thrash out", "hash out", "nail down"}
_UNREACHED = re.compile(
    r"\b(?:no|any|some (?:form|kind) of|another|an?\s+(?:more|new|possible|potential|broader"
    r"|lasting|final|eventual|long-term|comprehensive))\b",
    re.IGNORECASE,
)


def find_agreements(story: Story, talks: list[Draft]) -> list[Draft]:
    """Find agreements, terms and allegations of breach, in that order.

    Args:
        story: The story.
        talks: Its sessions of talks; what has no place or day of its own was agreed at the last.
    """
    agreements = _agreements(story)
    for draft in agreements:
        _at_talks(draft, talks)
    names = AgreementNames(story, agreements)
    return [*agreements, *find_terms(story, names), *find_allegations(story, names)]


def _at_talks(draft: Draft, talks: list[Draft]) -> None:
    """Put where and when the talks were that led to an agreement told without either."""
    held = [one for one in talks if one.type == "talks_session" and one.modality == "did"]
    places = {place for one in held if (place := one.value("place"))}
    if "place" in draft.slots or "reached" in draft.slots or len(places) != 1:
        return
    (place,) = places
    draft.put("place", Slot(value=place))
    days = sorted(day.split("/")[-1] for one in held if (day := one.value("day")))
    if days:
        draft.put("reached", Slot(value=days[-1], bound="exact", precision="day"))


class AgreementNames:
    """How the story's agreements are called, for slots that refer to one."""

    def __init__(self, story: Story, agreements: list[Draft]) -> None:
        self._story = story
        self._agreements = agreements

    def near(self, token: Token) -> str | None:
        """Return the agreement that a statement most likely speaks of: the last told before it."""
        earlier = [one for one in self._agreements if one.head <= token.i]
        chosen = (earlier or self._agreements)[-1:] if earlier else self._agreements[:1]
        return chosen[0].value("name") if chosen else None

    def slot(self, first: int, last: int, token: Token) -> Slot | None:
        """Return the agreement named between two tokens, else the one spoken of."""
        for each in self._story.doc[first : last + 1]:
            if each.lemma_.lower() in words("talks", "strong_agreement_noun"):
                name = _place_of(self._story, each)
                phrase = noun_phrase(each)
                value = f"{name} {_noun(each)}" if name else self.near(token) or phrase.text
                return Slot(value=value, span=phrase)
        return None


def _noun(token: Token) -> str:
    text = token.lower_ if token.tag_ == "NN" else token.lemma_.lower()
    joint = any(child.lower_ == "joint" for child in token.children)
    return f"joint {text}" if joint else text


def _place_of(story: Story, noun: Token) -> str | None:
    """Return where an agreement was reached: "the Geneva agreement", "reached in Geneva"."""
    reach = words("talks", "reach_verb")
    holders = [
        noun,
        *(c for c in noun.children if c.dep_ in {"acl", "relcl"} and c.lemma_ in reach),
    ]
    for each in story.names.within(story.names.venues, *subtree(noun)):
        token = story.doc[each.last]
        own = token.dep_ in {"compound", "nmod", "amod"} and token.head.i == noun.i
        inside = placing(token)
        held = inside is not None and inside.lower_ == "in" and inside.head in holders
        if each.kind == "venue" or not (own or held):
            continue
        if own and each.kind == "country":
            continue
        return each.value
    return None


def _agreements(story: Story) -> list[Draft]:
    found: list[Draft] = []
    for token in story.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.lemma_.lower() not in words(
            "talks", "agreement_noun"
        ):
            if token.lemma_ == "settle" and any(
                each.lemma_ in {"difference", "dispute"} for each in objects(token)
            ):
                _add(found, _settlement(story, token))
            elif token.lemma_ == "agree" and token.pos_ == "VERB":
                _add(found, _undertaking(story, token, found))
            continue
        draft = _agreement(story, token)
        if draft is not None:
            _add(found, draft)
    put_lengths(story, found)
    return found


def _agreement(story: Story, noun: Token) -> Draft | None:
    verb = _reaching(noun)
    if verb is not None and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return None
    if verb is None or _UNREACHED.search(noun_phrase(noun).text) or is_negated(verb):
        return None
    strong = noun.lemma_.lower() in words("talks", "strong_agreement_noun") or _noun(
        noun
    ).startswith("joint")
    if not strong:
        return None
    draft = story.draft("agreement", verb if verb.pos_ == "VERB" else noun)
    if verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBD"}:
        draft.modality = "did"
    if draft.modality not in {"did", "said-to", "in-force"} or is_condition(verb):
        return None
    draft.modality = "did"
    return _described(story, draft, noun, verb)


def _reaching(noun: Token) -> Token | None:  # noqa: C901, PLR0911  (one return a construction)
    """Return the verb that says an agreement was reached, however it is attached."""
    reach = words("talks", "reach_verb")
    for child in noun.children:
        if (
            child.dep_ in {"acl", "relcl"}
            and child.lemma_.lower() in reach
            and child.tag_ in {"VBN", "VBD"}
        ):
            return child
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    if after.tag_ in {"VBN", "VBD"} and after.lemma_ in _STRUCK and not _has_object(after):
        return after
    inside = [d for d in noun.subtree if d.dep_ == "acl" and d.tag_ == "VBN" and d.i > noun.i]
    if any(deep.lemma_ in _STRUCK for deep in inside):
        return next(deep for deep in inside if deep.lemma_ in _STRUCK)
    above = noun.head
    struck = above.lemma_ in _STRUCK or particle_lemma(above) in _WORKED_OUT
    reduced = noun.dep_ == "nsubj" and above.tag_ in {"VBN", "VBD"} and struck
    if reduced and not objects(above):
        return above
    if noun.dep_ in {"dobj", "nsubjpass"} and above.lemma_.lower() in reach:
        return above
    if (
        noun.dep_ == "pobj"
        and above.head.lemma_.lower() in {*reach, "refer"}
        and above.lower_ in {"on", "to", "at", "upon"}
    ):
        return above.head
    if (
        noun.dep_ == "pobj"
        and above.lower_ == "with"
        and above.head.lemma_ in {"wrap", "end", "conclude", "emerge", "finish"}
    ):
        return above.head
    for child in noun.children:
        if child.dep_ == "relcl" and child.lemma_ in {"agree", "formalise", "formalize"}:
            return child
    return None


def _has_object(verb: Token) -> bool:
    return any(child.dep_ == "dobj" for child in verb.children)


def _described(story: Story, draft: Draft, noun: Token, verb: Token) -> Draft:
    first, last = verb.sent.start, verb.sent.end - 1
    place = _place_of(story, noun) or _place_after(story, verb) or _clause_place(story, verb)
    span = span_of(story.doc, noun.left_edge.i, _name_end(story, noun, place))
    if place is not None:
        draft.put("place", _place_slot(story, place, first, last))
    name = f"{place} {_noun(noun)}" if place else noun_phrase(noun).text
    draft.put("name", Slot(value=name, span=span))
    draft.put("reached", reached(story, verb, noun.i))
    _put_parties(story, draft, verb)
    return draft


def _name_end(story: Story, noun: Token, place: str | None) -> int:
    end = noun.i
    for each in story.names.within(story.names.venues, noun.i, noun.right_edge.i):
        if each.value == place:
            end = each.last
    return end


def _place_after(story: Story, verb: Token) -> str | None:
    """Return the place told right behind the verb, however it is parsed: "struck in Geneva"."""
    after = story.doc[verb.i + 1] if verb.i + 1 < len(story.doc) else verb
    if after.lower_ != "in":
        return None
    near = story.names.within(story.names.venues, after.i + 1, after.i + _NEAR)
    return next((each.value for each in near if each.kind != "venue"), None)


def _clause_place(story: Story, verb: Token) -> str | None:
    cities = [
        each
        for each in story.names.within(story.names.venues, verb.sent.start, verb.sent.end - 1)
        if (where := placing(story.doc[each.last])) is not None
        and where.lower_ in {"in", "at"}
        and not (where.head.dep_ in {"relcl", "acl"} and where.head.i != verb.i)
    ]
    ranked = sorted(cities, key=lambda each: ("city", "country", "venue").index(each.kind))
    return ranked[0].value if ranked and ranked[0].kind != "venue" else None


def _place_slot(story: Story, text: str, first: int, last: int) -> Slot:
    named = story.names.within(story.names.venues, first, last)
    return Slot(value=text, span=next((e.span for e in named if e.value == text), None))


def _put_parties(story: Story, draft: Draft, verb: Token) -> None:
    sides = story.sides(subjects(verb))
    if len(sides) < PAIR and draft.attribution:
        last = draft.attribution[-1]
        if last.span is not None:
            named = {
                one.side: one.span
                for one in story.names.sides
                if last.span.start <= one.span.start and one.span.end <= last.span.end
            }
            sides = list(named.items())
    if len(sides) == PAIR:
        draft.put_all("parties", [Slot(value=side, span=span) for side, span in sides])
    elif len(story.main_sides) == PAIR:
        draft.put_all(
            "parties", [Slot(value=side) for side in sorted(story.main_sides, reverse=True)]
        )


def _settlement(story: Story, verb: Token) -> Draft | None:
    """Read "settled their differences over …" as an understanding."""
    if is_condition(verb):
        return None
    draft = story.draft("agreement", verb)
    if draft.modality != "did":
        return None
    item = objects(verb)[0]
    about = next(iter(prepositional(item, "over", "on", "about")), None)
    topic = noun_phrase(about, of=True).text if about is not None else item.text
    span = span_of(story.doc, verb.i, item.i)
    draft.put("name", Slot(value=f"understanding on {topic}", span=span))
    _put_parties(story, draft, verb)
    times = story.moments.of_verb(verb, *subtree(verb))
    draft.put("reached", story.moments.best([each for each in times if each.type == "DATE"]))
    return draft


def _undertaking(story: Story, verb: Token, found: list[Draft]) -> Draft | None:
    """Read "the two sides agreed to …": an agreement that nothing else names."""
    acts = [child for child in verb.children if child.dep_ == "xcomp"]
    if not acts or not agrees_together(story, verb) or is_condition(verb) or is_negated(verb):
        return None
    sentence = story.sentence(verb)
    if any(sentence in one.evidence for one in found):
        return None
    draft = story.draft("agreement", verb)
    if draft.modality != "did" or any(_names_agreement(token) for token in acts[0].subtree):
        return None
    span = span_of(story.doc, verb.i, clause(acts[0])[1])
    place = _clause_place(story, verb)
    draft.put("name", Slot(value=f"{place} agreement" if place else span.text, span=span))
    if place is not None:
        draft.put("place", _place_slot(story, place, verb.sent.start, verb.sent.end - 1))
    draft.put("reached", reached(story, verb))
    _put_parties(story, draft, verb)
    return draft


def _names_agreement(token: Token) -> bool:
    return token.lemma_.lower() in words("talks", "strong_agreement_noun")


def _add(found: list[Draft], draft: Draft | None) -> None:
    """Add an agreement, or what is told further of one already found."""
    if draft is None:
        return
    for earlier in found:
        same_place = earlier.value("place") and earlier.value("place") == draft.value("place")
        unplaced = not draft.value("place") or not earlier.value("place")
        same_time = (earlier.value("reached") or "?")[:7] == (draft.value("reached") or "!")[:7]
        timeless = "reached" not in draft.slots
        if same_place or (
            unplaced
            and (same_time or timeless)
            and "understanding" not in (draft.value("name") or "")
        ):
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
            if not draft.attribution:
                earlier.attribution = ()
            return
    found.append(draft)


def _is_formal(draft: Draft) -> bool:
    name = draft.value("name") or ""
    if not any(noun in name for noun in words("talks", "agreement_noun")):
        return False
    return "joint statement" in name or not name.endswith(("consensus", "understanding"))
