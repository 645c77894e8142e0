"""The JSON Schema of ``annotation.yaml``, for completion and checking in editors.

It exists so that an author sees the ontology's words while typing. It checks what a schema can
(keys, names, forms of values); what hangs together across the file is :mod:`kg.annotation`'s. May
know nothing of articles.
"""

from collections.abc import Collection, Mapping
from typing import Final

from kg.annotation import PASSAGE, VOICES
from kg.namespaces import XSD, local_name
from kg.vocabulary import Vocabulary
from kg.vocabulary.datatypes import DATATYPES, STRING
from kg.vocabulary.identifiers import ARTICLE, FOREIGN, LOCAL, SEGMENT, THIS_ARTICLE
from kg.vocabulary.register import Register
from kg.vocabulary.terms import Property

Object = dict[str, object]
"""A JSON object."""

# Accord reads every scalar as text, but an editor's YAML gives an unquoted 7 or true its own type.
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    XSD + "boolean": ("boolean",),
    XSD + "decimal": ("number",),
    XSD + "gYear": ("integer",),
    XSD + "integer": ("integer",),
    XSD + "nonNegativeInteger": ("integer",),
    XSD + "positiveInteger": ("integer",),
}


def json_schema(vocabulary: Vocabulary, register: Register) -> Object:
    """Return the JSON Schema (2020-12) of annotations in this vocabulary.

    Args:
        vocabulary: names of classes, properties and individuals, with their definitions.
        register: the shared ids, to be completed.
    """
    keys: Object = {name: _ref(_definition(name)) for name in vocabulary.properties}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Accord annotation",
        "description": "The reviewed reading of one article.",
        **_object(
            keys,
            article=_text("Folder of the article, below articles/.", ARTICLE),
            version={"description": "Version of the text.", **_scalar(SEGMENT, "integer")},
            type={"description": "Class of the article.", **_ref("types")},
            passages={"description": "What it says, in text order.", **_list("passage")},
            nothing={"description": "Characters without content.", **_list("nothing")},
            required=("article", "version", "type", "sha256"),
        ),
        "$defs": {
            "passage": _passage(vocabulary),
            "nothing": _nothing(),
            "node": _node(keys),
            "types": _one_or_more(_ref("class")),
            "class": _choice({c.name: c.definition for c in vocabulary.classes.values()}),
            "reference": {
                "anyOf": [
                    _ref("shared"),
                    {"const": THIS_ARTICLE, "description": "The article itself."},
                    _text("Something that this article says.", LOCAL),
                    _text("Something that another article says.", FOREIGN),
                ]
            },
            "shared": _choice({e.id: e.label for e in register.entities.values()}),
            **{
                _definition(term.name): _property(term, vocabulary)
                for term in vocabulary.properties.values()
            },
        },
    }


def _passage(vocabulary: Vocabulary) -> Object:
    classes = vocabulary.classes_named([PASSAGE])
    keys: Object = {
        term.name: _ref(_definition(term.name))
        for term in vocabulary.properties.values()
        if term.fits(classes)
    }
    return _object(
        keys,
        **_quote(),
        name=_text("Handle of the passage, for the context of others."),
        voice={
            "description": "In whose words the passage speaks.",
            **_choice({name: _meaning(name, vocabulary) for name in VOICES}),
        },
        context={
            "description": "Names of the passages that are needed together with this one.",
            **_one_or_more(_text("Name of a passage.")),
        },
        says={"description": "What the passage says.", **_list("node")},
        required=("quote", "voice", "says"),
    )


def _nothing() -> Object:
    reason = _text("Why these characters carry no content: navigation, credit …")
    return _object({}, **_quote(), reason=reason, required=("quote", "reason"))


def _node(keys: Object) -> Object:
    return _object(
        keys,
        id={"description": "What the passage speaks of.", **_ref("reference")},
        type={"description": "Its class.", **_ref("types")},
        required=("id",),
    )


def _quote() -> Object:
    return {
        "quote": _text("Characters of the article, verbatim."),
        "prefix": _text("Characters right before them, where they occur more than once."),
        "suffix": _text("Characters right after them, where they occur more than once."),
    }


def _property(term: Property, vocabulary: Vocabulary) -> Object:
    about = f"About: {', '.join(map(local_name, term.domain))}." if term.domain else ""
    return {
        "title": term.label or term.name,
        "description": " ".join(filter(None, (term.definition, about))),
        **_one_or_more(_value(term, vocabulary)),
    }


def _value(term: Property, vocabulary: Vocabulary) -> Object:
    if term.kind == "object":
        individuals = {i.name: i.definition for i in vocabulary.individuals_in(term.range)}
        return {"anyOf": [_choice(individuals), _ref("reference")]}
    return _scalar(DATATYPES[term.datatype].pattern, *_ALSO.get(term.datatype, ()))


# ---------------------------------------------------------------- pieces of JSON Schema


def _object(keys: Object, *, required: Collection[str], **structure: object) -> Object:
    return {
        "type": "object",
        "properties": {**structure, **{k: v for k, v in keys.items() if k not in structure}},
        "required": list(required),
        "additionalProperties": False,
    }


def _text(description: str, pattern: str = DATATYPES[STRING].pattern) -> Object:
    return {"description": description, **_scalar(pattern)}


def _scalar(pattern: str, *also: str) -> Object:
    return {"type": ["string", *also] if also else "string", "pattern": f"^({pattern})$"}


def _one_or_more(item: Object) -> Object:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1, "uniqueItems": True}]}


def _list(definition: str) -> Object:
    return {"type": "array", "items": _ref(definition), "minItems": 1}


def _choice(meanings: Mapping[str, str]) -> Object:
    """Return a schema of the keys of ``meanings``; the values are shown while choosing."""
    if not meanings:
        return {"enum": []}
    return {"oneOf": [{"const": name, "description": text} for name, text in meanings.items()]}


def _ref(definition: str) -> Object:
    return {"$ref": f"#/$defs/{definition}"}


def _definition(name: str) -> str:
    """Return where the schema of a property stands; the hyphen keeps it apart from the others."""
    return f"key-{name}"


def _meaning(name: str, vocabulary: Vocabulary) -> str:
    individual = vocabulary.individuals.get(name)
    return individual.definition if individual else name
