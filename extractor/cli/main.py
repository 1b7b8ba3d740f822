"""The command ``extractor``: its sub-commands, its exit codes, and how errors reach the user."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from contextlib import suppress
from typing import Annotated, Any, Optional

import typer

from extractor.cli import bench, compare, evaluate, explain, remove, report, rules, schema, show
from extractor.cli import run as run_command
from extractor.cli.commands import Command, Group
from extractor.cli.common import tell, warn

BROKEN_PIPE = 141
INTERRUPTED = 130
_ENDED = {INTERRUPTED: "interrupted", 143: "terminated", 129: "the terminal has gone"}
"""Exit codes after a signal: 128 and its number."""
EPILOG = """
Examples:

    # a folder into a file, then into a database
    extractor run articles/ --to facts.jsonl
    extractor run articles/ --to sqlite:///facts.db --workers 4

    # one article: what was found, and why
    extractor show notice.txt
    extractor explain notice.txt

    # all of them on one page to read, search and check
    extractor report articles/ -o report.html

    # rules of your own: check them, then use them
    extractor rules check --rules my_rules/
    extractor run articles/ --rules my_rules/ --to facts.jsonl

    # names of commands, options and files with the Tab key (bash, zsh, fish)
    extractor --install-completion

Exit codes: 0 all went well, 1 some inputs failed (some rules, in `rules check`; something differs, in `compare`; a bound is
passed, in `bench --check`), 2 wrong usage or nothing could be done, 130 interrupted (143 by SIGTERM, 129 by SIGHUP).
"""


class _Ended(KeyboardInterrupt):
    """Another signal than Ctrl-C ends the command, as Ctrl-C does: files are whole or not there, what was done is told."""

    @property
    def number(self) -> int:
        number: int = self.args[0]
        return number


class _Main(Group):
    """Where the reader of the output has gone, as in ``| head``, the command ends in silence as other tools do."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _give_up_output()
            raise typer.Exit(BROKEN_PIPE) from None
        except _Ended as ended:
            raise typer.Exit(128 + ended.number) from None


app = typer.Typer(
    cls=_Main, help="Turn Chinese government press releases into typed facts.", epilog=EPILOG, no_args_is_help=True, rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]}, pretty_exceptions_enable=False,
)  # fmt: skip
app.command("run", cls=Command)(run_command.run)
app.command("remove", cls=Command)(remove.remove)
app.command("show", cls=Command)(show.show)
app.command("explain", cls=Command)(explain.explain)
app.command("report", cls=Command)(report.report)
app.command("schema", cls=Command)(schema.schema)
app.command("evaluate", cls=Command)(evaluate.evaluate)
app.command("compare", cls=Command)(compare.compare)
app.command("bench", cls=Command)(bench.bench)
app.add_typer(rules.app, name="rules")


def _version(is_asked: bool) -> None:
    if is_asked:
        from extractor.version import __version__

        typer.echo(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        Optional[bool], typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = None,
) -> None:
    pass


def run() -> None:
    """Entry point of the console script. Never shows a traceback for what the user can mend."""
    _have_streams()
    _end_in_order()
    if os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        os.environ.setdefault("FORCE_COLOR", "1")  # rich knows the one, other programs the other
    try:
        code = typer.main.get_command(app)(prog_name="extractor", standalone_mode=False)
        _flush(is_told=bool(code))
    except BrokenPipeError:
        _give_up_output()
        code = BROKEN_PIPE
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:
        if not hasattr(error, "format_message") and os.environ.get("EXTRACTOR_DEBUG"):
            raise
        code = _told(error)
    if code in _ENDED:
        with suppress(OSError):  # the terminal may be what has gone
            sys.stderr.write(f"extractor: {_ENDED[code]}\n")
    sys.exit(code if isinstance(code, int) else 0)


def _end_in_order() -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores one of them
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # once is enough
    raise _Ended(number)


def _flush(*, is_told: bool) -> None:
    """What is left goes out; that it can't is not said twice."""
    try:
        sys.stdout.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError) or not is_told:
            raise
        _give_up_output()


def _have_streams() -> None:
    """A stream that was closed (``>&-``) is there, but can't be used: the error is that of the system, where it is used at all."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_RDONLY if name != "stderr" else os.O_WRONLY)
            if null != number:
                os.dup2(null, number)
                os.close(null)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - open as long as the process


def _told(error: Exception) -> int:
    if hasattr(error, "format_message"):
        return _usage(error)
    if (
        isinstance(error, OSError)
        and error.filename is None
        and error.errno in (errno.ENOSPC, errno.EBADF, errno.EIO, errno.EDQUOT)
    ):
        words = "it is closed" if error.errno == errno.EBADF else (error.strerror or "").lower()
        sys.stderr.write(f"extractor: standard output can't be written: {words}; free some space, or send it elsewhere\n")
        _give_up_output()
        return 2
    return _own_fault(error)


def _usage(error: Any) -> int:
    """One line for a wrong option or argument. The class lives in click or in typer, as typer's version has it."""
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error.format_message()}\n")
        return 2
    context = getattr(error, "ctx", None)
    command = context.command_path if context else _command_path()
    message = " ".join(error.format_message().split()).replace("Value error, ", "")
    if near := _POSSIBLE.search(message):
        message = f"{message[: near.start()]}. Did you mean {' or '.join(near[1].split(', '))}?"
    message = message.rstrip(".")
    tell(f"extractor: {message}{' See' if message.endswith('?') else '; see'} {command} --help")
    return 2


_POSSIBLE = re.compile(r" \(Possible options: (.*)\)\.?$")


def _command_path() -> str:
    """The command that the arguments begin with."""
    path, group = ["extractor"], typer.main.get_command(app)
    for word in sys.argv[1:]:
        if word not in getattr(group, "commands", {}):
            break
        path.append(word)
        group = group.commands[word]  # type: ignore[attr-defined]  # it has them: see above
    return " ".join(path)


def _own_fault(error: Exception) -> int:
    warn(f"internal error: {type(error).__name__}: {error}; please report it (EXTRACTOR_DEBUG=1 shows more)")
    return 2


def _give_up_output() -> None:
    """What is still buffered must not raise again when Python shuts down."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(null, stream.fileno())
