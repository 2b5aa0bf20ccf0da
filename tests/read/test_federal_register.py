# ruff: noqa: E501, RUF001  (the samples keep the gazette's lines and punctuation)
"""The Federal Register in its printed layouts; facts and parties are invented."""

from __future__ import annotations

import json
from datetime import date

import pytest

from comity.errors import ReadError
from comity.read.notices.dates import dates_in
from comity.read.notices.entity_list import Entry, read_listings
from comity.read.notices.notice import Notice, gazette_of, read_notice, read_text
from comity.read.reader import read_source

XML = """<?xml version="1.0" encoding="UTF-8"?>
<RULE><PREAMB><PRTPAGE P="40001"/>
<AGENCY TYPE="F">DEPARTMENT OF COMMERCE</AGENCY><SUBAGY>Bureau of Industry and Security</SUBAGY>
<CFR>15 CFR Parts 744 and 774</CFR><DEPDOC>[Docket No. 310108-0010]</DEPDOC><RIN>RIN 0694-XX00</RIN>
<SUBJECT>Addition of Entities to and Revision of Entry on the Entity List</SUBJECT>
<AGY><HD SOURCE="HED">AGENCY:</HD><P>Bureau of Industry and Security, Department of Commerce.</P></AGY>
<ACT><HD SOURCE="HED">ACTION:</HD><P>Final rule; request for comments.</P></ACT>
<EFFDATE><HD SOURCE="HED">DATES:</HD><P>This rule is effective May 7, 2031, except for amendatory instruction 5, which is effective June 9, 2031. Comments must be received no later than July 6, 2031.</P></EFFDATE>
<FURINF><HD SOURCE="HED">FOR FURTHER INFORMATION CONTACT:</HD><P>The chair, from January 1, 2031.</P></FURINF></PREAMB>
<SUPLINF><P>The rule of October 7, 2029 (94 FR 11111) named ECCN 5A992.c.</P>
<REGTEXT TITLE="15" PART="744"><AMDPAR>1. The authority citation for part 744 continues to read as follows:</AMDPAR>
<AUTH><P>Notice of November 7, 2030, 95 FR 22222 (November 8, 2030).</P></AUTH></REGTEXT>
<REGTEXT TITLE="15" PART="744"><AMDPAR>2. Supplement No. 4 to part 744 is amended:</AMDPAR>
<AMDPAR>a. Under CHINA, PEOPLE'S REPUBLIC OF,</AMDPAR>
<AMDPAR>i. By adding in alphabetical order, entries for “Alpha Osaka Chips (Zhuhai) Co., Ltd.;” and “BETA EXAMPLE;” and</AMDPAR>
<AMDPAR>ii. By removing the entry for “Gamma Example Corp.”;</AMDPAR>
<AMDPAR>b. Under INDIA, by revising the entry for “Delta Example Center.”</AMDPAR>
<AMDPAR>c. Adding, in alphabetical order, a heading for “SINGAPORE” and an entry for “Epsilon Example Pte. Ltd.”</AMDPAR>
<AMDPAR>d. Under UNITED ARAB EMIRATES, the entry for “Zeta Example FZE” is removed.</AMDPAR>
<HD SOURCE="HD1">Supplement No. 4 to Part 744—Entity List</HD>
<GPOTABLE COLS="5"><BOXHD><CHED H="1">Country</CHED><CHED H="1">Entity</CHED></BOXHD>
<ROW><ENT I="01">CHINA, PEOPLE'S REPUBLIC OF</ENT><ENT O="xl"/></ROW>
<ROW><ENT I="28"> </ENT><ENT I="28">*         *         *</ENT></ROW>
<ROW><ENT I="22"> </ENT><ENT>Alpha Osaka Chips (Zhuhai) Co., Ltd., a.k.a., the following two aliases: <LI O="xl">—AOC; <E T="03">and</E></LI><LI>—Alpha Xinpian Co., Ltd.</LI> <LI>No. 1 Chip Road, Zhuhai, China.</LI></ENT>
<ENT>For all items subject to the EAR. (See § 744.11 of the EAR)</ENT><ENT>Presumption of denial.</ENT><ENT>96 FR [INSERT FR PAGE NUMBER] 5/7/31.</ENT></ROW>
<ROW><ENT I="22"> </ENT><ENT>BETA EXAMPLE, 4F, Building 9, Beijing, China.</ENT><ENT>For all items.</ENT><ENT>Case-by-case.</ENT><ENT>96 FR [INSERT FR PAGE NUMBER] 5/7/31.</ENT></ROW>
<ROW><ENT I="01">INDIA</ENT><ENT>Delta Example Center, a.k.a., the following one alias: —DEC. Trombay, India.</ENT><ENT>X</ENT><ENT>Y</ENT><ENT>63 FR 64322.</ENT></ROW>
</GPOTABLE></REGTEXT>
<REGTEXT TITLE="15" PART="774"><AMDPAR>3. In Supplement No. 1 to part 774, Category 3, ECCN 3A090 is revised to read as follows:</AMDPAR></REGTEXT></SUPLINF>
<FRDOC>[FR Doc. 2031-09999 Filed 5-6-31; 4:15 pm]</FRDOC><BILCOD>BILLING CODE 3510-33-P</BILCOD></RULE>"""

