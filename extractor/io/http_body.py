"""The body of an answer of HTTP as the server meant it: chunks joined, compression undone, never more than asked for."""

from __future__ import annotations

import zlib

PACKINGS = ("", "identity", "gzip", "x-gzip", "deflate")
_ANY_HEADER = 47
_NO_HEADER = -15


def unpack(body: bytes, packing: str, most: int, *, is_chunked: bool) -> bytes:
    """Undo chunks and compression.

    Args:
        body: as it was sent; it may be cut off.
        packing: the content encoding, one of ``PACKINGS``.
        most: bytes that are given back at most, so that a bomb costs no memory.
        is_chunked: the transfer encoding is ``chunked``; bodies that are not in chunks nevertheless are taken as they are.

    Raises:
        ValueError: the packing is unknown, or the bytes are not packed so.
    """
    if packing not in PACKINGS:
        raise ValueError(f"content encoding {packing!r} is not read")
    if is_chunked:
        body = _join(body)
    if packing in ("", "identity"):
        return body[:most]
    for bits in (_ANY_HEADER, _NO_HEADER) if packing == "deflate" else (_ANY_HEADER,):  # some leave the header of deflate out
        try:
            return zlib.decompressobj(bits).decompress(body, most)
        except zlib.error:
            continue
    if packing.endswith("gzip") and body.lstrip().startswith(b"<"):  # the crawler unpacked it and kept the header
        return body[:most]
    raise ValueError(f"the body is not packed with {packing}")


def _join(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + 64)
        try:
            size = int(body[at:end].split(b";")[0], 16) if end > at else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(parts) if parts else body
        if size == 0:
            break
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(parts)
