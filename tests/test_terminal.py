"""What people see: lines that fit, columns that stand, colours where they belong, help and completion that work."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
import typer
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from extractor import extract
from extractor.cli.explain import field_lines, in_sentence, print_explanation
from extractor.cli.fact_table import table_lines
from extractor.cli.folding import fold, fold_strings
from extractor.cli.main import app
from extractor.cli.marking import marked_lines
from extractor.cli.show import print_article
from extractor.parts import shared
from tests.making import ROOT
from tests.terminals import at_terminal, command_in

SAMPLES = {path.stem: path.read_bytes().decode("utf-8") for path in sorted((ROOT / "samples").glob("*.txt"))}
WIDTHS = (40, 80, 120, 200)
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
PARK = ROOT / "samples" / "park_half_year.txt"


@pytest.fixture(scope="module")
def extractions():
    return {name: extract(text, id=name) for name, text in SAMPLES.items()}


@pytest.fixture(scope="module")
def odd():
    """Everything long or strange at once."""
    text = (
        "关于“十四五”规划——某市“专精特新‘小巨人’企业（国家级）·重点培育库”情况的通报\n"
        "2023年1月1日至2023年7月15日，荆门高新技术产业开发区管理委员会经济发展与科技创新促进局规模以上高技术制造业和战略性新兴产业企业"
        "研究与试验发展经费内部支出合计1234.5678亿元至2345.6789亿元，占全国国家级高新技术产业开发区同口径研究与试验发展经费内部支出的12.34%，"
        "同比增长≥5.6%…访问https://example.org/a/very/long/address/that/fits/no/narrow/line.html?id=123456789012345678901234567890查看。\n"
        "\x1b[31m红\x07\u202e\u200b新增　企业17家\x00\r\n\n\n\n责任编辑：王小河\n"
    )
    return extract(text, id="a" * 90, url="https://example.org/" + "x/" * 60)


def shown(put, width, **options):
    output = io.StringIO()
    put(Console(file=output, width=width or 80, markup=False, highlight=False, emoji=False, **options))
    return output.getvalue()


def all_shown(extraction, width, **options):
    return shown(
        lambda screen: (
            print_article(screen, extraction, width),
            print_explanation(screen, extraction, shared().rulebook.places, width),
        ),
        width,
        **options,
    )


def without_marks(line):
    return re.sub(r"⟦|⟧\{[\d,]+\}", "", line)


# ---- lines fit
@pytest.mark.parametrize("is_coloured", [False, True])
@pytest.mark.parametrize("width", [*WIDTHS, 20, 33])
def test_no_line_is_wider_than_the_terminal(extractions, odd, width, is_coloured):
    some = list(extractions.values())[:: 5 if width < 40 else 1]  # narrow pages are long
    for extraction in (*some, odd):
        for line in ESCAPES.sub("", all_shown(extraction, width, force_terminal=is_coloured)).splitlines():
            assert cell_len(line) <= width, (extraction.article.id, line)
            assert line == line.rstrip()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_number_is_torn_and_no_line_begins_with_a_closing_mark(extractions, width):
    for extraction in extractions.values():
        lines = [line.plain for line in marked_lines(extraction, width, is_styled=True)]
        for before, after in pairwise(lines):
            if re.match(r"  \S", after) and before.strip():
                pair = before[-1] + after[2]
                assert not re.fullmatch(r"[0-9.,%][0-9.%]|[A-Za-z]{2}", pair) or cell_len(before) + 20 < width, (before, after)
                assert after[2] not in ",.;:!?%)，。、；：！？％）》”’」…", (before, after)
                assert before[-1] not in "(（《“‘「", (before, after)


@pytest.mark.parametrize("width", [*WIDTHS, None])
@pytest.mark.parametrize("is_styled", [False, True])
def test_the_article_is_all_there(extractions, width, is_styled):
    for name, extraction in extractions.items():
        text = "".join(line.plain[2:] for line in marked_lines(extraction, width, is_styled=is_styled))
        marks = re.compile(r"⟦|⟧\{[\d,]+\}" if not is_styled else r"\{[\d,]+\}")
        squeezed = "".join(c for c in marks.sub("", text) if not c.isspace())
        expected = "".join(c for c in SAMPLES[name] if c.isprintable() and not c.isspace())
        assert squeezed == expected


def test_folding_keeps_what_it_can():
    assert fold_strings("完成投资41.7亿元,增长8.5%。", 10) == ["完成投资", "41.7亿元,", "增长8.5%。"]
    assert fold_strings("“小巨人”企业(2023-08-17)", 13) == ["“小巨人”企业", "(2023-08-17)"]
    assert fold_strings("value_added_of_industry", 12) == ["value_added_", "of_industry"]
    assert fold_strings("见https://example.org/abc", 9) == ["见", "https://", "example.", "org/abc"]
    assert fold_strings("123456789012", 5) == ["12345", "67890", "12"]
    assert [("增长12.5个百分点"[a:b]) for a, b in fold("增长12.5个百分点", 13, glued=[(2, 10)])] == ["增长", "12.5个百分点"]
    assert (
        fold_strings("", 5) == [""] and fold_strings("a b  ", None) == ["a b"] and fold_strings("一二三", 1) == ["一", "二", "三"]
    )


def test_ambiguous_marks_count_as_rich_counts_them():
    for mark in "“”‘’·…–—≥≤≈":
        assert unicodedata.east_asian_width(mark) in ("A", "N") and fold_strings(mark * 4 + "一", 5) in ([mark * 4, "一"],)


# ---- columns stand
def _columns(head):
    """Where each heading begins and ends, in columns."""
    return {match[0]: (cell_len(head[: match.start()]), cell_len(head[: match.end()])) for match in re.finditer(r"\w+", head)}


@pytest.mark.parametrize("width", [80, 120, 200, None])
def test_columns_of_the_table_are_aligned(extractions, width):
    for extraction in extractions.values():
        lines = [line.plain for line in table_lines(extraction, width)]
        if not lines:
            continue
        columns, rows = _columns(lines[0]), [line for line in lines if re.match(r" *\{\d+\}  ", line)]
        assert len(rows) == len(extraction.facts)
        for row, fact in zip(rows, extraction.facts, strict=True):
            assert cell_len(row) == columns["conf"][1] and row.endswith(f"{fact.confidence:.2f}")
            for heading, text in (("status", fact.status), ("metric", fact.metric[:4]), ("kind", fact.measure)):
                assert row[_index(row, columns[heading][0]) :].startswith(text), (heading, row)
            assert row[: _index(row, columns["value"][1])][-1] != " " == row[_index(row, columns["value"][1])]


def _index(line, column):
    """The character that begins at a column."""
    at = 0
    for index, character in enumerate(line):
        if at == column:
            return index
        at += cell_len(character)
    raise AssertionError(f"no character begins at column {column} of {line!r}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("is_styled", [False, True])
def test_numbers_lead_from_the_text_to_the_rows_and_back(extractions, width, is_styled):
    for extraction in extractions.values():
        text = "\n".join(line.plain for line in marked_lines(extraction, width, is_styled=is_styled))
        in_text = [int(n) for held in re.findall(r"\{([\d,]+)\}", text) for n in held.split(",")]
        in_rows = [int(n) for line in table_lines(extraction, width) for n in re.findall(r"^ *\{(\d+)\} ", line.plain)]
        assert sorted(in_text) == in_rows == list(range(1, len(extraction.facts) + 1))
        if not is_styled:
            quotes = re.findall(r"⟦([^⟦⟧]*)⟧\{([\d,]+)\}", text.replace("\n  ", ""))
            for quote, held in quotes:
                for number in held.split(","):
                    assert "".join(extraction.facts[int(number) - 1].quote.split()) == "".join(quote.split())


def test_at_80_columns_a_period_of_months_is_on_one_line():
    text = "".join(f"2024年1月至9月，全市规模以上工业增加值{n}.5亿元，同比增长8.{n}%。\n" for n in range(10, 20))
    lines = [line.plain for line in table_lines(extract(text, id="q"), 80)]
    assert sum("2024-01..2024-09" in line for line in lines) == sum("{" in line for line in lines) == 20


def test_narrow_terminals_get_every_field(extractions):
    fact = extractions["park_half_year"].facts[3]
    text = "\n".join(line.plain for line in table_lines(extractions["park_half_year"], 40))
    assert f"{{4}} {fact.metric}\n" in text
    for word in ("53.9%", "completion", "/ 年度计划", "荆门高新区\n", "≥2.6吉瓦时", "+12.5百分点"):
        assert word in text


# ---- what stands around
def test_headings_and_boilerplate_are_told_apart_without_colours(extractions):
    lines = [line.plain for line in marked_lines(extractions["park_half_year"], 80, is_styled=False)]
    assert lines[0].startswith("# 半年“成绩单”出炉") and "| 扫一扫在手机打开当前页" in lines
    titled = extract("全市新增企业17家。", title="企业快报", id="q")
    assert "\n企业快报\n" in shown(lambda screen: print_article(screen, titled, 80), 80)


def test_failed_checks_and_skipped_numerals_are_summarised(extractions):
    for name, extraction in extractions.items():
        text = shown(lambda screen, extraction=extraction: print_article(screen, extraction, 200), 200)
        failed = [check for check in extraction.checks if check.verdict != "ok"]
        assert len(re.findall(r"^(?:contradiction|rounding) \{", text, re.MULTILINE)) == len(failed), name
        reasons = Counter(item.reason for item in extraction.skipped)
        assert all(f"{reason} {n}" in text for reason, n in reasons.items())
    bad = extract("2024年,全市地方一般公共预算收入100亿元,其中税收收入60亿元,占地方一般公共预算收入的90%。", id="bad")
    for put in (
        lambda screen: print_article(screen, bad, 80),
        lambda screen: print_explanation(screen, bad, shared().rulebook.places, 80),
    ):
        text = shown(put, 80)
        assert "1 check of the article's own arithmetic: 1 contradiction\n" in text
        assert "contradiction {3,2,1} 税收收入 / 地方一般公共预算收入: 60 computed, 90 stated" in text


def test_explain_shows_the_quote_in_its_sentence_and_cuts_no_number(extractions):
    for extraction in extractions.values():
        text = extraction.article.text
        for fact in extraction.facts:
            context = in_sentence(text, fact)
            assert f"⟦{''.join(c if c != chr(10) else '⏎' for c in fact.quote if c != chr(13))}⟧" in context
            for number in re.findall(r"\d[\d.]*", context.replace("⟦", "").replace("⟧", "")):
                assert re.search(rf"(?<![\d.]){re.escape(number)}", text), (number, context)


def test_a_missing_date_of_publication_is_told_below_the_head():
    for published, count in ((None, 1), ("2024-01-20", 0)):
        for put in (
            lambda screen, one: print_article(screen, one, 80),
            lambda screen, one: print_explanation(screen, one, shared().rulebook.places, 80),
        ):
            one = extract("上半年,全市新增企业17家。", published=published, id="q")
            text = shown(lambda screen, put=put, one=one: put(screen, one), 80)
            assert text.count("no date of publication") == count and "--published" not in text.splitlines()[0]
    nothing = extract("没有数字。", id="q")
    assert "no date" not in shown(lambda screen: print_article(screen, nothing, 80), 80)


def test_explain_tells_an_assumed_basis_from_a_carried_field():
    one = extract("2024年，全市进出口总额100亿元，同比增长8%。其中，出口60亿元，增长9%。", id="q", published="2025-01-20")
    growths = [fact for fact in one.facts if fact.measure == "growth"]
    assert [("comparison" in fact.inherited) for fact in growths] == [False, True]
    said = [{name: body.plain for name, body in field_lines(fact, one.article.text)} for fact in growths]
    assert "assumed" not in said[0]["comparison"] and "assumed: a growth that states no basis" in said[1]["comparison"]
    assert "inherited: carried from the context" in said[1]["subject"]


# ---- colours
def environment(**more):
    clean = {
        k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "COLORTERM")
    }
    return clean | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"} | more


def piped(*args, **env):
    done = subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, args)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment(**env),
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("name", ["show", "explain"])
def test_in_a_pipe_there_are_no_colours_and_no_folds(name):
    text = piped(name, PARK)
    assert "\x1b" not in text and "{37}" in text
    if name == "show":
        for line in SAMPLES["park_half_year"].splitlines():
            assert line.rstrip() in (without_marks(shown)[2:] for shown in text.splitlines())
        assert len(re.findall(r"^ *\{\d+\}  \S+ +\S", text, re.MULTILINE)) == 37


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "CLICOLOR_FORCE"])
def test_colours_in_a_pipe_where_they_are_asked_for(variable):
    assert "\x1b[" in piped("show", PARK, **{variable: "1"})
    assert "\x1b[" in piped("show", "--help", **{variable: "1"})


def test_no_color_goes_before_all_others():
    assert not re.search(r"\x1b\[(?:\d+;)*(?:3|9)\d", piped("show", PARK, FORCE_COLOR="1", CLICOLOR_FORCE="1", NO_COLOR="1"))
    assert "\x1b" not in piped("show", PARK, CLICOLOR_FORCE="0")


@pytest.mark.parametrize(("columns", "term"), [(80, "xterm-256color"), (200, "xterm-256color"), (80, "dumb")])
def test_at_a_terminal_lines_fit_and_are_coloured(tmp_path, columns, term):
    command = [sys.executable, "-m", "extractor", "show", str(PARK)]
    raw = at_terminal(command, env=environment(TERM=term), cwd=tmp_path, columns=columns)
    assert "37 facts" in ESCAPES.sub("", raw)
    assert bool(re.search(r"\x1b\[[0-9;]*36m", raw)) is (term != "dumb") and ("⟦" in raw) is (term == "dumb")
    assert max(cell_len(line) for line in ESCAPES.sub("", raw).splitlines()) <= columns
    plain = at_terminal(command, env=environment(TERM=term, NO_COLOR="1"), cwd=tmp_path, columns=columns)
    assert "⟦" in plain  # as the help says
    assert "37 facts" in ESCAPES.sub("", plain) and not re.search(r"\x1b\[(?:\d+;)*(?:3|9)\d", plain)
    assert ("\x1b[" in plain) is (term != "dumb")  # bold and dim are no colours


# ---- help
def commands():
    """Every command of the command line, with the words that call it."""
    found, waiting = [], [((), typer.main.get_command(app))]
    while waiting:
        words, command = waiting.pop()
        found.append((words, command))
        waiting += [((*words, name), one) for name, one in getattr(command, "commands", {}).items()]
    return sorted(found, key=lambda pair: pair[0])


COMMANDS = commands()


def examples(command):
    """The lines of a help page that call the command line, as they stand in the source."""
    text = f"{command.help or ''}\n{command.epilog or ''}"
    return [line.strip() for line in text.splitlines() if re.match(r"\s+(?:\w+=\S+ |cat \S+ \| )?extractor ", line)]


EXAMPLES = [(words, line) for words, command in COMMANDS for line in examples(command)]


def help_of(words, columns):
    return (
        CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": str(columns), "NO_COLOR": "1", "TERMINAL_WIDTH": ""}).stdout
    )


@pytest.mark.parametrize("words", [words for words, _ in COMMANDS])
@pytest.mark.parametrize("columns", [80, 200])
def test_a_help_page_fits_and_shows_each_example_on_a_line_of_its_own(words, columns):
    page = [line.rstrip() for line in help_of(words, columns).splitlines()]
    assert max(map(cell_len, page)) <= columns
    assert "<bool>" not in "\n".join(page)
    for line in examples(dict(COMMANDS)[words]):
        assert f"  {line}" in page, line


def test_every_command_has_examples():
    assert {words for words, _ in EXAMPLES} >= {words for words, command in COMMANDS if not getattr(command, "commands", None)}
    assert len(EXAMPLES) > 25


@pytest.mark.parametrize("line", sorted({line for _, line in EXAMPLES}))
def test_an_example_is_taken_by_the_real_command_line(line):
    parts = [part for part in line.split(" | ") if "extractor " in part]
    assert parts
    for part in parts:
        words = shlex.split(part.split(">")[0])
        _parse(words[words.index("extractor") + 1 :])


def _parse(words):
    """Raises what a user would be told, without running the command."""
    command = typer.main.get_command(app)
    if words == ["--install-completion"]:
        assert "--install-completion" in help_of((), 80)
        return
    while getattr(command, "commands", None):
        command, words = command.commands[words[0]], words[1:]
    context = command.make_context(command.name, list(words))
    assert context.command is command and not context.args


def test_examples_of_the_help_run(tmp_path):
    (tmp_path / "articles").mkdir()
    for name in ("harvest", "county_quarter"):
        (tmp_path / "articles" / f"{name}.txt").write_text(SAMPLES[name], encoding="utf-8")
    (tmp_path / "notice.txt").write_text(SAMPLES["harvest"], encoding="utf-8")
    (tmp_path / "bin").mkdir()
    env = environment(PATH=f"{command_in(tmp_path / 'bin', sys.executable, ROOT)}:{os.environ['PATH']}")
    run = [
        "extractor run articles/ --to facts.jsonl",
        "extractor explain notice.txt",
        "extractor schema > extraction.schema.json",
        "extractor rules list | cut -f2 | grep rank",
    ]
    for line in run:
        assert line in {line for _, line in EXAMPLES}
        done = subprocess.run(line, shell=True, cwd=tmp_path, env=env, capture_output=True, timeout=300)
        assert done.returncode == 0, (line, done.stderr)
    assert (tmp_path / "facts.jsonl").stat().st_size and (tmp_path / "extraction.schema.json").stat().st_size


def test_defaults_are_shown_and_options_are_grouped():
    page = help_of(("run",), 120)
    for word in (
        "[default: -]",
        "[default: 1]",
        "[default: 60.0]",
        "[default: local]",
        "─ The run ─",
        "─ Reading ─",
        "─ Cluster ─",
    ):
        assert word in page
    assert "─ Reading ─" in help_of(("show",), 80) and "--column" in help_of(("explain",), 80)


# ---- completion
def completed(words):
    done = subprocess.run(
        [sys.executable, "-m", "extractor"],
        capture_output=True,
        timeout=300,
        env=environment(COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1), _EXTRACTOR_COMPLETE="complete_bash"),
    )
    return done.stdout.decode().split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("extractor ex", ["explain"]),
        ("extractor rules c", ["check", "coverage"]),
        ("extractor run a.txt --engine ", ["local", "spark"]),
        ("extractor run a.txt --en", ["--engine", "--encoding"]),
        ("extractor rules list --family cu", ["cue"]),
        ("extractor rules show number.rank.ord", ["number.rank.ordinal"]),
        ("extractor show not", []),  # left to the shell: names of files
    ],
)
def test_the_shell_is_told_what_can_follow(words, expected):
    assert completed(words) == expected


def test_completion_works_in_bash(tmp_path):
    for name in ("home", "bin"):
        (tmp_path / name).mkdir()
    (tmp_path / "notice_2023.txt").write_text("x", encoding="utf-8")
    env = environment(
        PATH=f"{command_in(tmp_path / 'bin', sys.executable, ROOT)}:{os.environ['PATH']}", HOME=str(tmp_path / "home")
    )
    shown = at_terminal(
        ["bash", "--norc", "--noprofile", "-i"],
        env=env | {"PS1": "READY> "},
        cwd=tmp_path,
        columns=200,
        keys=[
            ("READY>", b"extractor --install-completion; source ~/.bashrc; echo done-$?\n"),
            ("done-0", b""),
            ("READY>", b"extractor expl\t"),
            ("explain ", b"noti\t"),
        ],
        until=lambda text: "explain notice_2023.txt" in text,
    )
    assert "bash completion installed" in shown and "extractor explain notice_2023.txt" in shown


# ---- wrong usage: what, where, how
WRONG = {
    "show none.txt": ("none.txt: no such file", "check the name"),
    "show ''": ("the name of the file is empty", "- for standard input"),
    "show empty.txt": ("empty.txt: the text is empty", "leave it out"),
    "explain folder": ("folder: no .txt", "name the folder that holds the articles"),
    "show binary.txt": ("binary.txt: binary data", "--encoding"),
    "show notice.docx": (".docx files are not read", "give .txt"),
    "show table.csv": ("table.csv: no column with the text", "--column text=NAME"),
    "show notice.txt --column body=x": ("--column body=x", "as in text=正文"),
    "show notice.txt --published 2023-13-40": ("--published", "such as 2023-08-17"),
    "show notice.txt --publishd 2023-01-01": ("--publishd", "Did you mean --published?"),
    "show notice.txt --encoding klingon": ("'klingon' is no encoding", "try utf-8"),
    "show notice.txt --rules none": ("none: no such folder of rules", "give a folder"),
    "show notice.txt --rules folder": ("folder: no .yaml file", "give a folder that holds rule files"),
    "rules check --rules folder": ("folder: no .yaml file", "give a folder that holds rule files"),
    "show notice.txt --max-chars 3": ("characters in one article", "--max-chars"),
    "shw notice.txt": ("No such command 'shw'", "Did you mean 'show'? See extractor --help"),
    "rules lst": ("No such command 'lst'", "Did you mean 'list'? See extractor rules --help"),
    "run notice.txt --to": ("'--to' requires an argument", "see extractor run --help"),
    "run notice.txt --engine sprk": ("'sprk' is not one of 'local', 'spark'", "see extractor run --help"),
    "run notice.txt --to sqlite:///no/such/facts.db": ("there is no folder no/such", "mkdir -p no/such"),
    "run notice.txt --to duckdb:///no/facts.duckdb": ("there is no folder no", "mkdir -p no"),
    "run notice.txt --to no/facts.jsonl": ("there is no folder no", "mkdir -p no"),
    "run notice.txt --to mysql://host/x --run-dir r": ("mysql is no sink", "sqlite:///facts.db"),
    "run notice.txt --to facts.xyz": ("no sink of this kind", "sqlite:///facts.db"),
    "run notice.txt --to facts.db": ("facts.db: no sink of this kind", "did you mean sqlite:///facts.db?"),
    "run notice.txt -o facts.duckdb": ("no sink of this kind", "did you mean duckdb:///facts.duckdb?"),
    "remove x --from facts.db": ("out of databases", "did you mean sqlite:///facts.db?"),
    "show https://www.gov.cn/x.html": ("https://www.gov.cn/x.html: this is an address", "save it first"),
    "show sqlite:///facts.db": ("sqlite:///facts.db: this is no file but an address", "read from files"),
    "show notice.txt --rules notice.txt": ("notice.txt: rules are given by their folder", "give ."),
    "rules show my.rule": ("no rule has the id 'my.rule'", "--rules DIR"),
    "report notice.txt -o notice.txt": ("notice.txt: this file is no report page", "--force"),
    "run notice.txt --master local": ("--master", "goes with --engine spark"),
    "remove x": ("Missing option '--from'", "see extractor remove --help"),
    "remove x --from sqlite:///none.db": ("there is no such file", "check the name"),
    "compare none.jsonl b": ("none.jsonl: no such file", "that `extractor run` wrote"),
    "evaluate none": ("none: no such folder", "NAME.json"),
    "rules show number.rnk.ordinal": ("no rule has the id", "did you mean number.rank.ordinal"),
    "rules list --family cues": ("no family 'cues'", "there are unit"),
    "schema extra": ("unexpected extra argument", "see extractor schema --help"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("wrong")
    (path / "notice.txt").write_text("全市新增企业17家。", encoding="utf-8")
    (path / "notice.docx").write_text("x", encoding="utf-8")
    (path / "empty.txt").write_bytes(b"")
    (path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (path / "folder").mkdir()
    return path


@pytest.fixture
def as_process(folder, monkeypatch, capsys):
    """The entry point of the command, in this process: what it prints and its code."""
    from extractor.cli.main import run

    def call(line):
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["extractor", *shlex.split(line)])
        with pytest.raises(SystemExit) as ended:
            run()
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return call


@pytest.mark.parametrize("line", WRONG)
def test_an_error_says_what_where_and_what_to_do(line, as_process):
    code, out, err = as_process(line)
    told = [said for said in err.splitlines() if "unfinished run" not in said]
    assert code == (1 if line.startswith("rules check") else 2) and out == ""
    assert len(told) == 1 and told[0].startswith("extractor: ") and "internal error" not in err and "Traceback" not in err
    for word in WRONG[line]:
        assert word in told[0]


def test_coverage_of_nothing_is_a_failure(as_process):
    code, out, err = as_process("rules coverage none.txt")
    assert code == 2 and out == "" and "no such file" in err and "nothing was counted" in err
    code, out, err = as_process("rules coverage notice.txt none.txt --family cue")
    assert code == 1 and out.count("\n") > 50


@pytest.mark.parametrize("line", ["show notice.txt", "run notice.txt -q", "--help"])
@pytest.mark.parametrize(("redirection", "words"), [(">&-", "it is closed"), ("> /dev/full", "no space left on device")])
def test_output_that_cannot_be_written_is_told(line, redirection, words, folder):
    done = subprocess.run(
        f"exec {shlex.quote(sys.executable)} -m extractor {line} {redirection}",
        shell=True,
        cwd=folder,
        env=environment(),
        capture_output=True,
        timeout=300,
    )
    said = done.stderr.decode()
    assert done.returncode == 2 and said.count("\n") == 1
    assert f"standard output can't be written: {words}" in said


def test_closed_streams_that_are_not_needed_do_no_harm(folder, tmp_path):
    line = f"exec {shlex.quote(sys.executable)} -m extractor run notice.txt --quiet --to {tmp_path}/facts.jsonl <&- >&-"
    done = subprocess.run(line, shell=True, cwd=folder, env=environment(), capture_output=True, timeout=300)
    assert done.returncode == 0 and done.stderr == b"" and (tmp_path / "facts.jsonl").stat().st_size


# ---- pictures
def test_pictures_of_the_terminal_are_those_of_the_present_output():
    import importlib.util

    spec = importlib.util.spec_from_file_location("make_terminal_pictures", ROOT / "docs" / "make_terminal_pictures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = dict(module.pictures())
    assert set(made) == {"show-80.svg", "explain-80.svg"}
    for name, svg in made.items():
        assert (ROOT / "docs" / "pictures" / name).read_text(encoding="utf-8") == svg, "run docs/make_terminal_pictures.py"
        assert not re.search(r"url\(\s*[\"']?http|@import|<script|<image", svg) and "386.5" in svg
