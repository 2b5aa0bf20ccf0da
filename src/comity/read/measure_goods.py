"""The goods of a measure: named by the control, by its clause, or by reference."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.read.goods_name import describing, named, plain
from comity.read.lexicon import words
from comity.read.mention import Mention
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story
from comity.read.syntax import (
    conjuncts,
    objects,
    own_range,
    prepositional,
    span_of,
    subtree,
)

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
_GENERIC = {"tool", "product", "material", "item", "component", "part", "software", "metal"}
_GENERIC |= {"mineral", "equipment", "technology", "fuel", "gas", "element", "commodity", "chip"}
_CONDITIONS = {"if", "unless", "once", "when", "until", "after", "before", "because", "while"}
_GENERIC_ONES = {"item", "good", "product", "thing", "order", "shipment"}
_TRADED = {"export", "shipment", "sale", "delivery", "supply", "import", "ban", "curb"}
_TRADED |= {"control", "restriction", "embargo", "limit", "shipping"}
_DEFINITE = {"the", "this", "these", "those", "such", "that"}


@dataclass(slots=True)
class Anaphora:
    """The measures told so far, for "the restriction" and "these measures"."""

    told: list[Draft] = field(default_factory=list)

    @property
    def last(self) -> Draft | None:
        """Return the measure told last."""
        return self.told[-1] if self.told else None

    def note(self, draft: Draft) -> None:
        """Remember a measure."""
        self.told.append(draft)


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
    first, last = own_range(head)
    if verb.pos_ in {"VERB", "AUX"} and first <= verb.i <= last and verb.i != head.i:
        last = max(head.i, verb.i - 1) if head.i < verb.i else last
    found = [one for one in story.goods_in(first, last) if _is_covered(story, one, head)]
    found += [
        one
        for child in head.children
        if child.dep_ == "conj"
        for one in story.goods_in(child.left_edge.i, child.i)
        if child.lemma_.lower() not in words("acts", "control_noun")
    ]
    found = found or _following(story, head)
    if not found and verb.pos_ in {"VERB", "AUX"}:
        found = _clause_goods(story, verb)
    if found:
        _put_goods(draft, found, _beside(story, found))
        return
    unlisted = (
        _shipped(story, verb, head)
        or _unlisted(story, head)
        or _head_goods(story, head, under_control=under_control)
    )
    if unlisted is not None:
        draft.slots["goods"] = unlisted
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


def _unlisted(story: Story, head: Token) -> Slot | None:
    """Take goods that no table lists: "exports of …", "controls on …", "wafer shipments"."""
    flows = words("acts", "flow_noun")
    for item in prepositional(head, "on", "of", "for", "over", "in", "covering"):
        if item.lemma_.lower() in flows:
            inner = _unlisted(story, item)
            if inner is not None:
                return inner
        elif item.tag_ == "VBG":
            made = next((c for c in item.children if c.dep_ == "dobj"), None)
            if made is not None and _may_be_goods(story, made):
                return _as_goods(span_of(item.doc, item.i, made.i))
        elif _may_be_goods(story, item):
            if item.lemma_.lower() in _GENERIC and _is_definite(item):
                before = story.goods_in(0, head.i)
                return Slot(value=before[-1].value, span=named(item)) if before else None
            return _as_goods(named(item))
    span = describing(head) if head.lemma_.lower() in _TRADED else None
    return _astray(story, head) if span is None else _as_goods(span)


def _astray(story: Story, head: Token) -> Slot | None:
    """Take the goods of "exports to Russia of machine tools", hung on the place by the parser."""
    if head.lemma_.lower() not in words("acts", "flow_noun"):
        return None
    for place in prepositional(head, "to", "from"):
        for item in prepositional(place, "of"):
            if _may_be_goods(story, item):
                return _as_goods(named(item))
    return None


def _shipped(story: Story, verb: Token, head: Token) -> Slot | None:
    """Take what is shipped in "need a license to ship laboratory equipment"."""
    if verb.i != head.i or verb.pos_ != "VERB":
        return None
    ships = words("acts", "ship_verb")
    for item in objects(verb):
        licensed = item.lemma_.lower() in words("acts", "license_noun")
        inner = _unlisted(story, item) if licensed else None
        if inner is not None:
            return inner
    for token in verb.subtree:
        if token.lemma_.lower() not in ships or token.pos_ != "VERB":
            continue
        for item in objects(token):
            if item.lemma_.lower() in words("acts", "flow_noun"):
                inner = _unlisted(story, item)
                if inner is not None:
                    return inner
            elif _may_be_goods(story, item) and item.lemma_.lower() not in _GENERIC_ONES:
                return _as_goods(named(item))
    return None


def _head_goods(story: Story, head: Token, *, under_control: bool) -> Slot | None:
    """Take the very thing that is put under control: "put DUV machines under licensing"."""
    if not under_control or not _may_be_goods(story, head):
        return None
    return _as_goods(named(head))


def _as_goods(span: Span) -> Slot:
    return Slot(value=plain(span.text), span=span)


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


def _is_definite(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in noun.children)


def _may_be_goods(story: Story, item: Token) -> bool:
    if item.pos_ == "PROPN" and any(map(str.isdigit, item.text)):
        return True
    common = item.pos_ == "NOUN" or (item.pos_ == "PROPN" and item.text.islower())
    if not common or item.lemma_.lower() in words("talks", "not_goods"):
        return False
    return item.lemma_.lower() not in words("talks", "private_noun") and story.side(item) is None


def _beside(story: Story, found: list[Mention]) -> list[Slot]:
    """Return goods that no table lists, coordinated with some that one does."""
    top = story.doc[found[0].last]
    while top.dep_ == "conj" and top.head.pos_ in {"NOUN", "PROPN"}:
        top = top.head
    passed = {*words("acts", "act_noun"), *words("acts", "control_noun"), *words("acts", "embed")}
    return [
        _as_goods(named(item))
        for item in conjuncts(top)
        if not any(one.first <= item.i <= one.last for one in found)
        and _may_be_goods(story, item)
        and item.lemma_.lower() not in {*passed, *words("acts", "flow_noun")}
        and not story.goods_in(item.left_edge.i, item.i)
        and not any(child.dep_ == "det" for child in item.children)
    ]


def _put_goods(draft: Draft, found: list[Mention], beside: list[Slot]) -> None:
    slots: dict[str | int | bool, Slot] = {}
    for one in found:
        slots.setdefault(one.value, Slot(value=one.value, span=one.span))
    for slot in beside:
        slots.setdefault(slot.value, slot)
    values = tuple(sorted(slots.values(), key=lambda slot: slot.span.start if slot.span else 0))
    draft.slots["goods"] = values if len(values) > 1 else values[0]


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
        if aside and not (head.pos_ == "VERB" and here.lemma_.lower() in ships):
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