PRINTED = """Federal Register / Vol. 96, No. 88 / Wednesday, May 7, 2031 / Rules and Regulations 40001
[FR Doc. 2031–09998 Filed 5–6–31; 8:45 am]
BILLING CODE 4910–13–P
DEPARTMENT OF COMMERCE
Bureau of Industry and Security
15 CFR Part 744
[Docket No. 310108–0010]
RIN 0694–XX00
Additions of Entities to the
Entity List
AGENCY: Bureau of Industry and
Security, Department of Commerce.
ACTION: Final rule.
DATES: This rule is effective May 7, 2031.
FOR FURTHER INFORMATION CONTACT: Chair, Phone: (202) 555–0100,
SUPPLEMENTARY INFORMATION:
2. Supplement No. 4 to part 744 is amended under CHINA, PEOPLE’S REPUBLIC OF, by:
a. Adding in alphabetical order entries for ‘‘Alpha Aero-
space Academy, 9th Institute;’’ and ‘‘Beta Example;’’ and
b. Revising the entry for ‘‘Gamma Example,’’.
Supplement No. 4 to Part 744—Entity List
[FR Doc. 2031–09999 Filed 5–6–31; 8:45 am]
BILLING CODE 3510–33–P
"""

RAW = """[Federal Register Volume 96, Number 88 (Wednesday, May 7, 2031)]
[Rules and Regulations]
[Pages 40001-40004]
From the Federal Register Online via the Government Publishing Office [www.gpo.gov]
[FR Doc No: 2031-09999]

-----------------------------------------------------------------------
DEPARTMENT OF COMMERCE

Bureau of Industry and Security

15 CFR Part 744

[Docket No. 310108-0010]
RIN 0694-XX00

Additions of Entities to the Entity List

AGENCY: Bureau of Industry and Security, Department of Commerce.

ACTION: Final rule.

DATES: This rule is effective May 7, 2031.

FOR FURTHER INFORMATION CONTACT: Chair

0
2. Supplement No. 4 to part 744 is amended:
0
a. Under CHINA, PEOPLE'S REPUBLIC OF, by adding in alphabetical order,
entries for ``Alpha Aerospace Academy, 9th Institute,'' ``Beta Example;'' and
0
b. Under INDIA, by revising the entry for ``Gamma Example''.

Supplement No. 4 to Part 744--Entity List

[FR Doc. 2031-09999 Filed 5-6-31; 4:15 pm]
"""


def _metadata(**more: object) -> Notice:
    told = {
        "document_number": "2031-09999",
        "citation": "96 FR 40001",
        "publication_date": "2031-05-07",
        "title": "Revisions to Controls",
        "action": "Final rule.",
        "type": "Rule",
        "dates": "This rule is effective May 7, 2031.",
        "agencies": [{"raw_name": "DEPARTMENT OF COMMERCE", "name": "Commerce Department"}],
        "cfr_references": [{"title": 15, "part": "744", "chapter": None}],
    }
    return read_notice(json.dumps(told | more).encode())


def test_the_xml_of_a_rule_gives_each_change_of_the_list() -> None:
    """Additions, removals, revisions, a new heading and the passive, each under its destination."""
    notice = read_notice(XML.encode())
    assert [(each.op, each.party, each.place) for each in notice.listings] == [
        ("add", "Alpha Osaka Chips (Zhuhai) Co., Ltd.", "CN"),
        ("add", "BETA EXAMPLE", "CN"),
        ("remove", "Gamma Example Corp.", "CN"),
        ("revise", "Delta Example Center", "IN"),
        ("add", "Epsilon Example Pte. Ltd.", "SG"),
        ("remove", "Zeta Example FZE", "AE"),
    ]
    first = notice.listings[0]
    assert first.aliases == ("AOC", "Alpha Xinpian Co., Ltd.")
    assert first.address == "No. 1 Chip Road, Zhuhai, China."
    assert first.review_policy == "Presumption of denial."
    assert notice.listings[1].address == "4F, Building 9, Beijing, China."
    assert notice.listings[3].aliases == ("DEC",)
    assert "1 of the entries named have no row with details" in notice.missing


def test_the_xml_of_a_rule_gives_its_facts() -> None:
    """Number, citation, day of publication from its own citation, parts, days, codes."""
    notice = read_notice(XML.encode())
    assert (notice.number, notice.citation) == ("2031-09999", "96 FR 40001")
    assert (notice.published, notice.effective) == (date(2031, 5, 7), date(2031, 5, 7))
    assert notice.effect == "impose"
    assert notice.issuer == "Bureau of Industry and Security, Department of Commerce"
    assert notice.amends == ("15 CFR Part 744", "15 CFR Part 774")
    (phase,) = notice.phases
    assert (phase.day, phase.kind) == (date(2031, 6, 9), "effective")
    assert "amendatory instruction 5" in phase.what
    assert {c.code: c.is_changed for c in notice.codes} == {"5A992.c": False, "3A090": True}


