"""Bytes to text, markup to elements, and what every format tells: a day, a language."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from comity.errors import MissingExtraError, ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Furthest zone from UTC that has a name of its own in both directions.
_MOST_HOURS = 12
#: What a page or an XML document says of its own encoding.
_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][A-Za-z0-9_-]{2,20})""", re.IGNORECASE
)
#: How much is looked at to guess an encoding.
_SAMPLE = 4_000
#: Letters beyond ASCII that stand for each broken one where a text is UTF-8 all the same.
_FEW = 20
#: Chinese letters that are common and alike in both scripts.
_COMMON = "的是不在有和之一年月日公第部"
#: Names of encodings that their users mean more widely.
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252"}


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode text by its mark, as UTF-8, else as Western European, saying what was guessed."""
    for mark, codec in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(codec), ()
            except UnicodeDecodeError:
                return data.decode(codec, "replace"), (f"broken {codec}: some characters are lost",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    declared = _declared(data)
    if declared is not None:
        return declared, ()
    return _broken(data) or _guessed(data)


def _broken(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Decode UTF-8 that is cut within a character or broken in few places."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    kept = sum(1 for sign in text[:_SAMPLE] if sign > "\x7f") - text[:_SAMPLE].count("\ufffd")
    if kept <= _FEW * lost:
        return None
    return text.replace("\ufffd", " "), ("broken UTF-8: some characters are lost",)


def _declared(data: bytes) -> str | None:
    """Decode by what the text says of its own encoding, if it is true."""
    declared = _DECLARED.search(data[:2000])
    if declared is None:
        return None
    name = declared[1].decode().lower()
    try:
        return data.decode(_CODECS.get(name, name))
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(data: bytes) -> tuple[str, tuple[str, ...]]:
    if data[:4000].count(0) > len(data[:4000]) // 4:
        return data.decode("utf-16-le", "replace"), ("no encoding given: taken for UTF-16",)
    if _looks_chinese(data):
        read = {codec: data.decode(codec, "replace") for codec in ("gb18030", "big5")}
        codec = max(read, key=lambda one: _usual(read[one]))
        if read[codec].count("\ufffd") * _FEW < _usual(read[codec]):
            return read[codec], (f"not UTF-8: taken for {codec}",)
    return data.decode("cp1252", "replace"), ("not UTF-8: taken for Windows-1252",)


def _usual(text: str) -> int:
    """Count the commonest Chinese letters, which another encoding turns into rare ones."""
    return sum(text[:_SAMPLE].count(sign) for sign in _COMMON)


def _looks_chinese(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    high = sum(1 for byte in sample if byte >= 0x81)  # noqa: PLR2004  (first byte of GB 18030)
    return high > len(sample) // 3


def parse_xml(data: bytes, what: str) -> tuple[_Element, tuple[str, ...]]:
    """Parse XML as far as it holds: no entity is expanded, nothing is fetched, faults are told.

    Args:
        data: The markup; a feed that is trusted to be whole is `screen.reader.guard`'s to refuse.
        what: What it should be, for messages.

    Returns:
        The root, and why only part of it may be here.

    Raises:
        ReadError: It is no XML at all.
        MissingExtraError: What reads XML isn't installed.
    """
    try:
        from lxml import etree
    except ImportError as error:
        extra = "read"
        raise MissingExtraError(extra, f"reading {what}") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = f"broken XML of {what}: {error}"
        raise ReadError(message) from error
    if root is None:
        message = f"broken XML of {what}"
        raise ReadError(message)
    faults = [f"broken XML, line {one.line}: {one.message}" for one in parser.error_log][:1]
    if b"<!ENTITY" in data[:100_000]:
        faults.append("entities are not expanded")
    return root, tuple(faults)


def clean(text: str) -> str:
    """Drop what no text holds and end every line alike."""
    return text.replace("\x00", " ").replace("\r\n", "\n").replace("\r", "\n")


def day_of(text: str | None) -> date | None:
    """Read a day from an ISO or e-mail date, None where there is none."""
    if not text:
        return None
    found = re.search(r"\d{4}-\d\d-\d\d", text)
    try:
        return date.fromisoformat(found.group()) if found else parsedate_to_datetime(text).date()
    except (ValueError, TypeError):
        return None


def zone_of(text: str | None) -> str | None:
    """Return the zone of an offset from UTC, such as that of an e-mail's date; none for UTC."""
    found = re.search(r"\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s*([+-])(\d\d):?00\b", text or "")
    hours = int(found[2]) if found else 0
    if found is None or not 0 < hours <= _MOST_HOURS:
        return None
    return f"Etc/GMT{'-' if found[1] == '+' else '+'}{hours}"


def language_of(text: str) -> str:
    """Tell Chinese from English by its letters."""
    sample = text[:2000]
    han = sum(1 for letter in sample if "\u4e00" <= letter <= "\u9fff")
    return "zh" if han > len(sample) / 10 else "en"
