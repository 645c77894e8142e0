"""What reviewers of ontologies look at: the checklist, and what differs between two versions.

`document` reads files, `imports` follows them, `uses` looks who else names their terms, `dataset`
puts these together; `rules` and `profile` are the checklist, `checks` runs it, `owlapi` and
`entailments` ask reasoners, `report` tells. `expressions` words axioms, `diff` compares them and
`diffreport` tells.
"""