@pytest.mark.parametrize("text", [PRINTED, RAW])
def test_a_printed_rule_gives_the_same(text: str) -> None:
    """The text of a PDF, after the end of another document, and the raw text of the printer."""
    notice = read_notice(text.encode())
    assert (notice.number, notice.citation) == ("2031-09999", "96 FR 40001")
    assert (notice.published, notice.effective) == (date(2031, 5, 7), date(2031, 5, 7))
    assert notice.title == "Additions of Entities to the Entity List"
    assert notice.issuer == "Bureau of Industry and Security, Department of Commerce"
    assert notice.amends == ("15 CFR Part 744",)
    assert [(each.op, each.party) for each in notice.listings] == [
        ("add", "Alpha Aerospace Academy, 9th Institute"),
        ("add", "Beta Example"),
        ("revise", "Gamma Example"),
    ]
    assert any("read the full text as XML" in each for each in notice.missing)


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ("This rule is effective May 7, 2031.", ["effective 2031-05-07"]),
        ("The effective date of this rule is May 7, 2031.", ["effective 2031-05-07"]),
        ("Effective date: May 7, 2031. Comment date: June 1, 2031.", ["effective 2031-05-07"]),
        ("Comments must be received by BIS no later than June 1, 2031.", []),
        (
            (
                "This interim final rule is effective on May 7, 2031, with a compliance date of June 9, "
                "2031. Submit comments on or before July 6, 2031."
            ),
            ["effective 2031-05-07", "compliance 2031-06-09"],
        ),
        (
            "This rule is effective November 10, 2031, through November 9, 2032.",
            ["effective 2031-11-10", "until 2032-11-09"],
        ),
        (
            (
                "The effective date of the rule published on January 15, 2031 (96 FR 4544, January 15, "
                "2031), is delayed until March 21, 2031."
            ),
            ["until 2031-03-21"],
        ),
        (
            (
                "(1) Instructions 3 and 5 are effective on October 7, 2031. (2) Instruction 4 is "
                "effective on October 12, 2031; and (3) the rest is effective October 21, 2031."
            ),
            ["effective 2031-10-07", "effective 2031-10-12", "effective 2031-10-21"],
        ),
    ],
)
def test_dates_are_told_apart(dates: str, told: list[str]) -> None:
    """Comment periods and the days of other documents are no effective days."""
    found = [one for one in dates_in(f"DATES: {dates}") if one.role != "other"]
    assert told == [f"{one.role} {one.day}" for one in found]


def test_a_suspension_runs_until_its_last_day() -> None:
    """One year of it, with the rule that it suspends."""
    notice = _metadata(
        title="One-Year Suspension of an Expansion of End-User Controls",
        dates="This rule is effective November 10, 2031, through November 9, 2032. It suspends 96 FR 40001.",
        citation="96 FR 60001",
    )
    assert ("suspend", date(2031, 11, 10), date(2032, 11, 9)) == (
        notice.effect,
        notice.effective,
        notice.until,
    )
    assert notice.concerns == ("96 FR 40001",)


@pytest.mark.parametrize(
    ("more", "effect"),
    [
        ({"title": "Removal of Entities From the Entity List"}, "lift"),
        ({"title": "Rescission of the Framework"}, "lift"),
        ({"title": "Revocation of Validated End-User Authorizations"}, "impose"),
        ({"title": "Implementation of Controls on Quantum Items"}, "impose"),
        ({"title": "Controls on Quantum Items; Correction"}, "correct"),
        ({"title": "Implementation of Controls", "type": "Proposed Rule"}, "propose"),
        ({"title": "Controls: Delay of Effective Date"}, "delay"),
        ({"title": "Conforming Changes"}, "amend"),
    ],
)
def test_the_effect_is_that_of_title_and_action(more: dict[str, object], effect: str) -> None:
    """A proposed rule imposes nothing, taking back an authorization does."""
    assert effect == _metadata(**more).effect


def test_a_proposed_rule_proposes_no_change_of_tables() -> None:
    """Its event is that it was proposed; there are no goods and no listings."""
    notice = _metadata(type="Proposed Rule", dates="Comments are due June 1, 2031.")
    assert (notice.event() or {})["kind"] == "proposed"
    assert {"acts.csv"} == set(notice.rows())
    assert notice.effective is None
    assert not any("effective" in each for each in notice.missing)


def test_results_of_a_search_are_read_each() -> None:
    """A page of the API's results gives one notice a document."""
    told = json.dumps({"results": [{"document_number": f"2031-0000{n}"} for n in (1, 2)]})
    found = read_text(told, "federal_register")
    assert [one.number for one in found] == ["2031-00001", "2031-00002"]


