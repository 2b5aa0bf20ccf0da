"""Measures in a story: who imposes, tightens, suspends, eases or lifts what, and how surely.

Three constructions carry them: a verb that acts on a control ("lift the curbs"), a verb that acts
on trade itself ("cut off sales"), and a noun that names the act ("a halt to sales").
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from comity.read.control import (
    LIGHT,
    acts_of,
    is_control,
    is_core,
    is_export_control,
    is_flow,
    is_tariff,
    known,
    noun_action,
)
from comity.read.lexicon import table
from comity.read.license import (
    is_duty,
    is_let,
    is_notified,
    is_obliged,
    license_act,
    takes_license,
)
from comity.read.measure_goods import Anaphora
from comity.read.measure_merge import describe, lists, merge, settle, share
from comity.read.measure_mood import (
    is_forecast,
    is_term,
    settled,
)
from comity.read.measure_noun import of_noun_act
from comity.read.measure_slots import fill
from comity.read.measure_state import STATE_VERBS, is_traded, listing_act, state_of
from comity.read.modality import (
    is_asked,
    is_complained_of,
    is_condition,
    is_counterfactual,
)
from comity.read.proposal import Slot
from comity.read.story import Draft, Story, quantified
from comity.read.syntax import (
    is_negated,
    noun_phrase,
    objects,
    particle_lemma,
    possessors,
    subjects,
    subtree,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token


#: How many sentences after a rule its license requirement is described.
_NEXT = 2
#: How many tokens before a sentence "it" may take up a measure.
_NEAR = 40


def find_measures(story: Story) -> list[Draft]:
    """Find every measure that a story reports, offers, demands or expects, each once."""
    found: list[Draft] = []
    seen = Anaphora()
    for token in story.doc:
        if token.pos_ in {"VERB", "AUX"}:
            for draft in _of_verb(story, token, seen):
                merge(found, draft)
                seen.note(draft, draft.noun)
        elif token.pos_ == "NOUN":
            draft_of_noun = of_noun_act(story, token, seen)
            if draft_of_noun is not None:
                merge(found, draft_of_noun)
                seen.note(draft_of_noun, token.lemma_.lower())
    return settle(found)


def _of_verb(story: Story, verb: Token, seen: Anaphora) -> Iterator[Draft]:
    if not _may_act(verb) or _is_reported_rate(verb) or is_asked(verb):
        return
    if is_condition(verb) or is_complained_of(verb) or is_counterfactual(verb):
        return
    listed = list(_listing(story, verb, seen))
    if listed:
        yield from listed
        return
    acted = [] if takes_license(verb) else list(_acts(story, verb, seen))
    if acted:
        yield from _of_controls(story, verb, acted, seen)
        return
    state = state_of(story, verb, seen)
    if state is not None:
        told = _draft(story, verb, state.head, state.action, seen, control=state.control)
        yield from _unless_described(story, verb, told, seen)
        return
    licensing = license_act(story, verb)
    if licensing is not None:
        yield from _of_license(story, verb, licensing, seen)


def _of_controls(
    story: Story, verb: Token, acted: list[tuple[Token, str]], seen: Anaphora
) -> Iterator[Draft]:
    for head, action in acted:
        if _is_doubled(story, verb, head) or (action == "impose" and _is_vehicle(head, seen)):
            continue
        for draft in _draft(story, verb, head, action, seen):
            if draft.modality in {"possible", "will"} and is_let(story, verb):
                draft.modality = "did"
            yield draft


def _of_license(story: Story, verb: Token, action: str, seen: Anaphora) -> Iterator[Draft]:
    told = list(_draft(story, verb, verb, action, seen))
    for draft in told:
        named = [doer for doer in subjects(verb) if doer.pos_ != "PRON"]
        rules = any(map(story.acting_side, named))
        if draft.modality in {"possible", "will"} and not rules and is_notified(verb):
            draft.modality = "did"
        if draft.modality == "demanded" and is_duty(verb):
            draft.modality = "did"
    for draft in _unless_described(story, verb, iter(told), seen):
        if draft.modality == "did" and verb.dep_ == "relcl" and verb.tag_ in {"VBZ", "VBP"}:
            draft.modality = "in-force"
        yield draft


def _unless_described(
    story: Story, verb: Token, drafts: Iterator[Draft], seen: Anaphora
) -> Iterator[Draft]:
    for draft in drafts:
        told = _described(story, draft, verb, seen)
        if told is None:
            yield draft
        else:
            describe(told, draft)


def _described(story: Story, draft: Draft, verb: Token, seen: Anaphora) -> Draft | None:
    """Return the rule told just before that "a license is required for …" only describes."""
    standing = {"did", "will", "in-force"}
    needs = verb.lemma_.lower() in {*known("need_verb"), *known("gain_verb")}
    if draft.value("action") != "impose" or draft.modality not in standing:
        return None
    goods = draft.values("goods")
    dated = [each for each in story.moments.within(verb.sent.start, verb.i) if each.type == "DATE"]
    other = any(doer.lower_ in {"former", "latter"} for doer in subjects(verb))
    own = needs and not other and not (dated and draft.modality == "did")
    for earlier in reversed(seen.told):
        rules = earlier.value("action") in {"impose", "tighten"} and not lists(earlier)
        if not rules or earlier.value("issuer") != draft.value("issuer"):
            continue
        near = own and story.apart(earlier.head, verb.i) <= _NEXT
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


def _acts(story: Story, verb: Token, seen: Anaphora) -> Iterator[tuple[Token, str]]:
    """Yield what a verb does to which control or trade; a second control has its own owner."""
    word, lemma = particle_lemma(verb), verb.lemma_.lower()
    control = acts_of("control_verb").get(word) or acts_of("control_verb").get(lemma)
    flow = acts_of("flow_verb").get(word) or acts_of("flow_verb").get(lemma)
    if lemma in {"put", "place"} and "on hold" in verb.sent.text.lower():
        control = "suspend"
    if flow == "ease" and is_obliged(verb):
        flow = "impose"
    told: list[Token] = []
    for each in _undergoing(verb):
        head = _governing(quantified(each), seen)
        if control and not _is_either(verb) and _is_acted(story, verb, head, control, seen):
            if not told or _has_owner(story, head):
                told.append(head)
                yield head, noun_action(head, control)
        elif (
            flow
            and not told
            and (is_flow(story, head) or _resumes(head, flow, seen))
            and _by_government(story, verb)
        ):
            yield head, flow
            return


def _is_either(verb: Token) -> bool:
    """True for "cancel" in "halt or cancel its measures": told once, by the first verb."""
    first = verb.head
    if verb.dep_ != "conj" or not any(c.lower_ in {"or", "and/or"} for c in first.children):
        return False
    shared = not any(c.dep_ in {"dobj", "nsubjpass"} and c.i < verb.i for c in first.children)
    return shared and first.lemma_.lower() in acts_of("control_verb")


def _resumes(head: Token, action: str, seen: Anaphora) -> bool:
    """True for "speed up approvals", "blocked the product" after a measure was told: its own."""
    if seen.last is None:
        return False
    lemma = head.lemma_.lower()
    same = any(child.lower_ in {"the", "these", "those", "such"} for child in head.children)
    plain = not any(child.dep_ in {"amod", "compound", "prep"} for child in head.children)
    again = same and plain and lemma in {"product", "item", "chip", "sale", "shipment", "export"}
    return again or (action == "ease" and lemma in known("flow_noun"))


def _is_acted(story: Story, verb: Token, head: Token, action: str, seen: Anaphora) -> bool:
    if verb.lemma_.lower() in LIGHT and not is_core(head) and action != "suspend":
        return False
    if head.lower_ == "control" and not is_export_control(head):
        return False
    if _takes_up(head, action, seen):
        return any(map(story.acting_side, subjects(verb)))
    licensed = head.lemma_.lower() in known("license_noun")
    if licensed and verb.lemma_.lower() in known("license_introduced"):
        return True
    return is_control(head, seen)


def _has_owner(story: Story, head: Token) -> bool:
    return any(story.side(owner) for owner in possessors(head))


def _undergoing(verb: Token) -> list[Token]:
    """Return what a verb acts on, controls among it that the parser hung on a side phrase."""
    found = objects(verb)
    reach = range(verb.i + 1, verb.right_edge.i + 1)
    for token in verb.doc[reach.start : reach.stop]:
        if token in found or token.lemma_.lower() not in known("core_control_noun"):
            continue
        here, crossed = token.head, False
        while here.i != verb.i and here.i in reach:
            crossed = crossed or here.pos_ in {"VERB", "AUX"}
            here = here.head
        astray = token.dep_ == "conj" and token.head.dep_ in {"pobj", "conj"}
        if here.i == verb.i and not crossed and astray:
            found.append(token)
    return found


def _is_vehicle(head: Token, seen: Anaphora) -> bool:
    """True for the rule in "issued a rule banning exports": what it does is told by the clause."""
    if head.lemma_.lower() not in known("vehicle_noun"):
        return False
    return any(
        child.dep_ in {"acl", "relcl"}
        and child.lemma_.lower()
        in {*known("control_verb"), *known("flow_verb"), *known("bar_verb")}
        and any(
            o.i != head.i and (is_control(o, seen) or o.lemma_.lower() in known("flow_noun"))
            for o in objects(child)
        )
        for child in head.children
    )


def _is_doubled(story: Story, verb: Token, head: Token) -> bool:
    """True for a clause that only describes the control of another act: "a rule that extended"."""
    if verb.dep_ not in {"relcl", "acl"}:
        return False
    described = head if head.head.i != verb.i else verb.head
    acted = described.dep_ in {"dobj", "nsubjpass"} and described.head.lemma_.lower() in acts_of(
        "control_verb"
    )
    if described.i != head.i:
        acted = acted and acts_of("control_verb")[described.head.lemma_.lower()] != "impose"
    times = story.moments.of_verb(verb, *subtree(verb))
    return acted and not any("REF" not in each.value for each in times)


def _draft(
    story: Story,
    verb: Token,
    head: Token,
    action: str,
    seen: Anaphora,
    *,
    control: Token | None = None,
) -> Iterator[Draft]:
    past = verb.dep_ == "acl" and verb.tag_ == "VBN"
    draft = story.draft("measure", verb, mood="did" if past else None)
    told = settled(draft, verb, head, action)
    if told is None or is_term(verb, draft.modality) or is_tariff(head):
        return
    action = told
    fill(story, draft, verb=verb, head=head, action=action, seen=seen, control=control)
    if "issuer" not in draft.slots or is_forecast(draft):
        return
    draft.noun = (control or next(iter(objects(verb)), head)).lemma_.lower()
    yield draft


def _brings_back(verb: Token) -> bool:
    """True for "bring it back", "reinstate it"."""
    return particle_lemma(verb) == "bring back" or verb.lemma_ in {"reinstate", "restore"}


def _takes_up(head: Token, action: str | None, seen: Anaphora) -> bool:
    """True for "them" in "urging China to suspend them"."""
    gives = action in {"lift", "ease", "suspend", "extend", "tighten"} or _brings_back(head.head)
    if not gives or seen.last is None:
        return False
    near = head.sent.start - seen.last.head <= _NEAR and head.dep_ in {"dobj", "nsubjpass"}
    return head.lower_ in {"them", "these", "those"} or (head.lower_ == "it" and near)


def _governing(head: Token, seen: Anaphora) -> Token:
    """Return the control in "restrictions on graphite imposed by", however it is attached."""
    if is_control(head, seen) or head.dep_ != "pobj":
        return head
    above = head.head.head
    return above if above.pos_ == "NOUN" and is_control(above, seen) else head


def _listing(story: Story, verb: Token, seen: Anaphora) -> Iterator[Draft]:
    """Read "added 28 firms to its control list", "removed them from the Entity List"."""
    action, listed = listing_act(verb), objects(verb)
    if action is None or not listed or is_negated(verb) or verb.dep_ == "relcl":
        return
    if is_traded(story, listed[0]):
        return
    draft = story.draft("measure", verb)
    draft.put("measure_kind", Slot(value="entity_listing"))
    fill(story, draft, verb=verb, head=listed[0], action=action, seen=seen)
    draft.slots["measure_kind"] = Slot(value="entity_listing")
    draft.noun = "list"
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


def _is_reported_rate(verb: Token) -> bool:
    return any(child.lemma_ == "%" for child in objects(verb))


def _by_government(story: Story, verb: Token) -> bool:
    doers = subjects(verb)
    if not doers:
        return True
    sides = [story.acting_side(each) for each in doers]
    if any(sides):
        return True
    return any(
        each.lemma_.lower() in known("order_noun") or is_core(each)
        for each in map(quantified, doers)
    )
