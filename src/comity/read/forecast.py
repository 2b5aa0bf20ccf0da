"""Forecasts and assessments in a story: who expects what, and by when."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from comity.read._calendar import last_day
from comity.read.lexicon import words
from comity.read.mention import Person
from comity.read.proposal import Slot, Span
from comity.read.report import Report
from comity.read.story import PAIR, Draft, Story, is_talks
from comity.read.syntax import noun_phrase, prepositional, span_of, subjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

Ranges = tuple[tuple[int, int], ...]

#: Cues that foresee by themselves, and those that do where their content looks ahead.
_FORESEES = {"expect", "anticipate", "predict", "forecast", "foresee", "project", "doubt"}
_THINKS = {"believe", "think", "estimate", "reckon", "consider", "hope", "see", "bet", "fear"}
_THINKS |= {"warn", "guess", "suspect", "argue", "wager", "assume", "suppose"}
_AHEAD = re.compile(
    r"\b(?:will|would|should|may|might|could|likely|unlikely|probably|possibly|soon|ought|going to"
    r"|eventually|chance|won)\b|['\u2019](?:ll|d)\b",
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
    r"(?:\b(?:if|unless|provided(?: that)?|as long as|so long as|in case|assuming|failing|absent"
    r"|barring)|(?-i:\bshould (?=(?:the )?[A-Z])|^Should ))\b[^,;.\u201d\"]*",
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
_OPENING, _CLOSING = {'"', "\u201c", "``"}, {'"', "\u201d", "''"}
#: Tokens of a quotation that goes on.
_LONGEST = 60
_NOBODIES = {"you", "one", "nobody", "everyone", "anyone", "who", "someone"}
_SELVES = {"i", "we", "he", "she", "it", "they"}


def find_forecasts(story: Story, taken: list[Draft]) -> list[Draft]:
    """Find forecasts; of what another proposal tells, only those of experts."""
    held = {draft.head for draft in taken}
    found: list[Draft] = []
    for report in [*story.chains.reports, *_sightings(story)]:
        if not report.sources or not report.is_speech:
            continue
        source = story.doc[report.sources[0]]
        if source.lower_ in _NOBODIES or is_talks(source):
            continue
        told = _Told(story, report)
        if _is_counterfactual(story, told.content):
            continue
        foresees = told.verb.lemma_.lower() in _FORESEES | _THINKS
        wise = told.kind == "expert" and (foresees or bool(_ODDS.search(told.text(story))))
        if not wise and held_by(held, told.content):
            continue
        if _is_forecast(story, told):
            found.append(_forecast(story, told))
        elif told.kind == "expert" and (more := _said_on(story, report)) is not None:
            found.append(_forecast(story, _Told(story, more)))
    return _distinct(found)


def _said_on(story: Story, report: Report) -> Report | None:
    """Return the quotation that goes on behind the speaker, where it looks ahead."""
    doc, start = story.doc, story.doc[report.cue].sent.end
    first = next((t for t in doc[start : start + 3] if not t.is_space), None)
    if first is None or first.text not in _OPENING or "\n" in doc[start - 1].text_with_ws:
        return None
    end = next((t.i for t in doc[first.i + 1 : first.i + _LONGEST] if t.text in _CLOSING), None)
    if end is None or any(first.i < other.cue < end for other in story.chains.reports):
        return None
    said = Report(
        cue=report.cue, sources=report.sources, outlets=(), content=((first.i + 1, end - 1),)
    )
    return said if _ahead(story, _Told(story, said)) else None


def _sightings(story: Story) -> Iterator[Report]:
    """Read "sees a deficit next year" and "sees little chance of a deal" as reports."""
    known = {report.cue for report in story.chains.reports}
    for token in story.doc:
        if token.lemma_ != "see" or token.pos_ != "VERB" or token.i in known:
            continue
        doers = [child for child in token.children if child.dep_ == "nsubj"]
        seen = [child for child in token.children if child.dep_ in {"dobj", "ccomp"}]
        if not doers or not seen:
            continue
        first, last = seen[0].left_edge.i, token.right_edge.i
        span = span_of(story.doc, first, last)
        due = any(
            each.type == "DATE" and _is_ahead(story, each.value)
            for each in story.moments.within(first, last)
        )
        if due or _ODDS.search(span.text):
            doer = subjects(token)[:1] or doers
            yield Report(
                cue=token.i, sources=(doer[0].i,), outlets=(), content=((first, _stop(token, last)),)
            )


def _stop(verb: Token, last: int) -> int:
    while last > verb.i and verb.doc[last].is_punct:
        last -= 1
    return last


class _Told:
    """One report with the verb that foresees, its own or one inside: "said it expects"."""

    def __init__(self, story: Story, report: Report) -> None:
        self.cue = self.verb = story.doc[report.cue]
        self.source = story.doc[report.sources[0]]
        self.links = story.chains.links(report)
        experts = [link for link in self.links if link.kind == "expert"]
        self.link = experts[0] if experts else self.links[-1] if self.links else None
        self.kind = self.link.kind if self.link else "person"
        if _is_of_market(self.source) and story.side(self.source) is None:
            self.kind = "expert"
        self.content = _own_content(self.cue, report.content)
        for first, last in self.content:
            for token in story.doc[first : last + 1]:
                if _is_own_view(token, first):
                    self.verb = token
                    self.content = ((token.i + 1, last),)
                    return

    def text(self, story: Story) -> str:
        """Return the words foreseen."""
        return " ".join(span_of(story.doc, *each).text for each in self.content)


def _own_content(cue: Token, content: Ranges) -> Ranges:
    """Leave out what a verb with a clause of its own only follows: '"…," said Voss, who expects'."""
    own = tuple(each for each in content if each[0] > cue.i)
    clause = any(child.dep_ in {"ccomp", "xcomp", "dobj"} and child.i > cue.i for child in cue.children)
    return own if own and clause else content


def _is_of_market(source: Token) -> bool:
    """True for a trader, and for somebody at a firm, whom no name makes an expert."""
    lemma = source.lemma_.lower()
    if lemma in words("talks", "forecaster_noun"):
        return True
    firms = [each.lemma_.lower() for each in prepositional(source, "at", "with", "from")]
    return lemma in words("cues", "source") and any(
        each in words("talks", "private_noun") for each in firms
    )


def _is_own_view(token: Token, first: int) -> bool:
    """True for "he hoped", "it does not expect", "we think" at the head of what is said."""
    if token.lemma_.lower() not in _FORESEES | _THINKS or token.pos_ != "VERB":
        return False
    doers = [child for child in token.children if child.dep_ == "nsubj"]
    return bool(doers) and doers[0].lower_ in _SELVES and doers[0].i - first <= PAIR


def _is_counterfactual(story: Story, content: Ranges) -> bool:
    text = " ".join(span_of(story.doc, *each).text for each in content)
    return bool(re.search(r"\bwould (?:not )?have \w+", text))


def held_by(held: set[int], content: Ranges) -> bool:
    """True where an event of the record lies in the content."""
    return any(first <= head <= last for head in held for first, last in content)


def _is_forecast(story: Story, told: _Told) -> bool:
    text, verb, kind = told.text(story), told.verb.lemma_.lower(), told.kind
    if kind in {"outlet", "document", "witness"}:
        return False
    if verb in _FORESEES:
        return kind != "government" and (kind == "expert" or _is_claim(story, told))
    odds = bool(_ODDS.search(text))
    if verb == "see" and kind == "expert":
        return True
    if kind in {"government", "institution", "officials"}:
        return verb in _THINKS and odds
    if kind == "expert" or (verb in _THINKS and kind != "official"):
        return odds or bool(_AHEAD.search(text))
    hopeful = any(
        _is_confident(token)
        for first, last in told.content
        for token in story.doc[first : last + 1]
    )
    if kind == "official":
        return hopeful
    return hopeful or odds or (kind == "company" and _is_risk(story, told))


def _is_confident(token: Token) -> bool:
    """True for "is confident that …", not for "certain plants"."""
    return token.lemma_.lower() in _CONFIDENT and token.dep_ not in {"amod", "advmod"}


def _is_risk(story: Story, told: _Told) -> bool:
    """True for a company's "sales could fall", not for what it would do itself."""
    heads = _ahead(story, told)
    return bool(heads) and any(
        child.dep_ == "aux" and _RISKS.fullmatch(child.text)
        for child in min(heads, key=_depth).children
    )


