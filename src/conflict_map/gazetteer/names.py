"""Names as keys: folding, the consonant skeleton of romanised names, and how alike two spellings are.

A name is compared in three forms, from strict to loose:

``fold``
    case, marks, apostrophes and hyphens folded away; words apart by one space. Works word by word, so that the folded words of a text can be
    matched against folded names.
``phonetic``
    the folded name in Latin letters, articles left out, one letter for each class of sounds that romanisations write in several ways.
``skeleton``
    the consonants of ``phonetic``, coarser still. Vowels are what romanisations of Arabic, Persian, Kurdish, Amharic and Burmese disagree on most.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from rapidfuzz.distance import Levenshtein

__all__ = ["ARTICLES", "fold", "fold_words", "loose", "phonetic", "romanise", "similarity", "skeleton", "without_articles"]

MAX_NAME = 200
"""Longer names are cut before they are folded: no place has one, and hostile text may."""

_APOSTROPHES = (
    "'`\u00b4\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u2018\u2019\u201a\u201b\u2032\u2035\ua78c\uff07\u0294\u0295\u05f3\u05f4"
)
_SPECIAL = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "ng", "ə": "e", "ɓ": "b", "ɗ": "d",
    "ƙ": "k", "ƴ": "y", "ŧ": "t", "ɛ": "e", "ɔ": "o", "ǝ": "e", "ƒ": "f", "ɲ": "ny",
    # Arabic: carriers of hamza, the two final forms, and letters that keyboards of other languages write instead
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ء": "", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك",
    "ڪ": "ك", "ـ": "", "ۆ": "و", "ێ": "ي", "ڕ": "ر", "ڵ": "ل",
}  # fmt: skip


def _same_syllables() -> dict[str, str]:
    """Return the Ethiopic syllables that modern spelling uses for one sound, each with the one that stands for all: ሐ, ኀ and ኸ are ሀ."""
    rows = {0x1210: 0x1200, 0x1280: 0x1200, 0x12B8: 0x1200, 0x1220: 0x1230, 0x12D0: 0x12A0, 0x1340: 0x1338}
    same = {chr(row + order): chr(kept + order) for row, kept in rows.items() for order in range(7)}
    same |= {chr(row + 3): chr(kept) for row, kept in {0x1210: 0x1200, 0x1280: 0x1200, 0x12B8: 0x1200, 0x12D0: 0x12A0}.items()}
    # ሃ is heard as ሀ, ኣ as አ; and ጐ, ኰ, ቈ as ጎ, ኮ, ቆ.
    return same | {"ሃ": "ሀ", "ኣ": "አ", "ጐ": "ጎ", "ኰ": "ኮ", "ቈ": "ቆ", "ኈ": "ሆ"}


_SPECIAL |= _same_syllables()
_MARKS = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2069),
    (0xFEFF, 0xFEFF),
)


def _is_mark(code: int) -> bool:
    return any(low <= code <= high for low, high in _MARKS)


class _Fold(dict[int, str]):
    """Table for ``str.translate`` that fills itself: one folded string for each character."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._folded(chr(code))
        return folded

    def _folded(self, char: str) -> str:
        if char in _APOSTROPHES or _is_mark(ord(char)) or char == ".":
            return ""
        lower = char.lower()
        if lower in _SPECIAL:
            return _SPECIAL[lower]
        if unicodedata.category(char)[0] not in "LNM":
            return " " if unicodedata.category(char) != "Cf" else ""
        parts = []
        for part in unicodedata.normalize("NFKD", lower):
            if _is_mark(ord(part)) or part in _APOSTROPHES:
                continue
            parts.append(_SPECIAL.get(part, part) if unicodedata.category(part)[0] in "LNM" else " ")
        return unicodedata.normalize("NFC", "".join(parts)).casefold() if parts else ""


_FOLD = _Fold()


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> str:
    """Return the look-up key of a name.

    Case, diacritics, apostrophes, full stops and signs of direction go; hyphens and other punctuation become one space; the carriers of hamza, alef
    maqsura and ta marbuta become their plain letters. Vowel signs of Indic scripts stay, they are letters in all but name. Articles stay.

    Examples
    --------
    >>> fold("Ma‘arrat an-Nu‘mān"), fold("St. Petersburg"), fold("مَعَرّة النُّعمان")
    ('maarrat an numan', 'st petersburg', 'معره النعمان')
    """
    if len(name) > MAX_NAME:
        name = name[:MAX_NAME]
    return " ".join(name.translate(_FOLD).split())


