"""Orders from Parquet, and from any table in memory that speaks the Arrow PyCapsule interface."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from comity.determine.faults import FaultLog, refuse
from comity.determine.source import BATCH_ROWS, Misfit
from comity.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

_IN_MEMORY = "<orders>"


class _Columnar:
    """What Parquet and Arrow share: typed columns, and rows that are numbered from 1."""

    name: str
    columns: tuple[str, ...]
    _read = 0
    _rows = 0

    def misfits(self) -> list[Misfit]:
        """Return nothing: typed columns have no ragged rows."""
        return []

    def locate(self, rows: Sequence[int]) -> list[int]:
        """Return the number of each row, counted from 1; there are no lines."""
        return [row + 1 for row in rows]

    def progress(self) -> float | None:
        """Return which part of the rows has been read."""
        return self._read / self._rows if self._rows else None


class ParquetSource(_Columnar):
    """A Parquet file."""

    def __init__(self, path: Path, name: str) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        self.name = name
        self._path = path
        try:
            with parquet.ParquetFile(path) as file:
                schema = file.schema_arrow
                self._rows = file.metadata.num_rows
        except (pa.ArrowException, OSError) as error:
            raise self._refuse(error) from None
        self.columns = _names(name, schema)
        self._texts = [field.name for field in schema if _is_text(field.type)]

    def batches(
        self, columns: Sequence[str] | None = None, encode: Collection[str] = ()
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows as they are typed."""
        import pyarrow as pa
        from pyarrow import parquet

        self._read = 0
        names = list(self.columns if columns is None else columns)
        try:
            with parquet.ParquetFile(
                self._path,
                read_dictionary=[name for name in self._texts if name in encode],
                buffer_size=1 << 20,
                pre_buffer=False,
            ) as file:
                for batch in file.iter_batches(BATCH_ROWS, columns=names):
                    self._read += batch.num_rows
                    yield batch.select(names)
        except (pa.ArrowException, OSError) as error:
            raise self._refuse(error) from None

    def _refuse(self, error: Exception) -> InputError:
        reason = str(error).splitlines()[0][:200] if str(error) else "unreadable"
        return refuse(
            self.name, f"expected a whole Parquet file; it is damaged or cut off ({reason})"
        )


class ArrowSource(_Columnar):
    """A table in memory, or a stream, which is kept on disk so that it can be read again."""

    def __init__(self, orders: object) -> None:
        import pyarrow as pa

        self.name = _IN_MEMORY
        if not hasattr(orders, "__arrow_c_stream__") and not hasattr(orders, "__arrow_c_array__"):
            expected = "expected a path, rows, or a table that speaks Arrow"
            raise refuse(self.name, expected, got=type(orders).__name__)
        self._stored: tempfile._TemporaryFileWrapper[bytes] | None = None
        try:
            self._orders = self._store(orders) if not hasattr(orders, "__len__") else orders
            schema = self._reader().schema
        except (pa.ArrowException, TypeError, ValueError) as error:
            raise refuse(self.name, f"expected a table that speaks Arrow: {error}") from None
        self.columns = _names(self.name, schema)
        self._rows = len(orders) if hasattr(orders, "__len__") else 0

    @classmethod
    def from_rows(cls, rows: Sequence[object]) -> ArrowSource:
        """Lay mappings out as a table; a key that a row lacks is blank."""
        import pyarrow as pa

        if not all(hasattr(row, "keys") for row in rows):
            raise refuse(_IN_MEMORY, "expected a sequence of mappings, one a line")
        table = [
            {str(k): _scalar(v) for k, v in dict(cast("dict[str, object]", r)).items()}
            for r in rows
        ]
        names = dict.fromkeys(key for row in table for key in row)
        columns = [pa.array([row.get(name, "") for row in table], pa.string()) for name in names]
        return cls(pa.table(columns, names=list(names)))

    def batches(
        self, columns: Sequence[str] | None = None, encode: Collection[str] = ()
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows as they are typed."""
        del encode
        self._read = 0
        names = list(self.columns if columns is None else columns)
        for whole in self._reader():
            for start in range(0, whole.num_rows, BATCH_ROWS):
                batch = whole.slice(start, BATCH_ROWS)
                self._read += batch.num_rows
                yield batch.select(names)

    def _reader(self) -> pa.RecordBatchReader:
        import pyarrow as pa

        if self._stored is not None:
            return pa.ipc.open_stream(self._stored.name)
        if hasattr(self._orders, "__arrow_c_stream__"):
            return pa.RecordBatchReader.from_stream(self._orders)
        batch = pa.record_batch(self._orders)
        return pa.RecordBatchReader.from_batches(batch.schema, [batch])

    def _store(self, orders: object) -> object:
        import pyarrow as pa

        reader = pa.RecordBatchReader.from_stream(orders)
        self._stored = tempfile.NamedTemporaryFile(prefix="comity-", suffix=".arrows")  # noqa: SIM115  lives as long as the source
        with pa.ipc.new_stream(self._stored.name, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)
        return orders


def _names(name: str, schema: pa.Schema) -> tuple[str, ...]:
    """Refuse columns that come twice or hold anything but single values."""
    import pyarrow as pa

    log = FaultLog(file=name)
    for number, field in enumerate(schema):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if field.name in schema.names[:number]:
            log.add("expected each column once", column=field.name)
        elif pa.types.is_nested(kind):
            log.add("expected single values", column=field.name, got=str(field.type))
    if not schema.names:
        log.add("expected columns, got none")
    if log.total:
        raise log.error()
    return tuple(schema.names)


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _scalar(value: object) -> str:
    return "" if value is None else str(value)
