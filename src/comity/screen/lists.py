"""The party lists that governments publish: ids, titles, issuers, addresses, from a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files


@cache
def list_rows() -> dict[str, dict[str, str]]:
    """Give each list known by name: id, code in the Consolidated Screening List, title, issuer."""
    text = files("comity.screen").joinpath("lists.csv").read_text(encoding="utf-8")
    return {row["list"]: row for row in csv.DictReader(text.splitlines())}


@cache
def list_by_code(code: str) -> str:
    """Give the id of a list by its code in a feed; a list not known keeps a readable id."""
    for row in list_rows().values():
        if row["code"] and row["code"] == code:
            return row["list"]
    return re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or "unnamed"


def list_by_program(programs: Sequence[str]) -> str:
    """Give OFAC's list by the programs of an entry; SDN where none says otherwise."""
    for list_id, prefix in _program_prefixes():
        if any(program.startswith(prefix) for program in programs):
            return list_id
    return "sdn"


@cache
def _program_prefixes() -> tuple[tuple[str, str], ...]:
    return tuple(
        (row["list"], prefix)
        for row in list_rows().values()
        for prefix in row["programs"].split("|")
        if prefix
    )


def list_title(list_id: str) -> str:
    """Give the title of a list, or its id where no title is known."""
    row = list_rows().get(list_id)
    return row["title"] if row else list_id