def fold_words(name: str) -> list[str]:
    """Return the words of the folded name."""
    return fold(name).split()


ARTICLES = frozenset(
    [
        "al",
        "el",
        "il",
        "ul",
        "as",
        "es",
        "ash",
        "esh",
        "ech",
        "ach",
        "ar",
        "er",
        "an",
        "en",
        "ad",
        "ed",
        "adh",
        "at",
        "et",
        "ath",
        "eth",
        "az",
        "ez",
        "ud",
        "ur",
        "us",
        "un",
        "uz",
    ],
)
"""Romanised Arabic article with its assimilations to sun letters."""

_ARABIC = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v", "ټ": "t", "ډ": "d", "ړ": "r",
    "ږ": "zh", "ښ": "sh", "ڼ": "n", "ځ": "z", "څ": "ts", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ں": "n", "ے": "e", "ݘ": "ch",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z", "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ђ": "dj",
    "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dzh", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ә": "a", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ќ": "k", "ѓ": "g", "ѕ": "dz",
}  # fmt: skip
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        ["a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "y", "f", "ch", "ps", "o"],
        strict=True,
    ),
)
_HEBREW = dict(
    zip(
        "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
        ["a", "b", "g", "d", "h", "u", "z", "h", "t", "i", "k", "k", "l", "m", "m", "n", "n", "s", "", "f", "f", "ts", "ts", "k", "r", "sh", "t"],
        strict=True,
    ),
)
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        [
            "a",
            "b",
            "g",
            "d",
            "e",
            "v",
            "z",
            "t",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "zh",
            "r",
            "s",
            "t",
            "u",
            "f",
            "k",
            "gh",
            "q",
            "sh",
            "ch",
            "ts",
            "dz",
            "ts",
            "ch",
            "kh",
            "j",
            "h",
        ],
        strict=True,
    ),
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
        [
            "a",
            "b",
            "g",
            "d",
            "e",
            "z",
            "e",
            "y",
            "t",
            "zh",
            "i",
            "l",
            "kh",
            "ts",
            "k",
            "h",
            "dz",
            "gh",
            "ch",
            "m",
            "y",
            "n",
            "sh",
            "o",
            "ch",
            "p",
            "j",
            "r",
            "s",
            "v",
            "t",
            "r",
            "ts",
            "u",
            "p",
            "k",
            "o",
            "f",
        ],
        strict=True,
    ),
)
_NAMED = (
    (0x0900, 0x0DFF), (0x1000, 0x109F), (0x1200, 0x137F), (0x3040, 0x30FF),
)  # fmt: skip
_NAME_WORDS = re.compile(r"(?:LETTER|SYLLABLE|VOWEL SIGN|INDEPENDENT VOWEL|CONSONANT SIGN MEDIAL)(?: SMALL| VOCALIC| SHORT| SIGN)? ([A-Z]+)$")


class _Roman(dict[int, str]):
    """Table for ``str.translate`` from any letter to Latin ones; letters of scripts that are not covered stay."""

    def __missing__(self, code: int) -> str:
        self[code] = roman = self._roman(chr(code))
        return roman

    def _roman(self, char: str) -> str:
        for table in (_ARABIC, _CYRILLIC, _GREEK, _HEBREW, _GEORGIAN, _ARMENIAN):
            if char in table:
                return table[char]
        if any(low <= ord(char) <= high for low, high in _NAMED):
            # The Unicode names of syllables and of letters of these scripts end in their romanisation: ETHIOPIC SYLLABLE GO, MYANMAR LETTER KA.
            found = _NAME_WORDS.search(unicodedata.name(char, ""))
            return found.group(1).lower() if found else ""
        return char


_ROMAN = _Roman()


def romanise(key: str) -> str:
    """Return a folded name in Latin letters as far as its scripts are alphabets or syllabaries that can be read letter by letter."""
    if key.isascii():
        return key
    words = key.split(" ")
    if not any("\u0600" <= word[0] <= "\u06ff" for word in words if word):
        return key.translate(_ROMAN)
    words = [word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words]  # noqa: PLR2004 - article and two letters
    # The ta marbuta of a first word is heard in a genitive: Maarrat al-Numan.
    words[:-1] = [word[:-1] + "ت" if word.endswith("ه") and len(word) > 2 else word for word in words[:-1]]  # noqa: PLR2004
    return " ".join(words).translate(_ROMAN)


