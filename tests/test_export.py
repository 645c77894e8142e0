"""Exports: always the same bytes, the same graph in both libraries, evidence, text on demand."""

import hashlib
import subprocess
import sys
from itertools import product
from pathlib import Path, PurePath

import pyoxigraph as ox
import pytest

from kg.errors import ExportError
from kg.export import FORMATS, export, find_format
from kg.namespaces import (
    DATA,
    DCAT,
    DCTERMS,
    DESCRIPTION_GRAPH,
    INFERRED_GRAPH,
    ONTOLOGY,
    OWL,
    PREFIXES,
    RDF,
    SKOS,
    TERMS,
    VOID,
    XSD,
)
from kg.turtle import Statement
from tests.export_sample import ARTICLE, FACE, REPORTED, SAID, SEEN, TEXT, passage, sample, stored
from tests.owlapi import owl_check
from tests.roundtrip import OXIGRAPH_FORMATS, Read, read_oxigraph, read_rdflib, statements

TYPE = ox.NamedNode(RDF + "type")
DATASET = ox.NamedNode(DESCRIPTION_GRAPH + "#dataset")
EVIDENCE = ox.NamedNode(TERMS + "evidence")
EVIDENCE_TEXT = ox.NamedNode(TERMS + "evidenceText")

datasets = pytest.mark.parametrize("name", [n for n, form in FORMATS.items() if form.dataset])
unions = pytest.mark.parametrize("name", [n for n, form in FORMATS.items() if not form.dataset])
with_evidence = pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if f.evidence])
every_format = pytest.mark.parametrize("name", FORMATS)


def exported(name: str, *, text: bool = True, inferred: bool = False) -> Read:
    data = export(sample(), FORMATS[name], text=text, inferred=inferred).data
    return read_oxigraph(data, name)


def term(curie: str) -> ox.NamedNode:
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def values(read: Read, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode) -> set[str]:
    return {s.object.value for s in read if s.subject == subject and s.predicate == predicate}


def evidence(
    read: Read, subject: str, predicate: str, value: ox.NamedNode | ox.Literal
) -> set[str]:
    """Return the values of the one axiom that annotates this triple."""
    axioms = {s.subject for s in read if s.object == term("owl:Axiom")}
    wanted = (ox.NamedNode(subject), term(predicate), value)
    parts = [term("owl:annotated" + part) for part in ("Source", "Property", "Target")]
    found = [
        a
        for a in axioms
        if all(Statement(a, part, value) in read for part, value in zip(parts, wanted, strict=True))
    ]
    assert len(found) == 1
    return values(read, found[0], EVIDENCE_TEXT) | values(read, found[0], EVIDENCE)


@every_format
@pytest.mark.parametrize("text", [True, False])
def test_both_libraries_read_the_same(name: str, text: bool) -> None:
    data = export(sample(), FORMATS[name], text=text).data
    assert read_oxigraph(data, name) == read_rdflib(data, name)


@datasets
def test_a_dataset_is_what_is_stored_and_its_description(name: str) -> None:
    read = exported(name)
    assert {s for s in read if s.graph != DESCRIPTION_GRAPH} == stored()
    assert any(s.graph == INFERRED_GRAPH for s in read)
    assert {s.subject for s in read if s.graph == DESCRIPTION_GRAPH} >= {DATASET}


@unions
def test_one_graph_is_the_union_of_what_is_asserted_made_one_ontology(name: str) -> None:
    asserted = {s.triple() for s in stored() if s.graph != INFERRED_GRAPH}
    header = ox.NamedNode(ONTOLOGY)
    module = ox.NamedNode(ONTOLOGY + "/core")
    dropped = {
        Statement(header, term("owl:imports"), module),
        Statement(header, term("owl:versionIRI"), ox.NamedNode(ONTOLOGY + "/0.1.0")),
        Statement(module, term("owl:versionIRI"), ox.NamedNode(ONTOLOGY + "/c")),
        Statement(module, TYPE, term("owl:Ontology")),
    }
    read = exported(name)
    # Class expressions have other labels beside the axioms of evidence, and are compared below.
    ground = {s for s in asserted if not _has_blank(s)}
    assert ground - read == dropped
    added = {s for s in read - ground if not _has_blank(s)}
    described = {s for s in added if s.subject.value.startswith(DESCRIPTION_GRAPH)}
    rest = {(s.predicate, s.object) for s in added - described}
    assert rest == {
        (term("dcterms:hasPart"), module),
        (TYPE, term("owl:NamedIndividual")),
        (TYPE, term("owl:AnnotationProperty")),
        (TYPE, term("owl:Class")),
    }


