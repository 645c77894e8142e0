"""What the axioms say, as rows: at the terms that each is about, or among the general ones.

A domain is a fact about the class too, and an inverse one about both properties, so each axiom is
found from every term that it is about. One that begins with an expression, or with a name that is
no term, stands by itself on the page of its module. None is left out: what has no heading of its
own is told as a fact. May know nothing of HTML.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.manchester import Phrase, joined
from kg.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, SWRL, TERMS, XSD
from kg.pages.headings import (
    CHARACTERISTICS,
    DECLARATIONS,
    DEFINITIONS,
    DEPRECATED,
    EXPRESSIONS,
    FACTS,
    GENERAL,
    GENERAL_ORDER,
    LISTS,
    MEMBERS,
    NEGATIVE,
    NOT_SO,
    ON_AXIOMS,
    ORDER,
    OTHERS,
    RELATIONS,
    RULES,
    TOGETHER,
    UNNAMED,
    USED_WITH,
)
from kg.pages.model import Kind, Row
from kg.pages.phrases import Phrases
from kg.swrl import RULE, rule
from kg.vocabulary.tripleindex import TripleIndex

_TYPE: Final = RDF + "type"
_EQUIVALENT: Final = OWL + "equivalentClass"
_ABOVE: Final = {Kind.CLASS: RDFS + "subClassOf"}
_MATCHES: Final = tuple(
    SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
)
# What the section of a term shows elsewhere: of some the first value, or all literals, or IRIs.
_FIRST: Final = frozenset({RDFS + "label", SKOS + "definition", TERMS + "assertion"})
_LITERALS: Final = frozenset(SKOS + name for name in ("altLabel", "scopeNote", "example"))
_IRIS: Final = frozenset({DCTERMS + "source", *_MATCHES})

_PARTS: Final = frozenset(
    {
        *DEFINITIONS,
        *(OWL + name for name in ("complementOf", "datatypeComplementOf", "inverseOf")),
        *(OWL + name for name in ("onProperty", "onProperties", "onClass", "onDataRange")),
        *(OWL + name for name in ("someValuesFrom", "allValuesFrom", "hasValue", "hasSelf")),
        *(OWL + name for name in ("cardinality", "minCardinality", "maxCardinality")),
        *(OWL + f"{bound}ualifiedCardinality" for bound in ("q", "minQ", "maxQ")),
        *(OWL + name for name in ("onDatatype", "withRestrictions")),
    }
)
"""What an expression is made of: of a node without a name, no axiom."""

_LISTED: Final = (RDF + "first", RDF + "rest", RDF + "langRange")
_SOURCE, _PROPERTY, _TARGET = (
    OWL + name for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
)
_NEGATED: Final = tuple(
    OWL + name
    for name in ("sourceIndividual", "assertionProperty", "targetIndividual", "targetValue")
)
_NO_NOTES: Final = frozenset({_SOURCE, _PROPERTY, _TARGET, _TYPE, *MEMBERS, *_NEGATED})


class Axioms:
    """The axioms of an ontology, by the terms that they are about.

    Args:
        index: the triples of all modules.
        kinds: what each term is, by IRI.

    Raises:
        OntologyError: an expression is not OWL.
    """

    def __init__(self, index: TripleIndex, kinds: Mapping[str, Kind]) -> None:
        self._index = index
        self._phrases = Phrases(index, kinds)
        self._kinds = kinds
        self._rows: defaultdict[str, defaultdict[str, dict[Phrase, None]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        self._general: defaultdict[object, dict[tuple[str, Phrase], None]] = defaultdict(dict)
        self._remarks: defaultdict[object, list[object]] = defaultdict(list)
        for node in index:
            for source in index.objects(node, _SOURCE):
                self._remarks[source].append(node)
        for node in index:
            self._read(node)

    def rows(self, iri: str, marks: Collection[str], written_as: Phrase) -> tuple[Row, ...]:
        """Return what the axioms say of a term, in the order of a page.

        Args:
            iri: the term.
            marks: its characteristics as a property.
            written_as: what its values are written as; empty where nothing but its range says.
        """
        found = {
            heading: tuple(self._phrases.in_order(said))
            for heading, said in self._rows[iri].items()
        }
        if marks:
            found["Characteristics"] = tuple((mark,) for mark in marks)
        if written_as and "Range" not in found:
            found["Values written as"] = (written_as,)
        known = [heading for heading in ORDER if heading in found]
        further = sorted(found.keys() - set(ORDER))
        return tuple(Row(heading, found[heading]) for heading in (*known, *further))

    def general(self, module: TripleIndex) -> tuple[Row, ...]:
        """Return what a module says of several terms together, or of what is no term."""
        found: defaultdict[str, dict[Phrase, None]] = defaultdict(dict)
        for node in module:
            for heading, sentence in self._general.get(node, ()):
                found[heading][sentence] = None
        return tuple(
            Row(heading, tuple(sorted(found[heading], key=self._phrases.read)))
            for heading in GENERAL_ORDER
            if heading in found
        )

    def above(self, iri: str) -> tuple[str, ...]:
        """Return the named classes, or properties, right above a term, sorted by label."""
        predicate = _ABOVE.get(self._kinds[iri], RDFS + "subPropertyOf")
        return self._by_label(n for n in self._index.iris(iri, predicate) if n in self._kinds)

    def named(self, iri: str, predicate: str) -> tuple[str, ...]:
        """Return the named objects, a union's members included, sorted by label."""
        objects = self._index.objects(iri, predicate)
        return self._by_label(name for node in objects for name in self._united(node))

    def _by_label(self, iris: Iterator[str]) -> tuple[str, ...]:
        return tuple(sorted(iris, key=lambda iri: (self._phrases.label(iri), iri)))

    def _united(self, node: object) -> list[str]:
        """Return a name, or the names in a union that has none."""
        if isinstance(node, NamedNode):
            return [node.value]
        unions = self._index.objects(node, OWL + "unionOf")
        members = (member for head in unions for member in self._index.members(head))
        return [name for member in members for name in _names(member)]

    # ------------------------------------------------------------ which axiom it is

    def _read(self, node: object) -> None:
        """Tell every axiom that is written at a node."""
        types = self._index.iris(node, _TYPE)
        if OWL + "Ontology" in types or self._is_part(node, types):
            return
        if source := self._index.objects(node, _SOURCE):
            self._annotated(node, source[0])
        elif RULE in types:
            self._aside(node, RULES, (*rule(self._index, node), *self._notes(node)))
        elif together := [TOGETHER[type_] for type_ in types if type_ in TOGETHER]:
            self._together(node, together[0].heading, together[0].each)
        elif OWL + "NegativePropertyAssertion" in types:
            self._negative(node)
        else:
            self._stated(node)

    def _is_part(self, node: object, types: Collection[str]) -> bool:
        """Tell whether a node is of a list, a datatype or a rule, and told as a part of it."""
        if RULE in types:
            return False
        words = [p for p in self._index.predicates(node) if p != _TYPE]
        listed = all(word in _LISTED or word.startswith(XSD) for word in words)
        return (listed and bool(words) and isinstance(node, BlankNode)) or any(
            word.startswith(SWRL) for word in (*words, *types)
        )

    def _stated(self, node: object) -> None:
        for predicate in self._index.predicates(node):
            if predicate in _PARTS and isinstance(node, BlankNode):
                continue
            for value in self._index.objects(node, predicate):
                if predicate in RELATIONS:
                    self._related(node, predicate, value, predicate)
                elif predicate in DEFINITIONS:
                    self._related(node, predicate, value, _EQUIVALENT)
                elif predicate in LISTS:
                    self._listed(node, predicate, value)
                elif predicate == _TYPE:
                    self._typed(node, value)
                elif not self._shown_elsewhere(node, predicate, value):
                    self._fact(node, predicate, value)

    # ------------------------------------------------------------ axioms of one triple

    def _related(self, node: object, predicate: str, value: object, as_: str) -> None:
        relation = RELATIONS[as_]
        me, words = self._phrases.node(node), self._phrases.object_of(predicate, value)
        back = self._united(value) if relation.back.startswith("In ") else _names(value)
        self._tell(node, relation.heading, words, (*me, f" {relation.word}: ", *words), told=back)
        for name in back:
            self._add(name, relation.back, me)
        if self._is_term(node):
            for part in _terms_in(words):
                if part not in back:
                    self._add(part, relation.within, me)

    def _listed(self, node: object, predicate: str, head: object) -> None:
        relation = LISTS[predicate]
        me, words = self._phrases.node(node), self._phrases.object_of(predicate, head)
        parts = _terms_in(words)
        self._tell(node, relation.heading, words, (*me, f" {relation.word}: ", *words), told=parts)
        for part in parts:
            self._add(part, relation.back, (*me, ": ", *words))

    def _typed(self, node: object, value: object) -> None:
        type_ = value.value if isinstance(value, NamedNode) else ""
        me, words = self._phrases.node(node), self._phrases.object_of(_EQUIVALENT, value)
        if type_ in CHARACTERISTICS:
            if not self._is_term(node):
                self._tell(node, "", (), (*me, f" Characteristics: {CHARACTERISTICS[type_]}"))
        elif type_ in DEPRECATED:
            self._fact(node, OWL + "deprecated", Literal("true"))
        elif type_ not in DECLARATIONS:
            self._tell(node, "Types", words, (*me, " Types: ", *words), told=_terms_in(words))
            for part in _terms_in(words):
                self._add(part, "Individuals" if part == type_ else USED_WITH, me)
        elif isinstance(node, NamedNode) and not self._is_term(node):
            self._aside(node, OTHERS, (*me, " Types: ", *words))

    def _shown_elsewhere(self, node: object, predicate: str, value: object) -> bool:
        if not self._is_term(node):
            return False
        if predicate in _FIRST:
            return value in self._index.literals(node, predicate)[:1]
        if predicate == RDFS + "isDefinedBy":
            return OWL + "Ontology" in self._index.iris(value, _TYPE)
        if predicate in _LITERALS:
            return isinstance(value, Literal)
        return predicate in _IRIS and isinstance(value, NamedNode)

    def _fact(self, node: object, predicate: str, value: object) -> None:
        """Tell what an assertion, or an annotation, says of something."""
        words, heading = self._phrases.value(value), self._phrases.label(predicate)
        sentence = (*self._phrases.node(node), " ", NamedNode(predicate), " ", *words)
        about = set(_terms_in(words)) - {*_names(node)}
        if self._kinds.get(predicate) in (Kind.OBJECT, Kind.DATA):
            about.add(predicate)
        self._tell(node, f"{heading[:1].upper()}{heading[1:]}", words, sentence)
        for iri in about:
            self._add(iri, FACTS, sentence)

    # ------------------------------------------------------------ axioms of several triples

    def _together(self, node: object, heading: str, each: str) -> None:
        members = [
            self._phrases.node(member)
            for predicate in MEMBERS
            for head in self._index.objects(node, predicate)
            for member in self._index.members(head)
        ]
        sentence = (*self._phrases.together(members), *self._notes(node))
        self._aside(node, heading, sentence)
        for member in members:
            for term in _terms_in(member):
                if len(member) > 1:
                    self._add(term, GENERAL, (f"{heading}: ", *sentence))
                    continue
                for other in members:
                    if other != member:
                        self._add(term, each, other)

    def _negative(self, node: object) -> None:
        parts = [
            self._phrases.node(value)
            for predicate in _NEGATED
            for value in self._index.objects(node, predicate)
        ]
        sentence = (*joined(parts, " "), *self._notes(node))
        self._aside(node, NEGATIVE, sentence)
        for part in _terms_in(sentence):
            self._add(part, NOT_SO, sentence)

    def _annotated(self, node: object, source: object) -> None:
        """Tell annotations on an axiom; what justifies an alignment stands with that."""
        if self._index.objects(source, _SOURCE):
            return  # on an annotation, and told with that
        for property_ in self._index.iris(node, _PROPERTY):
            relation = RELATIONS.get(property_) or LISTS.get(property_)
            verb = relation.verb if relation else "type" if property_ == _TYPE else ""
            for target in self._index.objects(node, _TARGET):
                about = self._phrases.object_of(property_, target)
                for note in self._notes(node, justified=property_ in _MATCHES):
                    words = (f"{verb or self._phrases.label(property_)} ", *about, note)
                    sentence = (*self._phrases.node(source), " ", *words)
                    if self._is_term(source):
                        self._tell(source, ON_AXIOMS, words, sentence)
                    else:
                        self._aside(node, ON_AXIOMS, sentence)

    def _notes(self, node: object, *, justified: bool = False) -> Iterator[str]:
        """Yield the annotations that stand at the node of an axiom, with those on them.

        Args:
            node: of an axiom, of annotations on one, or of annotations on these.
            justified: whether the comment is a reason that is shown elsewhere.
        """
        for predicate in self._index.predicates(node):
            if predicate in _NO_NOTES or predicate.startswith(SWRL):
                continue
            if justified and predicate == RDFS + "comment":
                continue
            for value in self._index.objects(node, predicate):
                note = f" — {self._phrases.label(predicate)}: {self._phrases.plain(value)}"
                yield note + "".join(self._remarked(node, NamedNode(predicate), value))

    def _remarked(self, node: object, property_: NamedNode, value: object) -> Iterator[str]:
        for remark in self._remarks[node]:
            if property_ in self._index.objects(remark, _PROPERTY) and (
                value in self._index.objects(remark, _TARGET)
            ):
                yield from self._notes(remark)

    # ------------------------------------------------------------ where it is told

    def _is_term(self, node: object) -> bool:
        return isinstance(node, NamedNode) and node.value in self._kinds

    def _tell(
        self,
        node: object,
        heading: str,
        words: Phrase,
        sentence: Phrase,
        told: Collection[str] = (),
    ) -> None:
        """Tell of a term in its section, and of anything else by itself.

        Args:
            node: what is spoken of.
            heading: of the row in its section.
            words: what the row says.
            sentence: the same by itself.
            told: terms that are told of it under a heading of their own.
        """
        if isinstance(node, NamedNode) and node.value in self._kinds:
            self._add(node.value, heading, words)
        elif isinstance(node, NamedNode):
            self._aside(node, OTHERS, sentence)
        elif self._phrases.is_expression(node):
            self._aside(node, EXPRESSIONS, sentence, told)
        else:
            self._aside(node, UNNAMED, sentence)

    def _aside(
        self, node: object, heading: str, sentence: Phrase, told: Collection[str] = ()
    ) -> None:
        self._general[node][heading, sentence] = None
        if heading in (EXPRESSIONS, RULES):
            for part in _terms_in(sentence):
                if part not in told:
                    self._add(part, GENERAL, sentence)

    def _add(self, iri: str, heading: str, words: Phrase) -> None:
        self._rows[iri][heading][words] = None


def _terms_in(words: Phrase) -> list[str]:
    return list(dict.fromkeys(word.value for word in words if isinstance(word, NamedNode)))


def _names(node: object) -> list[str]:
    return [node.value] if isinstance(node, NamedNode) else []
