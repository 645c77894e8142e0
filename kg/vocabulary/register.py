"""The things that articles share: states, people, offices, agreements, by their short ids.

It exists so that an annotation may write ``dmitry-peskov`` and a misspelt id is an error with the
nearest known ones, never a new person. May know nothing of annotations.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode, Triple

from kg.errors import OntologyError, Position
from kg.namespaces import DATA, OWL, RDF, RDFS, SKOS, compact, local_name
from kg.project import Project
from kg.text.letters import plain
from kg.text.nearest import nearest
from kg.vocabulary import Vocabulary
from kg.vocabulary.declared import refuse_undeclared_entities, refuse_undeclared_terms
from kg.vocabulary.identifiers import SHARED, THIS_ARTICLE, matches
from kg.vocabulary.tripleindex import TripleIndex
from kg.vocabulary.turtlefile import TurtleFile


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that articles share.

    Attributes:
        id: its id, without a slash.
        iri: its IRI.
        types: IRIs of the classes it is stated to be in.
        label: its name, the English one where there are several.
        other_names: every other label and ``skos:altLabel``, sorted.
    """

    id: str
    iri: str
    types: frozenset[str]
    label: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The shared entities by id."""

    entities: Mapping[str, Entity]


def load_register(project: Project, vocabulary: Vocabulary) -> Register:
    """Return the entities of ``ontology/reference.ttl`` and ``articles/register.ttl``.

    Either file may be missing: then it declares nothing.

    Raises:
        ProjectError: a file cannot be read.
        OntologyError: a file is not Turtle, or names a term or an entity that none declares, or
            describes what a module of the ontology gives a class; or as for :func:`register_of`.
    """
    paths = (path for path in (project.reference, project.register) if path.exists())
    files = [TurtleFile.read(path, project.shown(path)) for path in paths]
    refuse_undeclared_terms(files, vocabulary.iris())

    def place(iri: str) -> Position | None:
        described = (file for file in files if NamedNode(iri) in {t.subject for t in file.triples})
        return next((file.position(iri) for file in described), None)

    _refuse_classes_in_modules(project, files, vocabulary)
    triples = (triple for file in files for triple in file.triples)
    register = register_of(triples, vocabulary, place)
    refuse_undeclared_entities(files, {entity.iri for entity in register.entities.values()})
    return register


def register_of(
    triples: Iterable[Triple],
    vocabulary: Vocabulary,
    place: Callable[[str], Position | None] = lambda _: None,
) -> Register:
    """Return the entities that the triples describe: the subjects ``…/id/<id>`` without a slash.

    Args:
        triples: the reference data and the register.
        vocabulary: what they may say.
        place: the place in a file where an entity, by its IRI, is described.

    Raises:
        OntologyError: an id breaks the pattern or is the name of an individual of the ontology,
            or an entity has no class or one that the ontology does not declare.
    """
    index = TripleIndex(triples)
    known = {term.iri for term in vocabulary.classes.values()}
    entities = {}
    for iri in sorted(index.named()):
        name = iri.removeprefix(DATA)
        if name == iri or "/" in name:
            continue
        types = [t for t in index.iris(iri, RDF + "type") if not t.startswith(OWL)]
        error = _wrong_id(name, vocabulary) or _wrong_types(iri, types, known)
        if error:
            error.at = place(iri)
            raise error
        entities[name] = _entity(name, iri, frozenset(types), index)
    return Register(MappingProxyType(entities))


def _refuse_classes_in_modules(
    project: Project, files: Iterable[TurtleFile], vocabulary: Vocabulary
) -> None:
    of_modules = {i.iri for i in vocabulary.individuals.values() if i.iri.startswith(DATA)}
    for file in files:
        both = of_modules.intersection(
            triple.subject.value for triple in file.triples if isinstance(triple.subject, NamedNode)
        )
        # The modules have been read before, and are read again only to find the place.
        for path in project.ontology_modules() if both else ():
            module = TurtleFile.read(path, project.shown(path))
            for iri in sorted(both & _given_types(module)):
                raise OntologyError(
                    f"{module.shown} says what {compact(iri)} is, and {file.shown} describes it",
                    at=module.position(iri),
                    why="what a module declares or gives a class belongs to the ontology, and "
                    "articles do not share it",
                    fix=f"say it at {file.position(iri)} instead",
                )


def _given_types(file: TurtleFile) -> set[str]:
    return {
        triple.subject.value
        for triple in file.triples
        if triple.predicate.value == RDF + "type" and isinstance(triple.subject, NamedNode)
    }


def _entity(name: str, iri: str, types: frozenset[str], index: TripleIndex) -> Entity:
    labels = [literal.value for literal in index.literals(iri, RDFS + "label")]
    others = [literal.value for literal in index.literals(iri, SKOS + "altLabel")]
    label = labels[0] if labels else name
    return Entity(name, iri, types, label, tuple(sorted({*labels, *others} - {label})))


def _wrong_id(name: str, vocabulary: Vocabulary) -> OntologyError | None:
    if not matches(SHARED, name):
        plainer = re.sub("[^a-z0-9]+", "-", plain(name)).strip("-")
        return OntologyError(
            f"id:{name} cannot be written in an annotation",
            why="an id has the letters a to z, digits and single hyphens: dmitry-peskov",
            fix=f"rename it, for example to id:{plainer}, and keep its own spelling in the label"
            if plainer
            else "rename it in these letters, and keep its own spelling in the label",
        )
    if name == THIS_ARTICLE or name in vocabulary.individuals:
        return OntologyError(
            f"id:{name} has a name that means something else",
            why=f"in an annotation, {name} is "
            + ("the article itself" if name == THIS_ARTICLE else "an individual of the ontology"),
            fix="rename it",
        )
    return None


def _wrong_types(iri: str, types: Iterable[str], known: set[str]) -> OntologyError | None:
    if not types:
        return OntologyError(
            f"{compact(iri)} has no class",
            why="what it may be said to do depends on what it is",
            fix=f"say what it is, with the class that fits: {compact(iri)} a accord:State ; …",
        )
    for type_iri in types:
        if type_iri not in known:
            return OntologyError(
                f"{compact(iri)} is said to be a {compact(type_iri)}, which is no class",
                why="only classes that the ontology declares can be used",
                fix="correct the class, or declare it in the ontology",
                nearest=[
                    local_name(near)
                    for near in nearest(local_name(type_iri), map(local_name, known))
                ],
            )
    return None
