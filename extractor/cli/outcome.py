"""What stands below an article: its facts by measure, what its arithmetic says, and the numerals that are no facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.cli.common import count

if TYPE_CHECKING:
    from rich.text import Text

    from extractor.records import Extraction

_CHECK_STYLES = {"contradiction": "bold red", "rounding": "yellow"}

UNDATED = "no date of publication: years come from the text or stay open; --published DATE"


def heading(extraction: Extraction) -> Iterator[Text]:
    """Which article this is, and whether it lacks a date; its title, where that is no part of the text below."""
    from rich.text import Text

    from extractor.view.readable import one_line

    article = extraction.article
    known = [article.id, article.source, article.dateline, article.published, article.url]
    yield Text(" · ".join(one_line(part) for part in known if part), style="dim")
    if extraction.facts and article.published is None:
        yield Text(UNDATED, style="yellow")
    if article.title and not any(block.kind == "title" for block in article.blocks):
        yield Text(one_line(article.title), style="bold")


def measures(extraction: Extraction) -> Text:
    """``37 facts: level 19, growth 10``, each in its colour."""
    from rich.text import Text

    from extractor.view.readable import STYLES

    line = Text(count(len(extraction.facts), "fact"), style="bold")
    counts = Counter(fact.measure for fact in extraction.facts)
    for n, measure in enumerate(measure for measure in STYLES if counts[measure]):
        line.append(", " if n else ": ", style="not bold").append(
            f"{measure} {counts[measure]}", style=f"not bold {STYLES[measure]}"
        )
    return line


def checks(extraction: Extraction) -> Iterator[Text]:
    """How the checks went, then each that failed, with the numbers of its facts."""
    from rich.text import Text

    from extractor.view.readable import one_line

    if not extraction.checks:
        return
    counts = Counter(check.verdict for check in extraction.checks)
    said = ", ".join(f"{counts[verdict]} {verdict}" for verdict in ("ok", "rounding", "contradiction") if counts[verdict])
    yield Text(count(len(extraction.checks), "check"), style="bold").append(
        f" of the article's own arithmetic: {said}", style="not bold"
    )
    numbers = {fact.id: number for number, fact in enumerate(extraction.facts, 1)}
    for check in extraction.checks:
        if style := _CHECK_STYLES.get(check.verdict):
            rows = ",".join(str(numbers[fact]) for fact in check.facts if fact in numbers)
            yield Text(f"{check.verdict} {{{rows}}} ", style=style).append(one_line(check.message), style="not bold default")


def skipped(extraction: Extraction) -> Text:
    """``6 skipped numerals: date 4, name 2``."""
    from rich.text import Text

    reasons = Counter(item.reason for item in extraction.skipped).most_common()
    line = Text(count(len(extraction.skipped), "skipped numeral"), style="bold")
    return line.append(": " + ", ".join(f"{reason} {n}" for reason, n in reasons) if reasons else "", style="not bold")
