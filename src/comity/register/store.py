"""The user's register: what was added, decided and run, appended and never changed.

An entry carries the hash of the one before it, so that whatever is changed afterwards shows. It is
a file (SQLite) or a team's database (PostgreSQL), by its URL. What the entries mean to a
determination is the matter of `private`; the shape of the database that of `schema`.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from comity.errors import RegisterError, UnknownError
from comity.register.home import register_place

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Kind = Literal["measure", "withdrawal", "decision", "reading", "run"]
KINDS: tuple[Kind, ...] = ("measure", "withdrawal", "decision", "reading", "run")
_FIRST = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `body` is JSON as it was recorded."""

    id: int
    kind: str
    key: str
    body: str
    recorded_at: datetime
    recorded_by: str
    supersedes: int | None
    previous: str
    hash: str

    @property
    def content(self) -> dict[str, Any]:
        """The body, parsed."""
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed

    def told(self) -> dict[str, object]:
        """Return the entry as JSON tells it, its body parsed."""
        return {
            **asdict(self),
            "body": self.content,
            "recorded_at": self.recorded_at.isoformat(),
        }

    @property
    def is_sound(self) -> bool:
        """Whether the hash is that of what the entry says."""
        return self.hash == _hash(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How many entries a register has, and the hash of the last."""

    entries: int
    hash: str


@dataclass(slots=True, kw_only=True)
class Register:
    """The entries at a place, oldest first; a place where nothing was added yet is empty.

    Args:
        place: A file, or the URL of a database; by default what COMITY_REGISTER says, else
            `register.db` in the user's folder.
        clock: Says what time it is.
    """

    place: str = field(default_factory=register_place)
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    _engine: Engine | None = field(default=None, init=False, repr=False)

    def append(
        self,
        kind: Kind,
        key: str,
        content: Mapping[str, object],
        *,
        by: str = "",
        supersedes: int | None = None,
    ) -> Entry:
        """Append an entry and return it once it is safely kept.

        Args:
            kind: What sort of entry.
            key: What it is about.
            content: What it says.
            by: Who says so; by default the user's name on this machine.
            supersedes: The entry that it corrects.

        Raises:
            RegisterError: It was not kept.
        """
        body = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
        with self._writing() as connection:
            head = _lock(connection)
            made = Entry(
                id=head.entries + 1,
                kind=kind,
                key=key,
                body=body,
                recorded_at=self.clock().astimezone(UTC),
                recorded_by=by or user_name(),
                supersedes=supersedes,
                previous=head.hash,
                hash="",
            )
            made = replace(made, hash=_hash(made))
            _insert(connection, made)
        return made

    def entries(self, *kinds: Kind, key: str | None = None, upto: int | None = None) -> list[Entry]:
        """Return the entries, of some kinds, about a key, up to a position, the oldest first."""
        from comity.register.schema import ENTRY

        query = ENTRY.select().order_by(ENTRY.c.id)
        if kinds:
            query = query.where(ENTRY.c.kind.in_(kinds))
        if key is not None:
            query = query.where(ENTRY.c.key == key)
        if upto is not None:
            query = query.where(ENTRY.c.id <= upto)
        with self._reading() as connection:
            if connection is None:
                return []
            return [_entry(row) for row in connection.execute(query).mappings()]

    def find(self, number: int) -> Entry:
        """Return the entry at a position.

        Raises:
            UnknownError: There is none.
        """
        from comity.register.schema import ENTRY

        with self._reading() as connection:
            query = ENTRY.select().where(ENTRY.c.id == number)
            row = connection.execute(query).mappings().first() if connection else None
        if row is None:
            message = f"the register has no entry {number}"
            raise UnknownError(message)
        return _entry(row)

    @property
    def head(self) -> Head:
        """How many entries there are, and the hash of the last."""
        with self._reading() as connection:
            return Head(entries=0, hash=_FIRST) if connection is None else _head(connection)

    def verify(self, expected: str = "") -> Head:
        """Check that every entry says what it said and none is lacking.

        Args:
            expected: A hash noted earlier, of which the register must still hold the entry.

        Raises:
            RegisterError: What does not hold, at the first entry where it does not.
        """
        last, seen = Head(entries=0, hash=_FIRST), {_FIRST}
        for entry in self.entries():
            if entry.id != last.entries + 1:
                message = f"{self.place}: entry {last.entries + 1} is lacking"
                raise RegisterError(message)
            if entry.previous != last.hash or not entry.is_sound:
                message = f"{self.place}: entry {entry.id} is not what was recorded"
                raise RegisterError(message)
            last = Head(entries=entry.id, hash=entry.hash)
            seen.add(entry.hash)
        if last != self.head:
            message = f"{self.place}: entries after {last.entries} are lacking"
            raise RegisterError(message)
        if expected and expected not in seen:
            message = f"{self.place}: no entry has the hash {expected}: history was replaced"
            raise RegisterError(message)
        return last

    def copy(self, target: str | Path) -> Head:
        """Copy to another register what it does not hold yet.

        Raises:
            RegisterError: The other holds something else.
        """
        other = Register(place=str(target), clock=self.clock)
        try:
            self.verify()
            held = other.verify()
            mine = self.entries()
            if held.entries and (
                held.entries > len(mine) or mine[held.entries - 1].hash != held.hash
            ):
                message = f"{target}: the register there holds other entries than {self.place}"
                raise RegisterError(message)
            with other._writing() as connection:
                if _lock(connection) != held:
                    message = f"{target}: another program wrote to it meanwhile; try again"
                    raise RegisterError(message)
                for entry in mine[held.entries :]:
                    _insert(connection, entry)
            return other.head
        finally:
            other.close()

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._told():
            options = self._open().connect().execution_options(writes=True)
            with options as connection, connection.begin():
                yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection | None]:
        path = _path(self.place)
        if path is not None and self._engine is None and not path.exists():
            yield None
            return
        with self._told(), self._open().connect() as connection:
            yield connection

    def _open(self) -> Engine:
        from sqlalchemy import NullPool, create_engine

        from comity.register.schema import migrate, prepare

        if self._engine is None:
            path = _path(self.place)
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            url = self.place if path is None else f"sqlite:///{path}"
            # Without a pool, a connection ends with its use and nobody has to close the register.
            engine = create_engine(url, poolclass=NullPool)
            prepare(engine)
            migrate(engine)
            self._engine = engine
        return self._engine

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what a database says into an error of ours."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except ModuleNotFoundError as error:
            message = f"{_shown(self.place)}: the database's driver is not installed ({error})"
            raise RegisterError(message) from error
        except (SQLAlchemyError, OSError) as error:
            cause = str(getattr(error, "orig", None) or error).strip()
            if "locked" in cause or "lock timeout" in cause:
                cause = "another program is writing to it; try again"
            message = f"{_shown(self.place)}: the register can't be used: {cause}"
            raise RegisterError(message) from error


def _path(place: str) -> Path | None:
    """Return the file of a register, or None where it is a database."""
    if "://" not in place:
        return Path(place)
    return Path(place[len("sqlite:///") :]) if place.startswith("sqlite:///") else None


def _shown(place: str) -> str:
    """Leave out the password of a URL."""
    scheme, mark, rest = place.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"


def user_name() -> str:
    """Return who uses the machine, as far as it says."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _hash(entry: Entry) -> str:
    told = [
        *(entry.id, entry.kind, entry.key, entry.body),
        *(entry.recorded_at.isoformat(), entry.recorded_by, entry.supersedes, entry.previous),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _head(connection: Connection) -> Head:
    from comity.register.schema import HEAD

    row = connection.execute(HEAD.select()).mappings().one()
    return Head(entries=row["entries"], hash=row["hash"])


def _lock(connection: Connection) -> Head:
    """Take the register for writing; SQLite has given it already."""
    from comity.register.schema import HEAD

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
        connection.execute(HEAD.select().with_for_update())
    return _head(connection)


def _insert(connection: Connection, entry: Entry) -> None:
    from comity.register.schema import ENTRY, HEAD

    values = {**asdict(entry), "recorded_at": entry.recorded_at.isoformat()}
    connection.execute(ENTRY.insert().values(values))
    connection.execute(HEAD.update().values(entries=entry.id, hash=entry.hash))


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(**{**row, "recorded_at": datetime.fromisoformat(row["recorded_at"])})
