"""Codes of goods: how an ECCN, an HS code and the Chinese and European control codes are written.

Whether a code exists, and what is controlled under it, the tables of law say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Final

_ENTRY = re.compile(r"(\d[A-Z]\d{3})((?:\.?(?:[A-Z]+|\d{1,2}(?!\d)))*)")
_TOKEN = re.compile(r"[A-Z]+|\d+")
_BETWEEN = re.compile(r"\s*\.\s*|\s+")
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?(E[-+]?\d+)?")
_HS_SEPARATORS = re.compile(r"[ .\-\u00a0]")
_MANGLED: Final = "a spreadsheet has turned this one into a number; format the column as text"


def parse_eccn(text: str) -> str:
    """Write an ECCN canonically: ``3a001.A.5.b`` is ``3A001.a.5.b``, ``ear 99`` is ``EAR99``."""
    if "".join(text.split()).upper() == "EAR99":
        return "EAR99"
    return _parse_entry(text, "an ECCN such as 3A001.a.5, EAR99, or blank where unknown")


def parse_cn(text: str) -> str:
    """Write a code of China's dual-use catalog canonically; `unlisted` says it was looked for."""
    if text.strip().lower() == "unlisted":
        return "unlisted"
    return _parse_entry(
        text, "a code of China's control list such as 1C902.a, `unlisted`, or blank"
    )


def parse_eu(text: str) -> str:
    """Write a code of Annex I of the EU's dual-use regulation canonically."""
    return _parse_entry(text, "a code of the EU's Annex I such as 3A001.a.2, or blank")


def parse_hs(text: str) -> str:
    """Write a code of the Harmonized System, or a national one under it, as its digits."""
    digits = _HS_SEPARATORS.sub("", text)
    if digits.isascii() and digits.isdigit():
        if len(digits) % 2 == 0 and len(digits) <= 12:  # noqa: PLR2004  the longest national lines
            return digits
        expected = "an HS code of an even number of digits; a leading zero may have been lost"
        raise ValueError(expected)
    if _NUMBER.fullmatch(text.strip().upper()):
        expected = f"an HS code such as 8542.31; {_MANGLED}"
        raise ValueError(expected)
    expected = "an HS code such as 8542.31 or 8542310000, or blank"
    raise ValueError(expected)


def _parse_entry(text: str, expected: str) -> str:
    """Write the entry in capitals, its paragraphs in lower case, a dot before each."""
    written = _BETWEEN.sub(".", text.strip().upper())
    match = _ENTRY.fullmatch(written)
    if match is None:
        raise ValueError(f"{expected}; {_MANGLED}" if _NUMBER.fullmatch(written) else expected)
    return ".".join([match[1], *(token.lower() for token in _TOKEN.findall(match[2]))])


#: scheme → the function that writes its codes canonically.
CODE_PARSERS: Final = MappingProxyType[str, Callable[[str], str]](
    {"eccn": parse_eccn, "hs": parse_hs, "cn": parse_cn, "eu": parse_eu}
)
