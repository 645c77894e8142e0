"""What the reasoner finds impossible, as findings: with the axiom, and the sentences that clash.

What an article says against the ontology, reference data or itself is a mistake of somebody who can
mend it: a violation. Two articles may both be read rightly and differ: that is a finding that shows
both. May know nothing of how either is found.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import Position
from kg.namespaces import DATA, ONTOLOGY, OWL, REFERENCE_GRAPH
from kg.project import Project
from kg.reason import Derivation, Inconsistency
from kg.reason.axioms import Axiom, DisjointClasses
from kg.reason.equality import EqualityRule
from kg.reason.words import Words, labels
from kg.validate import Finding, Report, Severity, sources_of

_BACKGROUND: Final = frozenset({ONTOLOGY, REFERENCE_GRAPH})
_CONSTRUCTS: Final = {
    "AsymmetricProperty": "AsymmetricProperty",
    "DifferentIndividuals": "AllDifferent",
    "DisjointClasses": "disjointWith",
    "DisjointProperties": "propertyDisjointWith",
    "FunctionalProperty": "FunctionalProperty",
    "IrreflexiveProperty": "IrreflexiveProperty",
    "NegativePropertyAssertion": "NegativePropertyAssertion",
}
"""Terms of OWL by the kind of axiom that is broken; any other says that something is impossible."""


def contradictions(
    project: Project,
    quads: Sequence[Quad],
    positions: Mapping[Quad, Position],
    inconsistencies: Iterable[Inconsistency],
    report: Report,
) -> Report:
    """Return a finding for each inconsistency that follows from nothing a shape refuses already.

    Whoever writes an event where a proposition belongs makes both: the shape says what to do, and
    the long way from there to what is impossible would hide it.

    Args:
        project: the folders with the reference data and the articles' texts.
        quads: all that is asserted.
        positions: the place of each quad that an annotation says.
        inconsistencies: what the reasoner found among ``quads``.
        report: what the shapes say of ``quads``.

    Raises:
        ProjectError: a file cannot be read.
        ArticleError: the text of an article cannot be read.
    """
    found = list(inconsistencies)
    if not found:
        return Report(())
    sources = sources_of(project, quads, positions)
    words = Words(labels(quads))
    refused = {f.at for f in report.findings if f.severity is Severity.VIOLATION and f.at}
    said: defaultdict[Triple, list[Quad]] = defaultdict(list)
    for quad in quads:
        said[quad.triple].append(quad)
    findings = []
    for inconsistency in found:
        derivation = inconsistency.derivation
        grounds = [
            quad
            for triple in derivation.assertions
            for quad in said[triple]
            if _is_in(quad, inconsistency.articles)
        ]
        if any(positions.get(quad) in refused for quad in grounds):
            continue
        # The reader mends what an article says, and not the reference data that it meets there.
        grounds.sort(key=lambda quad: (quad not in positions, positions.get(quad, Position("", 0))))
        first = grounds[0].subject if grounds else None
        focus = first if isinstance(first, NamedNode | BlankNode) else NamedNode(ONTOLOGY)
        construct = OWL + _construct(derivation)
        findings.append(
            Finding(
                severity=_severity(inconsistency),
                shape=OWL + "Nothing",
                component=construct,
                constraint=construct,
                message=" ".join(_message(inconsistency, words)),
                focus=focus,
                path=None,
                value=None,
                at=sources.position(focus, grounds),
                article=sources.article(grounds),
                sentences=sources.sentences(focus, grounds),
            )
        )
    return Report(tuple(findings))


def _is_in(quad: Quad, articles: Sequence[str]) -> bool:
    graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    return graph in _BACKGROUND or graph.partition("#")[0] in articles


def _severity(inconsistency: Inconsistency) -> Severity:
    return Severity.VIOLATION if len(inconsistency.articles) < 2 else Severity.WARNING


def _construct(derivation: Derivation) -> str:
    if derivation.conclusion is not None:
        return "sameAs"
    if derivation.axiom is None:
        return "differentFrom"
    return _CONSTRUCTS.get(type(derivation.axiom).__name__, "Nothing")


def _message(inconsistency: Inconsistency, words: Words) -> Iterator[str]:
    derivation = inconsistency.derivation
    premises = [step.conclusion for step in derivation.premises if step.conclusion]
    said = "; ".join(words.triple(triple) for triple in premises)
    by = _by(derivation)
    if derivation.conclusion is not None:
        yield f"{words.triple(derivation.conclusion)}, although nothing says so: {said}."
    else:
        yield f"This cannot all be true: {said}."
    if by:
        yield f"For {words.rule(_narrowed(by, premises))}."
    for step in derivation.steps():
        if step is not derivation and step.conclusion and not step.is_asserted:
            grounds = " and ".join(
                words.triple(p.conclusion) for p in step.premises if p.conclusion
            )
            inner = _by(step)
            why = f", for {words.rule(inner)}" if inner else ""
            yield f"({words.triple(step.conclusion)} because {grounds or 'of an axiom'}{why}.)"
    yield _repair(inconsistency)


def _by(step: Derivation) -> Axiom | EqualityRule | None:
    return step.axiom or step.equality


def _narrowed(axiom: Axiom | EqualityRule, premises: Sequence[Triple]) -> Axiom | EqualityRule:
    """Return an axiom about many classes as what it says of those that clash."""
    if not isinstance(axiom, DisjointClasses):
        return axiom
    clashing = tuple(c for c in axiom.classes if any(t.object == c for t in premises))
    return replace(axiom, classes=clashing) if len(clashing) == 2 else axiom


def _repair(inconsistency: Inconsistency) -> str:
    outlets = {_outlet(article) for article in inconsistency.articles}
    if len(outlets) > 1:
        return (
            f"{' and '.join(sorted(outlets))} contradict each other: see that both are read right."
        )
    if len(inconsistency.articles) > 1:
        return f"Articles of {min(outlets)} contradict each other: see that both are read right."
    if not inconsistency.articles:
        return "No article says so: correct the ontology, the reference data or the register."
    if inconsistency.derivation.conclusion is not None:
        return (
            "If these are one, let the register say so with owl:sameAs; else correct what is said."
        )
    return "Correct what the article is read to say."


def _outlet(article: str) -> str:
    return article.removeprefix(DATA).partition("/")[0]
