"""What is measured on: articles, their sentences without figures, and shapes that grow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import regex

_FIGURE = regex.compile("[0-9０-９]")
_SENTENCE = regex.compile(r"[^。!?！？;；\n]+[。!?！？;；\n]*")


def read_texts(paths: list[Path], tell: Callable[[str], None]) -> list[str]:
    """The articles of files and folders, as ``extractor run`` reads them.

    Args:
        paths: files and folders.
        tell: is told of each input that can't be read.

    Raises:
        ValueError: nothing in them can be read.
    """
    from extractor.io.inputs import Failure, Options
    from extractor.io.prepare import prepare
    from extractor.io.sources import read_inputs

    options = Options()
    texts = []
    for raw in read_inputs([str(path) for path in paths], options):
        one = raw if isinstance(raw, Failure) else prepare(raw, options)
        if isinstance(one, Failure):
            tell(f"{one.where}: {one.message}")
        else:
            texts.append(one.text)
    if not texts:
        raise ValueError(f"{', '.join(map(str, paths))}: no article in it; give files or folders of articles")
    return texts


def own_texts() -> list[str]:
    """The examples of the shipped rules, forty to an article: dense with figures, and there wherever the package is."""
    from extractor.rulebook import load_rules

    said = dict.fromkeys(
        (example if isinstance(example, str) else example.text).replace("⟦", "").replace("⟧", "")
        for rules in load_rules().rules.values()
        for rule in rules
        for example in rule.examples
    )
    lines = [line if line.endswith("。") else f"{line}。" for line in said if len(line) > 12]
    return ["\n".join(lines[at : at + 40]) for at in range(0, len(lines), 40)]


def without_figures(texts: list[str]) -> list[str]:
    """The same articles, but only their sentences without a digit, which is most of a newspaper; joined to the length of a release.

    What is left of one article is often a paragraph: each article's own cost would weigh more than it does on real ones.
    """
    kept = ("".join(one for one in _SENTENCE.findall(text) if not _FIGURE.search(one)).strip() for text in texts)
    joined = [""]
    for text in filter(None, kept):
        joined[-1] += f"{text}\n"
        if len(joined[-1]) >= LENGTH:
            joined.append("")
    return [text for text in joined if text]


LENGTH = 900
"""Characters of a usual release: of 129 saved pages of some 90 press offices half had 530 to 1,570, and the median 906."""


def shapes(texts: list[str]) -> Mapping[str, Callable[[int], str]]:
    """Texts of any number of characters, by name: ordinary ones that grow, and hostile ones."""
    article = max(texts, key=len)
    line = regex.sub(r"\s+", "", article)
    sentence = regex.sub(r"[。!?！？;；]", ",", line)
    return {
        "articles": lambda size: _fill("\n".join(texts) + "\n", size),
        "one article": lambda size: _fill(article + "\n", size),
        "one line": lambda size: _fill(line, size),
        "one sentence": lambda size: _fill(sentence, size),
        "list of numbers": lambda size: _fill("1.2亿元、30%、第3位、", size),
        "list of places and numbers": lambda size: "各县区投资分别为" + _fill("青石县12.6亿元、白沙区9.8亿元、", size),
        "其中": lambda size: _fill("其中", size),
        "digits": lambda size: "1" * size,
        "numerals": lambda size: "一" * size,
        "dotted digits": lambda size: _fill("1.", size),
        "years": lambda size: _fill("2023年", size),
        "brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
        "quotes": lambda size: _fill("“", size),
        "commas": lambda size: _fill("、", size),
        "spaces": lambda size: " " * size,
        "lines": lambda size: _fill("增长8%\n", size),
        "no stop": lambda size: _fill("经济发展稳中向好企业生产经营", size),
        "growths": lambda size: _fill("同比增长", size),
        "latin": lambda size: _fill("abc ", size),
    }


def _fill(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]
