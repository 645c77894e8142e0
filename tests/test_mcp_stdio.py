"""``kg mcp``: a client starts it, speaks to it on stdin, and ends it."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

import anyio
import pytest
from mcp import Client
from mcp.client.client import ConnectMode
from mcp.client.session import IncomingMessage
from mcp.shared.exceptions import MCPError

from kg.cli import main
from kg.project import Project
from kg.query import query_names
from kg.serve.mcp import stdio
from kg.serve.mcp.tools import SHOW, SPARQL
from kg.serve.service import Service
from tests.mcp_calls import ERAS, a_service, directly, over_stdio, text_of, within
from tests.serving import ROOT

STORED = query_names(Project.find(ROOT))


def test_it_ends_when_stdin_ends_and_writes_nothing_but_answers(
    served_project: Path, tmp_path: Path
) -> None:
    async def ask(errlog: TextIO) -> None:
        async with over_stdio(served_project, errlog=errlog) as client:
            await client.list_tools()

    with (tmp_path / "stderr").open("w+") as errlog:
        anyio.run(ask, errlog)
        errlog.seek(0)
        assert errlog.read() == ""


def spawned(project: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "--quiet", "--project", str(project), "mcp"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


HANDSHAKE = (
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    },
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
)


def lines(*messages: object) -> bytes:
    return b"".join(json.dumps(message).encode() + b"\n" for message in messages)


@pytest.fixture
def kg_mcp(served_project: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A server that has answered the handshake."""
    with spawned(served_project) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(lines(*HANDSHAKE))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        try:
            yield process
        finally:
            process.kill()


def test_ctrl_c_ends_it_while_it_waits(kg_mcp: "subprocess.Popen[bytes]") -> None:
    kg_mcp.send_signal(signal.SIGINT)
    assert kg_mcp.wait() == 130
    assert kg_mcp.stderr is not None
    assert kg_mcp.stderr.read() == b"interrupted\n"


def test_a_client_that_has_gone_ends_it(kg_mcp: "subprocess.Popen[bytes]") -> None:
    assert kg_mcp.stdin is not None
    assert kg_mcp.stdout is not None
    assert kg_mcp.stderr is not None
    kg_mcp.stdout.close()
    kg_mcp.stdin.write(lines({"jsonrpc": "2.0", "id": 2, "method": "ping"}))
    kg_mcp.stdin.flush()
    assert kg_mcp.wait() == 0
    assert kg_mcp.stderr.read() == b""


def test_a_line_that_is_no_message_hurts_no_other(kg_mcp: "subprocess.Popen[bytes]") -> None:
    assert kg_mcp.stdin is not None
    assert kg_mcp.stdout is not None
    kg_mcp.stdin.write(b"{nothing\n\xff\n\n" + lines({"jsonrpc": "2.0", "id": 2, "method": "ping"}))
    kg_mcp.stdin.flush()
    assert json.loads(kg_mcp.stdout.readline()) == {"jsonrpc": "2.0", "id": 2, "result": {}}
    kg_mcp.stdin.close()
    assert kg_mcp.wait() == 0


def test_a_graph_that_cannot_be_built_is_told_on_stderr(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "ontology").write_text("no folder")
    with spawned(tmp_path) as process:
        out, err = process.communicate()
    assert process.returncode == 2
    assert out == b""
    assert err.startswith(b"error: ")
    assert b"Traceback" not in err


def test_the_settings_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mcp", "--help-settings"]) == 0
    assert "time_limit_ms" in capsys.readouterr().out


QUESTION = """#+ title: Every state
#+ question: Which states are there?
SELECT ?state { ?state a accord:State } ORDER BY ?state
"""


@pytest.mark.parametrize("era", ERAS)
def test_a_client_is_told_when_the_questions_change(
    served_project: Path, tmp_path: Path, era: ConnectMode
) -> None:
    project = tmp_path / "project"
    shutil.copytree(served_project, project)

    async def run(errlog: TextIO) -> None:
        changed = anyio.Event()

        async def told(message: IncomingMessage) -> None:
            if getattr(message, "method", "") == "notifications/tools/list_changed":
                changed.set()

        async with over_stdio(project, era=era, errlog=errlog, told=told) as client:
            assert client.server_capabilities.tools is not None
            assert client.server_capabilities.tools.list_changed is True
            await client.list_tools()
            if era == "auto":
                async with client.listen(tools_list_changed=True) as events:
                    (project / "queries" / "every-state.rq").write_text(QUESTION)
                    async for _ in events:
                        break
            else:
                (project / "queries" / "every-state.rq").write_text(QUESTION)
                await changed.wait()
            assert "every-state" in {tool.name for tool in (await client.list_tools()).tools}
            result = await client.call_tool("every-state", {})
            assert len(result.structured_content["rows"]) == 6

            # One that is wrong is no tool, and hurts no other.
            (project / "queries" / "every-state.rq").write_text("SELECT nothing")
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert names == {*STORED} | {SHOW, SPARQL}
            broken = await client.call_tool("every-state", {})
            assert broken.is_error
            assert "every-state.rq" in text_of(broken)

    with (tmp_path / "stderr").open("w+") as errlog:
        anyio.run(run, errlog)
        errlog.seek(0)
        assert "the stored query every-state is no tool: " in errlog.read()


