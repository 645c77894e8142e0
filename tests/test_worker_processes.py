"""Workers as processes: what ends them, who takes their place, and that nobody else is hurt."""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
import pytest

from kg.errors import (
    Busy,
    GraphDamaged,
    InternalFault,
    KgError,
    LimitReached,
    StoreError,
    WorkerLost,
)
from kg.limits import DEFAULTS, Limits
from kg.store import Snapshot
from kg.worker import Job, Show, Sparql, frames
from kg.worker.ends import COMMAND, environment, opening, why_it_did_not_start, why_it_ended
from kg.worker.jobs import job_head
from kg.worker.pool import Pool
from kg.worker.single import answer
from kg.worker.warm import Worker
from tests.processes import alive, children
from tests.worlds import EXAMPLE, quads, snapshot

T = TypeVar("T")

CHEAP = Sparql("ASK {}", "Q", "json")
# Free joins: far more work than any machine does while a test waits.
ENDLESS = Sparql(
    "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + "}",
    "Q",
    "json",
)
GREEDY = Sparql(
    "SELECT * {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(5)) + "} ORDER BY ?a0",
    "Q",
    "json",
)
QUICK = replace(DEFAULTS, time_limit_ms=400, workers=2)
PATIENT = replace(DEFAULTS, time_limit_ms=600_000, workers=2)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("world"))


def replaced(quad: ox.Quad) -> ox.Quad:
    """Return a quad with its triple in a graph of its own."""
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(EXAMPLE + "more"))


def with_pool(world: Snapshot, limits: Limits, work: Callable[[Pool], Awaitable[T]]) -> T:
    """Return what ``work`` finds with a pool, none of whose processes outlives it."""

    async def run() -> T:
        pool = Pool(world, limits)
        await pool.start()
        seen = pool.pids()
        try:
            # Not how long it may take: a test that waits in vain must end.
            async with asyncio.timeout(300):
                return await work(pool)
        finally:
            seen += pool.pids()
            await pool.close()
            assert not [pid for pid in seen if alive(pid)]

    return asyncio.run(run())


async def error_of(pool: Pool, job: Job) -> KgError:
    with pytest.raises(KgError) as caught:
        await pool.run(job)
    return caught.value


# ------------------------------------------------------------ one worker


def test_one_job_in_one_worker(world: Snapshot) -> None:
    reply = answer(CHEAP, world, DEFAULTS)
    assert reply.body == b'{"head":{},"boolean":true}\n'


@pytest.mark.parametrize("limits", [QUICK])
def test_a_query_without_end_is_ended(world: Snapshot, limits: Limits) -> None:
    with pytest.raises(LimitReached, match="longer than 400 ms"):
        answer(ENDLESS, world, limits)


def test_a_query_that_takes_all_memory_is_ended(world: Snapshot) -> None:
    with pytest.raises(LimitReached, match="more than 160 MB"):
        answer(GREEDY, world, replace(PATIENT, memory_limit_mb=160))


def test_a_graph_that_is_no_more_what_was_built(tmp_path: Path) -> None:
    found = snapshot(tmp_path)
    found.artefact.write_bytes(found.artefact.read_bytes() + b"<a:a> <a:b> <a:c> .\n")
    with pytest.raises(GraphDamaged):
        answer(CHEAP, found, DEFAULTS)
    found.artefact.unlink()
    with pytest.raises(StoreError, match="is gone"):
        answer(CHEAP, found, DEFAULTS)


def test_a_graph_that_takes_more_memory_than_a_worker_may(tmp_path: Path) -> None:
    number, graph = ox.NamedNode(EXAMPLE + "number"), ox.NamedNode(EXAMPLE + "graph")
    thing = ox.NamedNode(EXAMPLE + "thing")
    large = snapshot(
        tmp_path, [ox.Quad(thing, number, ox.Literal(n), graph) for n in range(200_000)]
    )
    small = replace(PATIENT, memory_limit_mb=160)
    for start in (
        lambda: answer(CHEAP, large, small),
        lambda: asyncio.run(Pool(large, small).start()),
    ):
        with pytest.raises(LimitReached, match="the graph does not fit into a worker of 160 MB"):
            start()


