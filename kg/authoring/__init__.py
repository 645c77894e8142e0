"""What helps an author: starting an annotation, finding a passage, completion in editors.

``skeleton`` starts an annotation, ``headline`` names it, ``fragment`` finds the passage that a few
words mean, ``passageyaml`` writes it down, ``schema`` is the JSON Schema for editors, ``jsonld``
the JSON-LD context. Nothing of the build depends on it.
"""