class Pipes:
    """A server over pipes in this process, and the other ends of its pipes."""

    def __init__(self, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
        (requests, to_server), (from_server, answers) = os.pipe(), os.pipe()
        self._stdin, self._stdout = os.fdopen(requests), os.fdopen(answers, "w")
        self._sender = os.fdopen(to_server, "wb")
        self.receiver = os.fdopen(from_server, "rb")
        monkeypatch.setattr(sys, "stdin", self._stdin)
        monkeypatch.setattr(sys, "stdout", self._stdout)
        self.task = asyncio.create_task(stdio.serve(service))

    async def __aenter__(self) -> "Pipes":
        return self

    async def __aexit__(self, *_: object) -> None:
        self._sender.close()
        await self.task
        self.receiver.close()
        self._stdin.close()
        with suppress(BrokenPipeError):
            self._stdout.close()

    def send(self, *messages: object) -> None:
        self._sender.write(lines(*messages))
        self._sender.flush()

    async def receive(self) -> Any:  # noqa: ANN401 - any message
        return json.loads(await asyncio.to_thread(self.receiver.readline))


def test_serving_over_pipes(
    served_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    shutil.copytree(served_project, project)
    monkeypatch.setattr(stdio, "WATCH", 0.01)

    async def run() -> None:
        async with Pipes(a_service(project), monkeypatch) as pipes:
            pipes.send(*HANDSHAKE)
            assert (await pipes.receive())["result"]["serverInfo"]["name"] == "accord"
            # Nobody has asked for the tools yet, so nobody is told.
            (project / "queries" / "every-state.rq").write_text(QUESTION)
            await asyncio.sleep(0.1)
            pipes.send({"jsonrpc": "2.0", "id": 2, "method": "tools/list"})
            assert len((await pipes.receive())["result"]["tools"]) == len(STORED) + 3
            (project / "queries" / "every-state.rq").unlink()
            assert (await pipes.receive())["method"] == "notifications/tools/list_changed"
            # One that is wrong is no tool, and hurts no other.
            (project / "queries" / "every-state.rq").write_text("SELECT nothing")
            assert (await pipes.receive())["method"] == "notifications/tools/list_changed"
            pipes.send({"jsonrpc": "2.0", "id": 3, "method": "tools/list"})
            assert len((await pipes.receive())["result"]["tools"]) == len(STORED) + 2

    asyncio.run(run())


def test_a_client_that_reads_no_more_ends_it_quietly(
    served_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with Pipes(a_service(served_project), monkeypatch) as pipes:
            pipes.send(*HANDSHAKE)
            await pipes.receive()
            pipes.receiver.close()
            pipes.send({"jsonrpc": "2.0", "id": 2, "method": "ping"})
            await pipes.task

    asyncio.run(run())


def test_a_line_for_which_nobody_waits_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> Thread:
        stdio.Lines()
        (reading,) = (thread for thread in threading.enumerate() if thread.name == "stdin")
        return reading

    requests, to_server = os.pipe()
    with os.fdopen(requests) as stdin, os.fdopen(to_server, "wb") as client:
        monkeypatch.setattr(sys, "stdin", stdin)
        reading = asyncio.run(run())
        client.write(b"late\n")
        client.flush()
        reading.join()


def test_a_question_that_goes_between_two_looks_is_gone(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "there.rq").write_text(QUESTION)
    (tmp_path / "queries" / "gone.rq").symlink_to(tmp_path / "nothing")
    ((name, _, size),) = stdio.looks(Project.find(tmp_path))
    assert (name, size) == ("there.rq", len(QUESTION))


def test_questions_that_cannot_be_listed_are_an_error_with_the_reason(
    served_project: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(served_project, project)
    service = a_service(project)
    Path(os.fsdecode(os.fsencode(project / "queries") + b"/\xff.rq")).write_text(QUESTION)
    assert stdio.looks(service.project) == []

    async def ask(client: Client) -> MCPError:
        with pytest.raises(MCPError, match="is not UTF-8") as raised:
            await client.list_tools()
        return raised.value

    assert "  do:  rename it" in within(lambda: directly(service), ask).message


def test_the_command_serves_what_stdin_holds(
    served_project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    requests, to_server = os.pipe()
    os.close(to_server)
    with os.fdopen(requests, "rb") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        words = ["--quiet", "--project", str(served_project), "mcp", "--set", "workers=1"]
        assert main(words) == 0
    assert capfd.readouterr() == ("", "")
