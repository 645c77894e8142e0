"""Accord's own ontology keeps the reviewers' checklist, and is what Protégé opens without a word.

The rules are in ``queries/checks/``; ``tests/test_ontology_check.py`` sees each of them fire.
"""

import re
from pathlib import Path
from typing import Final

import pytest
from rdflib import SKOS, Graph

import kg.ontology
from kg.namespaces import ONTOLOGY
from kg.ontology.checks import run_rules
from kg.ontology.dataset import project_dataset
from kg.ontology.document import read_document
from kg.ontology.owlapi import owl_check
from kg.ontology.profile import PROFILE, Severity, read_profile
from kg.ontology.rules import checks_folder, load_rules
from kg.project import Project

PROJECT: Final = Project.find(Path(__file__).parent.parent)


def test_it_keeps_the_checklist_and_each_exception_has_its_reason() -> None:
    rules = load_rules(PROJECT)
    names = frozenset(rule.name for rule in rules)
    profile = read_profile(checks_folder(PROJECT) / PROFILE, PROFILE, names)
    findings = run_rules(project_dataset(PROJECT), rules, profile)
    assert [finding for finding in findings if not finding.excuse] == []
    assert all(finding.severity is not Severity.ERROR for finding in findings)


def test_what_examples_quote_stands_in_an_article() -> None:
    texts = [folder.text.read_text("utf-8") for folder in PROJECT.article_folders()]
    quotes = [
        quote
        for path in PROJECT.ontology_modules()
        for _, _, example in Graph().parse(path).triples((None, SKOS.example, None))
        for quote in re.findall("“([^”]+)”", str(example))
    ]
    assert len(quotes) > 50
    assert [quote for quote in quotes if not any(quote in text for text in texts)] == []


def test_the_name_of_a_module_is_that_of_its_file() -> None:
    for path in PROJECT.ontology_modules():
        (iri,) = read_document(path, path.name).ontologies()
        assert iri == f"{ONTOLOGY}{'' if path.stem == 'accord' else '/' + path.stem}"


@pytest.mark.java(compiler=True)
def test_it_is_owl_2_dl_consistent_and_read_whole() -> None:
    for path, report in owl_check(PROJECT.ontology_modules()).items():
        assert report.unparsed == (), path
        assert report.violations == (), path
        assert report.unsatisfiable == (), path
        assert report.consistent, path


def test_the_package_says_what_each_of_its_modules_is_for() -> None:
    folder = Path(kg.ontology.__file__).parent
    named = re.findall(r"`(\w+)`", kg.ontology.__doc__ or "")
    assert sorted(named) == sorted(p.stem for p in folder.glob("*.py") if p.stem != "__init__")
