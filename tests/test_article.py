"""The text of an article, byte for byte."""

import errno
import hashlib
from pathlib import Path

import pytest

from kg.annotation.article import read_article
from kg.errors import ArticleError, Position


def refusal(path: Path) -> ArticleError:
    with pytest.raises(ArticleError) as caught:
        read_article(path, "shown.txt")
    assert "shown.txt" in caught.value.what
    assert caught.value.fix
    return caught.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "article.txt"


def test_the_text_is_the_bytes(path: Path) -> None:
    data = "\ufeffA\u0301 “q”…\r\nb\rc\n\u00a0😀  \n".encode()
    path.write_bytes(data)
    article = read_article(path, "shown.txt")
    assert article.text.encode() == data
    assert article.sha256 == hashlib.sha256(data).hexdigest()
    assert (article.path, article.shown) == (path, "shown.txt")


def test_offsets_lead_to_lines_and_columns(path: Path) -> None:
    path.write_bytes("😀a\r\nb".encode())
    article = read_article(path, "shown.txt")
    assert article.position(1) == Position("shown.txt", 1, 2)
    assert article.position(4) == Position("shown.txt", 2, 1)


def test_a_missing_article_is_refused(path: Path) -> None:
    assert "there is no article" in refusal(path).what


def test_a_folder_is_refused(path: Path) -> None:
    path.mkdir()
    assert "is a folder" in refusal(path).what


def test_a_path_through_a_file_is_refused(path: Path) -> None:
    path.write_text("x")
    assert "cannot be read" in refusal(path / "article.txt").what


def test_an_unreadable_article_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may read everything, so the refusal of the system is played.
    def deny(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    error = refusal(path)
    assert "cannot be read" in error.what
    assert error.why == "Permission denied"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no bytes"),
        (b" \r\n\t", "white space only"),
        ("\ufeff \u00a0\n".encode(), "white space only"),
    ],
)
def test_an_empty_article_is_refused(path: Path, data: bytes, why: str) -> None:
    path.write_bytes(data)
    error = refusal(path)
    assert "is empty" in error.what
    assert why in error.why


def test_a_binary_article_is_refused_at_its_first_nul(path: Path) -> None:
    path.write_bytes("ü\nab\0c\0".encode())
    error = refusal(path)
    assert error.at == Position("shown.txt", 2, 3)
    assert "byte 5 is NUL" in error.why


def test_utf_16_is_refused_as_such(path: Path) -> None:
    path.write_bytes("text".encode("utf-16"))
    assert "UTF-16" in refusal(path).why


def test_what_is_not_utf_8_is_refused_at_the_byte(path: Path) -> None:
    path.write_bytes("ü\r\nab".encode() + b"\xe9t\xe9")
    error = refusal(path)
    assert error.at == Position("shown.txt", 2, 3)
    assert "byte 6, 0xe9" in error.why


def test_a_truncated_character_is_refused(path: Path) -> None:
    path.write_bytes(b"abc\xe2\x80")
    assert "byte 3, 0xe2" in refusal(path).why
