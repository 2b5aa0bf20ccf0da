"""What is told in passing: rounds of talks before this one, further sides, lists of people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read.proposal import Reading

Read = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("text", "sessions"),
    [
        (
            (
                "After talks in Geneva in May, the two sides met in London on Monday. The United"
                " States and China are at odds."
            ),
            [("Geneva", "2025-05"), ("London", "2025-07-28")],
        ),
        (
            "The round in Stockholm in March led to little, Chinese and US officials said.",
            [("Stockholm", "2025-03")],
        ),
        ("Chinese and US officials said a further round in Stockholm in July would help.", []),
    ],
)
def test_a_round_told_in_passing_is_a_session(
    read: Read, text: str, sessions: list[tuple[str, str]]
) -> None:
    """Not one to come, nor the place of the next."""
    found = [each for each in read(text).proposals if each.type == "talks_session"]
    assert [(each.value("place"), each.value("day")) for each in found] == sessions


def test_a_further_side_of_a_promise_owes_its_own_term(read: Read) -> None:
    """Two terms of one sentence."""
    found = read(
        "China agreed to postpone by one year the controls on rare earths, and the US to suspend"
        " for a year its 50% affiliates rule, the White House said."
    )
    terms = [each for each in found.proposals if each.type == "agreement_term"]
    assert [(each.value("obligor"), each.value("obligation")) for each in terms] == [
        ("CN", "postpone by one year the controls on rare earths"),
        ("US", "suspend for a year its 50% affiliates rule"),
    ]


def test_what_is_going_to_be_done_is_the_duty(read: Read) -> None:
    """Not the going."""
    found = read(
        'China will validate the deal, "and they\'re going to approve the licenses for magnets",'
        " Howard Lutnick said on Friday."
    )
    terms = [each for each in found.proposals if each.type == "agreement_term"]
    assert [(each.value("obligation"), each.modality) for each in terms] == [
        ("validate the deal", "will"),
        ("approve the licenses for magnets", "will"),
    ]


def test_the_next_name_of_a_list_is_no_office(read: Read) -> None:
    """A list of people tells no office."""
    found = read(
        "Bessent met He Lifeng, Wang Wentao and Li Chenggang in London on Monday for talks"
        " between the United States and China."
    )
    offices = {
        each.value("person"): each.value("office")
        for each in found.proposals
        if each.type == "delegation_member"
    }
    assert offices["He Lifeng"] == "Vice Premier"
    assert "Wang Wentao" not in offices.values()


def test_a_brand_behind_a_firm_is_no_verb(read: Read) -> None:
    """The conduct is told whole."""
    found = read(
        "China accused the United States of seriously violating the Geneva accord by issuing"
        " guidance against Huawei Ascend chips and halting sales of chip design software."
    )
    (told,) = [each for each in found.proposals if each.type == "allegation"]
    assert str(told.value("conduct")).endswith("halting sales of chip design software")


def test_what_is_asked_in_return_is_told_whole(read: Read) -> None:
    """A list does not end at its "and"."""
    found = read(
        "The curbs on chips will be dropped, Trump wrote, in return for full magnets and any"
        " necessary rare earths supplied up front by China."
    )
    (told,) = [each for each in found.proposals if each.type == "measure"]
    assert str(told.value("condition")).endswith("supplied up front by China")


def test_goods_end_before_the_month(read: Read) -> None:
    """What they are made from is theirs, when it was done is not."""
    found = read(
        "Rare earths are used in cars. China restricted exports of magnets made from them in April."
    )
    (told,) = [each for each in found.proposals if each.type == "measure"]
    assert told.value("goods") == "magnets made from them"


def test_who_is_known_speaks_for_his_own_side(read: Read) -> None:
    """Whatever the sentence puts together."""
    found = read(
        "After talks in Geneva in May, the two sides met in London on Monday. The US and China were"
        " represented by Bessent and He Lifeng."
    )
    sides = {
        each.value("person"): each.value("side")
        for each in found.proposals
        if each.type == "delegation_member"
    }
    assert sides == {"Scott Bessent": "US", "He Lifeng": "CN"}
