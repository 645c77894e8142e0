"""The syntaxes that the graph can be written in, and how a file's name tells which is meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from kg.errors import ExportError
from kg.text.nearest import nearest

_W3C: Final = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True)
class Format:
    """A syntax.

    Attributes:
        name: what the command calls it.
        title: what people call it.
        suffixes: endings of files in it, the usual one first.
        media_type: as registered with IANA.
        feature: its IRI in the W3C's list of file formats.
        dataset: whether it holds named graphs, not the union of them.
        evidence: whether ``owl:Axiom`` annotations are put in.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    media_type: str
    feature: str
    dataset: bool = False
    evidence: bool = False


FORMATS: Final[Mapping[str, Format]] = {
    form.name: form
    for form in (
        Format("turtle", "Turtle", (".ttl",), "text/turtle", _W3C + "Turtle", evidence=True),
        Format("trig", "TriG", (".trig",), "application/trig", _W3C + "TriG", dataset=True),
        Format(
            "nquads", "N-Quads", (".nq",), "application/n-quads", _W3C + "N-Quads", dataset=True
        ),
        Format("ntriples", "N-Triples", (".nt",), "application/n-triples", _W3C + "N-Triples"),
        Format(
            "rdfxml",
            "RDF/XML",
            (".rdf", ".owl", ".xml"),
            "application/rdf+xml",
            _W3C + "RDF_XML",
            evidence=True,
        ),
    )
}
"""Every syntax by its name."""


def find_format(name: str | None, output: PurePath | None) -> Format:
    """Return the format called ``name``, else the one that ``output`` ends with, else Turtle.

    Raises:
        ExportError: there is no such format, or the ending of the file says nothing.
    """
    if name is not None:
        if name in FORMATS:
            return FORMATS[name]
        raise ExportError(
            f"there is no format {name!r}",
            nearest=nearest(name, FORMATS),
            fix=f"choose one of: {', '.join(FORMATS)}",
        )
    if output is None:
        return FORMATS["turtle"]
    suffix = output.suffix.lower()
    for form in FORMATS.values():
        if suffix in form.suffixes:
            return form
    endings = [ending for form in FORMATS.values() for ending in form.suffixes]
    raise ExportError(
        f"the name of {output} does not tell its format",
        why=f"known endings are {' '.join(endings)}",
        fix="end the name with one of them, or say --format",
    )
