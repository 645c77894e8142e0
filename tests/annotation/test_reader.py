"""Reading an annotation: what comes out, and what is refused at which line."""

import hashlib
import shutil
from pathlib import Path

import pytest

from kg.annotation import Annotation, read_annotation
from kg.errors import (
    AnnotationError,
    ArticleError,
    BadIdentifier,
    BadScalar,
    KgError,
    MalformedYaml,
    QuoteAmbiguous,
    QuoteNotFound,
    Uncovered,
    UnknownEntity,
    UnknownKey,
    UnknownTerm,
)
from kg.namespaces import DATA, TERMS
from kg.project import Project
from kg.vocabulary import load_vocabulary
from kg.vocabulary.register import load_register

HARBOUR = Path(__file__).parent.parent / "cases" / "harbour"
ARTICLE = DATA + "courier/2031-05-03-harbour/v1"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    shutil.copytree(HARBOUR, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "articles" / "courier" / "2031-05-03-harbour")
    return Project.find(tmp_path)


def read(project: Project) -> Annotation:
    vocabulary = load_vocabulary(project)
    (folder,) = project.article_folders()
    return read_annotation(folder, vocabulary, load_register(project, vocabulary))


def edit(project: Project, old: str, new: str) -> None:
    (folder,) = project.article_folders()
    text = folder.annotation.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    folder.annotation.write_text(text.replace(old, new, 1), encoding="utf-8")


def article(project: Project, data: bytes) -> None:
    (folder,) = project.article_folders()
    digest = hashlib.sha256(folder.text.read_bytes()).hexdigest()
    folder.text.write_bytes(data)
    edit(project, digest, hashlib.sha256(data).hexdigest())


def refused(project: Project, kind: type[KgError], marked: str = "") -> KgError:
    """Return the error, whose place must be the last occurrence of ``marked`` in its file."""
    with pytest.raises(kind) as caught:
        read(project)
    error = caught.value
    assert type(error) is kind
    assert error.what
    assert error.fix
    assert error.why
    assert error.at is not None
    if marked:
        lines = Path(error.at.file).read_text(encoding="utf-8").splitlines()
        assert lines[error.at.line - 1][error.at.column - 1 :].startswith(marked)
    return error


# ---------------------------------------------------------------- what comes out


def test_the_head(project: Project) -> None:
    annotation = read(project)
    assert annotation.id == "courier/2031-05-03-harbour"
    assert annotation.iri == ARTICLE
    assert annotation.version.text == "1"
    assert [value.text for value in annotation.types] == ["NewsArticle"]
    assert [statement.name for statement in annotation.statements] == [
        "publisher",
        "published",
        "title",
        "page",
        "sha256",
        "annotatedBy",
        "note",
    ]
    publisher = annotation.statements[0]
    assert [value.text for value in publisher.values] == [DATA + "courier"]
    assert str(publisher.at) == "annotation.yaml:5:1"
    assert str(publisher.values[0].at) == "annotation.yaml:5:12"
    assert annotation.statements[-1].values[0].text == "The year is that of the folder."


def test_passages_have_offsets_in_code_points(project: Project) -> None:
    annotation = read(project)
    text = annotation.text.text
    assert [text[p.start : p.end] for p in annotation.passages] == [
        p.quote for p in annotation.passages
    ]
    headline = annotation.passages[0]
    assert (headline.start, headline.end) == (6, 33)
    assert headline.iri == f"{ARTICLE}#char=6,33"
    assert headline.voice.text == "indirect"
    assert headline.name == "headline"
    assert headline.statements[0].name == "translation"


def test_context_becomes_passages(project: Project) -> None:
    headline, dateline, said, *_ = read(project).passages
    assert [value.text for value in said.context] == [dateline.iri, headline.iri]


def test_nodes_and_their_values(project: Project) -> None:
    annotation = read(project)
    said = annotation.passages[2].says[0]
    assert said.iri == f"{ARTICLE}/claim/opens"
    assert said.id == "claim/opens"
    assert [value.text for value in said.types] == ["Claim", "Denial"]
    values = {s.name: [v.text for v in s.values] for s in said.statements}
    assert values == {
        "madeBy": [DATA + "ana-lopes"],
        "madeOn": ["2031-05-03"],
        "at": ["2031-05-03T09:30:00Z"],
        "inYear": ["2031"],
        "force": [TERMS + "states"],
        "affirms": [f"{ARTICLE}/opening/harbour"],
    }


