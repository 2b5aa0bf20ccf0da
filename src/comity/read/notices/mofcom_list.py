# ruff: noqa: RUF001  (Chinese punctuation is what is read here)
"""Reads what an announcement lists: control codes, customs codes, and parties with their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.read.lexicon import either, table
from comity.read.notices.codes import CONTROL, control_codes, tariff_codes
from comity.read.notices.entity_list import bare, place_of
from comity.read.notices.notice import Code, Effect, Listing

_CONTROL = re.compile(rf"(?<![A-Za-z0-9])(?P<code>{CONTROL})(?![A-Za-z0-9])")
#: What follows a code that is referred to, as in "not controlled by item 1C226".
_REFERRED = re.compile(rf"(?:\s*[、，,和或及]\s*{CONTROL}(?![A-Za-z0-9]))*\s*项")
_HS_WORDS = re.compile(
    r"商品编[号码]|税则号列|税号|进出口税则》?|海关编码|编码|\bHS\b|commodity\s+(?:codes?|numbers?)|tariff\s+(?:codes?|lines?|numbers?|items?)"
    r"|customs\s+(?:(?:commodity|tariff|product)\s+)?(?:codes?|numbers?)",
    re.IGNORECASE,
)
_HS = (
    r"(?:\d{4}\.\d{4}\.\d{2}|\d{4}(?:\.\d{2}){1,3}|\d{4}\.\d{4,6}|\d{4} \d{2} \d{2}(?: \d{2})?"
    r"|\d{10}|\d{8}|\d{6})(?!\d|\.\d)"
)
_HS_LIST = re.compile(
    rf"[\s:：（(为是s.No]*(?P<codes>{_HS}(?:(?:\s*(?:[、，,;；/]|and|和|及|以及)\s*)+{_HS})*)"
)
_HS_FREE = re.compile(
    r"(?<![A-Za-z0-9.-])(?:\d{10}|\d{4}\.\d{2}\.\d{2}(?:\.\d{2})?|\d{4}\.\d{4}(?:\.?\d{2})?)"
    r"(?![A-Za-z0-9]|\.\d)"
)
#: How many words of a line are looked at to tell a name from a sentence.
_NAME_WORDS = 12
_PARTY_LINE = re.compile(
    r"(?m)^[^\S\n]{0,40}(?:[（(]?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?\s*[.、．)）]?)(?<!\d)\s*(?P<name>[^\n]{2,200})$"
)
_BOTH_NAMES = re.compile(
    r"(?P<cn>(?:[^（）()\n]|[（(][\u4e00-\u9fff]+[）)])*?[\u4e00-\u9fff][^（）()\n]*?)\s*"
    r"[（(](?P<en>(?:[^（）()\u4e00-\u9fff]|[（(][^（）()\u4e00-\u9fff]*[）)]){2,160})[）)]"
)
_INLINE = re.compile(r"[将把](?P<names>[^。；\n]{2,1500}?)(?:等\S{0,12})?(?:列入|移出|从)")
_FIELD = re.compile(r"(?m)^\s*(?:地址|邮编|Address|Postal)", re.IGNORECASE)


def codes_in(flat: str, text: str) -> Iterator[Code]:
    """Yield control codes and customs codes, each once.

    Args:
        flat: The announcement in simplified letters.
        text: The announcement as it stands, for the quotes.
    """
    hits = list(_CONTROL.finditer(flat))
    changed = {found["code"] for found in hits if not _REFERRED.match(flat, found.end())}
    yield from control_codes(text, hits, "cn", changed)
    places: dict[int, int] = {}
    words = list(_HS_WORDS.finditer(flat))
    for word in words:
        listed = _HS_LIST.match(flat, word.end())
        if listed:
            for one in re.finditer(_HS, listed["codes"]):
                start = listed.start("codes") + one.start()
                places[start] = start + len(one.group())
    if words:
        places |= {
            one.start(): one.end()
            for one in _HS_FREE.finditer(flat, words[0].end())
            if not re.search(
                r"(?:电话|传真|Tel|Fax)[^\n]{0,12}$", flat[max(0, one.start() - 20) : one.start()]
            )
        }
    yield from tariff_codes(text, places.items())


def parties_in(flat: str, text: str, effect: Effect | None) -> Iterator[Listing]:
    """Yield the parties that an announcement lists, removes or spares.

    Args:
        flat: The announcement in simplified letters.
        text: The announcement as it stands.
        effect: What it does.
    """
    name = _list_of(flat)
    if not name:
        return
    op = {"lift": "remove", "suspend": "suspend", "extend": "suspend"}.get(effect or "", "add")
    found = dict(_numbered(flat, text)) or dict(_named_inline(flat, text))
    country = _country(flat)
    for party, aliases in found.items():
        yield Listing(
            list=name,
            op=op,  # type: ignore[arg-type]
            party=party,
            country=country,
            place=place_of(country) if country else None,
            aliases=aliases,
        )


def _list_of(flat: str) -> str:
    """Return the list that the title, or else the text, puts parties on."""
    lists = {row["phrase"].casefold(): row["list"] for row in table("party_lists")}
    pattern = re.compile(either(lists), re.IGNORECASE)
    found = pattern.search(flat)
    return lists[re.sub(r"\s+", " ", found.group()).casefold()] if found else ""


def _country(flat: str) -> str | None:
    """Return the one country whose entities are named as a group ("28家美国实体")."""
    names = {row["phrase"]: row["name"] for row in table("countries_cn")}
    told = re.findall(rf"\d*家?({either(names)})(?:实体|企业|公司|机构)", flat)
    told += re.findall(
        r"\d+\s+(U\.?S\.?|American|Japanese|European|Taiwanese)\s+(?:entit|compan|firm)", flat
    )
    found = {names.get(each, names.get(each.replace(".", ""), "")) for each in told} - {""}
    return found.pop() if len(found) == 1 else None


def _numbered(flat: str, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names of a numbered list, which stands beside addresses or after the signature."""
    lines = list(_PARTY_LINE.finditer(flat))
    for found in lines:
        line = text[found.start("name") : found.end("name")].strip(" ;；,，。")
        both = _BOTH_NAMES.match(line)
        if both and not re.search(r"列入|移出|实体", line):
            yield _names_of(both)
            continue
        after = flat[found.end() : found.end() + 30]
        if (_FIELD.match(after.lstrip("\n")) or _is_name(line)) and len(lines) > 1:
            yield bare(line), ()


def _is_name(line: str) -> bool:
    """True where a line in Latin letters is a name rather than a sentence."""
    words = line.split()
    small = {"of", "and", "the", "for", "de", "&"}
    return (
        bool(re.search(r"[^\W\d_]{2}", line))
        and not re.search(r"[\u4e00-\u9fff]|[;:]$", line)
        and all(
            word[:1].isupper() or not word[:1].isalpha() or word in small
            for word in words[:_NAME_WORDS]
        )
    )


def _named_inline(flat: str, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for group in _INLINE.finditer(flat):
        names = text[group.start("names") : group.end("names")]
        for piece in re.split(r"(?<=[）)])\s*(?:[、，,]|和|及|以及)\s*", names):
            both = _BOTH_NAMES.match(piece.strip())
            if both:
                yield _names_of(both)


def _names_of(both: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    """Return the Latin name and the Chinese one, without what is said of the party before it."""
    return both["en"].strip(" ,"), (both["cn"].rpartition("的")[2].strip(),)
