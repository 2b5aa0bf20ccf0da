"""The goods of a measure: named by the control, by its clause, or by reference."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    conjuncts,
    objects,
    own_range,
    subtree,
)
from comity.read.lexicon import words
from comity.read.measures.goods_list import enumerated
from comity.read.measures.traded import goods_among, leads_on
from comity.read.names.mention import Mention
from comity.read.proposal import Slot
from comity.read.story import Draft, Story

if TYPE_CHECKING:
    from spacy.tokens import Token

_COVERS = {"target", "cover", "affect", "hit", "govern", "restrict", "limit", "apply", "concern"}
_COVERS |= {"contain", "make", "use", "produce", "build", "design", "need", "relate", "mine"}
_COVERS |= {
    "involve",
    "include",
    "aim",
    "direct",
    "ban",
    "block",
    "bar",
    "require",
    "impose",
    "bound",
}
_CONDITIONS = {"if", "unless", "once", "when", "until", "after", "before", "because", "while"}


@dataclass(slots=True)
class Anaphora:
    """The measures told so far, for "the restriction" and "these measures"."""

    told: list[Draft] = field(default_factory=list)
    #: How each control was called.
    nouns: list[str] = field(default_factory=list)

    @property
    def last(self) -> Draft | None:
        """Return the measure told last."""
        return self.told[-1] if self.told else None

    def note(self, draft: Draft, noun: str = "") -> None:
        """Remember a measure and how its control is called."""
        self.told.append(draft)
        self.nouns.append(noun)

    def called(self, noun: str) -> Draft | None:
        """Return the measure told last whose control was called so."""
        return next(
            (self.told[i] for i in range(len(self.told) - 1, -1, -1) if self.nouns[i] == noun), None
        )

    def standing(self) -> Draft | None:
        """Return the control told last that stands, or is to."""
        stands = {"impose", "tighten", "maintain"}
        return next((d for d in reversed(self.told) if d.value("action") in stands), None)


def put_goods(
    story: Story,
    draft: Draft,
    verb: Token,
    head: Token,
    referred: Draft | None,
    *,
    under_control: bool = False,
) -> None:
    """Fill the goods: those of the control, of its clause, of its sentence, or told before."""
    found = _by_grammar(story, verb, head, under_control=under_control)
    found = found or _by_place(story, verb, head)
    if found:
        draft.put_all("goods", enumerated(story, found))
        return
    if referred is not None and "goods" in referred.slots:
        draft.slots["goods"] = _as_inferred(referred.slots["goods"])
        return
    near = _near_goods(story, verb, head)
    if near:
        inferred = near[0].first < verb.sent.start
        draft.slots["goods"] = (
            Slot(value=near[0].value) if inferred else Slot(value=near[0].value, span=near[0].span)
        )


def _by_grammar(story: Story, verb: Token, head: Token, *, under_control: bool) -> list[Slot]:
    """Take the goods that the control or trade acted on leads to, else those of the clause."""
    found: list[Slot] = []
    if under_control or leads_on(head) or head.pos_ in {"VERB", "AUX"}:
        found = goods_among(story, conjuncts(head))
    if found or verb.i == head.i or verb.pos_ not in {"VERB", "AUX"}:
        return found
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ in {"on", "over", "for", "of", "from"}:
            told = (d for d in child.children if d.dep_ in {"pobj", "pcomp"})
            found = found or goods_among(story, told)
    return found


def _by_place(story: Story, verb: Token, head: Token) -> list[Slot]:
    """Take the listed goods around a control, whatever the parser hung them on."""
    first, last = own_range(head)
    if verb.pos_ in {"VERB", "AUX"} and first <= verb.i <= last and verb.i != head.i:
        last = max(head.i, verb.i - 1) if head.i < verb.i else last
    found = [one for one in story.goods_in(first, last) if _is_covered(story, one, head)]
    found = found or _following(story, head)
    if not found and verb.pos_ in {"VERB", "AUX"}:
        found = _clause_goods(story, verb)
    slots: dict[str, Slot] = {}
    for one in found:
        slots.setdefault(one.value, Slot(value=one.value, span=one.span))
    return list(slots.values())


def put_same_goods(draft: Draft, seen: Anaphora) -> None:
    """Take the goods of a license from the measure of the same issuer told last."""
    for earlier in reversed(seen.told):
        if earlier.value("issuer") == draft.value("issuer") and "goods" in earlier.slots:
            draft.slots["goods"] = _as_inferred(earlier.slots["goods"])
            return


def _following(story: Story, head: Token) -> list[Mention]:
    """Return the goods right after a control, whatever the parser hung their phrase on."""
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if after is None or after.lower_ not in {"on", "of", "over", "covering", "targeting"}:
        return []
    return story.goods_in(*subtree(after))


def _as_inferred(slot: Slot | tuple[Slot, ...]) -> Slot | tuple[Slot, ...]:
    if isinstance(slot, tuple):
        return tuple(Slot(value=one.value) for one in slot)
    return Slot(value=slot.value)


def _is_covered(story: Story, mention: Mention, head: Token) -> bool:
    """True for goods that the control itself names, false for goods of a side remark."""
    here, ships = story.doc[mention.last], words("acts", "ship_verb")
    while here.i not in (head.i, here.head.i):
        if opens_condition(here):
            return False
        aside = here.dep_ in {"acl", "relcl", "advcl"} and here.lemma_.lower() not in _COVERS
        ruled = here.head.i == head.i and head.lemma_.lower() in words("acts", "vehicle_noun")
        if aside and not ruled and not (head.pos_ == "VERB" and here.lemma_.lower() in ships):
            return False
        if (
            here.dep_ == "prep"
            and here.lower_ in {"to", "for", "in"}
            and here.head.lemma_ in {"response", "return", "exchange"}
        ):
            return False
        if here.dep_ == "prep" and here.lower_ in {"tied", "over", "after"}:
            return False
        here = here.head
    return True


def opens_condition(token: Token) -> bool:
    """True for the verb of "if …", "unless …", "provided …"."""
    if token.lower_ in {"provided", "providing"}:
        return True
    return token.pos_ in {"VERB", "AUX"} and any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in _CONDITIONS for child in token.children
    )


def _clause_goods(story: Story, verb: Token) -> list[Mention]:
    found: list[Mention] = []
    licensed = any(o.lemma_.lower() in words("acts", "license_noun") for o in objects(verb))
    for child in verb.children:
        if licensed and child.lower_ in {"to", "for"}:
            found += story.goods_in(*subtree(child))
        if child.dep_ in {"prep", "dobj", "dative"} and child.lower_ not in {
            "in",
            "after",
            "before",
            "by",
            "as",
            "amid",
            "with",
            "to",
            "since",
        }:
            found += story.goods_in(*subtree(child))
    return found


def _near_goods(story: Story, verb: Token, head: Token) -> list[Mention]:
    """Return the goods of the same sentence, or the one before, for an indefinite requirement."""
    if head.i == verb.i and verb.pos_ == "VERB":
        return story.goods_in(verb.sent.start, verb.sent.end - 1)[:1]
    singular = head.tag_ in {"NN", "NNP"}
    if not singular or head.lemma_ == "measure":
        return []
    before = story.goods_in(verb.sent.start, max(verb.sent.start, verb.i))
    if before:
        return before[:1]
    if verb.sent.start == 0 or "\n" in story.doc[verb.sent.start - 1].text:
        return []
    previous = story.doc[verb.sent.start - 1].sent
    return story.goods_in(previous.start, previous.end - 1)[-1:]
