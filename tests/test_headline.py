"""Headlines, and the names that they give to folders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.authoring.headline import headline, slug
from kg.vocabulary.identifiers import SEGMENT, matches


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n All news \r\n\nTalks end without a result\nMore", "Talks end without a result"),
        ("Kasperia breaks truce\n\nMOSCOW, May 3. It did.", "Kasperia breaks truce"),
        ("Truce over\n\nMOSCOW, May 3. It did not last for long.", "Truce over"),
        ("Menu\nTruce over\nIt did not last.", "Truce over"),
        ("Home › Conflicts › Ilmedane\n\nIs the truce over?\nNo.", "Is the truce over?"),
        ("\ufeffTalks end at last\n\nThey did.", "Talks end at last"),
        ("Is it over?", "Is it over?"),
        # Without a headline, what an article says first.
        ("Holm left. She had said “never.”\n\nNobody knows why", "Holm left."),
        ("He said “never.”\nNobody knows why", "He said “never.”"),
        (f"{'Words ' * 26}\n\nMore", ("Words " * 26).strip()),
    ],
)
def test_a_headline_is_known_by_its_form(text: str, expected: str) -> None:
    assert headline(text) == expected


@given(
    st.text(alphabet='ab ."”\r\n\u00a0\ufeff›\x1c').filter(
        lambda text: text.removeprefix("\ufeff").strip()
    )
)
def test_any_text_has_a_headline(text: str) -> None:
    assert headline(text) in text
    assert headline(text).strip()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Turkish participation wasn’t discussed — Kremlin",
            "turkish-participation-wasnt-discussed-kremlin",
        ),
        ("Kévarre's 600 men: who pays for them?", "kevarres-600-men-who-pays"),
        ("Łódź góry: Đoković og Ærø – ŞIŞLİ", "lodz-gory-dokovic-og-aero"),
        ("Straße nach Şəki", "strasse-nach-seki"),
        ("Радио", ""),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected


@given(st.text())
def test_a_slug_is_a_segment_of_an_id_or_nothing(title: str) -> None:
    found = slug(title)
    assert not found or matches(SEGMENT, found)
