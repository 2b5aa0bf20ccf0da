# ruff: noqa: E501, RUF001  (the samples keep the gazettes' lines and punctuation)
"""Official notices, in samples of our own making: what is read, what is said to be missing."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from comity.errors import ReadError
from comity.read.notices.notice import gazette_of, read_notice
from comity.read.reader import read_all

IMPOSES = """商务部 海关总署公告2031年第7号 公布对若干物项实施出口管制的决定
【发布单位】安全与管制局
【发文日期】2031年3月4日
一、下列物项，未经许可，不得出口：
（一）甲类物项
1.1C999 金属甲（参考海关商品编号：2805309910、2805309920）
2.1C999.b 氧化甲（参考海关商品编号：2846909950）
本公告自2031年5月1日起正式实施。
商务部 海关总署
2031年3月4日
"""
SUSPENDS = """商务部 海关总署公告2031年第20号
经批准，决定自即日起至2032年11月10日，暂停实施商务部公告2031年第7号、8号和第9号。
2031年11月7日
"""
ENGLISH = """Announcement No. 12 of 2031 of the Ministry of Commerce and the General Administration of Customs
Items below may not be exported without permission (reference HS commodity codes: 2805309910 and 8112.99).
Control code 3C998.a applies.
This Announcement shall come into force on June 1, 2031.
Ministry of Commerce
April 2, 2031
"""
RULE = """<?xml version="1.0"?><RULE><PREAMB><PRTPAGE P="40001"/><AGENCY TYPE="F">DEPARTMENT OF COMMERCE</AGENCY>
<CFR>15 CFR Part 744</CFR><RIN>RIN 0694-XX00</RIN>
<SUBJECT>Additions and Removals of Entries on the Entity List</SUBJECT>
<EFFDATE><HD>DATES:</HD><P>This rule is effective May 7, 2031.</P></EFFDATE></PREAMB>
<SUPLINF><P>Items classified under ECCN 3A090.a are named here.</P></SUPLINF>
<REGTEXT PART="744" TITLE="15"><AMDPAR>2. Supplement No. 4 to part 744 is amended:</AMDPAR>
<AMDPAR>a. Under CHINA, PEOPLE'S REPUBLIC OF, by adding in alphabetical order entries for “Alpha Example Institute;” and “Beta Example Co., Ltd.;” and</AMDPAR>
<AMDPAR>b. Under TAIWAN, by removing the entry for “Gamma Example Corporation”.</AMDPAR>
<GPOTABLE COLS="5"><ROW><ENT I="01">CHINA, PEOPLE'S REPUBLIC OF</ENT><ENT>*   *   *</ENT></ROW>
<ROW><ENT I="22"> </ENT><ENT>Alpha Example Institute, a.k.a., the following two aliases: —AEI; and —Alpha Lab. 1 Road, Beijing, China.</ENT>
<ENT>For all items subject to the EAR.</ENT><ENT>Presumption of denial.</ENT><ENT>96 FR 40001, 5/7/2031.</ENT></ROW></GPOTABLE></REGTEXT>
<FRDOC>[FR Doc. 2031-09999 Filed 5-6-31; 8:45 am]</FRDOC></RULE>"""
API = json.dumps(
    {
        "document_number": "2031-09999",
        "citation": "96 FR 40001",
        "publication_date": "2031-05-07",
        "effective_on": "2031-05-07",
        "title": "Additions and Removals of Entries on the Entity List",
        "agencies": [{"name": "Commerce Department"}, {"name": "Industry and Security Bureau"}],
        "cfr_references": [{"title": 15, "part": 744}],
        "action": "Final rule.",
        "dates": "This rule is effective May 7, 2031.",
    }
)
EU = """14.11.2031
COMMISSION DELEGATED REGULATION (EU) 2031/2001
of 8 September 2031
amending Regulation (EU) 2021/821 of the European Parliament and of the Council
This Regulation shall enter into force on the day following that of its publication.
3B999 equipment.
"""


def test_a_chinese_announcement_gives_number_dates_and_codes() -> None:
    """Number, day of issue, effective date, HS and control codes are those printed."""
    notice = read_notice(IMPOSES.encode())
    assert ("7/2031", date(2031, 3, 4), date(2031, 5, 1), "impose") == (
        notice.number,
        notice.published,
        notice.effective,
        notice.effect,
    )
    assert {"2805309910", "2805309920", "2846909950"} == {
        each.code for each in notice.codes if each.scheme == "hs"
    }
    assert {"1C999", "1C999.b"} == {each.code for each in notice.codes if each.scheme == "cn"}
    assert notice.citation == "MOFCOM and GAC Announcement No. 7 of 2031"
    assert notice.missing == ()


def test_a_suspension_names_what_it_suspends_and_until_when() -> None:
    """From the day of issue until the day printed, with the announcements it concerns."""
    notice = read_notice(SUSPENDS.encode())
    assert ("suspend", date(2031, 11, 7), date(2032, 11, 10)) == (
        notice.effect,
        notice.effective,
        notice.until,
    )
    assert notice.concerns == ("7/2031", "8/2031", "9/2031")
    assert {"kind": "suspended", "date": "2031-11-07", "until": "2032-11-10"}.items() <= (
        notice.event() or {}
    ).items()


def test_an_english_announcement_reads_the_same() -> None:
    """The English text gives what the Chinese one would."""
    notice = read_notice(ENGLISH.encode())
    assert ("12/2031", date(2031, 4, 2), date(2031, 6, 1)) == (
        notice.number,
        notice.published,
        notice.effective,
    )
    assert {"2805309910", "811299", "3C998.a"} == {each.code for each in notice.codes}


def test_a_rule_in_xml_gives_its_parts_and_its_list_changes() -> None:
    """Additions and removals of the Entity List come with country, aliases and policy."""
    notice = read_notice(RULE.encode(), published=date(2031, 5, 7))
    assert ("2031-09999", "96 FR 40001", date(2031, 5, 7)) == (
        notice.number,
        notice.citation,
        notice.effective,
    )
    assert notice.amends == ("15 CFR Part 744",)
    assert [(each.op, each.party, each.country) for each in notice.listings] == [
        ("add", "Alpha Example Institute", "China"),
        ("add", "Beta Example Co., Ltd.", "China"),
        ("remove", "Gamma Example Corporation", "Taiwan"),
    ]
    assert notice.listings[0].aliases == ("AEI", "Alpha Lab")
    assert notice.listings[0].review_policy == "Presumption of denial."
    assert [each.code for each in notice.codes] == ["3A090.a"]


def test_a_document_of_the_api_gives_its_metadata_and_says_what_it_lacks() -> None:
    """The metadata has dates and parts; list changes are in the full text, and that is said."""
    notice = read_notice(API.encode())
    assert ("96 FR 40001", date(2031, 5, 7), ("15 CFR Part 744",)) == (
        notice.citation,
        notice.effective,
        notice.amends,
    )
    assert notice.missing == ("list changes: not in the metadata, read the full text",)


def test_an_eu_act_gives_its_entry_into_force() -> None:
    """The day after publication is worked out, the amended act named."""
    notice = read_notice(EU.encode())
    assert ("2031/2001", date(2031, 11, 14), date(2031, 11, 15)) == (
        notice.number,
        notice.published,
        notice.effective,
    )
    assert notice.amends == ("Regulation (EU) 2021/821",)


def test_what_is_not_found_is_said() -> None:
    """An announcement without a date says so rather than guessing one."""
    notice = read_notice("商务部公告2031年第99号 决定。".encode())
    assert notice.missing == (
        "date: not found",
        "effective date: not found",
        "effect: not found",
        "codes: not found",
    )


def test_quotes_are_exact() -> None:
    """Each quote stands where its span says."""
    notice = read_notice(IMPOSES.encode())
    for span in [*(notice.quotes or {}).values(), *(each.span for each in notice.codes)]:
        assert notice.text[span.start : span.end] == span.text


def test_a_story_is_no_notice() -> None:
    """A newspaper that mentions an announcement is read as a story."""
    story = b"China's Ministry of Commerce said on Monday it would ease its controls."
    assert gazette_of(story) is None
    with pytest.raises(ReadError, match="neither"):
        read_notice(story)


def _hostile() -> list[tuple[str, bytes]]:
    """Return five megabytes of what once took long, or might."""

    def filled(head: str, unit: str) -> bytes:
        whole = head.encode()
        return whole + unit.encode() * ((5_000_000 - len(whole)) // len(unit.encode()))

    act = "COMMISSION REGULATION (EU) 2031/1 of 8 May 2031 amending\nHAS ADOPTED THIS REGULATION CN code\n"
    rule = "15 CFR Part 744\nAGENCY: x\nACTION: y\n"
    order = (
        "[FR Doc. 2031-1 Filed 5-6-31; 8:45 am]\nBILLING CODE 3510-DT-P\nDEPARTMENT OF COMMERCE\n"
    )
    table = (
        "<ROW><ENT>CHINA</ENT><ENT>A, a.k.a., the following: —C; 1 Road.</ENT><ENT>x</ENT></ROW>"
    )
    return [
        ("customs codes", filled("商务部公告2031年第1号\n参考海关商品编号：", "2805301910、")),
        ("days", filled("商务部公告2031年第1号\n", "自2031年4月4日起暂停")),
        ("blanks", filled("商务部公告2031年第1号\n", " ")),
        ("entries", filled(act, "the following entries ")),
        (
            "instructions",
            filled(rule, "Supplement No. 4 to part 744 is amended under CHINA, by adding "),
        ),
        ("open quotes", filled(f"{rule}Supplement No. 4 to part 744 is amended\n", '"')),
        ("names", filled(f"{rule}Supplement No. 4 to part 744 is amended\n", '"Ab Cd", CHINA ')),
        ("lines", filled("商务部公告2031年第1号 列入管控名单\n", "\n")),
        ("lines of a rule", filled(rule, " \n")),
        ("lines of an act", filled(act, "\n ")),
        ("lines of an order", filled(order, "\n ")),
        ("effects of an order", filled(order, "this order is effective ")),
        ("issuers", filled("MOFCOM Announcement No. 1 of 2031\n", "Announcement of the Ministry ")),
        (
            "rows",
            filled(
                "<RULE><PREAMB/><REGTEXT TITLE='15' PART='744'><AMDPAR>2. Supplement No. 4 to part 744 is amended:</AMDPAR>",
                table,
            ),
        ),
        ("nested", b"<RULE>" + b"<P>" * 10_000),
        (
            "entities",
            b'<!DOCTYPE R [<!ENTITY a "'
            + b"a" * 1000
            + b'"><!ENTITY b "'
            + b"&a;" * 1000
            + b'">]><RULE><PREAMB><SUBJECT>&b;</SUBJECT></PREAMB></RULE>',
        ),
        ("deep JSON", b'{"document_number": ' + b"[" * 1_000_000),
    ]


@pytest.mark.parametrize(("name", "data"), _hostile(), ids=[name for name, _ in _hostile()])
def test_a_hostile_notice_ends_soon_in_an_error_or_marked_as_read_in_part(
    name: str, data: bytes
) -> None:
    """Nothing takes ten seconds of a processor, and nothing left out goes unsaid."""
    begun = time.process_time()
    try:
        (reading,) = read_all(data, name=name)
    except ReadError:
        reading = None
    assert time.process_time() - begun < 10
    assert reading is None or reading.partial


@pytest.mark.parametrize(
    "text",
    [
        "商务部公告2031年第20号\n决定自2031年11月10日起，暂停实施商务部公告2031年第7号。\n商务部\n2031年11月7日\n",
        EU.replace("amending", "suspending the application of"),
        API.replace("Additions and Removals of Entries", "Suspension of Entries"),
    ],
)
def test_a_suspension_without_an_end_says_so(text: str) -> None:
    """In every gazette the last day of what has one is missed aloud."""
    notice = read_notice(text.encode())
    assert (notice.effect, notice.until) == ("suspend", None)
    assert "until: not found" in notice.missing
