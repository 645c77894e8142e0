"""A contradiction within an article stops a build; one between articles is shown with both sides.

The lantern is a region where somebody patrols it, an agent where it speaks, and nothing is both.
"""

import hashlib
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.build import build
from kg.build.stages import STAGES
from kg.cli import main
from kg.errors import DataFindings, Position
from kg.namespaces import OWL
from kg.project import Project
from kg.validate import Finding, Report, Severity

MINI = Path(__file__).parent / "cases" / "mini"

PATROLLED = ("Boats patrol the Lantern.", "outlet", "patrol/one", "Patrol", "patrols: lantern")
SPEAKS = ("The Lantern spoke.", "indirect", "claim/one", "Claim", "madeBy: lantern")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("KG_STORE", raising=False)
    root = tmp_path / "lantern"
    shutil.copytree(MINI, root)
    shutil.rmtree(root / "articles" / "gazette")
    add(
        root / "ontology" / "core.ttl",
        """accord:Thing a owl:Class ; accord:assertion "assertive" .
        accord:Agent rdfs:label "agent"@en . accord:Region rdfs:label "region"@en .
        accord:Region owl:disjointWith accord:Agent .""",
    )
    add(
        root / "articles" / "register.ttl",
        """id:lantern a accord:Thing ; rdfs:label "the Lantern"@en .
        id:herald a accord:Outlet ; rdfs:label "The Herald"@en .""",
    )
    return Project.find(root)