def test_the_article_and_shared_entities_can_be_described(project: Project) -> None:
    passages = read(project).passages
    assert passages[1].says[0].iri == ARTICLE
    assert passages[2].says[1].iri == DATA + "ana-lopes"
    illustrates = passages[0].says[0].statements[2]
    assert [value.text for value in illustrates.values] == [ARTICLE]


def test_what_other_articles_must_declare(project: Project) -> None:
    (value,) = read(project).foreign
    assert value.text == DATA + "gazette/2031-05-02-lake/v2/withdrawal/lake"
    assert value.at.line == 62


def test_nothing_in_text_order(project: Project) -> None:
    first, second = read(project).nothing
    assert (first.start, first.end, first.quote, first.reason.text) == (0, 4, "Menu", "navigation")
    assert second.start > first.start


def test_an_annotation_without_nothing(project: Project) -> None:
    article(project, b"Tovia keeps 12 ships in the harbour.")
    (folder,) = project.article_folders()
    head, _, rest = folder.annotation.read_text(encoding="utf-8").partition("passages:\n")
    only = "  - quote: Tovia keeps" + rest.partition("  - quote: Tovia keeps")[2]
    folder.annotation.write_text(
        head + "passages:\n" + only.partition("nothing:")[0], encoding="utf-8"
    )
    assert read(project).nothing == ()


def test_positions_do_not_count_in_comparisons(project: Project) -> None:
    before = read(project)
    edit(project, "# Invented.\n", "# Invented.\n\n\n")
    after = read(project)
    assert before == after
    assert before.article.at != after.article.at


def test_line_ends_are_characters(project: Project) -> None:
    (folder,) = project.article_folders()
    article(project, folder.text.read_bytes().replace(b"\n", b"\r\n"))
    edit(project, 'prefix: "\\n\\n"', 'prefix: "\\r\\n\\r\\n"')
    edit(project, 'suffix: "\\n\\nHarbour"', 'suffix: "\\r\\n\\r\\nHarbour"')
    assert read(project).passages[0].start == 8


# ---------------------------------------------------------------- the head, refused


@pytest.mark.parametrize("key", ["article", "version", "type", "sha256"])
def test_a_key_that_is_missing_in_the_head(project: Project, key: str) -> None:
    edit(project, f"\n{key}:", "\nnote2:")
    error = refused(project, AnnotationError)
    assert error.what == f"the annotation has no {key}"


def test_another_article(project: Project) -> None:
    edit(project, "article: courier/2031-05-03-harbour", "article: courier/2031-05-03-port")
    error = refused(project, AnnotationError, "courier/2031-05-03-port")
    assert "courier/2031-05-03-harbour" in error.fix


def test_a_folder_that_cannot_be_part_of_an_iri(project: Project) -> None:
    (folder,) = project.article_folders()
    folder.path.rename(folder.path.parent / "Harbour")
    path = project.articles / "courier" / "Harbour" / "annotation.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("courier/2031-05-03-harbour", "courier/Harbour"), encoding="utf-8")
    with pytest.raises(BadIdentifier, match="cannot name an article"):
        read(project)


def test_a_version_that_cannot_be_part_of_an_iri(project: Project) -> None:
    edit(project, 'version: "1"', "version: 1.0")
    refused(project, BadIdentifier, "1.0")


def test_an_article_that_changed(project: Project) -> None:
    (folder,) = project.article_folders()
    folder.text.write_bytes(folder.text.read_bytes() + b" ")
    error = refused(project, ArticleError)
    assert error.at is not None
    assert error.at.file == "annotation.yaml"
    assert hashlib.sha256(folder.text.read_bytes()).hexdigest() in error.why
    assert "raise version" in error.fix


def test_a_missing_article(project: Project) -> None:
    (folder,) = project.article_folders()
    folder.text.unlink()
    with pytest.raises(ArticleError, match=r"article\.txt"):
        read(project)


def test_a_broken_file(project: Project) -> None:
    edit(project, "type: NewsArticle", "type: [NewsArticle")
    with pytest.raises(MalformedYaml):
        read(project)


