"""Reading gold: NAME.json (facts) and NAME.txt (text) side by side, NAME.ents (entities) where it exists; in a folder or a zip file."""

from __future__ import annotations

import calendar
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

import regex

from extractor.evaluate_agreement import normal
from extractor.io.encodings import NotText, decode
from extractor.records import Bound, Comparison, EntityType, Measure, Status

_LARGEST, _MOST_MEMBERS = 1 << 30, 100_000
"""Bytes and files that a zip file may hold: a hundred thousand long articles."""


class GoldError(ValueError):
    """The gold can't be used. The message names file, fault and remedy."""


@dataclass(frozen=True, slots=True)
class GoldFact:
    """One annotated fact; ``|`` in a text field parts alternatives that are all right.

    Attributes:
        span: of the quote, None where the text does not hold it that often.
        periods: the ISO bounds that are right; empty where the gold leaves it open.
        rivals: the metrics of other facts of the document, which a right metric must not be nearer to.
    """

    quote: str
    span: tuple[int, int] | None
    subject: str | None
    metric: str
    measure: str
    value: float
    value_max: float | None
    unit: str | None
    bound: str | None
    comparison: str | None
    reference: str | None
    status: str
    period: str | None
    periods: tuple[tuple[str, str], ...]
    rivals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """One annotated mention; ``periods`` as in ``GoldFact``."""

    start: int
    end: int
    type: str
    periods: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated document; ``entities`` is None where they are not annotated."""

    id: str
    text: str
    title: str | None
    published: str | None
    facts: tuple[GoldFact, ...]
    entities: tuple[GoldEntity, ...] | None


def load_gold(folder: Path) -> list[Gold]:
    """All gold documents of a folder, or of a zip file as a report exports it, by file name.

    Raises:
        GoldError: no gold there, a text is missing, or a file is no gold; the message says which and what to do.
    """
    if folder.is_file():
        return _packed(folder)
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder; give the folder, or the zip file, that holds NAME.json and NAME.txt")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(f"{folder}: no gold in it; gold is NAME.json with NAME.txt beside it")
    golds = [_document(path) for path in paths]
    seen: dict[str, Path] = {}
    for path, gold in zip(paths, golds, strict=True):
        if gold.id in seen:
            raise GoldError(f"{path}: the id {gold.id!r} is taken by {seen[gold.id]}; rename one")
        seen[gold.id] = path
    return golds


def _packed(path: Path) -> list[Gold]:
    with tempfile.TemporaryDirectory(prefix="extractor-gold-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                if len(archive.infolist()) > _MOST_MEMBERS:
                    raise GoldError(f"{path}: more than {_MOST_MEMBERS:,} files in it; unpack it and give the folder")
                if sum(one.file_size for one in archive.infolist()) > _LARGEST:
                    raise GoldError(f"{path}: more than {_LARGEST:,} bytes in it; unpack it and give the folder")
                archive.extractall(folder)
            return load_gold(Path(folder))
        except GoldError as error:
            raise GoldError(str(error).replace(f"{folder}/", f"{path}:").replace(folder, str(path))) from None
        except (
            OSError,
            EOFError,
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            ValueError,
        ) as error:  # locked, of an unknown kind
            raise GoldError(f"{path}: no zip file that can be read ({error}); export it again, or give a folder") from None


def _document(path: Path) -> Gold:
    data = _json(path)
    if not isinstance(data, dict) or not isinstance(data.get("facts"), list):
        raise GoldError(f'{path}: a gold file is an object with "facts", a list; move other JSON files out of the folder')
    text = _text(path.with_suffix(".txt"), path)
    ents = path.with_suffix(".ents")
    names = _metric_names(data["facts"], path)
    facts = tuple(_fact(entry, text, names, f"{path}: fact {number}") for number, entry in enumerate(data["facts"]))
    entities = tuple(_entities(_json(ents), text, ents)) if ents.exists() else None
    return Gold(str(data.get("id") or path.stem), text, data.get("title"), data.get("published"), facts, entities)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise GoldError(f"{path}: not readable as JSON: {error}; mend the file") from None


def _text(path: Path, gold: Path) -> str:
    if not path.is_file():
        raise GoldError(f"{path}: the text of {gold.name} is missing; put it beside its gold")
    try:
        return decode(path.read_bytes(), "utf-8")
    except (OSError, NotText) as error:
        raise GoldError(f"{path}: {error}") from None


def _metric_names(entries: list[Any], path: Path) -> list[tuple[str, frozenset[str]]]:
    """Each metric as written, with the normal forms of its alternatives."""
    if not all(isinstance(entry, dict) for entry in entries):
        raise GoldError(f'{path}: each of "facts" must be an object')
    return [(entry["metric"], _forms(entry["metric"])) for entry in entries if entry.get("metric")]


def _forms(metric: str) -> frozenset[str]:
    return frozenset(normal(one, drops_tail=True) for one in metric.split("|"))


_ALLOWED: Mapping[str, tuple[str | None, ...]] = {
    "measure": get_args(Measure), "status": get_args(Status), "bound": (None, *get_args(Bound)), "comparison": (None, *get_args(Comparison)),
}  # fmt: skip


def _fact(entry: Mapping[str, Any], text: str, names: list[tuple[str, frozenset[str]]], where: str) -> GoldFact:
    metric = entry.get("metric") or ""
    own = _forms(metric)
    for name, allowed in _ALLOWED.items():
        if entry.get(name) not in allowed:
            raise GoldError(f"{where}: {name} {entry.get(name)!r} is none of {', '.join(map(str, allowed))}; mend the gold")
    if not isinstance(entry.get("q"), str) or not isinstance(entry.get("value"), (int, float)):
        raise GoldError(f'{where}: "q" must be the quoted text and "value" a number; mend the gold')
    start = locate(text, entry["q"], entry.get("n", 1))
    return GoldFact(
        quote=entry["q"], span=None if start is None else (start, start + len(entry["q"])), metric=metric,
        value=entry["value"], periods=_periods(entry.get("period"), where),
        rivals=tuple(sorted({name for name, forms in names if not forms & own})), measure=entry["measure"], status=entry["status"],
        **{name: entry.get(name) for name in ("subject", "value_max", "unit", "bound", "comparison", "reference", "period")},
    )  # fmt: skip


def locate(text: str, quote: str, nth: int) -> int | None:
    """Where the n-th occurrence of a quote begins, overlapping ones counted; None where there are fewer."""
    at = -1
    for _ in range(nth):
        at = text.find(quote, at + 1)
        if at < 0:
            return None
    return at


def _periods(short: str | None, where: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(period_bounds(one) for one in short.split("|")) if short else ()
    except (ValueError, AttributeError):
        forms = "2023, 2023-H1, 2023-Q3, 2023-06, 2023-06-30, 2023-01..2023-07"
        raise GoldError(f"{where}: period {short!r} is none of {forms}; mend the gold") from None


_SHORT = regex.compile(
    r"(?P<year>[0-9]{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?"
)


def period_bounds(short: str) -> tuple[str, str]:
    """``2023-01..2023-07`` → ``("2023-01-01", "2023-07-31")``.

    Raises:
        ValueError: it is no period in the shorthand.
    """
    first, dots, last = short.partition("..")
    if dots:
        return period_bounds(first)[0], period_bounds(last)[1]
    match = _SHORT.fullmatch(short)
    if match is None:
        raise ValueError(short)
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"])).isoformat()
        return day, day
    size = 6 if match["half"] else 3 if match["quarter"] else 1 if match["month"] else 12
    end = size * int(match["half"] or match["quarter"] or match["month"] or 1)
    return date(year, end - size + 1, 1).isoformat(), date(year, end, calendar.monthrange(year, end)[1]).isoformat()


def _entities(entries: Any, text: str, path: Path) -> Iterator[GoldEntity]:
    """Every occurrence of every annotated name; where they overlap the longest, then the first, stays."""
    found = [one for entry in entries for one in _occurrences(entry, text, path)]
    kept: list[GoldEntity] = []
    for one in sorted(found, key=lambda e: (e.start - e.end, e.start)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    yield from sorted(kept, key=lambda e: (e.start, e.end))


def _occurrences(entry: Mapping[str, Any], text: str, path: Path) -> Iterator[GoldEntity]:
    quote, kind = entry.get("q"), str(entry.get("type"))
    if not quote or kind not in get_args(EntityType):
        raise GoldError(f'{path}: entity {entry}: it needs "q" and a "type" of {", ".join(get_args(EntityType))}')
    at, nth = text.find(quote), 1
    if at < 0:
        raise GoldError(f"{path}: entity {quote!r} is not in the text; mend the gold")
    periods = _periods(entry.get("period"), str(path))
    while at >= 0:
        if nth in (entry.get("n") or [nth]):
            yield GoldEntity(at, at + len(quote), kind, periods)
        at, nth = text.find(quote, at + 1), nth + 1
