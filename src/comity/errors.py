"""Every error of the house, as one tree.

ComityError
├── InputError            what a user handed in can't be read or typed
│   └── Fault             one defect, with file, line, column and expectation (a value, not raised)
├── LawError              the tables of law or the record contradict themselves
├── UnknownError          an id that names nothing: a code, a place, a measure, a list
├── RegisterError         the user's register can't be opened, read or appended to
├── ScreenError           a party list is refused; the old snapshot stays
├── ReadError             a document can't be read, or only in part
└── MissingExtraError     an optional part is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ComityError(Exception):
    """Root of every error that comity raises on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One defect of an input, told so that a stranger can mend it.

    `line` counts lines of the file from 1, the header being line 1; None where there are no lines.
    """

    file: str
    expected: str
    line: int | None = None
    column: str | None = None
    got: str | None = None

    def __str__(self) -> str:
        """Render as ``file:line: column: expected …, got …``."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [place] if self.column is None else [place, self.column]
        told = self.expected if self.got is None else f'{self.expected}, got "{_shorten(self.got)}"'
        return ": ".join([*parts, told])


class _FaultyError(ComityError):
    """An error that carries every fault of its input at once."""

    def __init__(self, faults: Sequence[Fault] | str) -> None:
        self.faults: tuple[Fault, ...] = () if isinstance(faults, str) else tuple(faults)
        super().__init__(faults if isinstance(faults, str) else "\n".join(map(str, faults)))


class InputError(_FaultyError):
    """What a user handed in can't be read or typed; carries every fault found."""


class LawError(_FaultyError):
    """The tables of law or the record contradict themselves; carries every fault found."""


class UnknownError(ComityError):
    """An id that names nothing."""


class RegisterError(ComityError):
    """The user's register can't be opened, read or appended to."""


class ScreenError(_FaultyError):
    """A party list is refused; the snapshot before it stays in place."""


class ReadError(_FaultyError):
    """A document can't be read, or only in part."""


class MissingExtraError(ComityError):
    """An optional part is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f'{purpose} needs an extra: pip install "comity[{extra}]"')


def _shorten(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
