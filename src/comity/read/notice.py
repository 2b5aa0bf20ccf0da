"""Official notices: number, dates, codes and effect, from a gazette's own words.

`federal_register`, `mofcom` and `official_journal` read one gazette each; here is what they give,
how a notice is recognized, and what it proposes: rows of the tables of law and a life event.
What isn't found is said in `missing`, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity.errors import ReadError
from comity.read.decode import decode
from comity.read.proposal import Json, Span

Gazette = Literal["federal_register", "mofcom", "official_journal"]
Effect = Literal["impose", "suspend", "extend", "lift", "amend"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A tariff or control code that a notice names."""

    scheme: Literal["hs", "cn", "eccn", "eu"]
    code: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A party that a notice puts on a list, takes off it, or revises."""

    list: str
    op: Literal["add", "remove", "revise"]
    party: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    license_requirement: str | None = None
    review_policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a gazette's notice says, each fact with the words that say it where it has some."""

    gazette: Gazette
    text: str
    number: str | None = None
    citation: str | None = None
    title: str | None = None
    issuer: str | None = None
    published: date | None = None
    effective: date | None = None
    until: date | None = None
    effect: Effect | None = None
    amends: tuple[str, ...] = ()
    #: Earlier notices that this one suspends, extends, amends or lifts.
    concerns: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    listings: tuple[Listing, ...] = ()
    quotes: Mapping[str, Span] | None = None
    missing: tuple[str, ...] = ()

    def json(self) -> Json:
        """Return every fact, dates as ISO 8601, with its quote."""
        return {
            "gazette": self.gazette,
            "number": self.number,
            "citation": self.citation,
            "title": self.title,
            "issuer": self.issuer,
            "published": _iso(self.published),
            "effective": _iso(self.effective),
            "until": _iso(self.until),
            "effect": self.effect,
            "amends": list(self.amends),
            "concerns": list(self.concerns),
            "codes": [{"scheme": c.scheme, "code": c.code, **c.span.json()} for c in self.codes],
            "listings": [_listing(each) for each in self.listings],
            "quotes": {name: span.json() for name, span in (self.quotes or {}).items()},
            "missing": list(self.missing),
            "tables": self.rows(),
            "event": self.event(),
        }

    def rows(self) -> Json:
        """Propose rows of the tables of law: the act, its goods, its listings."""
        act = _slug(self.number or self.citation or "notice")
        kind = "rule" if self.gazette == "federal_register" else "announcement"
        return {
            "acts.csv": [
                {
                    "act": act,
                    "kind": kind,
                    "issuer": self.issuer or "",
                    "title": "",
                    "published": _iso(self.published) or "",
                    "effective": _iso(self.effective) or "",
                    "citation": self.citation or "",
                }
            ],
            "goods.csv": [
                {"goods": act, "scheme": scheme, "prefix": code, "sign": "+", "basis": "stated"}
                for scheme, code in dict.fromkeys((c.scheme, c.code) for c in self.codes)
            ],
            "listings.csv": [
                {
                    "list": each.list,
                    "party": _slug(each.party),
                    "name": each.party,
                    "aliases": ";".join(each.aliases),
                    "place": each.country or "",
                    "begun_by" if each.op != "remove" else "ended_by": act,
                }
                for each in self.listings
            ],
        }

    def event(self) -> Json | None:
        """Propose the event in the life of a measure that the notice is."""
        kinds = {"impose": "effective", "suspend": "suspended", "extend": "extended"}
        kinds |= {"lift": "lifted", "amend": "amended"}
        if self.effect is None or self.effective is None:
            return None
        out: Json = {
            "kind": kinds[self.effect],
            "date": self.effective.isoformat(),
            "published": _iso(self.published),
            "citation": self.citation,
        }
        return out | ({"until": self.until.isoformat()} if self.until else {})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _listing(each: Listing) -> Json:
    return {
        "list": each.list,
        "op": each.op,
        "party": each.party,
        "country": each.country,
        "aliases": list(each.aliases),
        "license_requirement": each.license_requirement,
        "review_policy": each.review_policy,
    }


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")


def gazette_of(data: bytes) -> Gazette | None:
    """Recognize a notice by its own marks; None for anything else, such as a story about one."""
    text = decode(data[:200_000])[0]
    if re.search(r'"document_number"\s*:', text) or re.search(
        r"<(?:RULE|PRORULE|NOTICE)>|<FRDOC>", text
    ):
        return "federal_register"
    if re.search(r"公告\s*\d{4}\s*年第?\s*\d+\s*号|公告\W?\d{4}\W?年?第?\d+号", text):
        return "mofcom"
    head = text[:1500]
    if re.search(r"(?:Announcement|Notice)\s+(?:\[?\d{4}\]?\s+)?No\.?\s*\d+", head) and re.search(
        r"Ministry of Commerce|MOFCOM", head, re.IGNORECASE
    ):
        return "mofcom"
    if re.search(r"\(EU\)\s+(?:No\s+)?\d{4}/\d+", head) and re.search(
        r"REGULATION|DECISION", head, re.IGNORECASE
    ):
        return "official_journal"
    return None


def read_notice(data: bytes, *, published: date | None = None) -> Notice:
    """Read an official notice.

    Args:
        data: Its bytes: JSON or XML of the Federal Register, or text of MOFCOM or the EU.
        published: The day of publication, where the notice does not carry it.

    Raises:
        ReadError: If it is none of the notices that can be read.
    """
    from comity.read import federal_register, mofcom, official_journal

    readers: Mapping[Gazette, Callable[[str, date | None], Notice]] = {
        "federal_register": federal_register.read,
        "mofcom": mofcom.read,
        "official_journal": official_journal.read,
    }
    gazette = gazette_of(data)
    if gazette is None:
        told = "neither a Federal Register document, a MOFCOM announcement nor an EU act"
        raise ReadError(told)
    return readers[gazette](decode(data)[0], published)


def missing(**facts: object) -> tuple[str, ...]:
    """Name the facts that were not found."""
    return tuple(f"{name.replace('_', ' ')}: not found" for name, fact in facts.items() if not fact)
