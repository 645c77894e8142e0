"""From what an author writes under a key to IRIs and literals.

It is the strict part of an annotation's vocabulary: JSON-LD processors drop an unknown key and
accept any id, and a graph that was built that way looks fine and lacks a sentence. May know nothing
of passages or of the article's text.
"""

from collections.abc import Callable, Collection, Iterable
from functools import partial

from kg.annotation.collector import Collector, unexplained
from kg.annotation.localids import LocalIds
from kg.annotation.model import Statement, Value
from kg.annotation.tree import items_of, text_of
from kg.annotation.yamltree import Mapping, Node, Scalar
from kg.errors import (
    AnnotationError,
    BadIdentifier,
    BadScalar,
    UnknownEntity,
    UnknownKey,
    UnknownTerm,
)
from kg.namespaces import DATA, compact, local_name
from kg.text.nearest import nearest
from kg.vocabulary import Vocabulary
from kg.vocabulary.datatypes import DATATYPES
from kg.vocabulary.entry import how_to_declare
from kg.vocabulary.identifiers import Form, form_of
from kg.vocabulary.register import Register
from kg.vocabulary.terms import Individual, Property


class Values:
    """Resolves the keys and values of one annotation.

    Args:
        vocabulary: what may be said.
        register: the entities that articles share.
        article: IRI of the article's version.
        ids: the local ids of the annotation.
        mistakes: is told of each key and value that is wrong; the others are returned.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        register: Register,
        article: str,
        ids: LocalIds,
        mistakes: Collector,
    ) -> None:
        self._vocabulary = vocabulary
        self._register = register
        self._article = article
        self._ids = ids
        self._mistakes = mistakes
        self._foreign: dict[str, Value] = {}

    @property
    def foreign(self) -> tuple[Value, ...]:
        """IRIs of what other articles must declare, each where it was first referred to."""
        return tuple(self._foreign.values())

    def classes(self, names: Iterable[Node]) -> tuple[Value, ...]:
        """Return names of classes, checked: each is one, and none stands twice."""
        return self._each("type", names, self._class)

    def statements(
        self,
        entries: Collection[tuple[Scalar, Node]],
        structure: Collection[str],
        *,
        subject: tuple[str, Collection[str]] | None = None,
        missing: Collection[str] = (),
    ) -> tuple[Statement, ...]:
        """Return the statements that keys and values make.

        Args:
            entries: the keys and what they hold.
            structure: keys that are no properties here, to be suggested for a misspelt one.
            subject: what the statements are about and the names of its classes, where both are
                certain: then a property of another domain is refused, since its line has slipped
                out of its node.
            missing: keys of the structure that are missing: unknown ones are what became of them.
        """
        names = [key.text for key, _ in entries]
        unknown = [name for name in names if name not in self._vocabulary.properties]
        explained = {*unknown}.difference(unexplained(unknown, missing))
        statements = (
            self._mistakes.attempt(self._statement, key, node, structure, subject)
            for key, node in entries
            if key.text not in explained
        )
        return tuple(filter(None, statements))

    def subject(self, id_: Scalar) -> str:
        """Return the IRI of what a node is about: something of this article, or a shared entity.

        Raises:
            UnknownEntity: nobody declares it.
            BadIdentifier: it has no form of an id.
        """
        iri = self._known(id_, self._form(id_))
        if iri is None:
            alone = f"; if this article alone speaks of it, give it a kind: event/{id_.text}"
            raise self._unknown(id_, (), alone)
        return iri

    def _each(
        self, key: str, nodes: Iterable[Node], resolve: Callable[[Scalar], Value]
    ) -> tuple[Value, ...]:
        seen: dict[str, Value] = {}
        for node in nodes:
            value = self._mistakes.attempt(_resolved, node, key, resolve)
            if value and seen.setdefault(value.text, value) is not value:
                self._mistakes.add(
                    AnnotationError(
                        f"{key} has the same value twice",
                        at=value.at,
                        why=f"it stands already at {seen[value.text].at}",
                        fix="delete one of the two",
                    )
                )
        return tuple(seen.values())

    def _class(self, name: Scalar) -> Value:
        if name.text not in self._vocabulary.classes:
            raise UnknownTerm(
                f"{name.text} is no class of the ontology",
                at=name.at,
                why="a type is the local name of a class that the ontology declares",
                fix="correct the name, or declare the class in the ontology",
                nearest=nearest(name.text, self._vocabulary.classes),
            )
        return Value(name.text, name.at)

    def _property(
        self,
        key: Scalar,
        structure: Collection[str],
        subject: tuple[str, Collection[str]] | None,
    ) -> Property:
        found = self._vocabulary.properties.get(key.text)
        if found is None:
            raise UnknownKey(
                f"{key.text} is no key here",
                at=key.at,
                why=f"a key is one of {', '.join(structure)}, or the local name of a property "
                "that the ontology declares",
                fix="correct the key, or declare the property in the ontology",
                nearest=nearest(key.text, {*structure, *self._vocabulary.properties}),
            )
        if subject is not None and not found.fits(self._vocabulary.classes_named(subject[1])):
            raise UnknownKey(
                f"{key.text} is not said of {subject[0]}",
                at=key.at,
                why=f"it is a property of {' or '.join(map(local_name, found.domain))}",
                fix="indent it under the node that it is about",
            )
        return found

    def _statement(
        self,
        key: Scalar,
        node: Node,
        structure: Collection[str],
        subject: tuple[str, Collection[str]] | None,
    ) -> Statement:
        term = self._property(key, structure, subject)
        if isinstance(node, Mapping):
            raise self._mapping(term, node)
        resolve = self._reference if term.kind == "object" else _literal
        values = self._each(key.text, items_of(node, key.text), partial(resolve, term=term))
        return Statement(key.text, values, key.at)

    def _mapping(self, term: Property, node: Mapping) -> AnnotationError:
        if term.kind == "object":
            return AnnotationError(
                f"{term.name} holds a mapping",
                at=node.at,
                why="a value is an id; what it stands for is described in a node of its own",
                fix="move the mapping to the list under says, give it an id, and write the id here",
            )
        return BadScalar(
            f"{term.name} holds a mapping",
            at=node.at,
            why=f"its value is {DATATYPES[term.datatype].words}",
            fix="write the value behind the key",
        )

    def _reference(self, scalar: Scalar, term: Property) -> Value:
        individual = self._vocabulary.individuals.get(scalar.text)
        if individual is not None:
            return Value(individual.iri, scalar.at)
        form = self._form(scalar)
        if form is Form.FOREIGN:
            return self._reference_abroad(scalar)
        iri = self._known(scalar, form)
        if iri is not None:
            return Value(iri, scalar.at)
        choice = self._vocabulary.individuals_in(term.range) if term.range else []
        error = self._none_of(term, scalar, choice) if choice else self._unknown(scalar, term.range)
        if form is not Form.LOCAL:
            raise error
        self._ids.lacking.add(scalar.text, error)
        return Value(f"{self._article}/{scalar.text}", scalar.at)

    def _form(self, scalar: Scalar) -> Form:
        try:
            return form_of(scalar.text, scalar.at)
        except BadIdentifier as error:
            # Most often it is what the register calls a name.
            raise BadIdentifier(
                error.what,
                at=error.at,
                why=error.why,
                fix=error.fix,
                nearest=self._ids_like(scalar.text),
            ) from error

    def _known(self, scalar: Scalar, form: Form) -> str | None:
        if form is Form.ITSELF:
            return self._article
        if form is Form.LOCAL and scalar.text in self._ids:
            return f"{self._article}/{scalar.text}"
        entity = self._register.entities.get(scalar.text)
        return entity.iri if entity else None

    def _reference_abroad(self, scalar: Scalar) -> Value:
        value = Value(DATA + scalar.text, scalar.at)
        if value.text.startswith(f"{self._article}/"):
            raise BadIdentifier(
                f"{scalar.text} is an id of this article, written in full",
                at=scalar.at,
                why="what the article itself mints has one way to be written",
                fix=f"write {value.text.removeprefix(self._article + '/')}",
            )
        self._foreign.setdefault(value.text, value)
        return value

    def _none_of(self, term: Property, scalar: Scalar, choice: list[Individual]) -> UnknownEntity:
        names = [individual.name for individual in choice]
        if scalar.text in self._vocabulary.properties:
            return UnknownEntity(
                f"{term.name} cannot be {scalar.text}",
                at=scalar.at,
                why=f"{scalar.text} is a key by itself, and not a value of {term.name}",
                fix=f"write {scalar.text}: and the id of what that is, and for {term.name} "
                f"one of {', '.join(names)}",
            )
        return UnknownEntity(
            f"{term.name} cannot be {scalar.text}",
            at=scalar.at,
            why="the ontology lists its values",
            fix=f"write one of {', '.join(names)}",
            nearest=nearest(scalar.text, names),
        )

    def _unknown(self, scalar: Scalar, classes: Collection[str], local: str = "") -> UnknownEntity:
        if "/" in scalar.text:
            why = "no node of this annotation has this id"
            fix = "correct the id, or add a node with this id and a type under says"
        else:
            to_declare = how_to_declare(scalar.text, classes, self._vocabulary, self._article)
            why = "neither ontology/reference.ttl nor articles/register.ttl declares it"
            fix = f"correct the id{local}; or {to_declare}"
        return UnknownEntity(
            f"nothing is declared as {scalar.text}",
            at=scalar.at,
            why=why,
            fix=fix,
            nearest=self._ids_like(scalar.text),
        )

    def _ids_like(self, text: str) -> tuple[str, ...]:
        """Return the ids that ``text`` may mean, by themselves or by their entities' names."""
        ids = {id_: id_ for id_ in self._ids}
        for entity in self._register.entities.values():
            ids.update(dict.fromkeys((entity.id, entity.label, *entity.other_names), entity.id))
        return tuple(dict.fromkeys(ids[name] for name in nearest(text, ids)))


def _literal(scalar: Scalar, term: Property) -> Value:
    datatype = DATATYPES[term.datatype]
    if not datatype.accepts(scalar.text):
        raise BadScalar(
            f"{term.name} cannot be {scalar.text!r}",
            at=scalar.at,
            why=f"its datatype is {compact(datatype.iri)}",
            fix=f"write {datatype.words}",
        )
    return Value(scalar.text, scalar.at)


def _resolved(node: Node, key: str, resolve: Callable[[Scalar], Value]) -> Value:
    return resolve(text_of(node, key))
