"""Forecasts and assessments in a story: who expects what, and by when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.forecasts.horizon import put_horizon
from comity.read.forecasts.outlook import (
    AHEAD,
    FORESEES,
    ODDS,
    THINKS,
    Outlook,
    Ranges,
    apart,
    depth,
    foreseen,
    said_on,
    sightings,
    verbs_ahead,
)
from comity.read.language.syntax import is_negated, noun_phrase, prepositional, span_of, subjects
from comity.read.names.mention import Person
from comity.read.proposal import Slot, Span
from comity.read.speech.modality import is_condition
from comity.read.story import PAIR, Draft, Story, is_talks

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_RISKS = re.compile(r"\b(?:could|may|might)\b", re.IGNORECASE)
_MAYBE = re.compile(r"\b(?:may|might|could|possibly|perhaps|chance)\b", re.IGNORECASE)
_IF = re.compile(
    r"(?:\b(?:if|unless|provided(?: that)?|as long as|so long as|in case|assuming|failing|absent"
    r"|barring)|(?-i:\bshould (?=(?:the )?[A-Z])|^Should ))\b[^,;.\u201d\"]*",
    re.IGNORECASE,
)
#: A condition told last: "… if the rule stays".
_TAIL = re.compile(
    r"(?<=\w{3}),? (?:if|unless|provided(?: that)?|as long as|assuming|should the) [^,;]*$"
)
#: What stands before a role: "Calder Group analyst", "Hong Kong-based partner".
_BEFORE_ROLE = re.compile(
    r"(?:(?:[A-Z][\w.]*\s)*[A-Z][\w.]*-based\s+|((?:[A-Z][\w&.\u2019'-]*\s+)+))(?=[a-z])"
)
_CONFIDENT = {
    "confident",
    "hopeful",
    "optimistic",
    "pessimistic",
    "sceptical",
    "skeptical",
    "doubtful",
    "sure",
    "certain",
}
#: Kinds of sources that speak for no government.
_OUTSIDE = {"expert", "company", "anonymous", "person"}
#: Words of a sentence that tells but a mood.
_MOOD = 6
_NOBODIES = {"you", "one", "nobody", "everyone", "anyone", "who", "someone"}


def find_forecasts(story: Story, taken: list[Draft]) -> list[Draft]:
    """Find forecasts; of what another proposal tells, only those of experts."""
    held = {draft.head for draft in taken}
    found: list[Draft] = []
    for report in [*story.chains.reports, *sightings(story)]:
        if not report.sources or not report.is_speech:
            continue
        source = story.doc[report.sources[0]]
        unknown = source.pos_ == "PRON" and not story.chains.links(report)
        unknown = unknown or is_condition(story.doc[report.cue])
        if source.lower_ in _NOBODIES or is_talks(source) or unknown:
            continue
        told = Outlook(story, report)
        if _is_counterfactual(story, told.content):
            continue
        foresees = told.verb.lemma_.lower() in FORESEES | THINKS
        wise = told.kind == "expert" and (told.is_named or bool(ODDS.search(told.text(story))))
        wise = wise or (foresees and told.kind in _OUTSIDE)
        if not wise and held_by(held, told.content):
            continue
        if _is_forecast(story, told) and not _is_bare_mood(story, told):
            found += [_forecast(story, told, part) for part in apart(story, told)]
        elif told.kind == "expert" and (more := said_on(story, report)) is not None:
            more_told = Outlook(story, more)
            found.append(_forecast(story, more_told, foreseen(story, more_told)))
    return _distinct(found)


def _is_counterfactual(story: Story, content: Ranges) -> bool:
    text = " ".join(span_of(story.doc, *each).text for each in content)
    return bool(re.search(r"\bwould (?:not )?have \w+", text))


def held_by(held: set[int], content: Ranges) -> bool:
    """True where an event of the record lies in the content."""
    return any(first <= head <= last for head in held for first, last in content)


def _is_forecast(  # noqa: PLR0911  (one return a kind of source)
    story: Story, told: Outlook
) -> bool:
    text, verb, kind = told.text(story), told.verb.lemma_.lower(), told.kind
    if kind in {"outlet", "document", "witness"}:
        return False
    if told.is_bidding:
        return kind == "expert"
    if verb in FORESEES:
        own = kind in {"official", "officials"} and text.startswith("to ")
        return kind != "government" and not own and (kind == "expert" or _is_claim(story, told))
    odds = bool(ODDS.search(text))
    if verb == "see" and kind == "expert":
        return True
    if kind in {"government", "institution", "officials"}:
        fears = verb in {"fear", "warn"} and kind == "officials"
        return verb in THINKS and (odds or (fears and _is_risk(story, told)))
    if kind == "expert" or (verb in THINKS and kind != "official"):
        return odds or bool(AHEAD.search(text))
    hopeful = any(
        _is_confident(token)
        for first, last in told.content
        for token in story.doc[first : last + 1]
    )
    if kind == "official":
        return hopeful or (odds and not _is_of_sides(story, told))
    return hopeful or odds or (kind == "company" and _is_risk(story, told))


def _is_of_sides(story: Story, told: Outlook) -> bool:
    """True for what governments would do, or meetings: no forecast where an official tells it."""
    heads = verbs_ahead(story, told)
    doers = subjects(min(heads, key=depth)) if heads else []
    return not doers or any(
        each.pos_ == "PRON" or is_talks(each) or story.side(each) is not None for each in doers
    )


def _is_bare_mood(story: Story, told: Outlook) -> bool:
    """True for "We are cautiously optimistic": a mood about nothing told."""
    text = told.text(story).split()
    return len(text) <= _MOOD and bool(text) and text[-1].strip('.,"\u201d').lower() in _CONFIDENT


def _is_confident(token: Token) -> bool:
    """True for "is confident that …", not for "certain plants"."""
    return token.lemma_.lower() in _CONFIDENT and token.dep_ not in {"amod", "advmod"}


def _is_risk(story: Story, told: Outlook) -> bool:
    """True for a company's "sales could fall", not for what it would do itself."""
    heads = verbs_ahead(story, told)
    return bool(heads) and any(
        child.dep_ == "aux" and _RISKS.fullmatch(child.text)
        for child in min(heads, key=depth).children
    )


