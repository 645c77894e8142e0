"""Small ontologies in which names become one, or that cannot be, for tests of the reasoner."""

from dataclasses import dataclass

from tests.reasoning import Case, both, every, number, one_of, some

EQUALITY = (
    Case(
        "same individual",
        "",
        ":x owl:sameAs :y . :x a :A ; :p :z . :v :q :y .",
        "y sameAs x; y a A; y p z; v q x",
    ),
    Case(
        "same individual in a chain of names, and a rule about one of them",
        ":A rdfs:subClassOf :B . :p rdfs:domain :C .",
        ":x owl:sameAs :y . :z owl:sameAs :y . :x a :A . :z :p :x .",
        """x sameAs z; y sameAs x; y sameAs z; z sameAs x;
        y a A; z a A; x a B; y a B; z a B; x a C; y a C; z a C;
        x p x; x p y; x p z; y p x; y p y; y p z; z p y; z p z""",
    ),
    Case(
        "names that meet in a join",
        ":r owl:propertyChainAxiom ( :p :q ) .",
        ":x :p :y . :z :q :w . :y owl:sameAs :z .",
        "z sameAs y; x p z; y q w; x r w",
    ),
    Case(
        "a name that an axiom uses",
        f"{some(':p', one_of(':v'))} rdfs:subClassOf :A . :v a :E .",
        ":x :p :w . :w owl:sameAs :v .",
        "v sameAs w; x p v; x a A; w a E",
    ),
    Case(
        "functional",
        ":p a owl:FunctionalProperty .",
        ":x :p :y , :z . :y a :A .",
        "y sameAs z; z sameAs y; z a A",
    ),
    Case(
        "functional, backwards",
        "[ owl:inverseOf :p ] a owl:FunctionalProperty .",
        ":y :p :x . :z :p :x .",
        "y sameAs z; z sameAs y",
    ),
    Case(
        "inverse functional",
        ":p a owl:InverseFunctionalProperty .",
        ":y :p :x . :z :p :x ; :q :v .",
        "y sameAs z; z sameAs y; y q v",
    ),
    Case(
        "functional, twice over",
        ":p a owl:FunctionalProperty . :q a owl:FunctionalProperty .",
        ":x :p :y , :z . :y :q :v . :z :q :w .",
        "y sameAs z; z sameAs y; v sameAs w; w sameAs v; y q w; z q v",
    ),
    Case(
        "key",
        ":A owl:hasKey ( :p :q ) .",
        ":x a :A ; :p :v ; :q :w . :y a :A ; :p :v ; :q :w . :z a :A ; :p :v . :u :p :v ; :q :w .",
        "x sameAs y; y sameAs x",
    ),
    Case(
        "key of literals",
        ":A owl:hasKey ( :d ) .",
        ":x a :A ; :d 7 . :y a :A ; :d 7 , 8 ; :p :z . :v a :A ; :d 9 .",
        'x sameAs y; y sameAs x; x p z; x d "8"',
    ),
    Case(
        "at most one value",
        f":A rdfs:subClassOf {number('maxCardinality', 1, ':p')} .",
        ":x a :A ; :p :y , :z . :v :p :y , :w .",
        "y sameAs z; z sameAs y; v p z",
    ),
    Case(
        "at most one value in a class",
        f":A rdfs:subClassOf {number('maxQualifiedCardinality', 1, ':p', ':B')} .",
        ":x a :A ; :p :y , :z , :w . :y a :B . :z a :B .",
        "y sameAs z; z sameAs y",
    ),
    Case(
        "an enumeration of one",
        f":A rdfs:subClassOf {every(':p', one_of(':v'))} .",
        ":x a :A ; :p :w . :w a :B .",
        "v sameAs w; w sameAs v; x p v; v a B",
    ),
    Case(
        "at least one value as a condition",
        f"{number('minCardinality', 1, ':p')} rdfs:subClassOf :A ."
        f"{number('minQualifiedCardinality', 1, ':q', ':B')} rdfs:subClassOf :C ."
        f"{both(number('minCardinality', 1, ':p'), number('minCardinality', 0, ':q'))}"
        " rdfs:subClassOf :D .",
        ":x :p :y . :v :q :y . :w :q :z . :z a :B .",
        "x a A; w a C; x a D",
    ),
    Case(
        "exactly one, of which the half that has a rule",
        f"{number('minCardinality', 1, ':p')} rdfs:subClassOf :A . "
        f":B rdfs:subClassOf {number('maxCardinality', 1, ':p')} .",
        ":x :p :y , :z ; a :B .",
        "x a A; y sameAs z; z sameAs y",
    ),
    Case(
        "a union of one, and what follows from what cannot be",
        """:A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :B ) ] .
        owl:Nothing rdfs:subClassOf :E .""",
        ":x a :A .",
        "x a B",
    ),
)


