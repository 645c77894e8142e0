"""The pages about the ontology: whole, linked, the same every time, and fit to look at."""

import html
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import html5rdf
import pytest
from pyoxigraph import Quad, Store

from kg.cli.boundary import run
from kg.pages import ontology_pages
from kg.pages.reader import read_ontology
from kg.pages.svg import width
from kg.project import Project
from kg.vocabulary import load_vocabulary
from kg.vocabulary.terms import Class, Individual, Property
from kg.vocabulary.turtlefile import read_turtle
from tests.browser import visit
from tests.owlapi import save_as
from tests.page_reader import Document
from tests.test_ontology_diff import MODULES

ROOT = Path(__file__).parent.parent
PROJECT = Project.find(ROOT)


def store_of(quads: tuple[Quad, ...]) -> Store:
    """Return a store whose default graph is the union of the named ones, as in a built graph."""
    graph = Store()
    graph.extend(quads)
    graph.extend(Quad(*quad.triple) for quad in quads)
    return graph


@pytest.fixture(scope="module")
def pages(tass_quads: tuple[Quad, ...]) -> dict[str, str]:
    found = ontology_pages(PROJECT, store_of(tass_quads))
    return {name: page.decode() for name, page in found.items()}


@pytest.fixture(scope="module")
def documents(pages: dict[str, str]) -> dict[str, Document]:
    return {name: Document(page) for name, page in pages.items()}


# ---------------------------------------------------------------- every page


def test_each_module_has_a_page(pages: dict[str, str]) -> None:
    modules = {path.stem for path in PROJECT.ontology_modules()} - {"accord", "alignments"}
    assert {Path(name).stem for name in pages} == {*modules, "index", "queries", "alignments"}


def test_pages_are_valid_html(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        parser = html5rdf.HTMLParser()
        parser.parse(page)
        assert not parser.errors, name


def test_ids_are_unique_and_headings_leave_out_no_level(documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        assert [i for i, number in Counter(document.ids).items() if number > 1] == [], name
        assert document.headings[0] == 1
        assert document.headings.count(1) == 1
        steps = zip(document.headings, document.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), name


def test_every_link_leads_somewhere(documents: dict[str, Document]) -> None:
    leaving = set()
    for name, document in documents.items():
        for tag, href in document.hrefs:
            if href.startswith(("http:", "https:")):
                leaving.add(href)
                assert tag == "a"
                continue
            if tag == "link":
                assert href == "data:,"
                continue
            page, _, anchor = href.partition("#")
            target = documents[page or name]
            assert not anchor or unquote(anchor) in target.ids, f"{name}: {href}"
    assert "http://www.w3.org/ns/prov#Agent" in leaving


def test_pages_load_nothing(pages: dict[str, str], documents: dict[str, Document]) -> None:
    for name, page in pages.items():
        assert documents[name].loads == []
        assert "default-src 'none'" in html.unescape(page)
        assert "@import" not in page
        assert "url(" not in page


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    written: list[dict[str, bytes]] = []
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        folder = tmp_path / seed / "deep" / "site"
        subprocess.run(
            [sys.executable, "-m", "kg", "--quiet", "--project", ROOT, "ontology", "docs", folder],
            check=True,
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "TZ": zone,
                "KG_STORE": str(tmp_path / seed / "store"),
            },
        )
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]


# ---------------------------------------------------------------- terms


def section(documents: dict[str, Document], name: str) -> str:
    (found,) = (
        document.section(name)
        for page, document in documents.items()
        if name in document.ids and page != "index.html"
    )
    return found


