"""Which provisions of law are modelled, partly or not at all, as coverage.toml says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from comity.register.law import law_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One provision and how far it is modelled: full, partly or none."""

    regime: str
    part: str
    provision: str
    title: str
    modelled: str
    note: str


def load_coverage(root: Path | None = None) -> list[Provision]:
    """Read every coverage.toml below the folder of law, in the order of the files."""
    root = root or law_folder()
    found = []
    for path in sorted(root.rglob("coverage.toml")):
        parts = path.relative_to(root).parts
        with path.open("rb") as file:
            given = tomllib.load(file)
        found += [
            Provision(
                regime=parts[0],
                part="/".join(parts[1:-1]),
                provision=row["provision"],
                title=row.get("title", ""),
                modelled=row["modelled"],
                note=row.get("note", ""),
            )
            for row in given.get("provision", [])
        ]
    return found
