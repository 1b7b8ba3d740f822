"""Extractions in a notebook: the article with its facts marked beside their table. No script, so it shows wherever HTML does."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from extractor.view.marks import Piece, pieces
from extractor.view.palette import MEASURES, css_variables
from extractor.view.readable import one_line, period_text, value_text

if TYPE_CHECKING:
    from extractor.records import Extraction, Fact, Skipped

MOST_CHARACTERS = 20_000
MOST_FACTS = 300
"""What is shown at most: a notebook must stay quick; the data frame has it all."""

_DARK_THEMES = ('[data-jp-theme-light="false"]', ".vscode-dark", 'html[theme="dark"]', 'body[data-theme="dark"]')
"""How Jupyter, VS Code, Colab and documentation pages say that they are dark; what the system prefers says nothing of them."""
_ALONE = ":root:has(> body > .xf)"
"""A page that is this HTML and nothing else, as saved to a file: no such page says how it looks, so that the system decides."""

_HEADS = ("", "subject", "metric", "value", "kind", "status", "period", "conf.")
_FIELDS = ("subject", "metric", "breakdown", "metric_id", "reference", "status", "period", "rule", "confidence")


def extraction_html(extraction: Extraction) -> str:
    """An article with its facts marked, their table beside it, skipped numerals dimmed with their reason."""
    key = "xf-" + hashlib.sha256(extraction.article.id.encode()).hexdigest()[:10]
    facts = extraction.facts[:MOST_FACTS]
    text = f'<div class="xf-text" lang="zh-CN">{_text(extraction)}</div>' if extraction.article.text else ""
    side = f'<div class="xf-side">{_table(facts)}</div>' if facts else ""
    return (
        f'<div class="xf" id="{key}"><style>{_css()}{"".join(_links(key, len(facts)))}</style>'
        f'<div class="xf-columns">{text}{side}</div>{_foot(extraction)}</div>'
    )


def facts_html(facts: Sequence[Fact]) -> str:
    """Facts as a table."""
    more = f'<div class="xf-foot">{len(facts)} facts{_cut(len(facts), MOST_FACTS)}</div>'
    return f'<div class="xf"><style>{_css()}</style><div class="xf-side">{_table(facts[:MOST_FACTS])}</div>{more}</div>'


@lru_cache(maxsize=1)
def _css() -> str:
    colours = "".join(f".xf-{measure}{{--c:var(--measure-{measure})}}" for measure in MEASURES)
    dark = ",".join(f"{theme} .xf" for theme in _DARK_THEMES)
    papers = f".xf{{{css_variables(is_dark=False)}}}{dark}{{{css_variables(is_dark=True)}}}"
    papers += (
        f"{_ALONE}{{color-scheme:light dark}}@media (prefers-color-scheme:dark){{{_ALONE} .xf{{{css_variables(is_dark=True)}}}}}"
    )
    return papers + colours + files("extractor.view").joinpath("notebook.css").read_text(encoding="utf-8")


def _links(key: str, count: int) -> Iterator[str]:
    """A fact's mark and its row light up together."""
    for number in range(count):
        ours = f'[data-f~="{number}"]'
        yield f"#{key}:has({ours}:hover) {ours}{{outline:2px solid var(--c);outline-offset:1px}}"


# ---------------------------------------------------------------- text
def _text(extraction: Extraction) -> str:
    text = extraction.article.text or ""
    shown = min(len(text), MOST_CHARACTERS)
    made = "".join(_piece(extraction, piece, _clean(text[piece.start : piece.end])) for piece in pieces(extraction, end=shown))
    return made.strip() + (f"\n<em>… {len(text) - shown:,} more characters</em>" if shown < len(text) else "")


def _piece(extraction: Extraction, piece: Piece, text: str) -> str:
    facts = [n for n in piece.facts if n < MOST_FACTS]
    made = escape(text)
    if facts:
        made = _mark(extraction.facts, facts, made)
    elif piece.skipped and not piece.facts:
        made = _dimmed(extraction.skipped[piece.skipped[0]], made)
    return f'<span class="xf-{piece.block}">{made}</span>' if piece.block not in ("body", None) else made


