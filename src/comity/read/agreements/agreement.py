"""Agreements in a story: what was reached, and who owes what under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.agreements.allegation import find_allegations
from comity.read.agreements.known import Known, is_reached, known, known_by_act
from comity.read.agreements.merge import add
from comity.read.agreements.reaching import is_of_another, names_agreement, reaching
from comity.read.agreements.term import agrees_together, find_terms
from comity.read.agreements.timing import (
    date_agreements,
    date_by_talks,
    put_lengths,
    put_term_lengths,
    reached,
)
from comity.read.language.syntax import (
    clause,
    is_negated,
    noun_phrase,
    objects,
    prepositional,
    span_of,
    subjects,
    subtree,
)
from comity.read.lexicon import words
from comity.read.names.place import placing
from comity.read.proposal import Slot
from comity.read.speech.modality import is_condition, is_pending, modality
from comity.read.story import PAIR, Draft, Story

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Tokens between a verb and the place where it happened.
_NEAR = 6
_AGREEING = {"agree", "settle", "sign"}
#: What is agreed without an agreement: to meet again, to keep in touch.
_MERELY = {
    "meet",
    "stay",
    "keep",
    "talk",
    "hold",
    "continue",
    "remain",
    "disagree",
    "return",
    "send",
}
_MERELY |= {"detail", "agenda", "date", "venue", "need", "importance"}
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
    agreements = _agreements(story, talks)
    for draft in agreements:
        date_by_talks(draft, talks)
    names = AgreementNames(story, agreements)
    terms = list(find_terms(story, names))
    put_term_lengths(story, terms)
    return [*agreements, *terms, *find_allegations(story, names)]


def _at_talks(draft: Draft, talks: list[Draft]) -> None:
    """Put where and when the talks were that led to an agreement told without either."""
    held = [one for one in talks if one.type == "talks_session" and one.modality == "did"]
    places = {place for one in held if (place := one.value("place"))}
    if "place" in draft.slots or "reached" in draft.slots or len(places) != 1:
        return
    (place,) = places
    draft.put("place", Slot(value=place))


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
        if is_of_another(token, noun):
            continue
        own = token.dep_ in {"compound", "nmod", "amod"} and token.head.i == noun.i
        inside = placing(token)
        held = inside is not None and inside.lower_ == "in" and inside.head in holders
        if each.kind == "venue" or not (own or held):
            continue
        if own and each.kind == "country":
            continue
        return each.value
    return None


def _agreements(story: Story, talks: list[Draft]) -> list[Draft]:
    found: list[Draft] = []
    for token in story.doc:
        draft = None
        if _is_noun(token) and names_agreement(token):
            draft = _agreement(story, token)
        elif token.lemma_ in words("talks", "weak_agreement_noun") and token.pos_ == "NOUN":
            draft = _weakly(story, token)
        elif token.pos_ == "VERB":
            draft = _without_noun(story, token, found)
        if draft is not None:
            _at_talks(draft, talks)
            add(story, found, draft)
    date_agreements(story, found)
    put_lengths(story, found)
    return found


def _weakly(story: Story, noun: Token) -> Draft | None:
    """Read "a promise made in Geneva", "the pause agreed there": known by its place alone."""
    told = known(story, noun)
    placed = told is not None and told.verb is not None and told.places
    return _presupposed(story, noun, told) if told is not None and placed else None


def _is_noun(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} or token.dep_ in {"dobj", "pobj"}


def _without_noun(story: Story, verb: Token, found: list[Draft]) -> Draft | None:
    """Read an agreement that no noun names: "settled their differences", "what was agreed"."""
    things = {each.lemma_ for each in objects(verb)}
    if verb.lemma_ == "settle" and things & {"difference", "dispute"}:
        return _settlement(story, verb)
    if verb.lemma_ in _AGREEING or (verb.lemma_ == "shake" and is_reached(verb)):
        told = _undertaking(story, verb, found)
        if told is not None:
            return told
    halted = verb.lemma_ in {"call", "declare"} and things & {"halt", "truce", "ceasefire"}
    if halted and agrees_together(story, verb) and modality(verb) == "did":
        return _struck(story, verb)
    told_so = known_by_act(story, verb)
    return _presupposed(story, verb, told_so) if told_so is not None else None


def _agreement(story: Story, noun: Token) -> Draft | None:
    strong = noun.lemma_.lower() in words("talks", "strong_agreement_noun") or _noun(
        noun
    ).startswith("joint")
    if not strong or _UNREACHED.search(noun_phrase(noun).text):
        return None
    verb = reaching(noun)
    if verb is not None and not _is_reduced(noun, verb):
        draft = _asserted(story, noun, verb)
        if draft is not None:
            return draft
    told = known(story, noun)
    if told is not None:
        return _presupposed(story, noun, told)
    if verb is None or is_negated(verb) or not _is_reduced(noun, verb):
        return None
    draft = story.draft("agreement", verb, mood="did")
    return _described(story, draft, noun, verb)


def _is_reduced(noun: Token, verb: Token) -> bool:
    """True for a verb that only describes the noun: "the deal struck by both"."""
    return verb.dep_ in {"acl", "relcl"} or (verb.i == noun.i + 1 and verb.tag_ in {"VBN", "VBD"})


def _asserted(story: Story, noun: Token, verb: Token) -> Draft | None:
    """Read "reached an agreement", told by its sentence."""
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children) or is_negated(verb):
        return None
    draft = story.draft("agreement", verb if verb.pos_ == "VERB" else noun)
    if draft.modality not in {"did", "said-to", "in-force"} or is_condition(verb):
        return None
    draft.modality = "did"
    return _described(story, draft, noun, verb)


def _presupposed(story: Story, noun: Token, told: Known) -> Draft:
    """Read "the Geneva truce", "the deal they struck in May": told as known, so by nobody."""
    draft = story.draft("agreement", noun, mood="did")
    draft.attribution = ()
    ranked = sorted(told.places, key=lambda each: ("city", "country", "venue").index(each.kind))
    place = ranked[0] if ranked and ranked[0].kind != "venue" else None
    noun_text = _noun(noun) if names_agreement(noun) else "agreement"
    span = span_of(story.doc, noun.left_edge.i if told.verb is None else noun.i, noun.i)
    if place is not None:
        draft.put("place", Slot(value=place.value, span=place.span))
    name = f"{place.value} {noun_text}" if place else noun_phrase(noun).text
    draft.put("name", Slot(value=name, span=span))
    draft.put("reached", story.moments.best(list(told.times)))
    _put_parties(story, draft, told.verb or noun)
    return draft


def _described(story: Story, draft: Draft, noun: Token, verb: Token) -> Draft:
    first, last = verb.sent.start, verb.sent.end - 1
    place = _place_of(story, noun) or _place_after(story, verb) or _clause_place(story, verb, noun)
    span = span_of(story.doc, noun.left_edge.i, _name_end(story, noun, place))
    if place is not None:
        draft.put("place", _place_slot(story, place, first, last))
    draft.put("name", Slot(value=_called(noun, place), span=span))
    draft.put("reached", reached(story, verb, noun.i))
    _put_parties(story, draft, verb)
    return draft


def _called(noun: Token, place: str | None) -> str:
    """Name an agreement by its place, an understanding by its topic, else as the text does."""
    topics = [child for child in noun.children if child.lower_ in {"on", "over", "about"}]
    if place is not None:
        return f"{place} {_noun(noun)}"
    if noun.lemma_ == "understanding" and topics:
        first, last = topics[0].i, min(topics[0].right_edge.i, topics[0].i + _NEAR)
        return f"understanding {span_of(noun.doc, first, last).text}"
    return noun_phrase(noun).text


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


def _clause_place(story: Story, verb: Token, noun: Token | None = None) -> str | None:
    cities = [
        each
        for each in story.names.within(story.names.venues, verb.sent.start, verb.sent.end - 1)
        if (where := placing(story.doc[each.last])) is not None
        and not is_of_another(story.doc[each.last], noun or verb)
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
    """Read "the two sides agreed to …", "… on how to …": an agreement that nothing else names."""
    acts = [child for child in verb.children if child.dep_ in {"xcomp", "ccomp"}]
    acts += [child for child in verb.children if child.lower_ in {"on", "upon", "to", "with"}]
    acts = [each for each in acts if each.i > verb.i and each.lemma_ not in _MERELY]
    if (
        verb.tag_ == "VBG"
        or not acts
        or not agrees_together(story, verb)
        or is_condition(verb)
        or is_negated(verb)
        or is_pending(verb)
    ):
        return None
    inner = {deep.lemma_.lower() for each in acts for deep in each.children}
    if inner & (_MERELY | set(words("talks", "strong_agreement_noun"))):
        return None
    moved = acts[0].dep_ == "xcomp" and any(names_agreement(t) for t in acts[0].subtree)
    if moved or any(story.sentence(verb) in one.evidence for one in found):
        return None
    draft = _struck(story, verb)
    return draft if draft.modality == "did" else None


def _struck(story: Story, verb: Token) -> Draft:
    """Draft an agreement that its verb names: by its place, else by what was agreed."""
    draft = story.draft("agreement", verb)
    last = max([verb.i, *(each.right_edge.i for each in verb.rights if each.dep_ != "conj")])
    span = span_of(story.doc, verb.i, min(last, clause(verb)[1]))
    met, met_on = _met_place(story, verb)
    place = _clause_place(story, verb) or met
    draft.put("name", Slot(value=f"{place} agreement" if place else span.text, span=span))
    if place is not None:
        draft.put("place", _place_slot(story, place, verb.sent.start, verb.sent.end - 1))
    draft.put("reached", reached(story, verb) or met_on)
    _put_parties(story, draft, verb)
    return draft


def _met_place(story: Story, verb: Token) -> tuple[str | None, Slot | None]:
    """Return where and when those who agreed met: "Trump and Xi, who met in Busan, agreed to"."""
    for doer in subjects(verb):
        last = max(doer.i, verb.i - 1)
        dated = [t for t in story.moments.within(doer.i, last) if t.type == "DATE"]
        for each in story.names.within(story.names.venues, doer.i, last):
            where = placing(story.doc[each.last])
            if each.kind == "city" and where is not None and where.lower_ in {"in", "at"}:
                return each.value, story.moments.best(dated)
    return None, None
