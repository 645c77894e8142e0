"""Whether a text is a day of the calendar, and if not, why.

Commands and parameters of stored queries ask for days and say in words of their own what is wrong
with one; the rule stands here once. May know nothing of who asks.
"""

import datetime
import re
from typing import Final

# More forms are read since Python 3.11, and \d is any script's digits.
_FORM: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def why_no_day(text: str) -> str:
    """Return why ``text`` is no day of the Gregorian calendar; nothing where it is one.

    Args:
        text: ``YYYY-MM-DD`` (https://www.w3.org/TR/xmlschema11-2/#date without a time zone), of the
            years 1 to 9999.
    """
    if not _FORM.fullmatch(text):
        return "the form is YYYY-MM-DD"
    try:
        datetime.date.fromisoformat(text)
    except ValueError as error:
        return str(error)
    return ""
