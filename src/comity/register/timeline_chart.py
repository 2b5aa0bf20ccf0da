"""Draws a timeline with matplotlib: measures as bars, suspended parts hatched, talks as bands."""

from __future__ import annotations

import html
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from comity.errors import InputError, MissingExtraError
from comity.register.chronicle import Bar, Span, Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: state → fill and hatch, told apart without color.
_LOOK = {
    "in_force": ("#35618f", ""),
    "suspended": ("#d8e2ec", "////"),
    "unknown": ("#f2d4a7", ".."),
}
_ROW_INCHES = 0.24


def draw_timeline(timeline: Timeline, target: Path) -> None:
    """Write a timeline as .svg, or as .html that holds the drawing.

    Raises:
        InputError: The target has another suffix.
        MissingExtraError: matplotlib is not installed.
    """
    if target.suffix not in {".svg", ".html"}:
        message = f"{target}: expected a name that ends in .svg or .html"
        raise InputError(message)
    drawing = _draw(timeline)
    if target.suffix == ".html":
        title = html.escape(_title(timeline))
        drawing = (
            f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
            f"<body>\n{drawing[drawing.index('<svg') :]}</body>\n</html>\n"
        )
    target.write_text(drawing, encoding="utf-8")


def _title(timeline: Timeline) -> str:
    sides = ", ".join(dict.fromkeys(bar.measure.side for bar in timeline.bars))
    return f"Measures of {sides}, {timeline.since} to {timeline.until}"


def _draw(timeline: Timeline) -> str:
    try:
        from matplotlib import rc_context
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError as error:
        extra, purpose = "charts", "Drawing a timeline"
        raise MissingExtraError(extra, purpose) from error
    figure = Figure(figsize=(14, 1.6 + _ROW_INCHES * len(timeline.bars)), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    for talk in timeline.talks:
        axes.axvspan(_count(talk.start), _count(talk.end) + 1, color="#b54a4a", alpha=0.35, lw=0)
    for row, bar in enumerate(timeline.bars):
        _draw_bar(axes, row, bar, timeline)
    axes.set_yticks(range(len(timeline.bars)), [_label(bar) for bar in timeline.bars], fontsize=7)
    axes.set_ylim(len(timeline.bars) - 0.4, -0.6)
    axes.set_xlim(_count(timeline.since), _count(timeline.until) + 1)
    axes.xaxis_date()
    axes.grid(axis="x", alpha=0.3)
    axes.set_title(_title(timeline), loc="left")
    axes.set_xlabel("filled: in force; hatched: suspended; dotted: not known; bands: talks")
    text = StringIO()
    with rc_context({"svg.fonttype": "none"}):
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


def _count(day: date) -> int:
    """Count days as the axis does."""
    return (day - date(1970, 1, 1)).days


def _label(bar: Bar) -> str:
    return f"{bar.measure.side}  {bar.measure.title}"


def _draw_bar(axes: Axes, row: int, bar: Bar, timeline: Timeline) -> None:
    for span in bar.spans:
        fill, hatch = _LOOK[span.state]
        start, days = _clipped(span, timeline)
        if days > 0:
            axes.broken_barh(
                [(_count(start), days)],
                (row - 0.35, 0.7),
                facecolor=fill,
                hatch=hatch,
                edgecolor="#35618f",
                linewidth=0.5,
            )


def _clipped(span: Span, timeline: Timeline) -> tuple[date, int]:
    start = max(span.start, timeline.since)
    end = min(span.end or timeline.until, timeline.until) + timedelta(days=span.end is None)
    return start, (end - start).days
