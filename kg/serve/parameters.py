"""The parameters of a stored question as programs and models are told of them.

May know nothing of who is told.
"""

from typing import Final

from kg.query import Parameter
from kg.results.schema import Schema

_FORMATS: Final = {"date": "date"}
_VALUES: Final = {"date": "a date, YYYY-MM-DD", "integer": "a whole number", "string": "text"}


def parameter_schema(parameter: Parameter) -> Schema:
    """Return the JSON Schema of a value: what the words of a user must look like."""
    schema: Schema = {"type": "string", "examples": [parameter.example]}
    if parameter.datatype == "integer":
        return {"type": "integer", "examples": [int(parameter.example)]}
    if parameter.datatype in _FORMATS:
        schema["format"] = _FORMATS[parameter.datatype]
    return schema


def values_of(parameter: Parameter) -> str:
    """Return what a value is, in words."""
    named = f"the name, code, id or IRI of one {parameter.class_}"
    return _VALUES.get(parameter.datatype, named)
