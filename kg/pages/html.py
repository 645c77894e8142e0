"""HTML out of small functions: what is text is escaped, what is markup is known to be.

May know nothing of the ontology.
"""

import html
from typing import Final, TypeAlias


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child: TypeAlias = "str | Markup | None"

_VOID: Final = frozenset({"meta", "link", "br", "hr", "input", "img"})


def escaped(text: str) -> Markup:
    """Return ``text`` as HTML; markup stays as it is."""
    return text if isinstance(text, Markup) else Markup(html.escape(text, quote=False))


def join(*children: Child, by: str = "") -> Markup:
    """Return ``children`` one after another, each escaped unless it is markup."""
    return Markup(escaped(by).join(escaped(child) for child in children if child is not None))


def element(name: str, /, *children: Child, **attributes: str | None) -> Markup:
    """Return an element.

    Args:
        name: its tag.
        children: its content, in order; None is left out.
        attributes: by name, ``_`` for ``-`` and one at the end dropped (``class_``); None is left
            out, and an empty value stands as the bare name.
    """
    words = [name]
    for key, value in attributes.items():
        if value is not None:
            attribute = key.rstrip("_").replace("_", "-")
            words.append(f'{attribute}="{html.escape(value)}"' if value else attribute)
    start = f"<{' '.join(words)}>"
    if name in _VOID:
        return Markup(start)
    return Markup(f"{start}{join(*children)}</{name}>")


def lines(*children: Child) -> Markup:
    """Return ``children`` on lines of their own, so that two versions of a page can be compared."""
    return join(*children, by="\n")
