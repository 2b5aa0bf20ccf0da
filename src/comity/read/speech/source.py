"""What a source is called and of what kind it is: outlet, official, institution, document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.syntax import noun_phrase, prepositional, span_of, text_of
from comity.read.lexicon import table
from comity.read.names.mention import Mention, Names, Person
from comity.read.proposal import Source, Span
from comity.read.speech.cue import is_place_beside

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Participles that tell who else has a document: "a letter seen by Reuters".
SHOWN = {"see", "obtain", "review", "leak", "view", "read", "verify", "share", "show", "access"}
#: Kinds of sources that a participle tells more of: "letters sent on Wednesday".
_PAPERS = {"document", "outlet", None}
_ATTACHED = {"of", "from", "at", "in", "to", "with", "on", "close"}
_NUMBERED = {"people": "person", "sources": "source", "officials": "official"}


@cache
def kinds() -> Mapping[str, str]:
    """Nouns of those who can be a source, each with the kind of source."""
    return {row["word"]: row["value"] for row in table("cues") if row["class"] == "source"}


def kind_of(head: Token) -> str | None:
    """Return the kind of source that a noun names, None for what is no source."""
    return kinds().get(head.lower_) or kinds().get(head.lemma_.lower())


def name_source(head: Token, names: Names) -> Source:
    """Name and classify a source by its head."""
    outlet = _outlet_of(head, names)
    if outlet is not None:
        name = _whole_name(outlet, names)
        return Source(name=name, kind="outlet", span=outlet.span)
    person = names.person_at(head.i)
    if person is not None:
        return Source(name=person.name, kind=_person_kind(person), span=person.span)
    named = _named_beside(head)
    if named is not None:
        return _of_name_beside(head, named, names)
    span = source_phrase(head)
    side = names.side_at(head.i) or names.body(head) or _spoken_for(head, names)
    if side is not None and side.is_government:
        kind = "institution" if side.kind == "institution" else "government"
        return Source(name=side.value, kind=kind, span=span)
    told = [child for child in head.rights if child.dep_ == "appos" and child.pos_ == "NOUN"]
    kind = kind_of(head) or ("expert" if any(kind_of(c) == "expert" for c in told) else "person")
    if kind == "person" and head.pos_ == "PROPN":
        kind = "company" if side is None else "person"
    name = span.text if head.pos_ == "PROPN" else _plain(head, span.text)
    return Source(name=name, kind=kind, span=span)


def _outlet_of(head: Token, names: Names) -> Mention | None:
    """Return the outlet of "Reuters", "the Handelsblatt newspaper", "a PTI report"."""
    outlet = names.outlet_at(head.i)
    wired = head.lower_ == "agency" and any(child.lower_ == "news" for child in head.lefts)
    if outlet is None and (kind_of(head) == "outlet" or wired or head.lower_ == "report"):
        outlet = next((o for c in head.lefts if (o := names.outlet_at(c.i))), None)
    if outlet is None and kind_of(head) == "outlet":
        outlet = next(
            (o for c in head.children if c.dep_ == "appos" and (o := names.outlet_at(c.i))), None
        )
    return outlet


def _whole_name(outlet: Mention, names: Names) -> str:
    """Return the name that "the Post" and "the Journal" shorten."""
    article, _, rest = outlet.value.partition(" ")
    if article.lower() != "the":
        return outlet.value
    whole = (one.value for one in names.outlets if one.first < outlet.first)
    return next((each for each in whole if each.endswith(f" {rest}")), outlet.value)


def _named_beside(head: Token) -> Token | None:
    """Return the name told after a description: "its mines minister, Louis Watum"."""
    if head.pos_ not in {"NOUN", "PROPN"} or (head.pos_ == "PROPN" and kind_of(head) is None):
        return None
    if head.tag_ in {"NNS", "NNPS"}:
        return None
    return next(
        (
            child
            for child in head.rights
            if child.dep_ == "appos"
            and child.pos_ == "PROPN"
            and "("
            not in {child.doc[child.left_edge.i - 1].text, child.doc[child.left_edge.i].text}
        ),
        None,
    )


def _of_name_beside(head: Token, named: Token, names: Names) -> Source:
    person = names.person_at(named.i)
    if person is not None:
        kind = _person_kind(person)
        told = kind_of(head)
        kind = told if kind == "person" and told in {"official", "expert"} else kind
        return Source(name=person.name, kind=kind, span=person.span)
    span = noun_phrase(named)
    kind = kind_of(head) or ("company" if head.pos_ == "NOUN" else "person")
    return Source(name=span.text, kind="outlet" if kind == "colleague" else kind, span=span)


def _spoken_for(head: Token, names: Names) -> Mention | None:
    """Return the body of "a commerce ministry spokesperson", "a spokesman for the embassy"."""
    if not head.lemma_.lower().startswith("spokes"):
        return None
    held = [*head.lefts, *prepositional(head, "for", "of", "from", "at")]
    for each in held:
        mention = names.side_at(each.i) or names.body(each)
        if mention is not None and mention.kind in {"institution", "government"}:
            return mention
    return None


def _person_kind(person: Person) -> str:
    office = (person.office or "").casefold()
    if office.startswith(("former ", "ex-")) and not person.side:
        return "expert"
    last = office.split(" of ")[0].split(" ")[-1] if office else ""
    kind = kinds().get(last)
    if person.affiliation and not person.side:
        return "expert"
    if person.side and (kind != "expert" or not person.is_side_guessed):
        return "official"
    if kind in {"expert", "official"}:
        return kind
    return "expert" if person.affiliation else "person"


def source_phrase(head: Token) -> Span:
    """Return the phrase that names a source: "people with knowledge of the matter"."""
    span = noun_phrase(head)
    last = head.i
    for child in head.rights:
        attached = child.dep_ == "prep" and (
            child.lower_ in (_ATTACHED if head.pos_ != "PROPN" else {"of"})
            or (child.lower_ == "for" and head.lemma_.lower().startswith("spokes"))
        )
        described = child.dep_ in {"amod", "acl", "relcl"} and _describes(child)
        if child.i == last + 1 and (attached or described):
            last = max(last, _own_end(child, head))
        else:
            break
    last = max([last, *(c.i for c in head.rights if c.dep_ == "conj" and is_place_beside(head, c))])
    if last == head.i:
        last = _stray_end(head)
    if last == head.i:
        last = _sent_on(head)
    end = span_of(head.doc, head.i, last).end
    return Span(start=span.start, end=end, text=text_of(head.doc)[span.start : end])


def _own_end(child: Token, head: Token) -> int:
    """Return where a modifier ends, short of an aside or another source: "… with it and a copy"."""
    beside = further_source(child, head)
    last = beside.left_edge.i - 2 if beside is not None else child.right_edge.i
    relative = (
        t for t in child.subtree if t.dep_ == "relcl" and t.doc[t.left_edge.i - 1].text == ","
    )
    return min([last, *(each.left_edge.i - 2 for each in relative)])


def further_source(modifier: Token, head: Token) -> Token | None:
    """Return a source that the parser took for a part of another one's description.

    "a person familiar with the matter and a copy of a letter" names two sources.
    """
    for deep in modifier.subtree:
        if deep.dep_ != "conj" or deep.pos_ != "NOUN" or kind_of(deep) is None:
            continue
        before = deep.doc[deep.left_edge.i - 1]
        opened = deep.doc[deep.left_edge.i]
        articled = opened.tag_ in {"DT", "CD"} or deep.tag_ == "NNS"
        held = kind_of(deep.head) is not None and deep.head.i != head.i
        same = held and modifier.pos_ != "ADJ"
        if before.lower_ == "and" and articled and not same:
            return deep
    return None


def _stray_end(head: Token) -> int:
    """Keep with people what describes them where the parser hung it to the verb."""
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if after is None or after.dep_ != "prep" or after.head.i != head.head.i:
        return head.i
    describes = after.lower_ == "with" or (after.lower_ in {"from", "in"} and head.tag_ == "NNS")
    if not describes or kind_of(head) is None or kind_of(head) == "document":
        return head.i
    return _own_end(after, head)


def _describes(modifier: Token) -> bool:
    """True for "familiar with …", "aware of …", "briefed on …" after those who say it."""
    if modifier.pos_ == "ADJ" or modifier.lemma_.lower() in {"brief", "involve", "inform"}:
        return any(child.dep_ in {"prep", "agent"} for child in modifier.children)
    return modifier.lemma_.lower() == "lead" and modifier.tag_ == "VBN"


def _sent_on(head: Token) -> int:
    """Keep with a document when it was sent: "Letters sent on Wednesday"."""
    for child in head.rights:
        if child.lemma_.lower() in {*SHOWN, "quote", "cite"} or kind_of(head) not in _PAPERS:
            return head.i
        if (child.tag_ == "VBN" and child.dep_ in {"acl", "relcl"}) or (
            child.i == head.i + 1 and child.tag_ == "VBN"
        ):
            return next(
                (c.right_edge.i for c in child.children if c.lower_ in {"on", "in"}), child.i
            )
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if after is not None and after.lower_ in {"sent", "issued", "dated"}:
        return next(
            (c.right_edge.i for c in after.children if c.lower_ in {"on", "in", "by"}), after.i
        )
    return head.i


def uncounted(name: str) -> str:
    """Return a source's name without its number: "four people familiar with it"."""
    counts = r"^(?:the|two|three|four|five|six|seven|eight|nine|ten|several|some|many|a few|\d+)\s+"
    return re.sub(counts, "", name)


def singular(name: str) -> str:
    """Return what one of several is called: "people familiar with it" gives "person …"."""
    words = uncounted(name).split(" ")
    for place, word in enumerate(words):
        if word in _NUMBERED:
            words[place] = _NUMBERED[word]
            break
        if word.endswith("s") and word in {f"{noun}s" for noun in kinds()}:
            words[place] = word.removesuffix("s")
            break
    return " ".join(words)


def _plain(head: Token, text: str) -> str:
    """Drop the article, and the capital that only the beginning of a sentence gave."""
    first, _, rest = text.partition(" ")
    if first.lower() in {"the", "a", "an"}:
        return rest
    opens = head.doc[head.left_edge.i]
    common = opens.is_sent_start and opens.pos_ not in {"PROPN", "ADJ"}
    return f"{first.lower()} {rest}".strip() if common and first[1:].islower() else text
