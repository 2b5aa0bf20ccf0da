"""Snapshots of party lists: dated, checksummed files that are written once and never changed.

`HOME/lists/LIST/` holds one Parquet file a snapshot and `manifest.json`, which names them in
order; the last one counts. A manifest is replaced whole, so an interrupted import leaves the
snapshot before it in place. Built indexes are kept in `HOME/lists/.index/`.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.errors import ScreenError, UnknownError
from comity.register.home import home_of
from comity.screen.book import Parties
from comity.screen.lists import list_title
from comity.screen.party import ListStamp, Party, Reading
from comity.screen.reader import read_parties

if TYPE_CHECKING:
    from comity.screen.search import Search

MOST_LOSS_PERCENT = 10
_FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One state of one list, as a feed gave it on a day."""

    list_id: str
    file: str
    sha256: str
    as_of: str
    parties: int
    missing: int
    source: str
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an import changed in one list."""

    list_id: str
    snapshot: Snapshot
    added: int
    changed: int
    missing: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two snapshots of a list do not share; `removed` were taken as delisted."""

    list_id: str
    before: Snapshot
    after: Snapshot
    added: tuple[Party, ...]
    changed: tuple[tuple[Party, Party], ...]
    missing: tuple[Party, ...]
    removed: tuple[Party, ...]


