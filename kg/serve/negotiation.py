"""Which format an answer takes: RFC 9110, 12.5.1, by media types.

May know nothing of what is answered.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import mimeparse
from starlette.requests import Request

from kg.serve.problems import Refused

MEDIA: Final[Mapping[str, tuple[str, ...]]] = {
    "html": ("text/html",),
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle", "application/turtle", "application/x-turtle", "text/plain"),
    "ntriples": ("application/n-triples",),
    "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
    "jsonld": ("application/ld+json", "application/json"),
    "markdown": ("text/markdown",),
    "table": ("text/plain",),
    "resultset": ("text/turtle",),
    "document": ("application/json",),
    "problem": ("application/problem+json", "application/json"),
}
"""The media types of each format of a result, the one that answers carry first."""

GRAPHS: Final = ("turtle", "ntriples", "rdfxml", "jsonld")
"""The formats of graphs, the one preferred here first."""

LONGEST: Final = 2_048
"""Characters of an ``Accept`` header that are read: matching takes time for each of its types."""


_NO_WEIGHT: Final = re.compile(r"q=0(\.0*)?")


class Chosen(NamedTuple):
    """A format, and the media type that the client asked for it by."""

    format: str
    media: str


def accepted(request: Request) -> str | None:
    """Return what a client accepts: one list, however many headers it stands in."""
    return ", ".join(request.headers.getlist("accept")) or None


def takes_gzip(codings: str) -> bool:
    """Return whether a client takes gzip, by its ``Accept-Encoding`` (RFC 9110, 12.5.3)."""
    for coding in codings.lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in ("gzip", "x-gzip"):
            return not _NO_WEIGHT.fullmatch(weight.strip())
    return False


def negotiate(
    accept: str | None, formats: Sequence[str], named: str = "the Accept header"
) -> Chosen:
    """Return the format that a client wants most, and the media type it is to be labelled with.

    Args:
        accept: the ``Accept`` header, or None where there is none, which wants anything.
        formats: keys of ``MEDIA`` that can hold the answer, the one preferred here first.
        named: what messages call the place where a client said what it accepts.

    Raises:
        Refused: none of them is wanted (406), or the header is malformed or too long (400).
    """
    if accept is None or not accept.strip(" \t,"):
        return Chosen(formats[0], MEDIA[formats[0]][0])
    if len(accept) > LONGEST:
        raise Refused(
            400,
            f"{named} has more than {LONGEST} characters",
            fix="name the few media types that are wanted most",
        )
    known: dict[str, str] = {}
    for name in formats:
        for media in MEDIA[name]:
            known.setdefault(media, name)
    types = ", ".join(MEDIA[name][0] for name in formats)
    try:
        # Where two are wanted alike, the last one is taken.
        chosen = mimeparse.best_match([*reversed(known)], accept.lower())
    except mimeparse.MimeTypeParseException as error:
        raise Refused(
            400,
            f"{named} says {accept!r}, which is no media type",
            why="a media type has two parts, as text/csv has",
            nearest=[MEDIA[name][0] for name in formats if name == accept.strip().lower()],
            fix=f"accept one of: {types}",
        ) from error
    if not chosen:
        raise Refused(406, f"there is no answer as {accept}", fix=f"accept one of: {types}")
    return Chosen(known[chosen], chosen)
