"""The shape of every table of law: which columns it has, of what kind, and what they refer to.

docs/tables.md tells the same in prose. What a row means is compiled in `star`; reading files is
the matter of `law`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from comity.terms.parties import ROLES

Kind = Literal["text", "id", "date", "number", "enum", "member", "ref"]

EFFECTS = ("license", "prohibition", "suspension", "duty", "pointer")
SCHEMES = ("eccn", "hs", "cn", "eu")
#: From the most severe to the least.
OUTCOMES = (
    "prohibited",
    "license_required",
    "undetermined",
    "relief_available",
    "no_license_required",
    "not_subject",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, what its values are, and where they point."""

    name: str
    kind: Kind = "text"
    required: bool = False
    values: tuple[str, ...] = ()
    refers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its columns in order and the columns that make a row unique."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    by_name: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({column.name: column for column in self.columns})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as text, with where it stands; a column that the file lacks reads as blank."""

    file: str
    line: int
    regime: str
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the value of a column, blank where the file has none."""
        return self.values.get(column, "")


def _text(name: str, *, required: bool = False) -> Column:
    return Column(name=name, required=required)


def _id(name: str) -> Column:
    return Column(name=name, kind="id", required=True)


def _ref(name: str, table: str, *, required: bool = False) -> Column:
    return Column(name=name, kind="ref", refers=table, required=required)


def _enum(name: str, *values: str, required: bool = False) -> Column:
    return Column(name=name, kind="enum", values=values, required=required)


def _date(name: str, *, required: bool = False) -> Column:
    return Column(name=name, kind="date", required=required)


def _number(name: str) -> Column:
    return Column(name=name, kind="number")


_LIFE = (
    _ref("begun_by", "acts", required=True),
    _date("begun_on"),
    _ref("ended_by", "acts"),
    _date("ended_on"),
)
_SAID = (_ref("source", "sources", required=True), _text("pinpoint", required=True))
_BOX = (
    _ref("goods", "goods"),
    _ref("exported_from", "places"),
    _ref("origin", "places"),
    _ref("to", "places"),
    _ref("list", "lists"),
    _enum("role", *ROLES),
    _ref("party_place", "places"),
    _ref("end_use", "end_uses"),
    _number("content_over"),
    _ref("fdp", "fdp_rules"),
    _text("question"),
    _enum("undeclared", "undetermined", "open"),
)


def _table(name: str, *columns: Column, key: tuple[str, ...]) -> Table:
    return Table(name=name, columns=columns, key=key)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "regimes",
            _id("regime"),
            _text("title", required=True),
            _text("issuer", required=True),
            _text("home", required=True),
            _enum("combine_reliefs", "yes", "no", required=True),
            _date("verified_from"),
            _date("verified_to"),
            *_SAID,
            key=("regime",),
        ),
        _table(
            "sources",
            _id("source"),
            _text("title", required=True),
            _text("publisher"),
            _text("url"),
            _date("retrieved"),
            _text("cites"),
            _text("note"),
            key=("source",),
        ),
        _table(
            "acts",
            _id("act"),
            _enum(
                "kind",
                *("rule", "edition", "announcement", "letter", "order"),
                *("statute", "decision", "report"),
                required=True,
            ),
            _text("issuer"),
            _text("title", required=True),
            _date("published"),
            _date("effective"),
            _text("citation"),
            _ref("source", "sources", required=True),
            _text("pinpoint"),
            _text("note"),
            key=("act",),
        ),
        _table(
            "places",
            _id("place_set"),
            _enum("sign", "+", "-", required=True),
            Column(name="member", kind="member", required=True),
            *_LIFE,
            *_SAID,
            key=("place_set", "member", "sign", "begun_on"),
        ),
        _table("treated_as", _id("place"), _text("as", required=True), *_SAID, key=("place",)),
        _table(
            "codes",
            _enum("scheme", *SCHEMES, required=True),
            _id("code"),
            _enum("kind", "entry", "paragraph", "heading", required=True),
            _text("title"),
            _text("jurisdiction"),
            *_LIFE,
            *_SAID,
            key=("scheme", "code", "begun_on"),
        ),
        _table(
            "goods",
            _id("goods"),
            _enum("scheme", *SCHEMES, "set", required=True),
            _text("prefix", required=True),
            _enum("sign", "+", "-", required=True),
            _enum("basis", "stated", "inferred"),
            _text("question"),
            _text("note"),
            key=("goods", "scheme", "prefix"),
        ),
        _table(
            "measures",
            _id("measure"),
            _text("title", required=True),
            _text("kind"),
            _text("issuer"),
            _ref("addressees", "lists"),
            _enum("addressees_complete", "yes", "no"),
            *_SAID,
            key=("measure",),
        ),
        _table(
            "controls",
            _id("control"),
            _ref("measure", "measures", required=True),
            _enum("effect", *EFFECTS, required=True),
            _text("reason", required=True),
            *_BOX,
            _text("review_policy"),
            *_LIFE,
            *_SAID,
            key=("control", "begun_on"),
        ),
        _table(
            "pauses",
            _ref("measure", "measures", required=True),
            _ref("control", "controls"),
            _date("from", required=True),
            _date("until"),
            _ref("begun_by", "acts", required=True),
            _enum("on_lapse", "resumes", "unknown", required=True),
            *_SAID,
            key=("measure", "control", "from", "begun_by"),
        ),
        _table(
            "reliefs",
            _id("row"),
            _text("relief", required=True),
            _enum("kind", "exception", "general_license", "exclusion", required=True),
            _text("title", required=True),
            *_BOX,
            _number("value_cap_usd"),
            _enum("cap_basis", "line", "order_entry"),
            _text("conditions"),
            *_LIFE,
            *_SAID,
            key=("row", "begun_on"),
        ),
        _table(
            "relieves",
            _text("relief", required=True),
            _enum("sign", "+", "-", required=True),
            _ref("measure", "measures"),
            _text("reason"),
            _ref("control", "controls"),
            *_SAID,
            key=("relief", "sign", "measure", "reason", "control"),
        ),
        _table(
            "bars",
            _id("bar"),
            _text("relief", required=True),
            _text("spares"),
            _text("title", required=True),
            *_BOX,
            _text("unless"),
            *_LIFE,
            *_SAID,
            key=("bar", "begun_on"),
        ),
        _table(
            "filing",
            _id("filing"),
            _enum(
                "kind",
                *("license_code", "filing_required", "record", "document", "agency"),
                required=True,
            ),
            _enum("outcome", *OUTCOMES),
            _text("relief"),
            *_BOX,
            _text("code"),
            _text("title", required=True),
            *_SAID,
            key=("filing",),
        ),
        _table(
            "gaps",
            _id("gap"),
            *_BOX,
            _enum(
                "weight",
                *("undetermined", "coverage", "end_use_undeclared"),
                *("foreign_content_unstated", "parties_unscreened"),
                required=True,
            ),
            _text("provision"),
            *_LIFE,
            *_SAID,
            key=("gap", "begun_on"),
        ),
        _table(
            "reach",
            _id("reach"),
            _text("title", required=True),
            *_BOX,
            *_LIFE,
            *_SAID,
            key=("reach", "begun_on"),
        ),
        _table(
            "end_uses",
            _id("end_use"),
            _text("title", required=True),
            *_SAID,
            key=("end_use",),
        ),
        _table(
            "fdp_rules",
            _id("fdp"),
            _text("title", required=True),
            *_SAID,
            key=("fdp",),
        ),
        _table(
            "lists",
            _id("list"),
            _text("title", required=True),
            _text("issuer"),
            _enum("complete", "yes", "no", required=True),
            _enum("matching", "exact", "screened", required=True),
            _text("within"),
            _text("marks"),
            _enum("scope", "all", "limited", "rest"),
            _enum("basis", "listed", "owned"),
            _number("least_percent"),
            _text("aggregate"),
            *_SAID,
            key=("list",),
        ),
        _table(
            "listings",
            _ref("list", "lists", required=True),
            _id("party"),
            _text("name", required=True),
            _text("aliases"),
            _text("place"),
            *_LIFE,
            _text("review_policy"),
            *_SAID,
            key=("list", "party", "begun_on"),
        ),
    )
}

#: The tables whose rows are boxes, in the order of a determination.
BOXES = ("reach", "controls", "gaps", "reliefs", "bars", "filing")

#: Tables whose rows are looked up by an id.
GROUPS = {"places": "place_set", "goods": "goods", "codes": "code", "sources": "source"}

_NUMBER = re.compile(r"\d+(\.\d+)?")


def defect(column: Column, value: str) -> str | None:
    """Say what was expected of a value, or None where it fits its column by itself.

    References between rows are checked when all tables are read.
    """
    if not value:
        return "expected a value" if column.required else None
    if value != value.strip():
        return "expected no space around the value"
    match column.kind:
        case "date" if as_date(value) is None:
            return "expected a date (YYYY-MM-DD)"
        case "number" if not _NUMBER.fullmatch(value):
            return "expected a number"
        case "enum" if value not in column.values:
            return f"expected one of {', '.join(column.values)}"
    return None


def as_date(value: str) -> date | None:
    """Read an ISO 8601 calendar date, or None."""
    try:
        return date.fromisoformat(value) if len(value) == len("2025-06-10") else None
    except ValueError:
        return None


def references(table: Table) -> Iterator[Column]:
    """Yield the columns of a table that name rows of another."""
    return (column for column in table.columns if column.kind == "ref")