def _is_claim(story: Story, told: Outlook) -> bool:
    """True but for a thing that a party waits for: "companies were expecting deliveries"."""
    if told.verb.lemma_.lower() not in {"expect", "anticipate"}:
        return not is_negated(told.verb)
    things = [child for child in told.verb.children if child.dep_ == "dobj"]
    named = told.source.pos_ == "PROPN" and story.names.person_at(told.source.i) is None
    return not things or named


def _forecast(story: Story, told: Outlook, content: Ranges) -> Draft:
    cue, source, link = told.cue, told.source, told.link
    draft = story.draft("forecast", cue, mood="expected")
    outer = story.chains.of(cue.i)
    draft.attribution = (
        *outer,
        *(one for one in told.links if one.name not in {o.name for o in outer}),
    )
    name = link.name if link else source.text
    person = _person(story, source, name)
    draft.put("forecaster", Slot(value=name, span=link.span if link else None))
    _credentials(draft, source, person)
    claim = _claim(story, content)
    _condition(story, draft, cue, claim)
    claim = _without_condition(claim)
    draft.put("claim", Slot(value=claim.text, span=claim))
    foresees = told.verb.lemma_.lower() in (FORESEES | THINKS) - {"warn", "argue"}
    if _MAYBE.search(claim.text) and not foresees:
        draft.modality = "possible"
    if claim.start >= draft.evidence[0].end:
        draft.evidence.append(claim)
        draft.put("direct_quote", Slot(value=claim.text, span=claim))
    _quote(draft, story.sentence(cue), claim)
    put_horizon(story, draft, claim, alone=content == told.content)
    return draft


