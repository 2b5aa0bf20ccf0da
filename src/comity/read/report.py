"""Reported speech: cues with their sources, the outlets told, and the words they cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from comity.read.lexicon import table
from comity.read.mention import Names
from comity.read.report_content import ADDRESSED, CLAUSE, QUOTES, content_of
from comity.read.syntax import antecedent, conjuncts, prepositional

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HEARERS = ("to", "on", "with")
_VIEWS = {"view", "opinion", "word", "telling", "estimation"}
_SILENCE = {"comment", "respond", "reply", "say", "name", "identify", "quote", "elaborate"}
_SILENCE |= {"speculate", "discuss", "answer", "speak"}
_COMMITMENTS = {"agree", "promise", "pledge", "vow", "decide", "intend", "plan", "swear", "want"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One cue with its sources, the outlets told, and the tokens that it covers."""

    cue: int
    sources: tuple[int, ...]
    outlets: tuple[int, ...]
    content: tuple[tuple[int, int], ...]
    #: Tokens that belong to the report only by standing beside it in the sentence.
    beside: tuple[tuple[int, int], ...] = ()
    #: True for speech and thought, false for judgments and commitments.
    is_speech: bool = True
    cue_end: int | None = None

    def covers(self, place: int) -> bool:
        """True for a token of the content."""
        return any(first <= place <= last for first, last in self.content)

    def carries(self, place: int) -> bool:
        """True for a token that the report covers only by inference."""
        return any(first <= place <= last for first, last in self.beside)

    @property
    def size(self) -> int:
        """Number of tokens covered."""
        return sum(last - first + 1 for first, last in self.content)


@cache
def _cues() -> Mapping[str, str]:
    """Verbs of saying, thinking, judging and showing; what speaks most plainly wins."""
    rank = ("say", "think", "judge", "show")
    kinds: dict[str, str] = {}
    for kind in reversed(rank):
        kinds |= {row["word"]: kind for row in table("cues") if _is_cue(row, kind)}
    return kinds


@cache
def _cue_nouns() -> frozenset[str]:
    return frozenset(row["word"] for row in table("cues") if _is_cue(row, "noun"))


def _is_cue(row: Mapping[str, str], kind: str) -> bool:
    return row["class"] == "cue" and row["value"] == kind


def find_reports(doc: Doc, names: Names) -> list[Report]:
    """Find every report of a parsed document, in the order of their cues."""
    kinds = _cues()
    found: list[Report] = []
    for token in doc:
        report = None
        if token.lower_ == "according":
            report = _of_according(token, names)
        elif token.pos_ in {"VERB", "AUX"}:
            kind = kinds.get(token.lemma_.lower())
            if kind is not None:
                report = _of_verb(token, kind, names)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in _cue_nouns():
            report = _of_noun(token)
        if report is not None:
            found.append(report)
    return found


def _of_verb(  # noqa: PLR0911  (one return a reason why it is none)
    verb: Token, kind: str, names: Names
) -> Report | None:
    if verb.lemma_ in {"cite", "quote"} and verb.tag_ == "VBG":
        return _of_citing(verb)
    if _is_aside(verb):
        return _of_aside(verb, names)
    if verb.dep_ == "advcl" and (verb.tag_ == "VBN" or _is_asked_aside(verb)):
        return None
    if _says_nothing(verb):
        return None
    if verb.lemma_ == "quote" and any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children):
        return None
    sources = _speakers(verb)
    content = content_of(verb, kind, sources)
    if not content:
        return None
    if not sources and kind != "say":
        return None
    if (
        sources
        and any(s.lower_ in {"it", "that", "this", "which", "what", "there"} for s in sources)
        and (kind in {"think", "show"})
    ):
        return None
    return Report(
        cue=verb.i,
        sources=tuple(source.i for source in sources),
        outlets=tuple(_outlets(verb, names)),
        content=tuple(content),
        beside=tuple(_beside(verb)),
        is_speech=kind != "judge" and verb.lemma_ not in _COMMITMENTS and not _commands(verb),
    )


def _is_aside(verb: Token) -> bool:
    """True for "as Trump noted, …" and "…, as reported by the paper"."""
    opens = any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in verb.children)
    told = any(c.dep_ in {"nsubj", "agent"} for c in verb.children)
    bare = not any(c.dep_ in {"ccomp", "xcomp"} for c in verb.children)
    return verb.dep_ == "advcl" and opens and told and bare


def _of_aside(verb: Token, names: Names) -> Report | None:
    """Read "as Trump noted, …": the rest of the sentence is what was noted."""
    sentence, own = verb.sent, (verb.left_edge.i, verb.right_edge.i)
    ranges = [(sentence.start, own[0] - 1), (own[1] + 1, sentence.end - 1)]
    content = tuple(each for each in ranges if each[1] - each[0] > 1)
    sources = _speakers(verb)
    if not content or not sources:
        return None
    return Report(
        cue=verb.i,
        sources=tuple(source.i for source in sources),
        outlets=tuple(_outlets(verb, names)),
        content=content,
    )


def _is_asked_aside(verb: Token) -> bool:
    """True for "when asked whether …"."""
    return verb.lemma_ == "ask" and not any(child.dep_ == "nsubj" for child in verb.children)


