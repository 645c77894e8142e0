"""What reviewers of ontologies look at: the checklist, and what differs between two versions.

`document` reads files, `imports` follows them, `uses` looks who else names their terms, `dataset`
puts these together. `rules` and `profile` are the checklist and `checks` runs it; `owlapi` asks
Java, `reasoners` finds what it tells, `entailments` is what must follow, and must not, and
`underived` what is not derived. `review` puts these together and `report` tells. `axioms` words
axioms, `diff` compares them and `diffreport` tells.
"""
