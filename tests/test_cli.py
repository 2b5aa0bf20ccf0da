"""The terminal's door: the table of verbs, help, and exit statuses."""

from __future__ import annotations

import importlib
import subprocess
import sys

import click
import pytest

from comity.cli import VERBS, run


def test_every_verb_of_the_table_loads_a_command() -> None:
    """Each verb names a module that exists and holds a click command of the same name."""
    for verb, (module, line) in VERBS.items():
        home, _, name = module.partition(":")
        command = getattr(importlib.import_module(home), name or "command")
        assert isinstance(command, click.Command)
        assert verb == command.name
        assert line.endswith(".")


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    """`comity --help` shows each verb with its line and exits 0."""
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for verb in VERBS:
        assert f"  {verb} " in shown


def test_an_unknown_verb_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A verb that isn't in the table exits 2 and says so on standard error."""
    assert run(["chekc"]) == 2
    assert "chekc" in capsys.readouterr().err


def test_help_loads_no_heavy_library() -> None:
    """`comity --help` answers without the engine, so it answers at once."""
    told = "import sys; from comity.cli import run; run(['--help']); print(*sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-c", told], check=True, capture_output=True, text=True
    ).stdout
    loaded = set(shown.splitlines()[-1].split())
    assert not loaded & {"duckdb", "pyarrow", "numpy", "rich", "sqlalchemy", "spacy"}