def test_a_broken_document_says_so() -> None:
    """XML that breaks off, or nests too deep, is read as far as it goes and marked."""
    notice = read_notice(b"<RULE><PREAMB><SUBJECT>Additions</SUBJECT>" + b"<P>" * 10_000)
    assert notice.partial
    assert gazette_of("The Federal Register published a rule on chips, officials said.") is None


def test_a_page_of_the_gazette_gives_the_same_and_says_what_it_lacks() -> None:
    """The title is the page's; day and citation, kept beside the text, are told as not found."""
    page = """<!DOCTYPE html><html lang="en"><head><title>Federal Register :: Additions to the List</title></head><body>
<nav><a href="/">Sections</a></nav><main><h1>Additions to the List</h1><h6>Department of Commerce</h6>
<ul><li>15 CFR Part 744</li><li>RIN 0694-XX00</li></ul><h1>AGENCY:</h1><p>Bureau of Industry and Security, Department of Commerce.</p>
<h1>ACTION:</h1><p>Final rule.</p><h1>SUMMARY:</h1><p>The bureau adds two entities, which were found to act against the interests of the country over the years.</p>
<h1>DATES:</h1><p>This rule is effective May 7, 2031.</p><h1>FOR FURTHER INFORMATION CONTACT:</h1><p>The chair of the committee, by telephone or by mail.</p>
<p>2. Supplement No. 4 to part 744 is amended under CHINA, PEOPLE'S REPUBLIC OF, by adding in alphabetical order entries for “Alpha Example;” and “Beta Example.”</p>
<p>[FR Doc. 2031-09999 Filed 5-6-31; 4:15 pm]</p></main></body></html>"""
    (notice,) = read_source(page.encode())
    assert isinstance(notice, Notice)
    assert (notice.number, notice.title) == ("2031-09999", "Additions to the List")
    assert (notice.effective, notice.amends) == (date(2031, 5, 7), ("15 CFR Part 744",))
    assert [each.party for each in notice.listings] == ["Alpha Example", "Beta Example"]
    assert {"citation: not found", "publication date: not found"} <= set(notice.missing)


HEAD = "2. Supplement No. 4 to part 744 is amended:"


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (
            [
                HEAD,
                "a. Under CHINA, by adding entries for “Alpha A,” “Beta B;” the entry for “Gamma C” is removed, and the entries for “Delta D” and “Epsilon E” are revised.",
            ],
            ["add CN", "add CN", "remove CN", "revise CN", "revise CN"],
        ),
        (
            [
                f"{HEAD[:-1]} under INDIA, by:",
                "a. Adding entries for “Alpha A”;",
                "b. Removing “Beta B”.",
            ],
            ["add IN", "remove IN"],
        ),
        (
            [
                HEAD,
                "a. By adding an entry for KOREA, SOUTH, for “Alpha A”;",
                "b. In the entry for JAPAN, by adding “Beta K.K.”",
            ],
            ["add KR", "add JP"],
        ),
        (
            [
                HEAD,
                "a. Removing, under RUSSIA, the entry for “Alpha A”;",
                "b. By removing the following entity: “Beta B, 1 Road, Tehran, Iran”.",
            ],
            ["remove RU", "remove None"],
        ),
        (
            ["2. Supplement No. 6 to part 744 is amended under CHINA by adding “Alpha A”."],
            ["add CN"],
        ),
        (["3. Section 744.11 is amended by revising “Alpha A”."], []),
    ],
)
def test_instructions_are_read_in_their_several_styles(steps: list[str], told: list[str]) -> None:
    """Active and passive, the destination before or within, inherited from the head or not."""
    assert told == [f"{one.op} {one.place}" for one in read_listings(steps)[0]]


def test_an_older_rule_names_its_additions_in_the_table_alone() -> None:
    """An addition of two Canadian entities is that of the rows of the table under Canada."""
    rows = [
        Entry(
            country="CANADA", lines=(f"{name}, 12 Main Street, Toronto, Canada.",), cells=("All",)
        )
        for name in ("Alpha Trading", "Beta Inc.")
    ]
    steps: list[str | Entry] = [
        HEAD,
        "(a) By adding under Canada, in alphabetical order, two Canadian entities;",
        *rows,
    ]
    found, faults = read_listings(steps)
    assert [(x.op, x.party) for x in found] == [("add", "Alpha Trading"), ("add", "Beta Inc.")]
    assert found[0].address == "12 Main Street, Toronto, Canada."
    assert faults == []


