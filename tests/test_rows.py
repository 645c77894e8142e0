"""What Python has for the terms of an answer; whole answers are asked for in ``test_facade``."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kg.namespaces import XSD
from kg.results.document import Term
from kg.rows import Value, value_of


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term("uri", "x:a"), "x:a"),
        (Term("bnode", "b0"), "b0"),
        (Term("literal", "mot", lang="fr"), "mot"),
        (Term("literal", "7", datatype=XSD + "nonNegativeInteger"), 7),
        (Term("literal", "7.50", datatype=XSD + "decimal"), Decimal("7.50")),
        (Term("literal", "7.5e0", datatype=XSD + "double"), 7.5),
        (Term("literal", "true", datatype=XSD + "boolean"), True),
        (Term("literal", "0", datatype=XSD + "boolean"), False),
        (Term("literal", "2020-11-12", datatype=XSD + "date"), date(2020, 11, 12)),
        (
            Term("literal", "2020-11-12T10:00:00Z", datatype=XSD + "dateTime"),
            datetime(2020, 11, 12, 10, tzinfo=UTC),
        ),
        # What Python has no value for stays as it is written.
        (Term("literal", "-0044-03-15", datatype=XSD + "date"), "-0044-03-15"),
        (Term("literal", "much", datatype=XSD + "decimal"), "much"),
        (Term("literal", "2020", datatype=XSD + "gYear"), "2020"),
    ],
)
def test_terms_as_values(term: Term, expected: Value) -> None:
    found = value_of(term)
    assert (found, isinstance(found, bool)) == (expected, isinstance(expected, bool))
