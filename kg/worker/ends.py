"""How a worker is started, and what its end means to whoever asked.

May know nothing of what it is asked.
"""

import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

import kg
from kg.errors import InternalFault, KgError, LimitReached, WorkerLost
from kg.limits import Limits
from kg.store import Snapshot
from kg.worker import frames

COMMAND: Final = (sys.executable, "-P", "-m", "kg.worker.process")
"""What starts a worker; ``-P`` keeps the working directory out of what Python imports."""
START_LIMIT: Final = 120.0
"""Seconds that a worker may take to load a graph."""
GRACE: Final = 0.5
"""Seconds after its alarm in which a worker must have ended by itself."""
_TOLD: Final = ("memory allocation of", "overflowed its stack")
_SHOWN: Final = 2_000


def environment() -> dict[str, str]:
    """Return the environment of a worker: this one's, with this package first among modules."""
    package = str(Path(kg.__file__).parent.parent)
    path = [package, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), "RUST_BACKTRACE": "0"}


def opening(snapshot: Snapshot, limits: Limits) -> bytes:
    """Return the first message to a worker."""
    return frames.encode(
        {
            "artefact": str(snapshot.artefact.resolve()),
            "sha256": snapshot.sha256,
            "limits": asdict(limits),
        }
    )


def why_it_ended(code: int | None, said: bytes, limits: Limits, patience: int = 1) -> KgError:
    """Return the error for a job whose worker ended before it answered.

    Args:
        code: its exit code, negative for a signal; None where it had to be killed, as it hung.
        said: what it wrote to stderr.
        limits: its limits.
        patience: how many times as long as a query the job was allowed to take.
    """
    text = said.decode(errors="replace")
    if code is None or code == -signal.SIGALRM:
        return _took_too_long(limits, patience)
    if _TOLD[0] in text:
        return memory_error(limits)
    if _TOLD[1] in text or code == -signal.SIGSEGV:
        return LimitReached(
            "the query is nested too deep for the engine",
            why="its worker ran out of stack and was replaced",
            fix="write it flatter, or ask in several queries",
        )
    if code < 0:
        return WorkerLost(
            "the worker that had the query was ended before it answered",
            why=f"it got the signal {signal.Signals(-code).name}",
            fix="ask again: another one has taken its place",
        )
    return InternalFault(
        f"the worker that had the query ended with {code}",
        why=text[-_SHOWN:].strip() or "it said nothing",
        fix="ask again; if it happens again, report the query as a fault of Accord",
    )


def why_it_did_not_start(code: int | None, said: bytes, limits: Limits) -> KgError:
    """Return the error for a worker that ended before it was ready.

    Args:
        code: its exit code, negative for a signal; None where it had to be killed.
        said: what it wrote to stderr.
        limits: its limits.
    """
    text = said.decode(errors="replace")
    if _TOLD[0] in text:
        return does_not_fit(limits)
    if code is None:
        return InternalFault(f"a worker takes longer than {START_LIMIT:g} s to load the graph")
    return InternalFault(
        f"a worker ended with {code} before it had loaded the graph",
        why=text[-_SHOWN:].strip() or "it said nothing",
    )


def _took_too_long(limits: Limits, patience: int) -> LimitReached:
    if patience == 1:
        return LimitReached(
            f"the query takes longer than {limits.time_limit_ms} ms",
            why="time_limit_ms says how long a query may run",
            fix="ask for less (LIMIT, fewer patterns without a variable in common), or raise it",
        )
    return LimitReached(
        f"the answer takes longer than {patience * limits.time_limit_ms} ms",
        why=f"it may take {patience} times as long as a query, which time_limit_ms limits to "
        f"{limits.time_limit_ms} ms",
        fix="raise time_limit_ms",
    )


def does_not_fit(limits: Limits) -> LimitReached:
    """Return the error for a graph that takes more memory than a worker may."""
    return LimitReached(
        f"the graph does not fit into a worker of {limits.memory_limit_mb} MB",
        why="memory_limit_mb says how much a worker may take",
        fix="raise it",
    )


def memory_error(limits: Limits) -> LimitReached:
    """Return the error for a query that takes more memory than it may."""
    return LimitReached(
        f"the query takes more than {limits.memory_limit_mb} MB of memory",
        why="memory_limit_mb says how much a worker may take",
        fix="ask for less (a narrower pattern, LIMIT without ORDER BY), or raise it",
    )
