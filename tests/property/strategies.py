"""Random small laws and order lines: every table, every column, few values, so that they meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import strategies as st

from comity.register.law import Law, load_law
from comity.register.tables import Row
from comity.screen.ownership import Stake
from oracle import Found

Values = dict[str, str]
Line = dict[str, object]

_FIRST = date(2025, 1, 1)
DAYS = tuple(_FIRST + timedelta(days=number) for number in range(12))
PLACES = ("US", "CN", "HK", "MO", "DE")
SETS = ("P1", "P2", "P3", "P4")
GOODS = ("g1", "g2", "g3", "g4")
LISTS = ("l1", "l2", "l1-owned", "l2-owned", "l3-owned")
NAMES = ("Acme", "Bolt", "Cog")
USES = ("civil", "rockets", "chips")
CODES = {
    "eccn": ("1A001", "1A001.a", "1A001.a.1", "1A001.a.2", "1A001.b", "1A002", "1A002.a", "EAR99"),
    "hs": ("28", "2804", "280410", "280420", "2805"),
}
_SAID = {"source": "text", "pinpoint": "1"}
_EMPTY = Path(mkdtemp())

days = st.sampled_from(DAYS)


def _mostly(*values: str, blanks: int = 3) -> st.SearchStrategy[str]:
    """Draw one of the values, or more often a blank."""
    return st.sampled_from(("",) * blanks * len(values) + values)


def _unique(
    rows: st.SearchStrategy[Values], most: int, *key: str
) -> st.SearchStrategy[list[Values]]:
    return st.lists(rows, max_size=most, unique_by=lambda row: tuple(row[name] for name in key))


_acts = st.fixed_dictionaries(
    {"kind": st.just("rule"), "published": days.map(str), "effective": days.map(str)}
)


@st.composite
def _life(draw: st.DrawFn) -> Values:
    life = {"begun_by": draw(st.sampled_from(("seen", "seen", "seen", "a1", "a2"))), "begun_on": ""}
    if draw(st.integers(0, 3)) == 0:
        life["begun_on"] = str(draw(days))
    if draw(st.integers(0, 3)) == 0:
        ended = draw(days)
        if not life["begun_on"] or date.fromisoformat(life["begun_on"]) < ended:
            life |= {"ended_by": draw(st.sampled_from(("a1", "a2", "a3"))), "ended_on": str(ended)}
    return life


@st.composite
def _boxes(draw: st.DrawFn, *, busy: bool = False) -> Values:
    """Draw the dimensions of a box; most of them blank, or nothing would ever be held."""
    blanks = 1 if busy else 3
    box = {
        "goods": draw(_mostly(*GOODS, blanks=1)),
        "exported_from": draw(_mostly(*SETS, blanks=blanks)),
        "origin": draw(_mostly(*SETS, blanks=2 * blanks)),
        "to": draw(_mostly(*SETS, blanks=1)),
        "end_use": draw(_mostly(*USES, blanks=2 * blanks)),
        "content_over": draw(_mostly("10", "25", blanks=3 * blanks)),
        "fdp": draw(_mostly("chips-fdp", blanks=5 * blanks)),
        "question": draw(_mostly("Is it?", blanks=9)),
        "undeclared": draw(st.sampled_from(("", "open", "undetermined"))),
        "list": draw(_mostly(*LISTS, blanks=2 * blanks)),
    }
    if box["list"]:
        box["role"] = draw(st.sampled_from(("", "exporter", "end_user")))
    box["party_place"] = draw(_mostly(*SETS, blanks=9))
    return box | draw(_life())


def _ids(rows: Sequence[Values], name: str, prefix: str) -> list[Values]:
    return [{**row, name: f"{prefix}{number}"} for number, row in enumerate(rows)]


@st.composite
def place_rows(draw: st.DrawFn) -> list[Values]:
    """Draw the rows of four place sets, of which later ones may contain earlier ones."""
    rows: list[Values] = []
    for number, name in enumerate(SETS):
        inner = tuple(f"={one}" for one in SETS[:number])
        row = st.builds(
            lambda sign, member, life, name=name: {
                "place_set": name, "sign": sign, "member": member, **life
            },
            st.sampled_from("+++-"),
            st.sampled_from((*PLACES, *PLACES, "*", *inner)),
            _life(),
        )  # fmt: skip
        key = ("member", "sign", "begun_on")
        rows += draw(_unique(row, 4, *key)) or [
            {"place_set": name, "sign": "+", "member": "CN", "begun_by": "seen"}
        ]
    return rows


@st.composite
def goods_rows(draw: st.DrawFn) -> list[Values]:
    """Draw the rows of four goods sets, of which later ones may contain earlier ones."""
    rows: list[Values] = []
    pool = [(scheme, code) for scheme, codes in CODES.items() for code in (*codes, "*", "absent")]
    for number, name in enumerate(GOODS):
        row = st.builds(
            lambda code, sign, basis, question, name=name: {
                "goods": name, "scheme": code[0], "prefix": code[1], "sign": sign,
                "basis": basis, "question": question,
            },
            st.sampled_from([*pool, *[("set", one) for one in GOODS[:number]] * 3]),
            st.sampled_from("++-"),
            st.sampled_from(("stated",) * 6 + ("inferred",)),
            _mostly("Which?", blanks=6),
        )  # fmt: skip
        rows += draw(_unique(row, 5, "scheme", "prefix"))
        if not rows or rows[-1]["goods"] != name:
            rows.append({"goods": name, "scheme": "eccn", "prefix": "1A001", "sign": "+"})
    return rows


@st.composite
def _controls(draw: st.DrawFn) -> Values:
    effects = ("license",) * 5 + ("prohibition", "suspension", "duty", "pointer")
    return draw(_boxes()) | {
        "measure": draw(st.sampled_from(("m1", "m2"))),
        "effect": draw(st.sampled_from(effects)),
        "reason": draw(st.sampled_from(("NS1", "AT1", "RS"))),
    }


@st.composite
def _reliefs(draw: st.DrawFn) -> Values:
    kinds = ("exception", "exception", "general_license", "exclusion")
    relief = draw(st.sampled_from(("LVS", "GBS", "TMP", "not-this")))
    return draw(_boxes()) | {
        "relief": relief,
        "kind": "exclusion" if relief == "not-this" else draw(st.sampled_from(kinds[:3])),
        "value_cap_usd": draw(_mostly("1000", blanks=2)),
        "cap_basis": draw(st.sampled_from(("line", "order_entry"))),
    }


_relieves = st.fixed_dictionaries(
    {
        "relief": st.sampled_from(("LVS", "GBS", "TMP", "not-this", "r0", "r1")),
        "sign": st.sampled_from("++++-"),
        "measure": _mostly("m1", "m2", blanks=2),
        "reason": _mostly("NS1", "AT1", "RS", blanks=1),
        "control": _mostly("c0", "c1", blanks=3),
    }
)


@st.composite
def _bars(draw: st.DrawFn) -> Values:
    return draw(_boxes()) | {
        "relief": draw(st.sampled_from(("*", "LVS", "GBS", "r0", "r1"))),
        "spares": draw(_mostly("LVS", "r0", "LVS;r1", blanks=2)),
        "unless": draw(_mostly("It is checked", blanks=2)),
    }


@st.composite
def _gaps(draw: st.DrawFn) -> Values:
    weights = ("undetermined", "undetermined", "coverage", "end_use_undeclared")
    return draw(_boxes(busy=True)) | {"weight": draw(st.sampled_from(weights))}


@st.composite
def _pauses(draw: st.DrawFn) -> Values:
    start, number = draw(days), draw(st.integers(1, len(DAYS)))
    until = "" if number == len(DAYS) else str(start + timedelta(days=number))
    return {
        "measure": draw(st.sampled_from(("m1", "m2"))),
        "control": draw(_mostly("c0", "c1", blanks=1)),
        "from": str(start),
        "until": until,
        "begun_by": draw(st.sampled_from(("seen", "a1", "a2"))),
        # Rows that end together and say different things contradict each other.
        "on_lapse": "resumes" if until and date.fromisoformat(until).day % 2 else "unknown",
    }


_codes = st.builds(
    lambda scheme, entries, life: [
        {"scheme": scheme, "code": one, "kind": "paragraph" if "." in one else "entry", **life}
        for one in entries
    ],
    st.just("eccn"),
    st.lists(st.sampled_from(CODES["eccn"]), max_size=5, unique=True),
    _life(),
)
_listings = st.builds(
    lambda where, name, aliases, life: {
        "list": where, "party": name.lower(), "name": name, "aliases": aliases, **life
    },
    st.sampled_from(LISTS[:2]), st.sampled_from(NAMES[:2]), _mostly("Cog", blanks=2), _life(),
)  # fmt: skip


@st.composite
def laws(draw: st.DrawFn) -> Law:
    """Draw a law of one regime."""
    yes_no, aggregate = st.sampled_from(("yes", "no")), draw(st.sampled_from(("", "all")))
    tables: Mapping[str, Sequence[Values]] = {
        "regimes": [
            {
                "regime": "us_ear",
                "title": "List",
                "combine_reliefs": draw(yes_no),
                "verified_from": str(draw(days)),
                "verified_to": str(DAYS[-2]),
            }
        ],
        "sources": [{"source": "text", "title": "The text", "cites": "15 CFR"}],
        "acts": [
            {"act": "seen", "kind": "edition"},
            *_ids([draw(_acts) for _ in range(4)], "act", "a"),
        ],
        "places": draw(place_rows()),
        "treated_as": [{"place": "HK", "as": "CN"}],
        "goods": draw(goods_rows()),
        "codes": draw(_codes),
        "measures": [{"measure": "m1"}, {"measure": "m2"}],
        "lists": [
            {"list": one, "matching": draw(st.sampled_from(("exact", "screened"))),
             "complete": draw(yes_no)}
            for one in LISTS[:2]
        ] + [
            {"list": one, "matching": "screened", "complete": "no", "within": one[:2],
             "basis": "owned", "least_percent": "50", "aggregate": aggregate}
            for one in LISTS[2:]
        ],
        "listings": draw(_unique(_listings, 3, "list", "party", "begun_on")),
        "controls": _ids(draw(st.lists(_controls(), min_size=1, max_size=6)), "control", "c"),
        "reliefs": _ids(draw(st.lists(_reliefs(), max_size=4)), "row", "r"),
        "relieves": draw(
            _unique(_relieves, 5, "relief", "sign", "measure", "reason", "control")
        ),
        "bars": _ids(draw(st.lists(_bars(), max_size=3)), "bar", "b"),
        "gaps": _ids(draw(st.lists(_gaps(), max_size=3)), "gap", "gap"),
        "reach": _ids(
            [{"begun_by": "seen"}][draw(st.integers(0, 1)) :]
            + draw(st.lists(_boxes(), max_size=3)),
            "reach",
            "reach",
        ),
        "pauses": draw(_unique(_pauses(), 2, "measure", "control", "from", "begun_by")),
    }  # fmt: skip
    return law_of(tables)


def law_of(tables: Mapping[str, Sequence[Values]], regime: str = "us_ear") -> Law:
    """Make a law of rows."""
    rows = [
        Row(
            file=name,
            line=number,
            regime=regime,
            values={**_SAID, **row, "table": name},
        )
        for name, given in tables.items()
        for number, row in enumerate(given)
    ]
    return load_law(_EMPTY, extra=rows, check=False)


#: What screening says of names, or None where nothing was screened.
findings = st.none() | st.lists(
    st.builds(
        Found, name=st.sampled_from(NAMES), list=st.sampled_from(LISTS[:2]),
        is_sure=st.booleans(), since=days,
    ),
    max_size=4,
)  # fmt: skip


@st.composite
def _stake(draw: st.DrawFn) -> Stake:
    share = draw(st.sampled_from((None, 20, 30, 50, 51, 60, 100)))
    since, until = draw(st.none() | days), draw(st.none() | days)
    return Stake(
        owner=draw(st.sampled_from((*NAMES, "Top"))),
        owned=draw(st.sampled_from((*NAMES, "Other"))),
        percent=None if share is None else Decimal(share),
        since=since,
        until=until if since is None or until is None or since < until else None,
    )


#: A table of who owns whom, or None where none was given.
stakes = st.none() | st.lists(_stake(), max_size=6)

lines = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.one_of(st.none(), days),
            "from": st.sampled_from(("", *PLACES)),
            "origin": st.sampled_from(("", *PLACES)),
            "to": st.sampled_from(("", *PLACES)),
            "eccn": st.sampled_from(("", "1A003", "1A001.c", "1A001.b.1", *CODES["eccn"])),
            "hs": st.sampled_from(("", "28042910", *CODES["hs"])),
            "value_usd": st.sampled_from((None, 500.0, 1000.0, 2000.0)),
            "total": st.sampled_from((None, 500.0, 1000.0, 2000.0)),
            "exporter": st.sampled_from(("", "", *NAMES, "Other")),
            "parties": st.sampled_from(
                (
                    "",
                    "",
                    "Acme",
                    "end_user: acme",
                    "Bolt; end_user: Cog",
                    "consignee: Cog",
                    "purchaser: Other",
                )
            ),
            "end_use": st.sampled_from(("", "", *USES, "rockets;chips")),
            "fdp": st.sampled_from(("", "none", "chips-fdp")),
            "us_content_percent": st.sampled_from((None, 0.0, 10.0, 30.0)),
        }
    ),
    min_size=1,
    max_size=25,
)
