"""The kept inputs of the fuzzer, among them each that once broke something, through what it fuzzes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz"
_spec = importlib.util.spec_from_file_location("fuzz_targets", FUZZ / "targets.py")
targets = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(targets)


@pytest.mark.parametrize("target", targets.TARGETS)
def test_kept_inputs_break_nothing(target):
    kept = sorted((FUZZ / "corpus" / target).iterdir())
    assert kept
    for path in kept:
        targets.TARGETS[target](path.read_bytes())


def test_a_target_can_fail(monkeypatch):
    monkeypatch.setattr(targets, "extract", lambda text: extract(text + "。"))
    from extractor import extract

    with pytest.raises(AssertionError):
        targets.fuzz_extract("岚县完成产值5亿元".encode())
