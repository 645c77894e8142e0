"""Whose the data are: their annotators', not the ontology's authors'; and their licence.

Who annotates articles of their own uses the ontology as it is; its authors did not make that data,
and the licence that they gave is not theirs to give for it. Where they annotated all of it
themselves, what they say of the ontology holds for the data too. May know nothing of any document.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import DCTERMS, TERMS
from kg.turtle import Term

ANNOTATED_BY: Final = NamedNode(TERMS + "annotatedBy")
CREATOR: Final = NamedNode(DCTERMS + "creator")
LICENCE: Final = NamedNode(DCTERMS + "license")
_GIVEN: Final = frozenset({LICENCE, NamedNode(DCTERMS + "publisher")})


def made_by(
    ontology: Iterable[tuple[NamedNode, Term]], annotators: Iterable[Term]
) -> list[tuple[NamedNode, Term]]:
    """Return the creators of data; and its licence and publisher, where these are known.

    Args:
        ontology: what the ontology says of itself, each predicate with its value.
        annotators: of the articles in the data; none where there are no articles.
    """
    header = list(ontology)
    authors = [value for predicate, value in header if predicate == CREATOR]
    creators = dict.fromkeys(annotators) or dict.fromkeys(authors)
    said = [(CREATOR, creator) for creator in creators]
    if {creator.value for creator in creators} <= {author.value for author in authors}:
        said += [pair for pair in header if pair[0] in _GIVEN]
    return said
