"""Forecasts and assessments in a story: who expects what, and by when."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from comity.read._calendar import last_day
from comity.read.mention import Person
from comity.read.proposal import Slot, Span
from comity.read.story import PAIR, Draft, Story, is_talks
from comity.read.syntax import noun_phrase, prepositional, span_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.report import Report

#: Cues that foresee by themselves, and those that do where their content looks ahead.
_FORESEES = {"expect", "anticipate", "predict", "forecast", "foresee", "project", "doubt"}
_THINKS = {"believe", "think", "estimate", "reckon", "consider", "hope", "see", "bet", "fear"}
_THINKS |= {"warn", "guess", "suspect", "argue", "wager", "assume", "suppose"}
_AHEAD = re.compile(
    r"\b(?:will|would|should|may|might|could|likely|unlikely|probably|possibly|soon|ought|going to"
    r"|eventually|chance|won|to)\b|['\u2019]ll\b",
    re.IGNORECASE,
)
_ODDS = re.compile(
    r"\b(?:(?:un)?likel(?:y|ihood|ier|iest)|probabl[ey]|probability|chances?|odds|prospects?"
    r"|hard to (?:see|imagine)|bound to|poised to|(?:be )?surprised if|inevitable|improbable)\b",
    re.IGNORECASE,
)
_RISKS = re.compile(r"\b(?:could|may|might)\b", re.IGNORECASE)
_MAYBE = re.compile(r"\b(?:may|might|could|possibly|perhaps|chance)\b", re.IGNORECASE)
_IF = re.compile(
    r"(?:\b(?:if|unless|provided(?: that)?|as long as|so long as|in case|assuming)"
    r"|\bshould (?=(?:the )?[A-Z])|^Should )\b[^,;.\u201d\"]*",
    re.IGNORECASE,
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
_NOBODIES = {"you", "one", "nobody", "everyone", "anyone", "who", "someone"}
_SELVES = {"i", "we", "he", "she", "it", "they"}


def find_forecasts(story: Story, taken: list[Draft]) -> list[Draft]:
    """Find forecasts; of what another proposal tells, only those of experts."""
    held = {draft.head for draft in taken}
    found: list[Draft] = []
    for report in story.chains.reports:
        if not report.sources or not report.is_speech:
            continue
        source = story.doc[report.sources[0]]
        if source.lower_ in _NOBODIES or _is_counterfactual(story, report.content):
            continue
        told = _Told(story, report)
        foresees = told.verb.lemma_.lower() in _FORESEES | _THINKS
        if not (foresees and told.kind == "expert") and held_by(held, report.content):
            continue
        if _is_forecast(story, told) and not is_talks(source):
            found.append(_forecast(story, told))
    return _distinct(found)


class _Told:
    """One report with the verb that foresees, its own or one inside: "said it expects"."""

    def __init__(self, story: Story, report: Report) -> None:
        self.cue = self.verb = story.doc[report.cue]
        self.source = story.doc[report.sources[0]]
        self.links = story.chains.links(report)
        self.kind = self.links[-1].kind if self.links else "person"
        self.content = report.content
        for first, last in report.content:
            for token in story.doc[first : last + 1]:
                if _is_own_view(token, first):
                    self.verb = token
                    self.content = ((token.i + 1, last),)
                    return

    def text(self, story: Story) -> str:
        """Return the words foreseen."""
        return " ".join(span_of(story.doc, *each).text for each in self.content)


def _is_own_view(token: Token, first: int) -> bool:
    """True for "he hoped", "it does not expect", "we think" at the head of what is said."""
    if token.lemma_.lower() not in _FORESEES | _THINKS or token.pos_ != "VERB":
        return False
    doers = [child for child in token.children if child.dep_ == "nsubj"]
    return bool(doers) and doers[0].lower_ in _SELVES and doers[0].i - first <= PAIR


def _is_counterfactual(story: Story, content: tuple[tuple[int, int], ...]) -> bool:
    text = " ".join(span_of(story.doc, *each).text for each in content)
    return bool(re.search(r"\bwould (?:not )?have \w+", text))


def held_by(held: set[int], content: tuple[tuple[int, int], ...]) -> bool:
    """True where an event of the record lies in the content."""
    return any(first <= head <= last for head in held for first, last in content)


def _is_forecast(story: Story, told: _Told) -> bool:
    text, verb, kind = told.text(story), told.verb.lemma_.lower(), told.kind
    if kind in {"outlet", "document", "witness"}:
        return False
    if verb in _FORESEES:
        return kind != "government"
    odds = bool(_ODDS.search(text))
    if kind in {"government", "institution", "officials"}:
        return verb in _THINKS and odds
    if kind == "expert" or (verb in _THINKS and kind != "official"):
        return odds or bool(_AHEAD.search(text))
    hopeful = any(
        token.lemma_.lower() in _CONFIDENT
        for first, last in told.content
        for token in story.doc[first : last + 1]
    )
    if kind == "official":
        return hopeful
    return hopeful or odds or (kind == "company" and bool(_RISKS.search(text)))


def _forecast(story: Story, told: _Told) -> Draft:
    cue, source, links = told.cue, told.source, told.links
    draft = story.draft("forecast", cue, mood="expected")
    outer = story.chains.of(cue.i)
    draft.attribution = (
        *outer,
        *(link for link in links if link.name not in {o.name for o in outer}),
    )
    person = _person(story, source, links[-1].name if links else "")
    name = links[-1].name if links else source.text
    draft.put("forecaster", Slot(value=name, span=links[-1].span if links else None))
    _credentials(draft, source, person)
    claim = _claim(story, told.content)
    _condition(story, draft, cue, claim)
    claim = _without_condition(claim)
    draft.put("claim", Slot(value=claim.text, span=claim))
    foresees = told.verb.lemma_.lower() in _FORESEES | _THINKS
    if _MAYBE.search(claim.text) and not foresees:
        draft.modality = "possible"
    _quote(draft, story.sentence(cue))
    _horizon(story, draft, claim)
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
    if person.role is not None and (not person.side or person.role.text[0].islower()):
        draft.put("role", Slot(value=person.role.text, span=person.role))
    if person.affiliation is not None:
        span = person.affiliation
        draft.put("affiliation", Slot(value=span.text, span=span if told else None))


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
    """Take a condition off the head of a claim: "Should …, factories will …"."""
    found = re.match(r"(?:If|Should|Unless|Once|Provided)\b[^,]*,\s+", claim.text)
    if found is None or found.end() >= len(claim.text):
        return claim
    return Span(start=claim.start + found.end(), end=claim.end, text=claim.text[found.end() :])


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
    while last > first and (story.doc[last].text in quotes or story.doc[last].text in {",", "."}):
        last -= 1
    return span_of(story.doc, first, last)


def _quote(draft: Draft, claim: Span) -> None:
    found = re.search(r"[“\"]([^”\"]{4,}?)[.,]?[”\"]", claim.text)
    if found:
        start = claim.start + found.start(1)
        span = Span(start=start, end=start + len(found[1]), text=found[1])
        draft.put("direct_quote", Slot(value=found[1], span=span))


def _horizon(story: Story, draft: Draft, claim: Span) -> None:
    _put_horizon(story, draft, claim)
    condition = draft.slots.get("condition")
    if isinstance(condition, Slot) and condition.span is not None:
        _put_horizon(story, draft, condition.span)
    if "horizon" not in draft.slots:
        _put_horizon(story, draft, draft.evidence[0], ahead=True)


def _is_ahead(story: Story, value: str) -> bool:
    """True for a month, quarter, season or year that is not over on the day of publication."""
    published = story.moments.published
    if published is None or not re.fullmatch(r"\d{4}(?:-(?:\d\d|Q\d|SP|SU|FA|WI))?", value):
        return False
    return value[:4] > str(published.year) or (
        value[:4] == str(published.year) and (value[5:] or "13") >= f"{published.month:02d}"
    )


def _put_horizon(story: Story, draft: Draft, claim: Span, *, ahead: bool = False) -> None:
    for each in story.moments.timexes:
        inside = claim.start <= each.start and each.end <= claim.end and each.type == "DATE"
        if inside and (not ahead or _is_ahead(story, each.value)):
            slot = story.moments.slot(each)
            value = str(slot.value)
            if slot.bound in {"by", "before"} and each.mod == "END":
                value = last_day(value)
            draft.put("horizon", replace(slot, value=value))
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
