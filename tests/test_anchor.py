"""The quote gate."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.annotation.anchor import anchor, locate
from kg.errors import Position, QuoteAmbiguous, QuoteNotFound
from kg.text import quoted

ARTICLE = (
    "All news\r\n"
    "\r\n"
    "Turkish participation wasn’t discussed — Kremlin\r\n"
    "“Armenia and Azerbaijan <…> should agree to it,” Peskov noted. The Kremlin is satisfied.\r\n"
    "The café in Stepanakert, the cafe\u0301 in Baku: 😀 𝔄𝔅 and so\u00a0on. The Kremlin is silent."
)
AT = Position("annotation.yaml", 12, 12)
# Few characters, so that repetitions and overlaps are common: CRLF, a combining mark, non-BMP.
texts = st.text(alphabet="ab \r\n\u0301’😀", max_size=40)
choices = re.compile(r"\n {7}((?:(?:prefix|suffix): \"(?:[^\"\\]|\\.)*\"(?:\n {7})?)+)  # ")


COMPOSED = "é U+00E9 LATIN SMALL LETTER E WITH ACUTE"


def differ(text: str, quote: str, character: int) -> str:
    return f"the text has {text} where the quote has {quote}, at character {character} of the quote"


def suggestions(error: QuoteAmbiguous) -> list[dict[str, str]]:
    """Return the prefixes and suffixes that a message offers, place by place."""
    lines = [choice.split("\n       ") for choice in choices.findall(error.fix)]
    pairs = [[line.split(": ", 1) for line in choice] for choice in lines]
    # As long as nothing past U+FFFF is escaped, the YAML is JSON too.
    return [{key: json.loads(value) for key, value in choice} for choice in pairs]


def follow(text: str, quote: str, choice: dict[str, str]) -> tuple[int, int]:
    return anchor(text, quote, prefix=choice.get("prefix", ""), suffix=choice.get("suffix", ""))


def refused(
    quote: str, text: str = ARTICLE, *, prefix: str = "", suffix: str = ""
) -> QuoteNotFound:
    with pytest.raises(QuoteNotFound) as caught:
        anchor(text, quote, prefix=prefix, suffix=suffix, at=AT)
    assert caught.value.at == AT
    assert caught.value.fix
    return caught.value


def ambiguous(quote: str, text: str = ARTICLE, *, prefix: str = "") -> QuoteAmbiguous:
    with pytest.raises(QuoteAmbiguous) as caught:
        anchor(text, quote, prefix=prefix, at=AT)
    assert caught.value.at == AT
    return caught.value


@pytest.mark.parametrize(
    "quote",
    [
        "wasn’t",
        "“Armenia and Azerbaijan <…> should agree to it,”",
        "news\r\n\r\nTurkish",
        "\n\r",
        "😀",
        "𝔅",
        "caf\u00e9",
        "cafe\u0301",
        "\u0301",
        "so\u00a0on",
        ARTICLE,
    ],
)
def test_a_quote_is_found_code_point_for_code_point(quote: str) -> None:
    start, end = anchor(ARTICLE, quote)
    assert ARTICLE[start:end] == quote
    assert (start, end) == (ARTICLE.index(quote), ARTICLE.index(quote) + len(quote))


def test_offsets_count_code_points_and_crlf_as_two() -> None:
    assert anchor("😀\r\ne\u0301x", "x") == (5, 6)


def test_a_quote_may_end_before_a_combining_mark() -> None:
    assert anchor("cafe\u0301", "cafe") == (0, 4)
    assert refused("cafe", "caf\u00e9").why.startswith("the text has é U+00E9")


def test_prefix_and_suffix_tell_places_apart() -> None:
    text = "a cat, the cat; cat"
    assert anchor(text, "cat", prefix="a ") == (2, 5)
    assert anchor(text, "cat", suffix=";") == (11, 14)
    assert anchor(text, "cat", prefix="e ", suffix="; ") == (11, 14)


def test_prefix_and_suffix_may_overlap_other_occurrences() -> None:
    assert anchor("aaaa", "a", prefix="aaa") == (3, 4)
    assert anchor("aaaa", "aa", suffix="aa") == (0, 2)


@pytest.mark.parametrize(
    ("quote", "difference", "place", "passage"),
    [
        (
            "participation wasn't discussed",
            differ("’ U+2019 RIGHT SINGLE QUOTATION MARK", "' U+0027 APOSTROPHE", 19),
            "article.txt:3:27",
            "participation wasn’t discussed",
        ),
        (
            "and so on.",
            differ("U+00A0 NO-BREAK SPACE", "U+0020 SPACE", 7),
            "article.txt:5:56",
            "and so\u00a0on.",
        ),
        (
            "The cafe\u0301 in Step",
            differ(COMPOSED, "e U+0065 LATIN SMALL LETTER E", 8),
            "article.txt:5:8",
            "The caf\u00e9 in Step",
        ),
        (
            "the caf\u00e9 in Baku",
            differ("e U+0065 LATIN SMALL LETTER E", COMPOSED, 8),
            "article.txt:5:33",
            "the cafe\u0301 in Baku",
        ),
        (
            "Azerbaijan should agree",
            differ("< U+003C LESS-THAN SIGN", "s U+0073 LATIN SMALL LETTER S", 12),
            "article.txt:4:25",
            "Azerbaijan <…> should agree",
        ),
        (
            "Azerbaijan <...> should",
            differ("… U+2026 HORIZONTAL ELLIPSIS", ". U+002E FULL STOP", 13),
            "article.txt:4:26",
            "Azerbaijan <…> should",
        ),
        (
            "All news\n\nTurkish",
            differ("U+000D CARRIAGE RETURN", "U+000A LINE FEED", 9),
            "article.txt:1:9",
            "All news\r\n\r\nTurkish",
        ),
        (
            "Kremlin is silent.!",
            differ("", "! U+0021 EXCLAMATION MARK", 19).replace("has ", "ends", 1),
            "article.txt:5:83",
            "Kremlin is silent.",
        ),
    ],
)
def test_an_almost_right_quote_is_shown_what_the_text_has(
    quote: str, difference: str, place: str, passage: str
) -> None:
    error = refused(quote)
    assert error.why == f"{difference} ({place})"
    assert error.nearest == (quoted(passage),)
    assert anchor(ARTICLE, json.loads(error.nearest[0]))


def test_a_missing_word_in_a_long_quote_of_a_long_text_is_found() -> None:
    text = "".join(f"Sentence {n} has {n * 7919 % 1000} words. " for n in range(4000))
    quote = text[50_000:52_000].replace("words", "", 1)
    error = refused(quote, text)
    assert "the text has w U+0077" in error.why
    assert error.nearest[0].startswith("… ")
    assert "words" in error.nearest[0]
    assert len(error.nearest[0]) < 400


def test_a_quote_that_leaves_out_too_much_is_found_by_its_beginning() -> None:
    quote = "“Armenia and Azerbaijan […] 1234567890 1234567890 1234567890 1234567890 1234567890"
    error = refused(quote)
    assert "where the quote has [ U+005B LEFT SQUARE BRACKET, at character 25" in error.why
    assert error.nearest == (quoted("“Armenia and Azerbaijan "),)


def test_a_quote_from_elsewhere_is_like_nothing() -> None:
    error = refused("zzzz qqqq jjjj")
    assert error.why == "nothing in the text is like it"
    assert not error.nearest


def test_an_empty_quote_is_refused() -> None:
    assert refused("").what == "the quote is empty"


def test_the_text_is_named_as_asked() -> None:
    with pytest.raises(QuoteNotFound, match=re.escape("tass/x.txt:3:27")):
        anchor(ARTICLE, "participation wasn't", shown="tass/x.txt")


def test_a_prefix_that_does_not_fit_is_shown_what_stands_there() -> None:
    error = refused("Peskov noted", prefix='it," ')
    assert error.what == "the quote is in the text, but not after this prefix"
    assert error.why == 'at article.txt:4:50 it stands after "it,” "'
    assert error.fix == "remove prefix and suffix: the quote occurs only there"


def test_a_suffix_that_does_not_fit_is_shown_what_stands_there() -> None:
    error = refused("Peskov", prefix="it,” ", suffix=" said")
    assert error.what == "the quote is in the text, but not before this suffix"
    assert error.why == 'at article.txt:4:50 it stands before " note"'


def test_of_several_places_the_one_that_fits_best_is_shown() -> None:
    error = refused("Kremlin", prefix="— the ", suffix=" is silly")
    assert error.what.endswith("not after this prefix and before this suffix")
    assert error.why == ('at article.txt:5:65 it stands after ". The " and before " is silen"')
    assert error.fix == "copy from the text what stands around the quote; it occurs 3 times"


def test_an_ambiguous_quote_is_shown_every_place_with_what_makes_it_unique() -> None:
    error = ambiguous("Kremlin")
    assert error.what == "the quote occurs 3 times in the text"
    for place in ("article.txt:3:42", "article.txt:4:68", "article.txt:5:65"):
        assert f"# {place}, in … " in error.fix
    offered = suggestions(error)
    assert offered == [{"prefix": "— "}, {"prefix": "noted. The "}, {"prefix": "on. The "}]
    found = [follow(ARTICLE, "Kremlin", choice) for choice in offered]
    assert found == [(m.start(), m.end()) for m in re.finditer("Kremlin", ARTICLE)]


def test_overlapping_occurrences_count() -> None:
    assert ambiguous("aa", "aaa").what == "the quote occurs 2 times in the text"


def test_a_prefix_that_is_not_enough_is_told_so() -> None:
    error = ambiguous("Kremlin", prefix="The ")
    assert error.what == "the quote occurs 2 times in the text"
    assert len(suggestions(error)) == 2


def test_a_place_that_repeats_on_both_sides_gets_prefix_and_suffix() -> None:
    offered = suggestions(ambiguous("a", "aaa"))
    assert offered == [{"suffix": "aa"}, {"prefix": "a", "suffix": "a"}, {"prefix": "aa"}]


def test_many_places_are_listed_in_part() -> None:
    error = ambiguous("x", " ".join(f"x{n}" for n in range(100)))
    assert len(suggestions(error)) == 10
    assert error.fix.endswith("# and 90 more")


def test_a_suggestion_that_would_fill_the_screen_is_left_out() -> None:
    tomatoes = "tomato " * 100
    error = ambiguous("x", f"1 {tomatoes}x {tomatoes}2 {tomatoes}x {tomatoes}3")
    assert not suggestions(error)
    assert error.fix.count("whose surroundings repeat") == 2


def test_a_long_word_is_not_finished_for_its_own_sake() -> None:
    word = "ab" * 100
    assert suggestions(ambiguous("x", f"{word}x{word}yx{word}")) == [
        {"prefix": "b"},
        {"prefix": "y"},
    ]
    assert suggestions(ambiguous("x", f"x1{word} x2{word}")) == [{"suffix": "1"}, {"prefix": " "}]


@pytest.mark.parametrize(
    ("fragment", "quote"),
    [
        ("wasn’t discussed", "wasn’t discussed"),
        ("  wasn't  discussed\n", "wasn’t discussed"),
        ("turkish participation was not discussed", "Turkish participation wasn’t discussed"),
        ("xTurkish participation", "Turkish participation"),
    ],
)
def test_a_fragment_leads_to_the_exact_quote(fragment: str, quote: str) -> None:
    found = locate(ARTICLE, fragment)
    assert found.quote == quote
    assert ARTICLE[found.start : found.end] == quote
    assert (found.prefix, found.suffix, found.occurrences) == ("", "", 1)


def test_a_fragment_that_occurs_often_means_the_first_place() -> None:
    found = locate(ARTICLE, "Kremlin")
    assert (found.prefix, found.suffix, found.occurrences) == ("— ", "", 3)
    assert anchor(ARTICLE, found.quote, prefix=found.prefix) == (found.start, found.end)


@pytest.mark.parametrize("fragment", ["", " \n", "zzzz qqqq jjjj"])
def test_a_fragment_like_nothing_is_refused(fragment: str) -> None:
    with pytest.raises(QuoteNotFound):
        locate(ARTICLE, fragment)


def overlapping(text: str, part: str) -> list[int]:
    return [n for n in range(len(text)) if text.startswith(part, n)]


@given(texts.filter(bool), st.data())
def test_every_slice_is_found_or_offered_what_makes_it_unique(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    starts = overlapping(text, quote)
    if len(starts) == 1:
        assert anchor(text, quote) == (start, end)
        return
    error = ambiguous(quote, text)
    found = [follow(text, quote, choice) for choice in suggestions(error)]
    assert found == [(n, n + len(quote)) for n in starts[:10]]


@given(st.text(min_size=1), st.data())
def test_slices_of_any_text_round_trip(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = anchor(text, text[start:end], prefix=text[:start], suffix=text[end:])
    assert found == (start, end)


@given(texts, texts, texts, texts)
def test_no_quote_is_anchored_to_anything_else(
    text: str, quote: str, prefix: str, suffix: str
) -> None:
    try:
        start, end = anchor(text, quote, prefix=prefix, suffix=suffix)
    except (QuoteNotFound, QuoteAmbiguous):
        assert len(overlapping(text, prefix + quote + suffix)) != 1 or not quote
    else:
        assert text[start:end] == quote
        assert text[:start].endswith(prefix)
        assert text[end:].startswith(suffix)


@given(texts.filter(bool), st.data())
def test_a_slice_with_one_character_changed_is_refused_or_another_slice(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    at = data.draw(st.integers(0, end - start - 1))
    ch = data.draw(st.sampled_from(["'", "e", "", "xy", "\u00a0"]))
    quote = text[start:end][:at] + ch + text[start:end][at + 1 :]
    if quote in text:
        return
    error = refused(quote, text)
    assert str(error).startswith("the quote is")


@given(texts, texts)
@example("  ", "a  a")
def test_what_is_located_is_anchored_to_the_same_place(text: str, fragment: str) -> None:
    try:
        found = locate(text, fragment)
    except QuoteNotFound:
        assert not fragment.strip() or fragment.strip() not in text
        return
    assert found.occurrences == len(overlapping(text, found.quote))
    place = anchor(text, found.quote, prefix=found.prefix, suffix=found.suffix)
    assert place == (found.start, found.end)


def test_the_first_article_is_there_to_be_quoted() -> None:
    articles = Path(__file__).parent.parent / "articles"
    text = (articles / "tass/2020-11-12-turkish-peacekeepers/article.txt").read_bytes().decode()
    quote = "Armenia and Azerbaijan <…> should agree to it"
    start, end = anchor(text, quote)
    assert text[start:end] == quote
