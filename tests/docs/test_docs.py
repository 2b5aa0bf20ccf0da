"""The documentation names every verb, option, column, outcome and error; its links lead on."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import click
import pytest

from comity import errors
from comity.cli import VERBS, verbs
from comity.cli._show import OPEN_CHECKS
from comity.determine.header import ANSWERS, COLUMNS, DETAILS
from comity.register.tables import OUTCOMES

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_reference_with_its_options(verb: str) -> None:
    """The reference, which `make docs` writes, shows each verb and each of its options."""
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    section = text.partition(f"## comity {verb}\n")[2].partition("\n## ")[0]
    assert section
    command = verbs.get_command(click.Context(verbs), verb)
    assert command is not None
    for parameter in command.params:
        longest = max(parameter.opts, key=len)
        assert longest in section or not longest.startswith("--")


def test_every_column_is_documented() -> None:
    """The page on order books names every column in and out."""
    text = (DOCS / "check.md").read_text(encoding="utf-8")
    for column in (*COLUMNS, *ANSWERS, *DETAILS):
        assert f"`{column}`" in text


def test_every_outcome_and_open_check_is_documented() -> None:
    """Outcomes and open checks are explained where their columns are."""
    text = (DOCS / "check.md").read_text(encoding="utf-8")
    for term in (*OUTCOMES, *OPEN_CHECKS):
        assert f"| `{term}` |" in text


def test_every_error_is_documented() -> None:
    """Each error of the tree has a row on the page of errors."""
    text = (DOCS / "errors.md").read_text(encoding="utf-8")
    for name, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.ComityError) and not name.startswith("_"):
            assert f"`{name}`" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file that exists."""
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_index_names_every_page() -> None:
    """No page is hidden from the index."""
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in index
