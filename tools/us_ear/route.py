"""Says which destinations a control of the Commerce Control List reaches, from `routes.csv`.

A row of `routes.csv` recognizes a control by its entry, reason, chart column and words. Rows that
share a case are all made from the one control that the first of them recognizes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from us_ear.edition import ControlLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a control reaches and why: one row of `routes.csv`."""

    case: str
    when: Mapping[str, str]
    prefix: str
    effect: str
    reason: str
    to: str
    exported_from: str
    list: str
    question: str
    undeclared: str
    pinpoint: str
    review_policy: str

    def recognizes(self, line: ControlLine) -> bool:
        """Say whether this row is about the control."""
        eccn, reason, column, pattern = (
            self.when[key] for key in ("eccn", "reason", "column", "pattern")
        )
        if not (eccn or reason or column or pattern):
            return False
        return (
            (not eccn or re.fullmatch(eccn, line.eccn) is not None)
            and reason in ("", line.reason)
            and (column or "") == line.column
            and (not pattern or re.search(pattern, line.told) is not None)
        )


def read_routes(records: Sequence[Mapping[str, str]]) -> tuple[Route, ...]:
    """Type the rows of `routes.csv`, in their order."""
    return tuple(
        Route(
            when={key: record[key] for key in ("eccn", "reason", "column", "pattern")},
            reason=record["as_reason"],
            **{
                key: record[key]
                for key in (
                    *("case", "prefix", "effect", "to", "exported_from", "list"),
                    *("question", "undeclared", "pinpoint", "review_policy"),
                )
            },
        )
        for record in records
    )


def routes_of(line: ControlLine, routes: Sequence[Route]) -> tuple[Route, ...]:
    """Return every route of the control; none where no row recognizes it."""
    for route in routes:
        if route.recognizes(line):
            return tuple(other for other in routes if other.case == route.case)
    return ()
