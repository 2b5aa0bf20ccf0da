"""Whose measure it is: by grammatical role, by reference, else by what is known of its goods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    clause,
    governor,
    noun_phrase,
    objects,
    possessors,
    prepositional,
    subjects,
    subtree,
)
from comity.read.lexicon import table, words
from comity.read.measures.control import is_core, known
from comity.read.measures.goods import Anaphora
from comity.read.measures.merge import lists, share
from comity.read.measures.party import imposer
from comity.read.measures.target import aim_of, is_aimed
from comity.read.names.goods import kin, kinds
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story

if TYPE_CHECKING:
    from spacy.tokens import Token


#: How many tokens back an authority still governs what follows.
_REACH = 60
#: How far up from a name its preposition stands.
_CLIMB = 5
#: How many measures before it are looked at.
_RECENT = 50
_BODIES = frozenset({"institution", "government"})
_OFFICIALS = frozenset({"official", "officials"})
_TOWARD = {"to", "toward", "towards", "into", "against"}
_SELLS = {"sell", "ship", "export", "supply", "deliver", "resell", "load", "send", "service"}

_Found = tuple[str, Span | None]


def put_issuer(
    story: Story,
    draft: Draft,
    verb: Token,
    head: Token,
    *,
    referred: Draft | None,
    seen: Anaphora,
) -> None:
    """Fill the issuer: the doer, else whose the control is, else by reference."""
    if any(_owned(story, draft, each) for each in (head, *prepositional(head, "to", "of", "on"))):
        return
    acting = verb.pos_ in {"VERB", "AUX"} and verb.lemma_ not in {"lose", "forfeit"}
    decided = verb.dep_ in {"dobj", "conj"} and verb.head.lemma_.lower() in _decides()
    for doer in subjects(verb if acting else verb.head) if acting or decided else ():
        found = story.acting_side(doer)
        if found is not None and doer.i != head.i:
            draft.put("issuer", Slot(value=found[0], span=found[1]))
            return
    wrote = _author(story, subjects(verb)) if acting else None
    wrote = wrote or imposer(story, head, verb)
    if wrote is not None:
        draft.put("issuer", Slot(value=wrote[0], span=wrote[1]))
        return
    for owner in possessors(head):
        found = story.side(owner)
        if found is not None:
            span = noun_phrase(head) if owner.dep_ in {"compound", "amod", "nmod"} else found[1]
            whole = span if owner.dep_ != "poss" else found[1]
            draft.put("issuer", Slot(value=found[0], span=whole))
            return
    if referred is not None and referred.value("issuer"):
        draft.put("issuer", Slot(value=referred.value("issuer") or ""))
        return
    _infer_issuer(_Clue(story=story, draft=draft, verb=verb, head=head, seen=seen))


@cache
def _decides() -> frozenset[str]:
    """Return verbs whose doer is the issuer of the act that is their object."""
    weighs = {word for word, mood in words("acts", "embed").items() if mood != "demanded"}
    return frozenset(weighs | {"announce", "order", "impose", "unveil", "declare", "introduce"})


def _author(story: Story, doers: list[Token]) -> tuple[str, Span] | None:
    """Return whose the rule is that does it: "a notice by Beijing banning …", "issued a rule …"."""
    for doer in doers:
        if doer.lemma_.lower() not in words("acts", "vehicle_noun") and not is_core(doer):
            continue
        told = [c for c in doer.children if c.dep_ in {"acl", "relcl"}]
        top = doer
        while top.dep_ in {"appos", "conj", "parataxis"} and top.head.pos_ == "NOUN":
            top = top.head
        above = [top.head] if top.dep_ in {"dobj", "nsubjpass"} else []
        makers = [*possessors(doer), *(each for verb in (*told, *above) for each in subjects(verb))]
        for maker in makers:
            found = story.acting_side(maker) if maker.i != doer.i else None
            if found is not None:
                return found
    return None


def _owned(story: Story, draft: Draft, head: Token) -> bool:
    """Take the owner where it is plain: "China's export restrictions", "Chinese curbs"."""
    if head.lemma_.lower() not in known("control_noun"):
        return False
    for owner in head.children:
        plain = owner.dep_ == "poss" and owner.pos_ == "PROPN"
        if plain or (owner.dep_ == "amod" and owner.pos_ == "ADJ"):
            named = story.names.side_at(owner.i)
            if named is not None and named.kind in {
                "country",
                "capital",
                "adjective",
                "government",
            }:
                draft.put("issuer", Slot(value=named.side, span=named.span))
                return True
    return False


def _infer_issuer(clue: _Clue) -> None:
    """Take the issuer from the first way of knowing it that names no one it is aimed at."""
    barred = _recipients(clue) | _demander(clue)
    for way in _WAYS:
        found = way(clue)
        if found is not None and found[0] not in barred:
            clue.draft.put("issuer", Slot(value=found[0], span=found[1]))
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clue:
    """What an issuer that nobody names is inferred from."""

    story: Story
    draft: Draft
    verb: Token
    head: Token
    seen: Anaphora


def _recipients(clue: _Clue) -> set[str]:
    """Return whom trade goes to, who can't be holding it up: "sales to China were cleared"."""
    story, trade = clue.story, {*known("flow_noun"), *known("ship_verb")}
    first, last = _around(clue)
    spans = [subtree(clue.head)] if lists(clue.draft) else []
    for prep in story.doc[first : last + 1]:
        reaches = prep.head.lemma_.lower() == "access"
        if prep.lower_ not in _TOWARD or prep.dep_ not in {"prep", "dative"} or reaches:
            continue
        above = prep.head
        goods = any(each.first <= above.i <= each.last for each in story.names.goods)
        ruled = any(is_core(each) for each in prep.children)
        if goods or above.lemma_.lower() in trade or (is_core(above) and not ruled):
            spans.append(subtree(prep))
    kinds = (story.names.sides, story.names.companies)
    named = (one for span in spans for kind in kinds for one in story.names.within(kind, *span))
    return {one.side for one in named if not _is_doer(story.doc[one.last])}


