"""An entry of the register as lines of Turtle, for an author to paste.

It exists so that whoever meets something unknown shows the same lines, and that the register takes
them as they are. May know nothing of what is unknown, or to whom.
"""

from collections.abc import Collection

from kg.namespaces import DATA, compact
from kg.text import quoted
from kg.vocabulary import Vocabulary
from kg.vocabulary.register import Entity

_MOST_OFTEN = "Person"
"""What articles name most, by local name."""


def entry_turtle(entity: Entity, article: str) -> str:
    """Return the entry of something that an article names.

    Args:
        entity: what it is.
        article: IRI of the article, which is its source.
    """
    types = " , ".join(compact(type_) for type_ in sorted(entity.types))
    lines = [f"{compact(entity.iri)} a {types} ;", f"    rdfs:label {quoted(entity.label)}@en ;"]
    if entity.other_names:
        names = " , ".join(f"{quoted(name)}@en" for name in entity.other_names)
        lines.append(f"    skos:altLabel {names} ;")
    lines.append(f"    dcterms:source <{article}> .")
    return "\n".join(lines)


def how_to_declare(id_: str, classes: Collection[str], vocabulary: Vocabulary, article: str) -> str:
    """Return what an author has to do who means something new by an id, with the lines to add.

    Args:
        id_: an id without a slash.
        classes: IRIs of classes in one of which it is; where there are none, it may be anything.
        vocabulary: the classes there are.
        article: IRI of the article that names it.
    """
    entity = _likely(id_, classes, vocabulary)
    if entity is None:
        return "declare it in articles/register.ttl"
    entry = entry_turtle(entity, article).replace("\n", "\n       ")
    return f"add these lines to articles/register.ttl, with the class that fits:\n       {entry}"


def _likely(id_: str, classes: Collection[str], vocabulary: Vocabulary) -> Entity | None:
    person = vocabulary.classes.get(_MOST_OFTEN)
    if person and (not classes or person.is_a(classes)):
        class_ = person.iri
    elif classes:
        class_ = min(classes)
    else:
        return None
    return Entity(id_, DATA + id_, frozenset({class_}), id_.replace("-", " ").title(), ())
