"""Pages of small ontologies: what is rare or hostile, and what cannot have pages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.errors import OntologyError
from kg.namespaces import PREFIXES, TERMS
from kg.pages import ontology_pages
from kg.pages.classpicture import forest
from kg.pages.constraints import constraints
from kg.pages.html import Markup, element
from kg.pages.links import Links
from kg.pages.model import Kind, Ontology, Usage
from kg.pages.parts import external
from kg.pages.questions import names_in
from kg.pages.reader import read_ontology
from kg.pages.site import site
from kg.pages.usage import names
from kg.project import Project
from kg.vocabulary.tripleindex import TripleIndex
from tests.page_reader import Document

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

SMALL = (
    HEAD
    + """
<http://e/root> a owl:Ontology ; owl:imports <http://e/part> ; dcterms:title "Root <b>"@en .
[] a owl:AllDisjointProperties ; owl:members ( accord:p accord:q ) .
"""
)
PART = (
    HEAD
    + """
<http://e/part> a owl:Ontology ; dcterms:creator "A & B" .
accord:A a owl:Class ; rdfs:label "</script><script>alert(1)</script>"@en ;
    skos:definition "a < b & \\"c\\""@en ; rdfs:isDefinedBy <http://e/part> ;
    accord:assertion "assertive" ; owl:hasKey ( accord:p ) ; rdfs:seeAlso <http://e/x> ;
    owl:disjointUnionOf ( accord:B accord:C ) ; skos:exactMatch <http://e/Other> .
accord:B a owl:Class ; rdfs:subClassOf accord:A ; rdfs:isDefinedBy <http://e/part> .
accord:C a owl:Class ; rdfs:subClassOf accord:A , accord:B , [ a owl:Restriction ;
    owl:onProperty accord:p ; owl:allValuesFrom accord:B ] ; rdfs:isDefinedBy <http://e/part> .
[] a owl:Axiom ; owl:annotatedSource accord:B ; owl:annotatedProperty rdfs:subClassOf ;
    owl:annotatedTarget accord:A ; rdfs:comment "since <1900>" .
accord:p a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:isDefinedBy <http://e/part> ;
    rdfs:domain [ a owl:Class ; owl:unionOf ( accord:A accord:B ) ] .
accord:q a owl:ObjectProperty ; rdfs:isDefinedBy <http://e/part> .
accord:d a owl:DatatypeProperty ; rdfs:isDefinedBy <http://e/part> .
accord:i a owl:NamedIndividual , accord:A ; rdfs:isDefinedBy <http://e/part> .
skos:exactMatch a owl:AnnotationProperty ; rdfs:label "exact match"@en ;
    rdfs:isDefinedBy <http://e/part> .