@pytest.mark.parametrize(
    ("code", "said", "kind", "what"),
    [
        (None, b"", InternalFault, "a worker takes longer than 120 s to load the graph"),
        (1, b"x", InternalFault, "a worker ended with 1 before it had loaded the graph"),
        (-signal.SIGABRT, b"memory allocation of 9 bytes failed", LimitReached,
         "the graph does not fit into a worker of 1024 MB"),
    ],
)  # fmt: skip
def test_why_a_worker_does_not_start(
    code: int | None, said: bytes, kind: type[KgError], what: str
) -> None:
    error = why_it_did_not_start(code, said, DEFAULTS)
    assert (type(error), error.what) == (kind, what)


def test_a_worker_can_open_neither_files_nor_connections(world: Snapshot) -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(opening(world, DEFAULTS))
        worker.stdin.flush()
        assert frames.read(worker.stdout) == ({"ready": worker.pid}, b"")
        limits = Path(f"/proc/{worker.pid}/limits").read_text().splitlines()
        (files,) = (line.split() for line in limits if line.startswith("Max open files"))
        numbers = {int(path.name) for path in Path(f"/proc/{worker.pid}/fd").iterdir()}
        assert int(files[3]) == int(files[4]) == next(n for n in range(99) if n not in numbers)
        worker.stdin.write(frames.encode(job_head(CHEAP)))
        worker.stdin.close()
        reply = frames.read(worker.stdout)
        assert reply is not None
        assert reply[0]["rows"] == 1
    # It ends by itself when nobody can ask it any more.
    assert worker.returncode == 0


def test_no_query_leaves_the_machine_even_if_nothing_looked_it_over(world: Snapshot) -> None:
    code = (
        "import kg.worker.jobs as jobs, kg.worker.process as process\n"
        "from kg.query import Query\n"
        "jobs.read_query = lambda text, file, **_: Query(text, file, (), 'SELECT')\n"
        "process.main()\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0)
        service = f"http://127.0.0.1:{canary.getsockname()[1]}/sparql"
        job = Sparql(f"SELECT * {{ SERVICE <{service}> {{ ?s ?p ?o }} }}", "Q", "json")
        done = subprocess.run(
            [COMMAND[0], "-P", "-c", code],
            input=opening(world, DEFAULTS) + frames.encode(job_head(job)),
            env=environment(),
            capture_output=True,
            check=False,
        )
        with pytest.raises(BlockingIOError):
            canary.accept()
    assert b'"error"' in done.stdout
    assert b"Too many open files" in done.stdout, done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("code", "said", "kind", "what"),
    [
        (None, b"", LimitReached, "the query takes longer than 1000 ms"),
        (-signal.SIGALRM, b"", LimitReached, "the query takes longer than 1000 ms"),
        (-signal.SIGABRT, b"memory allocation of 9 bytes failed", LimitReached,
         "the query takes more than 1024 MB of memory"),
        (-signal.SIGABRT, b"thread 'x' has overflowed its stack", LimitReached,
         "the query is nested too deep for the engine"),
        (-signal.SIGSEGV, b"", LimitReached, "the query is nested too deep for the engine"),
        (-signal.SIGKILL, b"", WorkerLost,
         "the worker that had the query was ended before it answered"),
        (1, b"", InternalFault, "the worker that had the query ended with 1"),
    ],
)  # fmt: skip
def test_how_a_worker_ends_says_why(
    code: int | None, said: bytes, kind: type[KgError], what: str
) -> None:
    error = why_it_ended(code, said, DEFAULTS)
    assert type(error) is kind
    assert error.what == what
    assert error.fix


def test_what_may_take_longer_than_a_query_says_how_long() -> None:
    error = why_it_ended(-signal.SIGALRM, b"", DEFAULTS, patience=5)
    assert error.what == "the answer takes longer than 5000 ms"
    assert error.why == (
        "it may take 5 times as long as a query, which time_limit_ms limits to 1000 ms"
    )


@pytest.mark.parametrize("steps", range(0, 48, 3))
def test_who_gives_up_at_any_moment_leaves_no_process(world: Snapshot, steps: int) -> None:
    """Twice: a pool that fails gives up the others, and whoever waits for the pool may as well."""

    async def run() -> None:
        starting = asyncio.create_task(Worker.start(world, DEFAULTS))
        for _ in range(steps):
            await asyncio.sleep(0)
        for _ in range(2):
            starting.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await starting

    before = children(os.getpid())
    asyncio.run(run())
    assert children(os.getpid()) == before


