"""Ids that come twice, and what orders come to: the same as a plain dictionary says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from comity.determine.duplicates import Repeats, find_repeats, reduce
from comity.determine.totals import Totals

IDS = st.lists(st.text("abé01", max_size=4), max_size=40)


def batches(texts: Sequence[str], size: int = 7) -> Iterator[pa.Array]:
    """Yield texts in small batches."""
    for start in range(0, len(texts), size):
        yield pa.array(texts[start : start + size], pa.string())


@given(IDS)
def test_repeats_are_those_of_a_set(ids: list[str]) -> None:
    """An id is a repeat where a set has seen it."""
    wanted = [one in ids[:number] for number, one in enumerate(ids)]
    assert find_repeats(lambda: batches(ids)).tolist() == wanted


@given(IDS)
def test_the_watch_finds_what_the_whole_search_finds(ids: list[str]) -> None:
    """Whether ids ascend or not, batch by batch, the same repeats are found."""
    for some in (ids, sorted(ids), sorted(set(ids))):
        watch = Repeats(lambda some=some: batches(some))  # type: ignore[misc]
        found, start = [], 0
        for batch in batches(some):
            found += [start + row for row in watch.among(batch).tolist()]
            start += len(batch)
        repeated = find_repeats(lambda some=some: batches(some)).tolist()  # type: ignore[misc]
        assert found == [row for row, is_repeat in enumerate(repeated) if is_repeat]


@given(st.lists(st.text(max_size=30), max_size=20, unique=True))
def test_a_text_has_one_key_whatever_its_batch(texts: list[str]) -> None:
    """A key depends on its text alone, and texts that differ have keys that differ."""
    texts = [text.rstrip("\0") for text in texts]
    together = reduce(pa.array(texts, pa.string())).tolist()
    apart = [reduce(pa.array([text], pa.string())).tolist()[0] for text in texts]
    assert together == apart
    assert len(set(together)) == len(set(texts))


def test_very_long_texts_have_keys_of_their_own() -> None:
    """What is too long to lay out is reduced one by one."""
    keys = reduce(pa.array(["x" * 300, "x" * 300, "x" * 301])).tolist()
    assert keys[0] == keys[1] != keys[2]


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "o1", "o2"]),
        st.sampled_from(["3A001.a", "3A001.b", "EAR99"]),
        st.one_of(st.none(), st.integers(0, 9).map(float)),
    ),
    max_size=30,
)


@given(LINES)
def test_totals_are_those_of_a_dictionary(lines: list[tuple[str, str, float | None]]) -> None:
    """A line no greater than the cap gets its order's sum under its entry, unknown if one is."""
    most = 5.0
    order, eccn, value = (
        (list(column) for column in zip(*lines, strict=True)) if lines else [[]] * 3
    )
    whole = pa.RecordBatch.from_arrays(
        [
            pa.array(order, pa.string()),
            pa.array(eccn, pa.string()).dictionary_encode(),
            pa.array(value, pa.float64()),
        ],
        names=["order", "eccn", "value_usd"],
    )
    sums: dict[tuple[str, str], float | None] = defaultdict(float)
    for one, code, worth in lines:
        key = (one, code.partition(".")[0])
        before = sums[key]
        sums[key] = None if worth is None or before is None else before + worth
    wanted = [
        sums[one, code.partition(".")[0]] if one and (worth is None or worth <= most) else worth
        for one, code, worth in lines
    ]
    assert Totals(lambda _: iter([whole]), most).of(whole).to_pylist() == wanted
