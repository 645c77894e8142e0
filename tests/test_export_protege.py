"""The package for Protégé on graphs made for the purpose, and what becomes of the folder."""

import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ExportError, KgError
from kg.export.protege import CATALOG, GUIDE, MANIFEST, TOP, package, write_package
from kg.export.protege.expected import Expected
from kg.export.protege.modules import read_modules, roots
from kg.export.protege.names import Names
from kg.export.spans import read_spans
from kg.namespaces import DATA, ONTOLOGY, OWL, PREFIXES, RDFS, REFERENCE_GRAPH, TERMS
from kg.turtle import Statement
from tests.export_sample import ARTICLE, REPORTED, SAID, SEEN, passage, sample
from tests.protege import queries
from tests.roundtrip import Read, read_oxigraph, read_trig

PREFIX = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
LABEL = ox.NamedNode(RDFS + "label")
ARTICLE_FILE = "wire_2031-05-02-lake_v1.ttl"


def ontology(name: str, body: str = "", header: str = "") -> bytes:
    iri = f"{ONTOLOGY}/{name}" if name else ONTOLOGY
    return f"{PREFIX}<{iri}> a owl:Ontology {header} .\n{body}".encode()


def sample_schema() -> dict[str, bytes]:
    """Return the ontology of the sample as a file."""
    triples = [
        ox.Quad(q.subject, q.predicate, q.object)
        for q in sample()
        if q.graph_name == ox.NamedNode(ONTOLOGY)
        and q.subject != ox.NamedNode(ONTOLOGY + "/core")
        and q.predicate != ox.NamedNode(OWL + "imports")
    ]
    data = ox.serialize(triples, format=ox.RdfFormat.TURTLE)
    assert data is not None
    return {"accord.ttl": data}


def values(read: Read, subject: str, predicate: str) -> set[str]:
    return {
        s.object.value
        for s in read
        if s.subject == ox.NamedNode(subject) and s.predicate == ox.NamedNode(predicate)
    }


def sentences(read: Read, subject: str, predicate: str) -> set[str]:
    """Return the sentences behind what is said of ``subject`` by ``predicate``."""
    of = {s.subject for s in read if s.object == ox.NamedNode(subject)}
    of &= {s.subject for s in read if s.object == ox.NamedNode(predicate)}
    texts = {s for s in read if s.predicate.value == TERMS + "evidenceText"}
    return {s.object.value for s in texts if s.subject in of}


# ---------------------------------------------------------------- what things are called


def test_what_has_no_label_is_called_by_what_it_is() -> None:
    stored = [s for s in map(Statement.of, sample()) if s.graph]
    quoting = Names(stored, read_spans(stored), text=True)
    assert quoting.name(ARTICLE) == "The Wire, 2 May 2031: Lake is open"
    assert quoting.name(passage(SAID)) == (
        "The Wire, 2 May 2031, characters 20–88: "
        "““The lake is open to every vessel, and so it will remain …”"
    )
    assert quoting.name(passage("😀")).endswith(": “😀”")
    assert quoting.name(f"{ARTICLE}/claim/reply") == "reply (claim)"
    assert quoting.name(f"{ARTICLE}/claim/open") == "open"
    assert quoting.name(DATA + "unnamed") == "unnamed"
    silent = Names([s for s in stored if "title" not in s.predicate.value], {}, text=False)
    assert silent.name(ARTICLE) == "The Wire, 2 May 2031"
    assert Names([], {}, text=True).article(ARTICLE) == "v1"
    bare = Names(stored, read_spans(stored), text=False)
    assert bare.name(passage(SAID)) == "The Wire, 2 May 2031, characters 20–88"


def test_a_long_word_is_cut() -> None:
    text = ARTICLE + "#char=0,80"
    span = read_spans(
        map(
            Statement.of,
            read_trig(
                f"{PREFIX} <{text}> accord:inArticle <{ARTICLE}> ; accord:startOffset 0 ; "
                f'accord:endOffset 80 ; accord:exactText "{"x" * 80}" .'
            ),
        )
    )
    assert Names([], span, text=True).name(text) == f"v1, characters 0–80: “{'x' * 59} …”"


# ---------------------------------------------------------------- the documents


