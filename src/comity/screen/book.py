"""Parties as a table: kept as Arrow, written as Parquet, read back one at a time when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.screen.party import Party

if TYPE_CHECKING:
    import pyarrow as pa

_MANY = {field.name for field in fields(Party) if str(field.type).startswith("tuple")}


class Parties(Sequence[Party]):
    """A sequence of parties over an Arrow table; a row becomes a `Party` only when it is used."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    @classmethod
    def of(cls, parties: Iterable[Party]) -> Parties:
        """Lay parties out as a table."""
        import pyarrow as pa

        some = list(parties)
        schema = pa.schema(
            [(field.name, pa.list_(pa.string()) if field.name in _MANY else pa.string())
             for field in fields(Party)]
        )  # fmt: skip
        columns = {name: [getattr(party, name) for party in some] for name in schema.names}
        return cls(pa.table(columns, schema=schema))

    @classmethod
    def read(cls, paths: Sequence[Path]) -> Parties:
        """Read tables from disk, one after the other."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        return cls(pa.concat_tables([pq.read_table(path, memory_map=True) for path in paths]))

    def write(self, path: Path) -> None:
        """Write the table to a file."""
        import pyarrow.parquet as pq

        pq.write_table(self.table, path, compression="zstd")

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401  the protocol's own signature
        if isinstance(at, slice):
            return Parties(self.table.take(list(range(*at.indices(len(self))))))
        return _party(self.table.slice(at, 1).to_pylist()[0])

    def __iter__(self) -> Iterator[Party]:
        for batch in self.table.to_batches(max_chunksize=4096):
            for row in batch.to_pylist():
                yield _party(row)

    def at(self, places: Sequence[int]) -> dict[int, Party]:
        """Read some rows at once, by their place."""
        rows = self.table.take(list(places)).to_pylist() if places else []
        return {place: _party(row) for place, row in zip(places, rows, strict=True)}

    def column(self, name: str) -> list[Any]:
        """Give one column as Python values."""
        return list(self.table.column(name).to_pylist())


def _party(row: dict[str, Any]) -> Party:
    values: dict[str, Any] = {
        name: tuple(value) if name in _MANY else value for name, value in row.items()
    }
    return Party(**values)