def _mark(facts: Sequence[Fact], numbers: Sequence[int], text: str) -> str:
    first = facts[numbers[0]]
    hoped = "" if first.status == "actual" else " xf-hoped"
    tip = "".join(_tip(facts[number]) for number in numbers)
    said = " ".join(map(str, numbers))
    return f'<mark class="xf-{first.measure}{hoped}" data-f="{said}" tabindex="0">{text}<span class="xf-tip" lang="en">{tip}</span></mark>'


def _tip(fact: Fact) -> str:
    shown = {name: _shown(fact, name) for name in _FIELDS}
    rows = "".join(
        f"<dt>{name}</dt><dd{_inherited(fact, name)}>{escape(one_line(value))}</dd>" for name, value in shown.items() if value
    )
    return f'<b class="xf-{fact.measure}">{escape(one_line(value_text(fact)))}</b> {_kind(fact)}<dl>{rows}</dl>'


def _shown(fact: Fact, name: str) -> str:
    if name == "period":
        return period_text(fact.period)
    value = getattr(fact, name)
    return f"{value:.2f}" if name == "confidence" else value or ""


def _inherited(fact: Fact, name: str) -> str:
    return ' class="xf-inherited" title="carried from the context, or assumed"' if name in fact.inherited else ""


def _kind(fact: Fact) -> str:
    return " ".join(filter(None, (fact.measure, fact.comparison)))


def _dimmed(item: Skipped, text: str) -> str:
    return f'<span class="xf-skipped" tabindex="0">{text}<span class="xf-tip" lang="en">no fact: {item.reason}</span></span>'


def _clean(text: str) -> str:
    """No control characters, of direction neither: what is shown must not reorder what stands around it."""
    return "".join(c if c == "\n" or c.isprintable() else "" if c == "\r" else " " for c in text)


# ---------------------------------------------------------------- table
def _table(facts: Sequence[Fact]) -> str:
    head = "".join(f"<th>{name}</th>" for name in _HEADS)
    body = "".join(f'<tr class="xf-{fact.measure}" data-f="{n}">{_cells(n, fact)}</tr>' for n, fact in enumerate(facts))
    return f'<table class="xf-facts"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cells(number: int, fact: Fact) -> str:
    kind = _kind(fact) + (f" / {one_line(fact.reference)}" if fact.reference else "")
    cells = (
        ("xf-number", "", str(number + 1)),
        ("xf-words", "subject", fact.subject or "–"),
        ("xf-words", "metric", fact.metric),
        ("xf-number", "value", value_text(fact)),
        ("xf-kind", "measure", kind),
        ("", "status", fact.status),
        ("xf-date", "period", period_text(fact.period) or "–"),
        ("xf-number", "confidence", f"{fact.confidence:.2f}"),
    )
    return "".join(f'<td class="{_class(name, field, fact)}">{escape(one_line(value))}</td>' for name, field, value in cells)


def _class(name: str, field: str, fact: Fact) -> str:
    return f"{name} xf-inherited".strip() if field in fact.inherited else name


# ---------------------------------------------------------------- what else there is
def _foot(extraction: Extraction) -> str:
    reasons = Counter(item.reason for item in extraction.skipped)
    skipped = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    article = extraction.article
    parts = [
        f"{len(extraction.facts)} facts{_cut(len(extraction.facts), MOST_FACTS)}",
        f"{len(extraction.skipped)} numerals that are no facts" + (f" ({skipped})" if skipped else ""),
        *(escape(one_line(part)) for part in (article.source, article.dateline, article.published) if part),
    ]
    wrong = "".join(
        f'<div class="xf-wrong">{check.verdict}: {escape(one_line(check.message))}</div>'
        for check in extraction.checks
        if check.verdict == "contradiction"
    )
    return f'<div class="xf-foot">{" · ".join(parts)}{wrong}</div>'


def _cut(count: int, most: int) -> str:
    return f" (the first {most} are shown)" if count > most else ""
