"""A new article in a project: its text byte for byte, and an annotation that has read nothing yet.

It exists so that an annotation starts complete: every sentence is accounted for from the first
minute, under ``nothing`` with the reason "not read yet", and so the project builds while an author
moves one sentence after the other up to ``passages``. May know nothing of terminals.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.annotation.anchor import anchored
from kg.annotation.article import ArticleText
from kg.authoring.headline import slug
from kg.authoring.passageyaml import nothing_lines
from kg.errors import ProjectError, UnknownEntity, UsageError
from kg.files import write_atomically
from kg.namespaces import DATA, PREFIXES, article_iri
from kg.project import ArticleFolder, Project
from kg.text import quoted
from kg.text.calendar import why_no_day
from kg.text.letters import plain
from kg.text.nearest import nearest
from kg.text.sentences import sentences
from kg.turtle import format_turtle
from kg.vocabulary import Vocabulary
from kg.vocabulary.entry import entry_turtle
from kg.vocabulary.identifiers import SEGMENT, THIS_ARTICLE, matches
from kg.vocabulary.register import Entity, Register

NOT_READ: Final = "not read yet"
"""The reason of every entry in a new annotation."""
SCHEMA: Final = "annotation.schema.json"
"""Name of the JSON Schema, below ``articles/``, that new annotations name for editors."""

_VERSION: Final = "1"
_REGISTER_PREFIXES: Final = ("accord", "dcterms", "id", "rdfs", "skos", "wd", "xsd")
"""What the entries of a register need, whatever the first one has."""
_GUIDE: Final = f"""\
# yaml-language-server: $schema=../../{SCHEMA}
# The reading of one article. A sentence stands under `nothing` until somebody has read it. Then
# move it up to `passages`, in the order of the text, in pieces where several voices speak:
#
# passages:
#   - quote: "…"
#     voice: indirect                    # outlet, direct, indirect or unresolved
#     says:
#       - id: claim/a-name-of-your-own   # with a slash: something that this article says
#         type: Claim                    # a class of the ontology
#         label: what it says, in short  # for people
#         madeBy: somebody               # a property: an id of the register, or one from here
#
# Or keep it under `nothing`, and say why. `kg anchor "some words"` prints the lines of a passage.
# Which words there are: `kg ontology docs site` writes pages about them; open site/index.html.
"""


@dataclass(frozen=True)
class Metadata:
    """What is known of an article before anybody reads it.

    Attributes:
        publisher: id of the outlet.
        published: the day, as ``YYYY-MM-DD``.
        title: its headline.
        web_address: where it appeared, or nothing.
        annotated_by: name of the author of the annotation.
        annotated_on: the day on which it begins, as ``YYYY-MM-DD``.
    """

    publisher: str
    published: str
    title: str
    web_address: str
    annotated_by: str
    annotated_on: str


def annotation_text(article: str, text: ArticleText, metadata: Metadata) -> str:
    """Return an annotation of ``text`` that is valid and says nothing.

    Args:
        article: id of the article.
        text: its text.
        metadata: what is known of it.
    """
    return _GUIDE + "".join(f"{line}\n" for line in _lines(article, text, metadata))


def _lines(article: str, text: ArticleText, metadata: Metadata) -> Iterator[str]:
    yield f"article: {article}"
    yield f"version: {quoted(_VERSION)}"
    yield "type: NewsArticle"
    yield f"publisher: {metadata.publisher}"
    yield f"published: {quoted(metadata.published)}"
    yield f"title: {quoted(metadata.title)}"
    if metadata.web_address:
        yield f"webAddress: {quoted(metadata.web_address)}"
    yield f"rights: {quoted('The text belongs to its outlet.')}"
    yield f"sha256: {text.sha256}"
    yield f"annotatedBy: {quoted(metadata.annotated_by)}"
    yield f"annotatedOn: {quoted(metadata.annotated_on)}"
    yield ""
    yield "nothing:"
    for sentence in sentences(text.text):
        yield ""
        place = anchored(text.text, sentence.start, sentence.end)
        yield from nothing_lines(place, NOT_READ)


def check_day(day: str, option: str) -> str:
    """Return ``day`` if it is one of the calendar.

    Raises:
        UsageError: it is none.
    """
    why = why_no_day(day)
    if why:
        raise UsageError(
            f"{day!r} is no day of the calendar", why=why, fix=f"write {option} YYYY-MM-DD"
        )
    return day


# ---------------------------------------------------------------- the outlet


def outlet(publisher: str, vocabulary: Vocabulary, register: Register) -> Entity | None:
    """Return the entity of the register that goes by the name or id ``publisher``, or None."""
    for entity in publishers(vocabulary, register):
        if publisher == entity.id:
            return entity
    wanted = publisher.casefold()
    for entity in publishers(vocabulary, register):
        if wanted in {name.casefold() for name in (entity.label, *entity.other_names)}:
            return entity
    return None


def publishers(vocabulary: Vocabulary, register: Register) -> list[Entity]:
    """Return the entities of the register that can publish."""
    publisher = vocabulary.properties.get("publisher")
    allowed = publisher.range if publisher else ()
    classes = {term.iri: term for term in vocabulary.classes.values()}
    return [
        entity
        for entity in register.entities.values()
        if not allowed or any(classes[type_].is_a(allowed) for type_ in entity.types)
    ]


def new_outlet(publisher: str) -> Entity:
    """Return an outlet that no register has, with the id that its name gives.

    Raises:
        UsageError: the name gives no id.
    """
    id_ = slug(publisher)
    # Half a name would be another one.
    lost = any(ch.isalpha() and not ch.isascii() for ch in plain(publisher))
    if lost or not matches(SEGMENT, id_) or id_ == THIS_ARTICLE:
        raise UsageError(
            f"{publisher!r} gives no id for an outlet",
            why="an id has the letters a to z, digits and single hyphens",
            fix="write --publisher and a name such as straits-wire",
        )
    label = publisher.replace("-", " ").title() if publisher == id_ else publisher
    return Entity(id_, DATA + id_, frozenset({PREFIXES["accord"] + "MediaOrganisation"}), label, ())


def unknown_outlet(publisher: str, article: str, known: list[Entity]) -> UnknownEntity:
    """Return the error for an outlet that the project's register lacks, with the lines to add."""
    names = {name: entity.id for entity in known for name in (entity.id, entity.label)}
    entry = entry_turtle(new_outlet(publisher), article_iri(article, _VERSION))
    return UnknownEntity(
        f"the register knows no outlet {publisher!r}",
        why="what articles share is declared once, in articles/register.ttl",
        nearest=tuple(dict.fromkeys(names[name] for name in nearest(publisher, names))),
        fix="\n       ".join(
            ["add these lines there, with the class that fits:", *entry.splitlines()]
        ),
    )


