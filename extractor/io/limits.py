"""How much of a file is read at most, so that none can fill the memory or take the night."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What bounds the reading of files. What is beyond one is set aside with its place and the reason; the rest is read.

    ``Limits`` of the package bounds the work on the text that was read.

    Attributes:
        unpacked: bytes that a packed file may unpack to; to more only as far as ``unpacked_times`` allows.
        unpacked_times: how many times its size a packed file may unpack to, where that is more. Articles pack to a fifth or a tenth.
        line: bytes of one line, after which the rest of the file is not read.
        blank: bytes of blank lines on end, after which the rest of the file is not read: they may be as many lines, each of
            which takes its time.
        table_cells: places in the tables of a page, spans included; the cells of the tables beyond it are read as lines. A short
            page can ask for billions.
        warc_head: bytes of header lines in one record of a WARC file, after which the file is none.
        id: characters of an id: databases keep them in their indexes, which have limits, too.
        title: characters of a title.
        url: characters of an address.

    Raises:
        ValueError: a limit is less than 1.

    Examples:
        >>> from extractor.io.read import Options, RawInput, ReadingLimits, prepare
        >>> line = '{"id": "2024-17", "text": "全县新增企业17家。"}'.encode()
        >>> print(prepare(RawInput("a.jsonl:1", "line", line), Options(limits=ReadingLimits(id=5))))
        a.jsonl:1: its "id" has 7 characters, the limit is 5; give it a shorter one, or raise the limit with --limit id=7
    """

    unpacked: int = 256 << 20
    unpacked_times: int = 200
    line: int = 1 << 30
    blank: int = 16 << 20
    table_cells: int = 100_000
    warc_head: int = 16 << 20
    id: int = 500
    title: int = 5_000
    url: int = 20_000

    def __post_init__(self) -> None:
        for name in limit_names():
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, it is {getattr(self, name)}")


def limit_names() -> tuple[str, ...]:
    """What the limits are called."""
    return tuple(one.name for one in fields(ReadingLimits))
