"""Screening feeds the determination: a listed party is a control like any other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import comity

_LIST = (
    "source,source_code,entity_number,type,name,alt_names,address_countries,programs,"
    "license_requirement,license_policy,federal_register_notice,source_list_url\n"
    "Entity List (EL) - Bureau of Industry and Security,EL,1,,Harbin Example Instruments Co. Ltd.,"
    ",CN,,For all items subject to the EAR (See §744.11 of the EAR).,Presumption of denial,,\n"
)

_OTHERS = "".join(
    f"{name},{code},{number},,{party},,RU,{program},,,,\n"
    for number, (name, code, party, program) in enumerate(
        (
            ("Denied Persons List (DPL)", "DPL", "Nobody Trading", ""),
            ("Military End User (MEU) List", "MEU", "Nothing Works", ""),
            ("Unverified List (UVL)", "UVL", "Nowhere Imports", ""),
            ("Specially Designated Nationals (SDN)", "SDN", "Never Shipping", "RUSSIA-EO14024"),
        ),
        start=2,
    )
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> comity.Desk:
    """A desk with one imported list."""
    monkeypatch.setenv("COMITY_HOME", str(tmp_path / "home"))
    path = tmp_path / "csl.csv"
    path.write_text(_LIST + _OTHERS, encoding="utf-8")
    comity.add_list(path)
    return comity.open(today=date(2026, 8, 7))


def _ask(desk: comity.Desk, parties: str) -> dict[str, str]:
    line = {"from": "US", "to": "CN", "eccn": "EAR99", "end_use": "civil", "parties": parties}
    [answer] = desk.check([line]).answers().to_pylist()
    return {name: str(value) for name, value in answer.items()}


def test_a_listed_end_user_brings_its_control(desk: comity.Desk) -> None:
    """EAR99 goods need a license when the end user is on the Entity List."""
    answer = _ask(desk, "end_user: Harbin Example Instruments Co., Ltd.")
    assert answer["outcome"] == "license_required"
    assert "744.11" in answer["reasons"]
    assert "5 parties" in answer["screened"]


def test_a_clear_party_closes_the_open_check(desk: comity.Desk) -> None:
    """A party on no list leaves nothing open, and the answer says which lists were used."""
    answer = _ask(desk, "end_user: Quiet Orchard Bakery")
    assert answer["outcome"] == "no_license_required"
    assert "parties_unscreened" not in answer["open_checks"]
    assert answer["screened"].startswith("screened against")


def test_a_line_without_parties_stays_open(desk: comity.Desk) -> None:
    """Who is behind a line that names nobody is an open check, whatever lists are at hand."""
    answer = _ask(desk, "")
    assert "parties_unscreened" in answer["open_checks"]
    assert answer["screened"] == ""


def test_an_explanation_screens_its_line_too(desk: comity.Desk) -> None:
    """The line alone gets the answer that it gets in an order book."""
    parties = "end_user: Harbin Example Instruments Co., Ltd."
    told = desk.explain(to="CN", from_="US", eccn="EAR99", end_use="civil", parties=parties)
    assert told.outcome == "license_required"


def test_a_cleared_match_is_gone_from_checks_but_not_from_replays(
    desk: comity.Desk, tmp_path: Path
) -> None:
    """A decision counts from then on; a run is answered again without later decisions."""
    name = "Harbin Example Instruments Co., Ltd."
    orders = tmp_path / "orders.csv"
    orders.write_text(
        f'from,to,eccn,end_use,parties\nUS,CN,EAR99,civil,"end_user: {name}"\n', encoding="utf-8"
    )
    run = desk.check(orders, output=tmp_path / "answers.csv").run
    assert run is not None
    for match in comity.open_matches([comity.Asked(name=name)]):
        comity.decide_match(match, "clear", reason="another firm", by="ana")
    assert _ask(desk, f"end_user: {name}")["outcome"] == "no_license_required"
    assert desk.replay(run).is_same
