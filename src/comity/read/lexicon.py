"""The words that reading knows, as tables beside the code; meaning is added by the layers above."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of ``lexicon/NAME.csv``, every value as text."""
    source = files("comity.read") / "lexicon" / f"{name}.csv"
    return tuple(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


@cache
def words(name: str, kind: str) -> Mapping[str, str]:
    """Words of one class of a table, each with its value."""
    return {row["word"]: row["value"] for row in table(name) if row["class"] == kind}


def either(phrases: Iterable[str]) -> str:
    """Join phrases into a regular expression that prefers the longest; blanks match any blank."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)
