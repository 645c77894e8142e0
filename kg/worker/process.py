"""The worker itself: ``python -m kg.worker.process``, which is no command for people.

It reads the limits and the graph that it is to hold, then jobs, one after the other. The system
ends it when a job takes too long (an alarm) or too much (its address space); and once the graph is
loaded it can open no file and no connection, whatever a query says.
"""

import os
import resource
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Final

from kg.errors import InternalFault, KgError
from kg.limits import Limits
from kg.results import FORMATS
from kg.store import Snapshot, open_snapshot
from kg.worker import frames
from kg.worker.ends import does_not_fit, memory_error
from kg.worker.jobs import read_job
from kg.worker.reply import error_head, reply_head
from kg.worker.world import World

_LATER: Final = (
    *(f"kg.results.{name}" for name in FORMATS),
    "kg.documents",
    "kg.show.page",
    "kg.text.calendar",
    "kg.text.nearest",
)
"""Modules that are imported where they are needed, which is too late here."""


def main() -> None:
    """Answer what stands on stdin on stdout, until it ends."""
    requests, answers = sys.stdin.buffer, _own_stdout()
    opening = frames.read(requests)
    if opening is None:
        return
    try:
        world = _world(opening[0])
    except KgError as error:
        _send(answers, error_head(error))
        return
    _send(answers, {"ready": os.getpid()})
    while message := frames.read(requests):
        _answer(message[0], world, answers)


def _own_stdout() -> IO[bytes]:
    """Return stdout for answers alone: what anything else prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _world(head: dict[str, Any]) -> World:
    limits = Limits(**head["limits"])
    memory = limits.memory_limit_mb << 20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    snapshot = Snapshot(Path(head["artefact"]), head["sha256"])
    try:
        graph, data = open_snapshot(snapshot)
    except MemoryError as error:
        raise does_not_fit(limits) from error
    for name in _LATER:
        import_module(name)
    # A new descriptor gets the lowest number that is free, and from here on that is too high.
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, free))
    return World(graph, data, limits, snapshot.build)


def _answer(head: dict[str, Any], world: World, answers: IO[bytes]) -> None:
    job = read_job(head)
    # The default action of this signal ends the process, whatever the engine is doing.
    signal.setitimer(signal.ITIMER_REAL, job.patience * world.limits.time_limit_ms / 1000)
    try:
        reply = job.run(world)
    except KgError as error:
        message = frames.encode(error_head(error))
    except MemoryError:
        message = frames.encode(error_head(memory_error(world.limits)))
    except BaseException as error:  # noqa: BLE001 - told to whoever asked; it also meets Rust panics
        traceback.print_exc()
        fault = InternalFault(f"a worker met what it was not made for: {error!r}")
        message = frames.encode(error_head(fault))
    else:
        message = frames.encode(reply_head(reply), reply.body)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    answers.write(message)
    answers.flush()


def _send(answers: IO[bytes], head: dict[str, Any]) -> None:
    answers.write(frames.encode(head))
    answers.flush()


if __name__ == "__main__":
    main()
