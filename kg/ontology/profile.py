"""How much each rule matters, and what it is not asked of: ``queries/checks/profile.yaml``.

The rules say what is sound; what of it this project holds itself to, and where it has a reason to
differ, is a decision of its own and stands apart::

    missing-definition: error
    missing-range:
      severity: warning
      except:
        accord:topic: Anything can be talked about.

May know nothing of what the rules look for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from kg.annotation.yamltree import Mapping as Entries
from kg.annotation.yamltree import Node, Scalar, read_yaml
from kg.errors import OntologyError, Position
from kg.namespaces import PREFIXES
from kg.text.nearest import nearest

PROFILE: Final = "profile.yaml"


class Severity(StrEnum):
    """How much a breach matters; the gravest first. An error makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Excuse:
    """A term that a rule is not asked of, and why."""

    reason: str
    at: Position = field(compare=False)


@dataclass(frozen=True)
class Setting:
    """What the profile says of a rule; ``excuses`` are by IRI."""

    severity: Severity
    excuses: Mapping[str, Excuse] = field(default_factory=dict)


def read_profile(path: Path, shown: str, rules: Collection[str]) -> dict[str, Setting]:
    """Return the setting of each rule.

    Args:
        path: the file.
        shown: its name in messages.
        rules: the names of all rules.

    Raises:
        MalformedYaml: it is not YAML as Accord reads it.
        OntologyError: it leaves a rule out, names one that does not exist, or says of one what
            cannot be said.
    """
    settings: dict[str, Setting] = {}
    for key, node in read_yaml(path, shown).entries:
        if key.text not in rules:
            raise OntologyError(
                f"there is no rule {key.text}",
                at=key.at,
                nearest=nearest(key.text, rules),
                fix="name a file of this folder, without .rq",
            )
        settings[key.text] = _setting(node)
    if missing := sorted(set(rules) - settings.keys()):
        raise OntologyError(
            f"the profile does not say how much {missing[0]} matters",
            at=Position(shown, 1),
            why="a rule without a severity would be kept by nobody",
            fix=f"add `{missing[0]}: ` and error, warning or info",
        )
    return settings


def _setting(node: Node) -> Setting:
    if isinstance(node, Scalar):
        return Setting(_severity(node))
    fields = dict(_entries(node, "severity: … and except: …"))
    known = {"severity", "except"}
    for key in fields:
        if key.text not in known:
            raise OntologyError(
                f"the profile has no key {key.text}",
                at=key.at,
                nearest=nearest(key.text, known),
                fix="write severity and except",
            )
    by_name = {key.text: value for key, value in fields.items()}
    if "severity" not in by_name:
        raise OntologyError("here is no severity", at=node.at, fix="add severity: …")
    excuses: dict[str, Excuse] = {}
    if "except" in by_name:
        for key, value in _entries(by_name["except"], "accord:term: the reason"):
            if not isinstance(value, Scalar) or not value.text.strip():
                raise OntologyError(
                    f"{key.text} is excepted without a reason", at=key.at, fix="say why"
                )
            excuses[_iri(key)] = Excuse(value.text, key.at)
    return Setting(_severity(by_name["severity"]), excuses)


def _severity(node: Node) -> Severity:
    word = node.text if isinstance(node, Scalar) else ""
    if word not in set(Severity):
        raise OntologyError(
            f"{word or 'this'} is no severity",
            at=node.at,
            nearest=nearest(word, Severity),
            fix="write error, warning or info",
        )
    return Severity(word)


def _entries(node: Node, example: str) -> tuple[tuple[Scalar, Node], ...]:
    if not isinstance(node, Entries):
        raise OntologyError("here should be a mapping", at=node.at, fix=f"write {example}")
    return node.entries


def _iri(key: Scalar) -> str:
    prefix, colon, local = key.text.partition(":")
    if key.text.startswith("<") and key.text.endswith(">"):
        return key.text[1:-1]
    if not colon or prefix not in PREFIXES:
        raise OntologyError(
            f"{key.text} is no term",
            at=key.at,
            nearest=nearest(prefix, PREFIXES),
            fix="write a prefix of Accord and a local name, such as accord:topic",
        )
    return PREFIXES[prefix] + local
