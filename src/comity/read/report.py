"""Reported speech: cues with their sources, the outlets told, and the words they cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from comity.read.lexicon import table
from comity.read.mention import Names
from comity.read.syntax import antecedent, conjuncts, prepositional

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_QUOTES = {'"', "“", "”", "''", "``"}
_ADDRESSED = {"tell", "inform", "notify", "advise", "brief", "assure", "remind", "warn"}
_HEARERS = ("to", "on", "with")
_CONTENT = {"ccomp"}
_COMMITMENTS = {"agree", "promise", "pledge", "vow", "decide", "intend", "plan", "swear", "want"}
#: Fewest words between quotation marks that are a statement rather than a word.
_QUOTED = 4


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
    if verb.dep_ == "advcl" and verb.tag_ == "VBN":
        return None
    if verb.lemma_ == "quote" and any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children):
        return None
    sources = _speakers(verb)
    content = _content(verb, kind, sources)
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


def _commands(verb: Token) -> bool:
    """True for "told the companies to stop": an order, not a statement."""
    inner = {child.dep_ for child in verb.children}
    return verb.lemma_ in _ADDRESSED and "xcomp" in inner and not inner & {"ccomp"}


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


def _deep_source(subject: Token) -> Token:
    """Return the person in apposition to a headless title, or what "who" stands for."""
    return antecedent(subject)


def _listed(head: Token) -> list[Token]:
    return [
        each
        for each in conjuncts(head)
        if each.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"}
    ]


def _content(verb: Token, kind: str, sources: list[Token]) -> list[tuple[int, int]]:
    clauses = [child for child in verb.children if child.dep_ in _CONTENT]
    clauses = clauses or list(_stated(verb))
    ranges = [_clip(child, verb, sources) for child in clauses]
    if not ranges and kind in {"say", "think"}:
        ranges = [
            _clip(child, verb, sources)
            for child in verb.children
            if child.dep_ == "xcomp" and child.tag_ in {"VB", "VBG"} and kind == "say"
        ]
    if not ranges and verb.dep_ in {"parataxis", "ccomp", "advcl", "conj"} and kind == "say":
        ranges = _host_clause(verb)
    if not ranges and kind == "think":
        ranges = _small_clause(verb) or _foreseen(verb)
    if not ranges and kind in {"judge", "say"}:
        ranges = _object_content(verb, kind)
    ranges = [_whole_quotation(verb.doc, each) for each in ranges]
    quoted = _quoted_beside(verb) if kind in {"say", "think", "judge"} else None
    if quoted and not any(first <= quoted[0] and quoted[1] <= last for first, last in ranges):
        ranges.append(quoted)
    return sorted(each for each in ranges if each[0] <= each[1])


def _stated(verb: Token) -> Iterator[Token]:
    """Yield the clause of "said in a statement that …"."""
    for child in verb.children:
        if child.dep_ == "prep" and child.i > verb.i:
            for noun in child.children:
                for deep in noun.children:
                    if deep.dep_ in {"acl", "relcl", "ccomp"} and any(
                        mark.dep_ == "mark" or mark.lower_ == "that" for mark in deep.children
                    ):
                        yield deep


def _clip(child: Token, verb: Token, sources: list[Token]) -> tuple[int, int]:
    first, last = child.left_edge.i, child.right_edge.i
    if first < verb.i < last:
        first, last = (verb.i + 1, last) if child.i > verb.i else (first, verb.i - 1)
    for source in sources:
        if first <= source.i <= last and source.head.i == verb.i:
            if child.i > source.i:
                first = max(first, source.right_edge.i + 1)
            else:
                last = min(last, source.left_edge.i - 1)
    return first, last


def _host_clause(verb: Token) -> list[tuple[int, int]]:
    """Return the clause that "…, he said, …" interrupts or ends."""
    host = verb.head
    inner = (verb.left_edge.i, verb.right_edge.i)
    if not any(child.dep_ == "nsubj" for child in verb.children) or verb.dep_ in {
        "conj",
        "advcl",
    }:
        return []
    if any(child.dep_ == "mark" for child in verb.children):
        return []
    first, last = host.left_edge.i, host.right_edge.i
    return [each for each in ((first, inner[0] - 1), (inner[1] + 1, last)) if each[0] < each[1]]


def _foreseen(verb: Token) -> list[tuple[int, int]]:
    """Return the thing foreseen in "expect another extension"."""
    if verb.lemma_ not in {"expect", "predict", "forecast", "anticipate", "foresee"}:
        return []
    return [(c.left_edge.i, c.right_edge.i) for c in verb.children if c.dep_ == "dobj"]


def _small_clause(verb: Token) -> list[tuple[int, int]]:
    """Return the clause without a verb in "consider a breakthrough unlikely"."""
    if verb.lemma_ not in {"consider", "see", "deem", "think", "believe", "find"}:
        return []
    for child in verb.children:
        if child.dep_ in {"dobj", "oprd", "acomp"} and child.i > verb.i:
            judged = {deep.lower_ for deep in child.subtree} & {
                "unlikely",
                "likely",
                "possible",
                "probable",
                "impossible",
            }
            if judged:
                return [(child.left_edge.i, child.right_edge.i)]
    return []


def _object_content(verb: Token, kind: str) -> list[tuple[int, int]]:
    """Return what is judged or demanded, where it amounts to a statement.

    "accused China of breaking the truce", "urged him to resign", "called the talks candid"; but
    not "criticized the president", which quotes nobody.
    """
    after = [child for child in verb.children if child.i > verb.i]
    items = [child for child in after if child.dep_ in {"dobj", "ccomp", "xcomp", "oprd", "dative"}]
    clauses = [child for child in items if child.dep_ in {"ccomp", "xcomp", "oprd"}]
    charges = [
        child
        for child in after
        if child.dep_ == "prep"
        and child.lower_ in {"of", "for", "as"}
        and (child.lower_ == "as" or any(deep.dep_ == "pcomp" for deep in child.children))
    ]
    quoted = any(deep.text in _QUOTES for child in items for deep in child.subtree)
    named = verb.lemma_ in {"call", "label", "brand", "dub", "lash", "blast"} and bool(
        items or after
    )
    if kind == "judge" and (clauses or charges or quoted or named):
        told = [*items, *charges] or [c for c in after if c.dep_ == "prep"]
        return (
            [(min(c.left_edge.i for c in told), max(c.right_edge.i for c in told))] if told else []
        )
    witnessed = any(deep.tag_ == "VBG" for child in items for deep in child.subtree)
    if verb.lemma_ in {"observe", "see", "watch", "spot", "notice", "witness"} and witnessed:
        return [(items[0].left_edge.i, items[-1].right_edge.i)]
    if quoted and verb.lemma_ not in _ADDRESSED:
        return [(items[0].left_edge.i, items[-1].right_edge.i)]
    return []


def _whole_quotation(doc: Doc, content: tuple[int, int]) -> tuple[int, int]:
    """Stretch content that ends or begins a quotation to all its sentences."""
    first, last = content
    for opens, closes in quotations(doc):
        if opens <= first <= closes or opens <= last <= closes:
            return min(first, opens), max(last, closes)
    return content


def quotations(doc: Doc) -> list[tuple[int, int]]:
    """Return the quotations of more than a few words, paragraph by paragraph."""
    if "quotations" not in doc.user_data:
        found: list[tuple[int, int]] = []
        opened: int | None = None
        for token in doc:
            if token.is_space and "\n" in token.text:
                opened = None
            elif token.text in _QUOTES:
                if opened is None or token.text == "“":
                    opened = token.i
                else:
                    if token.i - opened > _QUOTED:
                        found.append((opened, token.i))
                    opened = None
        doc.user_data["quotations"] = found
    told: list[tuple[int, int]] = doc.user_data["quotations"]
    return told


def _quoted_beside(verb: Token) -> tuple[int, int] | None:
    """Return the quotation of the same sentence that no clause of the verb holds."""
    sentence = verb.sent
    marks = [token.i for token in sentence if token.text in _QUOTES]
    pairs = [(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False) if b - a > _QUOTED]
    return max(pairs, key=lambda pair: pair[1] - pair[0], default=None)


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
        (child.left_edge.i, child.right_edge.i) for child in host.children if child.dep_ in _CONTENT
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


def _of_noun(noun: Token) -> Report | None:
    """Read "Beijing's claim that …", "a warning by officials that …"."""
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
