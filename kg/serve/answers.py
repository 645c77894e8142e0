"""Answers as HTTP tells them: media type, build, entity tag, and whether they stop at a limit.

May know nothing of any one surface.
"""

import hashlib
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.service import Service
from kg.worker.pool import Answer

BUILD: Final = "Accord-Build"
"""Header that says which build an answer is from."""
STOPPED: Final = "Accord-Stopped"
"""Header that names the setting at which an answer stops; absent where it is whole."""
REMARK: Final = "Accord-Remark"
"""Header that says what is odd about a query that is answered, such as a name that is misspelt."""


def address(request: Request, service: Service) -> str:
    """Return where the client reaches the server, with a slash at the end."""
    return service.options.base or str(request.base_url)


def respond(request: Request, answer: Answer, media: str) -> Response:
    """Return an answer, or that the client has it already (RFC 9110, 13.1.2).

    Args:
        request: what is answered.
        answer: with its build.
        media: its media type.
    """
    digest = hashlib.sha256(answer.reply.body + media.encode()).hexdigest()[:16]
    # Weak, because one that is compressed on the way is the same answer in other bytes.
    tag = f'W/"{answer.build}-{digest}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Vary": "Accept",
        BUILD: answer.build,
    }
    if answer.reply.stopped:
        headers[STOPPED] = answer.reply.stopped
    if answer.reply.remarks:
        # Headers are ASCII.
        said = "; ".join(answer.reply.remarks).encode("ascii", "backslashreplace")
        headers[REMARK] = said.decode()
    if request.method in ("GET", "HEAD") and _has(request, tag):
        # What compresses answers tells of itself, but an answer without a body passes it by.
        return Response(status_code=304, headers={**headers, "Vary": "Accept, Accept-Encoding"})
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Response(answer.reply.body, 200, {**headers, "Content-Type": media + charset})


def _has(request: Request, tag: str) -> bool:
    wanted = request.headers.get("if-none-match", "")
    tags = {each.strip() for each in wanted.split(",")}
    return "*" in tags or tag in tags or tag.removeprefix("W/") in tags
