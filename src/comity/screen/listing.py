"""What a person does with lists: import one from a file, update those that have an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from comity.screen.reader import read_parties
from comity.screen.store import Change, ListStore
from comity.screen.update import Update, Updater, feed_urls


def add_list(
    path: str | Path, *, list_id: str | None = None, as_of: date | None = None,
    force: bool = False, drop_missing: bool = False, home: str | Path | None = None,
) -> tuple[Change, ...]:  # fmt: skip
    """Import a list as a dated snapshot.

    Args:
        path: A file or folder in any format that comity reads.
        list_id: The id for a list that does not name itself.
        as_of: The day of the list, where the feed gives none; today if left.
        force: Accept the loss of many parties.
        drop_missing: Take parties that are gone as delisted, not as observed missing.
        home: The register's folder.

    Raises:
        ScreenError: the list is refused; the snapshot before it stays.
    """
    reading = read_parties(Path(path), list_id=list_id)
    day = as_of or datetime.now(UTC).date()
    store = ListStore(home)
    return tuple(
        store.add(reading, source=str(path), as_of=day, force=force, drop_missing=drop_missing)
    )


def update_lists(
    feeds: Sequence[str] = (), *, force: bool = False, drop_missing: bool = False,
    home: str | Path | None = None,
) -> list[Update]:  # fmt: skip
    """Download lists from their addresses and import what is new; see `update.Updater`."""
    store = ListStore(home)
    updater = Updater(
        store=store, today=datetime.now(UTC).date(), urls=feed_urls(store.home), force=force,
        drop_missing=drop_missing,
    )  # fmt: skip
    return updater.update(feeds)
