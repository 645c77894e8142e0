"""Runs the checklist: each rule asked of the dataset, each row of an answer a finding.

May know nothing of files, of reasoners or of how findings are shown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store

from kg.errors import Position
from kg.ontology.dataset import CHECK, Dataset, Names
from kg.ontology.document import Document
from kg.ontology.profile import Setting, Severity
from kg.ontology.rules import Rule
from kg.ontology.underived import Underived
from kg.ontology.uses import Use
from kg.query.sparql import execute


@dataclass(frozen=True)
class Finding:
    """A breach of a rule.

    Attributes:
        rule: what is broken.
        severity: how much that matters.
        term: IRI of what breaks it; empty for something without one.
        shown: the same for people.
        details: what else there is to show, such as the value that is wrong.
        at: its place.
        excuse: why the profile excepts it; empty if it does not.
    """

    rule: Rule
    severity: Severity
    term: str
    shown: str
    details: tuple[str, ...] = ()
    at: Position | None = field(default=None, compare=False)
    excuse: str = ""


@dataclass(frozen=True)
class Unchecked:
    """Something that was not looked at, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Report:
    """What the checklist says of an ontology.

    Attributes:
        findings: the gravest first, then by rule and place.
        excused: those that the profile excepts.
        checked: names of what was looked at.
        unchecked: what was not.
        files: the names of the files that were checked.
        underived: the axioms of these files from which not all is derived.
    """

    findings: tuple[Finding, ...]
    excused: tuple[Finding, ...] = ()
    checked: tuple[str, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    files: tuple[str, ...] = ()
    underived: tuple[Underived, ...] = ()

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    def at_least(self, severity: Severity) -> "Report":
        """Return the report of the findings that matter as much as ``severity``, or more."""
        kept = tuple(f for f in self.findings if f.severity.rank <= severity.rank)
        return replace(self, findings=kept)

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return bool(self.counts.get(Severity.ERROR))


UNNEEDED = Rule(
    name="unneeded-exception",
    problem="The profile excepts a term from a rule that it keeps.",
    principle="A reason that no longer holds hides the next mistake.",
    repair="Take the exception out of queries/checks/profile.yaml.",
)
"""The one rule about the profile, which is not RDF."""


def run_rules(
    dataset: Dataset, rules: Sequence[Rule], profile: Mapping[str, Setting], *, own: bool = True
) -> list[Finding]:
    """Return every breach of ``rules``, the excepted ones included, in order.

    Args:
        dataset: what they are asked of.
        rules: the checklist.
        profile: the setting of each.
        own: whether the profile is of the project, whose people can take out what nothing needs.

    Raises:
        QueryError: a rule is not SPARQL.
    """
    store, names = dataset.store(), dataset.names()
    findings: list[Finding] = []
    for rule in rules:
        setting = profile[rule.name]
        found = [
            finding
            for finding in _findings(rule, setting, store, dataset, names)
            if dataset.is_asked(finding.at)
        ]
        findings += found
        if own and dataset.uses and not dataset.partial:
            broken = {finding.term for finding in found}
            findings += (
                Finding(
                    UNNEEDED, Severity.WARNING, iri, f"{names.shown(iri)}, {rule.name}",
                    at=excuse.at,
                )
                for iri, excuse in setting.excuses.items()
                if iri not in broken
            )  # fmt: skip
    return in_order(findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings, each once, the gravest first, then by rule and place."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (f.severity.rank, f.rule.name, f.at or Position("", 0), f.shown, f.details),
    )


def report_of(
    findings: Iterable[Finding],
    checked: Iterable[str],
    unchecked: Iterable[Unchecked],
    dataset: Dataset,
    underived: Iterable[Underived] = (),
) -> Report:
    """Return the report of what was found."""
    ordered = in_order(findings)
    return Report(
        findings=tuple(finding for finding in ordered if not finding.excuse),
        excused=tuple(finding for finding in ordered if finding.excuse),
        checked=tuple(checked),
        unchecked=tuple(unchecked),
        files=tuple(document.shown for document in dataset.asked),
        underived=tuple(underived),
    )


def _findings(
    rule: Rule, setting: Setting, store: Store, dataset: Dataset, names: Names
) -> Iterator[Finding]:
    files = dataset.files()
    solutions = _ask(rule, store)
    shown = [v.value for v in solutions.variables if v.value not in ("term", "file")]
    for row in solutions:
        term = row["term"]
        iri = term.value if isinstance(term, NamedNode) else ""
        file = files.get(_value(row, "file", solutions))
        excuse = setting.excuses.get(iri)
        yield Finding(
            rule=rule,
            severity=setting.severity,
            term=iri if iri not in files else "",
            shown=files[iri].shown if iri in files else names.term(term),
            details=tuple(names.term(row[name]) for name in shown if row[name] is not None),
            at=_place(iri, file, dataset),
            excuse=excuse.reason if excuse else "",
        )


def _place(iri: str, file: Document | Use | None, dataset: Dataset) -> Position | None:
    if file is None:
        return dataset.place(iri) if iri else None
    return (file.position(iri) if iri else None) or Position(file.shown, 1)


def _value(row: QuerySolution, name: str, solutions: QuerySolutions) -> str:
    if name not in {variable.value for variable in solutions.variables}:
        return ""
    term = row[name]
    return term.value if isinstance(term, NamedNode) else ""


def _ask(rule: Rule, store: Store) -> QuerySolutions:
    assert rule.query  # noqa: S101 - rules without a query are not read from a file
    solutions = execute(store, rule.query, {"check": CHECK})
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a rule is a SELECT; see read_rule
    return solutions
