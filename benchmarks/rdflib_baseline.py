"""What an engineer would write without Accord: parse the graph with rdflib, run the query.

Usage: python benchmarks/rdflib_baseline.py GRAPH.trig QUERY.rq STATE-IRI
"""

import sys
from pathlib import Path

import rdflib


def main() -> None:
    """Parse the graph, run the query with the state bound, print the rows."""
    graph, query, state = sys.argv[1:]
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(graph, format="trig")
    text = Path(query).read_text(encoding="utf-8")
    bound = text.replace("VALUES ?state { UNDEF }", f"VALUES ?state {{ <{state}> }}")
    for row in dataset.query(bound):
        print(row)


if __name__ == "__main__":
    main()
