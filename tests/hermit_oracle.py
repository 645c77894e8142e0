"""HermiT as a judge of the reasoner where names become one: ``tests/java/HermitOracle.java``.

:mod:`tests.owlapi` asks it for everything at once, which it cannot answer there. Tests that use
this are marked ``java(compiler=True)``.
"""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kg.hermit import java_command
from tests.owlapi import Assertion

SOURCE = Path(__file__).parent / "java" / "HermitOracle.java"


def judged_by_hermit(ontologies: Sequence[str]) -> list[set[Assertion] | None]:
    """Return what each ontology, in Turtle, entails of its individuals; None if inconsistent.

    That is their types, named classes but for owl:Thing, the values of object properties, and
    owl:sameAs between two names.
    """
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        paths = [Path(folder, f"{number}.ttl") for number in range(len(ontologies))]
        for path, ontology in zip(paths, ontologies, strict=True):
            path.write_text(ontology, encoding="utf-8")
        command = [*java_command(), str(SOURCE), *map(str, paths)]
        run = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if run.returncode:
        raise RuntimeError(run.stderr)
    judged: list[set[Assertion] | None] = [set() for _ in ontologies]
    for line in run.stdout.splitlines():
        number, *fields = line.split("\t")
        known = judged[int(number)]
        if fields == ["inconsistent"]:
            judged[int(number)] = None
        elif len(fields) == 3 and known is not None:
            known.add((fields[0], fields[1], fields[2]))
    return judged
