# ruff: noqa: E501, RUF001  (the samples keep the announcements' lines and punctuation)
"""Announcements of China's Ministry of Commerce in their layouts; facts and parties are invented."""

from __future__ import annotations

from datetime import date

import pytest

from comity.read.notices.notice import Notice, gazette_of, read_notice


def _read(text: str) -> Notice:
    return read_notice(text.encode())


def _codes(notice: Notice, scheme: str) -> list[str]:
    return [each.code for each in notice.codes if each.scheme == scheme]


CONTROLS = """商务部 海关总署公告2031年第7号 公布对甲乙相关物项实施出口管制的决定
【发布单位】安全与管制局
【发布文号】商务部 海关总署公告2031年第7号
【发文日期】2031年03月04日
根据《中华人民共和国两用物项出口管制条例》（自2024年12月1日起施行的）有关规定，决定对下列物项实施出口管制：
（一）1C999.a金属甲（参考海关商品编号：2805301910）。
（二）1C999.b氧化甲及其混合物(参考海关商品编号:2846901920、2846901993、3824999930)。
（三）3B999 设备（税则号列：8479.8999.59）。咨询电话：010-65190000
{clause}
商务部 海关总署
{day}
"""


@pytest.mark.parametrize(
    ("clause", "effective", "phases"),
    [
        ("本公告自公布之日起正式实施。", date(2031, 3, 4), []),
        ("本公告自发布之日起正式实施。", date(2031, 3, 4), []),
        ("本公告自2031年5月1日起实施。", date(2031, 5, 1), []),
        (
            "本公告第一条第（一）、（二）项自2031年5月1日起实施，第（三）项自公布之日起实施。",
            date(2031, 3, 4),
            [date(2031, 5, 1)],
        ),
    ],
)
def test_controls_give_number_days_codes_and_effect(
    clause: str, effective: date, phases: list[date]
) -> None:
    """A code is read whole where a letter follows it; another act's day is not the notice's."""
    notice = _read(CONTROLS.format(clause=clause, day="2031年3月4日"))
    assert (notice.number, notice.issuer) == ("7/2031", "MOFCOM and GAC")
    assert notice.citation == "MOFCOM and GAC Announcement No. 7 of 2031"
    assert (notice.published, notice.effective) == (date(2031, 3, 4), effective)
    assert phases == [one.day for one in notice.phases]
    assert notice.effect == "impose"
    assert _codes(notice, "cn") == ["1C999.a", "1C999.b", "3B999"]
    assert {"2805301910", "2846901920", "2846901993", "3824999930", "8479899959"} == set(
        _codes(notice, "hs")
    )
    assert notice.missing == ()


def test_numbers_and_days_are_read_in_characters_and_in_traditional_letters() -> None:
    """第十八号, 二〇三一年, 號: the same facts; the quotes keep the letters as they stand."""
    text = "商務部公告2031年第十八號 公佈對甲物項實施出口管制的決定\n（管制編碼：1E999.a）\n本公告自發佈之日起實施。\n商務部\n二〇三一年三月二十四日\n"
    notice = _read(text)
    assert (notice.number, notice.published) == ("18/2031", date(2031, 3, 24))
    assert (notice.effective, notice.effect) == (date(2031, 3, 24), "impose")
    assert _codes(notice, "cn") == ["1E999.a"]
    for span in (notice.quotes or {}).values():
        assert text[span.start : span.end] == span.text


def test_a_suspension_names_every_announcement_once_and_not_its_own() -> None:
    """The title's series, the list below and two issuers; from the day of issue until the last."""
    notice = _read(
        "商务部 海关总署公告2031年第70号 公布暂停实施商务部 海关总署公告2031年第55号、56号及商务部公告2031年第61号的决定\n"
        "【发文日期】2031年11月07日\n经批准，决定自即日起至2032年11月10日，暂停实施以下公告：\n"
        "一、商务部 海关总署公告2031年第55号；\n二、商务部公告2031年第61号。\n商务部 海关总署\n2031年11月7日\n"
    )
    assert (notice.number, notice.effect) == ("70/2031", "suspend")
    assert (notice.effective, notice.until) == (date(2031, 11, 7), date(2032, 11, 10))
    assert notice.concerns == ("55/2031", "56/2031", "61/2031")


