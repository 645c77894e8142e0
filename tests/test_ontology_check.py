"""``kg ontology check``: each rule is seen to fire and to hold; what is wrong gets one message."""

from pathlib import Path
from typing import Final

import pytest

from kg.ontology.checks import run_rules
from kg.ontology.profile import Setting, Severity
from kg.ontology.rules import load_rules
from kg.project import Project
from tests.rule_examples import BASE, CASES, World

ROOT: Final = Path(__file__).parent.parent
PROJECT: Final = Project.find(ROOT)
RULES: Final = {rule.name: rule for rule in load_rules(PROJECT)}


def broken(world: World, *names: str) -> set[str]:
    """Return the names of the rules, those of ``names`` or all, that a world breaks."""
    rules = [RULES[name] for name in names] or list(RULES.values())
    profile = {name: Setting(Severity.ERROR) for name in RULES}
    return {finding.rule.name for finding in run_rules(world.dataset(), rules, profile)}


def test_every_rule_has_an_example() -> None:
    assert sorted(CASES) == sorted(RULES)


def test_a_well_made_ontology_keeps_every_rule() -> None:
    assert broken(BASE) == set()


@pytest.mark.parametrize("name", CASES)
def test_a_rule_is_seen_to_fire(name: str) -> None:
    assert broken(CASES[name].breaks, name) == {name}


@pytest.mark.parametrize("name", CASES)
def test_a_rule_does_not_fire_on_what_comes_close(name: str) -> None:
    assert broken(CASES[name].keeps, name) == set()
