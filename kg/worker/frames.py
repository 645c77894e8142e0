"""Messages on a pipe: the length of a JSON object and of a body, then the two.

JSON and bytes, because a process that runs what strangers send must not be able to make another one
run anything. May know nothing of what the messages say.
"""

import json
import struct
from collections.abc import Mapping
from typing import IO, Any, Final

LENGTHS: Final = struct.Struct(">II")
"""What a message begins with: bytes of its JSON, bytes of its body."""


def encode(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """Return a message."""
    data = json.dumps(head, ensure_ascii=False).encode()
    return LENGTHS.pack(len(data), len(body)) + data + body


def decode(data: bytes, length: int) -> tuple[dict[str, Any], bytes]:
    """Return the head and the body of a message.

    Args:
        data: the message without its lengths.
        length: bytes of its JSON.
    """
    head: dict[str, Any] = json.loads(data[:length])
    return head, data[length:]


def read(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Return the next message, or None where the stream ends before one is complete."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head, body = LENGTHS.unpack(lengths)
    data = stream.read(head + body)
    return decode(data, head) if len(data) == head + body else None
