"""Conditions that do not hold, as sentences: each by itself, and all of a way as one.

What a condition is about goes by its name, or by what is known of it: *a party signature of the
joint statement*, *a claim that denies the consent*. All words are labels of the ontology; how they
go together, their form says (:mod:`kg.why.phrases`). May know nothing of how anything follows.
"""

from collections.abc import Callable, Mapping, Sequence

import pyoxigraph as ox

from kg.reason.expressions import TYPE
from kg.reason.rules import Atom, Variable
from kg.show.sources import Node, Term
from kg.show.testimony import Testimony
from kg.show.wording import Wording
from kg.text.nouns import an
from kg.text.words import listed
from kg.why.near import Partial
from kg.why.sentences import NAMED, Sentences
from kg.why.ways import variables


class Clauses:
    """Puts the conditions of one way into words.

    Args:
        sentences: have the names.
        partial: what there is of the way.
        short: what things are called that have been named before.
    """

    def __init__(
        self, sentences: Sentences, partial: Partial, short: Mapping[object, str] | None = None
    ) -> None:
        self._sentences = sentences
        self._partial = partial
        self._short = short or {}
        self._mentioned: set[Variable] = set()

    # ------------------------------------------------------------ one by one

    def is_said(self, atom: Atom) -> bool:
        """Tell whether a class is said already, by the noun for what nothing stands for."""
        if atom.predicate != TYPE or not isinstance(atom.subject, Variable):
            return False
        return not self._partial.values(atom.subject) and self._class(atom.subject) == atom.object

    def condition(self, atom: Atom) -> str:
        """Return a condition as a sentence: *that requirement is affirmed by a claim*.

        What is not known by name is *a claim* first, and *that claim* in what comes after.
        """
        subject = self._part(atom.subject)
        if atom.predicate == TYPE:
            return f"{subject} is {an(self._name(atom.object))}"
        obj = atom.object
        # Any such object would do, not only the ones that there are.
        if isinstance(obj, Variable) and self._partial.values(obj):
            words = self._indefinite(obj, set())
        else:
            words = self._part(obj)
        return f"{subject} {self._sentences.phrase(atom.predicate).says(words)}"

    def _part(self, term: object) -> str:
        if not isinstance(term, Variable):
            return self._name(term)
        values = self._partial.values(term)
        if len(values) == 1:
            return self._name(values[0])
        if values:
            is_plain = self._is_plain(term) or len(values) > NAMED
            return self._indefinite(term, set()) if is_plain else f"one of {self._all(values)}"
        noun = self._noun(term)
        if term in self._mentioned:
            return f"that {noun}"
        self._mentioned.add(term)
        return _something(noun)

    # ------------------------------------------------------------ all together

    def lacking(self, others: Callable[[Atom], Sequence[Term]]) -> str:
        """Return what does not hold of a way as one sentence.

        Args:
            others: returns what there is instead of the object of a condition.
        """
        told: set[Atom] = set()
        said: dict[str, list[tuple[Atom, str]]] = {}
        for atom in sorted(self._partial.lacking, key=self._is_about_unknown):
            if atom not in told and not self.is_said(atom):
                told.add(atom)
                subject = self._nobody(atom.subject, told)
                said.setdefault(subject, []).append((atom, self._to_be(atom, told)))
        sentences = [
            f"{subject} known to {', nor to '.join(words for _, words in clauses)}"
            for subject, clauses in said.items()
        ]
        alone = [atom for clauses in said.values() for atom, _ in clauses]
        instead = others(alone[0]) if len(alone) == 1 else ()
        return f"{listed(sentences)}{self._sentences.only(alone[0].predicate, instead)}"

    def _is_about_unknown(self, atom: Atom) -> int:
        """Return how little is known of what a condition is about."""
        known = [
            not isinstance(term, Variable) or bool(self._partial.values(term))
            for term in (atom.subject, atom.object)
        ]
        return 0 if known[0] else 1 if known[1] and atom.predicate != TYPE else 2

    def _to_be(self, atom: Atom, told: set[Atom]) -> str:
        if atom.predicate == TYPE:
            return f"be {an(self._name(atom.object))}"
        # What is there may describe both ends, and the subjects of several conditions.
        told.difference_update(self._partial.kept)
        obj = atom.object
        words = self._indefinite(obj, told) if isinstance(obj, Variable) else self._name(obj)
        return self._sentences.phrase(atom.predicate).to_say(words)

    def _nobody(self, term: object, told: set[Atom]) -> str:
        """Return a subject of which something is denied, with its verb."""
        values = self._partial.values(term) if isinstance(term, Variable) else [term]
        if len(values) == 1:
            return f"{self._name(values[0])} is not"
        assert isinstance(term, Variable)  # noqa: S101 - a term has one value, itself
        if 0 < len(values) <= NAMED and not self._is_plain(term):
            return f"none of {self._all(values)} is"
        told.difference_update(self._partial.kept)
        noun = self._described(term, told)
        return f"no{noun} is" if _is_thing(noun) else f"no {noun} is"

    # ------------------------------------------------------------ nouns

    def _indefinite(self, variable: Variable, told: set[Atom]) -> str:
        return _something(self._described(variable, told))

    def _described(self, variable: Variable, told: set[Atom]) -> str:
        """Return a variable by its conditions: *office of Turkey*, *claim that denies it*."""
        atoms = self._partial.kept if self._partial.values(variable) else self._partial.lacking
        noun = ""
        more: list[str] = []
        for atom in atoms:
            if atom in told or variable not in variables(atom):
                continue
            told.add(atom)
            if atom.predicate == TYPE:
                more += self._further_class(atom, variable)
                continue
            is_subject = atom.subject == variable
            other = atom.object if is_subject else atom.subject
            name = (
                self._indefinite(other, told) if isinstance(other, Variable) else self._name(other)
            )
            words = self._sentences.phrase(atom.predicate)
            if is_subject and words.kind and not noun:
                noun = f"{words.kind} {name}"
            elif not is_subject and words.role and not noun:
                noun = f"{words.role} of {name}"
            else:
                more.append(
                    words.says(name) if is_subject else f"{name} {words.finite}{words.after}"
                )
        noun = noun or self._noun(variable)
        return f"{noun} that {' and '.join(more)}" if more else noun

    def _further_class(self, atom: Atom, variable: Variable) -> list[str]:
        is_first = self._class(variable) == atom.object
        return [] if is_first else [f"is {an(self._name(atom.object))}"]

    def _is_plain(self, variable: Variable) -> bool:
        """Tell whether what a variable stands for hangs together with what has a name."""
        return all(
            len(variables(atom)) == 1 for atom in self._partial.kept if variable in variables(atom)
        )

    def _noun(self, variable: Variable) -> str:
        class_ = self._class(variable)
        return "thing" if class_ is None else self._sentences.wording.label(class_)

    def _class(self, variable: Variable) -> Node | None:
        # What is lacking tells nothing of what is there.
        kept, lacking = self._partial.kept, self._partial.lacking
        atoms = kept if self._partial.values(variable) else (*kept, *lacking)
        return self._sentences.class_at(variable, atoms)

    def _all(self, terms: Sequence[object]) -> str:
        return listed([self._name(term) for term in terms])

    def _name(self, term: object) -> str:
        assert isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode)  # noqa: S101 - RDF 1.1
        return self._short.get(term) or self._sentences.wording.name(term)


def short_names(testimony: Testimony, wording: Wording, triple: ox.Triple) -> dict[object, str]:
    """Return for the ends of a triple what they are called once they have been named.

    A long name is not said twice: it is *the joint statement* then, unless both are one.
    """
    ends = [end for end in (triple.subject, triple.object) if isinstance(end, ox.NamedNode)]
    found: dict[object, str] = {}
    for end in ends:
        types = testimony.types(end)
        if types and wording.name(end) != wording.label(end):
            found[end] = f"the {wording.label(types[0])}"
    return found if len(set(found.values())) == len(found) else {}


def _something(noun: str) -> str:
    return f"some{noun}" if _is_thing(noun) else an(noun)


def _is_thing(noun: str) -> bool:
    return noun.split(" ")[0] == "thing"
