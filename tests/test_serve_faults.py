"""Whatever strangers send, whatever is built, whatever dies: the server answers the next request.

The same with large numbers, and how long it takes, is ``benchmarks/endpoint.py``.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

from kg.project import Project
from kg.query import load_query, query_names
from tests.hostile import BOMBS, HEAVY, NESTS, Asked, canary, lures, mutations
from tests.processes import alive
from tests.serving import ROOT, Server, serving

MINI = ROOT / "tests" / "cases" / "mini"
FORBIDDEN_STATUS = set(range(500, 600)) - {503}
NEVER = httpx.Timeout(None)
LABELS = 'SELECT ?label { ?s rdfs:label ?label FILTER(STRENDS(?label, "patrols")) }'
QUESTION = """\
#+ title: Patrols
#+ question: What are the patrols called?
SELECT ?label ?passage WHERE { GRAPH ?passage { ?patrol rdfs:label ?label } } ORDER BY ?label
"""
PAGE = re.compile(r">(\w+ patrols)<.*>Build (\w+)\.", re.DOTALL)


def sparql(server: Server, query: str) -> httpx.Response:
    return httpx.post(
        f"{server.url}sparql",
        content=query.encode(),
        headers={"Content-Type": "application/sparql-query"},
        timeout=NEVER,
    )


def send(server: Server, asked: Asked) -> httpx.Response:
    return httpx.request(
        asked.method,
        server.url + asked.path,
        params=list(asked.query) or None,
        content=asked.body.encode(),
        headers={"Accept": asked.accept, "Content-Type": asked.media or "text/plain"},
        timeout=NEVER,
    )


def check_that_it_answers(server: Server) -> None:
    answer = sparql(server, "ASK { ?s ?p ?o }")
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)


def check_problem(answer: httpx.Response) -> None:
    """Check that an error is told as every error is."""
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["detail"]
    assert "Traceback" not in answer.text


# ------------------------------------------------------------ what strangers send


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_hurts_nobody_else(server: Server, bomb: str) -> None:
    answer = sparql(server, BOMBS[bomb])
    # A fast machine may answer one or another in time.
    assert answer.status_code in (200, 400, 406, 503), answer.text
    if answer.status_code != 200:
        check_problem(answer)
    check_that_it_answers(server)


def test_bombs_from_many_leave_nothing_behind(served_project: Path) -> None:
    settings = ("--set", "time_limit_ms=300", "--set", "workers=2")
    with serving(served_project, *settings) as server:
        with ThreadPoolExecutor(6) as threads:
            answers = list(threads.map(partial(sparql, server), list(BOMBS.values())[:6]))
        assert {answer.status_code for answer in answers} <= {200, 400, 503}
        check_that_it_answers(server)
        assert server.process.poll() is None


@pytest.mark.parametrize("name", HEAVY)
def test_what_is_heavy_to_read_is_refused(server: Server, name: str) -> None:
    answer = send(server, HEAVY[name])
    assert 400 <= answer.status_code < 500
    check_that_it_answers(server)


def test_what_nests_ends_in_an_answer(server: Server) -> None:
    for name, query in NESTS.items():
        answer = sparql(server, query)
        assert answer.status_code in (200, 400, 503), f"{name}: {answer.text}"
    check_that_it_answers(server)


def test_mutated_queries_end_in_answers(server: Server) -> None:
    project = Project.find(ROOT)
    texts = [load_query(project, name).query.text for name in query_names(project)]
    statuses = set()
    with httpx.Client(timeout=NEVER) as client:
        for query in mutations(texts, 150):
            headers = {"Content-Type": "application/sparql-query"}
            answer = client.post(f"{server.url}sparql", content=query.encode(), headers=headers)
            assert answer.status_code in (200, 400, 503), f"{query!r}: {answer.text}"
            statuses.add(answer.status_code)
    assert {200, 400} <= statuses
    check_that_it_answers(server)


def test_no_request_makes_the_server_call_anybody(server: Server) -> None:
    with canary() as bird:
        for asked in lures(bird.url):
            answer = send(server, asked)
            assert answer.status_code not in FORBIDDEN_STATUS, f"{asked}: {answer.text}"
        assert bird.calls == 0
        # It does count.
        httpx.get(f"http://127.0.0.1:{server.port}/healthz")
        with pytest.raises(httpx.HTTPError):
            httpx.get(bird.url)
        assert bird.calls == 1


# ------------------------------------------------------------ what dies


def workers(server: Server) -> list[int]:
    """Return the numbers of the processes that a server has started and that still run."""
    path = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    return [int(number) for number in path.read_text().split() if alive(int(number))]


def test_workers_that_are_killed_cost_an_error_each_at_most(served_project: Path) -> None:
    settings = ("--set", "workers=2", "--set", "time_limit_ms=60000")
    with serving(served_project, *settings) as server:
        with ThreadPoolExecutor(1) as threads:
            asked = threads.submit(sparql, server, BOMBS["count of a product"])
            busy = the_one_that_works(workers(server))
            os.kill(busy, signal.SIGKILL)
            answer = asked.result()
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "1"
        check_problem(answer)
        assert "was ended before it answered" in answer.json()["detail"]
        check_that_it_answers(server)
        while len(after := workers(server)) < 2:
            time.sleep(0.01)
        assert busy not in after

        # While they have nothing to do, it costs nothing but a wait.
        for pid in after:
            os.kill(pid, signal.SIGKILL)
        while any(map(alive, after)):
            time.sleep(0.01)
        answers = [sparql(server, "ASK {}").status_code for _ in range(3)]
        assert answers[-1] == 200
        assert answers.count(503) <= 2


def the_one_that_works(pids: list[int]) -> int:
    """Return which of several processes is busy, once one is."""

    def ticks(pid: int) -> int:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11])

    begun = {pid: ticks(pid) for pid in pids}
    while True:
        for pid in pids:
            if ticks(pid) > begun[pid] + 10:
                return pid
        time.sleep(0.01)


# ------------------------------------------------------------ what is built


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small project with its graph and one question."""
    folder = shutil.copytree(MINI, tmp_path / "mini")
    (folder / "queries").mkdir()
    (folder / "queries" / "patrols.rq").write_text(QUESTION, encoding="utf-8")
    build(folder)
    return folder


