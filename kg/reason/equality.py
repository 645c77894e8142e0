"""What holds of the names of one individual in every ontology, because that is what equality is.

The rules go by the names that https://www.w3.org/TR/owl2-profiles/ gives them in its table *The
Semantics of Equality*. Apart from the proofs that use them, because explanations cite them as they
cite axioms. May know nothing of either.
"""

from enum import StrEnum


class EqualityRule(StrEnum):
    """A rule that is no axiom of any ontology."""

    REFLEXIVE = "eq-ref"
    """Everything is the same as itself."""
    SYMMETRIC = "eq-sym"
    """What is the same as another is so in both directions."""
    TRANSITIVE = "eq-trans"
    """What is the same as a third is the same."""
    SUBJECT = "eq-rep-s"
    """What is said of one name holds of the other."""
    OBJECT = "eq-rep-o"
    """What is said with one name as its object holds with the other."""
    DIFFERENT = "eq-diff1"
    """What differs is not the same."""
    DIFFERENT_SYMMETRIC = "differentFrom-symmetric"
    """What differs does so in both directions; no rule of W3C's, as those derive no difference."""