def test_every_term_has_a_section_and_an_entry_on_the_start_page(
    documents: dict[str, Document],
) -> None:
    vocabulary = load_vocabulary(PROJECT)
    terms: list[Class | Property | Individual] = [
        *vocabulary.classes.values(),
        *vocabulary.properties.values(),
        *vocabulary.individuals.values(),
    ]
    for term in terms:
        text = section(documents, term.name)
        assert term.iri in text
        assert term.label in text
        assert " ".join(term.definition.split()) in text
        assert term.name in documents["index.html"].ids
        if not isinstance(term, Individual):
            assert term.assertion in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("atOddsWith", "Characteristics symmetric"),
        ("atOddsWith", "Follows from the chain affirms o denied by"),
        ("hasParty", "Follows from the chain has party signature o in capacity of o office of"),
        ("officeOf", "Used in the chain of has party: has party signature o in capacity of"),
        ("partyTo", "Inverse of has party"),
        ("hasParty", "Inverse of party to"),
        ("hasPartySignature", "Superproperties has signature"),
        ("hasSignature", "Subproperties has party signature, has witness signature"),
        ("consenter", "Characteristics functional Domain consent Range agent"),
        ("Consent", "Superclasses proposition Subclasses reportedly outstanding consent"),
        ("Consent", "Used in the definition of reportedly outstanding consent"),
        ("Consent", "In domain of consent to, consenter, required by"),
        ("Consent", "In range of reportedly needs, requires consent"),
        (
            "ReportedlyOutstandingConsent",
            "Equivalent to consent and (denied by some claim) and (required by some (affirmed by",
        ),
        ("Passage", "Disjoint with empty passage"),
        ("EmptyPassage", "Disjoint with passage"),
        ("Claim", "Disjoint with non-answer, question"),
        ("Voice", "Individuals direct speech, indirect speech, outlet's voice"),
        ("direct", "Different from indirect speech, outlet's voice, unresolved voice"),
        ("endedOn", "Values written as xsd:date (by the shapes)"),
        ("startOffset", "Range xsd:nonNegativeInteger"),
        ("startOffset", "Taken from https://www.rfc-editor.org/rfc/rfc5147"),
        ("Position", "Also called stance"),
        ("Position", "Not a post (see office)"),
        ("startOffset", "close match oa:start : Both count from 0"),
        ("Claim", "module positions"),
    ],
)
def test_a_section_has_the_axioms_from_either_side(
    documents: dict[str, Document], name: str, shown: str
) -> None:
    spaces = re.compile(r"\s+")
    text = re.sub(r"\s+", "", section(documents, name))
    assert spaces.sub("", shown) in text


@pytest.mark.java(compiler=True)
def test_what_protege_saves_has_the_same_pages(tmp_path: Path) -> None:
    sources = [PROJECT.ontology / f"{name}.ttl" for name in MODULES]
    assert sorted(sources) == PROJECT.ontology_modules()
    save_as(tmp_path, sources)
    read, saved = (
        read_ontology([read_turtle(path, path.name) for path in paths], {}, "")
        for paths in (sources, [tmp_path / source.name for source in sources])
    )
    evidence = next(module for module in saved.modules if module.name == "evidence")
    assert "All different individuals" in [row.heading for row in evidence.axioms]
    assert saved == read


def test_quotations_are_the_articles_words_with_their_speaker(
    pages: dict[str, str], documents: dict[str, Document]
) -> None:
    folder = PROJECT.articles / "tass" / "2020-11-12-turkish-peacekeepers"
    article = " ".join((folder / "article.txt").read_text(encoding="utf-8").split())
    quotes = re.findall(r"<blockquote[^>]*><p>(.*?)</p>", "".join(pages.values()))
    assert len(quotes) > 200
    for quote in quotes:
        assert Document(f"<div id=q>{quote}</div>").section("q") in article
    consent = section(documents, "requiresConsent")
    assert "Dmitry Peskov affirms it on 12 November 2020 — TASS, 12 November 2020" in consent
    assert "Used by 2 statements in 3 passages of 1 article." in consent
    assert "follow from the axioms" in section(documents, "ReportedlyOutstandingConsent")
    assert "No statement outside the ontology uses it." in section(documents, "endedOn")


def test_a_section_names_the_shapes_and_queries_that_use_the_term(
    documents: dict[str, Document],
) -> None:
    text = section(documents, "requiresConsent")
    assert "Checked by shapes" in text
    assert "ConsentRequirementShape-requiresConsent" in text
    assert "Which parties must consent to Turkish deployment?" in text
    assert "query-who-must-consent" in documents["queries.html"].ids
    named = {path.stem for path in PROJECT.query_files()}
    shown = {i.removeprefix("query-") for i in documents["queries.html"].ids if "query-" in i}
    assert shown == named


# ---------------------------------------------------------------- command and browser


