"""What the operating system refuses becomes one message, and nothing half-written stays."""

import errno
import os
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import CURRENT
from kg.store.writer import prepare, prune, write_artefact, writing

OLD = "graph-0000000000000000.nq"
NEW = "graph-1111111111111111.nq"


def test_a_folder_of_our_own_is_kept_out_of_version_control(tmp_path: Path) -> None:
    store = tmp_path / "deep" / "store"
    prepare(store)
    assert (store / ".gitignore").read_text(encoding="ascii") == "*\n"


def test_a_folder_that_was_there_is_left_as_it_is(tmp_path: Path) -> None:
    prepare(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error_of_the_store(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="ascii")
    with pytest.raises(StoreError, match="cannot be written") as caught:
        prepare(file / "store")
    assert "KG_STORE" in caught.value.fix
    with pytest.raises(StoreError, match="cannot be written"):
        prepare(file)


def test_pruning_removes_what_is_ours_and_stale_and_nothing_else(tmp_path: Path) -> None:
    kept = {OLD, CURRENT, "lock", "notes.txt", ".notes.part", "graph-mine.nq", ".graph-x.nq.1.part"}
    stale = {NEW, f".{OLD}.abc_1.part", f".{NEW}.x.part", f".{CURRENT}.x.part"}
    for name in kept | stale:
        (tmp_path / name).write_text("", encoding="ascii")
    prune(tmp_path, keep={OLD})
    assert {path.name for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EDQUOT, "free some space"),
        (errno.EFBIG, "free some space"),
        (errno.EACCES, "make the folder writable"),
        (errno.EROFS, "make the folder writable"),
        (errno.EIO, "put the graph elsewhere"),
    ],
)
def test_each_refusal_has_its_advice(tmp_path: Path, code: int, advice: str) -> None:
    with pytest.raises(StoreError, match="cannot be written") as caught, writing(tmp_path):
        raise OSError(code, os.strerror(code), "some-file")
    assert caught.value.fix.startswith(advice)
    assert "KG_STORE" in caught.value.fix
    assert "some-file" in caught.value.why
    assert os.strerror(code) in caught.value.why


def test_a_disk_that_fills_up_leaves_no_half_written_artefact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError) as caught:
        write_artefact(tmp_path, b"data")
    assert "No space left" in caught.value.why
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_an_artefact_is_its_digest(tmp_path: Path) -> None:
    name, digest = write_artefact(tmp_path, b"data")
    assert name == f"graph-{digest[:16]}.nq"
    assert (tmp_path / name).read_bytes() == b"data"
    assert write_artefact(tmp_path, b"data") == (name, digest)
