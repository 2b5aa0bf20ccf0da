"""`comity explain`, `show` and `coverage` on the law that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.cli import run

EXAMPLES = str(Path(__file__).parent.parent / "examples" / "orders.csv")
LINE = ["--from", "US", "--to", "CN", "--eccn", "3A090.a", "--date", "2026-08-10"]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show everything on lines as long as they need."""
    monkeypatch.setenv("COLUMNS", "400")


def shown(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a verb that succeeds and return what it shows."""
    assert run(arguments) == 0
    return capsys.readouterr().out


def test_a_line_is_explained_in_the_order_of_the_regulation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Reach, goods, destination, use and exceptions follow each other, each with citations."""
    text = shown(["explain", *LINE], capsys)
    steps = ["Reach", "Goods", "Destination", "End use", "License exceptions", "Outcome"]
    text = text[text.index("us_ear") :]
    assert sorted(text.index(step) for step in steps) == [text.index(step) for step in steps]
    assert "● RS" in text
    assert "15 CFR 742.6(a)(6)(iii)(A)" in text
    assert "license required" in text


def test_what_does_not_apply_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    """Considered controls name the dimension that keeps the line out."""
    text = shown(["explain", *LINE], capsys)
    assert "does not apply, the line goes to China, which is not in" in text
    assert "not available, " in text


def test_a_line_of_an_order_book_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """A line is found by its id, and another id is refused."""
    assert "3D991" in shown(["explain", EXAMPLES, "--line", "1"], capsys)
    assert run(["explain", EXAMPLES, "--line", "none"]) == 2
    assert "has no line 'none'" in capsys.readouterr().err
    assert run(["explain", EXAMPLES]) == 2
    assert "say which to explain" in capsys.readouterr().err


def test_a_less_specific_code_is_told_what_would_settle_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An entry alone is undetermined where a paragraph is controlled."""
    text = shown(["explain", "--from", "US", "--to", "SG", "--eccn", "3A090"], capsys)
    assert "What would settle it" in text
    assert "give the paragraph of 3A090" in text


def test_no_license_is_never_bare(capsys: pytest.CaptureFixture[str]) -> None:
    """While a check is open, `no license required` says on what it rests."""
    arguments = ["--from", "US", "--to", "DE", "--eccn", "EAR99", "--end-use", "civil"]
    text = shown(["explain", *arguments], capsys)
    assert "no license required if …" in text
    assert "no party is on a list" in text


@pytest.mark.parametrize(
    "arguments",
    [[], [EXAMPLES, "--to", "CN"], ["--to", "Chnia"], ["--eccn", "10", "--to", "CN"]],
)
def test_a_line_that_cannot_be_read_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A faulty or contradictory line exits 2 with one report."""
    assert run(["explain", *arguments]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("3A090", "15 CFR"),
        ("3a090.b", "3A090.b"),
        ("place:D:5", "Belarus"),
        ("D:5", "Belarus"),
        ("country:SG", "Place sets it is in"),
        ("country:Hong Kong", "treated as, us_ear"),
        ("relief:LVS", "What it overcomes"),
        ("measure:ccl", "Controls"),
        ("end_use:civil", "civil"),
        ("ccl:3A090:RS:1", "Its life"),
        ("control:746.7(e)", "iran"),
        ("goods:740:notified", "Rows"),
    ],
)
def test_names_are_looked_up(name: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each kind of name is found, with its kind before it or without."""
    assert told in shown(["show", name], capsys)


def test_an_exception_with_a_limit_asks_for_the_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A line that states no value is told the limit that its value is held against."""
    text = shown(["explain", "--from", "US", "--to", "BR", "--eccn", "1C008.a.1"], capsys)
    assert "give the value (value_usd): the limit is USD 200" in text


def test_an_unknown_name_is_told_with_its_neighbors(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that names nothing exits 2 and says what is near."""
    assert run(["show", "3A09x"]) == 2
    assert "3A090" in capsys.readouterr().err


def test_coverage_counts_provisions(capsys: pytest.CaptureFixture[str]) -> None:
    """Every provision says how far it is modelled."""
    assert "provisions: " in shown(["coverage"], capsys)
    assert " full, " in shown(["coverage", "us_ear", "--missing"], capsys)
    assert run(["coverage", "xx_none"]) == 2