# ---------------------------------------------------------------- the shape of the file, refused


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("type: NewsArticle", "type: []", "[]"),
        ("type: NewsArticle", "type: [[NewsArticle]]", "[NewsArticle]"),
        ("type: NewsArticle", "type: {a: NewsArticle}", "{a"),
        ("type: NewsArticle", 'type: ""', '""'),
        ("title: Harbour opens, says envoy", 'title: ""', '""'),
        ("affirms: opening/harbour", "affirms: []", "[]"),
        ("affirms: opening/harbour", "affirms: {id: opening/x}", "{id"),
        ("affirms: opening/harbour", "affirms: [[opening/harbour]]", "[opening"),
        ("voice: indirect", "voice: [indirect]", "[indirect"),
        ("context: [dateline, headline]", "context: []", "[]"),
        ("context: [dateline, headline]", "context: [dateline, dateline]", "dateline]"),
        ("name: dateline", "name: headline", "LISBON"),
        ("says:\n      - id: article\n        words: dateline", "says: []", "[]"),
        ("says:\n      - id: article\n        words: dateline", "says: article", "article"),
        ("      - id: article\n        words: dateline", "      - article", "article"),
        ("      - id: article\n        words: dateline", "      - {}", "{}"),
        ("      - id: article\n        words: dateline", "      - id: article", "article"),
        ("id: claim/headline\n        type: Claim", "id: claim/headline", "claim/headline"),
        ("type: [Claim, Denial]", "type: [Claim, Claim]", "Claim]"),
        ("opens: [port-of-ismara, ismara]", "opens: [ismara, ismara]", "ismara]"),
        ("words: envoy", "words: [envoy, envoy]", "envoy]"),
        ("id: ana-lopes\n", "id: claim/opens\n", "claim/opens"),
    ],
)
def test_a_shape_that_says_nothing(project: Project, old: str, new: str, marked: str) -> None:
    edit(project, old, new)
    refused(project, AnnotationError, marked)


@pytest.mark.parametrize(
    ("old", "what"),
    [
        ("  - quote: LISBON, May 3.\n    name", "a passage has no quote"),
        ("    voice: direct\n", "a passage has no voice"),
        ("    says:\n      - id: article\n        words: dateline\n", "a passage has no says"),
        ("    reason: navigation\n", "an entry of nothing has no reason"),
    ],
)
def test_a_key_that_is_missing_below(project: Project, old: str, what: str) -> None:
    edit(project, old, "  - name" if old.startswith("  - ") else "")
    assert refused(project, AnnotationError).what == what


def test_a_node_without_an_id(project: Project) -> None:
    edit(project, "- id: article\n        words: dateline", "- words: dateline")
    assert refused(project, AnnotationError, "words").what == "a node has no id"


def test_an_entry_of_nothing_without_a_quote(project: Project) -> None:
    edit(project, '- quote: Menu\n    prefix: "\\n\\n"', '- prefix: "\\n\\n"')
    assert refused(project, AnnotationError, "prefix").what == "an entry of nothing has no quote"


# ---------------------------------------------------------------- names, refused


@pytest.mark.parametrize(
    ("old", "new", "marked", "nearest"),
    [
        ("publisher: courier", "publsher: courier", "publsher", "publisher"),
        ("nothing:", "nothin:", "nothin", "nothing"),
        ("translation: Der", "translaton: Der", "translaton", "translation"),
        ("voice: indirect", "voice: indirect\n    vioce: x", "vioce", "voice"),
        ("affirms: opening", "afirms: opening", "afirms", "affirms"),
        ("type: Opening", "type: Opening\n        typ: x", "typ:", "type"),
        ("reason: navigation", "reason: navigation\n    reasn: x", "reasn", "reason"),
    ],
)
def test_an_unknown_key(project: Project, old: str, new: str, marked: str, nearest: str) -> None:
    edit(project, old, new)
    assert refused(project, UnknownKey, marked).nearest[0] == nearest


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("title: Harbour", "affirms: ismara\ntitle: Harbour", "affirms"),
        ("    note: A note", "    denies: tovia\n    note: A note", "denies"),
    ],
)
def test_a_key_that_slipped_out_of_its_node(
    project: Project, old: str, new: str, marked: str
) -> None:
    edit(project, old, new)
    error = refused(project, UnknownKey, marked)
    assert error.why == "it is a property of Claim"


@pytest.mark.parametrize(
    ("old", "new", "marked", "nearest"),
    [
        ("type: NewsArticle", "type: NewsArtcle", "NewsArtcle", "NewsArticle"),
        ("type: [Claim, Denial]", "type: [Claim, denial]", "denial", "Denial"),
        ("voice: indirect", "voice: indirekt", "indirekt", "indirect"),
    ],
)
def test_an_unknown_term(project: Project, old: str, new: str, marked: str, nearest: str) -> None:
    edit(project, old, new)
    assert refused(project, UnknownTerm, marked).nearest[0] == nearest


