"""``kg schema``: the vocabulary of annotations, for editors and for programs."""

import json
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli import options
from kg.cli.console import Console

if TYPE_CHECKING:
    from kg.project import Project

EXAMPLES: Final = """
kg schema --output articles/annotation.schema.json    completion in editors
kg schema --context > context.jsonld                  the keys as a JSON-LD context
"""


def command(
    ctx: typer.Context,
    output: options.Output = None,
    context: Annotated[
        bool, typer.Option("--context", help="Write the JSON-LD context instead.")
    ] = False,
) -> None:
    """Write the JSON Schema of annotations.

    It knows the classes and properties of the ontology and the ids of the register: write it anew
    when these change. An editor finds it by the first line of an annotation that `kg new` starts.
    """
    console = Console.of(ctx)
    project = console.project()
    console.write(context_text(project) if context else schema_text(project), output)
    if output:
        console.note(f"wrote {output}")


def schema_text(project: "Project") -> str:
    """Return the JSON Schema of the project's annotations.

    Raises:
        KgError: the ontology or the register is wrong.
    """
    from kg.authoring.schema import json_schema
    from kg.vocabulary import load_vocabulary
    from kg.vocabulary.register import load_register

    vocabulary = load_vocabulary(project)
    return _json(json_schema(vocabulary, load_register(project, vocabulary)))


def context_text(project: "Project") -> str:
    """Return the JSON-LD context of the project's annotations.

    Raises:
        KgError: the ontology is wrong.
    """
    from kg.authoring.jsonld import context
    from kg.vocabulary import load_vocabulary

    return _json(context(load_vocabulary(project)))


def _json(document: dict[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