"""
)
NOTHING = Usage({}, {}, {}, {}, (), ())


def triples(turtle: str) -> list[Triple]:
    found = parse(turtle.encode(), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    return [quad.triple for quad in found]


def read(*files: str) -> Ontology:
    return read_ontology([triples(file) for file in files], {}, "by the shapes")


@pytest.fixture(scope="module")
def small() -> dict[str, Document]:
    return {
        name: Document(page.decode()) for name, page in site(read(SMALL, PART), NOTHING).items()
    }


def test_every_literal_is_escaped() -> None:
    page = site(read(SMALL, PART), NOTHING)["part.html"].decode()
    assert "alert(1)" in page
    assert "<script>alert(1)" not in page
    assert 'a &lt; b &amp; "c"' in page
    assert page.count("<script>") == page.count("</script>") == 1
    assert element("p", "<", title='"') == '<p title="&quot;">&lt;</p>'
    assert element("p", Markup("<b>"), None, hidden="") == "<p hidden><b></p>"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("A", "Disjoint union of B, C"),
        ("A", "Keys p"),
        ("A", "Individuals i"),
        ("A", "Rdfs:seeAlso http://e/x"),
        ("A", "exact match http://e/Other"),
        (
            "B",
            "subclass of </script><script>alert(1)</script> — rdfs:comment: since <1900>",
        ),
        ("C", "p only B"),
        ("p", "Domain </script><script>alert(1)</script> or B"),
        ("p", "Disjoint with q"),
        ("q", "Disjoint with p"),
        ("B", "In domain of p"),
        ("i", "Types </script><script>alert(1)</script>"),
    ],
)
def test_rarer_axioms_are_shown(small: dict[str, Document], name: str, shown: str) -> None:
    text = re.sub(r"\s+", "", small["part.html"].section(name))
    assert re.sub(r"\s+", "", shown) in text


def test_axioms_of_several_terms_stand_on_the_start_page(small: dict[str, Document]) -> None:
    assert "Pairwise disjoint properties (root)p, q" in small["index.html"].section(
        "section-axioms"
    )
    assert "No article has been annotated yet." in small["index.html"].section("section-sources")


def test_a_class_stands_once_in_the_picture_below_its_first_superclass() -> None:
    (tree,) = forest(read(SMALL, PART))
    assert tree.term.name == "A"
    assert [child.term.name for child in tree.below] == ["B", "C"]
    assert tree.rows == 2


def test_a_module_without_properties_has_no_picture() -> None:
    part = """<http://e/part> a owl:Ontology .
    accord:A a owl:Class ; rdfs:isDefinedBy <http://e/part> ."""
    page = Document(site(read(SMALL, HEAD + part), NOTHING)["part.html"].decode())
    assert "section-picture" not in page.ids
    assert "A" in page.ids


def test_an_iri_of_no_term_is_no_link() -> None:
    links = Links(read(SMALL, PART))
    assert links.link("http://e/unknown") == "<code>http://e/unknown</code>"
    assert links.href("http://e/unknown") is None
    assert links.colour("http://e/unknown") == "m"
    assert "prov:Agent" in external("http://www.w3.org/ns/prov#Agent")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ((), "there is no ontology"),
        (
            (SMALL, SMALL.replace("e/root", "e/other"), PART),
            "no one module of the ontology imports the others: nothing imports other and root",
        ),
        (
            (PART, HEAD + "<http://e/other> a owl:Ontology ."),
            "no one module of the ontology imports the others: nothing imports other and part",
        ),
        (
            (
                SMALL,
                PART.replace("a owl:Ontology", "a owl:Ontology ; owl:imports <http://e/root>"),
                HEAD + "<http://e/alone> a owl:Ontology .",
            ),
            "the imports go in a circle: part imports root imports part",
        ),
        ((SMALL, PART, HEAD + "id:a a id:b ."), "a file of the ontology has 0 headers"),
        (
            (
                SMALL,
                PART,
                HEAD
                + "<http://e/x/part> a owl:Ontology . accord:Z a owl:Class ;"
                + "rdfs:isDefinedBy <http://e/x/part> .",
            ),
            "two modules of the ontology have the same name",
        ),
        (
            (
                SMALL,
                PART.replace("a owl:Ontology", "a owl:Ontology ; owl:imports <http://e/more>"),
                HEAD
                + "<http://e/more> a owl:Ontology ; owl:imports <http://e/part> . "
                + "accord:Z a owl:Class ; rdfs:isDefinedBy <http://e/more> .",
            ),
            "the imports go in a circle: more imports part imports more",
        ),
        (
            (
                SMALL,
                PART.replace("a owl:Ontology", "a owl:Ontology ; owl:imports <http://e/part>"),
            ),
            "the imports go in a circle: part imports part",
        ),
        (
            (SMALL, PART + "accord:A rdfs:subClassOf [ accord:p accord:B ] ."),
            "Manchester syntax cannot express",
        ),
    ],
)
def test_what_cannot_have_pages_is_an_error(files: tuple[str, ...], message: str) -> None:
    with pytest.raises(OntologyError, match=re.escape(message)) as caught:
        read(*files)
    assert caught.value.fix


