"""The words of a text and the classes of words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conflict_map.lexicon import lexicon, tokenise
from conflict_map.lexicon.countries import capital_name, is_capital, romanised


@given(st.text(max_size=200))
def test_words_are_stretches_of_the_text_in_order(text: str) -> None:
    tokens = tokenise(text)
    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert all(end <= start for end, start in zip(tokens.after, tokens.starts[1:], strict=False))


def test_apostrophes_inside_words_stay_and_possessives_go() -> None:
    tokens = tokenise("Sana'a's markets, Ma‘arrat al-Nu'man’s streets")
    assert tokens.words == ["Sana'a", "markets", "Ma‘arrat", "al", "Nu'man", "streets"]
    assert [tokens.possessive(index) for index in range(len(tokens))] == [True, False, False, False, True, False]


def test_abbreviations_with_stops_are_one_word() -> None:
    assert tokenise("U.S.-backed, in B.C. and St. Louis").words == ["U.S.", "backed", "in", "B.C.", "and", "St", "Louis"]


def test_vowel_marks_do_not_break_words() -> None:
    assert tokenise("مَعَرَّة النُّعمان").words == ["مَعَرَّة", "النُّعمان"]
    assert tokenise("မြန်မာ").words == ["မြန်မာ"]


def test_word_classes_and_demonyms() -> None:
    words = lexicon()
    assert words.has("colonel", "titles")
    assert not words.has("damascus", "titles")
    assert words.demonyms["syrian"].countries == ("SY",)
    assert set(words.demonyms["kurdish"].countries) == {"IQ", "TR", "SY", "IR"}
    assert words.abbreviations["Ky"].name == "Kentucky"
    assert words.abbreviations["Ky"].country == "US"


def test_every_demonym_points_to_known_countries() -> None:
    for name, demonym in lexicon().demonyms.items():
        for code in demonym.countries:
            assert capital_name(code) is not None or code in {"EH", "HK"}, (name, code)


def test_capitals_and_romanised_countries() -> None:
    assert is_capital("SY", "Damascus")
    assert not is_capital("SY", "Aleppo")
    assert not is_capital(None, "Damascus")
    assert romanised("SY")
    assert romanised("UA")
    assert not romanised("FR")
    assert not romanised("ZZ")
