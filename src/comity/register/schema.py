"""The shape of the user's register in a database, and the way from each older shape to it.

Migrations are plain statements in order: the register only ever grows by entries, so a tool that
also finds its way back (alembic) would weigh more than what it moves.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, Text, event, inspect

from comity.errors import RegisterError

METADATA = MetaData()
#: How long a writer waits for another.
_PATIENCE_SECONDS = 10

ENTRY = Table(
    "entry",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("supersedes", Integer),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
#: One row: which shape the register has, how many entries, and the hash of the last of them.
HEAD = Table(
    "head",
    METADATA,
    Column("version", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)

_TABLES = (
    """CREATE TABLE entry (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
        recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, supersedes INTEGER,
        previous TEXT NOT NULL, hash TEXT NOT NULL)""",
    "CREATE INDEX entry_by_kind ON entry (kind, key, id)",
    "CREATE TABLE head (version INTEGER NOT NULL, entries INTEGER NOT NULL, hash TEXT NOT NULL)",
    "INSERT INTO head VALUES (0, 0, '')",
)
_SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER entry_{act.lower()} BEFORE {act} ON entry "
    "BEGIN SELECT RAISE(ABORT, 'the register is only appended to'); END"
    for act in ("UPDATE", "DELETE")
)
_POSTGRESQL_GUARDS = (
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the register is only appended to'; END $$""",
    """CREATE TRIGGER entry_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
        EXECUTE FUNCTION refuse_change()""",
)

#: The statements that lead from each version to the next, by kind of database; the first from none.
MIGRATIONS: tuple[dict[str, tuple[str, ...]], ...] = (
    {
        "sqlite": (*_TABLES, *_SQLITE_GUARDS),
        "postgresql": (*_TABLES, *_POSTGRESQL_GUARDS),
    },
)


def prepare(engine: Engine) -> None:
    """Let each connection write durably, and one at a time."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def durable(connection: Any, _: object) -> None:  # noqa: ANN401  the driver's own connection
        connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_SECONDS * 1000}")
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _write_ahead(connection: Any) -> None:  # noqa: ANN401  the driver's own connection
    """Switch to write-ahead logging, for good; unlike writing, the switch waits for nobody."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def migrate(engine: Engine) -> None:
    """Bring a register to the present shape.

    Raises:
        RegisterError: It was written by a newer comity, or is no register.
    """
    with engine.connect() as connection:
        if _version(connection) == len(MIGRATIONS):
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('comity.register'))")
        version = _version(connection)
        for step in MIGRATIONS[version:]:
            for statement in step[engine.dialect.name]:
                connection.exec_driver_sql(statement)
        connection.execute(HEAD.update().values(version=len(MIGRATIONS)))


def _version(connection: Connection) -> int:
    names = set(inspect(connection).get_table_names())
    if "head" not in names:
        if "entry" in names:
            message = "the database has a table `entry` but no `head`: it is no register"
            raise RegisterError(message)
        return 0
    version = int(connection.execute(HEAD.select()).mappings().one()["version"])
    if version > len(MIGRATIONS):
        message = (
            f"the register has version {version}, this comity knows {len(MIGRATIONS)}: "
            "use the comity that wrote it, or a newer one"
        )
        raise RegisterError(message)
    return version
