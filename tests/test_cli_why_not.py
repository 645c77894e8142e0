"""``kg why-not`` as a command: what there is, what is missing, what is claimed, what cannot be."""

import json

import pytest

from kg.namespaces import DATA, TERMS
from tests.commands import kg

STATEMENT = "joint-statement-2020-11-09"
WIDTH = 80


pytestmark = pytest.mark.usefixtures("in_served_project")


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code, out, err = kg(capsys, "why-not", *words)
    assert (code, err) == (0, "")
    assert all(len(line) <= WIDTH for line in out.splitlines())
    return " ".join(out.replace("│", " ").split())


def test_a_state_that_did_not_sign_is_no_party(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "Turkey", "party to", STATEMENT)
    assert text.startswith(
        "Turkey is not known to be party to ‘joint statement of 9 November 2020 on "
        "Nagorno-Karabakh’: no party signature of the joint statement is known to be in capacity "
        "of an office of Turkey, only in capacity of President of Azerbaijan, Prime Minister of "
        "Armenia and President of Russia"
    )
    there, missing = text.split(" missing ")
    for signatory in ("Ilham Aliyev", "Nikol Pashinyan", "Vladimir Putin"):
        assert f"signature” ‘signature of {signatory} under the joint statement’" in there
    assert "[1] “On November 9, Russian President Vladimir Putin," in there
    assert "President of Turkey “office of” Turkey background:" in there
    assert (
        "a party signature of ‘joint statement of 9 November 2020 on Nagorno-Karabakh’ is in "
        in missing
    )
    instead = missing.split("but there is")[1]
    assert "signature of Ilham Aliyev under the joint statement’ “in capacity of”" in instead
    assert "Armenia “party to” ‘joint statement" in missing


def test_each_missing_premise_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "consent/russia", "a", "ReportedlyOutstandingConsent")
    there, missing = text.split(" missing ")
    assert "‘Russia consents to a Turkish deployment’ is a consent [1] “When asked if" in there
    consent = "‘Russia consents to a Turkish deployment’"
    assert f"├─ {consent} is required by a consent requirement" in missing
    assert "├─ that consent requirement is affirmed by a claim" in missing
    assert f"└─ {consent} is denied by a claim" in missing
    assert text.startswith(
        f"{consent} is not known to be a reportedly outstanding consent: the consent is not known "
        "to be required by a consent requirement that is affirmed by a claim, nor to be denied by "
        "a claim"
    )


def test_a_contradiction_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "Turkey", "a", "person")
    assert text.startswith("it cannot be so: Turkey is a person this cannot be because nothing is")
    assert "Turkey is a person (supposed)" in text
    assert "not known" not in text
    assert "it would follow" not in text


def test_an_identification_is_no_contradiction(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "tenure/peskov", "tenure holder", "Erdogan")
    assert text.startswith(
        "Dmitry Peskov as Kremlin Spokesman is not known to have Recep Tayyip Erdogan as tenure "
        "holder, only Dmitry Peskov if it were so,"
    )
    assert "if it were so, two names would be of one and the same thing:" in text
    assert "Dmitry Peskov is the same as Recep Tayyip Erdogan" in text


def test_what_is_only_claimed_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "plan/turkish-peacekeepers", "has consent of", "Armenia")
    known, claimed = text.split(" what is claimed about both; a claim is no fact ")
    assert "not known" in known
    assert "there were no such agreements’ “denies” ‘Armenia consents to a Turkish" in claimed
    assert "Dmitry Peskov says it on 12 November 2020" in claimed


def test_a_lacking_triple_is_followed_to_its_own_nearest_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = answer(capsys, "plan/turkish-peacekeepers", "reportedlyRequiresConsentOf", "Russia")
    assert "‘Turkish peacekeepers in Nagorno-Karabakh (proposed)’ “reportedly needs”" in text


def test_ways_of_which_there_is_nothing_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "Ilham Aliyev", "represents", "France")
    assert (
        "President of Azerbaijan is not known to be an office of France, only an office of Aze"
        in text
    )
    text = answer(capsys, "claim/consent-needed", "affirms", "consent/armenia")
    assert "it would follow in these ways, but there is nothing of them: - “affirmed by” is" in text


def test_what_no_axiom_leads_to_has_to_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    text = answer(capsys, "tass/2020-11-12-turkish-peacekeepers", "published", "2020-11-13")
    assert "no axiom leads there: it would have to be said by an article" in text
    assert "what is known with the same property └─" in text
    assert "“published” “12 November 2020” recorded with tass/2020-11-12-turkish" in text


def test_json_names_premises_by_iri(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("why-not", "Turkey", "party to", STATEMENT, "--format", "json")
    code, out, _ = kg(capsys, *words)
    document = json.loads(out)
    assert (code, document["holds"], document["contradictions"]) == (0, False, [])
    nearest, *_ = document["nearest"]
    assert [axiom["functional"].split("(")[0] for axiom in nearest["axioms"]] == [
        "InverseProperties",
        "SubPropertyOf",
    ]
    there = {one["statement"]["property"] for one in nearest["found"]["statements"]}
    assert there == {f"{TERMS}hasPartySignature", f"{TERMS}officeOf"}
    (lack,) = nearest["missing"]
    instead = {one["statement"]["object"] for one in lack["instead"]["statements"]}
    assert f"{DATA}president-of-russia" in instead
    assert document["summary"].startswith("Turkey is not known to be party to ‘joint statement")


def test_what_holds_points_to_why(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("Armenia", "party to", STATEMENT)
    code, out, err = kg(capsys, "why-not", *words)
    assert (code, err) == (1, "")
    assert out.startswith("it holds: Armenia “party to” ‘joint statement of 9 November 2020")
    assert out.splitlines()[-1] == f"see: kg why Armenia 'party to' {STATEMENT}"
    code, out, _ = kg(capsys, "why-not", *words, "--format", "json")
    assert (code, json.loads(out)["holds"]) == (1, True)


def test_a_wrong_name_gets_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, "why-not", "Turky", "party to", STATEMENT)
    assert (code, out) == (2, "")
    assert err.startswith("error: no Thing goes by 'Turky', in the place of SUBJECT")
