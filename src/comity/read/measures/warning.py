"""Warnings that rule trade: "guidance against the use of its chips", "told by a similar letter".

A warning forbids nothing in so many words; what it warns of using is what it restricts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import governor, objects, prepositional, subjects
from comity.read.measures.control import known
from comity.read.measures.goods import Anaphora, put_same_goods
from comity.read.measures.slots import fill
from comity.read.measures.traded import goods_of
from comity.read.proposal import Slot
from comity.read.speech.modality import is_denied
from comity.read.story import Draft, Story

if TYPE_CHECKING:
    from spacy.tokens import Token

_WARNS = {"warn", "caution"}
_USED = {"pcomp", "pobj", "csubj", "nsubj"}
_ALIKE = {"similar", "same", "identical"}
_LETTERS = {"letter", "notice", "order", "notification"}
_SENT = {"go", "send", "get", "receive", "issue", "mail", "dispatch"}


def of_warning(story: Story, head: Token, seen: Anaphora) -> Draft | None:
    """Read a warning against using goods, told by a noun or a verb."""
    noun = head.pos_ == "NOUN"
    if not noun and head.lemma_.lower() not in _WARNS:
        return None
    if noun and head.lemma_.lower() not in known("warning_noun"):
        return None
    act = governor(head) if noun else head
    if not noun and not any(story.acting_side(each) for each in _warners(act)):
        return None
    used = next((t for t in head.subtree if _is_use(story, t)), None)
    if used is None or is_denied(act) or any(map(story.acting_side, objects(head))):
        return None
    draft = story.draft("measure", head)
    fill(story, draft, verb=act, head=used, action="impose", seen=seen)
    return draft if "issuer" in draft.slots and "goods" in draft.slots else None


def _warners(verb: Token) -> list[Token]:
    """Return who warns: the doer, or whose guidance it is that does."""
    doers = subjects(verb)
    papers = (each.head for each in doers if each.dep_ in {"dobj", "conj"})
    return [*doers, *(each for above in papers for each in subjects(above))]


def _is_use(story: Story, token: Token) -> bool:
    """True for the use in "against using the chips", "that the use of the chips may breach"."""
    if token.lemma_.lower() != "use" or token.dep_ not in _USED:
        return False
    lever = any(child.dep_ == "prep" and child.lower_ == "as" for child in token.children)
    return not lever and any(goods_of(story, each) for each in _things(token))


def _things(use: Token) -> list[Token]:
    return [*(objects(use) if use.pos_ == "VERB" else ()), *prepositional(use, "of")]


def of_again(story: Story, verb: Token, seen: Anaphora) -> Draft | None:
    """Read "and would go on doing so": what was told last, told on."""
    last = seen.last
    again = verb.lemma_ == "do" and any(child.lower_ == "so" for child in verb.children)
    if not again or last is None or last.head < verb.sent.start or is_denied(verb):
        return None
    draft = story.draft("measure", verb)
    if draft.modality == "did":
        return None
    for name in ("issuer", "action", "measure_kind", "target"):
        draft.put(name, Slot(value=told) if (told := last.value(name)) else None)
    put_same_goods(draft, seen)
    return draft


def of_letter(story: Story, letter: Token, seen: Anaphora) -> Draft | None:
    """Read "a similar letter went to …": the measure told last, for somebody else."""
    alike = any(child.lower_ in _ALIKE for child in letter.lefts)
    verb, last = letter.head, seen.last
    if not alike or last is None or letter.lemma_.lower() not in _LETTERS:
        return None
    if verb.lemma_ not in _SENT or last.value("action") != "impose":
        return None
    draft = story.draft("measure", verb)
    draft.put("issuer", Slot(value=last.value("issuer") or ""))
    put_same_goods(draft, seen)
    fill(story, draft, verb=verb, head=letter, action="impose", seen=seen)
    return draft
