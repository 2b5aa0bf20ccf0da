# ruff: noqa: RUF001  (the quotation marks of print are what is read here)
"""Reads what a rule does to a list of parties: its instructions, and the table that follows them.

Instructions say which entries are added, removed and revised under which destination; the table
has the aliases, addresses and policies of those added and revised. What the instructions name
without a row, or a row has without an instruction, is kept and told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from comity.read.lexicon import table
from comity.read.notices.notice import Listing
from comity.terms.places import parse_place

Op = Literal["add", "remove", "revise"]

_SUPPLEMENT = re.compile(r"\bSupplement\s+No\.?\s*\d+\s+to\s+part\s+\d+", re.IGNORECASE)
_OTHER = re.compile(r"^\W*\d+\.\s|\bto\s+part\s+\d+\s+to\s+read\b")
_TOKEN = re.compile(
    r"(?:[Uu]nder|\b(?:heading|destination)s?\s+(?:of|for))\s+"
    r"(?:the\s+(?:destinations?|headings?|country|countries)\s+(?:of|for)\s+)?"
    r"[“\"]?(?P<country>[A-Z][\w'’.,() -]*?)[”\"]?"
    r"(?=\s*[,:;—-]*\s*(?:by\b|in\s+alpha|add|remov|revis|correct|(?:an?\s+|the\s+)?(?:one\s+)?entr|one\b|two\b"
    r"|[ivx]+\.\s|[A-Z]\.\s|\([a-z0-9]+\)|Add|Remov|Revis|By\b|In\b)|\s*[:;—]|\s*[,.]?\s*$)"
    r"|[“\"](?P<name>[^“”\"]{2,300}?)[”\"](?P<after>\s+(?:column|paragraph|footnote|section)s?\b)?"
    r"|(?P<clause>[;,]\s+(?:and\s+)?the\s+entr)"
    r"|\b(?P<caps>[A-ZÜ][A-ZÜ'’]{3,}(?:(?:,\s|\s)(?:[A-ZÜ'’]{2,})){0,4})(?![\w'’])"
    r"|\b(?P<op>(?i:add|remov|delet|revis|correct|modif))(?:e|es|ed|ing|ies|ying|ied|al|als)?\b",
)
_BE = re.compile(r"(?:is|are)\s$")
_PASSIVE = re.compile(r"\b(?:is|are)\s+(?P<op>add|remov|delet|revis|correct|modif)(?:ed|ied)\b")
#: A lettered item of the instructions, but none that may be a Roman numeral.
_ITEM = re.compile(r"(?:and\s+)?\(?[a-hj-uwyz][.)]\s")
_OPS: dict[str, Op] = {
    "add": "add",
    "remov": "remove",
    "delet": "remove",
    "revis": "revise",
    "correct": "revise",
    "modif": "revise",
}
_ABBREVIATED = re.compile(
    r"\b(?:Ltd|Co|Inc|Corp|LLC|L\.L\.C|K\.K|Bhd|Sdn|Pte|Pvt|Pty|Jr|S\.A|S\.p\.A|S\.r\.l|B\.V|N\.V|A\.S"
    r"|Est|Tic|San|Sti|Dr|Univ|Intl)\.$"
)
_ALIASES = re.compile(
    r",?\s*(?:\(?\b(?:a\.?k\.?a|f\.?k\.?a|d\.?b\.?a)\b\.?"
    r"|(?:including\s+)?\b(?:the\s+)?following\s+(?:\w+\s+)?alias)[^:—–]*[:—–]?",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*(?:[—–]|(?<=[\s:;])-(?=\S))\s*")
_ADDRESS = re.compile(
    r",\s+(?=(?:\d|No\.|Room|Rm\b|Unit|Building|Bldg|Floor|Suite|Flat|Block|Level|Office|P\.?O\.?"
    r"|[A-Z]?\d+[A-Z]?\b|Zone|Plot|Lot|House|Apartment|Apt|Km\b|Street|Str\.|ul\.|Ul\.))"
)
_ENDED = re.compile(r"(?<!\bNo)(?<!\bCo)(?<!\bSt)(?<!\bRm)\.\s+(?=[A-Z0-9“])")
#: How far after a name the passive that is said of it may stand.
_NEAR = 80
_LIST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the table of a list: destination, the cell of the party in lines, other cells."""

    country: str
    lines: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    list: str
    country: str
    op: Op
    name: str


