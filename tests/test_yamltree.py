"""YAML 1.2 as a tree of strings with positions."""

import errno
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.annotation.yamltree import MAX_DEPTH, Mapping, Node, Scalar, Sequence, read_yaml
from kg.errors import AnnotationError, MalformedYaml, Position
from kg.text import quoted

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotation.yaml"


def read(path: Path, content: str | bytes) -> Mapping:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_yaml(path, "a.yaml")


def refused(path: Path, content: str | bytes) -> MalformedYaml:
    with pytest.raises(MalformedYaml) as caught:
        read(path, content)
    assert caught.value.at
    assert caught.value.why
    assert caught.value.fix
    return caught.value


def plain(node: Node) -> Plain:
    """Return a tree as Python's own strings, lists and dicts."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}


@pytest.mark.parametrize(
    "text",
    ["NO", "yes", "1.10", "0o17", "0x1F", "12:30", "2020-11-12", ".inf", "true", "=", "<<", "1_0"],
)
def test_plain_scalars_stay_as_written(path: Path, text: str) -> None:
    assert plain(read(path, f"a: {text}\n{text}: a")) == {"a": text, text: "a"}


def test_every_style_of_scalar_is_read(path: Path) -> None:
    tree = read(
        path,
        "plain: two\n  lines\n"
        "single: 'it''s \"so\"'\n"
        'double: "\\"\\\\ \\u2019 \\U0001F600 \\t\\r\\n"\n'
        "literal: |\n  a\n   b\n"
        "folded: >-\n  a\n  b\n"
        "empty: ''\n"
        '"null": "null"\n',
    )
    assert plain(tree) == {
        "plain": "two lines",
        "single": 'it\'s "so"',
        "double": '"\\ ’ 😀 \t\r\n',
        "literal": "a\n b\n",
        "folded": "a b",
        "empty": "",
        "null": "null",
    }


def test_collections_of_either_style_are_read(path: Path) -> None:
    tree = read(path, "---\na: [x, {b: y, c: []}]\nd:\n- e: {}\n  f: z\n- - g\n# the end\n...\n")
    assert plain(tree) == {"a": ["x", {"b": "y", "c": []}], "d": [{"e": {}, "f": "z"}, ["g"]]}


def test_the_order_of_the_file_is_kept(path: Path) -> None:
    assert [key.text for key, _ in read(path, "b: 1\na: 2\nc: 3").entries] == ["b", "a", "c"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_positions_count_lines_and_code_points_from_one(
    path: Path, newline: str, mark: str
) -> None:
    lines = ["k: v", '"😀😀": e\u0301', "list:", "  - 😀", "  - {m: n}"]
    tree = read(path, mark + newline.join(lines))
    (k, v), (emoji, accent), (_, items) = tree.entries
    assert isinstance(items, Sequence)
    first, second = items.items
    assert isinstance(second, Mapping)
    found = [node.at for node in (tree, k, v, emoji, accent, items, first, second)]
    places = [(1, 1), (1, 1), (1, 4), (2, 1), (2, 7), (4, 3), (4, 5), (5, 5)]
    assert found == [Position("a.yaml", *place) for place in places]
    assert [node.at.column for entry in second.entries for node in entry] == [6, 9]


def test_positions_take_no_part_in_equality(path: Path) -> None:
    assert read(path, "a: [b, {c: d}]") == read(path, "\n# x\na:\n  - b\n  - c: d\n")
    assert read(path, "a: b") != read(path, "a: c")
    assert hash(read(path, "a: b")) == hash(read(path, "\na:  b"))


@pytest.mark.parametrize(
    ("content", "what", "place"),
    [
        ("a: 1\nb: 2\na: 3", "the key a is there twice", (3, 1)),
        ("a:\n  - b: 1\n    'b': 2", "the key b is there twice", (3, 5)),
        ("a: {b: 1, b: 2}", "the key b is there twice", (1, 11)),
        ("a: &x 1", "the file uses the anchor &x", (1, 4)),
        ("&x a: 1", "the file uses the anchor &x", (1, 1)),
        ("a: &x [1]", "the file uses the anchor &x", (1, 4)),
        ("a: 1\nb: *x", "the file uses the alias *x", (2, 4)),
        ("*x : 1", "the file uses the alias *x", (1, 1)),
        ("a: !!int 1", "the file uses the tag tag:yaml.org,2002:int", (1, 4)),
        ("a: !my {b: c}", "the file uses the tag !my", (1, 4)),
        ("a: ! 1", "the file uses the tag !", (1, 4)),
        ("a: b\n---\nc: d", "the file holds a second document", (2, 1)),
        ("a: b\n...\nc: d", "the file holds a second document", (3, 1)),
        ("# x\n%YAML 1.1\n---\na: NO", "the file has a YAML directive", (2, 1)),
        ("%YAML 1.2\n---\na: NO", "the file has a YAML directive", (1, 1)),
        ("%FOO bar\n---\na: NO", "the file has a YAML directive", (1, 1)),
        ("- a", "the file is not a mapping", (1, 1)),
        ("\n a", "the file is not a mapping", (2, 2)),
        ("a: {[b]: c}", "a key is a list or a mapping", (1, 5)),
        ("? {a: b}\n: c", "a key is a list or a mapping", (1, 3)),
        ("a: 1\nb:\nc: 2", "the key b has no value", (2, 1)),
        ("a: [b, {c}]", "the key c has no value", (1, 9)),
        ("a:\n  -\n  - b", "a key or value is missing", (2, 4)),
        (": a", "a key or value is missing", (1, 1)),
        ("---\n", "a key or value is missing", (2, 1)),
        ("a: ~", "the value ~ is YAML's null", (1, 4)),
        ("a: null", "the value null is YAML's null", (1, 4)),
        ("a: [Null]", "the value Null is YAML's null", (1, 5)),
        ("NULL: a", "the value NULL is YAML's null", (1, 1)),
        ("😀: 1\na:\tb", "the file contains a tab", (2, 3)),
        ("a: '\t'", "the file contains a tab", (1, 5)),
        ("a: b\n# \u2028", "the file contains U+2028 LINE SEPARATOR", (2, 3)),
        ("a: 'b\x85'", "the file contains U+0085 unnamed character", (1, 6)),
        ("a: \x00", "the file contains U+0000 NULL", (1, 4)),
        ("\ufeffa: \ufeffb", "the file contains U+FEFF ZERO WIDTH NO-BREAK SPACE", (1, 4)),
        ("a: \ufffe", "the file contains U+FFFE unnamed character", (1, 4)),
        ('a: "\\ud83d\\ude00"', "a value contains U+D83D unnamed character", (1, 4)),
        ('a: "b\\0"', "a value contains U+0000 NULL", (1, 4)),
        ('"\\uffff": b', "a value contains U+FFFF unnamed character", (1, 1)),
        ('a: 1\nb: "c\\U00110000"', "a number in the file is too large", (2, 6)),
        ('a: "\\UFFFFFFFF"', "a number in the file is too large", (1, 5)),
        (f"%YAML 1.{'9' * 5000}\n---\na: b", "a number in the file is too large", (1, 1)),
        ("a: b: c", "the file is not YAML", (1, 5)),
        ("a: 1\nb: 'c\n\n\n", "the file is not YAML", (2, 4)),
        ('a: "b" c', "the file is not YAML", (1, 8)),
        ('a: "\\q"', "the file is not YAML", (1, 6)),
        ("a: @b", "the file is not YAML", (1, 4)),
        ("a: [b", "the file is not YAML", (1, 4)),
        ("a: 1\nb\nc: 2", "the file is not YAML", (2, 1)),
        ("a: |\n   \n b", "the file is not YAML", (3, 2)),
    ],
)
def test_what_a_loader_would_guess_is_refused_at_its_place(
    path: Path, content: str, what: str, place: tuple[int, int]
) -> None:
    error = refused(path, content)
    assert error.what == what
    assert error.at == Position("a.yaml", *place)


@pytest.mark.parametrize("content", ["", "\n \n", "# only a comment", "\ufeff"])
def test_an_empty_file_is_refused(path: Path, content: str) -> None:
    assert refused(path, content).what == "a.yaml is empty"


def test_the_first_of_two_equal_keys_is_named(path: Path) -> None:
    assert "a.yaml:2:1" in refused(path, "\na: 1\na: 2").why


def test_what_is_not_utf_8_is_refused_at_the_byte(path: Path) -> None:
    error = refused(path, "\ufeffa: 😀\r\nb: 😀".encode() + b"\xe9")
    assert error.what == "a.yaml is not UTF-8"
    assert error.at == Position("a.yaml", 2, 5)
    assert "0xe9" in error.why


def test_utf_16_is_refused(path: Path) -> None:
    assert refused(path, "a: b".encode("utf-16")).what == "a.yaml is not UTF-8"


def test_the_deepest_nesting_that_is_read(path: Path) -> None:
    inner = MAX_DEPTH - 1
    node: Node = read(path, f"a: {'[' * inner}{']' * inner}").entries[0][1]
    for _ in range(inner - 1):
        assert isinstance(node, Sequence)
        (node,) = node.items
    assert node == Sequence((), Position("a.yaml", 1))
    error = refused(path, f"a: {'[' * MAX_DEPTH}{']' * MAX_DEPTH}")
    assert error.what == "the file is nested more than 32 deep"
    assert error.at == Position("a.yaml", 1, 3 + MAX_DEPTH)


@pytest.mark.parametrize(
    "content",
    [
        "a: " + "[" * 10_000,
        "a: " + "[" * 10_000 + "]" * 10_000,
        "a: " + "{b: " * 10_000,
        "a: " + "[\n" * 10_000,
        "a:\n" + "- " * 10_000,
        "[" * 10_000,
        "".join(" " * n + "a:\n" for n in range(2000)),
    ],
)
def test_nesting_without_end_is_refused(path: Path, content: str) -> None:
    assert "is nested more than 32 deep" in refused(path, content).what


def test_complex_keys_without_end_are_refused(path: Path) -> None:
    assert refused(path, "? " * 10_000).what == "a key is a list or a mapping"


def test_a_missing_file_is_refused(path: Path) -> None:
    with pytest.raises(AnnotationError, match=r"there is no file a\.yaml"):
        read_yaml(path, "a.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match=r"a\.yaml cannot be read"):
        read_yaml(tmp_path, "a.yaml")


def test_an_unreadable_file_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may read everything, so the refusal of the system is played.
    def deny(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    with pytest.raises(AnnotationError) as caught:
        read_yaml(path, "a.yaml")
    assert caught.value.why == "Permission denied"


def test_the_parser_is_loaded_only_to_read() -> None:
    code = "import kg.annotation.yamltree, sys; sys.exit('ruamel.yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# XML's characters, the ones that a scalar may hold.
characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
strings = st.text(alphabet=st.one_of(characters, st.sampled_from("\t\n\r\x85 \"\\'😀\u0301")))
trees: st.SearchStrategy[Plain] = st.recursive(
    strings, lambda inner: st.lists(inner) | st.dictionaries(strings, inner), max_leaves=20
)


def written(tree: Plain) -> str:
    match tree:
        case str():
            return quoted(tree)
        case list():
            return f"[{', '.join(map(written, tree))}]"
        case dict():
            # An explicit key may be of any length, an implicit one has 1024 characters at most.
            entries = (f"? {quoted(key)} : {written(value)}" for key, value in tree.items())
            return f"{{{', '.join(entries)}}}"


def read_again(content: str) -> Mapping:
    with TemporaryDirectory() as folder:
        return read(Path(folder) / "a.yaml", content)


@given(st.dictionaries(strings, trees))
def test_every_tree_comes_back_as_it_was_written(tree: dict[str, Plain]) -> None:
    assert plain(read_again(written(tree))) == tree


@given(st.dictionaries(strings.filter(lambda key: len(key) < 100), strings))
def test_block_style_reads_the_same(tree: dict[str, str]) -> None:
    lines = "".join(f"{quoted(key)}:\n  {quoted(value)}\n" for key, value in tree.items())
    assert plain(read_again(lines or "{}")) == tree


symbols = st.sampled_from("[]{},#~@%0a|'\"\\\n\t\ufeff😀")
marks = st.sampled_from(["b: ", ": ", "- ", "? ", "&a ", "*a ", "!t ", "!<", "!!", "<<: ", ">2\n"])
breaks = st.sampled_from(["\n  ", "\r\n", "|\n", "---\n", "...\n", "%YAML 1.2\n", "\\U", "\\x"])
fragments = st.one_of(symbols, marks, breaks)


@given(st.one_of(st.text(), st.lists(fragments, max_size=30).map("".join)))
@example('a: "\\U0011FFFF')
@example("!<x> &a")
@example("a: |\n\n   \n  b")
@example("%0")
def test_any_text_is_read_or_refused(content: str) -> None:
    try:
        tree = read_again(content)
    except MalformedYaml as error:
        place = error.at
    else:
        place = tree.at
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert place is not None
    assert 1 <= place.line <= len(lines)
    assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        try:
            tree = read(path, content)
        except MalformedYaml as error:
            place = error.at
        else:
            place = tree.at
    assert place is not None
