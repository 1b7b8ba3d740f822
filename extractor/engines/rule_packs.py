"""A caller's own rules on machines that do not have his folders: the files travel with the job."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from extractor.parts import shared
from extractor.pipeline import Extractor
from extractor.rulebook import rule_files
from extractor.rules_base import RuleError

Pack = tuple[tuple[str, bytes], ...]
"""The files of a folder of rules: path in it and content."""


def pack_rules(folders: str | Path | Iterable[str | Path]) -> tuple[Pack, ...]:
    """Read folders of rules, and try them, so that a faulty one is told before a job begins.

    Raises:
        RuleError: as ``Extractor``.
    """
    named = [Path(folder) for folder in ([folders] if isinstance(folders, (str, Path)) else folders)]
    if named:
        Extractor(rules=named)
    return tuple(tuple((p.relative_to(f).as_posix(), p.read_bytes()) for p in rule_files(f)) for f in named)


@lru_cache(maxsize=2)
def extractor_of(packs: tuple[Pack, ...]) -> Extractor:
    """The extractor with these rules, built once a process.

    Raises:
        RuleError: the files can't be written for it to read.
    """
    if not packs:
        return shared()
    try:
        with tempfile.TemporaryDirectory(prefix="extractor-rules-") as root:
            folders = [Path(root, str(number)) for number in range(len(packs))]
            for folder, pack in zip(folders, packs, strict=True):
                for name, content in pack:
                    path = folder / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
            return Extractor(rules=folders)
    except OSError as error:
        raise RuleError(f"rules can't be unpacked in {tempfile.gettempdir()}: {error}; free some space there") from error
