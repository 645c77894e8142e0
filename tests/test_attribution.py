"""On whose word a passage says something: the claim itself, what leads there, or all of them."""

from collections.abc import Mapping
from typing import Final

import pytest

from kg.attribution import claims_behind

SAID: Final[Mapping[str, list[str]]] = {
    "claim/one": ["plan", "Peskov"],
    "claim/two": ["consent", "plan"],
    "consent": ["Armenia", "consent"],
    "plan": ["claim/two"],
}
CLAIMS: Final = ("claim/two", "claim/one")


@pytest.mark.parametrize(
    ("subject", "claims"),
    [
        ("claim/one", ["claim/one"]),
        ("Peskov", ["claim/one"]),
        ("plan", ["claim/two", "claim/one"]),
        ("Armenia", ["claim/two", "claim/one"]),
    ],
)
@pytest.mark.parametrize("outlet", [True, False])
def test_a_claim_that_leads_there_vouches(subject: str, claims: list[str], outlet: bool) -> None:
    assert claims_behind(subject, SAID, CLAIMS, outlet=outlet) == claims


def test_what_no_claim_leads_to_is_the_outlets_word_in_its_own_voice_only() -> None:
    assert claims_behind("mission", SAID, CLAIMS, outlet=True) == []
    assert claims_behind("mission", SAID, CLAIMS, outlet=False) == list(CLAIMS)
