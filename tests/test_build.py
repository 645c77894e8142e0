"""A build is incremental and deterministic, and a graph that is not up to date is built first."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build import Summary, build, ensure_built
from kg.build.pipeline import Stage
from kg.build.stages import STAGES, Background, Stages
from kg.compile import Compiled
from kg.errors import (
    DataFindings,
    MalformedYaml,
    Mistakes,
    OntologyError,
    Position,
    ProjectError,
    QuoteNotFound,
    UnknownEntity,
    UnknownKey,
    UnknownTerm,
)
from kg.namespaces import INFERRED_GRAPH, ONTOLOGY, TERMS
from kg.project import ArticleFolder, Project
from kg.store import CURRENT, canonical, open_graph, read_generation
from kg.store.lock import exclusive
from kg.store.writer import LOCK
from kg.validate import Report

MINI = Path(__file__).parent / "cases" / "mini"
FIRST = "gazette/2031-05-02-lake-patrols"
SECOND = "gazette/2031-05-03-ferry-talks"


def mini(root: Path) -> Project:
    shutil.copytree(MINI, root)
    return Project.find(root)


@pytest.fixture(autouse=True)
def _store_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_STORE", raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return mini(tmp_path / "mini")


def artefact(project: Project) -> bytes:
    found = read_generation(project.store)
    assert found
    return found[1]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def annotation(project: Project, article: str) -> Path:
    return project.articles / article / "annotation.yaml"


def work(summary: Summary) -> tuple[bool, int, int]:
    return summary.unchanged, summary.compiled, summary.reused


def silent(message: str) -> None:
    pytest.fail(f"nothing was to be said, but: {message}")


# ---------------------------------------------------------------- what is built


def test_the_graph_of_a_quad_is_its_passage_and_the_default_graph_is_the_union(
    project: Project,
) -> None:
    summary = build(project)
    graph = open_graph(project)
    named = [quad for quad in graph if quad.graph_name != ox.DefaultGraph()]
    union = [quad.triple for quad in graph if quad.graph_name == ox.DefaultGraph()]
    assert len(named) == summary.counts.quads
    assert len(union) == summary.counts.triples
    assert set(union) == {quad.triple for quad in named}
    patrol = ox.NamedNode(TERMS + "patrols")
    supports = [q for q in named if q.predicate == patrol and q.graph_name.value != ONTOLOGY]
    assert len(supports) == 2
    assert len({q.triple for q in supports}) == 1


def test_the_summary_counts_what_the_articles_say(project: Project) -> None:
    summary = build(project)
    counts = summary.counts
    assert (counts.articles, counts.passages, counts.claims, counts.facts) == (2, 4, 2, 2)
    assert work(summary) == (False, 2, 0)
    assert summary.seconds > 0


def test_what_is_inferred_is_asserted_nowhere(project: Project) -> None:
    build(project)
    inferred = ox.NamedNode(INFERRED_GRAPH)
    named = [quad for quad in open_graph(project) if quad.graph_name != ox.DefaultGraph()]
    entailed = {quad.triple for quad in named if quad.graph_name == inferred}
    asserted = {quad.triple for quad in named if quad.graph_name != inferred}
    assert entailed
    assert entailed.isdisjoint(asserted)


def test_the_named_graphs_are_canonical(project: Project) -> None:
    build(project)
    quads = ox.parse(artefact(project), format=ox.RdfFormat.N_QUADS)
    named = [quad for quad in quads if quad.graph_name != ox.DefaultGraph()]
    assert any(isinstance(quad.subject, ox.BlankNode) for quad in named)
    dataset = ox.Dataset(named)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(dataset) == set(named)
    assert canonical(dataset) == artefact(project)


def test_the_background_is_in_one_order_so_that_explanations_are_the_same_each_time(
    project: Project,
) -> None:
    quads = STAGES.read(project).quads
    assert list(quads) == sorted(quads, key=str)


def test_each_stage_reports_its_start_and_each_step(project: Project) -> None:
    seen: list[tuple[Stage, int, int]] = []
    build(project, progress=lambda *step: seen.append(step))
    steps = {stage: 2 if stage is Stage.COMPILE else 1 for stage in Stage}
    assert seen == [
        (stage, done, total) for stage, total in steps.items() for done in range(total + 1)
    ]


# ---------------------------------------------------------------- what is built again


def test_nothing_changed_is_nothing_done(project: Project) -> None:
    built = build(project)
    before = artefact(project)
    again = build(project, progress=lambda *_: pytest.fail("a stage ran"), notify=silent)
    assert work(again) == (True, 0, 2)
    assert again.counts == built.counts
    assert artefact(project) == before


def test_only_the_article_that_changed_is_compiled_again(project: Project) -> None:
    build(project)
    edit(annotation(project, SECOND), "type: Talks", "type: Talks\n        label: ferry talks")
    assert work(build(project)) == (False, 1, 1)
    assert b"ferry talks" in artefact(project)


def test_the_result_is_that_of_a_build_from_nothing(project: Project, tmp_path: Path) -> None:
    build(project)
    edit(annotation(project, SECOND), "type: Talks", "type: Talks\n        label: ferry talks")
    build(project)
    other = mini(tmp_path / "other")
    shutil.copytree(project.articles, other.articles, dirs_exist_ok=True)
    build(other)
    assert artefact(other) == artefact(project)


@pytest.mark.parametrize(
    "name",
    ["ontology/core.ttl", "ontology/reference.ttl", "shapes/core.ttl", "articles/register.ttl"],
)
def test_what_all_articles_depend_on_compiles_all_of_them_again(
    project: Project, name: str
) -> None:
    build(project)
    before = artefact(project)
    with (project.root / name).open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert work(build(project)) == (False, 2, 0)
    assert artefact(project) == before


def test_force_compiles_everything_and_gives_the_same_bytes(project: Project) -> None:
    build(project)
    before = artefact(project)
    assert work(build(project, force=True)) == (False, 2, 0)
    assert artefact(project) == before


def test_a_touched_file_changes_nothing_and_its_new_time_is_recorded(project: Project) -> None:
    for path in project.root.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    build(project)
    os.utime(annotation(project, FIRST), (1_100_000_000, 1_100_000_000))
    assert work(build(project)) == (True, 0, 2)
    record = json.loads((project.store / CURRENT).read_bytes())
    size, mtime_ns, _ = record["inputs"][f"articles/{FIRST}/annotation.yaml"]
    assert (size, mtime_ns) == (
        annotation(project, FIRST).stat().st_size,
        1_100_000_000 * 1_000_000_000,
    )


def test_an_article_can_come_and_go(project: Project) -> None:
    build(project)
    whole = artefact(project)
    shutil.move(project.articles / SECOND, project.root / "away")
    assert work(build(project)) == (False, 0, 1)
    assert SECOND.encode() not in artefact(project)
    shutil.move(project.root / "away", project.articles / SECOND)
    assert work(build(project)) == (False, 1, 1)
    assert artefact(project) == whole


def test_a_damaged_kept_article_is_compiled_again(project: Project) -> None:
    build(project)
    before = artefact(project)
    for path in (project.store / "compiled").iterdir():
        path.write_bytes(path.read_bytes()[:-30])
    edit(annotation(project, SECOND), "type: Talks", "type: Talks # a remark")
    assert work(build(project)) == (False, 2, 0)
    assert artefact(project) == before


def test_one_generation_before_the_one_that_counts_is_kept(project: Project) -> None:
    names = []
    for label in ("one", "two", "three"):
        edit(annotation(project, SECOND), "type: Talks", f"type: Talks\n        label: {label}")
        build(project)
        found = read_generation(project.store)
        assert found
        names.append(found[0].artefact)
        edit(annotation(project, SECOND), f"\n        label: {label}", "")
    assert {path.name for path in project.store.glob("graph-*")} == set(names[1:])
    assert len(list((project.store / "compiled").iterdir())) == 2


def without(project: Project, article: str, line: str) -> None:
    """Remove ``line`` from an annotation."""
    edit(annotation(project, article), f"{line}\n", "")


# ---------------------------------------------------------------- what changes during a build


def meddling(when: Callable[[], None]) -> Stages:
    """Return the stages, with ``when`` called before each article is read."""

    def compile_article(folder: ArticleFolder, background: Background) -> Compiled:
        when()
        return STAGES.compile(folder, background)

    return replace(STAGES, compile=compile_article)


def test_a_file_that_changes_meanwhile_is_read_again(project: Project) -> None:
    labels = iter(["one"])

    def change() -> None:
        for label in labels:
            edit(annotation(project, FIRST), "label: night patrols", f"label: {label}")

    build(project, stages=meddling(change))
    assert b'"one"@en' in artefact(project)
    assert work(build(project)) == (True, 0, 2)


def test_a_reading_that_came_too_late_is_not_kept(project: Project) -> None:
    labels = iter(["one"])

    def change() -> None:
        for label in labels:
            edit(annotation(project, FIRST), "label: night patrols", f"label: {label}")

    without(project, SECOND, "        madeBy: ada-holm")
    with pytest.raises(DataFindings):
        build(project, stages=meddling(change))
    edit(annotation(project, SECOND), "type: Claim", "type: Claim\n        madeBy: ada-holm")
    edit(annotation(project, FIRST), "label: one", "label: night patrols")
    build(project)
    assert b'"night patrols"@en' in artefact(project)


def test_no_article_is_compiled_against_an_ontology_that_changed_meanwhile(
    project: Project,
) -> None:
    remarks = iter(["# a remark\n"])
    compiled: list[None] = []

    def read(asked: Project) -> Background:
        for remark in remarks:
            with (project.ontology / "core.ttl").open("a", encoding="utf-8") as file:
                file.write(remark)
        return STAGES.read(asked)

    build(project, stages=replace(meddling(lambda: compiled.append(None)), read=read))
    assert len(compiled) == 2
    assert work(build(project)) == (True, 0, 2)


def test_files_that_never_stand_still_end_the_build(project: Project) -> None:
    build(project)
    before = artefact(project)

    def change() -> None:
        with annotation(project, FIRST).open("a", encoding="utf-8") as file:
            file.write("# a remark\n")

    with pytest.raises(ProjectError, match="change while the graph is built") as caught:
        build(project, stages=meddling(change), force=True)
    assert caught.value.fix
    assert artefact(project) == before


def test_an_article_that_appears_meanwhile_is_in_the_graph(project: Project) -> None:
    shutil.move(project.articles / SECOND, project.root / "away")

    def appear(
        asked: Project, quads: Sequence[ox.Quad], positions: Mapping[ox.Quad, Position]
    ) -> Report:
        if (project.root / "away").exists():
            shutil.move(project.root / "away", project.articles / SECOND)
        return STAGES.validate(asked, quads, positions)

    summary = build(project, stages=replace(STAGES, validate=appear))
    assert summary.counts.articles == 2
    assert SECOND.encode() in artefact(project)


# ---------------------------------------------------------------- what is wrong


def test_a_wrong_quote_is_named_and_the_old_graph_stays(project: Project) -> None:
    build(project)
    before = artefact(project)
    edit(annotation(project, FIRST), "quote: Patrols cross", "quote: Patrols crossed")
    with pytest.raises(QuoteNotFound) as caught:
        build(project)
    assert caught.value.at
    assert caught.value.at.file.endswith(f"{FIRST}/annotation.yaml")
    assert artefact(project) == before


def test_a_reference_into_another_article_must_lead_somewhere(project: Project) -> None:
    edit(annotation(project, SECOND), "v1/withdrawal/lake", "v1/withdrawal/lakes")
    with pytest.raises(UnknownEntity, match="withdrawal/lakes") as caught:
        build(project)
    assert caught.value.at
    assert caught.value.at.line == 13
    assert f"{FIRST}/v1/withdrawal/lake" in caught.value.nearest


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param(
            f"{FIRST}/v1/patrol/nights", [f"{FIRST}/v1/patrol/night"], id="in the article named"
        ),
        pytest.param(f"{FIRST}/v1/talks/ferry", [], id="of another article"),
        pytest.param(
            "gazette/2031-05-02-lake-patrol/v1/withdrawal/lake",
            [f"{FIRST}/v1/withdrawal/lake"],
            id="no such article",
        ),
        pytest.param(
            "gazette/2031-05-02-lake-patrol/v1/talks/ferry", [f"{FIRST}/v1"], id="neither of them"
        ),
    ],
)
def test_what_a_reference_may_be_meant_for_is_in_one_article(
    project: Project, written: str, meant: list[str]
) -> None:
    edit(annotation(project, SECOND), f"{FIRST}/v1/withdrawal/lake", written)
    with pytest.raises(UnknownEntity) as caught:
        build(project)
    assert list(caught.value.nearest)[: len(meant) or None] == meant


def test_what_is_not_shown_has_no_suggestions(project: Project) -> None:
    names = [f"{FIRST}/v1/withdrawal/lake-{letter}" for letter in "zyxwvutsrqponmlkjihgfedcba"]
    edit(annotation(project, SECOND), names[0].removesuffix("-z"), f"[{', '.join(names)}]")
    with pytest.raises(Mistakes) as caught:
        build(project)
    found = {error.what.rpartition(" ")[2]: error.nearest for error in caught.value.errors}
    assert list(found) == names
    assert [bool(nearest) for nearest in found.values()] == [True] * Mistakes.SHOWN + [False] * 6


def test_a_reference_is_checked_in_an_unchanged_article_too(project: Project) -> None:
    build(project)
    shutil.rmtree(project.articles / FIRST)
    with pytest.raises(UnknownEntity, match="withdrawal/lake") as caught:
        build(project)
    assert caught.value.at
    assert (Path(caught.value.at.file).parent.name, caught.value.at.line) == (
        "2031-05-03-ferry-talks",
        13,
    )


def test_the_mistakes_of_all_articles_are_told_together_and_in_order(project: Project) -> None:
    build(project)
    before = artefact(project)
    edit(annotation(project, SECOND), "voice: indirect", "voice: indirekt")
    edit(annotation(project, FIRST), "madeBy:", "madBy:")
    with pytest.raises(Mistakes) as caught:
        build(project)
    assert [(type(error), error.at and error.at.line) for error in caught.value.errors] == [
        (UnknownKey, 20),
        (UnknownTerm, 8),
    ]
    assert artefact(project) == before
    edit(annotation(project, SECOND), "voice: indirekt", "voice: indirect")
    with pytest.raises(UnknownKey):
        build(project)
    edit(annotation(project, FIRST), "madBy:", "madeBy:")
    assert build(project).counts.articles == 2


def test_a_file_that_is_no_yaml_stops_no_other(project: Project) -> None:
    edit(annotation(project, FIRST), "type: Article", "type: [Article")
    edit(annotation(project, SECOND), "voice: indirect", "voice: indirekt")
    with pytest.raises(Mistakes) as caught:
        build(project)
    assert [type(error) for error in caught.value.errors] == [MalformedYaml, UnknownTerm]


def test_an_article_that_cannot_be_read_is_told_of_and_not_the_references_into_it(
    project: Project,
) -> None:
    edit(annotation(project, FIRST), "voice: direct", "voice: direkt")
    with pytest.raises(UnknownTerm):
        build(project)
    third = "gazette/2031-05-04-ferry-talks"
    shutil.copytree(project.articles / SECOND, project.articles / third)
    edit(annotation(project, third), SECOND, third)
    edit(annotation(project, third), f"{FIRST}/v1/withdrawal/lake", f"{SECOND}/v1/talks/fery")
    with pytest.raises(Mistakes) as caught:
        build(project)
    assert [error.what for error in caught.value.errors] == [
        "direkt is no voice",
        f"nothing is declared as {SECOND}/v1/talks/fery",
    ]
    assert caught.value.errors[1].nearest[0] == f"{SECOND}/v1/talks/ferry"


def test_articles_that_are_right_are_kept_when_others_are_not(project: Project) -> None:
    edit(annotation(project, FIRST), "voice: direct", "voice: direkt")
    with pytest.raises(UnknownTerm):
        build(project)
    edit(annotation(project, FIRST), "voice: direkt", "voice: direct")
    assert work(build(project)) == (False, 1, 1)


def test_a_broken_ontology_is_named_and_the_old_graph_stays(project: Project) -> None:
    build(project)
    before = artefact(project)
    with (project.ontology / "core.ttl").open("a", encoding="utf-8") as file:
        file.write("accord:x a\n")
    with pytest.raises(OntologyError):
        build(project)
    assert artefact(project) == before


def test_a_violation_stops_the_build_and_the_old_graph_stays(project: Project) -> None:
    build(project)
    before = artefact(project)
    without(project, SECOND, "        madeBy: ada-holm")
    with pytest.raises(DataFindings, match="one violation") as caught:
        build(project)
    assert caught.value.exit_code == 1
    assert "kg validate" in caught.value.fix
    assert f"{SECOND}/annotation.yaml:11:" in caught.value.why
    assert caught.value.why.endswith("A claim has a speaker: name one with madeBy.")
    assert artefact(project) == before


def test_many_violations_are_counted_and_the_first_ones_listed(project: Project) -> None:
    claims = "".join(f"      - id: claim/{n}\n        type: Claim\n" for n in range(12))
    with annotation(project, SECOND).open("a", encoding="utf-8") as file:
        file.write(claims)
    with pytest.raises(DataFindings, match="12 violations") as caught:
        build(project)
    lines = caught.value.why.splitlines()
    assert len(lines) == 11
    assert lines[-1].strip() == "… and 2 more"


def test_warnings_are_counted_and_stay_in_the_summary(project: Project) -> None:
    without(project, FIRST, "        label: night patrols")
    built = build(project)
    assert (built.counts.warnings, built.counts.infos) == (1, 0)
    assert build(project).counts == built.counts


def test_a_finding_in_an_unchanged_article_has_its_place(project: Project) -> None:
    positions: list[Mapping[ox.Quad, Position]] = []

    def validate(
        asked: Project, quads: Sequence[ox.Quad], placed: Mapping[ox.Quad, Position]
    ) -> Report:
        positions.append(placed)
        return STAGES.validate(asked, quads, placed)

    stages = replace(STAGES, validate=validate)
    assert work(build(project, stages=stages)) == (False, 2, 0)
    with annotation(project, SECOND).open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert work(build(project, stages=stages)) == (False, 1, 1)
    assert positions[0] == positions[1]
    assert positions[0]


# ---------------------------------------------------------------- one after the other


def test_a_build_waits_for_another_one_and_uses_its_result(project: Project) -> None:
    said: list[str] = []
    waiting = threading.Event()

    def notify(message: str) -> None:
        said.append(message)
        waiting.set()

    results: list[Summary] = []
    thread = threading.Thread(target=lambda: results.append(build(project, notify=notify)))
    other = replace(project, store=project.root / "other")
    build(other)
    project.store.mkdir()
    with exclusive(project.store / LOCK, lambda: None):
        thread.start()
        assert waiting.wait(60)
        shutil.copytree(other.store, project.store, dirs_exist_ok=True)
    thread.join()
    assert said == ["waiting for another build to end …"]
    assert work(results[0]) == (True, 0, 2)


# ---------------------------------------------------------------- a query builds first


def test_a_missing_graph_is_built_and_said_to_be(project: Project) -> None:
    said: list[str] = []
    ensure_built(project, notify=said.append)
    assert said[0].startswith("no graph has been built yet")
    assert len(said) == 2
    ensure_built(project, notify=silent)


def test_an_outdated_graph_is_built_and_the_reason_named(project: Project) -> None:
    build(project)
    edit(annotation(project, SECOND), "type: Talks", "type: Talks\n        label: ferry talks")
    said: list[str] = []
    ensure_built(project, notify=said.append)
    assert said[0].startswith(f"articles/{SECOND}/annotation.yaml changed since")
    assert b"ferry talks" in artefact(project)


def test_more_than_one_reason_is_counted(project: Project) -> None:
    build(project)
    shutil.rmtree(project.articles / SECOND)
    said: list[str] = []
    ensure_built(project, notify=said.append)
    assert said[0].startswith(f"articles/{SECOND}/annotation.yaml and 1 more changed since")


def test_a_graph_of_another_accord_is_outdated(project: Project) -> None:
    build(project)
    record = json.loads((project.store / CURRENT).read_bytes())
    record["inputs"]["kg/compile.py"] = [1, 1, "another"]
    (project.store / CURRENT).write_text(json.dumps(record), encoding="utf-8")
    said: list[str] = []
    ensure_built(project, notify=said.append)
    assert said[0].startswith("Accord itself changed since")


@pytest.mark.parametrize("name", [CURRENT, "graph-*.nq"])
@pytest.mark.parametrize("damage", [b"", b"junk", None])
def test_a_damaged_graph_is_built_again_and_said_to_be(
    project: Project, name: str, damage: bytes | None
) -> None:
    build(project)
    before = artefact(project)
    (path,) = project.store.glob(name)
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    said: list[str] = []
    ensure_built(project, notify=said.append)
    assert "damaged" in said[0] or "no graph" in said[0]
    assert path.name in said[0] or damage is None
    assert artefact(project) == before
    ensure_built(project, notify=silent)


# ---------------------------------------------------------------- the same bytes everywhere

BUILD = """
import locale, os, sys, time
locale.setlocale(locale.LC_ALL, os.environ["LC_ALL"])
time.tzset()
from kg.build import build
from kg.project import Project
build(Project.find())
"""


WORLDS = [
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    {"TZ": "UTC", "LC_ALL": "POSIX", "PYTHONHASHSEED": "3", "PYTHONUTF8": "0"},
]


@pytest.mark.slow
@pytest.mark.parametrize("source", [MINI, MINI.parents[2]], ids=["mini", "Accord's own"])
def test_the_bytes_depend_on_the_content_alone(source: Path, tmp_path: Path) -> None:
    artefacts = set()
    for number, world in enumerate(WORLDS):
        root = tmp_path / f"folder {number}"
        for name in ("ontology", "shapes", "articles"):
            shutil.copytree(source / name, root / name, copy_function=shutil.copyfile)
        environment = {"PATH": os.environ["PATH"], **world}
        subprocess.run([sys.executable, "-c", BUILD], cwd=root, env=environment, check=True)
        artefacts.add(artefact(Project.find(root)))
    assert len(artefacts) == 1


def test_the_artefact_holds_no_path_and_no_time(project: Project) -> None:
    build(project)
    data = artefact(project)
    assert str(project.root).encode() not in data
    assert project.root.name.encode() + b"/" not in data
    assert time.strftime("%Y-%m-%d").encode() not in data


# ---------------------------------------------------------------- what it costs

HEAVY = ("rdflib", "pyshacl", "owlready2", "ruamel", "rich", "kg.compile", "kg.reason")

WHAT_IS_IMPORTED = """
import json, sys
from kg.build import build, ensure_built
from kg.project import Project
project = Project.find()
build(project)
ensure_built(project, notify=print)
print(json.dumps(sorted(sys.modules)))
"""


def test_nothing_to_do_imports_nothing_that_would_do_it(project: Project) -> None:
    build(project)
    done = subprocess.run(
        [sys.executable, "-c", WHAT_IS_IMPORTED],
        cwd=project.root,
        check=True,
        stdout=subprocess.PIPE,
    )
    modules = json.loads(done.stdout)
    assert "kg.build" in modules
    assert [m for m in modules if m.startswith(HEAVY)] == []
