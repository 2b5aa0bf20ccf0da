"""Duties told by the order of words: who is to do what, whatever the parser makes of the clause.

"The pact obliges Beijing to resume exports and Washington to lift its curbs", "would see China
ease controls", "a pledge by China to speed up licenses and by the US to drop tariffs".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.read.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from comity.read.names.mention import Mention
    from comity.read.story import Story

_BARE = {"see", "have", "let", "make"}
_MODALS = {"to", "will", "would", "must", "shall", "should", "is", "are", "has", "have"}
_ASIDES = {"also", "then", "gradually", "immediately", "each", "both", "first", "again", "not"}
_ASIDES |= {"in", "turn", "return", ",", "correspondingly", "meanwhile"}
_ASIDES |= {"side", "government", "administration", "authorities"}
_JOINS = {"and", "while", "whereas", "in", "exchange", "return", "by", "with", ",", "for", "the"}
_JOINS |= {"that", "as", "well", ";", "-", "\u2014", "to", "turn", "."}
_STOPS = {"after", "because", "unless", "if", "although", "though", ";"}
#: Words that open an aside after a comma.
_ASIDE_WORDS = {"both", "so", "which", "who", "an", "a", "with", "though", "but", "as"}
#: Tokens between a side and its act.
_NEAR = 7
#: Tokens between an agreement and what it provides.
_BEFORE = 12
_HELPED, _UNHELPED = {"VB"}, {"VB", "VBP", "VBG"}
_FORMS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}
_SEEKS = {"want", "seek", "need", "discuss", "consider", "propose", "pursue", "offer", "favor"}
_BUYS = {"buy", "purchase", "import", "take", "invest", "acquire"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one side is to do: the side as named, its act, and the last token of the act."""

    owner: Mention
    act: Token
    last: int


def provided(story: Story, verb: Token) -> list[Duty]:
    """Return the duties that an agreement lays down: "calls for China to …", "would see …"."""
    known = words("talks", "provide_verb")
    if verb.lemma_ not in known or verb.tag_ not in {"NNS", *_FORMS}:
        return []
    if not (verb.pos_ == "VERB" and _is_of_text(verb)) and not _follows_text(verb):
        return []
    return _duties(story, verb.i + 1, verb.sent.end - 1, bare=verb.lemma_ in _BARE)


def pledged(story: Story, noun: Token) -> list[Duty]:
    """Return the duties of "a pledge by China to …", "China's promise to …"."""
    if noun.pos_ != "NOUN" or noun.lemma_ not in words("talks", "pledge_noun"):
        return []
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    behind = noun.doc[noun.i + 1 : min(noun.i + _NEAR, noun.sent.end)]
    owned = owner is not None and any(token.lower_ == "to" for token in behind)
    first = owner.left_edge.i if owner is not None and owned else noun.i + 1
    if not owned and (not behind or behind[0].lower_ not in {"by", "from", "that"}):
        return []
    return _duties(story, first, noun.sent.end - 1, bare=False, owned=owned)


def under_which(story: Story, token: Token) -> list[Duty]:
    """Return the duties of "a truce under which Washington will …": all but what is sought."""
    if token.lower_ != "which" or token.i == token.sent.start:
        return []
    if token.nbor(-1).lower_ not in {"under", "in", "by"}:
        return []
    nouns = words("talks", "strong_agreement_noun")
    told = [t for t in token.doc[token.sent.start : token.i] if t.lemma_.lower() in nouns]
    if not told or is_sought(told[-1]):
        return []
    found = _duties(story, token.i + 1, token.sent.end - 1, bare=False)
    return [each for each in found if each.act.i > each.owner.last + 1]


def gapped(story: Story, verb: Token) -> list[Duty]:
    """Return the duties of further sides: "China agreed to …, and the US to suspend its rule"."""
    if not any(child.dep_ == "xcomp" for child in verb.children):
        return []
    found = _duties(story, verb.i + 1, verb.sent.end - 1, bare=False)
    doc = verb.doc
    return [
        each
        for each in found
        if doc[each.owner.last + 1].lower_ == "to"
        and {doc[i].lower_ for i in (each.owner.first - 1, each.owner.first - 2)} & {"and", "while"}
    ]


def is_sought(noun: Token) -> bool:
    """True for a deal that is only wanted or talked about: "is seeking a deal"."""
    return noun.dep_ == "dobj" and noun.head.lemma_ in _SEEKS


def mutual(story: Story, first: int, last: int) -> set[str]:
    """Return the sides that are each told what they will do: "Oslo will …; Rome, in turn, …"."""
    found = set()
    for each in _duties(story, first, last, bare=False):
        told = {token.lower_ for token in story.doc[each.owner.last + 1 : each.act.i]}
        if told & {"will", "would", "shall"} or ("to" in told and told & {"is", "are"}):
            found.add(each.owner.side)
    return found


def parts(act: Token, last: int) -> list[tuple[Token, int, int]]:
    """Take what one side owes apart: "keep … flowing and clamp down …", "buy 12 … and 25 …".

    Returns:
        The act of each part, and the first and last token of its words.
    """
    starts = [act.i]
    for token in act.doc[act.i + 2 : last + 1]:
        before = token.nbor(-1)
        joined = before.lower_ in {"and", ","} or (
            before.lower_ == "to" and token.nbor(-2).lower_ in {"and", ","}
        )
        if joined and (_is_next_act(act, token, starts[-1]) or _is_next_lot(act, token)):
            starts.append(token.i)
    found = []
    for place, first in enumerate(starts):
        stop = starts[place + 1] - 1 if place + 1 < len(starts) else last
        while stop > first and act.doc[stop].lower_ in _JOINS:
            stop -= 1
        token = act.doc[first]
        found.append((token if token.pos_ == "VERB" else act, first, stop))
    return found


