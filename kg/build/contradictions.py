"""What the reasoner finds impossible, as findings: with the axiom, and the sentences that clash.

What an article says against the ontology, reference data or itself is a mistake of somebody who can
mend it: a violation. Two articles may both be read rightly and differ: that is a finding that shows
both. May know nothing of how either is found.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from kg.errors import Position
from kg.namespaces import DATA, ONTOLOGY, OWL, REFERENCE_GRAPH
from kg.project import Project
from kg.reason import Derivation, Inconsistency
from kg.show.sources import NAMING, Sources
from kg.show.wording import Wording
from kg.text.words import listed
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
    names = _names(quads)
    words = Wording(names)
    refused = set(_refused(report))
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
        if any(not refused.isdisjoint(_named(quad)) for quad in grounds):
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
                message=" ".join((*_message(inconsistency, words), _repair(inconsistency, names))),
                focus=focus,
                path=None,
                value=None,
                at=sources.position(focus, grounds),
                article=sources.article(grounds),
                sentences=sources.sentences(focus, grounds),
            )
        )
    return Report(tuple(findings))


_Named = tuple[object, object, object]
"""A node, a property of it, and a value, or None where all of its values are meant."""


def _refused(report: Report) -> Iterator[_Named]:
    """Yield what violations name, which is less than where they are told.

    What a node lacks is told at anything that is said of it, and is no reason to keep quiet about
    that.
    """
    for finding in report.at_least(Severity.VIOLATION).findings:
        for term in finding.path.properties if finding.path else ():
            yield finding.focus, term, finding.value


def _named(quad: Quad) -> tuple[_Named, _Named]:
    return (quad.subject, quad.predicate, quad.object), (quad.subject, quad.predicate, None)


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


def _message(inconsistency: Inconsistency, words: Wording) -> Iterator[str]:
    derivation = inconsistency.derivation
    premises = [step.conclusion for step in derivation.premises if step.conclusion]
    said = "; ".join(words.triple(triple) for triple in premises)
    if derivation.conclusion is not None:
        yield f"{words.triple(derivation.conclusion)}, although nothing says so: {said}."
    else:
        yield f"This cannot all be true: {said}."
    if derivation.by:
        yield f"For {words.rule(derivation.by)}."
    for step in derivation.steps():
        if step is not derivation and step.conclusion and not step.is_asserted:
            grounds = " and ".join(
                words.triple(p.conclusion) for p in step.premises if p.conclusion
            )
            why = f", for {words.rule(step.by)}" if step.by else ""
            yield f"({words.triple(step.conclusion)} because {grounds or 'of an axiom'}{why}.)"


def _repair(inconsistency: Inconsistency, names: Sources) -> str:
    outlets = sorted({_outlet(article, names) for article in inconsistency.articles})
    if len(outlets) > 1:
        return f"{listed(outlets)} contradict each other: see that both are read right."
    if len(inconsistency.articles) > 1:
        return f"Articles of {outlets[0]} contradict each other: see that both are read right."
    if not inconsistency.articles:
        return "No article says so: correct the ontology, the reference data or the register."
    if inconsistency.derivation.conclusion is not None:
        return (
            "If these are one, let the register say so with owl:sameAs; else correct what is said."
        )
    return "Correct what the article is read to say."


def _outlet(article: str, names: Sources) -> str:
    """Return who published an article; an article need not say it."""
    publisher = names.article(NamedNode(article)).outlet
    return publisher or article.removeprefix(DATA).partition("/")[0]


def _names(quads: Iterable[Quad]) -> Sources:
    """Return what things are called, as they are on every page about the built graph."""
    graph = Store()
    graph.extend(Quad(q.subject, q.predicate, q.object) for q in quads if q.predicate in NAMING)
    return Sources(graph)
