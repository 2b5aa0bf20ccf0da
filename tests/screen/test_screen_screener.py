"""Tests of screening as a whole: what is found, how sure, and why."""

from __future__ import annotations

import pytest
from known_parties import PARTIES

from comity.screen.party import Asked
from comity.screen.screener import Screener


@pytest.fixture(scope="module")
def screener() -> Screener:
    """A screener of a few parties."""
    return Screener.of(PARTIES)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Huawei Technologies Co., Ltd.", "1"),
        ("huawei technologies", "1"),
        ("HUAWEI TECHNOLGIES CO LTD", "1"),
        ("Hua Wei Technologies", "1"),
        ("Technologies Huawei Co. Ltd", "1"),
        ("Osama bin Laden", "2"),
        ("Usama Bin Ladin", "2"),
        ("Kim Jong-un", "3"),
        ("Korea Trade Bank", "4"),
        ("OOO Inter Tobako", "8"),
    ],
)
def test_a_listed_party_is_found_however_it_is_written(
    screener: Screener, name: str, entry: str
) -> None:
    """Case, order, typos, joined words, spellings and legal forms don't hide a party."""
    assert entry == screener.screen_name(name)[0].party.entry


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("华为技术有限公司", "1"),
        ("華為技術有限公司", "1"),
        ("中国北方工业集团有限公司", "5"),
        ("김정은", "3"),
        ("조선무역은행", "4"),
        ("オウム真理教", "6"),
        ("アレフ", "6"),
        ("أيمن الظواهري", "7"),
        ("أسامة بن لادن", "2"),
        ("Усама бин Ладен", "2"),
        ("ООО «Интер Тобако»", "8"),  # noqa: RUF001  Cyrillic it is
    ],
)
def test_a_listed_party_is_found_across_scripts(screener: Screener, name: str, entry: str) -> None:
    """Han, Hangul, Kana, Arabic and Cyrillic names meet the Latin names of the lists."""
    assert entry == screener.screen_name(name)[0].party.entry


@pytest.mark.parametrize(
    "name",
    ["Siemens AG", "Maria Gonzalez", "Hong Kong Trading Limited", "Bank of America", "Wei Zhang",
     "Technologies Co., Ltd.", "金子太郎", "박지성"],
)  # fmt: skip
def test_a_party_that_is_on_no_list_is_clear(screener: Screener, name: str) -> None:
    """Sharing common words with a listed party is no match."""
    assert screener.screen_name(name) == []


def test_a_number_in_a_name_tells_it_apart(screener: Screener) -> None:
    """Plant 771 is not plant 772."""
    same = screener.screen_name("Shanghai Zhenhua Plant 771")[0]
    other = screener.screen_name("Shanghai Zhenhua Plant 772")
    assert same.band == "match"
    assert not other or other[0].score < same.score
    assert not other or "numbers differ" in other[0].why


def test_context_raises_and_lowers_a_score(screener: Screener) -> None:
    """Country, birth and identifiers weigh, and are named in the reasons."""
    plain = screener.screen_name("Kim Jong Un")[0]
    same = screener.screen_name(Asked(name="Kim Jong Un", place="KP", birth_date="1984-01-08"))[0]
    other = screener.screen_name(Asked(name="Kim Jong Un", place="US", birth_date="1950"))
    assert same.score > plain.score
    assert "same country KP" in same.why
    assert "same date of birth" in same.why
    assert not other or other[0].score < plain.score


def test_a_score_is_never_certainty(screener: Screener) -> None:
    """Even the same name leaves room for another bearer of it."""
    score = screener.screen_name("Huawei Technologies Co., Ltd.")[0].score
    assert 0.9 < score < 1


def test_the_reasons_name_what_matched(screener: Screener) -> None:
    """A person can check the reasons against the two names."""
    why = screener.screen_name("Huavei Technologies")[0].why
    assert 'like the name "Huawei Technologies Co., Ltd."' in why
    assert "same: technology" in why
    assert "huavei ~ huawei" in why
    assert "legal form on one side only" in why


def test_bulk_gives_the_same_as_one_by_one(screener: Screener) -> None:
    """A table of many names holds what each would get alone, in order."""
    names = ["Huawei", "nobody in particular", "Kim Jong Un", "Huawei"]
    table = screener.screen([Asked(name=name, id=str(at)) for at, name in enumerate(names)])
    alone = [(str(at), match.party.entry, match.score) for at, name in enumerate(names)
             for match in screener.screen_name(name)]  # fmt: skip
    columns = (table.column(name).to_pylist() for name in ("id", "entry", "score"))
    assert alone == list(zip(*columns, strict=True))


def test_names_without_letters_are_clear(screener: Screener) -> None:
    """Nothing to compare is nothing found, and no error."""
    assert screener.find([Asked(name=""), Asked(name="!!!"), Asked(name="—")]) == []


def test_a_screener_says_what_it_used(screener: Screener) -> None:
    """The statement counts lists and parties."""
    assert "3 lists" in screener.statement
    assert "10 parties" in screener.statement
