"""Intents, demands, denials and criticism: attributions that quote no statement.

"plans to veto the bill", "demanded the notes", "was criticized by lawmakers", "is confident that",
"the senator's vow to": somebody's mind is told, though nobody is quoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.read.language.syntax import is_passive, prepositional
from comity.read.lexicon import words
from comity.read.speech.cue import Report, listed

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Prepositions of what somebody calls for or is criticized for.
_ABOUT = {"for", "against", "of", "over", "on", "about", "to", "as", "with"}
#: Nouns of saying that tell no stand with "on" and "about": "his remarks about taxes".
_PLAIN = {"remark", "comment", "statement", "report", "sense", "sign", "idea", "notion", "thought"}
_PLAIN |= {"view", "opinion", "testimony", "announcement", "analysis", "understanding", "feeling"}


def stance_of(verb: Token, kind: str) -> list[tuple[int, int]]:
    """Return what a cue's source intends, demands, denies or criticizes."""
    stands = words("cues", "stance").get(verb.lemma_.lower())
    if kind == "think" or stands == "intent":
        wanted = [c for c in verb.children if c.dep_ == "xcomp" and c.tag_ in {"VB", "VBG", "VBN"}]
        if wanted:
            return [_range(each) for each in wanted]
    if stands is None:
        return []
    if is_passive(verb):
        return list(_undergone(verb))
    items = [c for c in verb.children if c.i > verb.i and c.dep_ in {"dobj", "oprd"}]
    if stands == "about":
        items = [c for c in verb.children if c.i > verb.i and c.lower_ in _ABOUT]
        items += [c for c in verb.children if any(d.lower_ == "for" for d in c.lefts)]
    return [_range(each) for each in items[:1]]


def _undergone(verb: Token) -> Iterator[tuple[int, int]]:
    """Yield what is criticized or rejected by somebody."""
    if not any(child.dep_ == "agent" for child in verb.children):
        return
    if verb.dep_ in {"acl", "relcl"}:
        yield (verb.head.left_edge.i, verb.left_edge.i - 1)
    for child in verb.children:
        if child.dep_ == "nsubjpass":
            yield _range(child)


def _range(token: Token) -> tuple[int, int]:
    return token.left_edge.i, token.right_edge.i


def of_adjective(token: Token) -> Report | None:
    """Read "is confident that …", "are worried about …", "skeptical of …"."""
    verb = token.head
    if token.dep_ != "acomp" or verb.lemma_ not in {"be", "remain", "seem", "feel", "become"}:
        return None
    doers = [child for child in verb.children if child.dep_ == "nsubj" and child.lower_ != "it"]
    content = [
        child
        for child in token.children
        if child.i > token.i
        and (child.dep_ in {"ccomp", "xcomp"} or child.lower_ in {"about", "of", "that", "by"})
    ]
    if not doers or not content:
        return None
    return Report(
        cue=token.i,
        sources=tuple(each.i for each in listed(doers[0])),
        outlets=(),
        content=tuple(_range(child) for child in content),
        is_speech=False,
    )


def of_stated(noun: Token) -> Report | None:
    """Read "the senator's vow to …", "her call for …", "criticism of the bill by lawmakers"."""
    if noun.lemma_.lower() in _PLAIN:
        return None
    owners = [child for child in noun.children if child.dep_ == "poss"]
    owners = owners or list(prepositional(noun, "by", "from"))
    content = [
        child
        for child in noun.rights
        if (child.dep_ in {"acl", "xcomp"} and child.tag_ == "VB")
        or (child.dep_ == "prep" and child.lower_ in {"for", "of", "about", "over", "on"})
    ]
    if not owners or not content or owners[0].i in {child.i for child in content}:
        return None
    return Report(
        cue=noun.i,
        sources=(owners[0].i,),
        outlets=(),
        content=(_range(content[0]),),
        is_speech=False,
    )
