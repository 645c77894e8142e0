"""Stored and ad-hoc queries: what an analyst asks, with values as an analyst says them.

``run(project, graph, name, **values)`` answers a stored question. Front ends that show answers in
several formats take the steps one by one: :func:`load_query`, :func:`ask`, ``Asked.result()``; and
:func:`read_query`, :func:`execute` for SPARQL of a user's own. May know nothing of formats.
"""

from kg.query.catalogue import load_query, query_names
from kg.query.header import read_stored_query
from kg.query.naming import id_of, known_names
from kg.query.run import Answer, Asked, ask, run, unknown_parameter
from kg.query.sparql import Dataset, Query, Result, execute, read_query
from kg.query.stored import Parameter, StoredQuery
from kg.query.surface import Surface
from kg.query.thing import find_thing
from kg.query.undeclared import undeclared
from kg.query.values import resolve

__all__ = [
    "Answer",
    "Asked",
    "Dataset",
    "Parameter",
    "Query",
    "Result",
    "StoredQuery",
    "Surface",
    "ask",
    "execute",
    "find_thing",
    "id_of",
    "known_names",
    "load_query",
    "query_names",
    "read_query",
    "read_stored_query",
    "resolve",
    "run",
    "undeclared",
    "unknown_parameter",
]
