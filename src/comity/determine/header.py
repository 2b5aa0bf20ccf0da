"""The columns of an order book: which of a file's headers mean which of ours."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from comity.determine.faults import FaultLog, refuse

#: The input columns, as every order book may have them; any other passes through.
COLUMNS: Final = (
    "line",
    "order",
    "date",
    "from",
    "to",
    "origin",
    "eccn",
    "hs",
    "cn",
    "eu",
    "value_usd",
    "exporter",
    "parties",
    "end_use",
    "us_content_percent",
    "fdp",
)
CODES: Final = ("eccn", "hs", "cn", "eu")

#: The answer's column that says which lists parties were held against; it goes by line.
SCREENED: Final = "screened"

#: The columns that an answer adds to an order book.
ANSWERS: Final = (
    "outcome",
    "regimes",
    "reasons",
    "controls",
    "reliefs",
    "missing",
    "open_checks",
    "duties",
    "filing",
    SCREENED,
    "citations",
)

#: The columns of the details: one row a line and control.
DETAILS: Final = (
    "line",
    "regime",
    "measure",
    "control",
    "status",
    "effect",
    "reason",
    "goods",
    "places",
    "end_use",
    "party",
    "reliefs",
    "conditions",
    "citation",
    "source",
    "valid_from",
    "valid_to",
    "missing",
)

#: What other systems call our columns; used to hint, never to guess.
_SYNONYMS: Final = MappingProxyType(
    {
        "line": ("id", "line_id", "line_no", "line_number", "item", "position"),
        "order": ("order_id", "order_no", "order_number", "sales_order", "so"),
        "date": ("order_date", "ship_date", "shipment_date", "export_date"),
        "from": ("from_country", "export_from", "exported_from", "country_of_export", "ship_from"),
        "to": ("destination", "destination_country", "to_country", "country", "ship_to", "dest"),
        "origin": ("country_of_origin", "origin_country", "coo", "made_in"),
        "eccn": ("eccn_code", "eccn_number", "export_control_classification_number"),
        "hs": ("hs_code", "hts", "hts_code", "hscode", "schedule_b", "tariff_code"),
        "cn": ("cn_code", "china_code", "mofcom_code"),
        "eu": ("eu_code", "dual_use_code", "annex_i"),
        "value_usd": ("value", "usd", "amount", "amount_usd", "net_value", "price", "usd_value"),
        "exporter": ("shipper", "seller", "usppi"),
        "parties": ("party", "consignee", "customer", "end_user", "buyer", "ship_to_name"),
        "end_use": ("enduse", "use", "application"),
        "us_content_percent": ("us_content", "de_minimis", "us_content_pct"),
        "fdp": ("fdp_rule", "fdpr"),
    }
)
_LIKENESS: Final = 0.8


def match_header(
    name: str, theirs: Sequence[str], mapping: Mapping[str, str] | None = None
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Find which of a file's columns are ours.

    A header is ours where it is written like ours but for case, spaces and punctuation, or where
    the mapping says so.

    Returns:
        Our columns with theirs, and notices about columns that look like ours but aren't.

    Raises:
        InputError: The header lacks a column that every order book needs, or contradicts itself.
    """
    log = FaultLog(file=name)
    found = _apply(mapping or {}, theirs, log)
    for column in theirs:
        ours = _simplify(column)
        if ours not in COLUMNS or column in found.values():
            continue
        if ours in found:
            log.add(f"expected one column for {ours}, got {found[ours]} too", line=1, column=column)
        else:
            found[ours] = column
    for column in theirs:
        if column in ANSWERS:
            told = "expected no column named as one of the answer's; drop or rename it"
            log.add(told, line=1, column=column)
    near = _near(theirs, found)
    if "to" not in found:
        log.add(f"expected a column `to`, the destination{_hint(near, ['to'])}", line=1)
    if not any(code in found for code in CODES):
        wanted = "expected a column of codes: `eccn`, `hs`, `cn` or `eu`"
        log.add(wanted + _hint(near, CODES), line=1)
    if log.total:
        raise log.error()
    notices = tuple(
        f"column `{their}` passes through unread; did you mean `{ours}`?"
        for ours, their in near.items()
    )
    return found, notices


def read_mapping(path: Path) -> dict[str, str]:
    """Read a mapping file: TOML, our column = their header.

    Raises:
        InputError: The file can't be read, or names a column that isn't ours.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise refuse(str(path), f"expected a file that can be read: {reason}") from None
    except ValueError as error:
        raise refuse(str(path), f'expected TOML lines such as to = "Ship-to": {error}') from None
    log = FaultLog(file=str(path))
    for ours, theirs in given.items():
        if not isinstance(theirs, str):
            log.add("expected their header as text", column=ours, got=str(theirs))
    if log.total:
        raise log.error()
    return given


def _apply(mapping: Mapping[str, str], theirs: Sequence[str], log: FaultLog) -> dict[str, str]:
    found: dict[str, str] = {}
    for ours, their in mapping.items():
        if ours not in COLUMNS:
            expected = f"expected one of our columns in the mapping: {', '.join(COLUMNS)}"
            log.add(expected, column=ours)
        elif their not in theirs:
            log.add(f"expected the column that the mapping names for {ours}", line=1, column=their)
        elif their in found.values():
            log.add("expected each column to be mapped once", line=1, column=their)
        else:
            found[ours] = their
    return found


def _simplify(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", header.strip().lower()).strip("_")


def _near(theirs: Sequence[str], found: Mapping[str, str]) -> dict[str, str]:
    """Return, for columns of ours that are absent, the header that most looks like it."""
    near: dict[str, str] = {}
    for ours in COLUMNS:
        for their in theirs:
            if ours in found or ours in near or their in found.values():
                continue
            simple = _simplify(their)
            alike = difflib.SequenceMatcher(None, ours, simple).ratio() >= _LIKENESS
            if simple in _SYNONYMS[ours] or alike:
                near[ours] = their
    return near


def _hint(near: Mapping[str, str], wanted: Sequence[str]) -> str:
    hints = [f"`{near[ours]}` as `{ours}`" for ours in wanted if ours in near]
    if not hints:
        return ""
    return f"; rename {', '.join(hints)}, or say so in a mapping file"
