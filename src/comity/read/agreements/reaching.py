"""The verbs that say an agreement was reached, however they are attached to its noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import governor, objects, particle_lemma, subjects
from comity.read.lexicon import words
from comity.read.speech.modality import modality
from comity.read.story import PAIR, is_talks
from comity.read.talks.noun import is_both

if TYPE_CHECKING:
    from spacy.tokens import Token

_STRUCK = {"strike", "reach", "sign", "agree", "clinch", "seal", "broker", "forge"}
_WORKED_OUT = {"work out", "hammer out", "thrash out", "hash out", "nail down"}
#: Prepositions of coming by a deal: "hit on", "came away with", "signed up to".
_COME_BY = {"on", "upon", "with", "to", "at", "in"}


def names_agreement(token: Token) -> bool:
    """True for a noun that names an agreement reached: "truce", "deal"."""
    return token.lemma_.lower() in words("talks", "strong_agreement_noun")


def reaching(noun: Token) -> Token | None:  # noqa: C901, PLR0911  (one return a construction)
    """Return the verb that says an agreement was reached, however it is attached."""
    reach = words("talks", "reach_verb")
    for child in noun.children:
        if (
            child.dep_ in {"acl", "relcl"}
            and child.lemma_.lower() in reach
            and child.tag_ in {"VBN", "VBD"}
        ):
            return child
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    if after.tag_ in {"VBN", "VBD"} and after.lemma_ in _STRUCK and not _has_object(after):
        return after
    inside = [d for d in noun.subtree if d.dep_ == "acl" and d.tag_ == "VBN" and d.i > noun.i]
    inside = [d for d in inside if d.lemma_ in _STRUCK and not is_of_another(d, noun)]
    if inside:
        return inside[0]
    above = noun.head
    struck = above.lemma_ in _STRUCK or particle_lemma(above) in _WORKED_OUT
    reduced = noun.dep_ == "nsubj" and above.tag_ in {"VBN", "VBD"} and struck
    if reduced and not objects(above):
        return above
    if noun.dep_ in {"dobj", "nsubjpass"} and above.lemma_.lower() in reach:
        return above
    if (
        noun.dep_ == "pobj"
        and above.head.lemma_.lower() in {*reach, "refer"}
        and above.lower_ in {"on", "to", "at", "upon"}
    ):
        return above.head
    if (
        noun.dep_ == "pobj"
        and above.lower_ == "with"
        and above.head.lemma_ in {"wrap", "end", "conclude", "emerge", "finish"}
    ):
        return above.head
    for child in noun.children:
        if child.dep_ == "relcl" and child.lemma_ in {"agree", "formalise", "formalize"}:
            return child
    return above if _is_struck_together(noun, above) else _of_preposition(noun)


def _of_preposition(noun: Token) -> Token | None:
    """Return the verb of "came away with a deal", "shook hands on a truce"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in _COME_BY:
        return None
    above = governor(preposition) if preposition.dep_ == "prep" else preposition
    near = above.i in {preposition.head.i, preposition.head.head.i}
    return above if near and _is_struck_together(noun, above) else None


def _is_struck_together(noun: Token, verb: Token) -> bool:
    """True for "a deal" that both sides are told to have come by, whatever the verb."""
    article = next((c.lower_ for c in noun.children if c.dep_ == "det"), "a")
    if verb.pos_ != "VERB" or noun.dep_ not in {"dobj", "pobj"} or article not in {"a", "an"}:
        return False
    if verb.tag_ == "VBG" or modality(verb) not in {"did", "said-to"}:
        return False
    barred = words("talks", "unstruck_verb")
    if verb.lemma_.lower() in barred or particle_lemma(verb) in barred:
        return False
    doers = subjects(verb)
    return any(is_both(each) or is_talks(each) for each in doers) or len(doers) >= PAIR


def _has_object(verb: Token) -> bool:
    return any(child.dep_ == "dobj" for child in verb.children)


def is_of_another(token: Token, noun: Token) -> bool:
    """True inside another agreement: "an understanding on how to carry out the Geneva truce"."""
    here = token
    while here.i not in {noun.i, here.head.i}:
        here = here.head
        if here.i != noun.i and here.pos_ == "NOUN" and names_agreement(here):
            return True
    return False
