"""The differences between two versions for their readers: text for people, JSON for programs.

May know nothing of how they were found.
"""

import json
import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kg.ontology.diff import Change, Diff, Status, TermChanges
from kg.text.words import counted

_MARKS: Final = {Status.REMOVED: "-", Status.CHANGED: "~", Status.ADDED: "+"}
_GENERAL: Final = ("axiom about no single term", "axioms about no single term")
_COLOURS: Final = {Status.REMOVED: "31", Status.CHANGED: "33", Status.ADDED: "32"}


def to_text(diff: Diff, *, width: int = 80, colour: bool = False) -> str:
    """Return the differences for people, grouped by term.

    Args:
        diff: what differs.
        width: columns to fill.
        colour: whether to use a terminal's colours.
    """
    lines: list[str] = []
    for term in diff.terms:
        lines += [*_block(term, width, colour), ""]
    return "\n".join([*lines, summary(diff)]) + "\n"


def summary(diff: Diff) -> str:
    """Return how much differs, in words: "2 terms changed, 1 term added"."""
    if diff.same:
        return f"no differences in {diff.axioms} axioms"
    terms = Counter(each.status for each in diff.terms if each.term)
    general = [each for each in diff.terms if not each.term]
    axioms = Counter(change.status for each in general for change in each.changes)
    return ", ".join(
        f"{counted(counts[status], *names)} {status}"
        for counts, names in ((terms, ("term",)), (axioms, _GENERAL))
        for status in (Status.CHANGED, Status.ADDED, Status.REMOVED)
        if counts[status]
    )


def _block(term: TermChanges, width: int, colour: bool) -> Iterator[str]:
    yield f"{_painted(term.status, str(term.status), colour)}: {term.shown}"
    for change in term.changes:
        yield from _change(change, width, colour)
    if term.named_by:
        named = f"still named by: {', '.join(term.named_by)}"
        yield from textwrap.wrap(named, width, initial_indent="    ", subsequent_indent="      ")


def _change(change: Change, width: int, colour: bool) -> Iterator[str]:
    mark = _painted(change.status, _MARKS[change.status], colour)
    if change.status is Status.CHANGED:
        yield f"    {mark} {change.kind}"
        yield from _wrapped(str(change.old), "        - ", width)
        yield from _wrapped(str(change.new), "        + ", width)
        return
    words = change.new if change.old is None else change.old
    lines = _wrapped(f"{change.kind}: {words}", f"    {_MARKS[change.status]} ", width)
    yield lines[0].replace(_MARKS[change.status], mark, 1)
    yield from lines[1:]


def _wrapped(text: str, start: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _painted(status: Status, text: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[status]}m{text}\x1b[0m" if colour else text


def to_json(diff: Diff) -> str:
    """Return the differences as JSON; docs/commands/ontology.md describes its members."""
    members = {
        "same": diff.same,
        "terms": [
            {
                "term": term.term or None,
                "shown": term.shown,
                "status": term.status.value,
                "changes": [
                    {
                        "status": change.status.value,
                        "kind": change.kind,
                        "old": change.old,
                        "new": change.new,
                    }
                    for change in term.changes
                ],
                "namedBy": term.named_by,
            }
            for term in diff.terms
        ],
    }
    return json.dumps(members, ensure_ascii=False, indent=2) + "\n"
