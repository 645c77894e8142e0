"""Explanations as JSON: what is told of each step, by IRI and in words.

May know nothing of the graph.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from textwrap import indent
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.reason.equality import EqualityRule
from kg.show.testimony import Attribution, Named
from kg.why.model import Reason, Rule, Support

_NESTED: Final = "    "


def json_page(triple: Triple, words: str, reasons: Iterable[Reason]) -> Iterator[str]:
    """Yield whether and why a triple holds as JSON, a derivation at a time.

    Args:
        triple: what is explained.
        words: the same, as a sentence.
        reasons: its derivations; none where it does not hold.
    """
    found = iter(reasons)
    first = next(found, None)
    head = _json(_about(triple, words, holds=first is not None)).removesuffix("\n}")
    yield f'{head},\n  "derivations": ['
    if first is not None:
        yield f"\n{indent(_json(reason_document(first)), _NESTED)}"
        for reason in found:
            yield f",\n{indent(_json(reason_document(reason)), _NESTED)}"
        yield "\n  "
    yield "]\n}\n"


def document(reason: Reason) -> Mapping[str, object]:
    """Return why a triple holds, by one derivation, as the same JSON can hold."""
    about = _about(reason.triple, reason.words, holds=True)
    return {**about, "derivations": [reason_document(reason)]}


def _about(triple: Triple | None, words: str, *, holds: bool) -> Mapping[str, object]:
    statement = None if triple is None else triple_document(triple)
    return {"statement": statement, "words": words, "holds": holds}


def _json(found: Mapping[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)


def reason_document(reason: Reason) -> Mapping[str, object]:
    """Return a derivation as what JSON can hold."""
    found: dict[str, object] = {
        "statement": None if reason.triple is None else triple_document(reason.triple),
        "words": reason.words,
        "inferred": reason.inferred,
    }
    if reason.support is not None:
        return found | {"support": support_document(reason.support)}
    if reason.rule is not None and isinstance(reason.rule.axiom, EqualityRule):
        found["rule"] = {"words": reason.rule.words, "name": reason.rule.notation}
    elif reason.rule is not None:
        found["axiom"] = {
            "words": reason.rule.words,
            "functional": reason.rule.notation,
            "definitions": [
                {"iri": one.term.value, "label": one.label, "definition": one.text}
                for one in reason.rule.definitions
            ],
            **_support_of(reason.rule),
        }
    return found | {"premises": [reason_document(premise) for premise in reason.premises]}


def _support_of(rule: Rule) -> Mapping[str, object]:
    return {} if rule.support is None else {"support": support_document(rule.support)}


def support_document(support: Support) -> Mapping[str, object]:
    """Return on what an asserted triple stands as what JSON can hold."""
    return {
        "passages": [
            {
                "passage": one.passage.iri,
                "quote": one.passage.quote,
                "voice": one.passage.voice,
                "word": list(one.word),
                "attributions": [_attribution_document(by) for by in one.attributions],
                "article": {
                    "iri": one.passage.article.iri,
                    "id": one.passage.article.id,
                    "name": one.passage.article.title,
                },
                "outlets": _all_named(one.outlets),
                "published": one.passage.article.published,
                "together": [other.iri for other in one.together],
            }
            for one in support.passages
        ],
        "recorded": [one.article.id for one in support.recorded],
        "background": support.background,
        "sources": list(support.sources),
        "ontology": support.ontology,
    }


def _attribution_document(one: Attribution) -> Mapping[str, object]:
    return {
        "words": one.words,
        "claim": None if one.claim is None else _named_document(one.claim),
        "relation": None if one.relation is None else _named_document(one.relation),
        "speakers": _all_named(one.speakers),
        "possibleSpeakers": _all_named(one.possible),
        "days": [day.value for day in one.days],
        "relays": [
            {**_named_document(relay.step), "agents": _all_named(relay.agents)}
            for relay in one.relays
        ],
    }


def _all_named(things: Iterable[Named]) -> list[Mapping[str, str]]:
    return [_named_document(thing) for thing in things]


def _named_document(thing: Named) -> Mapping[str, str]:
    return {"iri": thing.node.value, "name": thing.name}


def triple_document(triple: Triple) -> Mapping[str, object]:
    """Return a triple as what JSON can hold."""
    return {
        "subject": term_document(triple.subject),
        "property": triple.predicate.value,
        "object": term_document(triple.object),
    }


def term_document(term: object) -> object:
    """Return a term as what JSON can hold: an IRI, or a literal with its datatype."""
    if isinstance(term, Literal):
        language = {"language": term.language} if term.language else {}
        return {"value": term.value, "datatype": term.datatype.value, **language}
    return term.value if isinstance(term, NamedNode) else str(term)
