"""Accord: a knowledge graph of diplomacy that names the sentence behind each claim and fact.

::

    import kg

    with kg.open() as graph:
        for row in graph.query("who-must-consent", state="Turkey"):
            print(row.label("party"), row.quotes[0].text)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from kg.facade import KnowledgeGraph

__version__ = "0.1.0"


def open(  # noqa: A001 - kg.open, as in tarfile.open: nobody imports it by itself
    folder: "str | PathLike[str] | None" = None, *, build: bool = True
) -> "KnowledgeGraph":
    """Open the graph of a project, for reading.

    Args:
        folder: of the project; by default the one that the working directory lies in, and where
            that is none, the articles that Accord carries. One that is named must have articles.
        build: whether to build the graph first where it is missing or outdated.

    Raises:
        KgError: the project cannot be built, or its graph cannot be read.
    """
    # Not at the top: every command imports this package.
    from kg.facade import KnowledgeGraph

    return KnowledgeGraph.open(folder, build=build)
