"""Files that an executor opens itself: packed lines, tables, Parquet and WARC, read by the local run's readers.

They can't be cut (or, damaged, would cost a whole job in the engine's own readers); each is read by one task.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import regex

from extractor.io.formats import format_of, unknown
from extractor.io.inputs import Failure, Options, RawInput

_SCHEME = regex.compile(r"^[A-Za-z][A-Za-z0-9+.-]+:/")


def open_inputs(path: str, options: Options) -> Iterator[RawInput | Failure]:
    """The inputs of a file: a path that this machine can open, or an address that pyarrow can (``s3://``, ``hdfs://``, ``gs://``)."""
    from extractor.io.find import Found
    from extractor.io.sources import read_found

    name = path.rsplit("/", 1)[-1]
    form = format_of(name)
    if form is None:
        yield Failure(path, unknown(name), "format")
        return
    try:
        with _local(path) as local:
            for one in read_found(Found(local, form, form.stem), options):
                yield _addressed(one, str(local), path)
    except (OSError, pa.ArrowException) as error:
        yield Failure(path, f"{str(error).splitlines()[0][:200]}; check that the executors may open it", "unreadable")


@contextmanager
def _local(path: str) -> Iterator[Path]:
    """The file on this machine; of another machine's a copy."""
    if not _SCHEME.match(path):
        yield Path(path)
        return
    from pyarrow.fs import FileSystem

    system, inside = FileSystem.from_uri(path)
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        copy = Path(folder, path.rsplit("/", 1)[-1])
        with system.open_input_stream(inside, compression=None) as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        yield copy


def _addressed(one: RawInput | Failure, local: str, path: str) -> RawInput | Failure:
    """The input under the name that the caller knows."""
    if isinstance(one, RawInput):
        return replace(one, address=path + one.address.removeprefix(local))
    return replace(one, where=path + one.where.removeprefix(local))