@pytest.mark.parametrize(
    ("old", "new", "marked", "nearest"),
    [
        ("publisher: courier", "publisher: couriere", "couriere", "courier"),
        ("madeBy: ana-lopes", "madeBy: anna-lopes", "anna-lopes", "ana-lopes"),
        (
            "affirms: opening/harbour",
            "affirms: opening/harbor",
            "opening/harbor",
            "opening/harbour",
        ),
        ("force: states", "force: state", "state", "states"),
        ("id: ana-lopes", "id: ana-lopez", "ana-lopez", "ana-lopes"),
        ("context: [dateline,", "context: [datelin,", "datelin", "dateline"),
    ],
)
def test_an_unknown_entity(project: Project, old: str, new: str, marked: str, nearest: str) -> None:
    edit(project, old, new)
    assert refused(project, UnknownEntity, marked).nearest[0] == nearest


@pytest.mark.parametrize("name", ["Ana Lopes", "ANA-LOPES"])
def test_a_name_in_place_of_an_id(project: Project, name: str) -> None:
    edit(project, "madeBy: ana-lopes", f"madeBy: {name}")
    assert refused(project, BadIdentifier, name).nearest[0] == "ana-lopes"


def test_values_that_the_ontology_lists(project: Project) -> None:
    edit(project, "force: states", "force: mumbles")
    error = refused(project, UnknownEntity, "mumbles")
    assert error.what == "force cannot be mumbles"
    assert "states" in error.fix
    assert "register" not in error.fix


def test_an_id_without_a_kind_is_told_of_kinds(project: Project) -> None:
    edit(project, "id: ana-lopes", "id: storm")
    fix = refused(project, UnknownEntity, "storm").fix
    assert "; if this article alone speaks of it, give it a kind: event/storm; or add these" in fix


def test_what_nothing_declares_comes_with_the_lines_to_paste(project: Project) -> None:
    edit(project, "madeBy: ana-lopes", "madeBy: zoe-lovas")
    fix = refused(project, UnknownEntity, "zoe-lovas").fix
    assert fix.startswith("correct the id; or add these lines to articles/register.ttl, with the")
    _, *entry = fix.splitlines()
    with project.register.open("a", encoding="utf-8") as register:
        register.write("@prefix dcterms: <http://purl.org/dc/terms/> .\n" + "\n".join(entry))
    assert read(project).passages
    entity = load_register(project, load_vocabulary(project)).entities["zoe-lovas"]
    assert entity.label == "Zoe Lovas"
    assert entity.types == {TERMS + "Person"}


def test_a_key_in_place_of_a_value(project: Project) -> None:
    edit(project, "force: states", "force: denies")
    error = refused(project, UnknownEntity, "denies")
    assert error.what == "force cannot be denies"
    assert error.why == "denies is a key by itself, and not a value of force"
    assert error.fix.startswith("write denies: and the id of what that is, and for force one of ")
    assert error.nearest == ()


def test_individuals_out_of_range_are_not_suggested(project: Project) -> None:
    edit(project, "force: states", "force: indirekt")
    assert "indirect" not in refused(project, UnknownEntity).nearest


def test_a_passage_is_no_context_of_itself(project: Project) -> None:
    edit(project, "    name: dateline\n", "    name: dateline\n    context: dateline\n")
    refused(project, UnknownEntity, "dateline")


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("id: claim/headline", "id: https://example.org/claim", "https"),
        ("id: claim/headline", "id: Claim/headline", "Claim/"),
        ("id: claim/headline", "id: claim/head/line", "claim/head/line"),
        ("id: claim/headline", "id: gazette/a/v1/claim/headline", "gazette/a/v1"),
        ("madeBy: ana-lopes", "madeBy: id:ana-lopes", "id:ana-lopes"),
        ("madeBy: ana-lopes", "madeBy: Ana Lopes", "Ana Lopes"),
        ("madeBy: ana-lopes", "madeBy: gazette/2031-05-02-lake/claim/a", "gazette"),
        ("- claim/opens", "- courier/2031-05-03-harbour/v1/claim/opens", "courier/"),
    ],
)
def test_a_bad_id(project: Project, old: str, new: str, marked: str) -> None:
    edit(project, old, new)
    refused(project, BadIdentifier, marked)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ('published: "2031-05-03"', 'published: "2031-02-30"', '"2031-02-30"'),
        ('madeOn: "2031-05-03"', "madeOn: May 3", "May 3"),
        ('at: "2031-05-03T09:30:00Z"', 'at: "2031-05-03"', '"2031-05-03"'),
        ('ships: "12"', 'ships: "-1"', '"-1"'),
        ('ships: "12"', 'ships: "012"', '"012"'),
        ('ships: "12"', "ships: {a: b}", "{a"),
        ('tonnage: "-300"', "tonnage: some", "some"),
        ('share: "0.5"', "share: 0.50", "0.50"),
        ('underway: "true"', "underway: yes", "yes"),
        ("page: https://courier.example/harbour", "page: courier.example", "courier.example"),
    ],
)
def test_a_bad_scalar(project: Project, old: str, new: str, marked: str) -> None:
    edit(project, old, new)
    refused(project, BadScalar, marked)


