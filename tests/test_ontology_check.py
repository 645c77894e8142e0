"""``kg ontology check``: each rule is seen to fire and to hold; what is wrong gets one message."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, Triple

from kg.cli.boundary import run
from kg.errors import (
    BadHeader,
    OntologyError,
    Position,
    ProjectError,
    QueryError,
    ReasonerUnavailable,
)
from kg.namespaces import DATA as DATA_IRI
from kg.namespaces import RDF, TERMS
from kg.ontology import owlapi, reasoners
from kg.ontology.checks import Finding, Unchecked, in_order, run_rules
from kg.ontology.dataset import dataset_of, files_dataset
from kg.ontology.document import parse_document, read_document
from kg.ontology.entailments import FILE, Row, check_entailments, read_entailments
from kg.ontology.imports import read_closure
from kg.ontology.owlapi import find_jdk
from kg.ontology.profile import Excuse, Setting, Severity, read_profile
from kg.ontology.reasoners import CONSISTENCY, DL, READING, ask_reasoners
from kg.ontology.review import ENTAILMENTS, UNDERIVED, USES
from kg.ontology.rules import load_rules, read_rule
from kg.ontology.underived import underived
from kg.ontology.uses import project_uses
from kg.project import Project
from tests.rule_examples import BASE, CASES, HEADER, SWRL_RULE, WELL_MADE, World

ROOT: Final = Path(__file__).parent.parent
PROJECT: Final = Project.find(ROOT)
SYNONYM: Final = "duplicate-label-synonym"
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


# ---------------------------------------------------------------- places, exceptions, scope


def findings_of(world: World, name: str, **profile: Setting) -> list[Finding]:
    settings = {name: Setting(Severity.ERROR)} | profile
    return run_rules(world.dataset(), [RULES[name]], settings)


def test_a_finding_names_the_term_its_details_and_its_place() -> None:
    (found,) = findings_of(BASE.adding('accord:Lamp skos:altLabel "wheel"@en .'), SYNONYM)
    assert found.term == TERMS + "Lamp"
    assert found.shown == "lamp (accord:Lamp)"
    assert found.details == ("“wheel”", "wheel (accord:Wheel)")
    assert found.at is not None
    line = (HEADER + BASE.core).splitlines()[found.at.line - 1]
    assert found.at.file == "core.ttl"
    assert line.startswith("accord:Lamp a owl:Class")


def test_a_finding_about_a_file_is_in_that_file() -> None:
    (found,) = findings_of(CASES["query-unknown-term"].breaks, "query-unknown-term")
    assert str(found.at) == "lamps.rq:1:1"
    (found,) = findings_of(CASES["header-missing"].breaks, "header-missing")
    assert (found.term, found.shown, str(found.at)) == ("", "extra.ttl", "extra.ttl:1:1")


@pytest.mark.parametrize("text", [b"", b"# nothing yet\n"])
def test_a_file_that_says_nothing_has_no_header(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_bytes(text)
    dataset = dataset_of([path], project_with(tmp_path))
    profile = {"header-missing": Setting(Severity.ERROR)}
    (found,) = run_rules(dataset, [RULES["header-missing"]], profile)
    assert (found.shown, str(found.at)) == (str(path), f"{path}:1:1")


def test_something_without_a_name_has_a_place_where_its_file_is_known() -> None:
    first, *_ = findings_of(CASES["list-broken"].breaks, "list-broken")
    assert (first.term, first.shown, str(first.at)) == ("", "a blank node", "core.ttl:1:1")
    (found,) = findings_of(CASES["individual-blank"].breaks, "individual-blank")
    assert found.at is None


def test_an_exception_keeps_its_reason_and_one_that_is_not_needed_is_told() -> None:
    world = BASE.adding('accord:Lamp skos:altLabel "wheel"@en .')
    excuses = {
        TERMS + "Lamp": Excuse("both turn", Position("profile.yaml", 3)),
        TERMS + "Wheel": Excuse("nothing", Position("profile.yaml", 4)),
    }
    setting = Setting(Severity.WARNING, excuses)
    excused, unneeded = sorted(
        findings_of(world, SYNONYM, **{SYNONYM: setting}), key=lambda found: found.rule.name
    )
    assert excused.excuse == "both turn"
    assert (unneeded.rule.name, unneeded.excuse) == ("unneeded-exception", "")
    assert str(unneeded.at) == "profile.yaml:4:1"


def test_what_is_only_imported_is_not_checked() -> None:
    world = replace(BASE, core=BASE.core.replace('"lamp"@en', '"lamp "@en'))
    dataset = world.dataset()
    rule = [RULES["text-whitespace"]]
    profile = {"text-whitespace": Setting(Severity.ERROR)}
    assert len(run_rules(dataset, rule, profile)) == 1
    extra_alone = replace(dataset, asked=dataset.documents[1:])
    assert run_rules(extra_alone, rule, profile) == []


def test_a_module_of_the_project_is_checked_among_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    modules = PROJECT.ontology_modules()
    check = ["--project", str(ROOT), "ontology", "check", "--no-java", "--severity", "warning"]
    for path in modules:
        assert run([*check, str(path)]) == 0
        out = capsys.readouterr().out
        assert out.startswith("no findings")
        assert USES not in out
    dataset = dataset_of(modules[:1], PROJECT)
    assert not dataset.is_asked(Position("shapes/core.ttl", 1))
    assert dataset_of([], PROJECT).is_asked(Position("shapes/core.ttl", 1))


# ---------------------------------------------------------------- rules and profile


RULE: Final = """#+ problem: It is.
#+ principle: It should not be.
#+ repair: Let it not be.
SELECT ?term WHERE { ?term a owl:Class }
"""


def test_a_rule_is_read() -> None:
    rule = read_rule(RULE.replace("SELECT", "#+ source: [OOPS! P08, OBO P6]\nSELECT"), "x", "x.rq")
    assert (rule.name, rule.problem, rule.sources) == ("x", "It is.", ("OOPS! P08", "OBO P6"))


@pytest.mark.parametrize(
    ("old", "new", "what", "at"),
    [
        ("problem", "problems", "the header of a rule has no key problems", "x.rq:1:4"),
        ("It is.", "It is", "the header has no problem that is a sentence", "x.rq:1:13"),
        ("#+ repair: Let it not be.\n", "", "the header has no repair that is", "x.rq:1:4"),
        ("SELECT", "#+ source: OOPS\nSELECT", "source is no list", "x.rq:4:12"),
        ("?term", "?it", "a rule selects ?term", "x.rq:1:1"),
        ("SELECT ?term WHERE", "CONSTRUCT", "a rule selects ?term", "x.rq:1:1"),
        (RULE, "SELECT ?term {}", "the query has no header", "x.rq:1:1"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(old: str, new: str, what: str, at: str) -> None:
    with pytest.raises(BadHeader) as caught:
        read_rule(RULE.replace(old, new), "x", "x.rq")
    assert caught.value.what.startswith(what)
    assert str(caught.value.at) == at
    assert caught.value.fix


def test_a_rule_that_is_not_sparql_is_refused_when_it_is_asked() -> None:
    rule = read_rule(RULE.replace("owl:Class", "owl:"), "x", "x.rq")
    assert run_rules(BASE.dataset(), [rule], {"x": Setting(Severity.INFO)}) == []
    rule = read_rule(RULE.replace("owl:Class", "owl Class"), "x", "x.rq")
    with pytest.raises(QueryError) as caught:
        run_rules(BASE.dataset(), [rule], {"x": Setting(Severity.INFO)})
    assert str(caught.value.at).startswith("x.rq:4:")


def project_with(folder: Path, **files: str | bytes) -> Project:
    """Return a project in ``folder`` with the files ``queries__checks__x="…"``, and so on."""
    (folder / "articles").mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder.joinpath(*name.split("__"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Project.find(folder)


def test_rules_of_a_project_stand_before_those_of_the_package(tmp_path: Path) -> None:
    assert len(load_rules(project_with(tmp_path))) == len(RULES)
    project = project_with(tmp_path, queries__checks__a=RULE)
    (tmp_path / "queries" / "checks" / "a").rename(tmp_path / "queries" / "checks" / "a.rq")
    assert [rule.name for rule in load_rules(project)] == ["a"]
    (tmp_path / "queries" / "checks" / "a.rq").write_bytes(b"\xff")
    with pytest.raises(QueryError, match="is not UTF-8"):
        load_rules(project)
    (tmp_path / "queries" / "checks" / "b.rq").mkdir()
    (tmp_path / "queries" / "checks" / "a.rq").unlink()
    with pytest.raises(ProjectError, match="cannot read"):
        load_rules(project)


@pytest.mark.parametrize(
    ("text", "what", "at"),
    [
        ("a: error\n", "the profile does not say how much b matters", "p.yaml:1:1"),
        ("a: error\nb: info\nc: info\n", "there is no rule c", "p.yaml:3:1"),
        ("a: fatal\nb: info\n", "fatal is no severity", "p.yaml:1:4"),
        ("a: [error]\nb: info\n", "here should be a mapping", "p.yaml:1:4"),
        ("a: {except: {accord:A: why}}\nb: info\n", "here is no severity", "p.yaml:1:4"),
        ("a: {severity: [error]}\nb: info\n", "this is no severity", "p.yaml:1:15"),
        (
            "a: {severity: error, unless: x}\nb: info\n",
            "the profile has no key unless",
            "p.yaml:1:22",
        ),
        (
            "a: {severity: error, except: {accord:A: ''}}\nb: info\n",
            "accord:A is excepted without a reason",
            "p.yaml:1:31",
        ),
        (
            "a: {severity: error, except: {acord:A: why}}\nb: info\n",
            "acord:A is no term",
            "p.yaml:1:31",
        ),
    ],
)
def test_a_wrong_profile_is_refused_with_its_place(
    tmp_path: Path, text: str, what: str, at: str
) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(text)
    with pytest.raises(OntologyError) as caught:
        read_profile(path, "p.yaml", {"a", "b"})
    assert caught.value.what == what
    assert str(caught.value.at) == at
    assert caught.value.fix


def test_a_profile_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("a:\n  severity: info\n  except:\n    accord:A: why\n    <http://e/b>: so\n")
    setting = read_profile(path, "p.yaml", {"a"})["a"]
    assert setting.severity is Severity.INFO
    assert {iri: each.reason for iri, each in setting.excuses.items()} == {
        TERMS + "A": "why",
        "http://e/b": "so",
    }


# ---------------------------------------------------------------- files and what they import


CATALOG_START: Final = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
IMPORTING: Final = (
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "<http://e/a> a owl:Ontology ;\n    owl:imports <http://e/b> .\n"
)


def catalog(folder: Path, **files: str) -> None:
    entries = "".join(f'<uri name="http://e/{k}" uri="{uri}"/>' for k, uri in files.items())
    (folder / "catalog-v001.xml").write_text(f"{CATALOG_START}{entries}</catalog>")


def closure(path: Path) -> list[str]:
    return [document.shown for document in read_closure([path], lambda p: p.name)]


def test_imports_come_from_the_catalog_once_and_in_a_circle_too(tmp_path: Path) -> None:
    main = tmp_path / "a.ttl"
    main.write_text(IMPORTING)
    catalog(tmp_path, b="b.owl")
    (tmp_path / "b.owl").write_text(
        '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:owl="http://www.w3.org/2002/07/owl#"><owl:Ontology rdf:about="http://e/b">'
        '<owl:imports rdf:resource="http://e/a"/></owl:Ontology></rdf:RDF>'
    )
    assert closure(main) == ["a.ttl", "b.owl"]
    dataset = files_dataset([main], project_with(tmp_path))
    cycle = run_rules(dataset, [RULES["import-cycle"]], {"import-cycle": Setting(Severity.INFO)})
    # The other one is imported only, and not checked.
    assert [found.term for found in cycle] == ["http://e/a"]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (None, "there is no catalog-v001.xml beside the file"),
        ({"c": "c.ttl"}, "catalog-v001.xml does not list it"),
        ({"b": "b.ttl"}, "catalog-v001.xml says that it is b.ttl, and there is no such file"),
    ],
)
def test_an_import_that_is_not_at_hand_gets_one_message(
    tmp_path: Path, files: dict[str, str] | None, why: str
) -> None:
    main = tmp_path / "a.ttl"
    main.write_text(IMPORTING)
    if files is not None:
        catalog(tmp_path, **files)
    with pytest.raises(OntologyError) as caught:
        closure(main)
    assert caught.value.what == "a.ttl imports <http://e/b>, which is not at hand"
    assert str(caught.value.at) == "a.ttl:3:17"
    assert caught.value.why.startswith(why)
    assert caught.value.fix


@pytest.mark.parametrize("saved", [False, True])
def test_files_that_are_no_project_are_not_told_to_be_turtle(tmp_path: Path, saved: bool) -> None:
    (tmp_path / "a.ttl").write_text(IMPORTING)
    (tmp_path / "b.owl").write_text("")
    if saved:
        (tmp_path / "b.ttl").write_text("")
    with pytest.raises(OntologyError, match="which is not at hand") as caught:
        closure(tmp_path / "a.ttl")
    assert caught.value.fix.startswith("put a copy beside it and name that in catalog-v001.xml")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<catalog", "catalog-v001.xml is not XML: unclosed token"),
        ("<!DOCTYPE x><catalog/>", "catalog-v001.xml has a document type"),
    ],
)
def test_a_catalog_that_cannot_be_read_gets_one_message(
    tmp_path: Path, text: str, what: str
) -> None:
    (tmp_path / "a.ttl").write_text(IMPORTING)
    (tmp_path / "catalog-v001.xml").write_text(text)
    with pytest.raises(OntologyError) as caught:
        closure(tmp_path / "a.ttl")
    assert caught.value.what == what


@pytest.mark.parametrize(
    ("data", "what", "at"),
    [
        (b"nonsense", "x is not Turtle", "x:1:1"),
        (b"<a> <b> .", "x is not Turtle", "x:1:"),
        (b'<?xml version="1.0"?><a>', "x is not RDF/XML", "x:1:1"),
        (b"# \n\xff", "x is not UTF-8", "x:2:1"),
    ],
)
def test_a_file_that_does_not_parse_gets_one_message(
    tmp_path: Path, data: bytes, what: str, at: str
) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(OntologyError) as caught:
        read_document(tmp_path / "x", "x")
    assert caught.value.what.startswith(what)
    assert str(caught.value.at).startswith(at)
    with pytest.raises(ProjectError, match="y cannot be read"):
        read_document(tmp_path / "y", "y")


def test_a_term_is_found_in_rdf_xml_too() -> None:
    text = (
        '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
        ' xml:base="http://e/o" xmlns:owl="http://www.w3.org/2002/07/owl#">\n'
        '<owl:Class rdf:about="http://e/o#A"/>\n<owl:Class rdf:about="#B"/>\n</rdf:RDF>\n'
    )
    file = parse_document(text.encode(), Path("/x.owl"), "x.owl")
    assert [str(file.position(f"http://e/o#{name}")) for name in "AB"] == [
        "x.owl:4:12",
        "x.owl:5:12",
    ]
    assert file.position("http://e/o#C") is None


# ---------------------------------------------------------------- who uses a term


def test_shapes_queries_and_annotations_name_terms(tmp_path: Path) -> None:
    project = project_with(
        tmp_path,
        shapes__x="",
        articles__wire__day__annotation="",
        queries__x="",
    )
    (tmp_path / "shapes" / "x").rename(tmp_path / "shapes" / "core.ttl")
    (tmp_path / "shapes" / "core.ttl").write_text(
        HEADER + "accord:shape sh:path accord:weight ;\n  sh:select "
        "'''SELECT $this { $this <https://w3id.org/accord-kg/ontology#carries> ?x ; accord:near ?y"
        " }''' ."
    )
    (tmp_path / "queries" / "x").rename(tmp_path / "queries" / "lamps.rq")
    (tmp_path / "queries" / "lamps.rq").write_text(
        "#+ title: Lamps\n#+ question: Which lamps?\n#+ params:\n"
        "#+   it: {class: Wheel, example: x}\n#+   any: {class: Thing, example: x}\n"
        "SELECT ?it ?any { VALUES ?it { UNDEF } VALUES ?any { UNDEF }\n"
        "  ?it accord:near ?any . ?b wd:x accord:Light } ORDER BY ?it\n"
    )
    annotation = tmp_path / "articles" / "wire" / "day" / "annotation"
    annotation.rename(annotation.with_suffix(".yaml"))
    annotation.with_suffix(".yaml").write_text("passages:\n  - says: [{type: Lamp, weight: '1'}]\n")
    terms = [TERMS + name for name in ("Lamp", "weight", "Wheel")]
    shapes, query, article = project_uses(project, terms)
    assert {term.removeprefix(TERMS) for term in shapes.terms} == {
        "shape", "weight", "carries", "near",
    }  # fmt: skip
    assert {term.removeprefix(TERMS) for term in query.terms} == {"near", "Light", "Wheel"}
    assert {term.removeprefix(TERMS) for term in article.terms} == {"Lamp", "weight"}
    assert str(query.position(TERMS + "Light")) == f"{query.shown}:7:34"
    assert str(query.position(TERMS + "Wheel")) == f"{query.shown}:4:11"
    assert article.position(TERMS + "Lamp") is None


# ---------------------------------------------------------------- what must follow


def rows_of(folder: Path, text: str) -> list[Row]:
    (folder / FILE).write_text(text)
    return read_entailments(folder / FILE, FILE, "http://e/article")


def test_expected_and_forbidden_rows_are_held_against_a_graph(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        'expected:\n  ":a accord:near id:b": they are\n  ":a accord:near *": it is\n'
        '  "id:b accord:near :a": mutual\n  ":a accord:near id:c": misspelt\n'
        'forbidden:\n  "* accord:near *": never\n  ":a rdf:type accord:near": no\n',
    )
    a, near, b = map(NamedNode, ("http://e/article/a", TERMS + "near", DATA_IRI + "b"))
    graph = [Triple(a, near, b), Triple(b, NamedNode(RDF + "type"), NamedNode(TERMS + "Lamp"))]
    found = [(each.rule.name, each.shown, each.at) for each in check_entailments(rows, graph)]
    assert [(name, shown) for name, shown, _ in found] == [
        ("entailment-missing", "id:b accord:near :a"),
        ("entailment-unknown-name", ":a accord:near id:c"),
        ("entailment-forbidden", "* accord:near *"),
    ]
    assert str(found[0][2]) == f"{FILE}:4:3"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("wanted: {x: y}\n", "there is no section wanted"),
        ("expected: x\n", "expected is no mapping"),
        ('expected: {"a b": why}\n', "a b is no triple"),
        ('expected: {"* x:a *": why}\n', "x:a has no prefix that Accord knows"),
        ('expected: {"* id:a *": ""}\n', "* id:a * has no reason"),
    ],
)
def test_wrong_rows_are_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(OntologyError) as caught:
        rows_of(tmp_path, text)
    assert caught.value.what == what
    assert caught.value.fix


# ---------------------------------------------------------------- the command


def test_the_command_passes_accords_own_ontology(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(ROOT), "ontology", "check", "--no-java"]) == 0
    out = capsys.readouterr().out
    assert "error" not in out.splitlines()[-4]
    assert out.splitlines()[-3:] == [
        "not checked: OWL API: triples without an axiom: --no-java",
        "not checked: OWL 2 DL profile: --no-java",
        "not checked: HermiT: consistency and unsatisfiable classes: --no-java",
    ]


def test_remarks_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    check = ["--project", str(ROOT), "ontology", "check", "--no-java", "--severity"]
    assert run([*check, "warning"]) == 0
    assert capsys.readouterr().out.startswith("no findings (")
    assert run([*check, "warnings"]) == 2
    assert "did you mean: warning" in capsys.readouterr().err


def test_what_is_not_derived_is_named_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lamps.ttl").write_text(HEADER + WELL_MADE)
    run(["ontology", "check", "--no-java", "--format", "json", "lamps.ttl"])
    report = json.loads(capsys.readouterr().out)
    assert UNDERIVED in report["checked"]
    (limit,) = report["notDerived"]
    line = limit["position"].pop("line")
    assert Path("lamps.ttl").read_text().splitlines()[line - 1].startswith("accord:BrightWheel ")
    assert limit == {
        "axiom": "EquivalentClasses(accord:BrightWheel IntersectionOf("
        "accord:Wheel SomeValuesFrom(accord:carries accord:Lamp)))",
        "words": "to be a bright wheel is to be a wheel whose “carries” is a lamp",
        "construct": "owl:someValuesFrom as a conclusion",
        "why": "speaks of an individual that need not have a name",
        "position": {"file": "lamps.ttl", "column": 1},
    }
    run(["ontology", "check", "--no-java", "lamps.ttl"])
    assert (
        "not all is derived: owl:someValuesFrom as a conclusion speaks of an individual that need"
        f" not have a name lamps.ttl:{line}:1 {limit['words']} not checked: "
    ) in " ".join(capsys.readouterr().out.split())


def underived_in(path: Path, text: str) -> list[tuple[str, str, str, Position | None]]:
    """Return what is not derived of an ontology, beside that of the well-made one."""
    path.write_text(HEADER + WELL_MADE + text, encoding="utf-8")
    found = underived(dataset_of([path], PROJECT))
    return [
        (u.axiom, u.words, f"{u.construct} {u.why}", u.at) for u in found if "Bright" not in u.axiom
    ]


def test_a_rule_in_swrl_is_not_derived_and_says_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "rule.ttl"
    ((axiom, words, why, at),) = underived_in(path, SWRL_RULE)
    assert axiom == "DLSafeRule(accord:Lamp(?x) -> accord:Device(?x))"
    assert words == "lamp(?x) -> device(?x)"
    assert why == "swrl:Imp is unknown to the rules"
    assert at is not None
    assert path.read_text().splitlines()[at.line - 1].startswith("accord:Lamp a owl:Class")


def test_no_document_is_read_through_again_for_each_axiom_without_a_name(tmp_path: Path) -> None:
    class Noted(tuple[Triple, ...]):
        """Triples that know how often they were gone through."""

        times = 0

        def __iter__(self) -> Iterator[Triple]:
            Noted.times += 1
            return super().__iter__()

    path = tmp_path / "rules.ttl"
    times = []
    for rules in (1, 20):
        path.write_text(HEADER + WELL_MADE + rules * SWRL_RULE, encoding="utf-8")
        dataset = dataset_of([path], PROJECT)
        (document,) = dataset.documents
        noted = replace(document, triples=Noted(document.triples))
        Noted.times = 0
        found = underived(replace(dataset, asked=[noted], documents=[noted]))
        assert sum(each.construct == "swrl:Imp" for each in found) == rules
        times.append(Noted.times)
    assert times[0] == times[1]


def test_a_datatype_is_told_by_its_name_and_its_bounds_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "tonnage.ttl"
    found = underived_in(
        path,
        """
