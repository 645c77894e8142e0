"""The ontology as pages that people read: static HTML with pictures, quotations and no network.

Reviewers want to see a term whole: what it means, what the axioms say of it from either side, in
which sentences it is used, what checks it and who asks for it. The same input gives the same bytes.

`reader`, `axioms` and `phrases` read the ontology, `usage`, `constraints` and `questions` what
uses it, into the records of `model`. `site`, `frame` and `termsection` write the pages, and
`classpicture` and `propertypicture` draw.
"""

from collections.abc import Mapping

from pyoxigraph import Store

from kg.errors import OntologyError
from kg.pages.constraints import constraints
from kg.pages.frame import generator
from kg.pages.model import Ontology, Usage
from kg.pages.questions import question, questions_by_term
from kg.pages.reader import read_ontology
from kg.pages.site import RESERVED, site
from kg.pages.usage import count_and_quote, names, sources
from kg.project import Project
from kg.query import load_query, query_names
from kg.vocabulary import vocabulary_of_files
from kg.vocabulary.shapes import shape_datatypes
from kg.vocabulary.tripleindex import TripleIndex
from kg.vocabulary.turtlefile import TurtleFile, read_turtle

__all__ = ["is_page", "ontology_pages"]


def ontology_pages(project: Project, graph: Store) -> dict[str, bytes]:
    """Return the pages about a project's ontology, by the names of their files.

    Args:
        project: its ontology, shapes and queries.
        graph: the graph that was built from it.

    Raises:
        KgError: a file of the project cannot be read, or is not what it should be.
    """
    files = [TurtleFile.read(path, project.shown(path)) for path in project.ontology_modules()]
    shapes = {path.name: read_turtle(path, project.shown(path)) for path in project.shape_files()}
    asked = [triple for triples in shapes.values() for triple in triples]
    # Sections are named by local names, of which it sees that no two terms share one.
    vocabulary = vocabulary_of_files(project, files, asked)
    by_shapes = shape_datatypes(asked)
    datatypes = {
        property_.iri: property_.datatype
        for property_ in vocabulary.properties.values()
        if property_.iri in by_shapes
    }
    ontology = read_ontology([file.triples for file in files], datatypes, "by the shapes")
    _refuse_reserved(ontology)
    indexes = {name: TripleIndex(triples) for name, triples in shapes.items()}
    return site(ontology, _usage(project, graph, ontology, indexes))


def is_page(name: str, content: bytes) -> bool:
    """Return whether a file is a page that :func:`ontology_pages` once named so."""
    return generator(name.removesuffix(".html")).encode() in content


def _usage(
    project: Project, graph: Store, ontology: Ontology, shapes: Mapping[str, TripleIndex]
) -> Usage:
    terms = ontology.terms.keys()
    asked = tuple(question(load_query(project, name)) for name in query_names(project))
    counts, examples = count_and_quote(graph, terms)
    return Usage(
        counts=counts,
        examples=examples,
        constraints=constraints(shapes, terms),
        questions=questions_by_term(asked, terms),
        sources=sources(graph),
        all_questions=asked,
        names=names(graph, ontology.things()),
    )


def _refuse_reserved(ontology: Ontology) -> None:
    for module in ontology.modules:
        if module.name in RESERVED:
            raise OntologyError(
                f"the module {module.iri} cannot have a page",
                why=f"{module.name}.html is another page",
                fix="rename the module",
            )
