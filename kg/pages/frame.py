"""What every page has around its content: head, style, navigation, and no way to the network.

A page is one file that works from a disk. Its content security policy lets it load nothing. May
know nothing of the content.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kg.pages.html import Markup, element, join, lines
from kg.pages.model import Ontology


@cache
def _asset(name: str) -> str:
    return files("kg.pages").joinpath(name).read_text(encoding="utf-8").strip()


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def generator(name: str) -> Markup:
    """Return what the page ``name.html`` has, and no other file."""
    return element("meta", name="generator", content=f"kg ontology docs, {name}.html")


def framed(
    name: str, title: str, body: Markup, titles: Mapping[str, str], ontology: Ontology
) -> Markup:
    """Return a whole page.

    Args:
        name: of the page, without suffix.
        title: what it is called.
        body: its content.
        titles: what the navigation calls each page, by name.
        ontology: whose pages they are.
    """
    script = _asset("pages.js")
    head = lines(
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        generator(name),
        element("title", _title(title, ontology)),
        # An icon of nothing: browsers ask for one otherwise.
        element("link", rel="icon", href="data:,"),
        element("style", Markup(f"\n{_asset('style.css')}\n")),
    )
    page = element(
        "html",
        "\n",
        element("head", "\n", head, "\n"),
        "\n",
        element(
            "body",
            "\n",
            lines(
                element("a", "Skip to the content", href="#content", class_="skip"),
                _navigation(name, titles),
                element("main", "\n", body, "\n", id="content", tabindex="-1"),
                element("script", Markup(script)),
            ),
            "\n",
        ),
        "\n",
        lang="en",
    )
    return join(Markup("<!DOCTYPE html>\n"), page, "\n")


def _title(title: str, ontology: Ontology) -> str:
    return title if title.startswith(ontology.root.title) else f"{title} · {ontology.root.title}"


def _navigation(name: str, titles: Mapping[str, str]) -> Markup:
    items = (
        element(
            "li",
            element(
                "a",
                title,
                href=f"{page}.html",
                aria_current="page" if page == name else None,
            ),
        )
        for page, title in titles.items()
    )
    return element("nav", element("ul", *items), class_="site", aria_label="Pages")
