"""Warm workers for many who ask at once: queued, limited, replaced when they end.

All of one pool's workers hold the same generation of the graph. :meth:`Pool.switch` warms up
workers with another one first and only then hands requests to them; those that were asked before
answer from the generation that they were asked of. May know nothing of what is asked.
"""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Final

from kg.errors import Busy, KgError
from kg.limits import Limits
from kg.store import Snapshot
from kg.worker.jobs import Job
from kg.worker.reply import Reply
from kg.worker.warm import Worker

_PAUSE: Final = 1.0
"""Seconds before a worker that could not start is tried again."""

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """A reply, and the build that it comes from."""

    reply: Reply
    build: str


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
