"""What ships: the tables travel with the package, and nothing points at a registry."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


def test_the_tables_ship_with_the_package() -> None:
    """Law, record and places are data of the package."""
    package = files("comity")
    assert (package / "terms" / "places.csv").is_file()
    assert (package / "law" / "us_ear" / "regimes.csv").is_file()
    assert (package / "py.typed").is_file()


def test_the_pins_name_no_registry() -> None:
    """The lock holds versions and hashes, so that any index serves."""
    lock = (ROOT / "requirements-dev.lock").read_text()
    assert "--hash=sha256:" in lock
    for word in ("://", "--index-url", "--find-links", "--extra-index"):
        assert word not in lock


def test_every_dependency_is_pinned() -> None:
    """What pyproject.toml asks for, the lock provides, with the extras asked for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"].values()
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted += [one for extra in extras for one in extra]
    lock = (ROOT / "requirements-dev.lock").read_text()
    pins = [Requirement(line.rstrip("\\ ")) for line in lock.splitlines() if line[:1].isalpha()]
    extras_pinned = {pin.name: pin.extras for pin in pins}
    for one in map(Requirement, wanted):
        assert one.name in extras_pinned
        assert one.extras <= extras_pinned[one.name]


def test_the_wheel_holds_what_the_source_holds(tmp_path: Path) -> None:
    """A wheel built from here has every module and table of the package, and nothing else."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    subprocess.run([*command, str(tmp_path), str(ROOT)], check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if not name.startswith("comity-")}
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "comity").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted == held
