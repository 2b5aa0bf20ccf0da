"""Packages are read and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import LawError
from comity.register.law import load_law
from comity.register.package import load_package
from comity.register.record import load_record

EXAMPLES = Path(__file__).parent.parent / "examples"


def _measures() -> set[str]:
    return {*load_record().measures, *(row["measure"] for row in load_law().rows("measures"))}


@pytest.mark.parametrize("name", ["london", "busan"])
def test_the_packages_that_ship_name_measures_on_record(name: str) -> None:
    """Both examples load, and both sides change something."""
    package = load_package(EXAMPLES / f"{name}.toml", _measures())
    assert package.id == name
    assert package.sides == ("US", "CN")


def test_london_lifts_four_and_eases_one() -> None:
    """The United States lifts four measures; China eases one."""
    package = load_package(EXAMPLES / "london.toml", _measures())
    assert [change.op for change in package.changes] == ["lift"] * 4 + ["ease"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ('measure = "nothing"\nop = "lift"', "a measure on record"),
        ('measure = "m"\nop = "abolish"', "one of lift, suspend, ease, impose"),
        ('measure = "m"\nop = "lift"\nuntil = 2026-01-01', "with op suspend alone"),
        ('measure = "m"\nop = "lift"\ncondition = "x"', "with op ease alone"),
        ('measure = "m"\nop = "lift"\nif_side = "CN"', "another side of this package"),
        ('measure = "m"\nop = "lift"\nwhen = 1', "a known key"),
    ],
)
def test_a_package_with_a_fault_is_refused(tmp_path: Path, change: str, told: str) -> None:
    """Each fault is told with its file."""
    path = tmp_path / "deal.toml"
    path.write_text(
        'package = "deal"\ntitle = "A deal"\ndate = 2025-06-10\n'
        f'[[side]]\nside = "US"\n[[side.change]]\n{change}\n',
        encoding="utf-8",
    )
    with pytest.raises(LawError) as caught:
        load_package(path, {"m"})
    assert told in str(caught.value)
    assert "deal.toml" in str(caught.value)


def test_a_package_without_a_change_is_refused(tmp_path: Path) -> None:
    """A deal changes something."""
    path = tmp_path / "deal.toml"
    path.write_text('package = "deal"\ntitle = "A deal"\ndate = 2025-06-10\n', encoding="utf-8")
    with pytest.raises(LawError, match="at least one side"):
        load_package(path, set())


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    """A file that cannot be read is told as such."""
    with pytest.raises(LawError, match="readable TOML"):
        load_package(tmp_path / "none.toml", set())
