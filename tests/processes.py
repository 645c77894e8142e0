"""What the system says of a process, for tests of what must have ended."""

from pathlib import Path


def alive(pid: int) -> bool:
    """Return whether a process runs; one that only waits to be counted does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
