"""What the endpoint bears: ``python benchmarks/endpoint.py PART …``, each with ``--help``.

``bombs`` and ``mutations`` send what should hurt, ``load`` asks stored questions for minutes,
``throughput`` compares with ``oxigraph serve`` on the same graph in the same run, and ``canary``
counts connections that the server makes. Each serves a copy of the project on a free port of
loopback, prints a Markdown table, and ends with an error where a figure that was promised is not
reached. It needs ``/proc``, so Linux.
"""

import argparse
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from client import Answer, Client, get, post
from processes import Most, cpu_seconds, resident, tree, watched

from kg.limits import DEFAULTS
from kg.namespaces import PREFIXES
from kg.project import Project
from kg.query import ask, load_query, query_names
from kg.store import newest, open_graph
from tests.hostile import BOMBS, HEAVY, NESTS, Asked, canary, lures, mutations
from tests.serving import Server, copied_project, serving

ASK = get("/sparql", {"query": "ASK { ?s ?p ?o }"})
PROBED_EVERY = 0.02
MIB = 1 << 20
SERVER_MOST, WORKER_MOST = 512 * MIB, 1024 * MIB


class Verdict:
    """What was promised and is not so."""

    def __init__(self) -> None:
        self.broken: list[str] = []

    def hold(self, promise: str, *, kept: bool) -> None:
        """Note whether a promise is kept."""
        if not kept:
            self.broken.append(promise)

    def memory(self, most: Most) -> None:
        """Print the most memory that was seen, and note whether it was too much."""
        print(
            f"\nMost memory: server {most.server / MIB:.0f} MiB, "
            f"any of {len(most.pids)} workers {most.worker / MIB:.0f} MiB."
        )
        self.hold("server ≤ 512 MiB", kept=most.server <= SERVER_MOST)
        self.hold("each worker ≤ 1 GiB", kept=most.worker <= WORKER_MOST)

    def end(self) -> None:
        """Say what is not kept.

        Raises:
            SystemExit: something is not.
        """
        if self.broken:
            sys.exit(f"\nNot kept: {'; '.join(self.broken)}.")
        print("\nAll kept.")


@contextmanager
def project() -> Iterator[Path]:
    """Give a copy of the project with its graph."""
    with tempfile.TemporaryDirectory() as folder:
        yield copied_project(Path(folder) / "project")


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which that part of ``values`` lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def wire(asked: Asked) -> bytes:
    """Return a request as it is sent."""
    target = (
        "/" + quote(asked.path, safe="/:%") + ("?" + urlencode(asked.query)) * bool(asked.query)
    )
    body = asked.body.encode()
    head = f"{asked.method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {asked.accept}\r\n"
    if asked.method == "POST":
        head += f"Content-Type: {asked.media}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n".encode() + body


def answered(answer: Answer) -> bool:
    """Return whether an answer is one that strangers may cause."""
    return 200 <= answer.status < 300 or 400 <= answer.status < 500 or answer.status == 503


# ------------------------------------------------------------ bombs


