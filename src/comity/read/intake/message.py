"""Loads what carries documents: e-mail with its parts, RSS and Atom feeds with their items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import TYPE_CHECKING

from comity.read.intake.decode import clean, day_of, decode, language_of, parse_xml, zone_of
from comity.read.intake.document import Document
from comity.read.intake.page import MAX_MARKUP, bounded, or_none, page_of, plain_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ITEMS = 50


def load_email(data: bytes, name: str) -> list[Document]:
    """Load a message: its plain body, else the HTML one, else that of the message it forwards."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    body, content, notes = _body(message)
    if body is not None and body.get_content_type() == "text/html":
        markup, cut = bounded(content)
        document = page_of(markup, name, cut)
    else:
        text = clean(content)
        document = Document(name=name, text=text, lang=language_of(text))
    left = [each.get_filename() for each in message.iter_attachments() if each.get_filename()]
    sent = str(message["date"] or "")
    return [
        replace(
            document,
            published=day_of(sent),
            title=or_none(message["subject"]),
            outlet=or_none(message["from"]),
            form="email",
            partial=(*document.partial, *notes, *(f"attachment {it} was not read" for it in left)),
            metadata=_zone(sent),
        )
    ]


def _body(message: EmailMessage) -> tuple[EmailMessage | None, str, tuple[str, ...]]:
    """Return the part that holds the text, its text, and what was guessed about it."""
    part = message.get_body(preferencelist=("plain", "html")) or next(
        (each for each in message.walk() if each.get_content_type() in {"text/plain", "text/html"}),
        None,
    )
    if not isinstance(part, EmailMessage):
        return None, "", ()
    try:
        return part, str(part.get_content()), ()
    except (LookupError, ValueError):
        payload = part.get_payload(decode=True)
        text, notes = decode(payload) if isinstance(payload, bytes) else ("", ())
        return part, text, (*notes, f"unknown charset {part.get_content_charset()}")


def _zone(text: str) -> dict[str, str]:
    zone = zone_of(text)
    return {"zone": zone} if zone else {}


def load_feed(data: bytes, name: str) -> list[Document]:
    """Load the items of a feed, one document each.

    Raises:
        ReadError: It is no XML at all.
        MissingExtraError: What reads XML isn't installed.
    """
    root, faults = parse_xml(data[:MAX_MARKUP], f"the feed {name}")
    notes = [*faults]
    if len(data) > MAX_MARKUP:
        notes.append(f"read the first {MAX_MARKUP:,} of {len(data):,} bytes")
    items = list(root.iter("{*}item", "{*}entry"))
    if len(items) > MAX_ITEMS:
        notes.append(f"read the first {MAX_ITEMS} of {len(items)} items")
    outlet = _outlet(root)
    documents = [
        _item(each, f"{name}#{number}", outlet, tuple(notes))
        for number, each in enumerate(items[:MAX_ITEMS], 1)
    ]
    return [each for each in documents if each.text.strip()]


def _outlet(root: _Element) -> str | None:
    """Return the title of the feed, which stands above its items."""
    channel = next(root.iter("{*}channel"), root)
    return next((_text(each) for each in channel if _tag(each) == "title" and _text(each)), None)


def _tag(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: _Element) -> str:
    return plain_of("".join(map(str, element.itertext())))


def _item(item: _Element, name: str, outlet: str | None, notes: tuple[str, ...]) -> Document:
    def told(*tags: str) -> str:
        return next((text for tag in tags for text in _texts(item, tag) if text), "")

    sent = told("pubDate", "published", "date", "updated")
    text = clean(told("encoded", "content", "description", "summary"))
    return Document(
        name=name,
        text=text,
        published=day_of(sent),
        title=told("title") or None,
        outlet=outlet,
        url=_address(item) or told("guid", "id") or None,
        lang=language_of(text),
        partial=notes,
        form="feed",
        metadata=_zone(sent),
    )


def _texts(item: _Element, tag: str) -> Iterator[str]:
    """Yield what the elements of a name say; markup within them counts as such."""
    for found in item.iter(f"{{*}}{tag}"):
        inner = "".join(
            f"<p>{''.join(map(str, each.itertext()))}</p>"
            for each in found.iter()
            if _tag(each) in _BLOCKS and not any(_tag(below) in _BLOCKS for below in each)
        )
        yield plain_of(inner or "".join(map(str, found.itertext())))


_BLOCKS = {"p", "li", "h1", "h2", "h3", "blockquote"}


def _address(item: _Element) -> str:
    """Return the address of an item's own page."""
    for found in item.iter("{*}link"):
        if found.get("rel", "alternate") == "alternate":
            text = "".join(map(str, found.itertext())).strip() or str(found.get("href") or "")
            if re.match(r"\w+:", text):
                return text
    return ""
