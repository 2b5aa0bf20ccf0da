"""How much is decided: fully specified lines over all entries × destinations, by part of the law.

Every leaf paragraph of the Commerce Control List goes, for a civil end use, to fifteen
destinations; what stays undetermined is counted by the control or gap that asks.
Run: python benchmarks/decided.py
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import comity

DAY = date(2026, 8, 7)
DESTINATIONS = (
    *("CA", "GB", "DE", "JP", "KR", "TW", "SG", "AE"),
    *("IN", "IL", "TR", "MX", "BR", "VN", "CN"),
)


def main() -> None:
    """Print the share that is undetermined, and what asks most often."""
    desk = comity.open(today=DAY)
    codes = {
        row["code"] for row in desk.star.law.rows("codes", "us_ear") if row["scheme"] == "eccn"
    }
    leaves = sorted(codes - {code.rpartition(".")[0] for code in codes})
    lines = [
        {
            "from": "US",
            "to": to,
            "eccn": code,
            "date": DAY.isoformat(),
            "end_use": "civil",
            "value_usd": "10000",
            "exporter": "Example Exports, Inc.",
            "parties": "end_user: Example Imports",
            "fdp": "none",
        }
        for code in leaves
        for to in DESTINATIONS
    ]
    check = desk.check(lines, regimes=["us_ear"])
    answers = check.answers().select(["line", "outcome"]).to_pylist()
    print(f"{len(leaves):,} codes × {len(DESTINATIONS)} destinations = {len(lines):,} lines")
    for outcome, count in Counter(row["outcome"] for row in answers).most_common():
        print(f"{count:8,}  {count / len(lines):6.1%}  {outcome}")
    undecided = {row["line"] for row in answers if row["outcome"] == "undetermined"}
    asked = Counter(
        row["citation"].partition(" and ")[0].partition(";")[0]
        for row in check.details().select(["line", "citation", "missing"]).to_pylist()
        if row["line"] in undecided and row["missing"]
    )
    print("\nasked by (times, on undetermined lines)")
    for citation, count in asked.most_common(25):
        print(f"{count:8,}  {citation}")


if __name__ == "__main__":
    main()
