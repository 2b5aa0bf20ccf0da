"""Places: countries and territories by ISO 3166-1, and the regions that laws tell apart.

The names stand in places.csv; what a place means to a regime, the tables of law say.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_EXPECTED = "a place by ISO 3166 such as CN, or by its name"


def parse_place(text: str) -> str:
    """Return the ISO code of a place given by alpha-2 or alpha-3 code, region code or name."""
    code = text.strip().upper()
    if code in place_names():
        return code
    place = _aliases().get(_key(text))
    if place is None:
        country, dash, _ = code.partition("-")
        if dash and country in place_names():
            known = ", ".join(p for p in place_names() if p.startswith(f"{country}-"))
            told = f"{country} alone" + (f" or one of its regions {known}" if known else "")
            expected = f"{_EXPECTED}; give {told}"
            raise ValueError(expected)
        raise ValueError(_EXPECTED)
    return place


@cache
def place_names() -> Mapping[str, str]:
    """Return the common English name of every place, by code."""
    return MappingProxyType({row["place"]: row["name"] for row in _rows()})


@cache
def _aliases() -> Mapping[str, str]:
    """Return the place of every alpha-3 code, name and alias; no two places share one."""
    return {
        _key(name): row["place"]
        for row in _rows()
        for name in (row["alpha_3"], row["name"], *row["aliases"].split("|"))
        if name
    }


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (files("comity.terms") / "places.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _key(name: str) -> str:
    """Reduce a name to its words, without case, accents, punctuation or articles."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    words = re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c)))
    return " ".join(word for word in words.split() if word != "the")
