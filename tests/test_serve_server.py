"""The server as a process: how it starts, how it ends, and that nothing of it stays."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from kg.errors import GraphDamaged, KgError, UsageError
from kg.limits import Limits
from kg.project import Project
from kg.serve.options import Options
from kg.serve.server import serve
from tests.processes import children, wait_for_the_end_of
from tests.serving import ROOT, Server, serving

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
CLIENTS = 60
"""Clients that do not read: what they are sent would be 480 MB."""


def wait_for_work_of(pids: list[int]) -> None:
    """Wait until one of the processes has been computing for a while, and not only starting."""
    looks = dict.fromkeys(pids, 0)
    while max(looks.values()) < 5:
        time.sleep(0.02)
        for pid in pids:
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
            looks[pid] = looks[pid] + 1 if state == "R" else 0


def test_it_names_its_address(server: Server) -> None:
    answer = httpx.get(f"{server.url}healthz")
    assert answer.status_code == 200
    assert f"serving build {answer.json()['build']} at {server.url} (Ctrl-C ends)" in server.log
    assert "server" not in answer.headers


def test_it_logs_requests_and_no_values(server: Server) -> None:
    httpx.get(f"{server.url}sparql", params={"query": "ASK { <urn:x:secret> ?p ?o }"})
    assert '"path": "/sparql", "parameters": ["query"], "status": 200' in server.log
    assert "urn:x:secret" not in server.log


def test_it_answers_those_who_know_the_token(served_project: Path, tmp_path: Path) -> None:
    token = tmp_path / "token.txt"
    token.write_text("correct-horse\n", encoding="utf-8")
    with serving(served_project, "--token-file", str(token), "--set", "workers=1") as server:
        query = f"{server.url}sparql?query=ASK%7B%7D"
        assert httpx.get(query).status_code == 401
        known = {"Authorization": "Bearer correct-horse"}
        assert httpx.get(query, headers=known).status_code == 200
        assert httpx.get(f"{server.url}healthz").status_code == 200
        assert "correct-horse" not in server.log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_being_answered_is_finished(served_project: Path, number: int) -> None:
    settings = ("--set", "workers=2", "--set", "time_limit_ms=1500")
    with ThreadPoolExecutor() as threads, serving(served_project, *settings) as server:
        started = children(server.pid)
        assert len(started) == 2
        asked = threads.submit(
            httpx.get, f"{server.url}sparql", params={"query": BOMB}, timeout=None
        )
        wait_for_work_of(started)
        code = server.end(number)
        assert asked.result().status_code == 503
        assert "takes longer than 1500 ms" in asked.result().json()["detail"]
        wait_for_the_end_of(started)
        assert code == (0 if number == signal.SIGTERM else 130)
        assert "raceback" not in server.log
        assert ("interrupted" in server.log) is (number == signal.SIGINT)


def test_a_second_signal_ends_it_at_once(served_project: Path) -> None:
    settings = ("--set", "workers=1", "--set", "time_limit_ms=1000000")
    with ThreadPoolExecutor() as threads, serving(served_project, *settings) as server:
        started = children(server.pid)
        asked = threads.submit(
            httpx.get, f"{server.url}sparql", params={"query": BOMB}, timeout=None
        )
        wait_for_work_of(started)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert server.end(signal.SIGTERM) == 0
        assert isinstance(asked.exception(), httpx.RemoteProtocolError | httpx.ReadError)
        wait_for_the_end_of(started)
        assert "raceback" not in server.log


@pytest.mark.parametrize("query", ["", BOMB])
def test_no_worker_outlives_a_server_that_is_killed(served_project: Path, query: str) -> None:
    with serving(served_project, "--set", "workers=2") as server:
        started = children(server.pid)
        assert len(started) == 2
        if query:
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                escaped = httpx.QueryParams({"query": query})
                client.sendall(
                    f"GET /sparql?{escaped} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
                )
                wait_for_work_of(started)
        assert server.end(signal.SIGKILL) == -signal.SIGKILL
        wait_for_the_end_of(started)


def test_it_can_be_ended_before_it_is_ready(served_project: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "--project", served_project, "serve", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (started := children(process.pid)):
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate()
    assert process.returncode == 0
    assert "raceback" not in said
    wait_for_the_end_of(started)


def test_a_log_that_nobody_reads_does_not_matter(served_project: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "--project", served_project, "serve", "--port", "0"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = next(line for line in process.stderr if line.startswith("serving build "))
    process.stderr.close()
    for _ in range(3):
        assert httpx.get(f"{line.split()[4]}healthz").status_code == 200
    process.terminate()
    assert process.wait() == 0


@pytest.mark.slow
def test_clients_that_do_not_read_do_not_fill_the_memory(served_project: Path) -> None:
    """Each is sent 8 MB; what they leave unread is bounded, and what was freed is given back."""
    large = f'SELECT ?x ?s {{ VALUES ?x {{ "{"x" * 7_900}" }} ?s ?p ?o }} LIMIT 1000'
    request = httpx.Request("POST", "http://localhost/sparql", data={"query": large})
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    message = f"POST /sparql HTTP/1.1\r\n{head}\r\n".encode() + request.read()
    settings = ("time_limit_ms=100000", "queue_limit_ms=1000000", "queue_limit=1000")
    words = [word for setting in settings for word in ("--set", setting)]
    with serving(served_project, *words) as server, ExitStack() as clients:
        for _ in range(CLIENTS):
            client = clients.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", server.port))
            client.sendall(message)
        while server.log.count('"path": "/sparql"') < CLIENTS:
            time.sleep(0.1)
        assert server.log.count('"status": 200') == CLIENTS
        status = Path(f"/proc/{server.pid}/status").read_text("utf-8")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    assert peak < 300 * 1024


# ---------------------------------------------------------------- in this process


def served(
    project: Path, options: Options, then: Callable[[str], object], number: int = signal.SIGTERM
) -> list[str]:
    """Serve in this process, do something once it is ready, and end; return what it said."""
    said: list[str] = []
    threads = []

    def act(address: str) -> None:
        try:
            then(address)
        finally:
            os.kill(os.getpid(), number)

    def say(line: str) -> None:
        said.append(line)
        threads.append(threading.Thread(target=act, args=(line.split()[4],)))
        threads[0].start()

    before = signal.getsignal(signal.SIGTERM)
    serve(Project.find(project), options, say, quiet=True)
    threads[0].join()
    assert signal.getsignal(signal.SIGTERM) == before
    return said


def test_it_serves_until_it_is_told_to_end(served_project: Path) -> None:
    answers: list[httpx.Response] = []
    before = children(os.getpid())
    (line,) = served(
        served_project, Options(port=0), lambda url: answers.append(httpx.get(f"{url}healthz"))
    )
    assert line.startswith(f"serving build {answers[0].json()['build']} at http://127.0.0.1:")
    assert children(os.getpid()) == before


def test_it_listens_on_the_newer_kind_of_address(served_project: Path) -> None:
    answers: list[httpx.Response] = []
    served(
        served_project,
        Options(host="::1", port=0),
        lambda url: answers.append(httpx.get(f"{url}healthz")),
    )
    assert answers[0].status_code == 200


def test_ctrl_c_is_told_to_whoever_called(served_project: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        served(served_project, Options(port=0), httpx.get, signal.SIGINT)


def test_what_cannot_be_finished_is_given_up_at_the_second_signal(served_project: Path) -> None:
    limits = Limits(request_limit_ms=10**8, workers=1)
    with socket.socket() as client:

        def begin(url: str) -> None:
            client.connect(("127.0.0.1", int(url.rstrip("/").rpartition(":")[2])))
            client.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.3)

        served(served_project, Options(port=0, limits=limits), begin)


def test_a_signal_before_it_is_ready_ends_it(
    served_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def start(_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.Event().wait()

    monkeypatch.setattr("kg.serve.service.Service.start", start)
    said: list[str] = []
    serve(Project.find(served_project), Options(port=0), said.append)
    assert not said


def test_what_else_cancels_it_is_passed_on(
    served_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def start(_: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr("kg.serve.service.Service.start", start)
    with pytest.raises(asyncio.CancelledError):
        serve(Project.find(served_project), Options(port=0), lambda _: None)


def test_a_port_that_is_taken_is_one_clear_error(served_project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as caught:
            served(served_project, Options(port=port), lambda _: None)
    assert caught.value.what == f"cannot listen on 127.0.0.1, port {port}"
    assert caught.value.why == "Address already in use"
    assert "--port" in caught.value.fix


def test_a_host_that_is_none_is_one_clear_error(served_project: Path) -> None:
    options = Options(host="192.0.2.7", token="x")  # noqa: S106 - of this test alone
    with pytest.raises(UsageError, match="cannot listen on 192"):
        served(served_project, options, lambda _: None)


def test_a_graph_that_cannot_be_loaded_is_one_clear_error(
    served_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def start(_: object) -> None:
        raise GraphDamaged("the graph is damaged")

    monkeypatch.setattr("kg.serve.service.Service.start", start)
    with pytest.raises(KgError, match="the graph is damaged"):
        served(served_project, Options(port=0), lambda _: None)
