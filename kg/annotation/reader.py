"""Reads an annotation: the tree of its YAML against the ontology, the register and the article.

It exists to refuse whatever would be lost, guessed or silently wrong in the graph, at the line that
an author has to mend. May know nothing of quads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.annotation.anchor import anchor
from kg.annotation.article import ArticleText, read_article
from kg.annotation.model import Annotation, Node, Nothing, Passage, Span, Value
from kg.annotation.spans import check_covered, check_nothing, check_order
from kg.annotation.tree import Fields
from kg.annotation.values import Values
from kg.annotation.yamltree import Scalar, read_yaml
from kg.errors import (
    AnnotationError,
    ArticleError,
    BadIdentifier,
    UnknownEntity,
    UnknownKey,
    UnknownTerm,
)
from kg.namespaces import article_iri, passage_iri
from kg.project import ArticleFolder, Project
from kg.text.nearest import nearest
from kg.vocabulary import Vocabulary
from kg.vocabulary.identifiers import ARTICLE, SEGMENT, Form, form_of, matches
from kg.vocabulary.register import Register

VOICES: Final = ("outlet", "direct", "indirect", "unresolved")
"""In whose words a passage speaks; the golden rule of the model rests on these four."""

PASSAGE: Final = "Passage"
"""Class of every passage, by local name."""

TOP_KEYS: Final = ("article", "version", "type", "passages", "nothing")
"""Structure of the file; every other key is metadata."""
PASSAGE_KEYS: Final = ("quote", "prefix", "suffix", "name", "voice", "context", "says")
"""Structure of a passage; every other key is said of the passage."""
NOTHING_KEYS: Final = ("quote", "prefix", "suffix", "reason")
"""All keys of an entry under ``nothing``."""
NODE_KEYS: Final = ("id", "type")
"""Structure of a node; every other key is what the passage says of it."""


@dataclass(frozen=True)
class _Draft:
    """A passage whose quote is found and whose values are not resolved yet."""

    fields: Fields
    span: Span
    nodes: tuple[tuple[Scalar, Fields], ...]
    name: str


def read_annotation(
    folder: ArticleFolder, vocabulary: Vocabulary, register: Register
) -> Annotation:
    """Read and check the annotation of an article.

    Args:
        folder: the article's folder.
        vocabulary: what may be said.
        register: the entities that articles share.

    Raises:
        ArticleError: the text is missing, is no text, or is not the text that was annotated.
        AnnotationError: the annotation is wrong: see its subclasses in :mod:`kg.errors`.
    """
    tree = read_yaml(folder.annotation, Project.shown(folder.annotation))
    top = Fields(tree, "the annotation")
    top.require(("article", "version", "type", "sha256"))
    article = _article(top, folder)
    version = _version(top)
    text = read_article(folder.text, Project.shown(folder.text))
    _check_digest(top.text("sha256"), text)
    iri = article_iri(article.text, version.text)
    # An annotation that has just been started may have none: all of it is under nothing.
    listed = top.mappings("passages", "a passage") if "passages" in top else ()
    drafts = [_draft(fields, text, iri) for fields in listed]
    values = Values(vocabulary, register, iri, _declared(drafts))
    types = values.classes(top.texts("type"))
    about_article = ("the article", [value.text for value in types])
    statements = values.statements(top.others(TOP_KEYS), TOP_KEYS, about_article)
    passages = _passages(drafts, values)
    nothing = _nothing(top, text, iri)
    check_order(passages)
    check_nothing(nothing, passages, text)
    check_covered((*passages, *nothing), text)
    return Annotation(
        id=article.text,
        iri=iri,
        article=article,
        version=version,
        types=types,
        statements=statements,
        passages=passages,
        nothing=nothing,
        text=text,
        foreign=values.foreign,
    )


# ---------------------------------------------------------------- the head


def _article(top: Fields, folder: ArticleFolder) -> Value:
    article = top.text("article")
    if not matches(ARTICLE, folder.id):
        raise BadIdentifier(
            f"the folder {folder.id} cannot name an article",
            at=article.at,
            why="the two parts have lower-case letters, digits and single hyphens only",
            fix="rename the folder to <outlet>/<date>-<slug>, and write that here",
        )
    if article.text != folder.id:
        raise AnnotationError(
            f"the annotation is of {article.text} and stands in the folder of {folder.id}",
            at=article.at,
            why="an article goes by the path of its folder below articles/",
            fix=f"write article: {folder.id}, or move the file",
        )
    return Value(article.text, article.at)


def _version(top: Fields) -> Value:
    version = top.text("version")
    if not matches(SEGMENT, version.text):
        raise BadIdentifier(
            f"{version.text!r} cannot be a version",
            at=version.at,
            why="it becomes part of the article's IRI: lower-case letters, digits, single hyphens",
            fix='write version: "1" for the first text of the article',
        )
    return Value(version.text, version.at)


def _check_digest(digest: Scalar, text: ArticleText) -> None:
    if digest.text != text.sha256:
        raise ArticleError(
            f"{text.shown} is not the text that was annotated",
            at=digest.at,
            why=f"its SHA-256 is {text.sha256}",
            fix="restore the text; or, where the outlet changed it, raise version, write the new "
            "sha256 here, and mend the quotes that no longer occur",
        )


# ---------------------------------------------------------------- passages


def _span(fields: Fields, text: ArticleText, article: str) -> Span:
    quote = fields.text("quote")
    start, end = anchor(
        text.text,
        quote.text,
        prefix=fields.text("prefix").text if "prefix" in fields else "",
        suffix=fields.text("suffix").text if "suffix" in fields else "",
        at=quote.at,
        shown=text.shown,
    )
    return Span(passage_iri(article, start, end), start, end, quote.text, quote.at)


def _draft(fields: Fields, text: ArticleText, article: str) -> _Draft:
    fields.require(("quote", "voice", "says"))
    nodes: dict[str, tuple[Scalar, Fields]] = {}
    for node in fields.mappings("says", "a node"):
        id_ = node.text("id")
        first, _ = nodes.setdefault(id_.text, (id_, node))
        if first is not id_:
            raise AnnotationError(
                f"the passage describes {id_.text} twice",
                at=id_.at,
                why=f"it does so already at {first.at}",
                fix="make them one node",
            )
    name = fields.text("name").text if "name" in fields else ""
    return _Draft(fields, _span(fields, text, article), tuple(nodes.values()), name)


def _declared(drafts: Iterable[_Draft]) -> frozenset[str]:
    """Return the local ids; each has a type in at least one of the passages that describe it."""
    untyped: dict[str, Scalar] = {}
    typed: set[str] = set()
    for draft in drafts:
        for id_, node in draft.nodes:
            form = form_of(id_.text, id_.at)
            if form is Form.FOREIGN:
                raise BadIdentifier(
                    f"{id_.text} is an id of an article, written in full",
                    at=id_.at,
                    why="a passage describes what its own article mints, or what articles share",
                    fix="describe it in its own article, and refer to it from here",
                )
            if form is Form.LOCAL and "type" in node:
                typed.add(id_.text)
            elif form is Form.LOCAL:
                untyped.setdefault(id_.text, id_)
    for name, id_ in untyped.items():
        if name not in typed:
            raise AnnotationError(
                f"{name} has no type",
                at=id_.at,
                why="a node needs a type in at least one of the passages that describe it",
                fix="add the key type here, with the local name of a class",
            )
    return frozenset(typed)


def _passages(drafts: Iterable[_Draft], values: Values) -> tuple[Passage, ...]:
    names: dict[str, Span] = {}
    for draft in drafts:
        if draft.name and names.setdefault(draft.name, draft.span) is not draft.span:
            raise AnnotationError(
                f"two passages go by the name {draft.name}",
                at=draft.span.at,
                why=f"context would not tell it from the passage at {names[draft.name].at}",
                fix="rename one of them",
            )
    return tuple(
        Passage(
            iri=draft.span.iri,
            start=draft.span.start,
            end=draft.span.end,
            quote=draft.span.quote,
            at=draft.span.at,
            voice=_voice(draft.fields.text("voice")),
            context=_context(draft, names),
            statements=values.statements(
                draft.fields.others(PASSAGE_KEYS), PASSAGE_KEYS, ("a passage", (PASSAGE,))
            ),
            says=tuple(_node(id_, node, values) for id_, node in draft.nodes),
            name=draft.name,
        )
        for draft in drafts
    )


def _voice(voice: Scalar) -> Value:
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


def _context(draft: _Draft, names: Mapping[str, Span]) -> tuple[Value, ...]:
    needed: dict[str, Value] = {}
    for name in draft.fields.texts("context"):
        others = {other: span for other, span in names.items() if span is not draft.span}
        if name.text not in others:
            raise UnknownEntity(
                f"no other passage goes by the name {name.text}",
                at=name.at,
                why="context lists the names of passages that are needed together with this one",
                fix="correct the name, or give that passage the key name",
                nearest=nearest(name.text, others),
            )
        if name.text in needed:
            raise AnnotationError(
                f"context has {name.text} twice",
                at=name.at,
                why=f"it stands already at {needed[name.text].at}",
                fix="delete one of the two",
            )
        needed[name.text] = Value(others[name.text].iri, name.at)
    return tuple(needed.values())


def _node(id_: Scalar, fields: Fields, values: Values) -> Node:
    node = Node(
        id=id_.text,
        iri=values.subject(id_),
        types=values.classes(fields.texts("type")),
        statements=values.statements(fields.others(NODE_KEYS), NODE_KEYS),
        at=id_.at,
    )
    if not node.types and not node.statements:
        raise AnnotationError(
            f"nothing is said of {id_.text}",
            at=id_.at,
            why="an id alone makes no triple",
            fix="add what the passage says of it, or delete the node",
        )
    return node


# ---------------------------------------------------------------- nothing


def _nothing(top: Fields, text: ArticleText, article: str) -> tuple[Nothing, ...]:
    if "nothing" not in top:
        return ()
    entries = (
        _entry(fields, text, article) for fields in top.mappings("nothing", "an entry of nothing")
    )
    return tuple(sorted(entries, key=lambda entry: (entry.start, -entry.end)))


def _entry(fields: Fields, text: ArticleText, article: str) -> Nothing:
    fields.require(("quote", "reason"))
    for key, _ in fields.others(NOTHING_KEYS):
        raise UnknownKey(
            f"{key.text} is no key here",
            at=key.at,
            why=f"an entry of nothing has the keys {', '.join(NOTHING_KEYS)}",
            fix="correct the key, or make the entry a passage that says something",
            nearest=nearest(key.text, NOTHING_KEYS),
        )
    span = _span(fields, text, article)
    reason = fields.text("reason")
    return Nothing(
        iri=span.iri,
        start=span.start,
        end=span.end,
        quote=span.quote,
        at=span.at,
        reason=Value(reason.text, reason.at),
    )
