"""The OWL API and HermiT, as Protégé runs them: what they read, refuse and find impossible.

They come in the jar that owlready2 carries and are asked by one Java file, ``OwlCheck.java``, which
a JDK compiles on the way. Without a JDK there is :mod:`kg.hermit`, which cannot tell as much. May
know nothing of rules and findings.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from kg.errors import OntologyError, Position, ReasonerUnavailable
from kg.hermit import find_java, java_command
from kg.ontology.document import syntax_of
from kg.project import Project

SOURCE: Final = Path(__file__).with_name("OwlCheck.java")

_PARSERS: Final = {"Turtle": "TurtleOntologyParser", "RDF/XML": "RDFXMLParser"}
_PLACE: Final = re.compile(r"line(?:Number:)? (\d+)[,;] column(?:Number:)? (\d+)")
# The name of a Java class, an address, and dozens of tokens that would have been right as well.
_NOISE: Final = re.compile(
    r"^(?:[\w.]+(?:Exception|Error)[:;] *)+|systemId: \S+; *|lineNumber: \d+; columnNumber: \d+; *"
    r"| at line \d+, column \d+\.?| *Was expecting.*"
)
_NODE: Final = re.compile(r"_:[^\s<>()]*genid\d+")

Lines = list[tuple[str, ...]]


@dataclass(frozen=True, order=True)
class Told:
    """What the OWL API has to say of a document.

    Attributes:
        path: of the document, which may be an imported one.
        text: in the OWL API's own words, but for the names that it gives nodes without one.
    """

    path: Path
    text: str


@dataclass(frozen=True)
class OwlReport:
    """What the OWL API and HermiT say of an ontology and what it imports; all lists are sorted.

    Attributes:
        unparsed: triples that stand for no axiom.
        violations: of the OWL 2 DL profile.
        consistent: whether there can be a world like that.
        unsatisfiable: IRIs of the classes that can have no instance.
        refused: why HermiT does not take the ontology, which is then not known to be consistent.
    """

    unparsed: tuple[Told, ...]
    violations: tuple[Told, ...]
    consistent: bool
    unsatisfiable: tuple[str, ...]
    refused: str = ""


def find_jdk() -> Path:
    """Return a Java runtime that can compile.

    Raises:
        ReasonerUnavailable: there is no Java, or one without a compiler.
    """
    java = find_java()
    if shutil.which("javac", path=str(java.resolve().parent)) is None:
        raise ReasonerUnavailable(
            "there is a Java runtime and no compiler (javac)",
            why="the OWL API is asked by a Java program that is compiled on the way",
            fix="install a JDK, version 11 or later, such as openjdk-17-jdk-headless",
        )
    return java


def owl_check(paths: Sequence[Path]) -> dict[Path, OwlReport]:
    """Return a report for each ontology file, read with what it imports.

    Imports are looked up in the ``catalog-v001.xml`` beside the file, and never fetched.

    Raises:
        ReasonerUnavailable: there is no JDK, or no jar.
        OntologyError: the OWL API cannot read a file at all.
    """
    reports = {}
    for path, found in zip(paths, ask("check", paths), strict=True):
        reports[path] = OwlReport(
            unparsed=_told(found, "unparsed"),
            violations=_told(found, "violation"),
            consistent=("consistent", "true") in found,
            unsatisfiable=_values(found, "unsatisfiable"),
            refused="; ".join(_values(found, "refused")),
        )
    return reports


def _values(lines: Lines, kind: str) -> tuple[str, ...]:
    return tuple(sorted(value for found, *values in lines if found == kind for value in values))


def _told(lines: Lines, kind: str) -> tuple[Told, ...]:
    told = {
        Told(_path(values[0]), _NODE.sub("[]", values[1]))
        for found, *values in lines
        if found == kind
    }
    return tuple(sorted(told))


def _path(document: str) -> Path:
    return Path(unquote(urlsplit(document).path))


def ask(mode: str, paths: Sequence[Path]) -> list[Lines]:
    """Run ``OwlCheck`` and return what it prints of each file.

    Args:
        mode: ``check`` or ``entail``.
        paths: ontologies, each on its own.

    Raises:
        ReasonerUnavailable: there is no JDK, or no jar.
        OntologyError: the OWL API cannot read a file, or Java fails.
    """
    find_jdk()
    run = subprocess.run(  # noqa: S603 - our own arguments
        [*java_command(), str(SOURCE), mode, *map(str, paths)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if run.returncode:
        raise OntologyError(
            "the OWL API does not take the ontology",
            why=run.stderr.strip().partition("\n")[0],
            fix="open the ontology in Protégé, and see what it reports",
        )
    lines: list[Lines] = [[] for _ in paths]
    for line in run.stdout.splitlines():
        number, *values = line.split("\t")
        lines[int(number)].append(tuple(values))
    for found in lines:
        if said := [values for kind, *values in found if kind == "unreadable"]:
            raise _unreadable(said)
    return lines


def _unreadable(said: Sequence[Sequence[str]]) -> OntologyError:
    """Return an error with what the parser for the file's own syntax says.

    Args:
        said: of each parser that was tried the file, the parser's name and its message.
    """
    path = _path(said[0][0])
    parsers = {parser: text for _, parser, text in said}
    syntax = syntax_of(path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else ""
    # A message of no parser stands under an empty name.
    text = parsers.get(_PARSERS[syntax]) if syntax in _PARSERS else None
    of = f"its parser of {syntax} says: " if text else ""
    text = text or said[0][2]
    place = _PLACE.search(text)
    shown = Project.shown(path)
    return OntologyError(
        f"the OWL API cannot read {shown}",
        at=Position(shown, int(place[1]), max(1, int(place[2]))) if place else None,
        why=f"{of}{_NOISE.sub('', text).strip()}",
        fix="open the file in Protégé, and see what it reports",
    )
