"""The JSON-LD 1.1 reading of annotations: the context of their vocabulary, and one as a document.

It exists for programs that read JSON-LD and not our YAML, and as the check on our compiler: a
JSON-LD processor must read from the document what the compiler made. May know nothing of YAML.
"""

from collections.abc import Iterable, Sequence

from kg.annotation import Annotation, Nothing, Passage, Span, Statement, Value
from kg.compile import LANGUAGE, WRITTEN_TERMS
from kg.vocabulary import Vocabulary
from kg.vocabulary.datatypes import LANG_STRING, STRING

Object = dict[str, object]
"""A JSON object."""


def context(vocabulary: Vocabulary) -> Object:
    """Return the JSON-LD context in which an annotation's keys mean what the ontology says.

    ``says`` is ``@graph``: what stands under it is the named graph of its passage. The same
    vocabulary gives the same context, in the same order.
    """
    terms: Object = {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        "says": "@graph",
    }
    for name, class_ in vocabulary.classes.items():
        terms[name] = class_.iri
    for name, term in vocabulary.properties.items():
        if term.kind == "object":
            terms[name] = {"@id": term.iri, "@type": "@id"}
        elif term.datatype == LANG_STRING:
            terms[name] = {"@id": term.iri, "@language": LANGUAGE}
        elif term.datatype == STRING:
            terms[name] = term.iri
        else:
            terms[name] = {"@id": term.iri, "@type": term.datatype}
    return {"@context": terms}


def document(annotation: Annotation, vocabulary: Vocabulary) -> Object:
    """Return an annotation as a JSON-LD document that carries its context.

    The document is the named graph of the article; the passages within it have graphs of their
    own. Every id is an absolute IRI, so that no base is needed.

    Args:
        annotation: the checked annotation.
        vocabulary: the vocabulary that it was checked against.

    Raises:
        OntologyError: the ontology lacks a term that describes every article or passage.
    """
    for name in WRITTEN_TERMS:
        vocabulary.term(name)
    passages = annotation.passages
    return {
        **context(vocabulary),
        "id": annotation.iri,
        "@graph": [
            {
                "id": annotation.iri,
                **_types(annotation.types),
                "articleId": annotation.article.text,
                "version": annotation.version.text,
                **_properties(annotation.statements),
            },
            *(_passage(passage, annotation, vocabulary) for passage in passages),
            *(_empty(entry, annotation) for entry in annotation.nothing),
            *_editorial(passages, vocabulary),
        ],
    }


def _passage(passage: Passage, annotation: Annotation, vocabulary: Vocabulary) -> Object:
    described: Object = {
        **_span(passage, "Passage", annotation),
        "voice": vocabulary.term(passage.voice.text),
    }
    if passage.context:
        described["readWith"] = [value.text for value in passage.context]
    says: list[Object] = []
    for node in passage.says:
        content = _properties(_of_kind(node.statements, vocabulary, editorial=False))
        says.append({"id": node.iri, **_types(node.types), **content})
    return {**described, **_properties(passage.statements), "says": says}


def _empty(entry: Nothing, annotation: Annotation) -> Object:
    return {**_span(entry, "EmptyPassage", annotation), "reason": entry.reason.text}


def _span(span: Span, type_name: str, annotation: Annotation) -> Object:
    return {
        "id": span.iri,
        "type": type_name,
        "inArticle": annotation.iri,
        "startOffset": str(span.start),
        "endOffset": str(span.end),
        "exactText": span.quote,
    }


def _editorial(passages: Iterable[Passage], vocabulary: Vocabulary) -> list[Object]:
    """Return labels and notes of what passages describe: they belong to the article's graph."""
    described: list[Object] = []
    for passage in passages:
        for node in passage.says:
            properties = _properties(_of_kind(node.statements, vocabulary, editorial=True))
            if properties:
                described.append({"id": node.iri, **properties})
    return described


def _of_kind(
    statements: Iterable[Statement], vocabulary: Vocabulary, *, editorial: bool
) -> list[Statement]:
    return [s for s in statements if vocabulary.properties[s.name].editorial is editorial]


def _types(types: Sequence[Value]) -> Object:
    return {"type": [value.text for value in types]} if types else {}


def _properties(statements: Iterable[Statement]) -> Object:
    return {
        statement.name: statement.values[0].text
        if len(statement.values) == 1
        else [value.text for value in statement.values]
        for statement in statements
    }