@dataclass(frozen=True)
class Contradiction:
    """Axioms and assertions that cannot be true together, and the assertions that it takes."""

    name: str
    axioms: str
    assertions: str
    clashing: str

    @property
    def text(self) -> str:
        return f"{self.axioms}\n{self.assertions}"

    @property
    def expected(self) -> set[str]:
        return {part.strip() for part in self.clashing.split(";") if part.strip()}


def negative(prop: str, subject: str, value: str, target: str = "targetIndividual") -> str:
    return (
        f"[] a owl:NegativePropertyAssertion ; owl:sourceIndividual {subject} ;"
        f"owl:assertionProperty {prop} ; owl:{target} {value} ."
    )


CONTRADICTIONS = (
    Contradiction(
        "disjoint classes",
        ":A owl:disjointWith :B . :C rdfs:subClassOf :A . :p rdfs:range :B .",
        ":x a :C . :y :p :x . :z a :B .",
        "x a C; y p x",
    ),
    Contradiction(
        "all disjoint classes",
        "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .",
        ":x a :A . :x a :C . :y a :B .",
        "x a A; x a C",
    ),
    Contradiction(
        "disjoint union",
        ":A owl:disjointUnionOf ( :B :C ) .",
        ":x a :B , :C .",
        "x a B; x a C",
    ),
    Contradiction(
        "disjoint from an expression",
        f":A owl:disjointWith {some(':p', ':B')} .",
        ":x a :A ; :p :y . :y a :B .",
        "x a A; x p y; y a B",
    ),
    Contradiction(
        "complement",
        ":A rdfs:subClassOf [ a owl:Class ; owl:complementOf :B ] .",
        ":x a :A , :B .",
        "x a A; x a B",
    ),
    Contradiction(
        "complement of another class by definition",
        ":A owl:equivalentClass [ a owl:Class ; owl:complementOf :B ] .",
        ":x a :A , :B .",
        "x a A; x a B",
    ),
    Contradiction("empty class", ":A rdfs:subClassOf owl:Nothing .", ":x a :A .", "x a A"),
    Contradiction(
        "empty enumeration",
        ":A rdfs:subClassOf [ a owl:Class ; owl:unionOf () ] .",
        ":x a :A .",
        "x a A",
    ),
    Contradiction(
        "no value",
        f":A rdfs:subClassOf {number('maxCardinality', 0, ':p')} .",
        ":x a :A ; :p :y .",
        "x a A; x p y",
    ),
    Contradiction(
        "no value in a class",
        f":A rdfs:subClassOf {number('maxQualifiedCardinality', 0, ':p', ':B')} .",
        ":x a :A ; :p :y , :z . :z a :B .",
        "x a A; x p z; z a B",
    ),
    Contradiction(
        "disjoint properties",
        ":p owl:propertyDisjointWith :q .",
        ":x :p :y ; :q :y , :z .",
        "x p y; x q y",
    ),
    Contradiction(
        "all disjoint properties",
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) .",
        ":x :q :y ; :r :y .",
        "x q y; x r y",
    ),
    Contradiction(
        "asymmetric", ":p a owl:AsymmetricProperty .", ":x :p :y . :y :p :x .", "x p y; y p x"
    ),
    Contradiction("asymmetric to itself", ":p a owl:AsymmetricProperty .", ":x :p :x .", "x p x"),
    Contradiction(
        "irreflexive, by two names",
        ":p a owl:IrreflexiveProperty .",
        ":x :p :y . :x owl:sameAs :y .",
        "x p y; x sameAs y",
    ),
    Contradiction(
        "the empty property",
        ":p rdfs:subPropertyOf owl:bottomObjectProperty .",
        ":x :p :y .",
        "x p y",
    ),
    Contradiction(
        "different and the same",
        "",
        ":x owl:sameAs :y . :y owl:differentFrom :x .",
        "x sameAs y; y differentFrom x",
    ),
    Contradiction(
        "different values of a functional property",
        ":p a owl:FunctionalProperty . [] a owl:AllDifferent ; owl:distinctMembers ( :y :z :w ) .",
        ":x :p :y , :z .",
        "x p y; x p z",
    ),
    Contradiction(
        "two literals of a functional property",
        ":d a owl:FunctionalProperty . :e rdfs:subPropertyOf :d .",
        ':x :d "one" ; :e "other" .',
        'x d "one"; x e "other"',
    ),
    Contradiction(
        "a literal outside its datatype",
        ":d rdfs:range xsd:nonNegativeInteger .",
        ":x :d 7 , -7 .",
        'x d "-7"',
    ),
    Contradiction(
        "a literal outside the datatype of a class",
        f":A rdfs:subClassOf {every(':d', 'xsd:string')} .",
        ':x a :A ; :d "text" , 7 .',
        'x a A; x d "7"',
    ),
    Contradiction(
        "what is said not to be",
        negative(":p", ":x", ":y") + negative(":d", ":x", "7", "targetValue"),
        ":x :p :y ; :d 8 .",
        "x p y",
    ),
    Contradiction(
        "a literal that is said not to be",
        negative(":d", ":x", "7", "targetValue"),
        ":x :d 7 .",
        'x d "7"',
    ),
)
