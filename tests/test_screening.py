"""Screening feeds the determination: a listed party is a control like any other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest

import comity
from comity.cli import run
from comity.determine.engine import Determination
from laws import small_star, typed_lines

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


def _ask(
    desk: comity.Desk, parties: str, *, ownership: Path | None = None, **fields: str
) -> dict[str, str]:
    """Ask for the answer to one line, and that it gets it alone too."""
    line = {"to": "CN", "eccn": "EAR99", "end_use": "civil", "parties": parties, **fields}
    check = desk.check([{"from": "US", **line}], ownership=ownership)
    [answer] = check.answers().to_pylist()
    alone = desk.explain([{"from": "US", **line}], ownership=ownership)
    assert alone.outcome == answer["outcome"]
    assert set(alone.missing) == {one for one in answer["missing"].split("; ") if one}
    assert ";".join(alone.open_checks) == answer["open_checks"]
    told = {"parties": "; ".join(row["party"] for row in check.details().to_pylist())}
    return {name: str(value) for name, value in answer.items()} | {"told": told["parties"]}


HARBIN = "Harbin Example Instruments Co., Ltd."
#: Days on which the affiliates rule held, was stayed, and after the stay.
HELD, STAYED, AFTER = "2025-10-10", "2026-11-09", "2026-11-10"


@pytest.fixture
def owners(tmp_path: Path) -> Path:
    """A table of who owns whom."""
    rows = (
        f'"{HARBIN}",Middle Holding GmbH,62,,',
        "Middle Holding GmbH,Lower Precision SAS,50,,",
        f'"{HARBIN}",Former Ventures BV,90,,2025-10-15',
        "Quiet Orchard Bakery,Former Ventures BV,100,2025-10-15,",
        f'"{HARBIN}",Minority Optics AG,49.9,,',
        "Quiet Orchard Bakery,Minority Optics AG,50.1,,",
        f'"{HARBIN}",Shared Turbines SpA,30,,',
        "Never Shipping,Shared Turbines SpA,20,,",
        f'"{HARBIN}",Blank Ceramics Oy,,,',
        "Harbin Exampl Precision Instruments,Guessed Sensors AB,100,,",
        "Quiet Orchard Bakery,Clean Pastries SARL,100,,",
        "Nobody Trading,Denied Daughter SA,100,,",
    )
    path = tmp_path / "owners.csv"
    path.write_text("\n".join(("owner,owned,percent,from,to", *rows, "")), encoding="utf-8")
    return path


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


def test_a_party_that_a_listed_one_owns_needs_its_license(desk: comity.Desk, owners: Path) -> None:
    """Through a chain, under another spelling; the details name the chain."""
    answer = _ask(desk, "end_user: Lower Precision S.A.S.", ownership=owners, date=HELD)
    assert (answer["outcome"], answer["controls"]) == ("license_required", "744.11(a)(1)")
    assert f"owned 50 % by {HARBIN} (Entity List) through Middle Holding GmbH" in answer["told"]
    assert f"{HARBIN} holds 62 % of Middle Holding GmbH" in answer["told"]
    assert "15 CFR 744.11(a)(1)" in answer["citations"]
    assert answer["screened"].endswith("with owners by a table of 12 holdings")


def test_without_the_table_the_owners_of_a_party_stay_an_open_check(
    desk: comity.Desk, owners: Path
) -> None:
    """While the rule holds, of a party whose owners are not stated it is not known."""
    party = "end_user: Lower Precision SAS"
    assert "ownership_unchecked" in _ask(desk, party, date=HELD)["open_checks"]
    assert "ownership_unchecked" in _ask(desk, party, date=AFTER)["open_checks"]
    assert "ownership_unchecked" not in _ask(desk, party, date=STAYED)["open_checks"]
    stranger = _ask(desk, "end_user: Unheard-of Toys", ownership=owners, date=HELD)
    assert stranger["outcome"] == "no_license_required"
    assert "ownership_unchecked" in stranger["open_checks"]
    clean = _ask(desk, "end_user: Clean Pastries SARL", ownership=owners, date=HELD)
    assert clean["outcome"] == "no_license_required"
    assert "ownership_unchecked" not in clean["open_checks"]


def test_a_stayed_rule_holds_nobody_and_after_the_stay_nobody_knows(
    desk: comity.Desk, owners: Path
) -> None:
    """On the last day of the stay it is stayed; no act on record says what followed."""
    party = "end_user: Lower Precision SAS"
    assert _ask(desk, party, ownership=owners, date=STAYED)["outcome"] == "no_license_required"
    after = _ask(desk, party, ownership=owners, date=AFTER)
    assert after["outcome"] == "undetermined"
    assert "the suspension of affiliates-rule ended 2026-11-09" in after["missing"]
    assert _ask(desk, party, ownership=owners, date="2025-09-28")["outcome"] == (
        "no_license_required"
    )


def test_stakes_count_on_the_day_of_each_line(desk: comity.Desk, owners: Path) -> None:
    """A stake that was sold no longer brings anything, in one order book with the day before."""
    lines = [
        {"from": "US", "to": "DE", "eccn": "EAR99", "end_use": "civil", "date": day,
         "parties": "end_user: Former Ventures BV"}
        for day in ("2025-10-14", "2025-10-15")
    ]  # fmt: skip
    answers = desk.check(lines, ownership=owners).answers()
    assert answers["outcome"].to_pylist() == ["license_required", "no_license_required"]


def test_shares_of_owners_on_several_lists_add_up(desk: comity.Desk, owners: Path) -> None:
    """30 and 20 make 50, and each owner's list brings its control."""
    answer = _ask(desk, "end_user: Shared Turbines SpA", ownership=owners, date=HELD)
    assert answer["controls"] == "744.11(a)(1);744.8(b):owned"


