"""The limits by name, as words of a command line."""

from dataclasses import fields

import pytest

from kg.cli.options import read_settings, settings_page
from kg.errors import UsageError
from kg.limits import DEFAULTS, Limits, settings


def test_every_limit_is_a_setting_with_a_default_a_unit_and_a_sentence() -> None:
    assert [one.name for one in settings()] == [field.name for field in fields(Limits)]
    for one in settings():
        assert getattr(DEFAULTS, one.name) == one.default
        assert one.unit
        assert one.about


def test_settings_are_words() -> None:
    limits = read_settings(["time_limit_ms=250", "row_limit=7"])
    assert (limits.time_limit_ms, limits.row_limit) == (250, 7)
    assert limits.memory_limit_mb == DEFAULTS.memory_limit_mb
    assert read_settings([]) == DEFAULTS


def test_the_page_of_settings_has_one_line_for_each() -> None:
    lines = settings_page().splitlines()
    assert len(lines) == len(fields(Limits))
    assert lines[0].split()[:3] == ["time_limit_ms", "1000", "ms"]


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("row_limt=5", "there is no setting 'row_limt'"),
        ("row_limit", "'row_limit' sets nothing"),
        ("row_limit=", "row_limit cannot be ''"),
        ("row_limit=--5", "row_limit cannot be '--5'"),
        ("row_limit=1e3", "row_limit cannot be '1e3'"),
        ("row_limit=²", "row_limit cannot be '²'"),
    ],
)
def test_what_is_no_setting_is_refused(word: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_settings([word])
    assert caught.value.what == what
    assert caught.value.fix


@pytest.mark.parametrize(
    ("word", "what", "fix"),
    [
        ("row_limit=0", "row_limit cannot be 0", "use 1 rows or more"),
        ("row_limit=-1", "row_limit cannot be -1", "use 1 rows or more"),
        ("queue_limit=-1", "queue_limit cannot be -1", "use 0 requests or more"),
        ("memory_limit_mb=1", "memory_limit_mb cannot be 1", "use 128 MB or more"),
    ],
)
def test_what_is_too_small_is_told_the_least(word: str, what: str, fix: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_settings([word])
    assert (caught.value.what, caught.value.fix) == (what, fix)


def test_a_setting_that_is_misspelt_names_the_one_that_was_meant() -> None:
    with pytest.raises(UsageError) as caught:
        read_settings(["row_limt=5"])
    assert caught.value.nearest[0] == "row_limit"
