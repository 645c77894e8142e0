"""The examples of the documentation are run, and their output is what the pages show.

Every block

    ```console
    $ kg …

of ``README.md`` and ``docs/commands/*.md`` (also one that first makes a file: ``$ printf … > f``)
is run line by line in a copy of the repository's project, in which the blocks of one page follow
upon each other; what a command writes to stdout and stderr must be what stands below it. The graph
is built beforehand, unless the first command of the page is ``kg build``.

An ellipsis stands for what differs from run to run or from machine to machine (times, paths): ``…``
within a line is any characters of that line, a line with ``…`` alone is any lines.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "commands").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = ("$ kg ", "$ printf ")


@dataclass(frozen=True)
class Example:
    """A command line and what it prints, as a page shows them."""

    command: str
    output: str


def examples(page: str) -> list[Example]:
    blocks = (block[1] for block in BLOCK.finditer(page))
    return [one for block in blocks if block.startswith(RUN) for one in _in_block(block)]


def _in_block(block: str) -> Iterator[Example]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command: list[str] = []
        lines = part.splitlines(keepends=True)
        while not command or command[-1].endswith("\\\n"):
            command.append(lines.pop(0))
        yield Example("".join(command).rstrip("\n"), "".join(lines))


def fits(shown: str, printed: str) -> bool:
    """Whether a page shows what a command printed, but for what an ellipsis leaves out."""
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(map(re.escape, line.split("…"))) + r"\n"
    return re.fullmatch(pattern, printed) is not None


@dataclass(frozen=True)
class Snapshot:
    """A copy of the checkout, in which nothing changes while the pages are run.

    Attributes:
        root: has the package, and a project with its graph.
        bin: has a ``kg`` that is this package's, whatever else is installed.
    """

    root: Path
    bin: Path

    def environment(self, home: Path) -> dict[str, str]:
        """Return an environment that depends on nobody's terminal or home."""
        mine = ("KG_STORE", "COLUMNS", "FORCE_COLOR", "NO_COLOR")
        return {key: value for key, value in os.environ.items() if key not in mine} | {
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(self.root),
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
        }


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    root = tmp_path_factory.mktemp("checkout")
    for name in ("articles", "kg", "ontology", "queries", "shapes"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "kg"
    code = "import sys; from kg.cli import main; sys.exit(main())"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$@"\n', encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    taken = Snapshot(root, folder)
    environment = taken.environment(root)
    subprocess.run([script, "--quiet", "build"], cwd=root, env=environment, check=True)
    return taken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_its_commands_print(
    page: Path, snapshot: Snapshot, tmp_path: Path
) -> None:
    found = examples(page.read_text(encoding="utf-8"))
    if not found:
        return
    project = tmp_path / "project"
    shutil.copytree(snapshot.root, project, ignore=shutil.ignore_patterns("kg"))
    if found[0].command.startswith("kg build"):
        shutil.rmtree(project / ".accord")
    for example in found:
        done = subprocess.run(
            ["bash", "-c", example.command],
            cwd=project,
            env=snapshot.environment(tmp_path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if not fits(example.output, done.stdout):
            # Equality, so that the failure shows the difference.
            assert done.stdout == example.output, f"{page.name}: {example.command}"


def test_an_ellipsis_leaves_out_characters_or_lines() -> None:
    assert fits("built (… s)\n", "built (0.41 s)\n")
    assert fits("a\n…\nd\n", "a\nb\nc\nd\n")
    assert fits("a\n…\nd\n", "a\nd\n")
    assert not fits("built (… s)\n", "built (0.4\n1 s)\n")
    assert not fits("a\n", "a\nb\n")
    assert not fits("a…\nd\n", "a\nb\nd\n")


def test_examples_are_found() -> None:
    page = "x\n```console\n$ kg a \\\n    b\nout\n$ kg c\n```\n```console\n$ make demo\n```\n"
    assert examples(page) == [Example("kg a \\\n    b", "out\n"), Example("kg c", "")]


def test_a_page_is_wrong_if_the_output_is() -> None:
    assert not fits("Armenia\n", "Azerbaijan\n")
