"""Whose measure it is and whom it is aimed at, by grammatical role and by reference."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from comity.read.control import is_core, known
from comity.read.lexicon import table, words
from comity.read.measure_goods import Anaphora
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story
from comity.read.syntax import (
    clause,
    governor,
    noun_phrase,
    objects,
    own_range,
    possessors,
    prepositional,
    subjects,
    subtree,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


#: How many tokens back an authority still governs what follows.
_REACH = 60
#: How far up from a name its preposition stands.
_CLIMB = 5
_AIMS = {"to", "against", "on", "for", "in", "toward", "towards", "at"}
_SPEAK_FOR = {"institution", "government", "official", "officials"}


def put_issuer(
    story: Story, draft: Draft, verb: Token, head: Token, referred: Draft | None
) -> None:
    """Fill the issuer: the doer, else whose the control is, else by reference."""
    if any(_owned(story, draft, each) for each in (head, *prepositional(head, "to", "of", "on"))):
        return
    acting = verb.pos_ in {"VERB", "AUX"}
    decided = verb.dep_ in {"dobj", "conj"} and verb.head.lemma_.lower() in _decides()
    for doer in subjects(verb if acting else verb.head) if acting or decided else ():
        found = story.acting_side(doer)
        if found is not None and doer.i != head.i:
            draft.put("issuer", Slot(value=found[0], span=found[1]))
            return
    wrote = _author(story, subjects(verb)) if acting else None
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
    _infer_issuer(story, draft, verb, head, referred)


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
        above = [doer.head] if doer.dep_ in {"dobj", "nsubjpass"} else []
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


def _infer_issuer(
    story: Story, draft: Draft, verb: Token, head: Token, referred: Draft | None
) -> None:
    """Take the issuer from the measure referred to, the accused, the source or the sentence."""
    if referred is not None and referred.value("issuer"):
        draft.put("issuer", Slot(value=referred.value("issuer") or ""))
        return
    told = _accused(story, verb) or _teller(story, verb) or _bound(story, verb)
    if told is not None:
        draft.put("issuer", Slot(value=told[0], span=told[1]))
        return
    side = _source_side(story, draft, acted=verb.pos_ in {"VERB", "AUX"})
    if side is not None:
        draft.put("issuer", Slot(value=side))
        return
    nominal = head.pos_ in {"NOUN", "PROPN"}
    for mention in story.names.within(story.names.sides, *subtree(head)) if nominal else ():
        token = story.doc[mention.last]
        core = is_core(token.head) and token.head.dep_ != "compound"
        owns = token.dep_ == "poss" or core or not _is_aimed(token)
        if not _is_within(token, head):
            continue
        if token.dep_ in {"poss", "compound", "amod", "nmod"} and owns:
            draft.put("issuer", Slot(value=mention.side, span=mention.span))
            return
    if draft.modality == "demanded" and _not_demander(story, draft, verb):
        return
    for infer in (_alone, _before, _subject):
        if infer(story, draft, verb):
            return


def _not_demander(story: Story, draft: Draft, verb: Token) -> bool:
    """Take the other side where only who demands is told: "Beijing asked for limits to be …"."""
    above = governor(verb)
    asks = next((side for doer in subjects(above) if (side := story.side(doer))), None)
    other = story.other_side(asks[0]) if asks and asks[0] in story.main_sides else None
    if other is not None:
        draft.put("issuer", Slot(value=other))
    return other is not None


def _is_within(token: Token, head: Token) -> bool:
    """True for what stands in a noun phrase itself, not in a clause inside it."""
    here = token
    for _ in range(_CLIMB):
        if here.i == head.i:
            return True
        if here.pos_ in {"VERB", "AUX"}:
            return False
        here = here.head
    return False


def _teller(story: Story, verb: Token) -> tuple[str, Span] | None:
    """Return the authority in "The administration told Nvidia that it would need a license"."""
    above = verb.head
    if verb.dep_ != "ccomp" or above.lemma_ not in {"tell", "inform", "notify", "advise", "order"}:
        return None
    return next((side for doer in subjects(above) if (side := story.acting_side(doer))), None)


def _bound(story: Story, verb: Token) -> tuple[str, Span] | None:
    """Return whose firms a rule binds: "bars U.S. toolmakers from repairing …"."""
    if verb.lemma_.lower() not in {*known("bar_verb"), *known("need_verb")}:
        return None
    private = words("talks", "private_noun")
    bound = [each for each in objects(verb) if each.lemma_.lower() in private]
    return next((side for each in bound if (side := story.side(each))), None)


def _source_side(story: Story, draft: Draft, *, acted: bool) -> str | None:
    """Return the side of the institution that announced it."""
    for source in draft.attribution:
        person = next((p for p in story.names.people if p.name == source.name and p.side), None)
        if person is not None and source.kind == "official":
            return person.side
        if not acted and source.kind in {"official", "officials"}:
            continue
        if source.kind not in _SPEAK_FOR or source.span is None:
            continue
        for one in story.names.sides:
            if source.span.start <= one.span.start and one.span.end <= source.span.end:
                return one.side
    return None


def _subject(story: Story, draft: Draft, verb: Token) -> bool:
    """Take the side that the sentence has as a subject before the verb."""
    for mention in reversed(story.names.within(story.names.sides, verb.sent.start, verb.i)):
        if story.doc[mention.last].dep_ in {"nsubj", "nsubjpass"}:
            draft.put("issuer", Slot(value=mention.side))
            return True
    return False


def _before(story: Story, draft: Draft, verb: Token) -> bool:
    """Take the authority of the sentences just before: "BIS wrote … The guidance loosened …"."""
    named = [
        one
        for one in story.names.sides
        if one.kind in {"institution", "government"} and one.last < verb.i
    ]
    if not named or verb.i - named[-1].last > _REACH:
        return False
    draft.put("issuer", Slot(value=named[-1].side))
    return True


def _alone(story: Story, draft: Draft, verb: Token) -> bool:
    """Take the only government of the sentence that isn't aimed at."""
    named = [
        mention
        for mention in story.names.within(story.names.sides, verb.sent.start, verb.sent.end - 1)
        if mention.is_government and not _is_aimed(story.doc[mention.last])
    ]
    if len({mention.side for mention in named}) != 1:
        return False
    draft.put("issuer", Slot(value=named[0].side, span=named[0].span))
    return True


