"""HermiT as an oracle for tests: all that follows from an ontology about its named individuals.

Slow to start, so a JVM is given many ontologies at a time. Tests that use it are marked
``java(compiler=True)``.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from kg.ontology.owlapi import OwlReport, ask, owl_check

__all__ = ["Assertion", "OwlReport", "hermit_entailments", "hermit_entailments_of", "owl_check"]

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
