"""Loads documents: plain text, Markdown, HTML, PDF, feeds, e-mail, from a file, stream or address.

Every loader is bounded; what can't be read whole is read in part and says so, what can't be read
at all ends in one `ReadError`. Pages are the matter of `page`, e-mail and feeds that of `message`.
Meaning is not looked for here.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from comity.errors import MissingExtraError, ReadError
from comity.read.intake.decode import clean, day_of, decode, language_of
from comity.read.intake.document import Document
from comity.read.intake.message import load_email, load_feed
from comity.read.intake.page import load_html, or_none

#: Largest document taken; beyond it nothing is read.
MAX_BYTES = 20_000_000
MAX_PAGES = 60
_EXTRA = "read"
_TIMEOUT_SECONDS = 8.0
_FRONT = re.compile(r"\A\ufeff?---\r?\n(?P<head>.*?\r?\n)---\r?\n", re.DOTALL)


def load(
    source: str | Path | bytes,
    *,
    published: date | None = None,
    name: str | None = None,
    kind: str = "",
) -> list[Document]:
    """Load the documents of a file, an address or given bytes; a feed holds several.

    Args:
        source: A path, an ``http(s)://`` address, or the bytes of a document.
        published: The day of publication, where the caller knows it better.
        name: What to call the document; by default the file's name or the address.
        kind: The ending or content type of given bytes.

    Raises:
        ReadError: If nothing can be read, with the reason.
    """
    data, told, called = fetch(source)
    called = name or called
    if len(data) > MAX_BYTES:
        raise ReadError(_told(called, f"{len(data):,} bytes; at most {MAX_BYTES:,} are read"))
    loader = _LOADERS[_format(data, kind or told)]
    documents = loader(data, called)
    if not any(document.text.strip() for document in documents):
        raise ReadError(_told(called, "no text was found in it"))
    return [_dated(document, published) for document in documents]


def fetch(source: str | Path | bytes) -> tuple[bytes, str, str]:
    """Return the bytes of a source, its ending or content type, and what to call it."""
    if isinstance(source, bytes):
        return source, "", "stdin"
    if isinstance(source, str) and re.match(r"https?://", source):
        return *_fetch(source), source
    path = Path(source)
    return _open(path), path.suffix.lower(), path.name


def _told(name: str, what: str) -> str:
    return f"{name}: {what}"


def _dated(document: Document, published: date | None) -> Document:
    return document if published is None else replace(document, published=published)


def _open(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(_told(str(path), error.strerror or str(error))) from error


def _fetch(url: str) -> tuple[bytes, str]:
    """Fetch an address, bounded in time and size."""
    try:
        import httpx
    except ImportError as error:
        raise MissingExtraError(_EXTRA, "reading an address") from error
    kept = bytearray()
    try:
        with httpx.stream(
            "GET",
            url,
            follow_redirects=True,
            timeout=_TIMEOUT_SECONDS,
            headers={"User-Agent": "comity"},
        ) as answer:
            answer.raise_for_status()
            for piece in answer.iter_bytes():
                kept += piece
                if len(kept) > MAX_BYTES:
                    break
            kind = answer.headers.get("content-type", "")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ReadError(_told(url, f"could not be fetched: {error}")) from error
    return bytes(kept), kind


def _format(data: bytes, kind: str) -> str:
    """Tell the format by content first, then by ending or content type."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    low = head[:1500].lower()
    if head.startswith(b"%PDF") or kind == ".pdf":
        return "pdf"
    if kind == ".eml" or re.match(
        rb"(?:(?:from|to|subject|date|received|mime-version|message-id): )", low
    ):
        return "email"
    if re.search(rb"<(?:rss|feed|rdf:rdf)[\s>]", low) and b"<html" not in low:
        return "feed"
    if re.search(rb"<(?:!doctype html|html|body|article|div|p)[\s>]", low) or kind.startswith(
        (".htm", "text/html")
    ):
        return "html"
    return "markdown" if kind in {".md", ".markdown", "text/markdown"} else "text"


def _text(data: bytes, name: str) -> list[Document]:
    text, notes = decode(data)
    if text.count("\ufffd") > len(text) // 10:
        raise ReadError(_told(name, "is not text in any known encoding"))
    head = _FRONT.match(text)
    told = _fields(head["head"]) if head else {}
    body = clean(text[head.end() :] if head else text)
    day = day_of(told.get("date") or told.get("published"))
    return [
        Document(
            name=name,
            text=body,
            published=day,
            zone=told.get("tz") or told.get("zone"),
            title=told.get("title"),
            outlet=told.get("outlet"),
            url=told.get("url"),
            lang=told.get("lang") or language_of(body),
            partial=notes,
        )
    ]


def _markdown(data: bytes, name: str) -> list[Document]:
    return [replace(document, form="markdown") for document in _text(data, name)]


def _fields(head: str) -> dict[str, str]:
    """Read the flat ``key: value`` lines of a front matter."""
    found = re.findall(r"^([\w-]+):[ \t]*(.*?)[ \t]*$", head, re.MULTILINE)
    return {key.lower(): value.strip("\"'") for key, value in found if value}


def _pdf(data: bytes, name: str) -> list[Document]:
    try:
        import pypdf
    except ImportError as error:
        raise MissingExtraError(_EXTRA, "reading a PDF") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    notes: list[str] = []
    pages: list[str] = []
    day = title = None
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        told = reader.metadata
        made = told.creation_date if told else None
        day, title = (
            (made.date() if isinstance(made, datetime) else None),
            told.title if told else None,
        )
        if len(reader.pages) > MAX_PAGES:
            notes.append(f"read the first {MAX_PAGES} of {len(reader.pages)} pages")
        pages.extend(
            _pdf_page(reader.pages[number].extract_text, number, notes)
            for number in range(min(MAX_PAGES, len(reader.pages)))
        )
    except Exception as error:
        if not any(pages):
            raise ReadError(_told(name, f"is a broken PDF: {error}")) from error
        notes.append(f"broken after page {len(pages)}: {type(error).__name__}")
    text = clean("\n\n".join(pages))
    if not text.strip():
        raise ReadError(_told(name, "the PDF has no text layer"))
    return [
        Document(
            name=name,
            text=text,
            published=day,
            title=or_none(title),
            lang=language_of(text),
            partial=tuple(notes),
            form="pdf",
        )
    ]


def _pdf_page(extract: Callable[[], str], number: int, notes: list[str]) -> str:
    try:
        return extract()
    except Exception as error:  # noqa: BLE001  (pypdf raises whatever a broken page makes it)
        notes.append(f"page {number + 1} could not be read: {type(error).__name__}")
        return ""


_LOADERS: Mapping[str, Callable[[bytes, str], list[Document]]] = {
    "text": _text,
    "markdown": _markdown,
    "html": load_html,
    "pdf": _pdf,
    "feed": load_feed,
    "email": load_email,
}
