"""What every surface of a server shares: the project, its questions, the workers, and the build.

May know nothing of HTTP.
"""

import asyncio
import logging
import sys
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from typing import Final

from kg.errors import KgError
from kg.limits import Limits
from kg.project import Project
from kg.serve.catalogue import Catalogue
from kg.serve.options import Options
from kg.store import Snapshot, newest
from kg.worker.document import Document
from kg.worker.jobs import Job, Stored
from kg.worker.pool import Answer, Pool

log: Final = logging.getLogger(__name__)

WATCH: Final = 0.5
"""Seconds between two looks at whether a build has finished."""
RETRY: Final = 5.0
"""Seconds after which a build that could not be served is tried again."""
_ENTRY: Final = 2_048
"""Bytes that an answer which is kept takes beside its body and what was asked."""


class Service:
    """A project that is being served.

    Args:
        project: what is served; its graph has been built.
        options: how.
    """

    def __init__(self, project: Project, options: Options) -> None:
        self.project = project
        self.options = options
        self.catalogue = Catalogue(project)
        self._pool = Pool(newest(project), options.limits)
        self._kept = _Kept(options.limits.cache_mb << 20)
        self._watcher: asyncio.Task[None] | None = None

    @property
    def build(self) -> str:
        """The build that answers now."""
        return self._pool.snapshot.build

    @property
    def limits(self) -> Limits:
        """What a request may take."""
        return self.options.limits

    async def start(self) -> None:
        """Start the workers, and look out for new builds.

        Raises:
            KgError: the graph cannot be loaded.
        """
        await self._pool.start()
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """End the workers."""
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        await self._pool.close()

    async def answer(self, job: Job) -> Answer:
        """Return the answer to a job.

        Documents and answers to stored questions are kept until the next build.

        Raises:
            KgError: it cannot be answered.
        """
        asked = _asked(job)
        if asked is None:
            return await self._pool.run(job)
        kept = self._kept.get((self.build, *asked))
        if kept is None:
            kept = await self._pool.run(job)
            self._kept.put((kept.build, *asked), kept)
        return kept

    async def _watch(self) -> None:
        """Switch to each build that finishes; one that cannot be loaded leaves the old one."""
        refused: Snapshot | None = None
        told, again = "", 0.0
        while True:
            await asyncio.sleep(WATCH)
            try:
                snapshot = await asyncio.to_thread(newest, self.project)
                if snapshot == self._pool.snapshot:
                    continue
                if snapshot == refused and monotonic() < again:
                    continue
                # A build may be mended without another name, or fail for want of memory.
                refused, again = snapshot, monotonic() + RETRY
                await self._pool.switch(snapshot)
            except (KgError, OSError) as error:
                if str(error) != told:
                    log.warning(
                        "the build before stays, because the new one cannot be served: %s", error
                    )
                told = str(error)
            else:
                told = ""
                log.info("answering from build %s", snapshot.build)


def _asked(job: Job) -> tuple[object, ...] | None:
    """Return what tells a job from others, or None where its answer is not worth keeping."""
    if isinstance(job, Document) and not job.after:
        return (job,)
    if isinstance(job, Stored):
        given = tuple(job.given.items())
        return (job.name, job.text, job.format, job.width, job.surface, given)
    return None


@dataclass
class _Kept:
    """Answers that need not be worked out again, the least recently used dropped first."""

    size: int

    def __post_init__(self) -> None:
        self._answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
        self._used = 0

    def get(self, key: tuple[object, ...]) -> Answer | None:
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: tuple[object, ...], answer: Answer) -> None:
        size = _size(key, answer)
        if key in self._answers or size > self.size:
            return
        self._answers[key] = answer
        self._used += size
        while self._used > self.size:
            self._used -= _size(*self._answers.popitem(last=False))


def _size(key: tuple[object, ...], answer: Answer) -> int:
    """Return about how many bytes an answer takes that is kept; the texts of queries are shared."""
    return len(answer.reply.body) + sys.getsizeof(repr(key[-1])) + _ENTRY
