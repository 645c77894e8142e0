"""An answer on a page, whatever was asked: as a terminal shows it, with links.

It is made of the same document that programs get. May know nothing of questions and requests.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from math import prod
from operator import itemgetter
from typing import Any, TypeVar

from kg.documents.links import Links
from kg.pages.html import Child, Markup, element, join
from kg.results.view import one_line

T = TypeVar("T")


def answer_section(answer: Mapping[str, Any], links: Links) -> Iterator[Child]:
    """Yield an answer, whatever was asked.

    Args:
        answer: as a document.
        links: where IRIs are found on this server.
    """
    yield element("h2", "Answer")
    if answer["answer"] is not None:
        yield element("p", "yes" if answer["answer"] else "no")
        return
    if answer["stopped"]:
        yield element("p", f"This is the beginning: the answer stops at {answer['stopped']}.")
    elif not answer["rows"]:
        yield element("p", "The articles say nothing of it.")
    if not answer["rows"]:
        return
    filled = {name for row in answer["rows"] for name in row["values"]}
    columns = [column for column in answer["columns"] if column["name"] in filled]
    headings = [column["heading"] for column in columns]
    told = any(row["quotes"] for row in answer["rows"])
    if not columns and not told:
        yield element("p", "There is an answer, and no value in it.")
        return
    head = [element("th", heading, scope="col") for heading in headings]
    rows = [
        element(
            "tr",
            *(
                element("td", _term(values.get(column["name"]), links), data_heading=heading)
                for column, heading in zip(columns, headings, strict=True)
            ),
            element("td", *(_quote(quote, links) for quote in quotes), class_="told")
            if told
            else None,
        )
        for values, quotes in _grouped(answer["rows"])
    ]
    evidence = element("th", "sentences", scope="col") if told else None
    yield element(
        "table",
        element("thead", element("tr", *head, evidence)),
        element("tbody", *rows),
        class_="answer",
    )


def _grouped(
    rows: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Yield consecutive rows with the same values as one, as a table in a terminal does.

    Where every combination of sentences is there, they say nothing about each other, and each
    stands there once; else each row keeps its own.
    """
    for values, group in groupby(rows, key=itemgetter("values")):
        combinations = _unique(
            [quote for quote in row["quotes"] if "text" in quote] for row in group
        )
        abouts = _unique(quote["about"] for quotes in combinations for quote in quotes)
        kinds = [
            _unique(quote for quotes in combinations for quote in quotes if quote["about"] == about)
            for about in abouts
        ]
        independent = len(combinations) == prod(map(len, kinds))
        for quotes in [[*chain(*kinds)]] if independent else combinations:
            yield values, quotes


def _unique(found: Iterable[T]) -> list[T]:
    """Return each once, in order; what has come from JSON has no hash."""
    return [*{json.dumps(each): each for each in found}.values()]


def _term(term: Mapping[str, str] | None, links: Links) -> Child:
    if term is None:
        return None
    if term["type"] == "uri":
        return links.link(term["value"], term["label"])
    return one_line(term["value"])


def _quote(quote: Mapping[str, Any], links: Links) -> Markup:
    article = quote.get("article")
    if article is not None and "passage" in quote:
        # The document about an article has an anchor for each passage.
        article = {**article, "value": quote["passage"]}
    source = [
        _term(quote.get("speaker"), links),
        quote.get("said"),
        _term(article, links),
        _term(quote.get("voice"), links),
    ]
    about = f"{quote['about']}: " if quote["about"] else ""
    return element(
        "blockquote",
        element("p", f"{about}“{one_line(quote['text'])}”"),
        element("footer", join(*(part for part in source if part), by=", ")),
    )