@pytest.mark.parametrize("iri", ["http://e/part", "http://e/part/", "http://e/part#"])
def test_an_ontology_in_one_file_has_pages(iri: str) -> None:
    ontology = read(PART.replace("http://e/part", iri))
    assert ontology.root == ontology.modules[0]
    pages = {name: Document(page.decode()) for name, page in site(ontology, NOTHING).items()}
    assert set(pages) == {"index.html", "part.html", "queries.html", "alignments.html"}
    assert "A" in pages["part.html"].ids


def test_modules_can_be_imported_by_their_versions() -> None:
    header = "a owl:Ontology ; owl:versionIRI <http://e/part/1.0>"
    ontology = read(
        SMALL.replace("owl:imports <http://e/part>", "owl:imports <http://e/part/1.0>"),
        PART.replace("a owl:Ontology", header),
    )
    assert ontology.root.iri == "http://e/root"
    assert ontology.root.imports == ("http://e/part",)
    assert [module.name for module in ontology.modules] == ["part"]


def test_a_term_that_names_no_module_stands_with_the_one_that_says_most_of_it() -> None:
    ontology = read(
        SMALL + "rdfs:label a owl:AnnotationProperty . accord:Z a owl:Class .",
        PART
        + """rdfs:label a owl:AnnotationProperty . accord:Z a owl:Class ; rdfs:comment "z" .
        skos:note a owl:AnnotationProperty ; rdfs:isDefinedBy skos: .""",
    )
    homes = {
        name: ontology.terms[iri].module.rpartition("/")[2]
        for name, iri in (
            ("label", PREFIXES["rdfs"] + "label"),
            ("Z", TERMS + "Z"),
            ("note", PREFIXES["skos"] + "note"),
        )
    }
    assert homes == {"label": "root", "Z": "part", "note": "part"}
    assert [module.name for module in ontology.modules] == ["part", "root"]
    # A module that it does not come from is told as any other annotation is.
    assert "Rdfs:isDefinedBy" in [
        row.heading for row in ontology.terms[PREFIXES["skos"] + "note"].rows
    ]


def test_a_module_with_axioms_alone_has_a_page() -> None:
    root = SMALL.replace("<http://e/part>", "<http://e/part> , <http://e/more>")
    more = (
        HEAD
        + "<http://e/more> a owl:Ontology . "
        + "[] a owl:AllDisjointClasses ; owl:members ( accord:B accord:C ) ."
    )
    ontology = read(root, PART, more)
    assert [module.name for module in ontology.modules] == ["more", "part"]
    assert "Pairwise disjoint classes (more)" in Document(
        site(ontology, NOTHING)["index.html"].decode()
    ).section("section-axioms")


