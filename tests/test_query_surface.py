"""Each surface writes a question as it is put there."""

import pyoxigraph as ox
import pytest

from kg.errors import UnknownParameter, UnknownQuery, UnknownValue
from kg.project import Project
from kg.query import Parameter, Surface, ask, load_query, read_stored_query, resolve
from tests.query_sample import sample

TEXT = """#+ title: What a state agrees to
#+ question: What does North Lake agree to?
#+ params:
#+   asOf: {class: State, example: North Lake, required: true}
SELECT ?asOf WHERE { VALUES ?asOf { UNDEF } ?asOf a accord:State } ORDER BY ?asOf
"""
STORED = read_stored_query(TEXT, "consents", "consents.rq")


@pytest.mark.parametrize(
    ("surface", "call", "given", "listed"),
    [
        (Surface.COMMAND, "kg query consents --as-of 'North Lake'", "--as-of", "`kg queries`"),
        (Surface.WEB, "/api/queries/consents?asOf=North%20Lake", "asOf", "/api/queries"),
        (Surface.PYTHON, 'query("consents", asOf="North Lake")', "asOf", "queries()"),
        (Surface.TOOL, 'consents with {"asOf": "North Lake"}', "asOf", "the list of tools"),
    ],
)
def test_a_message_can_be_followed_where_it_is_read(
    surface: Surface, call: str, given: str, listed: str
) -> None:
    with pytest.raises(UnknownParameter) as missing:
        ask(sample(), STORED, {}, surface)
    assert missing.value.what == f"consents needs {given}"
    assert missing.value.fix == f"for example: {call}"
    with pytest.raises(UnknownParameter) as other:
        ask(sample(), STORED, {"as": "x"}, surface)
    assert other.value.fix == f"see {surface.help('consents')}"
    with pytest.raises(UnknownValue) as unknown:
        ask(sample(), STORED, {"asOf": "Nort Lake"}, surface)
    parameter = STORED.parameters["asOf"]
    assert unknown.value.fix.endswith(f"such as {surface.given(parameter, 'North Lake')}")
    with pytest.raises(UnknownQuery) as nothing:
        load_query(Project.find(), "nothing", surface)
    assert nothing.value.fix == f"see {listed} for what can be asked"


def test_a_call_without_parameters() -> None:
    assert Surface.WEB.call("all", []) == "/api/queries/all"
    assert Surface.PYTHON.call("all", []) == 'query("all")'
    assert Surface.COMMAND.call("all", []) == "kg query all"


@pytest.mark.parametrize("surface", list(Surface))
def test_a_date_that_is_none_says_how_to_write_one(surface: Surface) -> None:
    day = Parameter("on", "", "date", "2020-11-12")
    with pytest.raises(UnknownValue) as caught:
        resolve(ox.Store(), day, "soon", surface)
    assert caught.value.fix == f"write {surface.given(day, '2020-11-12')}"