def bombs(words: argparse.Namespace) -> None:
    """Send each bomb while an ASK goes in every 20 ms, and look what is left of it."""
    verdict = Verdict()
    limit = DEFAULTS.time_limit_ms / 1000 + 1
    requests = {
        **{name: post("/sparql", query, accept="*/*") for name, query in BOMBS.items()},
        **{name: wire(asked) for name, asked in HEAVY.items()},
    }
    wanted = {name: it for name, it in requests.items() if words.only in name}
    print("| bomb | status | ends after s | CPU 2 s later | ASK p95 ms | ASK most ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    every: list[float] = []
    with project() as folder, serving(folder) as server, watched(server.pid) as most:
        for name, request in wanted.items():
            with Client(server.port) as client, probed(server.port) as probes:
                answer = client.ask(request)
                time.sleep(0.5)
            time.sleep(2)
            before = cpu_seconds(server.pid)
            time.sleep(1)
            cpu = cpu_seconds(server.pid) - before
            asks = [probe.seconds * 1000 for probe in probes]
            every += asks
            print(
                f"| {name} | {answer.status} | {answer.seconds:.2f} | {cpu:.0%} "
                f"| {percentile(asks, 0.95):.0f} | {max(asks):.0f} |",
                flush=True,
            )
            verdict.hold(f"{name}: status", kept=answered(answer))
            verdict.hold(f"{name}: ends within the limit + 1 s", kept=answer.seconds <= limit)
            verdict.hold(f"{name}: < 5 % CPU 2 s later", kept=cpu < 0.05)
            verdict.hold(
                f"{name}: an ASK beside it < 200 ms at p95", kept=percentile(asks, 0.95) < 200
            )
            verdict.hold("every ASK is answered", kept={it.status for it in probes} == {200})
    print(f"\n{len(every)} ASK beside them: p95 {percentile(every, 0.95):.0f} ms.")
    verdict.memory(most)
    verdict.end()


@contextmanager
def probed(port: int) -> Iterator[list[Answer]]:
    """Ask something simple every 20 ms, and give the answers."""
    answers: list[Answer] = []
    stop = threading.Event()

    def ask() -> None:
        with Client(port) as client:
            while not stop.is_set():
                answers.append(client.ask(ASK))
                stop.wait(max(0.0, PROBED_EVERY - answers[-1].seconds))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answers
    finally:
        stop.set()
        thread.join()


# ------------------------------------------------------------ mutations


def mutated(words: argparse.Namespace) -> None:
    """Send mutated queries and what nests, from several clients."""
    verdict = Verdict()
    statuses: Counter[int] = Counter()
    worst: list[tuple[float, str]] = []
    with project() as folder:
        found = Project.find(folder)
        texts = [load_query(found, name).query.text for name in query_names(found)]
        queries = iter([*NESTS.values(), *mutations(texts, words.number, words.seed)])
        turn = threading.Lock()

        def send(server: Server) -> None:
            with Client(server.port) as client:
                while True:
                    with turn:
                        query = next(queries, None)
                    if query is None:
                        return
                    answer = client.ask(post("/sparql", query, accept="*/*"))
                    with turn:
                        statuses[answer.status] += 1
                        worst.append((answer.seconds, query))
                        if not answered(answer):
                            print(f"{answer.status}: {query!r}\n{answer.body!r}", file=sys.stderr)

        with serving(folder) as server, watched(server.pid, 0.1) as most:
            together(words.clients, lambda: send(server))
            with Client(server.port) as client:
                alive = server.process.poll() is None and client.ask(ASK).status == 200
    print(f"| {len(NESTS)} nests and {words.number} mutations, seed {words.seed} | answers |")
    print("| --- | ---: |")
    for status, number in sorted(statuses.items()):
        print(f"| {status} | {number} |")
    print(f"\nThe longest took {max(worst)[0]:.2f} s.")
    verdict.hold("the server's process stays", kept=alive)
    known = {status for status in statuses if 200 <= status < 300 or 400 <= status < 500}
    verdict.hold("only 2xx, 4xx and 503", kept=set(statuses) <= known | {503})
    verdict.memory(most)
    verdict.end()


def together(number: int, work: Callable[[], None]) -> None:
    """Do something in several threads at once."""
    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# ------------------------------------------------------------ load


def questions(folder: Path) -> dict[str, dict[str, str]]:
    """Return the stored queries with the values that they need."""
    found = Project.find(folder)
    stored = [load_query(found, name) for name in query_names(found)]
    return {
        query.name: {each.name: each.example for each in query.parameters.values() if each.required}
        for query in stored
    }


def load(words: argparse.Namespace) -> None:
    """Ask stored questions from several clients for some time, with the cache and without."""
    verdict = Verdict()
    print(f"{words.clients} clients, {words.seconds} s each.\n")
    print("| answers are kept | requests | a second | p50 ms | p95 ms | p99 ms | memory grows by |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    with project() as folder:
        requests = [get(f"/api/queries/{name}", given) for name, given in questions(folder).items()]
        for kept in words.cache.split(","):
            settings = () if kept == "yes" else ("--set", "cache_mb=0")
            with serving(folder, *settings) as server:
                for _ in range(3):
                    hammer(server.port, requests, words.clients, words.warm / 3)
                before = sum(map(resident, tree(server.pid)))
                answers = hammer(server.port, requests, words.clients, words.seconds)
                grown = sum(map(resident, tree(server.pid))) / before - 1
            times = [seconds * 1000 for _, seconds in answers]
            print(
                f"| {kept} | {len(answers)} | {len(answers) / words.seconds:.0f} "
                f"| {percentile(times, 0.5):.1f} | {percentile(times, 0.95):.1f} "
                f"| {percentile(times, 0.99):.1f} | {grown:+.1%} of {before / MIB:.0f} MiB |",
                flush=True,
            )
            statuses = Counter(status for status, _ in answers)
            verdict.hold(f"all are answered, not {dict(statuses)}", kept=set(statuses) == {200})
            verdict.hold(f"p95 ≤ 50 ms (kept: {kept})", kept=percentile(times, 0.95) <= 50)
            verdict.hold(f"memory grows by < 10 % (kept: {kept})", kept=grown < 0.1)
    verdict.end()


def hammer(
    port: int, requests: Sequence[bytes], clients: int, seconds: float
) -> list[tuple[int, float]]:
    """Send requests in turn from several connections; return statuses and times in seconds."""
    answers: list[tuple[int, float]] = []
    end = time.perf_counter() + seconds
    places = iter(range(clients))
    turn = threading.Lock()

    def send() -> None:
        mine: list[tuple[int, float]] = []
        with turn:
            place = next(places) * len(requests) // clients
        with Client(port) as client:
            while time.perf_counter() < end:
                answer = client.ask(requests[place % len(requests)])
                mine.append((answer.status, answer.seconds))
                if not 200 <= answer.status < 300:
                    print(f"{answer.status} after {answer.seconds:.2f} s: {answer.body!r}")
                place += 1
        with turn:
            answers.extend(mine)

    together(clients, send)
    return answers


# ------------------------------------------------------------ throughput


def throughput(words: argparse.Namespace) -> None:
    """Compare how many stored questions are answered in a second with ``oxigraph serve``."""
    verdict = Verdict()
    with project() as folder:
        found = Project.find(folder)
        graph, artefact = open_graph(found), newest(found).artefact
        asked = questions(folder)
        prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        bound = {
            name: prologue + ask(graph, load_query(found, name), given).query.text
            for name, given in asked.items()
        }
        stored = [get(f"/api/queries/{name}", given) for name, given in asked.items()]
        ours = [post("/sparql", text) for text in bound.values()]
        theirs = [post("/query", text) for text in bound.values()]
        with (
            serving(folder) as keeping,
            serving(folder, "--set", "cache_mb=0") as asking,
            oxigraph(artefact) as port,
        ):
            same_answers(port, keeping.port, theirs, ours, list(asked))
            same_answers(port, keeping.port, theirs, stored, list(asked))
            sides: dict[str, tuple[int, list[bytes]]] = {
                "`oxigraph serve`, bound text": (port, theirs),
                "`/api/queries`, answers kept": (keeping.port, stored),
                "`/api/queries`, `cache_mb=0`": (asking.port, stored),
                "`/sparql`, bound text": (asking.port, ours),
            }
            rates = measured(sides, words)
    baseline = next(iter(rates))
    print(f"{words.clients} clients, {words.rounds} rounds of {words.seconds} s in turn.\n")
    print("| side | questions a second | of oxigraph |")
    print("| --- | ---: | ---: |")
    for name, found_rates in rates.items():
        ratio = statistics.median(
            one / base for one, base in zip(found_rates, rates[baseline], strict=True)
        )
        print(f"| {name} | {statistics.median(found_rates):.0f} | {ratio:.2f} |")
        verdict.hold(f"{name}: at least half of oxigraph", kept=ratio >= 0.5)
    verdict.end()


def measured(
    sides: Mapping[str, tuple[int, list[bytes]]], words: argparse.Namespace
) -> dict[str, list[float]]:
    """Return the rates of each side, one for each round."""
    rates: dict[str, list[float]] = {name: [] for name in sides}
    for place in range(words.rounds + 1):
        for name, (port, requests) in sides.items():
            begin = time.perf_counter()
            answers = hammer(port, requests, words.clients, words.seconds)
            rate = len(answers) / (time.perf_counter() - begin)
            if {status for status, _ in answers} != {200}:
                sys.exit(f"{name} does not answer everything")
            # The first round warms both up.
            if place:
                rates[name].append(rate)
    return rates


def same_answers(
    theirs: int, ours: int, one: Sequence[bytes], two: Sequence[bytes], names: Sequence[str]
) -> None:
    """Check that both sides answer alike, or the comparison is worth nothing."""
    with Client(theirs) as them, Client(ours) as us:
        for name, left, right in zip(names, one, two, strict=True):
            found = [rows(them.ask(left)), rows(us.ask(right))]
            if found[0] != found[1]:
                sys.exit(f"{name}: {found[0]} rows there, {found[1]} rows here")


def rows(answer: Answer) -> int:
    """Return how many values an answer has."""
    return answer.body.count(b'"type"')


@contextmanager
def oxigraph(artefact: Path) -> Iterator[int]:
    """Serve a graph with ``oxigraph serve`` and give the port."""
    program = Path(sys.executable).with_name("oxigraph")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        # Without a place on disk it keeps the graph in memory, as our workers do.
        [program, "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            with Client(port) as client:
                while client.ask(post("/query", "ASK {}")).status != 200:
                    time.sleep(0.05)
                data = artefact.read_text(encoding="utf-8")
                loaded = client.ask(post("/store", data, media="application/n-quads"))
                if loaded.status >= 300:
                    sys.exit(f"oxigraph does not load the graph: {loaded.body!r}")
            yield port
        finally:
            process.terminate()


# ------------------------------------------------------------ canary


def listen(words: argparse.Namespace) -> None:
    """Name a listener in every way in which a request can name an address."""
    del words
    verdict = Verdict()
    statuses: Counter[int] = Counter()
    with project() as folder, serving(folder) as server, canary() as bird:
        with Client(server.port) as client:
            for asked in lures(bird.url):
                statuses[client.ask(wire(asked)).status] += 1
        calls = bird.calls
    print("| requests that name the listener | statuses | connections to it |")
    print("| ---: | --- | ---: |")
    told = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
    print(f"| {statuses.total()} | {told} | {calls} |")
    verdict.hold("no request leaves the machine", kept=calls == 0)
    verdict.end()


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parts = parser.add_subparsers(required=True)

    def part(work: Callable[[argparse.Namespace], None], name: str) -> argparse.ArgumentParser:
        added = parts.add_parser(name, help=work.__doc__)
        added.set_defaults(work=work)
        return added

    part(bombs, "bombs").add_argument("--only", default="", help="part of the name of a bomb")
    mutating = part(mutated, "mutations")
    mutating.add_argument("--number", type=int, default=5_000)
    mutating.add_argument("--seed", type=int, default=4)
    mutating.add_argument("--clients", type=int, default=3)
    loading = part(load, "load")
    loading.add_argument("--seconds", type=float, default=300)
    loading.add_argument("--warm", type=float, default=30, help="seconds before what counts")
    loading.add_argument("--clients", type=int, default=8)
    loading.add_argument("--cache", default="yes,no")
    rating = part(throughput, "throughput")
    rating.add_argument("--seconds", type=float, default=5)
    rating.add_argument("--rounds", type=int, default=5)
    rating.add_argument("--clients", type=int, default=8)
    part(listen, "canary")
    words = parser.parse_args()
    words.work(words)


if __name__ == "__main__":
    main()