ORDER = """[Federal Register Volume 96, Number 88 (Wednesday, May 7, 2031)]
[Notices]
[Pages 40001-40003]
[FR Doc No: 2031-09997]
-----------------------------------------------------------------------
DEPARTMENT OF COMMERCE

Bureau of Industry and Security

{title}

Example Wings, 1 Airport Road, Exampletown

    Pursuant to section 766.24 of the Regulations, I grant the request. The order of April 7, 2030 was effective upon issuance.

    This Order is effective immediately and shall remain in effect for {length}.

    Dated: May 1, 2031.
[FR Doc. 2031-09997 Filed 5-6-31; 8:45 am]
BILLING CODE 3510-DT-P
"""


@pytest.mark.parametrize(
    ("title", "length", "effect", "until"),
    [
        (
            "Order Temporarily Denying Export Privileges",
            "180 days",
            "impose",
            date(2031, 10, 28),
        ),
        (
            "Order Renewing Temporary Denial of Export Privileges",
            "a period of one (1) year",
            "extend",
            date(2032, 5, 1),
        ),
    ],
)
def test_an_order_without_heads_holds_from_its_signature_for_a_length_of_time(
    title: str, length: str, effect: str, until: date
) -> None:
    """A denial order has neither AGENCY nor DATES: the day it was signed and its last sentence tell."""
    notice = read_notice(ORDER.format(title=title, length=length).encode())
    assert (notice.number, notice.citation) == ("2031-09997", "96 FR 40001")
    assert (notice.title, notice.issuer) == (title, "Bureau of Industry and Security")
    assert (notice.effect, notice.published) == (effect, date(2031, 5, 7))
    assert (notice.effective, notice.until) == (date(2031, 5, 1), until)


def test_the_running_head_of_before_2009_gives_day_and_page() -> None:
    """It is the same head, its parts in another order."""
    old = RAW.replace(
        "[Federal Register Volume 96, Number 88 (Wednesday, May 7, 2031)]",
        "[Federal Register: May 7, 2031 (Volume 96, Number 88)]",
    ).replace("[Pages 40001-40004]", "[Page 40001-40004]")
    notice = read_notice(old.encode())
    assert (notice.citation, notice.published) == ("96 FR 40001", date(2031, 5, 7))


def test_a_page_of_labels_is_read_by_them() -> None:
    """A page without the text tells number, citation and days; it is no story."""
    page = (
        "# Additions to the Entity List\n> **Bureau** · Final rule. · 96 FR 40001\n"
        "- **Document number:** 2031-09999\n- **Federal Register citation:** 96 FR 40001\n"
        "- **Publication date:** 2031-05-07\n- **Effective date:** 2031-05-08\n"
    )
    notice = read_notice(page.encode())
    assert (notice.number, notice.citation) == ("2031-09999", "96 FR 40001")
    assert (notice.published, notice.effective) == (date(2031, 5, 7), date(2031, 5, 8))
    assert notice.effect == "impose"
    assert gazette_of(page.replace("2031-09999", "next year")) is None


def test_compliance_not_required_until_a_day_begins_then() -> None:
    """The day is one for compliance, no end of the rule."""
    notice = _metadata(
        dates="This rule is effective May 7, 2031. Exporters are not required to comply until June 9, 2031."
    )
    assert notice.until is None
    assert [(date(2031, 6, 9), "compliance")] == [(one.day, one.kind) for one in notice.phases]


def test_a_purpose_in_a_title_is_no_extension() -> None:
    """What a rule makes possible is not what it does."""
    title = "Revisions of Order Provisions To Allow for Extended Renewals"
    assert _metadata(title=title).effect == "amend"
    assert _metadata(title="Temporary General License: Extension of Validity").effect == "extend"


def test_the_volume_is_that_of_the_year_of_filing() -> None:
    """A rule alone tells no day; its number is filed in a year, and late December turns it."""
    assert read_notice(XML.encode()).citation == "96 FR 40001"
    bare = XML.replace("96 FR [INSERT FR PAGE NUMBER] 5/7/31.", "")
    assert read_notice(bare.encode()).citation == "96 FR 40001"
    turned = bare.replace("Filed 5-6-31", "Filed 12-30-31").replace('P="40001"', 'P="120"')
    assert read_notice(turned.encode()).citation == "97 FR 120"


def test_a_page_lists_the_number_of_its_own_document_first() -> None:
    """On a page that begins with the end of another document, the listed number counts."""
    page = (
        "Additions of Entities to the Entity List, 40001-40004 [2031-09999]\n\nDownload as PDF "
        "40001 Federal Register / Vol. 96, No. 88 / Wednesday, May 7, 2031 / Rules and Regulations "
        "[FR Doc. 2031–09998 Filed 5–6–31; 8:45 am] BILLING CODE 4910–13–P 15 CFR Part 744 "
        "ACTION: Final rule. AGENCY: SUMMARY: DATES: This rule is effective May 7, 2031, except for "
        "FOR FURTHER INFORMATION CONTACT: Chair."
    )
    notice = read_notice(page.encode())
    assert (notice.number, notice.citation) == ("2031-09999", "96 FR 40001")
    assert (notice.effective, notice.effect) == (date(2031, 5, 7), "impose")