class ListStore:
    """The imported lists under a register's folder."""

    def __init__(self, home: str | Path | None = None) -> None:
        self.home = home_of(home)
        self.folder = self.home / "lists"

    def lists(self) -> list[str]:
        """Give the ids of the imported lists."""
        if not self.folder.is_dir():
            return []
        return sorted(path.parent.name for path in self.folder.glob("*/manifest.json"))

    def snapshots(self, list_id: str) -> list[Snapshot]:
        """Give the snapshots of a list, the oldest first.

        Raises:
            UnknownError: no such list was imported.
            ScreenError: the manifest is damaged.
        """
        path = self.folder / list_id / "manifest.json"
        if not _is_id(list_id) or not path.is_file():
            message = f"no imported list {list_id!r}; `comity lists add` imports one"
            raise UnknownError(message)
        try:
            return [Snapshot(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
        except (ValueError, TypeError) as error:
            message = f"{path}: the manifest is damaged: {error}"
            raise ScreenError(message) from error

    def parties(self, snapshot: Snapshot) -> Parties:
        """Read a snapshot after checking that its file is the one that was written."""
        return Parties.read([self._checked(snapshot)])

    def _checked(self, snapshot: Snapshot) -> Path:
        path = self.folder / snapshot.list_id / snapshot.file
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            message = f"{path}: the snapshot can't be read: {error.strerror}"
            raise ScreenError(message) from error
        if found != snapshot.sha256:
            message = f"{path}: the snapshot was changed after it was written"
            raise ScreenError(message)
        return path

    def diff(self, list_id: str, before: str = "", after: str = "") -> Difference:
        """Tell what changed between two snapshots of a list, by their dates; the last two if left.

        Raises:
            UnknownError: there is no snapshot of that date, or nothing to compare.
        """
        known = self.snapshots(list_id)
        if not before and not after and len(known) == 1:
            message = f"{list_id} has one snapshot, of {known[0].as_of}: nothing to compare"
            raise UnknownError(message)
        one = _of_date(known, before) if before else known[-2 if len(known) > 1 else 0]
        two = _of_date(known, after) if after else known[-1]
        old = {party.entry: party for party in self.parties(one)}
        new = {party.entry: party for party in self.parties(two)}
        return Difference(
            list_id=list_id,
            before=one,
            after=two,
            added=tuple(party for key, party in new.items() if key not in old),
            changed=tuple((old[key], party) for key, party in new.items()
                          if key in old and party.missing_since == old[key].missing_since
                          and party != old[key]),
            missing=tuple(party for key, party in new.items() if party.missing_since
                          and not (key in old and old[key].missing_since)),
            removed=tuple(party for key, party in old.items() if key not in new),
        )  # fmt: skip

    def add(
        self, reading: Reading, *, source: str, as_of: date, force: bool = False,
        drop_missing: bool = False,
    ) -> list[Change]:  # fmt: skip
        """Import what a reader found as one new snapshot a list.

        Args:
            reading: The parties, of one list or several.
            source: Where they came from.
            as_of: The day of the lists where the feed gives none.
            force: Accept the loss of many parties.
            drop_missing: Take a party that the feed no longer has as delisted.

        Raises:
            ScreenError: too many parties are gone; nothing is imported.
        """
        plans = []
        by_list: dict[str, list[Party]] = {}
        for party in reading.parties:
            by_list.setdefault(party.list_id, []).append(party)
        day = (reading.as_of or as_of).isoformat()
        for list_id, parties in by_list.items():
            plans.append(self._plan(list_id, parties, day))
        lost = [
            f"{plan.list_id}: {plan.lost:,} of {plan.before:,} parties are gone"
            for plan in plans
            if plan.lost > _FEW and plan.lost * 100 > plan.before * MOST_LOSS_PERCENT
        ]
        if lost and not force:
            way = "--force takes it all the same"
            if others := sorted({plan.form for plan in plans} - {reading.format, ""}):
                way += (
                    f"; the list was read from another feed before ({', '.join(others)}), which "
                    "numbers parties in its own way: to change feeds, give --force --delist"
                )
            message = f"{source}: refused: {'; '.join(lost)}; {way}"
            raise ScreenError(message)
        return [self._write(plan, reading.format, source, drop_missing=drop_missing)
                for plan in plans]  # fmt: skip

    def _plan(self, list_id: str, parties: Sequence[Party], day: str) -> _Plan:
        if not _is_id(list_id):
            message = f"{list_id!r} can't name a list: use lower-case words joined by hyphens"
            raise ScreenError(message)
        before: dict[str, Party] = {}
        form = ""
        if (self.folder / list_id / "manifest.json").is_file():
            last = self.snapshots(list_id)[-1]
            form = last.format
            before = {p.entry: p for p in self.parties(last)}
        now = {party.entry: party for party in parties}
        present = {key: party for key, party in before.items() if not party.missing_since}
        gone = [replace(party, missing_since=party.missing_since or day)
                for key, party in before.items() if key not in now]  # fmt: skip
        return _Plan(
            list_id=list_id,
            day=day,
            parties=list(parties),
            gone=gone,
            before=len(present),
            lost=sum(key not in now for key in present),
            added=sum(key not in before for key in now),
            changed=sum(
                key in before and replace(before[key], missing_since="") != party
                for key, party in now.items()
            ),
            is_new=not before,
            form=form,
        )

    def _write(self, plan: _Plan, form: str, source: str, *, drop_missing: bool) -> Change:
        folder = self.folder / plan.list_id
        folder.mkdir(parents=True, exist_ok=True)
        gone = [] if drop_missing else plan.gone
        table = Parties.of([*plan.parties, *gone])
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as scratch:
            part = Path(scratch.name)
        try:
            table.write(part)
            digest = hashlib.sha256(part.read_bytes()).hexdigest()
            name = f"{plan.day}-{digest[:12]}.parquet"
            part.replace(folder / name)
        finally:
            part.unlink(missing_ok=True)
        snapshot = Snapshot(
            list_id=plan.list_id, file=name, sha256=digest, as_of=plan.day,
            parties=len(plan.parties), missing=len(gone), source=source, format=form,
        )  # fmt: skip
        known = [] if plan.is_new else self.snapshots(plan.list_id)
        if not known or (known[-1].sha256, known[-1].as_of) != (digest, plan.day):
            known.append(snapshot)
        replace_json(folder / "manifest.json", [_as_row(one) for one in known])
        return Change(
            list_id=plan.list_id, snapshot=snapshot, added=plan.added, changed=plan.changed,
            missing=plan.lost, is_new=plan.is_new,
        )  # fmt: skip

    def load(self, wanted: Sequence[str]) -> tuple[Parties, Search, list[ListStamp]]:
        """Make lists searchable: ids of imported ones, paths of others; all imported by default.

        An id stands for the list's latest snapshot, `id@2026-07-31` for the one of a date.
        """
        from comity.screen.search import Search

        ids: list[str] = []
        paths: list[str] = []
        for name in wanted or self.lists():
            list_id = name.partition("@")[0]
            is_list = _is_id(list_id) and (self.folder / list_id / "manifest.json").is_file()
            (ids if is_list else paths).append(name)
        if not wanted and not ids:
            message = "no party list is imported; `comity lists add FILE` imports one"
            raise UnknownError(message)
        snapshots = [self._named(name) for name in ids]
        stamps = [_stamp(one) for one in snapshots]
        if paths or not snapshots:
            read = [read_path(path) for path in paths]
            books = [list(self.parties(one)) for one in snapshots]
            stamps += [stamp for _, some in read for stamp in some]
            parties = Parties.of([p for book in [*books, *(b for b, _ in read)] for p in book])
            return parties, Search.of(parties), stamps
        files = [self._checked(one) for one in snapshots]
        return (*self._cached(files, snapshots, Search.of, Search.read), stamps)

    def _named(self, name: str) -> Snapshot:
        list_id, _, day = name.partition("@")
        known = self.snapshots(list_id)
        return _of_date(known, day) if day else known[-1]

    def _cached(
        self, files: Sequence[Path], snapshots: Sequence[Snapshot],
        build: Callable[[Parties], Search], read: Callable[[Path], Search],
    ) -> tuple[Parties, Search]:  # fmt: skip
        from comity.screen.search import VERSION

        parties = Parties.read(files)
        key = "|".join([str(VERSION), *(one.sha256 for one in snapshots)])
        folder = self.folder / ".index" / hashlib.sha256(key.encode()).hexdigest()[:24]
        try:
            return parties, read(folder)
        except (OSError, ValueError, KeyError):
            search = build(parties)
            search.write(folder)
            return parties, search


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    list_id: str
    day: str
    parties: list[Party]
    gone: list[Party]
    before: int
    lost: int
    added: int
    changed: int
    is_new: bool
    #: the format that the list was last read from
    form: str


def read_path(path: str) -> tuple[tuple[Party, ...], list[ListStamp]]:
    """Read a list that is not imported, with the stamp of each list in it."""
    place = Path(path)
    if not place.exists():
        message = f"{path!r} is neither an imported list nor a file"
        raise UnknownError(message)
    reading = read_parties(place)
    counts: dict[str, int] = {}
    for party in reading.parties:
        counts[party.list_id] = counts.get(party.list_id, 0) + 1
    return reading.parties, [
        ListStamp(list_id=name, title=list_title(name), as_of=reading.as_of, parties=count)
        for name, count in counts.items()
    ]


def _of_date(known: Sequence[Snapshot], as_of: str) -> Snapshot:
    """Give the last snapshot of a date."""
    found = [one for one in known if one.as_of == as_of]
    if not found:
        dates = ", ".join(dict.fromkeys(one.as_of for one in known))
        message = f"{known[0].list_id} has no snapshot of {as_of}; it has {dates}"
        raise UnknownError(message)
    return found[-1]


def _stamp(one: Snapshot) -> ListStamp:
    return ListStamp(
        list_id=one.list_id, title=list_title(one.list_id), as_of=date.fromisoformat(one.as_of),
        parties=one.parties, sha256=one.sha256,
    )  # fmt: skip


def _as_row(one: Snapshot) -> dict[str, str | int]:
    return {name: getattr(one, name) for name in Snapshot.__dataclass_fields__}


def _is_id(text: str) -> bool:
    return (
        bool(text)
        and all(char.islower() or char.isdigit() or char == "-" for char in text)
        and (text[0] != "-")
    )


def replace_json(path: Path, content: object) -> None:
    """Write a file beside its place and move it there, so that it is never half written."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False
    ) as scratch:
        json.dump(content, scratch, indent=1, ensure_ascii=False)
        scratch.flush()
        os.fsync(scratch.fileno())
    Path(scratch.name).replace(path)