accord:Tonnage a rdfs:Datatype ; rdfs:label "tonnage"@en ;
    owl:equivalentClass [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;
        owl:withRestrictions ( [ xsd:minInclusive 0 ] ) ] .
accord:burden rdfs:range accord:Tonnage .
accord:draught rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:decimal ;
        owl:withRestrictions ( [ xsd:totalDigits 3 ] ) ] .
""",
    )
    lines = path.read_text().splitlines()
    said = {(words, lines[at.line - 1].split()[0]) for _, words, _, at in found if at}
    assert said == {
        ("to be a tonnage is to be xsd:integer[>= 0]", "accord:Tonnage"),
        ("every value of “burden” is a tonnage", "accord:burden"),
        ("every value of “draught” is xsd:decimal", "accord:draught"),
        ("xsd:totalDigits, of draught", "accord:draught"),
    }
    assert not any("_:" in axiom for axiom, *_ in found)


def test_what_is_not_derived_calls_individuals_by_the_labels_of_the_data(tmp_path: Path) -> None:
    path, data = tmp_path / "cities.ttl", tmp_path / "data.ttl"
    path.write_text(f"{HEADER}accord:C owl:equivalentClass [ owl:oneOf ( id:a id:b ) ] .")
    data.write_text(f"{HEADER}id:a rdfs:label 'Ankara'@en . id:b rdfs:label 'Baku'@en .")
    dataset = replace(files_dataset([path], PROJECT), data=[read_document(data, "data.ttl")])
    (found,) = underived(dataset)
    assert found.words == "to be a C is to be Ankara or Baku"


def test_a_rule_about_no_term_stands_at_its_file(tmp_path: Path) -> None:
    path = tmp_path / "rule.ttl"
    ((axiom, _, _, at),) = underived_in(path, "[] a <http://www.w3.org/2003/11/swrl#Imp> .")
    assert axiom == "DLSafeRule( -> )"
    assert at == Position(PROJECT.shown(path), 1)


@pytest.mark.parametrize(("module", "number"), [("positions.ttl", 3), ("agreements.ttl", 0)])
def test_what_is_not_derived_is_told_of_the_files_that_are_checked(
    module: str, number: int
) -> None:
    """``agreements.ttl`` imports the other."""
    assert len(underived(dataset_of([ROOT / "ontology" / module], PROJECT))) == number


def test_a_malformed_axiom_does_not_stop_the_checklist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(HEADER + WELL_MADE.replace("; owl:onProperty accord:carries ", ""))
    assert run(["ontology", "check", "--no-java", str(bad)]) == 1
    out = capsys.readouterr().out
    assert "error: restriction-incomplete\n" in out
    assert f"not checked: {UNDERIVED}: " in out


def test_the_command_fails_on_an_error_and_says_so_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(HEADER + WELL_MADE.replace('"lamp"@en', '"lamp "@en'))
    assert run(["ontology", "check", "--no-java", "--format", "json", str(bad)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["passed"] is False
    assert report["files"] == [str(bad)]
    (finding,) = [each for each in report["findings"] if each["severity"] == "error"]
    assert finding["rule"] == "text-whitespace"
    assert finding["term"] == TERMS + "Lamp"
    assert finding["details"] == ["rdfs:label", "“lamp ”"]
    assert finding["position"]["file"] == str(bad)
    assert finding["repair"] == "Take the white space out."
    assert {each["what"] for each in report["notChecked"]} == {
        USES, ENTAILMENTS, READING, DL, CONSISTENCY,
    }  # fmt: skip


def test_the_text_tells_rule_term_place_why_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.ttl").write_text(
        HEADER + WELL_MADE.replace("Device that turns.", "Device that turns")
    )
    assert run(["ontology", "check", "--no-java", "bad.ttl"]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "error: definition-format\n"
        "    A definition does not begin with a capital letter and end with a full stop.\n"
    )
    assert "  wheel (accord:Wheel), “Device that turns”\n" in out
    assert "    why: Definitions are read one after the other, as sentences.\n" in out
    assert "    do:  Begin it with a capital letter and end it with a full stop.\n" in out
    assert "1 error in bad.ttl; " in out


def test_an_ontology_without_a_graph_is_checked_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project"
    for name in ("articles", "ontology", "shapes", "queries"):
        shutil.copytree(ROOT / name, project / name)
    core = project / "ontology" / "core.ttl"
    core.write_text(core.read_text().replace("rdfs:range accord:Place", "rdfs:range accord:Plaice"))
    assert run(["--project", str(project), "ontology", "check", "--no-java"]) == 1
    out = capsys.readouterr().out
    assert "error: undeclared-term\n" in out
    assert "accord:Plaice" in out
    assert f"not checked: {ENTAILMENTS}: there is no graph:" in " ".join(out.split())


def test_a_row_that_is_broken_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project"
    for name in ("articles", "ontology", "shapes", "queries"):
        shutil.copytree(ROOT / name, project / name)
    (path,) = project.rglob(FILE)
    text = path.read_text()
    path.write_text(text.replace("forbidden:\n", 'forbidden:\n  "id:russia rdf:type *": a test\n'))
    assert run(["--project", str(project), "ontology", "check", "--no-java"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("error: entailment-forbidden\n")
    assert "id:russia rdf:type *, a test" in " ".join(out.split())


def test_a_folder_without_an_ontology_and_an_unknown_format_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project_with(tmp_path)
    (tmp_path / "ontology").mkdir()
    assert run(["--project", str(tmp_path), "ontology", "check"]) == 2
    assert "there is no ontology in" in capsys.readouterr().err
    assert run(["ontology", "check", "--format", "jsn"]) == 2
    assert "did you mean: json" in capsys.readouterr().err


# ---------------------------------------------------------------- Java


BROKEN: Final = """
accord:A rdfs:subClassOf accord:B . accord:x a accord:A ; accord:y accord:z .
accord:C a owl:Class ; rdfs:subClassOf accord:D , [ a owl:Class ; owl:complementOf accord:D ] .
accord:D a owl:Class . accord:A owl:subclassOf accord:B .
"""


def reasoned(tmp_path: Path, text: str) -> tuple[set[str], list[str], list[Unchecked]]:
    path = tmp_path / "o.ttl"
    path.write_text(f"{HEADER}<http://e/o> a owl:Ontology .\n{text}")
    findings, asked, unchecked = ask_reasoners(files_dataset([path], PROJECT))
    return {finding.rule.name for finding in findings}, asked, unchecked


@pytest.mark.java(compiler=True)
def test_the_owl_api_and_hermit_are_asked(tmp_path: Path) -> None:
    assert reasoned(tmp_path, "") == (set(), [READING, DL, CONSISTENCY], [])
    found, _, _ = reasoned(tmp_path, BROKEN)
    assert found == {"owl-api-unparsed", "owl2-dl", "unsatisfiable-class"}
    found, _, _ = reasoned(tmp_path, BROKEN + "accord:c a accord:C .")
    assert "inconsistent" in found
    found, _, _ = reasoned(
        tmp_path,
        "accord:p a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .",
    )
    assert found == {"owl2-dl", "reasoner-refuses"}


@pytest.mark.java(compiler=True)
def test_what_the_owl_api_finds_is_told_once_of_the_document_that_says_it(tmp_path: Path) -> None:
    (tmp_path / "catalog-v001.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<uri name="http://e/extra" uri="extra.ttl"/></catalog>'
    )
    main, extra = tmp_path / "main.ttl", tmp_path / "extra.ttl"
    main.write_text(f"{HEADER}<http://e/o> a owl:Ontology ; owl:imports <http://e/extra> .")
    extra.write_text(
        f"{HEADER}<http://e/extra> a owl:Ontology .\n"
        "[] a owl:AllDifferent ; owl:distinctMember ( accord:a ) .\n"
        "accord:p a owl:ObjectProperty , owl:TransitiveProperty , owl:AsymmetricProperty .\n"
    )
    findings, _, _ = ask_reasoners(files_dataset([main, extra], PROJECT))
    told = [each for each in in_order(findings) if each.rule.name != "reasoner-refuses"]
    assert {each.at.file for each in told if each.at} == {PROJECT.shown(extra)}
    names = ["owl-api-unparsed", "owl-api-unparsed", "owl2-dl"]
    assert [each.rule.name for each in told] == names
    alone, _, _ = ask_reasoners(files_dataset([main], PROJECT))
    assert {finding.rule.name for finding in alone} == {"reasoner-refuses"}


@pytest.mark.java
def test_with_a_mere_runtime_hermit_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_jdk() -> Path:
        raise ReasonerUnavailable("no compiler")

    monkeypatch.setattr(reasoners, "find_jdk", no_jdk)
    found, asked, unchecked = reasoned(tmp_path, BROKEN)
    assert (found, asked) == ({"unsatisfiable-class"}, [CONSISTENCY])
    assert unchecked == [Unchecked(what, "no compiler") for what in (READING, DL)]


def test_without_java_it_is_said_what_was_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    found, asked, unchecked = reasoned(tmp_path, BROKEN)
    assert (found, asked) == (set(), [])
    assert [each.what for each in unchecked] == [READING, DL, CONSISTENCY]
    assert all("there is no Java" in each.why for each in unchecked)


@pytest.mark.java
def test_a_runtime_without_a_compiler_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    java = tmp_path / "bin" / "java"
    java.write_text("")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ReasonerUnavailable, match="no compiler"):
        find_jdk()


@pytest.mark.java
def test_a_java_that_fails_gets_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("java", "javac"):
        program = tmp_path / "bin" / name
        program.write_text("#!/bin/sh\necho it broke >&2\nexit 3\n")
        program.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(OntologyError) as caught:
        owlapi.ask("check", [])
    assert caught.value.why == "it broke"


@pytest.mark.java(compiler=True)
def test_the_command_passes_accords_own_ontology_with_java(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--project", str(ROOT), "ontology", "check", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["notChecked"] == []
    assert {READING, DL, CONSISTENCY, ENTAILMENTS} <= set(report["checked"])
    assert {each["severity"] for each in report["findings"]} <= {"info"}
    assert all(each["reason"] for each in report["excepted"])