def _is_claim(story: Story, told: _Told) -> bool:
    """True but for a thing that a party waits for: "companies were expecting deliveries"."""
    things = [child for child in told.verb.children if child.dep_ == "dobj"]
    named = told.source.pos_ == "PROPN" and story.names.person_at(told.source.i) is None
    return not things or named


def _forecast(story: Story, told: _Told) -> Draft:
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
    claim = _claim(story, _foreseen(story, told))
    _condition(story, draft, cue, claim)
    claim = _without_condition(claim)
    draft.put("claim", Slot(value=claim.text, span=claim))
    foresees = told.verb.lemma_.lower() in (_FORESEES | _THINKS) - {"warn", "argue"}
    if _MAYBE.search(claim.text) and not foresees:
        draft.modality = "possible"
    if claim.start >= draft.evidence[0].end:
        draft.evidence.append(claim)
        draft.put("direct_quote", Slot(value=claim.text, span=claim))
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
    found = re.match(r"(?:If|Should|Unless|Once|Provided|Failing|Absent|Barring)\b[^,]*,\s+", claim.text)
    if found is None or found.end() >= len(claim.text):
        return claim
    return Span(start=claim.start + found.end(), end=claim.end, text=claim.text[found.end() :])


def _person(story: Story, source: Token, name: str) -> Person | None:
    return story.names.person_at(source.i) or next(
        (p for p in story.names.people if p.name == name), None
    )


