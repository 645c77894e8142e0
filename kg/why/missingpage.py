"""Why a triple is not known, as text or as JSON. May know nothing of the graph."""

from collections.abc import Iterator, Mapping, Sequence

from kg.reason.expressions import TYPE
from kg.results.text import wrap
from kg.text.words import counted, listed
from kg.why.document import reason_document, triple_document
from kg.why.model import Found, Lack, Near, Open, Reason, Rule, WhyNot
from kg.why.page import TreePage

_STEP = "   "
_OPEN = 5
"""Axioms from which not all is derived that are told; of more, the number is."""


def text_page(answer: WhyNot, *, width: int, colour: bool = False) -> str:
    """Return why a triple is not known, as text.

    Args:
        answer: why.
        width: columns of a line; nothing is cut.
        colour: whether headings are bold.
    """
    lines = list(_Page(width, colour=colour).page(answer))
    return "".join(f"{line.rstrip()}\n" for line in lines)


class _Page:
    def __init__(self, width: int, *, colour: bool) -> None:
        self._width = width
        self._trees = TreePage(width, colour=colour)

    def page(self, answer: WhyNot) -> Iterator[str]:
        found = answer.consequences
        impossible = "it cannot be so: " if found.contradictions else ""
        yield from wrap(f"{impossible}{answer.summary}", self._width)
        yield from self._underived(answer)
        for reason in found.contradictions:
            yield from ("", *self._trees.tree(reason))
        for reason in found.identifications:
            yield ""
            yield from wrap(
                "if it were so, two names would be of one and the same thing:", self._width
            )
            yield from self._trees.branches((reason,), "")
        if found.clashes:
            yield from ("", *wrap(_clashing(found.clashes), self._width))
        for reason in answer.apart:
            yield from ("", *wrap("if they were the same:", self._width))
            yield from self._trees.branches((reason,), "")
        ways = (answer.near, answer.far, found.contradictions, answer.apart, answer.underived)
        if not any(ways):
            yield ""
            yield from wrap(
                "no axiom leads there: it would have to be said by an article, or be background",
                self._width,
            )
        for number, near in enumerate(answer.near, start=1):
            yield ""
            yield from self._near(near, f"{number}. it would follow", "")
        yield from self._far(answer)
        if answer.known.reasons:
            of_class = answer.triple.predicate == TYPE
            about = "what it is known to be" if of_class else "what is known with the same property"
            yield from ("", about)
            yield from self._found(answer.known, "", brief=True)
        if answer.claimed:
            yield ""
            yield from wrap("what is claimed about both; a claim is no fact", self._width)
            yield from self._trees.branches(answer.claimed, "")

    def _underived(self, answer: WhyNot) -> Iterator[str]:
        """Yield that not all that follows is known, and of which axioms."""
        told = answer.underived[:_OPEN]
        more = len(answer.underived) - len(told)
        if len(answer.underived) == 1:
            words = f"not all is derived from: {_open(told[0])}; so it may follow all the same"
            yield from ("", *wrap(words, self._width))
        elif told:
            words = "not all is derived from these axioms, so it may follow all the same:"
            yield from ("", *wrap(words, self._width))
            for one in told:
                yield from wrap(f"- {_open(one)}", self._width, then="  ")
            if more:
                yield from wrap(f"and {counted(more, 'further axiom')}", self._width)

    def _near(self, near: Near, first: str, margin: str) -> Iterator[str]:
        words = f"{first} because {_rules(near.rules)}"
        yield from wrap(words, self._width, first=margin, then=margin + _STEP)
        inner = margin + _STEP
        if near.found.reasons:
            yield f"{inner}there is"
            yield from self._found(near.found, inner)
        yield f"{inner}missing"
        for place, lack in enumerate(near.lacks, start=1):
            yield from self._lack(lack, inner, last=place == len(near.lacks))

    def _lack(self, lack: Lack, margin: str, *, last: bool) -> Iterator[str]:
        mark, further = ("└─ ", _STEP) if last else ("├─ ", "│  ")
        yield from wrap(lack.words, self._width, first=margin + mark, then=margin + further)
        inner = margin + further
        if lack.nearest is not None:
            yield from self._near(lack.nearest, "it would follow", inner)
        elif lack.instead.reasons:
            yield f"{inner}but there is"
            yield from self._found(lack.instead, inner, brief=True)

    def _found(self, found: Found, margin: str, *, brief: bool = False) -> Iterator[str]:
        yield from self._trees.branches(found.reasons, margin, brief=brief)
        if found.more:
            yield f"{margin}and {found.more} more"

    def _far(self, answer: WhyNot) -> Iterator[str]:
        if answer.consequences.contradictions:
            return
        if answer.far:
            as_well = " as well" if answer.near else ""
            words = f"it would follow{as_well} in these ways, but there is nothing of them:"
            yield from ("", *wrap(words, self._width))
            for rules in answer.far:
                yield from wrap(f"- {_rules(rules)}", self._width, then="  ")
        if answer.more:
            yield from wrap(f"and {counted(answer.more, 'further way')} to it", self._width)


def _clashing(clashes: Sequence[Reason]) -> str:
    """Return that what is known contradicts itself, and how it does so first."""
    first, *more = clashes
    said = listed([premise.words for premise in first.premises])
    but = f", but {first.rule.words}" if first.rule else ""
    others = f" (and {counted(len(more), 'more contradiction')})" if more else ""
    return f"articles contradict each other without it: {said}{but}{others}; see `kg validate`"


def _open(one: Open) -> str:
    return f"{one.words} ({one.why})"


def _rules(rules: Sequence[Rule]) -> str:
    return "; ".join(rule.words for rule in rules)


# ---------------------------------------------------------------- JSON


def document(answer: WhyNot) -> Mapping[str, object]:
    """Return why a triple is not known as what JSON can hold."""
    return {
        "statement": triple_document(answer.triple),
        "words": answer.words,
        "summary": answer.summary,
        "holds": False,
        **{
            kind: [reason_document(reason) for reason in reasons]
            for kind, reasons in (
                ("contradictions", answer.consequences.contradictions),
                ("identifications", answer.consequences.identifications),
                ("clashes", answer.consequences.clashes),
            )
        },
        "apart": [reason_document(reason) for reason in answer.apart],
        "underived": [
            {"words": one.words, "functional": one.notation, "why": one.why}
            for one in answer.underived
        ],
        "nearest": [_near_document(near) for near in answer.near],
        "further": [_rules_document(rules) for rules in answer.far],
        "more": answer.more,
        "known": _found_document(answer.known),
        "claimed": [reason_document(reason) for reason in answer.claimed],
    }


def _near_document(near: Near) -> Mapping[str, object]:
    return {
        "axioms": _rules_document(near.rules),
        "found": _found_document(near.found),
        "missing": [
            {
                "words": lack.words,
                "instead": _found_document(lack.instead),
                "nearest": None if lack.nearest is None else _near_document(lack.nearest),
            }
            for lack in near.lacks
        ],
    }


def _found_document(found: Found) -> Mapping[str, object]:
    return {"statements": [reason_document(one) for one in found.reasons], "more": found.more}


def _rules_document(rules: Sequence[Rule]) -> list[Mapping[str, object]]:
    return [{"words": rule.words, "functional": rule.notation} for rule in rules]
