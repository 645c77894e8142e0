"""The boundary between Accord and the shell: every way a command can end becomes an exit code.

May know nothing of the commands. No traceback passes it, and nothing else in the package exits.
"""

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import UnsupportedOperation

from kg.errors import InternalFault, KgError, UsageError

INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 + SIGINT."""
PIPE_CLOSED = 141
"""Exit code when the reader of a pipe went away: 128 + SIGPIPE, as other tools end."""


def run(args: Sequence[str] | None = None) -> int:
    """Run ``kg`` with the words ``args`` (by default this process's) and return its exit code."""
    words = list(sys.argv[1:] if args is None else args)
    _fill_missing_streams()
    try:
        code = _call(words)
        # Here and not when the interpreter ends, where a full disk or a closed pipe has no handler.
        sys.stdout.flush()
    except InternalFault as error:
        return _fail(_fault(error, words))
    except KgError as error:
        return _fail(error)
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _abandon_stdout()
        return PIPE_CLOSED
    except OSError as error:
        return _fail(_system_error(error))
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    except BaseException as error:  # noqa: BLE001 - the last line of defence; it also meets Rust panics
        return _fail(_fault(error, words))
    return code


def _call(words: list[str]) -> int:
    import typer

    from kg.cli.app import application

    application_ = application()
    if "_KG_COMPLETE" in os.environ:
        # Typer answers the shell itself, and exits. A message would only spoil the command line.
        with suppress(KgError):
            application_.main(args=words, prog_name="kg")
        return 0
    try:
        with application_.make_context("kg", words) as ctx:
            application_.invoke(ctx)
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        raise UsageError(error.format_message().rstrip("."), fix="see kg --help") from error
    return 0


def _fill_missing_streams() -> None:
    """Give each of the three streams that the caller has closed (``kg … >&-``) an empty one.

    Otherwise it is None, and every use of it fails in its own way; and the next file that is
    opened, the graph perhaps, takes its number and gets what is printed.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            stream = os.fdopen(number, "r" if name == "stdin" else "w", closefd=False)
            setattr(sys, name, stream)


def _fail(error: KgError) -> int:
    for message in error.messages():
        _say(f"{_red('error')}: {message}")
    return error.exit_code


def _say(message: str) -> None:
    try:
        print(message, file=sys.stderr, flush=True)
    except OSError:
        # Nobody reads stderr any more: the exit code is all that is left to say.
        sys.stderr = None  # the interpreter's own mark for "no stream"


def _red(text: str) -> str:
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    return f"\x1b[31m{text}\x1b[0m" if coloured and os.environ.get("TERM") != "dumb" else text


def _abandon_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush cannot fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    # A stdout that is no file of the system has nothing to flush into one.
    with suppress(UnsupportedOperation):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _system_error(error: OSError) -> KgError:
    where = f" {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC:
        _abandon_stdout()
        return KgError(
            f"the disk is full{where and ':'}{where}",
            fix="make room, or write somewhere else; nothing that was there before is lost",
        )
    return KgError(
        f"the system refused{where}: {error.strerror or error}",
        fix="check that the file or folder exists and that you may read and write it",
    )


def _fault(error: BaseException, words: list[str]) -> InternalFault:
    import platform
    import shlex
    import tempfile
    import traceback

    from kg import __version__

    handle, path = tempfile.mkstemp(prefix="kg-fault-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as report:
        report.write(f"kg {__version__}, Python {platform.python_version()}\n")
        report.write(f"{shlex.join(['kg', *words])}\n\n")
        report.writelines(traceback.format_exception(error))
    return InternalFault(
        f"kg met something it was not made for: {type(error).__name__}: {error}".rstrip(": "),
        why="this is a fault of Accord, not of your data; the built graph is untouched",
        fix=f"report it with the file {path}, which says where it happened",
    )