@pytest.mark.parametrize(
    ("clause", "effect", "until"),
    [
        ("自2031年5月14日起，暂停商务部公告2031年第21号措施90天。", "suspend", date(2031, 8, 12)),
        (
            "自2031年5月14日起，继续暂停商务部公告2031年第21号措施一年。",
            "extend",
            date(2032, 5, 14),
        ),
        ("自2031年5月14日起，停止商务部公告2031年第21号措施。", "lift", None),
    ],
)
def test_a_length_of_time_is_worked_out(clause: str, effect: str, until: date | None) -> None:
    """Ninety days and a year count from the effective day; no number of its own is not guessed."""
    notice = _read(f"商务部关于名单措施的公告\n{clause}\n商务部\n2031年5月12日\n")
    assert (notice.number, notice.concerns) == (None, ("21/2031",))
    assert (notice.effect, notice.until) == (effect, until)
    assert (notice.published, notice.effective) == (date(2031, 5, 12), date(2031, 5, 14))
    assert "number: not found" in notice.missing


def test_parties_in_a_sentence_have_both_names() -> None:
    """The mechanism's announcement, its number without 第, the parties of the operative sentence."""
    notice = _read(
        "不可靠实体清单工作机制公告〔2031〕7号\n根据《中华人民共和国对外贸易法》等，决定将甲公司（Alpha Drones, Inc.）、"
        "BETA无人机公司（Beta Holdings LLC）等11家企业列入不可靠实体清单，禁止上述企业在中国境内新增投资。\n"
        "本公告自公布之日起实施。\n不可靠实体清单工作机制\n（商务部代章）\n2031年4月4日\n"
    )
    assert notice.citation == "Unreliable Entity List Working Mechanism Announcement No. 7 of 2031"
    assert [(each.party, each.aliases) for each in notice.listings] == [
        ("Alpha Drones, Inc.", ("甲公司",)),
        ("Beta Holdings LLC", ("BETA无人机公司",)),
    ]
    assert {"cn-unreliable-entity-list"} == {each.list for each in notice.listings}
    assert (notice.published, notice.effective) == (date(2031, 4, 4), date(2031, 4, 4))


def test_parties_in_an_annex_have_the_country_of_the_title() -> None:
    """A numbered list after the signature, with addresses between; "stop at once" lifts nothing."""
    notice = _read(
        "商务部公告2031年第21号 公布将3家美国实体列入出口管制管控名单\n【发文日期】2031年04月04日\n"
        "决定将Alpha Aerospace等3家美国实体列入出口管制管控名单（见附件）；正在开展的相关出口活动应当立即停止。\n"
        "本公告自公布之日起正式实施。\n商务部\n2031年4月4日\n附件\n出口管制管控名单\n"
        "1. 甲航空公司（Alpha Aerospace）\n地址：1 Road, Ohio\n2.乙技术公司(Beta Technologies, Inc.)\n3. Gamma Corporation\n"
    )
    assert notice.effect == "impose"
    assert [(each.party, each.place) for each in notice.listings] == [
        ("Alpha Aerospace", "US"),
        ("Beta Technologies, Inc.", "US"),
        ("Gamma Corporation", "US"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "MOFCOM Announcement No. 62 of 2031: Decision on Implementing Export Controls\n[Issuing Date] October 9, 2031",
        "Announcement No. 62 [2031] of the Ministry of Commerce and the General Administration of Customs\nAnnouncement on the Decision to Impose Export Controls",
        "Ministry of Commerce Announcement No. 62, 2031\nOn Implementing Export Controls",
        "MOFCOM Announcement 2031 No. 62\nDecision to Strengthen Export Controls",
    ],
)
def test_english_texts_number_themselves_in_several_ways(head: str) -> None:
    """Number, day, control code and effective day are read from each."""
    notice = _read(
        f"{head}\nI. The following may not be exported without permission: technology (Control Code: 1E999.a), "
        "oxide (reference HS code: 2841801000).\nThis Announcement shall come into force on the date of promulgation.\n"
        "Ministry of Commerce\nOctober 9, 2031\n"
    )
    assert (notice.number, notice.effect) == ("62/2031", "impose")
    assert (notice.published, notice.effective) == (date(2031, 10, 9), date(2031, 10, 9))
    assert (_codes(notice, "cn"), _codes(notice, "hs")) == (["1E999.a"], ["2841801000"])