def _is_doer(token: Token) -> bool:
    """True for "Beijing" in "the curbs imposed by Beijing", "licenses from Beijing"."""
    prep = aim_of(token)
    return prep is not None and prep.lower_ in {"by", "from"}


def _around(clue: _Clue) -> tuple[int, int]:
    """Return the tokens of the clause and of the noun that a measure is told with."""
    spans = [subtree(clue.head), *([clause(clue.verb)] if clue.verb.pos_ != "NOUN" else [])]
    return min(first for first, _ in spans), max(last for _, last in spans)


def _demander(clue: _Clue) -> set[str]:
    """Return who demands it, and so doesn't impose it: "Beijing asked for limits to be …"."""
    if clue.draft.modality != "demanded":
        return set()
    asks = (clue.story.side(doer) for doer in subjects(governor(clue.verb)))
    return {side[0] for side in asks if side is not None}


def _told_before(clue: _Clue) -> _Found | None:
    """Return whose measure on the same goods was told before."""
    goods = clue.draft.values("goods")
    related = [*goods, *(like for each in goods for like in kin(each))]
    for names in (goods, related):
        for earlier in reversed(clue.seen.told[-_RECENT:]):
            issuer = earlier.value("issuer")
            if issuer and share(names, earlier.values("goods")):
                return issuer, None
    return None


def _controller(clue: _Clue) -> _Found | None:
    """Return who is known to control such goods, unless the story speaks of a third party's act."""
    found = _known_controller(clue)
    if found is None or found[0] not in clue.story.main_sides:
        return None
    told = (side[0] for way in (_official, _alone) if (side := way(clue)))
    return found if all(side in controllers().values() for side in told) else None


def _known_controller(clue: _Clue) -> _Found | None:
    """Return who is known to control such goods, by the table."""
    sides = controllers()
    told = (kind for goods in clue.draft.values("goods") for kind in kinds(goods))
    return next(((sides[kind], None) for kind in told if kind in sides), None)


def _absent_controller(clue: _Clue) -> _Found | None:
    """Return who is known to control such goods, where the other such side alone is spoken of."""
    told = clue.story.main_sides
    alone = bool(told) and set(controllers().values()).issuperset(told)
    return _known_controller(clue) if alone else None


@cache
def controllers() -> Mapping[str, str]:
    """Return who is known to control which kind of goods."""
    return {row["goods"]: row["side"] for row in table("goods_controller")}


def _seller(clue: _Clue) -> _Found | None:
    """Return whose firm it is that ships: "Nvidia may sell", "licenses for ASML to supply"."""
    first, last = _around(clue)
    for token in clue.story.doc[first : last + 1]:
        if token.pos_ != "VERB" or token.lemma_.lower() not in _SELLS:
            continue
        for doer in subjects(token):
            firm = clue.story.names.company_at(doer.i)
            side = (firm.side, firm.span) if firm is not None else clue.story.side(doer)
            if side is not None:
                return side
    return None


def _teller(clue: _Clue) -> _Found | None:
    """Return the authority in "The administration told Nvidia that it would need a license"."""
    above = clue.verb.head
    told = {"tell", "inform", "notify", "advise", "order"}
    if clue.verb.dep_ != "ccomp" or above.lemma_ not in told:
        return None
    story = clue.story
    return next((side for doer in subjects(above) if (side := story.acting_side(doer))), None)


def _bound(clue: _Clue) -> _Found | None:
    """Return whose firms a rule binds: "bars U.S. toolmakers from repairing …"."""
    if clue.verb.lemma_.lower() not in {*known("bar_verb"), *known("need_verb")}:
        return None
    private = words("talks", "private_noun")
    bound = [each for each in objects(clue.verb) if each.lemma_.lower() in private]
    return next((side for each in bound if (side := clue.story.side(each))), None)