# ---------------------------------------------------------------- characters, refused


def test_a_quote_that_is_not_there(project: Project) -> None:
    edit(project, "quote: LISBON, May 3.", "quote: LISBON, May 4.")
    with pytest.raises(QuoteNotFound):
        read(project)


def test_a_quote_that_is_there_twice(project: Project) -> None:
    edit(project, '    prefix: "\\n\\n"\n', "")
    with pytest.raises(QuoteAmbiguous):
        read(project)


def test_passages_out_of_order(project: Project) -> None:
    edit(project, "quote: 12 ships\n", "quote: Tovia denied\n")
    error = refused(project, AnnotationError, "Tovia denied")
    assert "out of order" in error.what
    assert "annotation.yaml:63:12" in error.why


def test_the_longer_passage_comes_first(project: Project) -> None:
    edit(project, "quote: Tovia keeps 12 ships in the harbour.", "quote: Tovia keeps 12")
    edit(project, "quote: 12 ships\n", "quote: Tovia keeps 12 ships in the harbour.\n")
    assert "out of order" in refused(project, AnnotationError).what


def test_two_passages_with_the_same_characters(project: Project) -> None:
    edit(project, "quote: 12 ships\n", "quote: Tovia keeps 12 ships in the harbour.\n")
    assert refused(project, AnnotationError).what == "two passages have the same characters"


def test_nothing_within_a_passage(project: Project) -> None:
    edit(project, "nothing:", "nothing:\n  - quote: Harbour\n    reason: a word")
    error = refused(project, AnnotationError, "Harbour")
    assert "annotation.yaml:18:12" in error.why


def test_nothing_twice(project: Project) -> None:
    edit(project, "nothing:", 'nothing:\n  - quote: "Menu\\n\\nHar"\n    reason: a word')
    edit(project, '  - quote: "Menu\\n\\nHar"', '  - quote: "nu\\n"\n    suffix: "\\nHar"')
    assert "annotated elsewhere" in refused(project, AnnotationError).what


def test_every_uncovered_run_is_listed(project: Project) -> None:
    edit(project, "quote: LISBON, May 3.", "quote: LISBON, May")
    edit(project, "quote: Tovia keeps 12 ships in the harbour.", "quote: keeps 12 ships in the")
    error = refused(project, Uncovered, "3.")
    assert error.what.startswith("3 runs ")
    assert str(error.at) == "article.txt:5:13"
    assert [line.strip() for line in error.why.splitlines()[1:]] == [
        'article.txt:5:13  "3."',
        'article.txt:6:1  "Tovia"',
        'article.txt:6:29  "harbour."',
    ]


def test_a_run_ends_with_its_line(project: Project) -> None:
    (folder,) = project.article_folders()
    article(project, folder.text.read_bytes() + "\nA\u00a0 b 🕊 c\r\n\td ".encode())
    error = refused(project, Uncovered)
    assert error.what.startswith("2 runs ")
    assert "article.txt:10:1  " in error.why
    assert 'article.txt:11:2  "d"' in error.why


def test_a_byte_order_mark_need_not_be_accounted_for(project: Project) -> None:
    (folder,) = project.article_folders()
    article(project, "\ufeff".encode() + folder.text.read_bytes())
    assert read(project).passages
    article(project, "\ufeff".encode() + folder.text.read_bytes())
    assert 'article.txt:1:2  "\\ufeff"' in refused(project, Uncovered).why


def test_one_run(project: Project) -> None:
    edit(project, "quote: LISBON, May 3.", "quote: LISBON, May 3")
    error = refused(project, Uncovered, ".")
    assert error.what.startswith("1 run of")