def test_the_command_writes_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "store"))
    folder = tmp_path / "new" / "site"
    folder.mkdir(parents=True)
    (folder / "other.txt").write_text("stays", encoding="utf-8")
    assert run(["--project", str(ROOT), "ontology", "docs", str(folder)]) == 0
    assert f"open {folder / 'index.html'}" in capsys.readouterr().err
    assert (folder / "other.txt").read_text(encoding="utf-8") == "stays"
    page = (folder / "core.html").read_text(encoding="utf-8")
    (folder / "gone.html").write_text(page.replace("core.html", "gone.html"), encoding="utf-8")
    (folder / "copy.html").write_text(page, encoding="utf-8")
    assert run(["--project", str(ROOT), "ontology", "docs", str(folder)]) == 0
    assert not (folder / "gone.html").exists()
    assert (folder / "copy.html").read_text(encoding="utf-8") == page
    assert (folder / "index.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert run(["--project", str(ROOT), "ontology", "docs", str(folder / "index.html")]) == 2
    assert "it is a file" in capsys.readouterr().err


HARNESS = """<!DOCTYPE html><meta charset="utf-8"><title>harness</title><pre id="found"></pre>
<script>
const names = NAMES, widths = [1280, 390], found = {};
const look = async (name, width) => {
  const frame = document.createElement("iframe");
  frame.style = `width:${width}px;height:800px;border:0`;
  frame.src = name;
  document.body.append(frame);
  await new Promise((done) => { frame.onload = done; });
  const page = frame.contentDocument, root = page.documentElement;
  const boxes = [...page.querySelectorAll("svg .class")].filter((a) => a.getClientRects().length);
  const wide = (a, part) => a.querySelector(part).getBBox().width;
  const anchors = [...page.querySelectorAll('a[href^="#"]')];
  const loaded = frame.contentWindow.performance.getEntriesByType("resource");
  found[`${name} ${width}`] = {
    overflow: root.scrollWidth - root.clientWidth,
    boxes: boxes.length,
    spilt: boxes.filter((a) => wide(a, "text") > wide(a, "rect")).map((a) => a.textContent),
    dead: anchors.filter((a) => !page.getElementById(a.getAttribute("href").slice(1))).length,
    loaded: loaded.map((entry) => entry.name).filter((name) => !name.startsWith("data:")),
  };
  frame.remove();
};
(async () => {
  const context = document.createElement("canvas").getContext("2d");
  context.font = '100px "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif';
  found.measure = context.measureText("proposition").width;
  for (const name of names) for (const width of widths) await look(name, width);
  document.getElementById("found").textContent = JSON.stringify(found);
})();
</script>"""


@pytest.fixture(scope="module")
def folder(pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")
    return folder


def test_a_browser_shows_the_pages_without_a_complaint(folder: Path, tmp_path: Path) -> None:
    names = sorted(path.name for path in folder.iterdir())
    harness = folder.parent / "harness.html"
    base = f'<base href="{folder.as_uri()}/">'
    harness.write_text(base + HARNESS.replace("NAMES", json.dumps(names)), encoding="utf-8")
    dom, console = visit(harness.as_uri(), tmp_path)
    assert console == []
    (result,) = re.findall(r'<pre id="found">(.*?)</pre>', dom)
    found = json.loads(html.unescape(result))
    # Boxes are measured for the fonts that the style names; not every machine has one of them.
    measured = 0.95 < found.pop("measure") / width("proposition", 100) < 1.05
    assert measured or os.environ.get("CI") != "true"
    assert len(found) == 2 * len(names)
    for view, seen in found.items():
        assert seen["overflow"] == 0, view
        assert seen["spilt"] == [] or not measured, view
        assert seen["dead"] == 0, view
        assert seen["loaded"] == [], view
    assert found["index.html 1280"]["boxes"] > 100
    assert found["index.html 390"]["boxes"] > 100


def test_the_start_page_filters_terms_and_leads_on_from_a_terms_iri(
    folder: Path, tmp_path: Path
) -> None:
    address = (folder / "index.html").as_uri()
    dom, console = visit(f"{address}?q=outstanding%20consent", tmp_path)
    assert console == []
    shown = re.findall(r'<li id="([^"]*)"(?![^>]*hidden)[^>]*data-words', dom)
    assert shown == ["ReportedlyOutstandingConsent", "PlanReportedlyAwaitingConsent"][::-1]
    dom, console = visit(f"{address}#Claim", tmp_path)
    assert console == []
    assert "<title>Accord ontology: positions</title>" in dom


def test_a_page_that_would_load_something_is_stopped(folder: Path, tmp_path: Path) -> None:
    page = (folder / "core.html").read_text(encoding="utf-8")
    bad = folder.parent / "bad.html"
    bad.write_text(
        page.replace("</main>", '<img src="https://example.org/x.png"></main>'), encoding="utf-8"
    )
    _, console = visit(bad.as_uri(), tmp_path)
    assert any("Content Security Policy" in message for message in console)
