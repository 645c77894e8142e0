"""Pellet and HermiT as judges of explanations: ``tests/java/PelletOracle.java``.

Explanations are compared as sets of axioms and assertions, in one normal form for theirs and ours.
Tests that use this are marked ``java(compiler=True)``.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.hermit import find_jar, java_command
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


class Judge:
    """Pellet or HermiT, with one ontology in mind.

    Args:
        name: ``Pellet`` or ``HermiT``.
        quads: the ontology, and what is asserted.

    Attributes:
        axioms: its axioms and assertions, each with its number.
    """

    def __init__(self, name: Literal["Pellet", "HermiT"], quads: Iterable[Quad]) -> None:
        # The OWL API is taken from the first of them.
        pellet = find_jar().parent.parent / "pellet" / "*"
        wanted = {q.triple for q in quads if q.predicate != NamedNode(OWL + "imports")}
        # Not N-Triples, of which OWL API 3.4.3 reads the escaped line ends in literals as letters.
        document = serialize(sorted(wanted, key=str), format=RdfFormat.RDF_XML)
        assert document is not None
        with tempfile.TemporaryDirectory(prefix="accord-") as folder:
            path = Path(folder, "ontology.rdf")
            path.write_bytes(document)
            command = [*java_command(str(pellet)), str(SOURCE), str(path), name]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
            )
            forms = list(map(read_form, iter(self._line, "")))
        self.axioms: dict[Form, int] = {form: number for number, form in enumerate(forms)}
        assert len(self.axioms) == len(forms), "two axioms have one form"
        self._forms = forms

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def entail(self, axioms: Iterable[int], triple: Triple) -> bool:
        """Tell whether these axioms by themselves entail a triple."""
        return self._ask("only", _numbers(axioms), _assertion_of(triple)) == "1"

    def entailed_without(self, axioms: Iterable[int], triples: Sequence[Triple]) -> list[bool]:
        """Tell of each triple whether all axioms but these entail it."""
        answer = self._ask("without", _numbers(axioms), *map(_assertion_of, triples))
        return [each == "1" for each in answer]

    def explanations(self, triple: Triple) -> set[Explanation]:
        """Return all minimal explanations of a triple as Pellet, whatever the judge, finds them."""
        found = self._ask("explain", "0", _assertion_of(triple))
        return {
            frozenset(self._forms[int(number)] for number in explanation.split())
            for explanation in found.split("\t")
            if explanation
        }

    def _ask(self, *fields: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write("\t".join(fields) + "\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the reasoner has stopped; standard error has the reason")
        return line.rstrip("\n")


def _numbers(axioms: Iterable[int]) -> str:
    return " ".join(map(str, axioms))


def _assertion_of(triple: Triple) -> str:
    return " ".join(str(part).strip("<>") for part in parts(triple))


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
    if isinstance(literal := triple.object, ox.Literal):
        kind = f"@{literal.language}" if literal.language else str(literal.datatype)
        # XML, in which they read it, has one line end.
        value = literal.value.replace("\r\n", "\n").replace("\r", "\n")
        return "ObjectPropertyAssertion", predicate, subject, kind, f"x{value.encode().hex()}"
    return "ObjectPropertyAssertion", predicate, subject, obj


def _our_form(value: object) -> Form:
    if isinstance(value, NamedNode | ox.Literal):
        return "owl:Thing" if value == THING else str(value)
    operands: list[Form] = []
    for part in vars(value).values():
        operands += map(_our_form, part) if isinstance(part, tuple) else (_our_form(part),)
    return _form(_NAMES[type(value)], operands)
