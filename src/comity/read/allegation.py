"""Allegations in a story: who accuses whom of what, in breach of which agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.read.breach import blamed, breaches, speaker
from comity.read.lexicon import words
from comity.read.mention import Mention
from comity.read.modality import is_condition, wants
from comity.read.proposal import Slot, Source, Span
from comity.read.story import PAIR, Draft, Story, is_team
from comity.read.syntax import (
    conjuncts,
    governor,
    prepositional,
    span_of,
    subjects,
    subtree,
    token_span,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.agreement import AgreementNames

#: Tokens between a sentence and the next one.
_NEXT = 2
#: Verbs that accuse by themselves, whatever follows.
_SCOLDS = {"accuse", "blame", "lash", "blast", "slam", "condemn", "denounce", "protest"}
_SCOLDS |= {"criticize", "criticise", "castigate", "rebuke", "decry"}


def find_allegations(story: Story, names: AgreementNames) -> list[Draft]:
    """Find every allegation of a story, each once."""
    told = [draft for token in story.doc for draft in _allegation(story, token, names)]
    found = _distinct([*told, *_claims(story, names, told)])
    _elaborate(story, found, names)
    return found


def _allegation(story: Story, token: Token, names: AgreementNames) -> Iterator[Draft]:
    if token.pos_ != "VERB" or is_condition(token):
        return
    lemma = token.lemma_.lower()
    if lemma in words("talks", "accuse_verb"):
        yield from _accusation(story, token, names)


def _accusation(story: Story, verb: Token, names: AgreementNames) -> Iterator[Draft]:
    """Read "accused China of failing to …", "lashed out at the US over …"."""
    accusers = [side for doer in subjects(verb) if (side := story.side(doer))]
    named = [child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i]
    named += prepositional(verb, "at", "against")
    accused = [side for each in named if (side := story.side(each))]
    each_other = any(child.lower_ in {"other", "another"} for child in named)
    pairs = [(one, two) for one in accusers[:1] for two in accused[:1] if one[0] != two[0]]
    if not accusers and each_other and len(story.main_sides) == PAIR:
        subject = next((token_span(doer) for doer in subjects(verb)), token_span(verb))
        accusers = [(side, subject) for side in story.main_sides]
    if not pairs and verb.dep_ == "conj" and verb.head.dep_ == "ccomp":
        above = [side for doer in subjects(governor(verb.head)) if (side := story.side(doer))]
        pairs = [(one, two) for one in above[:1] for two in accused[:1] if one[0] != two[0]]
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
        elif verb.lemma_.lower() in _SCOLDS:
            acts = [each for each in named if each.pos_ == "NOUN" and not is_team(each)]
            yield _alleged(story, verb, accuser, accused_side, acts, names)


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
    draft.attribution = _spoken_by(story, verb, draft) or _institution(story, accuser[1])
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
    if not times and verb.dep_ == "conj":
        times = story.moments.of_verb(verb.head, *subtree(verb.head))
    draft.put("time", story.moments.best([each for each in times if each.type == "DATE"]))
    return draft


def _institution(story: Story, accuser: Span) -> tuple[Source, ...]:
    """Return an accuser that is less than a whole government as the source of its charge."""
    for one in story.names.sides:
        inside = accuser.start <= one.span.start and one.span.end <= accuser.end
        if inside and one.kind == "institution":
            return (Source(name=one.value, kind="institution", span=accuser),)
    return ()


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
    doers = [child.left_edge.i for child in act.children if child.dep_ == "nsubj"]
    first = max(first, min(doers, default=first))
    while last > first and story.doc[last].lower_ in {"and", "or", ","}:
        last -= 1
    return span_of(story.doc, first, last)


def _claims(story: Story, names: AgreementNames, told: list[Draft]) -> Iterator[Draft]:
    """Read "said that China had violated …", "according to Seoul, Tokyo had breached …"."""
    for report in story.chains.reports:
        accuser = speaker(story, report)
        if accuser is None or wants(story.doc[report.cue]):
            continue
        for acts in breaches(story, report):
            cue = story.doc[report.cue]
            again = any(
                d.lemma_ in words("talks", "conduct_noun") and story.side(d) is None
                for d in subjects(acts[0])
            )
            if again and any(one.value("accuser") == accuser[0] for one in told):
                continue
            accused = blamed(story, acts[0], cue, accuser[0])
            if accused is not None:
                yield _alleged(story, cue, accuser, accused, acts, names)


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
                [each for each in subjects(verb) if each.lemma_ in words("talks", "conduct_noun")]
                if verb.pos_ == "VERB"
                else []
            )
            if about and verb.lemma_ in words("talks", "breach_verb"):
                draft = mine[-1]
                draft.put("agreement", names.slot(verb.i, verb.right_edge.i, verb))
                draft.evidence.append(story.sentence(verb))
                draft.attribution = draft.attribution or tuple(links)


def _distinct(allegations: list[Draft]) -> list[Draft]:
    kept: dict[tuple[object, ...], Draft] = {}
    for draft in allegations:
        conduct = draft.slots.get("conduct")
        first = conduct[0] if isinstance(conduct, tuple) else conduct
        beside = [one for one in kept.values() if _is_beside(one, draft)]
        if beside:
            held = beside[0].slots.get("conduct", ())
            more = [held] if isinstance(held, Slot) else list(held)
            told = [conduct] if isinstance(conduct, Slot) else list(conduct or ())
            more += [slot for slot in told if slot.value not in {one.value for one in more}]
            beside[0].slots["conduct"] = tuple(more)
            continue
        kept.setdefault(
            (draft.value("accuser"), draft.value("accused"), first.span if first else draft.head),
            draft,
        )
    return list(kept.values())


def _is_beside(one: Draft, two: Draft) -> bool:
    """True for the same charge in another verb of the sentence: "complained … and accused …"."""
    pairs = [(each.value("accuser"), each.value("accused")) for each in (one, two)]
    return one.head != two.head and one.evidence[0] == two.evidence[0] and pairs[0] == pairs[1]
