"""The characters of a Turtle file.

It exists so that whatever reads such a file takes the same encodings, and refuses the others with
the same words. May know nothing of Turtle's grammar.
"""

from kg.errors import OntologyError, Position
from kg.text import BYTE_ORDER_MARK, line_column


def decode(data: bytes, shown: str) -> str:
    """Return the text of a file in UTF-8, without the byte order mark that some editors write.

    Args:
        data: the bytes of the file.
        shown: its name for messages.

    Raises:
        OntologyError: it is not UTF-8; the error has the place.
    """
    try:
        return data.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix(BYTE_ORDER_MARK)
        raise OntologyError(
            f"{shown} is not UTF-8",
            at=Position(shown, *line_column(before, len(before))),
            why=f"byte 0x{data[error.start]:02x} starts no character",
            fix="save it as UTF-8",
        ) from error
