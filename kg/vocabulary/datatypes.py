"""The XSD datatypes that annotations may use, and whether a text is one of their values.

It exists so that the same rule checks a scalar, completes it in an editor and reads a query's
parameter. Only **canonical** lexical forms are values here (``1``, not ``01``): the store keeps
nothing else, and a graph in which a literal differs from its source could not be traced back.
May know nothing of files or of the ontology.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.namespaces import RDF, XSD

LANG_STRING: Final = RDF + "langString"
STRING: Final = XSD + "string"


@dataclass(frozen=True, slots=True)
class Datatype:
    """A datatype: its lexical forms as a pattern (ECMA and Python alike) and in words."""

    iri: str
    pattern: str
    words: str
    exists: Callable[[str], object] | None = None
    """Raises ``ValueError`` where the pattern fits and there is still no such value."""

    def accepts(self, text: str) -> bool:
        """Return whether ``text`` is a canonical lexical form of the datatype."""
        if not re.fullmatch(self.pattern, text, re.DOTALL):
            return False
        if self.exists is not None:
            try:
                self.exists(text)
            except ValueError:
                return False
        return True


_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]*[1-9])?"
# No "+00:00": its canonical form is "Z".
_ZONE = r"(Z|[+-](0[1-9]|1[0-3]):[0-5][0-9]|[+-]00:(0[1-9]|[1-5][0-9])|[+-]14:00)?"


def _day_exists(text: str) -> object:
    return datetime.date.fromisoformat(text[:10])


DATATYPES: Final[Mapping[str, Datatype]] = {
    datatype.iri: datatype
    for datatype in (
        Datatype(STRING, r"[\s\S]+", "a text"),
        Datatype(LANG_STRING, r"[\s\S]+", "a text"),
        Datatype(XSD + "boolean", r"true|false", "true or false"),
        Datatype(XSD + "integer", r"0|-?[1-9][0-9]*", "a whole number such as 7"),
        Datatype(
            XSD + "nonNegativeInteger", r"0|[1-9][0-9]*", "a whole number from 0 on, such as 7"
        ),
        Datatype(XSD + "positiveInteger", r"[1-9][0-9]*", "a whole number from 1 on, such as 7"),
        Datatype(
            XSD + "decimal",
            r"0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)\.[0-9]*[1-9]",
            "a decimal number such as 2.5, without needless zeros",
        ),
        Datatype(
            XSD + "date", _DAY, "a day of the calendar as year-month-day: 2020-11-12", _day_exists
        ),
        Datatype(
            XSD + "dateTime",
            f"{_DAY}T{_TIME}{_ZONE}",
            "a moment such as 2020-11-12T09:30:00Z",
            _day_exists,
        ),
        Datatype(XSD + "gYear", r"[0-9]{4}", "a year such as 2020"),
        Datatype(XSD + "gYearMonth", r"[0-9]{4}-(0[1-9]|1[0-2])", "a month such as 2020-11"),
        Datatype(
            XSD + "anyURI",
            r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|\\^`]+',
            "an absolute IRI such as https://example.org/page",
        ),
        Datatype(
            XSD + "language", r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*", "a language tag such as en"
        ),
    )
}
"""The datatypes by IRI."""
