"""Who owns whom: shares through chains, as of a day, and which parties listed owners hold.

The aggregate rule: a party belongs to listed owners when together they hold at least the given
percentage, counting a holding through a party that itself so belongs as that party's whole share.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from comity.errors import Fault, InputError
from comity.terms.dates import parse_date

_WHOLE = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """One holding; it begins on `since` and has ended on `until`, blank ends being open."""

    owner: str
    owned: str
    percent: float
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether the stake is held on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What listed owners together hold of a party, and through whom."""

    owned: str
    percent: float
    owners: tuple[str, ...]
    chain: tuple[str, ...]


def read_stakes(path: Path) -> list[Stake]:
    """Read a CSV with `owner, owned, percent, from, to`.

    Raises:
        InputError: a row is faulty, or one party's owners hold more than all of it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            [Fault(file=str(path), expected=f"readable UTF-8 text: {error}")]
        ) from error
    faults: list[Fault] = []
    stakes: list[Stake] = []
    table = csv.DictReader(io.StringIO(text, newline=""))
    missing = {"owner", "owned", "percent"} - set(table.fieldnames or ())
    if missing:
        expected = f"columns {', '.join(sorted(missing))}"
        raise InputError([Fault(file=str(path), line=1, expected=expected)])
    for row in table:
        stake = _stake(str(path), table.line_num, row, faults)
        if stake:
            stakes.append(stake)
    if faults:
        raise InputError(faults)
    return stakes


def _stake(
    file: str, line: int, row: Mapping[str, str | None], faults: list[Fault]
) -> Stake | None:
    before = len(faults)
    days: dict[str, date | None] = {}
    for column in ("from", "to"):
        written = (row.get(column) or "").strip()
        try:
            days[column] = parse_date(written) if written else None
        except ValueError as error:
            faults.append(
                Fault(file=file, line=line, column=column, expected=str(error), got=written)
            )
    written = (row.get("percent") or "").strip().removesuffix("%")
    try:
        percent = float(written)
    except ValueError:
        percent = -1.0
    if not 0 <= percent <= _WHOLE:
        faults.append(
            Fault(file=file, line=line, column="percent", expected="a number from 0 to 100",
                  got=written)
        )  # fmt: skip
    names = {name: (row.get(name) or "").strip() for name in ("owner", "owned")}
    faults.extend(Fault(file=file, line=line, column=column, expected="a name")
                  for column, name in names.items() if not name)  # fmt: skip
    if len(faults) > before:
        return None
    return Stake(owner=names["owner"], owned=names["owned"], percent=percent,
                 since=days["from"], until=days["to"])  # fmt: skip


def holdings(
    stakes: Iterable[Stake], listed: Iterable[str], *, on: date, least_percent: float
) -> dict[str, Holding]:
    """Find the parties that listed ones hold, by the key of the owned party's name.

    Args:
        stakes: Who owns what share of whom.
        listed: Names of the listed owners, as the stakes write them.
        on: The day that counts.
        least_percent: The share from which a party belongs to its owners (the law's figure).

    Returns:
        Every party that belongs to listed owners, not being listed itself.
    """
    held: dict[str, list[Stake]] = defaultdict(list)
    for stake in stakes:
        if stake.holds(on) and stake.percent > 0:
            held[key_of(stake.owned)].append(stake)
    names = {key_of(name): name for name in listed}
    found: dict[str, Holding] = {}
    # Each round can bring in parties held through those of the round before; it ends, since every
    # party is brought in once.
    while True:
        new = {
            owned: holding
            for owned, parts in held.items()
            if owned not in names and owned not in found
            and (holding := _holding(parts, names, found)) is not None
            and holding.percent >= least_percent
        }  # fmt: skip
        if not new:
            return found
        found.update(new)


def _holding(
    parts: Iterable[Stake], listed: Mapping[str, str], found: Mapping[str, Holding]
) -> Holding | None:
    percent = 0.0
    owners: list[str] = []
    chain: list[str] = []
    owned = ""
    for stake in parts:
        key = key_of(stake.owner)
        owned = stake.owned
        if key in listed:
            owners.append(listed[key])
        elif key in found:
            owners.extend(found[key].owners)
            chain.extend(found[key].chain)
        else:
            continue
        percent += stake.percent
        chain.append(f"{stake.owner} holds {stake.percent:g} % of {stake.owned}")
    if not owners:
        return None
    return Holding(
        owned=owned,
        percent=min(percent, _WHOLE),
        owners=tuple(dict.fromkeys(owners)),
        chain=tuple(dict.fromkeys(chain)),
    )


def key_of(name: str) -> str:
    """Reduce a name to what two ways of writing it share: case and spaces do not count."""
    return " ".join(name.casefold().split())
