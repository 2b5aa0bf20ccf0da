"""Who is said to have said what: the sources, cues and contents of reported speech in any text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.read.cue import Report
from comity.read.mention import find_names
from comity.read.proposal import Span
from comity.read.report import find_reports
from comity.read.syntax import span_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


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