def test_an_english_suspension_gives_its_end() -> None:
    """From now until a day, with a paragraph of another announcement."""
    notice = _read(
        "Ministry of Commerce Announcement No. 72 of 2031\nUpon approval, Paragraph 2 of MOFCOM Announcement No. 46 of 2030 "
        "is suspended from now until November 27, 2032.\nMinistry of Commerce\n9 November 2031\n"
    )
    assert ("suspend", date(2031, 11, 9), date(2032, 11, 27)) == (
        notice.effect,
        notice.effective,
        notice.until,
    )
    assert notice.concerns == ("46/2030",)


def test_a_report_of_an_announcement_is_no_announcement() -> None:
    """A story names the number in a sentence of its own."""
    assert (
        gazette_of(
            "On 7 November, China's Ministry of Commerce issued Announcement No. 70 of 2031."
        )
        is None
    )
    assert gazette_of("10月9日，商务部发布公告2031年第61号，宣布实施出口管制。") is None


def test_several_ministries_and_a_number_below_the_heading() -> None:
    """The heading on lines of its own, four issuers in their field, acts repealed at once."""
    notice = _read(
        "中华人民共和国商务部\n公  告\n2031年 第31号\n\n关于将有关实体列入出口管制管控名单的公告\n决定将甲公司（Alpha Inc）等8家台湾实体列入出口管制管控名单。\n"
        "本公告自公布之日起正式实施。2006年9月5日商务部、海关总署联合发布的第50号公告同时废止。\n    商务部\n    2031年7月9日\n"
    )
    assert (notice.number, notice.effect, notice.concerns) == ("31/2031", "impose", ("50/2006",))
    assert [(each.party, each.place) for each in notice.listings] == [("Alpha Inc", "TW")]
    several = _read(
        "公布出口管制清单\n【发布单位】商务部 工业和信息化部 海关总署\n【发布文号】公告2031年第51号\n【发文日期】2031年11月15日\n现予公布，并自2031年12月1日起实施。\n"
    )
    assert several.issuer == "MOFCOM, MIIT and GAC"
    assert (several.number, several.effective) == ("51/2031", date(2031, 12, 1))


def test_a_spokesperson_s_answer_gives_its_effect_but_no_number() -> None:
    """What continues is an extension by ninety days; the announcements named have the year told."""
    notice = _read(
        "商务部新闻发言人就名单措施答记者问\n2031-08-12 15:00\n答：商务部于2031年4月4日和9日分别发布了第21号和22号公告，将28家美国实体列入出口管制管控名单。"
        "决定自2031年8月12日起，对于2031年4月4日被列入出口管制管控名单的16家美国实体，继续暂停上述相关措施90天。\n"
    )
    assert (notice.number, notice.effect) == (None, "extend")
    assert (notice.effective, notice.until) == (date(2031, 8, 12), date(2031, 11, 10))
    assert notice.concerns == ("21/2031", "22/2031")


def test_codes_that_are_referred_to_are_not_changed() -> None:
    """非1C226项 and the items that a technology is for are named, not controlled anew."""
    notice = _read(
        "商务部公告2031年第10号 公布对甲物项实施出口管制的决定\n（一）1C117.d 甲材料；非1C226项管制的乙。\n（二）1E004 生产1C004、1C117.d项物项的技术\n"
        "本公告自发布之日起实施。\n商务部\n2031年2月4日\n"
    )
    assert {each.code: each.is_changed for each in notice.codes} == {
        "1C117.d": True,
        "1C226": False,
        "1E004": True,
        "1C004": False,
    }


def test_a_last_day_belongs_to_its_whole_sentence() -> None:
    """However many announcements stand between the day and the verb, it is the suspension's end."""
    listed = "、".join(
        f"{number}号（公布对甲乙丙丁相关物项实施出口管制的决定）" for number in range(55, 63)
    )
    notice = _read(
        "商务部公告2031年第70号 公布暂停实施若干公告的决定\n"
        f"经批准，自即日起至2032年11月10日，商务部公告2030年第54号、{listed}暂停实施。\n商务部\n2031年11月7日\n"
    )
    assert (notice.effective, notice.until) == (date(2031, 11, 7), date(2032, 11, 10))


