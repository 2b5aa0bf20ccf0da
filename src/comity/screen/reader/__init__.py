"""Readers of party lists: what a feed is, is seen from its content, never from its name.

Each format has a module; `guard` lets no feed in that is broken, cut off or a bomb.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from comity.errors import ScreenError
from comity.screen.party import Party, Reading
from comity.screen.reader import cfr, csl, eu, ftm, ofac, ofac_enhanced, ofac_xml, plain, uk, un
from comity.screen.reader.guard import Feed, open_feed, refuse

_FORMATS: tuple[tuple[Callable[[Feed], bool], Callable[[Feed], Reading]], ...] = (
    (csl.is_json, csl.read_json),
    (csl.is_csv, csl.read_csv),
    (ofac.is_folder, ofac.read_folder),
    (ofac_xml.is_classic, ofac_xml.read_classic),
    (ofac_xml.is_advanced, ofac_xml.read_advanced),
    (ofac_enhanced.is_enhanced, ofac_enhanced.read),
    (un.is_un, un.read),
    (eu.is_eu, eu.read),
    (uk.is_sanctions_list, uk.read_sanctions_list),
    (uk.is_consolidated, uk.read_consolidated),
    (cfr.is_xml, cfr.read_xml),
    (cfr.is_csv, cfr.read_csv),
    (ftm.is_ftm, ftm.read),
    (plain.is_plain, plain.read),
)


def read_parties(path: Path, *, list_id: str | None = None) -> Reading:
    """Read a party list in any format that comity knows.

    Args:
        path: A file, or the folder of OFAC's legacy tables.
        list_id: The id for parties of a list that does not name itself; a feed that holds
            several lists keeps its own ids.

    Raises:
        ScreenError: the feed can't be read whole.
    """
    feed = open_feed(path)
    if not feed.files and ofac.is_folder(feed):
        feed = ofac.with_its_set(feed, path)
    return read_feed(feed, list_id=list_id)


def read_feed(feed: Feed, *, list_id: str | None = None) -> Reading:
    """Read a feed already opened; see `read_parties`."""
    for matches, read in _FORMATS:
        if matches(feed):
            reading = read(feed)
            break
    else:
        raise refuse(feed.name, "a party list in a format that comity reads")
    if not reading.parties:
        raise refuse(feed.name, f"at least one party in this {reading.format}")
    if list_id is not None and len({party.list_id for party in reading.parties}) == 1:
        reading = replace(
            reading, parties=tuple(replace(party, list_id=list_id) for party in reading.parties)
        )
    return replace(reading, parties=_with_distinct_entries(reading.parties))


def _with_distinct_entries(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Number entries that a list gives the same id twice."""
    seen: Counter[tuple[str, str]] = Counter()
    distinct = []
    for party in parties:
        seen[party.list_id, party.entry] += 1
        count = seen[party.list_id, party.entry]
        distinct.append(party if count == 1 else replace(party, entry=f"{party.entry}-{count}"))
    return tuple(distinct)


__all__ = ["Feed", "ScreenError", "open_feed", "read_feed", "read_parties"]
