"""The built graph over HTTP: SPARQL, stored questions, linked data, tools for language models.

It only reads; there is no route that changes anything. Every query runs in a worker
(:mod:`kg.worker`), so this process never sees an engine. Each surface is a module with
``routes(service)``; what they share (negotiation, answers, errors, guards) is a module too.
May know nothing of the command line.
"""
