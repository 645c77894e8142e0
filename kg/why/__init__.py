"""Why something holds, and why something does not: down to the sentence, and in words.

``Explainer(graph, quads).explain(triple)`` finds the derivations; ``page`` lays them out as a tree
or as JSON, ``provenance`` as PROV-O; ``missing`` finds what a triple that does not hold lacks. The
reasoner is :mod:`kg.reason`, and knows neither words nor sources; this package knows no OWL but
what it puts into words.
"""

from kg.why.explainer import LIMIT, Explainer
from kg.why.missing import why_not
from kg.why.model import Explanation, Reason
from kg.why.statement import read_statement

__all__ = ["LIMIT", "Explainer", "Explanation", "Reason", "read_statement", "why_not"]
