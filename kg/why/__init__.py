"""Why something holds, and why something does not: down to the sentence, and in words.

``Explainer(graph, quads).reasons(triple)`` finds the derivations; ``page`` lays them out as trees,
``document`` as JSON, ``provenance`` as PROV-O; ``missing`` finds what a triple that does not hold
lacks. The reasoner is :mod:`kg.reason`, and knows neither words nor sources; this package knows no
OWL but what it puts into words.
"""

from kg.why.explainer import Explainer
from kg.why.missing import why_not
from kg.why.model import Reason
from kg.why.statement import read_statement

__all__ = ["Explainer", "Reason", "read_statement", "why_not"]
