"""Reported speech: cues with their sources, the outlets told, and the words they cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.read.language.syntax import antecedent, conjuncts, is_passive, prepositional
from comity.read.names.mention import Names
from comity.read.speech.content import ADDRESSED, QUOTES, THOUGHT, content_of
from comity.read.speech.cue import Report, cue_adjectives, cue_nouns, cue_verbs, listed
from comity.read.speech.phrase import (
    of_according,
    of_citing,
    of_labels,
    of_noun,
    origins_of,
    shown_to,
)
from comity.read.speech.source import kind_of
from comity.read.speech.stance import of_adjective, of_stated, stance_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HEARERS = ("to", "on", "with")
_SILENCE = {"comment", "respond", "reply", "say", "name", "identify", "quote", "elaborate"}
_SILENCE |= {"speculate", "discuss", "answer", "speak"}
_COMMITMENTS = {"agree", "promise", "pledge", "vow", "decide", "intend", "plan", "swear", "want"}
#: Those told of what the public is told of too.
_PUBLIC = {"reporter", "journalist", "lawmaker", "parliament", "conference", "briefing", "senator"}
_PUBLIC |= {"congress", "diet", "audience", "crowd", "voter", "public", "committee", "viewer"}
#: Those who tell an outlet, rather than a company or a committee.
_TELLERS = {"anonymous", "official", "officials", "expert"}
#: Fewest tokens of a clause put first; what a cue put last has no more of.
_CLIMB, _NOUNS = 6, {"NOUN", "PROPN"}
_CLAUSE, _GOES_ON = 3, {"ccomp", "conj", "nsubj", "mark", "dobj"}
#: Kinds of sources that make demands in their own name, not for a whole state.
_DEMANDS = {"urge", "demand", "call", "request", "insist"}
#: Verbs of taking knowledge: "has learned from officials".
_LEARNS = {"learn", "understand", "hear", "gather"}


def find_reports(doc: Doc, names: Names) -> list[Report]:
    """Find every report of a parsed document, in the order of their cues."""
    kinds = cue_verbs()
    found: list[Report] = []
    for token in doc:
        report = None
        if token.lower_ == "according":
            report = of_according(token, names)
        elif token.pos_ in {"VERB", "AUX"}:
            kind = kinds.get(token.lemma_.lower())
            if kind is not None:
                report = _of_verb(token, kind, names)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in cue_nouns():
            report = of_noun(token) or of_stated(token)
        elif token.pos_ == "ADJ" and token.lower_ in cue_adjectives():
            report = of_adjective(token)
        if report is not None:
            found.append(report)
    return sorted([*of_labels(doc), *found], key=lambda report: report.cue)


def _of_verb(  # noqa: PLR0911  (one return a reason why it is none)
    verb: Token, kind: str, names: Names
) -> Report | None:
    if verb.lemma_ in {"cite", "quote"} and verb.tag_ == "VBG":
        return of_citing(verb)
    if _is_aside(verb):
        return _of_aside(verb, names)
    if verb.dep_ == "advcl" and (verb.tag_ == "VBN" or _is_asked_aside(verb)):
        return None
    if _says_nothing(verb):
        return None
    if _is_quoted_as(verb) and is_passive(verb):
        return None
    sources = _speakers(verb, names)
    told = _quoted_as(verb) or content_of(verb, kind, sources) or _all_before(verb, kind)
    content = told or (stance_of(verb, kind) if sources else [])
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
    learned = _learned_from(verb)
    outlets = [*_outlets(verb, names), *_outlets_shared(verb, names)]
    outlets += [place for each in sources for place in shown_to(each, names)]
    if learned:
        tellers = [source.i for source in sources if source.pos_ != "PRON"]
        outlets, sources = [*outlets, *tellers], learned
    return Report(
        cue=verb.i,
        sources=tuple(source.i for source in sources),
        outlets=tuple(dict.fromkeys(outlets)),
        origins=tuple(each.i for source in sources for each in origins_of(source)),
        content=tuple(content),
        beside=tuple(_beside(verb)),
        is_speech=bool(told) and _is_speech(verb, kind, sources, names),
        pronoun=_relative(verb, sources),
    )


def _is_speech(verb: Token, kind: str, sources: list[Token], names: Names) -> bool:
    """True where a cue puts its content into its source's mouth: no charge, order or promise."""
    if kind == "judge":
        finite = not any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.lefts)
        bodies = any(_is_body(each, names) for each in sources[:1])
        return verb.lemma_ in _DEMANDS and finite and bodies
    return not (verb.lemma_ in _COMMITMENTS or _commands(verb) or _notifies(verb, sources, names))


