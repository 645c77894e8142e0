"""Days of the calendar."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.calendar import why_no_day


@given(st.dates())
def test_every_day_is_one(day: datetime.date) -> None:
    assert why_no_day(day.isoformat()) == ""


@pytest.mark.parametrize(
    "text", ["", "today", "20201112", "2020-1-1", "2020-W46-4", "２０２０-11-12"]
)
def test_another_form_is_none(text: str) -> None:
    assert why_no_day(text) == "the form is YYYY-MM-DD"


@pytest.mark.parametrize(
    ("text", "part"),
    [("2021-02-29", "day"), ("2020-11-31", "day"), ("2020-13-01", "month"), ("0000-01-01", "year")],
)
def test_a_day_that_there_is_not_has_a_reason(text: str, part: str) -> None:
    assert why_no_day(text).startswith(part)
