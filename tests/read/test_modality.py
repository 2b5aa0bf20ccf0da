"""How surely: did, will, possible, demanded, whatever carries it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Proposal, Reading


def _measure(reading: Reading, action: str) -> Proposal:
    return next(
        each
        for each in reading.proposals
        if each.type == "measure" and each.value("action") == action
    )


@pytest.mark.parametrize(
    ("text", "action", "modality"),
    [
        (
            "The Commerce Department is drafting a rule that would restrict chip sales to Laos.",
            "impose",
            "prepared-to",
        ),
        ("The US is considering a rule that would bar sales of chips.", "impose", "possible"),
        ("Tokyo is weighing a plan to curb exports of photoresist.", "impose", "possible"),
        ("The US is expected to announce that it will ease controls on chips.", "ease", "expected"),
        ("Washington had hoped China would relax its controls on magnets.", "ease", "demanded"),
        ("One option is a pause in US export controls on chips.", "suspend", "possible"),
        ("The talks are aimed at getting China to lift its magnet controls.", "lift", "demanded"),
        ("Beijing's demand is that Washington lift its curbs on chips.", "lift", "demanded"),
        ("Beijing's main demand is a rollback of US controls on chips.", "lift", "demanded"),
        ("Getting Seoul to drop its limits on chips is a goal for Beijing.", "lift", "demanded"),
        ("The United States has suspended sales of chips, the Post reported.", "impose", "did"),
    ],
)
def test_what_stands_around_an_act_tells_how_sure_it_is(
    text: str, action: str, modality: str, read: Callable[..., Reading]
) -> None:
    """A wish, a draft, an option or a report is heard, wherever the sentence puts it."""
    assert modality == _measure(read(text), action).modality


@pytest.mark.parametrize(
    ("text", "action", "names"),
    [
        (
            "China paused its curbs on gallium. The commerce ministry said it paused them in May.",
            "suspend",
            ["China's Ministry of Commerce"],
        ),
        (
            "China said it had paused its curbs on gallium. It paused them in May, an envoy said.",
            "suspend",
            ["China"],
        ),
        (
            "An official said shippers fear the controls on gallium that China imposed in April.",
            "impose",
            [],
        ),
    ],
)
def test_a_measure_has_the_source_that_tells_it(
    text: str, action: str, names: list[str], read: Callable[..., Reading]
) -> None:
    """The next sentence lends its source; what is known already has none."""
    assert names == [link.name for link in _measure(read(text), action).attribution]
