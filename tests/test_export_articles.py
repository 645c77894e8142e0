"""Exports of the real article and of the invented one, which differ in their subject only."""

from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build import build
from kg.export import FORMATS, export
from kg.namespaces import DESCRIPTION_GRAPH
from kg.project import Project
from kg.store import read_generation, read_quads
from tests.owlapi import owl_check
from tests.roundtrip import read_oxigraph, read_rdflib

pytestmark = pytest.mark.slow

ROOTS = {
    "real": Path(__file__).parent.parent,
    "invented": Path(__file__).parent / "cases" / "invented",
}


@pytest.fixture(scope="module", params=ROOTS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project, built into a folder of the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_STORE", str(tmp_path_factory.mktemp("store")))
        found = Project.find(ROOTS[request.param])
    build(found)
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_both_libraries_read_the_same(project: Project, name: str) -> None:
    data = export(read_quads(project), FORMATS[name]).data
    assert read_oxigraph(data, name) == read_rdflib(data, name)


def test_nquads_are_the_lines_that_the_build_wrote(project: Project) -> None:
    data = export(read_quads(project), FORMATS["nquads"]).data
    generation = read_generation(project.store)
    assert generation is not None
    built = generation[1].splitlines()
    named = [line for line in built if _has_graph(line)]
    described = f"<{DESCRIPTION_GRAPH}> .".encode()
    assert [line for line in data.splitlines() if not line.endswith(described)] == named


def _has_graph(line: bytes) -> bool:
    [quad] = ox.parse(line, ox.RdfFormat.N_QUADS)
    return not isinstance(quad.graph_name, ox.DefaultGraph)


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_of_an_article_is_left_on_demand(project: Project, name: str) -> None:
    exported = export(read_quads(project), FORMATS[name], text=False)
    read = read_oxigraph(exported.data, name)
    literals = [s.object.value for s in read if isinstance(s.object, ox.Literal)]
    said = " ".join("|".join(literals).casefold().split())
    for folder in project.article_folders():
        text = " ".join(folder.text.read_text(encoding="utf-8").casefold().split())
        assert not [text[i : i + 40] for i in range(len(text) - 39) if text[i : i + 40] in said]
    assert exported.withheld > 0


@pytest.mark.java(compiler=True)
def test_the_owl_api_reads_all_of_it(project: Project, tmp_path: Path) -> None:
    quads = read_quads(project)
    paths: list[Path] = []
    for name, text in product(("turtle", "rdfxml"), (True, False)):
        path = tmp_path / f"{text}{FORMATS[name].suffixes[0]}"
        path.write_bytes(export(quads, FORMATS[name], text=text).data)
        paths.append(path)
    for path, report in owl_check(paths).items():
        assert report.unparsed == (), path.name
        assert report.violations == (), path.name
        assert report.unsatisfiable == (), path.name
        assert report.consistent, path.name