def test_a_share_below_that_of_the_law_or_not_known(desk: comity.Desk, owners: Path) -> None:
    """49.9 % with the rest in other hands is none; a blank is a question."""
    minority = _ask(desk, "end_user: Minority Optics AG", ownership=owners, date=HELD)
    assert minority["outcome"] == "no_license_required"
    blank = _ask(desk, "end_user: Blank Ceramics Oy", ownership=owners, date=HELD)
    assert blank["outcome"] == "undetermined"
    assert "find out whether listed parties hold 50 % of Blank Ceramics Oy" in blank["missing"]
    assert f"the share of {HARBIN} in Blank Ceramics Oy is not stated" in blank["missing"]


def test_an_undecided_owner_leaves_what_it_owns_undetermined(
    desk: comity.Desk, owners: Path
) -> None:
    """The question names the match to review; once decided it is settled either way."""
    party = "end_user: Guessed Sensors AB"
    answer = _ask(desk, party, ownership=owners, date=HELD)
    assert answer["outcome"] == "undetermined"
    assert "review whether Harbin Exampl Precision Instruments is" in answer["missing"]
    decided: tuple[tuple[Literal["confirm", "clear"], str], ...] = (
        ("confirm", "license_required"),
        ("clear", "no_license_required"),
    )
    for verdict, outcome in decided:
        for match in comity.Screener.load().screen_name("Harbin Exampl Precision Instruments"):
            comity.decide_match(match, verdict, reason="seen")
        assert _ask(desk, party, ownership=owners, date=HELD)["outcome"] == outcome


def test_a_list_that_does_not_reach_down_brings_nothing_to_what_its_parties_own(
    desk: comity.Desk, owners: Path
) -> None:
    """No order denies export privileges to a denied person's daughter by itself."""
    answer = _ask(desk, "end_user: Denied Daughter SA", ownership=owners, date=HELD)
    assert answer["outcome"] == "no_license_required"


def test_an_exporter_is_screened_too(desk: comity.Desk) -> None:
    """A denied person may not export; being on the Entity List bars no exporter."""
    denied = _ask(desk, "", exporter="Nobody Trading")
    assert (denied["outcome"], denied["controls"]) == ("prohibited", "736.2(b)(4):exporter")
    assert denied["screened"].startswith("screened against")
    assert "Nobody Trading is Nobody Trading (denied-persons" in denied["told"]
    assert _ask(desk, "", exporter=HARBIN)["outcome"] == "no_license_required"


def test_a_replay_uses_the_same_ownership_table_or_says_that_it_can_not(
    desk: comity.Desk, owners: Path, tmp_path: Path
) -> None:
    """The run keeps which file it read and its hash."""
    orders = tmp_path / "orders.csv"
    orders.write_text(
        "from,to,eccn,end_use,date,parties\n"
        f"US,CN,EAR99,civil,{HELD},end_user: Lower Precision SAS\n",
        encoding="utf-8",
    )
    run = desk.check(orders, output=tmp_path / "answers.csv", ownership=owners).run
    assert run is not None
    assert desk.replay(run).is_same
    text = owners.read_text(encoding="utf-8")
    owners.write_text(text.replace("62", "12"), encoding="utf-8")
    with pytest.raises(comity.RegisterError, match="not the ownership table that run 1 read"):
        desk.replay(run)
    owners.unlink()
    with pytest.raises(comity.RegisterError, match="is gone"):
        desk.replay(run)
    (tmp_path / "kept.csv").write_text(text, encoding="utf-8")
    assert desk.replay(run, ownership=tmp_path / "kept.csv").is_same
    plain = desk.check(orders, output=tmp_path / "plain.csv").run
    assert plain is not None
    with pytest.raises(comity.RegisterError, match="read no ownership table"):
        desk.replay(plain, ownership=tmp_path / "kept.csv")


