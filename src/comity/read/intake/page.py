"""Loads web pages: their main text, and the title, outlet and day that their markup tells.

Markup is bounded in length and depth before any parser sees it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from comity.errors import MissingExtraError
from comity.read.intake.decode import clean, day_of, decode, language_of
from comity.read.intake.document import Document

#: Longest markup handed to a parser; the rest is left out and said to be.
MAX_MARKUP = 1_000_000
#: How far title, outlet and day are looked for.
MAX_HEAD = 200_000
#: Deepest nesting of tags that a parser is asked to follow.
MAX_DEPTH = 400
_EXTRA = "read"
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*?)(/?)>")
_VOID = {"br", "hr", "img", "input", "meta", "link", "source", "area", "base", "col", "wbr"}
_BLOCK = re.compile(
    r"<(?:/p|/div|/h[1-6]|/li|/tr|/blockquote|br\s*/?|p|div|h[1-6]|li|tr)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)


def plain_of(markup: str) -> str:
    """Return the words of markup: a line a block, tags dropped, entities written out."""
    lines = re.sub(r"<[^<>]{0,2000}>", " ", _BLOCK.sub("\n", markup))
    lines = re.sub(r"[ \t\xa0]+", " ", html.unescape(lines))
    return re.sub(r" ?\n[ \n]*", "\n", lines).strip()


def load_html(data: bytes, name: str) -> list[Document]:
    """Load a page as one document."""
    text, notes = decode(data)
    text, cut = bounded(text)
    return [page_of(text, name, (*notes, *cut))]


def bounded(markup: str) -> tuple[str, tuple[str, ...]]:
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


def page_of(markup: str, name: str, notes: tuple[str, ...]) -> Document:
    """Return the main text of markup, with what it tells of title, outlet and day."""
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
            told = trafilatura.extract_metadata(markup[:MAX_HEAD]).as_dict()
        except Exception as error:  # noqa: BLE001  (a parser's fault is the document's, whatever it raises)
            notes = (*notes, f"main text not found ({type(error).__name__}): read as plain text")
    plain = text or plain_of(_scripts(markup))
    if text is None and not notes:
        notes = ("main text not found: read as plain text",)
    return Document(
        name=name,
        text=clean(plain),
        published=day_of(str(told.get("date") or "")),
        title=or_none(told.get("title")),
        outlet=or_none(told.get("sitename")),
        url=or_none(told.get("url")),
        lang=language_of(plain),
        partial=notes,
        form="html",
    )


def _scripts(markup: str) -> str:
    return re.sub(r"(?is)<(script|style)\b.{0,200000}?</\1>", " ", markup)


def or_none(value: object) -> str | None:
    """Return a value as text, None where there is none."""
    return str(value) if value else None