def test_a_time_limit_around_the_end_of_a_worker_still_counts(world: Snapshot) -> None:
    async def end_at_once(worker: Worker) -> None:
        async with asyncio.timeout(0):
            await worker.end()

    async def run() -> int:
        worker = await Worker.start(world, DEFAULTS)
        with pytest.raises(TimeoutError):
            await end_at_once(worker)
        assert not alive(worker.pid)
        return await worker.end()

    assert asyncio.run(run()) == -signal.SIGKILL


# ------------------------------------------------------------ many


def test_a_worker_that_ends_is_replaced_and_costs_one_request_an_error(world: Snapshot) -> None:
    async def work(pool: Pool) -> None:
        before = pool.pids()
        errors = await asyncio.gather(*(error_of(pool, ENDLESS) for _ in range(2)))
        assert [type(error) for error in errors] == [LimitReached] * 2
        assert (await pool.run(CHEAP)).reply.rows == 1
        assert not [pid for pid in before if alive(pid)]

    with_pool(world, QUICK, work)


def test_a_worker_that_is_killed_while_it_waits_is_replaced(world: Snapshot) -> None:
    async def work(pool: Pool) -> None:
        before = pool.pids()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        # Nobody has heard of it yet when the first one is asked.
        assert type(await error_of(pool, CHEAP)) is WorkerLost
        while any(map(alive, before)):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert (await pool.run(CHEAP)).reply.rows == 1

    with_pool(world, PATIENT, work)


def test_a_worker_that_hangs_is_ended_from_outside(world: Snapshot) -> None:
    async def work(pool: Pool) -> None:
        for pid in pool.pids():
            # It stops, so that its own alarm cannot end it.
            os.kill(pid, signal.SIGSTOP)
        error = await error_of(pool, CHEAP)
        assert type(error) is LimitReached

    with_pool(world, replace(QUICK, workers=1), work)


def test_who_gives_up_waiting_ends_the_query(world: Snapshot) -> None:
    async def work(pool: Pool) -> None:
        before = pool.pids()
        at_first = worked(before)
        task = asyncio.create_task(pool.run(ENDLESS))
        while worked(before) < at_first + 10:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        while all(map(alive, before)):
            await asyncio.sleep(0.01)
        assert (await pool.run(CHEAP)).reply.rows == 1

    with_pool(world, PATIENT, work)


def worked(pids: list[int]) -> int:
    """Return the clock ticks that processes have spent working."""
    stats = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return sum(int(fields[11]) for fields in stats)


def test_a_full_queue_turns_requests_away(world: Snapshot) -> None:
    limits = replace(QUICK, workers=1, queue_limit=1, time_limit_ms=3_000, queue_limit_ms=300)

    async def work(pool: Pool) -> None:
        running = asyncio.create_task(error_of(pool, ENDLESS))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(error_of(pool, CHEAP))
        await asyncio.sleep(0)
        error = await error_of(pool, CHEAP)
        assert type(error) is Busy
        assert error.why == "1 requests are waiting already"
        late = await waiting
        assert type(late) is Busy
        assert late.why == "none came free in 300 ms"
        assert type(await running) is LimitReached

    with_pool(world, limits, work)


def test_a_switch_loses_no_request_and_every_answer_names_its_build(
    world: Snapshot, tmp_path: Path
) -> None:
    thing = ox.NamedNode(EXAMPLE + "another")
    number = ox.NamedNode(EXAMPLE + "number")
    newer = snapshot(tmp_path, [ox.Quad(thing, number, ox.Literal(9), quads()[0].graph_name)])
    counting = Sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "Q", "csv")

    async def work(pool: Pool) -> set[tuple[str, int]]:
        found: set[tuple[str, int]] = set()
        switched = asyncio.create_task(pool.switch(newer))

        async def ask() -> None:
            while not switched.done():
                given = await pool.run(counting)
                found.add((given.build, int(given.reply.body.split()[1])))

        await asyncio.gather(*(ask() for _ in range(4)))
        await switched
        given = await pool.run(counting)
        return {*found, (given.build, int(given.reply.body.split()[1]))}

    assert with_pool(world, PATIENT, work) == {(world.build, 60), (newer.build, 61)}


