"""The checklist as a whole, of projects with a profile of their own and without."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Triple

from kg.ontology.checks import UNNEEDED
from kg.ontology.review import review
from kg.project import ArticleFolder, Project, packaged_data


def nothing(folder: ArticleFolder) -> tuple[str, Iterable[Triple]]:
    return folder.id, ()


def unneeded(project: Project) -> list[str]:
    """Return where the checklist finds exceptions that nothing needs."""
    report = review(project, [], nothing, java=False)
    return [str(finding.at) for finding in report.findings if finding.rule == UNNEEDED]


@pytest.mark.parametrize("queries", [False, True])
def test_exceptions_that_nothing_needs_are_told_to_those_whose_profile_it_is(
    tmp_path: Path, queries: bool
) -> None:
    (tmp_path / "articles").mkdir()
    if queries:
        (tmp_path / "queries").mkdir()
    assert unneeded(Project.find(tmp_path)) == []
    shutil.copytree(packaged_data() / "queries", tmp_path / "queries", dirs_exist_ok=True)
    project = Project.find(tmp_path)
    places = unneeded(project)
    assert places
    profile = project.shown(tmp_path / "queries" / "checks" / "profile.yaml")
    assert all(place.startswith(f"{profile}:") for place in places)
