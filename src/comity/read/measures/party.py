"""Parties of a measure beside its issuer and target: whom it addresses and who demands it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    conjuncts,
    noun_phrase,
    objects,
    particle_lemma,
    prepositional,
    span_of,
    subjects,
    token_span,
)
from comity.read.lexicon import words
from comity.read.measures.control import is_core, known
from comity.read.measures.merge import lists
from comity.read.proposal import Slot, Span
from comity.read.speech.modality import wants
from comity.read.story import Draft, Story, quantified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

#: Verbs whose hearer is bound or freed by what they are told.
_NOTIFIES = {"tell", "inform", "notify", "advise", "order", "instruct", "direct", "warn", "assure"}
_SELLS = {"sell", "ship", "export", "supply", "deliver", "resell", "resume", "serve", "load"}
_CLAUSES = {"ccomp", "xcomp", "advcl"}
#: Below whom a party is told: "letters to", "licenses for".
_TO = ("to", "for")


def put_addressees(story: Story, draft: Draft, verb: Token, head: Token) -> None:
    """Fill whom a measure binds, frees or lists, by name or as they are called."""
    listed = objects(verb) if lists(draft) and verb.pos_ == "VERB" else []
    for told in (listed, _told(verb), _bound(verb, head), _licensed(verb, head)):
        found = [slot for each in told for slot in _party(story, each)]
        if found:
            distinct = {str(slot.value): slot for slot in found}
            draft.put_all("addressees", list(distinct.values()))
            return


def _told(verb: Token) -> Iterator[Token]:
    """Yield who is told: "informed Nvidia that …", "were ordered to stop", "letters telling …"."""
    above = verb.head if verb.dep_ in _CLAUSES else verb
    if above.lemma_.lower() in _NOTIFIES:
        yield from objects(above)
        yield from (each for c in above.children if c.dep_ == "dative" for each in conjuncts(c))


def _bound(verb: Token, head: Token) -> Iterator[Token]:
    """Yield who is barred, let or obliged: "barred ASML from", "miners may", "must obtain"."""
    lemma = verb.lemma_.lower()
    if lemma in {*known("bar_verb"), *known("let_verb"), *known("sever_verb")}:
        yield from objects(verb)
    if lemma in {*known("need_verb"), *known("gain_verb"), *known("win_verb")}:
        yield from (*objects(verb), *subjects(verb))
    for each in (verb, *head.subtree):
        if each.pos_ == "VERB" and each.lemma_.lower() in _SELLS:
            yield from subjects(each)


def _licensed(verb: Token, head: Token) -> Iterator[Token]:
    """Yield whose license it is: "licenses for suppliers", "granted to three makers", "hit …"."""
    papers = {*known("license_noun"), *known("relief_noun"), "letter", "notice"}
    if head.lemma_.lower() in papers:
        yield from prepositional(head, *_TO)
    if verb.lemma_.lower() in known("grant_verb"):
        yield from (*prepositional(verb, "to"), *objects(verb))
        yield from (c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP")


def _party(story: Story, token: Token) -> Iterator[Slot]:
    """Yield a company by its name, a group of firms as it is called; no government or thing."""
    lemma = token.lemma_.lower()
    named = _names(story, token)
    if token.lower_ in {"it", "they"}:
        spoken = story.chains.of(token.i)[-1:]
        told = [link for link in spoken if link.kind == "company"]
        yield from (Slot(value=link.name, span=token_span(token)) for link in told)
    elif named:
        yield from (Slot(value=span.text, span=span) for span in named)
    elif lemma in words("talks", "private_noun") and not _is_traded(story, token):
        span = noun_phrase(token, of=True)
        yield Slot(value=span.text, span=span)


def _names(story: Story, token: Token) -> list[Span]:
    """Return the names of firms: "Nvidia", "the producers Enterprise and Energy Transfer"."""
    firm = story.names.company_at(token.i)
    if firm is not None:
        return [firm.span] if token.dep_ != "poss" else []
    below = [c for c in token.children if c.dep_ == "appos" and c.pos_ == "PROPN"]
    if token.pos_ == "NOUN" and below and token.lemma_.lower() not in known("goods_head"):
        return [noun_phrase(each) for each in conjuncts(below[0])]
    at = (story.names.side_at, story.names.person_at, story.names.outlet_at)
    plain = token.pos_ == "PROPN" and not any(names(token.i) for names in at)
    return [noun_phrase(token)] if plain and token.dep_ != "poss" else []


def _is_traded(story: Story, token: Token) -> bool:
    """True for "chips" and "exports", private but no party."""
    goods = any(each.first <= token.i <= each.last for each in story.names.goods)
    return goods or token.lemma_.lower() in known("flow_noun")


def put_demander(story: Story, draft: Draft, verb: Token, issuer: str | None) -> None:
    """Fill who demands it: a side, else whoever asks by name, else another side told before."""
    here = verb
    while here.head.i != here.i:
        here = here.head
        if not wants(here) or here.pos_ != "VERB":
            continue
        for doer in subjects(here):
            found = story.side(doer)
            if found and found[0] != issuer:
                draft.put("demanded_by", Slot(value=found[0], span=found[1]))
                return
            person = story.names.side_at(doer.i) is None or story.names.person_at(doer.i)
            if person and _asks(doer):
                span = noun_phrase(quantified(doer))
                draft.put("demanded_by", Slot(value=span.text, span=span))
                return
    for mention in story.names.within(story.names.sides, verb.sent.start, verb.i):
        if mention.side != issuer:
            first = mention.first
            while first > verb.sent.start and story.doc[first - 1].lower_ in {"for", "the"}:
                first -= 1
            span = span_of(story.doc, first, mention.last)
            draft.put("demanded_by", Slot(value=mention.side, span=span))
            return


def _asks(doer: Token) -> bool:
    """True for who can ask: a name, or people and bodies; not "a key focus will be"."""
    parties = {*known("party_noun"), *words("talks", "private_noun")}
    return doer.pos_ == "PROPN" or (doer.pos_ == "NOUN" and doer.lemma_.lower() in parties)


def asks_firm(story: Story, verb: Token) -> bool:
    """True for "asked its miner to halt exports": a firm that its government asks is told."""
    above = verb.head
    if verb.dep_ != "xcomp" or above.lemma_ not in {*_NOTIFIES, "ask", "request"}:
        return False
    if not any(map(story.acting_side, subjects(above))):
        return False
    hearers = (c for c in above.children if c.dep_ in {"dobj", "dative"} and c.i < verb.i)
    return any(_is_firm(story, each) for each in hearers)


def _is_firm(story: Story, token: Token) -> bool:
    """True for a company, firms as they are called, or a name of nobody else."""
    firms = {*known("trader_noun"), *words("talks", "private_noun")}
    called = token.pos_ == "NOUN" and token.lemma_.lower() in firms
    return called or any(_names(story, token))


def imposer(story: Story, head: Token, verb: Token) -> tuple[str, Span] | None:
    """Return who orders firms to act, or who a clause says imposed a control.

    "Seoul ordered the chipmaker to halt sales", "an end to the curbs that Tokyo brought in".
    """
    ordered = verb.dep_ == "xcomp" and verb.head.lemma_ in _NOTIFIES
    ordered = ordered or asks_firm(story, verb)
    for doer in subjects(verb.head) if ordered else ():
        found = story.acting_side(doer)
        if found is not None:
            return found
    for each in (head, *prepositional(head, "to", "of", "on")):
        for told in each.children if is_core(each) else ():
            if told.dep_ not in {"relcl", "acl"} or told.pos_ != "VERB":
                continue
            if _acts(told) not in {"impose", "tighten"}:
                continue
            for maker in subjects(told):
                found = story.acting_side(maker) if maker.i != each.i else None
                if found is not None:
                    return found
    return None


def _acts(verb: Token) -> str | None:
    told = words("acts", "control_verb")
    return told.get(particle_lemma(verb)) or told.get(verb.lemma_.lower())