def test_a_paper_set_for_publication_takes_effect_then() -> None:
    """The day set for publication is that of publication, and of what holds upon it."""
    notice = read_notice(
        b"DEPARTMENT OF COMMERCE\n15 CFR Part 774\nRIN 0694-XX00\nRevisions to Controls\n"
        b"AGENCY: Bureau.\nACTION: Final rule.\nThis document is scheduled to be published in the "
        b"Federal Register on 05/07/2031.\nDATES: This rule is effective [INSERT DATE OF PUBLICATION].\n"
        b"SUPPLEMENTARY INFORMATION: ECCN 3A999.\n"
    )
    assert (notice.published, notice.effective) == (date(2031, 5, 7), date(2031, 5, 7))
    assert "number: not found" in notice.missing


def test_a_page_that_begins_in_another_document_gives_its_own_facts() -> None:
    """Days and headings of the document before, on the same printed page, are not its own."""
    page = (
        "Addition of Entities to the Entity List, 40001-40004 [2031-09999]\nDownload as PDF\n40001\n"
        "Federal Register\nVol. 96, No. 88\nWednesday, May 7, 2031\nAviation Office\n"
        "ACTION: Final rule, correction.\nAGENCY:\nDATES: Effective 0901 UTC, August 15, 2031.\n"
        "[FR Doc. 2031–09998 Filed 5–6–31; 8:45 am]\nDEPARTMENT OF COMMERCE\n15 CFR Part 744\n"
        "RIN 0694–XX00\nAddition of Entities to the Entity List\nACTION: Final rule.\nAGENCY:\n"
        "SUMMARY:\nDATES: This rule is effective May 7, 2031.\nFOR FURTHER INFORMATION CONTACT:\nChair.\n"
        "[FR Doc. 2031–09999 Filed 5–6–31; 8:45 am]\n"
    )
    notice = read_notice(page.encode())
    assert (notice.number, notice.citation) == ("2031-09999", "96 FR 40001")
    assert (notice.published, notice.effective) == (date(2031, 5, 7), date(2031, 5, 7))
    assert notice.effect == "impose"


def test_what_applies_as_of_a_day_is_effective_then() -> None:
    """A notice of exclusions has no other word for it, and extends through a day."""
    notice = _metadata(
        title="Notice of Exclusion Extensions",
        action="Notice.",
        dates="The extensions announced in this notice will apply as of May 1, 2031, and extend through June 9, 2031.",
    )
    assert (notice.effective, notice.until) == (date(2031, 5, 1), date(2031, 6, 9))
    assert notice.effect == "extend"


SIMPLE = """[Federal Register Volume 96, Number 40 (Monday, March 3, 2031)]
[Rules and Regulations]
[Pages 11000-11004]
[FR Doc No: 2031-03333]
DEPARTMENT OF COMMERCE
{part}
RIN 0694-XX01
{title}
AGENCY: Bureau of Industry and Security, Department of Commerce.
ACTION: {action}.
SUMMARY: The Bureau acts.
DATES: {dates}
FOR FURTHER INFORMATION CONTACT: Somebody.
"""


def _simple(
    title: str = "Expansion of Controls",
    action: str = "Final rule",
    dates: str = "Effective March 5, 2031.",
    part: str = "15 CFR Part 744",
) -> Notice:
    return read_notice(SIMPLE.format(title=title, action=action, dates=dates, part=part).encode())


@pytest.mark.parametrize(
    ("dates", "effective", "until"),
    [
        ("This rule goes into effect March 5, 2031.", date(2031, 3, 5), None),
        ("The final rule is in effect as of March 5, 2031.", date(2031, 3, 5), None),
        ("EFFECTIVE DATE: 12:01 a.m. EDT, March 5, 2031.", date(2031, 3, 5), None),
        ("Applicable (March 5, 2031).", date(2031, 3, 5), None),
        (
            "The actions described in this notice were effective on March 5, 2031.",
            date(2031, 3, 5),
            None,
        ),
        (
            "The rule published on January 16, 2031 (96 FR 5298), was effective January 16, 2031. This correction is effective March 5, 2031.",
            date(2031, 3, 5),
            None,
        ),
        (
            "This order is effective March 5, 2031, and shall remain in effect for 180 days.",
            date(2031, 3, 5),
            date(2031, 9, 1),
        ),
        (
            "The stay of the rule published at 96 FR 100 is effective March 5, 2031, until March 4, 2032.",
            date(2031, 3, 5),
            date(2032, 3, 4),
        ),
        (
            "The extension is effective March 5, 2031, and will expire at 11:59 p.m. on August 31, 2031.",
            date(2031, 3, 5),
            date(2031, 8, 31),
        ),
        ("See SUPPLEMENTARY INFORMATION for applicable dates.", None, None),
    ],
)
def test_a_day_is_found_in_the_usual_formulas(
    dates: str, effective: date | None, until: date | None
) -> None:
    """What was effective before is another rule's; an order's own verb is no citation."""
    notice = _simple(dates=dates)
    assert (notice.effective, notice.until) == (effective, until)
    assert ("effective date: not found" in notice.missing) == (effective is None)


