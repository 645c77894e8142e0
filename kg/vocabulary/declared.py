"""Names in Turtle that mean something only where a file declares them: a misspelt one is an error.

RDF takes any IRI for a name, so ``rdfs:subClassOf accord:Agnet`` is no mistake to a parser: it is a
class of its own that nothing else speaks of, and whatever should follow from it silently does not.
May know nothing of what the names mean.
"""

from collections.abc import Collection, Iterable

from pyoxigraph import NamedNode, Triple

from kg.errors import OntologyError
from kg.namespaces import DATA, TERMS, compact
from kg.text.nearest import nearest
from kg.vocabulary.turtlefile import TurtleFile


def refuse_undeclared_terms(files: Iterable[TurtleFile], terms: Collection[str]) -> None:
    """Refuse names in Accord's namespace that are not among ``terms``, which are IRIs.

    Raises:
        OntologyError: there is one.
    """
    for file in files:
        for name in _names(file.triples):
            if name.startswith(TERMS) and name not in terms:
                raise OntologyError(
                    f"the ontology declares no {compact(name)}",
                    at=file.position(name),
                    why="a name that nothing declares means nothing, and what should follow "
                    "from it does not",
                    fix="correct the name, or declare it in a module of ontology/",
                    nearest=nearest(compact(name), map(compact, terms)),
                )


def refuse_undeclared_entities(files: Iterable[TurtleFile], entities: Collection[str]) -> None:
    """Refuse names of shared entities that are not among ``entities``, which are IRIs.

    Raises:
        OntologyError: there is one.
    """
    for file in files:
        for name in _names(file.triples):
            shared = name.startswith(DATA) and "/" not in name.removeprefix(DATA)
            if shared and name not in entities:
                raise OntologyError(
                    f"nothing is declared as {compact(name)}",
                    at=file.position(name),
                    why="neither the reference data nor the register says what it is",
                    fix="correct the id, or say there what it is",
                    nearest=nearest(compact(name), map(compact, entities)),
                )


def _names(triples: Iterable[Triple]) -> dict[str, None]:
    """Return the IRIs of ``triples``, each once, in their order."""
    terms = (term for t in triples for term in (t.subject, t.predicate, t.object))
    return dict.fromkeys(term.value for term in terms if isinstance(term, NamedNode))
