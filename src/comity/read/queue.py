"""The queue of what was read: documents on record, and which of their proposals wait for a person.

A document is kept whole, so that what it proposes can be read again with all its evidence; each
proposal is settled once, by an entry of the register, and the same statement read again, from
whichever document, does not come back. What accepting means is in `review`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from comity.errors import InputError
from comity.read.proposal import Proposal, Reading
from comity.read.review import Dispute, Verdict, accept, amend, disputes, reject
from comity.register.entry import Record
from comity.register.store import Entry, Register, user_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A proposal that waits, with the reading it comes from; `key` is its name in the queue."""

    key: str
    proposal: Proposal
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingQueue:
    """The documents and decisions of a register, linked to the record."""

    register: Register
    record: Record

    def add(
        self, source: str | Path | bytes, *, published: date | None = None, by: str = ""
    ) -> tuple[Entry, int]:
        """Put a document in the queue.

        Args:
            source: A path, an ``http(s)://`` address, or the bytes of a document.
            published: The day of publication, where the document doesn't tell it.
            by: Who puts it there.

        Returns:
            The document's entry, and how many of its proposals are new.

        Raises:
            ReadError: Nothing can be read, with the reason.
        """
        from comity.read.intake.load import fetch

        data, kind, name = fetch(source)
        key = f"document:{hashlib.sha256(data).hexdigest()}"
        known = self.register.entries("reading", key=key)
        if known:
            return known[-1], 0
        content = {
            "about": "document",
            "name": name,
            "kind": kind,
            "published": published.isoformat() if published else "",
            "data": base64.b64encode(data).decode(),
        }
        keys = [proposal.key for one in _read(content) for proposal in one.proposals]
        before = {key for entry in self._documents() for key in entry.content["proposals"]}
        entry = self.register.append("reading", key, {**content, "proposals": keys}, by=by)
        return entry, len(set(keys) - before)

    def waiting(self) -> list[Waiting]:
        """Return the proposals that nobody has settled, the oldest document's first."""
        from comity.read.resolve import known_of, resolve

        settled = {entry.key for entry in self.settled()}
        known = known_of(self.record)
        found: dict[str, Waiting] = {}
        for entry in self._documents():
            if settled.issuperset(entry.content["proposals"]):
                continue
            for plain in _read(entry.content):
                linked = resolve(plain, known)
                for one, proposal in zip(plain.proposals, linked.proposals, strict=True):
                    if one.key not in settled:
                        waits = Waiting(key=one.key, proposal=proposal, reading=linked)
                        found.setdefault(one.key, waits)
        return list(found.values())

    def settled(self) -> list[Entry]:
        """Return the decisions on proposals, the oldest first."""
        entries = self.register.entries("reading")
        return [entry for entry in entries if entry.content["about"] == "proposal"]

    def disputes(self) -> list[Dispute]:
        """Return where documents in the queue contradict each other."""
        return disputes(
            [reading for entry in self._documents() for reading in _read(entry.content)]
        )

    def find(self, key: str) -> Waiting:
        """Return a proposal that waits.

        Raises:
            InputError: None of this key waits.
        """
        for one in self.waiting():
            if one.key == key:
                return one
        message = f"no proposal {key} waits; `comity review --kind reading` lists those that do"
        raise InputError(message)

    def accept(
        self, waiting: Waiting, *, values: Mapping[str, str] | None = None, why: str = "", by: str
    ) -> Entry:
        """Accept a proposal, with some of its slots corrected if need be.

        Args:
            waiting: The proposal.
            values: New values by slot; `published` is the document's day, where it was not told.
            why: The reason.
            by: Who accepts it; by default who uses the machine.

        Raises:
            InputError: Something that an entry must have was not told.
        """
        proposal = amend(waiting.proposal, values) if values else waiting.proposal
        reading = waiting.reading
        if values and values.get("published"):
            reading = replace(reading, published=values["published"])
        by = by or user_name()
        return self._settle(
            waiting.key, accept(proposal, reading, by=by, reason=why, key=waiting.key)
        )

    def reject(self, waiting: Waiting, *, why: str, by: str) -> Entry:
        """Set a proposal aside; it stays listed."""
        return self._settle(
            waiting.key, reject(waiting.proposal, waiting.reading, by=by, reason=why)
        )

    def _settle(self, key: str, verdict: Verdict) -> Entry:
        content = {
            "about": "proposal",
            "verdict": verdict.verdict,
            "noun": verdict.noun,
            "reason": verdict.reason,
            "entry": verdict.entry,
            "evidence": verdict.evidence,
        }
        return self.register.append("reading", key, content, by=verdict.by)

    def _documents(self) -> list[Entry]:
        entries = self.register.entries("reading")
        return [entry for entry in entries if entry.content["about"] == "document"]


def _read(content: Mapping[str, str]) -> list[Reading]:
    """Read a document of the register: a story, or an official notice."""
    from comity.read.reader import read_all

    published = date.fromisoformat(content["published"]) if content["published"] else None
    data = base64.b64decode(content["data"])
    return read_all(data, kind=content["kind"], name=content["name"], published=published)
