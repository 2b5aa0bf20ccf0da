"""From a document to its proposals: the order in which the layers do their work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from comity.read.agreements.agreement import find_agreements
from comity.read.delegations.delegation import find_members
from comity.read.forecasts.forecast import find_forecasts
from comity.read.intake.document import Document
from comity.read.language.parse import parse, reader_name, unwrapped
from comity.read.lexicon import table
from comity.read.llm import Endpoint
from comity.read.measures.measure import find_measures
from comity.read.measures.mood import is_outside
from comity.read.names.mention import find_names
from comity.read.notices.notice import Notice
from comity.read.proposal import Proposal, Reading
from comity.read.speech.chain import Chains
from comity.read.story import Draft, Story
from comity.read.talks.talks import find_talks
from comity.read.times.moment import Moments
from comity.read.times.timex import tag_times
from comity.register.entry import Record

#: Version of the rules, part of the provenance of every proposal.
VERSION = "1"
#: Longest text that is read; a longer one is read in part and says so.
MAX_CHARS = 100_000


def read_document(document: Document) -> Reading:
    """Read one document: parse it, name, time and attribute, and propose entries."""
    text, partial = document.text[:MAX_CHARS], list(document.partial)
    story = _story(document, text)
    read = len(story.text)
    if read < len(document.text.rstrip()):
        partial.append(f"read the first {read:,} of {len(document.text):,} characters")
    drafts = _drafts(story)
    proposals = _number(drafts)
    return Reading(
        document=document.name,
        text=document.text,
        sha256=document.sha256,
        published=document.published.isoformat() if document.published else None,
        tz=story.moments.zone,
        lang=document.lang,
        reader=f"comity-read-{VERSION}/{reader_name()}",
        proposals=tuple(proposals),
        title=document.title,
        outlet=document.outlet,
        url=document.url,
        partial=tuple(partial),
        notes=tuple(_notes(story, document)),
    )


def read_source(
    source: str | Path | bytes,
    *,
    published: date | None = None,
    record: Record | None = None,
    model: Endpoint | None = None,
) -> list[Reading | Notice]:
    """Read a file, an address or bytes: a story, a feed of stories, or an official notice.

    Args:
        source: A path, an ``http(s)://`` address, or the bytes of a document.
        published: The day of publication, where the document doesn't tell it.
        record: The record to link the proposals to; without it nothing is linked.
        model: A language model that reads stories too, its proposals flagged as such.

    Raises:
        ReadError: If nothing can be read, with the reason.
    """
    from comity.read.intake.load import fetch
    from comity.read.resolve import known_of, resolve

    data, kind, name = fetch(source)
    known = known_of(record) if record is not None else None
    found: list[Reading | Notice] = []
    for one in _opened(data, kind=kind, name=name, published=published):
        if isinstance(one, Notice):
            found.append(one)
        else:
            reading = _read_twice(one, model)
            found.append(resolve(reading, known) if known is not None else reading)
    return found


def read_all(
    data: bytes, *, kind: str = "", name: str = "stdin", published: date | None = None
) -> list[Reading]:
    """Read what a document proposes, official notices too.

    Args:
        data: Its bytes.
        kind: Its ending or content type.
        name: What it is called.
        published: The day of publication, where the document doesn't tell it.

    Raises:
        ReadError: If nothing can be read, with the reason.
    """
    from comity.read.notices.proposals import reading_of

    return [
        reading_of(one, name) if isinstance(one, Notice) else read_document(one)
        for one in _opened(data, kind=kind, name=name, published=published)
    ]


def _opened(
    data: bytes, *, kind: str, name: str, published: date | None
) -> Iterator[Document | Notice]:
    """Yield the notices of a document, and what else it holds as documents to be read."""
    from comity.read.intake.decode import decode
    from comity.read.intake.load import MAX_BYTES, load
    from comity.read.notices.notice import gazette_of, is_markup, read_text

    text, partial = decode(data) if len(data) <= MAX_BYTES else ("", ())
    if is_markup(text):
        yield from read_text(text, "federal_register", published=published, partial=partial)
        return
    for document in load(data, published=published, name=name, kind=kind):
        gazette = gazette_of(document.text)
        if gazette is None:
            yield document
            continue
        text = _titled(document)
        for notice in read_text(text, gazette, published=published, partial=document.partial):
            # A page's own day serves where the notice tells none; a PDF's is that of its making.
            is_page = document.form in {"html", "feed", "email"} and document.published is not None
            yield (
                read_text(text, gazette, published=document.published)[0]
                if is_page and notice.published is None
                else notice
            )


def _titled(document: Document) -> str:
    """Return the text of a page with its title above it, where the main text lacks it."""
    title = document.title or ""
    if document.form != "html" or not title or title[:40] in document.text[:1000]:
        return document.text
    return f"{title}\n{document.text}"


def _read_twice(document: Document, model: Endpoint | None) -> Reading:
    """Read by our own rules and, where one is given, by a language model too."""
    reading = read_document(document)
    if model is None:
        return reading
    from comity.read.llm import propose

    more, dropped = propose(document, model)
    notes = tuple(f"thrown away from the language model: {each}" for each in dropped)
    return replace(reading, proposals=(*reading.proposals, *more), notes=(*reading.notes, *notes))


def _story(document: Document, text: str) -> Story:
    plain = document.masked(unwrapped(text))
    doc = parse(plain, text)
    names = find_names(doc)
    timexes = tuple(tag_times(plain, document.published, doc))
    story = Story(
        doc=doc,
        names=names,
        moments=Moments(doc=doc, timexes=timexes, published=document.published, zone=None),
        chains=Chains(doc, names),
        place=document.dateline_place,
    )
    story.moments = replace(
        story.moments, zone=document.zone or _zone(story) or document.metadata.get("zone")
    )
    return story


def _zone(story: Story) -> str | None:
    """Take the zone of the place where the talks are."""
    zones = {row["phrase"]: row["zone"] for row in table("venues")}
    told = [
        value
        for draft in find_talks(story)
        for value in (draft.value("venue"), draft.value("place"))
        if value in zones
    ]
    named = told[0] if told else story.place
    return zones.get(named) if named else None


def _drafts(story: Story) -> list[Draft]:
    talks = find_talks(story)
    agreements = find_agreements(story, talks)
    owed = {each.head for each in agreements if each.type == "agreement_term"}
    told = find_measures(story)
    measures = [each for each in told if each.head not in owed or each.modality == "did"]
    _credit(measures, agreements)
    members = find_members(story)
    forecasts = find_forecasts(story, [*talks, *measures, *agreements])
    measures = [each for each in measures if not _is_foretold(story, each, forecasts)]
    return [*talks, *agreements, *measures, *forecasts, *members]


def _is_foretold(story: Story, measure: Draft, forecasts: Sequence[Draft]) -> bool:
    """True for what an expert only expects of a government: a forecast, no measure."""
    evidence = {span for each in forecasts for span in each.evidence if is_outside(story, each)}
    return measure.modality in {"expected", "possible"} and measure.evidence[0] in evidence


def _credit(measures: Sequence[Draft], agreements: Sequence[Draft]) -> None:
    """Give a measure complained of the chain of the complaint that names it."""
    for measure in measures:
        for each in agreements:
            complaint = each.type == "allegation" and each.evidence[0] in measure.evidence
            if measure.modality == "said-to" and complaint and not measure.attribution:
                measure.attribution = each.attribution


def _number(drafts: Sequence[Draft]) -> list[Proposal]:
    counts: dict[str, int] = {}
    proposals = []
    for draft in drafts:
        counts[draft.type] = counts.get(draft.type, 0) + 1
        proposals.append(
            Proposal(
                id=f"{draft.type}-{counts[draft.type]}",
                type=draft.type,
                slots=dict(draft.slots),
                evidence=tuple(sorted(set(draft.evidence))),
                attribution=draft.attribution,
                modality=draft.modality,
                note=draft.note,
                flags=tuple(draft.flags),
            )
        )
    return proposals


def _notes(story: Story, document: Document) -> list[str]:
    notes = [f"“{each.text}”: {each.fault}" for each in story.moments.timexes if each.fault]
    waiting = [each.text for each in story.moments.timexes if not each.resolved]
    if document.published is None and waiting:
        shown = ", ".join(dict.fromkeys(waiting))
        notes.append(f"no date of publication: unresolved remain {shown}; give it with --published")
    return notes
