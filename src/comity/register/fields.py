"""Reads the keys of a TOML file into typed values and gathers every fault on the way.

What the keys mean is the matter of the callers: `record` and `package`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from comity.errors import Fault


@dataclass(slots=True)
class Fields:
    """One table of a TOML file; asks for keys by kind and notes what is missing or odd."""

    file: str
    values: Mapping[str, object]
    faults: list[Fault]
    path: str = ""
    asked: set[str] = field(default_factory=set)

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a string, blank where the key is absent."""
        value = self._get(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str) or value != value.strip() or (required and not value):
            self.fault(key, "expected text without space around it", value)
            return ""
        return value

    def one_of(self, key: str, choices: Sequence[str], *, required: bool = False) -> str:
        """Return a string of a closed list."""
        value = self.text(key, required=required)
        if value and value not in choices:
            self.fault(key, f"expected one of {', '.join(choices)}", value)
            return ""
        return value

    def day(self, key: str) -> date | None:
        """Return a calendar day (a TOML date), or None."""
        value = self._get(key)
        if value is None:
            return None
        if type(value) is not date:
            self.fault(key, "expected a date (YYYY-MM-DD, without quotes)", value)
            return None
        return value

    def required_day(self, key: str) -> date:
        """Return a calendar day; the first day of all where it is missing, with a fault."""
        value = self.day(key)
        if value is None and key not in self.values:
            self.fault(key, "expected a date")
        return value or date.min

    def whole(self, key: str) -> int | None:
        """Return a whole number, or None."""
        value = self._get(key)
        if value is not None and type(value) is not int:
            self.fault(key, "expected a whole number", value)
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """Return true or false, or None."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self.fault(key, "expected true or false", value)
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, empty where the key is absent."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(key, "expected a list of texts", value)
            return ()
        return tuple(value)

    def tables(self, key: str) -> Iterator[Fields]:
        """Yield the tables of an array of tables; each reports keys that nobody asked for."""
        value = self._get(key)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, "expected an array of tables ([[…]])", value)
            return
        for number, item in enumerate(value, start=1):
            told = item.get("id", number)
            inner = Fields(self.file, item, self.faults, f"{self.path}{key}[{told}].")
            yield inner
            inner.close()

    def raw(self, key: str) -> Iterator[Mapping[str, object]]:
        """Yield the tables of an array as they stand."""
        for inner in self.tables(key):
            inner.asked.update(inner.values)
            yield inner.values

    def close(self) -> None:
        """Report every key that was not asked for."""
        for key in sorted(set(self.values) - self.asked):
            self.fault(key, f"expected a known key ({', '.join(sorted(self.asked))})")

    def fault(self, key: str, expected: str, got: object = None) -> None:
        """Note a fault of a key."""
        told = None if got is None else str(got)
        self.faults.append(
            Fault(file=self.file, column=self.path + key, expected=expected, got=told)
        )

    def _get(self, key: str, *, required: bool = False) -> object:
        self.asked.add(key)
        if required and key not in self.values:
            self.fault(key, "expected a value")
        return self.values.get(key)


def read_toml(path: Path, shown: str, faults: list[Fault]) -> Fields | None:
    """Open a TOML file as fields, or note why it can't be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(file=shown, expected=f"expected a readable TOML file ({error})"))
        return None
    return parse_toml(text, shown, faults)


def parse_toml(text: str, shown: str, faults: list[Fault]) -> Fields | None:
    """Open a TOML text as fields, or note why it can't be parsed."""
    try:
        return Fields(shown, tomllib.loads(text), faults)
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(file=shown, expected=f"expected a readable TOML file ({error})"))
        return None
