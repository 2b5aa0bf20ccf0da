"""Loads documents: plain text, Markdown, HTML, PDF, feeds, e-mail, from a file, stream or address.

Every loader is bounded; what can't be read whole is read in part and says so, what can't be read
at all ends in one `ReadError`. Meaning is not looked for here.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path

from comity.errors import MissingExtraError, ReadError
from comity.read.decode import clean, day_of, decode, language_of
from comity.read.document import Document

#: Largest document taken; beyond it nothing is read.
MAX_BYTES = 20_000_000
#: Longest markup handed to a parser; the rest is left out and said to be.
MAX_MARKUP = 1_000_000
MAX_PAGES = 60
MAX_ITEMS = 50
#: Deepest nesting of tags that a parser is asked to follow.
MAX_DEPTH = 400
_EXTRA = "read"
_TIMEOUT_SECONDS = 8.0
_FRONT = re.compile(r"\A\ufeff?---\r?\n(?P<head>.*?\r?\n)---\r?\n", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*?)(/?)>")
_VOID = {"br", "hr", "img", "input", "meta", "link", "source", "area", "base", "col", "wbr"}


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
    if re.search(rb"<(?:rss|feed)[\s>]", low) and b"<html" not in low:
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


def _html(data: bytes, name: str) -> list[Document]:
    text, notes = decode(data)
    text, cut = _bounded(text)
    return [_page(text, name, (*notes, *cut))]


def _bounded(markup: str) -> tuple[str, tuple[str, ...]]:
    """Cut markup to a length and flatten nesting too deep for any parser."""
    notes: list[str] = []
    if len(markup) > MAX_MARKUP:
        notes.append(f"read the first {MAX_MARKUP:,} of {len(markup):,} characters of markup")
        markup = markup[:MAX_MARKUP]
    depth = deepest = 0
    for found in _TAG.finditer(markup):
        closing, tag, _, alone = found.groups()
        if alone or tag.lower() in _VOID:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            notes.append(f"tags nested deeper than {MAX_DEPTH}: read as plain text")
            return re.sub(r"<[^<>]*>?|[ \t]+", " ", markup), tuple(notes)
    return markup, tuple(notes)


def _page(markup: str, name: str, notes: tuple[str, ...]) -> Document:
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtraError(_EXTRA, "reading a web page") from error
    told: Mapping[str, object] = {}
    text: str | None = None
    if "<" in markup:
        try:
            text = trafilatura.extract(
                markup,
                include_comments=False,
                include_tables=True,
                fast=len(markup) > MAX_MARKUP // 4,
            )
            told = trafilatura.extract_metadata(markup).as_dict()
        except Exception as error:  # noqa: BLE001  (a parser's fault is the document's, whatever it raises)
            notes = (*notes, f"main text not found ({type(error).__name__}): read as plain text")
    plain = text or re.sub(r"[ \t]{2,}", " ", re.sub(r"<[^<>]{0,2000}>", " ", _scripts(markup)))
    if text is None and not notes:
        notes = ("main text not found: read as plain text",)
    return Document(
        name=name,
        text=clean(plain),
        published=day_of(str(told.get("date") or "")),
        title=_or_none(told.get("title")),
        outlet=_or_none(told.get("sitename")),
        url=_or_none(told.get("url")),
        lang=language_of(plain),
        partial=notes,
        form="html",
    )


def _scripts(markup: str) -> str:
    return re.sub(r"(?is)<(script|style)\b.{0,200000}?</\1>", " ", markup)


def _or_none(value: object) -> str | None:
    return str(value) if value else None


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
            title=_or_none(title),
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


def _email(data: bytes, name: str) -> list[Document]:
    message = BytesParser(policy=policy.default).parsebytes(data)
    body = message.get_body(preferencelist=("plain", "html"))
    try:
        content = str(body.get_content()) if body is not None else ""
    except (LookupError, ValueError):
        payload = body.get_payload(decode=True) if body is not None else b""
        content = decode(payload)[0] if isinstance(payload, bytes) else ""
    kind = body.get_content_type() if body is not None else "text/plain"
    document = (
        _page(*_named(content, name))
        if kind == "text/html"
        else Document(name=name, text=clean(content))
    )
    return [
        replace(
            document,
            published=day_of(str(message["date"] or "")),
            title=_or_none(message["subject"]),
            outlet=_or_none(message["from"]),
            form="email",
        )
    ]


def _named(content: str, name: str) -> tuple[str, str, tuple[str, ...]]:
    markup, notes = _bounded(content)
    return markup, name, notes


def _feed(data: bytes, name: str) -> list[Document]:
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError(_EXTRA, "reading a feed") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(data[:MAX_MARKUP], parser)
    if root is None:
        raise ReadError(_told(name, "is a broken feed"))
    items = list(root.iter("{*}item", "{*}entry"))
    notes = (f"read the first {MAX_ITEMS} of {len(items)} items",) if len(items) > MAX_ITEMS else ()
    documents = [
        _item(each, f"{name}#{number}", notes) for number, each in enumerate(items[:MAX_ITEMS], 1)
    ]
    return [each for each in documents if each.text.strip()]


def _item(item: object, name: str, notes: tuple[str, ...]) -> Document:
    def told(*tags: str) -> str:
        for tag in tags:
            for found in item.iter(f"{{*}}{tag}"):  # type: ignore[attr-defined]
                text = "".join(found.itertext()).strip() or str(found.get("href") or "")
                if text:
                    return text
        return ""

    body = told("encoded", "content", "description", "summary")
    plain = re.sub(r"[ \t]+", " ", re.sub(r"<[^<>]{0,2000}>", " ", body))
    return Document(
        name=name,
        text=clean(plain.strip()),
        published=day_of(told("pubDate", "published", "updated", "date")),
        title=told("title") or None,
        url=told("link", "guid", "id") or None,
        lang=language_of(plain),
        partial=notes,
        form="feed",
    )


_LOADERS: Mapping[str, Callable[[bytes, str], list[Document]]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "pdf": _pdf,
    "feed": _feed,
    "email": _email,
}
