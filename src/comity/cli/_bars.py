"""How a timeline looks on a terminal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from comity import Timeline

_MARKS = {"in_force": "█", "suspended": "░", "unknown": "?"}
_TALKS = "┃"
_WIDTH = 60


def show_timeline(timeline: Timeline) -> None:
    """Show measures as bars and talks as marks on standard output."""
    out = Console(highlight=False, markup=False)
    days = max((timeline.until - timeline.since).days + 1, 1)

    def at(day: date) -> int:
        return (day - timeline.since).days * _WIDTH // days

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("side")
    table.add_column(f"{timeline.since}{f'{timeline.until}':>{_WIDTH - 10}}", no_wrap=True)
    table.add_column("measure")
    talks = [" "] * _WIDTH
    for talk in timeline.talks:
        talks[min(max(at(talk.start), 0), _WIDTH - 1)] = _TALKS
    table.add_row("", "".join(talks), "talks")
    for bar in timeline.bars:
        cells = [" "] * _WIDTH
        for span in bar.spans:
            last = _WIDTH if span.end is None or span.end > timeline.until else at(span.end)
            first = max(at(span.start), 0)
            for cell in range(first, min(max(last, first + 1), _WIDTH)):
                cells[cell] = _MARKS[span.state]
        table.add_row(bar.measure.side, "".join(cells), bar.measure.id)
    out.print(table)
    told = ", ".join(f"{mark} {state.replace('_', ' ')}" for state, mark in _MARKS.items())
    out.print(f"\n{told}, {_TALKS} talks", style="dim")
