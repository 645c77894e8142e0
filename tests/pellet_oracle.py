"""Pellet as a judge of explanations: ``tests/java/PelletOracle.java``.

Pellet's are compared with ours as sets of axioms and assertions, in one normal form for both. Tests
that use this are marked ``java(compiler=True)``.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.hermit import find_jar, find_java
from kg.namespaces import OWL, RDF
from kg.reason import Derivation
from kg.reason.axioms import (
    EquivalentClasses,
    InverseProperties,
    PropertyDomain,
    PropertyRange,
    SubClassOf,
    SubPropertyOf,
    SymmetricProperty,
    TransitiveProperty,
)
from kg.reason.expressions import (
    THING,
    HasValue,
    IntersectionOf,
    InverseOf,
    PropertyChain,
    SomeValuesFrom,
    UnionOf,
)

Form: TypeAlias = str | tuple[object, ...]
Explanation: TypeAlias = frozenset[Form]

SOURCE: Final = Path(__file__).parent / "java" / "PelletOracle.java"
_NAMES: Final[dict[type, str]] = {
    EquivalentClasses: "EquivalentClasses",
    HasValue: "ObjectHasValue",
    IntersectionOf: "ObjectIntersectionOf",
    InverseOf: "InverseOf",
    InverseProperties: "InverseObjectProperties",
    PropertyChain: "ObjectPropertyChain",
    PropertyDomain: "ObjectPropertyDomain",
    PropertyRange: "ObjectPropertyRange",
    SomeValuesFrom: "ObjectSomeValuesFrom",
    SubClassOf: "SubClassOf",
    SubPropertyOf: "SubObjectPropertyOf",
    SymmetricProperty: "SymmetricObjectProperty",
    TransitiveProperty: "TransitiveObjectProperty",
    UnionOf: "ObjectUnionOf",
}
_UNORDERED: Final = frozenset(
    {"EquivalentClasses", "InverseObjectProperties", "ObjectIntersectionOf", "ObjectUnionOf"}
)
_TOKEN: Final = re.compile(r'<[^>]*>|"(?:[^"\\]|\\.)*"\S*|[\w:]+\(|\)|[^\s()]+')


def explained_by_pellet(
    quads: Iterable[Quad], triples: Sequence[Triple], most: int
) -> list[set[Explanation]]:
    """Return Pellet's minimal explanations of each triple.

    Args:
        quads: what is asserted, and the ontology.
        triples: class assertions, and values of object properties.
        most: explanations of one triple that are looked for.
    """
    jars = find_jar().parent.parent / "pellet" / "*"
    wanted = {q.triple for q in quads if q.predicate != NamedNode(OWL + "imports")}
    document = serialize(sorted(wanted, key=str), format=RdfFormat.N_TRIPLES)
    assert document is not None
    lines = ("\t".join(str(part).strip("<>") for part in parts(triple)) for triple in triples)
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        path = Path(folder, "ontology.nt")
        path.write_bytes(document)
        command = [str(find_java()), "-Xmx1g", "-cp", str(jars), str(SOURCE), str(path), str(most)]
        run = subprocess.run(
            command,
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
    if run.returncode:
        raise RuntimeError(run.stderr)
    found: list[dict[str, set[Form]]] = [{} for _ in triples]
    for line in run.stdout.splitlines():
        number, *fields = line.split("\t", 2)
        if fields:
            explanation, axiom = fields
            found[int(number)].setdefault(explanation, set()).add(read_form(axiom))
    return [{frozenset(axioms) for axioms in each.values()} for each in found]


def parts(triple: Triple) -> tuple[object, NamedNode, object]:
    return triple.subject, triple.predicate, triple.object


def read_form(text: str) -> Form:
    """Return an axiom that the OWL API wrote, in the normal form."""
    tokens = _TOKEN.findall(text)

    def read() -> Form:
        token = str(tokens.pop(0))
        if not token.endswith("("):
            return token
        # The rules are the same for properties of both kinds.
        name = token[:-1].replace("Data", "Object")
        operands: list[Form] = []
        while tokens[0] != ")":
            operands.append(read())
        tokens.pop(0)
        return _form(name, operands)

    return read()


def _form(name: str, operands: Iterable[Form]) -> Form:
    return (name, *(sorted(operands, key=str) if name in _UNORDERED else operands))


def our_explanation(derivation: Derivation) -> Explanation:
    """Return what a derivation rests on, in the normal form."""
    axioms = (_our_form(axiom) for axiom in derivation.axioms)
    return frozenset((*axioms, *map(_assertion, derivation.assertions)))


def _assertion(triple: Triple) -> Form:
    subject, predicate, obj = map(str, parts(triple))
    if predicate == f"<{RDF}type>":
        return "ClassAssertion", obj, subject
    if isinstance(triple.object, Literal):
        return "ObjectPropertyAssertion", predicate, subject
    return "ObjectPropertyAssertion", predicate, subject, obj


def _our_form(value: object) -> Form:
    if isinstance(value, NamedNode | Literal):
        return "owl:Thing" if value == THING else str(value)
    operands: list[Form] = []
    for part in vars(value).values():
        operands += map(_our_form, part) if isinstance(part, tuple) else (_our_form(part),)
    return _form(_NAMES[type(value)], operands)
