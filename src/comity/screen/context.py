"""What surrounds a name: country, address, identifiers, birth; each raises or lowers a match."""

from __future__ import annotations

import re
from collections.abc import Mapping

from comity.screen.party import Asked, Party

_ALIKE = 0.6
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


def weigh(
    asked: Asked, party: Party, by: Mapping[str, float], *, is_company: bool = False
) -> tuple[float, list[str]]:
    """Sum what the context adds to the log-odds, and say it in plain words.

    Args:
        asked: The party as asked, with what is known of it.
        party: The listed one.
        by: What each reason adds.
        is_company: Whether the name as asked carries a legal form.
    """
    found: list[tuple[str, str]] = []
    if asked.place and party.places:
        if asked.place[:2] in {place[:2] for place in party.places}:
            found.append(("same_place", f"same country {asked.place}"))
        else:
            listed = ", ".join(party.places)
            found.append(("other_place", f"other country: {asked.place}, listed {listed}"))
    if asked.kind and party.kind and (asked.kind == "person") != (party.kind == "person"):
        found.append(("other_kind", f"a {asked.kind}, listed as {party.kind}"))
    elif is_company and not asked.kind and party.kind not in ("", "organization"):
        found.append(("other_kind", f"has a company's legal form, listed as {party.kind}"))
    shared = {_bare(one) for one in asked.identifiers} & {_bare(one) for one in party.identifiers}
    if shared - {""}:
        found.append(("same_identifier", f"same identifier {min(shared - {''})}"))
    found.extend(_birth(asked, party))
    found.extend(_address(asked, party))
    if party.missing_since:
        found.append(("", f"observed missing from the list since {party.missing_since}"))
    shift = sum(by[reason] for reason, _ in found if reason)
    return shift, [told for _, told in found]


def _bare(identifier: str) -> str:
    return re.sub(r"\W", "", identifier).casefold().removeprefix("imo")


def _birth(asked: Asked, party: Party) -> list[tuple[str, str]]:
    if not asked.birth_date or not party.birth_dates:
        return []
    if asked.birth_date in party.birth_dates:
        return [("same_birth_date", f"same date of birth {asked.birth_date}")]
    own = [int(year) for year in _YEAR.findall(asked.birth_date)]
    spans = [[int(year) for year in _YEAR.findall(text)] for text in party.birth_dates]
    spans = [span for span in spans if span]
    if own and spans and all(not min(span) - 1 <= own[0] <= max(span) + 1 for span in spans):
        return [("other_birth_year", f"born {own[0]}, listed {'; '.join(party.birth_dates)}")]
    return []


def _address(asked: Asked, party: Party) -> list[tuple[str, str]]:
    own = set(re.findall(r"\w+", asked.address.casefold()))
    for address in party.addresses:
        words = set(re.findall(r"\w+", address.casefold()))
        both = own & words
        if len(both) > 2 and len(both) >= _ALIKE * min(len(own), len(words)):  # noqa: PLR2004
            return [("same_address", f"same address: {address[:80]}")]
    return []
