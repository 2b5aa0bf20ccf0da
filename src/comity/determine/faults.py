"""The faults of one input: all of them counted, as many told as a person could read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.errors import Fault, InputError

#: How many faults of one input are told one by one; the rest are counted.
TOLD = 1_000


@dataclass(slots=True, kw_only=True)
class FaultLog:
    """The faults found so far in one input."""

    file: str
    total: int = 0
    told: list[Fault] = field(default_factory=list)

    @property
    def room(self) -> int:
        """How many more faults will be told one by one."""
        return TOLD - len(self.told)

    def add(
        self,
        expected: str,
        *,
        line: int | None = None,
        column: str | None = None,
        got: str | None = None,
    ) -> None:
        """Count a fault and, while there is room, keep it to be told."""
        self.total += 1
        if self.room > 0:
            fault = Fault(file=self.file, expected=expected, line=line, column=column, got=got)
            self.told.append(fault)

    def error(self) -> InputError:
        """Return the one error that tells them, in the order of the file."""
        told: Sequence[Fault] = sorted(self.told, key=lambda fault: fault.line or 0)
        more = self.total - len(told)
        if more > 0:
            told = [*told, Fault(file=self.file, expected=f"and {more:,} more faults like these")]
        return InputError(told)


def refuse(
    file: str, expected: str, *, line: int | None = None, got: str | None = None
) -> InputError:
    """Return the error for an input that can't be read any further."""
    return InputError([Fault(file=file, expected=expected, line=line, got=got)])
