"""Mends for who tells, orders and grants: clauses that a small parser hangs on the wrong word."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from comity.read.lexicon import table, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_HOUSED = {"of", "at", "from", "with", "for"}
_CITING = {"citing", "quoting"}
_NOUNS = {"NOUN", "PROPN"}
_BREAKS = {",", '"', "\u201d", "\u2014", "''"}
_TELLS = {"tell", "order", "instruct", "direct", "ask", "require", "force", "notify", "urge"}
_LICENSES = {"license", "licence", "permit"}


@cache
def _says() -> frozenset[str]:
    """Verbs of saying that a sentence ends with."""
    return frozenset(
        row["word"] for row in table("cues") if row["class"] == "cue" and row["value"] == "say"
    )


def raise_teller(name: Token) -> None:
    """Mend "…, a source close to the talks said." and "…, Bessent, who met him, said."."""
    first, after = name.left_edge.i, name.right_edge.i + 1
    if name.pos_ not in {*_NOUNS, "NUM"} or not first or name.doc[first - 1].text not in _BREAKS:
        return
    if after < len(name.doc) and name.doc[after].text in _BREAKS:
        after += 1
    cue = name.doc[after] if after < len(name.doc) else None
    if cue is None or cue.tag_ not in {"VBD", "VBZ", "VBP"} or cue.lemma_.lower() not in _says():
        return
    own = any(child.dep_ in {"nsubj", "nsubjpass", "auxpass"} for child in cue.children)
    above = own or cue.dep_ in {"relcl", "acl"} or name.sent.start >= first
    if above or name.i in {cue.i, *(each.i for each in cue.ancestors)}:
        return
    name.head, name.dep_ = cue, "nsubj"
    raise_named(name)


def raise_named(office: Token) -> None:
    """Mend "…, Hiroshi Sato, head of the group, said.": the name speaks, the office describes."""
    first, cue = office.left_edge.i, office.head
    name = office.doc[max(0, first - 2)]
    if office.pos_ != "NOUN" or cue.i < office.i or office.doc[first - 1].text != ",":
        return
    if name.pos_ != "PROPN" or name.dep_ not in {"appos", "conj"} or name.sent.start >= name.i:
        return
    if cue.lemma_.lower() in _says() and name.doc[name.left_edge.i - 1].text in _BREAKS:
        office.head, office.dep_ = name, "appos"
        name.head, name.dep_ = cue, "nsubj"


def raise_person(clause: Token) -> None:
    """Mend "Voss, an analyst at Kelmore, who expects …": a person expects, no house."""
    if clause.head.pos_ != "PROPN" or not any(
        child.lower_ == "who" and child.dep_ == "nsubj" for child in clause.children
    ):
        return
    here = clause.head
    while here.dep_ == "pobj" and here.head.lower_ in _HOUSED and here.head.head.pos_ in _NOUNS:
        here = here.head.head
    if here.dep_ == "appos" and here.head.pos_ == "PROPN":
        here = here.head
    if here.i < clause.head.i:
        clause.head = here


def raise_speaker(verb: Token) -> None:
    """Mend "…, said one of the people cited above.": the participle describes who speaks."""
    cue, doer = verb.head, next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    said = any(child.dep_ == "ccomp" and child.i < cue.i for child in cue.children)
    said = said or cue.doc[cue.i - 1].text == ","
    told = any(child.dep_ in {"nsubj", "nsubjpass"} for child in cue.children)
    helped = any(child.dep_ in {"aux", "auxpass", "mark"} for child in verb.lefts)
    if verb.tag_ != "VBN" or cue.i > verb.i:
        return
    if doer is None or doer.left_edge.i != cue.i + 1 or not said or told or helped:
        return
    whole = verb.doc[verb.i - 1]
    doer.head, doer.dep_ = cue, "nsubj"
    verb.head, verb.dep_ = (whole if whole.pos_ in _NOUNS else doer), "acl"


def raise_cited(citing: Token) -> None:
    """Mend "reported, citing three officials, that …": the clause is what was reported."""
    if citing.lower_ not in _CITING:
        return
    wrong, cue = citing.head, citing.head.head
    told = next(
        (deep.head for deep in citing.subtree if deep.lower_ == "that" and deep.dep_ == "mark"),
        None,
    )
    if told is None or cue.i >= citing.i or told.i == cue.i:
        return
    told.head, told.dep_ = cue, "ccomp"
    citing.head, citing.dep_ = cue, "advcl"
    if wrong.i > told.i:
        wrong.head, wrong.dep_ = told, "advcl"


def raise_wanted(verb: Token) -> None:
    """Mend "asked for limits to be relaxed": the limits are to be, not who asked."""
    passive = any(child.dep_ == "auxpass" and child.lower_ == "be" for child in verb.children)
    passive = passive and any(child.lower_ == "to" for child in verb.children)
    for child in verb.head.children:
        if passive and child.dep_ == "prep" and child.lower_ == "for" and child.i < verb.i:
            for wanted in [deep for deep in child.children if deep.dep_ == "pobj"]:
                wanted.head, wanted.dep_ = verb, "nsubjpass"
            verb.dep_ = "ccomp"
            return


def raise_order(verb: Token) -> None:
    """Mend "told firms that make software to stop selling": they are told to, not made to."""
    inner = verb.head
    if verb.tag_ != "VB" or not any(c.lower_ == "to" for c in verb.lefts):
        return
    stops = verb.lemma_.lower() in words("acts", "stop_verb")
    while stops and inner.dep_ in {"xcomp", "ccomp", "advcl"} and inner.head.i < inner.i:
        inner = inner.head
    if inner.dep_ not in {"relcl", "acl"} or inner.i > verb.i or inner.lemma_.lower() in _TELLS:
        return
    told = inner.head.head
    tells = inner.head.dep_ in {"dobj", "nsubjpass"} and told.lemma_.lower() in _TELLS
    if tells and not any(c.dep_ in {"xcomp", "ccomp"} for c in told.children):
        verb.head, verb.dep_ = told, "xcomp"


def raise_license(license_: Token) -> None:
    """Mend "assured it that licenses for its chip will be granted": licenses are, nobody does."""
    if license_.tag_ != "VBZ" or license_.lemma_.lower() not in _LICENSES:
        return
    granted = next(
        (
            c
            for c in license_.head.children
            if c.i > license_.i and any(deep.dep_ in {"aux", "auxpass"} for deep in c.children)
        ),
        None,
    )
    if granted is None or any(c.dep_ in {"nsubj", "nsubjpass"} for c in granted.children):
        return
    passive = any(c.dep_ == "auxpass" for c in granted.children)
    for child in list(license_.children):
        if child.lower_ == "that":
            child.head, child.dep_ = granted, "mark"
    license_.head, license_.dep_ = granted, "nsubjpass" if passive else "nsubj"
    license_.tag_, license_.pos_ = "NNS", "NOUN"


def raise_suffered(verb: Token) -> None:
    """Mend "had their permits to sell suspended": the permits were, whoever had them."""
    if verb.tag_ not in {"VBN", "VBD"} or verb.lemma_.lower() not in words("acts", "revoke_verb"):
        return
    here = verb
    while here.dep_ not in {"ROOT", "relcl"} and here.lemma_ != "have":
        here = here.head
    if here.lemma_ != "have" or here.i > verb.i or here.dep_ in {"aux", "auxpass"}:
        return
    lost = next((t for t in verb.doc[here.i + 1 : verb.i] if _is_lost(t, here, verb)), None)
    if lost is None or any(child.dep_ == "aux" for child in verb.children):
        return
    if verb.dep_ == "pobj":
        _give_name(verb)
    lost.head, lost.dep_ = verb, "nsubjpass"
    verb.head, verb.dep_, verb.pos_, verb.tag_ = here, "ccomp", "VERB", "VBN"


def _is_lost(token: Token, had: Token, verb: Token) -> bool:
    """True for the permits in "had their permits suspended"."""
    placed = (token.dep_ == "dobj" and token.head.i == had.i) or (
        token.dep_ == "nsubj" and token.head.i == verb.i
    )
    return placed and token.pos_ in _NOUNS


def _give_name(verb: Token) -> None:
    """Leave to "ship to Comac withdrawn" the name that the parser joined with the participle."""
    name = verb.doc[verb.i - 1]
    if name.pos_ == "PROPN" and name.head.i == verb.i:
        name.head, name.dep_ = verb.head, "pobj"


def raise_housed(doer: Token) -> None:
    """Mend "said Ann Feld of the Bonn think tank Nordlicht": she said it, not the house."""
    inner = doer.head
    house = inner.head if inner.head.dep_ != "compound" else inner.head.head
    if inner.lower_ == "think" and inner.dep_ == "compound":
        inner.tag_, inner.pos_ = "NN", "NOUN"
    if inner.pos_ not in _NOUNS or inner.dep_ != "compound" or house.dep_ != "nsubj":
        return
    prep = next((c for c in reversed(list(doer.rights)) if c.dep_ == "prep"), None)
    place = next((c for c in prep.children if c.dep_ == "pobj"), None) if prep else None
    if prep is None or house.i < prep.i:
        return
    doer.head, doer.dep_ = house.head, "nsubj"
    house.head, house.dep_ = prep, "pobj"
    if place is not None:
        place.head, place.dep_ = house, "compound"


def raise_foretold(verb: Token) -> None:
    """Mend "The Energy Agency forecasts that …": it does so, the forecasts are no noun."""
    cue = verb.head
    name = cue.doc[cue.i - 1] if cue.i else cue
    opened = any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.lefts)
    bare = all(c.dep_ in {"compound", "det"} for c in cue.lefts)
    if cue.tag_ != "NNS" or cue.dep_ != "ROOT" or not opened or not bare:
        return
    if name.pos_ not in _NOUNS or name.head.i != cue.i or not name.text[0].isupper():
        return
    for child in list(cue.lefts):
        if child.i != name.i:
            child.head = name
    name.dep_, verb.dep_ = "nsubj", "ccomp"
    cue.tag_, cue.pos_ = "VBZ", "VERB"


def raise_reckoned(cue: Token) -> None:
    """Mend "Ann Feld reckons demand will cool": she reckons it, demand is not of reckons."""
    item = cue.head
    verb, name = item.head, cue.doc[cue.i - 1] if cue.i else cue
    if cue.tag_ != "NNS" or cue.lemma_.lower() not in words("cues", "foresight_verb"):
        return
    finite = any(c.dep_ == "aux" for c in verb.children) or verb.tag_ in {"VBZ", "VBD", "VBP"}
    if item.i < cue.i or item.dep_ != "nsubj" or name.pos_ != "PROPN" or not finite:
        return
    rooted = verb.dep_ == "ROOT"
    cue.head, cue.dep_ = (cue, "ROOT") if rooted else (verb.head, verb.dep_)
    verb.head, verb.dep_ = cue, "ccomp"
    for child in list(item.lefts):
        if child.i < name.i:
            child.head = name
    name.head, name.dep_ = cue, "nsubj"
    cue.tag_, cue.pos_ = "VBZ", "VERB"


def raise_slowed(act: Token) -> None:
    """Mend "was "slow-rolling" compliance": compliance is rolled slowly, it is nothing else."""
    noun, doc = act.head, act.doc
    be = noun.head
    hyphened = act.i > 1 and doc[act.i - 1].text == "-" and doc[act.i - 2].lower_ == "slow"
    if act.tag_ != "VBG" or not hyphened or noun.dep_ != "attr" or be.lemma_ != "be":
        return
    rooted = be.dep_ == "ROOT"
    outer, role = be.head, be.dep_
    for child in list(be.children):
        if child.i != noun.i:
            child.head = act
    act.head, act.dep_, act.pos_ = (act, "ROOT", "VERB") if rooted else (outer, role, "VERB")
    be.head, be.dep_ = act, "aux"
    noun.head, noun.dep_ = act, "dobj"


def raise_vowed(verb: Token) -> None:
    """Mend "demanded that it lift the curbs and vowed to …": a past act is no part of a demand."""
    first = verb.head
    if verb.tag_ != "VBD" or first.tag_ != "VB" or first.dep_ not in {"ccomp", "xcomp"}:
        return
    if first.head.tag_ in {"VBD", "VBZ", "VBP"}:
        verb.head = first.head
