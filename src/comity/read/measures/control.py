"""What counts as a control on trade, as trade itself, and as the name of an act upon either."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    noun_phrase,
    objects,
    own_range,
    phrase,
    prepositional,
    span_of,
)
from comity.read.lexicon import table, words
from comity.read.measures.goods import Anaphora
from comity.read.story import Story

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

_TRADE = re.compile(
    r"\b(?:export|licen[sc]|permit|trade|sale|shipment|chip|dual-use|rare|visa|entity list"
    r"|control list|deliver|suppl|port fee|50[ -]percent|50%|diffusion"
    r"|permission|list of goods|access to)",
    re.IGNORECASE,
)
#: What makes a rule one about who owns whom, which widens a list of parties.
_SHARE = re.compile(
    r"subsidiar|affiliate|ownership|blacklist|50[ -]percent|50%|owned by", re.IGNORECASE
)
#: Nouns too general to be taken for the control told before.
_UNTOLD = {"action", "decision", "move", "duty", "fee", "levy", "tariff", "announcement", "policy"}
_UNTOLD |= {"threshold", "retaliation", "protection", "provision", "guidance", "sanction", "list"}
_UNTOLD |= {"veto", "letter"}
_ACTED = {"this", "these", "those", "such", "its", "the", "their", "that"}
#: Verbs that act on a control only where it is plainly one.
LIGHT = {
    "take",
    "put",
    "set",
    "place",
    "leave",
    "keep",
    "make",
    "continue",
    "launch",
    "open",
    "create",
    "announce",
}


#: What is said of a measure or step that makes it one on trade.
_TOLD = {"announce", "impose", "introduce", "unveil", "stem", "arise", "adopt", "take"}
_EXPORT_RULES = {"regulation", "law", "regime", "order", "decree", "system", "scheme"}


@cache
def acts_of(name: str) -> Mapping[str, str]:
    """Return words of a class of `acts`, each with the act it names."""
    return words("acts", name)


@cache
def known(name: str) -> frozenset[str]:
    """Return the words of a class of `acts`."""
    return frozenset(row["word"] for row in table("acts") if row["class"] == name)


def is_tariff(head: Token) -> bool:
    """True for tariffs and what is said beside them, which are no export controls."""
    text = noun_phrase(head).text.casefold()
    if re.search(r"non-?\s?tariff", text):
        return True
    return head.lemma_.lower() in known("tariff_noun") or (
        "tariff" in text and "non-tariff" not in text and "export" not in text
    )


def is_control(head: Token, seen: Anaphora) -> bool:  # noqa: PLR0911  (one return a kind)
    """True for a noun that names a control on trade, by itself, by its words or by reference."""
    lemma = head.lemma_.lower()
    if lemma not in known("control_noun") and lemma not in known("act_noun"):
        return lemma in known("license_noun") and False
    if is_tariff(head) or _is_any_such(head) or _helps(head):
        return False
    text = f"{phrase(head).text} {span_of(head.doc, *own_range(head)).text}"
    core = noun_phrase(head).text
    if lemma in known("core_control_noun"):
        return True
    if _TRADE.search(text):
        return True
    owned = any(
        child.dep_ in {"poss", "compound", "amod"} and child.pos_ in {"PROPN", "ADJ", "PRON"}
        for child in head.children
    )
    told = any(child.dep_ == "acl" and child.lemma_ in _TOLD for child in head.children)
    against = any(child.dep_ == "prep" and child.lower_ == "against" for child in head.children)
    if lemma in {"measure", "step", "rule"} and (told or against):
        return True
    if lemma in {"rule", "regulation", "order"} and (owned or _SHARE.search(text)):
        return True
    if lemma in known("vehicle_noun") and (_acts_itself(head) or lemma == "no."):
        return True
    if lemma in {"measure", "step", "countermeasure", "action"} and (
        owned
        or re.search(r"resolute|retaliat|counter|necessary|firm|restrictive", core, re.IGNORECASE)
    ):
        return True
    refers = any(child.lower_ in _ACTED for child in head.children if child.dep_ in {"det", "poss"})
    return refers and seen.last is not None and lemma not in _UNTOLD


def _is_any_such(head: Token) -> bool:
    """True for "any such controls": none that is told."""
    return {"any", "such"} <= {child.lower_ for child in head.lefts}


def _helps(head: Token) -> bool:
    """True for "measures taken to ensure supplies": what serves trade and curbs none of it."""
    ends = (c for c in head.children if c.dep_ in {"acl", "relcl"} and c.tag_ == "VB")
    steps = head.lemma_.lower() in {"measure", "step", "action", "move", "effort"}
    return steps and any(end.lemma_.lower() in known("help_verb") for end in ends)


def _acts_itself(vehicle: Token) -> bool:
    """True for a notice described by what it does to trade: "Article 2, which bans exports"."""
    acting = {*known("flow_verb"), *known("bar_verb"), *known("need_verb"), *known("control_verb")}
    flows = {*known("flow_noun"), *known("core_control_noun"), *known("license_noun")}
    return any(
        clause.dep_ in {"relcl", "acl"}
        and clause.lemma_.lower() in acting
        and any(item.lemma_.lower() in flows for item in objects(clause))
        for clause in vehicle.children
    )


def owns(party: Token) -> bool:
    """True for parties named by who owns them: a rule on them widens a list."""
    return bool(_SHARE.search(phrase(party).text))


def is_shelved(verb: Token) -> bool:
    """True for "put on hold", "has been on ice", however the parser takes the "on"."""
    return any(
        deep.lower_ in {"hold", "ice", "pause"}
        for child in verb.children
        if child.lower_ == "on"
        for deep in child.children
    )


def is_export_control(head: Token) -> bool:
    """True for a phrase that says "export", "license" or the like."""
    return bool(_TRADE.search(phrase(head).text))


def is_core(head: Token) -> bool:
    """True for a noun that is a control whatever stands beside it."""
    lemma = head.lemma_.lower()
    return (
        lemma in known("core_control_noun")
        or lemma in {"measure", "halt", "ban", "rule"}
        or (lemma in _EXPORT_RULES and is_export_control(head))
        or (acts_of("act_noun").get(lemma) in {"suspend", "lift", "ease"})
    )


def noun_action(head: Token, action: str) -> str:
    """Take the act from the noun in "announced a suspension of the curbs", "lowered its cap"."""
    level = acts_of("level_verb").get(head.head.lemma_.lower())
    if level is not None and head.lemma_.lower() in known("ceiling_noun"):
        return level
    named = acts_of("act_noun").get(head.lemma_.lower())
    held_up = {c.lemma_.lower() for c in (*head.lefts, *prepositional(head, "of"))}
    if named == "suspend" and action == "impose" and held_up & known("license_noun"):
        return "tighten"
    if action == "impose" and named not in {None, "impose"}:
        return str(named)
    grows = action == "extend" and any(child.lower_ == "to" for child in head.head.children)
    return "tighten" if grows else action


def is_flow(story: Story, head: Token) -> bool:
    """True for a noun that names trade or the goods traded."""
    lemma = head.lemma_.lower()
    last = noun_phrase(head)
    named = any(
        last.start <= each.span.start and each.span.end <= last.end for each in story.names.goods
    )
    if lemma in {"license", "licence", "permit", "approval", "application"}:
        return bool(_TRADE.search(phrase(head).text))
    if lemma in known("contract_noun"):
        told = (c for c in head.children if c.dep_ in {"acl", "relcl"})
        return any(each.lemma_.lower() in known("ship_verb") for each in told)
    if lemma in known("flow_noun"):
        return named or bool(re.search(r"\bof\b|\bto\b|export|sale", phrase(head).text))
    return named
