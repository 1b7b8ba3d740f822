"""``extractor remove``: an article out of a database."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.common import NOTHING_DONE, count, fail, warn


def remove(
    article_ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of articles.", show_default=False)],
    sink: Annotated[str, typer.Option("--from", metavar="DATABASE", help="As in `run --to`.", show_default=False)],
) -> None:
    """Take articles, with their facts and all that is theirs, out of a database.

    Ids are those of the articles, as in the table `articles` and in the field `article.id`.

    Examples:

        extractor remove notice_17 --from sqlite:///facts.db
        extractor remove a_1 a_2 --from postgresql+psycopg://me@host/press
    """
    from extractor.sinks import SinkError, address_of, is_database
    from extractor.sinks.upkeep import remove as remove_articles

    if not is_database(sink):
        address = address_of(sink)
        hint = f"did you mean {address}?" if address else "make a file anew without the article"
        fail(f"{sink}: articles are taken out of databases; {hint}")
    try:
        removed, copies = remove_articles(sink, article_ids)
    except SinkError as error:
        fail(error)
    typer.echo(f"{count(len(removed), 'article')} removed", err=True)
    missing = sorted(set(article_ids) - set(removed))
    if missing:
        warn(f"not in {sink}: {', '.join(missing)}")
    if copies:
        warn(f"copies of what was removed, without facts of their own: {', '.join(copies)}; to have them, run them again")
    if not removed:
        raise typer.Exit(NOTHING_DONE)
