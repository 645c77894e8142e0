"""The server on its socket: how it starts, what it does to clients that hurt, how it ends."""

import httpx

from tests.serving import Server


def test_it_names_its_address(server: Server) -> None:
    answer = httpx.get(f"{server.url}healthz")
    assert answer.status_code == 200
    assert f"serving build {answer.json()['build']} at {server.url} (Ctrl-C ends)" in server.log