_SOUNDS = {
    **dict.fromkeys(("tch", "tsch", "sch", "sh", "ch", "cz", "tz", "ts"), "S"),
    **dict.fromkeys(("dj", "dzh", "zh"), "j"),
    **dict.fromkeys(("kh", "ck", "q", "c", "x"), "k"),
    **dict.fromkeys(("ou", "oo", "w"), "u"),
    **dict.fromkeys(("ee", "ei", "ey", "ai", "ay", "ae", "y", "ie"), "i"),
    **dict.fromkeys(("au", "aw"), "o"),
    "gh": "g", "th": "t", "dh": "d", "ph": "f",
}  # fmt: skip
_LONG_SOUND = re.compile("|".join(sorted((sound for sound in _SOUNDS if len(sound) > 1), key=len, reverse=True)))
_SHORT_SOUNDS = str.maketrans({sound: letter for sound, letter in _SOUNDS.items() if len(sound) == 1})
"""What sounds of several letters become has none of these letters in it, so that one step can follow the other."""
#: The breath that Burmese romanisation writes before a consonant, others after it or not at all: Hpapun, Phapun, Papun.
_BREATHED = re.compile(r"(?<![a-z])h(?=[kpts](?!h))")
_CLASS = str.maketrans({"p": "b", "v": "f", "z": "d", "g": "k", "S": "s", "o": "u", "e": "i", " ": ""})
_ROUNDING = 1e-9
_FIRST = itemgetter(0)
_FINAL_H = re.compile(r"(?<=.)h(?= |$)")
_VOWELS = str.maketrans("", "", "aeiouyw ")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def without_articles(key: str) -> str:
    """Return a folded name in Latin letters without articles, "St" and "Mt" written out."""
    words = key.split(" ")
    if len(words) == 1:
        return key
    kept = [_SHORT.get(word, word) for word in words[:-1] if word not in ARTICLES]
    kept.append(words[-1])
    return " ".join(kept)


@lru_cache(maxsize=1 << 15)
def phonetic(key: str) -> str:
    """Return the folded name in Latin letters, without articles, with one letter for each class of sounds; words apart by a space."""
    letters = without_articles(key if key.isascii() else romanise(key))
    if "h" in letters:
        letters = _BREATHED.sub("", letters)
    return _single(_LONG_SOUND.sub(_sound, letters).translate(_SHORT_SOUNDS))


def _single(letters: str) -> str:
    """Return a word with one letter for several of the same."""
    return "".join(map(_FIRST, groupby(letters)))


def _sound(found: re.Match[str]) -> str:
    return _SOUNDS[found[0]]


@lru_cache(maxsize=1 << 15)
def loose(key: str) -> str:
    """Return `phonetic` with the classes of sounds merged that romanisations confuse, and without the final h of ta marbuta; no spaces."""
    spoken = phonetic(key)
    if "h" in spoken:
        spoken = _FINAL_H.sub("", spoken)
    return _single(spoken.translate(_CLASS))


@lru_cache(maxsize=1 << 15)
def skeleton(key: str) -> str:
    """Return the consonants of a folded name, in classes; empty for scripts that cannot be read letter by letter.

    Examples
    --------
    >>> skeleton(fold("Ma'arrat an-Nu'man")) == skeleton(fold("Maaret al-Noman")) == skeleton(fold("معرة النعمان"))
    True
    """
    spoken = loose(key)
    if not spoken.isascii():
        return ""
    return _single(spoken.translate(_VOWELS))


def similarity(left: str, right: str, least: float = 0.0) -> float:
    """Return how alike two folded names are as spellings of one name, 0 to 1: by letters, by sounds, by classes of sounds, and by consonants.

    Below ``least`` any number below it may be returned: what the rest of the name could still make up for is then not looked at.
    """
    alike = Levenshtein.normalized_similarity
    near = 0.2 * alike(without_articles(left), without_articles(right)) + 0.3 * alike(phonetic(left), phonetic(right))
    if near + 0.5 < least - _ROUNDING:
        return 0.0
    return float(near + 0.3 * alike(loose(left), loose(right)) + 0.2 * alike(skeleton(left), skeleton(right)))