def test_each_assertion_says_where_it_is_from() -> None:
    made = package(sample(), sample_schema())
    article = read_oxigraph(made.files[ARTICLE_FILE])
    assert sentences(article, ARTICLE, TERMS + "publisher") == {
        "Metadata of The Wire, 2 May 2031: Lake is open"
    }
    (own,) = sentences(article, passage(SEEN), TERMS + "startOffset")
    assert own.startswith("The Wire on 2 May 2031: “The Wire saw four boats")
    (spoken,) = sentences(article, f"{ARTICLE}/claim/open", TERMS + "madeBy")
    assert spoken.startswith("Ann Lee")
    assert len(sentences(article, DATA + "lake", PREFIXES["rdf"] + "type")) == 3
    background = read_oxigraph(made.files["reference.ttl"])
    assert sentences(background, DATA + "wire", PREFIXES["rdf"] + "type") == {
        "Background that no article has to prove; its source: http://e/w"
    }
    assert sentences(background, DATA + "bob", PREFIXES["rdf"] + "type") == {
        "Background that no article has to prove; it names no source"
    }


def test_what_has_a_label_gets_no_other() -> None:
    article = read_oxigraph(package(sample(), sample_schema()).files[ARTICLE_FILE])
    assert values(article, f"{ARTICLE}/claim/open", LABEL.value) == {"open"}
    assert values(article, f"{ARTICLE}/claim/reply", LABEL.value) == {"reply (claim)"}
    assert values(article, DATA + "wire", LABEL.value) == set()


def test_a_text_is_withheld_everywhere() -> None:
    made = package(sample(), sample_schema(), text=False)
    assert made.withheld > 0
    said = "".join(data.decode() for data in made.files.values())
    assert "open to every" not in said
    assert 'accord:exactText "' not in said
    assert "skos:example" in made.files["accord.ttl"].decode()
    assert "boats" not in said
    assert REPORTED not in said


def test_an_article_imports_another_that_it_speaks_of() -> None:
    one, two = (f"{DATA}wire/2031-05-0{day}-lake/v1" for day in (2, 3))
    quads = read_trig(
        f"""{PREFIX}
        <{REFERENCE_GRAPH}> {{ id:wire a accord:Agent ; dcterms:source <{one}> . }}
        <{one}> {{ <{one}> a accord:Article ; accord:annotatedBy "We" ;
                  accord:annotatedOn "2031-06-01"^^xsd:date . }}
        <{two}> {{ <{two}> a accord:Article ; accord:about <{one}/claim/open> . }}
        """
    )
    body = "accord:Agent a owl:Class . accord:about a owl:ObjectProperty ."
    made = package(quads, {"one.ttl": ontology("one", body)})
    imports = {
        name: values(read_oxigraph(made.files[name]), iri, OWL + "imports")
        for name, iri in (
            ("wire_2031-05-02-lake_v1.ttl", f"{one}/assertions"),
            ("wire_2031-05-03-lake_v1.ttl", f"{two}/assertions"),
        )
    }
    first, second = imports.values()
    # There is no ontology of the usual name: what no other one imports stands for it.
    assert first == {REFERENCE_GRAPH, ONTOLOGY + "/one"}
    assert second == first | {f"{one}/assertions"}
    read = read_oxigraph(made.files["wire_2031-05-02-lake_v1.ttl"])
    assert values(read, f"{one}/assertions", PREFIXES["dcterms"] + "created") == {"2031-06-01"}
    assert sentences(read, one, PREFIXES["rdf"] + "type") == {"Metadata of v1, recorded by We"}
    background = made.files["reference.ttl"].decode()
    assert "owl:versionIRI" not in background
    assert "its source: v1" not in background  # an article without passages is an IRI like others


# ---------------------------------------------------------------- what to expect


def test_queries_are_asked_only_of_names_that_tell() -> None:
    stored = read_trig(
        f"""{PREFIX}
        accord:A a owl:Class ; rdfs:label "that" ; owl:equivalentClass accord:B .
        accord:B a owl:Class ; rdfs:label "o'clock" ; owl:equivalentClass accord:A .
        accord:C a owl:Class ; rdfs:label "same" ; owl:equivalentClass accord:D .
        accord:D a owl:Class ; rdfs:label "same" .
        accord:E a owl:Class ; rdfs:label "far-off" ; owl:equivalentClass accord:D .
        accord:p a owl:ObjectProperty ; rdfs:label "leads to" ; owl:inverseOf accord:q ;
            owl:propertyChainAxiom ( accord:r accord:r ) .
        accord:q a owl:ObjectProperty ; rdfs:label "comes from" .
        accord:r a owl:ObjectProperty ; rdfs:label "next" .
        id:a accord:r id:b ; rdfs:label "a" ; a accord:E .
        id:b accord:r id:c , id:d ; rdfs:label "b (2)" ; a accord:E .
        id:c rdfs:label "c" . id:d rdfs:label "d" .
        """
    )
    derived = read_trig(
        f"{PREFIX} id:a accord:p id:c , id:d . id:c accord:q id:a . id:d accord:q id:a ."
    )
    asserted = [Statement.of(quad) for quad in stored]
    expected = Expected(
        asserted, [Statement.of(q) for q in derived], Names(asserted, {}, text=True)
    )
    assert {q.expression: q.answers for q in expected.questions()} == {
        "far-off": ("a", "b (2)"),
        "far-off and (next value 'b (2)')": ("a",),
        "'comes from' value a": ("c", "d"),
    }
    found = {i.term: i.found for i in expected.inferences() if i.kind == "property"}
    assert found == {"leads to": (("a", "c"), ("a", "d"))}


