"""What differs between two versions of an ontology: axioms added, removed and changed, by term.

It exists for what a reviewer saves in Protégé, where a text comparison shows every line. May know
nothing of how differences are shown.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kg.errors import ProjectError
from kg.namespaces import OWL
from kg.ontology.axioms import GENERAL, Axiom, axioms_of, by_term
from kg.ontology.dataset import DECLARATIONS, Names
from kg.ontology.document import SUFFIXES, Document, read_document
from kg.project import Project

_NAME: Final = re.compile(r"<([^<>]+)>")
_INDIVIDUAL: Final = DECLARATIONS[OWL + "NamedIndividual"]


class Status(StrEnum):
    """What became of a term."""

    REMOVED = "removed"
    CHANGED = "changed"
    ADDED = "added"


@dataclass(frozen=True)
class Change:
    """An axiom that is in one version only, or says something else in the other.

    Attributes:
        kind: its sort.
        old: what it said; None if it was added.
        new: what it says; None if it was removed.
    """

    kind: str
    old: str | None
    new: str | None

    @property
    def status(self) -> Status:
        """What became of the axiom."""
        if self.old is None:
            return Status.ADDED
        return Status.REMOVED if self.new is None else Status.CHANGED


@dataclass(frozen=True)
class TermChanges:
    """What became of a term.

    Attributes:
        term: its IRI; empty for axioms that are about none in particular.
        shown: its label and name.
        status: removed or added if it was declared in one version only.
        changes: of its axioms.
        named_by: terms whose axioms still name one that was removed, as they are shown.
    """

    term: str
    shown: str
    status: Status
    changes: tuple[Change, ...]
    named_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Diff:
    """What differs, the terms in order; ``axioms`` is how many the new version has."""

    terms: tuple[TermChanges, ...]
    axioms: int

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.terms


def compare(old: Path, new: Path, project: Project) -> Diff:
    """Return what differs between two files, or two folders of files.

    Raises:
        ProjectError: one of them is not there, or a folder has no ontology in it.
        OntologyError: a file is neither Turtle nor RDF/XML.
    """
    before, after = (read_version(path, project) for path in (old, new))
    names = Names(t for version in (before, after) for each in version for t in each.triples)
    return diff_of(
        axioms_of((t for each in before for t in each.triples), names),
        axioms_of((t for each in after for t in each.triples), names),
        names,
    )


def read_version(path: Path, project: Project) -> list[Document]:
    """Return the documents of a file or a folder.

    Raises:
        ProjectError: it is not there, or a folder has no ontology in it.
        OntologyError: a file is neither Turtle nor RDF/XML.
    """
    if not path.is_dir():
        return [read_document(path, project.shown(path))]
    paths = sorted(each for each in path.iterdir() if each.suffix in SUFFIXES and each.is_file())
    if not paths:
        raise ProjectError(
            f"there is no ontology in {project.shown(path)}",
            why=f"none of its files ends in {', '.join(SUFFIXES)}",
            fix="name a file, or the folder that it is in",
        )
    return [read_document(each, project.shown(each)) for each in paths]


def diff_of(old: Mapping[str, Axiom], new: Mapping[str, Axiom], names: Names) -> Diff:
    """Return what differs between two sets of axioms, which are by their keys."""
    implied = _implied(old, new) | _implied(new, old)
    removed = by_term(a for key, a in old.items() if key not in new and key not in implied)
    added = by_term(a for key, a in new.items() if key not in old and key not in implied)
    terms = sorted(removed.keys() | added.keys(), key=lambda term: (term == GENERAL, term))
    declared_before, declared_after = _declared(old, implied), _declared(new, implied)

    def changes(term: str) -> TermChanges:
        status = Status.CHANGED
        if term in declared_before - declared_after:
            status = Status.REMOVED
        elif term in declared_after - declared_before:
            status = Status.ADDED
        return TermChanges(
            term,
            names.shown(term) if term else "axioms about no single term",
            status,
            tuple(_paired(removed.get(term, []), added.get(term, []))),
            _naming(term, new, names) if status is Status.REMOVED else (),
        )

    return Diff(tuple(map(changes, terms)), len(new))


def _declared(axioms: Mapping[str, Axiom], implied: Collection[str]) -> set[str]:
    return {a.term for key, a in axioms.items() if a.declares and key not in implied}


def _implied(one: Mapping[str, Axiom], other: Mapping[str, Axiom]) -> set[str]:
    """Return keys of declarations that only ``other`` has, of what ``one`` has as individuals.

    The OWL API declares every individual that it writes. What is declared as something else is an
    individual as well only where it has a class.
    """
    named = {name for key in one for name in _NAME.findall(key)}
    typed = {axiom.term for axiom in one.values() if axiom.kind == "Type"}
    others = {axiom.term for axiom in one.values() if axiom.declares} - typed
    return {
        key
        for key, axiom in other.items()
        if axiom.declares
        and axiom.words == _INDIVIDUAL
        and key not in one
        and axiom.term in named - others
    }


def _paired(removed: list[Axiom], added: list[Axiom]) -> Iterator[Change]:
    """Yield changes by kind: one that went and one that came are one that changed."""
    for kind in sorted({axiom.kind for axiom in (*removed, *added)}):
        old = [axiom.words for axiom in removed if axiom.kind == kind]
        new = [axiom.words for axiom in added if axiom.kind == kind]
        if len(old) == len(new) == 1:
            yield Change(kind, old[0], new[0])
        else:
            yield from (Change(kind, words, None) for words in old)
            yield from (Change(kind, None, words) for words in new)


def _naming(term: str, axioms: Mapping[str, Axiom], names: Names) -> tuple[str, ...]:
    name = re.compile(re.escape(f"<{term}>"))
    found: Iterable[str] = (
        axiom.term for key, axiom in axioms.items() if name.search(key) and axiom.term != term
    )
    return tuple(sorted({names.shown(iri) if iri else "a general axiom" for iri in found}))