@pytest.mark.parametrize(
    ("issued", "day", "effective"),
    [
        ("2031年4月4日", "4月4日12时01分", date(2031, 4, 4)),
        ("2031年12月31日", "1月1日", date(2032, 1, 1)),
    ],
)
def test_a_day_without_a_year_is_the_nearest(issued: str, day: str, effective: date) -> None:
    """The year is that of the day of issue, or the next where that is nearer."""
    notice = _read(
        f"商务部公告2031年第21号 公布将甲公司列入出口管制管控名单\n本公告自{day}起正式实施。\n商务部\n{issued}\n"
    )
    assert notice.effective == effective


def test_a_prohibition_for_a_time_has_an_end() -> None:
    """A ban from the day of issue to a day is imposed until then."""
    notice = _read(
        "商务部 海关总署公告2031年第38号 公布对甲气实施临时禁止出口管理的决定\n"
        "自本公告公布之日起至2031年12月31日，禁止出口甲气（海关商品编号：2804290010）。\n商务部\n2031年7月10日\n"
    )
    assert (notice.effect, notice.until) == ("impose", date(2031, 12, 31))


def test_issuers_may_stand_between_the_word_and_the_number() -> None:
    """The heading of an English announcement may name its issuers before its number."""
    notice = _read(
        "Announcement of the Ministry of Commerce No. 46 [2031] on Strengthening Export Control\n"
        "This Announcement shall take effect at 12:01 on May 9, 2031.\nMinistry of Commerce\nMay 3, 2031\n"
    )
    assert (notice.number, notice.issuer) == ("46/2031", "MOFCOM")
    assert (notice.published, notice.effective) == (date(2031, 5, 3), date(2031, 5, 9))


def test_names_may_hold_spaces_and_marks() -> None:
    """What is said of a party before its name is no part of it."""
    notice = _read(
        "不可靠实体清单工作机制公告〔2031〕3号\n决定将参与军售的甲公司（Alpha Inc.）、LKD 航天公司（LKD Example）"
        "列入不可靠实体清单。\n本公告自公布之日起实施。\n不可靠实体清单工作机制\n2031年1月15日\n"
    )
    assert [(each.party, each.aliases) for each in notice.listings] == [
        ("Alpha Inc.", ("甲公司",)),
        ("LKD Example", ("LKD 航天公司",)),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "商务部 海关总署 国家国防科工局 中央军委装备发展部公告2031年第28号 关于对甲物项实施出口管制的公告",
        "税委会公告2031年第28号\n关于对甲物项加征关税的公告",
        "Announcement No. 28 of the Ministry of Commerce in 2031\nOn Export Control of Certain Items",
    ],
)
def test_any_organ_may_issue(heading: str) -> None:
    """An organ is known by its last letter; in English it may stand between number and year."""
    notice = _read(
        f"{heading}\n自2031年9月1日起实施。\nfrom September 1, 2031\n商务部\n2031年7月31日\n"
    )
    assert (notice.number, notice.effective) == ("28/2031", date(2031, 9, 1))


def test_the_day_of_a_clause_is_no_day_of_issue() -> None:
    """A page's own day is; without one it is not guessed from the last sentence."""
    text = "商务部公告2031年第31号 关于调整甲物项出口管制措施的公告\n{day}有关事项如下：\n八、本公告自2031年9月1日起正式实施。\n"
    assert _read(text.format(day="2031-07-31\n")).published == date(2031, 7, 31)
    assert "date: not found" in _read(text.format(day="")).missing


def test_a_mechanism_is_cited_by_its_bracketed_year() -> None:
    """The words in brackets are an announcement of the mechanism, though the word is left out."""
    notice = _read(
        "不可靠实体清单工作机制关于调整措施的公告\n决定自2031年11月10日起，继续暂停公告（不可靠实体清单工作机制〔2031〕7号）"
        "相关措施1年。\n不可靠实体清单工作机制\n2031年11月9日\n"
    )
    assert notice.concerns == ("UEL 7/2031",)
    assert notice.until == date(2032, 11, 10)


