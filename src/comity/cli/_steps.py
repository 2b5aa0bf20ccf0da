"""How an explanation looks on a terminal: each step, what was found, why, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from comity.cli._show import OPEN_CHECKS, OUTCOMES

if TYPE_CHECKING:
    from comity import Explanation, Finding

_MARKS = {
    "applies": ("●", "red"),
    "may_apply": ("◐", "yellow"),
    "missing": ("◐", "yellow"),
    "available": ("✓", "cyan"),
    "excluded": ("○", "cyan"),
    "not_available": ("–", "dim"),
    "considered": ("○", "dim"),
    "fact": ("·", ""),
}
_WORDS = {
    "may_apply": "may apply",
    "excluded": "excluded",
    "not_available": "not available",
    "considered": "does not apply",
}


def show_explanation(explanation: Explanation) -> None:
    """Show an explanation on standard output."""
    out = Console(highlight=False)
    out.print(_line(explanation), style="bold")
    for regime in explanation.regimes:
        name, style = OUTCOMES[regime.outcome]
        out.print(f"\n[bold]{regime.title}[/] [dim]({regime.regime})[/]: [{style}]{name}[/]")
        for number, step in enumerate(regime.steps, 1):
            out.print(f"\n  {number}. {step.title}", style="bold")
            for finding in step.findings:
                out.print(Padding(_finding(finding), (0, 0, 0, 4)))
    _show_outcome(out, explanation)


def _line(explanation: Explanation) -> str:
    line = explanation.line
    return "Line " + ", ".join(f"{k} {v}" for k, v in line.items() if k not in {"line", "total"})


def _finding(finding: Finding) -> Text:
    mark, style = _MARKS[finding.status]
    text = Text(f"{mark} ", style=style)
    text.append(finding.what, style=style)
    words = _WORDS.get(finding.status)
    if words:
        text.append(f": {words}" if not finding.why else f": {words}, {finding.why}", style=style)
    elif finding.why:
        text.append(f"; {finding.why}", style="")
    if finding.citation:
        text.append(f"  [{finding.citation}]", style="dim")
    return text


def _show_outcome(out: Console, explanation: Explanation) -> None:
    name, style = OUTCOMES[explanation.outcome]
    checks = explanation.open_checks
    lenient = explanation.outcome in {"no_license_required", "relief_available"}
    out.print(f"\nOutcome: [bold {style}]{name}{' if …' if checks and lenient else ''}[/]")
    for check in checks:
        out.print(f"  · {OPEN_CHECKS.get(check, check)} [dim]({check})[/]")
    if explanation.missing:
        stricter = explanation.outcome not in {"prohibited", "undetermined"}
        heading = (
            "It may be stricter; what would settle it:" if stricter else "What would settle it:"
        )
        out.print(heading, style="bold")
        for missing in explanation.missing:
            out.print(f"  · {missing}", style="yellow")
    for duty in explanation.duties:
        out.print(f"Besides: {duty}")
