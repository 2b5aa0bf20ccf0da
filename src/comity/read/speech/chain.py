"""The chain of sources behind any word of a text, the link nearest the reader first.

A *report* is one cue with its source and the words it covers; a chain joins the reports around a
word, and follows pronouns, "the official" and quotations that run on to who was named before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from comity.read.language.syntax import conjuncts, prepositional
from comity.read.lexicon import words
from comity.read.names.mention import Names
from comity.read.proposal import Source, Span
from comity.read.speech.content import quotations
from comity.read.speech.cue import Report
from comity.read.speech.report import find_reports
from comity.read.speech.source import (
    further_source,
    kind_of,
    name_source,
    singular,
    source_phrase,
    uncounted,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: How many characters back a pronoun may find whom it stands for.
_PRONOUN_REACH = 1200
#: How many reports back; tokens to a quotation that runs on; tokens before "one of them".
_LOOK_BACK, _RUN_ON, _NEAR = 40, 4, 40
#: Clauses and phrases that presuppose what they name, and what opens them.
_KNOWN = {
    "measure": frozenset({"relcl", "acl"}),
    "agreement": frozenset({"relcl", "acl", "advcl", "prep"}),
}
_AFTER = {"after", "since", "despite", "under", "following", "although", "though"}
#: Kinds of sources that "he" and "one of them" can stand for.
_HUMAN = {"official", "officials", "anonymous", "expert", "witness"}
_PRONOUNS = {
    "he": "person",
    "she": "person",
    "it": "body",
    "they": "many",
    "i": "self",
    "we": "self",
}


class Chains:
    """The attribution chain of any token of a document."""

    def __init__(self, doc: Doc, names: Names) -> None:
        self._doc = doc
        self._names = names
        self._reports = find_reports(doc, names)
        self._covering: dict[int, list[Report]] = {}
        self._known: dict[int, list[Source]] = {}
        for report in self._reports:
            for first, last in (*report.content, *report.beside):
                for place in range(first, last + 1):
                    self._covering.setdefault(place, []).append(report)

    @property
    def reports(self) -> list[Report]:
        """Every report, in the order of their cues."""
        return self._reports

    def of(self, place: int, kind: str = "") -> tuple[Source, ...]:
        """Return who is said to have said what a token is part of, nearest the reader first.

        Of a measure or an agreement, what is known already where it is said has no source.
        """
        near = [report for report in self._near(place) if report.is_speech]
        outer = sorted(
            (report for report in near if report.covers(place) and self._speaks(report)),
            key=lambda report: -report.size,
        )
        token = self._doc[place]
        outer = [report for report in outer if not is_background(token, report, kind)]
        links = [link for report in outer for link in self.links(report)]
        for report in near:
            if report.carries(place) and not report.covers(place):
                links.extend(_inferred(self.links(report)))
        return tuple(_outlets_first(_distinct(links or self._run_on(place))))

    def _near(self, place: int) -> list[Report]:
        return self._covering.get(place, [])

    def _run_on(self, place: int) -> list[Source]:
        """Return who goes on being quoted where a quotation follows without a cue of its own."""
        inside = next((q for q in quotations(self._doc) if q[0] < place < q[1]), None)
        if inside is None or any(self._near(each) for each in range(*inside)):
            return []
        if self._doc[inside[0]].sent.start != inside[0]:
            return []
        before = bisect_left(self._reports, inside[0], key=lambda each: each.cue)
        for earlier in reversed(self._reports[:before]):
            if not earlier.is_speech or not earlier.sources:
                continue
            ends = [self._doc[earlier.cue].sent.end - 1, *(last for _, last in earlier.content)]
            gap = inside[0] - max(ends)
            links = self.links(earlier) if gap <= _RUN_ON else []
            return _inferred([link for link in links if not link.parallel])
        return []

    def _speaks(self, report: Report) -> bool:
        """True where the source is somebody or something that can speak."""
        if not report.sources:
            return False
        if report.is_label:
            return True
        head = self._doc[report.sources[0]]
        known = self._names.side_at(head.i) or self._names.person_at(head.i)
        some = head.pos_ in {"NUM", "DET", "ADJ"} and any(c.lower_ == "of" for c in head.children)
        named = head.pos_ in {"PROPN", "PRON"} or known is not None or some
        return named or kind_of(head) is not None

    def links(self, report: Report) -> list[Source]:
        """Return the links that one report adds to a chain."""
        if report.cue not in self._known:
            self._known[report.cue] = []
            self._known[report.cue] = self._links(report)
        return self._known[report.cue]

    def _links(self, report: Report) -> list[Source]:
        outlets = [self._outlet(self._doc[place]) for place in report.outlets]
        heads = [self._doc[place] for place in report.sources]
        if len(heads) > 1 and heads[0].pos_ == "NOUN" and heads[1].dep_ == "appos":
            heads = heads[1:]
        carried = self._carried(report, heads[0]) if heads else None
        if carried is not None:
            spoken = source_phrase(heads[0])
            before = [*_inferred(carried[:-1]), _spoken(carried[-1], spoken)]
            links = [*outlets, *before] if not outlets else [*outlets, before[-1]]
        else:
            named = [self._teller(report, head) for head in heads]
            named += [self.source(more) for head in heads for more in _more_sources(head)]
            links = [*outlets, *named[:1], *(_beside_it(link) for link in named[1:])]
        return [*links, *(self.source(self._doc[place]) for place in report.origins)]

    def _outlet(self, head: Token) -> Source:
        """Name an outlet told, be it in the table, told by a name, or "this newspaper"."""
        source = self.source(head)
        this = any(child.lower_ in {"this", "our"} for child in head.lefts)
        if this and kind_of(head) in {"outlet", "document"}:
            own = [one for one in self._names.outlets if one.first < head.i]
            name = own[-1].value if own else source.name
            return Source(name=name, kind="outlet", span=source_phrase(head))
        return Source(name=source.name, kind="outlet", span=source.span)

    def source(self, head: Token) -> Source:
        """Name and classify a source by its head."""
        return name_source(head, self._names)

    def _teller(self, report: Report, head: Token) -> Source:
        """Name a source, and take for an outlet an unknown name that reports."""
        source = self.source(head)
        unknown = source.kind == "company" and not self._names.within(
            self._names.companies, head.left_edge.i, head.i
        )
        reports = self._doc[report.cue].lemma_ == "report"
        if not (unknown and reports):
            return source
        return Source(name=source.name, kind="outlet", span=source.span)

    def _carried(self, report: Report, head: Token) -> list[Source] | None:
        """Resolve a pronoun, or a noun that takes up a source again, to whom it stands for."""
        wanted = _PRONOUNS.get(head.lower_)
        if wanted == "self":
            over = [r for r in self._near(head.i) if r.covers(head.i) and r.cue != report.cue]
            return [link for r in over[:1] for link in self.links(r)[-1:]] or None
        if wanted is not None:
            return self._followed(report, head, wanted)
        if _some_of(head) is not None:
            return self._one_of(report, head)
        if _takes_up(head):
            return self._taken_up(report, head)
        return None

    def _earlier(self, report: Report) -> Iterator[tuple[Report, Token]]:
        before = bisect_left(self._reports, report.cue, key=lambda each: each.cue)
        for earlier in reversed(self._reports[max(0, before - _LOOK_BACK) : before]):
            if earlier.sources:
                yield earlier, self._doc[earlier.sources[0]]

    def _followed(self, report: Report, head: Token, wanted: str) -> list[Source] | None:
        new = self._introduced(head, wanted)
        if new is not None:
            return [self.source(new)]
        for earlier, candidate in self._earlier(report):
            if candidate.lower_ == head.lower_ and self._introduced(candidate, wanted) is not None:
                return self.links(earlier)
            if candidate.lower_ in _PRONOUNS or not self._agrees(earlier, candidate, wanted):
                continue
            if wanted == "person" and head.sent.start_char - candidate.idx > _PRONOUN_REACH:
                return None
            links = [link for link in self.links(earlier) if not link.parallel]
            outer = [link for link in self.of(earlier.cue) if link.kind == "outlet"]
            return _distinct([*outer, *links])
        return None

    def _introduced(self, head: Token, wanted: str) -> Token | None:
        """Return who was brought in last without a word: "Her colleague Tsao disagrees. He …"."""
        before = self._doc[max(0, head.i - _NEAR) : head.i]
        if wanted == "person":
            leading = [t for t in before if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"]
            last = leading[-1] if leading else head
            named = next((c for c in last.rights if c.dep_ == "appos"), last)
            spoke = any(last.i in report.sources for report in self._reports)
            is_person = self._names.person_at(named.i) is not None or self._is_name(named)
            new = is_person and named.text not in {t.text for t in self._doc[: last.i]}
            return named if new and not spoke else None
        colon = next((t.i for t in reversed(before) if t.text in {":", ";"}), 0)
        if wanted != "many" or colon < head.sent.start:
            return None
        doers = (t for t in self._doc[head.sent.start : colon] if t.dep_ == "nsubj")
        return next((t for t in doers if t.tag_ == "NNS" and kind_of(t) in _HUMAN), None)

    def _agrees(self, earlier: Report, candidate: Token, wanted: str) -> bool:
        kind = next((link.kind for link in self.links(earlier)[-1:]), "")
        is_person = self._names.person_at(candidate.i) is not None
        is_many = candidate.tag_ in {"NNS", "NNPS"} and not (
            kind_of(candidate) == "outlet" or candidate.i in earlier.outlets
        )
        if wanted == "person":
            single = not is_many and (kind_of(candidate) in _HUMAN or self._is_name(candidate))
            return is_person or single or _some_of(candidate) is not None
        if wanted == "many":
            return is_many
        human = kind_of(candidate) in _HUMAN - {"company"}
        return not is_person and not is_many and not human and kind != "person"

    def _is_name(self, candidate: Token) -> bool:
        """True for a name that nothing tells to be of a house: "Ahn said … he added"."""
        known = self._names.side_at(candidate.i) or self._names.outlet_at(candidate.i)
        firms = self._names.within(self._names.companies, candidate.left_edge.i, candidate.i)
        told = known or firms or candidate.text in words("titles", "house")
        return candidate.tag_ == "NNP" and not told and not candidate.text.isupper()

    def _taken_up(self, report: Report, head: Token) -> list[Source] | None:
        """Return who "the official", "the people", "the newspaper" was told to be before."""
        for earlier, candidate in self._earlier(report):
            whole = _some_of(candidate) or candidate
            if candidate.i == head.i or candidate.lower_ in _PRONOUNS:
                continue
            same = _stem(whole) == _stem(head) and (
                head.tag_ == candidate.tag_ or (candidate is not whole and head.tag_ == "NN")
            )
            links = [link for link in self.links(earlier) if not link.parallel]
            again = kind_of(head) in {"outlet", "company"} and any(
                link.kind == kind_of(head) for link in links[:1]
            )
            if again and not same:
                links = links[:1]
            if links and (same or again) and (again or candidate.pos_ != "PROPN"):
                return links
        return None

    def _one_of(self, report: Report, head: Token) -> list[Source] | None:
        """Return whom "one of them" and "one of the people" stand for, in the singular."""
        whole = _some_of(head)
        if whole is None:
            return None
        plural = whole.lower_ in {"them", "whom"}
        for _, candidate in self._earlier(report):
            same = plural and candidate.tag_ == "NNS" and kind_of(candidate) in _HUMAN
            if candidate.i != head.i and (same or _again(whole, candidate)):
                return [self._single(head, candidate)]
        before = reversed(self._doc[max(0, head.sent.start - _NEAR) : head.i]) if plural else ()
        for candidate in before:
            if candidate.tag_ == "NNS" and kind_of(candidate) in _HUMAN:
                return [self._single(head, candidate)]
        return None

    def _single(self, head: Token, whole: Token) -> Source:
        source = self.source(whole)
        one = head.lower_ == "one"
        name = singular(source.name) if one else f"{head.lower_} {uncounted(source.name)}"
        kind = "official" if one and source.kind == "officials" else source.kind
        return Source(name=name, kind=kind, span=source.span)


def is_background(token: Token, report: Report, kind: str) -> bool:
    """True for what is known already where it is said: "the curbs that it announced in May"."""
    roles, here = _KNOWN.get(kind, frozenset()), token
    while roles and report.covers(here.i) and here.head.i != here.i:
        if here.dep_ in roles and not here.left_edge.i <= report.cue <= here.right_edge.i:
            opens = here.lower_ if here.dep_ == "prep" else _opener(here)
            if opens in _AFTER or (here.dep_ in {"relcl", "acl"} and _is_past(here)):
                return True
        here = here.head
    return False


def _opener(verb: Token) -> str:
    return next((child.lower_ for child in verb.lefts if child.dep_ == "mark"), "")


def _is_past(verb: Token) -> bool:
    helpers = {child.tag_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    past = verb.tag_ == "VBD" or "VBD" in helpers or (not helpers and verb.tag_ == "VBN")
    return past and "MD" not in helpers and _opener(verb) != "that"


def _more_sources(head: Token) -> Iterator[Token]:
    """Yield sources that the parser took for a part of this one's description."""
    modifiers = [child for child in head.rights if child.dep_ in {"amod", "acl", "prep", "relcl"}]
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if after is not None and after.dep_ == "prep" and after.head.i == head.head.i:
        modifiers.append(after)
    for child in modifiers:
        more = further_source(child, head)
        if more is not None:
            yield from conjuncts(more)


