"""What README shows works: its queries find something in a database of the sample articles."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.making import ROOT, run_over

QUERIES = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    path = tmp_path_factory.mktemp("samples") / "facts.db"
    report, _ = run_over(ROOT / "samples", f"sqlite:///{path}")
    assert report.is_clean
    return path


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_readme_answers(samples, query):
    with sqlite3.connect(samples) as connection:
        rows = connection.execute(query).fetchall()
    assert len(rows) >= 5 and all(len(row) >= 3 for row in rows)


def test_there_are_queries():
    assert len(QUERIES) == 3
