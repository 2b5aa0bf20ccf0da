"""What a statement tells of what is to come: the verb that foresees, and the words foreseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.read.language.syntax import conjuncts, prepositional, span_of, subjects
from comity.read.lexicon import words
from comity.read.speech.cue import Report
from comity.read.story import PAIR, Story

if TYPE_CHECKING:
    from spacy.tokens import Token

Ranges = tuple[tuple[int, int], ...]

#: Cues that foresee by themselves, and those that do where their content looks ahead.
FORESEES = {"expect", "anticipate", "predict", "forecast", "foresee", "project", "doubt"}
THINKS = {"believe", "think", "estimate", "reckon", "consider", "hope", "see", "bet", "fear"}
THINKS |= {"warn", "guess", "suspect", "argue", "wager", "assume", "suppose"}
AHEAD = re.compile(
    r"\b(?:will|would|should|may|might|could|likely|unlikely|probably|possibly|soon|ought|going to"
    r"|eventually|chance|won|can be expected|set to)\b|['\u2019](?:ll|d)\b",
    re.IGNORECASE,
)
ODDS = re.compile(
    r"\b(?:(?:un)?likel(?:y|ihood|ier|iest)|probabl[ey]|probability|chances?|odds|prospects?"
    r"|hard to (?:see|imagine)|bound to|poised to|can(?:not| ?n[o'\u2019]t) be ruled out"
    r"|(?:be )?surprised if|inevitable|improbable)\b",
    re.IGNORECASE,
)
_OPENING, _CLOSING = {'"', "\u201c", "``"}, {'"', "\u201d", "''"}
#: Tokens of a quotation that goes on.
_LONGEST = 60
_REASONS = {"since", "as", "because"}
_SELVES = {"i", "we", "he", "she", "it", "they"}


class Outlook:
    """One report with the verb that foresees, its own or one inside: "said it expects"."""

    def __init__(self, story: Story, report: Report) -> None:
        self.cue = self.verb = story.doc[report.cue]
        self.source = story.doc[report.sources[0]]
        self.links = story.chains.links(report)
        experts = [link for link in self.links if link.kind == "expert"]
        self.link = experts[0] if experts else self.links[-1] if self.links else None
        self.kind = self.link.kind if self.link else "person"
        if self.kind == "document" and (author := _author(self.source)) is not None:
            self.link = story.chains.source(author)
            self.source, self.kind = author, self.link.kind
        if self.kind in {"anonymous", "officials", "person"} and _is_of_trade(self.source):
            self.kind = "company"
        if _is_former(self.source) or _is_of_market(self.source):
            self.kind = "expert"
        person = story.names.person_at(self.source.i)
        self.is_named = self.source.pos_ in {"PROPN", "PRON"} or person is not None
        self.content = _own_content(self.cue, report.content)
        self.is_bidding = False
        for first, last in self.content:
            for token in story.doc[first : last + 1]:
                if _is_own_view(token, first):
                    self.verb = token
                    self.content = ((token.i + 1, last),)
                    return
                if _is_bidding(token, first):
                    self.is_bidding = True
                    return

    def text(self, story: Story) -> str:
        """Return the words foreseen."""
        return " ".join(span_of(story.doc, *each).text for each in self.content)


def _own_content(cue: Token, content: Ranges) -> Ranges:
    """Leave out a quotation that a verb only follows: '"…," said Voss, who expects …'."""
    own = tuple(each for each in content if each[0] > cue.i)
    clauses = [
        child
        for child in cue.children
        if child.dep_ in {"ccomp", "xcomp", "dobj"} and child.i > cue.i
    ]
    meant = [each for each in clauses if each.dep_ != "dobj"]
    if meant and not own:
        return ((meant[0].left_edge.i, meant[0].right_edge.i),)
    aside = cue.i + 1 < len(cue.doc) and cue.doc[cue.i + 1].text == ","
    return own if own and clauses and not aside else content


def _author(paper: Token) -> Token | None:
    """Return who wrote "a note by analysts at Morgan Keel"."""
    writers = prepositional(paper, "from", "by")
    return next((each for each in writers if each.pos_ in {"NOUN", "PROPN"}), None)


def _is_of_trade(source: Token) -> bool:
    """True for "industry sources" and "market participants"."""
    return any(
        child.dep_ in {"compound", "amod"}
        and child.lemma_.lower() in words("talks", "private_noun")
        for child in source.lefts
    )


def _is_former(source: Token) -> bool:
    """True for "a former trade negotiator", who speaks for nobody any more."""
    told = any(child.lower_ in {"former", "ex", "retired", "onetime"} for child in source.lefts)
    return told and source.pos_ == "NOUN"


def _is_of_market(source: Token) -> bool:
    """True for a trader, and for somebody at a firm, whom no name makes an expert."""
    lemma = source.lemma_.lower()
    if lemma in words("talks", "forecaster_noun"):
        return True
    firms = [each.lemma_.lower() for each in prepositional(source, "at", "with", "from")]
    return lemma in words("cues", "source") and any(
        each in words("talks", "private_noun") for each in firms
    )


def _is_own_view(token: Token, first: int) -> bool:
    """True for "he hoped", "it does not expect", "we think" at the head of what is said."""
    if token.lemma_.lower() not in FORESEES | THINKS or token.pos_ != "VERB":
        return False
    doers = [child for child in token.children if child.dep_ == "nsubj"]
    return bool(doers) and doers[0].lower_ in _SELVES and doers[0].i - first <= PAIR


def _is_bidding(token: Token, first: int) -> bool:
    """True for "Expect a drip" and "Don't hold your breath": what hearers should look for."""
    if token.lemma_.lower() not in words("cues", "bid_verb") or token.i - first > PAIR + 1:
        return False
    bare = token.tag_ in {"VB", "VBP"} and not any(
        child.dep_ in {"nsubj", "nsubjpass", "expl"} or child.tag_ in {"TO", "MD"}
        for child in token.children
    )
    before = (t for t in token.doc[first : token.i] if not t.is_punct)
    return bare and all(t.pos_ in {"AUX", "PART", "CCONJ", "ADV"} for t in before)


def said_on(story: Story, report: Report) -> Report | None:
    """Return the quotation that goes on behind the speaker, where it looks ahead."""
    doc, start = story.doc, story.doc[report.cue].sent.end
    first = next((t for t in doc[start : start + 3] if not t.is_space), None)
    if first is None or first.text not in _OPENING or "\n" in doc[start - 1].text_with_ws:
        return None
    end = next((t.i for t in doc[first.i + 1 : first.i + _LONGEST] if t.text in _CLOSING), None)
    if end is None or any(first.i < other.cue < end for other in story.chains.reports):
        return None
    said = Report(
        cue=report.cue, sources=report.sources, outlets=(), content=((first.i + 1, end - 1),)
    )
    return said if verbs_ahead(story, Outlook(story, said)) else None


def sightings(story: Story) -> Iterator[Report]:
    """Read "sees a deficit next year" and "sees little chance of a deal" as reports."""
    known = {report.cue for report in story.chains.reports}
    for token in story.doc:
        if token.lemma_ != "see" or token.pos_ != "VERB" or token.i in known:
            continue
        doers = [child for child in token.children if child.dep_ == "nsubj"]
        seen = [child for child in token.children if child.dep_ in {"dobj", "ccomp"}]
        if not doers or not seen:
            continue
        first, last = seen[0].left_edge.i, token.right_edge.i
        span = span_of(story.doc, first, last)
        due = any(
            each.type == "DATE" and is_ahead(story, each.value)
            for each in story.moments.within(first, last)
        )
        if due or ODDS.search(span.text):
            doer = subjects(token)[:1] or doers
            yield Report(
                cue=token.i,
                sources=(doer[0].i,),
                outlets=(),
                content=((first, _stop(token, last)),),
            )


def _stop(verb: Token, last: int) -> int:
    while last > verb.i and verb.doc[last].is_punct:
        last -= 1
    return last


def foreseen(story: Story, told: Outlook) -> Ranges:
    """Keep of a statement the clause that looks ahead: "…, which means stocks could run out"."""
    ahead = verbs_ahead(story, told)
    if told.verb.lemma_.lower() in FORESEES or not ahead:
        return told.content
    held = [each for each in told.content if any(each[0] <= v.i <= each[1] for v in ahead)]
    if len(held) == 1 and len(told.content) > 1:
        return (held[0],)
    verb = min(ahead, key=depth)
    clear = {"ROOT", "ccomp"} if verb.head.i == told.cue.i else {"ROOT"}
    reason = any(c.dep_ == "mark" and c.lower_ in _REASONS for c in verb.lefts)
    whole = verb.dep_ in clear and verb.sent.start == told.cue.sent.start
    if whole or not (reason or verb.dep_ in {"ROOT", "ccomp", "relcl"}):
        return told.content
    inside = next(r for r in told.content if r[0] <= verb.i <= r[1])
    first = verb.left_edge.i + 1 if reason else verb.left_edge.i
    return ((max(inside[0], first), min(inside[1], verb.right_edge.i)),)


def apart(story: Story, told: Outlook) -> list[Ranges]:
    """Take apart two forecasts in one: "would hit mills and could delay", "that X … and that Y"."""
    whole = foreseen(story, told)
    heads = [verb for verb in verbs_ahead(story, told) if whole[0][0] <= verb.i <= whole[0][1]]
    if len(whole) > 1 or not heads:
        return [whole]
    top = min(heads, key=depth)
    for verb in conjuncts(top)[1:]:
        opener = next((c for c in verb.lefts if c.dep_ == "mark" and c.lower_ == "that"), None)
        clear = verb in heads and _helper(verb) != _helper(top)
        if opener is None and not (clear and "could" in {_helper(verb), _helper(top)}):
            continue
        start = opener.i + 1 if opener is not None else verb.left_edge.i
        end = next((t.i for t in reversed(story.doc[top.i : start]) if t.pos_ == "CCONJ"), start)
        if end < start and whole[0][0] < end:
            return [((whole[0][0], end - 1),), ((start, whole[0][1]),)]
    return [whole]


def _helper(verb: Token) -> str:
    return next((c.lower_ for c in verb.children if c.dep_ == "aux" and c.tag_ == "MD"), "")


def verbs_ahead(story: Story, told: Outlook) -> list[Token]:
    """Return the verbs of what is said that look ahead."""
    return [
        token
        for first, last in told.content
        for token in story.doc[first : last + 1]
        if token.pos_ in {"VERB", "AUX"} and _looks_ahead(token)
    ]


def _looks_ahead(verb: Token) -> bool:
    likely = any(child.lemma_ in {"likely", "unlikely"} for child in verb.children)
    return likely or any(
        child.dep_ == "aux" and AHEAD.fullmatch(child.text) for child in verb.children
    )


def depth(token: Token) -> int:
    """Count the words that a word hangs below."""
    return sum(1 for _ in token.ancestors)


def is_ahead(story: Story, value: str) -> bool:
    """True for a month, quarter, season or year that is not over on the day of publication."""
    published = story.moments.published
    if published is None or not re.fullmatch(r"\d{4}(?:-(?:\d\d|Q\d|SP|SU|FA|WI))?", value):
        return False
    return value[:4] > str(published.year) or (
        value[:4] == str(published.year) and (value[5:] or "13") >= f"{published.month:02d}"
    )
