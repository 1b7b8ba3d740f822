"""The pictures of docs/binding.md, drawn from what ``extract`` makes of one article.

    python docs/make_binding_pictures.py

writes docs/pictures/binding_*.svg. Nothing in them is drawn by hand: another extraction gives other pictures, and a test tells when
those that are kept are not those of today's rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from extractor import extract, find_entities, find_periods, find_quantities
from extractor.metrics import find_metrics
from extractor.parts import shared
from extractor.records import Extraction, Fact

PICTURES = Path(__file__).resolve().parent / "pictures"
ARTICLE = """白河县上半年工业运行情况
来源：白河县融媒体中心 2024-07-18
上半年，白河县规模以上工业增加值同比增长8.5%，其中制造业增长9.1%；新增规上企业17家，完成年度计划的56.7%。
下半年，全县力争完成工业投资12.6亿元以上。
责任编辑：陈一
版权所有：白河县人民政府办公室
"""
COLOURS = {
    "subject": "#2563eb", "place": "#2563eb", "metric": "#15803d", "period": "#7e22ce", "measure": "#c2410c", "comparison": "#0f766e",
    "reference": "#92400e", "status": "#be123c", "number": "#a16207", "industry": "#4d7c0f", "org": "#1e40af", "person": "#475569",
    "title": "#2563eb", "byline": "#64748b", "body": "#15803d", "boilerplate": "#b91c1c", "cue": "#c2410c",
}  # fmt: skip
_FONT = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei','Hiragino Sans GB',sans-serif"
_SIZE, _MARGIN, _COLUMNS = 20, 24, 31
_LABEL = 10.5
_WIDTHS = {"%": 0.95, ".": 0.32, "-": 0.4, " ": 0.3}


@dataclass(frozen=True, slots=True)
class Span:
    """A marked part of the text, with what is written below it."""

    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the article that is drawn on one line: offsets, and the height of its letters' feet."""

    start: int
    end: int
    y: float


class Drawing:
    """An SVG that grows downwards."""

    def __init__(self, text: str, width: float) -> None:
        self._text, self._width, self._parts = text, width, []
        self._labels: dict[tuple[float, int], float] = {}
        self.y = float(_MARGIN)

    def add(self, part: str) -> None:
        self._parts.append(part)

    def words(self, x: float, y: float, words: str, *, size: float = 12, colour: str = "#334155", anchor: str = "start") -> None:
        self.add(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def x(self, line: Line, at: int) -> float:
        """Where a character of a line begins: every one has its own place, so that boxes fit whatever font is there."""
        return _MARGIN + sum(_width(char) for char in self._text[line.start : at])

    def letters(self, line: Line, *, dim: bool = False) -> None:
        places = " ".join(f"{self.x(line, at):.1f}" for at in range(line.start, line.end))
        colour = "#94a3b8" if dim else "#0f172a"
        words = escape(self._text[line.start : line.end])
        self.add(f'<text x="{places}" y="{line.y:.1f}" font-size="{_SIZE}" fill="{colour}">{words}</text>')

    def box(self, line: Line, span: Span, *, strong: bool = False) -> tuple[float, float]:
        """A frame around the part of a span that is on this line, its label below; the middle of its upper edge."""
        left, right = self.x(line, max(span.start, line.start)), self.x(line, min(span.end, line.end))
        colour, top = COLOURS[span.kind], line.y - _SIZE * 0.95
        self.add(
            f'<rect x="{left + 1:.1f}" y="{top:.1f}" width="{right - left - 2:.1f}" height="{_SIZE * 1.25:.1f}" rx="4" fill="{colour}" '
            f'fill-opacity="{0.28 if strong else 0.12}" stroke="{colour}" stroke-width="{2 if strong else 1}"/>'
        )
        self._label(line, (left + right) / 2, span.label, colour)
        return (left + right) / 2, top

    def _label(self, line: Line, middle: float, label: str, colour: str) -> None:
        """Below the box; lower still where the label of another box is in the way."""
        half = len(label) * _LABEL * 0.29
        row = next((row for row in (0, 1) if self._labels.get((line.y, row), 0.0) < middle - half), 1)
        self._labels[line.y, row] = middle + half
        self.words(middle, line.y + 18 + 12 * row, label, size=_LABEL, colour=colour, anchor="middle")

    def svg(self, title: str) -> str:
        height = self.y + _MARGIN / 2
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self._width:.0f} {height:.0f}" font-family="{_FONT}" role="img">'
            f'<title>{escape(title)}</title><rect width="100%" height="100%" rx="8" fill="#fff"/>'
            + "".join(self._parts)
            + "</svg>\n"
        )


