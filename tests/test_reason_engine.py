"""The engine runs rules that no axiom writes yet, and refuses those that it could not run."""

import pytest
from pyoxigraph import NamedNode

from kg.reason.engine import closure
from kg.reason.rules import Atom, Fact, Rule, Variable

X, Y, Z = Variable("x"), Variable("y"), Variable("z")
A, B, C, P, Q, R = (NamedNode(f"https://example.org/{name}") for name in "ABCPQR")


def facts(*rows: tuple[NamedNode, NamedNode, NamedNode]) -> list[Fact]:
    return list(rows)


def test_a_variable_that_stands_twice_in_an_atom_is_one_individual() -> None:
    rule = Rule(Atom(X, Q, A), (Atom(X, P, X),), None)
    assert list(closure([rule], facts((B, P, B), (B, P, C))).derived()) == [(B, Q, A)]


def test_a_triangle_is_found_whatever_premise_comes_last() -> None:
    rule = Rule(Atom(X, R, Z), (Atom(X, P, Y), Atom(Y, P, Z), Atom(X, Q, Z)), None)
    given = facts((A, P, B), (B, P, C), (A, Q, C), (B, Q, C), (C, P, A))
    for turn in range(len(given)):
        assert list(closure([rule], given[turn:] + given[:turn]).derived()) == [(A, R, C)]


def test_a_rule_without_conditions_holds_at_once_and_is_not_new_where_it_is_given() -> None:
    rules = [Rule(Atom(A, P, B), (), None), Rule(Atom(X, Q, Y), (Atom(X, P, Y),), None)]
    assert set(closure(rules, []).derived()) == {(A, P, B), (A, Q, B)}
    assert list(closure(rules, facts((A, P, B), (A, R, B))).derived()) == [(A, Q, B)]


def test_a_head_with_a_variable_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="a head has a variable of its own"):
        closure([Rule(Atom(X, Q, Z), (Atom(X, P, Y),), None)], [])


def test_a_body_in_two_pieces_is_refused() -> None:
    with pytest.raises(ValueError, match="do not hang together"):
        closure([Rule(Atom(X, Q, X), (Atom(X, P, X), Atom(Y, P, Z)), None)], [])
