"""What a run was asked and what it answered, kept in the register to be asked again.

A run that writes its answers to a file leaves an entry: the hashes of its input, of the law and of
its answers, the clock, the question, and up to which entry the register counted.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from comity.determine.run import Check
from comity.determine.view import Question
from comity.errors import RegisterError
from comity.register.store import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRun:
    """A run as the register keeps it; days are ISO 8601, blank where none was given."""

    orders: str
    orders_hash: str
    from_: str
    mapping: Mapping[str, str] | None
    set_aside: bool
    on: str
    known: str
    today: str
    regimes: tuple[str, ...] | None
    lists: tuple[str, ...]
    position: int
    law_hash: str
    comity: str
    lines: int
    rejected: int
    outcomes: Mapping[str, int]
    answers_hash: str
    output: str
    #: the table of who owns whom; blank where none was given
    ownership: str = ""
    ownership_hash: str = ""

    @property
    def question(self) -> Question:
        """What was asked."""
        return Question(
            on=date.fromisoformat(self.on) if self.on else None,
            known=date.fromisoformat(self.known),
            today=date.fromisoformat(self.today),
            regimes=tuple(self.regimes) if self.regimes else None,
            lists=tuple(self.lists),
        )

    def content(self) -> dict[str, object]:
        """Return the run as the body of an entry."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """How a run's answers compare when it is asked again; `why` says what else differs."""

    run: int
    is_same: bool
    answers_hash: str
    recorded_hash: str
    why: tuple[str, ...] = ()


def keep(
    check: Check,
    question: Question,
    *,
    orders: object,
    orders_hash: str,
    output: str,
    set_aside: bool,
    from_: str,
    mapping: Mapping[str, str] | None,
    position: int,
    law_hash: str,
    ownership: str = "",
    ownership_hash: str = "",
) -> KeptRun:
    """Put down what a run was asked and answered."""
    is_file = isinstance(orders, (str, os.PathLike)) and str(orders) != "-"
    return KeptRun(
        orders=str(Path(str(orders)).resolve()) if is_file else "",
        orders_hash=orders_hash,
        from_=from_,
        mapping=mapping,
        set_aside=set_aside,
        on=question.on.isoformat() if question.on else "",
        known=question.known.isoformat(),
        today=question.today.isoformat(),
        regimes=question.regimes,
        lists=question.lists,
        position=position,
        law_hash=law_hash,
        comity=_version(),
        lines=check.summary.lines,
        rejected=check.summary.rejected,
        outcomes={name: share.lines for name, share in check.summary.outcomes.items()},
        answers_hash=check.answers_hash,
        output=output,
        ownership=ownership,
        ownership_hash=ownership_hash,
    )


def kept_run(entry: Entry) -> KeptRun:
    """Read a run from its entry.

    Raises:
        RegisterError: The entry is not a run.
    """
    if entry.kind != "run":
        message = f"entry {entry.id} is a {entry.kind}, not a run"
        raise RegisterError(message)
    return KeptRun(**entry.content)


def orders_to_replay(entry: Entry, orders: str | Path | None) -> str | Path:
    """Return the order book of a run, once it is sure to be the same.

    Raises:
        RegisterError: It is not there, or not what it was.
    """
    run = kept_run(entry)
    if orders is None and not run.orders:
        message = f"run {entry.id} read no file: give its order book"
        raise RegisterError(message)
    found = orders or run.orders
    if run.orders_hash and hash_file(found) != run.orders_hash:
        message = f"{found}: not the order book that run {entry.id} read, or changed since"
        raise RegisterError(message)
    return found


def ownership_to_replay(entry: Entry, ownership: str | Path | None) -> str | Path | None:
    """Return the ownership table of a run, once it is sure to be the same; None: it had none.

    Raises:
        RegisterError: It is not there, not what it was, or given where the run had none.
    """
    run = kept_run(entry)
    if not run.ownership_hash:
        if ownership is not None:
            message = f"run {entry.id} read no ownership table"
            raise RegisterError(message)
        return None
    found = ownership or run.ownership
    if not Path(found).is_file():
        message = f"{found}: the ownership table that run {entry.id} read is gone: say where it is"
        raise RegisterError(message)
    if hash_file(found) != run.ownership_hash:
        message = f"{found}: not the ownership table that run {entry.id} read, or changed since"
        raise RegisterError(message)
    return found


def compare(entry: Entry, check: Check, law_hash: str) -> Replay:
    """Compare the answers of a run with those of its replay."""
    run = kept_run(entry)
    why = []
    if law_hash != run.law_hash:
        why.append(
            f"the law is another: it was {run.law_hash} with comity {run.comity}, "
            f"it is {law_hash} with comity {_version()}"
        )
    if not run.orders_hash:
        why.append("the order book of the run was no file: whether it is the same is not known")
    return Replay(
        run=entry.id,
        is_same=check.answers_hash == run.answers_hash,
        answers_hash=check.answers_hash,
        recorded_hash=run.answers_hash,
        why=tuple(why),
    )


def hash_file(orders: object) -> str:
    """Return the SHA-256 of an order book's file, blank where it is no file that can be read."""
    if not isinstance(orders, (str, os.PathLike)) or str(orders) == "-":
        return ""
    try:
        with Path(orders).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _version() -> str:
    try:
        return version("comity")
    except PackageNotFoundError:
        return "unreleased"
