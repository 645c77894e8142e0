"""Validation in its parts: findings, the shapes, the graph that they run on, the engine, reports.

:mod:`kg.validate` puts them together; nothing else need import them, but for the command that
prints a report. Lower modules come first:

``findings`` what validation says; ``shapes`` reads and checks the shapes; ``datagraph`` makes the
one graph that they run on; ``engine`` runs them; ``source`` finds where in the files, and in which
sentence, a result comes from; ``report`` writes findings as text, Turtle and JSON.
"""
