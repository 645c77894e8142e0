"""``kg schema``: the vocabulary of annotations, for editors and for programs."""

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from kg.cli.console import Console

EXAMPLES: Final = """
kg schema --output articles/annotation.schema.json    completion in editors
kg schema --context > context.jsonld                  the keys as a JSON-LD context
"""


def command(
    ctx: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write (default: stdout)."),
    ] = None,
    context: Annotated[
        bool, typer.Option("--context", help="Write the JSON-LD context instead.")
    ] = False,
) -> None:
    """Write the JSON Schema of annotations.

    It knows the classes and properties of the ontology and the ids of the register: write it anew
    when these change. An editor finds it by the first line of an annotation that `kg new` starts.
    """
    from kg.vocabulary import load_vocabulary

    console = Console.of(ctx)
    project = console.project()
    vocabulary = load_vocabulary(project)
    if context:
        from kg.jsonld import context as context_of

        document = context_of(vocabulary)
    else:
        from kg.register import load_register
        from kg.schema import json_schema

        document = json_schema(vocabulary, load_register(project, vocabulary))
    console.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n", output)
    if output:
        console.note(f"wrote {output}")
