"""One builder at a time, across processes; readers need no lock.

The lock is the kernel's (``flock``), so a builder that is killed leaves nothing behind that has to
be cleaned up. May know nothing of what is built.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock ``path`` while the body runs.

    Args:
        path: the lock file; created where it is missing, never removed, because a process that
            waits on a removed file would hold a lock that nobody else sees.
        waiting: called once when another process holds the lock and this one has to wait.

    Raises:
        OSError: the file cannot be opened or locked.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
