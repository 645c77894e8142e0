"""All mistakes of an annotation are told at once, and none that only follows from another."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotation import read_annotation
from kg.errors import KgError, Mistakes
from kg.project import Project
from kg.vocabulary import load_vocabulary
from kg.vocabulary.register import load_register

HARBOUR = Path(__file__).parent.parent / "cases" / "harbour"

Edit = tuple[str, str]


class Desk:
    """An annotation to spoil, again and again."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(HARBOUR, root)
        project = Project.find(root)
        self.vocabulary = load_vocabulary(project)
        self.register = load_register(project, self.vocabulary)
        (self.folder,) = project.article_folders()
        self.text = self.folder.annotation.read_text(encoding="utf-8")

    def errors(self, *edits: Edit) -> list[KgError]:
        """Return what is wrong after ``edits``, each made where its text first stands."""
        text = self.text
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new, 1)
        self.folder.annotation.write_text(text, encoding="utf-8")
        try:
            read_annotation(self.folder, self.vocabulary, self.register)
        except KgError as error:
            return list(error.errors) if isinstance(error, Mistakes) else [error]
        return []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("mistakes") / "project")


INDEPENDENT: dict[str, tuple[Edit, str]] = {
    "another article": (
        ("article: courier/2031-05-03-harbour", "article: courier/2031-05-03-port"),
        "the annotation is of courier/2031-05-03-port",
    ),
    "a bad version": (('version: "1"', "version: NO"), "'NO' cannot be a version"),
    "an unknown class": (("type: NewsArticle", "type: NewsArtcle"), "NewsArtcle is no class"),
    "an unknown register id": (
        ("publisher: courier", "publisher: couriere"),
        "nothing is declared as couriere",
    ),
    "a bad date": (
        ('published: "2031-05-03"', 'published: "2031-02-30"'),
        "published cannot be '2031-02-30'",
    ),
    "an unknown key at the top": (("\nnote:", "\nnoote:"), "noote is no key here"),
    "an unknown voice": (("voice: indirect", "voice: indirekt"), "indirekt is no voice"),
    "a quote that is not there": (
        ("quote: LISBON, May 3.", "quote: LISBON, May 4."),
        "the quote is not in the text",
    ),
    "an empty list": (("context: [dateline, headline]", "context: []"), "the list of context"),
    "a name that no passage has": (
        ("context: [dateline,", "context: [datelin,"),
        "no other passage goes by the name datelin",
    ),
    "an id in the wrong case": (("id: claim/headline", "id: Claim/Headline"), "'Claim/Headline'"),
    "an unknown local id": (
        ("keeps: fleet/tovia", "keeps: fleet/tova"),
        "nothing is declared as fleet/tova",
    ),
    "a class in the wrong case": (("type: [Claim, Denial]", "type: [Claim, denial]"), "denial is"),
    "a misspelt key": (("madeBy: ana-lopes", "madBy: ana-lopes"), "madBy is no key here"),
    "a value that is not listed": (("force: states", "force: mumbles"), "force cannot be mumbles"),
    "a value twice": (("words: envoy", "words: [envoy, envoy]"), "words has the same value twice"),
    "a missing voice": (
        ("    voice: unresolved\n", "    # none\n"),
        "a passage has no voice",
    ),
    "a mapping": (('ships: "12"', "ships: {a: b}"), "ships holds a mapping"),
    "an ambiguous quote": (('    prefix: "\\n\\n"\n', ""), "the quote occurs 2 times"),
    "no reason": (
        ('    suffix: "\\n\\nHarbour"\n    reason: ', '    suffix: "\\n\\nHarbour"\n    raeson: '),
        "an entry of nothing has no reason",
    ),
}
"""Mistakes with the edit that makes each and what is said of it; two of them edit one line."""

ON_ONE_LINE = {"an empty list", "a name that no passage has"}


@given(
    st.sets(st.sampled_from(sorted(INDEPENDENT)), min_size=1).filter(
        lambda planted: not planted >= ON_ONE_LINE
    )
)
@settings(max_examples=60, deadline=None)
def test_each_planted_mistake_is_told_once(desk: Desk, planted: set[str]) -> None:
    errors = desk.errors(*(INDEPENDENT[name][0] for name in sorted(planted)))
    told = [error.what for error in errors]
    for name in planted:
        assert sum(INDEPENDENT[name][1] in what for what in told) == 1, (name, told)
    assert len(told) == len(planted), told
    places = [error.at for error in errors if error.at]
    assert len(places) == len(errors)
    assert places == sorted(places)
    assert desk.errors() == []


@pytest.mark.parametrize("name", INDEPENDENT)
def test_a_mistake_alone_is_told_as_itself(desk: Desk, name: str) -> None:
    edit, what = INDEPENDENT[name]
    (error,) = desk.errors(edit)
    assert what in error.what


