"""Which terms SPARQL names, so that the page of a term can say which stored queries use it.

May know nothing of HTML, nor of the graph.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from kg.namespaces import PREFIXES
from kg.pages.model import Question
from kg.query.stored import StoredQuery
from kg.query.tokens import tokenize


def names_in(text: str) -> set[str]:
    """Return the IRIs that SPARQL names, in full or with a prefix."""
    prefixes = dict(PREFIXES)
    found: set[str] = set()
    declaring: list[str] | None = None
    for token in tokenize(text):
        if token.is_word("PREFIX"):
            declaring = []
        elif declaring is not None and token.kind == "name":
            declaring.append(token.text.removesuffix(":"))
        elif token.kind == "iri":
            if declaring:
                prefixes[declaring[0]] = token.text[1:-1]
                declaring = None
            else:
                found.add(token.text[1:-1])
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix in prefixes:
                found.add(prefixes[prefix] + local)
    return found


def question(stored: StoredQuery) -> Question:
    """Return a stored query as the pages show it."""
    return Question(stored.name, stored.title, stored.question, stored.query.text)


def questions_by_term(
    questions: Iterable[Question], terms: Collection[str]
) -> dict[str, tuple[Question, ...]]:
    """Return which of ``questions`` name a term, by term (IRIs), in their order."""
    found: defaultdict[str, list[Question]] = defaultdict(list)
    for asked in questions:
        for term in names_in(asked.text) & set(terms):
            found[term].append(asked)
    return {term: tuple(asked) for term, asked in found.items()}
