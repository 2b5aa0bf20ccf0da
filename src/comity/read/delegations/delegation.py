"""Who sits at the table: members of delegations with their office, side and role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.delegations.member import draft_member, is_leader, office_of
from comity.read.delegations.roster import find_listed
from comity.read.delegations.team import (
    besides,
    is_told_aside,
    meets_team,
    met_person,
    owners,
    team_of,
)
from comity.read.language.syntax import (
    clause,
    conjuncts,
    governor,
    is_passive,
    noun_phrase,
    objects,
    prepositional,
    span_of,
    subjects,
    text_of,
)
from comity.read.lexicon import words
from comity.read.names.mention import Person
from comity.read.proposal import Slot, Span
from comity.read.speech.modality import modality
from comity.read.story import PAIR, Draft, Story, is_talks, is_talks_part, is_team
from comity.read.talks.mention import tells_of_talks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_SEATED = re.compile(
    r"\b(?:at the (?:negotiating |bargaining )?table|in the (?:room|delegation)|also present"
    r"|in attendance|on the (?:team|delegation)|(?:part|a member|members|among the members) of the"
    r"|on hand|among (?:the )?(?:negotiators|delegates|participants))\b",
    re.IGNORECASE,
)
_HELD = {"call", "conversation", "exchange", "hand", "discussion"}
_RECEIVES = {"sit", "host", "receive", "greet", "chair", "confer", "speak", "hold"}
_INCLUDES = {"include", "comprise", "consist", "feature", "contain", "count"}
_LEADS = {"lead", "head", "front", "spearhead", "chair"}


def find_members(story: Story) -> list[Draft]:
    """Find every member of a delegation that a story names, each once."""
    found: dict[str, Draft] = {}
    for token in story.doc:
        for draft in _told_by(story, token):
            name = draft.value("person") or ""
            if name in found:
                for slot_name, slot in draft.slots.items():
                    found[name].fill(slot_name, slot)
            else:
                found[name] = draft
    for draft in find_listed(story):
        if draft.value("person") not in found:
            person = next(p for p in story.names.people if p.name == draft.value("person"))
            draft.put("office", office_of(story, person))
            found[draft.value("person") or ""] = draft
    for draft in found.values():
        if is_told_aside(story.doc[draft.head]):
            draft.attribution = ()
    people = {person.name: person for person in story.names.people}
    return [each for name, each in found.items() if not is_leader(story, people[name])]


def _told_by(story: Story, token: Token) -> Iterator[Draft]:
    """Find the members that one word tells of."""
    if token.lemma_ == "member" and token.dep_ == "appos":
        return _described(story, token)
    if token.lemma_ == "counterpart" and token.dep_ == "nsubj":
        return _counterparts(story, token)
    if is_talks(token) and token.pos_ == "NOUN":
        return _between(story, token)
    return _of_verb(story, token) if token.pos_ in {"VERB", "AUX"} else iter(())


def _described(story: Story, noun: Token) -> Iterator[Draft]:
    """Read "Li, also a member of the delegation"."""
    person = story.names.person_at(noun.head.i)
    for team in prepositional(noun, "of"):
        if person is not None and person.side and is_team(team):
            yield draft_member(story, noun, person, person.side, noun_phrase(team))


def _counterparts(story: Story, noun: Token) -> Iterator[Draft]:
    """Read "Quiroga's counterpart was Landon Heid" in a story of talks."""
    holders = [child for child in noun.children if child.dep_ == "poss"]
    others = [child for child in noun.head.children if child.dep_ == "attr"]
    people = [person for each in (*holders, *others) if (person := story.names.person_at(each.i))]
    if noun.head.lemma_ != "be" or len(people) < PAIR or not tells_of_talks(story):
        return
    for person in people:
        side = person.side
        if not side or person.is_side_guessed:
            held = {each.side for each in people if each is not person}
            side = next((one for one in story.main_sides if one not in held), side)
        if side:
            yield draft_member(story, noun, person, side, None)


def _between(story: Story, noun: Token) -> Iterator[Draft]:
    """Read "the talks between Scott Bessent and He Lifeng"."""
    held = [met_person(story, each) for each in prepositional(noun, "between")]
    people = [person for person in held if person is not None and person.side]
    held_once = modality(governor(noun)) == "did"
    if len({person.side for person in people}) == PAIR and held_once:
        for person in people:
            draft = draft_member(story, noun, person, person.side, None)
            draft.modality = "did"
            yield draft


def _of_verb(  # noqa: C901  (one branch a construction)
    story: Story, verb: Token
) -> Iterator[Draft]:
    lemma = verb.lemma_.lower()
    role = _role(verb, lemma)
    team = team_of(story, verb)
    if team is not None and (lemma in _INCLUDES or role or lemma in {"make", "represent"}):
        yield from _members(story, verb, team, role, complete=_is_complete(verb))
    elif role and verb.dep_ in {"acl", "relcl", "advcl"} and is_meeting(verb):
        yield from _headed(story, verb, role)
    elif lemma == "represent":
        yield from _represented(story, verb)
    elif lemma in {"make", "form", "constitute"} and any(is_team(o) for o in objects(verb)):
        yield from _making_up(story, verb)
    elif role and _leads_team(verb):
        yield from _leaders(story, verb, role)
    elif role and any(True for _ in prepositional(verb, "for")):
        yield from _leading_for(story, verb, role)
    elif lemma == "meet" or (
        lemma in {"hold", "have"} and any(is_talks(o) or is_talks_part(o) for o in objects(verb))
    ):
        yield from _met(story, verb)
    elif lemma == "be" or lemma in {"see", "spot", "attend", "participate", "take", "arrive"}:
        yield from _present(story, verb)
    elif lemma in {"accompany", "join", "flank"}:
        yield from _joined(story, verb)
    elif lemma in {"sit", "host", "receive", "greet", "chair", "confer", "speak"} or (
        lemma in {"hold", "shake"} and any(o.lemma_ in _HELD for o in objects(verb))
    ):
        yield from _met(story, verb)


def _role(verb: Token, lemma: str) -> str | None:
    if lemma in {"co-lead", "co-led"}:
        return "co-lead"
    if lemma in _LEADS:
        before = text_of(verb.doc)[max(0, verb.idx - 3) : verb.idx]
        return "co-lead" if before == "co-" else "lead"
    return None


def _members(
    story: Story, verb: Token, team: tuple[str, Span], role: str | None, *, complete: Slot | None
) -> Iterator[Draft]:
    passive_role = role if role is None or any(c.dep_ == "agent" for c in verb.children) else None
    for person in [*owners(story, verb), *besides(story, verb), *_people(story, verb)]:
        told = _told_side(story, verb, person)
        own = team[0] if person.is_side_guessed else person.side or team[0]
        own = told[0] if told else own
        draft = draft_member(story, verb, person, own, team[1] if own == team[0] else None)
        if passive_role and not _stands_beside(story, person, verb):
            draft.put("role", Slot(value=passive_role, span=_role_span(story, verb)))
        draft.put("complete", complete)
        yield draft


def _stands_beside(story: Story, person: Person, verb: Token) -> bool:
    """True for who takes part without leading: "headed by He Lifeng, with Wang Wentao"."""
    here = story.doc[person.head]
    while here.i not in {verb.i, here.head.i}:
        if here.lower_ == "with" and "together" not in {c.lower_ for c in here.head.children}:
            return "together" not in {c.lower_ for c in here.children}
        here = here.head
    return False


def _role_span(story: Story, verb: Token) -> Span:
    agent = next((child.i for child in verb.children if child.dep_ == "agent"), verb.i)
    first = verb.i
    while first and story.doc[first - 1].text in {"-", "co"}:
        first -= 1
    return span_of(story.doc, first, agent)


def _is_complete(verb: Token) -> Slot | None:
    partly = [c for c in verb.children if c.lower_ in {"primarily", "mainly", "also", "chiefly"}]
    if verb.lemma_ == "include" and partly and partly[0].i == verb.i - 1:
        return Slot(value=False, span=span_of(verb.doc, partly[0].i, verb.i))
    return None


def _people(story: Story, verb: Token) -> list[Person]:
    """Return the people that a verb lists, but for those of side remarks."""
    start, end = clause(verb)
    return [
        person
        for person in story.names.people
        if max(verb.i, start) < person.head <= end and not _aside(story, person, verb)
    ]


def _aside(story: Story, person: Person, verb: Token) -> bool:
    """True for "a close ally of President Xi" and people inside a relative clause."""
    here = story.doc[person.head]
    while here.i not in (verb.i, here.head.i):
        if here.dep_ == "relcl" or (
            here.dep_ == "prep"
            and here.lower_ in {"of", "to", "for"}
            and here.head.dep_ != "ROOT"
            and here.head.lemma_ not in {"consist", "compose", "make"}
        ):
            return True
        if here.dep_ in {"advcl", "ccomp"}:
            return True
        here = here.head
    return False


def _represented(story: Story, verb: Token) -> Iterator[Draft]:
    """Read "China is represented by He Lifeng" and "Bessent will represent the United States"."""
    for represented in objects(verb):
        side = story.side(represented)
        if side is None:
            continue
        for doer in subjects(verb):
            person = story.names.person_at(doer.i)
            if person is not None:
                yield draft_member(story, verb, person, *side)
        for person in besides(story, verb):
            yield draft_member(story, verb, person, *side)
        return


def _making_up(story: Story, verb: Token) -> Iterator[Draft]:
    """Read "Bessent, Lutnick and Greer make up the US team"."""
    side = next((found for each in objects(verb) if (found := story.side(each))), None)
    for doer in subjects(verb):
        person = story.names.person_at(doer.i)
        if side is not None and person is not None:
            yield draft_member(story, verb, person, *side)


def is_meeting(verb: Token) -> bool:
    """True for "negotiators, led by …", "the talks, headed by …", "Led by …, the two sides …"."""
    led = verb.dep_ == "advcl" and any(is_team(each) for each in subjects(verb.head))
    return led or is_team(verb.head) or is_talks(verb.head)


def _headed(story: Story, verb: Token, role: str) -> Iterator[Draft]:
    """Read "negotiators, led by Scott Bessent and He Lifeng": each leads a side of their own."""
    people = _people(story, verb)
    known = {person.side for person in people if not person.is_side_guessed}
    for person in people:
        told = _told_side(story, verb, person)
        side = told[0] if told else person.side
        if not told and person.is_side_guessed and len(people) == PAIR and len(known) == 1:
            side = next((one for one in story.main_sides if one not in known), side)
        if side:
            draft = draft_member(story, verb, person, side, told[1] if told else None)
            draft.put("role", Slot(value=role, span=_role_span(story, verb)))
            yield draft


def _told_side(story: Story, verb: Token, person: Person) -> tuple[str, Span] | None:
    """Return the side told with a leader: "led on the Mexican side by Vidal Llerenas"."""
    first = story.doc[person.head].left_edge.i
    for token in reversed(story.doc[verb.i : first]):
        if token.lower_ in {"side", "part", "one"} or (
            token.pos_ == "PROPN" and token.head.lower_ == "for"
        ):
            return story.side(token)
        if story.names.person_at(token.i) is not None:
            return None
    return None


def _leads_team(verb: Token) -> bool:
    return any(
        each.lemma_.lower() in {*words("talks", "team_noun"), *words("talks", "talks_noun")}
        for each in objects(verb)
    )


def _leading_for(story: Story, verb: Token, role: str) -> Iterator[Draft]:
    """Read "He Lifeng leads for China; with him are Li Chenggang and Liao Min"."""
    side = next((s for each in prepositional(verb, "for") if (s := story.side(each))), None)
    leaders = [p for doer in subjects(verb) if (p := story.names.person_at(doer.i))]
    if side is None or not leaders:
        return
    for person in leaders:
        draft = draft_member(story, verb, person, *side)
        draft.put("role", Slot(value=role, span=span_of(story.doc, verb.i, verb.i)))
        yield draft
    beside = [
        token
        for token in verb.doc[verb.i : verb.sent.end]
        if token.lower_ in {"him", "her"} and token.head.lower_ in {"with", "alongside"}
    ]
    for token in beside:
        for person in story.names.people:
            if token.i < person.head < verb.sent.end:
                yield draft_member(story, verb, person, side[0], None)


def _leaders(story: Story, verb: Token, role: str) -> Iterator[Draft]:
    team = next(iter(objects(verb)), None)
    side = story.side(team) if team is not None else None
    for doer in subjects(verb):
        person = story.names.person_at(doer.i)
        if person is None:
            continue
        code = side[0] if side else person.side
        if not code:
            continue
        draft = draft_member(
            story, verb, person, code, noun_phrase(team) if side and team else None
        )
        draft.put("role", Slot(value=role, span=span_of(story.doc, verb.i, verb.i)))
        yield draft


def _met(story: Story, verb: Token) -> Iterator[Draft]:
    """Read "Bessent and Greer met Vice Premier He Lifeng", "met a Chinese team"."""
    start, end = clause(verb)
    doers = {doer.i for doer in subjects(verb)}
    people = [
        person
        for person in story.names.people
        if person.side
        and (
            person.head in doers
            or (start <= person.head <= end and not _aside(story, person, verb))
        )
        and not is_leader(story, person)
    ]
    sides = {person.side for person in people}
    if len(sides) < PAIR and not (sides and meets_team(story, verb, sides)):
        return
    for person in people:
        yield draft_member(story, verb, person, person.side, None)


def _present(story: Story, verb: Token) -> Iterator[Draft]:
    """Read "was part of a US negotiating team", "were seen at the venue", "attended the talks"."""
    teams = {"team", "delegation", "side", "contingent"}
    talks = {"venue", *words("talks", "talks_noun")}
    team = next((t for t in verb.subtree if t.i > verb.i and t.lemma_ in teams), None)
    seated = _SEATED.search(verb.sent.text) is not None and verb.lemma_ == "be"
    counted = any(t.lower_ in {"part", "member", "among"} for t in verb.subtree if t.i > verb.i)
    there = any(t.lemma_.lower() in talks for t in verb.subtree if t.i > verb.i)
    there = there or (verb.lemma_ == "attend" and any(o.lemma_ in talks for o in objects(verb)))
    if not (seated or (team is not None and counted) or (there and verb.lemma_ != "be")):
        return
    if verb.lemma_ == "take" and not any(each.lemma_ == "part" for each in objects(verb)):
        return
    doers = subjects(verb) or objects(verb)
    doers += [d for s in doers for c in s.children if c.dep_ == "appos" for d in conjuncts(c)]
    doers += [d for c in verb.children if c.dep_ == "attr" and seated for d in conjuncts(c)]
    for doer in doers:
        person = story.names.person_at(doer.i)
        if person is not None and person.side:
            yield draft_member(
                story, verb, person, person.side, noun_phrase(team) if team else None
            )


def _joined(story: Story, verb: Token) -> Iterator[Draft]:
    people = []
    doers = [*subjects(verb), *objects(verb), *prepositional(verb, "by")]
    if verb.dep_ == "conj" and is_passive(verb):
        doers += subjects(verb.head)
    doers += [d for c in verb.children if c.dep_ in {"attr", "nsubj"} for d in conjuncts(c)]
    for each in doers:
        person = story.names.person_at(each.i)
        if person is not None and person.side and person not in people:
            people.append(person)
    alone = verb.lemma_ == "join" and not any(c.dep_ == "dobj" for c in verb.children)
    if len(people) < PAIR and not (alone and tells_of_talks(story)):
        return
    known = {person.side for person in people if not person.is_side_guessed}
    for person in people:
        side = min(known) if person.is_side_guessed and len(known) == 1 else person.side
        yield draft_member(story, verb, person, side, None)