def _accused(story: Story, token: Token) -> tuple[str, Span] | None:
    """Return whom a complaint is about: "lashed out at the US over … a halt to sales"."""
    for verb in token.sent:
        if verb.lemma_.lower() in words("talks", "accuse_verb") and verb.pos_ == "VERB":
            for child in verb.children:
                if child.dep_ == "dobj" and child.i > verb.i and story.side(child):
                    return story.side(child)
                if child.dep_ == "prep" and child.lower_ in {"at", "against"}:
                    for deep in child.children:
                        if story.side(deep):
                            return story.side(deep)
    return None


def put_target(
    story: Story, draft: Draft, verb: Token, head: Token, referred: Draft | None
) -> None:
    """Fill the target: whom the words aim at, else the counterpart of a side that aims."""
    issuer = draft.value("issuer")
    first, last = own_range(head)
    if verb.pos_ in {"VERB", "AUX"}:
        inner = clause(verb)
        first, last = min(first, verb.i), max(last, inner[1])
    for mention in story.names.within(story.names.sides, first, last):
        token = story.doc[mention.last]
        if mention.side == issuer or not _is_aimed(token):
            continue
        draft.put("target", Slot(value=mention.side, span=mention.span))
        return
    if (
        _target_company(story, draft, first, last)
        or _target_answered(story, draft)
        or _target_hit(story, draft, verb)
    ):
        return
    if issuer and "goods" in draft.slots:
        _target_of_sentence(story, draft, verb, issuer)
    if "target" in draft.slots:
        return
    if referred is not None and referred.value("target"):
        draft.put("target", Slot(value=referred.value("target") or ""))
        return
    other = story.other_side(issuer) if issuer else None
    if other and _acts_on_one_country(issuer) and draft.value("measure_kind") != "unspecified":
        draft.put("target", Slot(value=other))


def _target_company(story: Story, draft: Draft, first: int, last: int) -> bool:
    """Take the home of the company aimed at: "shipments to Huawei", "added SMIC to its list"."""
    listed = draft.value("measure_kind") == "entity_listing"
    for each in story.names.within(story.names.companies, first, last):
        token = story.doc[each.last]
        plain = token.dep_ in {"dobj", "nsubjpass", "conj"} and listed
        if each.side != draft.value("issuer") and (_is_aimed(token) or plain):
            draft.put("target", Slot(value=each.side, span=each.span))
            return True
    return False


def _target_hit(story: Story, draft: Draft, verb: Token) -> bool:
    """Take whom it cuts off, or strikes back at: "cut off U.S. buyers", "hit back at … by …"."""
    hit: list[Token] = []
    if verb.lemma_.lower() in known("sever_verb"):
        hit += [each for each in objects(verb) if story.names.side_of(each)]
    if verb.dep_ == "ccomp" and verb.head.lemma_ in {"assure", "promise", "notify"}:
        hit += [child for child in verb.head.children if child.dep_ in {"dobj", "dative"}]
    if verb.dep_ == "pcomp" and verb.head.lower_ == "by":
        hit += prepositional(governor(verb), "at", "against", "to")
    for each in hit:
        found = story.side(each)
        if found is not None and found[0] != draft.value("issuer"):
            draft.put("target", Slot(value=found[0], span=found[1]))
            return True
    return False


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


def _target_answered(story: Story, draft: Draft) -> bool:
    """Take whom a measure answers: "in retaliation for new U.S. curbs"."""
    told = draft.slots.get("condition")
    if not isinstance(told, Slot) or told.kind != "retaliation" or told.span is None:
        return False
    for one in story.names.sides:
        inside = told.span.start <= one.span.start < told.span.end
        if inside and one.side != draft.value("issuer"):
            draft.put("target", Slot(value=one.side, span=one.span))
            return True
    return False


def _target_of_sentence(story: Story, draft: Draft, verb: Token, issuer: str) -> None:
    for mention in story.names.within(story.names.sides, verb.sent.start, verb.i):
        token = story.doc[mention.last]
        if (
            mention.side != issuer
            and token.dep_ == "pobj"
            and token.head.lower_ == "to"
            and token.head.head.pos_ == "NOUN"
        ):
            draft.put("target", Slot(value=mention.side, span=mention.span))
            return


def _acts_on_one_country(issuer: str | None) -> bool:
    """True for a side whose controls in the news are aimed at the other side, not at everyone."""
    return any(
        row["word"] == issuer for row in table("talks") if row["class"] == "aims_at_counterpart"
    )


def _is_aimed(token: Token) -> bool:
    """True for whom trade goes to: "sales to Japanese end users", "curbs on China"."""
    here = token
    for _ in range(_CLIMB):
        if here.dep_ == "prep":
            return False
        if here.dep_ == "pobj":
            return here.head.dep_ in {"prep", "dative"} and here.head.lower_ in _AIMS
        if here.dep_ not in {"conj", "compound", "amod", "poss", "nmod"}:
            return False
        here = here.head
    return False