def test_what_is_asked_from_a_day_on_holds_from_then() -> None:
    """A license that exporters must have from a day is required from that day."""
    notice = _read(
        "商务部 海关总署公告2031年第7号 公布对甲物项实施出口许可证管理有关事项\n成文日期：2031年1月20日\n"
        "自2031年3月1日起，出口上述货物的企业应当取得出口许可证。\n"
    )
    assert (notice.published, notice.effective) == (date(2031, 1, 20), date(2031, 3, 1))


def test_a_page_s_clock_is_no_party() -> None:
    """A line of digits is no name, though a list of names is numbered as a day is."""
    notice = _read(
        "16.02.2031  17:40\n不可靠实体清单工作机制公告〔2031〕1号\n"
        "决定将甲公司（Alpha Inc.）列入不可靠实体清单。\n本公告自公布之日起实施。\n2.03.2031\n2031年2月16日\n"
    )
    assert [each.party for each in notice.listings] == ["Alpha Inc."]


PLAIN = """{head}
根据《中华人民共和国出口管制法》等法律法规有关规定，经国务院批准，决定对某物项实施出口管制。
{when}
商务部 海关总署
2031年8月15日
"""


@pytest.mark.parametrize(
    "head",
    [
        "关于对某物项实施出口管制的公告（商务部 海关总署公告2031年第40号）",
        "商务部 海关总署2031年第40号公告",
        "标题：关于对某物项实施出口管制的公告\n发文字号：商务部 海关总署公告2031年第40号",
        "商務部 海關總署公告〔2031〕40號\n關於對某物項實施出口管制的公告",
    ],
)
def test_a_number_stands_in_a_heading_in_several_ways(head: str) -> None:
    """Behind the title in brackets, before the word, in a field, in traditional letters."""
    notice = _read(PLAIN.format(head=head, when="本公告自2031年9月1日起正式实施。"))
    assert (notice.number, notice.effective) == ("40/2031", date(2031, 9, 1))


@pytest.mark.parametrize(
    ("when", "effective", "until"),
    [
        ("2031年9月1日起实施。", date(2031, 9, 1), None),
        ("自2031年9月1日开始实施。", date(2031, 9, 1), None),
        ("实施日期：2031年9月1日", date(2031, 9, 1), None),
        ("【生效日期】2031-09-01", date(2031, 9, 1), None),
        ("本公告自发布之日起30日后施行。", date(2031, 9, 14), None),
        ("本公告自公布之日起满30日施行。", date(2031, 9, 14), None),
        ("自公告之日起暂停进口。", date(2031, 8, 15), None),
        ("自2031年9月1日至2032年8月31日实施。", date(2031, 9, 1), date(2032, 8, 31)),
        ("特此公告。", None, None),
    ],
)
def test_a_beginning_is_told_in_several_ways(
    when: str, effective: date | None, until: date | None
) -> None:
    """A field, a bare day, a number of days after, a span of days."""
    notice = _read(PLAIN.format(head="商务部 海关总署公告2031年第40号 关于某物项的公告", when=when))
    assert (notice.effective, notice.until) == (effective, until)
    assert ("effective date: not found" in notice.missing) == (effective is None)


@pytest.mark.parametrize(
    ("title", "effect"),
    [
        ("关于对某国加征关税商品第二次排除延期清单的公告", "extend"),
        ("关于对原产于某国的进口商品加征关税的公告", "impose"),
        ("关于某物项出口管制公开征求意见的公告", "propose"),
        ("关于对某国商品继续不加征关税的公告", "extend"),
    ],
)
def test_a_title_tells_what_is_done_not_what_it_is_done_to(title: str, effect: str) -> None:
    """Goods that bear a tariff are no act; nor is a draft."""
    text = (
        f"税委会公告2031年第3号 {title}\n现公告如下：见附件。\n国务院关税税则委员会\n2031年8月15日"
    )
    assert _read(text).effect == effect


def test_what_others_did_before_is_no_day_of_the_announcement() -> None:
    """Days told before the legal basis are background."""
    text = "国务院关税税则委员会公告2031年第3号\n某国政府宣布，自2030年10月1日起，对从中国进口的车辆加征100%关税。\n根据《中华人民共和国关税法》，经国务院批准，自2031年3月20日起，对原产于该国的部分进口商品加征关税。有关事项如下：\n一、见附件。"
    notice = _read(text)
    assert (notice.effective, notice.phases, notice.effect) == (date(2031, 3, 20), (), "impose")


