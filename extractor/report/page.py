"""Extractions into one HTML file that needs nothing else: no network, no other file.

What the articles say is in the page only as packed bytes (JSON, gzip, base64) in script elements that no browser runs; our own
script unpacks them and puts them in as text. The content security policy lets only the scripts and styles run whose hashes it names.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from extractor.io.inputs import Failure
from extractor.metrics import MetricRule
from extractor.records import Extraction
from extractor.report.variants import variants
from extractor.rulebook import load_rules
from extractor.view.palette import MEASURES, css_variables

STATIC = Path(__file__).with_name("static")
SCRIPTS = (
    "dom", "format", "data", "state", "filter", "review", "carry", "effective", "gold", "download", "facets", "list", "marks", "card", "panel",
    "article", "choose", "overview", "facts", "tables", "subjects", "series", "spans", "verdict", "pairs", "scale", "chooser", "draw", "rows",
    "chart_targets", "chart_growth", "chart_time", "charts", "checks", "reviewing", "taken", "paper", "keys", "main",
)  # fmt: skip
"""The parts of the page's script, joined in this order into one module."""

ARTICLE = ("id", "title", "source", "authors", "dateline", "published", "url", "text", "raw_sha256", "duplicate_of", "blocks")
FACT = (
    "id", "subject", "subject_id", "subject_code", "metric", "metric_id", "breakdown", "measure", "value", "value_max", "unit", "unit_code",
    "bound", "comparison", "reference", "status", "period", "quote", "start", "end", "sentence_start", "sentence_end", "evidence",
    "inherited", "rule", "repeats", "confidence",
)  # fmt: skip
SKIPPED = ("quote", "start", "end", "reason", "value", "unit")
CHECK = ("kind", "facts", "verdict", "message", "rule")
"""Fields in the order in which the page's data has their values: names are written once, not with each record."""

_MARK = b'<meta name="generator" content="extractor report">'
_HEAD = 1 << 14
"""Bytes at the beginning of a page within which its mark stands."""
_PIECE = 3 << 20
"""Bytes in one data element: whole groups of three, so that each is base64 on its own."""

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class Summary:
    """What went into a page.

    Attributes:
        articles, copies, facts: how many; ``copies`` are articles without facts of their own.
        contradictions: checks of that verdict.
        failures: inputs that could not be read.
    """

    articles: int = 0
    copies: int = 0
    facts: int = 0
    contradictions: int = 0
    failures: list[Failure] = field(default_factory=list)


def write_page(
    records: Iterable[Extraction | Failure], file: IO[bytes], *, title: str, charts: str | None, packs: Sequence[str] = ()
) -> Summary:
    """Write the page, one record after the other: memory does not grow with their number.

    Args:
        records: see ``collect``.
        file: takes bytes.
        title: what the page is called.
        charts: the library that draws charts, see ``charts.library``; without it they are tables.
        packs: folders of the user's own rules, which may name metrics.

    Returns:
        What is in it. The same records give the same bytes.
    """
    summary = Summary()
    head, tail = _frame(charts)
    file.write(head)
    for piece in _pieces(_packed(_lines(records, title, packs, summary))):
        file.write(b'<script type="application/octet-stream" class="data">' + base64.b64encode(piece) + b"</script>\n")
    file.write(tail)
    return summary


def is_page(path: Path) -> bool:
    """Is a file a page that was made here? Where it cannot be read, nobody knows, so that it is none."""
    try:
        with path.open("rb") as file:
            return _MARK in file.read(_HEAD)
    except OSError:
        return False


def _frame(charts: str | None) -> tuple[bytes, bytes]:
    """What stands before and behind the data."""
    style = _read("report.css").replace("/* palette */", _palette())
    script = "\n".join(_read(f"{name}.js") for name in SCRIPTS)
    page = _read("report.html")
    page = page.replace("<!-- policy -->", _policy([script, *([charts] if charts else [])], style))
    page = page.replace("<!-- style -->", f"<style>{style}</style>")
    head, tail = page.split("<!-- data -->")
    ends = (f"<script>{charts}</script>\n" if charts else "") + f'<script type="module">{script}</script>'
    return head.encode(), tail.replace("<!-- scripts -->", ends).encode()


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _palette() -> str:
    light, dark = css_variables(is_dark=False), css_variables(is_dark=True)
    marks = "".join(f".m-{name} {{ --measure: var(--measure-{name}); }}\n" for name in MEASURES)
    return (
        f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ {dark} }} }}\n"
        f":root[data-theme=dark] {{ {dark} }}\n@media print {{ :root:root:root {{ {light} }} }}\n{marks}"
    )


