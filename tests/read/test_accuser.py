"""Accusers and accused, governments or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    ("text", "accuser", "accused"),
    [
        (
            "Two Republican lawmakers accused Nvidia of helping the Chinese military.",
            "Two Republican lawmakers",
            "Nvidia",
        ),
        (
            "Wingtech accused the Dutch government of seizing control of Nexperia.",
            "Wingtech",
            "NL",
        ),
        (
            "A UN panel of experts has accused the United Arab Emirates of shipping drones.",
            "UN panel of experts",
            "AE",
        ),
        (
            "President Xi met Trump. Senator Tom Cotton accused TSMC of turning a blind eye.",
            "Tom Cotton",
            "TSMC",
        ),
        (
            "Japan has been accused by China of weaponizing its dominance in photoresists.",
            "CN",
            "JP",
        ),
        (
            "China's foreign ministry charged the US with bullying its allies.",
            "CN",
            "US",
        ),
        (
            (
                "The Commerce Department put five trading houses on the Entity List in June,"
                " saying they had forwarded servers to buyers in Shenzhen."
            ),
            "US",
            "five trading houses",
        ),
        (
            (
                "The United States added two firms on Monday. The Chinese commerce ministry"
                ' called that a "flagrant breach of faith".'
            ),
            "CN",
            "US",
        ),
    ],
)
def test_a_charge_has_its_accuser_and_accused(
    text: str, accuser: str, accused: str, read: Callable[..., Reading]
) -> None:
    """Senators, panels, companies and traders stand under their own names, governments as sides."""
    (charge,) = [each for each in read(text).proposals if each.type == "allegation"]
    assert (accuser, accused) == (charge.value("accuser"), charge.value("accused"))


@pytest.mark.parametrize(
    "text",
    [
        "South Korea's trade minister denied that Seoul had broken its word.",
        "The Commerce Department did not accuse Samsung of any breach.",
        "Washington called on Beijing to end abuses of the licensing system.",
    ],
)
def test_what_is_denied_or_asked_is_no_charge(text: str, read: Callable[..., Reading]) -> None:
    """A denial, a negation and an appeal accuse nobody."""
    assert not [each for each in read(text).proposals if each.type == "allegation"]


def test_one_speaker_s_charges_are_one(read: Callable[..., Reading]) -> None:
    """What a speaker adds to a charge in the next sentence is more conduct, not another charge."""
    text = (
        "China's commerce ministry accused the US of abusing export controls. Such practices"
        " violate the consensus that was reached in Geneva, the ministry said."
    )
    (charge,) = [each for each in read(text).proposals if each.type == "allegation"]
    assert charge.value("agreement") == "Geneva consensus"


def test_a_charge_has_the_day_on_which_its_side_spoke(read: Callable[..., Reading]) -> None:
    """Told in the sentence before it, unless it has been made again and again."""
    texts = {
        "Scott Bessent spoke to reporters on Monday. He accused China of holding back magnets.": [
            "2025-07-28"
        ],
        "Scott Bessent spoke to reporters on Monday. He has accused China of dumping.": [None],
    }
    for text, days in texts.items():
        charges = [each for each in read(text).proposals if each.type == "allegation"]
        assert days == [each.value("time") for each in charges]
