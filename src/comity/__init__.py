"""Which export controls stand between a shipment and its destination, and who says so.

>>> import comity
>>> desk = comity.open()
>>> check = desk.check("orders.csv", output="answers.csv")  # doctest: +SKIP

Names are loaded when they are first used, so that `import comity` costs next to nothing.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

# Read when Arrow is first used: its usual pool of memory keeps what it once had.
_POOL = "jemalloc" if sys.platform == "linux" else "system"
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", _POOL)

if TYPE_CHECKING:
    from comity.desk import Desk, check, explain
    from comity.desk import open_desk as open  # noqa: A004  comity.open() opens a desk
    from comity.determine.difference import Difference
    from comity.determine.event import Event, Moment
    from comity.determine.explain import Explanation, Finding, Step
    from comity.determine.reciprocity import Reciprocity
    from comity.determine.replay import Replay
    from comity.determine.run import Check
    from comity.determine.summary import Share, Summary
    from comity.errors import (
        ComityError,
        Fault,
        InputError,
        LawError,
        MissingExtraError,
        ReadError,
        RegisterError,
        ScreenError,
        UnknownError,
    )
    from comity.read.bargain import package_of, package_toml
    from comity.read.evaluate import Evaluation, evaluate_folder
    from comity.read.llm import Endpoint
    from comity.read.notices.notice import Notice
    from comity.read.proposal import Proposal, Reading
    from comity.read.queue import ReadingQueue
    from comity.read.review import summary as summarize_proposal
    from comity.register.card import Card
    from comity.register.chronicle import Timeline
    from comity.register.coverage import Provision
    from comity.register.private import PrivateMeasures
    from comity.register.store import Entry, Register
    from comity.screen.compare import compare
    from comity.screen.listing import add_list, update_lists
    from comity.screen.names_file import read_names, write_matches
    from comity.screen.party import Asked, Match
    from comity.screen.review import decide_match, export_decision, open_matches
    from comity.screen.screener import Screener
    from comity.screen.store import ListStore

__all__ = [
    "Asked",
    "Card",
    "Check",
    "ComityError",
    "Desk",
    "Difference",
    "Endpoint",
    "Entry",
    "Evaluation",
    "Event",
    "Explanation",
    "Fault",
    "Finding",
    "InputError",
    "LawError",
    "ListStore",
    "Match",
    "MissingExtraError",
    "Moment",
    "Notice",
    "PrivateMeasures",
    "Proposal",
    "Provision",
    "ReadError",
    "Reading",
    "ReadingQueue",
    "Reciprocity",
    "Register",
    "RegisterError",
    "Replay",
    "ScreenError",
    "Screener",
    "Share",
    "Step",
    "Summary",
    "Timeline",
    "UnknownError",
    "add_list",
    "check",
    "compare",
    "decide_match",
    "evaluate_folder",
    "explain",
    "export_decision",
    "open",
    "open_matches",
    "package_of",
    "package_toml",
    "read_names",
    "summarize_proposal",
    "update_lists",
    "write_matches",
]

#: public name → the module it is defined in, and its name there where that differs.
_HOMES = {
    "Asked": "comity.screen.party",
    "Card": "comity.register.card",
    "Check": "comity.determine.run",
    "Desk": "comity.desk",
    "Difference": "comity.determine.difference",
    "Endpoint": "comity.read.llm",
    "Entry": "comity.register.store",
    "Evaluation": "comity.read.evaluate",
    "Event": "comity.determine.event",
    "Explanation": "comity.determine.explain",
    "Finding": "comity.determine.explain",
    "ListStore": "comity.screen.store",
    "Match": "comity.screen.party",
    "Moment": "comity.determine.event",
    "Notice": "comity.read.notices.notice",
    "PrivateMeasures": "comity.register.private",
    "Proposal": "comity.read.proposal",
    "Provision": "comity.register.coverage",
    "Reading": "comity.read.proposal",
    "ReadingQueue": "comity.read.queue",
    "Reciprocity": "comity.determine.reciprocity",
    "Register": "comity.register.store",
    "Replay": "comity.determine.replay",
    "Screener": "comity.screen.screener",
    "Share": "comity.determine.summary",
    "Step": "comity.determine.explain",
    "Summary": "comity.determine.summary",
    "Timeline": "comity.register.chronicle",
    "add_list": "comity.screen.listing",
    "check": "comity.desk",
    "compare": "comity.screen.compare",
    "decide_match": "comity.screen.review",
    "evaluate_folder": "comity.read.evaluate",
    "explain": "comity.desk",
    "export_decision": "comity.screen.review",
    "open": "comity.desk:open_desk",
    "open_matches": "comity.screen.review",
    "package_of": "comity.read.bargain",
    "package_toml": "comity.read.bargain",
    "read_names": "comity.screen.names_file",
    "summarize_proposal": "comity.read.review:summary",
    "update_lists": "comity.screen.listing",
    "write_matches": "comity.screen.names_file",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    home, _, renamed = _HOMES.get(name, "comity.errors").partition(":")
    return getattr(import_module(home), renamed or name)


def __dir__() -> list[str]:
    return __all__
