"""A reviewer at Protégé, as far as the OWL API can play one: see ``tests/java/Package.java``."""

import os
import re
import subprocess
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Final

import pytest

from kg.export.protege import Package, package
from kg.hermit import java_command
from kg.project import Project
from kg.store import read_quads

SOURCE: Final = Path(__file__).parent / "java" / "Package.java"
_ROW: Final = re.compile(r"<tr><td><code>(.+?)</code></td><td>(.*?)</td></tr>")
_ITEM: Final = re.compile(r"<li>(.*?)</li>")


def packaged(project: Project, *, text: bool = True) -> Package:
    """Return the package of a built project."""
    schema = {path.name: path.read_bytes() for path in project.ontology_modules()}
    return package(read_quads(project), schema, text=text)


def written(files: Package, folder: Path) -> Path:
    """Write the files into ``folder`` and return it."""
    folder.mkdir(exist_ok=True)
    for name, data in files.files.items():
        (folder / name).write_bytes(data)
    return folder


def without_network(patch: pytest.MonkeyPatch) -> None:
    """Let every request of a Java program go to a port that nothing listens at, and so fail."""
    proxies = [f"-D{kind}.proxyHost=127.0.0.1 -D{kind}.proxyPort=1" for kind in ("http", "https")]
    patch.setenv("JDK_JAVA_OPTIONS", " ".join(["-Dhttp.nonProxyHosts=", *proxies]))


def queries(guide: bytes) -> dict[str, list[str]]:
    """Return the DL queries that a guide suggests, with the instances that it promises."""
    table = guide.decode().partition("DL queries to try")[2]
    return {
        unescape(query): [unescape(item) for item in _ITEM.findall(answers)]
        for query, answers in _ROW.findall(table)
    }


def dl_query(top: Path, expressions: Sequence[str]) -> list[list[str]]:
    """Return the labels of the instances of each class expression, sorted, as HermiT finds them."""
    asked = top.with_name("queries.txt")
    asked.write_text("".join(f"{expression}\n" for expression in expressions), encoding="utf-8")
    printed = _run("query", top, asked)
    answers: list[list[str]] = [[] for _ in expressions]
    for line in printed.splitlines():
        number, label = line.split("\t")
        answers[int(number)].append(label)
    return [sorted(labels) for labels in answers]


def save(top: Path, folder: Path) -> None:
    """Save every ontology of a package into ``folder``, as Turtle and as RDF/XML."""
    _run("save", top, folder)


def _run(mode: str, *paths: Path) -> str:
    run = subprocess.run(
        [*java_command(), str(SOURCE), mode, *map(str, paths)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