def read_listings(steps: Iterable[str | Entry]) -> tuple[list[Listing], list[str]]:
    """Read the changes of lists.

    Args:
        steps: The paragraphs of the amendments and the rows of their tables, in order.

    Returns:
        The changes, and what could not be matched.
    """
    asked: list[_Asked] = []
    meant: list[_Asked] = []
    rows: list[tuple[str, Entry]] = []
    state = _State()
    for step in steps:
        if isinstance(step, Entry):
            if state.list:
                rows.append((state.list, step))
            continue
        for one in state.take(step):
            (asked if one.name else meant).append(one)
    return _joined(asked, meant, rows)


class _State:
    """Where the instructions are: in which list, under which destination, doing what."""

    def __init__(self) -> None:
        self.list = ""
        self.country = ""
        self.op: Op | None = None
        #: Whether the destination was named by a lettered item, and so ends with it.
        self.is_item = False

    def take(self, text: str) -> Iterator[_Asked]:
        named = _SUPPLEMENT.search(text)
        if named or _OTHER.search(text):
            self.list = _lists().get(_plain(named.group()), "") if named else ""
            self.country, self.op = "", None
        item = bool(_ITEM.match(text))
        if item and self.is_item:
            self.country = ""
        if self.list:
            yield from self._asked_in(text, is_item=item)

    def _asked_in(self, text: str, *, is_item: bool) -> Iterator[_Asked]:
        """Yield what a paragraph asks for; without a name, what it asks for in general."""
        last: Op | None = None
        is_open = False
        here = ""
        passives = list(_PASSIVE.finditer(text))
        for found in _TOKEN.finditer(text):
            if found["country"] or (found["caps"] and place_of(found["caps"])):
                if is_open and here:
                    yield self._ask(last, "")
                    is_open = False
                self.country = here = (found["country"] or found["caps"]).strip(" ,")
                self.is_item = is_item
            elif found["clause"]:
                last = None
            elif found["op"] and not _BE.search(text, found.start() - 4, found.start()):
                last = self.op = _OPS[found["op"].lower()]
                is_open = True
            elif found["name"] and not found["after"] and not _is_country(text, found, self):
                yield self._ask(_op_of(text, found.end(), last, passives) or self.op, found["name"])
                is_open = False
        if is_open:
            yield self._ask(last, "")

    def _ask(self, op: Op | None, name: str) -> _Asked:
        return _Asked(list=self.list, country=self.country, op=op or "add", name=tidy(name))


def _is_country(text: str, found: re.Match[str], state: _State) -> bool:
    """Take a quoted heading for the destination that it is."""
    before = text[max(0, found.start() - 40) : found.start()]
    if re.search(r"(?:heading|destination|country)\s+(?:of|for)?\s*$", before):
        state.country = found["name"].strip(" ,;.")
        return True
    return False


def _op_of(text: str, end: int, last: Op | None, passives: Sequence[re.Match[str]]) -> Op | None:
    """Return what is done to a name: by the passive right after it, the verb before, or later."""
    place = bisect_left(passives, end, key=lambda one: one.start())
    after = passives[place] if place < len(passives) else None
    if after is None:
        return last
    between = text[end : min(after.start(), end + _NEAR)]
    is_near = after.start() - end < _NEAR and not re.search(r"[“”\";]", between)
    return _OPS[after["op"].lower()] if is_near or last is None else last


@cache
def _lists() -> dict[str, str]:
    return {_plain(row["phrase"]): row["list"] for row in table("party_lists")}


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def tidy(name: str) -> str:
    """Return a party's name without aliases, address and the punctuation of its quotation."""
    name = _ALIASES.split(re.sub(r"\s+", " ", name), maxsplit=1)[0].strip(' ,;:“”"')
    if place_of(name.rpartition(",")[2].strip(" .")):
        name = _ADDRESS.split(name, maxsplit=1)[0]
    return bare(name)


def bare(name: str) -> str:
    """Return a name without a full stop that is not part of it."""
    return name if _ABBREVIATED.search(name) else name.rstrip(".")


