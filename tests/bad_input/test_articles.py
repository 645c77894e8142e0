"""Articles and annotations that cannot be what an author meant."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.bad_input.desk import ANNOTATION, ANSWER, ASK, PATROLS, TEXT, Desk, Ended

Spoil = Callable[[Desk], object]

FIRST = "Patrols cross Mirror Lake every night."


def written(name: str, content: str | bytes) -> Spoil:
    return lambda desk: desk.write(name, content)


def replaced(old: str, new: str) -> Spoil:
    return lambda desk: desk.replace(ANNOTATION, old, new)


def folder_instead(name: str) -> Spoil:
    def spoil(desk: Desk) -> None:
        desk.remove(name)
        (desk.root / name).mkdir()

    return spoil


def test_the_desk_is_in_order(desk: Desk) -> None:
    with desk.unchanged():
        assert desk.kg(*ASK) == Ended(0, ANSWER, "")
    desk.check_the_old_graph_answers()


# ---------------------------------------------------------------- the text

TEXTS = {
    "missing": (
        lambda desk: desk.remove(TEXT),
        f"there is no article {TEXT}",
        "",
    ),
    "a folder": (folder_instead(TEXT), f"{TEXT} is a folder", ""),
    "empty": (written(TEXT, b""), f"{TEXT} is empty", f"{TEXT}:1:1"),
    "white space": (written(TEXT, " \n\t\n"), f"{TEXT} is empty", f"{TEXT}:1:1"),
    "binary": (written(TEXT, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "is not a text", f"{TEXT}:3:1"),
    "UTF-16": (written(TEXT, "Patrols".encode("utf-16")), "is not a text", f"{TEXT}:1:4"),
    "Latin-1": (written(TEXT, b"One.\nCaf\xe9."), "is not UTF-8", f"{TEXT}:2:4"),
    "changed": (
        lambda desk: desk.replace(TEXT, "lake", "sea"),
        "is not the text that was annotated",
        f"{ANNOTATION}:5:9",
    ),
    "a line break more": (
        lambda desk: desk.replace(TEXT, "night. ", "night.\r\n"),
        "is not the text that was annotated",
        f"{ANNOTATION}:5:9",
    ),
}


@pytest.mark.parametrize(("spoil", "what", "at"), TEXTS.values(), ids=TEXTS)
def test_a_wrong_text(desk: Desk, spoil: Spoil, what: str, at: str) -> None:
    spoil(desk)
    for words in (("build",), ASK, ("validate",)):
        refusal = desk.refused(*words)
        assert what in refusal.what
        assert refusal.at == at
        assert refusal.why or not at
    desk.check_the_old_graph_answers()


# ---------------------------------------------------------------- YAML

LETTERS = "abcdefghi"
BOMB = "a: &a [x, x]\n" + "\n".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in pairwise(LETTERS)
)
DEEP = 10_000
NESTED = "the file is nested more than 32 deep"
YAML = {
    "empty": (b"", "annotation.yaml is empty", "1:1"),
    "only a comment": ("# later\n", "annotation.yaml is empty", "1:1"),
    "not a mapping": ("- a\n- b\n", "", "1:1"),
    "malformed": ("article: [a,\n", "the file is not YAML", "2:1"),
    "an open quote": ('article: "a\n', "the file is not YAML", "1:10"),
    "two documents": ("a: b\n---\na: b\n", "", "2:1"),
    "a duplicate key": ("article: a\narticle: b\n", "the key article is there twice", "2:1"),
    "aliases that explode": (BOMB, "the file uses the anchor &a", "1:4"),
    "an alias of nothing": ("a: *b\n", "the file uses the alias *b", "1:4"),
    "a tag": ("a: !!python/object:os.system b\n", "", "1:4"),
    "deep blocks": ("".join(f"{' ' * n}a:\n" for n in range(DEEP)), NESTED, "33:33"),
    "deep lists": ("- " * DEEP, NESTED, "1:65"),
    "deep brackets": ("a: " + "[" * DEEP, NESTED, "1:35"),
    "deep and closed": ("a: " + "[" * DEEP + "]" * DEEP, NESTED, "1:35"),
    "deep braces": ("{a: " * DEEP, NESTED, "1:129"),
    "a tab": ("article: a\npassages:\n\t- quote: b\n", "the file contains a tab", "3:1"),
    "not UTF-8": (b"article: caf\xe9\n", "annotation.yaml is not UTF-8", "1:13"),
    "binary": (b"\x7fELF\0\0", "", "1:1"),
}


@pytest.mark.parametrize(("content", "what", "place"), YAML.values(), ids=YAML)
def test_a_file_that_is_not_yaml_as_accord_reads_it(
    desk: Desk, content: str | bytes, what: str, place: str
) -> None:
    desk.write(ANNOTATION, content)
    refusal = desk.refused("build")
    assert what in refusal.what
    assert refusal.at == f"{ANNOTATION}:{place}"
    assert refusal.why
    desk.check_the_old_graph_answers()


def test_an_annotation_that_is_a_folder(desk: Desk) -> None:
    folder_instead(ANNOTATION)(desk)
    refusal = desk.refused("build")
    assert ANNOTATION in refusal.what
    assert refusal.why == "Is a directory"
    desk.check_the_old_graph_answers()


# ---------------------------------------------------------------- what an annotation says

NOT_THERE = "the quote is not in the text"
ANNOTATIONS = {
    "an unquoted NO": (
        replaced('version: "1"', "version: NO"),
        "'NO' cannot be a version",
        "2:10",
        "",
    ),
    "another article": (
        replaced("lake-patrols", "lake-patrol"),
        "the annotation is of gazette/2031-05-02-lake-patrol and stands in the folder",
        "1:10",
        "",
    ),
    "an unknown key": (
        replaced("madeBy:", "madBy:"),
        "madBy is no key here",
        "20:9",
        "madeBy",
    ),
    "an unknown key at the top": (
        replaced("publisher:", "publishr:"),
        "publishr is no key here",
        "4:1",
        "publisher",
    ),
    "an unknown class": (
        replaced("type: Patrol", "type: Patroll"),
        "Patroll is no class",
        "12:15",
        "Patrol",
    ),
    "an unknown entity": (
        replaced("mirror-lake", "miror-lake"),
        "nothing is declared as miror-lake",
        "14:18",
        "mirror-lake",
    ),
    "an unknown node": (
        replaced("denies: withdrawal/lake", "denies: withdrawal/lak"),
        "withdrawal/lak",
        "21:17",
        "withdrawal/lake",
    ),
    "a bad id": (
        replaced("id: patrol/night", "id: Patrol Night"),
        "Patrol Night",
        "11:13",
        "",
    ),
    "an unknown voice": (
        replaced("voice: outlet", "voice: outlt"),
        "outlt is no voice",
        "9:12",
        "outlet",
    ),
    "a quote from elsewhere": (
        replaced(FIRST, "Nothing of the kind"),
        NOT_THERE,
        "8:12",
        "",
    ),
    "a quote that is almost right": (
        replaced("Mirror Lake every", "Miror Lake every"),
        NOT_THERE,
        "8:12",
        f'"{FIRST}"',
    ),
    "a quote with other quotation marks": (
        replaced("“Nobody has withdrawn,”", "'\"Nobody has withdrawn,\" Ada Holm said.' #"),
        NOT_THERE,
        "15:12",
        '"“Nobody has withdrawn,” Ada Holm said."',
    ),
    "a quote of many places": (
        replaced(FIRST, "a"),
        "the quote occurs 9 times",
        "8:12",
        "",
    ),
    "nothing to quote": (
        replaced(FIRST, '""'),
        "",
        "8:12",
        "",
    ),
}


@pytest.mark.parametrize(
    ("spoil", "what", "place", "nearest"), ANNOTATIONS.values(), ids=ANNOTATIONS
)
def test_a_wrong_annotation(desk: Desk, spoil: Spoil, what: str, place: str, nearest: str) -> None:
    spoil(desk)
    for words in (("build",), ASK):
        refusal = desk.refused(*words)
        assert what in refusal.what
        assert refusal.at == f"{ANNOTATION}:{place}"
        assert refusal.why
        assert nearest in refusal.nearest
    desk.check_the_old_graph_answers()


def test_all_mistakes_are_told_at_once_and_the_build_passes_when_they_are_mended(
    desk: Desk,
) -> None:
    planted = (
        "an unknown key at the top",
        "an unknown class",
        "an unknown entity",
        "an unknown voice",
        "a quote that is almost right",
        "an unknown key",
        "an unknown node",
    )
    for name in planted:
        ANNOTATIONS[name][0](desk)
    for words in (("build",), ASK, ("validate",), ("validate", "--format", "json")):
        with desk.unchanged():
            ended = desk.kg(*words)
        assert ended.code == 2
        assert ended.out == ""
        last = ended.err.splitlines()[-1]
        assert last.startswith(f"error: there are {len(planted)} mistakes")
        messages = ended.err.partition("error: ")[2].split("error: ")[:-1]
        assert len(messages) == len(planted)
        for name in planted:
            _, what, place, nearest = ANNOTATIONS[name]
            (message,) = (m for m in messages if f"{ANNOTATION}:{place}\n" in m)
            assert what in message.splitlines()[0]
            assert nearest in message
            assert "  do:  " in message
        places = [int(m.partition(f"{ANNOTATION}:")[2].partition(":")[0]) for m in messages]
        assert places == sorted(places)
    desk.check_the_old_graph_answers()
    assert desk.kg("build", "--force").code == 0


def test_the_first_difference_of_a_quote_is_named(desk: Desk) -> None:
    desk.replace(ANNOTATION, "Mirror Lake every", "Miror Lake every")
    refusal = desk.refused("build")
    assert "the text has r U+0072" in refusal.why
    assert "the quote has o U+006F" in refusal.why
    assert f"{TEXT}:1:18" in refusal.why


def test_every_place_of_an_ambiguous_quote_is_named_with_what_tells_it_apart(desk: Desk) -> None:
    desk.replace(ANNOTATION, FIRST, "a")
    places = desk.refused("build").fix.splitlines()[1:]
    assert len(places) == 9
    assert all(f"# {TEXT}:1:" in place for place in places)
    assert places[0].strip().startswith('prefix: "P"')


def test_an_annotation_without_its_article(desk: Desk) -> None:
    (desk.root / PATROLS).rename(desk.root / "elsewhere")
    desk.write(ANNOTATION, (desk.root / "elsewhere" / "annotation.yaml").read_bytes())
    assert desk.refused("build").what == f"there is no article {TEXT}"


def test_text_that_no_passage_accounts_for(desk: Desk) -> None:
    desk.replace(ANNOTATION, f"quote: {FIRST}", "quote: Patrols cross Mirror Lake")
    refusal = desk.refused("build")
    assert refusal.what == (
        "1 run of characters of the article is in no passage and under no reason"
    )
    assert refusal.at == f"{TEXT}:1:27"
    assert '"every night."' in refusal.why
    desk.check_the_old_graph_answers()


def test_a_violation_has_an_exit_code_of_its_own(desk: Desk) -> None:
    desk.replace(ANNOTATION, "        madeBy: ada-holm\n", "")
    refusal = desk.refused("build", code=1)
    assert refusal.what == "there is one violation in the data"
    assert ANNOTATION in refusal.why
    assert "kg validate" in refusal.fix
    desk.check_the_old_graph_answers()


# ---------------------------------------------------------------- folders of articles


@pytest.mark.parametrize(
    ("name", "what", "fix"),
    [
        (
            "Ferry Talks",
            "the folder gazette/Ferry Talks cannot name an article",
            "rename the folder to <outlet>/<date>-<slug>",
        ),
        (
            "2031-05-03-ferry-talk",
            "stands in the folder of gazette/2031-05-03-ferry-talk",
            "write article: gazette/2031-05-03-ferry-talk",
        ),
    ],
)
def test_a_folder_with_another_name_than_its_article(
    desk: Desk, name: str, what: str, fix: str
) -> None:
    outlet = desk.root / "articles" / "gazette"
    (outlet / "2031-05-03-ferry-talks").rename(outlet / name)
    refusal = desk.refused("build")
    assert what in refusal.what
    assert refusal.fix.startswith(fix)
    assert refusal.at == f"articles/gazette/{name}/annotation.yaml:1:10"
    desk.check_the_old_graph_answers()


def test_a_folder_whose_name_is_not_text(desk: Desk) -> None:
    outlet = desk.root / "articles" / "gazette"
    (outlet / "2031-05-03-ferry-talks").rename(outlet / "\udcff")
    ended = desk.process("build")
    assert ended.code == 2
    assert "is not UTF-8" in ended.err
    assert "  do:  rename it" in ended.err


def test_hidden_files_of_editors_are_no_part_of_a_project(desk: Desk) -> None:
    for name in ("ontology/.core.ttl", "shapes/._core.ttl", "queries/.patrols.rq"):
        desk.write(name, b"\0")
    (desk.root / "ontology" / ".#core.ttl").symlink_to("nobody@nowhere.1234")
    assert desk.kg(*ASK) == Ended(0, ANSWER, "")
    assert desk.kg("queries").code == 0
