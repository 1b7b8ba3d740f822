"""Extractions as data frames, with the columns of the record contract's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from extractor.records import Extraction, Fact
    from extractor.sinks.schema import Column

__all__ = ["facts_frame", "to_frame"]

Library = Literal["pandas", "polars"]
TableName = Literal["articles", "entities", "facts", "skipped", "checks"]


def to_frame(extractions: Iterable[Extraction], table: TableName = "facts", *, library: Library = "pandas") -> Any:
    """One table of many extractions as a data frame.

    The columns are those of the database's table of that name. Values are floats, for plots and arithmetic (``to_dicts`` has the
    exact decimals), periods are dates, ``evidence`` and ``blocks`` are JSON, lists of names are lists.

    Args:
        extractions: what ``extract`` or ``Extractor.pipe`` gave.
        table: ``facts``, ``articles``, ``entities``, ``skipped`` or ``checks``.
        library: ``pandas`` or ``polars``.

    Returns:
        A ``pandas.DataFrame`` or a ``polars.DataFrame``, one row a record, in the order of the texts.

    Raises:
        ValueError: there is no such table or library.
        TypeError: something else than extractions is given.
        ImportError: the library is not installed.

    Examples:
        >>> from extractor import extract
        >>> frame = to_frame([extract("2023年,全市新增企业17家。", id="a")])
        >>> frame[["article_id", "metric", "value", "unit"]].to_dict("records")
        [{'article_id': 'a', 'metric': '新增企业', 'value': 17.0, 'unit': '家'}]
    """
    from extractor.sinks.rows import rows_of
    from extractor.sinks.schema import TABLES

    declared = {one.name: one for one in TABLES}
    if table not in declared:
        raise ValueError(f"there is no table {table!r}; choose one of {', '.join(declared)}")
    rows = [row for one in _checked(extractions) for row in rows_of(one.model_dump_json().encode()).tables[table]]
    return _frame(declared[table].columns, rows, library)


def _checked(extractions: Iterable[Extraction]) -> Iterator[Extraction]:
    """The extractions, if they are some."""
    from extractor.records import Extraction

    if isinstance(extractions, Extraction):  # iterating over it would give its fields
        raise _no_extractions(extractions)
    for one in extractions:
        if not isinstance(one, Extraction):
            raise _no_extractions(one)
        yield one


def _no_extractions(given: object) -> TypeError:
    return TypeError(
        f"to_frame takes several extractions, as in to_frame([extract(text)]), not {type(given).__name__}; "
        "one extraction, and its facts, make a frame of themselves: extraction.facts.to_frame()"
    )


def facts_frame(facts: Sequence[Fact], *, library: Library = "pandas") -> Any:
    """Facts as a data frame: as ``to_frame``, without ``article_id``, which a fact on its own does not know.

    Raises:
        ValueError: there is no such library.
        ImportError: it is not installed.

    Examples:
        >>> from extractor import extract
        >>> list(facts_frame(extract("2023年,全市新增企业17家。").facts)["period_end"].astype(str))
        ['2023-12-31']
    """
    from extractor.sinks.schema import FACTS

    columns = tuple(column for column in FACTS.columns if column.name != "article_id")
    rows = [tuple(record[column.name] for column in columns) for record in map(_flat, facts)]
    return _frame(columns, rows, library)


def _flat(fact: Fact) -> dict[str, Any]:
    record = fact.model_dump()
    period = record.pop("period") or {"start": None, "end": None, "text": None}
    return record | {f"period_{name}": value for name, value in period.items()}


def _frame(columns: Sequence[Column], rows: Sequence[Sequence[Any]], library: str) -> Any:
    makers = {"pandas": _pandas, "polars": _polars}
    if library not in makers:
        raise ValueError(f"there is no library {library!r} to make frames with; choose pandas or polars")
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    try:
        return makers[library](
            {column: [_cell(column, value) for value in cells] for column, cells in zip(columns, values, strict=True)}
        )
    except ImportError as error:
        from extractor.extras import how_to_get

        way = how_to_get("notebook") if library == "pandas" else f"pip install {library}"
        raise ImportError(f"a frame of {library} needs {library} ({error}); {way}") from None


_LISTS = ("authors", "inherited", "facts")


def _cell(column: Column, value: Any) -> Any:
    from datetime import date

    from extractor.sinks.rows import to_json

    if value is None:
        return None
    if column.kind == "decimal":
        return float(value)
    if column.kind == "date":
        return date.fromisoformat(value)
    return to_json(value) if column.kind == "json" and column.name not in _LISTS else value


def _pandas(data: dict[Column, list[Any]]) -> Any:
    import pandas as pd

    types = {"text": "string", "int": "int64", "float": "float64", "decimal": "float64", "date": "datetime64[s]"}
    series = {}
    for column, values in data.items():
        kind = "text" if column.kind == "json" and column.name not in _LISTS else column.kind
        series[column.name] = pd.Series(values, dtype=types.get(kind, "object"))
    return pd.DataFrame(series)


def _polars(data: dict[Column, list[Any]]) -> Any:
    import polars as pl

    types = {"text": pl.String, "int": pl.Int64, "float": pl.Float64, "decimal": pl.Float64, "date": pl.Date, "json": pl.String}
    schema = {column.name: pl.List(pl.String) if column.name in _LISTS else types[column.kind] for column in data}
    return pl.DataFrame({column.name: values for column, values in data.items()}, schema=schema)
