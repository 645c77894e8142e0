"""What the processes of a server take, as Linux tells it in ``/proc``."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """Return the fields after the name of the program; none where the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def tree(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for number in found:
        try:
            text = Path(f"/proc/{number}/task/{number}/children").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += [int(child) for child in text.split()]
    return found


def cpu_seconds(pid: int) -> float:
    """Return the time for which a process and all below it have worked, the ended ones included."""
    total = 0
    for number in tree(pid):
        if fields := _stat(number):
            # utime, stime, and those of children that have been waited for
            total += sum(int(fields[place]) for place in (11, 12, 13, 14))
    return total / _TICKS


def resident(pid: int) -> int:
    """Return the bytes of memory that a process has now."""
    fields = _stat(pid)
    return int(fields[21]) * os.sysconf("SC_PAGE_SIZE") if fields else 0


@dataclass
class Most:
    """The most memory that was seen, in bytes.

    Attributes:
        server: of the server's own process.
        worker: of any one of its workers.
        pids: of all workers that were seen.
    """

    server: int = 0
    worker: int = 0
    pids: set[int] = field(default_factory=set)

    def look(self, pid: int) -> None:
        """Look at the server with that number now."""
        self.server = max(self.server, resident(pid))
        for worker in tree(pid)[1:]:
            self.pids.add(worker)
            self.worker = max(self.worker, resident(worker))


@contextmanager
def watched(pid: int, every: float = 0.02) -> Iterator[Most]:
    """Look at the memory of a server again and again."""
    most, stop = Most(), threading.Event()

    def look() -> None:
        while not stop.wait(every):
            most.look(pid)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        stop.set()
        thread.join()
        most.look(pid)
