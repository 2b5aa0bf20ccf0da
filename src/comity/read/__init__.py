"""Turns documents into proposals: typed entries, each slot tied to the characters behind it.

`reader` runs the layers in order; `document` loads any usual format; `notice` reads official
notices; `evaluate` scores a reading against an annotated one.
"""

from comity.read.evaluate import Evaluation, Score, score
from comity.read.intake.document import Document
from comity.read.proposal import Proposal, Reading, Slot, Source, Span
from comity.read.reader import read_document, read_source
from comity.read.speech.attribution import Attribution, attributions
from comity.read.times.timex import Timex, tag_times

__all__ = [
    "Attribution",
    "Document",
    "Evaluation",
    "Proposal",
    "Reading",
    "Score",
    "Slot",
    "Source",
    "Span",
    "Timex",
    "attributions",
    "read_document",
    "read_source",
    "score",
    "tag_times",
]
