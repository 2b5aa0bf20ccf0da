"""Allegations in a story: who accuses whom of what, in breach of which agreement."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from comity.read.lexicon import table, words
from comity.read.mention import Mention
from comity.read.modality import is_condition
from comity.read.proposal import Slot, Source, Span
from comity.read.story import PAIR, Draft, Story
from comity.read.syntax import (
    conjuncts,
    is_negated,
    is_passive,
    particle_lemma,
    prepositional,
    span_of,
    subjects,
    subtree,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.agreement import AgreementNames

#: Tokens between a sentence and the next one.
_NEXT = 2
_CONDUCT = {
    "practice",
    "move",
    "action",
    "step",
    "measure",
    "conduct",
    "act",
    "behavior",
    "behaviour",
}


def find_allegations(story: Story, names: AgreementNames) -> list[Draft]:
    """Find every allegation of a story, each once."""
    found = _distinct([draft for token in story.doc for draft in _allegation(story, token, names)])
    _elaborate(story, found, names)
    return found


def _allegation(story: Story, token: Token, names: AgreementNames) -> Iterator[Draft]:
    if token.pos_ != "VERB" or is_condition(token):
        return
    lemma = token.lemma_.lower()
    if lemma in words("talks", "accuse_verb"):
        yield from _accusation(story, token, names)
    if lemma in _sayings():
        yield from _claimed_breach(story, token, names)


@cache
def _sayings() -> frozenset[str]:
    return frozenset(r["word"] for r in table("cues") if (r["class"], r["value"]) == ("cue", "say"))


def _accusation(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "accused China of failing to …", "lashed out at the US over …"."""
    accusers = [side for doer in subjects(verb) if (side := story.side(doer))]
    named = [child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i]
    named += prepositional(verb, "at", "against")
    accused = [side for each in named if (side := story.side(each))]
    each_other = any(child.lower_ in {"other", "another"} for child in named)
    pairs = [(one, two) for one in accusers[:1] for two in accused[:1] if one[0] != two[0]]
    if each_other and len(accusers) == PAIR:
        pairs = [(accusers[0], accusers[1]), (accusers[1], accusers[0])]
    holders = [verb, *named]
    acts = [
        part
        for holder in holders
        for act in prepositional(holder, "of", "for")
        if act.dep_ in {"pcomp", "conj"} or holder.i == verb.i
        for part in _coordinated(act)
    ]
    over = [item for item in prepositional(verb, "over", "about") if item.pos_ == "NOUN"]
    for accuser, accused_side in pairs:
        if acts:
            for act in acts:
                yield _alleged(story, verb, accuser, accused_side, [act], names)
        elif over:
            yield _alleged(story, verb, accuser, accused_side, _listed(over), names)
        elif verb.lemma_ in {
            "accuse",
            "blame",
            "lash",
            "blast",
            "slam",
            "condemn",
            "denounce",
            "criticize",
            "criticise",
        }:
            yield _alleged(story, verb, accuser, accused_side, [], names)


def _coordinated(act: Token) -> list[Token]:
    """Take apart "failing to uphold … and continuing to withhold …", however it is attached."""
    inner = [deep for deep in act.subtree if deep.dep_ == "conj" and deep.tag_ == act.tag_ == "VBG"]
    return [act, *(each for each in inner if each.i != act.i)]


def _listed(over: list[Token]) -> list[Token]:
    """Return the steps listed after "over steps …, among them A, B and C"."""
    among = [
        token
        for token in over[0].sent
        if token.lower_ in {"among", "including"} and token.i > over[0].i
    ]
    for each in among:
        head = each.head if each.lower_ == "among" else next(iter(each.children), each)
        if head.pos_ in {"NOUN", "PROPN"}:
            return conjuncts(head)
    return over


def _alleged(
    story: Story,
    verb: Token,
    accuser: tuple[str, Span],
    accused: tuple[str, Span],
    acts: list[Token],
    names: AgreementNames,
) -> Draft:
    draft = story.draft("allegation", verb, mood="did")
    draft.attribution = _spoken_by(story, verb, draft)
    draft.put("accuser", Slot(value=accuser[0], span=accuser[1]))
    draft.put("accused", Slot(value=accused[0], span=accused[1]))
    spans = [_conduct_span(story, act) for act in acts]
    draft.put_all("conduct", [Slot(value=span.text, span=span) for span in spans])
    first, last = (acts[0].left_edge.i, acts[-1].right_edge.i) if acts else subtree(verb)
    draft.put(
        "agreement",
        names.slot(first, last, verb) or names.slot(verb.sent.start, verb.sent.end - 1, verb),
    )
    goods = [one for act in acts for one in _goods_of(story, act)]
    if goods and len(acts) == 1:
        draft.put("goods", Slot(value=goods[0].value, span=goods[0].span))
    times = story.moments.of_verb(verb, *subtree(verb))
    draft.put("time", story.moments.best([each for each in times if each.type == "DATE"]))
    return draft


