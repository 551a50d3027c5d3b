"""Folding, skeletons and likeness of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.gazetteer.compile import deletion_hashes, query_hashes, signature
from conflict_map.gazetteer.names import fold, loose, phonetic, romanise, similarity, skeleton
from conflict_map.gazetteer.words import designation_of, without_generic


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ma‘arrat an-Nu‘mān", "maarrat an numan"),
        ("MA'ARRAT AN NU`MAN", "maarrat an numan"),
        ("St. Petersburg", "st petersburg"),
        ("Şanlıurfa", "sanliurfa"),
        ("Łódź", "lodz"),
        ("مَعَرّة النُّعمان", "معره النعمان"),
        ("إدلب", "ادلب"),
        ("Київ", "киів"),
        ("ЁЛКИНО", "елкино"),
        ("Saint-Denis", "saint denis"),
        ("a\u200bb\u202ec", "abc"),
        ("ＡＬＥＰＰＯ", "aleppo"),
        ("東京", "東京"),
        ("バ", "バ"),
        ("한국", "한국"),
    ],
)
def test_fold(written: str, key: str) -> None:
    assert fold(written) == key


def test_fold_keeps_vowel_signs_that_carry_meaning() -> None:
    assert fold("မန္တလေး") != fold("မန္တလ")


@given(st.text(max_size=60))
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(alphabet="abcdeéöñşАбвгсراس", min_size=1, max_size=8), min_size=1, max_size=5))
def test_fold_works_word_by_word(words: list[str]) -> None:
    assert fold(" ".join(words)).split() == [part for word in words for part in fold(word).split()]


@given(st.text(max_size=20_000))
def test_long_and_odd_text_does_no_harm(text: str) -> None:
    key = fold(text)
    assert len(key) <= 2000
    assert skeleton(key).isascii()
    assert 0 <= similarity(key, "homs") <= 1


@pytest.mark.parametrize(
    "spellings",
    [
        ("Maarat al-Numan", "Ma'arrat an-Nu'man", "Maaret al-Noman", "معرة النعمان"),
        ("Saraqib", "Sarakeb", "Seraqeb", "سراقب"),
        ("Kharkiv", "Kharkov", "Харків"),
        ("Izyum", "Izium", "Ізюм"),
        ("Deir ez-Zor", "Dayr az-Zawr", "Deir al-Zour", "دير الزور"),
        ("Mekele", "Mek'ele", "መቀሌ"),
        ("Khan Shaykhun", "Khan Sheikhoun", "Khan Shaikun"),
        ("Bakhmut", "Бахмут", "Bakhmout"),
    ],
)
def test_spellings_of_a_name_share_their_consonants(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(fold(name)) for name in spellings}) == 1


def test_different_names_do_not_look_alike() -> None:
    same = similarity(fold("Sarakeb"), fold("Saraqib"))
    other = similarity(fold("Sarakeb"), fold("Sarmada"))
    assert same > 0.8 > other


def test_phonetic_leaves_out_articles_and_writes_saint_out() -> None:
    assert phonetic("maarat al numan") == phonetic("maarat an numan")
    assert phonetic("st petersburg") == phonetic("saint petersburg")
    assert phonetic("al") == "al"


def test_loose_forgets_the_final_h_of_ta_marbuta() -> None:
    assert loose("hamah") == loose("hama")


def test_romanise_leaves_scripts_that_cannot_be_read_letter_by_letter() -> None:
    assert romanise("東京") == "東京"
    assert skeleton("東京") == ""


@given(st.text(alphabet="bdfghjklmnrst", min_size=1, max_size=20), st.integers(0, 19))
def test_words_a_letter_apart_share_a_hash(word: str, place: int) -> None:
    shorter = word[:place] + word[place + 1 :]
    hashes, owners = deletion_hashes([word])
    assert set(hashes.tolist()) == set(query_hashes(word, deletions=True))
    assert set(owners.tolist()) == {0}
    if shorter:
        assert set(query_hashes(shorter, deletions=True)) & set(hashes.tolist())
        assert query_hashes(shorter, deletions=False)[0] in set(hashes.tolist()) or place >= len(word)


@given(st.text(alphabet="abcdefghij", max_size=12), st.sampled_from("abcdefghij"), st.integers(0, 12))
def test_signatures_differ_little_for_a_letter(word: str, letter: str, place: int) -> None:
    assert (signature(word) ^ signature(word[:place] + letter + word[place:])).bit_count() <= 2


@pytest.mark.parametrize(
    ("key", "bare", "kind"),
    [
        ("hama province", "hama", "admin1"),
        ("city of mosul", "mosul", "city"),
        ("محافظه ادلب", "ادلب", "admin1"),
        ("bab al hawa border crossing", "bab al hawa", "crossing"),
        ("aleppo", "aleppo", None),
        ("province", "province", None),
    ],
)
def test_designations(key: str, bare: str, kind: str | None) -> None:
    found, kinds = designation_of(key)
    assert found == bare
    assert kind in kinds if kind else not kinds


def test_generic_words_are_left_out_but_never_all_of_them() -> None:
    assert without_generic("maarratah idp") == "maarratah"
    assert without_generic("farm") == "farm"
