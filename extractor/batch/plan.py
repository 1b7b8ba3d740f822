"""What a run is to do, and what it tells while it does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from extractor.io.inputs import Options
from extractor.sinks import place_of
from extractor.version import __version__


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do.

    Attributes:
        sources: files, folders, patterns, ``-``.
        sink: see ``open_sink``; ``-`` for a stream that the caller gives.
        options: how inputs are read.
        rules: folders of the user's own rules.
        workers: processes.
        folder: where journal, dead letters and report are kept; beside the sink where not given.
        max_seconds: an article that takes longer is given up.
        max_memory: megabytes that a worker may take; an article that needs more is given up.
        is_resumed: go on with the journal that is there.
        is_retried: take up again what failed; only with ``is_resumed``.
        is_text_kept: whether extractions carry the article's text.
        is_duplicate_kept: extract copies as if they were none.
        near_duplicates: how alike two texts must be, 0 to 1; without it only equal texts are copies.
        only_outdated: leave out what the sink, a database, has as this extractor would make it.
        leave_out: files and folders that are no inputs, beside those that the run itself writes to.

    Examples:
        >>> from extractor.batch.run import Plan
        >>> plan = Plan(sources=("samples/*.txt",), sink="sqlite:///facts.db", near_duplicates=0.9)
        >>> plan.workers, plan.max_seconds
        (1, 60.0)
    """

    sources: tuple[str, ...]
    sink: str
    options: Options = field(default_factory=Options)
    rules: tuple[str, ...] = ()
    workers: int = 1
    folder: Path | None = None
    max_seconds: float = 60.0
    max_memory: int | None = None
    is_resumed: bool = False
    is_retried: bool = False
    is_text_kept: bool = True
    is_duplicate_kept: bool = False
    near_duplicates: float | None = None
    only_outdated: bool = False
    leave_out: tuple[Path, ...] = ()

    def identity(self, rules_hash: str) -> dict[str, object]:
        """What must be the same for a run to be gone on with."""
        options = {"published": self.options.published, "encoding": self.options.encoding, "columns": dict(self.options.columns)}
        kept = {"text": self.is_text_kept, "duplicates": self.is_duplicate_kept, "near": self.near_duplicates}
        return {"sink": place_of(self.sink), "extractor": __version__, "rules": rules_hash, "options": options, "kept": kept}


@dataclass(frozen=True, slots=True)
class Events:
    """What a run tells while it goes on; each may be left out.

    Examples:
        >>> from extractor.batch.run import Events
        >>> events = Events(failure=lambda address, message: print(f"{address}: {message}"))
        >>> events.failure("empty.txt", "the file is empty")
        empty.txt: the file is empty
    """

    failure: Callable[[str, str], None] = lambda address, message: None
    progress: Callable[[int, int], None] = lambda size, facts: None
    note: Callable[[str], None] = lambda message: None
