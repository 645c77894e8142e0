"""What modules import, and what a build and the checklist say where nobody has it."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.build.stages import STAGES
from kg.errors import OntologyError, ProjectError
from kg.namespaces import ONTOLOGY
from kg.ontology.dataset import dataset_of
from kg.pages import ontology_pages
from kg.project import Project
from kg.vocabulary import load_vocabulary
from kg.vocabulary.imports import names_of

MINI = Path(__file__).parent / "cases" / "mini"
CATALOG = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
RDFXML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:owl="http://www.w3.org/2002/07/owl#"><owl:Ontology rdf:about="http://e/x"/></rdf:RDF>'
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    shutil.copytree(MINI, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Project.find(tmp_path)


def importing(project: Project, *iris: str) -> None:
    """Let the module of the project import something."""
    imports = " , ".join(f"<{iri}>" for iri in iris)
    path = project.ontology / "top.ttl"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        f"<http://e/top> a owl:Ontology ;\n    owl:imports {imports} .\n",
        encoding="utf-8",
    )


def listing(project: Project, **files: str) -> None:
    entries = "".join(f'<uri name="http://e/{k}" uri="{uri}"/>' for k, uri in files.items())
    (project.ontology / "catalog-v001.xml").write_text(f"{CATALOG}{entries}</catalog>")


def refused(project: Project) -> OntologyError:
    """Return the one error that a build, the checklist and the pages have."""
    errors = []
    for ask in (
        STAGES.read,
        lambda it: dataset_of([], it),
        lambda it: ontology_pages(it, Store()),
    ):
        with pytest.raises(OntologyError) as caught:
            ask(project)
        errors.append(caught.value)
    first, *others = map(str, errors)
    assert others == [first, first]
    return errors[0]


def test_what_nobody_has_is_refused_by_all_in_the_same_words(project: Project) -> None:
    importing(project, "http://e/x")
    error = refused(project)
    assert error.what == "ontology/top.ttl imports <http://e/x>, which is not at hand"
    assert str(error.at) == "ontology/top.ttl:3:17"
    assert error.why.startswith("there is no catalog-v001.xml beside the file")
    assert error.fix


@pytest.mark.parametrize(
    ("text", "what", "at"),
    [
        (f"{CATALOG}\n  <uri", "is not XML: unclosed token", ":2:3"),
        ("<!DOCTYPE x><catalog/>", "has a document type", ":1:1"),
    ],
)
def test_a_broken_catalogue_is_refused_though_nothing_is_imported(
    project: Project, text: str, what: str, at: str
) -> None:
    catalog = project.ontology / "catalog-v001.xml"
    catalog.write_text(text, encoding="utf-8")
    error = refused(project)
    assert error.what == f"ontology/catalog-v001.xml {what}"
    assert str(error.at) == f"ontology/catalog-v001.xml{at}"
    assert error.fix


def test_a_catalogue_that_cannot_be_read_is_an_error_of_the_project(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.ontology / "catalog-v001.xml").write_text(f"{CATALOG}</catalog>", encoding="utf-8")
    read = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path.name == "catalog-v001.xml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    with pytest.raises(ProjectError, match="cannot be read: Permission denied") as caught:
        load_vocabulary(project)
    assert caught.value.what.startswith("ontology/catalog-v001.xml ")
    assert caught.value.fix


def test_a_file_that_is_not_there_does_not_suggest_itself(project: Project) -> None:
    importing(project, "http://e/x")
    listing(project, x="x.ttl", y="y.ttl")
    error = refused(project)
    assert error.why == (
        "ontology/catalog-v001.xml says that it is x.ttl, and there is no such file"
    )
    assert error.nearest == ("http://e/y",)


@pytest.mark.parametrize(
    ("iri", "listed"), [("x", ""), ("x.owl", ""), ("x/", ""), ("x", "x.ttl"), ("y", "x.owl")]
)
def test_a_module_that_is_not_turtle_is_named_by_all(
    project: Project, iri: str, listed: str
) -> None:
    importing(project, f"http://e/{iri}")
    (project.ontology / "x.owl").write_text("<rdf:RDF/>", encoding="utf-8")
    if listed:
        listing(project, **{iri: listed})
    error = refused(project)
    assert error.what == f"ontology/top.ttl imports <http://e/{iri}>, which is not there as Turtle"
    assert error.why.startswith("there is ontology/x.owl, and ")
    assert error.fix == "save x.owl as Turtle, under the name x.ttl"
    assert error.nearest == ()


def test_who_saved_a_module_as_turtle_is_not_told_so_again(project: Project) -> None:
    importing(project, "http://e/x")
    (project.ontology / "x.owl").write_text(RDFXML, encoding="utf-8")
    turtle = project.ontology / "x.ttl"
    turtle.write_text("<http://e/other> a <http://www.w3.org/2002/07/owl#Ontology> .")
    assert refused(project).what.endswith("which is not at hand")
    listing(project, x="x.owl")
    assert load_vocabulary(project)
    assert dataset_of([], project).documents
    turtle.write_text("<http://e/x> a <http://www.w3.org/2002/07/owl#Ontology> .")
    (project.ontology / "catalog-v001.xml").unlink()
    assert load_vocabulary(project)
    assert dataset_of([], project).documents


def test_what_lies_elsewhere_is_no_module_and_may_be_in_rdfxml(project: Project) -> None:
    importing(project, "http://e/x")
    (project.ontology / "far").mkdir()
    (project.ontology / "far" / "x.owl").write_text(RDFXML, encoding="utf-8")
    listing(project, x="far/x.owl")
    assert load_vocabulary(project)
    assert "ontology/far/x.owl" in [each.shown for each in dataset_of([], project).documents]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [("", "far/"), ("far/", ""), ("far/", "catalog.xml"), ("x/", "../far/"), ("far/x/", "../")],
)
def test_files_of_a_catalogue_are_where_its_groups_say(
    project: Project, outer: str, inner: str
) -> None:
    importing(project, "http://e/x", "http://e/near")
    (project.ontology / "far" / "x").mkdir(parents=True)
    (project.ontology / "x").mkdir()
    (project.ontology / "far" / "x.owl").write_text(RDFXML, encoding="utf-8")
    near = RDFXML.replace("http://e/x", "http://e/near")
    (project.ontology / "near.owl").write_text(near, encoding="utf-8")
    (project.ontology / "near.ttl").write_text("", encoding="utf-8")
    (project.ontology / "catalog-v001.xml").write_text(
        f'{CATALOG}<group xml:base="{outer}"><group xml:base="{inner}">'
        '<uri name="http://e/x" uri="x.owl"/></group></group>'
        '<uri name="http://e/near" uri="near.owl"/></catalog>',
        encoding="utf-8",
    )
    assert load_vocabulary(project)
    assert {each.path.name for each in dataset_of([], project).documents} >= {"x.owl", "near.owl"}


@pytest.mark.parametrize("listed", [True, False])
def test_a_name_that_no_file_can_have_is_not_at_hand(project: Project, listed: bool) -> None:
    importing(project, f"http://e/{'x' * 300}")
    if listed:
        listing(project, **{"x" * 300: "y" * 300})
    assert refused(project).what.endswith("which is not at hand")


def test_modules_their_versions_files_of_the_catalog_and_circles_can_be_imported(
    project: Project,
) -> None:
    core = project.ontology / "core.ttl"
    header = f"<{ONTOLOGY}> a owl:Ontology"
    text = core.read_text(encoding="utf-8")
    assert header in text
    core.write_text(
        text.replace(
            header, f"{header} ; owl:versionIRI <http://e/1> ; owl:imports <http://e/top>"
        ),
        encoding="utf-8",
    )
    importing(project, ONTOLOGY, "http://e/1", "http://e/far", "http://e/top")
    (project.ontology / "far").mkdir()
    (project.ontology / "far" / "x.ttl").write_text("", encoding="utf-8")
    listing(project, far="far/x.ttl")
    background = STAGES.read(project)
    assert background.quads
    assert len(dataset_of([], project).documents) == 3


def test_an_ontology_is_imported_by_its_iri_or_that_of_its_version() -> None:
    turtle = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
    <http://e/x> a owl:Ontology ; owl:versionIRI <http://e/x/1> , "2" ; owl:imports <http://e/y> .
    <http://e/A> a owl:Class . [] a owl:Ontology ."""
    triples = [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)]
    assert list(names_of(triples)) == ["http://e/x", "http://e/x/1"]
