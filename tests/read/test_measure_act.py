"""Which acts are found: by verbs, by nouns, by states, and by clauses that a parser misplaces."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading

Read = Callable[..., Reading]


def _told(reading: Reading) -> list[tuple[object, object, object]]:
    """Return issuer, act and modality of every measure, in order."""
    return [
        (each.value("issuer"), each.value("action"), each.modality)
        for each in reading.proposals
        if each.type == "measure"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Washington put on ice for six months a package of controls on chip tools.",
            [("US", "suspend", "did")],
        ),
        ("The U.S. rule on chip tools has been on hold since Monday.", [("US", "suspend", "did")]),
        (
            "Beijing's curbs on graphite would come off next week, officials said.",
            [("CN", "lift", "will")],
        ),
        ("China's controls on germanium will remain.", [("CN", "maintain", "will")]),
        (
            "China's controls on germanium are not touched by the accord.",
            [("CN", "maintain", "in-force")],
        ),
        (
            "China will refrain for six months from applying its export controls on gallium.",
            [("CN", "suspend", "will")],
        ),
        (
            "Beijing lifted its graphite curbs; Washington did the same with its chip export rule.",
            [("CN", "lift", "did"), ("US", "lift", "did")],
        ),
        (
            "The Commerce Department warned companies against using Huawei's Ascend chips.",
            [("US", "impose", "did")],
        ),
        (
            "Washington wants China's limits on magnets eased.",
            [("CN", "ease", "demanded")],
        ),
        (
            "Limits the U.S. put on sales of chip tools should be removed, he said.",
            [("US", "lift", "demanded")],
        ),
        (
            "On Monday Beijing suspended, until next May, the magnet rules announced in April.",
            [("CN", "suspend", "did"), ("CN", "impose", "did")],
        ),
        (
            "China controls exports of magnets. The ministry said it would shorten review times.",
            [("CN", "impose", "did"), ("CN", "ease", "will")],
        ),
        (
            "Senators urged President Donald Trump in a letter to block sales of AI chips.",
            [("US", "impose", "demanded")],
        ),
        (
            "Beijing said some applications to export magnets have been approved.",
            [("CN", "ease", "did")],
        ),
        (
            "The U.S. blacklisted Hikvision in 2019 and DJI a year later.",
            [("US", "impose", "did"), ("US", "impose", "did")],
        ),
        (
            "The company was notified by the U.S. of a license requirement for its ethane.",
            [("US", "impose", "did")],
        ),
        (
            "Taiwan makes AI chips. Washington ordered TSMC to halt AI chip shipments to China.",
            [("US", "impose", "did")],
        ),
        ("U.S. curbs on ethane are no longer in place.", [("US", "lift", "did")]),
        (
            "China will suspend implementation of its controls on gallium.",
            [("CN", "suspend", "will")],
        ),
        (
            "Cadence got a letter from the U.S. government informing it of new export curbs.",
            [("US", "impose", "did")],
        ),
        (
            "The U.S. limits chip sales. Bessent warned that curbs on plane parts could follow.",
            [("US", "impose", "did"), ("US", "impose", "possible")],
        ),
        (
            "Intel and Qualcomm lost their U.S. licenses to sell chips to Huawei on Tuesday.",
            [("US", "tighten", "did")],
        ),
        (
            "Chinese licenses to export magnets came through on Friday, two firms said.",
            [("CN", "ease", "did")],
        ),
        (
            "Advanced AI chips stay banned from sale to China, the U.S. said.",
            [("US", "maintain", "in-force")],
        ),
        (
            "U.S. curbs on ethane, put in place on May 23, were rolled back on July 2.",
            [("US", "impose", "did"), ("US", "lift", "did")],
        ),
        ("Beijing kept in place its curbs on gallium.", [("CN", "maintain", "in-force")]),
        (
            "Since the U.S. barred exports of chip tools, Chinese plants have bought locally.",
            [("US", "impose", "did")],
        ),
        (
            "The sudden halt in June of exports of ethane by the U.S. hurt Texas.",
            [("US", "impose", "did")],
        ),
        (
            "The U.S. threatened to hit China with export controls on jet parts.",
            [("US", "impose", "possible")],
        ),
        (
            "China said it had approved some magnet exports and would go on doing so.",
            [("CN", "ease", "did"), ("CN", "ease", "will")],
        ),
        (
            "The U.S. told Cadence it needs licenses to sell chip tools, then withdrew the letter.",
            [("US", "impose", "did"), ("US", "lift", "did")],
        ),
        (
            "The revocation in May of Intel's license to sell chips to Huawei by the U.S. hurt.",
            [("US", "tighten", "did")],
        ),
        (
            "China put curbs on exports of metals on Friday, squeezing supplies of graphite.",
            [("CN", "impose", "did")],
        ),
        ("China said exports of magnets would flow again.", [("CN", "ease", "will")]),
        (
            "Beijing has begun handing out licenses to export magnets.",
            [("CN", "ease", "did")],
        ),
        ("The U.S. scrapped a rule capping exports of AI chips.", [("US", "lift", "did")]),
        ("The U.S. wants Chinese magnets to flow again.", [("CN", "ease", "demanded")]),
        (
            "Antimony was added to China's list of restricted minerals on Monday.",
            [("CN", "impose", "did")],
        ),
    ],
)
def test_an_act_is_found_however_it_is_told(
    read: Read, text: str, wanted: list[tuple[str, str, str]]
) -> None:
    """Set phrases, states, wishes and clauses that interrupt tell acts as plain verbs do."""
    assert _told(read(text)) == wanted


def test_a_control_named_by_its_month_came_then(read: Read) -> None:
    """An April ban that is reversed was imposed in April."""
    told = read("Washington on Monday reversed an April ban on sales of AI chips to China.")
    times = {each.value("action"): each.value("time") for each in told.proposals}
    assert times["impose"] == "2025-04"


@pytest.mark.parametrize(
    "text",
    [
        "Shares rose on hopes that Washington would ease its chip curbs.",
        "Beijing is slow to approve exports of magnets, European firms say.",
        "Washington complained of China's slow-rolling approvals of rare earths.",
        "They spoke of how Beijing enforces its bans on magnets.",
        "Any such controls on chips would probably be imposed by the U.S. with its allies.",
        "Beijing banned imports of American sorghum.",
        "Prices fell as licenses to export magnets were handed out.",
        "They agreed on a framework to ease U.S. curbs on chips.",
        "We have seen no easing of Chinese curbs on magnets, an importer said.",
        '"They are going to deliver magnets to us," a U.S. official said of China.',
        "Beijing told firms to stop buying foreign AI chips.",
        "Some in the trade believe Washington will ease its curbs on chips.",
        "They finalized a deal reached in Geneva last month to roll back U.S. curbs on chips.",
    ],
)
def test_hopes_delays_and_import_bans_are_no_measures(read: Read, text: str) -> None:
    """What is hoped for, held up, spoken of or kept out is no control on exports."""
    assert not [each for each in read(text).proposals if each.type == "measure"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            (
                "Lawmakers pressed the White House to restore its restrictions on exports of jet "
                "engines to China."
            ),
            [("US", "impose", "demanded")],
        ),
        ("Britain lowered the cap on exports of helium to Russia.", [("GB", "tighten", "did")]),
        ("Beijing raised its quota for exports of tungsten.", [("CN", "ease", "did")]),
        ("Seoul is weighing steps of its own.", [("KR", "impose", "possible")]),
        (
            (
                "The European Commission might consider countermeasures if licenses for magnets "
                "do not arrive."
            ),
            [("EU", "impose", "possible")],
        ),
        (
            (
                "The measures, introduced by Washington in April, comprise license requirements "
                "for butane and for chip design software."
            ),
            [("US", "impose", "did")],
        ),
        (
            (
                "Beijing is angry about limits on exports of AI chips that Washington introduced "
                "in January."
            ),
            [("US", "impose", "did")],
        ),
        (
            (
                "China urged the United States to rectify its mistakes and drop the ban on exports "
                "of AI chips."
            ),
            [("US", "lift", "demanded")],
        ),
        (
            (
                "The two countries agreed to seek an extension of China's pause on its rare earth "
                "curbs."
            ),
            [],
        ),
        (
            "The U.S. banned exports of chips to China. Slovenia then lifted its veto.",
            [("US", "impose", "did")],
        ),
    ],
)
def test_an_act_is_what_it_comes_to(
    read: Read, text: str, wanted: list[tuple[object, object, object]]
) -> None:
    """A limit lowered is tightened; a mistake to be mended is a curb to go."""
    assert _told(read(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Seoul has asked Samsung to halt deliveries of memory chips to Russia.",
            [("KR", "impose", "did")],
        ),
        (
            "Canada requested its miners to suspend a contract to supply cobalt to China.",
            [("CA", "impose", "did")],
        ),
        (
            "Japan asked South Korea to halt exports of steel to China.",
            [("KR", "impose", "demanded")],
        ),
    ],
)
def test_a_firm_is_told_where_a_state_is_asked(
    read: Read, text: str, wanted: list[tuple[object, object, object]]
) -> None:
    """What a government asks of its firms is its act; of another government, its demand."""
    assert _told(read(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Brussels sanctioned four Chinese traders.", [("EU", "impose", "did")]),
        ("Two Iranian traders were sanctioned by the United States.", [("US", "impose", "did")]),
        (
            (
                "The United States will hold off for a year on its rule on subsidiaries of "
                "blacklisted Chinese companies."
            ),
            [("US", "suspend", "will")],
        ),
        (
            (
                "Washington told AMD that it needed a license to sell its chips to China, a step "
                "that amounted to a ban on sales."
            ),
            [("US", "impose", "did")],
        ),
        (
            (
                "The U.S. tightened its curbs on exports of AI chips to China on Monday. The rule, "
                "which the Commerce Department published on Friday, covers cloud services."
            ),
            [("US", "tighten", "did")],
        ),
        ("The truce over chip curbs holds until the suspension expires in November.", []),
        ("The Dutch government took measures to guarantee supplies of chips to carmakers.", []),
    ],
)
def test_an_act_is_told_once_or_not_at_all(
    read: Read, text: str, wanted: list[tuple[object, object, object]]
) -> None:
    """What a rule amounts to, when it was printed and until when a pause lasts are no acts."""
    assert _told(read(text)) == wanted


def test_what_joins_controlled_goods_widens_the_control(read: Read) -> None:
    """Goods added to those that were put under control before make the control tighter."""
    told = _told(read("Beijing added zinc to the metals that it had put under export control."))
    assert told[0] == ("CN", "tighten", "did")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The U.S. letter restricting sales of chip software to China was withdrawn.",
            [("US", "lift", "did")],
        ),
        (
            "The curbs on sales of jet engines to COMAC are no longer valid, Washington said.",
            [("US", "lift", "did")],
        ),
        (
            "Tokyo continued to restrict exports of photoresists to South Korea.",
            [("JP", "maintain", "in-force")],
        ),
    ],
)
def test_a_control_goes_with_its_letter_and_stays_where_it_is_kept_up(
    read: Read, text: str, wanted: list[tuple[object, object, object]]
) -> None:
    """A letter withdrawn lifts what it told; what goes on is no new act."""
    assert _told(read(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "License suspensions for exports of jet engines had been issued by Washington.",
            [("US", "tighten", "did")],
        ),
        (
            "Limits on sales of butane were among the steps that Washington took in May.",
            [("US", "impose", "did")],
        ),
        (
            (
                "GE Aerospace was notified by the Commerce Department that it could restart "
                "deliveries of engines to China."
            ),
            [("US", "ease", "did")],
        ),
    ],
)
def test_an_act_is_told_by_what_it_is_one_of(
    read: Read, text: str, wanted: list[tuple[object, object, object]]
) -> None:
    """Licenses suspended are a control made tighter; a firm of two names is let like any other."""
    assert _told(read(text)) == wanted
