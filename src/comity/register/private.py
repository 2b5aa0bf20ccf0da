"""What the user's register adds to the record: measures of their own, and claims they accepted.

A measure of one's own is a file in the record's format (docs/record.md), an is-informed letter
that only its addressee has, say. It takes part in every answer from the day on which it was
recorded, and each of its citations says that it is private.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TypeVar

from comity.errors import Fault, InputError, LawError, UnknownError
from comity.register.entry import Claim, Measure
from comity.register.law import load_law
from comity.register.record import load_record, parse_claim, parse_measure
from comity.register.record_rows import load_law_and_record, measure_rows
from comity.register.store import Entry, Register
from comity.register.tables import Row

T = TypeVar("T", Claim, Measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateMeasures:
    """The measures of a register, as their owner changes them on a day."""

    register: Register
    today: date

    def add(self, path: Path, *, by: str = "") -> Entry:
        """Add a measure.

        Raises:
            InputError: The file can't be read.
            LawError: The measure is faulty, or there is one of its id already.
        """
        text, measure = _read(path)
        if measure.id in load_record().measures:
            raise _fault(path, "expected an id that no measure on record has", measure.id)
        if measure.id in self._standing():
            told = f"expected an id of its own; `comity amend {measure.id}` changes the one there"
            raise _fault(path, told, measure.id)
        return self._record(path, text, measure, by=by)

    def amend(self, key: str, path: Path, *, by: str = "") -> Entry:
        """Put a corrected measure in the place of an earlier one, which stays on record.

        Raises:
            UnknownError: No private measure has this id.
            InputError: The file can't be read.
            LawError: The measure is faulty, or has another id.
        """
        before = self._find(key)
        text, measure = _read(path)
        if measure.id != key:
            raise _fault(path, f"expected the id of the measure to amend, {key}", measure.id)
        return self._record(path, text, measure, by=by, supersedes=before.id)

    def withdraw(self, key: str, *, why: str, by: str = "") -> Entry:
        """Let a measure take part in no answer from today; what was answered stays.

        Raises:
            UnknownError: No private measure has this id.
        """
        before = self._find(key)
        content = {"why": why, "known_from": self.today.isoformat()}
        return self.register.append("withdrawal", key, content, by=by, supersedes=before.id)

    def _standing(self) -> dict[str, Entry]:
        return {entry.key: entry for entry in standing(self.register, date.max)}

    def _find(self, key: str) -> Entry:
        found = self._standing().get(key)
        if found is None:
            message = f'no private measure is called "{key}"; `comity register log` lists them'
            raise UnknownError(message)
        return found

    def _record(
        self, path: Path, text: str, measure: Measure, *, by: str, supersedes: int | None = None
    ) -> Entry:
        self._check(path, measure)
        content = {"toml": text, "file": path.name, "known_from": self.today.isoformat()}
        return self.register.append("measure", measure.id, content, by=by, supersedes=supersedes)

    def _check(self, path: Path, measure: Measure) -> None:
        """Refuse what would take part in no answer, or contradicts the law and what stands."""
        rows = measure_rows(measure)
        if not rows.get("controls"):
            raise _fault(path, "expected a [[control]]: without one it touches no shipment", None)
        regimes = load_law(check=False).regimes
        if measure.regime not in regimes:
            raise _fault(path, f"expected a regime among {', '.join(regimes)}", measure.regime)
        others = [entry for key, entry in self._standing().items() if key != measure.id]
        load_law_and_record([*chain.from_iterable(rows.values()), *private_rows(others)])


def standing(register: Register, known: date, upto: int | None = None) -> Sequence[Entry]:
    """Return the entries of the private measures that stand.

    Args:
        register: Whose.
        known: Day as of which they were recorded.
        upto: Position in the register up to which entries count; by default all.
    """
    last: dict[str, Entry] = {}
    for entry in register.entries("measure", "withdrawal", upto=upto):
        if date.fromisoformat(entry.content["known_from"]) <= known:
            last[entry.key] = entry
    return [entry for entry in last.values() if entry.kind == "measure"]


def private_measures(entries: Iterable[Entry]) -> list[Measure]:
    """Return the measures of entries, marked as private."""
    return [
        replace(measure, title=f"{measure.title} (private)")
        for entry in entries
        for measure in [parse_measure(entry.content["toml"], entry.content["file"])]
    ]


def private_rows(entries: Iterable[Entry]) -> list[Row]:
    """Return the rows of law of entries; each citation begins with the entry's number."""
    rows = []
    for entry in entries:
        [measure] = private_measures([entry])
        for name, found in measure_rows(measure).items():
            cites = {"cites": f"private (register {entry.id}):"} if name == "sources" else {}
            rows += [replace(row, values={**row.values, **cites}) for row in found]
    return rows


def accepted_claims(register: Register, upto: int | None = None) -> list[Claim]:
    """Return the claims of readings that a person accepted."""
    return list(_accepted(register, "claim", parse_claim, upto))


def accepted_measures(register: Register, upto: int | None = None) -> list[Measure]:
    """Return the measures of official notices that a person accepted.

    They are on record only: without a control they take part in no answer.
    """
    found = _accepted(register, "measure", parse_measure, upto)
    return [replace(one, title=f"{one.title} (accepted reading)") for one in found]


def _accepted(
    register: Register, noun: str, parse: Callable[[str, str], T], upto: int | None
) -> Iterator[T]:
    """Yield what was accepted; an old entry that was never complete is left out."""
    for entry in register.entries("reading", upto=upto):
        content = entry.content
        if content.get("verdict") == "accepted" and content.get("noun", "claim") == noun:
            with suppress(LawError):
                yield parse(content["entry"], f"register entry {entry.id}")


def _read(path: Path) -> tuple[str, Measure]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        told = f"expected a readable TOML file ({error})"
        raise InputError([Fault(file=str(path), expected=told)]) from None
    return text, parse_measure(text, path.name)


def _fault(path: Path, expected: str, got: str | None) -> LawError:
    return LawError([Fault(file=path.name, expected=expected, got=got)])