@pytest.mark.parametrize(
    ("title", "action", "effect"),
    [
        ("Postponement of Compliance Date for Controls", "Final rule", "delay"),
        ("Reinstatement of License Requirements", "Final rule", "resume"),
        ("Order Terminating Order Denying Export Privileges", "Notice", "lift"),
        ("Revocation of General License 8", "Final rule", "impose"),
        ("Revocation of License Requirements", "Final rule", "lift"),
        ("Notice of Debarment", "Notice", "impose"),
        ("Control of Firearms; Withdrawal", "Proposed rule; withdrawal", None),
        ("Meeting of the Technical Advisory Committee", "Notice", None),
    ],
)
def test_what_a_title_does_not_say_is_not_guessed(
    title: str, action: str, effect: str | None
) -> None:
    """A notice that changes no part of the code does nothing that it doesn't say."""
    notice = _simple(
        title=title, action=action, part="" if action == "Notice" else "15 CFR Part 744"
    )
    assert notice.effect == effect
    assert ("effect: not found" in notice.missing) == (effect is None)


@pytest.mark.parametrize(
    ("text", "number", "published", "effective", "effect"),
    [
        (
            "2031-03333. Removal of an Entry From the Entity List\nStart Preamble\nACTION:\nFinal rule.\nSUMMARY:\nThis rule acts.\nDATES:\nThis rule is effective March 5, 2031.\nStart Further InfoFOR FURTHER INFORMATION CONTACT:\nSomebody.",
            "2031-03333",
            None,
            date(2031, 3, 5),
            "lift",
        ),
        (
            "-\nStart Preamble\nAGENCY:\nBureau of Industry and Security.\nACTION:\nFinal rule.\nSUMMARY:\nThis rule amends the EAR by removing two entities under the destination of India.\nDATES:\nThis rule is effective March 5, 2031.",
            None,
            None,
            date(2031, 3, 5),
            "lift",
        ),
        (
            "← All Documents\nFinal Rule\n\nAdditions to the Entity List\n\nThis is a final rule published in the Federal Register.\n\nDocument Number2031-03333\nTypeFinal Rule\nPublishedMar 3, 2031\nEffective DateMar 5, 2031\nRIN0694-XX01\n",
            "2031-03333",
            date(2031, 3, 3),
            date(2031, 3, 5),
            "impose",
        ),
        (
            "Order Renewing Temporary Denial of Export Privileges, 4901-4903 [2031-03333]\nDownload as PDF\nFederal Register / Vol. 96, No. 40 / Monday, March 3, 2031 / Notices\nIV. Order\nAnother order ends here.\n",
            "2031-03333",
            date(2031, 3, 3),
            None,
            "extend",
        ),
        (
            "96_FR_11010 96 FR 11000 - Decisions of a Group; Correction\n\nFederal Register Volume 96, Issue 40 (March 3, 2031)\n\nThis rule corrects errors in a rule published on June 16, 2030 (95 FR 34266).\n\n[Federal Register Volume 96, Number 40 (Monday, March 3, 2031)]\n[Rules and Regulations]\n[Pages 11000-11001]\n[FR Doc No: 2031-03333]\n",
            "2031-03333",
            date(2031, 3, 3),
            None,
            "correct",
        ),
        (
            "96 FR 11000 - Harmonization of Statements\n\nFederal Register Volume 96, Issue 40 (March 3, 2031)\n\n[Federal Register Volume 96, Number 40 (Monday, March 3, 2031)]\n[Proposed Rules]\n[Pages 11000-11001]\n[FR Doc No: 2031-03333]\n",
            "2031-03333",
            date(2031, 3, 3),
            None,
            "propose",
        ),
    ],
)
def test_openings_of_pages_are_recognized_and_what_they_lack_is_said(
    text: str, number: str | None, published: date | None, effective: date | None, effect: str
) -> None:
    """Heads, a listing line, a running head or labels each show a document of the gazette."""
    assert gazette_of(text) == "federal_register"
    notice = read_notice(text.encode())
    assert (notice.number, notice.published, notice.effective, notice.effect) == (
        number,
        published,
        effective,
        effect,
    )
    said = {one.split(":")[0] for one in notice.missing}
    assert ("number" in said) == (number is None)
    assert ("publication date" in said) == (published is None)


def test_columns_read_in_another_order_give_the_action_before_its_head() -> None:
    """Text of a PDF may put the words of two heads before both."""
    text = "Federal Register / Vol. 96, No. 40 / Monday, March 3, 2031 / Rules and Regulations DEPARTMENT OF STATE 22 CFR Part 120 [Public Notice: 1] RIN 1400-XX01 Changes of Terms Department of State. Final rule. AGENCY: ACTION: The Department extended its review. DATES: Effective March 5, 2031. FOR FURTHER INFORMATION CONTACT: Somebody."
    notice = read_notice(text.encode())
    assert (notice.effect, notice.effective) == ("amend", date(2031, 3, 5))


