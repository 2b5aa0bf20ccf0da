"""Official notices: number, dates, codes and effect, from a gazette's own words.

`federal_register`, `mofcom` and `official_journal` read one gazette each; here is what they give,
how a notice is recognized, and what it proposes: rows of the tables of law and a life event.
What isn't found is said in `missing`, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from comity.errors import ReadError
from comity.read.intake.decode import decode
from comity.read.proposal import Json, Span

#: Longest text of a notice that is read; a longer one is read in part and says so.
MAX_CHARS = 2_000_000
#: The same for XML, which says less in as many characters.
MAX_MARKUP = 4_000_000

Gazette = Literal["federal_register", "mofcom", "official_journal"]
Effect = Literal[
    "impose", "amend", "correct", "suspend", "extend", "resume", "lift", "delay", "propose"
]
#: The event in the life of a measure that an effect amounts to.
_EVENTS: Mapping[Effect, str] = {
    "impose": "effective",
    "amend": "amended",
    "correct": "amended",
    "suspend": "suspended",
    "extend": "extended",
    "resume": "resumed",
    "lift": "lifted",
    "delay": "suspended",
    "propose": "proposed",
}


#: JSON that holds nothing, as an API answers where it finds nothing.
_NOTHING = re.compile(r"\A[\s\ufeff]*(?:\[\s*\]|\{\s*\})\s*\Z|\"results\"\s*:\s*\[\s*\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A tariff or control code that a notice names; `cn` is China's control list."""

    scheme: Literal["hs", "cn", "eccn", "eu"]
    code: str
    span: Span
    #: False where the code is named only, as a rule names codes that it does not change.
    is_changed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A party that a notice puts on a list, takes off it, revises, or spares for a time."""

    list: str
    op: Literal["add", "remove", "revise", "suspend"]
    party: str
    country: str | None = None
    #: The ISO code of the country, where it has one.
    place: str | None = None
    aliases: tuple[str, ...] = ()
    address: str | None = None
    license_requirement: str | None = None
    review_policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A further day that a notice sets: for a part of it, for compliance, or as an end."""

    day: date
    kind: str
    #: The words that lead to the day, such as which instructions it is for.
    what: str
    span: Span


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
    #: The last day that it names for itself.
    until: date | None = None
    phases: tuple[Phase, ...] = ()
    effect: Effect | None = None
    amends: tuple[str, ...] = ()
    #: Earlier notices that this one suspends, extends, amends or lifts.
    concerns: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    listings: tuple[Listing, ...] = ()
    quotes: Mapping[str, Span] | None = None
    missing: tuple[str, ...] = ()
    #: Why only part of the document was read; empty when all of it was.
    partial: tuple[str, ...] = ()

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
            "phases": [
                {"date": one.day.isoformat(), "kind": one.kind, "what": one.what, **one.span.json()}
                for one in self.phases
            ],
            "effect": self.effect,
            "amends": list(self.amends),
            "concerns": list(self.concerns),
            "codes": [
                {"scheme": c.scheme, "code": c.code, "changed": c.is_changed, **c.span.json()}
                for c in self.codes
            ],
            "listings": [_listing(each) for each in self.listings],
            "quotes": {name: span.json() for name, span in (self.quotes or {}).items()},
            "missing": list(self.missing),
            "partial": list(self.partial),
            "tables": self.rows(),
            "event": self.event(),
        }

    @property
    def act(self) -> str:
        """Return the key of the notice as an act in the tables of law."""
        issuers = {"federal_register": "fr", "mofcom": "cn", "official_journal": "eu"}
        return f"{issuers[self.gazette]}-{slug(self.number or self.citation or 'notice')}"

    def rows(self) -> Json:
        """Propose rows of the tables of law: the act, its goods, its listings."""
        kind = "rule" if self.gazette == "federal_register" else "announcement"
        act = {
            "act": self.act,
            "kind": kind,
            "issuer": self.issuer or "",
            "title": "",
            "published": _iso(self.published) or "",
            "effective": _iso(self.effective) or "",
            "citation": self.citation or "",
        }
        found: Json = {"acts.csv": [act]}
        if self.effect == "propose":
            return found
        if self.effect in {"impose", "amend", "correct"}:
            found["goods.csv"] = [
                {
                    "goods": self.act,
                    "scheme": scheme,
                    "prefix": code,
                    "sign": "+",
                    "basis": "stated",
                }
                for scheme, code in dict.fromkeys(
                    (c.scheme, c.code) for c in self.codes if c.is_changed
                )
            ]
        found["listings.csv"] = [
            self._listing_row(each) for each in self.listings if each.op != "suspend"
        ]
        if self.effect in {"suspend", "extend"}:
            after = self.until + timedelta(days=1) if self.until else None
            found["pauses.csv"] = [
                {
                    "measure": concerned,
                    "from": _iso(self.effective) or "",
                    "until": _iso(after) or "",
                    "begun_by": self.act,
                    "on_lapse": "unknown",
                }
                for concerned in self.concerns
            ]
        return found

    def _listing_row(self, each: Listing) -> Json:
        mark = "ended" if each.op == "remove" else "begun"
        return {
            "list": each.list,
            "party": slug(each.party),
            "name": each.party,
            "aliases": "|".join(each.aliases),
            "place": each.place or "",
            f"{mark}_by": self.act,
            f"{mark}_on": _iso(self.effective) or "",
            "review_policy": each.review_policy or "",
            "op": each.op,
        }

    def event(self) -> Json | None:
        """Propose the event in the life of a measure that the notice is."""
        day = self.published if self.effect == "propose" else self.effective
        if self.effect is None or day is None:
            return None
        out: Json = {
            "kind": _EVENTS[self.effect],
            "date": day.isoformat(),
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
        "place": each.place,
        "aliases": list(each.aliases),
        "address": each.address,
        "license_requirement": each.license_requirement,
        "review_policy": each.review_policy,
    }


