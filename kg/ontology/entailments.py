"""What must follow from an article, and what must never: ``entailments.yaml`` beside it.

::

    expected:
      "id:armenia accord:partyTo id:joint-statement-2020-11-09": its Prime Minister signed
    forbidden:
      ":plan/turkish-peacekeepers accord:hasConsentOf *": nobody consented to it

A speaker's words are never a fact: most rows that forbid say so for one case. An empty prefix is
the article, ``*`` is anything. May know nothing of how entailments come about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from kg.annotation.yamltree import Mapping, Node, Scalar, read_yaml
from kg.errors import OntologyError, Position
from kg.namespaces import PREFIXES
from kg.ontology.checks import Finding
from kg.ontology.profile import Severity
from kg.ontology.rules import Rule
from kg.text.nearest import nearest

FILE: Final = "entailments.yaml"
"""Its name, in the folder of an article."""
ANYTHING: Final = "*"

MISSING: Final = Rule(
    name="entailment-missing",
    problem="Something that must follow from an article does not.",
    principle="The axioms are there for what follows from them; a change above must not lose it.",
    repair="Mend the axiom or the annotation that it followed from.",
)
FORBIDDEN: Final = Rule(
    name="entailment-forbidden",
    problem="Something follows, or is stated, that must never follow from the article.",
    principle="What nobody vouches for is not a fact, however often it is said.",
    repair="Ask `kg why` where it comes from, and mend that axiom or annotation.",
)
UNKNOWN: Final = Rule(
    name="entailment-unknown-name",
    problem="A row names something that is not in the graph.",
    principle="A row that forbids what is misspelt is always right.",
    repair="Correct the name.",
)
_SECTIONS: Final = ("expected", "forbidden")
_WORDS: Final = 3


@dataclass(frozen=True)
class Row:
    """A triple that must, or must never, hold; None in it is anything.

    Attributes:
        expected: whether it must hold.
        text: as it is written.
        terms: IRIs of subject, predicate and object.
        why: the reason.
        at: its place.
    """

    expected: bool
    text: str
    terms: tuple[str | None, ...]
    why: str
    at: Position = field(compare=False)

    def describes(self, statement: Triple | Quad) -> bool:
        """Whether a statement is one that the row speaks of."""
        parts = (statement.subject, statement.predicate, statement.object)
        return all(
            iri is None or (isinstance(part, NamedNode) and part.value == iri)
            for iri, part in zip(self.terms, parts, strict=True)
        )


def read_entailments(path: Path, shown: str, article: str) -> list[Row]:
    """Return the rows of a file.

    Args:
        path: the file.
        shown: its name in messages.
        article: IRI of the article; what is minted under it begins with it and a slash.

    Raises:
        MalformedYaml: it is not YAML as Accord reads it.
        OntologyError: it has another section, or a row that is no triple with a reason.
    """
    rows: list[Row] = []
    for key, section in read_yaml(path, shown).entries:
        if key.text not in _SECTIONS:
            raise OntologyError(
                f"there is no section {key.text}",
                at=key.at,
                nearest=nearest(key.text, _SECTIONS),
                fix="write expected or forbidden",
            )
        if not isinstance(section, Mapping):
            raise OntologyError(
                f"{key.text} is no mapping",
                at=section.at,
                fix='write "subject property object": why',
            )
        rows += (
            _row(key.text == "expected", triple, why, article) for triple, why in section.entries
        )
    return rows


def _row(expected: bool, triple: Scalar, why: Node, article: str) -> Row:
    if not isinstance(why, Scalar) or not why.text.strip():
        raise OntologyError(
            f"{triple.text} has no reason", at=triple.at, fix="say why it must hold, or must not"
        )
    terms = terms_of(triple.text, triple.at, article)
    return Row(expected, " ".join(triple.text.split()), terms, why.text, triple.at)


def terms_of(text: str, at: Position, article: str) -> tuple[str | None, ...]:
    """Return the IRIs of a row such as ``:claim/x accord:madeBy *``; None for anything.

    Args:
        text: subject, property and object, apart by spaces.
        at: its place.
        article: IRI of the article that an empty prefix stands for.

    Raises:
        OntologyError: it is not three names, or one has a prefix that Accord does not know.
    """
    words = text.split()
    if len(words) != _WORDS:
        raise OntologyError(
            f"{text} is no triple",
            at=at,
            fix="write subject property object, with * for anything",
        )
    return tuple(_iri(word, at, article) for word in words)


def _iri(word: str, at: Position, article: str) -> str | None:
    if word == ANYTHING:
        return None
    prefix, colon, local = word.partition(":")
    if not colon or (prefix and prefix not in PREFIXES):
        raise OntologyError(
            f"{word} has no prefix that Accord knows",
            at=at,
            nearest=nearest(prefix, PREFIXES),
            fix="write id: for what is shared, accord: for terms, and : for what the article mints",
        )
    return (PREFIXES[prefix] if prefix else f"{article}/") + local


def check_entailments(rows: Iterable[Row], graph: Iterable[Triple | Quad]) -> list[Finding]:
    """Return the rows that the graph of their article breaks.

    Args:
        rows: of one article.
        graph: what is asserted and what is inferred.
    """
    statements = list(graph)
    known = {
        part.value
        for each in statements
        for part in (each.subject, each.predicate, each.object)
        if isinstance(part, NamedNode)
    }
    findings: list[Finding] = []
    for row in rows:
        if {iri for iri in row.terms if iri is not None} - known:
            rule: Rule = UNKNOWN
        elif row.expected == any(map(row.describes, statements)):
            continue
        else:
            rule = MISSING if row.expected else FORBIDDEN
        findings.append(Finding(rule, Severity.ERROR, "", row.text, (row.why,), row.at))
    return findings
