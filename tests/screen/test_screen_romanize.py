"""Chinese and Korean names by whichever romanization they were written in."""

from __future__ import annotations

import pytest

pytest.importorskip("rapidfuzz")

from comity.screen.name import name_forms
from comity.screen.romanize import other_readings


def test_wade_and_giles_is_read_as_pinyin() -> None:
    """A syllable that only Wade and Giles write gives the system away."""
    assert ["mao", "zedong"] in other_readings(["mao", "tse", "tung"])
    assert ["xi", "jinping"] in other_readings(["hsi", "chin", "ping"])


def test_pinyin_is_left_alone() -> None:
    """What pinyin writes too is not read anew."""
    assert other_readings(["zhang", "wei"]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ri Sol-ju", "Lee Seol-ju"),
        ("Choe Ryong Hae", "Choi Ryong-hae"),
        ("Kim Jong Eun", "Gim Jeong-un"),
    ],
)
def test_korean_systems_meet_in_one_reading(one: str, other: str) -> None:
    """Each system's spelling leads to the same words."""
    first = {form.tokens for form in name_forms(one, person=True)}
    second = {form.tokens for form in name_forms(other, person=True)}
    assert first & second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plant No. 20", "20th Plant"),
        ("Fifth Institute", "5th Institute"),
        ("Fund IV LP", "Fund 4 LP"),
    ],
)
def test_numbers_are_read_alike(one: str, other: str) -> None:
    """Ordinals, number words, Roman numerals and number signs lead to the same digits."""
    first, second = (name_forms(text, person=False)[0].tokens for text in (one, other))
    assert sorted(first) == sorted(second)


def test_initials_are_read_apart_and_together() -> None:
    """J.E. may be two initials or one word where nothing says what is named."""
    assert {form.tokens for form in name_forms("J.E. Bolsonaro")} == {
        ("je", "bolsonaro"),
        ("j", "e", "bolsonaro"),
    }
    assert name_forms("J.E. Bolsonaro", person=True)[0].tokens == ("j", "e", "bolsonaro")
