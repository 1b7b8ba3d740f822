"""Traditional characters and the simple ones for them, so that a search takes either for the other."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache

_IDEOGRAPHS = range(0x4E00, 0xA000)
"""Those that anybody types; all take one unit of JavaScript's strings, in which the page counts."""


def variants(characters: Set[str]) -> str:
    """Pairs of a traditional character and its simple one, joined, as far as one of the two is among ``characters``.

    >>> variants({"进", "口", "產"})
    '產产進进'
    """
    return "".join(one + other for one, other in _pairs() if one in characters or other in characters)


@lru_cache(maxsize=1)
def _pairs() -> list[tuple[str, str]]:
    import opencc  # loaded when first needed

    convert = opencc.OpenCC("t2s").convert
    pairs = ((one, convert(one)) for one in map(chr, _IDEOGRAPHS))
    return [(one, other) for one, other in pairs if other != one and len(other) == 1 and ord(other) in _IDEOGRAPHS]
