"""What a feed must be before a reader sees it: whole, text, of sane size, free of traps.

Archives are read in memory and never unpacked to disk, so a path inside one can do no harm; it is
refused all the same. XML with a document type is refused: no official list has one, bombs do.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from comity.errors import Fault, ScreenError
from comity.screen.extra import need

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 1_500_000_000
MOST_RATIO = 150
_HEAD = 4096
_SMALL = 1_000_000


@dataclass(slots=True)
class Feed:
    """A file's bytes with its name, or a folder's files by name."""

    name: str
    content: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """The first characters, for telling formats apart."""
        return self.content[:_HEAD].decode("utf-8", errors="replace").lstrip("\ufeff \r\n\t")

    def text(self) -> str:
        """Decode the whole feed.

        Raises:
            ScreenError: it is not UTF-8.
        """
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.content.count(b"\n", 0, error.start) + 1
            got = repr(self.content[error.start : error.start + 8])
            raise refuse(self.name, "UTF-8 text", line=line, got=got) from error


def refuse(
    name: str, expected: str, *, line: int | None = None, got: str | None = None
) -> ScreenError:
    """Word one refusal of a feed."""
    return ScreenError([Fault(file=name, expected=f"expected {expected}", line=line, got=got)])


def open_feed(path: Path) -> Feed:
    """Open a file, an archive of one file, or a folder.

    Raises:
        ScreenError: it is missing, empty, too large, or packed to harm.
    """
    try:
        if path.is_dir():
            files = {item.name.lower(): item.read_bytes() for item in sorted(path.iterdir())
                     if item.is_file() and item.stat().st_size <= MOST_BYTES}  # fmt: skip
            return Feed(name=str(path), files=files)
        if path.stat().st_size > MOST_BYTES:
            raise refuse(str(path), f"at most {MOST_BYTES:,} bytes")
        return feed_of(str(path), path.read_bytes())
    except OSError as error:
        raise refuse(str(path), "a readable file or folder", got=error.strerror) from error


def feed_of(name: str, content: bytes) -> Feed:
    """Make a feed of downloaded bytes, unpacking one layer of compression."""
    if content[:4] == b"PK\x03\x04":
        content = _unzip(name, content)
    elif content[:2] == b"\x1f\x8b":
        content = _gunzip(name, content)
    if not content.strip():
        raise refuse(name, "a party list", got="an empty file")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refuse(name, "UTF-8 text", got="UTF-16")
    if b"\0" in content[:_HEAD]:
        raise refuse(name, "text", got="binary content")
    return Feed(name=name, content=content)


def _unzip(name: str, content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
            for item in members:
                parts = PurePosixPath(item.filename.replace("\\", "/")).parts
                if ".." in parts or parts[:1] == ("/",) or ":" in parts[0]:
                    raise refuse(name, "plain file names in the archive", got=item.filename)
            if len(members) != 1:
                raise refuse(name, "an archive of one file", got=f"{len(members)} files")
            item = members[0]
            if item.flag_bits & 1:
                raise refuse(name, "an archive without a password")
            return _bounded(name, archive.open(item), len(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise refuse(name, "a whole zip archive", got=str(error)) from error


def _gunzip(name: str, content: bytes) -> bytes:
    try:
        return _bounded(name, gzip.GzipFile(fileobj=io.BytesIO(content)), len(content))
    except (OSError, zlib.error, EOFError) as error:
        raise refuse(name, "a whole gzip file", got=str(error)) from error


def _bounded(name: str, stream: Any, packed: int) -> bytes:  # noqa: ANN401  any binary stream
    """Read a decompressing stream up to what its packed size makes plausible."""
    most = min(MOST_BYTES, max(packed * MOST_RATIO, _SMALL))
    content = bytes(stream.read(most + 1))
    if len(content) > most:
        raise refuse(name, f"an archive that unpacks to at most {MOST_RATIO} times its size")
    return content


def read_table(
    name: str, text: str, *, strict_end: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV with their line numbers; every row as wide as the first.

    Raises:
        ScreenError: a quote is never closed, a row is too short or long, or the end is missing.
    """
    if strict_end and not text.endswith("\n") and not text.endswith('"'):
        raise refuse(name, "a last line that ends", got=text[-40:])
    csv.field_size_limit(_SMALL)
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    width = 0
    try:
        for row in table:
            if not row or row == ["\x1a"]:
                continue
            width = width or len(row)
            if len(row) != width:
                told = f"{width} columns; the file may be cut off"
                raise refuse(name, told, line=table.line_num, got=f"{len(row)} columns")
            yield table.line_num, row
    except csv.Error as error:
        raise refuse(name, "a whole CSV table", line=table.line_num, got=str(error)) from error


def read_records(name: str, text: str, *, strict_end: bool = False) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV by the names in its header."""
    table = read_table(name, text, strict_end=strict_end)
    header = [column.strip().lower() for column in next(table, (0, []))[1]]
    for _, row in table:
        yield dict(zip(header, map(str.strip, row), strict=True))


def parse_xml(feed: Feed) -> _Element:
    """Parse a whole XML feed into its root, its namespaces taken off.

    Raises:
        ScreenError: it is malformed, cut off, not UTF-8 as declared, or carries a document type.
    """
    need("Reading XML lists", "lxml")
    from lxml import etree

    prolog = feed.content[: _HEAD * 16].lower()
    if b"<!doctype" in prolog or b"<!entity" in prolog:
        raise refuse(feed.name, "XML without a document type or entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(feed.content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise refuse(feed.name, "well-formed XML", line=line, got=str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise refuse(feed.name, "XML without a document type or entities")
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
    return root


def inner(element: _Element | None, path: str) -> str:
    """The text of the first child at a path, trimmed; blank when there is none."""
    if element is None:
        return ""
    return " ".join(str(element.findtext(path) or "").split())
