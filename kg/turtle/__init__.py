"""Turtle as Accord writes it: the same triples give the same bytes, laid out for a reader.

The libraries' own writers order subjects, blank nodes and prefixes differently from run to run, so
neither a reviewed source file nor a published export can come from them. Here blank nodes are
canonicalised (RDFC-1.0), written inside the one term that refers to them where that is possible,
and sorted by what they say, so that a small change stays a small difference.

`order` ranks, `graph` indexes, `printer` writes, `formatter` lays
out the files that people edit, and `tokens` tells the strings of a text from the rest.
"""

from kg.turtle.formatter import arrange, format_turtle
from kg.turtle.graph import TYPE, Graph, Node, Statement, Term, canonical
from kg.turtle.order import natural_key
from kg.turtle.printer import INDENT, Printer, Section, escape, prefix_lines, write_turtle
from kg.turtle.tokens import spell_out

__all__ = [
    "INDENT",
    "TYPE",
    "Graph",
    "Node",
    "Printer",
    "Section",
    "Statement",
    "Term",
    "arrange",
    "canonical",
    "escape",
    "format_turtle",
    "natural_key",
    "prefix_lines",
    "spell_out",
    "write_turtle",
]
