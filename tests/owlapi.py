"""The OWL API and HermiT as oracles: what is read, and what follows about named individuals.

Slow to start, so a JVM is given many ontologies at a time. Tests that use it are marked
``java(compiler=True)``.
"""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.hermit import java_command
from kg.namespaces import RDF
from kg.ontology.owlapi import OwlReport, ask, owl_check

__all__ = [
    "Assertion",
    "OwlReport",
    "hermit_entailments",
    "hermit_entailments_of",
    "literals_of",
    "owl_check",
    "save_as",
]

JAVA: Final = Path(__file__).parent / "java"
Assertion = tuple[str, str, str]


def hermit_entailments(ontology: str | Path) -> set[Assertion]:
    """Return what HermiT derives, and what is asserted, about the named individuals of an ontology.

    That is their types, named classes but for owl:Thing, and the values of object properties.

    Args:
        ontology: a file, or Turtle.
    """
    return hermit_entailments_of([ontology])[0]


def hermit_entailments_of(ontologies: Sequence[str | Path]) -> list[set[Assertion]]:
    """Return :func:`hermit_entailments` of each, from one JVM."""
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        paths = []
        for number, ontology in enumerate(ontologies):
            if isinstance(ontology, str):
                path = Path(folder, f"{number}.ttl")
                path.write_text(ontology, encoding="utf-8")
                paths.append(path)
            else:
                paths.append(ontology)
        entailments: list[set[Assertion]] = []
        for found in ask("entail", paths):
            if ("consistent", "true") not in found:
                raise ValueError("of an inconsistent ontology everything is entailed")
            entailments.append({(f[1], f[2], f[3]) for f in found if f[0] == "entailed"})
        return entailments


def literals_of(paths: Sequence[Path]) -> list[set[Literal]]:
    """Return the literals that the OWL API reads in each file."""
    found: list[set[Literal]] = [set() for _ in paths]
    for line in _run("Literals.java", *paths).splitlines():
        number, text, language, datatype = line.split("\t")
        value = bytes.fromhex(text).decode()
        if language:
            literal = Literal(value, language=language)
        elif datatype == RDF + "PlainLiteral":
            literal = Literal(value)
        else:
            literal = Literal(value, datatype=NamedNode(datatype))
        found[int(number)].add(literal)
    return found


def save_as(folder: Path, paths: Sequence[Path]) -> set[str]:
    """Save ontologies into a folder through the OWL API: ``x.ttl`` as ``x.ttl`` and ``x.owl``.

    Returns the types of axioms that none of them has.

    Args:
        folder: where they go.
        paths: ontologies; what one imports stands before it.
    """
    return set(_run("SaveAs.java", folder, *paths).splitlines())


def _run(program: str, *paths: Path) -> str:
    command = [*java_command(), str(JAVA / program), *map(str, paths)]
    run = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if run.returncode:
        raise RuntimeError(run.stderr)
    return run.stdout
