"""HermiT, the reviewers' reasoner: is the ontology consistent, and can each class have an instance?

HermiT is complete for OWL 2 where :mod:`kg.reason` is fast, takes seconds and needs Java. It comes
in the jar that owlready2 carries, and is run by its own command line, for owlready2 itself is slow
to import and may fetch what an ontology imports. How Java is started is said here alone
(`java_command`); `kg.ontology.owlapi` asks more of it, and needs a compiler.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import OntologyError, ReasonerUnavailable
from kg.namespaces import OWL

_IMPORTS: Final = NamedNode(OWL + "imports")
_CLASSES: Final = re.compile(r"^\t(\S+)$", re.MULTILINE)
# A run takes seconds, in which neither collecting garbage in threads nor the second compiler pays
# for itself. The OWL API reads and writes files in Java's own encoding, which follows the locale.
_OPTIONS: Final = (
    "-Xmx1g",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dfile.encoding=UTF-8",
)


@dataclass(frozen=True)
class Verdict:
    """What HermiT says of an ontology.

    ``unsatisfiable`` are the sorted IRIs of the classes without a possible instance, but for
    ``owl:Nothing``; empty where nothing is consistent.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]


def find_java() -> Path:
    """Return the Java runtime: that of ``JAVA_HOME``, else the one on the path.

    Raises:
        ReasonerUnavailable: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin")) if home else None)
    if java is None:
        raise ReasonerUnavailable(
            f"there is no Java in JAVA_HOME, {home}" if home else "there is no Java on the path",
            why="the OWL reasoner HermiT runs on it",
            fix="install a Java runtime, version 11 or later, such as openjdk-17-jre-headless",
        )
    return Path(java)


def find_jar() -> Path:
    """Return HermiT's jar, inside the installed owlready2.

    Raises:
        ReasonerUnavailable: owlready2 is not installed, or has no such jar.
    """
    spec = find_spec("owlready2")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        jar = Path(folder, "hermit", "HermiT.jar")
        if jar.is_file():
            return jar
    raise ReasonerUnavailable(
        "there is no HermiT.jar", why="owlready2 carries it", fix="install owlready2 again"
    )


def java_command(*before: str) -> list[str]:
    """Return the beginning of a command that runs Java with HermiT and the OWL API.

    What is to be run follows: a class, or a source file for a JDK.

    Args:
        before: what stands before HermiT's jar on the class path.

    Raises:
        ReasonerUnavailable: there is no Java or no HermiT.
    """
    java, jar = find_java(), find_jar()
    return [str(java), *_OPTIONS, "-cp", os.pathsep.join((*before, str(jar)))]


def check_consistency(statements: Iterable[Triple | Quad]) -> Verdict:
    """Ask HermiT whether ``statements``, whatever their graphs, are consistent together.

    ``owl:imports`` is left out, so that nothing is fetched: what is imported has to be among them.

    Raises:
        ReasonerUnavailable: there is no Java or no HermiT.
        OntologyError: HermiT refuses them; the message has its reason.
    """
    command = java_command()
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        ontology = Path(folder, "ontology.nt")
        ontology.write_bytes(_n_triples(statements))
        run = subprocess.run(  # noqa: S603 - our own arguments
            [
                *(*command, "org.semanticweb.HermiT.cli.CommandLine"),
                # Accord's dates are xsd:date, which is outside OWL 2's datatypes.
                *("-k", "-U", "-N", "--ignoreUnsupportedDatatypes", ontology.as_uri()),
            ],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    if "InconsistentOntologyException" in run.stderr:
        return Verdict(consistent=False, unsatisfiable=())
    if run.returncode or "#Thing is satisfiable" not in run.stdout:
        said = (run.stderr or run.stdout).strip().partition("\n")[0]
        raise OntologyError(
            "HermiT refuses the ontology",
            why=said or f"it ended with exit code {run.returncode}",
            fix="open the ontology in Protégé, and see what it reports",
        )
    found = set(_CLASSES.findall(run.stdout)) - {OWL + "Nothing"}
    return Verdict(consistent=True, unsatisfiable=tuple(sorted(found)))


def _n_triples(statements: Iterable[Triple | Quad]) -> bytes:
    triples = (s.triple if isinstance(s, Quad) else s for s in statements)
    wanted = dict.fromkeys(t for t in triples if t.predicate != _IMPORTS)
    written = serialize(wanted, format=RdfFormat.N_TRIPLES)
    if written is None:
        raise AssertionError("serialize without output returns bytes")
    return written
