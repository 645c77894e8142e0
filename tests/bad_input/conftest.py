"""The project that the tests of bad input spoil: built once, copied for each test."""

import shutil
from pathlib import Path

import pytest

from kg.cli import main
from tests.bad_input.desk import MINI, QUERY, STORED, Desk


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a built graph."""
    root = shutil.copytree(MINI, tmp_path_factory.mktemp("original") / "project")
    (root / STORED).parent.mkdir()
    (root / STORED).write_text(QUERY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KG_STORE", raising=False)
        assert main(["--project", str(root), "--quiet", "build"]) == 0
    return root


@pytest.fixture
def desk(
    original: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    """A copy of the project, which is the working directory."""
    for name in ("KG_STORE", "_KG_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    desk = Desk(tmp_path / "project", original, capsys)
    monkeypatch.chdir(desk.root)
    return desk
