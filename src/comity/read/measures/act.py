"""What a verb does to which control or trade: "lifted the curbs", "cut off sales"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    governor,
    objects,
    particle_lemma,
    possessors,
    prepositional,
    subjects,
)
from comity.read.measures.control import (
    LIGHT,
    acts_of,
    is_control,
    is_core,
    is_export_control,
    is_flow,
    is_shelved,
    known,
    noun_action,
)
from comity.read.measures.goods import Anaphora
from comity.read.measures.license import is_let, is_obliged, notified_of
from comity.read.measures.party import asks_firm
from comity.read.measures.traded import goods_of
from comity.read.story import Story, quantified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

#: What leads from a set phrase to the trade it is about.
_TO = ("to", "on", "for", "in", "of")
#: How many tokens before a sentence "it" may take up a measure.
_NEAR = 40
#: How many steps lead from goods to the control they are under.
_CLIMB = 5


def acts(story: Story, verb: Token, seen: Anaphora) -> Iterator[tuple[Token, str]]:
    """Yield what a verb does to which control or trade; a second control has its own owner."""
    word, lemma = particle_lemma(verb), verb.lemma_.lower()
    control, flow = _named("control_verb", word, lemma), _named("flow_verb", word, lemma)
    if lemma in {"put", "place"} and is_shelved(verb):
        control = "suspend"
    if flow == "ease" and is_obliged(verb):
        flow = "impose"
    smooths = lemma in known("smooth_verb") or word in known("smooth_verb")
    told: list[Token] = []
    whole = _idiom(story, verb, seen) or _repeated(story, verb, seen)
    if whole is not None:
        yield whole
        return
    ruling = notified_of(story, verb)
    if ruling is not None:
        yield ruling, "impose"
        return
    for each in _undergoing(verb):
        flow = "impose" if flow == "ease" and _is_none(each) else flow
        head = _governing(quantified(each), seen)
        if (smooths or "ease" in {control, flow}) and _is_procedure(story, verb, head, seen):
            yield head, "ease"
            return
        if control and not _is_either(verb) and _is_acted(story, verb, head, control, seen):
            if not told or _has_owner(story, head):
                told.append(head)
                yield head, noun_action(head, control)
        elif (
            flow
            and not told
            and head.lemma_.lower() not in {"import", "imports"}
            and (
                is_flow(story, head)
                or _resumes(story, head, flow, seen)
                or _severed(story, verb, head)
            )
            and _by_government(story, verb)
        ):
            yield (verb if _severed(story, verb, head) else head), flow
            return


def _named(kind: str, word: str, lemma: str) -> str | None:
    """Return what a verb does by its class, with its particle or without."""
    return acts_of(kind).get(word) or acts_of(kind).get(lemma)


def _is_none(token: Token) -> bool:
    """True for "no further exports"."""
    return any(child.lower_ == "no" for child in token.lefts)


def _repeated(story: Story, verb: Token, seen: Anaphora) -> tuple[Token, str] | None:
    """Read "would do the same with its rule", "did likewise with the curbs": the act told last."""
    if verb.lemma_ != "do" or not any(c.lower_ in {"same", "likewise"} for c in verb.children):
        return None
    told_of = list(prepositional(verb, "with", "for", "on", "to"))
    heads = [h for h in told_of if is_control(h, seen) or is_flow(story, h)]
    told = acts_of("control_verb")
    above = governor(verb)
    before = told.get(particle_lemma(above)) or told.get(above.lemma_.lower())
    action = before or (seen.last.value("action") if seen.last is not None else None)
    return (heads[0], action) if heads and action else None


def _is_either(verb: Token) -> bool:
    """True for "cancel" in "halt or cancel its measures": told once, by the first verb."""
    first = verb.head
    if verb.dep_ != "conj" or not any(c.lower_ in {"or", "and/or"} for c in first.children):
        return False
    shared = not any(c.dep_ in {"dobj", "nsubjpass"} and c.i < verb.i for c in first.children)
    return shared and first.lemma_.lower() in acts_of("control_verb")


def _idiom(story: Story, verb: Token, seen: Anaphora) -> tuple[Token, str] | None:
    """Read an act told by a set phrase: "called a halt to sales", "opened a fast track for …"."""
    for noun in objects(verb):
        action = acts_of("idiom").get(f"{verb.lemma_.lower()} {noun.lemma_.lower()}")
        if action is None or not _by_government(story, verb):
            continue
        if noun.lemma_.lower() in known("way_noun"):
            return noun, action
        given = next((each for each in subjects(verb) if is_control(each, seen)), None)
        if noun.lemma_ == "way":
            return (given, action) if given is not None else None
        for head in (*prepositional(noun, *_TO), *prepositional(verb, *_TO)):
            if is_control(head, seen):
                return head, "lift" if action == "impose" else action
            if is_flow(story, head) or head.lemma_.lower() in known("ship_verb"):
                return head, action
    return None


def _is_procedure(story: Story, verb: Token, head: Token, seen: Anaphora) -> bool:
    """True for the way to a license: "shorten review times", "speed up the process"."""
    if head.lemma_.lower() not in known("procedure_noun"):
        return False
    named = is_export_control(head) or bool(goods_of(story, head))
    told = seen.last is not None and any(map(story.acting_side, subjects(verb)))
    return (named or told) and _by_government(story, verb)


def _severed(story: Story, verb: Token, head: Token) -> bool:
    """True for "cut off parts for Chinese jets": things that no table lists, cut off by a side."""
    things = {*known("thing_noun"), *known("goods_head")}
    cuts = particle_lemma(verb) in known("sever_verb") or verb.lemma_ in {"withhold", "block"}
    named = head.lemma_.lower() in things and bool(goods_of(story, head))
    return cuts and named and any(map(story.acting_side, subjects(verb)))


def _resumes(story: Story, head: Token, action: str, seen: Anaphora) -> bool:
    """True for "speed up approvals", "blocked the product" after a measure was told: its own."""
    if seen.last is None:
        return False
    lemma = head.lemma_.lower()
    if head.lower_ == "them" and seen.last.head >= head.sent.start:
        return seen.last.value("action") in {"impose", "ease"}
    if _is_bare_flow(story, head):
        stops = {*known("sever_verb"), *known("stop_verb"), *known("begin_verb"), "let"}
        return bool(stops & {head.head.lemma_.lower(), particle_lemma(head.head)})
    same = any(child.lower_ in {"the", "these", "those", "such"} for child in head.children)
    plain = not any(child.dep_ in {"amod", "compound", "prep"} for child in head.children)
    again = same and plain and lemma in {"product", "item", "chip", "sale", "shipment", "export"}
    return again or (action == "ease" and lemma in known("flow_noun"))


def _is_bare_flow(story: Story, head: Token) -> bool:
    """True for "when Beijing cut off supplies": of what was told before."""
    flows = {"supply", "supplies", "shipment", "export", "delivery", "sale"}
    told = any(each.first < head.i for each in story.names.goods[:1])
    return told and head.lemma_.lower() in flows and not any(head.children)


def _is_acted(story: Story, verb: Token, head: Token, action: str, seen: Anaphora) -> bool:
    light = verb.lemma_.lower() in LIGHT and not is_core(head) and action != "suspend"
    bare = head.lower_ == "control" and not is_export_control(head)
    if light or bare or (head.lemma_ == "fee" and action in {"impose", "tighten"}):
        return False
    if action in {"extend", "tighten"} and head.lemma_.lower() in known("lift_list"):
        return is_control(head, seen) or any(child.lower_ == "to" for child in verb.children)
    undone = head.lemma_.lower() in known("undone_noun") and action == "lift"
    if undone and not is_control(head, seen):
        more = any(child.dep_ == "conj" and child.pos_ == "VERB" for child in verb.children)
        known_doer = all(each.pos_ == "PRON" for each in subjects(verb))
        return seen.last is not None and not more and (known_doer or _by_government(story, verb))
    if _takes_up(head, action, seen):
        doers = subjects(verb)
        return not doers or any(map(story.acting_side, doers))
    licensed = head.lemma_.lower() in known("license_noun")
    if licensed and verb.lemma_.lower() in known("license_introduced"):
        return True
    return is_control(head, seen)


def _has_owner(story: Story, head: Token) -> bool:
    return any(story.side(owner) for owner in possessors(head))


def _undergoing(verb: Token) -> list[Token]:
    """Return what a verb acts on, controls among it that the parser hung on a side phrase."""
    found = objects(verb)
    if not found and particle_lemma(verb) != verb.lemma_.lower():
        meanwhile = prepositional(verb, "for", "until", "till")
        late = (each for when in meanwhile for each in prepositional(when, "on"))
        found = list(prepositional(verb, "on")) or list(late)
    reach = range(verb.i + 1, verb.right_edge.i + 1)
    for token in verb.doc[reach.start : reach.stop]:
        if token in found or token.lemma_.lower() not in known("core_control_noun"):
            continue
        here, crossed = token.head, False
        while here.i != verb.i and here.i in reach:
            crossed = crossed or here.pos_ in {"VERB", "AUX"}
            here = here.head
        beside = token.head.i == verb.i or token.head.dep_ in {"pobj", "conj"}
        astray = token.dep_ == "conj" and token.pos_ == "NOUN" and beside
        if here.i == verb.i and not crossed and astray:
            found.append(token)
    return found


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
    if head.lemma_.lower() in known("doing_noun"):
        return next((h for h in prepositional(head, "of") if is_control(h, seen)), head)
    one = _one_of(head)
    if one is not None and is_core(one):
        return one
    here = head
    for _ in range(_CLIMB):
        if here.pos_ in {"NOUN", "PROPN"} and is_control(here, seen):
            return here
        if here.dep_ not in {"pobj", "conj", "compound"}:
            break
        here = here.head.head if here.dep_ == "pobj" else here.head
    return head


def _one_of(head: Token) -> Token | None:
    """Return the curbs in "the curbs on ethane were among the steps that it took"."""
    if head.dep_ != "pobj" or head.head.lower_ != "among" or head.head.head.lemma_ != "be":
        return None
    return next((c for c in head.head.head.lefts if c.dep_ == "nsubj"), None)


def _by_speaker(story: Story, verb: Token) -> bool:
    """True where a body says what it does: "the ministry said it would open a channel"."""
    bodies = {"institution", "government", "official", "officials"}
    return any(link.kind in bodies for link in story.chains.of(verb.i))


def _by_government(story: Story, verb: Token) -> bool:
    doers = subjects(verb)
    if not doers:
        return True
    sides = [story.acting_side(each) for each in doers]
    if any(sides) or is_let(story, verb) or asks_firm(story, verb):
        return True
    if any(each.lower_ in {"it", "they"} for each in doers) and _by_speaker(story, verb):
        return True
    return any(
        each.lemma_.lower() in known("order_noun") or is_core(each)
        for each in map(quantified, doers)
    )
