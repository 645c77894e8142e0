"""``kg why`` as a command: names, formats, what does not hold."""

import json
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from pyoxigraph import Triple
from rdflib import Graph, URIRef

from kg.namespaces import DATA, PROV, RDF, TERMS
from kg.why import Explainer, Reason
from tests.commands import kg

STATEMENT = "joint-statement-2020-11-09"
WIDTH = 80
VERY_MANY = 216
"""Derivations of one outstanding consent: of how it is asked for, affirmed and denied."""


pytestmark = pytest.mark.usefixtures("in_served_project")


def one_line(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


@pytest.mark.parametrize(
    ("subject", "property_", "object_"),
    [
        ("Armenia", "party to", STATEMENT),
        ("Yerevan", "partyTo", f"id:{STATEMENT}"),
        ("AM", "accord:partyTo", "joint statement of 9 November 2020 on Nagorno-Karabakh"),
    ],
)
def test_names_are_those_of_stored_queries(
    subject: str, property_: str, object_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = kg(capsys, "why", subject, property_, object_)
    assert (code, err) == (0, "")
    assert out.startswith("Armenia “party to” ‘joint statement of 9 November 2020")


def test_an_inferred_triple_goes_back_to_sentences_and_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = kg(capsys, "why", "Armenia", "party to", STATEMENT)
    assert all(len(line) <= WIDTH for line in out.splitlines())
    text = one_line(out)
    assert "because “party to” is “has party” read backwards" in text
    assert "party to: Relates an agent to an agreement that binds it." in text
    assert "[1] “On November 9, Russian President Vladimir Putin," in text
    assert "TASS, 12 November 2020 · outlet's voice · tass/2020-11-12-turkish-peacekeepers" in text
    assert "background: id:tass/2020-11-12-turkish-peacekeepers/v1 https://www.prime" in text


def test_a_claim_is_never_shown_as_a_fact(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kg(capsys, "why", "consent/armenia", "is a", "reportedly outstanding consent")
    text = one_line(out)
    assert "in a claim by Dmitry Peskov" in text
    assert "Dmitry Peskov affirms it on 12 November 2020 · TASS, 12 November 2020" in text


@pytest.mark.parametrize("class_", ["State", "state", "accord:State"])
def test_background_names_its_source(class_: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capsys, "why", "Turkey", "a", class_)
    assert code == 0
    assert out.startswith("Turkey is a state\n  background: https://")


def test_metadata_are_recorded_with_their_article(capsys: pytest.CaptureFixture[str]) -> None:
    article = "tass/2020-11-12-turkish-peacekeepers"
    code, out, _ = kg(capsys, "why", article, "published", "2020-11-12")
    assert code == 0
    assert f"recorded with {article}" in out
    _, out, _ = kg(capsys, "why", article, "published", "2020-11-12", "--format", "turtle")
    assert f'rdfs:comment "recorded with {article}"@en' in out


def test_a_literal_is_written_as_in_the_annotation(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capsys, "why", "claim/consent-needed", "made on", "2020-11-12")
    assert code == 0
    assert "“made on” “12 November 2020”" in one_line(out)


def test_all_derivations_are_numbered_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capsys, "why", "Turkey", "a", "Agent", "--all", "--format", "json")
    number = len(json.loads(out)["derivations"])
    assert code == 0
    assert number > 1
    _, out, _ = kg(capsys, "why", "Turkey", "a", "Agent", "--all")
    assert out.startswith("1.\nTurkey is an agent\n")
    assert f"\n\n{number}.\nTurkey is an agent\n" in out
    assert out.endswith(f"\n\n{number} minimal derivations\n")
    assert all(len(line) <= WIDTH for line in out.splitlines())
    _, out, _ = kg(capsys, "why", "Armenia", "party to", STATEMENT, "--all")
    assert out.endswith("\n\n1 minimal derivation\n")


def test_of_very_many_derivations_none_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("consent/armenia", "a", "ReportedlyOutstandingConsent", "--all")
    _, out, _ = kg(capsys, "why", *words, "--format", "json")
    derivations = json.loads(out)["derivations"]
    assert len(derivations) == len({json.dumps(each) for each in derivations}) == VERY_MANY
    _, text, _ = kg(capsys, "why", *words)
    assert text.endswith(f"\n\n{VERY_MANY} minimal derivations\n")
    _, turtle, _ = kg(capsys, "why", *words, "--format", "turtle")
    for form, page in (("text", text), ("json", out), ("turtle", turtle)):
        file = tmp_path / form
        assert kg(capsys, "why", *words, "--format", form, "--output", str(file)) == (0, "", "")
        assert file.read_text(encoding="utf-8") == page


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_interrupted_page_ends_where_it_is(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("consent/armenia", "a", "ReportedlyOutstandingConsent", "--all", "--format", form)
    _, whole, _ = kg(capsys, "why", *words)
    interrupted_at(3, monkeypatch)
    code, out, err = kg(capsys, "why", *words)
    assert (code, err) == (130, "interrupted\n")
    assert 0 < len(out) < len(whole)
    assert whole.startswith(out)


@pytest.mark.parametrize("form", ["text", "json", "turtle"])
def test_an_interrupted_file_is_not_there(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page"
    file.write_text("older", encoding="utf-8")
    words = ("consent/armenia", "a", "ReportedlyOutstandingConsent", "--all", "--format", form)
    interrupted_at(3, monkeypatch)
    code, out, _ = kg(capsys, "why", *words, "--output", str(file))
    assert (code, out) == (130, "")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["older"]


def interrupted_at(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Ctrl-C come while the derivation at ``place`` is looked for."""
    reasons = Explainer.reasons

    def some(explainer: Explainer, triple: Triple) -> Iterator[Reason]:
        yield from islice(reasons(explainer, triple), place)
        raise KeyboardInterrupt

    monkeypatch.setattr(Explainer, "reasons", some)


def test_json_has_iris_beside_words(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kg(capsys, "why", "Armenia", "party to", STATEMENT, "--format", "json")
    document = json.loads(out)
    assert document["statement"]["property"] == f"{TERMS}partyTo"
    (derivation,) = document["derivations"]
    axiom = "InverseProperties(accord:partyTo accord:hasParty)"
    assert derivation["axiom"]["functional"] == axiom
    assert derivation["inferred"]
    signed, *_ = derivation["premises"][0]["premises"]
    (passage,) = signed["support"]["passages"]
    assert passage["quote"].startswith("On November 9, Russian President Vladimir Putin")
    outlet = {"iri": f"{DATA}tass", "name": "TASS"}
    assert (passage["outlets"], passage["published"]) == ([outlet], "2020-11-12")
    (own,) = passage["attributions"]
    assert (own["claim"], own["speakers"], own["words"]) == (None, [outlet], "TASS")
    assert passage["article"]["iri"].startswith(f"{DATA}{passage['article']['id']}/v")


def test_turtle_is_prov_and_asserts_nothing_of_the_world(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call = ("why", "Armenia", "party to", STATEMENT, "--format", "turtle")
    _, out, _ = kg(capsys, *call)
    assert kg(capsys, *call)[1] == out
    graph = Graph().parse(data=out, format="turtle")
    entities = set(graph.subjects(URIRef(RDF + "type"), URIRef(PROV + "Entity")))
    activities = set(graph.subjects(URIRef(RDF + "type"), URIRef(PROV + "Activity")))
    assert len(activities) == 2
    assert entities.isdisjoint(activities)
    for relation in ("used", "wasDerivedFrom", "hadPrimarySource", "wasQuotedFrom", "entity"):
        objects = set(graph.objects(None, URIRef(PROV + relation)))
        assert objects
        assert objects <= entities
    assert set(graph.objects(None, URIRef(PROV + "wasGeneratedBy"))) == activities
    quotes = [str(value) for value in graph.objects(None, URIRef(PROV + "value"))]
    assert any(quote.startswith("On November 9, Russian President") for quote in quotes)
    assert not list(graph.triples((None, URIRef(TERMS + "partyTo"), None)))


def test_what_does_not_hold_points_to_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "why", "Turkey", "party to", STATEMENT)
    assert (code, err) == (1, "")
    assert out.splitlines()[-1] == f"see: kg why-not Turkey 'party to' {STATEMENT}"
    code, out, _ = kg(capsys, "why", "Turkey", "party to", STATEMENT, "--format", "json")
    assert (code, json.loads(out)["holds"]) == (1, False)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("Turky", "party to", STATEMENT), "no Thing goes by 'Turky', in the place of SUBJECT"),
        (("Turkey", "party of", STATEMENT), "no Property goes by 'party of', in the place of PRO"),
        (("Turkey", "a", "Staat"), "no Class goes by 'Staat', in the place of OBJECT"),
        (
            ("Turkey", "party to", STATEMENT, "--format", "xml"),
            "--format takes text, json or turtle, not 'xml'",
        ),
    ],
)
def test_a_wrong_call_gets_one_message(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = kg(capsys, "why", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {message}")


# ---------------------------------------------------------------- rows of a stored query


def test_the_rows_of_a_question_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    call = ("query", "who-must-consent", "--state", "Turkey")
    _, table, _ = kg(capsys, *call)
    code, out, err = kg(capsys, *call, "--why")
    assert (code, err) == (0, "")
    assert out.startswith(f"{table}\n")
    trees = one_line(out.removeprefix(table))
    for party in ("Armenia", "Azerbaijan"):
        statement = "‘Turkish peacekeepers in Nagorno-Karabakh (proposed)’ “reportedly requires"
        assert trees.count(f"{statement} consent of” {party}") == 1
    assert "Dmitry Peskov affirms it on 12 November 2020" in trees
    assert all(len(line) <= WIDTH for line in out.splitlines())


def test_each_row_names_its_derivations_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    call = ("query", "who-must-consent", "--state", "Turkey", "--why", "--format", "json")
    document = json.loads(kg(capsys, *call)[1])
    explained = document["why"]
    assert len(explained) == 2
    for row in document["rows"]:
        (number,) = row["why"]
        assert explained[number]["statement"]["object"] == row["values"]["party"]


def test_why_rows_hold_is_prov_too(capsys: pytest.CaptureFixture[str]) -> None:
    call = ("query", "agreements", "--party", "Armenia", "--why", "--format", "turtle")
    graph = Graph().parse(data=kg(capsys, *call)[1], format="turtle")
    assert list(graph.subjects(URIRef(RDF + "type"), URIRef(PROV + "Activity")))


def test_where_nothing_is_inferred_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capsys, "query", "hostilities", "--why")
    assert code == 0
    assert out.endswith("nothing in these rows is inferred: each rests on the sentences below it\n")


def test_without_rows_there_is_nothing_to_explain(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capsys, "query", "who-must-consent", "--state", "France", "--why")
    assert code == 0
    assert out.endswith("\nthere is no row to explain\n")


def test_a_table_of_values_has_no_room_for_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "query", "agreements", "--why", "--format", "csv")
    assert (code, out) == (2, "")
    assert err.startswith("error: with --why there is no format 'csv'")


def test_a_graph_has_no_rows_to_explain(
    served_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "project"
    shutil.copytree(served_project, root)
    (root / "queries" / "everything.rq").write_text(
        "#+ title: T\n#+ question: Q\nCONSTRUCT WHERE { ?s ?p ?o }", encoding="utf-8"
    )
    code, out, err = kg(capsys, "--project", str(root), "query", "everything", "--why")
    assert (code, out) == (2, "")
    assert err.startswith("error: everything has no rows to explain")
