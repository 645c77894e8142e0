"""A property's label as what English makes of it: *is in capacity of*, *affirms*, *has … as topic*.

It exists so that a sentence about any property can be made from its label alone. Labels are of
three kinds: verbs (*affirms*), what follows upon *is* (*in capacity of*, *made by*, *office of*),
and nouns (*topic*). The kind shows in the words; a label that is taken for another kind makes a
clumsy sentence, and no false one. May know nothing of the graph.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from kg.text.nouns import PREPOSITIONS, an

_INTRANSITIVE: Final = frozenset(("began", "ended", "happened", "occurred", "started", "took"))
"""Past tenses that do not follow upon *is*, as the participles of other verbs do."""


@dataclass(frozen=True)
class Phrase:
    """A relation, to be put between two names.

    Attributes:
        finite: what follows the subject: *is in capacity of*, *affirms*, *has*.
        infinitive: the same after *to*: *be in capacity of*, *affirm*, *have*.
        after: what follows the object: *as topic*, or nothing.
        role: what the object is of the subject, where the label says so: the *topic* of it.
        kind: what the subject is with respect to the object, where the label says so: *office of*.
    """

    finite: str
    infinitive: str
    after: str = ""
    role: str = ""
    kind: str = ""

    def says(self, obj: str) -> str:
        """Return the relation to an object: *is in capacity of President of Russia*."""
        return f"{self.finite} {obj}{self.after}"

    def only(self, obj: str) -> str:
        """Return what there is instead, to follow *not known to speak for …, only*."""
        if self.infinitive.startswith("be "):
            return f"{self.infinitive.removeprefix('be ')} {obj}"
        last = self.infinitive.rsplit(" ", 1)[-1]
        return f"{last} {obj}" if last in PREPOSITIONS else obj

    def to_say(self, obj: str) -> str:
        """Return the same after *to*: *be in capacity of President of Russia*."""
        return f"{self.infinitive} {obj}{self.after}"


def phrase(label: str, domain: str = "") -> Phrase:
    """Return a property's label as a phrase.

    Args:
        label: of the property.
        domain: label of the class that subjects of the property are in, where there is one.
    """
    label = " ".join(label.split()) or "relation"
    own = next((noun for noun in _nouns(domain) if label.startswith(f"{noun} ")), "")
    if own:
        rest = label.removeprefix(f"{own} ")
        if rest.split()[0] in PREPOSITIONS:
            noun = an(label)
            return Phrase(f"is {noun}", f"be {noun}", kind=label)
        if _is_verb(rest.split()):
            label = rest
    words = _from_verb(label.split())
    adverbs = words[: _adverbs(words)]
    words = words[len(adverbs) :]
    is_verb = _is_verb(words)
    if is_verb and len(words) > 1 and words[-1] not in PREPOSITIONS:
        # A verb has one object: the noun says what it is to the subject.
        role = " ".join(words[1:])
        return _phrase(adverbs, words[0], _base(words[0]), (), f" as {role}", role)
    if is_verb:
        return _phrase(adverbs, words[0], _base(words[0]), words[1:])
    if words[0] in _INTRANSITIVE:
        return _phrase(adverbs, words[0], f"have {words[0]}", words[1:])
    if not PREPOSITIONS.isdisjoint(words) or words[-1].endswith("ed"):
        return _phrase((), "is", "be", (*adverbs, *words))
    return Phrase("has", "have", f" as {label}", role=label)


def _phrase(
    before: Iterable[str],
    finite: str,
    base: str,
    then: Iterable[str],
    after: str = "",
    role: str = "",
) -> Phrase:
    return Phrase(" ".join((*before, finite, *then)), " ".join((*before, base, *then)), after, role)


def _nouns(domain: str) -> list[str]:
    """Return what something in a class may be called: *state territory*, *territory*."""
    words = domain.split()
    return [" ".join(words[start:]) for start in range(len(words))]


def _adverbs(words: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda word: word.endswith("ly"), words[:-1]))


def _from_verb(words: list[str]) -> list[str]:
    """Return the words without what stands before a verb: *speaks for* of *office speaks for*."""
    ends_so = len(words) > 2 and words[-1] in PREPOSITIONS and _is_verb(words[-2:])
    is_adverb = ends_so and words[-3].endswith("ly")
    return words[-2:] if ends_so and not is_adverb and words[-3] not in PREPOSITIONS else words


def _is_verb(words: list[str]) -> bool:
    first = words[0]
    return first.endswith("s") and not first.endswith(("ss", "us", "is")) and first.islower()


def _base(verb: str) -> str:
    """Return the infinitive of a verb in the third person: *deny* of *denies*."""
    if verb == "has":
        return "have"
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    is_longer = verb.endswith(("sses", "shes", "ches", "xes", "zzes", "oes"))
    return verb[:-2] if is_longer else verb[:-1]