def _announcer(clue: _Clue) -> _Found | None:
    """Return the side of the ministry or government that told it."""
    return _source_side(clue, _BODIES)


def _official(clue: _Clue) -> _Found | None:
    """Return the side of the official who told it."""
    return _source_side(clue, _OFFICIALS)


def _source_side(clue: _Clue, kinds: frozenset[str]) -> _Found | None:
    names = clue.story.names
    for source in clue.draft.attribution or clue.story.chains.of(clue.draft.head):
        if source.kind not in kinds:
            continue
        person = next((p for p in names.people if p.name == source.name and p.side), None)
        if person is not None:
            return person.side, None
        if source.span is None or (kinds == _OFFICIALS and clue.verb.pos_ == "NOUN"):
            continue
        for one in names.sides:
            if source.span.start <= one.span.start and one.span.end <= source.span.end:
                return one.side, None
    return None


def _inside(clue: _Clue) -> _Found | None:
    """Return the side that the noun of a measure is told with: "an American halt to sales"."""
    head, names = clue.head, clue.story.names
    nominal = head.pos_ in {"NOUN", "PROPN"}
    for mention in names.within(names.sides, *subtree(head)) if nominal else ():
        token = clue.story.doc[mention.last]
        core = is_core(token.head) and token.head.dep_ != "compound"
        owns = token.dep_ == "poss" or core or not is_aimed(token)
        if not _is_within(token, head):
            continue
        if token.dep_ in {"poss", "compound", "amod", "nmod"} and owns:
            return mention.side, mention.span
    return None


def _is_within(token: Token, head: Token) -> bool:
    """True for what stands in a noun phrase itself, not in a clause or an aside inside it."""
    here = token
    for _ in range(_CLIMB):
        if here.i == head.i:
            return True
        if here.pos_ in {"VERB", "AUX"} or here.dep_ == "appos":
            return False
        here = here.head
    return False


def _other_than_demander(clue: _Clue) -> _Found | None:
    """Return the counterpart of the side that demands it, where only that one is told."""
    sides = clue.story.main_sides
    asks = next((side for side in sorted(_demander(clue)) if side in sides), None)
    other = clue.story.other_side(asks) if asks else None
    return (other, None) if other else None


def _subject(clue: _Clue) -> _Found | None:
    """Return the side that the sentence has as a subject before the verb."""
    story, verb = clue.story, clue.verb
    for mention in reversed(story.names.within(story.names.sides, verb.sent.start, verb.i)):
        if story.doc[mention.last].dep_ in {"nsubj", "nsubjpass"}:
            return mention.side, None
    return None


def _before(clue: _Clue) -> _Found | None:
    """Return the authority of the sentences just before: "BIS wrote … The guidance loosened"."""
    place = clue.verb.i
    bodies = (one for one in clue.story.names.sides if one.kind in _BODIES)
    named = [one for one in bodies if one.last < place]
    if not named or place - named[-1].last > _REACH:
        return None
    return named[-1].side, None


def _alone(clue: _Clue) -> _Found | None:
    """Return the only government of the sentence that isn't aimed at."""
    story, sentence = clue.story, clue.verb.sent
    named = [
        mention
        for mention in story.names.within(story.names.sides, sentence.start, sentence.end - 1)
        if mention.is_government and not is_aimed(story.doc[mention.last])
    ]
    if len({mention.side for mention in named}) != 1:
        return None
    return named[0].side, named[0].span


def _accused(clue: _Clue) -> _Found | None:
    """Return whom a complaint is about: "lashed out at the US over … a halt to sales"."""
    story = clue.story
    for verb in clue.verb.sent:
        if verb.lemma_.lower() in words("talks", "accuse_verb") and verb.pos_ == "VERB":
            for child in verb.children:
                if child.dep_ == "dobj" and child.i > verb.i and story.side(child):
                    return story.side(child)
                if child.dep_ == "prep" and child.lower_ in {"at", "against"}:
                    for deep in child.children:
                        if story.side(deep):
                            return story.side(deep)
    return None


#: The ways to infer an issuer, the surest first.
_WAYS: tuple[Callable[[_Clue], _Found | None], ...] = (
    _accused,
    _teller,
    _bound,
    _told_before,
    _announcer,
    _inside,
    _controller,
    _official,
    _seller,
    _other_than_demander,
    _alone,
    _before,
    _absent_controller,
    _subject,
)


def put_counterpart(story: Story, draft: Draft, seen: Anaphora) -> None:
    """Infer an issuer that nothing names: the other side of the target, else of what was told."""
    if "issuer" in draft.slots:
        return
    target = draft.value("target")
    pair = story.main_sides
    before = seen.last.value("issuer") if seen.last is not None else None
    if before and before != target:
        draft.put("issuer", Slot(value=before))
    elif target in pair:
        draft.put_all("issuer", [Slot(value=side) for side in pair if side != target])
