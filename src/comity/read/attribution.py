"""Who is said to have said it: sources, cues and contents of reported speech, and their chains.

A *report* is one cue with its source and the words it covers.
A *chain* reads outward in: the link nearest the reader first, the originating source last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.read.lexicon import table
from comity.read.mention import Mention, Names, Person, find_names
from comity.read.proposal import Source, Span
from comity.read.report import Report, find_reports
from comity.read.syntax import noun_phrase, prepositional, span_of, text_of, token_span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: How many characters back a pronoun may find whom it stands for.
_PRONOUN_REACH = 1200
#: How many reports back.
_LOOK_BACK = 40
_PRONOUNS = {
    "he": "person",
    "she": "person",
    "it": "body",
    "they": "many",
    "i": "self",
    "we": "self",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution as spans of the text; a source may be unsaid."""

    source: Span | None
    cue: Span
    content: Span


def attributions(text: str, doc: Doc | None = None) -> list[Attribution]:
    """Extract the attributions of ordinary news text: source, cue and content.

    Args:
        text: The text.
        doc: Its parse, where there is one.
    """
    if doc is None:
        from comity.read.parse import parse

        doc = parse(text)
    names = find_names(doc)
    found = []
    for report in find_reports(doc, names):
        content = span_of(doc, report.content[0][0], report.content[-1][1])
        cue = span_of(doc, report.cue, report.cue_end or report.cue)
        source = _source_phrase(doc[report.sources[0]], report) if report.sources else None
        found.append(Attribution(source=source, cue=cue, content=content))
    return found


def _source_phrase(head: Token, report: Report) -> Span:
    """Return the whole phrase of a source, short of the report's own cue and content."""
    first, last = head.left_edge.i, head.right_edge.i
    for start, end in (*report.content, (report.cue, report.cue)):
        if first < start <= last and start > head.i:
            last = start - 1
        if first <= end < head.i:
            first = end + 1
    while last > head.i and head.doc[last].text in {",", "—", "-", ".", '"', "”", ":", ";"}:
        last -= 1
    return span_of(head.doc, first, last)


class Chains:
    """The attribution chain of any token of a document."""

    def __init__(self, doc: Doc, names: Names) -> None:
        self._doc = doc
        self._names = names
        self._reports = find_reports(doc, names)
        self._covering: dict[int, list[Report]] = {}
        self._known: dict[int, list[Source]] = {}
        for report in self._reports:
            for first, last in (*report.content, *report.beside):
                for place in range(first, last + 1):
                    self._covering.setdefault(place, []).append(report)
        self._kinds = {
            row["word"]: row["value"] for row in table("cues") if row["class"] == "source"
        }

    @property
    def reports(self) -> list[Report]:
        """Every report, in the order of their cues."""
        return self._reports

    def of(self, place: int) -> tuple[Source, ...]:
        """Return who is said to have said what a token is part of, nearest the reader first."""
        outer = sorted(
            (r for r in self._near(place) if r.is_speech and r.covers(place) and self._speaks(r)),
            key=lambda report: -report.size,
        )
        links: list[Source] = []
        for report in outer:
            links.extend(self.links(report))
        for report in self._near(place):
            if report.is_speech and report.carries(place) and not report.covers(place):
                links.extend(_inferred(self.links(report)))
        return tuple(_outlets_first(_distinct(links)))

    def _near(self, place: int) -> list[Report]:
        return self._covering.get(place, [])

    def _speaks(self, report: Report) -> bool:
        """True where the source is somebody or something that can speak."""
        if not report.sources:
            return False
        head = self._doc[report.sources[0]]
        known = self._names.side_at(head.i) or self._names.person_at(head.i)
        some = head.pos_ in {"NUM", "DET", "ADJ"} and any(c.lower_ == "of" for c in head.children)
        named = head.pos_ in {"PROPN", "PRON"} or known is not None or some
        return named or head.lower_ in self._kinds or head.lemma_.lower() in self._kinds

    def links(self, report: Report) -> list[Source]:
        """Return the links that one report adds to a chain."""
        if report.cue not in self._known:
            self._known[report.cue] = []
            self._known[report.cue] = self._links(report)
        return self._known[report.cue]

    def _links(self, report: Report) -> list[Source]:
        outlets = [self._outlet(self._doc[place]) for place in report.outlets]
        heads = [self._doc[place] for place in report.sources]
        if len(heads) > 1 and heads[0].pos_ == "NOUN" and heads[1].dep_ == "appos":
            heads = heads[1:]
        carried = self._carried(report, heads[0]) if heads else None
        if carried is not None:
            spoken = token_span(heads[0])
            before = [*_inferred(carried[:-1]), _spoken(carried[-1], spoken)]
            return [*outlets, *before] if not outlets else [*outlets, before[-1]]
        links = [self.source(head) for head in heads]
        parallel = [links[0], *(_beside_it(link) for link in links[1:])] if links else []
        return [*outlets, *parallel]

    def _outlet(self, head: Token) -> Source:
        """Name an outlet told, be it in the table or not."""
        source = self.source(head)
        return Source(name=source.name, kind="outlet", span=source.span)

    def _carried(self, report: Report, head: Token) -> list[Source] | None:
        """Resolve a pronoun, or a name already introduced, to the source that it stands for."""
        wanted = _PRONOUNS.get(head.lower_)
        if wanted == "self":
            over = [r for r in self._near(head.i) if r.covers(head.i) and r.cue != report.cue]
            return [link for r in over[:1] for link in self.links(r)[-1:]] or None
        if wanted not in {"person", "body", "many"}:
            return None
        before = bisect_left(self._reports, report.cue, key=lambda each: each.cue)
        for earlier in reversed(self._reports[max(0, before - _LOOK_BACK) : before]):
            if not earlier.sources:
                continue
            candidate = self._doc[earlier.sources[0]]
            if candidate.lower_ in _PRONOUNS or not _agrees(self._names, candidate, wanted):
                continue
            if wanted == "person" and head.sent.start_char - candidate.idx > _PRONOUN_REACH:
                return None
            links = [link for link in self.links(earlier) if not link.parallel]
            outer = [link for link in self.of(earlier.cue) if link.kind == "outlet"]
            return _distinct([*outer, *links])
        return None

    def source(self, head: Token) -> Source:
        """Name and classify a source by its head."""
        names = self._names
        outlet = names.outlet_at(head.i)
        if outlet is None and self._kinds.get(head.lemma_.lower()) == "outlet":
            outlet = next((o for c in head.lefts if (o := names.outlet_at(c.i))), None)
        if outlet is not None:
            return Source(name=outlet.value, kind="outlet", span=outlet.span)
        person = names.person_at(head.i)
        if person is not None:
            return Source(name=person.name, kind=self._person_kind(person), span=person.span)
        span = _phrase_of(head)
        side = names.side_at(head.i) or names.body(head) or self._spoken_for(head)
        if side is not None and side.is_government:
            kind = "institution" if side.kind == "institution" else "government"
            return Source(name=side.value, kind=kind, span=span)
        kind = self._kinds.get(head.lower_) or self._kinds.get(head.lemma_.lower()) or "person"
        if kind == "person" and head.pos_ == "PROPN":
            kind = "company" if side is None else "person"
        name = span.text if head.pos_ == "PROPN" else _plain(span.text)
        return Source(name=name, kind=kind, span=span)

    def _spoken_for(self, head: Token) -> Mention | None:
        """Return the body of "a commerce ministry spokesperson", "a spokesman for the embassy"."""
        if not head.lemma_.lower().startswith("spokes"):
            return None
        held = [*head.lefts, *prepositional(head, "for", "of", "from", "at")]
        for each in held:
            mention = self._names.side_at(each.i) or self._names.body(each)
            if mention is not None and mention.kind in {"institution", "government"}:
                return mention
        return None

    def _person_kind(self, person: Person) -> str:
        office = (person.office or "").casefold()
        if office.startswith(("former ", "ex-")) and not person.side:
            return "expert"
        last = office.split(" of ")[0].split(" ")[-1] if office else ""
        kind = self._kinds.get(last)
        if person.affiliation and not person.side:
            return "expert"
        if person.side and kind != "expert":
            return "official"
        if kind in {"expert", "official"}:
            return kind
        return "expert" if person.affiliation else "person"