def test_a_faulty_ownership_table_refuses_the_check(desk: comity.Desk, tmp_path: Path) -> None:
    """Nothing is answered by half a table."""
    path = tmp_path / "owners.csv"
    path.write_text("owner,owned,percent\nA,B,120\n,C,1\n", encoding="utf-8")
    with pytest.raises(comity.InputError) as caught:
        desk.check([{"to": "DE", "eccn": "EAR99"}], ownership=path)
    assert len(caught.value.faults) == 2


def test_names_are_screened_by_their_owners_too(desk: comity.Desk, owners: Path) -> None:
    """A row for each entry of an owner, with the law that extends to it and its state."""
    names = ["Lower Precision S.A.S.", "Shared Turbines SpA", "Blank Ceramics Oy", "Nobody Else"]
    asked = [comity.Asked(name=name, id=name) for name in names]
    rows = desk.screen(asked, ownership=owners, on=date(2025, 10, 10)).to_pylist()
    assert [(row["id"], row["list"], row["band"]) for row in rows] == [
        ("Lower Precision S.A.S.", "entity-list", "match"),
        ("Shared Turbines SpA", "entity-list", "match"),
        ("Shared Turbines SpA", "sdn", "match"),
        ("Blank Ceramics Oy", "entity-list", "review"),
    ]
    assert rows[0]["why"].endswith("15 CFR 744.11(a)(1) on 2025-10-10: in force")
    stayed = desk.screen(asked, ownership=owners).to_pylist()
    assert stayed[0]["why"].endswith("15 CFR 744.11(a)(1) on 2026-08-07: suspended")
    assert desk.screen(["Lower Precision SAS"]).num_rows == 0


@pytest.mark.usefixtures("desk")
def test_the_terminal_screens_by_owners_too(
    owners: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name, the table and the day."""
    args = ["screen", "--name", "Lower Precision SAS", "--ownership", str(owners)]
    assert run([*args, "--on", "2025-10-10"]) == 0
    assert "owned 50 % by" in capsys.readouterr().out


def test_a_party_without_a_role_may_be_in_the_one_that_is_asked_for(tmp_path: Path) -> None:
    """It may be the end user, unless its role is stated to be another; never the exporter."""
    held = {"measure": "m", "effect": "license", "list": "l"}
    star = small_star(
        tmp_path,
        {
            "measures": [{"measure": "m", "title": "Listed end users"}],
            "lists": [{"list": "l", "title": "Listed", "complete": "yes", "matching": "exact"}],
            "listings": [{"list": "l", "party": "acme", "name": "Acme"}],
            "reach": [{"reach": "all", "title": "Everything"}],
            "controls": [
                {**held, "control": "end-user", "reason": "EU", "role": "end_user"},
                {**held, "control": "exporter", "reason": "EX", "role": "exporter"},
            ],
        },
    )
    rows = [
        {"to": "DE", "parties": parties}
        for parties in ("Acme", "end_user: Acme", "consignee: Acme", "consignee: Acme; Acme", "Zed")
    ]
    run = Determination(star, known=date(2026, 1, 1), today=date(2026, 1, 1), threads=1)
    answers = run.answer(typed_lines(rows)).answers.to_pylist()
    assert [answer["outcome"] for answer in answers] == [
        *("undetermined", "license_required", "no_license_required"),
        *("undetermined", "no_license_required"),
    ]
    assert answers[0]["missing"] == (
        "say whether Acme is the end user (parties): Acme is on the list: Listed"
    )


def test_a_party_on_a_list_that_the_modelled_law_does_not_know_is_not_cleared(
    desk: comity.Desk, tmp_path: Path
) -> None:
    """OFAC's other programs and one's own list hold a line until a person settles it."""
    own = tmp_path / "own.csv"
    own.write_text("name,country\nUnwanted Widgets Corporation,DE\n", encoding="utf-8")
    comity.add_list(own)
    answer = _ask(desk, "end_user: Unwanted Widgets Corporation")
    assert answer["outcome"] == "undetermined"
    assert "A party is on a list to which no law that is modelled" in answer["missing"]
    assert "Unwanted Widgets Corporation (own, entry" in answer["told"]
    listed = _ask(desk, "end_user: Never Shipping")
    assert listed["outcome"] == "license_required"
    assert listed["missing"] == ""