def build(folder: Path) -> int:
    """Build the graph of a project as a user does, and return the exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", "--quiet", "--project", folder, "build"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        env={key: value for key, value in os.environ.items() if key != "KG_STORE"},
    )
    return done.returncode


def relabel(folder: Path, label: str) -> None:
    """Call the patrols of an annotation something else."""
    (path,) = folder.glob("articles/*/2031-05-02-lake-patrols/annotation.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)\blabel: .*$", f"label: {label}", text), encoding="utf-8")


def store_of(folder: Path) -> Path:
    return folder / ".accord"


def current(folder: Path) -> str:
    """Return the name of the newest build."""
    read: dict[str, str] = json.loads((store_of(folder) / "current.json").read_bytes())
    return read["sha256"][:16]


def labels(server: Server) -> tuple[int, str, str]:
    """Return the status of an answer, the build that it names, and what it says."""
    answer = sparql(server, LABELS)
    said = [row["label"]["value"] for row in answer.json()["results"]["bindings"]]
    return answer.status_code, answer.headers["Accord-Build"], ",".join(said)


def until(what: Callable[[], bool]) -> None:
    while not what():
        time.sleep(0.02)


def told_of_the_question(server: Server, accept: str) -> tuple[int, str, str]:
    """Return the same of the stored question, whose answers are kept until the next build."""
    answer = httpx.get(
        f"{server.url}api/queries/patrols", headers={"Accept": accept}, timeout=NEVER
    )
    build = answer.headers["Accord-Build"]
    if accept == "text/csv":
        said = next(line.split(",")[0] for line in answer.text.splitlines() if " patrols" in line)
    else:
        found = PAGE.search(answer.text)
        assert found is not None, answer.text
        said = found[1]
        assert found[2] == build
    return answer.status_code, build, said


@contextmanager
def asking(server: Server) -> Iterator[list[tuple[int, str, str]]]:
    """Ask from several clients until the end, and give what they are told."""
    told: list[tuple[int, str, str]] = []
    stop = threading.Event()

    def ask(place: int) -> None:
        while not stop.is_set():
            told.append(ways[place % len(ways)]())
            place += 1

    ways = (
        lambda: labels(server),
        lambda: told_of_the_question(server, "text/csv"),
        lambda: told_of_the_question(server, "text/html"),
    )
    threads = [threading.Thread(target=ask, args=(place,)) for place in range(3)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_build_is_switched_to_without_a_request_lost(folder: Path) -> None:
    first = current(folder)
    with serving(folder) as server, asking(server) as told:
        until(lambda: len(told) > 10)
        relabel(folder, "day patrols")
        assert build(folder) == 0
        second = current(folder)
        until(lambda: any(build == second for _, build, _ in told))
        # Two builds in no time: the one between may be passed over.
        relabel(folder, "dawn patrols")
        assert build(folder) == 0
        third = current(folder)
        relabel(folder, "dusk patrols")
        assert build(folder) == 0
        fourth = current(folder)
        until(lambda: told[-1][1] == fourth)
        assert '"level": "error"' not in server.log
    known = {
        (200, first, "night patrols"),
        (200, second, "day patrols"),
        (200, third, "dawn patrols"),
        (200, fourth, "dusk patrols"),
    }
    assert len({first, second, third, fourth}) == 4
    assert set(told) <= known
    assert known - {(200, third, "dawn patrols")} <= set(told)


def test_a_build_that_fails_leaves_the_one_before(folder: Path) -> None:
    with serving(folder) as server, asking(server) as told:
        before = labels(server)
        relabel(folder, "{no: label}")
        assert build(folder) != 0
        until(lambda: len(told) > 20)
    assert set(told) == {before}


def test_a_store_that_is_damaged_is_survived_with_a_warning(folder: Path) -> None:
    with serving(folder, "--set", "workers=2") as server:
        before = labels(server)
        path = store_of(folder) / "current.json"
        whole = path.read_bytes()
        path.write_bytes(b"{")
        until(lambda: "the build before stays" in server.log)
        assert labels(server) == before
        path.unlink()
        until(lambda: "no graph has been built yet" in server.log)
        assert labels(server) == before

        path.write_bytes(whole)
        relabel(folder, "day patrols")
        assert build(folder) == 0
        until(lambda: labels(server) == (200, current(folder), "day patrols"))
        # Each trouble is told once, however often it is looked at.
        assert server.log.count("the build before stays") == 2


def test_an_artefact_that_is_damaged_is_tried_again_once_it_is_mended(folder: Path) -> None:
    """A build of the same content has the same name, so the name cannot tell that it is mended."""
    with serving(folder, "--set", "workers=1") as server:
        before = labels(server)
        relabel(folder, "day patrols")
        other = shutil.copytree(folder, folder.with_name("other"))
        assert build(other) == 0
        made = store_of(other) / f"graph-{current(other)}.nq"
        damaged = store_of(folder) / made.name
        damaged.write_bytes(made.read_bytes() + b"\n")
        shutil.copy(store_of(other) / "current.json", store_of(folder) / "current.json")
        until(lambda: "cannot be served: the built graph is damaged" in server.log)
        assert labels(server) == before
        shutil.copy(made, damaged)
        until(lambda: labels(server) == (200, current(other), "day patrols"))
        assert server.log.count("the build before stays") == 1
