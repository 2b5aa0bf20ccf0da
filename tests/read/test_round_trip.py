# ruff: noqa: RUF001  (the samples keep the gazettes' punctuation)
"""From a document through the queue to an entry of the register, and back out of every door."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import comity
from comity.cli import verbs
from comity.desk import Desk
from comity.errors import InputError
from comity.read.queue import ReadingQueue, Waiting

STORY = (
    "BEIJING, July 29 - China will suspend its export controls on gallium, the Ministry of "
    "Commerce said on Tuesday."
)
PAUSE = """商务部 海关总署公告2031年第20号 公布暂停实施商务部 海关总署公告2025年第55号
【发文日期】2031年11月7日
决定自即日起至{until}，暂停实施商务部 海关总署公告2025年第55号。
商务部 海关总署
2031年11月7日
"""
IMPOSES = """商务部公告2031年第7号 公布将两家实体列入出口管制管控名单并对若干物项实施出口管制的决定
【发文日期】2031年3月4日
一、1C999 金属甲（参考海关商品编号：2805309910）未经许可不得出口。
二、将甲公司（Alpha Example Inc.）、乙公司（Beta Example LLC）列入出口管制管控名单。
本公告自2031年5月1日起正式实施。
商务部
2031年3月4日
"""


def _only(queue: ReadingQueue, kind: str) -> Waiting:
    return next(one for one in queue.waiting() if one.proposal.type == kind)


def _facts(name: str, known: date | None = None) -> dict[str, str]:
    return dict(Desk(today=known or date(2031, 12, 1)).show(name).facts)


def test_an_accepted_story_is_shown_with_its_provenance() -> None:
    """Hash, quote, reader and reviewer are in the card of the claim, under the key it waited by."""
    queue = Desk().readings
    queue.add(STORY.encode(), published=date(2025, 7, 30))
    one = _only(queue, "measure")
    queue.accept(one, by="ana")
    card = Desk().show(f"reading-{one.key}")
    facts = dict(card.facts)
    assert (facts["accepted by"], facts["read by"]) == ("ana", one.reading.reader)
    assert f"sha256 {one.reading.sha256}" == facts["hash of the text"]
    evidence = next(listing for listing in card.listings if listing.title == "Evidence")
    for quote, start, end in evidence.rows:
        assert STORY[int(start) : int(end)] == quote


def test_a_story_without_a_day_says_what_to_give_and_is_accepted_with_it() -> None:
    """Nothing is accepted into nowhere: the entry either is on record, or the reason is told."""
    queue = Desk().readings
    queue.add(b"China will suspend its export controls on gallium, the ministry said.")
    one = _only(queue, "measure")
    with pytest.raises(InputError, match="--set published=YYYY-MM-DD"):
        queue.accept(one, by="ana")
    queue.accept(one, values={"published": "2025-07-30"}, by="ana")
    assert "2025-07-30" in _facts(f"reading-{one.key}")["said"]


def test_a_notice_becomes_a_measure_with_its_life_goods_and_parties() -> None:
    """It is listed, shown and laid on the timeline; its evidence is in the card."""
    queue = Desk().readings
    queue.add(IMPOSES.encode())
    one = _only(queue, "notice")
    queue.accept(one, by="ana")
    desk = Desk(today=date(2031, 12, 1))
    key = f"reading-{one.key}"
    card = desk.show(key)
    titles = {listing.title: listing.rows for listing in card.listings}
    assert titles["Life"][1][:2] == ("2031-05-01", "2031-03-04")
    assert {"1C999", "2805309910"} == {row[2] for row in titles["Goods"]}
    assert {"Alpha Example Inc.", "Beta Example LLC"} == {row[1] for row in titles["Parties"]}
    assert "in force since 2031-05-01" in dict(card.facts)["status"]
    assert key in {bar.measure.id for bar in desk.timeline("CN").bars}
    assert any(key == row[0] for row in desk.list("measures").listings[0].rows)


def test_an_accepted_notice_touches_no_shipment() -> None:
    """It is on record only: without a control of the user's own no answer changes."""
    queue = Desk().readings
    queue.add(IMPOSES.encode())
    before = Desk().star.content_hash
    queue.accept(_only(queue, "notice"), by="ana")
    assert before == Desk().star.content_hash


def test_a_notice_that_moves_a_measure_on_record_is_told_in_its_card() -> None:
    """The step in the life of announcement 55 is a claim about it, with the notice's words."""
    queue = Desk().readings
    queue.add(PAUSE.format(until="2032年11月10日").encode())
    one = _only(queue, "life_event")
    assert one.proposal.value("about") == "cn-2025-55"
    queue.accept(one, by="ana")
    card = Desk(today=date(2031, 12, 1)).show("cn-2025-55")
    claims = next(listing for listing in card.listings if listing.title == "Claims")
    assert f"reading-{one.key}" in {row[0] for row in claims.rows}


def test_the_same_notice_twice_proposes_nothing_twice_and_two_that_differ_are_both_kept() -> None:
    """Read again it is known; with another last day both stand side by side."""
    queue = Desk().readings
    first = PAUSE.format(until="2032年11月10日").encode()
    assert queue.add(first)[1] == 2
    assert queue.add(first)[1] == 0
    queue.add(PAUSE.format(until="2032年12月31日").encode())
    disputes = queue.disputes()
    assert {"until"} == {one.slot for one in disputes}
    assert {("2032-11-10", "2032-12-31")} == {one.values for one in disputes}
    assert "notice mofcom · 20/2031" in {one.subject for one in disputes}
    assert len(queue.waiting()) == 4


def test_the_terminal_takes_a_notice_from_reading_to_showing(tmp_path: Path) -> None:
    """`read --queue`, `review --accept`, `show` and `timeline`, each as a user types it."""
    path = tmp_path / "notice.txt"
    path.write_text(IMPOSES, encoding="utf-8")
    runner = CliRunner()
    done = runner.invoke(verbs, ["read", str(path), "--queue"])
    assert done.exit_code == 0, done.output
    key = _only(comity.open().readings, "notice").key
    done = runner.invoke(verbs, ["review", "--accept", key, "--by", "ana"])
    assert f"comity show reading-{key}" in done.output
    shown = runner.invoke(verbs, ["show", f"reading-{key}"])
    assert "accepted by" in shown.output
    assert "Evidence" in shown.output
    laid = runner.invoke(
        verbs, ["timeline", "CN", "--until", "2031-12-01", "--known", "2031-12-01"]
    )
    assert laid.exit_code == 0
    assert "reading-" in laid.output
