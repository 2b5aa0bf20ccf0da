"""What a cue of speech covers: its clause, the clause it interrupts, its quotation, its charge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

QUOTES = {'"', "“", "”", "''", "``"}
#: Verbs said to somebody.
ADDRESSED = {"tell", "inform", "notify", "advise", "brief", "assure", "remind", "warn"}
#: Verbs of thinking that can stand aside: "the rule, he believes, will lapse".
THOUGHT = {"believe", "think", "expect", "predict", "estimate", "fear", "hope", "learn", "suspect"}
THOUGHT |= {"understand", "reckon", "forecast", "hear", "assume", "project", "anticipate", "guess"}
#: Dependency of a clause that is said.
CLAUSE = {"ccomp"}
_UTTERS = {"say", "reply", "answer", "shout"}
_CHARGES = {"accuse", "suspect", "blame"}
#: Tokens in which a condition opens behind what is said.
_AHEAD = 5
_GOVERNORS = {"VERB", "AUX"}
#: Fewest words between quotation marks that are a statement rather than a word.
_QUOTED = 4


def content_of(verb: Token, kind: str, sources: list[Token]) -> list[tuple[int, int]]:
    """Return the token ranges that a cue covers, in order."""
    clauses = [child for child in verb.children if child.dep_ in CLAUSE]
    clauses = [each for each in clauses if not _tells_all(each, clauses)]
    clauses = clauses or list(_stated(verb))
    ranges = [_clip(child, verb, sources) for child in clauses]
    if not ranges and kind in {"say", "think"}:
        ranges = [
            _clip(child, verb, sources)
            for child in verb.children
            if child.dep_ == "xcomp" and child.tag_ in {"VB", "VBG"} and kind == "say"
        ]
    if (
        not ranges
        and verb.dep_ in {"parataxis", "ccomp", "advcl", "conj"}
        and kind
        in {
            "say",
            "think",
        }
    ):
        ranges = _host_clause(verb)
    if not ranges and kind == "think":
        ranges = _small_clause(verb) or _foreseen(verb)
    if not ranges and kind in {"judge", "say"}:
        ranges = _object_content(verb, kind)
    ranges = [_whole_quotation(verb, _with_condition(verb, each)) for each in ranges]
    occupied = verb.dep_ == "advcl" and any(child.dep_ == "dobj" for child in verb.rights)
    quoted = _quoted_beside(verb) if kind != "show" and not occupied else None
    if quoted and not any(first <= quoted[0] and quoted[1] <= last for first, last in ranges):
        ranges.append(quoted)
    return sorted(each for each in ranges if each[0] <= each[1])


def _tells_all(clause: Token, clauses: list[Token]) -> bool:
    """True for "…, our colleague reports" behind a clause, taken by the parser for another."""
    subject = next((c for c in clause.children if c.dep_ == "nsubj" and c.i < clause.i), None)
    if (
        subject is None
        or clause.i == clauses[0].i
        or any(child.dep_ == "mark" for child in clause.children)
    ):
        return False
    beside = clause.doc[subject.left_edge.i - 1].text == ","
    return beside and not any(c.dep_ in {"ccomp", "dobj"} for c in clause.children)


def _stated(verb: Token) -> Iterator[Token]:
    """Yield the clause of "said in a statement that …", hung to a word between or beside."""
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.lower_ != "that" or token.pos_ == "DET" or token.dep_ not in {"mark", "dobj"}:
            continue
        clause = token.head
        own = clause.dep_ in {"acl", "relcl", "ccomp", "conj", "advcl"} and clause.i > token.i
        if own and (token.dep_ == "mark" or verb.lemma_ in {"understand", "learn", "hear"}):
            above = clause.head
            while above.i > verb.i and above.head.i != above.i and above.pos_ not in _GOVERNORS:
                above = above.head
            if above.i == verb.i and not _is_noun_clause(clause):
                yield clause
                return


def _is_noun_clause(clause: Token) -> bool:
    """True for "the risk that …": a noun's own clause, right behind it."""
    noun = clause.head
    return (
        clause.dep_ == "acl"
        and noun.lemma_.lower() not in {"statement", "interview", "report", "letter", "post"}
        and clause.left_edge.i == noun.i + 1
        and noun.dep_ == "dobj"
        and noun.tag_ == "NN"
        and noun.head.lemma_ not in ADDRESSED
    )


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


def _with_condition(verb: Token, content: tuple[int, int]) -> tuple[int, int]:
    """Stretch what is said to "…, but only if …" and to what a colon opens behind it."""
    first, last = content
    end = verb.sent.end - 1
    if first < verb.i or last >= end - 1:
        return content
    after = [
        token for token in verb.doc[last + 1 : min(end, last + 1 + _AHEAD)] if token.text != ","
    ]
    words = [token.lower_ for token in after]
    opens = next((word for word in words if word not in {"but", "and", "only"}), "")
    listed = words[:1] == [":"] and not any(t.dep_ == "nsubj" for t in verb.doc[last + 1 : end])
    if listed or opens in {"if", "unless", "provided", "once"}:
        return first, end
    return content


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
    if verb.lemma_ not in ADDRESSED and any(child.dep_ == "dobj" for child in verb.rights):
        return []
    if any(opens < verb.i < closes for opens, closes in quotations(verb.doc)):
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
        and (
            child.lower_ == "as"
            or verb.lemma_ in _CHARGES
            or any(deep.dep_ == "pcomp" for deep in child.children)
        )
    ]
    if verb.lemma_ in _CHARGES and not charges:
        charges = [c for item in items for c in item.children if c.lower_ == "of"]
    if verb.lemma_ in _CHARGES and not charges:
        agents = [deep for child in after if child.dep_ == "agent" for deep in child.children]
        charges = [c for agent in agents for c in agent.children if c.lower_ == "of"]
    quoted = any(deep.text in QUOTES for child in items for deep in child.subtree)
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
    if quoted and verb.lemma_ not in ADDRESSED:
        return [(items[0].left_edge.i, items[-1].right_edge.i)]
    return []


def _whole_quotation(verb: Token, content: tuple[int, int]) -> tuple[int, int]:
    """Stretch content that ends or begins a quotation to all its sentences."""
    first, last = content
    for opens, closes in quotations(verb.doc):
        if opens < verb.i < closes:
            continue
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
            elif token.text in QUOTES:
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
    sentence, fewest = verb.sent, 0 if verb.lemma_ in _UTTERS else _QUOTED
    marks = [token.i for token in sentence if token.text in QUOTES]
    pairs = [
        (a, b)
        for a, b in zip(marks[::2], marks[1::2], strict=False)
        if b - a > fewest and not a < verb.i < b
    ]
    return max(pairs, key=lambda pair: pair[1] - pair[0], default=None)