def _says_nothing(verb: Token) -> bool:
    """True for "declined to comment", "asked not to be named"."""
    for child in verb.children:
        if child.dep_ == "xcomp" and child.lemma_.lower() in _SILENCE:
            withheld = verb.lemma_ in {"decline", "refuse"}
            return withheld or any(deep.dep_ == "neg" for deep in child.children)
    return False


def _commands(verb: Token) -> bool:
    """True for "told the companies to stop": an order, not a statement."""
    inner = {child.dep_ for child in verb.children}
    return verb.lemma_ in ADDRESSED and "xcomp" in inner and not inner & {"ccomp"}


def _speakers(verb: Token) -> list[Token]:
    """Return who speaks: the subject, a passive's agent, or the subject shared by "and added"."""
    for child in verb.children:
        if child.dep_ == "agent":
            return [
                each for deep in child.children if deep.dep_ == "pobj" for each in _listed(deep)
            ]
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    if passive and verb.lemma_ not in {"tell", "quote"}:
        return []
    after = _inverted_speaker(verb)
    if after is not None:
        return _listed(after)
    here = verb
    for _ in range(6):
        own = [child for child in here.children if child.dep_ in {"nsubj", "nsubjpass"}]
        if own:
            return [each for subject in own[-1:] for each in _listed(_deep_source(subject))]
        if here.dep_ in {"conj", "xcomp", "advcl"} and here.head.pos_ in {"VERB", "AUX"}:
            here = here.head
            continue
        if here.dep_ == "pcomp" and here.head.head.pos_ in {"VERB", "AUX"}:
            here = here.head.head
            continue
        if here.dep_ == "acl" and here.head.pos_ in {"NOUN", "PROPN"} and here.tag_ == "VBG":
            return [here.head]
        break
    return []


def _inverted_speaker(verb: Token) -> Token | None:
    """Return who speaks in '"…," shouted one man', taken by the parser for what is shouted."""
    before = verb.doc[verb.i - 1] if verb.i else None
    if before is None or before.text not in QUOTES:
        return None
    if any(child.dep_ in {"nsubj", "nsubjpass", "ccomp"} for child in verb.children):
        return None
    return next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)


def _deep_source(subject: Token) -> Token:
    """Return the person in apposition to a headless title, or what "who" stands for."""
    return antecedent(subject)


def _listed(head: Token) -> list[Token]:
    return [
        each
        for each in conjuncts(head)
        if each.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"}
    ]


def _outlets(verb: Token, names: Names) -> Iterator[int]:
    """Yield the outlets told: "told CNBC", "confirmed to CNN", "in an interview with Bloomberg"."""
    for child in verb.children:
        if child.dep_ in {"dobj", "dative", "pobj"} and (
            names.outlet_at(child.i) or _is_outlet_told(child, verb, names)
        ):
            yield child.i
        elif child.dep_ in {"prep", "dative"}:
            for deep in child.subtree:
                if (
                    deep.dep_ in {"pobj", "compound", "poss"}
                    and names.outlet_at(deep.i)
                    and (deep.head.lower_ in _HEARERS or deep.head.pos_ == "NOUN")
                ):
                    yield deep.i
                    break


def _is_outlet_told(token: Token, verb: Token, names: Names) -> bool:
    """True for a name that nothing else explains, told by somebody: "told NOS", "told Yicai"."""
    told = verb.lemma_ == "tell" and token.pos_ == "PROPN" and token.dep_ in {"dobj", "dative"}
    if not told or names.side_at(token.i) or names.person_at(token.i):
        return False
    return not names.within(names.companies, token.i, token.i) and token.text.isupper()


def _beside(verb: Token) -> Iterator[tuple[int, int]]:
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "with" and child.i > verb.i + 3:
            yield child.left_edge.i, child.right_edge.i


def _of_citing(verb: Token) -> Report | None:
    cited = [child for child in verb.children if child.dep_ == "dobj"]
    host = verb.head
    if not cited:
        return None
    content = [
        (child.left_edge.i, child.right_edge.i) for child in host.children if child.dep_ in CLAUSE
    ]
    if not content:
        outer = host.sent
        content = [(outer.start, verb.left_edge.i - 1)]
    return Report(
        cue=verb.i,
        sources=tuple(each.i for head in cited for each in _listed(head)),
        outlets=(),
        content=tuple(content),
    )


def _of_according(token: Token, names: Names) -> Report | None:
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
    outlets = [
        deep.i
        for head in heads
        for deep in head.subtree
        if names.outlet_at(deep.i) and deep.i not in {each.i for each in heads}
    ]
    to = next((child.i for child in token.children if child.lower_ == "to"), token.i)
    content = tuple(each for each in ranges if each[1] - each[0] >= 1)
    if not content:
        return None
    return Report(
        cue=token.i,
        cue_end=to,
        sources=tuple(each.i for head in heads[:1] for each in _listed(head)),
        outlets=tuple(outlets[:1]),
        content=content,
    )


def _of_view(noun: Token) -> Report | None:
    """Read "In Trump's view, …"."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    last, end = noun.right_edge.i, noun.sent.end - 1
    if not owners or end - last <= 1:
        return None
    return Report(cue=noun.i, sources=(owners[0].i,), outlets=(), content=((last + 1, end),))


def _of_noun(noun: Token) -> Report | None:
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
