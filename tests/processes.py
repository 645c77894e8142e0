"""What the system says of processes, for tests of what must have ended."""

import time
from collections.abc import Iterable
from pathlib import Path


def alive(pid: int) -> bool:
    """Return whether a process runs; one that only waits to be counted does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(child) for thread in threads for child in thread.read_text().split()]
    return sorted(filter(alive, found))


def wait_for_the_end_of(pids: Iterable[int]) -> None:
    """Wait until none of the processes runs."""
    while any(map(alive, pids)):
        time.sleep(0.02)