def test_a_module_cannot_take_the_name_of_another_page(tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    ontology.mkdir()
    (tmp_path / "articles").mkdir()
    small = SMALL.replace("accord:p accord:q", "").replace("http://e/part", "http://e/queries")
    (ontology / "a.ttl").write_text(small, encoding="utf-8")
    part = "<http://e/queries> a owl:Ontology . skos:note a owl:AnnotationProperty ;"
    (ontology / "b.ttl").write_text(
        f"{HEAD}{part} rdfs:isDefinedBy <http://e/queries> .", encoding="utf-8"
    )
    with pytest.raises(OntologyError, match="cannot have a page"):
        ontology_pages(Project.find(tmp_path), Store())


def test_each_file_is_read_once_and_what_the_shapes_ask_of_dates_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ontology", "shapes", "articles"):
        (tmp_path / name).mkdir()
    terms = "accord:day a owl:DatatypeProperty . accord:text a owl:DatatypeProperty ."
    (tmp_path / "ontology" / "a.ttl").write_text(f"{HEAD}<http://e/a> a owl:Ontology . {terms}")
    shape = "[] a sh:PropertyShape ; sh:path accord:{} ; {} ."
    for file, path, asked in (("s", "day", "sh:datatype xsd:date"), ("t", "text", "sh:minCount 1")):
        (tmp_path / "shapes" / f"{file}.ttl").write_text(HEAD + shape.format(path, asked))
    read_bytes, read = Path.read_bytes, list[str]()

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    page = ontology_pages(Project.find(tmp_path), Store())["a.html"].decode()
    assert sorted(name for name in read if name.endswith(".ttl")) == ["a.ttl", "s.ttl", "t.ttl"]
    assert page.count("by the shapes") == 1
    assert "by the shapes" in Document(page).section("day")


# ---------------------------------------------------------------- SPARQL, shapes


def test_sparql_names_terms_in_full_and_with_its_own_prefixes() -> None:
    text = """PREFIX a: <http://e/> # PREFIX b: <http://f/>
    SELECT * { ?x a:one|^<http://e/two> accord:Agent ; b:no "a:no" }"""
    assert names_in(text) == {"http://e/one", "http://e/two", f"{TERMS}Agent"}


def test_shapes_are_about_paths_classes_and_what_their_sparql_names() -> None:
    shapes = """
    id:Node a sh:NodeShape ; sh:targetClass accord:A ; sh:property id:Node-p ; sh:sparql id:Node-s ;
        sh:severity sh:Warning .
    id:Node-p a sh:PropertyShape ; sh:message "Why p." ;
        sh:path ( accord:p [ sh:inversePath accord:q ] ) .
    id:Node-s a sh:SPARQLConstraint ; sh:message "Why s." ;
        sh:select "SELECT $this { $this accord:d 1 }" .
    id:Other a sh:PropertyShape ; sh:message "Why o." ; sh:severity sh:Info ; sh:path accord:d ;
        sh:datatype xsd:date ; rdfs:comment "A day."@en .
    """
    files = {"x.ttl": TripleIndex(triples(HEAD + shapes))}
    found = constraints(files, {TERMS + name for name in "Apqdx"})
    asked = {term[len(TERMS) :]: [c.message for c in known] for term, known in found.items()}
    assert asked == {
        "A": ["Why p.", "Why s."],
        "p": ["Why p."],
        "q": ["Why p."],
        "d": ["Why s.", "Why o."],
    }
    first, second = found[TERMS + "d"]
    assert (first.severity, second.severity, second.reason) == ("Warning", "Info", "A day.")


def test_kinds_have_a_name_for_one_term() -> None:
    assert [kind.noun for kind in Kind] == [
        "class",
        "object property",
        "data property",
        "annotation property",
        "datatype",
        "named individual",
    ]


def test_labels_of_terms_only() -> None:
    ontology = read(SMALL, PART)
    assert list(ontology.labels((f"{TERMS}B", "http://e/x"))) == ["B"]
    term = ontology.terms[f"{TERMS}p"]
    assert term.marks == ("transitive",)


def test_things_that_are_no_terms_go_by_their_names_and_else_by_curies() -> None:
    facts = """id:turkey accord:p id:armenia ; accord:d "TUR" . id:x accord:p id:armenia .
    accord:i rdfs:seeAlso <http://e/far> ."""
    ontology = read(SMALL, PART + facts)
    assert ontology.things() >= {PREFIXES["id"] + name for name in ("turkey", "armenia", "x")}
    graph = Store()
    for name in ("turkey", "armenia"):
        iri, label = NamedNode(PREFIXES["id"] + name), NamedNode(PREFIXES["rdfs"] + "label")
        graph.add(Quad(iri, label, Literal(name.title(), language="en")))
    usage = replace(NOTHING, counts={}, names=names(graph, ontology.things()))
    page = Document(site(ontology, usage)["part.html"].decode())
    section = page.section("p")
    assert "Turkey p Armenia" in section
    assert "id:x p Armenia" in section
    assert "http" not in section.replace(f"{TERMS}p", "")
    assert "No statement outside the ontology uses it." in section
    assert "http://e/far" in page.section("i")