def _has_blank(statement: Statement) -> bool:
    return any(isinstance(node, ox.BlankNode) for node in statement[:3])


@unions
def test_class_expressions_survive(name: str) -> None:
    def expressions(read: Read) -> Read:
        nodes = {s.subject for s in read if s.object == term("owl:Axiom")}
        return statements(
            s.triple().quad() for s in read if _has_blank(s) and s.subject not in nodes
        )

    assert expressions(exported(name)) == expressions(stored())


@unions
def test_what_is_inferred_is_left_to_a_reasoner_unless_wanted(name: str) -> None:
    inferred = Statement(term("id:lake"), TYPE, term("accord:Place"))
    assert inferred not in exported(name)
    assert inferred in exported(name, inferred=True)


@unions
def test_every_individual_is_declared(name: str) -> None:
    read = exported(name)
    declared = {s.subject.value for s in read if s.object == term("owl:NamedIndividual")}
    ids = ("wire", "ann-lee", "bob", "lake", "unnamed", "wharf", "gate")
    spans = {passage(words) for words in (SAID, REPORTED, SEEN, FACE)}
    minted = {f"{ARTICLE}/{name}" for name in ("claim/open", "claim/reply", "relay/a", "relay/b")}
    description = {f"{DESCRIPTION_GRAPH}#{local}" for local in ("dataset", name)}
    voices = {TERMS + voice for voice in ("direct", "indirect", "outlet")}
    assert declared == {ARTICLE, *(DATA + i for i in ids), *spans, *minted, *description, *voices}


@every_format
def test_the_description_counts_the_graph_without_itself(name: str) -> None:
    read = exported(name)
    inferred = FORMATS[name].dataset
    triples = {s.triple() for s in stored() if inferred or s.graph != INFERRED_GRAPH}
    assert values(read, DATASET, term("void:triples")) == {str(len(triples))}
    assert export(sample(), FORMATS[name]).triples == len(triples)
    classes = {s.object for s in triples if s.predicate == TYPE}
    assert values(read, DATASET, term("void:classes")) == {str(len(classes))}
    entities = {s.subject for s in triples if s.subject.value.startswith(DATA)}
    assert values(read, DATASET, term("void:entities")) == {str(len(entities))}
    assert values(read, DATASET, TYPE) >= {VOID + "Dataset", DCAT + "Dataset"}
    assert values(read, DATASET, term("dcterms:creator")) == {"We"}
    assert values(read, DATASET, term("dcat:version")) == {"0.1.0"}
    assert values(read, DATASET, term("void:vocabulary")) >= {TERMS, SKOS, DCTERMS, OWL}
    [license_] = values(read, DATASET, term("dcterms:license"))
    assert license_ == "https://creativecommons.org/licenses/by/4.0/"
    [document] = values(read, DATASET, term("dcat:distribution"))
    media_type = values(read, ox.NamedNode(document), term("dcat:mediaType"))
    assert media_type == {
        f"https://www.iana.org/assignments/media-types/{FORMATS[name].media_type}"
    }


@every_format
def test_an_export_has_no_time_stamp(name: str) -> None:
    described = {s for s in exported(name) if s.subject.value.startswith(DESCRIPTION_GRAPH)}
    literals = [s.object for s in described if isinstance(s.object, ox.Literal)]
    assert not [v for v in literals if v.datatype.value in (XSD + "date", XSD + "dateTime")]


@with_evidence
def test_each_supported_triple_has_one_axiom_with_every_passage(name: str) -> None:
    passages = {passage(words) for words in (SAID, REPORTED, SEEN)}
    supported = {s.triple() for s in stored() if s.graph in passages}
    read = exported(name)
    assert supported <= read
    assert len({s.subject for s in read if s.object == term("owl:Axiom")}) == len(supported)
    bob = 'Bob "B" <Ray> & Co'
    lee, wire = "Ann Lee (through unnamed)", "The Wire on 2 May 2031"
    assert evidence(read, DATA + "lake", "rdf:type", term("accord:Lake")) == passages | {
        f"{lee}, quoted by {wire}: “{SAID}” (direct, characters 20–{20 + len(SAID)})",
        f"{lee} and {bob}, reported by {wire}: “{REPORTED}” (indirect, characters 0–88)",
        f"{wire}: “{SEEN}” (outlet, characters 89–{89 + len(SEEN)})",
    }


