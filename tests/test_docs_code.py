"""Every code block of README and of the documentation does what its page says. ``docs_blocks.py`` tells which block is what."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter

import pytest

from extractor import extract
from extractor.records import Fact
from tests.docs_blocks import PAGES, ROOT, Block, UnknownBlock, blocks
from tests.docs_inputs import write_inputs
from tests.docs_running import Page, compare, run_python

# README.zh.md has README's code, which test_docs_twins.py proves: what is run there need not be run twice
NAMES = [str(page.relative_to(ROOT)) for page in PAGES if page.name != "README.zh.md"]
ONE_PROCESS = {"--workers 4": "--workers 1"}
"""The outcome is the same, and starting four processes takes longer than the articles."""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs") / "inputs"
    folder.mkdir()
    write_inputs(folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_the_blocks_of_a_page_do_what_it_says(name, inputs, tmp_path):
    folder = tmp_path / "page"
    shutil.copytree(inputs, folder)
    page, before = Page(folder, ONE_PROCESS), None
    for block in blocks(ROOT / name):
        if block.kind == "record":
            check_record(block)
        elif block.kind not in ("services", "installs") and not (block.kind == "output" and before == "services"):
            page.do(block)
        before = block.kind


@pytest.mark.parametrize("name", NAMES)
def test_rules_on_a_page_are_checked_there(name):
    """A page that shows a rule runs its proofs, as its reader does."""
    found = blocks(ROOT / name)
    rules = [at for at, block in enumerate(found) if block.kind == "file" and "examples:" in block.code]
    for at in rules:
        later = [block.code for block in found[at:] if block.kind == "shell"]
        folder = found[at].file.partition("/")[0]
        assert any(f"extractor rules check --rules {folder}/" in code for code in later), found[at].place


def check_record(block: Block) -> None:
    """A record on a page, whole or in part, is one of the sample that the page names."""
    sample = re.search(r"`(samples/\w+\.txt)`", block.lead)
    assert sample, f"{block.place}: name the sample that the record is of in the line above"
    shown = json.loads(block.code)
    path = ROOT / sample.group(1)
    records = extract(path.read_text(encoding="utf-8"), id=path.stem).facts
    (fact,) = [f.model_dump(mode="json") for f in records if f.start == shown["start"]]
    assert len(shown) >= 10 and shown == {name: fact[name] for name in shown}, f"{block.place}: the record is\n{fact}"
    if "id" in shown:
        assert set(shown) == set(Fact.model_fields), f"{block.place}: not all fields of a fact"


def test_the_accuracy_that_readme_tells_is_what_the_command_measures():
    """The output on the accuracy page is compared with the command's; README's line must agree with it."""
    (output,) = [b.code for b in blocks(ROOT / "docs" / "accuracy.md") if b.kind == "output" and "  485\n" in b.code]
    measured = dict(re.findall(r"^(detect|core|full) .* F1 ([\d.]+)$", output, re.MULTILINE))
    (line,) = re.findall(r"^\| 15 sample articles .*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [cell.strip() for cell in line.split("|")[3:6]] == [measured["detect"], measured["core"], measured["full"]]


def test_blocks_are_of_known_kinds_and_none_is_left_out():
    """A page may leave code to the services or only name what installs something, but it says so and why."""
    kinds = Counter(block.kind for page in PAGES for block in blocks(page))
    fences = sum(len(re.findall(r"^ *```+ *[\w{]", page.read_text(encoding="utf-8"), re.MULTILINE)) for page in PAGES)
    assert sum(kinds.values()) == fences
    assert kinds["python"] >= 10 and kinds["shell"] >= 10 and kinds["output"] >= 10 and kinds["sql"] >= 6


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("```\nx\n```\n", "no language"),
        ("```ruby\nx\n```\n", "ruby"),
        ("```text\nx\n```\n", "text"),
        ("    extractor run\n", "indented"),
        ("<!-- installs: a tool -->\n```sh\npip install x\nextractor run x\n```\n", "install"),
    ],
)
def test_a_block_that_nobody_would_test_is_refused(text, complaint, tmp_path):
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnknownBlock, match=complaint):
        blocks(path)


def test_what_a_page_claims_is_compared(tmp_path):
    path = ROOT / "docs" / "page.md"
    block = Block(path, 1, "python", "", "python", "")
    assert run_python("a = 1 + 1\na  # 2\na  # the sum\nprint(a)\n", block, {}, tmp_path) == "2\n"
    with pytest.raises(AssertionError, match="page.md:3: gives 2, not 3"):
        run_python("a = 1 + 1\na  # 3\n", block, {}, tmp_path)
    with pytest.raises(AssertionError, match="page.md:2: ZeroDivisionError"):
        run_python("1 / 0\n", block, {}, tmp_path)
    output = Block(path, 1, "text", "", "output", "")
    compare("one\ntwo\nthree\n3 facts, 0.2 s\n", "one\n…\nth…\n3 facts, 4.1 s\n", output)
    with pytest.raises(AssertionError, match="printed was"):
        compare("one\ntwo\n", "one\n", output)
