"""The entries of the record, as values: measures, talks, agreements and claims.

Their files are read in `record`; what the keys mean is told in docs/record.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.errors import UnknownError

#: What can happen to a measure. The first group moves its life; the second only tells of it.
MOVES = (
    *("announced", "effective", "suspended", "extended", "resumed"),
    *("eased", "unenforced", "lifted", "rescinded", "expired", "superseded"),
)
NOTES = (
    *("proposed", "published", "amended", "compliance_due", "confirmed"),
    *("implemented", "protested", "reviewed"),
)
#: The moves after which nothing is left of a measure.
ENDS = ("lifted", "rescinded", "expired", "superseded")

CONFIDENCE = ("several_sources", "one_source", "no_source_found")
SIDES = ("US", "CN", "EU", "JP", "KR", "NL", "TW", "GB", "both", "other")
CLAIM_KINDS = ("allegation", "assertion", "forecast", "commitment", "offer", "interpretation")
MODALITIES = ("did", "will", "prepared_to", "reportedly", "expected", "holds")
OUTCOMES = ("true", "false", "partly", "disputed", "open", "unresolved", "unverified")
TERM_STATUSES = ("done", "partly", "disputed", "open", "agreed", "unknown")
#: The arrays of a measure's file that hold rows of the tables of law, by the name of the table.
LAW_TABLES = {
    "goods": "goods",
    "place": "places",
    "list": "lists",
    "listing": "listings",
    "control": "controls",
    "relief": "reliefs",
    "relieves": "relieves",
    "bar": "bars",
    "gap": "gaps",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that a file rests on; `read` is false where only its address was taken."""

    id: str
    publisher: str
    title: str
    url: str = ""
    read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where an accepted reading was read: the words, their place, and who read and accepted them.

    `sha256` is the hash of the document's text, in which `start` and `end` count code points.
    """

    document: str
    sha256: str
    start: int
    end: int
    quote: str
    reader: str = ""
    accepted_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step in the life of a measure.

    `date` is when it took hold, `published` when the public could know. `until` is the last day
    that the step names for itself. `part` limits it to a part of the measure.
    """

    id: str
    kind: str
    date: dt.date
    published: dt.date
    until: dt.date | None = None
    on_lapse: str = ""
    part: str = ""
    by: str = ""
    act: str = ""
    citation: str = ""
    reported_by: str = ""
    text: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something a government imposes, suspends or announces, with its life.

    `law` holds its rows of the tables of law; where the tables state it under an id of their own,
    `law_measure` names that.
    """

    id: str
    title: str
    summary: str
    regime: str
    side: str
    issuer: str
    kind: str
    confidence: str
    targets: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    instrument: str = ""
    citation: str = ""
    license_policy: str = ""
    parties_counted: int | None = None
    law_measure: str = ""
    addressees: str = ""
    addressees_complete: bool | None = None
    note: str = ""
    events: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    law: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """A person at a round of talks, in the office held then."""

    side: str
    name: str
    office: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sitting, or a break in it; times are local, as told, and blank where nobody said."""

    kind: str
    date: dt.date
    start: str = ""
    end: str = ""
    zone: str = ""
    venue: str = ""
    text: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one side reads an outcome or a text."""

    side: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A round of talks."""

    id: str
    title: str
    start: dt.date
    end: dt.date
    city: str
    venue: str
    zone: str
    duration: str
    outcome: str
    agreement: str
    confidence: str
    note: str
    delegates: tuple[Delegate, ...] = ()
    sessions: tuple[Session, ...] = ()
    readings: tuple[Reading, ...] = ()
    sources: tuple[Source, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What one side owes under an agreement.

    `measures` are those it is to move; `events` are the steps on record that perform it.
    """

    id: str
    obligor: str
    text: str
    status: str
    due: dt.date | None = None
    until: dt.date | None = None
    condition: str = ""
    performance: str = ""
    dispute: str = ""
    measures: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation:
    """A breach that one side lays to the other."""

    side: str
    date: dt.date
    who: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What two sides settled, in terms."""

    id: str
    title: str
    date: dt.date
    form: str
    talk: str
    confidence: str
    note: str
    terms: tuple[Term, ...] = ()
    allegations: tuple[Allegation, ...] = ()
    sources: tuple[Source, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who said what, in what office, through which outlet, when and how sure."""

    id: str
    speaker: str
    office: str
    side: str
    outlet: str
    date: dt.date
    kind: str
    modality: str
    text: str
    confidence: str
    about: tuple[str, ...] = ()
    resolves_by: dt.date | None = None
    outcome: str = ""
    outcome_basis: str = ""
    note: str = ""
    sources: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything on record, each by its id."""

    measures: Mapping[str, Measure] = field(default_factory=dict)
    talks: Mapping[str, Talk] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)

    def find(self, key: str) -> Measure | Talk | Agreement | Claim:
        """Return whatever has this id.

        Raises:
            UnknownError: Nothing on record has it.
        """
        found = (
            self.measures.get(key)
            or self.talks.get(key)
            or self.agreements.get(key)
            or self.claims.get(key)
        )
        if found is None:
            message = f'"{key}" is no measure, round of talks, agreement or claim on record'
            raise UnknownError(message)
        return found
