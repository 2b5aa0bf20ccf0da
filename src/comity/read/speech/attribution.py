"""Who is said to have said what: the sources, cues and contents of reported speech in any text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.read.language.syntax import span_of
from comity.read.names.mention import find_names
from comity.read.proposal import Span
from comity.read.speech.cue import Report
from comity.read.speech.report import find_reports

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


#: Verbs that take what is said behind "as": "described by guests as furious".
_AS = {"describe", "portray", "characterize", "characterise", "regard", "view", "see", "depict"}


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
        from comity.read.language.parse import parse

        doc = parse(text)
    found, reports = [], find_reports(doc, find_names(doc))
    cues = {report.cue for report in reports}
    for report in reports:
        content = span_of(doc, report.content[0][0], report.content[-1][1])
        cue = span_of(doc, report.cue, report.cue_end or report.cue)
        found.append(Attribution(source=_source(doc, report, cues), cue=cue, content=content))
    return found


def _source(doc: Doc, report: Report, cues: set[int]) -> Span | None:
    """Return the source as the text has it: the pronoun, else the whole phrase."""
    if not report.sources:
        return None
    if report.pronoun is not None:
        return span_of(doc, report.pronoun, report.pronoun)
    return _source_phrase(doc[report.sources[0]], report, cues)


def _source_phrase(head: Token, report: Report, cues: set[int]) -> Span:
    """Return the whole phrase of a source, short of the report's own cue and content.

    An aside that tells what the source says elsewhere ("Ms. Cole, who wants …,") is left out too.
    """
    first, last = _after_dateline(head), head.right_edge.i
    for child in head.rights:
        aside = child.dep_ == "relcl" and head.doc[child.left_edge.i - 1].text == ","
        if aside and any(child.left_edge.i <= cue <= child.right_edge.i for cue in cues):
            last = min(last, child.left_edge.i - 1)
    for start, end in (*report.content, (report.cue, report.cue)):
        if first < start <= last and start > head.i:
            last = start - 1
        if first <= end < head.i:
            first = end + 1
    if head.doc[report.cue].lemma_ in _AS and head.i > report.cue:
        last = next((t.i - 1 for t in head.doc[head.i : last] if t.lower_ == "as"), last)
    while last > head.i and head.doc[last].text in {",", "—", "-", ".", '"', "”", ":", ";"}:
        last -= 1
    return span_of(head.doc, first, last)


def _after_dateline(head: Token) -> int:
    """Return where a phrase begins, "CLEVELAND —" left out."""
    first = head.left_edge.i
    end = head.right_edge.i if head.text.isupper() else head.i
    dashes = [t.i for t in head.doc[first : end + 1] if t.text in {"—", "–", "--"}]
    opens = head.doc[first].text.isupper() and head.doc[first].is_sent_start
    return dashes[0] + 1 if dashes and opens else first
