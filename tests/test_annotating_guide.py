"""The guide to annotating names nothing that the ontology has not, and quotes a real annotation."""

import re
from pathlib import Path
from typing import Final

from kg.namespaces import TERMS
from kg.project import Project
from kg.vocabulary import load_vocabulary

ROOT: Final = Path(__file__).parent.parent
GUIDE: Final = (ROOT / "docs" / "annotating.md").read_text("utf-8")
ARTICLE: Final = ROOT / "articles" / "tass" / "2020-11-12-turkish-peacekeepers"


def test_the_example_is_a_passage_of_the_first_article() -> None:
    examples = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    annotation = (ARTICLE / "annotation.yaml").read_text("utf-8")
    assert examples
    assert all(example in annotation for example in examples)


def test_the_words_are_the_ontologys() -> None:
    vocabulary = load_vocabulary(Project.find(ROOT))
    rows = [line.split("|") for line in GUIDE.splitlines() if line.startswith("| ")]
    table = [row for row in rows if len(row) == 5 and "`" in row[2]]
    classes = {name for row in table for name in re.findall(r"`([A-Z]\w+)`", row[2])}
    properties = {name for row in table for name in re.findall(r"`([a-z]\w+)`", row[3])}
    assert len(classes) > 15
    assert len(properties) > 40
    assert classes <= vocabulary.classes.keys()
    assert properties <= vocabulary.properties.keys()


def test_every_voice_is_told() -> None:
    section = GUIDE.partition("## Whose voice")[2].partition("\n## ")[0]
    voices = set(re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE)) - {"voice"}
    vocabulary = load_vocabulary(Project.find(ROOT))
    assert voices == {i.name for i in vocabulary.individuals_in({TERMS + "Voice"})}