def _joined(
    asked: Sequence[_Asked], meant: Sequence[_Asked], rows: Sequence[tuple[str, Entry]]
) -> tuple[list[Listing], list[str]]:
    left = list(rows)
    listings: list[Listing] = []
    bare = 0
    for one in asked:
        at = _row_of(one, left)
        entry = left.pop(at)[1] if at is not None else None
        bare += entry is None and one.op != "remove"
        listings.append(_listing(one, entry))
    unasked = 0
    for name, entry in left:
        ops = {one.op for one in (*meant, *asked) if _same(one.country, entry.country)}
        ops -= {"remove"}
        general = {one.op for one in meant if _same(one.country, entry.country)} - {"remove"}
        op = (general or ops or {"revise"}).pop() if len(general or ops) < len(_OPS) else "revise"
        unasked += len(general or ops) != 1
        told = _Asked(list=name, country=entry.country, op=op, name="")
        listings.append(_listing(told, entry))
    faults = [f"{bare} of the entries named have no row with details"] if bare else []
    if unasked:
        faults.append(f"{unasked} rows of the table match no instruction: taken as revised")
    return listings, faults


def _same(first: str, second: str) -> bool:
    return _plain(first)[:5] == _plain(second)[:5]


def _row_of(one: _Asked, rows: Sequence[tuple[str, Entry]]) -> int | None:
    wanted = _plain(one.name)
    for number, (name, entry) in enumerate(rows):
        found = _plain(entry.lines[0]) if entry.lines else ""
        if name == one.list and wanted and found.startswith(wanted):
            if one.country and entry.country and not _same(one.country, entry.country):
                continue
            return number
    return None


def _listing(one: _Asked, entry: Entry | None) -> Listing:
    country = one.country or (entry.country if entry else "")
    listing = Listing(
        list=one.list,
        op=one.op,
        party=one.name,
        country=_title(country) or None,
        place=place_of(country),
    )
    if entry is None:
        return listing
    name, aliases, address = _party(entry.lines)
    cells = (*entry.cells, *[""] * _LIST_NAMES)
    return replace(
        listing,
        party=one.name or name,
        aliases=aliases,
        address=address or None,
        license_requirement=cells[0] or None if len(entry.cells) >= _LIST_NAMES else None,
        review_policy=cells[1] or None if len(entry.cells) >= _LIST_NAMES else None,
    )


def _title(country: str) -> str:
    """Return a destination as usually written: "China", not "CHINA, PEOPLE'S REPUBLIC OF"."""
    head = (
        country.split(",", maxsplit=1)[0]
        if place_of(country.split(",", maxsplit=1)[0])
        else country
    )
    return head.title().replace("'S", "'s") if head.isupper() else head


@cache
def place_of(country: str) -> str | None:
    """Return the ISO code of a destination as lists write it; None where it has none."""
    for text in (country, country.split(",", maxsplit=1)[0]):
        try:
            return parse_place(text)
        except ValueError:
            continue
    return None


def _party(lines: Sequence[str]) -> tuple[str, tuple[str, ...], str]:
    """Part a cell into name, aliases and address."""
    whole = " ".join(lines)
    marked = _ALIASES.search(whole)
    if marked is None:
        parts = _ADDRESS.split(whole, maxsplit=1)
        return tidy(parts[0]), (), parts[1].strip() if len(parts) > 1 else ""
    pieces: list[str] = []
    for line in (whole[marked.end() :],) if len(lines) == 1 else lines[1:]:
        pieces += (
            [piece for piece in _DASH.split(line) if piece.strip()]
            if (len(lines) == 1 or _DASH.match(line))
            else [f"\0{line}"]
        )
    aliases: list[str] = []
    address = ""
    for number, piece in enumerate(pieces):
        if piece.startswith("\0"):
            address = f"{address} {piece[1:]}".strip()
            continue
        last = number == len(pieces) - 1 or pieces[number + 1].startswith("\0")
        cut = _ENDED.search(piece) if last else None
        if cut:
            address = f"{piece[cut.end() :]} {address}".strip()
            piece = piece[: cut.start() + 1]  # noqa: PLW2901  (the alias without the address)
        aliases.append(_alias(piece))
    name = _ADDRESS.split(whole[: marked.start()], maxsplit=1)[0]
    return tidy(name), tuple(filter(None, aliases)), address


def _alias(piece: str) -> str:
    return bare(re.sub(r"[;,]?\s*(?:and|or)?\s*$", "", piece.strip()).strip(" ,;—–"))
