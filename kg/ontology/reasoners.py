"""What only a reasoner and the OWL API can tell of an ontology, as findings like the rules'.

May know nothing of Java itself.
"""

from collections.abc import Iterator
from typing import Final

from kg.errors import Position, ReasonerUnavailable
from kg.hermit import check_consistency, find_java
from kg.ontology.checks import Finding, Unchecked
from kg.ontology.dataset import Dataset, Names
from kg.ontology.owlapi import OwlReport, find_jdk, owl_check
from kg.ontology.profile import Severity
from kg.ontology.rules import Rule

UNPARSED: Final = Rule(
    name="owl-api-unparsed",
    problem="The OWL API finds triples that stand for no axiom.",
    principle="What it cannot read it leaves out, and so does Protégé.",
    repair="Write the axiom as https://www.w3.org/TR/owl2-mapping-to-rdf/ has it.",
)
PROFILE: Final = Rule(
    name="owl2-dl",
    problem="The ontology is not in OWL 2 DL.",
    principle="Reasoners are complete, and agree with each other, on OWL 2 DL alone.",
    repair="Declare the term, or take the axiom out.",
)
INCONSISTENT: Final = Rule(
    name="inconsistent",
    problem="HermiT finds the ontology inconsistent.",
    principle="From what cannot be everything follows.",
    repair="Ask for the explanation in Protégé, and take one of its axioms out.",
)
UNSATISFIABLE: Final = Rule(
    name="unsatisfiable-class",
    problem="HermiT finds that a class can have no instance.",
    principle="The first instance of the class makes the graph inconsistent.",
    repair="Ask for the explanation in Protégé, and take one of its axioms out.",
)
REFUSED: Final = Rule(
    name="reasoner-refuses",
    problem="HermiT does not take the ontology.",
    principle="An ontology that no reasoner takes is a drawing.",
    repair="Mend what HermiT names; it is outside OWL 2 DL.",
)

READING: Final = "OWL API: triples without an axiom"
DL: Final = "OWL 2 DL profile"
CONSISTENCY: Final = "HermiT: consistency and unsatisfiable classes"


def ask_reasoners(dataset: Dataset) -> tuple[list[Finding], list[str], list[Unchecked]]:
    """Return what the OWL API and HermiT find, what was asked of them, and what was not.

    With a JDK both are asked; with a mere runtime HermiT is; without Java neither.

    Raises:
        OntologyError: they do not take the ontology at all.
    """
    names = dataset.names()
    try:
        find_java()
    except ReasonerUnavailable as error:
        return [], [], [Unchecked(what, error.what) for what in (READING, DL, CONSISTENCY)]
    try:
        find_jdk()
    except ReasonerUnavailable as error:
        verdict = check_consistency(dataset.triples)
        report = OwlReport((), (), verdict.consistent, verdict.unsatisfiable)
        unchecked = [Unchecked(what, error.what) for what in (READING, DL)]
        return list(_findings(report, "", dataset, names)), [CONSISTENCY], unchecked
    reports = owl_check([document.path for document in dataset.asked])
    found = [
        finding
        for document in dataset.asked
        for finding in _findings(reports[document.path], document.shown, dataset, names)
    ]
    return found, [READING, DL, CONSISTENCY], []


def _findings(report: OwlReport, file: str, dataset: Dataset, names: Names) -> Iterator[Finding]:
    at = Position(file, 1) if file else None
    shown = {document.path.resolve(): document.shown for document in dataset.documents}
    for rule, said in ((UNPARSED, report.unparsed), (PROFILE, report.violations)):
        for told in said:
            place = Position(shown.get(told.path.resolve(), file), 1)
            if dataset.is_asked(place):
                yield Finding(rule, Severity.ERROR, "", told.text, at=place)
    if report.refused:
        yield Finding(REFUSED, Severity.ERROR, "", report.refused, at=at)
    elif not report.consistent:
        yield Finding(INCONSISTENT, Severity.ERROR, "", file or "all files together", at=at)
    for iri in report.unsatisfiable:
        yield Finding(
            UNSATISFIABLE, Severity.ERROR, iri, names.shown(iri), at=dataset.place(iri) or at
        )
