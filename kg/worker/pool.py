"""Warm workers for many who ask at once: queued, limited, replaced when they end.

All of one pool's workers hold the same generation of the graph. :meth:`Pool.switch` warms up
workers with another one first and only then hands requests to them; those that were asked before
answer from the generation that they were asked of. May know nothing of what is asked.
"""

import asyncio
import logging
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from kg.errors import Busy, KgError, WorkerLost
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

_KEPT: Final = 8_192
"""Bytes of what a worker writes to stderr that are kept."""
_PAUSE: Final = 1.0
"""Seconds before a worker that could not start is tried again."""

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """A reply, and the build that it comes from."""

    reply: Reply
    build: str


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
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=environment(),
            start_new_session=True,
        )
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
            raise why_it_ended(None, b"", self._limits) from error
        except _Ended as error:
            code = await self.end()
            lost = why_it_ended(code, bytes(self._said), self._limits)
            if isinstance(lost, WorkerLost):
                log.warning("%s: %s; it said %r", lost.what, lost.why, bytes(self._said))
            raise lost from error
        except BaseException:
            self.retired = True
            raise
        return read_reply(head, body)

    async def end(self) -> int | None:
        """End the process, if it has not ended by itself, and return its exit code."""
        self.retired = True
        if self.ended:
            # It is about to end by itself, and how it does is what counts.
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await self._process.wait()
        with suppress(ProcessLookupError):
            self._process.kill()
        code = await self._process.wait()
        # Not awaited itself: whoever gives up here must not end it for others who wait for it.
        await asyncio.wait({self._listener})
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


class Pool:
    """Workers that answer from one generation of the graph.

    Args:
        snapshot: the generation.
        limits: what a job may take, how many workers there are, how many may wait.
    """

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        self.snapshot = snapshot
        self._limits = limits
        self._idle: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        self._workers: set[Worker] = set()
        self._leaving: set[Worker] = set()
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start the workers.

        Raises:
            KgError: they cannot load the graph.
        """
        self._admit(*await self._started(self.snapshot))

    async def switch(self, snapshot: Snapshot) -> None:
        """Answer from another generation, once there are workers that have loaded it.

        Raises:
            KgError: they cannot; everything stays as it was.
        """
        started = await self._started(snapshot)
        # No request comes between these lines: nothing here waits.
        old, self._workers, self.snapshot = self._workers, set(), snapshot
        self._leaving |= old
        for worker in old:
            worker.retired = True
        idle = [self._idle.get_nowait() for _ in range(self._idle.qsize())]
        self._admit(*started)
        # Those that are busy answer first.
        await asyncio.gather(*(worker.end() for worker in idle))
        self._leaving.difference_update(idle)

    async def close(self) -> None:
        """End all workers; those who still wait for an answer get an error."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._workers | self._leaving))
        self._workers.clear()
        self._leaving.clear()

    async def run(self, job: Job) -> Answer:
        """Return the answer to a job.

        Raises:
            Busy: too many are waiting, or no worker came free in time.
            KgError: it cannot be answered, or not within the limits.
        """
        worker = await self._free()
        try:
            return Answer(await worker.do(job), worker.snapshot.build)
        finally:
            if not worker.retired:
                self._idle.put_nowait(worker)
            else:
                # It ended, or has to, or holds a generation that is not the newest any more.
                self._background(self._replace(worker))

    def pids(self) -> list[int]:
        """Return the numbers of the workers' processes."""
        return sorted(worker.pid for worker in self._workers)

    async def _free(self) -> Worker:
        if self._idle.empty() and self._waiting >= self._limits.queue_limit:
            raise _busy(f"{self._waiting} requests are waiting already")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.queue_limit_ms / 1000):
                while (worker := await self._idle.get()).ended:
                    # Somebody ended it while it had nothing to do.
                    self._background(self._replace(worker))
                return worker
        except TimeoutError as error:
            raise _busy(f"none came free in {self._limits.queue_limit_ms} ms") from error
        finally:
            self._waiting -= 1

    def _admit(self, *workers: Worker) -> None:
        for worker in workers:
            self._workers.add(worker)
            self._idle.put_nowait(worker)

    async def _started(self, snapshot: Snapshot) -> list[Worker]:
        """Return workers that have loaded a generation: as many as there are to be, or none."""
        starts = [
            asyncio.create_task(Worker.start(snapshot, self._limits))
            for _ in range(self._limits.workers)
        ]
        try:
            return await asyncio.gather(*starts)
        except BaseException:
            for start in starts:
                start.cancel()
            ended = await asyncio.gather(*starts, return_exceptions=True)
            await asyncio.gather(*(worker.end() for worker in ended if isinstance(worker, Worker)))
            raise

    def _background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, ended: Worker) -> None:
        """End a worker, and start another if it is one of the newest generation."""
        await ended.end()
        self._leaving.discard(ended)
        # A switch makes another set, even if it is one back to a generation that there was before.
        generation = self._workers
        wanted = ended in generation and not self._closed
        generation.discard(ended)
        while wanted and generation is self._workers:
            try:
                worker = await Worker.start(ended.snapshot, self._limits)
            except (KgError, OSError) as error:
                log.warning("a worker cannot be started: %s", error)
                await asyncio.sleep(_PAUSE)
                continue
            if generation is self._workers:
                self._admit(worker)
            else:
                await worker.end()
            return


def _busy(why: str) -> Busy:
    return Busy("every worker has a query to answer", why=why, fix="ask again in a second")
