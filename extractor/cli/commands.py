"""How commands look in their help: a switch needs no type."""

from __future__ import annotations

from typing import Any

import typer.core


def _without_types_of_switches(params: list[Any]) -> list[Any]:
    for param in params:
        if getattr(param, "is_flag", False) and param.metavar is None:
            param.metavar = ""
    return params


class Command(typer.core.TyperCommand):
    """A command."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Options and arguments."""
        return _without_types_of_switches(super().get_params(ctx))


class Group(typer.core.TyperGroup):
    """A command with commands below it."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Options and arguments."""
        return _without_types_of_switches(super().get_params(ctx))