def slug(text: str) -> str:
    """Return a key of lower-case words joined by hyphens."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")


def gazette_of(data: bytes | str) -> Gazette | None:
    """Recognize a notice by its own marks; None for anything else, such as a story about one."""
    text = data[:200_000] if isinstance(data, str) else decode(data[:200_000])[0]
    if is_markup(text):
        return "federal_register"
    from comity.read.notices import federal_text, mofcom, official_journal

    if federal_text.is_document(text):
        return "federal_register"
    if mofcom.is_announcement(text):
        return "mofcom"
    return "official_journal" if official_journal.is_act(text) else None


def is_markup(text: str) -> bool:
    """True for the Federal Register's own JSON and XML, which aren't loaded as pages are."""
    if re.match(r"[\s\ufeff]*[{\[]", text):
        return '"document_number"' in text or bool(_NOTHING.search(text))
    tag = re.match(r"[\s\ufeff]*<(?!!doctype html|html)", text, re.IGNORECASE)
    return bool(
        tag and re.search(r"<(?:RULE|PRORULE|NOTICE|PRESDOCU|FEDREG|PREAMB)\b[^>]*>|<FRDOC>", text)
    )


def read_notice(data: bytes, *, published: date | None = None) -> Notice:
    """Read an official notice, the first where there are several.

    Args:
        data: Its bytes: JSON or XML of the Federal Register, or text of any of the gazettes.
        published: The day of publication, where the notice does not carry it.

    Raises:
        ReadError: If it is none of the notices that can be read.
    """
    text, partial = decode(data)
    gazette = gazette_of(text)
    if gazette is None:
        told = "neither a Federal Register document, a MOFCOM announcement nor an EU act"
        raise ReadError(told)
    return read_text(text, gazette, published=published, partial=partial)[0]


def read_text(
    text: str,
    gazette: Gazette,
    *,
    published: date | None = None,
    partial: tuple[str, ...] = (),
) -> list[Notice]:
    """Read the notices of a text of a gazette.

    Args:
        text: JSON, XML or plain text.
        gazette: Which gazette's.
        published: The day of publication, where the notice does not carry it.
        partial: Why only part of the document is here.
    """
    from comity.read.notices import federal_register, mofcom, official_journal

    readers: Mapping[Gazette, Callable[[str, date | None], list[Notice]]] = {
        "federal_register": federal_register.read,
        "mofcom": mofcom.read,
        "official_journal": official_journal.read,
    }
    markup = is_markup(text)
    most = MAX_MARKUP if markup else MAX_CHARS
    is_json = markup and text.lstrip("\ufeff \r\n\t").startswith(("{", "["))
    if len(text) > most and not is_json:
        partial = (*partial, f"read the first {most:,} of {len(text):,} characters")
        text = text[:most]
    found = readers[gazette](text, published)
    return [replace(one, partial=(*one.partial, *partial)) for one in found]


def ending(effect: Effect | None, until: date | None) -> Mapping[str, date | None]:
    """Return the last day as a fact that is missed where an effect has one, for `missing`."""
    return {"until": until} if effect in {"suspend", "extend", "delay"} else {}


def missing(**facts: object) -> tuple[str, ...]:
    """Name the facts that were not found."""
    return tuple(f"{name.replace('_', ' ')}: not found" for name, fact in facts.items() if not fact)