def _is_next_act(act: Token, token: Token, since: int) -> bool:
    """True for the second verb of "keep rare earths flowing and clamp down on fentanyl"."""
    if token.pos_ != "VERB" or token.tag_ != act.tag_ or token.dep_ not in {"conj", "xcomp"}:
        return False
    between = act.doc[since + 1 : token.i]
    return any(each.pos_ in {"NOUN", "PROPN"} for each in between) and not any(
        each.tag_ in {"WDT", "WP", "VBD", "VBZ"} for each in between
    )


def _is_next_lot(act: Token, token: Token) -> bool:
    """True for the second number of "buy 12 million tons by January and 25 million next year"."""
    if act.lemma_ not in _BUYS or token.pos_ != "NUM":
        return False
    units = {t.lemma_ for t in act.doc[act.i : token.i] if any(c.pos_ == "NUM" for c in t.lefts)}
    after = token.doc[token.i + 1 : token.i + 4]
    return any(each.lemma_ in units and each.pos_ == "NOUN" for each in after)


def _is_of_text(verb: Token) -> bool:
    """True where an agreement or a paper about it is what provides."""
    nouns = {*words("talks", "strong_agreement_noun"), *words("talks", "provide_noun")}
    heads = [c for c in verb.children if c.dep_ == "nsubj"]
    if verb.dep_ in {"acl", "relcl"}:
        heads = [verb.head] if not heads or heads[0].tag_ == "WDT" else heads
    if verb.dep_ == "conj" and not heads:
        heads = [c for c in verb.head.children if c.dep_ == "nsubj"]
    return any(head.lemma_.lower() in nouns for head in heads)


def _follows_text(verb: Token) -> bool:
    """True for "the pact struck in London obliges …", however it is parsed."""
    nouns = {*words("talks", "strong_agreement_noun"), *words("talks", "provide_noun")}
    if verb.tag_ not in {"VBZ", "NNS"}:
        return False
    for token in reversed(verb.doc[max(verb.sent.start, verb.i - _BEFORE) : verb.i]):
        if token.lemma_.lower() in nouns and token.pos_ in {"NOUN", "PROPN"}:
            return True
        if token.tag_ in {"VBZ", "VBP", "MD", "CC"} or token.text in {",", ";", "that"}:
            return False
    return False


def _duties(story: Story, first: int, last: int, *, bare: bool, owned: bool = False) -> list[Duty]:
    """Return each side between two tokens that is followed by an act of its own."""
    found: list[tuple[Mention, Token]] = []
    for side in story.names.within(story.names.sides, first, last):
        if found and found[-1][0].last >= side.first:
            continue
        act = _act_of(story, side, last, bare=bare, owned=owned and not found)
        if act is not None:
            found.append((side, act))
    duties = []
    for place, (side, act) in enumerate(found):
        end = found[place + 1][0].first - 1 if place + 1 < len(found) else last
        duties.append(Duty(owner=side, act=act, last=trimmed(act, end)))
    return duties


def _act_of(story: Story, side: Mention, last: int, *, bare: bool, owned: bool) -> Token | None:
    """Return the act right behind a side: "to resume", "will lift", for "see" a bare "ease"."""
    helped = False
    for token in story.doc[side.last + 1 : min(side.last + 1 + _NEAR, last + 1)]:
        if token.lower_ in _MODALS:
            helped = True
        elif token.pos_ == "VERB" and token.tag_ in (_UNHELPED if bare and not helped else _HELPED):
            if not (helped or bare):
                return None
            return token
        elif not (token.lower_ in _ASIDES or token.tag_ == "RB" or (owned and not helped)):
            return None
    return None


def trimmed(act: Token, end: int) -> int:
    """Return the last token of an act, before the next side, a quotation or a side clause."""
    last = act.i
    for token in act.doc[act.i + 1 : end + 1]:
        aside = token.text == "," and token.i < end and _opens_aside(token)
        if token.lower_ in _STOPS or aside or _is_other_that(token):
            break
        last = token.i
    while last > act.i and act.doc[last].lower_ in _JOINS:
        last -= 1
    return last


def _is_other_that(token: Token) -> bool:
    """True for "and" in "that China resume purchases and that the US halve its tariff"."""
    after = token.doc[token.i + 1 : token.i + 2]
    return token.lower_ == "and" and any(each.lower_ == "that" for each in after)


def _opens_aside(comma: Token) -> bool:
    """True where "…, Greer said", "…, both for 90 days" or "…, an about-face" follows."""
    if comma.nbor().lower_ in _ASIDE_WORDS:
        return True
    cues = words("cues", "cue")
    after: Iterator[Token] = iter(comma.doc[comma.i + 1 : min(comma.i + 8, comma.sent.end)])
    for token in after:
        if token.lower_ == "according" or token.lemma_.lower() in cues:
            return True
        if token.pos_ not in {"NOUN", "PROPN", "DET", "ADJ", "PRON", "ADP"}:
            return False
    return False
