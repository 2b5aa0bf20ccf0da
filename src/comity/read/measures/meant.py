"""Which measure told before a sentence means: "the rule", "its curbs", "the pause"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.language.syntax import governor, subjects
from comity.read.measures.control import known
from comity.read.story import Draft, Story, quantified

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Of what is suspended: "It will remain on hold until March".
_ON_HOLD = re.compile(r"\b(?:on (?:hold|ice)|suspended|paused|frozen|shelved)\b", re.IGNORECASE)
_BRIEFLY = 40
_PAUSES = {"pause", "suspension", "moratorium", "truce"}
#: Sentences before "it takes effect" in which the measure is sought.
_NEAR = 3


def meant(
    story: Story, found: list[Draft], verb: Token, told: list[Token] | None = None
) -> Draft | None:
    """Return the measure told last, where the subject of a verb, or what is `told`, means it."""
    told = subjects(verb) if told is None else told
    if any(not _means_measure(token) for token in told):
        return None
    reach = verb.sent
    for _ in range(_NEAR - 1):
        reach = story.doc[max(0, reach.start - 1)].sent
    start, end = story.doc[reach.start].idx, verb.idx
    near = [d for d in found if any(start <= e.start < end for e in d.evidence) and d.head < verb.i]
    named = {word.lower_ for doer in told for word in doer.subtree}
    clause = verb.head if verb.dep_ == "conj" else verb
    topic = clause.head.pos_ == "NOUN" and clause.head.dep_ in {"nsubj", "nsubjpass", "pobj"}
    if clause.dep_ == "relcl" and topic and is_known(clause.head):
        near = [d for d in near if d.evidence[0].start < verb.sent.start_char] or near
    near = [each for each in near if _is_over(each, named)] or near
    owners = [side for doer in told if (side := _owner(story, doer)) is not None]
    near = [each for each in near if not owners or each.value("issuer") in owners]
    if any(each.lemma_.lower() in _PAUSES for each in told):
        near = [each for each in near if each.value("action") == "suspend"]
    if _ON_HOLD.search(story.text, verb.idx, verb.idx + _BRIEFLY):
        near = [each for each in near if each.value("action") == "suspend"] or near
    return near[-1] if near else None


def _owner(story: Story, noun: Token) -> str | None:
    """Return whose controls are meant: of "China's curbs", and of "China, whose curbs"."""
    poss = next((child for child in noun.children if child.dep_ == "poss"), None)
    if poss is None:
        return None
    clause = governor(noun)
    side = story.acting_side(clause.head if poss.lower_ == "whose" else poss)
    return side[0] if side is not None else None


def _is_over(draft: Draft, named: set[str]) -> bool:
    """True for a measure over goods that are named: the chips of "the chip restrictions"."""
    goods = re.findall(r"\w+", (draft.value("goods") or "").lower())
    return any(word in named or word.removesuffix("s") in named for word in goods)


def _means_measure(token: Token) -> bool:
    """True for "it", "they", "the ban", "some of the permits": no party, no talks."""
    token = quantified(token)
    if token.pos_ in {"PRON", "DET"}:
        return token.lower_ in {"it", "they", "this", "that", "these", "which", "both"}
    return token.pos_ != "PROPN" and token.lemma_.lower() in {
        *known("control_noun"),
        *known("vehicle_noun"),
        *known("act_noun"),
        *known("reprieve_noun"),
        *known("license_noun"),
        "addition",
        "change",
    }


def is_known(token: Token) -> bool:
    """True for "the rule", "it", "which": no new thing."""
    definite = {"the", "this", "that", "these", "those", "its", "their"}
    return token.pos_ in {"PRON", "DET"} or any(c.lower_ in definite for c in token.lefts)
