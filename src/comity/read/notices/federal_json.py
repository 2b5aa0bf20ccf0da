"""Opens the JSON of the Federal Register's API: the metadata of a document, or of a search's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from comity.errors import ReadError
from comity.read.notices.federal_paper import Paper

#: Most results of a search of the API that are read; it gives no more at once.
MAX_RESULTS = 1_000


def open_json(text: str) -> list[Paper]:
    """Read the API's metadata; the text is the JSON itself, so that spans stand in it."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"broken JSON of a Federal Register document: {error}"
        raise ReadError(message) from error
    if isinstance(told, dict) and "results" in told:
        told = told["results"]
    if not isinstance(told, list):
        return [_of_metadata(told, text)]
    more = (f"read the first {MAX_RESULTS:,} of {len(told):,} results",)
    papers = [
        _of_metadata(
            one,
            json.dumps(one, ensure_ascii=False, indent=1),
            more if len(told) > MAX_RESULTS else (),
        )
        for one in told[:MAX_RESULTS]
        if isinstance(one, dict)
    ]
    if not papers:
        message = "the JSON holds no Federal Register document"
        raise ReadError(message)
    return papers


def _of_metadata(told: Mapping[str, object], text: str, partial: tuple[str, ...] = ()) -> Paper:
    def value(name: str) -> str:
        found = told.get(name)
        return found.strip() if isinstance(found, str) else ""

    agencies = _dicts(told.get("agencies"))
    parts = [
        f"{one.get('title')} CFR Part {part}"
        for one in _dicts(told.get("cfr_references"))
        for part in [one.get("part")]
        if part
    ]
    dates = json.dumps(value("dates"), ensure_ascii=False)
    escaped = json.dumps(value("dates"))
    at = next(
        (
            (start, start + len(each))
            for each in (dates, escaped)
            if value("dates") and (start := text.find(each)) >= 0
        ),
        (0, 0),
    )
    names = [str(one.get("name") or one.get("raw_name") or "") for one in agencies]
    full = value("full_text_xml_url") or value("raw_text_url") or value("body_html_url")
    where = f" ({full})" if full else ""
    return Paper(
        text=text,
        title=value("title"),
        action=value("action"),
        number=value("document_number"),
        citation=value("citation"),
        issuer="; ".join(filter(None, names)),
        published=_iso(value("publication_date")),
        effective=_iso(value("effective_on")),
        dates=at,
        parts=tuple(dict.fromkeys(parts)),
        is_proposed=value("type").casefold() in {"proposed rule", "prorule"},
        partial=partial,
        lacks=(f"list changes: not in the metadata, read the full text{where}",),
    )


def _dicts(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