def test_a_story_that_names_the_gazette_is_no_document_of_it() -> None:
    """A citation or a mention is not a running head."""
    story = "The rule, published in the Federal Register on March 3, 2031 (96 FR 11000), takes effect on Wednesday, the Bureau of Industry and Security said."
    assert gazette_of(story) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Rule2031-03333\n\nExpansion of Controls\n\nText below is from the Federal Register.\n\nPublished\nMarch 3, 2031\nEffective\nMarch 5, 2031\n",
            ("2031-03333", date(2031, 3, 3), date(2031, 3, 5), "impose"),
        ),
        (
            "Plenary Agreements; Correction\n\nFederal RegisterMar 3, 2031\n96 Fed. Reg. 13674 (Mar. 3, 2031)\n\nBureau of Industry and Security, Commerce.\n\nFinal rule.\n\nEffective Date: This rule is effective March 5, 2031.\n",
            (None, date(2031, 3, 3), date(2031, 3, 5), "correct"),
        ),
        (
            "Skip to Content\n\nGeneral License: Extension of Validity\n\nStart Preamble\n\nFinal rule.\n\nThis rule is effective March 5, 2031, through May 15, 2031.\n\nStart Further Info\n",
            (None, None, date(2031, 3, 5), "extend"),
        ),
        (
            "REGULATIONS\nBilling Code: 3510-33-P\nDEPARTMENT OF COMMERCE\n15 CFR Parts 710 through 722\n[Docket No. 1-02]\nRIN 0694-XX06\nChemical Rules\n\nSUPPLEMENTARY INFORMATION\n",
            (None, None, None, "amend"),
        ),
        (
            "<PRESDOCU><PRNOTICE><PNOTICE>Notice of May 4, 2031</PNOTICE><HD SOURCE='HED'>Continuation of the National Emergency</HD><FP>I am continuing it.</FP><DATE>May 4, 2031.</DATE><FRDOC>[FR Doc. 2031-11180</FRDOC></PRNOTICE></PRESDOCU>",
            ("2031-11180", None, None, "extend"),
        ),
    ],
)
def test_what_has_lost_its_heads_is_known_by_its_frame(
    text: str, told: tuple[str | None, date | None, date | None, str]
) -> None:
    """A site's labels and marks, a front as filed, a paper of the President, signed not printed."""
    notice = read_notice(text.encode())
    assert told == (notice.number, notice.published, notice.effective, notice.effect)


@pytest.mark.parametrize(
    "text",
    [
        "<RULE/>",
        '{"document_number": null}',
        "<FEDREG><VOL>96</VOL><DATE>Monday, March 3, 2031</DATE><CNTNTS><AGCY><EAR>Agri",
    ],
)
def test_markup_without_a_document_is_an_error(text: str) -> None:
    """An empty shell is no notice of which everything is missing."""
    with pytest.raises(ReadError, match="holds no rule"):
        read_notice(text.encode())


def test_a_page_that_ends_before_its_document_gives_only_what_is_listed() -> None:
    """Days and actions of the document before it, all that is there, are not its own."""
    page = (
        "Addition of Entities to the Entity List, 40001-40004 [2031-09999]\nDownload as PDF\n40001\n"
        "Federal Register\nVol. 96, No. 88\nWednesday, May 7, 2031\nAviation Office\nof June 7, 2030 "
        "(95 FR 26558) FR Doc. 2030–0206 is corrected.\nACTION: Final rule, correction.\nAGENCY:\n"
        "DATES: Effective 0901 UTC, August 15, 2031. The Dir"
    )
    notice = read_notice(page.encode())
    assert (notice.number, notice.citation) == ("2031-09999", "96 FR 40001")
    assert (notice.effective, notice.effect) == (None, "impose")
    assert notice.partial == ("the text ends before the document itself",)


@pytest.mark.parametrize("label", ["FR Document2031-09999", "FR Document No. 2031-09999"])
def test_a_number_may_be_printed_above_the_document(label: str) -> None:
    """A site's label for it may run into it."""
    notice = read_notice(
        f"96 FR 40001 - Revisions to the Controls\n\nDEPARTMENT OF COMMERCE\n\nFederal Register Volume "
        f"96, Issue 88 (May 7, 2031)\n\n{label}\n\n[Rules and Regulations]\nIt is amended.\n".encode()
    )
    assert notice.number == "2031-09999"


@pytest.mark.parametrize("answer", [b"[]", b" { } ", b'{"count": 0, "results": []}'])
def test_an_answer_without_a_document_is_an_error(answer: bytes) -> None:
    """What an API answers where it finds nothing is no story either."""
    with pytest.raises(ReadError, match="holds no"):
        read_notice(answer)
