"""People in a text: their names, the offices told beside them, whose side they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    governor,
    objects,
    span_of,
    subjects,
    text_of,
    tokens_of,
)
from comity.read.lexicon import either, words
from comity.read.names.mention import Names, Person
from comity.read.names.office import office_before, office_beside, offices
from comity.read.proposal import Span
from comity.read.story import is_team

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Most words of an unknown name after the first; tokens between a side and an office.
_NAME_WORDS, _GAP = 3, 2
_HOUSE = {"at", "from", "with"}
#: Tokens after "at" or "of" in which a house is described before its name.
_DESCRIBED = 7


def add_people(names: Names, known: Sequence[Mapping[str, str]]) -> None:
    """Find everybody a text names: those known, those told with an office, and their surnames."""
    full = {name: row for row in known for name in (row["name"], row.get("alias", "")) if name}
    family = {row["family"]: row for row in known if row.get("family")}
    pattern = re.compile(rf"(?<![\w-])(?:{either([*full, *family])})(?![\w-]|['\u2019](?!s\b)\w)")
    for found in pattern.finditer(text_of(names.doc)):
        first, last = tokens_of(names.doc, found.start(), found.end())
        row = full.get(found.group()) or family.get(found.group())
        if row is None or _is_adjectival(names.doc[first : last + 1].root):
            continue
        _register(names, _known_person(names, first, last, row))
    told = list(names.people)
    unknown = [_with_side(names, person) for person in _unknown_people(names)]
    for person in unknown:
        _register(names, person)
    _add_surnames(names, [*told, *unknown])
    names.people.sort(key=lambda person: person.head)


def _unknown_people(names: Names) -> Iterator[Person]:
    text = text_of(names.doc)
    for token in names.doc:
        if (
            (
                token.pos_ == "PROPN"
                or (text[token.idx - 1 : token.idx] == "-" and _is_hyphened(token))
            )
            and names.person_at(token.i) is None
            and _may_be_person(names, token)
        ):
            person = _unknown_person(names, token)
            if person is not None:
                yield person


def _with_side(names: Names, person: Person) -> Person:
    """Give a minister of no named country the story's side that nobody beside them speaks for."""
    main = names.main_sides()[:2]
    told = person.side and (not person.is_side_guessed or person.side in main)
    if told or not _is_official(person.office):
        return person
    sentence = names.doc[person.head].sent
    held = {p.side for p in names.people if sentence.start <= p.head < sentence.end}
    free = [side for side in main if side not in held]
    return replace(person, side=free[0], is_side_guessed=True) if free else person


def _is_official(office: str | None) -> bool:
    """True for an office of a government: its last title word says so."""
    heads = words("titles", "head")
    plain = re.split(r"\s(?:of|for|at|with)\s", (office or "").casefold())[0]
    found = max((head for head in heads if plain.endswith(head.casefold())), key=len, default="")
    return heads.get(found) == "official" and not plain.startswith("former")


def _add_surnames(names: Names, people: Sequence[Person]) -> None:
    """Find again by one name who was told by more: "Aukje Vermeer … Vermeer"."""
    short: dict[str, Person] = {}
    for person in people:
        parts = person.name.split()
        if len(parts) > 1 and (person.office or person.side or person.affiliation):
            family_first = person.side in words("titles", "family_first") or "-" in parts[-1]
            short.setdefault(parts[0] if family_first else parts[-1], person)
    for token in names.doc if short else ():
        whole = short.get(token.text)
        taken = names.person_at(token.i) or names.side_at(token.i) or names.outlet_at(token.i)
        named = token.pos_ == "PROPN" and not _is_part(token)
        if whole is None or taken or token.i < whole.head or not named or _is_adjectival(token):
            continue
        span = span_of(names.doc, token.i, token.i)
        again = Person(
            name=whole.name,
            span=span,
            head=token.i,
            side=whole.side,
            is_side_guessed=whole.is_side_guessed,
            affiliation=whole.affiliation,
        )
        _register(names, again)


def _is_part(token: Token) -> bool:
    """True for a name inside a longer one: "He Lifeng", "Xi'an"."""
    beside = [token.doc[place] for place in (token.i - 1, token.i + 1) if place < len(token.doc)]
    return token.dep_ == "compound" and any(
        each.pos_ == "PROPN" and each.i > token.i for each in beside
    )


def _is_adjectival(token: Token) -> bool:
    """True for "the Trump administration" and "Biden-era"."""
    return token.dep_ in {"compound", "nmod"} and token.head.pos_ == "NOUN"