def _is_body(head: Token, names: Names) -> bool:
    """True for a ministry or a group of officials, which demand in their own name."""
    if head.lower_ == "it":
        before = [one for one in names.sides if one.first < head.i and one.is_government]
        lead = [one for one in before if names.doc[one.last].dep_ in {"nsubj", "nsubjpass"}]
        return bool(lead) and lead[-1].kind == "institution"
    side = names.side_at(head.i) or names.body(head)
    return side is not None and side.kind == "institution"


def _relative(verb: Token, sources: list[Token]) -> int | None:
    """Return the "who" of "the senator, who said …"."""
    own = next((c for c in verb.children if c.dep_ == "nsubj" and c.tag_ in {"WP", "WDT"}), None)
    return own.i if own is not None and sources and sources[0].i != own.i else None


def _is_quoted_as(verb: Token) -> bool:
    return verb.lemma_ in {"quote", "cite"} and any(prepositional(verb, "as"))


def _quoted_as(verb: Token) -> list[tuple[int, int]]:
    """Return the words of "quoted Wang as saying that …", and of its inner verb put last."""
    if _is_quoted_as(verb):
        inner = next(prepositional(verb, "as"))
        return [(inner.i, inner.right_edge.i)] if inner.right_edge.i > inner.i else []
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and _is_quoted_as(verb.head.head):
        told = [child for child in verb.head.head.children if child.dep_ == "ccomp"]
        return [(each.left_edge.i, each.right_edge.i) for each in told]
    return []


def _all_before(verb: Token, kind: str) -> list[tuple[int, int]]:
    """Return the sentence that "…, our colleague reports" ends, however the two are joined."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    spoken = kind in {"say", "show"} or verb.lemma_ in THOUGHT
    if subject is None or not spoken or subject.tag_ in {"WP", "WDT"} or verb.dep_ == "acl":
        return []
    if any(child.dep_ in {"mark", "xcomp"} for child in verb.children):
        return []
    first, last = verb.sent.start, min(verb.i, subject.left_edge.i) - 1
    if last - first < _CLAUSE or verb.doc[last].text != ",":
        return []
    ends = all(child.dep_ not in _GOES_ON for child in verb.rights if child.i != subject.i)
    return [(first, last - 1)] if ends else []


def _learned_from(verb: Token) -> list[Token]:
    """Return from whom an outlet "has learned" something."""
    if verb.lemma_ not in _LEARNS:
        return []
    return [each for head in prepositional(verb, "from") for each in listed(head)]


def _notifies(verb: Token, sources: list[Token], names: Names) -> bool:
    """True for "China assured India that …": an act between states, not a word to the reader."""
    if verb.lemma_ not in {*ADDRESSED, "write"} or not sources:
        return False
    side = names.side_at(sources[0].i)
    if side is None or not (side.is_country or side.kind == "government"):
        return False
    told = [child for child in verb.children if child.dep_ in {"dobj", "dative"}]
    told += prepositional(verb, "to")
    return any(
        each.i > verb.i and not names.outlet_at(each.i) and each.lemma_.lower() not in _PUBLIC
        for each in told
    )


def _is_aside(verb: Token) -> bool:
    """True for "as Trump noted, …" and "…, as reported by the paper"."""
    opens = any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in verb.children)
    told = any(c.dep_ in {"nsubj", "agent"} for c in verb.children)
    bare = not any(c.dep_ in {"ccomp", "xcomp", "dobj"} for c in verb.children)
    return verb.dep_ == "advcl" and opens and told and bare


def _of_aside(verb: Token, names: Names) -> Report | None:
    """Read "as Trump noted, …": the rest of the sentence is what was noted."""
    sentence, own = verb.sent, (verb.left_edge.i, verb.right_edge.i)
    ranges = [(sentence.start, own[0] - 1), (own[1] + 1, sentence.end - 1)]
    content = tuple(each for each in ranges if each[1] - each[0] > 1)
    sources = _speakers(verb, names)
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


def _speakers(verb: Token, names: Names) -> list[Token]:
    """Return who speaks: the subject, a passive's agent, or the subject shared by "and added"."""
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    told_by = [child for child in verb.children if child.dep_ == "agent"]
    if told_by or passive:
        return [each for by in told_by for each in _agents(by)]
    after = _inverted_speaker(verb)
    if after is not None:
        return listed(after)
    here: Token | None = verb
    for _ in range(_CLIMB):
        if here is None:
            break
        own = [child for child in here.children if child.dep_ in {"nsubj", "nsubjpass"}]
        if own:
            return listed(_deep_source(own[-1], names))
        if here.dep_ == "acl" and here.head.pos_ in _NOUNS and here.tag_ == "VBG":
            return [here.head]
        if here.dep_ == "pcomp" and _is_quoted_as(here.head.head):
            quoted = [c for c in here.head.head.children if c.dep_ in {"dobj", "nsubjpass"}]
            return [each for child in quoted[:1] for each in listed(child)]
        here = _shared_subject(here)
    return []


