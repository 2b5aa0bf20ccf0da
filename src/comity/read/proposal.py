"""What a reading proposes: typed entries, each slot tied to the characters that support it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Modality = Literal[
    "did",
    "will",
    "prepared-to",
    "possible",
    "demanded",
    "reportedly",
    "expected",
    "in-force",
    "said-to",
]
Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A piece of the document's text; offsets count Unicode code points."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Return the piece of a text between two offsets."""
        return cls(start=start, end=end, text=text[start:end])

    def json(self) -> Json:
        """Return start, end and text."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One value of a proposal; without a span it is inferred."""

    value: str | int | bool
    span: Span | None = None
    #: exact, before, by, at-or-after, approx, less-than, more-than.
    bound: str | None = None
    precision: str | None = None
    tz: str | None = None
    #: What sort of condition: reciprocity, condition, approval, retaliation, scope.
    kind: str | None = None
    #: Id of the entry of the record that the value was resolved to, with reason and score.
    entry: str | None = None
    reason: str | None = None
    score: float | None = None

    @property
    def is_inferred(self) -> bool:
        """True where no characters of the text say it."""
        return self.span is None

    def json(self) -> Json:
        """Return the slot in the shape of the annotated stories."""
        out: Json = {"value": self.value}
        if self.span is None:
            out |= {"span": None, "inferred": True}
        else:
            out |= {"span": [self.span.start, self.span.end], "text": self.span.text}
        for name in ("bound", "precision", "tz", "kind", "entry", "reason", "score"):
            told = getattr(self, name)
            if told is not None:
                out[name] = told
        return out


Slots = Mapping[str, Slot | tuple[Slot, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One link of an attribution chain: who is said to have said it."""

    name: str
    kind: str
    span: Span | None = None
    #: True where it stands beside the source before it rather than behind it.
    parallel: bool = False

    def json(self) -> Json:
        """Return the link in the shape of the annotated stories."""
        out: Json = {"name": self.name, "kind": self.kind}
        if self.span is None:
            out |= {"span": None, "inferred": True}
        else:
            out |= {"span": [self.span.start, self.span.end], "text": self.span.text}
        return out | {"parallel": True} if self.parallel else out


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One entry proposed for the record; nothing becomes an entry but by a person."""

    id: str
    type: str
    slots: Slots
    evidence: tuple[Span, ...]
    attribution: tuple[Source, ...] = ()
    modality: Modality = "did"
    note: str | None = None
    #: What a reader should look at before accepting.
    flags: tuple[str, ...] = ()
    #: Rows of the tables of law that an official notice means, by table.
    tables: Json | None = None

    @property
    def key(self) -> str:
        """Content hash: the same statement read again has the same key."""
        content = {
            "type": self.type,
            "modality": self.modality,
            "slots": {name: [slot.value for slot in each(self, name)] for name in self.slots},
            "evidence": [span.text for span in self.evidence],
            "attribution": [source.name for source in self.attribution],
        }
        written = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    def value(self, name: str) -> str | None:
        """Return the first value of a slot as text, None where the slot is empty."""
        return next((str(slot.value) for slot in each(self, name)), None)

    def json(self) -> Json:
        """Return the proposal in the shape of the annotated stories, with its key."""
        slots = {
            name: [one.json() for one in slot] if isinstance(slot, tuple) else slot.json()
            for name, slot in self.slots.items()
        }
        out: Json = {
            "id": self.id,
            "key": self.key,
            "type": self.type,
            "slots": slots,
            "evidence": [span.json() for span in self.evidence],
            "attribution": [source.json() for source in self.attribution],
            "modality": self.modality,
        }
        if self.note:
            out["note"] = self.note
        if self.flags:
            out["flags"] = list(self.flags)
        if self.tables:
            out["tables"] = self.tables
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that one document proposes, and what was wrong with reading it."""

    document: str
    text: str
    sha256: str
    published: str | None
    tz: str | None
    lang: str
    reader: str
    proposals: tuple[Proposal, ...]
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    #: Why only part of the document was read; empty when all of it was.
    partial: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def json(self) -> Json:
        """Return the reading in the shape of the annotated stories."""
        return {
            "document": self.document,
            "title": self.title,
            "outlet": self.outlet,
            "url": self.url,
            "offset_base": "text",
            "offset_unit": "unicode code points",
            "lang": self.lang,
            "published": self.published,
            "event_tz": self.tz,
            "sha256_text": self.sha256,
            "chars": len(self.text),
            "reader": self.reader,
            "partial": list(self.partial),
            "notes": list(self.notes),
            "text": self.text,
            "records": [proposal.json() for proposal in self.proposals],
        }


def each(proposal: Proposal, name: str) -> Iterator[Slot]:
    """Yield the slots of one name, whether one or several."""
    slot = proposal.slots.get(name)
    if isinstance(slot, Slot):
        yield slot
    elif slot is not None:
        yield from slot
