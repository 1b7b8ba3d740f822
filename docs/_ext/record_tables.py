"""The tables of the record contract: fields, types and meanings as the models and their JSON Schema have them."""

from __future__ import annotations

import re
from typing import Any

from markdown_table import table

from extractor import records
from extractor.sinks.schema import TABLES

_SIMPLE = {"string": "string", "number": "number", "integer": "integer", "boolean": "boolean", "null": "null"}


def tables() -> dict[str, str]:
    """File name → Markdown, one for each model, and one for the database."""
    schema = records.Extraction.model_json_schema()
    models = {"Extraction": schema} | schema["$defs"]
    made = {f"record_{_snake(name)}.md": _fields(model) for name, model in models.items()}
    return made | {"tables.md": _database()}


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _fields(model: dict[str, Any]) -> str:
    rows = []
    for name, field in model["properties"].items():
        assert field.get("description"), f"{model['title']}.{name} has no description in extractor/records.py"
        rows.append((f"`{name}`", _type(field), field["description"]))
    return table(("field", "type", "meaning"), rows)


def _type(field: dict[str, Any]) -> str:
    """A JSON Schema type in words, the values of an enumeration in full."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"])
    if "const" in field:
        return f'`"{field["const"]}"`'
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field["type"] == "array":
        if "prefixItems" in field:
            return f"[{', '.join(_type(one) for one in field['prefixItems'])}]"
        return f"list of {_type(field['items'])}"
    if field["type"] == "object":
        return f"object of {_type(field['additionalProperties'])}"
    return _SIMPLE[field["type"]]


def _database() -> str:
    parts = []
    for one in TABLES:
        rows = ((f"`{c.name}`", c.kind + (", null" if c.is_null else ""), c.comment) for c in one.columns)
        key = ", ".join(f"`{name}`" for name in one.key)
        parts.append(
            f"### `{one.name}`\n\n{one.comment.capitalize()}; key {key}.\n\n{table(('column', 'type', 'meaning'), rows)}"
        )
    return "\n".join(parts)
