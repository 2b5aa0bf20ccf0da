"""An optional second reader: a language model behind any OpenAI-compatible endpoint.

It fills the same schema and is trusted with nothing: a slot whose quote is not an exact substring
of the text is thrown away, offsets are ours, and times are resolved by our own rules.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from comity.errors import MissingExtraError, ReadError
from comity.read.intake.document import Document
from comity.read.proposal import Modality, Proposal, Slot, Source, Span
from comity.read.times.timex import tag_times

_TYPES = (
    *("talks_session", "session_event", "delegation_member", "agreement", "agreement_term"),
    *("allegation", "measure", "forecast"),
)
_TIMES = {"day", "start", "end", "time", "reached", "duration", "ongoing_at", "due", "until"}
_TIMEOUT_SECONDS = 60.0
_ASK = (
    'Read the news text and return JSON: {"records": [{"type", "modality", "evidence": quote,'
    ' "attribution": [{"name", "kind", "quote"}], "slots": {name: {"value", "quote"}}}]}.'
    f" Types: {', '.join(_TYPES)}. Modalities: {', '.join(get_args(Modality))}."
    " Every quote is copied from the text letter for letter. Invent nothing."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where the model answers; the key is taken from the environment and never shown."""

    url: str
    model: str
    key_variable: str = "COMITY_LLM_KEY"


def propose(document: Document, endpoint: Endpoint) -> tuple[list[Proposal], list[str]]:
    """Ask the model; return its proposals that hold, and what was thrown away and why.

    Raises:
        ReadError: If the endpoint doesn't answer with what was asked for.
    """
    answer = _ask(document.text, endpoint)
    records = answer.get("records")
    if not isinstance(records, list):
        message = f"{endpoint.url}: the answer holds no list of records"
        raise ReadError(message)
    kept: list[Proposal] = []
    dropped: list[str] = []
    for number, record in enumerate(records, 1):
        proposal = (
            _proposal(record, number, document, dropped) if isinstance(record, dict) else None
        )
        if proposal is not None:
            kept.append(proposal)
    return kept, dropped


def _ask(text: str, endpoint: Endpoint) -> Mapping[str, object]:
    try:
        import httpx
    except ImportError as error:
        extra = "read"
        raise MissingExtraError(extra, "asking a language model") from error
    secret = os.environ.get(endpoint.key_variable, "")
    body = {
        "model": endpoint.model,
        "temperature": 0,
        "response_format": {"type": "json_object"},
        "messages": [{"role": "system", "content": _ASK}, {"role": "user", "content": text}],
    }
    try:
        answer = httpx.post(
            f"{endpoint.url.rstrip('/')}/chat/completions",
            json=body,
            headers={"Authorization": f"Bearer {secret}"} if secret else {},
            timeout=_TIMEOUT_SECONDS,
        )
        answer.raise_for_status()
        content = answer.json()["choices"][0]["message"]["content"]
        return cast("Mapping[str, object]", json.loads(content))
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
    ) as error:
        message = f"{endpoint.url}: no usable answer ({type(error).__name__}: {error})"
        raise ReadError(message) from error


def _proposal(
    record: Mapping[str, object], number: int, document: Document, dropped: list[str]
) -> Proposal | None:
    kind, mood = str(record.get("type")), str(record.get("modality"))
    evidence = _span(document.text, record.get("evidence"))
    if kind not in _TYPES or mood not in get_args(Modality) or evidence is None:
        dropped.append(
            f"record {number}: unknown type or modality, or evidence that isn't in the text"
        )
        return None
    slots = _slots(record.get("slots"), number, document, evidence, dropped)
    if not slots:
        dropped.append(f"record {number}: no slot with a quote from the text")
        return None
    return Proposal(
        id=f"{kind}-llm-{number}",
        type=kind,
        slots=slots,
        evidence=(evidence,),
        attribution=tuple(
            _sources(record.get("attribution"), number, document.text, evidence, dropped)
        ),
        modality=cast("Modality", mood),
        flags=("language model",),
    )


def _slots(
    told: object, number: int, document: Document, evidence: Span, dropped: list[str]
) -> dict[str, Slot | tuple[Slot, ...]]:
    slots: dict[str, Slot | tuple[Slot, ...]] = {}
    for name, cell in told.items() if isinstance(told, dict) else ():
        parts = cell if isinstance(cell, list) else [cell]
        good = [
            slot for part in parts if (slot := _slot(name, part, document, evidence)) is not None
        ]
        if len(good) < len(parts):
            dropped.append(f"record {number}, {name}: quote is not in the text")
        if good:
            slots[str(name)] = tuple(good) if len(good) > 1 else good[0]
    return slots


def _slot(name: str, cell: object, document: Document, evidence: Span) -> Slot | None:
    if not isinstance(cell, dict):
        return None
    span = _span(document.text, cell.get("quote"), evidence)
    if span is None:
        return None
    if name in _TIMES:
        return _time(span, document.published)
    return Slot(value=str(cell.get("value") or span.text), span=span)


def _time(span: Span, published: date | None) -> Slot | None:
    """Resolve the quoted time by our own rules; the model's value is not looked at."""
    found = tag_times(span.text, published)
    return Slot(value=found[0].value, span=span) if found else None


def _sources(
    told: object, number: int, text: str, evidence: Span, dropped: list[str]
) -> list[Source]:
    sources = []
    for each in told if isinstance(told, list) else []:
        span = _span(text, each.get("quote"), evidence) if isinstance(each, dict) else None
        if span is None:
            dropped.append(f"record {number}: a source whose quote is not in the text")
        else:
            sources.append(Source(name=str(each["name"]), kind=str(each.get("kind")), span=span))
    return sources


def _span(text: str, quote: object, near: Span | None = None) -> Span | None:
    """Find a quote, first within the evidence; None where the text doesn't hold it."""
    if not isinstance(quote, str) or not quote.strip():
        return None
    start = text.find(quote, near.start, near.end) if near is not None else -1
    if start < 0:
        start = text.find(quote)
    return Span(start=start, end=start + len(quote), text=quote) if start >= 0 else None
