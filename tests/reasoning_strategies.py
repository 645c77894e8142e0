"""Generated ontologies for the tests of the reasoner: OWL 2 DL, and never inconsistent."""

from hypothesis import strategies as st

from tests.reasoning import both, either, every, has, one_of, some

_CLASSES = [f":{name}" for name in "ABCDE"]
_PROPERTIES = [":p", ":q", ":r", ":s"]
_INDIVIDUALS = [":a", ":b", ":c", ":v"]

_class = st.sampled_from(_CLASSES)
_property = st.sampled_from(_PROPERTIES)
_individual = st.sampled_from(_INDIVIDUALS)
_filler = st.one_of(_class, st.just("owl:Thing"))


def _conditions() -> st.SearchStrategy[str]:
    def larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.builds(both, smaller, smaller),
            st.builds(either, smaller, smaller),
            st.builds(some, _property, st.one_of(smaller, st.just("owl:Thing"))),
        )

    simple = st.one_of(
        _class,
        _class,
        st.builds(has, _property, _individual),
        st.builds(one_of, _individual, _individual),
    )
    return st.recursive(simple, larger, max_leaves=4)


def _conclusions() -> st.SearchStrategy[str]:
    def larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(st.builds(both, smaller, smaller), st.builds(every, _property, smaller))

    return st.recursive(
        st.one_of(_class, st.builds(has, _property, _individual)), larger, max_leaves=3
    )


@st.composite
def _property_axioms(draw: st.DrawFn) -> str:
    """Draw one; a property depends on earlier ones alone, as OWL 2 DL wants of chains."""
    number = draw(st.integers(1, len(_PROPERTIES) - 1))
    prop, earlier = _PROPERTIES[number], st.sampled_from(_PROPERTIES[:number])
    chain = draw(st.lists(earlier, min_size=2, max_size=4))
    return draw(
        st.sampled_from(
            [
                f"{draw(earlier)} rdfs:subPropertyOf {prop} .",
                f"{prop} owl:propertyChainAxiom ( {' '.join(chain)} ) .",
                f"{prop}Inverse owl:inverseOf {prop} .",
                f"{prop} a owl:SymmetricProperty .",
                f"{prop} a owl:TransitiveProperty .",
                f"{prop} rdfs:domain {draw(_conclusions())} .",
                f"{prop} rdfs:range {draw(_conclusions())} .",
            ]
        )
    )


def _joined(parts: st.SearchStrategy[str], smallest: int, largest: int) -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=smallest, max_size=largest).map("\n".join)


_axioms = _joined(
    st.one_of(
        st.builds("{} rdfs:subClassOf {} .".format, _conditions(), _conclusions()),
        st.builds("{} owl:equivalentClass {} .".format, _class, _class),
        _property_axioms(),
        _property_axioms(),
    ),
    1,
    7,
)
_assertions = _joined(
    st.one_of(
        st.builds("{} a {} .".format, _individual, _class),
        st.builds("{} {} {} .".format, _individual, _property, _individual),
        st.builds("{} {} {} .".format, _individual, _property, _individual),
    ),
    3,
    12,
)
_beyond_rules = st.one_of(
    st.builds("{} rdfs:subClassOf {} .".format, _class, st.builds(some, _property, _filler)),
    st.builds("{} rdfs:subClassOf {} .".format, _class, st.builds(either, _class, _class)),
)

ontologies: st.SearchStrategy[str] = st.builds("{}\n{}".format, _axioms, _assertions)
"""Axioms that have rules, with some assertions: Turtle without its header."""

wider_ontologies: st.SearchStrategy[str] = st.builds(
    "{}\n{}".format, ontologies, _joined(_beyond_rules, 1, 3)
)
"""The same with axioms that would need more than rules.

None makes two names one individual: HermiT 1.3.8 fails there (ConcurrentModificationException).
"""
