"""Forecasts and assessments in a story: who expects what, and by when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.lexicon import words
from comity.read.mention import Person
from comity.read.proposal import Slot, Span
from comity.read.story import PAIR, Draft, Story
from comity.read.syntax import span_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_EXPECTS = {
    "expect",
    "anticipate",
    "predict",
    "forecast",
    "believe",
    "think",
    "foresee",
    "doubt",
    "estimate",
    "reckon",
    "project",
}
_EXPECTS |= {"consider", "hope", "see", "bet"}
_FORESEES = {"expect", "anticipate", "predict", "forecast", "foresee"}
_AHEAD = re.compile(
    r"\b(?:will|would|may|might|could|likely|unlikely|probably|possibly|soon|ought|going to"
    r"|eventually|chance)\b|['\u2019]ll\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"\b(?:may|might|could|possibly|perhaps|chance)\b", re.IGNORECASE)
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


def find_forecasts(story: Story, taken: list[Draft]) -> list[Draft]:
    """Find forecasts whose content no other proposal already tells."""
    held = {draft.head for draft in taken}
    found: list[Draft] = []
    for report in story.chains.reports:
        speaker = story.doc[report.sources[0]].lower_ if report.sources else "you"
        if (
            speaker in {"you", "one"}
            or not report.is_speech
            or _is_counterfactual(story, report.content)
        ):
            continue
        cue, source = story.doc[report.cue], story.doc[report.sources[0]]
        if (
            cue.dep_ == "ccomp"
            and cue.lemma_ == "expect"
            and source.lower_ == "he"
            and held_by(held, report.content)
        ):
            continue
        if not _is_forecast(story, cue, source, report.content) or held_by(held, report.content):
            continue
        found.append(_forecast(story, cue, source, report.content))
    return _distinct(found)


def _is_counterfactual(story: Story, content: tuple[tuple[int, int], ...]) -> bool:
    text = " ".join(span_of(story.doc, *each).text for each in content)
    return bool(re.search(r"\bwould (?:not )?have \w+", text))


def held_by(held: set[int], content: tuple[tuple[int, int], ...]) -> bool:
    """True where an event of the record lies in the content."""
    return any(first <= head <= last for head in held for first, last in content)


def _is_forecast(
    story: Story, cue: Token, source: Token, content: tuple[tuple[int, int], ...]
) -> bool:
    text = " ".join(span_of(story.doc, *each).text for each in content)
    links = story.chains.links(next(r for r in story.chains.reports if r.cue == cue.i))
    kind = links[-1].kind if links else "person"
    if kind in {"government", "institution", "outlet", "document", "witness"}:
        return False
    if story.side(source) is not None and kind == "officials":
        return False
    if cue.lemma_.lower() in _EXPECTS and kind in {"expert", "anonymous", "company", "person"}:
        return True
    if kind == "expert":
        return bool(_AHEAD.search(text))
    hopeful = any(
        token.lemma_.lower() in _CONFIDENT
        for first, last in content
        for token in story.doc[first : last + 1]
    )
    if kind == "official":
        return hopeful or cue.lemma_.lower() in _FORESEES
    return kind in {"anonymous", "company"} and hopeful


def _forecast(
    story: Story, cue: Token, source: Token, content: tuple[tuple[int, int], ...]
) -> Draft:
    draft = story.draft("forecast", cue, mood="expected")
    links = story.chains.links(next(r for r in story.chains.reports if r.cue == cue.i))
    outer = story.chains.of(cue.i)
    draft.attribution = (
        *outer,
        *(link for link in links if link.name not in {o.name for o in outer}),
    )
    person = _person(story, source, links[-1].name if links else "")
    name = links[-1].name if links else source.text
    draft.put("forecaster", Slot(value=name, span=links[-1].span if links else None))
    if person is not None:
        told = person.span if person.head == source.i else None
        if (
            person.role is not None
            and story.names.person_at(source.i) is not None
            and person.role.text[0].islower()
        ):
            draft.put("role", Slot(value=person.role.text, span=person.role))
        if person.affiliation is not None:
            draft.put(
                "affiliation",
                Slot(value=person.affiliation.text, span=person.affiliation if told else None),
            )
    claim = _claim(story, content)
    draft.put("claim", Slot(value=claim.text, span=claim))
    if _MAYBE.search(claim.text) and cue.lemma_ not in _EXPECTS:
        draft.modality = "possible"
    _quote(draft, story.sentence(cue))
    _horizon(story, draft, claim)
    return draft


def _person(story: Story, source: Token, name: str) -> Person | None:
    return story.names.person_at(source.i) or next(
        (p for p in story.names.people if p.name == name), None
    )


def _claim(story: Story, content: tuple[tuple[int, int], ...]) -> Span:
    first, last = max(content, key=lambda each: each[1] - each[0])
    for token in story.doc[first : last + 1]:
        if token.lemma_.lower() in _CONFIDENT and token.i < last - 3:
            first = token.i + 1
            break
    quotes = {'"', "\u201c", "\u201d", "''", "``"}
    inner = [t for t in story.doc[first : last + 1] if t.text in quotes]
    while first < last and story.doc[first].lower_ in {"that", ","}:
        first += 1
    if len(inner) == PAIR and inner[0].i == first and inner[1].i >= last - 1:
        first, last = first + 1, inner[1].i - 1
    return span_of(story.doc, first, last)


def _quote(draft: Draft, claim: Span) -> None:
    found = re.search(r"[“\"]([^”\"]{4,}?)[.,]?[”\"]", claim.text)
    if found:
        start = claim.start + found.start(1)
        span = Span(start=start, end=start + len(found[1]), text=found[1])
        draft.put("direct_quote", Slot(value=found[1], span=span))


def _horizon(story: Story, draft: Draft, claim: Span) -> None:
    for each in story.moments.timexes:
        if claim.start <= each.start and each.end <= claim.end and each.type == "DATE":
            draft.put(
                "horizon",
                Slot(value=each.value, span=Span(start=each.start, end=each.end, text=each.text)),
            )
            return
    found = re.search(r"\beventually\b", claim.text)
    if found:
        start = claim.start + found.start()
        span = Span(start=start, end=start + len(found[0]), text=found[0])
        draft.put("horizon", Slot(value="eventually (open)", span=span))


def _distinct(found: list[Draft]) -> list[Draft]:
    kept: dict[object, Draft] = {}
    for draft in found:
        claim = draft.slots["claim"]
        kept.setdefault(claim.span if isinstance(claim, Slot) else None, draft)
    return list(kept.values())


_ = words
