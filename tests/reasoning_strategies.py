"""Generated ontologies for the tests of the reasoner, all of them OWL 2 DL."""

from hypothesis import strategies as st

from tests.equality_cases import negative
from tests.reasoning import both, either, every, has, number, one_of, some

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
"""Axioms that have rules, with some assertions: Turtle without its header; never inconsistent."""

wider_ontologies: st.SearchStrategy[str] = st.builds(
    "{}\n{}".format, ontologies, _joined(_beyond_rules, 1, 3)
)
"""The same with axioms that would need more than rules."""

# What counts values, or forbids some, asks for simple properties: neither chains nor what is
# transitive leads to these.
_simple = st.sampled_from([":f", ":g"])
_related = st.builds("{} {} {} .".format, _individual, _simple, _individual)
_equality_axioms = st.one_of(
    st.just(":f rdfs:subPropertyOf :g ."),
    st.builds("{} a owl:FunctionalProperty .".format, _simple),
    st.builds("{} a owl:InverseFunctionalProperty .".format, _simple),
    st.builds("{} owl:hasKey ( {} ) .".format, _class, st.sampled_from([":f", ":p", ":f :g"])),
    st.builds(
        "{} rdfs:subClassOf {} .".format,
        _conditions(),
        st.one_of(
            st.builds(lambda prop: number("maxCardinality", 1, prop), _simple),
            st.builds(
                lambda prop, filler: number("maxQualifiedCardinality", 1, prop, filler),
                _simple,
                _conditions(),
            ),
            st.builds(one_of, _individual),
        ),
    ),
)
_forbidding_axioms = st.one_of(
    st.permutations(_CLASSES).map(lambda two: f"{two[0]} owl:disjointWith {two[1]} ."),
    st.builds(
        lambda one, prop, other: f"{one} owl:disjointWith {some(prop, other)} .",
        _class,
        _property,
        _conditions(),
    ),
    st.builds(
        "{} rdfs:subClassOf [ a owl:Class ; owl:complementOf {} ] .".format, _class, _conditions()
    ),
    st.builds(
        lambda sub, prop: f"{sub} rdfs:subClassOf {number('maxCardinality', 0, prop)} .",
        _class,
        _simple,
    ),
    st.just(":f owl:propertyDisjointWith :g ."),
    st.builds("{} a owl:AsymmetricProperty .".format, _simple),
    st.builds("{} a owl:IrreflexiveProperty .".format, _simple),
    # Of one name twice the OWL API makes a set of one, and HermiT finds nothing wrong with it.
    st.permutations(_INDIVIDUALS).map(lambda two: f"{two[0]} owl:differentFrom {two[1]} ."),
    st.just("[] a owl:AllDifferent ; owl:distinctMembers ( :a :b :v ) ."),
    st.builds(negative, _property, _individual, _individual),
)

equalities: st.SearchStrategy[str] = st.builds(
    "{}\n{}\n{}".format,
    ontologies,
    _joined(_equality_axioms, 1, 3),
    _joined(
        st.one_of(
            _related, _related, st.builds("{} owl:sameAs {} .".format, _individual, _individual)
        ),
        2,
        6,
    ),
)
"""Axioms by which names become names of one individual."""

contradictory: st.SearchStrategy[str] = st.builds(
    "{}\n{}".format, equalities, _joined(_forbidding_axioms, 1, 2)
)
"""The same with axioms that forbid: many of them are inconsistent."""

wider_contradictory: st.SearchStrategy[str] = st.builds(
    "{}\n{}".format, contradictory, _joined(_beyond_rules, 1, 3)
)
"""The same with axioms that would need more than rules."""
