"""Reads the passages of an annotation: first all quotes and ids, then what is said.

There are two steps because a passage may speak of what only a later one describes. May know nothing
of the head of the file, nor of what carries no content.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from kg.annotation.article import ArticleText
from kg.annotation.collector import Collector, Lacking
from kg.annotation.localids import LocalIds
from kg.annotation.model import Node, Passage, Span, Value
from kg.annotation.spans import find_span
from kg.annotation.tree import Fields, text_of
from kg.annotation.values import Values
from kg.annotation.yamltree import Node as Tree
from kg.annotation.yamltree import Scalar
from kg.errors import AnnotationError, Position, UnknownEntity, UnknownTerm
from kg.text.nearest import nearest

VOICES: Final = ("outlet", "direct", "indirect", "unresolved")
"""In whose words a passage speaks; the golden rule of the model rests on these four."""

PASSAGE: Final = "Passage"
"""Class of every passage, by local name."""

PASSAGE_KEYS: Final = ("quote", "prefix", "suffix", "name", "voice", "context", "says")
"""Structure of a passage; every other key is said of the passage."""
NODE_KEYS: Final = ("id", "type")
"""Structure of a node; every other key is what the passage says of it."""

_REQUIRED: Final = ("quote", "voice", "says")


@dataclass(frozen=True)
class _Draft:
    """A passage whose values are not resolved yet.

    Attributes:
        fields: all of it.
        span: its characters, or None where they cannot be found.
        at: place of its quote.
        nodes: what it says, each with its id, or None where there is none.
        name: its handle in the file, or nothing.
        legible: whether its name and all ids could be read.
        unknown: keys that are neither structure nor properties, with what they hold.
    """

    fields: Fields
    span: Span | None
    at: Position
    nodes: tuple[tuple[Scalar | None, Fields], ...]
    name: str
    legible: bool
    unknown: tuple[tuple[Scalar, Tree], ...]


class Passages:
    """The passages of one annotation; what can be read of them without each other is read at once.

    Args:
        top: the annotation.
        text: the article's text, or None where it is not the one that was annotated.
        article: IRI of the article's version.
        properties: local names of the ontology's properties.
        mistakes: is told of what is wrong.
    """

    def __init__(
        self,
        top: Fields,
        text: ArticleText | None,
        article: str,
        properties: Collection[str],
        mistakes: Collector,
    ) -> None:
        # An annotation that has just been started may have none: all of it is under nothing.
        listed = top.mappings("passages", "a passage", mistakes) if "passages" in top else ()
        self._text = text
        self._article = article
        self._properties = properties
        self._mistakes = mistakes
        self._drafts = [self._draft(item) for item in listed if item]
        # Where something could not be read, nobody knows which ids and names stand there.
        self._legible = None not in listed and all(draft.legible for draft in self._drafts)
        self.located = None not in listed and all(draft.span for draft in self._drafts)
        """Whether the characters of all passages could be found."""
        nodes = (node for draft in self._drafts for node in draft.nodes)
        self.ids = LocalIds(((id_, node) for id_, node in nodes if id_), mistakes)
        """The local ids that the passages declare."""

    def read(self, values: Values) -> tuple[Passage, ...]:
        """Return the passages whose characters could be found.

        Args:
            values: resolves keys and values.
        """
        names, lost = self._names()
        lacking = Lacking()
        passages = [self._passage(draft, values, names, lacking) for draft in self._drafts]
        if self._legible:
            self.ids.tell(self._mistakes)
            lacking.tell(self._mistakes, lost)
        return tuple(passage for passage in passages if passage)

    def _draft(self, fields: Fields) -> _Draft:
        mistakes = self._mistakes
        unknown = tuple(
            entry for entry in fields.others(PASSAGE_KEYS) if entry[0].text not in self._properties
        )
        names = [key.text for key, _ in unknown]
        span = find_span(fields, self._text, self._article, mistakes, unknown=names)
        says = fields.mappings("says", "a node", mistakes)
        nodes = tuple((mistakes.attempt(node.text, "id"), node) for node in says if node)
        first: dict[str, Scalar] = {}
        for id_, _ in nodes:
            if id_ and first.setdefault(id_.text, id_) is not id_:
                mistakes.add(
                    AnnotationError(
                        f"the passage describes {id_.text} twice",
                        at=id_.at,
                        why=f"it does so already at {first[id_.text].at}",
                        fix="make them one node",
                    )
                )
        name = mistakes.attempt(fields.text, "name") if "name" in fields else None
        return _Draft(
            fields=fields,
            span=span,
            at=fields["quote"].at if "quote" in fields else fields.at,
            nodes=nodes,
            name=name.text if name else "",
            legible=None not in says
            and all(id_ for id_, _ in nodes)
            and (name is not None or "name" not in fields),
            unknown=unknown,
        )

    def _names(self) -> tuple[dict[str, _Draft], list[str]]:
        """Return the passages by their names, and the names that cannot be what was meant."""
        names: dict[str, _Draft] = {}
        lost: list[str] = []
        for draft in self._drafts:
            if draft.name and names.setdefault(draft.name, draft) is not draft:
                lost.append(draft.name)
                self._mistakes.add(
                    AnnotationError(
                        f"two passages go by the name {draft.name}",
                        at=draft.at,
                        why=f"context would not tell it from the passage at {names[draft.name].at}",
                        fix="rename one of them",
                    )
                )
        for draft in self._drafts:
            for _, node in draft.unknown:
                # The key that is misspelt may be the one that names the passage.
                if isinstance(node, Scalar):
                    names.setdefault(node.text, draft)
        return names, lost

    def _passage(
        self, draft: _Draft, values: Values, names: dict[str, _Draft], lacking: Lacking
    ) -> Passage | None:
        voice = self._mistakes.attempt(_voice, draft.fields)
        context = self._context(draft, names, lacking)
        statements = values.statements(
            tuple(draft.fields.others(PASSAGE_KEYS)),
            PASSAGE_KEYS,
            subject=("a passage", (PASSAGE,)),
            missing=draft.fields.missing(_REQUIRED),
        )
        says = tuple(self._says(draft, values))
        if not draft.span:
            return None
        return Passage(
            iri=draft.span.iri,
            start=draft.span.start,
            end=draft.span.end,
            quote=draft.span.quote,
            at=draft.at,
            voice=voice or Value("", draft.at),
            context=context,
            statements=statements,
            says=says,
            name=draft.name,
        )

    def _context(
        self, draft: _Draft, names: dict[str, _Draft], lacking: Lacking
    ) -> tuple[Value, ...]:
        if "context" not in draft.fields:
            return ()
        others = {name: other for name, other in names.items() if other is not draft}
        needed: dict[str, Value] = {}
        for node in self._mistakes.attempt(draft.fields.items, "context") or ():
            name = self._mistakes.attempt(text_of, node, "context")
            if not name:
                continue
            if name.text in needed:
                self._mistakes.add(
                    AnnotationError(
                        f"context has {name.text} twice",
                        at=name.at,
                        why=f"it stands already at {needed[name.text].at}",
                        fix="delete one of the two",
                    )
                )
            elif name.text in others:
                span = others[name.text].span
                needed[name.text] = Value(span.iri if span else "", name.at)
            else:
                lacking.add(
                    name.text,
                    UnknownEntity(
                        f"no other passage goes by the name {name.text}",
                        at=name.at,
                        why="context lists the names of passages that are needed together with "
                        "this one",
                        fix="correct the name, or give that passage the key name",
                        nearest=nearest(name.text, others),
                    ),
                )
        return tuple(needed.values())

    def _says(self, draft: _Draft, values: Values) -> Iterator[Node]:
        for id_, fields in draft.nodes:
            missing = fields.missing(
                ("id", "type") if id_ and id_.text in self.ids.untyped else ("id",)
            )
            known = id_ is not None and self.ids.well_formed(id_)
            iri = self._mistakes.attempt(values.subject, id_) if id_ and known else None
            types = values.classes(
                (self._mistakes.attempt(fields.items, "type") or ()) if "type" in fields else ()
            )
            entries = tuple(fields.others(NODE_KEYS))
            statements = values.statements(entries, NODE_KEYS, missing=missing)
            if id_ and not entries and "type" not in fields:
                self._mistakes.add(
                    AnnotationError(
                        f"nothing is said of {id_.text}",
                        at=id_.at,
                        why="an id alone makes no triple",
                        fix="add what the passage says of it, or delete the node",
                    )
                )
            if id_ and iri:
                yield Node(id_.text, iri, types, statements, id_.at)


def _voice(fields: Fields) -> Value:
    voice = fields.text("voice")
    if voice.text not in VOICES:
        raise UnknownTerm(
            f"{voice.text} is no voice",
            at=voice.at,
            why="a passage speaks in the words of the outlet, in direct or indirect speech, or the "
            "text leaves it open (unresolved)",
            fix=f"write one of {', '.join(VOICES)}",
            nearest=nearest(voice.text, VOICES),
        )
    return Value(voice.text, voice.at)
