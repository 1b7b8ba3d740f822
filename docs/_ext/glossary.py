"""The metric catalogue as tables, one a domain."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_table import table

from extractor.metrics import MetricRule
from extractor.rulebook import load_rules


def catalogue() -> str:
    """Every metric that the rules know: Chinese name and other names, English, id, family of units."""
    by_domain: dict[str, list[MetricRule]] = {}
    for rule in load_rules().rules["metric"]:
        assert isinstance(rule, MetricRule)
        by_domain.setdefault(rule.domain, []).append(rule)
    parts = (f"### {_title(domain)}\n\n:::{{container}} metrics\n{_rows(rules)}:::\n" for domain, rules in by_domain.items())
    return "\n".join(parts)


def _title(domain: str) -> str:
    return domain.replace("_", " ").capitalize()


def _rows(rules: Iterable[MetricRule]) -> str:
    rows = ((rule.name, "、".join(rule.aliases), f"{rule.english}<br>`{rule.id}`", rule.unit) for rule in rules)
    return table(("name", "also", "English and id", "units"), rows)