def _register(names: Names, person: Person) -> None:
    names.people.append(person)
    first, last = tokens_of(names.doc, person.span.start, person.span.end)
    for place in range(first, last + 1):
        names._person_at[place] = person  # noqa: SLF001


def _known_person(names: Names, first: int, last: int, row: Mapping[str, str]) -> Person:
    doc = names.doc
    office, office_span = office_before(doc, first)
    head = doc[last]
    if office is None:
        office, office_span = office_beside(head)
    return Person(
        name=row["name"],
        span=span_of(doc, first, last),
        head=last,
        office=office,
        office_span=office_span,
        side=row.get("side", ""),
        affiliation=_affiliation(head),
        role=office_span,
    )


def _may_be_person(names: Names, token: Token) -> bool:
    """True for the last word of a proper name that speaks, holds an office or is described."""
    if token.dep_ in {"compound", "nmod", "amod"} and token.head.i > token.i:
        return False
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if after is not None and after.pos_ == "PROPN" and after.text[0].isupper():
        return False
    if names.side_at(token.i) or names.outlet_at(token.i) or not token.text[0].isupper():
        return _is_hyphened(token) and _may_be_named(names, token)
    return _may_be_named(names, token)


def _is_hyphened(token: Token) -> bool:
    """True for the last part of "Jong-won"."""
    if token.text[0].isupper() and token.pos_ == "PROPN":
        return False
    before = token.doc[token.i - 1] if token.i else token
    return before.text == "-" and not before.whitespace_ and not token.doc[token.i - 2].whitespace_


def _may_be_named(names: Names, token: Token) -> bool:
    first = _name_start(token)
    if first == token.i or any(names.side_at(place) for place in range(first, token.i + 1)):
        return _titled_start(names, token, first) is not None
    parts = [part.text for part in token.doc[first : token.i + 1]]
    if not all(
        _is_name_part(part, beside) for beside, part in zip(["", *parts], parts, strict=False)
    ):
        return False
    if _titled_start(names, token, first) is not None:
        return True
    speaks = token.dep_ == "nsubj" and token.head.pos_ == "VERB"
    housed = any(child.lower_ in {"of", "at", "from", "with"} for child in token.rights)
    if speaks and housed and token.i > first and token.text not in words("titles", "house"):
        return token.head.lemma_.lower() in words("cues", "cue")
    described = any(child.dep_ in {"appos", "relcl"} for child in token.children)
    described = described or token.doc[token.i + 1 : token.i + 3].text == ", who"
    if token.i > first and token.text not in words("titles", "house") and _is_listed(token):
        return True
    return (speaks or described or token.dep_ in {"conj", "pobj"}) and described


def _is_listed(token: Token) -> bool:
    """True for a name told as one of a team: "led by Gao Zhidan", "includes Michael Kaplan"."""
    verb = governor(token)
    kind = words("talks", "member_verb").get(verb.lemma_.lower())
    if kind not in {"lead", "part", "companion", "chair"} or token.i < verb.i:
        return False
    led = [*subjects(verb), *objects(verb), *([verb.head] if verb.dep_ == "acl" else [])]
    return any(is_team(each) for each in led)


def _is_name_part(part: str, beside: str) -> bool:
    if part in {"-", "."} or beside == "-":
        return True
    return (
        part[0].isupper() and part.replace(".", "").replace("\u2019", "").replace("'", "").isalpha()
    )


def _name_start(token: Token) -> int:
    first = token.i
    while first > 0:
        part = token.doc[first - 1]
        hyphen = part.text == "-" and not part.whitespace_ and first > 1
        he = part.text == "He" and token.doc[first].pos_ == "PROPN"
        if part.is_sent_end or not (hyphen or part.pos_ == "PROPN" or he):
            break
        if not (hyphen or part.text[0].isupper()):
            break
        first -= 1
    return first


def _titled_start(names: Names, token: Token, first: int) -> int | None:
    """Return where a name begins behind a title; two words are likelier than three or one."""
    doc = token.doc
    starts = [
        start
        for start in range(first, token.i + 1)
        if office_before(doc, start)[1] is not None
        and doc[start].text != "-"
        and (start == 0 or doc[start - 1].text != "-")
        and not names.side_at(start)
    ]
    if not starts:
        return None
    likely = {2: 0, 3: 1, 1: 2}
    return min(starts, key=lambda start: likely.get(_words(doc, start, token.i), 9))


def _words(doc: Doc, first: int, last: int) -> int:
    return len(doc[first : last + 1].text.split())


