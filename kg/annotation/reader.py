"""Reads an annotation: the tree of its YAML against the ontology, the register and the article.

It exists to refuse whatever would be lost, guessed or silently wrong in the graph, at the line that
an author has to mend. May know nothing of quads.
"""

from typing import Final

from kg.annotation.article import ArticleText, read_article
from kg.annotation.collector import Collector, unexplained
from kg.annotation.model import Annotation, Nothing, Value
from kg.annotation.passages import Passages
from kg.annotation.spans import check_covered, check_nothing, check_order, find_span
from kg.annotation.tree import Fields
from kg.annotation.values import Values
from kg.annotation.yamltree import Scalar, read_yaml
from kg.errors import AnnotationError, ArticleError, BadIdentifier, UnknownKey
from kg.namespaces import article_iri
from kg.project import ArticleFolder, Project
from kg.text.nearest import nearest
from kg.vocabulary import Vocabulary
from kg.vocabulary.identifiers import ARTICLE, SEGMENT, matches
from kg.vocabulary.register import Register

TOP_KEYS: Final = ("article", "version", "type", "passages", "nothing")
"""Structure of the file; every other key is metadata."""
NOTHING_KEYS: Final = ("quote", "prefix", "suffix", "reason")
"""All keys of an entry under ``nothing``."""

_DIGEST: Final = "sha256"


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
        Mistakes: several of these.
    """
    mistakes = Collector()
    top = Fields(read_yaml(folder.annotation, Project.shown(folder.annotation)), "the annotation")
    article = mistakes.attempt(_article, top, folder)
    version = mistakes.attempt(_version, top)
    text = mistakes.attempt(read_article, folder.text, Project.shown(folder.text))
    digest = mistakes.attempt(top.text, _DIGEST)
    if text and digest and digest.text != text.sha256:
        mistakes.add(_changed(digest, text))
        text = digest = None
    # Where one of the two is wrong, the IRI serves to find other mistakes and for nothing else.
    iri = article_iri(folder.id, version.text if version else "1")
    drafts = Passages(top, text, iri, vocabulary.properties, mistakes)
    values = Values(vocabulary, register, iri, drafts.ids, mistakes)
    named = mistakes.attempt(top.items, "type") or ()
    types = values.classes(named)
    certain = len(types) == len(named) > 0
    metadata = tuple(top.others(TOP_KEYS if digest else (*TOP_KEYS, _DIGEST)))
    statements = values.statements(
        metadata,
        TOP_KEYS,
        subject=("the article", [value.text for value in types]) if certain else None,
        missing=top.missing(("article", "version", "type", _DIGEST)),
    )
    passages = drafts.read(values)
    check_order(passages, mistakes)
    entries = _entries(top, text, iri, mistakes)
    nothing = sorted(filter(None, entries), key=lambda entry: (entry.start, -entry.end))
    if text:
        check_nothing(nothing, passages, text, mistakes)
        # What is covered is known where all quotes are found. A list of them that is missing may
        # be what another mistake left of it.
        listed = "passages" in top and "nothing" in top
        if drafts.located and None not in entries and (listed or not mistakes):
            mistakes.attempt(check_covered, (*passages, *nothing), text)
    if mistakes or not (article and version and text):
        raise mistakes.error()
    return Annotation(
        id=article.text,
        iri=iri,
        article=article,
        version=version,
        types=types,
        statements=statements,
        passages=passages,
        nothing=tuple(nothing),
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


def _changed(digest: Scalar, text: ArticleText) -> ArticleError:
    return ArticleError(
        f"{text.shown} is not the text that was annotated",
        at=digest.at,
        why=f"its SHA-256 is {text.sha256}",
        fix="restore the text; or, where the outlet changed it, raise version, write the new "
        "sha256 here, and mend the quotes that no longer occur",
    )


# ---------------------------------------------------------------- nothing


def _entries(
    top: Fields, text: ArticleText | None, article: str, mistakes: Collector
) -> list[Nothing | None]:
    """Return the entries of ``nothing``, with None for each whose characters cannot be found."""
    if "nothing" not in top:
        return []
    return [
        _entry(fields, text, article, mistakes) if fields else None
        for fields in top.mappings("nothing", "an entry of nothing", mistakes)
    ]


def _entry(
    fields: Fields, text: ArticleText | None, article: str, mistakes: Collector
) -> Nothing | None:
    unknown = {key.text: key for key, _ in fields.others(NOTHING_KEYS)}
    for name in unexplained(unknown, fields.missing(("quote", "reason"))):
        mistakes.add(
            UnknownKey(
                f"{name} is no key here",
                at=unknown[name].at,
                why=f"an entry of nothing has the keys {', '.join(NOTHING_KEYS)}",
                fix="correct the key, or make the entry a passage that says something",
                nearest=nearest(name, NOTHING_KEYS),
            )
        )
    span = find_span(fields, text, article, mistakes, unknown=unknown)
    reason = mistakes.attempt(fields.text, "reason")
    if not span:
        return None
    return Nothing(
        iri=span.iri,
        start=span.start,
        end=span.end,
        quote=span.quote,
        at=span.at,
        reason=Value(reason.text, reason.at) if reason else Value("", span.at),
    )
