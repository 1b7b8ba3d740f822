"""The extras: libraries that not everybody needs, what is said where one is missing, and how it is got."""

from __future__ import annotations

import json
import os
import shlex
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit

PACKAGE = "extractor-zh"


def missing(what: str, extra: str, error: ImportError) -> str:
    """The message where a library of an extra can't be imported: ``databases need the extra 'sql' (…); pip install …``."""
    return f"{what} the extra {extra!r} ({error}); {how_to_get(extra)}"


def how_to_get(extra: str) -> str:
    """The command that installs an extra: from the checkout that the package was installed from, else from the index."""
    folder = checkout()
    if folder is None:
        return f"pip install '{PACKAGE}[{extra}]'"
    way = "" if folder == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    return f"{way}pip install -e '.[{extra}]'"


@lru_cache(maxsize=1)
def checkout() -> Path | None:
    """The folder that the package was installed from; None where it came from an index.

    What was never installed, but is imported where it stands, comes from the folder that it stands in.
    """
    try:
        said = metadata.distribution(PACKAGE).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return Path(__file__).resolve().parent.parent
    told = json.loads(said or "{}")
    if "dir_info" not in told:  # a wheel, an archive, a repository: nothing that can be installed again from here
        return None
    return Path(os.path.normpath(unquote(urlsplit(told["url"]).path)))
