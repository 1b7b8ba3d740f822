"""Any number of articles made of the samples with other figures and names, some broken on purpose.

    python benchmarks/generate_articles.py 100000 articles.jsonl [--seed 1] [--broken 50]

One line in ``--broken`` (50 unless told otherwise; 0 for none) is broken, in each of the ways below in turn; what a run must make of
them is printed as JSON: the number of inputs by outcome and of failures by reason. The same arguments make the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_FIGURE = re.compile(r"(?<![\d./:])(\d+)(\.\d+)?(?!\d)(?! ?[年月日—至/:-])")
_LEAST = 200  # characters of an article: a paragraph or two
_NAMES = ("临江", "云溪", "青岭", "宁河", "东平", "永丰", "安远", "新泰", "长乐", "望湖", "白沙", "凤台")


def vary(text: str, draw: random.Random) -> str:
    """The same release with other figures (of as many digits) and another place."""

    def other(match: re.Match[str]) -> str:
        whole, rest = match.group(1), match.group(2) or ""
        if len(whole) == 4 and whole[:2] in ("19", "20") or whole == "0":
            return match.group()
        digits = str(draw.randint(1, 9)) + "".join(str(draw.randint(0, 9)) for _ in whole[1:])
        return digits + (f".{draw.randint(1, 10 ** (len(rest) - 1) - 1):0{len(rest) - 1}d}" if rest else "")

    varied = _FIGURE.sub(other, text)
    places = sorted(set(re.findall(r"[\u4e00-\u9fff]{2}(?=高新区|经开区|开发区)", varied)), key=varied.find)
    for place in places[:1]:
        varied = varied.replace(place, draw.choice(_NAMES))
    return varied


def excerpt(text: str, draw: random.Random) -> str:
    """Whole lines from somewhere in a release, until they make a short one."""
    lines = text.splitlines(keepends=True)
    at = draw.randrange(len(lines))
    taken = ""
    for line in lines[at:] + lines[:at]:
        taken += line
        if len(taken) >= _LEAST:
            break
    return taken


def articles(count: int, seed: int, broken: int) -> Iterator[tuple[str, str, str | None]]:
    """Lines, what must become of each, and the reason where it must fail."""
    draw = random.Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    last = ""
    made: set[int] = set()  # a short text with few figures may come twice by chance: then the second is a copy
    for n in range(count):
        if broken and n % broken == broken - 1:
            yield _broken(n // broken, n, last)
            continue
        text = vary(excerpt(texts[n % len(texts)], draw), draw)
        last = json.dumps({"id": f"a{n:07d}", "text": text, "published": "2024-03-01"}, ensure_ascii=False)
        key = hash("".join(text.split()))
        yield last, "duplicate" if key in made else "extracted", None
        made.add(key)


def _broken(kind: int, n: int, last: str) -> tuple[str, str, str | None]:
    """One of seven faults; ``last`` is the line before."""
    faults = (
        (last.replace(f"a{n - 1:07d}", f"a{n:07d}", 1), "duplicate", None),
        ('{"id": "half", "text": "上半年', "failed", "format"),
        (json.dumps({"id": f"a{n:07d}", "text": "  \n"}), "failed", "empty"),
        (json.dumps({"id": f"a{n:07d}", "text": "Only 12% of it"}), "failed", "no_chinese"),
        (json.dumps({"id": f"a{n:07d}", "title": "无正文"}, ensure_ascii=False), "failed", "no_article"),
        (json.dumps({"id": f"a{n - 1:07d}", "text": f"全县新增企业{n}家。"}, ensure_ascii=False), "failed", "same_id"),
        (json.dumps({"id": f"a{n:07d}", "text": "增长" * 600_000}, ensure_ascii=False), "failed", "too_long"),
    )
    is_long = kind % len(faults) == len(faults) - 1
    return faults[0 if is_long and kind > 21 else kind % len(faults)]  # three are enough: each is 4 MB


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", type=int, default=50)
    options = parser.parse_args()
    inputs: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    with options.path.open("w", encoding="utf-8") as file:
        for line, outcome, reason in articles(options.count, options.seed, options.broken):
            file.write(line + "\n")
            inputs[outcome] += 1
            if reason:
                failed[reason] += 1
    print(json.dumps({"inputs": dict(sorted(inputs.items())), "failed": dict(sorted(failed.items()))}))


if __name__ == "__main__":
    main()