@with_evidence
def test_the_speakers_are_those_who_speak_of_the_subject(name: str) -> None:
    read = exported(name, text=False)
    claim = evidence(read, ARTICLE + "/claim/reply", "rdf:type", term("accord:Claim"))
    about = evidence(read, DATA + "wharf", "rdf:type", term("accord:Place"))
    other = evidence(read, DATA + "gate", "rdf:type", term("accord:Place"))
    where = f"reported by The Wire on 2 May 2031 (indirect, characters 0–{len(REPORTED)})"
    bob = 'Bob "B" <Ray> & Co'
    assert claim == about == {passage(REPORTED), f"{bob}, {where}"}
    assert other == {passage(REPORTED), f"Ann Lee (through unnamed) and {bob}, {where}"}


def test_who_only_may_have_spoken_is_said_to_have_possibly_spoken() -> None:
    made, possibly = term("accord:madeBy"), term("accord:possiblyMadeBy")
    quads = [
        ox.Quad(q.subject, possibly if q.predicate == made else q.predicate, q.object, q.graph_name)
        for q in sample()
    ]
    reply, graph = ox.NamedNode(ARTICLE + "/claim/reply"), ox.NamedNode(passage(REPORTED))
    quads += [
        ox.Quad(reply, possibly, term("id:ann-lee"), graph),
        ox.Quad(term("id:wharf"), term("accord:about"), term("id:gate"), graph),
    ]
    read = read_oxigraph(export(quads, FORMATS["turtle"], text=False).data)
    # The claim affirms the wharf, and what is said of the wharf leads to the gate.
    speakers = 'possibly Ann Lee or Bob "B" <Ray> & Co'
    assert evidence(read, DATA + "gate", "rdf:type", term("accord:Place")) == {
        passage(REPORTED),
        f"{speakers}, reported by The Wire on 2 May 2031 (indirect, characters 0–88)",
    }


def test_a_sentence_says_what_is_known() -> None:
    missing = {"hasRelay", "publisher", "published", "voice", "label"}
    quads = [
        q
        for q in sample()
        if q.predicate.value.removeprefix(TERMS).removeprefix(PREFIXES["rdfs"]) not in missing
    ]
    article = ox.NamedNode(ARTICLE)
    spring = ox.Literal("spring 2031")
    quads.append(ox.Quad(article, term("accord:published"), spring, article))
    read = read_oxigraph(export(quads, FORMATS["turtle"], text=False).data)
    end = 20 + len(SAID)
    assert f"ann-lee, reported by v1 on spring 2031 (characters 20–{end})" in evidence(
        read, DATA + "lake", "accord:size", ox.Literal("open to all")
    )


@every_format
def test_text_is_left_out_on_demand(name: str) -> None:
    full = export(sample(), FORMATS[name])
    bare = export(sample(), FORMATS[name], text=False)
    assert full.withheld == 0
    # Four spans, the title, an example and a note that quote at length.
    assert bare.withheld == 7
    assert "that very morning" in full.data.decode()
    read = read_oxigraph(bare.data, name)
    said = " ".join(s.object.value for s in read if isinstance(s.object, ox.Literal))
    plain, text = " ".join(said.casefold().split()), " ".join(TEXT.casefold().split())
    assert not [text[i : i + 40] for i in range(len(text) - 39) if text[i : i + 40] in plain]
    assert "Lake is open" not in said
    assert "all of them unarmed" in said
    assert "ours, at length" in said
    assert values(read, ox.NamedNode(passage(SAID)), term("accord:startOffset")) == {"20"}
    full_read = read_oxigraph(full.data, name)
    assert values(full_read, DATASET, term("dcterms:rights"))
    assert not values(read, DATASET, term("dcterms:rights"))


def test_without_text_is_a_part_of_the_whole() -> None:
    def data(read: Read) -> set[Statement]:
        return {s for s in read if s.graph != DESCRIPTION_GRAPH}

    assert data(exported("nquads", text=False)) < data(exported("nquads"))


def test_a_span_without_characters_is_no_trouble() -> None:
    words = ox.Literal("")
    exact = term("accord:exactText")
    quads = [
        ox.Quad(q.subject, exact, words, q.graph_name) if q.predicate == exact else q
        for q in sample()
    ]
    assert export(quads, FORMATS["nquads"], text=False).withheld == 5


