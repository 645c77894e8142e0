"""What comes back from a worker: an answer, or an error as it was raised there.

May know nothing of processes.
"""

from dataclasses import asdict, dataclass
from typing import Any

from kg import errors
from kg.errors import InternalFault, KgError, Position


@dataclass(frozen=True)
class Reply:
    """An answer.

    Attributes:
        body: the answer, in the format that was asked for.
        rows: how many rows or triples it has.
        stopped: name of the setting at which the answer stops, or empty where it is whole.
        remarks: what whoever asked may want to know beside the answer.
    """

    body: bytes
    rows: int = 0
    stopped: str = ""
    remarks: tuple[str, ...] = ()


def reply_head(reply: Reply) -> dict[str, Any]:
    """Return what a message says of a reply beside its body."""
    return {"rows": reply.rows, "stopped": reply.stopped, "remarks": reply.remarks}


def error_head(error: KgError) -> dict[str, Any]:
    """Return an error as a message."""
    return {
        "error": type(error).__name__,
        "what": error.what,
        "at": asdict(error.at) if error.at else None,
        "why": error.why,
        "fix": error.fix,
        "nearest": list(error.nearest),
    }


def read_reply(head: dict[str, Any], body: bytes) -> Reply:
    """Return the reply that a message holds.

    Raises:
        KgError: the worker met it, and sent it on.
    """
    if "error" not in head:
        return Reply(body, head["rows"], head["stopped"], tuple(head["remarks"]))
    kind = getattr(errors, head["error"], InternalFault)
    assert issubclass(kind, KgError)  # noqa: S101 - error_head() names no others
    raise kind(
        head["what"],
        at=Position(**head["at"]) if head["at"] else None,
        why=head["why"],
        fix=head["fix"],
        nearest=head["nearest"],
    )
