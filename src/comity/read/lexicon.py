"""The words that reading knows, as tables beside the code; meaning is added by the layers above."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

#: A letter of a tree of phrases with what may follow; the empty letter ends a phrase.
Node = dict[str, "Node"]


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
    """Write a regular expression for any of many phrases, the longest first.

    Common beginnings are shared, so that thousands of names cost little; blanks match any blank.
    """
    tree: Node = {}
    for phrase in set(phrases):
        node = tree
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _written(tree)


def _written(node: Node) -> str:
    ways = [
        (r"\s+" if letter == " " else re.escape(letter)) + _written(node[letter])
        for letter in sorted(node)
        if letter
    ]
    if not ways:
        return ""
    body = f"(?:{'|'.join(ways)})" if len(ways) > 1 or "" in node else ways[0]
    return f"{body}?" if "" in node else body