CONSEQUENCES: dict[str, tuple[Edit, str]] = {
    "an id in the wrong case": (
        ("- id: opening/harbour", "- id: Opening/Harbour"),
        "'Opening/Harbour' is no id",
    ),
    "an id written in full": (
        ("- id: opening/harbour", "- id: courier/2031-05-03-harbour/v1/opening/harbour"),
        "courier/2031-05-03-harbour/v1/opening/harbour is an id of an article",
    ),
    "an id of another kind": (("- id: opening/harbour", "- id: [opening/harbour]"), "id holds a"),
    "a misspelt id": (("- id: opening/harbour", "- idd: opening/harbour"), "a node has no id"),
    "a misspelt type": (
        ("type: Opening", "typ: Opening"),
        "opening/harbour has no type",
    ),
    "an unknown class": (("type: Opening", "type: Opning"), "Opning is no class"),
    "a class that is no text": (("type: Opening", "type: {a: b}"), "type holds a mapping"),
    "a passage without what it says": (("    says:\n", "    sayz:\n"), "a passage has no says"),
    "a misspelt name": (("name: dateline", "nam: dateline"), "nam is no key here"),
    "a name that is no text": (("name: dateline", "name: [dateline]"), "name holds a list"),
    "a name twice": (("name: dateline", "name: headline"), "two passages go by the name headline"),
    "a named passage that is not found": (
        ("quote: LISBON, May 3.", "quote: LISBON, May 4."),
        "the quote is not in the text",
    ),
    "a passage that is none": (("passages:\n", "passages:\n  - dateline\n"), "an item of passages"),
    "passages that are no list": (("passages:\n", "passages: {}\npages:\n"), "passages holds no"),
    "a misspelt list of passages": (("passages:\n", "pasages:\n"), "pasages is no key here"),
    "a misspelt prefix": (('    prefix: "\\n\\n"', '    prefi: "\\n\\n"'), "prefi is no key here"),
    "a prefix that is no text": (('    prefix: "\\n\\n"', "    prefix: []"), "prefix holds a list"),
    "a misspelt nothing": (("nothing:", "nothin:"), "nothin is no key here"),
    "a digest that is no text": (("sha256: ", "sha256: [a]\nnote2: "), "sha256 holds a list"),
    "a misspelt digest": (("sha256: ", "sha265: "), "the annotation has no sha256"),
}


@pytest.mark.parametrize("name", CONSEQUENCES)
def test_what_only_follows_from_a_mistake_is_not_told(desk: Desk, name: str) -> None:
    edit, what = CONSEQUENCES[name]
    told = [error.what for error in desk.errors(edit)]
    if name in ("passages that are no list", "a digest that is no text"):
        # The edit itself makes a second mistake.
        assert "is no key here" in told.pop()
    assert len(told) == 1, told
    assert what in told[0]


def test_each_item_of_a_list_is_tried(desk: Desk) -> None:
    errors = desk.errors(
        ("context: [dateline, headline]", "context: [[a], datelin, headline, headline]"),
        ("opens: [port-of-ismara, ismara]", "opens: [Ismara, {a: b}, ismara, ismara]"),
    )
    assert [error.what for error in errors] == [
        "'Ismara' is no id",
        "opens holds a mapping",
        "opens has the same value twice",
        "context holds a list",
        "no other passage goes by the name datelin",
        "context has headline twice",
    ]


def test_an_unknown_id_is_told_wherever_it_stands(desk: Desk) -> None:
    errors = desk.errors(("- id: opening/harbour", "- id: opening/harbor"))
    assert {error.what for error in errors} == {"nothing is declared as opening/harbour"}
    assert len({error.at for error in errors}) == len(errors) == 2


def test_a_text_that_changed_says_nothing_of_the_quotes_but_much_of_the_rest(desk: Desk) -> None:
    errors = desk.errors(
        ("sha256: ", "sha256: x"),
        ("quote: LISBON, May 3.", "quote: LISBON, May 4."),
        ("voice: indirect", "voice: indirekt"),
    )
    assert [error.what for error in errors] == [
        f"{errors[0].what.split()[0]} is not the text that was annotated",
        "indirekt is no voice",
    ]


def test_text_that_is_not_accounted_for_is_told_with_other_mistakes(desk: Desk) -> None:
    errors = desk.errors(
        ("quote: LISBON, May 3.", "quote: LISBON, May"),
        ("voice: indirect", "voice: indirekt"),
        ('published: "2031-05-03"', 'published: "2031-02-30"'),
    )
    assert [type(error).__name__ for error in errors] == ["BadScalar", "UnknownTerm", "Uncovered"]


def test_a_missing_text_comes_first(desk: Desk) -> None:
    data = desk.folder.text.read_bytes()
    desk.folder.text.unlink()
    try:
        errors = desk.errors(("voice: indirect", "voice: indirekt"))
    finally:
        desk.folder.text.write_bytes(data)
    assert errors[0].what.startswith("there is no article")
    assert [error.what for error in errors[1:]] == ["indirekt is no voice"]


def test_each_passage_out_of_order_and_each_entry_that_overlaps_is_told(desk: Desk) -> None:
    errors = desk.errors(
        ("quote: 12 ships\n", "quote: Tovia denied\n"),
        ("nothing:", "nothing:\n  - quote: Harbour\n    reason: a word"),
        ("nothing:", "nothing:\n  - quote: LISBON\n    reason: a word"),
    )
    whats = [error.what for error in errors]
    assert len(whats) == 3
    assert "out of order" in whats[0]
    assert all("annotated elsewhere" in what for what in whats[1:])
