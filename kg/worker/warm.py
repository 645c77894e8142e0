"""One warm worker: a process with one generation of the graph, seen from the one who asks it.

May know nothing of how many there are, nor of what is asked.
"""

import asyncio
import logging
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import Any, Final, TypeVar

from kg.errors import WorkerLost
from kg.limits import Limits
from kg.store import Snapshot
from kg.worker import frames
from kg.worker.ends import (
    COMMAND,
    GRACE,
    START_LIMIT,
    environment,
    opening,
    why_it_did_not_start,
    why_it_ended,
)
from kg.worker.jobs import Job, job_head
from kg.worker.reply import Reply, read_reply

T = TypeVar("T")

_KEPT: Final = 8_192
"""Bytes of what a worker writes to stderr that are kept."""

log: Final = logging.getLogger(__name__)


class _Ended(Exception):
    """The worker ended before it answered."""


class Worker:
    """One process with one generation of the graph; it does one job at a time."""

    def __init__(self, process: Process, snapshot: Snapshot, limits: Limits) -> None:
        self.snapshot = snapshot
        self.retired = False
        self._process = process
        self._limits = limits
        self._said = bytearray()
        self._listener = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, snapshot: Snapshot, limits: Limits) -> "Worker":
        """Return a worker that has loaded the graph.

        Raises:
            KgError: it cannot.
        """
        starting = asyncio.create_task(
            asyncio.create_subprocess_exec(
                *COMMAND,
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                env=environment(),
                start_new_session=True,
            )
        )
        try:
            process = await _to_its_end(starting)
        except asyncio.CancelledError:
            if not starting.cancelled() and starting.exception() is None:
                await cls(starting.result(), snapshot, limits).end()
            raise
        worker = cls(process, snapshot, limits)
        try:
            async with asyncio.timeout(START_LIMIT):
                head, body = await worker._exchange(opening(snapshot, limits))
            if "ready" not in head:
                read_reply(head, body)
        except TimeoutError as error:
            await worker.end()
            raise why_it_did_not_start(None, bytes(worker._said), limits) from error
        except _Ended as error:
            code = await worker.end()
            raise why_it_did_not_start(code, bytes(worker._said), limits) from error
        except BaseException:
            await worker.end()
            raise
        return worker

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether its process is known to have ended."""
        answers = self._process.stdout
        assert answers is not None  # noqa: S101 - it is a pipe
        return answers.at_eof()

    async def do(self, job: Job) -> Reply:
        """Return the answer to a job.

        Whoever gives up waiting ends the worker, because nothing else can stop the engine.

        Raises:
            KgError: it cannot be answered, or the worker had to end: see :attr:`retired`.
        """
        patience = job.patience * self._limits.time_limit_ms / 1000 + GRACE
        try:
            async with asyncio.timeout(patience):
                head, body = await self._exchange(frames.encode(job_head(job)))
        except TimeoutError as error:
            await self.end()
            raise why_it_ended(None, b"", self._limits, job.patience) from error
        except _Ended as error:
            code = await self.end()
            lost = why_it_ended(code, bytes(self._said), self._limits, job.patience)
            if isinstance(lost, WorkerLost):
                log.warning("%s: %s; it said %r", lost.what, lost.why, bytes(self._said))
            raise lost from error
        except BaseException:
            self.retired = True
            raise
        return read_reply(head, body)

    async def end(self) -> int:
        """End the process, if it has not ended by itself, and return its exit code.

        It has ended when this returns, even where the caller is cancelled meanwhile.
        """
        return await _to_its_end(asyncio.create_task(self._end()))

    async def _end(self) -> int:
        self.retired = True
        if self.ended:
            # It is about to end by itself, and how it does is what counts.
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await self._process.wait()
        with suppress(ProcessLookupError):
            self._process.kill()
        code = await self._process.wait()
        await self._listener
        return code

    async def _exchange(self, message: bytes) -> tuple[dict[str, Any], bytes]:
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None  # noqa: PT018, S101 - both are pipes
        try:
            requests.write(message)
            await requests.drain()
            head, body = frames.LENGTHS.unpack(await answers.readexactly(frames.LENGTHS.size))
            return frames.decode(await answers.readexactly(head + body), head)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise _Ended from error

    async def _listen(self) -> None:
        """Keep the end of what the worker says to stderr."""
        assert self._process.stderr is not None  # noqa: S101 - it is a pipe
        while said := await self._process.stderr.read(_KEPT):
            self._said += said
            del self._said[:-_KEPT]


async def _to_its_end(task: asyncio.Task[T]) -> T:
    """Return the result of a task that goes on to its end, even when its caller is cancelled.

    So no process is lost between being started and being known, nor while it ends.

    Raises:
        asyncio.CancelledError: the caller was cancelled; the task is done nevertheless.
    """
    given_up: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            given_up = error
    if given_up is not None:
        raise given_up
    return task.result()
