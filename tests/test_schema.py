"""The JSON Schema of annotations: what it lets pass, what it marks, what it tells."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kg.annotation.yamltree import Mapping, Node, Scalar, read_yaml
from kg.authoring.schema import json_schema
from kg.project import Project
from kg.vocabulary import load_vocabulary, vocabulary_of
from kg.vocabulary.register import Register, load_register

HARBOUR = Path(__file__).parent / "cases" / "harbour"

Change = Callable[[Any], object]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(HARBOUR, tmp_path, dirs_exist_ok=True)
    return Project.find(tmp_path)


@pytest.fixture
def validator(project: Project) -> Draft202012Validator:
    return Draft202012Validator(schema(project))


def schema(project: Project) -> dict[str, Any]:
    vocabulary = load_vocabulary(project)
    return json_schema(vocabulary, load_register(project, vocabulary))


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


def annotation(project: Project) -> dict[str, Any]:
    (folder,) = project.article_folders()
    data = plain(read_yaml(folder.annotation, "annotation.yaml"))
    assert isinstance(data, dict)
    return data


def test_it_is_a_schema(project: Project) -> None:
    Draft202012Validator.check_schema(schema(project))


def test_it_is_the_same_every_time(project: Project) -> None:
    assert json.dumps(schema(project)) == json.dumps(schema(project))


def test_it_lets_the_annotation_pass(project: Project, validator: Draft202012Validator) -> None:
    assert list(validator.iter_errors(annotation(project))) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a.update(version=1),
        lambda a: a["passages"][4]["says"][0].update(ships=12, underway=True, share=0.5),
        lambda a: a["passages"][3]["says"][0].update(madeBy=["tovia", "ana-lopes"]),
        lambda a: a.pop("nothing"),
    ],
)
def test_it_lets_pass(project: Project, validator: Draft202012Validator, change: Change) -> None:
    data = annotation(project)
    change(data)
    assert list(validator.iter_errors(data)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a.pop("sha256"),
        lambda a: a.update(publsher="courier"),
        lambda a: a.update(type="NewsArtcle"),
        lambda a: a.update(article="Courier/x"),
        lambda a: a.update(published="May 3"),
        lambda a: a.update(passages=[]),
        lambda a: a["nothing"][0].pop("reason"),
        lambda a: a["nothing"][0].update(says=[]),
        lambda a: a["passages"][0].pop("voice"),
        lambda a: a["passages"][0].update(voice="aloud"),
        lambda a: a["passages"][0].update(affirms="tovia"),
        lambda a: a["passages"][0].update(context=[]),
        lambda a: a["passages"][0].update(says="x"),
        lambda a: a["passages"][0]["says"][0].pop("id"),
        lambda a: a["passages"][0]["says"][0].update(id="claim/A"),
        lambda a: a["passages"][0]["says"][0].update(type=["Claim", "Clam"]),
        lambda a: a["passages"][0]["says"][0].update(madeBy="anna-lopes"),
        lambda a: a["passages"][0]["says"][0].update(madeBy=["tovia", "tovia"]),
        lambda a: a["passages"][0]["says"][0].update(force="indirect"),
        lambda a: a["passages"][0]["says"][0].update(ships="-1"),
        lambda a: a["passages"][0]["says"][0].update(label=""),
        lambda a: a["passages"][0]["says"][0].update(affirms={"id": "opening/harbour"}),
    ],
)
def test_it_marks(project: Project, validator: Draft202012Validator, change: Change) -> None:
    data = annotation(project)
    change(data)
    assert not validator.is_valid(data)


def test_it_tells_what_terms_mean(project: Project) -> None:
    definitions = schema(project)["$defs"]
    assert definitions["key-affirms"]["title"] == "affirms"
    assert definitions["key-affirms"]["description"] == (
        "Relates a claim to what it says is so. About: Claim."
    )
    claim = {"const": "Claim", "description": "What someone is reported to have said."}
    assert claim in definitions["class"]["oneOf"]
    assert {"const": "ismara", "description": "Ismara"} in definitions["shared"]["oneOf"]
    states = {"const": "states", "description": "Says that it is so."}
    assert states in definitions["key-force"]["anyOf"][0]["anyOf"][0]["oneOf"]
    voices = definitions["passage"]["properties"]["voice"]["oneOf"]
    assert [voice["const"] for voice in voices] == ["outlet", "direct", "indirect", "unresolved"]
    assert voices[1]["description"] == "Voice of a quotation."


def test_a_passage_takes_its_own_properties_only(project: Project) -> None:
    properties = schema(project)["$defs"]["passage"]["properties"]
    assert {"translation", "note", "label"} < properties.keys()
    assert "affirms" not in properties


def test_an_empty_vocabulary_has_a_schema() -> None:
    empty = json_schema(vocabulary_of([]), Register({}))
    Draft202012Validator.check_schema(empty)
    assert not Draft202012Validator(empty).is_valid({})
