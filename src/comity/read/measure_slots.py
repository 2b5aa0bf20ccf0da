"""The slots of a measure: goods, time, condition, who demands it, whom it addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.read.lexicon import words
from comity.read.measure_side import put_issuer, put_target
from comity.read.mention import Mention
from comity.read.modality import wants
from comity.read.proposal import Slot
from comity.read.story import Draft, Story
from comity.read.syntax import (
    conjuncts,
    governor,
    noun_phrase,
    objects,
    own_range,
    prepositional,
    span_of,
    subjects,
    subtree,
    token_span,
)
from comity.read.timex import Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

_LICENSE = re.compile(r"licen[sc]", re.IGNORECASE)
_NEXT = 2
_LICENSED = re.compile(r"licen[sc]|approval|permission|permit", re.IGNORECASE)
_COVERS = {"target", "cover", "affect", "hit", "govern", "restrict", "limit", "apply", "concern"}
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


def fill(
    story: Story, draft: Draft, *, verb: Token, head: Token, action: str, seen: Anaphora
) -> None:
    """Fill every slot that the words around a measure support."""
    referred = _referred(head, seen, story)
    put_issuer(story, draft, verb, head, referred)
    issuer = draft.value("issuer")
    draft.put("action", _action(story, verb, head, action))
    _goods(story, draft, verb, head, referred)
    if verb.i == head.i and verb.pos_ == "VERB" and "goods" not in draft.slots:
        _same_goods(draft, seen)
    put_target(story, draft, verb, head, referred)
    first, last = verb.sent.start, verb.sent.end - 1
    scope_first, scope_last = _clause(verb)
    times = story.moments.of_verb(verb, scope_first, scope_last)
    if not times and verb.dep_ in {"pcomp", "xcomp", "amod"}:
        above = governor(verb)
        times = story.moments.of_verb(above, above.left_edge.i, verb.i)
    times = [each for each in times if each.text.lower() not in {"recent", "now", "current"}]
    if verb.dep_ == "relcl" and not times:
        times = story.moments.within(verb.head.i, verb.i)
    draft.put("time", story.moments.best([each for each in times if not _ends(story, each)]))
    for each in times:
        if _ends(story, each):
            draft.put("until", story.moments.slot(each))
        elif each.type == "DURATION" and _lasts(story, each):
            draft.put("duration", story.moments.slot(each))
    draft.put("condition", story.condition(verb, first, last))
    exception = draft.value("condition") or ""
    spoken = span_of(story.doc, *subtree(verb)).text if verb.i == head.i else ""
    licensed = _LICENSED.search(exception + spoken) and verb.pos_ in {"VERB", "AUX"}
    kind = "licence_requirement" if licensed and verb.i == head.i else None
    draft.put("measure_kind", Slot(value=kind or _kind(head, referred)))
    _from_letter(story, draft)
    _scope(story, draft, head, verb)
    if draft.modality == "demanded":
        _demander(story, draft, verb, issuer)
    _said_to(story, draft, issuer)


def _ends(story: Story, timex: Timex) -> bool:
    before = story.text[max(0, timex.start - 14) : timex.start]
    return timex.type == "SET" or bool(re.search(r"\b(?:until|till|through)\s+$", before))


def _lasts(story: Story, timex: Timex) -> bool:
    return bool(
        re.search(r"\bfor\s+(?:\w+\s+)?$", story.text[max(0, timex.start - 14) : timex.start])
    )


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


def _clause(verb: Token) -> tuple[int, int]:
    if verb.pos_ in {"VERB", "AUX"}:
        return subtree(verb)
    return subtree(verb)


def _referred(head: Token, seen: Anaphora, story: Story) -> Draft | None:
    """Return the measure told before that a definite phrase takes up again."""
    if seen.last is None:
        return None
    determiner = next((child for child in head.children if child.dep_ == "det"), None)
    owner = any(child.dep_ == "poss" for child in head.children)
    definite = determiner is not None and determiner.lower_ in _DEFINITE
    definite = definite or head.lower_ in {"them", "these", "those"}
    if not definite or owner or story.goods_in(*subtree(head)):
        return None
    start = story.text.rfind("\n", 0, head.idx)
    near = [each for each in seen.told if story.doc[each.head].idx > start]
    return near[-1] if near else seen.told[0]


def _kind(head: Token, referred: Draft | None) -> str:  # noqa: PLR0911  (one return a kind)
    text = span_of(head.doc, *subtree(head)).text
    core = noun_phrase(head).text
    if _LICENSE.search(core):
        return "licence_requirement"
    if re.search(r"entity list|blacklist|unreliable entity", text, re.IGNORECASE):
        return "entity_listing"
    if re.search(r"\bport fees?\b", core, re.IGNORECASE):
        return "port_fee"
    if re.search(r"\bvisa", core, re.IGNORECASE):
        return "visa"
    if referred is not None and head.lemma_ in {"requirement", "restriction", "rule"}:
        return referred.value("measure_kind") or "export_control"
    if head.lemma_ in {"measure", "step", "action"} and re.search(
        r"resolute|necessary|firm|retaliat", core, re.IGNORECASE
    ):
        return "unspecified"
    return "export_control"


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


def _goods(story: Story, draft: Draft, verb: Token, head: Token, referred: Draft | None) -> None:
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
        _put_goods(draft, found)
        return
    unlisted = _unlisted(story, head)
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
    """Take goods that no table lists from "exports of …", "controls on …"."""
    flows = words("acts", "flow_noun")
    for item in prepositional(head, "on", "of", "for"):
        if item.lemma_.lower() in flows:
            inner = _unlisted(story, item)
            if inner is not None:
                return inner
        elif _may_be_goods(story, item):
            span = noun_phrase(item)
            if item.lemma_.lower() in _GENERIC and _is_definite(item):
                named = story.goods_in(0, head.i)
                return Slot(value=named[-1].value, span=span) if named else None
            plain = re.sub(
                r"^(?:the|an?|some|certain|any|all)\s+", "", span.text, flags=re.IGNORECASE
            )
            return Slot(value=plain.lower(), span=span)
    return None


def _same_goods(draft: Draft, seen: Anaphora) -> None:
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
    if item.pos_ != "NOUN" or item.lemma_.lower() in words("talks", "not_goods"):
        return False
    return item.lemma_.lower() not in words("talks", "private_noun") and story.side(item) is None


def _put_goods(draft: Draft, found: list[Mention]) -> None:
    slots: dict[str, Slot] = {}
    for one in found:
        slots.setdefault(one.value, Slot(value=one.value, span=one.span))
    values = tuple(slots.values())
    draft.slots["goods"] = values if len(values) > 1 else values[0]


def _as_inferred(slot: Slot | tuple[Slot, ...]) -> Slot | tuple[Slot, ...]:
    if isinstance(slot, tuple):
        return tuple(Slot(value=one.value) for one in slot)
    return Slot(value=slot.value)


def _is_covered(story: Story, mention: Mention, head: Token) -> bool:
    """True for goods that the control itself names, false for goods of a side remark."""
    here = story.doc[mention.last]
    while here.i not in (head.i, here.head.i):
        if here.dep_ in {"acl", "relcl", "advcl"} and here.lemma_.lower() not in _COVERS:
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


def _scope(story: Story, draft: Draft, head: Token, verb: Token) -> None:
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
    told = [child for child in verb.children if child.dep_ in {"dobj", "dative"}]
    for child in told:
        names = [deep for deep in child.subtree if deep.dep_ == "appos" and deep.pos_ == "PROPN"]
        if child.lemma_ in {"company", "producer", "firm", "maker", "supplier"} and names:
            draft.put("addressees", Slot(value=names[0].text, span=token_span(names[0])))


def _demander(story: Story, draft: Draft, verb: Token, issuer: str | None) -> None:
    here = verb
    while here.head.i != here.i:
        here = here.head
        if wants(here) and here.pos_ == "VERB":
            for doer in subjects(here):
                found = story.side(doer)
                if found and found[0] != issuer:
                    draft.put("demanded_by", Slot(value=found[0], span=found[1]))
                    return
    for mention in story.names.within(story.names.sides, verb.sent.start, verb.i):
        if mention.side != issuer:
            first = mention.first
            while first > verb.sent.start and story.doc[first - 1].lower_ in {"for", "the"}:
                first -= 1
            span = span_of(story.doc, first, mention.last)
            draft.put("demanded_by", Slot(value=mention.side, span=span))
            return


def _said_to(story: Story, draft: Draft, issuer: str | None) -> None:
    """Mark as said what an outlet alone reports, or only the other side tells of an issuer."""
    if draft.modality != "did" or not draft.attribution:
        return
    last = draft.attribution[-1]
    if last.kind == "outlet":
        draft.modality = "said-to"
        return
    sides = {
        one.side
        for one in story.names.sides
        if last.span and last.span.start <= one.span.start < last.span.end
    }
    sides |= {p.side for p in story.names.people if p.name == last.name and p.side}
    speaks = last.kind in {"institution", "government", "official", "officials"}
    if speaks and sides and issuer not in sides:
        draft.modality = "said-to"
