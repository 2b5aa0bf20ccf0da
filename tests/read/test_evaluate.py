"""The scorer: what counts as found, missed, surplus, right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comity.read import Reading, score

STORY = "China eased its curbs on gallium on Monday, the ministry said."


def _gold(reading: Reading) -> dict[str, Any]:
    return reading.json()


def test_a_reading_that_equals_its_annotation_is_perfect(read: Callable[..., Reading]) -> None:
    """Every share is one."""
    reading = read(STORY)
    result = score(_gold(reading), reading.json(), STORY)
    assert 1.0 == result.total.f1 == result.share("slots") == result.share("chains")


def test_another_act_is_missed_and_surplus(read: Callable[..., Reading]) -> None:
    """A measure with another act is not the one annotated."""
    gold = _gold(read(STORY))
    gold["records"][0]["slots"]["action"]["value"] = "impose"
    result = score(gold, read(STORY).json(), STORY)
    assert (result.total.found, result.total.missed, result.total.surplus) == (0, 1, 1)


def test_optional_records_are_neither_missed_nor_surplus(read: Callable[..., Reading]) -> None:
    """What the annotators left open does not count either way."""
    gold = _gold(read(STORY))
    gold["records"][0]["optional"] = True
    assert score(gold, read(STORY).json(), STORY).total.f1 == 1.0
    assert score(gold, {"records": []}, STORY).total.f1 == 1.0


def test_a_wrong_modality_is_told(read: Callable[..., Reading]) -> None:
    """The record is found, its modality is not right."""
    gold = _gold(read(STORY))
    gold["records"][0]["modality"] = "will"
    result = score(gold, read(STORY).json(), STORY)
    assert (result.total.f1, result.share("modality")) == (1.0, 0.0)


def test_a_span_that_quotes_other_characters_is_counted(read: Callable[..., Reading]) -> None:
    """Exactness of spans is measured on every span that was proposed."""
    told = _gold(read(STORY))
    told["records"][0]["evidence"][0]["text"] = "something else"
    assert score(_gold(read(STORY)), told, STORY).share("spans") < 1