@pytest.mark.parametrize(
    ("definition", "is_listed"),
    [
        ("accord:D", True),
        ("[ a owl:Class ; owl:intersectionOf ( accord:D accord:E ) ]", True),
        ("[ a owl:Restriction ; owl:onProperty accord:r ; owl:hasValue 7 ]", True),
        (
            (
                "[ a owl:Restriction ; owl:onProperty [ owl:inverseOf accord:r ] ; "
                "owl:someValuesFrom accord:D ]"
            ),
            True,
        ),
        ("[ a owl:Class ; owl:complementOf accord:D ]", False),
        (
            "[ a owl:Class ; owl:unionOf ( accord:D [ a owl:Class ; owl:complementOf id:b ] ) ]",
            False,
        ),
        ("[ a owl:Restriction ; owl:onProperty accord:r ; owl:hasSelf true ]", False),
        ("[ a owl:Restriction ; owl:onProperty accord:r ; owl:minCardinality 2 ]", False),
        ("[ a owl:Restriction ; owl:onProperty accord:r ; owl:someValuesFrom xsd:integer ]", False),
        ("[ a owl:Restriction ; owl:onProperty accord:r ; owl:someValuesFrom accord:Code ]", False),
        ("accord:Counted", False),
    ],
)
def test_only_classes_are_listed_of_which_the_build_finds_all_members(
    definition: str, *, is_listed: bool
) -> None:
    stored = read_trig(
        f"""{PREFIX}
        accord:A a owl:Class ; rdfs:label "A" ; owl:equivalentClass {definition} .
        accord:D a owl:Class ; rdfs:label "D" ; rdfs:subClassOf
            [ a owl:Restriction ; owl:onProperty accord:r ; owl:minCardinality 1 ] .
        accord:E a owl:Class ; rdfs:label "E" .
        accord:Counted a owl:Class ; rdfs:label "counted" ; owl:equivalentClass
            [ a owl:Restriction ; owl:onProperty accord:r ; owl:maxCardinality 3 ] .
        accord:Code a rdfs:Datatype ; rdfs:label "code" ; owl:equivalentClass
            [ a rdfs:Datatype ; owl:oneOf ( "x" ) ] .
        """
    )
    asserted = [Statement.of(quad) for quad in stored]
    expected = Expected(asserted, [], Names(asserted, {}, text=True))
    wanted = ["A"] if is_listed else []
    assert [one.term for one in expected.inferences()] == wanted
    assert [one.expression for one in expected.questions()] == wanted


def test_the_guide_is_short_where_there_is_little_or_much() -> None:
    many = " . ".join(f'id:n{n:02} a accord:A ; rdfs:label "n{n:02}"' for n in range(20))
    body = (
        'accord:A a owl:Class ; rdfs:label "A" ; owl:equivalentClass accord:B . '
        'accord:B a owl:Class ; rdfs:label "<B>" ; owl:equivalentClass accord:A .'
    )
    quads = read_trig(f"{PREFIX}<{REFERENCE_GRAPH}> {{ {many} . }}")
    guide = package(quads, {"one.ttl": ontology("one", body)}).files[GUIDE]
    assert '<li class="soft">and 8 more</li>' in guide.decode()
    assert queries(guide)["A"] == [f"n{n:02}" for n in range(12)]
    assert "&lt;B&gt;" in guide.decode()
    assert "as RDF/XML or Turtle. <code>kg ontology diff" in guide.decode()
    assert "more follow" not in guide.decode()
    assert "for example" not in guide.decode()


