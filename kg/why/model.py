"""An explanation as it passes from the graph to a page. May know nothing of either."""

from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.reason.axioms import Axiom
from kg.show.sources import Passage


@dataclass(frozen=True)
class Definition:
    """A class or property, with what the ontology says it means.

    Attributes:
        term: its IRI.
        label: its name.
        text: its definition; empty where it has none.
    """

    term: NamedNode
    label: str
    text: str


@dataclass(frozen=True)
class Rule:
    """An axiom, in words.

    Attributes:
        axiom: the axiom.
        words: the same, as a sentence.
        definitions: of the terms that it concludes or names, the one that it concludes first.
    """

    axiom: Axiom
    words: str
    definitions: tuple[Definition, ...]


@dataclass(frozen=True)
class Testimonial:
    """A passage that says something, and on whose word it does.

    Attributes:
        passage: the passage.
        word: clauses such as *Dmitry Peskov denies it on 12 November 2020*.
        together: passages without which it would not say so.
    """

    passage: Passage
    word: tuple[str, ...]
    together: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Support:
    """On what an asserted triple stands.

    Attributes:
        passages: that say it, in text order.
        recorded: ids of the articles whose description says it.
        background: whether reference data say it.
        sources: where reference data have it from, as IRIs.
        ontology: whether the ontology says it.
    """

    passages: tuple[Testimonial, ...] = ()
    recorded: tuple[str, ...] = ()
    background: bool = False
    sources: tuple[str, ...] = ()
    ontology: bool = False


@dataclass(frozen=True)
class Reason:
    """A triple that holds, and why: what it follows from, or on what it stands.

    Attributes:
        triple: what holds; None for a contradiction.
        words: the same, as a sentence.
        rule: what it follows by; None where it is asserted, and where all there is to it is that
            names are of one individual.
        premises: what it follows from.
        support: on what it stands where it is asserted.
    """

    triple: Triple | None
    words: str
    rule: Rule | None = None
    premises: tuple["Reason", ...] = ()
    support: Support | None = None

    @property
    def inferred(self) -> bool:
        """Whether it follows, and is not asserted."""
        return self.support is None


@dataclass(frozen=True)
class Explanation:
    """Why a triple holds.

    Attributes:
        triple: what is explained.
        words: the same, as a sentence.
        reasons: a minimal derivation each; none where it does not hold.
        total: how many there are, those that are left out included; one where no others were
            looked for.
        counted: whether ``total`` is all of them, and not only as far as they were counted.
    """

    triple: Triple
    words: str
    reasons: tuple[Reason, ...]
    total: int
    counted: bool = True
