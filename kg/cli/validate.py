"""``kg validate``: what the shapes say of the data, each finding with its line and its sentence."""

from typing import Annotated

import typer

from kg.cli import options
from kg.cli.console import Console

EXAMPLES = """
kg validate                          every finding, with its line and its sentence
kg validate --severity violation     only what would stop a build
kg validate --format turtle          the W3C's validation report
kg validate --format json            the same for programs
"""


def command(
    ctx: typer.Context,
    form: Annotated[str, options.form(("text", "turtle", "json"))] = "text",
    severity: Annotated[str, options.severity(("violation", "warning", "info"))] = "info",
) -> None:
    """Check the data against the shapes, and for contradictions.

    The annotations are read anew; the built graph is neither read nor changed. The exit code is 1
    where there is a violation, which also stops a build.
    """
    from kg.build.articles import compile_articles
    from kg.build.stages import STAGES
    from kg.validate.findings import Severity
    from kg.validate.report import to_json, to_text, to_turtle

    console = Console.of(ctx)
    project = console.project_with_articles()
    background = STAGES.read(project)
    said = compile_articles(project.article_folders(), background, STAGES.compile)
    found = STAGES.reason(said.quads).inconsistencies
    report = STAGES.validate(project, said.quads, said.positions)
    report += STAGES.contradictions(project, said.quads, said.positions, found, report)

    shown = report.at_least(Severity(severity.capitalize()))
    if form == "turtle":
        console.write(to_turtle(shown))
    elif form == "json":
        console.write(to_json(shown))
    else:
        console.write(to_text(shown, width=console.width(), colour=console.colour()))
    if report.counts.get(Severity.VIOLATION):
        raise typer.Exit(1)
