"""The report of the checklist for its readers: text for people, JSON for programs.

The same findings give the same bytes. May know nothing of files, terminals or how findings came
about.
"""

import json
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from kg.errors import Position
from kg.ontology.checks import Finding, Report
from kg.ontology.profile import Severity
from kg.ontology.underived import Underived
from kg.text.words import counted

_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_NOUNS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "remark",
}
_INDENT: Final = "    "


# ---------------------------------------------------------------- text


def to_text(report: Report, *, width: int = 80, colour: bool = False) -> str:
    """Return the findings for people, rule by rule, then what was and what was not checked.

    Args:
        report: the findings.
        width: columns to fill.
        colour: whether to use a terminal's colours.
    """
    lines: list[str] = []
    for _, group in groupby(report.findings, key=lambda finding: finding.rule):
        lines += [*_block(list(group), width, colour), ""]
    lines += _wrapped(f"{summary(report)} in {_files(report)}", width, "")
    lines += _underived_axioms(report, width)
    for skipped in report.unchecked:
        lines += _wrapped(f"not checked: {skipped.what}: {skipped.why}", width, "")
    return "\n".join(lines) + "\n"


def summary(report: Report) -> str:
    """Return how many findings there are, in words: "2 errors, 1 remark"."""
    counts = report.counts
    listed = [
        counted(counts[severity], _NOUNS[severity]) for severity in Severity if counts.get(severity)
    ]
    excused = f" ({len(report.excused)} excepted by the profile)" if report.excused else ""
    return (", ".join(listed) or "no findings") + excused


def _files(report: Report) -> str:
    if len(report.files) == 1:
        return f"{report.files[0]}; {len(report.checked)} checks"
    return f"{len(report.files)} files; {len(report.checked)} checks"


def _underived_axioms(report: Report, width: int) -> Iterator[str]:
    reason = attrgetter("construct", "why")
    for (construct, why), group in groupby(report.underived, key=reason):
        yield from _wrapped(f"not all is derived: {construct} {why}", width, "")
        for each in group:
            yield from _wrapped(
                f"{each.at}  {each.words}" if each.at else each.words, width, hanging="    "
            )


def _block(findings: Sequence[Finding], width: int, colour: bool) -> Iterator[str]:
    rule, severity = findings[0].rule, findings[0].severity
    word = f"\x1b[{_COLOURS[severity]}m{severity}\x1b[0m" if colour else str(severity)
    yield f"{word}: {rule.name}"
    yield from _wrapped(rule.problem, width)
    for finding in findings:
        about = ", ".join((finding.shown, *finding.details))
        yield from _wrapped(
            f"{finding.at}  {about}" if finding.at else about, width, hanging="    "
        )
    yield from _wrapped(f"why: {rule.principle}", width, hanging="     ")
    yield from _wrapped(f"do:  {rule.repair}", width, hanging="     ")


def _wrapped(text: str, width: int, indent: str = _INDENT, hanging: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


# ---------------------------------------------------------------- JSON


def to_json(report: Report) -> str:
    """Return the report as JSON; docs/commands/ontology.md describes its members."""
    members = {
        "passed": not report.failed,
        "files": report.files,
        "findings": [_finding(finding) for finding in report.findings],
        "excepted": [_finding(finding) for finding in report.excused],
        "notDerived": [_underived(each) for each in report.underived],
        "checked": report.checked,
        "notChecked": [{"what": each.what, "why": each.why} for each in report.unchecked],
    }
    return json.dumps(members, ensure_ascii=False, indent=2) + "\n"


def _underived(each: Underived) -> dict[str, object]:
    return {
        "axiom": each.axiom,
        "words": each.words,
        "construct": each.construct,
        "why": each.why,
        "position": _position(each.at),
    }


def _position(at: Position | None) -> dict[str, object] | None:
    return {"file": at.file, "line": at.line, "column": at.column} if at else None


def _finding(finding: Finding) -> dict[str, object]:
    members: dict[str, object] = {
        "rule": finding.rule.name,
        "severity": finding.severity.value,
        "term": finding.term or None,
        "shown": finding.shown,
        "details": finding.details,
        "position": _position(finding.at),
        "problem": finding.rule.problem,
        "principle": finding.rule.principle,
        "repair": finding.rule.repair,
        "source": finding.rule.sources,
    }
    return members | ({"reason": finding.excuse} if finding.excuse else {})