def _agents(by: Token) -> list[Token]:
    return [each for child in by.children if child.dep_ == "pobj" for each in listed(child)]


def _shared_subject(verb: Token) -> Token | None:
    """Return the verb above whose subject this one shares: "said … and added"."""
    above = verb.head.head if verb.dep_ == "pcomp" else verb.head
    joined = verb.dep_ in {"conj", "xcomp", "advcl", "pcomp"} and above.pos_ in {"VERB", "AUX"}
    if joined and verb.tag_ == "VBG" and verb.doc[verb.i - 1].text == ",":
        while above.dep_ in {"ccomp", "xcomp", "conj", "advcl"} and _speaks(above.head):
            above = above.head
    return above if joined else None


def _speaks(verb: Token) -> bool:
    """True where what follows ", adding that …" is likelier said by who speaks here already."""
    return cue_verbs().get(verb.lemma_.lower()) == "say" and verb.tag_ != "VBG"


def _inverted_speaker(verb: Token) -> Token | None:
    """Return who speaks in '"…," shouted one man', taken by the parser for what is shouted."""
    before = verb.doc[verb.i - 1] if verb.i else None
    if before is None or before.text not in QUOTES:
        return None
    if any(child.dep_ in {"nsubj", "nsubjpass", "ccomp"} for child in verb.children):
        return None
    return next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)


def _deep_source(subject: Token, names: Names) -> Token:
    """Return what "who" stands for: the analyst, not the firm of "an analyst at Kelmore, who"."""
    head = antecedent(subject)
    if subject.lower_ != "who" or head.i == subject.i:
        return head
    here = head
    for _ in range(_CLIMB):
        named = here.pos_ == "PROPN" and here.dep_ not in {"pobj", "compound", "appos"}
        if names.person_at(here.i) or named:
            return here
        if kind_of(here) is not None and here.pos_ == "NOUN" and here.dep_ != "appos":
            return here
        if here.dep_ not in {"pobj", "prep", "appos", "compound"}:
            break
        here = here.head
    return head


def _outlets(verb: Token, names: Names) -> Iterator[int]:
    """Yield the outlets told: "told CNBC", "confirmed to CNN", "in an interview with Bloomberg"."""
    for child in verb.children:
        if child.dep_ in {"dobj", "dative", "pobj"} and (
            names.outlet_at(child.i) or _is_outlet_told(child, verb, names)
        ):
            yield from (
                each.i for each in conjuncts(child) if each.i == child.i or names.outlet_at(each.i)
            )
        elif child.dep_ == "advcl" and child.lemma_ in {"speak", "talk"}:
            yield from _outlets(child, names)
        elif child.dep_ in {"prep", "dative"}:
            for deep in child.subtree:
                if (
                    deep.dep_ in {"pobj", "compound", "poss"}
                    and names.outlet_at(deep.i)
                    and (deep.head.lower_ in _HEARERS or deep.head.pos_ == "NOUN")
                ):
                    yield deep.i
                    break


def _outlets_shared(verb: Token, names: Names) -> Iterator[int]:
    """Yield the outlets of "told Reuters, adding that …" and "was quoted as saying by Xinhua"."""
    above = _shared_subject(verb)
    if above is None or any(child.dep_ == "nsubj" for child in verb.children):
        return
    if verb.dep_ == "pcomp":
        told = [*prepositional(verb, "by"), *prepositional(above, "by")]
        yield from (each.i for each in told if names.outlet_at(each.i))
    elif verb.tag_ == "VBG" and above.lemma_.lower() in cue_verbs():
        yield from _outlets(above, names)


def _is_outlet_told(token: Token, verb: Token, names: Names) -> bool:
    """True for a name that nothing else explains, told by people: "told NOS", "told Yicai"."""
    told = verb.lemma_ == "tell" and token.pos_ == "PROPN" and token.dep_ in {"dobj", "dative"}
    if not told or names.side_at(token.i) or names.person_at(token.i):
        return False
    if names.within(names.companies, token.i, token.i):
        return False
    if token.text.isupper():
        return True
    speaker = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    return speaker is not None and (
        names.person_at(speaker.i) is not None or kind_of(speaker) in _TELLERS
    )


def _beside(verb: Token) -> Iterator[tuple[int, int]]:
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "with" and child.i > verb.i + 3:
            yield child.left_edge.i, child.right_edge.i
