"""The library that draws the page's charts: Vega, as one script that PyPI's vl-convert-python carries."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from extractor.cache import cache_folder

NOTICES = Path(__file__).parent / "static" / "notices.txt"
"""Copyright and licence of all that is in the script, which leaves them out: who passes on a page passes on these libraries."""


def library() -> str | None:
    """The script, which sets ``vegaEmbed``, behind its licences; None where the extra ``report`` is not installed.

    Making it takes seconds, so it is kept in the user's cache.
    """
    script = _bundle()
    return script and f"/*!\n{NOTICES.read_text(encoding='utf-8')}*/\n{script}"


def _bundle() -> str | None:
    try:
        import vl_convert
    except ImportError:
        return None
    kept = cache_folder() / f"vega-{version('vl-convert-python')}.js"
    try:
        return kept.read_text(encoding="utf-8")
    except OSError:
        script = _safe(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # its stub has no default for what it need not be given
    _keep(script, kept)
    return script


def _safe(script: str) -> str:
    """Nothing in it may end the element that it stands in."""
    return script.replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _keep(script: str, path: Path) -> None:
    from extractor.sinks.atomic import atomic_file

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path, encoding="utf-8") as file:
            file.write(script)
    except OSError:
        pass  # a cache that can't be written only costs time
