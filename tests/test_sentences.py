"""Texts in sentences."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.sentences import sentences

TASS = Path(__file__).parent.parent / "articles/tass/2020-11-12-turkish-peacekeepers/article.txt"


def cut(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\ufeff", []),
        ("\ufeffEnvoy leaves\nHe", ["Envoy leaves", "He"]),
        (" \r\n\t", []),
        ("No full stop", ["No full stop"]),
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("Headline\r\n\r\n  Deck \rCaption", ["Headline", "Deck", "Caption"]),
        ('He said, "Yes." "No," she said.', ['He said, "Yes."', '"No," she said.']),
        ("“Ja.” (Nein.) [Doch.] Ende", ["“Ja.”", "(Nein.)", "[Doch.]", "Ende"]),
        ("MOSCOW, May 3. /TASS/. Talks began.", ["MOSCOW, May 3. /TASS/.", "Talks began."]),
        ("U.S. President Joe Biden met Mr. Smith on Nov. 3.",) * 2,
        ("J. F. Kennedy spoke at 3.30 p.m. on May 1.",) * 2,
        ("Prices rose by 3.5 percent… or more, e.g. in Baku.",) * 2,
        ("It ended. 240 men left. и так. Так", ["It ended.", "240 men left. и так.", "Так"]),
    ],
)
def test_a_text_is_cut(text: str, expected: list[str] | str) -> None:
    assert cut(text) == ([expected] if isinstance(expected, str) else expected)


@given(st.text(alphabet='ab A.!?"”’(] \r\n\u00a0\u0301😀ÉM/', max_size=60))
def test_sentences_hold_every_character_but_white_space(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        assert not text[end : sentence.start].strip()
        quote = text[sentence.start : sentence.end]
        assert quote == quote.strip() != ""
        end = sentence.end
    assert not text[end:].strip()


def test_the_first_article() -> None:
    found = cut(TASS.read_bytes().decode())
    assert len(found) == 35
    assert found[11] == '"This cannot be a topic for discussion only between Moscow and Ankara.'
    assert found[22].endswith("President [Recep Tayyip] Erdogan.")
