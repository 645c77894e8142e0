"""What ``docs/mcp.md`` shows works as it is shown."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters

from kg.project import Project
from kg.query import query_names
from tests.python_examples import programs
from tests.serving import ROOT, Server

PROJECT = Project.find(ROOT)
PAGE = (ROOT / "docs" / "mcp.md").read_text(encoding="utf-8")


@pytest.fixture
def with_kg(tmp_path: Path) -> dict[str, str]:
    """An environment in which ``kg`` is this package's, whatever else is installed."""
    script = tmp_path / "bin" / "kg"
    script.parent.mkdir()
    call = f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m kg --quiet "$@"'
    script.write_text(f"#!/bin/sh\n{call}\n")
    script.chmod(0o755)
    path = f"{script.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path}


@pytest.mark.parametrize(("code", "output"), programs(PAGE))
def test_an_example_prints_what_the_page_shows(
    code: str, output: str, served_project: Path, with_kg: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=served_project,
        env=with_kg,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.stderr) == (output, "")


def test_the_settings_that_the_page_shows_connect(
    served_project: Path, with_kg: dict[str, str], server: Server
) -> None:
    stdio_settings, http_settings = (
        json.loads(block)["mcpServers"]["accord"]
        for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    )

    async def tools(target: str | StdioServerParameters) -> int:
        async with Client(target) as client:
            return len((await client.list_tools()).tools)

    command, args = stdio_settings["command"], stdio_settings["args"]
    assert (command, args[0], args[2:]) == ("kg", "--project", ["mcp"])
    started = StdioServerParameters(
        command=command, args=[args[0], str(served_project), *args[2:]], env=with_kg
    )
    url = http_settings["url"].replace("http://127.0.0.1:8000/", server.url)
    assert anyio.run(tools, started) == anyio.run(tools, url) == len(query_names(PROJECT)) + 2
