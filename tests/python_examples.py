"""The examples in Python of the documentation: found, run, compared and written anew.

A block

    ```python
    >>> import kg

of ``README.md`` and of a page in ``docs/`` is run prompt by prompt, as an interpreter would in a
copy of the repository's project; the blocks of a page follow upon each other. What is printed must
be what stands below; an error is shown as its last lines. Ellipses are those of
:mod:`tests.docs_examples`.

``python -m tests.python_examples`` writes the output of today into the pages.
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.docs_examples import ROOT, Snapshot, merged

_BLOCK: Final = re.compile(r"^```python\n(>>> .*?)^```$", re.MULTILINE | re.DOTALL)
_PROGRAM: Final = re.compile(
    r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_PROMPTS: Final = (">>> ", "... ")
PAGES: Final = tuple(
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if _BLOCK.search(path.read_text("utf-8"))
)

_INTERPRETER: Final = """
import contextlib, io, json, sys

names, printed = {"__name__": "__main__"}, []
for source in json.load(open(sys.argv[1], encoding="utf-8")):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(source, "<example>", "single"), names)
        except Exception as error:
            kind = type(error)
            print("Traceback (most recent call last):")
            print(f"{kind.__module__}.{kind.__qualname__}: {error}")
    printed.append(out.getvalue())
print(json.dumps(printed))
"""


@dataclass(frozen=True)
class Example:
    """What is typed at one prompt, what is printed, and whether a blank line follows."""

    source: str
    output: str
    apart: bool


def examples(page: str) -> list[Example]:
    """Return the examples of a page, in order."""
    return [one for block in _BLOCK.finditer(page) for one in _in_block(block[1])]


def programs(page: str) -> list[tuple[str, str]]:
    """Return the whole programs of a page, each with what it prints: a ``text`` block below it."""
    return _PROGRAM.findall(page)


def _in_block(block: str) -> Iterator[Example]:
    for part in re.split(r"^(?=>>> )", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        typed = next(
            (at for at, line in enumerate(lines) if not line.startswith(_PROMPTS)), len(lines)
        )
        source = "".join(line[len(_PROMPTS[0]) :] for line in lines[:typed])
        output = "".join(lines[typed:])
        apart = output.endswith("\n\n") or output == "\n"
        yield Example(source, output[:-1] if apart else output, apart)


def run(sources: Sequence[str], snapshot: Snapshot, project: Path) -> list[str]:
    """Return what an interpreter prints for each source, one after the other."""
    typed = project.parent / "typed.json"
    typed.write_text(json.dumps(sources), "utf-8")
    script = project.parent / "interpreter.py"
    script.write_text(_INTERPRETER, "utf-8")
    said = snapshot.run(f'"{sys.executable}" "{script}" "{typed}"', project)
    printed: list[str] = json.loads(said)
    return printed


def updated(page: str, snapshot: Snapshot, project: Path) -> str:
    """Return a page with what its examples print today."""
    printed = iter(run([one.source for one in examples(page)], snapshot, project))

    def block(found: re.Match[str]) -> str:
        parts = [
            _prompted(one.source) + merged(one.output, next(printed)) + "\n" * one.apart
            for one in _in_block(found[1])
        ]
        return f"```python\n{''.join(parts)}```"

    return _BLOCK.sub(block, page)


def _prompted(source: str) -> str:
    first, *rest = source.splitlines()
    return "".join([f"{_PROMPTS[0]}{first}\n", *(f"{_PROMPTS[1]}{line}\n" for line in rest)])


def main() -> None:
    """Write every page anew."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = Snapshot.take(Path(folder))
        for path in PAGES:
            page = path.read_text("utf-8")
            with tempfile.TemporaryDirectory() as home:
                project = snapshot.project(page, Path(home))
                path.write_text(updated(page, snapshot, project), "utf-8")


if __name__ == "__main__":
    main()