def _phrase_of(head: Token) -> Span:
    span = noun_phrase(head)
    last = head.i
    for child in head.rights:
        attached = child.dep_ == "prep" and child.lower_ in {"of", "from", "at", "in", "to", "with"}
        described = child.dep_ in {"amod", "acl", "relcl"} and _describes(child)
        if attached or described:
            last = max(last, child.right_edge.i)
        else:
            break
    if last == head.i:
        last = _sent_on(head)
    end = span_of(head.doc, head.i, last).end
    return Span(start=span.start, end=end, text=text_of(head.doc)[span.start : end])


def _describes(modifier: Token) -> bool:
    """True for "familiar with …", "aware of …", "briefed on …" after those who say it."""
    if modifier.pos_ == "ADJ" or modifier.lemma_.lower() in {"brief", "involve", "inform"}:
        return any(child.dep_ == "prep" for child in modifier.children)
    return False


def _sent_on(head: Token) -> int:
    """Keep with a document when it was sent: "Letters sent on Wednesday"."""
    for child in head.rights:
        if (child.tag_ == "VBN" and child.dep_ in {"acl", "relcl"}) or (
            child.i == head.i + 1 and child.tag_ == "VBN"
        ):
            return next(
                (c.right_edge.i for c in child.children if c.lower_ in {"on", "in"}), child.i
            )
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if after is not None and after.lower_ in {"sent", "issued", "dated", "seen", "reviewed"}:
        return next(
            (c.right_edge.i for c in after.children if c.lower_ in {"on", "in", "by"}), after.i
        )
    return head.i


def _plain(text: str) -> str:
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(article)
    first, _, rest = text.partition(" ")
    if first.isalpha() and first[1:].islower() and first not in {"China", "Chinese", "American"}:
        return f"{first.lower()} {rest}".strip()
    return text


def _agrees(names: Names, candidate: Token, wanted: str) -> bool:
    is_person = names.person_at(candidate.i) is not None
    if wanted == "person":
        return is_person
    if wanted == "many":
        return candidate.tag_ in {"NNS", "NNPS"}
    return not is_person and candidate.tag_ not in {"NNS", "NNPS"}


def _inferred(links: Iterable[Source]) -> list[Source]:
    return [Source(name=link.name, kind=link.kind, parallel=link.parallel) for link in links]


def _spoken(link: Source, span: Span) -> Source:
    return Source(name=link.name, kind=link.kind, span=span)


def _beside_it(link: Source) -> Source:
    return Source(name=link.name, kind=link.kind, span=link.span, parallel=True)


def _distinct(links: Iterable[Source]) -> list[Source]:
    kept: dict[str, Source] = {}
    for link in links:
        if link.name not in kept:
            kept[link.name] = link
    return list(kept.values())


def _outlets_first(links: list[Source]) -> list[Source]:
    return sorted(links, key=lambda link: link.kind != "outlet")
