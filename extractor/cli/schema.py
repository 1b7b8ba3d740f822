"""``extractor schema``: the JSON Schema of what ``run`` writes."""

from __future__ import annotations

import typer


def schema() -> None:
    """Print the JSON Schema of an extraction, as `run` writes it.

    It holds for each line of a .jsonl sink.

    Example:

        extractor schema > extraction.schema.json
    """
    import json

    from extractor.records import Extraction

    body = Extraction.model_json_schema(mode="serialization")
    typer.echo(json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema"} | body, ensure_ascii=False, indent=2))
