"""Where each term stands: its page, its anchor, the colour of its module.

May know nothing of what the pages hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pyoxigraph import Literal

from kg.manchester import Phrase, literal
from kg.namespaces import compact
from kg.pages.html import Markup, element, join
from kg.pages.model import Ontology

COLOURS: Final = 8
"""How many modules have a colour of their own."""


@dataclass(frozen=True)
class Links:
    """The terms of an ontology as links from one page.

    Attributes:
        ontology: the terms.
        page: name of the page that the links stand on, without suffix.
        root: path of the server on which our IRIs lead somewhere; empty for pages in files.
        names: of things that are no terms, by IRI.
    """

    ontology: Ontology
    page: str = ""
    root: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def on(self, page: str) -> "Links":
        """Return the links as they are on another page."""
        return replace(self, page=page)

    def module(self, iri: str) -> str:
        """Return the name of a module, which is the name of its page."""
        return next((m.name for m in self.ontology.modules if m.iri == iri), "index")

    def colour(self, module: str) -> str:
        """Return the class of the style that gives a module (an IRI) its colour."""
        iris = [known.iri for known in self.ontology.modules]
        return f"m{iris.index(module) % COLOURS}" if module in iris else "m"

    def href(self, iri: str) -> str | None:
        """Return the address of a term, from this page; None for what is no term."""
        term = self.ontology.terms.get(iri)
        if term is None:
            return None
        page = self.module(term.module)
        return f"#{term.name}" if page == self.page else f"{page}.html#{term.name}"

    def link(self, iri: str) -> Markup:
        """Return a term by its label, linked; another thing by its name, or else as a CURIE."""
        href = self.href(iri)
        if href is None and iri in self.names:
            return element("span", self.names[iri], title=compact(iri))
        if href is None:
            return element("code", compact(iri).strip("<>"))
        return element("a", self.ontology.label(iri), href=href, title=compact(iri))

    def phrase(self, phrase: Phrase) -> Markup:
        """Return a phrase with its terms linked; what joins them is set apart."""
        words = [literal(word) if isinstance(word, Literal) else word for word in phrase]
        if len(words) == 1 and isinstance(words[0], str):
            return join(words[0])
        return join(
            *(
                element("span", word, class_="joint")
                if isinstance(word, str)
                else self.link(word.value)
                for word in words
            )
        )
