"""Mistakes are kept until all are known, and what explains a name is found by likeness."""

import pytest

from kg.annotation.collector import Collector, Lacking, unexplained
from kg.errors import (
    AnnotationError,
    ArticleError,
    InternalFault,
    KgError,
    Mistakes,
    OntologyError,
    Position,
    UnknownKey,
)


def mistake(what: str, line: int = 0, file: str = "a.yaml") -> AnnotationError:
    return AnnotationError(what, at=Position(file, line) if line else None, fix="mend it")


def fail(error: KgError) -> None:
    raise error


def test_what_works_is_returned_and_nothing_is_kept() -> None:
    mistakes = Collector()
    assert mistakes.attempt(max, [1, 2], key=lambda n: -n) == 1
    assert len(mistakes) == 0
    mistakes.settle()


def test_one_mistake_is_raised_as_it_was() -> None:
    mistakes = Collector()
    error = UnknownKey("madBy is no key here", at=Position("a.yaml", 2), fix="correct it")
    assert mistakes.attempt(fail, error) is None
    with pytest.raises(UnknownKey) as caught:
        mistakes.settle()
    assert caught.value is error


def test_several_are_raised_together_by_file_and_line_those_without_a_place_first() -> None:
    mistakes = Collector()
    mistakes.add(mistake("third", 7))
    mistakes.attempt(fail, Mistakes("two", errors=[mistake("fourth", 9), mistake("second", 2)]))
    mistakes.attempt(fail, ArticleError("first", fix="write it"))
    mistakes.add(mistake("fifth", 1, "b.yaml"))
    with pytest.raises(Mistakes) as caught:
        mistakes.settle()
    found = [error.what for error in caught.value.errors]
    assert found == ["first", "second", "third", "fourth", "fifth"]
    assert len(mistakes) == 5


@pytest.mark.parametrize("error", [OntologyError("no term"), InternalFault("no")])
def test_what_is_no_mistake_of_an_author_stops_at_once(error: KgError) -> None:
    mistakes = Collector()
    with pytest.raises(type(error)):
        mistakes.attempt(fail, error)
    assert len(mistakes) == 0


def test_as_one_error_they_are_counted_and_the_first_ten_listed() -> None:
    mistakes = Collector()
    for line in range(1, 13):
        mistakes.add(mistake(f"mistake {line}", line))
    error = mistakes.error()
    assert error.what == "there are 12 mistakes"
    assert error.at == Position("a.yaml", 1)
    lines = [line.strip() for line in error.why.splitlines()]
    assert lines[0] == "a.yaml:1:1: mistake 1"
    assert lines[9:] == ["a.yaml:10:1: mistake 10", "… and 2 more"]
    assert error.fix


@pytest.mark.parametrize(
    ("names", "lost", "alike", "left"),
    [
        (["a", "b"], [], False, ["a", "b"]),
        (["a", "a"], [], False, ["a"]),
        ([], ["quote"], False, []),
        (["note2", "qoute"], ["quote"], False, ["note2"]),
        (["note2", "other"], ["quote"], False, ["other"]),
        (["note2"], ["quote", "says"], False, []),
        (["claim/opens", "talks/ferry"], ["Claim/Opens"], True, ["talks/ferry"]),
        (["claim/opens"], ["courier/a/v1/claim/opens"], True, []),
        (["claim/opens"], ["Patrol Night"], True, ["claim/opens"]),
    ],
)
def test_each_lost_name_explains_one_unknown_name(
    names: list[str], lost: list[str], alike: bool, left: list[str]
) -> None:
    assert unexplained(names, lost, alike=alike) == left


def test_what_is_lacking_is_told_with_all_its_places() -> None:
    mistakes, lacking = Collector(), Lacking()
    for name, line in (("a/one", 1), ("b/two", 2), ("a/one", 3)):
        lacking.add(name, mistake(f"nothing is declared as {name}", line))
    lacking.tell(mistakes, ["B/two"], alike=True)
    error = mistakes.error()
    assert isinstance(error, Mistakes)
    assert [(e.what, e.at and e.at.line) for e in error.errors] == [
        ("nothing is declared as a/one", 1),
        ("nothing is declared as a/one", 3),
    ]
