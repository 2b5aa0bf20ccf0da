"""Documents: text with its metadata, from a file, an address or a stream, in any usual format."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

_DATELINE = re.compile(
    r"\A\s*(?:[Bb][Yy] [^\n]{3,90}\n\s*)?(?P<city>[A-Z][A-Z .'\u2019/-]{2,30})"
    r"(?:,\s+[A-Z][\w. ]{1,25})*"
    r"(?:,?\s+\(?(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.?\s+\d{1,2}\)?)?"
    r"(?:\s+\((?P<outlet>[A-Z][\w\u2019' .]{1,30})\))?(?:\s+[—–-]+\s+|:\s+)",
    re.MULTILINE,
)
_MARKS = re.compile(r"(?m)^#{1,6}\s|\*\*|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|^>\s?|`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text to be read, exactly as its offsets count it, with what is known about it."""

    name: str
    text: str
    published: date | None = None
    zone: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str = "en"
    #: Why only part of the document is here; empty when all of it is.
    partial: tuple[str, ...] = ()
    #: The format it came in: text, markdown, html, pdf, feed, email, notice.
    form: str = "text"
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Return the hash of the text, the document's identity."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def dateline_place(self) -> str | None:
        """Return the city of the dateline; None for a capital, which stands for its news."""
        found = _DATELINE.match(self.text)
        if found is None:
            return None
        city = re.split(r"[,(/\u2014-]", found["city"].strip())[0].strip().title()
        return None if city in {"Washington", "Beijing"} else city

    def masked(self, text: str) -> str:
        """Blank datelines and markup for the parser, keeping every offset."""
        found = _DATELINE.match(text)
        if found:
            text = " " * found.end() + text[found.end() :]
        if self.form == "markdown":
            text = _MARKS.sub(lambda mark: " " * len(mark.group()), text)
        return text
