"""The ids that annotations write, and the patterns that they follow.

It exists so that the register, the annotations and the JSON Schema agree on what an id is, and that
every id becomes a valid IRI. May know nothing of which ids there are.
"""

import re
from enum import Enum
from typing import Final

from kg.errors import BadIdentifier, Position

SEGMENT: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
"""What stands between the slashes."""
SHARED: Final = SEGMENT
"""``dmitry-peskov``: something that articles share."""
LOCAL: Final = f"{SEGMENT}/{SEGMENT}"
"""``claim/consent-needed``: something minted under its article."""
ARTICLE: Final = f"{SEGMENT}/{SEGMENT}"
"""``tass/2020-11-12-turkish-peacekeepers``: an article."""
FOREIGN: Final = f"{ARTICLE}/v{SEGMENT}/{LOCAL}"
"""``tass/2020-11-12-turkish-peacekeepers/v1/claim/consent-needed``: a local id of an article."""

THIS_ARTICLE: Final = "article"
"""The article itself, in its own annotation; nothing that articles share has this id."""


class Form(Enum):
    """The forms of an id; the value is the pattern."""

    ITSELF = THIS_ARTICLE
    SHARED = SHARED
    LOCAL = LOCAL
    FOREIGN = FOREIGN


def matches(pattern: str, text: str) -> bool:
    """Return whether the whole of ``text`` follows one of the patterns above."""
    return re.fullmatch(pattern, text) is not None


def form_of(text: str, at: Position | None = None) -> Form:
    """Return the form of an id.

    Args:
        text: the id.
        at: its place, for the error.

    Raises:
        BadIdentifier: it has none of the forms.
    """
    for form in Form:
        if matches(form.value, text):
            return form
    raise BadIdentifier(
        f"{text!r} is no id",
        at=at,
        why=_why(text),
        fix="write dmitry-peskov for what articles share, claim/consent-needed for what this "
        "article says, or outlet/date-slug/v1/claim/name for what another one says",
    )


def _why(text: str) -> str:
    if ":" in text:
        return "ids are short names; Accord makes the IRI"
    if re.search(r"[^a-z0-9/-]", text):
        return "an id has lower-case letters a to z, digits, hyphens and slashes only"
    if text.count("/") in {0, 1, 4}:
        return "hyphens and slashes stand singly, between letters or digits"
    return "an id has one part, two (kind/name), or five (outlet/date-slug/v1/kind/name)"