@pytest.mark.parametrize(
    "text",
    [
        "據某報報道，根據《中華人民共和國出口管制法》等法律法規，經國務院批准，決定採取以下出口管制措施：\n一、禁止出口某物項。",
        "To safeguard national security, in accordance with the Export Control Law of the People's Republic of China, the following export control measures are hereby implemented:\nI. Items listed in Annex 1 to this Announcement may not be exported.",
    ],
)
def test_words_of_an_announcement_are_read_without_its_title(text: str) -> None:
    """A reprint that leaves out the heading says so."""
    assert gazette_of(text) == "mofcom"
    notice = _read(text)
    assert (notice.number, notice.effect) == (None, "impose")
    assert "number: not found" in notice.missing


def test_an_order_that_promulgates_rules_imposes_them() -> None:
    """Where nothing says what the rules do, that they are brought into force counts."""
    text = "中华人民共和国商务部令\n二〇三一年 第1号\n《某办法》经国务院批准，现予公布，自公布之日起施行。\n部长 某某\n2031年1月9日"
    notice = _read(text)
    assert (notice.number, notice.effect, notice.effective) == (
        "1/2031",
        "impose",
        date(2031, 1, 9),
    )


def test_what_importers_have_to_do_from_a_day_on_holds_from_then() -> None:
    """A duty needs no word for taking effect; a heading of the tariff is a code."""
    text = "商务部公告2031年第42号 关于对某产品实施临时反倾销措施的公告\n根据《反倾销条例》的规定，商务部决定采用保证金形式。\n自2031年10月11日起，进口经营者应提供保证金。\n被调查产品归在《中华人民共和国进出口税则》：22082000项下。\n商务部\n2031年10月8日"
    notice = _read(text)
    assert notice.effective == date(2031, 10, 11)
    assert _codes(notice, "hs") == ["22082000"]


def test_an_announcement_of_any_issuer_is_read_in_english() -> None:
    """The number may stand in brackets below the title, the clock before the day."""
    text = "Announcement of the Customs Tariff Commission of the State Council on Adjusting the Additional Tariff Measures\n(Announcement No. 7 [2031] of the Customs Tariff Commission)\n\nThe measures shall be adjusted from 12:01 on May 14, 2031.\nCustoms Tariff Commission of the State Council\nMay 13, 2031\n"
    notice = _read(text)
    assert (notice.number, notice.effect) == ("7/2031", "amend")
    assert (notice.published, notice.effective) == (date(2031, 5, 13), date(2031, 5, 14))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Announcement 2031/41\nDecision on Export Control of Certain Items\n", "41/2031"),
        ("MOFCOM Notice No. 2031/41 on Export Control of Certain Items\n", "41/2031"),
        (
            "2031年3月4日 税委会〔2031〕41号\n各直属海关：决定自2031年5月1日起调整税率。\n",
            "41/2031",
        ),
        (
            "发布单位：海关总署\n发布文号：2031年第41号\n根据海关总署公告2030年第66号执行。\n",
            "41/2031",
        ),
        (
            "海關(guān)總署公告2031年第41號（關(guān)于調整標(biāo)準(zhǔn)的公告）\n自2031年5月1日起執(zhí)行。\n",
            "41/2031",
        ),
    ],
)
def test_numbers_are_written_in_many_ways(text: str, number: str) -> None:
    """With the year ahead, behind an issuer's short name, bare in a field, or spelled out by a page."""
    assert _read(text + "商务部 MOFCOM\n").number == number


def test_a_letter_cited_in_a_sentence_is_no_number_of_its_own() -> None:
    """A letter's number stands at the end of its line."""
    assert gazette_of("据悉，税委会〔2031〕41号文已通知各地，税率自下月起调整。\n") is None


