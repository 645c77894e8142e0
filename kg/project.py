"""Where things are: a project's folders, or those that the package carries.

A *project* is a folder with ``articles/`` in it (and, where it wants its own, ``ontology/``,
``shapes/``, ``queries/``). What a project lacks is taken from the package, so that an installed
Accord works in an empty folder. May know nothing of what the files contain.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ProjectError

STORE_FOLDER = ".accord"
"""Name of the folder that holds the built graph, below the project's root."""


def packaged_data() -> Path:
    """Return the folder with the packaged ontology, shapes, queries and articles."""
    inside = Path(__file__).parent / "_data"
    return inside if inside.is_dir() else Path(__file__).parent.parent


@dataclass(frozen=True)
class ArticleFolder:
    """A folder with an article and its annotation; ``id`` is its path below ``articles/``."""

    id: str
    path: Path

    @property
    def text(self) -> Path:
        """The article's text, byte for byte."""
        return self.path / "article.txt"

    @property
    def annotation(self) -> Path:
        """The reviewed reading of the text."""
        return self.path / "annotation.yaml"


@dataclass(frozen=True)
class Project:
    """The folders that a command works on."""

    root: Path
    ontology: Path
    shapes: Path
    queries: Path
    articles: Path
    store: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Project":
        """Return the project that ``start`` (by default the working directory) lies in.

        The nearest folder, from ``start`` upwards, that has ``articles/`` is its root; where there
        is none, ``start`` itself, with everything else from the package. The environment variable
        ``KG_STORE`` puts the built graph elsewhere.

        Raises:
            ProjectError: ``start`` is no folder, or something else stands where a folder of the
                project should.
        """
        here = _resolved(start)
        root = next((d for d in (here, *here.parents) if (d / "articles").is_dir()), here)
        packaged = packaged_data()

        def folder(name: str) -> Path:
            own = root / name
            if own.is_dir():
                return own
            # Only what is not there at all comes from the package: a broken link is a mistake.
            if os.path.lexists(own):
                raise ProjectError(
                    f"{own} is not a folder",
                    why=f"the {name} of a project are files in a folder of that name",
                    fix="rename it, or mend the link",
                )
            return packaged / name

        store = os.environ.get("KG_STORE")
        return cls(
            root=root,
            ontology=folder("ontology"),
            shapes=folder("shapes"),
            queries=folder("queries"),
            articles=folder("articles"),
            store=Path(store) if store else root / STORE_FOLDER,
        )

    @classmethod
    def find_named(cls, folder: Path | None) -> "Project":
        """Return the same for whoever wants answers: a folder that is named must have articles.

        Accord's own articles are for those who name none. Who names a folder asks about what is in
        it, and would take the answers for it.

        Raises:
            ProjectError: it has none, or as for :meth:`find`.
        """
        project = cls.find(folder)
        if folder is None or project.has_articles:
            return project
        raise ProjectError(
            f"there are no articles in {folder}",
            why="neither it nor a folder above it has a folder articles/",
            fix="name one that has, or name none for the articles that Accord carries",
        )

    @property
    def has_articles(self) -> bool:
        """Whether the articles are the project's, and not those that Accord carries."""
        # Where the package lies in the project's own folder, both have the same path.
        return self.articles == self.root / "articles" and self.articles.is_dir()

    @property
    def register(self) -> Path:
        """The register of the people, offices, agreements … that the articles share."""
        return self.articles / "register.ttl"

    @property
    def reference(self) -> Path:
        """The background that no article has to prove."""
        return self.ontology / "reference.ttl"

    def ontology_modules(self) -> list[Path]:
        """Return the ontology's Turtle files, without the reference data, sorted by name."""
        return [path for path in _files(self.ontology, ".ttl") if path != self.reference]

    def shape_files(self) -> list[Path]:
        """Return the files of shapes, sorted by name."""
        return _files(self.shapes, ".ttl")

    def query_files(self) -> list[Path]:
        """Return the stored queries, sorted by name."""
        return _files(self.queries, ".rq")

    def turtle_files(self) -> list[Path]:
        """Return every Turtle file that people edit: ontology, reference data, shapes, register."""
        register = [self.register] if self.register.is_file() else []
        return [*_files(self.ontology, ".ttl"), *self.shape_files(), *register]

    def article_folders(self) -> list[ArticleFolder]:
        """Return every ``<outlet>/<date>-<slug>`` folder that has an annotation, sorted by id."""
        return [folder for folder in self._folders() if folder.annotation.exists()]

    def text_folders(self) -> list[ArticleFolder]:
        """Return every such folder that has a text, annotated or not yet, sorted by id."""
        return [folder for folder in self._folders() if folder.text.exists()]

    def _folders(self) -> list[ArticleFolder]:
        found = (
            ArticleFolder(f"{outlet.name}/{path.name}", path)
            for outlet in filter(Path.is_dir, _listed(self.articles))
            for path in filter(Path.is_dir, _listed(outlet))
        )
        return sorted(found, key=lambda folder: folder.id)

    @staticmethod
    def shown(path: Path) -> str:
        """Return ``path`` as messages show it: relative to the working directory it lies below."""
        try:
            return path.resolve().relative_to(Path.cwd()).as_posix()
        except ValueError:
            return path.as_posix()


def _resolved(start: Path | None) -> Path:
    try:
        here = (start or Path.cwd()).resolve()
    except FileNotFoundError as error:
        raise ProjectError(
            "the folder that you are in is gone",
            why="the working directory was removed or renamed meanwhile",
            fix="go to a folder that exists, or name the project's",
        ) from error
    if here.is_dir():
        return here
    raise ProjectError(
        f"there is no folder {start}",
        why="it is a file" if here.exists() else "",
        fix="name a folder that exists",
    )


def _files(folder: Path, suffix: str) -> list[Path]:
    return sorted(path for path in _listed(folder) if path.suffix == suffix)


def _listed(folder: Path) -> list[Path]:
    """Return what is in ``folder``, sorted by name; nothing where there is no such folder.

    Hidden files are not there: editors and operating systems leave them beside those they hide.

    Raises:
        ProjectError: it cannot be listed. (``Path.glob`` would find nothing in it, and what an
            author wrote would vanish from the graph.)
    """
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise ProjectError(
            f"the folder {folder} cannot be read",
            why=error.strerror or str(error),
            fix="allow reading it",
        ) from error
    for path in found:
        _check_name(path)
    return found


def _check_name(path: Path) -> None:
    try:
        path.name.encode()
    except UnicodeEncodeError as error:
        raise ProjectError(
            f"the name of {path} is not UTF-8",
            why="names of files and folders become part of the graph",
            fix="rename it",
        ) from error
