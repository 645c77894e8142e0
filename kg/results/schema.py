"""What a document looks like, as JSON Schema: for programs that read answers, and for models.

May know nothing of how a document comes about.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema, draft 2020-12."""


def definitions(place: str = "#/$defs/") -> dict[str, Schema]:
    """Return the schemas of a document and its parts, by name.

    Args:
        place: where they refer to each other, such as ``#/components/schemas/``.
    """

    def one(name: str) -> Schema:
        return {"$ref": f"{place}{name}"}

    def many(name: str) -> Schema:
        return {"type": "array", "items": one(name)}

    text: Schema = {"type": "string"}
    maybe: Schema = {"type": ["string", "null"]}
    return {
        "Term": _object(
            "An RDF term.",
            {
                "type": text | {"enum": ["uri", "bnode", "literal", "triple"]},
                "value": text | {"description": "the IRI, or the text of the literal"},
                "label": text | {"description": "what people call an IRI"},
                "datatype": text | {"description": "IRI of a literal's datatype"},
                "lang": text | {"description": "a literal's language"},
            },
            ("type", "value"),
        ),
        "Quote": _object(
            "A sentence of an article that a row rests on.",
            {
                "about": text | {"description": "what it is evidence of; empty for the row itself"},
                "text": text | {"description": "the sentence, as the article has it"},
                "speaker": one("Term") | {"description": "who says it"},
                "said": text | {"description": "day on which it was said"},
                "voice": one("Term") | {"description": "whose words they are"},
                "article": one("Term") | {"description": "the article that has it"},
                "passage": text | {"description": "IRI of the article, and the characters in it"},
            },
            ("about",),
        ),
        "Column": _object(
            "A column of the rows.",
            {
                "name": text | {"description": "of the SPARQL variable"},
                "heading": text | {"description": "for people"},
            },
        ),
        "Row": _object(
            "A row, and the sentences that it rests on.",
            {
                "values": {
                    "type": "object",
                    "description": "terms by column; one that is unbound is absent",
                    "additionalProperties": one("Term"),
                },
                "quotes": many("Quote"),
            },
        ),
        "Given": _object(
            "The value of a parameter.",
            {
                "words": text | {"description": "in which it was given"},
                "term": one("Term") | {"description": "that they mean"},
            },
        ),
        "Document": _object(
            "An answer: rows, each with the sentences that it rests on.",
            {
                "query": maybe | {"description": "name of the stored query"},
                "title": maybe | {"description": "what it finds"},
                "question": maybe | {"description": "that it answers, with example values"},
                "given": {
                    "type": "object",
                    "description": "the parameters that were given",
                    "additionalProperties": one("Given"),
                },
                "columns": many("Column"),
                "rows": many("Row"),
                "answer": {"type": ["boolean", "null"], "description": "yes or no, to an ASK"},
                "stopped": maybe
                | {"description": "the setting at which the rows stop; null where all are there"},
                "build": maybe | {"description": "the build that answered"},
            },
        ),
    }


def schema() -> Schema:
    """Return the JSON Schema of a document, whole in itself."""
    parts = definitions()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **parts.pop("Document"),
        "$defs": parts,
    }


def _object(
    about: str, properties: Mapping[str, Schema], required: Sequence[str] | None = None
) -> Schema:
    return {
        "type": "object",
        "description": about,
        "properties": dict(properties),
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }
