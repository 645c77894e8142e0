"""An article, sentence by sentence."""

import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ArticleError
from kg.project import Project
from kg.reading import Read, Reading, list_articles, read
from kg.reading.page import list_page, markdown_page, text_page
from tests.reading_sample import INVENTED, ROOT, reading_of, store_of

PAGE = ROOT / "docs" / "articles" / "tass-2020-11-12-turkish-peacekeepers.md"
SGR = re.compile(r"\x1b\[\d+m")


@pytest.fixture(scope="module")
def tass(tass_quads: tuple[ox.Quad, ...]) -> Reading:
    return reading_of(ROOT, tass_quads)


@pytest.fixture(scope="module")
def invented(invented_quads: tuple[ox.Quad, ...]) -> Reading:
    return reading_of(INVENTED, invented_quads)


@pytest.fixture(params=["tass", "invented"])
def reading(request: pytest.FixtureRequest) -> Reading:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Reading)
    return found


def reads(reading: Reading) -> list[Read]:
    return [read for row in reading.rows for read in row.passages]


def text_of(reading: Reading, root: Path) -> str:
    return (root / "articles" / reading.article.id / "article.txt").read_bytes().decode()


# ---------------------------------------------------------------- the model


def test_every_sentence_is_there_and_accounted_for(tass: Reading) -> None:
    text = text_of(tass, ROOT)
    assert "".join(text.split()) == "".join("".join(row.text for row in tass.rows).split())
    for row in tass.rows:
        covered = [False] * len(row.text)
        for found in (*row.continued, *row.passages):
            for place in range(found.passage.start, found.passage.end):
                if row.start <= place < row.end:
                    covered[place - row.start] = True
        assert all(
            is_covered or character.isspace()
            for is_covered, character in zip(covered, row.text, strict=True)
        ), row.text


def test_every_passage_begins_in_one_sentence(reading: Reading) -> None:
    numbered = [read.number for read in reads(reading) if read.number]
    assert numbered == list(range(1, reading.passages + 1))
    assert len({read.passage.iri for read in reads(reading)}) == len(reads(reading))


def test_passages_say_something_and_the_rest_says_why_not(reading: Reading) -> None:
    for found in reads(reading):
        if found.number:
            assert found.says
            assert not found.passage.reason
        else:
            assert not found.says
            assert found.passage.reason


def test_a_passage_over_two_sentences_goes_on(invented: Reading) -> None:
    (row,) = [row for row in invented.rows if row.text.startswith("Photo:")]
    assert not row.passages
    assert [read.passage.quote.splitlines()[1] for read in row.continued] == [row.text]


def test_only_the_outlet_states_facts(reading: Reading) -> None:
    kinds = {read.passage.voice_name: set[str]() for read in reads(reading) if read.number}
    for found in reads(reading):
        if found.number:
            kinds[found.passage.voice_name] |= {saying.kind for saying in found.says}
    assert {voice for voice, found in kinds.items() if "fact" in found} == {"outlet's voice"}


def test_articles_are_listed(tass_quads: tuple[ox.Quad, ...]) -> None:
    (entry,) = list_articles(store_of(tass_quads))
    assert entry.article.id == "tass/2020-11-12-turkish-peacekeepers"
    assert entry.passages > 35
    assert entry.claims > 20
    page = list_page([entry], width=80)
    assert page.splitlines()[-1] == (
        f"  TASS, 12 November 2020 · {entry.passages} passages · {entry.claims} claims"
    )


def test_no_article() -> None:
    assert list_articles(ox.Store()) == []
    assert "kg new FILE" in list_page([], width=80)


def test_a_text_that_is_gone(tass_quads: tuple[ox.Quad, ...], tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    graph = store_of(tass_quads)
    (entry,) = list_articles(graph)
    with pytest.raises(ArticleError, match="there is no article"):
        read(Project.find(tmp_path), graph, entry.article)


# ---------------------------------------------------------------- pages


def test_the_page_in_docs_is_up_to_date(tass: Reading) -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown_page(tass), (
        f"run: kg article {tass.article.id} --format markdown --output {PAGE.relative_to(ROOT)}"
    )


def test_a_page_says_whose_the_text_is(tass: Reading) -> None:
    line = markdown_page(tass).splitlines()[3]
    assert line.startswith("> © TASS. The text belongs to the outlet")


def test_a_table_has_three_cells_in_every_row(reading: Reading) -> None:
    rows = [line for line in markdown_page(reading).splitlines() if line.startswith("| ")]
    assert len(rows) > len(reading.rows) + 1
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4}


def test_every_sentence_stands_in_the_table_once(reading: Reading) -> None:
    numbers = re.findall(r"^\| \*\*(\d+)\*\* ", markdown_page(reading), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, len(reading.rows) + 1)]


@pytest.mark.parametrize("width", [80, 120])
def test_a_page_fits_and_cuts_nothing(reading: Reading, width: int) -> None:
    page = text_page(reading, width=width, colour=False)
    assert max(map(len, page.splitlines())) <= width
    assert "\x1b" not in page
    words = " ".join(page.split())
    for row in reading.rows:
        assert " ".join(row.text.split()) in words
    for found in reads(reading):
        for saying in found.says:
            assert " ".join(saying.words.split()) in words
        assert " ".join(found.passage.reason.split()) in words
        for note in found.passage.notes:
            assert " ".join(note.split()) in words


def test_a_part_of_a_sentence_is_quoted_and_a_whole_one_is_not(tass: Reading) -> None:
    page = text_page(tass, width=10_000, colour=False)
    assert " 6  outlet's voice\n" in page
    assert 'read with 14 · “adding that "there were no such agreements."”\n' in page


def test_nothing_says_why(tass: Reading) -> None:
    page = text_page(tass, width=80, colour=False)
    assert "All news\n     nothing: a link of the web page\n" in page


def test_colours_change_nothing_but_colour(reading: Reading) -> None:
    plain = text_page(reading, width=80, colour=False).splitlines()
    coloured = [
        SGR.sub("", line) for line in text_page(reading, width=80, colour=True).splitlines()
    ]
    legend = [line for line in coloured if line not in plain]
    assert len(legend) == 1
    assert set(legend[0].split(" · ")) >= {"outlet's voice", "direct speech", "indirect speech"}
    assert [line for line in coloured if line not in legend] == plain


@pytest.mark.parametrize("space", ["\t", "\r", "\x1c", "\u2028"])
def test_white_space_is_shown_as_a_blank_is(tass: Reading, space: str) -> None:
    rows = [replace(row, text=row.text.replace(" ", space)) for row in tass.rows]
    told = replace(tass, rows=tuple(rows))
    for colour in (False, True):
        assert text_page(told, width=80, colour=colour) == text_page(tass, width=80, colour=colour)


def test_the_inner_passage_gives_the_colour(tass: Reading) -> None:
    page = text_page(tass, width=10_000, colour=True)
    assert "\x1b[0m\x1b[32mKremlin Spokesman Dmitry Peskov \x1b[0m\x1b[33mtold reporters" in page
    assert "\x1b[2mAll news\x1b[0m" in page
