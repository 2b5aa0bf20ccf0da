"""Reports without a verb of their own: "according to", "citing", "X's claim that", "X: …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.read.language.syntax import prepositional
from comity.read.names.mention import Names
from comity.read.speech.content import CLAUSE
from comity.read.speech.cue import Report, listed
from comity.read.speech.source import SHOWN, kind_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_VIEWS = {"view", "opinion", "word", "telling", "estimation"}
#: Verbs that tell whom an outlet has it from: "which cited a diplomat".
_DRAWS = {"cite", "quote"}
#: Fewest labeled lines of a transcript, most words of a label.
_LINES, _LABEL = 2, 6


def of_citing(verb: Token) -> Report | None:
    """Read "…, citing three officials": what they are cited for is the host's clause."""
    cited = [child for child in verb.children if child.dep_ == "dobj"]
    host = verb.head
    if not cited or (verb.dep_ == "acl" and host.dep_ in {"nsubj", "pobj"}):
        return None
    content = [
        (child.left_edge.i, child.right_edge.i) for child in host.children if child.dep_ in CLAUSE
    ]
    that = next((c for c in host.lefts if c.dep_ == "mark" and c.lower_ == "that"), None)
    if that is not None and that.i > verb.i:
        content = [(that.i, host.right_edge.i)]
    if not content and verb.i < host.i:
        content = [(verb.right_edge.i + 1, host.right_edge.i)]
    if not content:
        content = [(host.sent.start, verb.left_edge.i - 1)]
    return Report(
        cue=verb.i,
        sources=tuple(each.i for head in cited for each in listed(head)),
        outlets=(),
        content=tuple(content),
    )


def shown_to(head: Token, names: Names) -> Iterator[int]:
    """Yield the outlets that have a document: "a letter seen by Reuters and this newspaper"."""
    described = [child for child in head.rights if child.dep_ in {"acl", "relcl"}]
    described += [deep for child in described for deep in child.children if deep.dep_ == "conj"]
    for verb in described:
        if verb.lemma_.lower() in {*SHOWN, *_DRAWS}:
            for each in prepositional(verb, "by", "to", "with"):
                this = any(child.lower_ in {"this", "our"} for child in each.lefts)
                if names.outlet_at(each.i) or (this and kind_of(each) is not None):
                    yield each.i


def origins_of(head: Token) -> Iterator[Token]:
    """Yield whom a source has it from: "a report quoting officials", "which cited a diplomat"."""
    for child in head.rights:
        if child.dep_ not in {"acl", "relcl"}:
            continue
        lemma = child.lemma_.lower()
        if lemma in _DRAWS:
            for item in child.children:
                if item.dep_ == "dobj":
                    yield from listed(item)
                    yield from _cited_through(child)
        elif lemma == "speak" and child.dep_ == "relcl" and kind_of(head) == "outlet":
            yield from prepositional(child, "to", "with")


def _cited_through(verb: Token) -> Iterator[Token]:
    """Yield whom "quoted Nikkei as citing an official" goes back to."""
    for citing in prepositional(verb, "as"):
        if citing.lemma_.lower() in _DRAWS:
            yield from (child for child in citing.children if child.dep_ == "dobj")


def of_labels(doc: Doc) -> list[Report]:
    """Read the lines of a transcript headed by who speaks: "Kyodo News: Has China …?"."""
    found: list[Report] = []
    opened = True
    for token in doc:
        if token.is_space:
            opened = opened or "\n" in token.text
        elif opened:
            opened = False
            label = _label(doc, token.i)
            if label is not None:
                found.append(label)
    return found if len(found) >= _LINES else []


def _label(doc: Doc, first: int) -> Report | None:
    colon = next((t.i for t in doc[first : first + _LABEL + 1] if t.text == ":"), None)
    if colon is None or colon == first or not doc[first].text[0].isupper():
        return None
    name = doc[first:colon]
    if any(part.is_punct or part.is_space or part.text.isupper() for part in name[1:]):
        return None
    if not all(part.text[0].isupper() or part.lower_ in {"of", "the"} for part in name):
        return None
    last = next((t.i for t in doc[colon:] if t.is_space and "\n" in t.text), len(doc))
    if last - colon < _LABEL or name[-1].pos_ != "PROPN":
        return None
    return Report(
        cue=colon,
        sources=(colon - 1,),
        outlets=(),
        content=((colon + 1, last - 1),),
        is_label=True,
    )


def of_according(token: Token, names: Names) -> Report | None:
    """Read "according to a schedule seen by Reuters": the rest of the sentence is told by it."""
    heads = (
        list(prepositional(token, "to"))
        or [child for child in token.subtree if child.dep_ == "pobj" and child.head.lower_ == "to"][
            :1
        ]
    )
    if not heads:
        return None
    own = (token.left_edge.i, max(token.right_edge.i, heads[0].right_edge.i))
    sentence = token.sent
    ranges = [(sentence.start, own[0] - 1), (own[1] + 1, sentence.end - 1)]
    content = tuple(each for each in ranges if each[1] - each[0] >= 1)
    if not content:
        return None
    held = {each.i for each in heads}
    outlets = [
        deep.i
        for head in heads
        for deep in head.subtree
        if names.outlet_at(deep.i) and deep.i not in held and _tells(deep)
    ]
    shown = [each for head in heads for each in shown_to(head, names)]
    to = next((child.i for child in token.children if child.lower_ == "to"), token.i)
    return Report(
        cue=token.i,
        cue_end=to,
        sources=tuple(each.i for head in heads[:1] for each in listed(head)),
        outlets=tuple(dict.fromkeys([*outlets[:1], *shown])),
        origins=tuple(each.i for head in heads[:1] for each in origins_of(head)),
        content=content,
    )


def _tells(outlet: Token) -> bool:
    """True but for an outlet that another one quotes."""
    return outlet.dep_ != "dobj" and outlet.head.dep_ != "appos"


def _of_view(noun: Token) -> Report | None:
    """Read "In Trump's view, …" and "…, in the view of an analyst"."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    owners += list(prepositional(noun, "of", "among"))
    last, start, end = noun.right_edge.i, noun.sent.start, noun.sent.end - 1
    content = (last + 1, end) if end - last > 1 else (start, noun.head.i - 1)
    if not owners or content[1] - content[0] < 1:
        return None
    return Report(cue=noun.i, sources=(owners[0].i,), outlets=(), content=(content,))


def of_noun(noun: Token) -> Report | None:
    """Read "Beijing's claim that …", "a warning by officials that …"."""
    if noun.lemma_ in _VIEWS and noun.head.lower_ == "in" and noun.head.dep_ == "prep":
        return _of_view(noun)
    clauses = [
        child
        for child in noun.children
        if child.dep_ in {"acl", "ccomp", "relcl"}
        and any(deep.lower_ == "that" and deep.dep_ == "mark" for deep in child.children)
    ]
    if not clauses:
        return None
    owners = [child for child in noun.children if child.dep_ == "poss"]
    owners += list(prepositional(noun, "by", "from", "of", "among"))
    if not owners:
        return None
    return Report(
        cue=noun.i,
        sources=tuple(each.i for each in owners[:1]),
        outlets=(),
        content=tuple((child.left_edge.i, child.right_edge.i) for child in clauses),
    )
