"""What only saves time: right when rules change, whoever writes at the same moment, and whatever lies in its folder."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import regex

from extractor import pattern_store, rulebook
from extractor.cache import KEPT, own_folder, read_cache, write_cache
from extractor.pattern_store import compile_pattern, stored_patterns
from extractor.pipeline import Extractor

TEXT = "今年上半年,青石县完成工业投资12.6亿元,同比增长8.4%,总量居全市第3位。"
SCRIPT = "import sys; from extractor import extract; print(extract(sys.argv[1]).model_dump_json())"
PACK = """family: skip
rules:
- id: skip.mine
  reason: name
  pattern: 工业投资[0-9.]+
  examples: ['⟦工业投资12⟧']
  unlike: [{text: 工业投资, why: no figure}]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path))
    return tmp_path / "extractor-zh"


def test_kept_and_read(folder):
    assert read_cache("some-1") is None
    write_cache("some-1", b"what")
    assert read_cache("some-1") == b"what"
    assert folder.stat().st_mode & 0o077 == 0
    assert [path.name for path in folder.iterdir()] == ["some-1"]


@pytest.mark.parametrize("damage", [lambda old: old[:-1], lambda old: old + b"x", lambda old: b"", lambda old: old[:20]])
def test_a_damaged_file_is_no_file(folder, damage):
    write_cache("some-1", b"what")
    (folder / "some-1").write_bytes(damage((folder / "some-1").read_bytes()))
    assert read_cache("some-1") is None


@pytest.mark.parametrize("writable", ["some-1", "."])
def test_what_others_can_write_is_not_believed(folder, writable):
    write_cache("some-1", b"what")
    (folder / writable).chmod(0o777)
    assert read_cache("some-1") is None
    assert writable != "." or own_folder() is None


def test_the_oldest_of_a_kind_go(folder):
    write_cache("other-1", b"stays")
    for number in range(KEPT + 3):
        write_cache(f"some-{number}", b"what")
        os.utime(folder / f"some-{number}", (number, number))
    assert read_cache("some-0") is None
    assert read_cache(f"some-{KEPT + 2}") == b"what"
    assert read_cache("other-1") == b"stays"


def test_no_folder_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "file"))
    write_cache("some-1", b"what")
    assert read_cache("some-1") is None
    assert Extractor().extract(TEXT).facts


def test_patterns_are_taken_from_the_store(folder, monkeypatch):
    with stored_patterns(["rules"]):
        first = compile_pattern("第(?P<n>[0-9]+)位", regex.REVERSE)
    monkeypatch.setattr(pattern_store.regex, "compile", None)  # nothing is compiled again
    with stored_patterns(["rules"]):
        again = compile_pattern("第(?P<n>[0-9]+)位", regex.REVERSE)
        for match in (first.search("第1位和第22位"), again.search("第1位和第22位")):
            assert match["n"] == "22"


def test_a_second_store_holds_what_the_first_lacks(folder):
    with stored_patterns(["shipped"]):
        compile_pattern("甲")
    with stored_patterns(["shipped", "pack"]):
        compile_pattern("甲")
        compile_pattern("乙")
    held = {path.name.rsplit("-")[-1]: pattern_store._load(path.name.rsplit("-")[-1]) for path in folder.iterdir()}
    assert {name: sorted(text for text, _ in store) for name, store in held.items()} == {"shipped": ["甲"], "pack": ["乙"]}


def test_a_store_makes_nothing_but_patterns(folder, tmp_path):
    class Evil:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "made"),)

    with stored_patterns(["rules"]):
        compile_pattern("甲")
    (file,) = folder.iterdir()
    write_cache(file.name, pickle.dumps({("甲", 0): Evil()}))
    with stored_patterns(["rules"]):
        assert compile_pattern("甲").match("甲")
    assert not (tmp_path / "made").exists()


def test_changed_rules_are_in_force_at_once(folder, tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "mine.yaml").write_text(PACK, encoding="utf-8")
    assert len(Extractor().extract(TEXT).facts) == 3
    assert len(Extractor([pack]).extract(TEXT).facts) == 2
    (pack / "mine.yaml").write_text(PACK.replace("工业投资[0-9.]+", "总量居全市第[0-9]位"), encoding="utf-8")
    changed = Extractor([pack]).extract(TEXT).facts
    assert [fact.measure for fact in changed] == ["level", "growth"]


def test_a_pack_leaves_the_shipped_rules_parsed(folder, tmp_path, monkeypatch):
    rulebook.load_rules()
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "mine.yaml").write_text(PACK, encoding="utf-8")
    parsed = []
    parse = rulebook.parse
    monkeypatch.setattr(rulebook, "parse", lambda path, content: parsed.append(path.name) or parse(path, content))
    rulebook.load_rules([pack])
    assert parsed == ["mine.yaml"]


def run(cache: Path, count: int = 1) -> set[str]:
    environment = os.environ | {"EXTRACTOR_CACHE_DIR": str(cache), "PYTHONUTF8": "1"}
    started = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, TEXT], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    outcomes = {process.communicate()[0] for process in started}
    assert all(process.returncode == 0 for process in started)
    return outcomes


def test_cold_warm_and_two_at_once_say_the_same(tmp_path):
    together = run(tmp_path, 2)
    assert len(together) == 1
    for file in (tmp_path / "extractor-zh").iterdir():
        file.write_bytes(b"\x80\x05" + bytes(64))
    (tmp_path / "extractor-zh").chmod(0o500)
    assert run(tmp_path) == together
