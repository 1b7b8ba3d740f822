"""Where things are kept that only save time: parsed rules, jieba's dictionary."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """The user's own cache folder: ``EXTRACTOR_CACHE_DIR``, else ``XDG_CACHE_HOME``, else ``~/.cache``, each with ``extractor-zh`` inside."""
    base = os.environ.get("EXTRACTOR_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    return Path(base) / "extractor-zh" if base else Path.home() / ".cache" / "extractor-zh"
