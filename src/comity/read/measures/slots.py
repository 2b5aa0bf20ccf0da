"""The slots of a measure: goods, time, condition, who demands it, whom it addresses."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    conjuncts,
    noun_phrase,
    span_of,
    subtree,
)
from comity.read.measures.control import known
from comity.read.measures.goods import Anaphora, put_goods, put_same_goods
from comity.read.measures.issuer import controllers, put_counterpart, put_issuer
from comity.read.measures.kind import kind_of
from comity.read.measures.party import put_addressees, put_demander
from comity.read.measures.target import put_target
from comity.read.measures.timing import put_times
from comity.read.names.goods import kinds
from comity.read.proposal import Slot
from comity.read.story import Draft, Story

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEXT = 2
_DEFINITE = {"the", "this", "these", "those", "such", "that"}


def fill(
    story: Story,
    draft: Draft,
    *,
    verb: Token,
    head: Token,
    action: str,
    seen: Anaphora,
    control: Token | None = None,
) -> None:
    """Fill every slot that the words around a measure support.

    `head` is the control or the trade acted on; where it is the goods, `control` is their control.
    """
    referred = _referred(control or head, seen, story)
    put_goods(story, draft, verb, head, referred, under_control=control is not None)
    put_issuer(story, draft, verb, control or head, referred=referred, seen=seen)
    _drop_foreign(draft)
    issuer = draft.value("issuer")
    draft.put("action", _action(story, verb, head, action))
    bare = verb.i == head.i or head.lemma_.lower() in known("flow_noun")
    if bare and verb.pos_ == "VERB" and "goods" not in draft.slots:
        put_same_goods(draft, seen)
    first, last = verb.sent.start, verb.sent.end - 1
    draft.put("condition", story.condition(verb, first, last))
    put_target(story, draft, verb, head, referred)
    put_counterpart(story, draft, seen)
    put_times(story, draft, verb, head)
    kind = kind_of(draft, verb, control or head, referred)
    draft.put("measure_kind", Slot(value=kind))
    _from_letter(story, draft)
    _scope(story, draft, head)
    put_addressees(story, draft, verb, head)
    if draft.modality == "demanded":
        put_demander(story, draft, verb, issuer)
    _said_to(story, draft, issuer)


def put_known_goods(story: Story, draft: Draft) -> None:
    """Take the goods that a story names most of those the issuer is known to control.

    Only what eases or keeps a control tells of one that stands.
    """
    vague = draft.value("measure_kind") == "unspecified" or draft.value("action") == "impose"
    if vague or "goods" in draft.slots:
        return
    own = Counter(
        one.value for one in story.names.goods if draft.value("issuer") in _owners(one.value)
    )
    for value, _ in own.most_common(1):
        draft.put("goods", Slot(value=value))


def _owners(goods: str) -> set[str]:
    return {controllers()[kind] for kind in kinds(goods) if kind in controllers()}


def _drop_foreign(draft: Draft) -> None:
    """Drop goods taken from a sentence before that the issuer's counterpart controls."""
    slot, issuer = draft.slots.get("goods"), draft.value("issuer")
    if not isinstance(slot, Slot) or not slot.is_inferred:
        return
    owners = _owners(str(slot.value))
    if owners and issuer not in owners and issuer in controllers().values():
        del draft.slots["goods"]


def _from_letter(story: Story, draft: Draft) -> None:
    """Take day and addressees from the letter that told it: "Letters sent on Wednesday to …"."""
    letter = next(
        (link for link in draft.attribution if link.kind == "document" and link.span), None
    )
    if letter is None or letter.span is None:
        return
    token = story.doc.char_span(letter.span.start, letter.span.end, alignment_mode="expand")
    if token is None:
        return
    told = story.moments.within(token.root.sent.start, token.root.sent.end - 1)
    draft.put("time", story.moments.best([each for each in told if each.type == "DATE"]))
    heads = [t for t in token.root.sent if t.dep_ == "appos" and t.pos_ == "PROPN"]
    named = [one for head in heads[:1] for one in conjuncts(head)]
    draft.put_all("addressees", [Slot(value=s.text, span=s) for s in map(noun_phrase, named)])


def _referred(head: Token, seen: Anaphora, story: Story) -> Draft | None:
    """Return the measure told before that a definite phrase takes up again."""
    if seen.last is None:
        return None
    determiner = next((child for child in head.children if child.dep_ == "det"), None)
    owner = any(child.dep_ == "poss" for child in head.children)
    definite = determiner is not None and determiner.lower_ in _DEFINITE
    definite = definite or head.lower_ in {"them", "these", "those", "it"}
    if not definite or owner or story.goods_in(*subtree(head)):
        return None
    start = story.text.rfind("\n", 0, head.idx)
    near = [each for each in seen.told if story.doc[each.head].idx > start]
    named = seen.called(head.lemma_.lower())
    stands = seen.standing() if head.lemma_.lower() in known("core_control_noun") else None
    return named or (near[-1] if near else stands or seen.told[0])


def _action(story: Story, verb: Token, head: Token, action: str) -> Slot:
    if verb.i == head.i and verb.pos_ == "NOUN":
        first, last = subtree(verb)
        for child in verb.children:
            if child.dep_ == "prep":
                inner = next((deep for deep in child.children if deep.dep_ == "pobj"), child)
                last = inner.i
                break
        return Slot(
            value=action, span=span_of(story.doc, first, max(verb.i, min(last, subtree(verb)[1])))
        )
    auxiliaries = [
        child.i
        for child in verb.children
        if child.dep_ in {"aux", "auxpass"} and child.lower_ in {"could", "may", "might", "can"}
    ]
    particle = [child.i for child in verb.children if child.dep_ == "prt"]
    above = verb.head
    first = min([verb.i, *auxiliaries])
    if (
        verb.dep_ == "xcomp"
        and above.lemma_ in {"prepared", "prepare", "willing", "ready"}
        and verb.i - above.i <= _NEXT
    ):
        first = above.i
    return Slot(value=action, span=span_of(story.doc, first, max([verb.i, *particle])))


def _scope(story: Story, draft: Draft, head: Token) -> None:
    counter = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else None
    if counter is not None and counter.lemma_.lower() in {
        "most",
        "some",
        "all",
        "part",
        "half",
        "many",
    }:
        span = span_of(story.doc, *subtree(counter, without=frozenset({"relcl", "acl"})))
        draft.put("scope", Slot(value=span.text, span=span))


def _said_to(story: Story, draft: Draft, issuer: str | None) -> None:
    """Mark as said what only the other side tells of an issuer."""
    if draft.modality != "did" or not draft.attribution:
        return
    last = draft.attribution[-1]
    sides = {
        one.side
        for one in story.names.sides
        if last.span and last.span.start <= one.span.start < last.span.end
    }
    sides |= {p.side for p in story.names.people if p.name == last.name and p.side}
    speaks = last.kind in {"institution", "government", "official"}
    if speaks and sides and issuer not in sides:
        draft.modality = "said-to"
