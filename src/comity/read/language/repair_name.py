"""Mends for names that the parser takes for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


def lower_brand(token: Token) -> None:
    """Mend "against Huawei Ascend chips", where the brand is taken for a verb."""
    brand = token.pos_ == "VERB" and token.text.istitle() and token.i > token.sent.start
    if not brand or token.i + 1 >= token.sent.end or token.dep_ not in {"conj", "ccomp", "relcl"}:
        return
    firm, thing = token.nbor(-1), token.nbor()
    if firm.pos_ != "PROPN" or thing.head.i != token.i or thing.tag_ not in {"NNS", "NN"}:
        return
    for child in list(token.children):
        if child.i > thing.i and child.dep_ != "punct":
            child.head = thing
    thing.head, thing.dep_ = firm.head, firm.dep_
    for word in (firm, token):
        word.head, word.dep_ = thing, "compound"
    token.tag_, token.pos_ = "NNP", "PROPN"