@pytest.mark.parametrize(("name", "text"), list(product(FORMATS, [True, False])))
def test_the_order_of_the_quads_does_not_matter(name: str, text: bool) -> None:
    quads = sample()
    form = FORMATS[name]
    expected = export(quads, form, text=text).data
    for shift in (1, 17, 90):
        assert export(quads[shift:] + quads[:shift], form, text=text).data == expected
    assert export(reversed(quads), form, text=text).data == expected


def test_the_bytes_do_not_depend_on_process_locale_time_zone_or_hash_seed() -> None:
    script = """
import hashlib, random
from kg.export import FORMATS, export
from tests.export_sample import sample
quads = sample()
random.shuffle(quads)
for form in FORMATS.values():
    print(form.name, hashlib.sha256(export(quads, form).data).hexdigest())
"""
    here = "".join(
        f"{form.name} {hashlib.sha256(export(sample(), form).data).hexdigest()}\n"
        for form in FORMATS.values()
    )
    for seed, zone in (("0", "UTC"), ("1", "Asia/Yerevan")):
        run = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            encoding="ascii",
            cwd=Path(__file__).parent.parent,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
        )
        assert run.stdout == here


def test_trig_goes_from_the_ontology_to_the_description() -> None:
    text = export(sample(), FORMATS["trig"]).data.decode()
    graphs = [line.removesuffix(" {") for line in text.splitlines() if line.endswith(" {")]
    assert graphs == [
        f"<{ONTOLOGY}>",
        f"<{DATA}graph/reference>",
        f"<{ARTICLE}>",
        f"<{passage(REPORTED)}>",
        f"<{passage(SAID)}>",
        f"<{passage(SEEN)}>",
        f"<{INFERRED_GRAPH}>",
        f"<{DESCRIPTION_GRAPH}>",
    ]


def test_a_blank_node_of_two_graphs_stays_one_node_in_trig() -> None:
    node, p = ox.BlankNode("x"), term("skos:note")
    quads = [
        ox.Quad(node, p, ox.Literal("one"), term("id:a")),
        ox.Quad(term("id:x"), p, node, term("id:b")),
    ]
    read = read_oxigraph(export(quads, FORMATS["trig"]).data, "trig")
    assert {s for s in read if s.graph != DESCRIPTION_GRAPH} == statements(quads)


@with_evidence
def test_there_is_one_header_and_nothing_is_fetched(name: str) -> None:
    read = exported(name)
    assert [s.subject.value for s in read if s.object == term("owl:Ontology")] == [ONTOLOGY]
    assert not [s for s in read if s.predicate == term("owl:imports")]


@pytest.mark.java(compiler=True)
def test_the_owl_api_reads_all_of_it(tmp_path: Path) -> None:
    paths: list[Path] = []
    for name, text, inferred in product(("turtle", "rdfxml"), (True, False), (True, False)):
        form = FORMATS[name]
        path = tmp_path / f"{name}-{text}-{inferred}{form.suffixes[0]}"
        path.write_bytes(export(sample(), form, text=text, inferred=inferred).data)
        paths.append(path)
    for path, report in owl_check(paths).items():
        assert report.unparsed == (), path.name
        assert report.violations == (), path.name
        assert report.consistent, path.name


@pytest.mark.parametrize(
    ("name", "output", "expected"),
    [
        (None, None, "turtle"),
        ("rdfxml", PurePath("a.ttl"), "rdfxml"),
        (None, PurePath("a.b/c.TTL"), "turtle"),
        (None, PurePath("a.trig"), "trig"),
        (None, PurePath("a.nq"), "nquads"),
        (None, PurePath("a.nt"), "ntriples"),
        (None, PurePath("a.rdf"), "rdfxml"),
        (None, PurePath("a.owl"), "rdfxml"),
    ],
)
def test_the_name_of_the_file_tells_the_format(
    name: str | None, output: PurePath | None, expected: str
) -> None:
    assert find_format(name, output).name == expected


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(ExportError) as caught:
        find_format("turtel", None)
    assert caught.value.nearest == ("turtle",)
    with pytest.raises(ExportError, match=r"a\.json does not tell"):
        find_format(None, PurePath("a.json"))


def test_every_format_has_a_reader_in_the_tests() -> None:
    assert set(OXIGRAPH_FORMATS) == set(FORMATS)
