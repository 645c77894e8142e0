"""The OWL API and HermiT as an oracle for tests, through ``tests/java/OwlCheck.java``.

Slow to start, so a JVM is given many ontologies at a time. Tests that use it are marked
``java(compiler=True)``.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.hermit import find_jar, find_java

SOURCE = Path(__file__).parent / "java" / "OwlCheck.java"

Assertion = tuple[str, str, str]


@dataclass(frozen=True)
class OwlReport:
    """What the OWL API and HermiT say of an ontology; all lists are sorted."""

    unparsed: tuple[str, ...]
    violations: tuple[str, ...]
    consistent: bool
    unsatisfiable: tuple[str, ...]


def owl_check(paths: Sequence[Path]) -> dict[Path, OwlReport]:
    """Return a report for each ontology file, read with what it imports."""
    findings = _run("check", paths)
    return {
        path: OwlReport(
            unparsed=_values(found, "unparsed"),
            violations=_values(found, "violation"),
            consistent=("consistent", "true") in found,
            unsatisfiable=_values(found, "unsatisfiable"),
        )
        for path, found in zip(paths, findings, strict=True)
    }


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
        for found in _run("entail", paths):
            if ("consistent", "true") not in found:
                raise ValueError("of an inconsistent ontology everything is entailed")
            entailments.append({(f[1], f[2], f[3]) for f in found if f[0] == "entailed"})
        return entailments


def _values(findings: list[tuple[str, ...]], kind: str) -> tuple[str, ...]:
    return tuple(sorted(value for found, *values in findings if found == kind for value in values))


def _run(mode: str, paths: Sequence[Path]) -> list[list[tuple[str, ...]]]:
    classes = f"{find_jar()}{os.pathsep}{_compiled()}"
    command = [str(find_java()), "-Xmx1g", "-cp", classes, "OwlCheck", mode, *map(str, paths)]
    run = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if run.returncode:
        raise RuntimeError(run.stderr)
    findings: list[list[tuple[str, ...]]] = [[] for _ in paths]
    for line in run.stdout.splitlines():
        number, *finding = line.split("\t")
        findings[int(number)].append(tuple(finding))
    return findings


@cache
def _compiled() -> str:
    """Return the folder of the compiled class, which goes when Python ends."""
    folder = tempfile.mkdtemp(prefix="accord-java-")
    atexit.register(shutil.rmtree, folder)
    javac = shutil.which("javac")
    if javac is None:
        raise RuntimeError("there is no javac: mark the test java(compiler=True)")
    command = [javac, "-encoding", "UTF-8", "-cp", str(find_jar()), "-d", folder, str(SOURCE)]
    subprocess.run(command, capture_output=True, check=True)
    return folder
