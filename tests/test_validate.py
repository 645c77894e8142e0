"""From an annotation to its findings: their places, sentences and reports, and the command."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.build.stages import compile_article, read_background
from kg.cli import main
from kg.errors import InternalFault, OntologyError, Position
from kg.namespaces import DATA, RDF, SH, TERMS
from kg.project import Project
from kg.validate import Finding, Report, Severity, validate
from kg.validate import report as reports
from kg.validate.engine import Engine
from kg.validate.findings import Path as PropertyPath
from kg.validate.findings import Sentence
from kg.validate.shapes import SHAPES, Shapes, check
from kg.validate.source import Sources, around
from kg.vocabulary.turtlefile import TurtleFile
from tests.shape_examples import ontology

ROOT = Path(__file__).parent.parent
ARTICLE = "tass/2020-11-12-turkish-peacekeepers"
SHOWN = f"articles/{ARTICLE}/annotation.yaml"
LOCAL = f"{DATA}{ARTICLE}/v1"


def report_of(root: Path) -> Report:
    project = Project.find(root)
    background = read_background(project)
    quads = list(background.quads)
    positions: dict[Quad, Position] = {}
    for folder in project.article_folders():
        compiled = compile_article(folder, background)
        quads += compiled.quads
        positions |= compiled.positions
    return validate(project, quads, positions)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's articles; ontology and shapes are those of the package."""
    shutil.copytree(ROOT / "articles", tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    return tmp_path


def rewrite(root: Path, change: Callable[[str], str], name: str = SHOWN) -> None:
    """Change a file; it must become another one."""
    text = (root / name).read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    (root / name).write_text(changed, encoding="utf-8")


def without(root: Path, node: str, key: str) -> None:
    """Take a key away from all that the annotation says of a node."""
    said = re.compile(rf"- id: {node}\n(?: {{8}}.*\n)*")
    rewrite(root, lambda text: said.sub(lambda m: re.sub(rf" {{8}}{key}: .*\n", "", m[0]), text))


@pytest.mark.parametrize("folder", [".", "tests/cases/invented"])
def test_the_articles_have_no_finding(folder: str) -> None:
    assert report_of(ROOT / folder) == Report(())


# ---------------------------------------------------------------- findings


def test_a_finding_has_its_line_and_its_sentences(root: Path) -> None:
    without(root, "claim/consent-needed", "force")
    (finding,) = report_of(root).findings
    assert finding.severity is Severity.VIOLATION
    assert finding.rule == finding.shape == SHAPES + "ClaimShape-force"
    assert finding.component == SH + "MinCountConstraintComponent"
    assert finding.focus == NamedNode(f"{LOCAL}/claim/consent-needed")
    assert finding.path is not None
    assert finding.path.shown == "force"
    assert finding.value is None
    assert finding.article == LOCAL
    assert finding.message.startswith("A claim is put forward in a certain manner: name its force")
    assert finding.at is not None
    lines = (root / SHOWN).read_text(encoding="utf-8").splitlines()
    assert finding.at.file == SHOWN
    assert "claim/consent-needed" in "".join(lines[finding.at.line - 2 : finding.at.line])
    quotes = [sentence.quote for sentence in finding.sentences]
    assert quotes[0].startswith("The involvement of Ankara is impossible")
    text = (root / "articles" / ARTICLE / "article.txt").read_text(encoding="utf-8")
    for sentence in finding.sentences:
        assert text[sentence.start : sentence.end] == sentence.quote


def test_what_a_speaker_says_is_no_fact(root: Path) -> None:
    """A sentence of the outlet's, annotated as if somebody said it."""
    said = re.compile(r"(- name: clashes\n.*?voice: )outlet", re.DOTALL)
    rewrite(root, lambda text: said.sub(r"\1direct", text))
    found = report_of(root).findings
    assert {f.rule for f in found} == {SHAPES + "AssertionShape-supported"}
    values = {f.value.value.rsplit("/", 1)[-1] for f in found if f.value is not None}
    assert {"azerbaijan", "armenia", "2020-09-27", "nagorno-karabakh"} <= values
    lines = (root / SHOWN).read_text(encoding="utf-8").splitlines()
    (armenia,) = (f for f in found if f.value == NamedNode(DATA + "armenia"))
    assert armenia.at is not None
    assert lines[armenia.at.line - 1][armenia.at.column - 1 :].startswith("armenia")
    assert armenia.sentences[0].quote.startswith("Renewed clashes")


def test_a_finding_about_reference_data_is_at_its_line(root: Path) -> None:
    old = "id:sergei-shoigu a accord:Person ;"
    new = f"{old} skos:altLabel 'Сергей' ;"
    rewrite(root, lambda text: text.replace(old, new), "articles/register.ttl")
    (finding,) = report_of(root).findings
    assert finding.rule == SHAPES + "ThingShape-altLabel"
    assert finding.at is not None
    assert finding.at.file == "articles/register.ttl"
    lines = (root / finding.at.file).read_text(encoding="utf-8").splitlines()
    assert lines[finding.at.line - 1].startswith("id:sergei-shoigu a")
    assert finding.article == ""
    assert finding.sentences == ()


def test_a_label_without_a_language_is_told_how_to_get_one(root: Path) -> None:
    old = 'rdfs:label "Dmitry Peskov"@en'
    rewrite(root, lambda text: text.replace(old, old[:-3]), "articles/register.ttl")
    (finding,) = report_of(root).findings
    assert finding.rule == SHAPES + "ThingShape-label"
    assert '"Turkey"@en: add the tag' in finding.message


def test_what_an_entry_of_the_register_lacks_is_said_there(root: Path) -> None:
    """Also where articles describe the same thing: what they add is not what it lacks."""
    entry = re.compile(r"(id:joint-statement-2020-11-09 a [^.]*?) ;\n    dcterms:source <[^>]*> \.")
    rewrite(root, lambda text: entry.sub(r"\1 .", text), "articles/register.ttl")
    (finding,) = report_of(root).findings
    assert finding.rule == SHAPES + "ThingShape-sourced"
    assert finding.at is not None
    assert finding.at.file == "articles/register.ttl"
    lines = (root / finding.at.file).read_text(encoding="utf-8").splitlines()
    assert lines[finding.at.line - 1].startswith("id:joint-statement-2020-11-09 a")
    assert (finding.article, finding.sentences) == ("", ())


def test_an_event_in_place_of_a_proposition_is_told_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the reasoner makes of it is long, and follows from what the shapes refuse already."""
    rewrite(root, lambda text: text.replace("type: Discussion", "type: Talks"))
    assert main(["validate", "--format", "json"]) == 1
    results = json.loads(capsys.readouterr().out)["results"]
    messages = [result["message"] for result in results]
    assert any("is a proposition, and no event or plan: describe" in text for text in messages)
    assert not any("This cannot all be true" in text for text in messages)


def test_findings_are_in_order(root: Path) -> None:
    without(root, "claim/consent-needed", "force")
    without(root, "photograph/peskov", "label")
    without(root, "claim/not-bilateral", "denies")
    report = report_of(root)
    assert [f.severity for f in report.findings] == ["Violation", "Violation", "Warning"]
    places = [f.at for f in report.findings[:2] if f.at]
    assert places == sorted(places)
    assert report == report_of(root)


def test_the_text_of_an_article_counts_code_points(root: Path) -> None:
    """Through the whole way: a text with characters outside the BMP before every passage."""
    text = root / "articles" / ARTICLE / "article.txt"
    text.write_bytes("\U0001f525\U0001f525 ".encode() + text.read_bytes())
    digest = hashlib.sha256(text.read_bytes()).hexdigest()
    annotation = root / SHOWN
    lines = annotation.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [f"sha256: {digest}\n" if line.startswith("sha256:") else line for line in lines]
    lines += ["  - quote: \U0001f525\U0001f525\n    reason: fire\n"]
    annotation.write_text("".join(lines), encoding="utf-8")
    assert report_of(root) == Report(())


@pytest.mark.parametrize(
    ("text", "quote", "before", "after"),
    [
        ("One. Two words here. Three.", "words", "Two ", " here."),
        ("One. Two.", "One.", "", ""),
        ("He said “yes.” She did not.", "She", "", " did not."),
        ("A heading\n\nThe text", "text", "The ", ""),
        ("Whole", "Whole", "", ""),
        ("It began. Two came. Three left.", "Two came. Three left.", "", ""),
        # Sentences end as in :mod:`kg.text.sentences`, for whoever reads or annotates them as well.
        ('"If Velmark does."\n\nVelmark did.', "Velmark does", '"If ', '."'),
        ('Yes.\n\n"No."\r\n(Nor did Mr. Holm.) Then', "Holm", "(Nor did Mr. ", ".)"),
        ("One. \n Two.", "\n", "", ""),
        ("", "", "", ""),
    ],
)
def test_around(text: str, quote: str, before: str, after: str) -> None:
    start = text.index(quote)
    assert around(text, start, start + len(quote)) == (before, after)


def test_sources_say_nothing_of_what_they_do_not_know() -> None:
    passage = NamedNode(f"{LOCAL}#char=0,3")
    quads = [Quad(passage, NamedNode(TERMS + "inArticle"), Literal("odd"), NamedNode(LOCAL))]
    sources = Sources(quads, {}, {}, [])
    assert sources.sentences(passage, quads) == ()
    assert sources.position(BlankNode("b"), ()) is None
    assert sources.article(quads) == LOCAL
    assert sources.article(()) == ""


# ---------------------------------------------------------------- the checks of the shapes

PREFIXES = f"""@prefix accord: <{TERMS}> .
@prefix rdf: <{RDF}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <{SH}> .
@prefix shape: <{SHAPES}> .
"""
DECLARED = (
    '<urn:prefixes> sh:declare [ sh:prefix "accord" ; sh:namespace "' + TERMS + '" ] , '
    '[ sh:prefix "shape" ; sh:namespace "' + SHAPES + '" ] .\n'
)
GOOD = """shape:ClaimShape a sh:NodeShape ;
    sh:targetClass accord:Claim ;
    sh:property shape:ClaimShape-madeBy .

shape:ClaimShape-madeBy a sh:PropertyShape ;
    sh:path accord:madeBy ;
    sh:minCount 1 .
"""
QUERY = DECLARED + (
    "shape:ClaimShape a sh:NodeShape ; sh:targetClass accord:Claim ;\n"
    "    sh:sparql shape:ClaimShape-q .\n"
    'shape:ClaimShape-q a sh:SPARQLConstraint ; sh:prefixes <urn:prefixes> ; sh:select """{}""" .\n'
)


def checked(turtle: str) -> None:
    text = PREFIXES + turtle
    triples = tuple(q.triple for q in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    check([TurtleFile("shapes/core.ttl", text, triples)], [quad.triple for quad in ontology()])


def test_good_shapes_pass() -> None:
    checked(GOOD)
    checked(QUERY.format("SELECT $this WHERE { $this accord:madeBy ?a . # accord:madBy\n }"))


@pytest.mark.parametrize(
    ("turtle", "what", "near"),
    [
        (GOOD.replace("minCount", "mincount"), "SHACL has no term sh:mincount", "sh:minCount"),
        (GOOD.replace("accord:Claim ", "accord:Clam "), "no class accord:Clam", "accord:Claim"),
        (
            GOOD.replace("accord:madeBy", "accord:madBy"),
            "no property accord:madBy",
            "accord:madeBy",
        ),
        (GOOD.replace("path accord:madeBy", "path accord:Claim"), "no property accord:Claim", ""),
        (GOOD.replace("Class accord:Claim", "Class accord:madeBy"), "no class accord:madeBy", ""),
        (
            GOOD.replace("property shape:ClaimShape-madeBy", "property shape:ClaimShape-madBy"),
            "the shapes declare no shape or term",
            "ClaimShape-madeBy",
        ),
        (GOOD + "shape:ClaimShape sh:rule shape:ClaimShape .", "SHACL has no term sh:rule", ""),
        (GOOD + "shape:ClaimShape accord:odd 1 .", "no term accord:odd", ""),
        (
            QUERY.format("SELECT $this WHERE { $this accord:madBy ?a }"),
            "no term accord:madBy",
            "accord:madeBy",
        ),
        (
            QUERY.format(f"SELECT $this WHERE {{ $this <{TERMS}madBy> ?a }}"),
            "no term accord:madBy",
            "accord:madeBy",
        ),
        (QUERY.format("SELECT $this WHERE { $this shape:inGraf ?g }"), "shapes declare no", ""),
        (QUERY.format("SELECT $this WHERE { $this skos:note ?a }"), "is not SPARQL", ""),
        (QUERY.format("SELECT $this WHERE { $this"), "ClaimShape-q is not SPARQL", ""),
        (QUERY.format("SELECT ?a WHERE { ?a ?b ?c }"), "does not select $this", ""),
        (QUERY.format("ASK { $this ?b ?c }"), "does not select $this", ""),
        (QUERY.format("SELECT $this { $this ?b ?c }"), "has no WHERE", ""),
    ],
)
def test_shapes_that_an_engine_would_not_notice(turtle: str, what: str, near: str) -> None:
    with pytest.raises(OntologyError) as raised:
        checked(turtle)
    error = raised.value
    assert what in error.what
    assert near in " ".join(error.nearest)
    assert error.at is not None
    assert error.at.file == "shapes/core.ttl"
    assert error.at.line > PREFIXES.count("\n")
    assert error.why
    assert error.fix


def test_wrong_shapes_of_a_project_are_an_error(root: Path) -> None:
    shutil.copytree(ROOT / "shapes", root / "shapes")
    path = root / "shapes" / "positions.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sh:targetClass accord:Claim ", "sh:targetClass accord:Clame "))
    with pytest.raises(OntologyError, match="no class accord:Clame") as raised:
        report_of(root)
    assert str(raised.value.at).startswith("shapes/positions.ttl:")
    assert main(["validate"]) == 2


# ---------------------------------------------------------------- the engine


def shapes(turtle: str) -> list[Triple]:
    return [q.triple for q in ox.parse((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)]


CLAIM = [
    Triple(NamedNode("urn:claim"), NamedNode(RDF + "type"), NamedNode(TERMS + "Claim")),
    Triple(BlankNode("b"), NamedNode(RDF + "type"), NamedNode(TERMS + "Claim")),
]


def test_results_name_iris_and_blank_nodes() -> None:
    results = Engine(shapes(GOOD)).run(CLAIM)
    assert {type(result.focus) for result in results} == {NamedNode, BlankNode}
    assert {result.path for result in results} == {NamedNode(TERMS + "madeBy")}


@pytest.mark.parametrize(
    "turtle",
    [
        GOOD + "shape:ClaimShape-madeBy sh:path accord:makes .",
        GOOD + "shape:ClaimShape-madeBy sh:minCount 2 .",
        QUERY.format("SELECT $this WHERE { $this ?p ?o MINUS { $this accord:madeBy ?a } }"),
    ],
)
def test_the_engine_refuses_shapes(turtle: str) -> None:
    with pytest.raises(OntologyError, match="the SHACL engine refuses the shapes") as raised:
        Engine(shapes(turtle)).run(CLAIM)
    assert raised.value.why


def test_the_engine_takes_no_triple_terms() -> None:
    inner = Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))
    with pytest.raises(OntologyError, match="a triple inside a triple"):
        Engine(shapes(GOOD)).run([Triple(NamedNode("urn:d"), NamedNode("urn:e"), inner)])


def test_a_constraint_that_is_no_select_is_a_fault_of_ours() -> None:
    with pytest.raises(InternalFault):
        Engine(shapes(QUERY.format("ASK WHERE { $this ?b ?c }"))).run(CLAIM)


def test_terms_come_back_as_they_went_in() -> None:
    values = [Literal("a", language="en"), Literal("b"), Literal("01", datatype=NamedNode("urn:d"))]
    turtle = GOOD.replace("sh:minCount 1", "sh:class accord:Agent")
    data = [*CLAIM[:1], *(Triple(CLAIM[0].subject, NamedNode(TERMS + "madeBy"), v) for v in values)]
    results = Engine(shapes(turtle)).run(data)
    assert {result.value for result in results} == set(values)


# ---------------------------------------------------------------- reports


def finding(**changes: object) -> Finding:
    said: dict[str, object] = {
        "severity": Severity.VIOLATION,
        "shape": SHAPES + "ClaimShape-force",
        "component": SH + "MinCountConstraintComponent",
        "constraint": "",
        "message": "A claim has a force: name it.",
        "focus": NamedNode(f"{LOCAL}/claim/one"),
        "path": PropertyPath(NamedNode(TERMS + "force"), (), "force"),
        "value": None,
        "at": Position(SHOWN, 7, 3),
        "article": LOCAL,
        "sentences": (Sentence(f"{LOCAL}#char=4,9", LOCAL, 4, 9, "We wa", "On: ", "it."),),
    }
    return Finding(**(said | changes))  # type: ignore[arg-type]  # each value has its field's type


def alternative() -> PropertyPath:
    found = Shapes(
        shapes(
            "shape:P sh:path "
            "[ sh:alternativePath ( accord:madeBy [ sh:inversePath accord:makes ] ) ] ."
        )
    )
    (node,) = (t.object for t in found.triples if t.predicate.value == SH + "path")
    assert isinstance(node, BlankNode)
    return found.path(node)


ALL = Report(
    (
        finding(),
        finding(
            shape=SHAPES + "ClaimShape",
            constraint=SHAPES + "ClaimShape-relayGap",
            component=SH + "SPARQLConstraintComponent",
            value=Literal("Thursday", language="en"),
        ),
        finding(severity=Severity.WARNING, path=alternative(), value=NamedNode(LOCAL), at=None),
        finding(severity=Severity.WARNING, path=alternative(), value=BlankNode("b"), sentences=()),
        finding(
            severity=Severity.INFO, path=None, value=Literal("1", datatype=NamedNode(SH + "x"))
        ),
    )
)


def test_text() -> None:
    assert reports.to_text(Report(ALL.findings[:1])) == (
        f"Violation at {SHOWN}:7:3\n"
        "    claim/one force\n"
        "    On: »We wa«it.\n"
        "    A claim has a force: name it.\n"
        "    (ClaimShape-force)\n"
        "\n"
        "1 violation\n"
    )
    text = reports.to_text(ALL)
    assert 'claim/one force "Thursday"' in text
    assert "claim/one madeBy or ^makes article" in text
    assert "(ClaimShape-relayGap)" in text
    assert text.endswith("2 violations, 2 warnings, 1 remark\n")
    assert reports.to_text(Report(())) == "no findings\n"


def test_text_is_wrapped_and_coloured() -> None:
    long = Report((finding(message="word " * 60),))
    assert max(map(len, reports.to_text(long, width=60).splitlines())) <= len(SHOWN) + 20
    coloured = reports.to_text(ALL, colour=True)
    assert "\x1b[31mViolation\x1b[0m" in coloured
    assert "\x1b[33mWarning\x1b[0m" in coloured
    assert "\x1b[" not in reports.to_text(ALL)


def test_names_are_as_annotations_write_them() -> None:
    text = reports.to_text(Report((finding(focus=NamedNode(DATA + "turkey")),)))
    assert "    turkey force\n" in text


def test_turtle_is_the_standard_report() -> None:
    turtle = reports.to_turtle(ALL)
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    sh = rdflib.Namespace(SH)
    (report,) = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    assert graph.value(report, sh.conforms).eq(rdflib.Literal(False))  # type: ignore[union-attr]
    results = set(graph.objects(report, sh.result))
    assert len(results) == len(ALL.findings)
    for result in results:
        for name in ("focusNode", "resultSeverity", "sourceShape", "sourceConstraintComponent"):
            assert len(list(graph.objects(result, sh[name]))) == 1
        assert len(list(graph.objects(result, sh.resultMessage))) == 1
    severities = sorted(str(graph.value(r, sh.resultSeverity)).removeprefix(SH) for r in results)
    assert severities == ["Info", "Violation", "Violation", "Warning", "Warning"]
    paths = [graph.value(result, sh.resultPath) for result in results]
    blank = [path for path in paths if isinstance(path, rdflib.BNode)]
    assert len(set(blank)) == 2
    for path in blank:
        head = graph.value(path, sh.alternativePath)
        assert head is not None
        assert len(list(graph.items(head))) == 2
    assert list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))


def test_turtle_of_no_findings_conforms() -> None:
    assert "sh:conforms true" in reports.to_turtle(Report(()))


def test_json() -> None:
    read = json.loads(reports.to_json(ALL))
    assert read["conforms"] is False
    first, second, third, fourth, fifth = read["results"]
    assert first == {
        "severity": "Violation",
        "message": "A claim has a force: name it.",
        "focusNode": {"type": "uri", "value": f"{LOCAL}/claim/one"},
        "path": "force",
        "value": None,
        "sourceShape": SHAPES + "ClaimShape-force",
        "sourceConstraint": None,
        "sourceConstraintComponent": SH + "MinCountConstraintComponent",
        "position": {"file": SHOWN, "line": 7, "column": 3},
        "article": LOCAL,
        "passages": [
            {
                "passage": f"{LOCAL}#char=4,9",
                "article": LOCAL,
                "start": 4,
                "end": 9,
                "quote": "We wa",
                "before": "On: ",
                "after": "it.",
            }
        ],
    }
    assert second["value"] == {"type": "literal", "value": "Thursday", "xml:lang": "en"}
    assert third["position"] is None
    assert third["path"] == "madeBy or ^makes"
    assert fourth["value"]["type"] == "bnode"
    assert fifth["value"] == {"type": "literal", "value": "1", "datatype": SH + "x"}
    assert fifth["path"] is None


def test_severity() -> None:
    assert len(ALL.at_least(Severity.VIOLATION).findings) == 2
    assert len(ALL.at_least(Severity.WARNING).findings) == 4
    assert ALL.at_least(Severity.INFO) == ALL
    assert not ALL.conforms
    assert Report(()).conforms


# ---------------------------------------------------------------- the command


@pytest.fixture
def two(root: Path) -> None:
    """One violation and one warning."""
    without(root, "claim/consent-needed", "force")
    without(root, "photograph/peskov", "label")


def test_command_without_findings(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 0
    assert capfd.readouterr().out == "no findings\n"


@pytest.mark.usefixtures("two")
def test_command_with_findings(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 1
    out = capfd.readouterr().out
    assert out.startswith(f"Violation at {SHOWN}:")
    assert "»The involvement of Ankara is impossible" in out
    assert out.endswith("1 violation, 1 warning\n")
    assert not (root / ".accord").exists()


@pytest.mark.usefixtures("two")
def test_command_shows_what_matters(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--severity", "violation"]) == 1
    assert capfd.readouterr().out.endswith("1 violation\n")


def test_a_warning_is_no_failure(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    without(root, "photograph/peskov", "label")
    assert main(["validate"]) == 0
    assert capfd.readouterr().out.endswith("1 warning\n")


def test_command_tells_of_references_as_a_build_does(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = "tass/2020-11-13-other/v1/requirement/nonesuch"
    affirms = re.compile(r"^( +affirms: )\S+$", re.MULTILINE)
    rewrite(root, lambda text: affirms.sub(rf"\g<1>{other}", text, count=1))
    said = []
    for command in ("build", "validate"):
        assert main([command]) == 2
        out, err = capfd.readouterr()
        assert out == ""
        said.append(err)
    assert f"nothing is declared as {other}" in said[0]
    assert said[0] == said[1]


@pytest.mark.usefixtures("two")
def test_command_formats(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--format", "turtle"]) == 1
    turtle = capfd.readouterr().out
    assert "sh:ValidationReport" in turtle
    assert main(["validate", "--format", "turtle"]) == 1
    assert capfd.readouterr().out == turtle
    assert main(["validate", "--format", "json"]) == 1
    assert len(json.loads(capfd.readouterr().out)["results"]) == 2


@pytest.mark.parametrize(
    ("words", "what", "near"),
    [
        (["--format", "ttl"], "--format takes text, turtle or json, not 'ttl'", "turtle"),
        (["--severity", "warn"], "--severity takes violation, warning or info", "warning"),
    ],
)
def test_command_refuses_unknown_words(
    words: list[str], what: str, near: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", *words]) == 2
    err = capfd.readouterr().err
    assert what in err
    assert near in err
