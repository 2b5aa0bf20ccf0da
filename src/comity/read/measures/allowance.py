"""What may leave and what may not, told of goods and firms: "may not leave without a permit".

Here no government acts in the sentence: goods can no longer be sold, a firm may ship again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    is_negated,
    is_passive,
    objects,
    prepositional,
    subjects,
    subtree,
)
from comity.read.lexicon import words
from comity.read.proposal import Modality
from comity.read.story import Story

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAY = {"may", "can", "could", "must", "ca"}
_AGAIN = {"again", "anew"}
_TO = ("to", "in", "into")


def allowance(story: Story, verb: Token) -> str | None:
    """Return what "cannot be sold to China", "may resume shipments" come to, None if to nothing."""
    if _is_to_flow(story, verb) or flows_again(story, verb):
        return "ease"
    if not _helped(verb) or not _trades(verb):
        return None
    if _is_closed(verb):
        return "impose" if _is_of_goods(story, verb) else None
    return "ease" if _is_again(verb) and _is_of_firm(story, verb) else None


def _is_to_flow(story: Story, verb: Token) -> bool:
    """True for "wants magnets to flow": goods that somebody wishes to see come."""
    wished = verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_ in {"want", "need", "expect"}
    moves = verb.lemma_.lower() in words("acts", "move_verb")
    return wished and moves and verb.tag_ == "VB" and _is_of_goods(story, verb)


def flows_again(story: Story, verb: Token) -> bool:
    """True for "exports of magnets would flow again"."""
    helped = any(c.dep_ == "aux" and c.lower_ in {"will", "would", "'ll"} for c in verb.children)
    moves = verb.lemma_.lower() in words("acts", "move_verb")
    again = any(c.lower_ in _AGAIN for c in verb.children)
    return helped and moves and again and not is_negated(verb) and _is_of_goods(story, verb)


def standing(verb: Token) -> Modality | None:
    """Return how surely an allowance holds: it does, though "may" and "can" tell it."""
    if not _helped(verb) or any(c.dep_ == "aux" and c.lower_ == "could" for c in verb.children):
        return None
    return "did" if _is_again(verb) or _ended(verb) else "in-force"


def _helped(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in _MAY for c in verb.children)


def _trades(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    return any(lemma in words("acts", each) for each in ("ship_verb", "move_verb", "begin_verb"))


def _ended(verb: Token) -> bool:
    """True for "may no longer be sold"."""
    return "no longer" in verb.doc[verb.left_edge.i : verb.i].text.lower()


def _is_closed(verb: Token) -> bool:
    """True for "cannot be sold", "may leave only with a license"; of firms only without one."""
    bound = {
        prep
        for prep in ("with", "without", "under")
        for each in prepositional(verb, prep)
        if each.lemma_.lower() in words("acts", "license_noun")
    }
    only = any(
        c.lower_ == "only"
        for c in (*verb.children, *(d for c in verb.children for d in c.children))
    )
    if is_negated(verb) or _ended(verb):
        return "without" in bound or is_passive(verb) or _ended(verb)
    return only and bool(bound)


def _is_of_goods(story: Story, verb: Token) -> bool:
    moves = verb.lemma_.lower() in words("acts", "move_verb")
    items = objects(verb) if is_passive(verb) or not moves else list(subjects(verb))
    return any(story.goods_in(*subtree(each)) for each in items)


def _is_again(verb: Token) -> bool:
    """True for "can once again sell", "may resume sales"."""
    resumed = {"resume", "restart", "recommence"}
    if verb.lemma_.lower() in words("acts", "begin_verb"):
        return verb.lemma_.lower() in resumed
    return any(c.lower_ in _AGAIN or c.lemma_.lower() in resumed for c in verb.children)


def _is_of_firm(story: Story, verb: Token) -> bool:
    """True where a firm is what may, or the goods are what may be."""
    private = {**words("talks", "private_noun"), **words("acts", "trader_noun")}
    named = any(
        story.names.within(story.names.companies, *subtree(each)) or each.lemma_.lower() in private
        for each in subjects(verb)
    )
    goods = any(story.goods_in(*subtree(each)) for each in objects(verb))
    trade = any(_is_flow(d) for each in objects(verb) for d in each.subtree)
    return (named and (goods or trade)) or (is_passive(verb) and goods)


def _is_flow(token: Token) -> bool:
    return token.lemma_.lower() in words("acts", "flow_noun")
