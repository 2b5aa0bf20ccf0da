"""Decisions of people as entries of the register: who, when, what, why, on what evidence.

What a decision is about is a `subject`, a key of the caller's making; the last decision on a
subject counts, and the ones before it stay on record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from comity.errors import UnknownError
from comity.register.store import Entry, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision; `evidence` is what was seen when it was made."""

    id: int
    about: str
    subject: str
    verdict: str
    reason: str
    by: str
    at: datetime
    evidence: Mapping[str, Any]

    @property
    def evidence_hash(self) -> str:
        """Hash the evidence as it was seen."""
        text = json.dumps(self.evidence, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class DecisionLog(Protocol):
    """What keeps decisions."""

    def record(
        self, *, about: str, subject: str, verdict: str, reason: str, evidence: Mapping[str, Any],
        by: str = "",
    ) -> Decision:  # fmt: skip
        """Append a decision and return it once it is safely kept."""
        ...

    def history(self, about: str) -> list[Decision]:
        """Return the decisions about a kind of thing, the oldest first."""
        ...


@dataclass(slots=True, kw_only=True)
class Decisions:
    """The decisions of a register, up to a position of it where one is given."""

    register: Register
    upto: int | None = None

    def record(
        self, *, about: str, subject: str, verdict: str, reason: str, evidence: Mapping[str, Any],
        by: str = "",
    ) -> Decision:  # fmt: skip
        """Append a decision; it supersedes the one before it on the same subject."""
        before = self.register.entries("decision", key=subject)
        content = {"about": about, "verdict": verdict, "reason": reason, "evidence": dict(evidence)}
        return _decision(
            self.register.append(
                "decision", subject, content, by=by, supersedes=before[-1].id if before else None
            )
        )

    def history(self, about: str) -> list[Decision]:
        """Return the decisions about a kind of thing, the oldest first."""
        entries = self.register.entries("decision", upto=self.upto)
        return [_decision(entry) for entry in entries if entry.content.get("about") == about]

    def find(self, number: int) -> Decision:
        """Return the decision that is an entry of the register.

        Raises:
            UnknownError: the entry is none, or no decision.
        """
        entry = self.register.find(number)
        if entry.kind != "decision":
            message = f"entry {number} of the register is a {entry.kind}, no decision"
            raise UnknownError(message)
        return _decision(entry)


def _decision(entry: Entry) -> Decision:
    content = entry.content
    return Decision(
        id=entry.id,
        about=content.get("about", ""),
        subject=entry.key,
        verdict=content.get("verdict", ""),
        reason=content.get("reason", ""),
        by=entry.recorded_by,
        at=entry.recorded_at,
        evidence=content.get("evidence", {}),
    )
