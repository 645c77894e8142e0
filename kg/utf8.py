"""The characters of a file in UTF-8, or where the first byte is that is none.

It exists so that annotations, articles and Turtle are refused in the same words. May know nothing
of what a file is for.
"""

from kg.errors import KgError, Position
from kg.text import BYTE_ORDER_MARK, line_column


def decode(data: bytes, shown: str, refusal: type[KgError], *, keep_mark: bool = False) -> str:
    """Return the characters of a file, without the byte order mark that some editors write.

    Args:
        data: the bytes of the file.
        shown: its name in messages.
        refusal: the class of the error.
        keep_mark: whether the mark is kept, where characters are counted.

    Raises:
        KgError: it is not UTF-8, as ``refusal`` with the place.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix(BYTE_ORDER_MARK)
        raise refusal(
            f"{shown} is not UTF-8",
            at=Position(shown, *line_column(before, len(before))),
            why=f"byte {error.start}, 0x{data[error.start]:02x}, is none that UTF-8 allows there",
            fix="save the file in UTF-8",
        ) from error
    return text if keep_mark else text.removeprefix(BYTE_ORDER_MARK)