def test_a_query_that_is_running_answers_from_the_graph_it_was_asked_of(
    world: Snapshot, tmp_path: Path
) -> None:
    newer = snapshot(tmp_path, [replaced(quads()[0])])
    # Some tenths of a second of work.
    slow = Sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "Q", "csv")

    async def work(pool: Pool) -> tuple[str, str]:
        running = asyncio.create_task(pool.run(slow))
        await asyncio.sleep(0)
        await pool.switch(newer)
        return (await running).build, (await pool.run(CHEAP)).build

    assert with_pool(world, PATIENT, work) == (world.build, newer.build)


def test_a_build_that_cannot_be_loaded_changes_nothing(world: Snapshot, tmp_path: Path) -> None:
    missing = Snapshot(tmp_path / "graph-0000000000000000.nq", "0" * 64)

    async def work(pool: Pool) -> str:
        before = pool.pids()
        with pytest.raises(StoreError):
            await pool.switch(missing)
        assert pool.pids() == before
        return (await pool.run(CHEAP)).build

    assert with_pool(world, PATIENT, work) == world.build


def test_a_pool_that_closes_ends_those_that_answer_from_an_older_graph(
    world: Snapshot, tmp_path: Path
) -> None:
    newer = snapshot(tmp_path, [replaced(quads()[0])])

    async def work(pool: Pool) -> None:
        (busy,) = pool.pids()
        before = worked([busy])
        running = asyncio.create_task(error_of(pool, ENDLESS))
        while worked([busy]) < before + 10:
            await asyncio.sleep(0.01)
        await pool.switch(newer)
        assert alive(busy)
        await pool.close()
        assert not alive(busy)
        assert isinstance(await running, WorkerLost)

    with_pool(world, replace(PATIENT, workers=1), work)


def test_a_switch_that_is_given_up_leaves_no_process(world: Snapshot, tmp_path: Path) -> None:
    newer = snapshot(tmp_path, [replaced(quads()[0])])

    async def work(pool: Pool) -> None:
        # A server for other tests may be among them.
        before = children(os.getpid())
        assert {*pool.pids()} <= {*before}
        switching = asyncio.create_task(pool.switch(newer))
        # One of them hangs while it loads the graph, the others are ready.
        while len(children(os.getpid())) < len(before) + 3:
            await asyncio.sleep(0.001)
        slow, *_ = set(children(os.getpid())) - set(before)
        os.kill(slow, signal.SIGSTOP)
        await asyncio.sleep(2)
        switching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await switching
        assert children(os.getpid()) == before
        assert (await pool.run(CHEAP)).build == world.build

    with_pool(world, replace(PATIENT, workers=3), work)


def test_a_pool_whose_graph_cannot_be_loaded_does_not_start(tmp_path: Path) -> None:
    pool = Pool(Snapshot(tmp_path / "graph-0000000000000000.nq", "0" * 64), QUICK)
    with pytest.raises(StoreError):
        asyncio.run(pool.start())


def test_an_error_costs_no_worker(world: Snapshot) -> None:
    async def work(pool: Pool) -> None:
        before = pool.pids()
        for job in (Sparql("SELECT", "Q", "json"), Show("none")):
            assert isinstance(await error_of(pool, job), KgError)
        assert pool.pids() == before

    with_pool(world, PATIENT, work)


def test_a_pool_that_closes_ends_what_is_running(world: Snapshot) -> None:
    async def work(pool: Pool) -> None:
        before = worked(pool.pids())
        running = asyncio.create_task(error_of(pool, ENDLESS))
        while worked(pool.pids()) < before + 10:
            await asyncio.sleep(0.01)
        await pool.close()
        assert isinstance(await running, WorkerLost)
        await asyncio.sleep(0)
        assert pool.pids() == []

    with_pool(world, PATIENT, work)


def test_time_is_counted_for_each_query_alone(world: Snapshot) -> None:
    async def work(pool: Pool) -> None:
        before = pool.pids()
        await pool.run(CHEAP)
        await asyncio.sleep(2.2)
        await pool.run(CHEAP)
        assert pool.pids() == before

    with_pool(world, replace(QUICK, workers=1, time_limit_ms=2_000), work)
