"""The database engine (DuckDB, in process), and work spread over several connections to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from comity.errors import ComityError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_MEMORY = "400MB"
_Part = TypeVar("_Part")
_Found = TypeVar("_Found")


class Crew:
    """One database in memory and a connection for each thread; temporary tables are its own.

    Args:
        threads: How many; by default as many as there are cores.
    """

    def __init__(self, threads: int | None = None) -> None:
        import duckdb

        # Statements are small: spread over connections, each on its thread, they take less time
        # and memory than one after the other, each spread over threads.
        con = duckdb.connect(config={"memory_limit": _MEMORY, "threads": 1})
        con.execute("SET allocator_background_threads = true")
        con.execute("SET preserve_insertion_order = false")
        # Our joins are written in their order; guesses about it made them slower.
        con.execute("SET disabled_optimizers = 'join_order'")
        self.lead = Hand(con)
        others = range((threads or os.cpu_count() or 1) - 1)
        self._hands = [self.lead, *(Hand(con.cursor()) for _ in others)]

    def spread(
        self, work: Callable[[Hand, _Part], _Found], parts: Sequence[_Part]
    ) -> Iterator[tuple[Hand, _Part, _Found]]:
        """Work on parts, several at a time, and yield what was found in their order.

        A connection keeps its temporary tables until what it found was taken.
        """
        if len(parts) == 1:
            yield self.lead, parts[0], work(self.lead, parts[0])
            self.lead.forget()
            return
        with ThreadPoolExecutor(len(self._hands)) as pool:
            for start in range(0, len(parts), len(self._hands)):
                wave = parts[start : start + len(self._hands)]
                found = pool.map(work, self._hands, wave)
                for hand, part, one in zip(self._hands, wave, found, strict=False):
                    yield hand, part, one
                    hand.forget()


class Hand:
    """One connection."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def run(self, statements: str, **tables: pa.Table) -> None:
        """Run statements that read some tables, and give back the memory that they took."""
        for name, table in tables.items():
            self._con.register(name, table)
        for statement in statements.split(";\n"):
            if statement.strip():
                self._execute(statement)
        for name in tables:
            self._con.unregister(name)
        # Whatever the limit, setting it gives back what was freed.
        self._con.execute(f"SET memory_limit = '{_MEMORY}'")

    def insert(self, tables: Mapping[str, pa.Table]) -> None:
        """Append rows to tables by the names of their columns."""
        for name, table in tables.items():
            if len(table):
                self.run(f"INSERT INTO {name} BY NAME SELECT * FROM incoming", incoming=table)

    def forget(self) -> None:
        """Drop the temporary tables."""
        query = "SELECT table_name FROM duckdb_tables() WHERE temporary"
        for (name,) in self._con.execute(query).fetchall():
            self._con.execute(f"DROP TABLE {name}")

    def fetch(self, query: str) -> pa.Table:
        """Return what a query finds."""
        return self._execute(query).to_arrow_table()

    def _execute(self, statement: str) -> duckdb.DuckDBPyConnection:
        from duckdb import OutOfMemoryException

        try:
            return self._con.execute(statement)
        except OutOfMemoryException as error:
            message = f"the database engine needs more than its {_MEMORY}: answer fewer lines"
            raise ComityError(message) from error
