"""What docstrings show is what happens, and all that is public shows something."""

from __future__ import annotations

import pytest

from tests.docstrings import faults_of, has_example, is_to_be_shown, modules_with, needs_spark, public_names


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("examples")


@pytest.mark.parametrize("module", [module for module in modules_with(">>> ") if not needs_spark(module)])
def test_the_examples_of_docstrings_are_true(module, folder, monkeypatch):
    monkeypatch.chdir(folder)
    faults = faults_of(module, folder)
    assert not faults, faults


def test_all_that_is_public_has_an_example():
    shown = {f"{module.__name__}.{name}": getattr(module, name) for module, name in public_names()}
    assert {"extractor.extract", "extractor.batch.run.run", "extractor.sinks.open_sink"} <= shown.keys()
    assert [name for name, value in shown.items() if is_to_be_shown(value) and not has_example(value)] == []
