"""What kind of measure it is: a license, a listing, an embargo, a duty to notify, a control."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.language.syntax import noun_phrase, objects, prepositional, span_of, subtree
from comity.read.measures.control import known
from comity.read.story import Draft

if TYPE_CHECKING:
    from spacy.tokens import Token

_LICENSE = re.compile(
    r"licen[sc]|permit|approval|permission|authori[sz]|paperwork|screening|questionnaire",
    re.IGNORECASE,
)
_TRADES = re.compile(r"export|shipment|sale|deliver|suppl|licen[sc]", re.IGNORECASE)
_LICENSED = re.compile(r"licen[sc]|approval|permission|permit|authori[sz]ation", re.IGNORECASE)
_LISTED = re.compile(
    r"entity list|blacklist|unreliable entity|\blistings?\b"
    r"|\b(?:listed|blacklisted|sanctioned) (?:compan|firm|part|entit|group|business|organi[sz])"
    r"|(?:compan|firm|entit|group|parti)\w*,? \w* ?(?:already )?on (?:it|the list)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"subsidiar|affiliate|ownership|50[ -]percent|50%|majority[- ]owned", re.IGNORECASE
)
#: What a head's own words tell, in this order.
_NAMED = (
    (re.compile(r"\bembargo", re.IGNORECASE), "embargo"),
    (re.compile(r"\bport fees?\b", re.IGNORECASE), "port_fee"),
    (re.compile(r"\bvisa", re.IGNORECASE), "visa"),
)
_ORDER = re.compile(r"\b(?:order|countermeasure|intervention|seizure)s?\b", re.IGNORECASE)
_FIRM = re.compile(r"resolute|necessary|firm|retaliat", re.IGNORECASE)
_PARTIES = {"company", "firm", "entity", "group", "party", "business", "organization"}


def kind_of(draft: Draft, verb: Token, head: Token, referred: Draft | None) -> str:
    """Return the kind of a measure by its words, else that of the measure it takes up again."""
    core = noun_phrase(head).text
    named = next((kind for pattern, kind in _NAMED if pattern.search(core)), None)
    if named is not None or _lists(draft, verb, head, core):
        return named or "entity_listing"
    if _is_licensed(draft, verb, head, core):
        return "licence_requirement"
    if _ORDER.search(core):
        trades = _TRADES.search(span_of(head.doc, *subtree(head)).text)
        return "export_control" if trades else "unspecified"
    if referred is not None and head.lemma_.lower() not in known("flow_noun"):
        return referred.value("measure_kind") or "export_control"
    vague = head.lemma_ in {"measure", "step", "action"} and _FIRM.search(core)
    return "unspecified" if vague else "export_control"


def _lists(draft: Draft, verb: Token, head: Token, core: str) -> bool:
    """True for what binds parties by name: on a list, or owned by those on it."""
    aside = frozenset({"appos", "conj"})
    told = span_of(head.doc, *subtree(head, without=aside)).text
    if _LISTED.search(told) or _OWNED.search(core) or _lists_parties(verb, head):
        return True
    if draft.value("action") != "tighten" or verb.pos_ != "VERB":
        return False
    bound = [*objects(verb), *prepositional(verb, "to")]
    return any(_OWNED.search(span_of(each.doc, *subtree(each)).text) for each in bound)


def _is_licensed(draft: Draft, verb: Token, head: Token, core: str) -> bool:
    """True where a license is required; one given or taken is how a control is eased or kept."""
    lemma = verb.lemma_.lower()
    takes = lemma in {*known("revoke_verb"), *known("refuse_verb")}
    if head.lemma_.lower() in known("license_noun") and draft.value("action") == "impose":
        return True
    if _LICENSE.search(core):
        return head.lemma_.lower() not in known("flow_noun") and verb.i != head.i
    if verb.i != head.i or verb.pos_ not in {"VERB", "AUX"} or takes:
        return False
    spoken = span_of(verb.doc, *subtree(verb)).text
    return bool(_LICENSED.search((draft.value("condition") or "") + spoken))


def _lists_parties(verb: Token, head: Token) -> bool:
    """True for "placed ten firms on its control list": parties that are put on a list."""
    if head.lemma_.lower() != "list" or verb.pos_ != "VERB":
        return False
    put = [*objects(verb), *([verb.head] if verb.dep_ in {"relcl", "acl"} else [])]
    return any(each.lemma_.lower() in _PARTIES for each in put)
