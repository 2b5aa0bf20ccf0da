"""Which boxes are about a line, and what each says of it: the reading of one line, box by box.

The engine joins a million lines with the boxes that hold them; this reads one line and can also
say why another box does not. The dimensions are asked in `dimensions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from comity.determine.dimensions import EFFECT, TIME, Asked, Dimension, Line
from comity.determine.parties import PartyFacts
from comity.register.goods import APPLIES, MAY, NO
from comity.register.star import Box, Star
from comity.terms.periods import LAST_DAY, Rectangle


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Which dimension keeps a line out of a box, and how that is said."""

    dimension: int
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A box that was considered for a line, and what each of its dimensions said."""

    box: Box
    dimensions: Sequence[Dimension]
    span: Rectangle | None

    @property
    def status(self) -> int:
        """How far the box holds the line: 2, 1 or 0; what only an open check allows is 0."""
        least = min((APPLIES, *(self._status(one) for one in self.dimensions)))
        return NO if self.open_checks else least

    @property
    def open_checks(self) -> tuple[str, ...]:
        """The open checks that stand between the box and the line."""
        if self._is_listed or any(one.status == NO for one in self.dimensions):
            return ()
        return tuple(sorted({one.open_check for one in self.dimensions if one.open_check}))

    @property
    def missing(self) -> tuple[str, ...]:
        """What would settle it where the box only may hold the line."""
        may = (one for one in self.dimensions if self._status(one) == MAY)
        return tuple(one.told for one in may if one.told)

    @property
    def party(self) -> str:
        """Which party surely falls under the list that the box names, and how."""
        return next((one.told for one in self.dimensions if one.is_listed and one.status > MAY), "")

    @property
    def _is_listed(self) -> bool:
        """Whether a party is on the list that the box names: then nothing is a side matter."""
        return any(one.is_listed for one in self.dimensions)

    def _status(self, one: Dimension) -> int:
        return MAY if one.open_check and self._is_listed else one.status

    def weakened(self) -> Finding:
        """Return a finding that holds no more than possibly: an exclusion may take it out."""
        possible = Dimension(rank=EFFECT, status=MAY)
        return Finding(box=self.box, dimensions=[*self.dimensions, possible], span=self.span)

    @property
    def against(self) -> Against | None:
        """What keeps the line out of the box, the first dimension that does; None: nothing."""
        for one in sorted(self.dimensions, key=lambda one: one.rank):
            if one.status == NO:
                return Against(dimension=one.rank, told=one.told)
        return None


class Holding:
    """The boxes of the law, by the goods they are about.

    Args:
        star: The law, compiled.
        facts: What is known of parties.
    """

    def __init__(self, star: Star, facts: PartyFacts | None = None) -> None:
        self.star = star
        self.facts = facts or PartyFacts(star.law)
        self.by_goods: dict[tuple[str, str, str], list[Box]] = defaultdict(list)
        #: (group of a relief, number of a control's box) that it overcomes
        self.relieves = frozenset(star.relieves)
        self._line: Line | None = None
        self._asked: dict[str, Asked] = {}
        self._code_checks: dict[str, Box] = {}
        self._bars: dict[int, list[int]] = defaultdict(list)
        #: (regime, measure) → its title
        self.measures = {
            (row.regime, row["measure"]): row["title"] for row in star.law.rows("measures")
        }
        #: (regime, scheme, code) → the code on record
        self.codes = {
            (row.regime, row["scheme"], row["code"]): row for row in star.law.rows("codes")
        }
        #: regime → relief → its boxes
        self.reliefs: dict[str, dict[str, list[Box]]] = defaultdict(lambda: defaultdict(list))
        for box in star.boxes:
            if box.kind == "relief":
                self.reliefs[box.regime][box.relief].append(box)
            if box.is_code_check:
                self._code_checks[box.key] = box
            else:
                self.by_goods[box.regime, box.kind, box.goods].append(box)
        for bar, relief in star.barred:
            self._bars[relief].append(bar)

    def ask(self, line: Line, regime: str) -> Asked:
        """Look at a line as a regime does; the looks at the latest line are kept."""
        if self._line is not line:
            self._line = line
            self._asked.clear()
        if regime not in self._asked:
            self._asked[regime] = Asked(self.star, self.facts, line, regime)
        return self._asked[regime]

    def bars_of(self, relief: int) -> Sequence[int]:
        """Return the numbers of the bars that could take away a row of a relief."""
        return self._bars.get(relief, ())

    def about(self, regime: str, kind: str, goods: Iterable[str]) -> Iterator[Box]:
        """Yield the boxes of a kind that are about some goods sets, or about any goods."""
        for one in ("", *goods):
            yield from self.by_goods.get((regime, kind, one), ())

    def find(self, box: Box, asked: Asked) -> Finding:
        """Ask a box about a line."""
        found = asked.found.get(box.number)
        if found is None:
            span, timing = self._timing(box, asked.line.day, asked.line.known)
            found = Finding(box=box, dimensions=[timing, *asked.dimensions(box)], span=span)
            asked.found[box.number] = found
        return found

    def unknown_codes(self, asked: Asked) -> Iterator[Finding]:
        """Yield what is wrong with the line's codes where the regime lists all there are."""
        for (regime, scheme), book in self.star.codes.items():
            code = asked.line.text(scheme)
            if regime != asked.regime or not code:
                continue
            for unknown in book.check(code, asked.line.known):
                told = Dimension(rank=TIME, status=MAY, told=unknown.told)
                yield from (
                    Finding(
                        box=self._code_checks[f"unknown-{scheme}:{regime}"],
                        dimensions=[told],
                        span=span,
                    )
                    for span in unknown.spans
                    if span.holds(asked.line.day, asked.line.known)
                )

    def _timing(self, box: Box, day: date, known: date) -> tuple[Rectangle | None, Dimension]:
        """Tell the state of a box on a day, as known, and in words why it is not in force."""
        public = [
            (span, state) for span, state in box.life if span.known_from <= known < span.known_to
        ]
        for span, state in public:
            if not span.valid_from <= day < span.valid_to:
                continue
            if state == "paused":
                end = "" if span.valid_to == LAST_DAY else f" until {span.valid_to}"
                told = f"suspended from {span.valid_from}{end}"
                return span, Dimension(rank=TIME, status=NO, told=told)
            if state == "lapsed":
                last = span.valid_from - timedelta(days=1)
                told = f"the suspension of {box.measure} ended {last}"
                told = f"{told}, and no act on record says what followed"
                return span, Dimension(rank=TIME, status=MAY, told=told)
            return span, Dimension(rank=TIME, status=APPLIES)
        if not public:
            told = f"not yet public on {known}"
        elif day < (first := min(span.valid_from for span, _ in public)):
            told = f"in force only from {first}"
        else:
            told = f"in force only until {max(span.valid_to for span, _ in public)}"
        return None, Dimension(rank=TIME, status=NO, told=told)
