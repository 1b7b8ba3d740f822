"""The measuring itself: that a program is timed, a stage counted, and growth out of bounds found. No test here looks at a clock."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from extractor.bench import process, speed, texts
from extractor.bench.peers import installed_peers, jieba_lcut, ours
from extractor.bench.stages import STAGES, stage_times
from extractor.cli import bench
from extractor.cli.main import app

ARTICLE = "上半年,青石县完成投资12.6亿元,同比增长8.4%。干部职工齐心协力。县城面貌焕然一新。\n预计全年增长9%左右。"


@pytest.fixture
def timed(monkeypatch):
    """Programs that take as long as they say."""
    spent = [0.0]

    def seconds(work):
        spent[0] = 0.0
        work()
        return spent[0]

    def program(cost):
        def work(text):
            spent[0] += cost(len(text))

        return work

    monkeypatch.setattr(speed, "seconds", seconds)
    return program


def test_speed_is_characters_by_time_and_a_ratio_to_the_first(timed):
    programs = {"one": timed(lambda size: size / 1000), "two": timed(lambda size: size / 250)}
    first, second = speed.compare(programs, ["甲" * 100, "乙" * 300], 3)
    assert (first.name, round(first.rate), first.ratio) == ("one", 1000, 1)
    assert (second.name, round(second.rate), round(second.ratio, 3)) == ("two", 250, 0.25)


@pytest.mark.parametrize(("power", "factor"), [(1, 2), (2, 4)])
def test_growth_tells_a_straight_line_from_a_square(timed, power, factor):
    size, ratio = speed.growth(lambda size: "甲" * size, timed(lambda size: size**power / 1e5), rounds=3)
    assert size >= 1000 and ratio == pytest.approx(factor)


def test_growth_starts_where_there_is_something_to_measure(timed):
    assert speed.growth(lambda size: "甲" * size, timed(lambda size: size / 1e6), least=0.02)[0] == 32_000


def test_sentences_without_figures():
    (left,) = texts.without_figures([ARTICLE, "增长8%。"])
    assert left == "干部职工齐心协力。县城面貌焕然一新。\n"


def test_shapes_have_the_length_asked_for():
    for name, make in texts.shapes([ARTICLE]).items():
        assert 998 <= len(make(1000)) <= 1020, name


def test_own_texts_are_dense_with_figures():
    own = texts.own_texts()
    assert len(own) > 20 and sum(map(len, own)) > 20_000
    assert sum(char.isdigit() for text in own for char in text) > 2000


def test_no_article_in_a_source_is_said(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="no article in it; give files or folders"):
        texts.read_texts([tmp_path / "empty"], print)


def test_stages_are_all_timed_and_the_pipeline_is_as_before():
    from extractor import pipeline

    own = {name: getattr(pipeline, name) for names in STAGES.values() for name in names}
    shares = stage_times([ARTICLE])
    assert set(shares) == {*STAGES, "JSON", "the rest"}
    assert sum(shares.values()) == pytest.approx(1)
    assert all(getattr(pipeline, name) is function for name, function in own.items())


def test_peers_run_on_one_text():
    for load in (jieba_lcut, ours):
        assert load()(ARTICLE)
    for name, program in installed_peers().items():
        assert program(ARTICLE) is not None, name


def test_what_is_out_of_bounds_fails():
    found = {
        "growth": [{"text": "flat", "twice the text": 2.1}, {"text": "steep", "twice the text": 2.4}],
        "rules": {"ratio": bench.RULES_BOUND + 1},
    }
    steep, rules = bench._faults(found)
    assert "'steep' takes 2.4 times as long, allowed is 2.3" in steep
    assert rules.startswith("rules check takes")
    assert bench._faults({"growth": [{"text": "flat", "twice the text": 2.3}]}) == []


def test_the_command_measures_what_is_asked(tmp_path):
    notice = tmp_path / "notice.txt"
    notice.write_text(ARTICLE, encoding="utf-8")
    only = ["--only", "speed", "--only", "stages", "--only", "start", "--only", "memory", "--rounds", "1"]
    done = CliRunner().invoke(app, ["bench", str(notice), *only, "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["characters"] == len(ARTICLE) and found["articles"] == 1
    assert {row["program"] for row in found["speed"]["these articles"]} >= {"jieba.lcut", "spaCy zh, jieba", "extractor"}
    assert found["start"]["first result"] > found["start"]["import"] > 0
    assert found["memory"]["after all texts"] >= found["memory"]["loaded"] > 20
    shown = CliRunner().invoke(app, ["bench", str(notice), "--only", "stages", "--rounds", "1"])
    assert "Where the time goes" in shown.stdout and "find quantities" in shown.stdout


def test_no_source_is_told(tmp_path):
    done = CliRunner().invoke(app, ["bench", str(tmp_path)])
    assert done.exit_code == 2 and "no article in it" in done.stderr


def test_what_cannot_be_read_is_told_and_the_rest_is_measured(tmp_path):
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "none.txt").write_text("", encoding="utf-8")
    told: list[str] = []
    assert texts.read_texts([tmp_path], told.append) == [ARTICLE]
    assert len(told) == 1 and "none.txt" in told[0]


def test_workers_are_real_runs():
    rates = process.workers([ARTICLE], (1, 2), 1, least=3)
    assert set(rates) == {1, 2} and all(rate > 0 for rate in rates.values())
