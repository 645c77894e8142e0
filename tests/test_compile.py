"""From annotations to quads: which quad, in which graph, from which line, and none forgotten."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.annotation import Annotation, read_annotation
from kg.annotation.yamltree import Mapping, Node, Scalar, Sequence, read_yaml
from kg.compile import Compiled, compile_annotation
from kg.errors import OntologyError, Position
from kg.namespaces import DATA, RDF, RDFS, TERMS, XSD
from kg.project import Project
from kg.vocabulary import Vocabulary, load_vocabulary
from kg.vocabulary.register import load_register

HARBOUR = Path(__file__).parent / "cases" / "harbour"
ARTICLE = DATA + "courier/2031-05-03-harbour/v1"
HEADLINE = f"{ARTICLE}#char=6,33"
SAID = f"{ARTICLE}#char=50,112"
FLEET = f"{ARTICLE}#char=130,166"

UNSTATED = frozenset({"prefix", "suffix", "name"})
"""Keys whose scalars are in no quad: prefix and suffix only tell a quote from its likes, and a name
is only a handle for ``context``, which becomes the IRI of the passage."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    shutil.copytree(HARBOUR, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Project.find(tmp_path)


def read(project: Project) -> tuple[Annotation, Vocabulary]:
    vocabulary = load_vocabulary(project)
    (folder,) = project.article_folders()
    return read_annotation(folder, vocabulary, load_register(project, vocabulary)), vocabulary


def compiled(project: Project) -> Compiled:
    return compile_annotation(*read(project))


def quad(subject: str, predicate: str, obj: NamedNode | Literal, graph: str) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), obj, NamedNode(graph))


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


def test_the_case_compiles_to_what_people_have_read(project: Project) -> None:
    output = serialize(compiled(project).quads, format=RdfFormat.N_QUADS)
    assert output is not None
    assert output.decode() == (HARBOUR / "expected.nq").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "expected",
    [
        # metadata, and what Accord itself says of the article
        quad(ARTICLE, RDF + "type", NamedNode(TERMS + "NewsArticle"), ARTICLE),
        quad(ARTICLE, TERMS + "articleId", Literal("courier/2031-05-03-harbour"), ARTICLE),
        quad(ARTICLE, TERMS + "version", Literal("1"), ARTICLE),
        quad(ARTICLE, TERMS + "published", typed("2031-05-03", "date"), ARTICLE),
        # the description of a passage
        quad(SAID, RDF + "type", NamedNode(TERMS + "Passage"), ARTICLE),
        quad(SAID, TERMS + "inArticle", NamedNode(ARTICLE), ARTICLE),
        quad(SAID, TERMS + "startOffset", typed("50", "nonNegativeInteger"), ARTICLE),
        quad(SAID, TERMS + "endOffset", typed("112", "nonNegativeInteger"), ARTICLE),
        quad(SAID, TERMS + "voice", NamedNode(TERMS + "direct"), ARTICLE),
        quad(SAID, TERMS + "readWith", NamedNode(HEADLINE), ARTICLE),
        quad(HEADLINE, TERMS + "translation", Literal("Der Hafen öffnet"), ARTICLE),
        # what carries nothing
        quad(f"{ARTICLE}#char=0,4", RDF + "type", NamedNode(TERMS + "EmptyPassage"), ARTICLE),
        quad(f"{ARTICLE}#char=0,4", TERMS + "exactText", Literal("Menu"), ARTICLE),
        quad(f"{ARTICLE}#char=0,4", TERMS + "reason", Literal("navigation"), ARTICLE),
        # labels are the editor's, everything else is the passage's
        quad(
            f"{ARTICLE}/claim/headline",
            RDFS + "label",
            Literal("the harbour opens", language="en"),
            ARTICLE,
        ),
        quad(f"{ARTICLE}/claim/headline", RDF + "type", NamedNode(TERMS + "Claim"), HEADLINE),
        quad(f"{ARTICLE}/claim/opens", TERMS + "madeBy", NamedNode(DATA + "ana-lopes"), SAID),
        quad(f"{ARTICLE}/claim/opens", TERMS + "force", NamedNode(TERMS + "states"), SAID),
        quad(f"{ARTICLE}/fleet/tovia", TERMS + "share", typed("0.5", "decimal"), FLEET),
        quad(f"{ARTICLE}/fleet/tovia", TERMS + "underway", typed("true", "boolean"), FLEET),
    ],
)
def test_a_quad(project: Project, expected: Quad) -> None:
    assert expected in compiled(project).quads


def test_quads_are_unique_and_ordered_by_graph(project: Project) -> None:
    result = compiled(project)
    assert result.article == ARTICLE
    assert len(set(result.quads)) == len(result.quads)
    annotation, _ = read(project)
    graphs = list(dict.fromkeys(str(q.graph_name) for q in result.quads))
    assert graphs == [f"<{iri}>" for iri in (ARTICLE, *(p.iri for p in annotation.passages))]


def test_there_are_no_blank_nodes(project: Project) -> None:
    for q in compiled(project).quads:
        assert isinstance(q.subject, NamedNode)
        assert isinstance(q.object, NamedNode | Literal)


