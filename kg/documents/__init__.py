"""What is known of each IRI of ours, as linked data has it: a document for people and for machines.

A *thing* (a state, a person, a claim) has a document that describes it; so has an article, with its
passages; so have the ontology, the graphs, and the lists of all things. The document says of itself
what it is about, of which build it tells and under which licence. People get HTML, which is put
into the frame of a site elsewhere; machines get RDF, in which each triple from an article carries
its passage.

`statements` collects what a document says, `source` is where from; `thing`, `article`, `listing`,
`graphs` and `ontology` are what people read. May know nothing of HTTP.
"""

from kg.documents.describe import FORMATS, PLACE, Described, describe
from kg.documents.source import Source

__all__ = ["FORMATS", "PLACE", "Described", "Source", "describe"]