# ---------------------------------------------------------------- files


def doubts(project: Project, text: ArticleText, published: str, today: str) -> Iterator[str]:
    """Yield what an author may have got wrong about a new article, in words.

    Args:
        project: the articles that there are.
        text: the text of the new one.
        published: the day on which it appeared, as ``YYYY-MM-DD``.
        today: the day of today, in the same form.
    """
    if published > today:
        yield f"{published} is still to come: see that the date is right"
    size = text.path.stat().st_size
    for folder in project.text_folders() if project.has_articles else ():
        if _holds(folder.text, size, text.sha256):
            yield f"{folder.id} has the same text: see that it is not the same article"


def _holds(path: Path, size: int, sha256: str) -> bool:
    try:
        return (
            path.stat().st_size == size and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
        )
    except OSError:
        # Of a file that its author did not name, only a build has to tell what is wrong with it.
        return False


def create(project: Project, article: str, text: ArticleText, annotation: str) -> ArticleFolder:
    """Put a new article into the project and return its folder; it appears whole or not at all.

    Args:
        project: its ``articles/`` is created where it has none.
        article: id of the article.
        text: its bytes are copied as they are.
        annotation: the text of ``annotation.yaml``.

    Raises:
        ProjectError: the article is there already, or the folder cannot be written.
        KgError: a file cannot be written.
    """
    articles = project.root / "articles"
    folder = ArticleFolder(article, articles / article)
    if folder.path.exists():
        raise ProjectError(
            f"there is an article {article} already",
            why=f"{project.shown(folder.path)} exists, and is not overwritten",
            fix="give another name with --slug, or edit the annotation that is there",
        )
    _make_folder(project, folder.path.parent)
    # Not beside its place: a build that runs now must not take it for an article.
    part = Path(tempfile.mkdtemp(prefix=".new-", dir=articles))
    try:
        begun = ArticleFolder(article, part)
        write_atomically(begun.text, [text.path.read_bytes()])
        write_atomically(begun.annotation, [annotation.encode()])
        # mkdtemp gives 0700, which would hide the article from everybody else.
        part.chmod(0o755)
        part.rename(folder.path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def create_register(project: Project, entity: Entity, article: str) -> Path:
    """Write the register of a project that has none, with one outlet in it, and return its path.

    Raises:
        KgError: it cannot be written.
    """
    prefixes = "".join(
        f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in _REGISTER_PREFIXES
    )
    path = project.root / "articles" / "register.ttl"
    _make_folder(project, path.parent)
    entry = entry_turtle(entity, article_iri(article, _VERSION))
    source = f"{prefixes}{entry}\n".encode()
    write_atomically(path, [format_turtle(source, project.shown(path)).encode()])
    return path


def _make_folder(project: Project, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"cannot make the folder {project.shown(folder)}",
            why=error.strerror or str(error),
            fix="check that the folder above it can be written and has room",
        ) from error