def add(path: Path, text: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")


def article(project: Project, name: str, *passages: tuple[str, str, str, str, str]) -> None:
    """Write an article; each passage has its quote, voice, id, class and one more line."""
    folder = project.articles / name
    folder.mkdir(parents=True)
    text = " ".join(quote for quote, *_ in passages)
    (folder / "article.txt").write_text(text, encoding="utf-8")
    lines = [
        f"article: {name}",
        'version: "1"',
        "type: Article",
        f"publisher: {name.partition('/')[0]}",
        f"sha256: {hashlib.sha256(text.encode()).hexdigest()}",
        "passages:",
    ]
    for quote, voice, node, class_, more in passages:
        lines += [f"  - quote: {quote}", f"    voice: {voice}", "    says:"]
        lines += [f"      - id: {node}", f"        type: {class_}", f"        {more}"]
        lines += ["        label: a label"]
    (folder / "annotation.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def findings(project: Project) -> list[Finding]:
    """Return what the contradictions stage says."""
    background = STAGES.read(project)
    asserted = list(background.quads)
    positions: dict[Quad, Position] = {}
    for folder in project.article_folders():
        compiled = STAGES.compile(folder, background)
        asserted += compiled.quads
        positions |= compiled.positions
    found = STAGES.reason(asserted).inconsistencies
    report = STAGES.validate(project, asserted, positions)
    return list(STAGES.contradictions(project, asserted, positions, found, report).findings)


def test_without_contradictions_there_are_no_findings(project: Project) -> None:
    article(project, "gazette/2031-01-01-one", PATROLLED)
    assert findings(project) == []


def test_an_article_that_contradicts_itself_stops_the_build(project: Project) -> None:
    article(project, "gazette/2031-01-01-one", PATROLLED, SPEAKS)
    (finding,) = findings(project)
    assert finding.severity is Severity.VIOLATION
    assert finding.rule == OWL + "disjointWith"
    assert [sentence.quote for sentence in finding.sentences] == [PATROLLED[0], SPEAKS[0]]
    assert finding.at is not None
    assert (finding.at.line, Path(finding.at.file).name) == (12, "annotation.yaml")
    assert finding.message == (
        "This cannot all be true: the Lantern is a region; the Lantern is an agent. "
        "For nothing is both a region and an agent. "
        "(the Lantern is a region because a label “patrols” the Lantern, "
        "for every value of “patrols” is a region.) "
        "(the Lantern is an agent because a label “madeBy” the Lantern, "
        "for every value of “madeBy” is an agent.) "
        "Correct what the article is read to say."
    )
    with pytest.raises(DataFindings) as refused:
        build(project)
    assert refused.value.what == "there is one violation in the data"
    assert "annotation.yaml:12" in refused.value.why
    assert not (project.store / "current.json").exists()


def test_an_article_that_contradicts_reference_data_stops_the_build(project: Project) -> None:
    article(
        project,
        "gazette/2031-01-01-one",
        ("Boats patrol Ada.", "outlet", "patrol/one", "Patrol", "patrols: ada-holm"),
    )
    (finding,) = findings(project)
    assert finding.severity is Severity.VIOLATION
    assert [sentence.quote for sentence in finding.sentences] == ["Boats patrol Ada."]


def test_reference_data_that_contradict_themselves_stop_the_build(project: Project) -> None:
    add(project.register, "id:lantern a accord:Region , accord:Agent .")
    article(project, "gazette/2031-01-01-one", PATROLLED)
    (finding,) = findings(project)
    assert finding.severity is Severity.VIOLATION
    assert finding.sentences == ()
    assert finding.at is not None
    assert Path(finding.at.file).name == "register.ttl"
    assert "correct the ontology, the reference data or the register" in finding.message


def test_a_contradiction_of_the_ontology_alone_stops_the_build(project: Project) -> None:
    add(
        project.ontology / "core.ttl",
        "accord:direct a [ a owl:Class ; owl:complementOf owl:Thing ] .",
    )
    article(project, "gazette/2031-01-01-one", PATROLLED)
    (finding,) = findings(project)
    assert (finding.severity, finding.article) == (Severity.VIOLATION, "")


@pytest.mark.parametrize(
    ("second", "who"),
    [
        ("gazette", "Articles of The Gazette contradict"),
        ("herald", "The Gazette and The Herald contradict"),
    ],
)
def test_articles_that_contradict_each_other_are_a_finding_that_shows_both(
    project: Project, second: str, who: str
) -> None:
    article(project, "gazette/2031-01-01-one", PATROLLED)
    article(project, f"{second}/2031-01-02-two", SPEAKS)
    (finding,) = findings(project)
    assert finding.severity is Severity.WARNING
    assert {sentence.quote for sentence in finding.sentences} == {PATROLLED[0], SPEAKS[0]}
    assert len({sentence.article for sentence in finding.sentences}) == 2
    assert who in finding.message
    summary = build(project)
    assert summary.counts.warnings == 1


def test_what_has_no_label_goes_by_its_id_as_everywhere(project: Project) -> None:
    article(project, "gazette/2031-01-01-one", PATROLLED, SPEAKS)
    annotation = project.articles / "gazette/2031-01-01-one/annotation.yaml"
    text = annotation.read_text(encoding="utf-8").replace("        label: a label\n", "")
    annotation.write_text(text, encoding="utf-8")
    (finding,) = findings(project)
    assert "because patrol/one “patrols” the Lantern" in finding.message
    assert "because claim/one “madeBy” the Lantern" in finding.message


def shape(project: Project, target: str, rule: str) -> None:
    add(
        project.shapes / "core.ttl",
        f"""shape:TestShape a sh:NodeShape ; rdfs:label "test"@en ; sh:targetClass accord:{target} ;
        sh:property shape:TestShape-rule .
        shape:TestShape-rule a sh:PropertyShape ; sh:name "rule" ; sh:severity sh:Violation ;
        sh:message "It is as the rule says." ; {rule} .""",
    )


def test_what_a_node_lacks_hides_no_contradiction_that_it_is_in(project: Project) -> None:
    """Both are told at its type, the first line that the article says of it."""
    add(
        project.ontology / "core.ttl",
        """accord:Patrol rdfs:label "patrol"@en ; owl:disjointWith accord:Outlet .
        accord:patrols rdfs:domain accord:Outlet . accord:Outlet rdfs:label "outlet"@en .""",
    )
    shape(project, "Patrol", "sh:path rdfs:label ; sh:minCount 1")
    article(project, "gazette/2031-01-01-one", PATROLLED)
    annotation = project.articles / "gazette/2031-01-01-one/annotation.yaml"
    text = annotation.read_text(encoding="utf-8").replace("        label: a label\n", "")
    annotation.write_text(text, encoding="utf-8")
    with pytest.raises(DataFindings) as refused:
        build(project)
    assert refused.value.what == "there are 2 violations in the data"
    assert "It is as the rule says." in refused.value.why
    assert "For nothing is both a patrol and an outlet." in refused.value.why


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("sh:path accord:patrols ; sh:class accord:Region", id="the value"),
        pytest.param("sh:path accord:patrols ; sh:maxCount 1", id="all values"),
        pytest.param(
            "sh:path [ sh:alternativePath ( accord:patrols accord:of ) ] ; sh:maxCount 1",
            id="a longer path",
        ),
    ],
)
def test_what_a_shape_refuses_is_not_told_again_as_a_contradiction(
    project: Project, rule: str
) -> None:
    lake = ("Boats patrol the lake.", "outlet", "patrol/one", "Patrol", "patrols: mirror-lake")
    article(project, "gazette/2031-01-01-one", PATROLLED, lake, SPEAKS)
    assert len(findings(project)) == 1
    shape(project, "Patrol", rule)
    assert findings(project) == []