def _policy(scripts: Iterable[str], style: str) -> str:
    """Nothing may be loaded or run but these scripts and this style; strings become markup nowhere (trusted types)."""
    hashes = " ".join(_hash(script) for script in scripts)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types default"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# ---------------------------------------------------------------- data
def _lines(records: Iterable[Extraction | Failure], title: str, packs: Sequence[str], summary: Summary) -> Iterator[bytes]:
    """JSON, one value a line: what the page is, each article, how it ends."""
    names = {"article": ARTICLE, "facts": FACT, "skipped": SKIPPED, "checks": CHECK}
    yield _line({"format": 1, "title": title, "names": names})
    key = hashlib.sha256()
    makers: set[tuple[str, str]] = set()
    characters: set[str] = set()
    metrics: set[str] = set()
    for one in records:
        if isinstance(one, Failure):
            summary.failures.append(one)
            continue
        _count(one, summary)
        makers.add((one.extractor_version, one.rules_hash))
        metrics.update(fact.metric_id for fact in one.facts if fact.metric_id)
        key.update(f"{one.article.id}\0{one.article.raw_sha256}\n".encode("utf-8", "surrogatepass"))
        line = to_json(_values(one))
        characters.update(line)
        yield _line_of(line)
    yield _line(
        {
            "articles": summary.articles,
            "failures": [(failure.where, failure.message) for failure in summary.failures],
            "key": key.hexdigest()[:16],
            "made": sorted(makers),
            "simple": variants(characters),
            "better": _better(metrics, packs),
        }
    )


def _better(metrics: set[str], packs: Sequence[str]) -> dict[str, str]:
    """Of these metrics those that are better when lower, and those of which nobody can say: targets are judged by it."""
    known = {rule.id: rule.better for rule in load_rules(packs).rules["metric"] if isinstance(rule, MetricRule)}
    return {metric: known[metric] for metric in sorted(metrics) if known.get(metric, "higher") != "higher"}


def _line(value: Any) -> bytes:
    return _line_of(to_json(value))


def _line_of(text: str) -> bytes:
    return (text + "\n").encode("utf-8", "replace")


def _count(extraction: Extraction, summary: Summary) -> None:
    summary.articles += 1
    summary.copies += extraction.article.duplicate_of is not None
    summary.facts += len(extraction.facts)
    summary.contradictions += sum(check.verdict == "contradiction" for check in extraction.checks)


def _values(extraction: Extraction) -> list[Any]:
    """An article and what was read from it, without names and without mentions."""
    record = extraction.model_dump(mode="json", exclude={"entities"})
    record["facts"].sort(key=lambda fact: (fact["start"], fact["end"], fact["id"]))
    return [
        [record["article"][name] for name in ARTICLE],
        *([[one[name] for name in names] for one in record[part]] for part, names in _PARTS),
    ]


_PARTS = (("facts", FACT), ("skipped", SKIPPED), ("checks", CHECK))


def _packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip without name and time: the same in every run."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for line in lines:
        yield packer.compress(line)
    yield packer.flush()


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for part in parts:
        held += part
        while len(held) >= _PIECE:
            yield bytes(held[:_PIECE])
            del held[:_PIECE]
    yield bytes(held)


def unpack(page: bytes) -> list[Any]:
    """The data of a page, as its script reads it: what the page is, each article, how it ends.

    Raises:
        ValueError: it is no page of this program, or not all of it.
    """
    mark = b'<script type="application/octet-stream" class="data">'
    pieces = [part.split(b"</script>", 1)[0] for part in page.split(mark)[1:]]
    try:
        data = zlib.decompress(b"".join(base64.b64decode(piece, validate=True) for piece in pieces), 31)
    except zlib.error as error:
        raise ValueError(f"no report, or not all of it: {error}") from None
    return [json.loads(line) for line in data.splitlines()]
