"""Measures in a story: who imposes, tightens, suspends, eases or lifts what, and how surely.

Three constructions carry them: a verb that acts on a control ("lift the curbs"), a verb that acts
on trade itself ("cut off sales"), and a noun that names the act ("a halt to sales").
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    is_negated,
    is_passive,
    noun_phrase,
    objects,
    particle_lemma,
    possessors,
    subjects,
    subtree,
)
from comity.read.lexicon import table
from comity.read.measures.act import acts
from comity.read.measures.allowance import allowance, flows_again, standing
from comity.read.measures.control import (
    acts_of,
    is_control,
    is_tariff,
    known,
)
from comity.read.measures.goods import Anaphora
from comity.read.measures.license import (
    is_duty,
    is_let,
    is_notified,
    license_act,
    takes_license,
)
from comity.read.measures.merge import describe, lists, merge, settle, share
from comity.read.measures.mood import (
    dropped_plan,
    is_delayed,
    is_forecast,
    is_how,
    is_term,
    is_told_again,
    is_vague,
    settled,
)
from comity.read.measures.noun import of_dated, of_noun_act
from comity.read.measures.party import asks_firm
from comity.read.measures.slots import fill, put_known_goods
from comity.read.measures.state import STATE_VERBS, beneath_list, is_traded, listing_act, state_of
from comity.read.measures.target import put_target
from comity.read.measures.timing import date_measures
from comity.read.measures.warning import of_again, of_letter, of_warning
from comity.read.proposal import Slot, Span
from comity.read.speech.modality import (
    is_asked,
    is_complained_of,
    is_condition,
    is_counterfactual,
    is_hoped,
    modality,
)
from comity.read.story import Draft, Story, quantified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token


#: How many sentences after a rule its license requirement is described.
_NEXT = 2
#: How many measures before it are looked at.
_RECENT = 50
#: What tells when, without a date.
_STANDS = {"remain", "stay", "continue", "persist", "expire", "lapse"}
_WHILE = {"while", "when", "after"}


def find_measures(story: Story) -> list[Draft]:
    """Find every measure that a story reports, offers, demands or expects, each once."""
    found: list[Draft] = []
    seen = Anaphora()
    for token in story.doc:
        if token.pos_ in {"VERB", "AUX"}:
            for draft in _of_verb(story, token, seen):
                merge(found, draft)
                seen.note(draft, draft.noun)
        if token.pos_ in {"NOUN", "VERB"}:
            draft_of_noun = _of_noun(story, token, seen)
            if draft_of_noun is not None:
                merge(found, draft_of_noun)
                seen.note(draft_of_noun, token.lemma_.lower())
    kept = settle(found)
    for draft in kept:
        if not lists(draft):
            put_known_goods(story, draft)
    return date_measures(story, kept)


def _of_noun(story: Story, token: Token, seen: Anaphora) -> Draft | None:
    told = of_warning(story, token, seen) or of_again(story, token, seen)
    if told is not None or token.pos_ != "NOUN":
        return told
    ways = (of_letter, of_dated, of_noun_act)
    return next((told for way in ways if (told := way(story, token, seen)) is not None), None)


def _of_verb(story: Story, verb: Token, seen: Anaphora) -> Iterator[Draft]:
    if not _may_act(verb) or _is_reported_rate(verb) or is_asked(verb):
        return
    if _is_no_event(verb):
        return
    listed = list(_listing(story, verb, seen))
    if listed:
        yield from (*listed, *_gapped(story, verb, listed[0]))
        return
    acted = [] if takes_license(verb) else list(acts(story, verb, seen))
    if acted:
        yield from _of_controls(story, verb, acted, seen)
        return
    state = state_of(story, verb, seen)
    if state is not None:
        told = _draft(story, verb, state.head, state.action, seen, control=state.control)
        for draft in _unless_described(story, verb, told, seen, own=state.describes):
            if verb.pos_ == "AUX" and verb.dep_ == "relcl" and draft.modality == "did":
                draft.modality = "in-force"
            if draft.modality == "will" and is_let(story, verb):
                draft.modality = "did"
            yield draft
        return
    licensing = license_act(story, verb)
    if licensing is not None:
        yield from _of_license(story, verb, licensing, seen)


def _is_no_event(verb: Token) -> bool:
    """True for conditions, complaints, hopes, ways: what is told without its being said to be."""
    ways = (is_condition, is_complained_of, is_counterfactual, is_hoped)
    if any(way(verb) for way in ways) or is_how(verb) or _accompanies(verb):
        return True
    if _is_means(verb):
        return True
    return verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in known("core_control_noun")


def _is_means(verb: Token) -> bool:
    """True for "tightened its grip by extending its curbs", or a "rule published on Tuesday"."""
    above = verb.head
    if verb.dep_ == "pcomp" and above.lower_ == "by" and above.head.pos_ == "VERB":
        return action_of(above.head) is not None and action_of(above.head) == action_of(verb)
    rule = verb.dep_ == "acl" and above.lemma_.lower() in known("vehicle_noun")
    return rule and above.dep_ == "pobj" and above.head.lower_ == "under"


def _is_effect(verb: Token, action: str, seen: Anaphora) -> bool:
    """True for "put curbs on metals, squeezing supplies": what the act before it leads to."""
    last = seen.last
    aside = verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i > verb.head.i
    if not aside or last is None or last.head != verb.head.i or "goods" not in last.slots:
        return False
    return last.value("action") == action == "impose" and action_of(verb) != "impose"


def _accompanies(verb: Token) -> bool:
    """True for "should go as China approves licenses": what another act keeps pace with."""
    keeps = any(child.lower_ == "as" and child.dep_ == "mark" for child in verb.lefts)
    helpers = {child.lower_ for child in verb.head.children if child.dep_ == "aux"}
    ahead = helpers & {"will", "would", "should", "could", "must", "might", "may"}
    if not keeps or verb.dep_ != "advcl":
        return False
    return (verb.tag_ in {"VBZ", "VBP", "VBD"} and bool(ahead)) or (
        is_passive(verb) and not subjects(verb)
    )


def _of_controls(
    story: Story, verb: Token, acted: list[tuple[Token, str]], seen: Anaphora
) -> Iterator[Draft]:
    for head, action in acted:
        if _is_doubled(story, verb, head) or (action == "impose" and _is_vehicle(head, seen)):
            continue
        if _is_effect(verb, action, seen):
            continue
        told = _draft(story, verb, head, action, seen)
        if action == "impose" and is_told_again(verb, head):
            told = _unless_described(story, verb, told, seen, own=True)
        for draft in told:
            named = [doer for doer in subjects(verb) if doer.pos_ != "PRON"]
            rules = any(map(story.acting_side, named))
            if draft.modality in {"possible", "will"} and not rules and is_let(story, verb):
                draft.modality = "did"
            yield draft


def _of_license(story: Story, verb: Token, action: str, seen: Anaphora) -> Iterator[Draft]:
    told = list(_draft(story, verb, verb, action, seen))
    for draft in told:
        named = [doer for doer in subjects(verb) if doer.pos_ != "PRON"]
        rules = any(map(story.acting_side, named)) or flows_again(story, verb)
        if draft.modality in {"possible", "will"} and not rules and is_notified(verb):
            draft.modality = "did"
        if draft.modality == "demanded" and is_duty(verb):
            draft.modality = "did"
        if draft.modality == "possible" and allowance(story, verb) is not None:
            draft.modality = standing(verb) or draft.modality
    for draft in _unless_described(story, verb, iter(told), seen):
        if draft.modality == "did" and verb.dep_ == "relcl" and verb.tag_ in {"VBZ", "VBP"}:
            draft.modality = "in-force"
        yield draft


def _unless_described(
    story: Story, verb: Token, drafts: Iterator[Draft], seen: Anaphora, *, own: bool = False
) -> Iterator[Draft]:
    for draft in drafts:
        told = _described(story, draft, verb, seen, own=own)
        if told is None:
            yield draft
        else:
            describe(told, draft)


def _described(
    story: Story, draft: Draft, verb: Token, seen: Anaphora, *, own: bool
) -> Draft | None:
    """Return the rule told just before that "a license is required for …" only describes."""
    standing = {"did", "will", "in-force"}
    needs = verb.lemma_.lower() in {*known("need_verb"), *known("gain_verb")}
    if draft.value("action") != "impose" or draft.modality not in standing:
        return None
    goods = draft.values("goods")
    dated = [each for each in story.moments.within(verb.sent.start, verb.i) if each.type == "DATE"]
    other = any(doer.lower_ in {"former", "latter"} for doer in subjects(verb))
    own = own or (needs and not other and not (dated and draft.modality == "did"))
    for earlier in reversed(seen.told[-_RECENT:]):
        rules = earlier.value("action") in {"impose", "tighten"} and not lists(earlier)
        if not rules or earlier.value("issuer") != draft.value("issuer"):
            continue
        near = own and story.is_near(earlier.head, verb.i, _NEXT)
        same = share(goods, earlier.values("goods")) and earlier.modality == draft.modality
        if near or (same and "time" not in draft.slots):
            return earlier
    return None


def _may_act(verb: Token) -> bool:
    """True for verbs that any construction here knows, by lemma alone: most verbs end here."""
    return verb.lemma_.lower() in _acting_verbs() or verb.pos_ == "AUX"


@cache
def _acting_verbs() -> frozenset[str]:
    told = {row["word"].split()[0] for row in table("acts") if row["class"].endswith("_verb")}
    return frozenset(told | STATE_VERBS)


def _is_vehicle(head: Token, seen: Anaphora) -> bool:
    """True for the rule in "issued a rule banning exports": what it does is told by the clause."""
    if head.lemma_.lower() not in known("vehicle_noun"):
        return False
    below = [c for c in head.children if c.dep_ in {"acl", "relcl"}]
    below += [deep for c in below for deep in c.children if deep.dep_ in {"xcomp", "advcl"}]
    return any(
        child.lemma_.lower() in {*known("control_verb"), *known("flow_verb"), *known("bar_verb")}
        and any(
            o.i != head.i and (is_control(o, seen) or o.lemma_.lower() in known("flow_noun"))
            for o in objects(child)
        )
        for child in below
    )


def _is_doubled(story: Story, verb: Token, head: Token) -> bool:
    """True for a clause that only describes the control of another act: "a rule that extended"."""
    if verb.dep_ not in {"relcl", "acl"} or dropped_plan(verb):
        return False
    described = head if head.head.i != verb.i else verb.head
    if described.dep_ == "pobj" and quantified(described.head.head).i == described.i:
        described = described.head.head
    acted = described.dep_ in {"dobj", "nsubjpass"} and described.head.lemma_.lower() in acts_of(
        "control_verb"
    )
    stands = described.dep_ == "nsubj" and described.head.lemma_.lower() in _STANDS
    acted = acted or (stands and action_of(verb) == "impose")
    if described.i != head.i and not stands:
        acted = acted and acts_of("control_verb")[described.head.lemma_.lower()] != "impose"
    acted = acted or (verb.dep_ == "acl" and head.lemma_.lower() in known("license_noun"))
    times = story.moments.of_verb(verb, *subtree(verb))
    timed = any("REF" not in each.value for each in times)
    return acted and not timed and not any(d.lower_ in _WHILE for d in _openers(verb))


def action_of(verb: Token) -> str | None:
    """Return what a verb does to controls, with its particle or without."""
    told = acts_of("control_verb")
    return told.get(particle_lemma(verb)) or told.get(verb.lemma_.lower())


def _openers(verb: Token) -> Iterator[Token]:
    """Yield the words that open the clauses below a verb: "while", "when"."""
    for child in verb.children:
        if child.dep_ == "advcl":
            yield from child.lefts


def _draft(
    story: Story,
    verb: Token,
    head: Token,
    action: str,
    seen: Anaphora,
    *,
    control: Token | None = None,
) -> Iterator[Draft]:
    helped = any(child.dep_ == "aux" for child in verb.children)
    past = verb.dep_ == "acl" and verb.tag_ == "VBN" and not helped
    draft = story.draft("measure", verb, mood="did" if past else None)
    if draft.modality == "demanded" and asks_firm(story, verb):
        draft.modality = modality(verb.head)
    told = settled(draft, verb, head, action)
    if told is None or is_term(verb, draft.modality) or is_tariff(head):
        return
    if is_vague(head, told, draft.modality):
        return
    action = told
    fill(story, draft, verb=verb, head=head, action=action, seen=seen, control=control)
    if "issuer" not in draft.slots or is_forecast(story, draft):
        return
    draft.noun = (control or next(iter(objects(verb)), head)).lemma_.lower()
    yield draft


def _listing(story: Story, verb: Token, seen: Anaphora) -> Iterator[Draft]:
    """Read "added 28 firms to its control list", "removed them from the Entity List"."""
    action, listed = listing_act(verb), objects(verb)
    if action is None or not listed or is_negated(verb) or verb.dep_ == "relcl":
        return
    if is_delayed(verb):
        return
    if is_traded(story, listed[0]):
        return
    draft = story.draft("measure", verb)
    draft.put("measure_kind", Slot(value="entity_listing"))
    fill(story, draft, verb=verb, head=listed[0], action=action, seen=seen)
    draft.slots["measure_kind"] = Slot(value="entity_listing")
    draft.noun = "list"
    owner = _list_owner(story, verb) if not subjects(verb) else None
    if owner is not None:
        draft.slots["issuer"] = Slot(value=owner[0], span=owner[1])
    counted = any(child.dep_ == "nummod" for child in listed[0].children)
    if counted:
        span = noun_phrase(listed[0])
        draft.put("scope", Slot(value=span.text, span=span))
    draft.slots.pop("goods", None)
    before = story.goods_in(0, verb.i)
    if action == "tighten" and before:
        draft.put("goods", Slot(value=before[-1].value))
    side = story.side(quantified(listed[0]))
    if side is not None and side[0] != draft.value("issuer"):
        draft.slots["target"] = Slot(value=side[0], span=side[1])
    if "issuer" in draft.slots:
        yield draft


def _gapped(story: Story, verb: Token, first: Draft) -> Iterator[Draft]:
    """Read the rest of "blacklisted one firm in 2019 and another a year later": a second act."""
    for child in verb.children:
        if child.dep_ != "conj" or child.pos_ not in {"NOUN", "PROPN"} or child.i < verb.i:
            continue
        times = [m for m in story.moments.within(child.i, verb.right_edge.i) if m.type == "DATE"]
        if not times:
            continue
        told = {name: first.slots[name] for name in ("measure_kind", "issuer", "action")}
        draft = replace(first, slots=told, head=child.i, evidence=list(first.evidence))
        draft.put("time", story.moments.best(times))
        put_target(story, draft, child, child, None)
        yield draft


def _list_owner(story: Story, verb: Token) -> tuple[str, Span] | None:
    """Return whose list it is: "were added to China's export control list"."""
    for each in beneath_list(verb):
        for owner in possessors(each):
            found = story.side(owner)
            listed = {story.side(quantified(item)) for item in objects(verb)}
            own = owner.pos_ != "PRON" or found is None or found[0] in {s[0] for s in listed if s}
            if found is not None and (owner.pos_ != "PRON" or not own):
                return found
    return None


def _is_reported_rate(verb: Token) -> bool:
    return any(child.lemma_ == "%" for child in objects(verb))
