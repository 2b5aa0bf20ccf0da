"""Deals weighed on an order book: neither side moves, one, both."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from comity.cli import run
from comity.desk import Desk
from comity.determine.compare import HELD
from comity.errors import InputError, LawError

ROOT = Path(__file__).parents[1]
ORDERS = ROOT / "examples" / "orders.csv"
LONDON = ROOT / "examples" / "london.toml"
DAY = date(2025, 6, 10)
EDA = {"from": "US", "to": "CN", "origin": "US", "eccn": "3D991", "end_use": "civil",
       "exporter": "Synopsys, Inc.", "value_usd": 100}  # fmt: skip
OXIDE = {"from": "CN", "to": "US", "origin": "CN", "hs": "2846901500", "cn": "1C905",
         "end_use": "civil", "exporter": "Ganzhou", "value_usd": 7}  # fmt: skip
SHIRT = {"from": "CN", "to": "US", "origin": "CN", "hs": "6205200000", "cn": "unlisted",
         "end_use": "civil", "exporter": "Shaoxing", "value_usd": 3}  # fmt: skip


def _package(folder: Path, us: str, cn: str = "") -> Path:
    """Write a package of changes, one a side."""
    path = folder / "deal.toml"
    sides = [(side, change) for side, change in (("US", us), ("CN", cn)) if change]
    path.write_text(
        'package = "deal"\ntitle = "A deal"\ndate = 2025-06-10\n'
        + "".join(
            f'[[side]]\nside = "{side}"\n[[side.change]]\n{change}\n' for side, change in sides
        ),
        encoding="utf-8",
    )
    return path


def test_the_offer_of_london_has_four_cells_whose_lines_and_values_add_up() -> None:
    """Each cell holds every line; what is held up differs by what is released and newly held."""
    found = Desk().whatif(LONDON, ORDERS)
    assert [cell.name for cell in found.cells] == [
        *("neither moves", "US alone", "CN alone", "both move"),
    ]
    assert (found.on, found.known, found.total.lines) == (DAY, DAY, 60)
    neither = found.cells[0]
    for cell in found.cells:
        assert sum(one.lines for one in cell.outcomes.values()) == 60
        values = sum(one.value_usd for one in cell.outcomes.values())
        assert values == pytest.approx(found.total.value_usd)
        for part in ("lines", "value_usd"):
            held = getattr(neither.held, part) - getattr(cell.released, part)
            held += getattr(cell.newly_held, part)
            assert held == pytest.approx(getattr(cell.held, part))
        held_up = sum(one.lines for name, one in cell.outcomes.items() if name in HELD)
        assert held_up == cell.held.lines


def test_neither_is_what_a_check_says() -> None:
    """Where nobody moves, the cell is the plain answer of that day."""
    found = Desk().whatif(LONDON, ORDERS)
    shares = Desk().check(ORDERS, on=DAY, known=DAY).summary.outcomes
    assert {name: one.lines for name, one in found.cells[0].outcomes.items()} == {
        name: share.lines for name, share in shares.items()
    }


def test_each_line_moves_by_the_change_of_its_own_measure() -> None:
    """Design software, engine parts and ethane by what the US lifts, rare earths by China."""
    moves = {row["line"]: row for row in Desk().whatif(LONDON, ORDERS).moves().to_pylist()}
    for line, change in (
        ("2", "london, US: lift us-2025-05-23-eda-letters"),
        ("9", "london, US: lift us-2025-05-28-comac-licence-suspension"),
        ("15", "london, US: lift us-2025-05-23-ethane-butane-letters"),
        ("43", "london, CN: ease cn-2025-18-seven-rare-earths"),
    ):
        assert moves[line]["changes"] == change
        assert moves[line]["neither moves"] in HELD
    assert moves["2"]["US alone"] == moves["2"]["both move"] == "no_license_required"
    assert moves["2"]["CN alone"] == moves["2"]["neither moves"] == "license_required"
    assert "49" not in moves


def test_easing_offers_a_relief_on_its_condition(tmp_path: Path) -> None:
    """The license requirement stays; the condition of the deal overcomes it, gaps apart."""
    path = _package(
        tmp_path,
        'measure = "us-2025-05-23-eda-letters"\nop = "ease"\ncondition = "asked for in writing"',
    )
    found = Desk().whatif(path, [EDA])
    [move] = found.groups
    assert move.outcomes == ("license_required", "relief_available")
    assert found.cells[1].released.value_usd == 100


def test_a_suspension_ends_after_its_last_day(tmp_path: Path) -> None:
    """On the last day the line is free, on the next it is held up again."""
    path = _package(
        tmp_path, 'measure = "us-2025-05-23-eda-letters"\nop = "suspend"\nuntil = 2025-06-20'
    )
    for day, lines in ((date(2025, 6, 20), 1), (date(2025, 6, 21), 0)):
        assert Desk().whatif(path, [EDA], on=day).cells[1].released.lines == lines


def test_a_condition_on_the_other_side_waits_for_it(tmp_path: Path) -> None:
    """With `if_side` a change happens only where both move."""
    path = _package(
        tmp_path,
        'measure = "us-2025-05-23-eda-letters"\nop = "lift"\nif_side = "CN"',
        'measure = "cn-2025-18-seven-rare-earths"\nop = "lift"',
    )
    cells = Desk().whatif(path, [EDA, OXIDE, SHIRT]).cells
    assert [cell.released.value_usd for cell in cells] == [0, 0, 0, 100]
    assert [cell.eased.value_usd for cell in cells] == [0, 0, 7, 7]


def test_a_change_bounded_by_place_moves_only_what_goes_there(tmp_path: Path) -> None:
    """Lifted to the United States alone, the same goods to Germany stay held up."""
    path = _package(
        tmp_path,
        "",
        'measure = "cn-2025-18-seven-rare-earths"\nop = "lift"\nto = "united-states"',
    )
    found = Desk().whatif(path, [OXIDE, {**OXIDE, "to": "DE"}], regimes=["cn_dual_use"])
    assert [cell.name for cell in found.cells] == ["nobody moves", "CN"]
    assert (found.cells[1].eased.lines, len(found.moves())) == (1, 1)


def test_imposing_puts_a_measure_in_force(tmp_path: Path) -> None:
    """What ended in July 2025 holds up again from the package's day."""
    path = _package(tmp_path, 'measure = "us-2025-05-23-eda-letters"\nop = "impose"')
    later = date(2025, 9, 1)
    cells = Desk().whatif(path, [EDA], on=later, known=later).cells
    assert (cells[0].held.lines, cells[1].newly_held.lines) == (0, 1)


