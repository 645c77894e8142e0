"""Answers from processes of their own, so that no query can hurt whoever asks it.

The engine has no time-out and cannot be cancelled, and some queries end its process. So a query
runs in a *worker*: a process that holds one generation of the graph, reads a request, writes a
reply, and is ended by the system when it takes too long or too much. Whoever asked gets an error,
and the next one another worker. May know nothing of HTTP, nor of the command line.
"""

from kg.worker.jobs import Job, Show, Sparql, Stored
from kg.worker.reply import Reply

__all__ = ["Job", "Reply", "Show", "Sparql", "Stored"]
