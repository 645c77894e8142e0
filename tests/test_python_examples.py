"""The documentation shows what Python prints; :mod:`tests.python_examples` says how."""

from pathlib import Path

import pytest

from tests.docs_examples import Snapshot, fits
from tests.python_examples import PAGES, Example, examples, run, updated


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return Snapshot.take(tmp_path_factory.mktemp("snapshot"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_shows_what_python_prints(path: Path, snapshot: Snapshot, tmp_path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    found = examples(page)
    printed = run([one.source for one in found], snapshot, snapshot.project(page, tmp_path))
    for example, said in zip(found, printed, strict=True):
        if not fits(example.output, said):
            # Equality, so that the failure shows the difference.
            assert said == example.output, (
                f"{path.name}: {example.source}\nrun: python -m tests.python_examples"
            )


def test_there_are_such_pages() -> None:
    assert "python.md" in {path.name for path in PAGES}


PAGE = """```python
>>> for x in (1, 2):
...     print(x)
1
2

>>> y = 1
>>> y
2
```
```python
y = 3
```
```python
>>> y + 1
>>> int("x")
Traceback (most recent call last):
…
```
"""


def test_examples_are_found() -> None:
    assert examples(PAGE) == [
        Example("for x in (1, 2):\n    print(x)\n", "1\n2\n", apart=True),
        Example("y = 1\n", "", apart=False),
        Example("y\n", "2\n", apart=False),
        Example("y + 1\n", "", apart=False),
        Example('int("x")\n', "Traceback (most recent call last):\n…\n", apart=False),
    ]


def test_a_page_is_written_anew(snapshot: Snapshot, tmp_path: Path) -> None:
    project = snapshot.project(PAGE, tmp_path)
    new = updated(PAGE, snapshot, project)
    assert new == PAGE.replace(">>> y\n2", ">>> y\n1").replace("y + 1\n", "y + 1\n2\n")
    assert updated(new, snapshot, project) == new
