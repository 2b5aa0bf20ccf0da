"""How cells are written as text: in CSV, where no text may run as a formula, and in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from comity.determine.cells import as_text

if TYPE_CHECKING:
    import pyarrow as pa

_FORMULA_STARTS = b"=+-@\t\r"


def as_csv(cells: pa.Array) -> pa.Array:
    """Write cells as CSV holds them: harmless, quoted where they must be, null as blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_string(cells.type):
        return as_text(cells)
    texts = pc.fill_null(_defuse(cells), "")
    must = pc.match_substring_regex(texts, r'[",\r\n]')
    if not pc.any(must).as_py():
        return texts
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(texts, '"', '""'), '"', "")
    return pc.if_else(must, quoted, texts)


def as_json(cells: pa.Array) -> pa.Array:
    """Write cells as JSON holds them: numbers bare, everything else quoted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = cells.type
    if pa.types.is_floating(kind):
        # JSON knows no infinities.
        cells = pc.if_else(pc.is_finite(cells), cells, None)
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return pc.if_else(pc.is_valid(cells), as_text(cells), "null")
    texts = cells if pa.types.is_string(kind) else cells.cast(pa.string())
    if pc.any(pc.match_substring_regex(texts, r'["\\\x00-\x1f]')).as_py():
        values = [json.dumps(value, ensure_ascii=False) for value in texts.to_pylist()]
        return pa.array(values, pa.string())
    return pc.fill_null(pc.binary_join_element_wise('"', texts, '"', ""), "null")


def quote_text(text: str) -> str:
    """Quote a text for CSV where it must be."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & set(',"\r\n') else text


def _defuse(texts: pa.Array) -> pa.Array:
    """Put an apostrophe before each text that a spreadsheet would run as a formula."""
    import numpy as np
    import pyarrow as pa

    if not pa.types.is_string(texts.type) or not len(texts):
        return texts
    _, offsets, data = texts.buffers()
    if data is None or not data.size:
        return texts
    begin = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    octets = np.frombuffer(data, dtype=np.uint8)
    first = octets[np.minimum(begin[:-1], len(octets) - 1)]
    starts = np.frombuffer(_FORMULA_STARTS, dtype=np.uint8)
    rows = np.flatnonzero(np.isin(first, starts) & (np.diff(begin) > 0))
    if not len(rows):
        return texts
    values = texts.to_pylist()
    for row in rows.tolist():
        values[row] = None if values[row] is None else defuse_text(values[row])
    return pa.array(values, texts.type)


def defuse_text(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    if not text.encode().startswith(tuple(_FORMULA_STARTS[i : i + 1] for i in range(6))):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