@pytest.mark.parametrize(
    ("text", "effective", "effect"),
    [
        (
            (
                "Pursuant to the Export Control Law, it is decided to implement export control on certain "
                "items, which is hereby announced as follows:\nI. Items A may not be exported.\nEffective "
                "Date: May 1, 2031\n"
            ),
            date(2031, 5, 1),
            "impose",
        ),
        (
            (
                "After review the Ministry of Commerce has decided to cease the anti-dumping duties on A.\n"
                "This Announcement shall enter into force as of May 1, 2031.\nMinistry of Commerce of China\n"
                "April 30, 2031\n"
            ),
            date(2031, 5, 1),
            "lift",
        ),
        (
            (
                "[Release Number] Announcement No. 97 of 2031\n[Release Date] 2031-04-30\n"
                "[Implementation Date] 2031-05-01\nThe Classification Issuance Catalog for the export "
                "licenses managed by the Ministry of Commerce is released, and controls apply.\n"
            ),
            date(2031, 5, 1),
            "impose",
        ),
    ],
)
def test_english_reprints_without_a_head_are_read(text: str, effective: date, effect: str) -> None:
    """The words that announce, or those that take effect above a signature, are enough."""
    notice = _read(text)
    assert (notice.effective, notice.effect) == (effective, effect)


def test_a_report_that_something_was_announced_is_no_announcement() -> None:
    """It has neither the words that announce nor a signature."""
    told = "The Ministry of Commerce said the announcement will take effect on May 1, 2031.\n"
    assert gazette_of(told) is None


def test_what_an_earlier_announcement_set_is_no_day_of_this_one() -> None:
    """Neither the day it was issued nor that from which it held."""
    notice = _read(
        "MOFCOM Announcement No. 11, 2031 (on Ending Duties on Item A)\n\nOn April 10, 2026, the MOFCOM "
        "issued its Announcement No. 21 to levy duties on item A as from April 11, 2026.\n\nAs from April "
        "11, 2031, the MOFCOM will terminate the measures.\n\nMinistry of Commerce of China (MOFCOM)\n"
        "April 10, 2031\n"
    )
    assert (notice.published, notice.effective) == (date(2031, 4, 10), date(2031, 4, 11))
    assert (notice.number, notice.effect) == ("11/2031", "lift")


def test_a_site_s_own_day_is_none_of_the_announcement() -> None:
    """When a page was put up is not when the announcement was issued; the signature goes first."""
    page = "海关总署公告2031年第9号（关于调整甲物项管理要求的公告）\n发布时间：2031-05-15 来源：某网 点击：9次\n{}"
    assert _read(page.format("海关总署\n2031年5月14日\n")).published == date(2031, 5, 14)
    stamped = page.replace("发布时间：2031-05-15", "2031-05-15 10:00").format("特此公告\n")
    assert "date: not found" in _read(stamped).missing


def test_what_is_lifted_for_a_stretch_of_time_is_suspended() -> None:
    """Duties not levied from one day to another come back."""
    notice = _read(
        "税委会公告〔2031〕4号\n有关事项公告如下：\n对所列商品，自2031年5月19日至2032年5月18日，不再加征关税。\n"
    )
    assert (notice.effect, notice.until) == ("suspend", date(2032, 5, 18))
    assert notice.effective == date(2031, 5, 19)


def test_a_sentence_may_begin_with_the_day_from_which_it_holds() -> None:
    """No word need lead to the day."""
    notice = _read(
        "海关总署公告2031年第26号（关于简化管理要求的公告）\n2031年7月10日起，对于甲货物，海关不再要求提交证明。\n"
    )
    assert notice.effective == date(2031, 7, 10)


def test_print_that_takes_l_for_a_capital_i_is_read() -> None:
    """Letters misread keep neither the day nor the effect from being found."""
    notice = _read(
        "MOFCOM Announcement No. 18 of 2031\n[ReIease Date] ApriI 4, 2031\n"
        "The Ministry decided to impIement export controIs on item A.\n"
    )
    assert (notice.published, notice.effect) == (date(2031, 4, 4), "impose")


def test_what_is_repealed_by_the_way_is_not_the_effect() -> None:
    """A new announcement that replaces an old one, or a form's empty field, lifts nothing."""
    notice = _read(
        "海关总署公告2031年第40号（关于发布甲格式的公告）\n失效/废止日期：\n"
        "本公告自2031年6月1日起执行。海关总署公告2020年第77号同时废止。\n"
    )
    assert notice.effect == "impose"