def _unknown_person(names: Names, token: Token) -> Person | None:
    first = _name_start(token)
    start = _titled_start(names, token, first)
    office, office_span = None, None
    if start is not None:
        first = start
        office, office_span = office_before(token.doc, first)
    else:
        office, office_span = office_beside(token)
    while first < token.i and token.doc[first].text.rstrip(".") in words("titles", "honorific"):
        first += 1
    span = span_of(token.doc, first, token.i)
    if _words(token.doc, first, token.i) > _NAME_WORDS + 1 or span.text in offices():
        return None
    if span.text.split()[-1].lower() in words("titles", "head"):
        return None
    named, side = _side_of(names, office_span, span, first)
    return Person(
        name=span.text,
        span=span,
        head=token.i,
        office=office,
        office_span=office_span,
        side=side,
        is_side_guessed=not named,
        affiliation=_affiliation(token),
        role=office_span,
    )


def _side_of(names: Names, office: Span | None, name: Span, first: int) -> tuple[bool, str]:
    """Return the side that an office speaks for, and whether the text names it.

    "Malaysian Trade Minister" and "Seoul's envoy" name it; "Treasury Secretary" is told by tables.
    """
    if office is None:
        return False, ""
    told = offices().get(office.text, {}).get("side", "")
    if not _is_official(office.text):
        return bool(told), told
    begun, ended = min(office.start, name.start), max(office.end, name.end)
    near = [one for one in names.sides if begun <= one.span.start and one.span.end <= ended]
    if near:
        return True, near[0].side
    place = first
    while place > 0 and names.doc[place - 1].idx >= begun:
        place -= 1
    for one in reversed(names.sides):
        if one.last < place and place - one.last <= _GAP:
            return True, one.side
    if office.start < name.start:
        beside = office_beside(names.doc[first])[1]
        if beside:
            return _side_of(names, beside, name, first)
    return False, told


def _affiliation(head: Token) -> Span | None:
    """Read the house that a person speaks from: "of the Atlantic Council", "from the CSIS"."""
    holders = [head, *(child for child in head.children if child.dep_ in {"appos", "acl"})]
    holders += [each for verb in _doings(head, holders) for each in (verb, *objects(verb))]
    for holder in holders:
        opens = {"at", "for"} if holder.dep_ in {"relcl", "dobj"} else {*_HOUSE, "of"}
        houses: Iterable[Token] = sorted(holder.children, key=lambda c: c.lower_ not in _HOUSE)
        for child in houses:
            if child.dep_ == "prep" and child.lower_ in opens:
                described = _described_house(child)
                if described is not None:
                    return described
                for deep in child.children:
                    if deep.dep_ == "pobj" and deep.pos_ == "PROPN":
                        return _without_article(deep)
                found = next(
                    (d for d in child.subtree if d.dep_ == "pobj" and d.pos_ == "PROPN"), None
                )
                if found is not None and "of" in opens:
                    return _without_article(found)
    return None


def _doings(head: Token, holders: Sequence[Token]) -> list[Token]:
    """Return what a person does now: "who teaches trade at …", wherever the parser hung it."""
    told = [deep for holder in holders for deep in holder.children if deep.dep_ == "relcl"]
    if head.doc[head.i + 1 : head.i + 3].text == ", who":
        told.append(head.doc[head.i + 2].head)
    return [verb for verb in told if verb.tag_ in {"VBZ", "VBP"}]


def _described_house(prep: Token) -> Span | None:
    """Read "at the consultancy Halden Ridge", "of the Brussels think tank Scheldt Forum"."""
    kinds, doc = words("titles", "house_kind"), prep.doc
    for token in doc[prep.i + 1 : prep.i + _DESCRIBED]:
        if token.is_punct and token.text != "-":
            return None
        first = token.i + 1
        if token.lower_ in kinds and _goes_on(doc, first):
            last = first
            while last + 1 < len(doc) and _goes_on(doc, last + 1):
                last += 1
            return span_of(doc, first, last)
    return None


def _goes_on(doc: Doc, place: int) -> bool:
    """True for a further word of a house's name, "&" between two of them included."""
    if doc[place].text == "&":
        place += 1
    return place < len(doc) and doc[place].text[:1].isupper()


def _without_article(head: Token) -> Span:
    last = head.i
    for child in head.rights:
        if (
            child.dep_ in {"prep", "conj", "cc"} and child.lower_ in {"for", "of", "and", "&", "on"}
        ) or (child.dep_ == "conj" and child.pos_ == "PROPN"):
            last = max(last, child.right_edge.i)
        else:
            break
    first = min([head.i, *(child.left_edge.i for child in head.lefts if child.dep_ != "det")])
    return span_of(head.doc, first, last)