# ---------------------------------------------------------------- the ontology's files


def test_roots_are_what_nobody_imports() -> None:
    modules = read_modules(
        {
            "b.ttl": ontology("b", header=f"; owl:imports <{ONTOLOGY}/a/1> , <{ONTOLOGY}/b>"),
            "a.ttl": ontology("a", header=f"; owl:versionIRI <{ONTOLOGY}/a/1>"),
        }
    )
    assert [module.file for module in modules] == ["a.ttl", "b.ttl"]
    assert roots(modules) == [ONTOLOGY + "/b"]


@pytest.mark.parametrize(
    ("schema", "what"),
    [
        ({"a.ttl": b""}, "a.ttl declares 0 ontologies"),
        ({"a.ttl": ontology("a") + ontology("b")}, "a.ttl declares 2 ontologies"),
        (
            {"a.ttl": ontology("a"), "b.ttl": ontology("a")},
            f"a.ttl and b.ttl are both the ontology <{ONTOLOGY}/a>",
        ),
        (
            {"a.ttl": ontology("a", header="; owl:imports <http://e/far>")},
            "a.ttl imports <http://e/far>, which is not a file of the ontology",
        ),
        ({TOP: ontology("a")}, f"a file of the ontology is called {TOP}"),
    ],
)
def test_an_ontology_that_cannot_be_packed_is_an_error(schema: dict[str, bytes], what: str) -> None:
    with pytest.raises(ExportError) as error:
        package([], schema)
    assert error.value.what == what
    assert error.value.fix


# ---------------------------------------------------------------- the folder

FILES = {"a.ttl": b"a", CATALOG: b"c"}


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST}


def test_a_folder_is_written_and_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    write_package(folder, FILES)
    assert read(folder) == FILES
    manifest = json.loads((folder / MANIFEST).read_bytes())
    assert manifest["sha256"]["a.ttl"] == hashlib.sha256(b"a").hexdigest()
    # Protégé writes its catalogue when it likes.
    (folder / CATALOG).write_bytes(b"mine")
    (folder / "a.ttl").unlink()
    write_package(folder, {"b.ttl": b"b"})
    assert read(folder) == {"b.ttl": b"b"}
    assert list(tmp_path.iterdir()) == [folder]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    write_package(tmp_path, FILES)
    assert read(tmp_path) == FILES


@pytest.mark.parametrize("manifest", [None, b"[]", b"{", b'{"written by": "me"}', b'"x"'])
def test_what_somebody_else_wrote_stays(tmp_path: Path, manifest: bytes | None) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    if manifest is not None:
        (tmp_path / MANIFEST).write_bytes(manifest)
    before = read(tmp_path)
    with pytest.raises(ExportError, match="is not empty, and not a package"):
        write_package(tmp_path, FILES)
    assert read(tmp_path) == before


@pytest.mark.parametrize("name", ["a.ttl", "new.ttl"])
def test_a_review_stays(tmp_path: Path, name: str) -> None:
    write_package(tmp_path, FILES)
    (tmp_path / name).write_text("reviewed")
    with pytest.raises(ExportError) as error:
        write_package(tmp_path, FILES)
    assert error.value.why == f"{name} would be lost"
    assert (tmp_path / name).read_text() == "reviewed"


def test_a_folder_in_the_place_of_a_file_is_a_change(tmp_path: Path) -> None:
    write_package(tmp_path, FILES)
    (tmp_path / "a.ttl").unlink()
    (tmp_path / "a.ttl").mkdir()
    with pytest.raises(ExportError, match="has changed"):
        write_package(tmp_path, FILES)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(ExportError, match="is a file"):
        write_package(path, FILES)
    with pytest.raises(ExportError, match="cannot be read"):
        write_package(tmp_path / ("x" * 300), FILES)


def test_a_folder_in_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot write"):
        write_package(tmp_path / "no" / "review", FILES)


def test_a_module_keeps_its_text_but_for_escapes_that_the_owl_api_misreads() -> None:
    own = ontology("one", r"# a \n comment" + "\n" + r'<x:a> rdfs:label "a\nb\t\\n \"c\"" .')
    (module,) = read_modules({"one.ttl": own})
    written = module.having(module.statements)
    assert written == own.replace(rb"a\nb\t", rb"a\u000Ab\u0009")
    assert set(ox.parse(written, format=ox.RdfFormat.TURTLE)) == set(
        ox.parse(own, format=ox.RdfFormat.TURTLE)
    )
