"""Getting the official lists: download politely, refuse what is broken, keep what was there.

Addresses stand in `feeds.csv` and can be replaced in `HOME/feeds.csv`. A feed that has not changed
since is not downloaded again; proxies are taken from the environment.
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from comity.errors import ScreenError, UnknownError
from comity.screen.extra import need
from comity.screen.reader import read_feed
from comity.screen.reader.guard import MOST_BYTES, feed_of
from comity.screen.store import Change, ListStore, replace_json

if TYPE_CHECKING:
    import httpx

_TRIES = 4
_WAIT_SECONDS = 0.5
_TIMEOUT_SECONDS = 60.0
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_OK, _NOT_MODIFIED = 200, 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What became of one feed: its changes, or that nothing was new."""

    feed: str
    url: str
    changes: tuple[Change, ...]
    is_new: bool


def feed_urls(home: Path) -> dict[str, str]:
    """Give the address of each feed: the official one, or the user's own."""
    shipped = files("comity.screen").joinpath("feeds.csv").read_text(encoding="utf-8")
    urls = _read(shipped)
    own = home / "feeds.csv"
    if own.is_file():
        urls |= _read(own.read_text(encoding="utf-8"))
    return urls


def _read(text: str) -> dict[str, str]:
    return {row["feed"]: row["url"] for row in csv.DictReader(text.splitlines())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Updater:
    """How lists are brought up to date.

    `today` dates a feed that does not state its own day; `force` accepts the loss of many parties;
    `drop_missing` takes parties that a feed no longer has as delisted.
    """

    store: ListStore
    today: date
    urls: Mapping[str, str]
    force: bool = False
    drop_missing: bool = False
    wait: Callable[[float], None] = time.sleep

    def update(self, feeds: Sequence[str] = ()) -> list[Update]:
        """Download feeds and import what is new.

        Args:
            feeds: Ids of feeds; those imported before when none is given, else all.

        Raises:
            ScreenError: a feed can't be had or is refused; all that were tried are told, and the
                snapshots of those that failed stay as they were.
            UnknownError: no such feed.
        """
        need("Downloading lists", "httpx")
        import httpx

        seen = _Seen(self.store.home / "lists" / ".feeds.json")
        wanted = list(feeds) or [feed for feed in self.urls if feed in seen] or list(self.urls)
        unknown = [feed for feed in wanted if feed not in self.urls]
        if unknown:
            message = f"no feed {', '.join(unknown)}; known are {', '.join(self.urls)}"
            raise UnknownError(message)
        done: list[Update] = []
        failed: list[str] = []
        with httpx.Client(follow_redirects=True, timeout=_TIMEOUT_SECONDS) as client:
            for feed in wanted:
                try:
                    done.append(self._update(client, feed, seen))
                except ScreenError as error:
                    failed.append(f"{feed}: {error}")
        if failed:
            raise ScreenError("\n".join(failed))
        return done

    def _update(self, client: httpx.Client, feed: str, seen: _Seen) -> Update:
        url = self.urls[feed].format(date=self.today.isoformat())
        found = _fetch(client, url, seen.conditions(feed, url), self.wait)
        if found is None:
            return Update(feed=feed, url=url, changes=(), is_new=False)
        reading = read_feed(feed_of(url, found.content))
        lists = sorted({party.list_id for party in reading.parties})
        gone = sorted(set(seen.lists(feed)) - set(lists))
        if gone and not self.force:
            message = f"{url}: refused: {', '.join(gone)} is no longer in it; --force takes it"
            raise ScreenError(message)
        if reading.as_of is None and found.modified is not None:
            reading = replace(reading, as_of=found.modified)
        changes = self.store.add(
            reading, source=url, as_of=self.today, force=self.force, drop_missing=self.drop_missing
        )
        seen.keep(feed, url, found.validators, lists)
        return Update(feed=feed, url=url, changes=tuple(changes), is_new=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    content: bytes
    validators: Mapping[str, str]
    modified: date | None


def _fetch(
    client: httpx.Client, url: str, conditions: Mapping[str, str], wait: Callable[[float], None]
) -> _Found | None:
    """Download a feed, trying again while the server is busy; None when it has not changed."""
    import httpx

    told = ""
    for attempt in range(_TRIES):
        if attempt:
            wait(_WAIT_SECONDS * 2**attempt)
        try:
            with client.stream("GET", url, headers=dict(conditions)) as response:
                if response.status_code == _NOT_MODIFIED:
                    return None
                if response.status_code == _OK:
                    return _read_all(url, response)
                told = f"the server answers {response.status_code}"
                if response.status_code not in _BUSY:
                    break
        except httpx.HTTPError as error:
            told = f"{type(error).__name__}: {error}".rstrip(": ")
    message = f"{url}: not downloaded: {told}"
    raise ScreenError(message)


def _read_all(url: str, response: httpx.Response) -> _Found:
    """Read the body up to the bound, and check its length against what was announced."""
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > MOST_BYTES:
            message = f"{url}: refused: more than {MOST_BYTES:,} bytes"
            raise ScreenError(message)
    headers = response.headers
    modified = headers.get("last-modified")
    validators = {ask: headers[name] for name, ask in
                  (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
                  if headers.get(name)}  # fmt: skip
    return _Found(content=bytes(content), validators=validators,
                  modified=_day(modified) if modified else None)  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC).date()
    except (ValueError, TypeError):
        return None


class _Seen:
    """What is known of each feed from the last time: validators, and the lists that it had."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._feeds = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._feeds = {}

    def __contains__(self, feed: str) -> bool:
        return feed in self._feeds

    def conditions(self, feed: str, url: str) -> dict[str, str]:
        known = self._feeds.get(feed, {})
        return dict(known.get("validators", {})) if known.get("url") == url else {}

    def lists(self, feed: str) -> list[str]:
        return list(self._feeds.get(feed, {}).get("lists", ()))

    def keep(
        self, feed: str, url: str, validators: Mapping[str, str], lists: Iterable[str]
    ) -> None:
        self._feeds[feed] = {
            "url": url,
            "validators": dict(validators),
            "lists": list(lists),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        replace_json(self._path, self._feeds)
