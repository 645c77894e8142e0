"""Answers to why, and to why not, as they pass from the graph to a page.

May know nothing of either.
"""

from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.reason.axioms import Axiom, text
from kg.reason.equality import EqualityRule
from kg.show.sources import Article, Passage
from kg.show.testimony import Attribution, Named


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
    """An axiom, or what else something follows by, in words.

    Attributes:
        axiom: the axiom, or the rule of equality.
        words: the same, as a sentence.
        definitions: of the terms that it concludes or names, the one that it concludes first.
        support: who says so, where it is about individuals and no part of what words mean.
    """

    axiom: Axiom | EqualityRule
    words: str
    definitions: tuple[Definition, ...] = ()
    support: "Support | None" = None

    @property
    def notation(self) -> str:
        """The axiom in OWL's functional-style syntax, or W3C's name of the rule."""
        return self.axiom.value if isinstance(self.axiom, EqualityRule) else text(self.axiom)


@dataclass(frozen=True)
class Publication:
    """An article, with who published it."""

    article: Article
    outlets: tuple[Named, ...]


@dataclass(frozen=True)
class Testimonial:
    """A passage that says something, and on whose word it does.

    Attributes:
        passage: the passage.
        attributions: on whose word.
        outlets: who published its article.
        together: passages without which it would not say so.
    """

    passage: Passage
    attributions: tuple[Attribution, ...]
    outlets: tuple[Named, ...]
    together: tuple[Passage, ...] = ()

    @property
    def word(self) -> tuple[str, ...]:
        """Clauses such as *Dmitry Peskov denies it on 12 November 2020*, each once."""
        return tuple(dict.fromkeys(one.words for one in self.attributions))


@dataclass(frozen=True)
class Support:
    """On what an asserted triple stands.

    Attributes:
        passages: that say it, in text order.
        recorded: articles whose description says it, by id.
        background: whether reference data say it.
        sources: where reference data have it from, as IRIs.
        ontology: whether the ontology says it.
    """

    passages: tuple[Testimonial, ...] = ()
    recorded: tuple[Publication, ...] = ()
    background: bool = False
    sources: tuple[str, ...] = ()
    ontology: bool = False


@dataclass(frozen=True)
class Reason:
    """A triple that holds, and why: what it follows from, or on what it stands.

    Attributes:
        triple: what holds; None for a contradiction.
        words: the same, as a sentence.
        rule: what it follows by; None where it is asserted.
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
class Found:
    """Triples that hold, with the reasons why; ``more`` are left out."""

    reasons: tuple[Reason, ...]
    more: int = 0


@dataclass(frozen=True)
class Lack:
    """A condition that does not hold.

    Attributes:
        words: the condition, as a sentence.
        instead: what there is of its kind.
        nearest: the nearest way to it, where it is about known things.
    """

    words: str
    instead: Found
    nearest: "Near | None" = None


@dataclass(frozen=True)
class Near:
    """A way in which a triple would follow, and how much of it there is.

    Attributes:
        rules: by which it would, the last step first.
        found: the conditions that hold.
        lacks: the conditions that do not.
    """

    rules: tuple[Rule, ...]
    found: Found
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class Consequences:
    """What would come of a triple if it held.

    Attributes:
        contradictions: why it cannot hold, by the ontology.
        identifications: what would have to be one and the same.
        clashes: contradictions about its subject or its object that there are without it.
    """

    contradictions: tuple[Reason, ...] = ()
    identifications: tuple[Reason, ...] = ()
    clashes: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Open:
    """An axiom from which not all is derived.

    Attributes:
        axiom: the axiom.
        words: the same, as a sentence.
        why: what in it needs more than rules, and why.
    """

    axiom: Axiom
    words: str
    why: str

    @property
    def notation(self) -> str:
        """The axiom in OWL's functional-style syntax."""
        return text(self.axiom)


@dataclass(frozen=True)
class WhyNot:
    """Why a triple is not known to hold.

    Attributes:
        triple: what is asked about.
        words: the same, as a sentence.
        summary: that it is not known, and what the nearest way to it lacks, as a sentence; what
            cannot be so, where it is a contradiction.
        near: the nearest ways to it, the nearest first.
        far: ways of which there is nothing, by their rules.
        more: ways that are left out.
        known: what is known of its subject or object with the same property.
        claimed: claims about propositions that speak of both.
        consequences: what would come of it.
        apart: why the two cannot be one, where what is asked is whether they differ.
        underived: axioms by which it may follow all the same, as not all is derived from them.
    """

    triple: Triple
    words: str
    summary: str
    near: tuple[Near, ...]
    far: tuple[tuple[Rule, ...], ...]
    more: int
    known: Found
    claimed: tuple[Reason, ...]
    consequences: Consequences
    apart: tuple[Reason, ...] = ()
    underived: tuple[Open, ...] = ()