def _some_of(head: Token) -> Token | None:
    """Return those of whom one or some speak: "one of the officials", "some of them"."""
    if head.pos_ not in {"NUM", "DET", "PRON", "ADJ"}:
        return None
    return next(prepositional(head, "of"), None)


def _takes_up(head: Token) -> bool:
    """True for "the official", "the people" with nothing that would tell them apart."""
    if kind_of(head) is None or head.pos_ != "NOUN":
        return False
    inner = [child for child in head.children if child.dep_ not in {"punct", "cc", "conj"}]
    return len(inner) == 1 and inner[0].lower_ == "the"


def _again(whole: Token, candidate: Token) -> bool:
    """True where "the people" of "one of the people" are those who spoke before."""
    opened = any(child.lower_ in {"the", "those", "these"} for child in whole.lefts)
    return opened and candidate.tag_ == whole.tag_ and candidate.lemma_ == whole.lemma_


def _stem(head: Token) -> str:
    """Return what a noun shares with others for the same: a spokeswoman is a spokesperson."""
    lemma = head.lemma_.lower()
    return "spokes" if lemma.startswith("spokes") else lemma


def _inferred(links: Iterable[Source]) -> list[Source]:
    return [Source(name=link.name, kind=link.kind, parallel=link.parallel) for link in links]


def _spoken(link: Source, span: Span) -> Source:
    return Source(name=link.name, kind=link.kind, span=span)


def _beside_it(link: Source) -> Source:
    return Source(name=link.name, kind=link.kind, span=link.span, parallel=True)


def _distinct(links: Iterable[Source]) -> list[Source]:
    kept: dict[str, Source] = {}
    for link in links:
        if link.name not in kept:
            kept[link.name] = link
    return list(kept.values())


def _outlets_first(links: list[Source]) -> list[Source]:
    return sorted(links, key=lambda link: link.kind != "outlet")
