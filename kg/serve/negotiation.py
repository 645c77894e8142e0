"""Which format an answer takes: RFC 9110, 12.5.1, by media types.

May know nothing of what is answered.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import mimeparse

from kg.serve.problems import Refused

MEDIA: Final[Mapping[str, tuple[str, ...]]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle", "application/turtle", "application/x-turtle"),
    "markdown": ("text/markdown",),
    "table": ("text/plain",),
}
"""The media types of each format of a result, the one that answers carry first."""


def choose(accept: str | None, formats: Sequence[str]) -> str:
    """Return the format that a client wants most.

    Args:
        accept: the ``Accept`` header, or None where there is none, which wants anything.
        formats: keys of ``MEDIA`` that can hold the answer, the one preferred here first.

    Raises:
        Refused: none of them is wanted (406), or the header is malformed (400).
    """
    if accept is None or not accept.strip():
        return formats[0]
    named = {media: name for name in reversed(formats) for media in reversed(MEDIA[name])}
    try:
        # Where two are wanted alike, the last one is taken.
        chosen = mimeparse.best_match([*named], accept)
    except mimeparse.MimeTypeParseException as error:
        raise Refused(400, f"the Accept header {accept!r} is malformed", why=str(error)) from error
    if not chosen:
        types = ", ".join(MEDIA[name][0] for name in formats)
        raise Refused(406, f"there is no answer as {accept}", fix=f"accept one of: {types}")
    return named[chosen]
