"""``kg new``: start the annotation of an article."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.console import Console
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.project import Project
    from kg.vocabulary import Vocabulary
    from kg.vocabulary.register import Register

EXAMPLES: Final = """
kg new report.txt --publisher tass --date 2020-11-12
kg new report.txt --publisher tass --date 2020-11-12 --slug peacekeepers
kg --project ~/coverage new report.txt                it asks for the rest
"""


def command(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The article as plain text in UTF-8.", show_default=False
        ),
    ],
    publisher: Annotated[
        str | None,
        typer.Option(
            "--publisher", "-p", metavar="OUTLET", help="Who published it: an id or a name."
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", "-d", metavar="DATE", help="The day it appeared.")
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(
            "--title", "-t", metavar="TEXT", help="Its headline (default: its first line)."
        ),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", "-u", metavar="URL", help="Where it appeared.")
    ] = None,
    slug: Annotated[
        str | None,
        typer.Option(
            "--slug", metavar="NAME", help="Name of its folder after the date (default: the title)."
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Who annotates it (default: your login name)."),
    ] = None,
) -> None:
    """Start the annotation of an article.

    Copies the text byte for byte into articles/<outlet>/<date>-<slug>/ and writes an annotation in
    which every sentence is there and none is read yet, so that `kg build` works at once. Nothing is
    ever overwritten.
    """
    from kg.annotation.article import read_article
    from kg.authoring import skeleton
    from kg.authoring.headline import headline

    console = Console.of(ctx)
    text = read_article(file, str(file))
    project = console.project()
    vocabulary, register = _background(project)
    name = publisher or _ask("Publisher (an id of the register, or a name)", "--publisher OUTLET")
    day = skeleton.check_day(
        date or _ask("Date of publication (YYYY-MM-DD)", "--date YYYY-MM-DD"), "--date"
    )
    heading = title or headline(text.text)
    entity = skeleton.outlet(name, vocabulary, register)
    own = project.has_articles
    outlet = entity or skeleton.new_outlet(name)
    article = f"{outlet.id}/{day}-{_slug(slug, heading)}"
    if entity is None and own and project.register.exists():
        raise skeleton.unknown_outlet(name, article, skeleton.publishers(vocabulary, register))
    metadata = skeleton.Metadata(
        publisher=outlet.id,
        published=day,
        title=heading,
        web_address=_address(url),
        annotated_by=by or _login(),
        annotated_on=_today(),
    )
    annotation = skeleton.annotation_text(article, text, metadata)
    doubts = list(skeleton.doubts(project, text, day, metadata.annotated_on))
    if entity is None or not own:
        path = skeleton.create_register(project, outlet, article)
        console.note(f"wrote {project.shown(path)} with the outlet {outlet.id}")
    folder = skeleton.create(project, article, text, annotation)
    _write_schema(console)
    console.write(f"{project.shown(folder.annotation)}\n")
    count = annotation.count(f"    reason: {skeleton.NOT_READ}\n")
    console.note(f"{count} sentences to read; `kg article {article}` shows what is left")
    for doubt in doubts:
        console.warn(f"warning: {doubt}")


def _background(project: "Project") -> "tuple[Vocabulary, Register]":
    from kg.vocabulary import load_vocabulary
    from kg.vocabulary.register import load_register

    vocabulary = load_vocabulary(project)
    return vocabulary, load_register(project, vocabulary)


def _ask(question: str, option: str) -> str:
    why = "there is no terminal on which to ask for it"
    if sys.stdin.isatty():
        # On stderr: stdout has the result, also when somebody captures it.
        print(f"{question}: ", end="", file=sys.stderr, flush=True)
        if answer := sys.stdin.readline().strip():
            return answer
        why = "nothing was answered"
    raise UsageError(f"kg new needs {option}", why=why, fix=f"add {option}")


def _slug(given: str | None, heading: str) -> str:
    from kg.authoring.headline import slug
    from kg.vocabulary.identifiers import SEGMENT, matches

    name = slug(heading) if given is None else given
    if not matches(SEGMENT, name):
        raise UsageError(
            f"{name!r} cannot name the folder of an article"
            if given is not None
            else "the title gives no name for the folder of the article",
            why="a name has the letters a to z, digits and single hyphens",
            fix="write --slug and a name such as turkish-peacekeepers",
        )
    return name


def _address(url: str | None) -> str:
    from kg.namespaces import XSD
    from kg.vocabulary.datatypes import DATATYPES

    datatype = DATATYPES[XSD + "anyURI"]
    if url and not datatype.accepts(url):
        raise UsageError(f"{url!r} is no web address", fix=f"write {datatype.words}")
    return url or ""


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run as a user that no list of users has.
        return "unknown"


def _today() -> str:
    import datetime

    return datetime.datetime.now().astimezone().date().isoformat()


def _write_schema(console: Console) -> None:
    from kg.authoring.skeleton import SCHEMA
    from kg.cli.schema import schema_text

    project = console.project()
    path = project.articles / SCHEMA
    if not path.exists():
        console.write(schema_text(project), path)
        console.note(f"wrote {project.shown(path)}, for completion in editors")
