"""What is fuzzed: bytes in, no exception out, whatever the bytes are.

``fuzz.py`` drives these with Atheris; the plain tests replay the corpus through them.
"""

from __future__ import annotations

import gzip
import io
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from extractor import extract
from extractor.clean import storable
from extractor.io.inputs import Failure, Options
from extractor.io.read import read_articles
from extractor.parts import shared
from extractor.rule_yaml import parse
from extractor.rulebook import rules_of
from extractor.rules_base import RuleError
from tests.invariants import check

OPTIONS = Options(max_chars=20_000)
"""A low limit, so that beyond it is often tried."""


def fuzz_extract(data: bytes) -> None:
    """``extract`` of any text, lone surrogates among it, keeps all invariants."""
    text = data.decode("utf-8", "surrogateescape")
    check(text, extract(text))


def _plain(data: bytes) -> bytes:
    return data


def _zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", data)
        archive.writestr("b/c.jsonl", data)
    return packed.getvalue()


_KINDS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    (".txt", _plain), (".html", _plain), (".jsonl", _plain), (".csv", _plain), (".tsv", _plain), (".warc", _plain), (".zip", _plain),
    (".zip", _zipped), (".txt.gz", _plain), (".jsonl.gz", gzip.compress), (".parquet", _plain), (".txt.zst", _plain), (".xyz", _plain),
)  # fmt: skip


def fuzz_readers(data: bytes) -> None:
    """A file of any bytes, called what the first byte says, gives articles that can be stored, and failures that say why."""
    if not data:
        return
    suffix, pack = _KINDS[data[0] % len(_KINDS)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_bytes(pack(data[1:]))
        for item in read_articles(path, OPTIONS):
            if isinstance(item, Failure):
                assert item.message.strip() and item.reason != "internal", item
            else:
                assert item.text == storable(item.text) and 0 < len(item.text) <= OPTIONS.max_chars, item
                assert all(value is None or value == storable(value) for value in (item.id, item.title, item.url)), item


def fuzz_rules(data: bytes) -> None:
    """A rule file of any bytes is taken or refused with ``RuleError``, in which the file is named."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.yaml")
        path.write_bytes(data)
        try:
            rules_of(path, parse(path, data))
        except RuleError as error:
            said = str(error)
        else:
            return
        assert "own.yaml" in said, said


TARGETS = {"extract": fuzz_extract, "readers": fuzz_readers, "rules": fuzz_rules}

shared()  # loading the rules is no part of an input's cost