def test_of_many_classes_that_exclude_each_other_two_are_told(project: Project) -> None:
    add(
        project.ontology / "core.ttl",
        """[] a owl:AllDisjointClasses ;
            owl:members ( accord:Patrol accord:Region accord:Outlet ) .
        accord:patrols rdfs:domain accord:Outlet .
        accord:Outlet rdfs:label "outlet"@en . accord:Patrol rdfs:label "patrol"@en .""",
    )
    article(project, "gazette/2031-01-01-one", PATROLLED)
    (finding,) = findings(project)
    assert "For nothing is both a patrol and an outlet." in finding.message


def test_names_that_become_one_within_an_article_stop_the_build(project: Project) -> None:
    add(project.ontology / "core.ttl", "accord:patrols a owl:FunctionalProperty .")
    second = ("Boats patrol the lake.", "outlet", "patrol/one", "Patrol", "patrols: mirror-lake")
    article(project, "gazette/2031-01-01-one", PATROLLED, second)
    (finding,) = findings(project)
    assert finding.severity is Severity.VIOLATION
    assert finding.rule == OWL + "sameAs"
    assert finding.message.startswith(
        "the Lantern is the same as Mirror Lake, although nothing says so: "
        "a label “patrols” the Lantern; a label “patrols” Mirror Lake. "
        "For nothing has two values of “patrols”."
    )
    assert "owl:sameAs" in finding.message


def test_what_is_said_to_differ_and_is_one_names_both_sides(project: Project) -> None:
    add(project.ontology / "core.ttl", "accord:patrols a owl:FunctionalProperty .")
    add(project.register, "id:lantern owl:differentFrom id:mirror-lake .")
    register = project.register.read_text(encoding="utf-8")
    prefix = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    project.register.write_text(prefix + register, encoding="utf-8")
    second = ("Boats patrol the lake.", "outlet", "patrol/one", "Patrol", "patrols: mirror-lake")
    article(project, "gazette/2031-01-01-one", PATROLLED, second)
    found = {finding.rule: finding.message for finding in findings(project)}
    assert set(found) == {OWL + "sameAs", OWL + "differentFrom"}
    assert found[OWL + "differentFrom"].startswith(
        "This cannot all be true: the Lantern is different from Mirror Lake; "
        "the Lantern is the same as Mirror Lake. "
        "For what is said to be different cannot be the same. "
    )


def test_a_step_of_equality_says_its_rule(project: Project) -> None:
    add(
        project.register,
        """@prefix owl: <http://www.w3.org/2002/07/owl#> .
        id:tower a accord:Thing ; owl:sameAs id:lantern ; rdfs:label "the Tower"@en .""",
    )
    tower = ("Boats patrol the Tower.", "outlet", "patrol/one", "Patrol", "patrols: tower")
    article(project, "gazette/2031-01-01-one", tower, SPEAKS)
    (finding,) = findings(project)
    assert "for what holds of one name holds of the other.)" in finding.message


def test_the_command_shows_what_clashes(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    article(project, "gazette/2031-01-01-one", PATROLLED, SPEAKS)
    assert main(["--project", str(project.root), "validate"]) == 1
    shown = capsys.readouterr().out
    assert "»Boats patrol the Lantern.«" in shown
    assert "»The Lantern spoke.«" in shown
    assert "(disjointWith)" in shown
    assert main(["--project", str(project.root), "validate", "--format", "turtle"]) == 1
    assert "sh:sourceConstraint owl:disjointWith" in capsys.readouterr().out


def test_reports_add_up_without_repeating_themselves(project: Project) -> None:
    article(project, "gazette/2031-01-01-one", PATROLLED, SPEAKS)
    report = Report(tuple(findings(project)))
    assert report + report == report
    assert Report(()) + report == report
