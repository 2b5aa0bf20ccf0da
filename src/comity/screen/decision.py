"""Matches that a person cleared or confirmed, and what has changed since.

A cleared pair stays away as long as what was seen is what is there: the party's own data, the list
entry and the way of matching. When any of it changes the pair comes back and says what changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from comity.register.decisions import Decision, DecisionLog
from comity.screen.party import Asked, Match, Party
from comity.screen.search import VERSION

ABOUT = "match"
Verdict = Literal["clear", "confirm"]

#: What a list entry carries that is no evidence about the party.
_ASIDE = ("missing_since", "url")


def subject_of(asked: Asked, party: Party) -> str:
    """Name the pair that a decision is about: the name as asked, the list, the entry."""
    return json.dumps([" ".join(asked.name.casefold().split()), party.list_id, party.entry],
                      ensure_ascii=False)  # fmt: skip


def evidence_of(asked: Asked, party: Party) -> dict[str, Any]:
    """Gather what a reviewer of a pair sees: both sides, and the way of matching."""
    entry = {name: value for name, value in asdict(party).items() if name not in _ASIDE}
    own = {name: value for name, value in asdict(asked).items() if name != "id"}
    seen: dict[str, Any] = json.loads(json.dumps({"asked": own, "entry": entry, "rule": rule()}))
    return seen


@cache
def rule() -> str:
    """Identify the way of matching: the coefficients and the version of the forms."""
    text = files("comity.screen").joinpath("model.csv").read_bytes()
    return f"{VERSION}-{hashlib.sha256(text).hexdigest()[:12]}"


def decide(
    log: DecisionLog, match: Match, verdict: Verdict, *, reason: str, by: str = ""
) -> Decision:
    """Put a decision on a match on record."""
    return log.record(
        about=ABOUT,
        subject=subject_of(match.asked, match.party),
        verdict=verdict,
        reason=reason,
        by=by,
        evidence=evidence_of(match.asked, match.party)
        | {"matched_name": match.matched_name, "score": match.score, "why": match.why},
    )


class Decided:
    """The last decision on each pair."""

    def __init__(self, log: DecisionLog | None) -> None:
        made = log.history(ABOUT) if log else []
        self._last: dict[str, Decision] = {one.subject: one for one in made}

    def apply(self, matches: Iterable[Match]) -> list[Match]:
        """Leave out what was cleared and mark what was confirmed; tell what changed since."""
        if not self._last:
            return list(matches)
        return [kept for match in matches if (kept := self._apply(match)) is not None]

    def _apply(self, match: Match) -> Match | None:
        last = self._last.get(subject_of(match.asked, match.party))
        if last is None:
            return match
        now = evidence_of(match.asked, match.party)
        changes = changed(last.evidence, now)
        told = f"{last.verdict}ed by {last.by} on {last.at.date()}: {last.reason}"
        if last.verdict == "clear":
            if not changes:
                return None
            told = f"{told}; since then {', '.join(changes)}"
            return replace(match, decision="reopened", why=f"{match.why}; {told}")
        if changes:
            told = f"{told}; since then {', '.join(changes)}"
        return replace(match, decision="confirmed", band="match", why=f"{match.why}; {told}")


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Say what of the evidence is not as it was."""
    told = []
    for part, name in (("asked", "the party's own data"), ("entry", "the list entry")):
        fields = sorted(
            field.replace("_", " ")
            for field in before[part].keys() | now[part].keys()
            if before[part].get(field) != now[part].get(field)
        )
        if fields:
            told.append(f"{name} changed ({', '.join(fields)})")
    if before["rule"] != now["rule"]:
        told.append("the way of matching changed")
    return told