def test_compiling_is_pure(project: Project) -> None:
    annotation, vocabulary = read(project)
    first, second = (compile_annotation(annotation, vocabulary) for _ in range(2))
    assert first == second
    assert first.positions == second.positions


def test_what_two_passages_say_is_in_both_and_a_label_once(project: Project) -> None:
    (folder,) = project.article_folders()
    text = folder.annotation.read_text(encoding="utf-8")
    text = text.replace(
        "        label: the harbour opens\nnothing",
        '        type: Fleet\n        label: ships\n        ships: "12"\nnothing',
    ).replace("      - id: fleet/tovia\n", "      - id: fleet/tovia\n        label: ships\n", 1)
    folder.annotation.write_text(text, encoding="utf-8")
    result = compiled(project)
    supports = [q for q in result.quads if q.predicate.value == TERMS + "ships"]
    assert [str(q.graph_name) for q in supports] == [f"<{FLEET}>", f"<{ARTICLE}#char=142,150>"]
    ships = Literal("ships", language="en")
    labels = [q for q in result.quads if q.object == ships]
    assert len(labels) == 1
    lines = text.splitlines()
    assert result.positions[labels[0]].line == lines.index("        label: ships") + 1


def test_every_quad_has_the_place_of_its_value(project: Project) -> None:
    result = compiled(project)
    (folder,) = project.article_folders()
    lines = folder.annotation.read_text(encoding="utf-8").splitlines()
    assert set(result.positions) == set(result.quads)

    def at(place: Position) -> str:
        assert place.file == "articles/courier/2031-05-03-harbour/annotation.yaml"
        return lines[place.line - 1][place.column - 1 :]

    claim = f"{ARTICLE}/claim/opens"
    made_on = quad(claim, TERMS + "madeOn", typed("2031-05-03", "date"), SAID)
    second_type = quad(claim, RDF + "type", NamedNode(TERMS + "Denial"), SAID)
    start = quad(SAID, TERMS + "startOffset", typed("50", "nonNegativeInteger"), ARTICLE)
    assert at(result.positions[made_on]) == '"2031-05-03"'
    assert at(result.positions[second_type]) == "Denial]"
    assert at(result.positions[start]).startswith("“The harbour")


# ---------------------------------------------------------------- nothing is forgotten


def leaves(node: Node, key: str = "") -> Iterator[tuple[str, Scalar]]:
    """Yield every scalar that is no key, with the key that it stands under."""
    if isinstance(node, Mapping):
        for name, value in node.entries:
            yield from leaves(value, name.text)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from leaves(item, key)
    else:
        yield key, node


def words(q: Quad) -> set[str]:
    """Return all that a quad says: its IRIs, and the text of its literal."""
    terms = (q.subject, q.predicate, q.object, q.graph_name)
    return {term.value for term in terms if isinstance(term, NamedNode | Literal)}


def test_every_leaf_of_the_annotation_is_in_a_quad(project: Project) -> None:
    result = compiled(project)
    (folder,) = project.article_folders()
    tree = read_yaml(folder.annotation, project.shown(folder.annotation))
    by_place: dict[Position, list[Quad]] = {}
    for q, place in result.positions.items():
        by_place.setdefault(place, []).append(q)
    said = set().union(*map(words, result.quads))
    seen = 0
    for key, leaf in leaves(tree):
        if key in UNSTATED:
            continue
        seen += 1
        if key == "id":
            # An id is the subject of what stands beside it, not a value.
            assert any(iri.endswith(f"/{leaf.text}") for iri in said) or leaf.text == "article"
            continue
        quads = by_place.get(leaf.at, [])
        assert quads, f"{leaf.at} {key}: {leaf.text} is in no quad"
        values = {value for q in quads for value in words(q)}
        if key == "context":
            assert any(q.predicate.value == TERMS + "readWith" for q in quads)
        else:
            assert (
                any(
                    value == leaf.text or value.endswith((f"/{leaf.text}", f"#{leaf.text}"))
                    for value in values
                )
                or leaf.text == "article"
            )
    assert seen > 70


def test_a_leaf_removed_is_a_quad_removed(project: Project) -> None:
    (folder,) = project.article_folders()
    before = compiled(project)
    text = folder.annotation.read_text(encoding="utf-8")
    folder.annotation.write_text(text.replace("        force: states\n", ""), encoding="utf-8")
    gone = set(before.quads) - set(compiled(project).quads)
    assert gone == {
        quad(f"{ARTICLE}/claim/opens", TERMS + "force", NamedNode(TERMS + "states"), SAID)
    }


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize("name", ["startOffset", "readWith", "EmptyPassage", "articleId"])
def test_an_ontology_without_the_terms_of_evidence(project: Project, name: str) -> None:
    path = project.ontology / "evidence.ttl"
    statements = path.read_text(encoding="utf-8").split(" .\n")
    kept = [s for s in statements if not s.strip().startswith(f"accord:{name} ")]
    assert len(kept) == len(statements) - 1
    path.write_text(" .\n".join(kept), encoding="utf-8")
    with pytest.raises(OntologyError, match=f"does not declare accord:{name}"):
        compiled(project)


def test_the_expected_quads_are_valid() -> None:
    assert list(parse(path=HARBOUR / "expected.nq"))
