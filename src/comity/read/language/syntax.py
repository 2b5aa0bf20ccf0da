"""Grammatical roles over a dependency parse: who does what to whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from comity.read.proposal import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_T = TypeVar("_T")

_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
_LOOSE = {"relcl", "appos", "punct", "cc", "conj", "acl", "advcl", "prep", "advmod", "parataxis"}
_APPEALS = {"call", "plead", "appeal", "prevail", "lean"}
_FINITE, _MANY = {"VBD", "VBZ", "VBP"}, {"were", "are", "have"}
_INNER = {"xcomp", "conj", "pcomp", "prep", "advcl", "acl"}
_OWN = {"on", "of", "over", "against", "to", "for"}
_CLAUSES = {"relcl", "advcl", "ccomp", "parataxis"}
#: What "by …" tells the time or the amount with.
_NO_AGENTS = {"end", "beginning", "start", "day", "week", "month", "year", "quarter", "time"}
_NO_AGENTS |= {"deadline", "date", "percent", "%", "half", "third", "summer", "autumn", "winter"}
#: How far up a doer is sought, how near a shared object stands, how long a particle is.
_DEPTH, _BESIDE, _PARTICLE = 12, 3, 5


def remembered(ask: Callable[[Token], _T]) -> Callable[[Token], _T]:
    """Answer a question about a token once; the parse stays as it is while a document is read."""

    @wraps(ask)
    def answer(token: Token) -> _T:
        known: dict[int, _T] = token.doc.user_data.setdefault(ask.__qualname__, {})
        if token.i not in known:
            known[token.i] = ask(token)
        return known[token.i]

    return answer


def text_of(doc: Doc) -> str:
    """Return the text of a parse, kept whole since spaCy puts it together anew each time."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    return str(doc.user_data["text"])


def token_starts(doc: Doc) -> list[int]:
    """Return the offset of every token, worked out once."""
    if "starts" not in doc.user_data:
        doc.user_data["starts"] = [token.idx for token in doc]
    starts: list[int] = doc.user_data["starts"]
    return starts