def _width(char: str) -> float:
    return _SIZE * (_WIDTHS.get(char, 0.58) if ord(char) < 0x2E80 and char not in "“”‘’…—" else 1)


def lines_of(text: str, start: int, end: int, y: float, step: float) -> list[Line]:
    """A stretch of the article, wrapped behind a comma or semicolon."""
    lines, first = [], start
    while end - first > _COLUMNS:
        breaks = [at + 1 for at in range(first, first + _COLUMNS) if text[at] in "，；、"]
        last = breaks[-1] if breaks else first + _COLUMNS
        lines.append(Line(first, last, y + step * len(lines)))
        first = last
    return [*lines, Line(first, end, y + step * len(lines))]


def draw_blocks(extraction: Extraction) -> str:
    """The article, each block with its kind."""
    text = extraction.article.text or ""
    drawing = Drawing(text, 640)
    for block in extraction.article.blocks:
        colour = COLOURS[block.kind]
        lines = lines_of(text, block.start, block.end, drawing.y + _SIZE, 30)
        drawing.add(
            f'<rect x="{_MARGIN - 12}" y="{drawing.y - 2:.1f}" width="5" height="{30 * len(lines) - 2}" rx="2" fill="{colour}"/>'
        )
        for line in lines:
            drawing.letters(line, dim=block.kind in ("byline", "boilerplate"))
        drawing.words(616, drawing.y + _SIZE, block.kind, size=14, colour=colour, anchor="end")
        drawing.y += 30 * len(lines) + 10
    return drawing.svg("The blocks of an article")


def mentions(text: str, start: int, end: int) -> Iterator[Span]:
    """What is found in a sentence before anything is bound: numbers, periods, names, known metrics."""
    finders = shared().finders
    said = text[start:end]
    for kind, found in (
        ("number", find_quantities(said)),
        ("period", find_periods(said)),
        ("metric", find_metrics(said, finders.metrics)),
        ("place", [e for e in find_entities(said) if e.type in ("PLACE", "PARK", "ORG", "GOV")]),
    ):
        yield from (Span(start + one.start, start + one.end, kind, kind) for one in found)


def cues(facts: Sequence[Fact]) -> Iterator[Span]:
    """The words that say what a number means, as the facts' evidence has them."""
    fields = ("comparison", "measure", "status")
    spans = sorted({(s, e, name) for f in facts for name in fields for s, e in f.evidence.get(name, [])})
    yield from (Span(start, end, "cue", "cue") for start, end, _ in spans)


def draw_mentions(extraction: Extraction) -> str:
    """The sentences with all that was found in them."""
    text = extraction.article.text or ""
    drawing = Drawing(text, 560)
    for start, end in sorted({(f.sentence_start, f.sentence_end) for f in extraction.facts}):
        facts = [f for f in extraction.facts if f.sentence_start == start]
        spans = _apart([*mentions(text, start, end), *cues(facts)])
        for line in lines_of(text, start, end, drawing.y + _SIZE, 58):
            for span in _on(line, spans):
                drawing.box(line, span)
            drawing.letters(line)
            drawing.y = line.y + 38
        drawing.y += 6
    return drawing.svg("The mentions in its sentences")


def _on(line: Line, spans: list[Span]) -> list[Span]:
    """The spans that touch a line, by start."""
    return sorted((s for s in spans if s.start < line.end and line.start < s.end), key=lambda s: s.start)


