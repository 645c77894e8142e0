"""Errors as HTTP tells them: a status, and a problem document (RFC 9457) in our shape of message.

May know nothing of any one surface.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from kg.errors import (
    Busy,
    ExportError,
    InternalFault,
    KgError,
    LimitReached,
    QueryError,
    StoreError,
    UnknownQuery,
    WorkerLost,
)

PROBLEM: Final = "application/problem+json"

_STATUS: Final[tuple[tuple[type[KgError], int], ...]] = (
    (Busy, 503),
    (LimitReached, 503),
    (WorkerLost, 503),
    (StoreError, 503),
    (UnknownQuery, 404),
    (QueryError, 400),
    (ExportError, 406),
)


class Refused(KgError):
    """A request that HTTP has a status for.

    Args:
        status: of the answer.
        what: as in every error of ours.
        why: likewise.
        fix: likewise.
        nearest: likewise.
        headers: of the answer.
    """

    def __init__(
        self,
        status: int,
        what: str,
        *,
        why: str = "",
        fix: str = "",
        nearest: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(what, why=why, fix=fix, nearest=nearest)
        self.status = status
        self.headers = dict(headers or {})


def too_slow(ms: int) -> Refused:
    """Return the refusal of a request that takes longer than ``ms`` to arrive."""
    return Refused(
        408,
        f"the request takes longer than {ms} ms to arrive",
        why="request_limit_ms says how long it may take",
        headers={"Connection": "close"},
    )


def headers_too_large(kb: int) -> Refused:
    """Return the refusal of a request whose head has more than ``kb`` kB."""
    return Refused(
        431,
        f"the head of the request has more than {kb} kB",
        why="header_limit_kb says how much it may have",
        fix="send fewer or shorter headers, and a long query as the body of a POST",
    )


def status_of(error: KgError) -> int:
    """Return the status that tells of an error."""
    if isinstance(error, Refused):
        return error.status
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(error: KgError) -> Response:
    """Return the answer that tells of an error; a fault of ours keeps its details to the log."""
    status = status_of(error)
    inside = isinstance(error, InternalFault)
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": "something went wrong here; the log says what" if inside else error.what,
        "why": "" if inside else error.why,
        "fix": error.fix,
        "nearest": list(error.nearest),
        "at": asdict(error.at) if error.at else None,
    }
    headers = dict(error.headers) if isinstance(error, Refused) else {}
    if isinstance(error, Busy | WorkerLost):
        headers["Retry-After"] = "1"
    kept = {key: value for key, value in document.items() if value not in ("", [], None)}
    body = json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
    return Response(body, status, headers, PROBLEM)