def _credentials(draft: Draft, source: Token, person: Person | None) -> None:
    """Put what the forecaster is and whose house they speak from."""
    if person is None:
        house = next(iter(prepositional(source, "at", "from", "of", "with")), None)
        if house is not None and house.pos_ == "PROPN" and source.pos_ == "NOUN":
            span = noun_phrase(house)
            draft.put("affiliation", Slot(value=span.text, span=span))
        return
    told = person.span if person.head == source.i else None
    before, role = _role(person, source.doc) if person.role is not None else (None, None)
    if role is not None:
        draft.put("role", Slot(value=role.text, span=role))
    affiliation = person.affiliation or before
    if affiliation is not None:
        draft.put("affiliation", Slot(value=affiliation.text, span=affiliation if told else None))


def _role(person: Person, doc: Doc) -> tuple[Span | None, Span | None]:
    """Take apart "Calder Group analyst" and "Oslo-based partner": the house and the role."""
    role = person.role
    if role is None or (person.side and role.text[0].isupper()):
        return None, role if role is not None and not person.side else None
    found = _BEFORE_ROLE.match(role.text)
    first = found.end() if found else 0
    plain = Span(start=role.start + first, end=role.end, text=role.text[first:])
    house = (found[1] or "").rstrip() if found else ""
    named = doc.char_span(role.start, role.start + len(house)) if house else None
    house = house if named is not None and named.root.pos_ == "PROPN" else ""
    span = Span(start=role.start, end=role.start + len(house), text=house)
    return (span if house else None), plain


def _condition(story: Story, draft: Draft, cue: Token, claim: Span) -> None:
    """Put what a forecast depends on: "if the licences actually come"."""
    sentence = story.sentence(cue)
    for within in (claim, sentence):
        found = _IF.search(within.text)
        if found:
            text = found.group().rstrip()
            start = within.start + found.start()
            span = Span(start=start, end=start + len(text), text=text)
            draft.put("condition", Slot(value=text, span=span, kind="condition"))
            return


def _without_condition(claim: Span) -> Span:
    """Take a condition off a claim: "Should …, factories will …", "prices could fall if …"."""
    found = re.match(
        r"(?:If|Should|Unless|Once|Provided|Failing|Absent|Barring)\b[^,]*,\s+", claim.text
    )
    if found is None:
        found = _TAIL.search(claim.text)
        text = claim.text[: found.start()] if found else claim.text
        return Span(start=claim.start, end=claim.start + len(text), text=text)
    if found.end() >= len(claim.text):
        return claim
    return Span(start=claim.start + found.end(), end=claim.end, text=claim.text[found.end() :])


def _person(story: Story, source: Token, name: str) -> Person | None:
    return story.names.person_at(source.i) or next(
        (p for p in story.names.people if p.name == name), None
    )


def _claim(story: Story, content: Ranges) -> Span:
    first, last = max(content, key=lambda each: each[1] - each[0])
    for token in story.doc[first : last + 1]:
        if _is_confident(token) and token.i < last - 3:
            first = token.i + 1
            break
    quotes = {'"', "\u201c", "\u201d", "''", "``"}
    inner = [t for t in story.doc[first : last + 1] if t.text in quotes]
    if len(inner) == PAIR and inner[0].i == first and inner[1].i >= last - 1:
        first, last = first + 1, inner[1].i - 1
    while first < last and story.doc[first].lower_ in {"that", ",", "and", "but", "so"}:
        first += 1
    while last > first and (story.doc[last].text in quotes or story.doc[last].text in {",", "."}):
        last -= 1
    return span_of(story.doc, first, last)


def _quote(draft: Draft, sentence: Span, claim: Span) -> None:
    """Put the words quoted of a claim."""
    for found in re.finditer(r"[“\"]([^”\"]{4,}?)[.,]?[”\"]", sentence.text):
        start = sentence.start + found.start(1)
        if start < claim.end and claim.start < start + len(found[1]):
            span = Span(start=start, end=start + len(found[1]), text=found[1])
            draft.put("direct_quote", Slot(value=found[1], span=span))


def _distinct(found: list[Draft]) -> list[Draft]:
    kept: dict[object, Draft] = {}
    for draft in found:
        claim = draft.slots["claim"]
        kept.setdefault(claim.span if isinstance(claim, Slot) else None, draft)
    return list(kept.values())