def tokens_of(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Return the first and last token that hold the characters between two offsets."""
    starts = token_starts(doc)
    return max(0, bisect_right(starts, start) - 1), max(0, bisect_left(starts, end) - 1)


def span_of(doc: Doc, first: int, last: int) -> Span:
    """Return the characters from one token through another, without blanks and commas around."""
    while first < last and (doc[first].is_space or doc[first].text in {",", ";", "—", "-", "–"}):
        first += 1
    while last > first and (doc[last].is_space or doc[last].text in {",", ";", "—", "–", ":"}):
        last -= 1
    start, end = doc[first].idx, doc[last].idx + len(doc[last].text)
    return Span(start=start, end=end, text=text_of(doc)[start:end])


def token_span(token: Token) -> Span:
    """Return the characters of one token."""
    return span_of(token.doc, token.i, token.i)


def subtree(token: Token, *, without: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Return the first and last token of what hangs on a token, but for some of its children."""
    if not without:
        return token.left_edge.i, token.right_edge.i
    first = last = token.i
    for child in token.lefts:
        if child.dep_ not in without:
            first = min(first, child.left_edge.i)
    for child in token.rights:
        if child.dep_ in without:
            break
        last = max(last, child.right_edge.i)
    return first, last


def phrase(token: Token) -> Span:
    """Return the whole noun phrase of a head: appositions, relative clauses and all."""
    return span_of(token.doc, *subtree(token))


def noun_phrase(token: Token, *, of: bool = False) -> Span:
    """Return the core of a noun phrase: what stands before the head and, if asked, its "of …"."""
    first = min([token.i, *(child.left_edge.i for child in token.lefts if child.dep_ != "cc")])
    last = token.i
    if of:
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ in {"of", "from"}:
                last = max(last, child.right_edge.i)
            elif child.i > last:
                break
    return span_of(token.doc, first, last)


def conjuncts(token: Token) -> list[Token]:
    """Return a token and everything coordinated with it, in order."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" or (child.dep_ == "appos" and _is_listed(child)):
            found.extend(conjuncts(child))
    return sorted(found, key=lambda each: each.i)


def _is_listed(token: Token) -> bool:
    return any(child.dep_ == "conj" for child in token.children) and token.head.pos_ == token.pos_


def antecedent(token: Token) -> Token:
    """Return what a relative pronoun stands for, else the token itself."""
    linked = token.lower_ == "that" and token.pos_ != "DET" and token.dep_ in {*_SUBJECTS, "dobj"}
    if token.tag_ in {"WDT", "WP"} or linked:
        verb = token.head
        while verb.dep_ in {"conj", "xcomp"} and verb.head.i != verb.i:
            verb = verb.head
        if verb.dep_ == "relcl":
            return _plural(verb) or verb.head
        if verb.dep_ == "ccomp" and verb.head.lemma_ == "be":
            return next((c for c in verb.head.children if c.dep_ == "attr"), token)
    return token


def _plural(verb: Token) -> Token | None:
    """Return what "curbs on exports to Taiwan, which were …" is about: no one place."""
    many = any(c.dep_ in {"aux", "auxpass"} and c.lower_ in _MANY for c in verb.children)
    if not many or verb.head.tag_ not in {"NNP", "NN"}:
        return None
    here = verb.head
    for _ in range(_DEPTH):
        here = here.head
        if here.tag_ == "NNS":
            farther = here.head.head if here.dep_ == "pobj" else here
            return farther if farther.tag_ == "NNS" else here
        if here.head.i == here.i or here.pos_ in {"VERB", "AUX"}:
            return _object_before(here, verb) if here.pos_ == "VERB" else None
    return None


def _object_before(outer: Token, verb: Token) -> Token | None:
    for child in outer.children:
        if child.dep_ == "dobj" and child.tag_ == "NNS" and child.i < verb.i:
            return child
    return None


@remembered
def is_passive(verb: Token) -> bool:
    """True where the grammatical subject undergoes the verb."""
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return True
    if verb.tag_ in {"VBN", "VBD"} and verb.dep_ in {"acl", "relcl"}:
        return not any(child.dep_ in {"nsubj", "aux", "dobj"} for child in verb.children)
    return verb.dep_ == "conj" and verb.tag_ == "VBN" and _is_bare(verb) and is_passive(verb.head)


def _is_bare(verb: Token) -> bool:
    return not any(child.dep_ in {"nsubj", "aux", "dobj"} for child in verb.children)


def _own_subjects(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in _SUBJECTS and child.dep_ != "expl"]


@remembered
def _doers(verb: Token) -> tuple[Token, ...]:
    return tuple(_find_subjects(verb))


def subjects(verb: Token) -> list[Token]:
    """Return the doers of a verb: its subject, its agent, or what controls it from above."""
    return list(_doers(verb))


def _find_subjects(verb: Token) -> list[Token]:
    agents = [
        deep
        for child in verb.children
        if child.dep_ == "agent"
        for deep in child.children
        if deep.dep_ == "pobj" and deep.lemma_.lower() not in _NO_AGENTS
    ]
    if agents:
        return [each for agent in agents for each in conjuncts(agent)]
    if is_passive(verb):
        return []
    return _controller(verb)


def _controller(verb: Token) -> list[Token]:  # noqa: C901, PLR0911  (one return a construction)
    for _ in range(_DEPTH):
        own = [antecedent(each) for each in _own_subjects(verb)]
        own = own or [c for c in verb.children if c.dep_ == "poss" and verb.tag_ == "VBG"]
        if own:
            return [each for subject in own for each in conjuncts(subject)]
        if verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return _of_noun(verb)
        if verb.dep_ == "pcomp" and verb.head.head.pos_ == "NOUN":
            return possessors(verb.head.head)
        if verb.dep_ == "pcomp" and verb.head.lower_ in {"of", "from", "into", "against"}:
            blamed = [c for c in verb.head.head.children if c.dep_ == "dobj"]
            if blamed:
                return [each for item in blamed for each in conjuncts(item)]
        if verb.dep_ in {"xcomp", "advcl", "ccomp"} and verb.head.lemma_ in _APPEALS:
            called = list(prepositional(verb.head, "on", "upon", "for", "with", "to"))
            if called:
                return called
        if verb.dep_ == "xcomp" or _is_asked(verb):
            objects = [c for c in verb.head.children if c.dep_ in {"dobj", "nsubjpass"}]
            if objects:
                return [each for item in objects for each in conjuncts(antecedent(item))]
        if verb.head.i == verb.i or verb.dep_ == "ROOT":
            return []
        verb = _finite_above(verb) if verb.dep_ == "conj" and verb.tag_ in _FINITE else verb.head
        while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
            verb = verb.head
    return []


def _is_asked(verb: Token) -> bool:
    """True for "asked Seoul in return to tighten …", an infinitive hung as an aside."""
    return verb.dep_ == "advcl" and verb.head.lemma_ in {"ask", "urge", "tell", "press", "order"}


def _finite_above(verb: Token) -> Token:
    """Return the finite verb that a finite one goes on from, past infinitives between."""
    above = verb.head
    while above.tag_ in {"VB", "VBG"} and above.head.i != above.i and above.dep_ in _INNER:
        above = above.head
    return above


def _of_noun(verb: Token) -> list[Token]:
    """Return the doer of "its plan to lift" or, for a participle, the noun itself."""
    noun = verb.head
    if verb.tag_ == "VBG":
        return conjuncts(noun)
    owners = possessors(noun)
    if owners:
        return owners
    governor = noun.head
    if noun.dep_ in {"dobj", "attr", "pobj"} and governor.i != noun.i:
        while governor.pos_ not in {"VERB", "AUX"} and governor.head.i != governor.i:
            governor = governor.head
        return _controller(governor)
    return []


def possessors(noun: Token) -> list[Token]:
    """Return whose a noun is: "Beijing's", "US", "Chinese", "by China", "of China"."""
    found = [
        child
        for child in noun.children
        if child.dep_ in {"poss", "nmod", "compound", "amod"}
        and (child.pos_ in {"PROPN", "ADJ", "NOUN", "PRON"} or child.dep_ == "poss")
    ]
    for child in noun.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from"}:
            found.extend(each for deep in child.children for each in conjuncts(deep))
    return found


@remembered
def _undergoers(verb: Token) -> tuple[Token, ...]:
    return tuple(_find_objects(verb))


def objects(verb: Token) -> list[Token]:
    """Return what undergoes a verb: direct objects, or the subject of a passive."""
    return list(_undergoers(verb))


def _find_objects(verb: Token) -> list[Token]:
    found = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass", "oprd"}]
    if is_passive(verb) and not found and verb.dep_ in {"acl", "relcl"}:
        found = [verb.head]
    if not found and verb.dep_ == "relcl" and _has_gap(verb):
        found = [verb.head]
    if is_passive(verb) and not found and verb.dep_ == "conj":
        found = [child for child in verb.head.children if child.dep_ == "nsubjpass"]
        found = found or ([verb.head.head] if verb.head.dep_ == "acl" else [])
    if not found and verb.dep_ == "xcomp" and is_passive(verb):
        found = [child for child in verb.head.children if child.dep_ in _SUBJECTS]
    if verb.tag_ == "VBG" and verb.dep_ == "amod" and verb.head.head.lower_ == "by":
        found = [verb.head]
    if not found:
        found = _shared_object(verb)
    if not found and verb.tag_ == "VBG":
        found = list(prepositional(verb, "of"))
        found += [
            d for c in verb.children if c.dep_ in {"prep", "prt"} for d in prepositional(c, "of")
        ]
    return [each for item in found for each in conjuncts(antecedent(item))]


def _has_gap(verb: Token) -> bool:
    """True for "restrictions it imposed": the clause lacks the object that it describes."""
    own = [child for child in verb.children if child.dep_ == "nsubj"]
    plain = own and own[0].tag_ not in {"WDT", "WP"} and own[0].lower_ != "that"
    return bool(plain) and not any(
        child.dep_ in {"dobj", "ccomp", "xcomp"} for child in verb.children
    )


def _shared_object(verb: Token) -> list[Token]:
    """Return the object of "cancelling or suspending tariffs" for the first verb too."""
    for child in verb.children:
        if child.dep_ == "conj" and child.tag_ == verb.tag_ and child.i - verb.i <= _BESIDE:
            return [deep for deep in child.children if deep.dep_ == "dobj"]
    return []


def prepositional(head: Token, *names: str) -> Iterator[Token]:
    """Yield the objects of a head's prepositions of these names, coordinated ones too."""
    for child in head.children:
        if child.dep_ in {"prep", "dative", "agent", "prt"} and child.lower_ in names:
            for each in conjuncts(child):
                for deep in each.children if each.lower_ in names else ():
                    if deep.dep_ in {"pobj", "pcomp"}:
                        yield from conjuncts(deep)


def clause(verb: Token) -> tuple[int, int]:
    """Return the tokens of a verb's clause, without clauses coordinated after it."""
    first, last = verb.left_edge.i, verb.right_edge.i
    for child in verb.rights:
        aside = child.dep_ == "advcl" and any(
            deep.lower_ in {"while", "whereas"} for deep in child.children
        )
        if aside or (child.dep_ in {"conj", "cc"} and child.pos_ in {"VERB", "AUX", "CCONJ"}):
            last = min(last, child.left_edge.i - 1)
    if verb.dep_ == "conj":
        first = max(first, verb.left_edge.i)
    return first, max(first, last)


def governor(token: Token) -> Token:
    """Return the nearest verb above a token, or the root."""
    verb = token
    while verb.head.i != verb.i:
        verb = verb.head
        if verb.pos_ in {"VERB", "AUX"}:
            return verb
    return verb


def particle_lemma(verb: Token) -> str:
    """Return a verb with its particle: "cut off", "speed up"."""
    for child in verb.children:
        near = child.i == verb.i + 1 or (child.i == verb.i + 2 and child.nbor(-1).pos_ == "PRON")
        if child.dep_ in {"prt", "advmod"} and near and len(child.text) <= _PARTICLE:
            return f"{verb.lemma_.lower()} {child.lower_}"
    return verb.lemma_.lower()


def is_negated(verb: Token) -> bool:
    """True for "not", "never" on a verb, or between it and its auxiliary."""
    if any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.children):
        return True
    if any(child.lower_ == "nor" for child in (*verb.children, *verb.head.children)):
        return verb.dep_ == "conj" or any(child.lower_ == "nor" for child in verb.children)
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.head.lemma_ == "be":
        return any(child.dep_ == "neg" and child.i < verb.i for child in verb.head.children)
    helper = next((child.i for child in verb.lefts if child.dep_ in {"aux", "auxpass"}), verb.i)
    return any(token.dep_ == "neg" for token in verb.doc[helper + 1 : verb.i])


def own_range(token: Token) -> tuple[int, int]:
    """Return the tokens of a phrase without what is coordinated with its head.

    A phrase "on …", "to …" right behind it belongs to it, wherever the parser hung it.
    """
    first, last = subtree(token)
    for child in token.rights:
        if child.dep_ in {"conj", "cc", "parataxis"}:
            last = min(last, child.left_edge.i - 1)
    if token.dep_ in {"dobj", "nsubjpass", "attr"}:
        while last + 1 < len(token.doc):
            after = token.doc[last + 1]
            if after.dep_ != "prep" or after.head.i != token.head.i or after.lower_ not in _OWN:
                break
            last = after.right_edge.i
    return first, max(first, last)