def test_bounds_and_measures_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """A package that names what isn't there is one error; no line is answered."""
    path = _package(tmp_path, 'measure = "us-2025-05-23-eda-letters"\nop = "lift"\nto = "atlantis"')
    with pytest.raises(LawError, match="expected a set of to"):
        Desk().whatif(path, [EDA])
    with pytest.raises(LawError, match="a measure on record"):
        Desk().whatif(_package(tmp_path, 'measure = "nothing"\nop = "lift"'), [EDA])
    with pytest.raises(InputError):
        Desk().whatif(LONDON, [{"to": "Atlantis", "eccn": "EAR99"}])


def test_a_package_says_what_it_cannot_move(tmp_path: Path) -> None:
    """A measure without a modelled control, or a day before the deal, is told in a note."""
    path = _package(tmp_path, 'measure = "us-2026-04-22-match-act"\nop = "impose"')
    found = Desk().whatif(path, [EDA], on=date(2025, 6, 1))
    assert "it moves no line" in found.notices[0]
    assert "before the package's day" in found.notices[1]


def test_the_terminal_shows_the_matrix_and_writes_the_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cells and moves on standard output, as JSON on request, the lines to a file."""
    assert run(["whatif", str(LONDON), str(ORDERS), "-o", str(tmp_path / "moves.csv")]) == 0
    shown = capsys.readouterr().out
    assert "neither moves" in shown
    assert "london, US: lift us-2025-05-23-eda-letters" in shown
    assert "no license required if" in shown
    assert (tmp_path / "moves.csv").read_text(encoding="utf-8").count("\n") == 19
    assert run(["whatif", str(LONDON), str(ORDERS), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [cell["name"] for cell in told["cells"]][3] == "both move"
    assert len(told["moves"]) == 18
