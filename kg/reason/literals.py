"""Whether two literals are certainly two values, and whether one is certainly outside a datatype.

Certainly, because what is unknown is no inconsistency: of a datatype that is not listed here
nothing is known. Values are those of https://www.w3.org/TR/owl2-syntax/#Datatype_Maps, and dates,
which OWL 2 lacks, by their lexical forms.
"""

from collections.abc import Hashable
from fractions import Fraction
from typing import Final

from pyoxigraph import Literal

from kg.namespaces import RDF, RDFS, XSD

_SIGNED: Final = ("long", "int", "short", "byte")
_UNSIGNED: Final = ("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte")
_LARGEST: Final = {
    **dict(zip(_SIGNED, (2**63 - 1, 2**31 - 1, 2**15 - 1, 2**7 - 1), strict=True)),
    **dict(zip(_UNSIGNED, (2**64 - 1, 2**32 - 1, 2**16 - 1, 2**8 - 1), strict=True)),
    "negativeInteger": -1,
    "nonPositiveInteger": 0,
}
_LEAST: Final = {
    **{name: -_LARGEST[name] - 1 for name in _SIGNED},
    **dict.fromkeys((*_UNSIGNED, "nonNegativeInteger"), 0),
    "positiveInteger": 1,
}
_INTEGERS: Final = frozenset({"integer", *_LARGEST, *_LEAST})
_BY_FORM: Final = frozenset({"anyURI", "boolean", "date", "dateTime", "string"})
"""Datatypes whose values differ where the lexical forms that Oxigraph keeps differ."""


def value(literal: Literal) -> Hashable:
    """Return what identifies the value of a literal, or None where that is not known."""
    if literal.language:
        return RDF + "langString", literal.value, literal.language.lower()
    datatype = literal.datatype.value
    name = datatype.removeprefix(XSD)
    if name in _INTEGERS | {"decimal"}:
        try:
            return XSD + "decimal", Fraction(literal.value)
        except ValueError:
            return None
    return (datatype, literal.value) if name in _BY_FORM else None


def differ(first: Literal, second: Literal) -> bool:
    """Tell whether two literals are certainly two values."""
    values = value(first), value(second)
    return None not in values and values[0] != values[1]


def is_known(datatype: str) -> bool:
    """Tell whether :func:`outside` knows the values of a datatype, by its IRI."""
    name = datatype.removeprefix(XSD)
    known = (RDFS + "Literal", RDF + "langString", RDF + "PlainLiteral")
    return name in _INTEGERS | _BY_FORM | {"decimal"} or datatype in known


def outside(literal: Literal, datatype: str) -> bool:
    """Tell whether a literal is certainly no value of a datatype for which :func:`is_known`."""
    found = value(literal)
    if not isinstance(found, tuple) or datatype == RDFS + "Literal":
        return False
    if datatype == RDF + "PlainLiteral":
        return found[0] not in (XSD + "string", RDF + "langString")
    name = datatype.removeprefix(XSD)
    if name not in _INTEGERS:
        return bool(found[0] != datatype)
    number = found[1]
    if not isinstance(number, Fraction) or number.denominator != 1:
        return True
    return not (_LEAST.get(name, number) <= number <= _LARGEST.get(name, number))
