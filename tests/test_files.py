"""A file appears whole or not at all."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.files import replace_folder, write_atomically, write_folder


def test_a_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "new"
    assert write_atomically(path, [b"one", b"", b"two"]) == 6
    assert path.read_bytes() == b"onetwo"
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"old")
    path.chmod(0o604)
    write_atomically(path, [b"new"])
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o604


def test_when_the_content_fails_nothing_has_happened(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    path = tmp_path / "old"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, chunks())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot write") as caught:
        write_atomically(tmp_path / "no" / "file", [b"x"])
    assert caught.value.why == "No such file or directory"
    assert caught.value.fix
    with pytest.raises(KgError, match="cannot write"):
        write_atomically(tmp_path, [b"x"])
    assert list(tmp_path.iterdir()) == []


def ours(name: str, content: bytes) -> bool:
    return content == f"ours: {name}".encode()


def test_a_folder_is_made_and_what_else_is_in_it_stays(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    write_folder(folder, {"a": b"1"}, ours)
    write_folder(folder, {"b": b"2"}, ours)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a": b"1", "b": b"2"}
    with pytest.raises(KgError, match="cannot write into"):
        write_folder(folder / "a", {"c": b"3"}, ours)
    with pytest.raises(KgError, match="cannot write"):
        write_folder(folder / "a" / "below", {"c": b"3"}, ours)


def test_what_is_outdated_in_a_folder_goes(tmp_path: Path) -> None:
    others = {"mine.html": b"mine", "copy.html": b"ours: old.html", "note.txt": b"ours: note.txt"}
    write_folder(tmp_path, {"old.html": b"ours: old.html", **others}, ours)
    (tmp_path / "folder.html").mkdir()
    write_folder(tmp_path, {"new.html": b"ours: new.html"}, ours)
    assert {path.name for path in tmp_path.iterdir()} == {"new.html", "folder.html", *others}


def test_what_is_outdated_and_cannot_be_deleted_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "old.html":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok)

    write_folder(tmp_path, {"old.html": b"ours: old.html"}, ours)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(KgError, match="cannot write") as caught:
        write_folder(tmp_path, {"new.html": b"ours: new.html"}, ours)
    assert caught.value.why == "Permission denied"


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    replace_folder(folder, {"a": b"1"})
    mask = os.umask(0)
    os.umask(mask)
    assert folder.stat().st_mode & 0o777 == 0o777 & ~mask
    folder.chmod(0o750)
    link = tmp_path / "link"
    link.symlink_to(folder)
    replace_folder(link, {"b": b"2"})
    assert link.is_symlink()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"b": b"2"}
    assert folder.stat().st_mode & 0o777 == 0o750
    assert {*tmp_path.iterdir()} == {folder, link}


def test_a_folder_stays_when_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    replace_folder(folder, {"a": b"1"})
    with pytest.raises(KgError, match="cannot write"):
        replace_folder(folder, {"b": b"2", "no/such": b"3"})
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_comes_back_when_the_new_one_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    replace_folder(folder, {"a": b"1"})
    move = Path.replace
    moved: list[Path] = []

    def replace(self: Path, target: Path) -> Path:
        moved.append(self)
        if len(moved) == 2:
            raise OSError("the disk is gone")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KgError, match="cannot write") as caught:
        replace_folder(folder, {"b": b"2"})
    assert caught.value.why == "the disk is gone"
    assert len(moved) == 3
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert list(tmp_path.iterdir()) == [folder]
