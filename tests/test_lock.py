"""One builder at a time, and a killed one leaves nothing locked."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.store.lock import exclusive

HOLD = """
import sys
from pathlib import Path
from kg.store.lock import exclusive
with exclusive(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process


def says(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_second_process_says_that_it_waits_and_gets_the_lock_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path) as first:
        assert says(first) == "held"
        with holder(path) as second:
            assert says(second) == "waiting"
            first.communicate()
            assert says(second) == "held"
            second.communicate()
    assert (first.returncode, second.returncode) == (0, 0)


def test_a_killed_holder_leaves_the_lock_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path) as first:
        assert says(first) == "held"
        first.send_signal(signal.SIGKILL)
        first.communicate()
    waited: list[bool] = []
    with exclusive(path, lambda: waited.append(True)):
        assert path.exists()
    assert waited == []


def test_threads_exclude_each_other_too(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    waiting = threading.Event()
    order: list[str] = []

    def second() -> None:
        with exclusive(path, waiting.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with exclusive(path, lambda: None):
        thread.start()
        assert waiting.wait(60)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_an_error_in_the_body_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with pytest.raises(KeyError), exclusive(path, lambda: None):
        raise KeyError
    with exclusive(path, lambda: pytest.fail("still locked")):
        pass
