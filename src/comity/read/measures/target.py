"""Whom a measure is aimed at: named by its words, else the counterpart of a side that aims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import clause, governor, objects, own_range, prepositional
from comity.read.lexicon import table
from comity.read.measures.control import known
from comity.read.proposal import Slot
from comity.read.story import Draft, Story

if TYPE_CHECKING:
    from spacy.tokens import Token

#: How far up from a name its preposition stands.
_CLIMB = 5
_AIMS = {"to", "against", "on", "for", "in", "toward", "towards", "at"}


def put_target(
    story: Story, draft: Draft, verb: Token, head: Token, referred: Draft | None
) -> None:
    """Fill the target: whom the words aim at, else the counterpart of a side that aims."""
    issuer = draft.value("issuer")
    first, last = own_range(head)
    if verb.pos_ in {"VERB", "AUX"}:
        inner = clause(verb)
        first, last = min(first, verb.i), max(last, inner[1])
    for mention in story.names.within(story.names.sides, first, last):
        token = story.doc[mention.last]
        if mention.side == issuer or not is_aimed(token):
            continue
        draft.put("target", Slot(value=mention.side, span=mention.span))
        return
    if (
        _target_company(story, draft, first, last)
        or _target_answered(story, draft)
        or _target_hit(story, draft, verb)
    ):
        return
    if issuer and "goods" in draft.slots:
        _target_of_sentence(story, draft, verb, issuer)
    if "target" in draft.slots:
        return
    if referred is not None and referred.value("target") not in {None, issuer}:
        draft.put("target", Slot(value=referred.value("target") or ""))
        return
    other = story.other_side(issuer) if issuer else None
    if other and _acts_on_one_country(issuer) and draft.value("measure_kind") != "unspecified":
        draft.put("target", Slot(value=other))


def _target_company(story: Story, draft: Draft, first: int, last: int) -> bool:
    """Take the home of the company aimed at: "shipments to Huawei", "added SMIC to its list"."""
    listed = draft.value("measure_kind") == "entity_listing"
    for each in story.names.within(story.names.companies, first, last):
        token = story.doc[each.last]
        plain = token.dep_ in {"dobj", "nsubjpass", "conj"} and listed
        if each.side != draft.value("issuer") and (is_aimed(token) or plain):
            draft.put("target", Slot(value=each.side, span=each.span))
            return True
    return False


def _target_hit(story: Story, draft: Draft, verb: Token) -> bool:
    """Take whom it cuts off, or strikes back at: "cut off U.S. buyers", "hit back at … by …"."""
    hit: list[Token] = []
    if verb.lemma_.lower() in known("sever_verb"):
        hit += [each for each in objects(verb) if story.names.side_of(each)]
    if verb.dep_ == "ccomp" and verb.head.lemma_ in {"assure", "promise", "notify"}:
        hit += [child for child in verb.head.children if child.dep_ in {"dobj", "dative"}]
    if verb.dep_ == "pcomp" and verb.head.lower_ == "by":
        hit += prepositional(governor(verb), "at", "against", "to")
    for each in hit:
        found = story.side(each)
        if found is not None and found[0] != draft.value("issuer"):
            draft.put("target", Slot(value=found[0], span=found[1]))
            return True
    return False


def _target_answered(story: Story, draft: Draft) -> bool:
    """Take whom a measure answers: "in retaliation for new U.S. curbs"."""
    told = draft.slots.get("condition")
    if not isinstance(told, Slot) or told.kind != "retaliation" or told.span is None:
        return False
    for one in story.names.sides:
        inside = told.span.start <= one.span.start < told.span.end
        if inside and one.side != draft.value("issuer"):
            draft.put("target", Slot(value=one.side, span=one.span))
            return True
    return False


def _target_of_sentence(story: Story, draft: Draft, verb: Token, issuer: str) -> None:
    for mention in story.names.within(story.names.sides, verb.sent.start, verb.i):
        token = story.doc[mention.last]
        if (
            mention.side != issuer
            and token.dep_ == "pobj"
            and token.head.lower_ == "to"
            and token.head.head.pos_ == "NOUN"
        ):
            draft.put("target", Slot(value=mention.side, span=mention.span))
            return


def _acts_on_one_country(issuer: str | None) -> bool:
    """True for a side whose controls in the news are aimed at the other side, not at everyone."""
    return any(
        row["word"] == issuer for row in table("talks") if row["class"] == "aims_at_counterpart"
    )


def is_aimed(token: Token) -> bool:
    """True for whom trade goes to: "sales to Japanese end users", "curbs on China"."""
    prep = aim_of(token)
    if prep is not None and prep.head.lemma_.lower() == "access":
        return False
    return prep is not None and prep.dep_ in {"prep", "dative"} and prep.lower_ in _AIMS


def aim_of(token: Token) -> Token | None:
    """Return the preposition that a name stands behind, by itself or as whose: "to Chinese …"."""
    here = token
    for _ in range(_CLIMB):
        if here.dep_ == "pobj":
            return here.head
        if here.dep_ not in {"conj", "compound", "amod", "poss", "nmod"}:
            return None
        here = here.head
    return None
