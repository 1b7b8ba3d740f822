"""Whatever is composed, the invariants hold. `make fuzz` and `make measure` try far more than the tests."""

from __future__ import annotations

import json
from decimal import Decimal

import cn2an
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from extractor import Extractor, extract, find_quantities
from extractor.engines.arrow import extract_batch
from extractor.parts import shared
from tests.invariants import check
from tests.making import run_over
from tests.releases import dates, noise, releases, short

tried = settings(deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
"""The same inputs in every run: what a test finds on one machine it finds on all. New ones come with `make fuzz`."""


@settings(tried, max_examples=200)
@given(releases, dates, short, short, short)
def test_every_extraction_keeps_the_invariants(text, published, title, url, id):
    check(text, extract(text, published=published, title=title, url=url, id=id))


@settings(tried, max_examples=60)
@given(releases, releases)
def test_an_extraction_does_not_depend_on_what_was_read_before(text, other):
    one = extract(text)
    extract(other)
    assert extract(text).model_dump_json() == one.model_dump_json()


@settings(tried, max_examples=200)
@given(noise.filter(lambda text: not any(c.isnumeric() for c in text)))
def test_noise_without_numbers_makes_no_facts(text):
    assert not extract(text).facts


@settings(tried, max_examples=300)
@given(st.one_of(st.integers(2, 10**16 - 1), st.integers(1, 10**8).map(lambda n: n * 10**4), st.integers(2, 99_999)))
def test_chinese_numerals_are_read_as_they_are_written(number):
    said = cn2an.an2cn(number)
    assert [q.value for q in find_quantities(f"投入{said}元。")] == [number]


@settings(tried, max_examples=100)
@given(st.decimals(0, 10**12, places=4), st.sampled_from((("", 1), ("万", 10**4), ("亿", 10**8))))
def test_decimals_are_exact(number, scale):
    (quantity,) = find_quantities(f"投入{number:f}{scale[0]}元。")
    assert quantity.value == Decimal(number) * scale[1]


@pytest.fixture(scope="module")
def composed() -> list[str]:
    """Two hundred releases."""
    found: list[str] = []

    @settings(tried, max_examples=200, phases=[Phase.generate])
    @given(releases)
    def collect(text):
        found.append(text)

    collect()
    return found


def test_all_ways_in_give_the_same_bytes(composed, tmp_path):
    texts = [text for text in dict.fromkeys(composed) if any("一" <= c <= "龥" for c in text)]
    named = [{"id": f"n{number}", "text": text} for number, text in enumerate(texts)]
    lines = {row["id"]: extract(row["text"], id=row["id"]).model_dump_json() for row in named}
    assert len(lines) > 100
    assert {one.article.id: one.model_dump_json() for one in shared().pipe(named)} == lines
    batch = pa.RecordBatch.from_pylist([row for row in named if not _has_surrogate(row["text"])])
    assert {row["id"]: row["extraction"] for row in extract_batch(batch).to_pylist()} == {
        name: lines[name] for name in batch.column("id").to_pylist()
    }
    sink = tmp_path / "facts.jsonl"
    articles = tmp_path / "articles.jsonl"
    articles.write_text("".join(json.dumps(row) + "\n" for row in named), encoding="ascii")
    _, failures = run_over(articles, sink, workers=2, is_duplicate_kept=True)
    assert failures == []
    assert sorted(sink.read_bytes().decode().split("\n")) == sorted([*lines.values(), ""])


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def test_an_extractor_with_other_limits_says_the_same(composed):
    other = shared().within(shared().limits)
    assert isinstance(other, Extractor)
    assert [other.extract(text) for text in composed[:20]] == [extract(text) for text in composed[:20]]
