"""WARC files of crawlers: the pages and texts in them. What is neither, or was not found by the crawler, is passed over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import IO, Any

from extractor.io.faults import READ_ERRORS, too_long
from extractor.io.http_body import unpack
from extractor.io.inputs import Failure, Kind, Options, RawInput
from extractor.io.needs import library
from extractor.io.streams import Stream

_KINDS: dict[str, Kind] = {"text/html": "page", "application/xhtml+xml": "page", "text/plain": "text"}


def read_warc(stream: Stream, where: str, options: Options) -> Iterator[RawInput | Failure]:
    """The pages and texts of a WARC file; the address of each is the file and the (unpacked) byte where its record begins.

    Raises:
        OSError, EOFError, zlib.error: the file can't be read (further), or warcio is not installed.
    """
    library("warc")
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    file = _Watched(stream.data)
    records = ArchiveIterator(file)
    records.INC_RECORD = ""  # its own warnings show bytes of the file
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    heads = _Heads(records.reader, options.limits.warc_head)
    is_empty = True
    try:
        for record in records:
            is_empty = False
            offset = records.offset
            found = _input(record, f"{where}:{offset}", options)
            after = _read_on(records, record)
            if found is not None:
                yield found(stream.taken())
            if after is not None:
                raise after
            heads.begin(records.next_line)
    except _Stopped as stopped:
        raise stopped.error from None
    except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, TypeError, AttributeError, LookupError) as error:
        is_foreign = is_empty and isinstance(error, (ArchiveLoadFailed, StatusAndHeadersParserException))
        if file.is_at_end and not is_foreign:
            raise EOFError("record without end") from None
        said = " ".join(str(error).split())[:120]
        message = f"no WARC record at byte {records.offset} ({said}), the rest of the file is not read; fetch the file again"
        yield Failure(where, message, "format", stream.taken())
    else:
        if heads.is_open:
            raise EOFError("head of a record without end")
        if is_empty:
            yield Failure(where, "no record in it; fetch the file again", "empty", stream.taken())


def _read_on(records: Any, record: Any) -> _Stopped | None:
    """Go to the end of a record; what stops the reader behind it must not cost the record itself.

    Raises:
        _Stopped: the record is cut off.
    """
    after = None
    try:
        records.read_to_end(record)
    except _Stopped as stopped:
        after = stopped
    if record.length is None or getattr(record.raw_stream, "limit", 0) > 0:
        raise after or _Stopped(EOFError("record without end"))
    return after


class _Stopped(Exception):
    """Carries an error of reading past warcio, which takes the end of a cut-off file for its proper end."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class _Watched:
    """The file as warcio reads it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = 0
        self.is_at_end = False

    def read(self, size: int) -> bytes:
        try:
            data: bytes = self._file.read1(size)  # type: ignore[attr-defined]  # open_stream's have it; read would lose what stands before an error
        except READ_ERRORS as error:
            raise _Stopped(error) from None
        self._at += len(data)
        self.is_at_end = self.is_at_end or not data
        return data

    def tell(self) -> int:
        return self._at


class _Heads:
    """Watches the reader's lines, which are the heads of records: they must not be endless, nor stop in the middle.

    Attributes:
        is_open: something of the head of a record was read since ``begin``.
    """

    def __init__(self, reader: Any, most: int) -> None:
        self.is_open = False
        self._most = self._left = most
        self._readline = reader.readline
        reader.readline = self._bounded

    def begin(self, first: bytes | None) -> None:
        """A record was read to its end; ``first`` is what the reader has of the next already."""
        self.is_open = bool(first)
        self._left = self._most

    def _bounded(self, length: int | None = None) -> bytes:
        line: bytes = self._readline(self._left if length is None else min(length, self._left))
        self._left -= len(line)
        self.is_open = self.is_open or bool(line.strip())
        if self._left <= 0:
            raise ValueError(f"a head of more than {self._most:,} bytes; --limit warc_head=N allows more")
        return line


_Sized = Callable[[int], RawInput | Failure]


def _input(record: Any, where: str, options: Options) -> _Sized | None:
    """The page or text in a record, waiting for its size, None where there is none."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    kind = _kind(record, url)
    if kind is None:
        return None
    head, most = record.http_headers, options.max_bytes + 1
    packing = ((head.get_header("Content-Encoding") if head else "") or "").strip().lower()
    is_chunked = "chunked" in ((head.get_header("Transfer-Encoding") if head else "") or "").lower()
    sent = record.raw_stream.read(2 * most)  # with the marks of chunks, and the few bytes that packing can add
    try:
        body = unpack(sent, packing, most, is_chunked=is_chunked)
    except ValueError as error:
        message = f"{error}; fetch {url or 'the page'} again without it"
        return lambda size: Failure(where, message, "encoding", size)
    if len(body) >= most:
        message = too_long(f"more than {options.max_bytes:,} bytes", options.max_chars)
        return lambda size: Failure(where, message, "too_long", size)
    return lambda size: RawInput(where, kind, body, url=url or None, size=size)


def _kind(record: Any, url: str) -> Kind | None:
    head = record.http_headers
    if record.rec_type == "response" and head is not None:
        if not (head.get_statuscode() or "").startswith("2"):
            return None
        said = head.get_header("Content-Type")
    elif record.rec_type == "resource":
        said = record.content_type
    else:
        return None
    kind = _KINDS.get((said or "text/html").split(";")[0].strip().lower())
    return None if kind == "text" and url.split("?")[0].endswith("/robots.txt") else kind
