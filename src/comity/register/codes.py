"""Tells whether a code is on record in a scheme whose entries a regime lists in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from comity.register.tables import Row
from comity.terms.periods import ALWAYS, Rectangle

_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCode:
    """What is wrong with a code, and in which days (all of them, or since its entry ended)."""

    told: str
    spans: tuple[Rectangle, ...] = ALWAYS


class CodeBook:
    """The entries and paragraphs of one scheme in one regime."""

    def __init__(
        self,
        title: str,
        rows: Iterable[Row],
        prefixes: Iterable[str],
        life: Callable[[Row], tuple[Rectangle, ...]],
    ) -> None:
        self._title = title
        self._entries: dict[str, list[Rectangle]] = defaultdict(list)
        self._below: dict[str, set[str]] = defaultdict(set)
        codes = set(prefixes)
        for row in rows:
            if row["kind"] == "entry":
                self._entries[row["code"]] += life(row)
            codes.add(row["code"])
        for code in codes:
            parts = code.split(".")
            for depth in range(1, len(parts)):
                self._below[".".join(parts[:depth])].add(".".join(parts[: depth + 1]))

    def days(self) -> set[date]:
        """Return the days on which an entry begins or ends."""
        spans = [span for spans in self._entries.values() for span in spans]
        return {day for span in spans for day in (span.valid_from, span.valid_to)}

    def check(self, code: str, known_at: date) -> Iterator[UnknownCode]:
        """Yield what is wrong with a code; nothing where it is on record, as known on a day."""
        entry, *paragraphs = code.split(".")
        every = self._entries.get(entry, ())
        spans = [span for span in every if span.known_from <= known_at < span.known_to]
        if not spans:
            told = f"{entry} is not an entry of the {self._title}: it may be obsolete or mistyped"
            yield UnknownCode(told=told)
            return
        ended = max(span.valid_to for span in spans)
        if ended < Rectangle().valid_to:
            told = f"{entry} left the {self._title} on {ended}: classify the item anew"
            yield UnknownCode(told=told, spans=(Rectangle(valid_from=ended),))
        above = entry
        for paragraph in paragraphs:
            here = f"{above}.{paragraph}"
            known = self._below.get(above, set())
            if known and here not in known:
                shown = ", ".join(sorted(one.removeprefix(above) for one in known)[:_SHOWN])
                yield UnknownCode(
                    told=f"{here} is not a paragraph on record: {above} has {shown}"
                    + (" …" if len(known) > _SHOWN else "")
                )
                return
            above = here
