"""Decisions of people, appended and never changed: who, when, what, why, on what evidence.

What a decision is about is a `subject`, a key of the caller's making; the last decision on a
subject counts, and the ones before it stay on record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from comity.errors import RegisterError

if TYPE_CHECKING:
    from sqlalchemy import Engine, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision; `evidence` is JSON as it was seen, `evidence_hash` its SHA-256."""

    id: int
    kind: str
    subject: str
    verdict: str
    reason: str
    by: str
    at: datetime
    evidence: str

    @property
    def evidence_hash(self) -> str:
        """Hash the evidence as it was seen."""
        return hashlib.sha256(self.evidence.encode()).hexdigest()


class DecisionLog(Protocol):
    """What keeps decisions."""

    def record(
        self, *, kind: str, subject: str, verdict: str, reason: str, by: str,
        evidence: Mapping[str, object],
    ) -> Decision:  # fmt: skip
        """Append a decision and return it once it is safely kept."""
        ...

    def history(self, kind: str, subject: str | None = None) -> list[Decision]:
        """Return the decisions of a kind, on one subject or on all, the oldest first."""
        ...


class SqlDecisionLog:
    """Decisions in a database; SQLite when given a path."""

    def __init__(self, place: str | Path) -> None:
        from sqlalchemy import create_engine, event
        from sqlalchemy.exc import SQLAlchemyError

        url = str(place) if "://" in str(place) else f"sqlite:///{place}"
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._engine: Engine = create_engine(url)
            if self._engine.dialect.name == "sqlite":
                event.listen(self._engine, "connect", _durable)
            self._table = _table()
            self._table.metadata.create_all(self._engine)
        except SQLAlchemyError as error:
            message = f"{place}: the decisions can't be opened: {error}"
            raise RegisterError(message) from error

    def record(
        self, *, kind: str, subject: str, verdict: str, reason: str, by: str,
        evidence: Mapping[str, object],
    ) -> Decision:  # fmt: skip
        """Append a decision and return it once it is committed."""
        from sqlalchemy.exc import SQLAlchemyError

        row: dict[str, Any] = {
            "kind": kind,
            "subject": subject,
            "verdict": verdict,
            "reason": reason,
            "by": by,
            "at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "evidence": json.dumps(evidence, ensure_ascii=False, sort_keys=True),
        }
        try:
            with self._engine.begin() as connection:
                made = connection.execute(self._table.insert().values(row))
                number = made.inserted_primary_key
        except SQLAlchemyError as error:
            message = f"the decision was not kept: {error}"
            raise RegisterError(message) from error
        return _decision({"id": number[0] if number else 0, **row})

    def history(self, kind: str, subject: str | None = None) -> list[Decision]:
        """Return the decisions of a kind, on one subject or on all, the oldest first."""
        query = self._table.select().where(self._table.c.kind == kind)
        if subject is not None:
            query = query.where(self._table.c.subject == subject)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(self._table.c.id)).mappings().all()
        return [_decision(dict(row)) for row in rows]

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _table() -> Table:
    from sqlalchemy import DDL, Column, Integer, MetaData, Table, Text, event

    table = Table(
        "decision",
        MetaData(),
        Column("id", Integer, primary_key=True, autoincrement=True),
        *(
            Column(name, Text, nullable=False)
            for name in ("kind", "subject", "verdict", "reason", "by", "at", "evidence")
        ),
    )
    # What is written stays: the database itself refuses to change or delete a row.
    for act in ("UPDATE", "DELETE"):
        trigger = DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER IF NOT EXISTS decision_{act.lower()} BEFORE {act} ON decision "
            "BEGIN SELECT RAISE(ABORT, 'decisions are only appended'); END"
        )
        event.listen(table, "after_create", trigger.execute_if(dialect="sqlite"))
    return table


def _durable(connection: Any, _: object) -> None:  # noqa: ANN401  the driver's own connection
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _decision(row: Mapping[str, Any]) -> Decision:
    values = dict(row)
    return Decision(**{**values, "at": datetime.fromisoformat(values["at"])})
