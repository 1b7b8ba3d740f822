"""From a table's cells to claims: the row names the metric (or whose it is), the column what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.claims import Claim
from extractor.mentions import Block, Quantity, Sentence
from extractor.phrases import catalogue_term
from extractor.quantities import find_quantities
from extractor.quantity_rules import QuantityFinder
from extractor.scan import Scan
from extractor.tables import Row, Span, Table

_KINDS = (
    ("difference", regex.compile(r"百分点")),
    ("rank", regex.compile(r"排名|位次|名次|排位")),
    ("completion", regex.compile(r"完成率|完成进度|进度")),
    ("share", regex.compile(r"比重|占比|构成|份额")),
    ("growth", regex.compile(r"增长|增速|增幅|涨幅|±|升降|同比|环比|[比较](?:上年|去年|上月)")),
)
_BRACKET = regex.compile(r"[(（](?P<unit>[^()（）]{1,10})[)）]")
_LEAD = regex.compile(r"(?:其中[:：]?|[#*·•\-—]+|[一二三四五六七八九十]{1,2}[、.]|[(（]?[0-9]{1,2}[)）、.])\s*")
_SUBJECT_TYPES = ("PLACE", "PARK", "ORG", "GOV")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says of its rows: measure, basis, unit, and the words of its heading without the unit."""

    measure: str
    comparison: str | None
    unit: str | None
    name: Span | None


def link_tables(scan: Scan, tables: Sequence[Table], quantities: QuantityFinder) -> list[Claim]:
    """One claim for each number of each table whose unit or kind is known."""
    return [claim for table in tables for claim in _link_table(scan, table, quantities)]


def _link_table(scan: Scan, table: Table, quantities: QuantityFinder) -> list[Claim]:
    columns = [_column(scan, span) for span in table.header]
    block = next((b for b in scan.blocks if b.start <= table.rows[0].label[0] < b.end), scan.blocks[0])
    made = []
    for row in table.rows:
        label = _label(scan, row.label)
        named = _whose(scan, label, has_metric=any(column.name for column in columns))
        metric: Span | None = None
        for number, cell in enumerate(row.cells):
            column = columns[number] if number < len(columns) else Column("level", None, None, None)
            if named is not None:
                metric = column.name if column.measure == "level" and column.name else metric
            else:
                metric = label
            if cell is not None and metric is not None:
                claim = _claim(scan, table, row, column, cell, metric, block, quantities)
                if claim is not None and named is not None:
                    claim.evidence["subject"] = [named]
                made += [claim] if claim is not None else []
    return made


def _column(scan: Scan, span: Span) -> Column:
    words = scan.text[slice(*span)]
    measure = next((kind for kind, pattern in _KINDS if pattern.search(words)), "level")
    comparison = None
    if measure in ("growth", "difference"):
        comparison = "mom" if "环比" in words or "上月" in words else "yoy"
    bracket = _BRACKET.search(words)
    end = span[0] + bracket.start() if bracket is not None else span[1]
    name = (span[0], end) if end - span[0] >= 2 and catalogue_term(scan, span[0], end) is not None else None
    return Column(measure, comparison, bracket["unit"] if bracket is not None else None, name)


def _label(scan: Scan, span: Span) -> Span:
    """The label without list marks and without its unit in brackets."""
    start, end = span
    lead = _LEAD.match(scan.text, start, end)
    start = lead.end() if lead is not None and lead.end() < end else start
    bracket = regex.compile(_BRACKET.pattern + "$").search(scan.text, start, end)
    return start, (bracket.start() if bracket is not None and bracket.start() > start else end)


_DIVISION = regex.compile(r"[\p{Han}]{1,8}(?:[县市区州旗镇乡]|开发区|街道)|(?:全[国省市县区州]|合计|总计)")


def _whose(scan: Scan, label: Span, *, has_metric: bool) -> Span | None:
    """A label that is a place or body: the row is about it, the metric stands over the column."""
    if not has_metric:
        return None
    if _DIVISION.fullmatch(scan.text, *label) and catalogue_term(scan, *label) is None:
        return label
    for entity in scan.entities.touching(*label):
        if (entity.start, entity.end) == label and entity.type in _SUBJECT_TYPES:
            return label
    return next((label for word in scan.relatives.touching(*label) if (word.start, word.end) == label), None)


def _claim(
    scan: Scan, table: Table, row: Row, column: Column, cell: Span, metric: Span, block: Block, quantities: QuantityFinder
) -> Claim | None:
    words = scan.text[slice(*cell)]
    value = Decimal(words.replace(",", "").rstrip("%"))
    unit = _unit(scan, table, row, column, is_percent=words.endswith("%"))
    if column.measure == "rank":
        unit = "位"
    elif column.measure in ("growth", "share", "completion"):
        unit = "%"
    elif column.measure == "difference":
        unit = "百分点"
    if unit is None:
        return None
    spoken = f"1{'个百分点' if unit == '百分点' else unit}"
    said = next(iter(find_quantities(spoken, quantities)), None)
    if said is None or said.value is None or said.number_end != len(spoken):
        return None
    amount = value * said.value if column.measure == "level" else value
    quantity = Quantity(*cell, *cell, amount, None, said.unit, said.unit_code, said.family, None, f"table.{column.measure}")
    claim = Claim(
        quantity=quantity, sentence=Sentence(row.label[0], cell[1], block), measure=column.measure, value=_plain(amount), value_max=None,
        unit=said.unit, unit_code=said.unit_code, bound=None, rule=f"link.table.{column.measure}", anchor=row.label[0],
        metric_spans=(metric,), catalogue=catalogue_term(scan, *metric), comparison=column.comparison,
    )  # fmt: skip
    claim.evidence["metric"] = [metric]
    _date(scan, table, claim, row.cells.index(cell))
    return claim


def _plain(value: Decimal) -> Decimal:
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _unit(scan: Scan, table: Table, row: Row, column: Column, *, is_percent: bool) -> str | None:
    if is_percent:
        return "%"
    bracket = _BRACKET.search(scan.text, *row.label)
    if row.unit is not None:
        return scan.text[slice(*row.unit)]
    if column.unit is not None:
        return column.unit
    if bracket is not None and bracket.end() == row.label[1]:
        return bracket["unit"]
    return regex.split("[、,/]", scan.text[slice(*table.unit)])[0] if table.unit is not None else None


def _date(scan: Scan, table: Table, claim: Claim, column: int) -> None:
    """A time in the column's heading, else one in the lines right over the table."""
    spans = [table.header[column]] if column < len(table.header) else []
    spans.append((max(0, table.start - 80), table.start))
    for span in spans:
        usable = (p for p in reversed(scan.periods.within(*span)) if p.first is not None and p.kind != "same")
        period = next((p for p in usable if regex.search("[0-9一二三四]", scan.text[p.start : p.end])), None)
        if period is not None:
            claim.period = period
            claim.note("period", period.start, period.end)
            return
