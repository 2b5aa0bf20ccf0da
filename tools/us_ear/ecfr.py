"""Reads parts 738, 740 and 774 as the eCFR's versioner API serves them, in XML.

The chart and the groups are tables with a column a mark. An entry of the list opens with its
number in bold; its controls are table rows, or paragraphs where the entry states them in prose;
its items are paragraphs that begin with their letter and numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from us_ear.edition import COLUMNS, GROUPS, ControlLine, Edition, add_paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARK = re.compile(r"([A-Z]{2}) ?(\d)")
_BLOCKS = ("P", "FP", "FP-1", "FP-2", "FP-3", "FP1-2", "HD1", "HD2", "HD3", "LI")
_ENTRY = re.compile(r"(?P<eccn>[0-9][A-E][0-9]{3})\s+(?P<heading>\S.*)")
_ITEM = re.compile(r"(?P<paragraph>[a-z]{1,2}(?:\.(?:\d{1,2}|[a-z]{1,2}))*)\. ?(?P<text>\S.*)")
_REASON = re.compile(r"(?P<reason>[A-Z]{2})(?: and [A-Z]{2})? appl(?:y|ies)")
_SENTENCE = re.compile(r"(?<!U\.S)\. (?=[A-Z])")


def read_xml(edition: Edition, path: Path) -> None:
    """Read one part into the edition.

    Raises:
        SystemExit: Where the part is not one of the three, or its columns are not those we know.
    """
    from lxml import etree

    root = etree.parse(path, etree.XMLParser(resolve_entities=False)).getroot()
    part = root if root.tag == "DIV5" else root.find(".//DIV5")
    number = "" if part is None else part.get("N", "")
    reader = {"738": _chart, "740": _groups, "774": _list}.get(number)
    if part is None or reader is None:
        msg = f"{path}: expected part 738, 740 or 774, got {number or 'no part'}"
        raise SystemExit(msg)
    for supplement in part.iter("DIV9"):
        if supplement.get("N", "").startswith("Supplement No. 1 "):
            reader(edition, supplement)


def _text(element: _Element) -> str:
    """Return the words of an element; footnote marks are no words."""
    words = "".join(
        piece for piece in element.xpath(".//text()[not(ancestor::sup) and not(ancestor::SU)]")
    )
    return " ".join(words.split())


def _rows(table: _Element) -> Iterator[list[str]]:
    for row in table.iter("TR"):
        yield [_text(cell) for cell in row if cell.tag == "TD"]


def _place(name: str) -> str:
    from comity.terms.places import parse_place

    name = re.sub(r"(?: \d+)+$", "", name)
    return _names().get(name) or parse_place(name)


@cache
def _names() -> dict[str, str]:
    with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["place"] for row in csv.DictReader(file)}


def _chart(edition: Edition, supplement: _Element) -> None:
    heads = [_text(head) for head in supplement.iter("TH")]
    found = [f"{one[1]}{one[2]}" for one in map(_MARK.fullmatch, heads) if one]
    if tuple(found) != COLUMNS:
        msg = f"the chart has other columns than we know: {' '.join(found)}"
        raise SystemExit(msg)
    for table in supplement.iter("TABLE"):
        for cells in _rows(table):
            if len(cells) == len(COLUMNS) + 1:
                marks = zip(COLUMNS, cells[1:], strict=True)
                edition.chart[_place(cells[0])] = {name for name, mark in marks if mark}
            elif cells and cells[-1].startswith("See "):
                edition.chart[_place(cells[0])] = set()
                edition.see_instead.add(_place(cells[0]))


def _groups(edition: Edition, supplement: _Element) -> None:
    heading = ""
    for element in supplement.iter("HD1", "LI", "TABLE"):
        if element.tag == "HD1":
            heading = _text(element)
        elif element.tag == "LI" and heading.startswith("Country Group B"):
            edition.groups.setdefault(_place(_text(element)), set()).add("B")
        elif element.tag == "TABLE":
            _group_table(edition, element)


def _group_table(edition: Edition, table: _Element) -> None:
    heads = [_text(head) for head in table.iter("TH")]
    marks = [re.match(r"\[([A-E]): ?(\d)\]", head) for head in heads[1:]]
    groups = [f"{mark[1]}:{mark[2]}" for mark in marks if mark]
    if not groups or not set(groups) <= set(GROUPS):
        msg = f"a table of groups that we do not know: {' | '.join(heads)}"
        raise SystemExit(msg)
    for cells in _rows(table):
        if len(cells) == len(groups) + 1:
            marked = {name for name, mark in zip(groups, cells[1:], strict=True) if mark}
            edition.groups.setdefault(_place(cells[0]), set()).update(marked)


class _Entry:
    """The entry being read, and which of its sections."""

    def __init__(self, eccn: str) -> None:
        self.eccn = eccn
        self.section = ""


def _list(edition: Edition, supplement: _Element) -> None:
    entry: _Entry | None = None
    for element in supplement.iter("TR", *_BLOCKS):
        if element.tag == "TR":
            cells = [_text(cell) for cell in element if cell.tag == "TD"]
            if entry and entry.section == "requirements" and cells:
                _control_row(edition, entry.eccn, cells)
            continue
        if any(above.tag in ("TABLE", "NOTE") for above in element.iterancestors()):
            continue
        bold = element.find("B")
        opened = _ENTRY.fullmatch(_text(bold)) if bold is not None else None
        if opened:
            entry = _Entry(opened["eccn"])
            edition.headings[entry.eccn] = opened["heading"]
        elif entry:
            _entry_block(edition, entry, _text(element))


def _entry_block(edition: Edition, entry: _Entry, told: str) -> None:
    lowered = told.lower()
    if lowered == "license requirements" or lowered.startswith("reason for control:"):
        entry.section = "requirements"
    elif lowered.startswith(("list based license exceptions", "special conditions for sta")):
        entry.section = "exceptions"
    elif lowered == "list of items controlled":
        entry.section = "items"
    elif entry.section == "requirements":
        _control_prose(edition, entry.eccn, told)
    elif entry.section == "items":
        item = _ITEM.fullmatch(re.sub(r"^Items: ?", "", told))
        if item and item["text"].strip(" ;.").lower() != "[reserved]":
            add_paragraph(edition, entry.eccn, item["paragraph"])


def _control_row(edition: Edition, eccn: str, cells: Sequence[str]) -> None:
    if not cells[0].startswith("Control(s)"):
        _control(edition, eccn, cells[0], cells[1] if cells[1:] else cells[0])


def _control_prose(edition: Edition, eccn: str, told: str) -> None:
    told = re.sub(r"^Control\(s\):? ?", "", told)
    if _REASON.search(told) or "22 CFR part" in told:
        _control(edition, eccn, _SENTENCE.split(told)[0], told)


def _control(edition: Edition, eccn: str, scope: str, text: str) -> None:
    reason = _REASON.match(scope)
    column = re.match(r"([A-Z]{2}) Column (\d)", text)
    edition.controls.append(
        ControlLine(
            eccn=eccn,
            reason=reason["reason"] if reason else "",
            scope=scope,
            column=f"{column[1]}{column[2]}" if column else "",
            text=text,
        )
    )
