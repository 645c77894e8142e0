"""The whole checklist: the rules, the reasoners, and what must and must never follow.

May know nothing of how the graph of an article is made: that is handed in.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import Quad, Triple

from kg.errors import KgError, OntologyError
from kg.ontology.checks import Report, Unchecked, report_of, run_rules
from kg.ontology.dataset import dataset_of
from kg.ontology.entailments import FILE, check_entailments, read_entailments
from kg.ontology.profile import PROFILE, read_profile
from kg.ontology.reasoners import CONSISTENCY, DL, READING, ask_reasoners
from kg.ontology.rules import checks_folder, load_rules
from kg.ontology.underived import Underived, underived
from kg.project import ArticleFolder, Project

UNDERIVED: Final = "axioms from which the build does not derive all"
ENTAILMENTS: Final = "what must follow from the articles, and what must never"
USES: Final = "shapes, stored queries, annotations, reference data and register"

GraphOf: TypeAlias = Callable[[ArticleFolder], tuple[str, Iterable[Triple | Quad]]]
"""Returns the IRI of an article, and all that is asserted and inferred with it."""


def review(project: Project, files: Sequence[Path], graph_of: GraphOf, *, java: bool) -> Report:
    """Return what the checklist says.

    Args:
        project: has the rules; its ontology is checked, with all that is around it, unless
        files: are named. Those of the project are checked among the others, any other files with
            what they import and nothing around them.
        graph_of: makes the graph of an article.
        java: whether to ask the OWL API and HermiT, where they are there.

    Raises:
        KgError: a file cannot be read, or something that is imported is not at hand.
    """
    rules = load_rules(project)
    profile_path = checks_folder(project) / PROFILE
    profile = read_profile(
        profile_path, project.shown(profile_path), frozenset(rule.name for rule in rules)
    )
    dataset = dataset_of(files, project)
    own = checks_folder(project) == project.root / "queries" / "checks"
    findings = run_rules(dataset, rules, profile, own=own)
    checked = [rule.name for rule in rules]
    unchecked = [] if dataset.uses else [Unchecked(USES, "the files are none of the project's")]
    if java:
        found, asked, skipped = ask_reasoners(dataset)
    else:
        found, asked = [], []
        skipped = [Unchecked(what, "--no-java") for what in (READING, DL, CONSISTENCY)]
    findings += found
    checked += asked
    unchecked += skipped
    not_all: list[Underived] = []
    try:
        not_all = underived(dataset)
    except OntologyError as error:
        unchecked.append(Unchecked(UNDERIVED, error.what))
    else:
        checked.append(UNDERIVED)
    if files:
        unchecked.append(Unchecked(ENTAILMENTS, "files are named"))
    else:
        try:
            graphs = [
                (folder.path / FILE, *graph_of(folder))
                for folder in project.article_folders()
                if (folder.path / FILE).is_file()
            ]
        except KgError as error:
            unchecked.append(Unchecked(ENTAILMENTS, f"there is no graph: {error.what}"))
        else:
            checked.append(ENTAILMENTS)
            for path, article, graph in graphs:
                rows = read_entailments(path, project.shown(path), article)
                findings += check_entailments(rows, graph)
    return report_of(findings, checked, unchecked, dataset, not_all)