def _spoken_by(story: Story, verb: Token, draft: Draft) -> tuple[Source, ...]:
    """Return the chain to an allegation, its own speaker included where it is not a whole side."""
    own = [
        link
        for report in story.chains.reports
        if report.cue == verb.i
        for link in story.chains.links(report)
        if link.kind != "government" and link.name not in {"each", "both", "other"}
    ]
    held = {link.name for link in draft.attribution}
    return (*draft.attribution, *(link for link in own if link.name not in held))


def _goods_of(story: Story, act: Token) -> list[Mention]:
    start, end = _conduct_range(act)
    return story.goods_in(start, end)


def _conduct_range(act: Token) -> tuple[int, int]:
    first, last = subtree(act)
    for deep in act.subtree:
        side_by_side = deep.dep_ == "conj" and (
            deep.head.i == act.i or deep.tag_ == act.tag_ == "VBG"
        )
        if side_by_side and deep.i > act.i:
            last = min(last, deep.left_edge.i - 1)
    return first, max(first, last)


def _conduct_span(story: Story, act: Token) -> Span:
    first, last = _conduct_range(act)
    while first < act.i and story.doc[first].lower_ in {"among", "them", "including", ","}:
        first += 1
    while first < act.i and story.doc[first].lower_ == "that":
        first += 1
    while last > first and story.doc[last].lower_ in {"and", "or", ","}:
        last -= 1
    return span_of(story.doc, first, last)


def _claimed_breach(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "said that China had violated …", "claim that restrictions held up shipments"."""
    speakers = [side for doer in subjects(verb) if (side := story.side(doer))]
    if not speakers:
        return
    for child in verb.children:
        if child.dep_ != "ccomp":
            continue
        for act in _verbs_of(child):
            if not _is_breach(act):
                continue
            if is_passive(act) and not subjects(act):
                continue
            blamed = [side for doer in subjects(act) if (side := story.side(doer))]
            if not blamed or blamed[0][0] == speakers[0][0]:
                continue
            if any(
                aux.lower_ in {"will", "would", "could", "may", "might", "should"}
                for aux in act.children
            ):
                continue
            yield _alleged(story, verb, speakers[0], blamed[0], [act], names)


def _elaborate(story: Story, allegations: list[Draft], names: AgreementNames) -> None:
    """Add to an allegation what its accuser says next: "the practices violate the consensus"."""
    for report in story.chains.reports:
        if not allegations:
            return
        links = story.chains.links(report) if report.sources else []
        if not links or links[-1].kind not in {"institution", "officials", "official"}:
            continue
        side = story.side(story.doc[report.sources[0]])
        cue = story.doc[report.cue]
        mine = [
            one
            for one in allegations
            if one.head < report.cue and side and one.value("accuser") == side[0]
        ]
        if not mine or cue.sent.start - story.doc[mine[-1].head].sent.end > _NEXT:
            continue
        for verb in (t for first, last in report.content for t in story.doc[first : last + 1]):
            about = (
                [each for each in subjects(verb) if each.lemma_ in _CONDUCT]
                if verb.pos_ == "VERB"
                else []
            )
            if about and verb.lemma_ in words("talks", "breach_verb"):
                draft = mine[-1]
                draft.put("agreement", names.slot(verb.i, verb.right_edge.i, verb))
                draft.evidence.append(story.sentence(verb))
                draft.attribution = draft.attribution or tuple(links)


def _is_breach(act: Token) -> bool:
    """True for "violated", "slow-walking", "was not honoring"."""
    lemma, before = act.lemma_.lower(), act.doc[max(0, act.i - 2) : act.i].text.lower()
    if is_negated(act):
        return lemma in words("talks", "keep_verb")
    names = {lemma, particle_lemma(act), f"{before}{lemma}"}
    return not names.isdisjoint(words("talks", "breach_verb"))


def _verbs_of(clause_head: Token) -> list[Token]:
    """Return the verbs that a reported clause coordinates, a cleft's among them."""
    found = [each for each in conjuncts(clause_head) if each.pos_ in {"VERB", "AUX"}]
    for each in list(found):
        if each.lemma_ == "be":
            found += [
                child
                for child in each.children
                if child.dep_ in {"ccomp", "relcl"} and child.pos_ == "VERB"
            ]
            found += [
                deep
                for child in each.children
                if child.dep_ == "attr"
                for deep in child.children
                if deep.dep_ == "relcl"
            ]
    return found


def _distinct(allegations: list[Draft]) -> list[Draft]:
    kept: dict[tuple[object, ...], Draft] = {}
    for draft in allegations:
        conduct = draft.slots.get("conduct")
        first = conduct[0] if isinstance(conduct, tuple) else conduct
        kept.setdefault(
            (draft.value("accuser"), draft.value("accused"), first.span if first else draft.head),
            draft,
        )
    return list(kept.values())
