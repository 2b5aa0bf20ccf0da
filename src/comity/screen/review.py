"""The reviewer's work: which matches are open, deciding on one, and the evidence as a document."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from comity.errors import UnknownError
from comity.register.decisions import Decision, Decisions
from comity.register.home import register_place
from comity.register.store import Register
from comity.screen.decision import ABOUT, Decided, Verdict, decide
from comity.screen.party import Asked, Match
from comity.screen.screener import Screener


def open_matches(
    asked: Iterable[Asked], lists: Sequence[str] = (), *, home: str | Path | None = None
) -> list[Match]:
    """Screen parties and keep the matches that nobody decided on, or that came back since.

    Args:
        asked: Parties; each is screened once.
        lists: Imported lists or files; every imported list when none is given.
        home: The register's folder.
    """
    screener = Screener.load(lists, home=home)
    found = Decided(decisions_of(home)).apply(screener.find(list(dict.fromkeys(asked))))
    return [match for match in found if match.decision != "confirmed"]


def decide_match(
    match: Match, verdict: Verdict, *, reason: str, by: str = "", home: str | Path | None = None
) -> Decision:
    """Clear or confirm a match; the decision is an entry of the register."""
    return decide(decisions_of(home), match, verdict, reason=reason, by=by)


def decisions_of(home: str | Path | None = None) -> Decisions:
    """Give the decisions in the user's register."""
    return Decisions(register=Register(place=register_place(home)))


def export_decision(number: int, folder: Path, *, home: str | Path | None = None) -> list[Path]:
    """Write the evidence of a decision as JSON and as one page to print.

    Args:
        number: The register's entry.
        folder: Where the two files go.
        home: The register's folder.

    Raises:
        UnknownError: the entry is no decision on a match.
    """
    decisions = decisions_of(home)
    decision = decisions.find(number)
    if decision.about != ABOUT:
        message = f"entry {number} of the register decides on no match"
        raise UnknownError(message)
    earlier = [one for one in decisions.history(ABOUT)
               if one.subject == decision.subject and one.id < number]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    told = asdict(decision) | {
        "at": decision.at.isoformat(),
        "evidence_hash": decision.evidence_hash,
        "earlier": [one.id for one in earlier],
    }
    as_json, as_page = folder / f"match-{number}.json", folder / f"match-{number}.html"
    as_json.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    as_page.write_text(evidence_page(decision, earlier), encoding="utf-8")
    return [as_json, as_page]


_STYLE = (
    "body{font:11pt/1.4 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%;margin:0 0 1.5em}"
    "th,td{text-align:left;vertical-align:top;padding:.2em .6em;border-bottom:1px solid #ccc}"
    "th{width:12em;font-weight:normal;color:#555}code{word-break:break-all}"
    "@media print{body{margin:0}}"
)


def evidence_page(decision: Decision, earlier: Sequence[Decision] = ()) -> str:
    """Lay out a decision and what it was made on as one page of HTML that needs nothing else."""
    evidence = decision.evidence
    made = {
        "Verdict": {"clear": "cleared: not the listed party", "confirm": "confirmed"}.get(
            decision.verdict, decision.verdict
        ),
        "Reason": decision.reason,
        "By": decision.by,
        "At": decision.at.isoformat(timespec="seconds"),
        "Entry of the register": str(decision.id),
        "Hash of the evidence": decision.evidence_hash,
    }
    match = {
        "Matched name": evidence.get("matched_name", ""),
        "Probability": str(evidence.get("score", "")),
        "Why": evidence.get("why", ""),
        "Way of matching": evidence.get("rule", ""),
    }
    history = {f"Entry {one.id}, {one.at.date()}": f"{one.verdict} by {one.by}: {one.reason}"
               for one in earlier}  # fmt: skip
    title = f"{evidence['asked']['name']} and {evidence['entry']['name']}"
    parts = [
        f"<h1>{html.escape(title)}</h1>",
        _table("Decision", made),
        _table("Match", match),
        _table("The party as asked", evidence["asked"]),
        _table("The list entry", evidence["entry"]),
        _table("Earlier decisions", history),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}'
        f"</title><style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _table(title: str, rows: Mapping[str, Any]) -> str:
    cells = "".join(
        f"<tr><th>{html.escape(str(name).replace('_', ' '))}</th><td>{_cell(value)}</td></tr>"
        for name, value in rows.items()
        if value
    )
    return f"<h2>{html.escape(title)}</h2><table>{cells}</table>" if cells else ""


def _cell(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "<br>".join(html.escape(str(one)) for one in value)
    return html.escape(str(value))