def _foreseen(story: Story, told: _Told) -> Ranges:
    """Keep of a long statement the clause that looks ahead: "…, which means stocks could run out"."""
    if told.verb.lemma_.lower() in _FORESEES:
        return told.content
    ahead = _ahead(story, told)
    if not ahead:
        return told.content
    verb = min(ahead, key=_depth)
    clear = {"ROOT", "ccomp"} if verb.head.i == told.cue.i else {"ROOT"}
    if verb.dep_ in clear and verb.sent.start == told.cue.sent.start:
        return told.content
    if verb.dep_ not in {"ROOT", "ccomp", "relcl"}:
        return told.content
    inside = next((r for r in told.content if r[0] <= verb.i <= r[1]), None)
    if inside is None:
        return told.content
    return ((max(inside[0], verb.left_edge.i), min(inside[1], verb.right_edge.i)),)


def _ahead(story: Story, told: _Told) -> list[Token]:
    """Return the verbs of what is said that look ahead."""
    return [
        token
        for first, last in told.content
        for token in story.doc[first : last + 1]
        if token.pos_ in {"VERB", "AUX"} and _looks_ahead(token)
    ]


def _looks_ahead(verb: Token) -> bool:
    likely = any(child.lemma_ in {"likely", "unlikely"} for child in verb.children)
    return likely or any(
        child.dep_ == "aux" and _AHEAD.fullmatch(child.text) for child in verb.children
    )


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _claim(story: Story, content: Ranges) -> Span:
    first, last = max(content, key=lambda each: each[1] - each[0])
    for token in story.doc[first : last + 1]:
        if _is_confident(token) and token.i < last - 3:
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
        inside = claim.start <= each.start and each.end <= claim.end
        within = each.type == "DURATION" and story.text[: each.start].endswith("within ")
        dated = each.type == "DATE" and "REF" not in each.value
        if inside and (dated or within) and (not ahead or _is_ahead(story, each.value)):
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