def _apart(spans: list[Span]) -> list[Span]:
    """No box inside another: the first kinds win."""
    kept: list[Span] = []
    for span in spans:
        if all(span.end <= one.start or one.end <= span.start for one in kept):
            kept.append(span)
    return kept


def draw_facts(extraction: Extraction) -> str:
    """For each fact its sentence, with the number and the words that its fields were read from."""
    text = extraction.article.text or ""
    drawing = Drawing(text, 560)
    for number, fact in enumerate(extraction.facts, 1):
        drawing.words(_MARGIN, drawing.y + 14, f"{number}.  {headline(fact)}", size=14, colour="#0f172a")
        drawing.y += 22
        _draw_fact(drawing, text, fact)
        if fact.inherited:
            drawing.words(_MARGIN, drawing.y + 8, f"inherited, not said in the sentence: {', '.join(fact.inherited)}", size=12)
            drawing.y += 18
        drawing.y += 22
    return drawing.svg("The facts, and the words that each field was read from")


def headline(fact: Fact) -> str:
    """What a fact says, in one line."""
    from extractor.view.readable import period_text, value_text

    kind = " ".join(filter(None, (fact.status, fact.measure, fact.comparison)))
    parts = (value_text(fact), kind, fact.metric, fact.subject, period_text(fact.period))
    return "  ·  ".join(part for part in parts if part)


def _draw_fact(drawing: Drawing, text: str, fact: Fact) -> None:
    quote = Span(fact.start, fact.end, "number", "number")
    spans = _joined([Span(s, e, name, name) for name, pairs in fact.evidence.items() for s, e in pairs if name in COLOURS])
    marked = [line for line in lines_of(text, fact.sentence_start, fact.sentence_end, 0, 0) if _on(line, [quote, *spans])]
    lines = [Line(line.start, line.end, drawing.y + 52 + 84 * number) for number, line in enumerate(marked)]
    (goal,) = (_edge(drawing, line, quote) for line in lines if line.start <= fact.start < line.end)
    for line in lines:
        for span in _on(line, [quote, *spans]):
            middle = drawing.box(line, span, strong=span is quote)
            if span is not quote:
                _draw_arc(drawing, middle, goal, COLOURS[span.kind])
        drawing.letters(line)
    drawing.y = lines[-1].y + 36


def _edge(drawing: Drawing, line: Line, span: Span) -> tuple[float, float]:
    """The middle of a box's upper edge."""
    return (drawing.x(line, span.start) + drawing.x(line, span.end)) / 2, line.y - _SIZE * 0.95


def _joined(spans: list[Span]) -> list[Span]:
    """One box for words that say two things: 年度计划 is the measure and the reference."""
    by_place: dict[tuple[int, int], Span] = {}
    for span in spans:
        key = (span.start, span.end)
        held = by_place.get(key)
        by_place[key] = Span(*key, held.kind, f"{held.label}, {span.label}") if held else span
    return list(by_place.values())


def _draw_arc(drawing: Drawing, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    """From the words to the number, over the text between them."""
    (x1, y1), (x2, y2) = start, end
    rise = min(34.0, 12 + abs(x2 - x1) / 14) if abs(y1 - y2) < 1 else 26.0
    drawing.add(
        f'<path d="M{x1:.1f},{y1:.1f} C{x1:.1f},{y1 - rise:.1f} {x2:.1f},{y2 - rise:.1f} {x2:.1f},{y2:.1f}" fill="none" '
        f'stroke="{colour}" stroke-width="1.4" stroke-opacity="0.75"/>'
    )


def pictures() -> dict[str, str]:
    """All pictures: file name → SVG."""
    extraction = extract(ARTICLE)
    return {
        "binding_blocks.svg": draw_blocks(extraction),
        "binding_mentions.svg": draw_mentions(extraction),
        "binding_facts.svg": draw_facts(extraction),
    }


def main() -> None:
    """Write them."""
    PICTURES.mkdir(exist_ok=True)
    for name, svg in pictures().items():
        (PICTURES / name).write_text(svg, encoding="utf-8")
        print(PICTURES / name)


if __name__ == "__main__":
    main()
