"""The name of a place in the script and alphabet of its country's main language, out of the many names that gazetteers have for it.

Collections of names mix languages that share a script (Arabic, Persian, Kurdish, Uyghur; Ukrainian, Russian) and hold transliterations that a
machine stopped in the middle of ("ladhqyہ"). A name is taken only if the alphabet of the language can spell all of it, and only the one that reads
most like the place's Latin name; where that is in doubt the place has none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from conflict_map.gazetteer.names import fold, loose, similarity

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["local_name"]

_ARABIC = "ء-غف-ي\u064b-\u0652"
_PERSIAN = "آؤئءابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی\u200c"
_CYRILLIC = "абвгджзклмнопрстуфхцчш"
_ALPHABETS = {
    "Arabic": (_ARABIC, "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SY TD TN YE"),
    "Persian": (_PERSIAN, "IR"),
    "Dari and Pashto": (f"{_PERSIAN}ټډړږښڼځڅېۍي", "AF"),
    "Urdu": (f"{_PERSIAN}ٹڈڑںھہۃےۓ", "PK"),
    "Hebrew": ("א-ת", "IL"),
    "Ukrainian": (f"{_CYRILLIC}еєиіїйґщьюя", "UA"),
    "Russian": (f"{_CYRILLIC}еёийщъыьэюя", "RU"),
    "Belarusian": (f"{_CYRILLIC}еёійўыьэюя", "BY"),
    "Bulgarian": (f"{_CYRILLIC}еийщъьюя", "BG"),
    "Serbian": (f"{_CYRILLIC}еијђљњћџ", "RS XK BA ME"),
    "Macedonian": (f"{_CYRILLIC}еијљњџѓќѕ", "MK"),
    "Kazakh": (f"{_CYRILLIC}еёийщъыьэюяіәғқңөұүһ", "KZ"),
    "Kyrgyz": (f"{_CYRILLIC}еёийщъыьэюяңөү", "KG"),
    "Tajik": (f"{_CYRILLIC}еёийъэюяғқҳҷӣӯ", "TJ"),
    "Mongolian": (f"{_CYRILLIC}еёийщъыьэюяөү", "MN"),
    "Armenian": ("\u0531-\u0556\u0561-\u0587", "AM"),
    "Georgian": ("\u10d0-\u10f0", "GE"),
    "Greek": ("α-ωάέήίόύώϊϋΐΰ", "GR CY"),
    "Ethiopic": ("\u1200-\u135a", "ET ER"),
    "Burmese": ("\u1000-\u103f\u104c-\u104f", "MM"),
    "Devanagari": ("\u0900-\u0963", "IN NP"),
    "Bengali": ("\u0980-\u09f1", "BD"),
    "Sinhala": ("\u0d80-\u0df3\u200d", "LK"),
    "Thai": ("\u0e01-\u0e3a\u0e40-\u0e4e", "TH"),
    "Khmer": ("\u1780-\u17d3", "KH"),
    "Lao": ("\u0e81-\u0edf", "LA"),
    "Hangul": ("\uac00-\ud7a3", "KR KP"),
    "Han": ("\u4e00-\u9fff", "CN TW"),
    "Japanese": ("\u3041-\u30ff\u4e00-\u9fff々", "JP"),
}  # fmt: skip
_LANGUAGE = {country: language for language, (_, countries) in _ALPHABETS.items() for country in countries.split()}
_PERHAPS = re.compile(
    # A letter three times over; a word of one Arabic letter; a letter inside a word that Arabic writes at the end only.
    r"(.)\1\1|(?:^| )[ء-ي](?: |$)|[ةى][ء-ي]",
)
_OTHERS = {
    # What only the neighbour's spelling has, and endings of Persian names within the letters of Arabic.
    "Ukrainian": re.compile(r"[сцз]к(?:ий|$|[ -])|[жчшщ]ь", re.IGNORECASE),
    "Russian": re.compile(r"[сцз]ьк(?![а-яё])|ъ(?:$|[ -])|^оу", re.IGNORECASE),
    "Arabic": re.compile(r"[هى]$"),
}
_MARKED = {"Ukrainian": re.compile(r"[іїєґ]|[сцз]ьк", re.IGNORECASE), "Russian": re.compile(r"[ёыэ]", re.IGNORECASE)}
_SOFT = re.compile("ь$")
_ABJADS = frozenset({"Arabic", "Persian", "Dari and Pashto", "Urdu", "Hebrew"})
_UNREAD = frozenset({"Thai", "Khmer", "Lao", "Hangul", "Han", "Japanese", "Bengali", "Sinhala"})
_LOWEST = {
    "Arabic": 0.5, "Persian": 0.5, "Dari and Pashto": 0.5, "Urdu": 0.45, "Hebrew": 0.45, "Ethiopic": 0.35, "Burmese": 0.3,
    "Armenian": 0.5, "Georgian": 0.5,
}  # fmt: skip
"""How like the Latin name the reading of a name has to be. Scripts without vowels, and those read by the names of their letters, score lower."""
_ELSEWHERE = 0.87
"""A name that reads like another Latin name of the place, not the main one, counts this much: the main name is the one in use."""
_EXONYMS = {("RU", "moscow"): "Москва", ("AM", "yerevan"): "Երևան"}
"""Cities whose English name leads to a neighbour's or an older spelling."""
_COMPARED = 30
_CROWD = {"Russian": 0.9}
_SHORT, _SHORT_BONUS = 3, 0.15
_WRITTEN_VOWEL = 0.02
"""Of names with the same consonants the one with fewer letters is the language's own; foreign spellings write the short vowels out."""
_LATIN = re.compile(r"[^\W\d_]")


@cache
def _spelt(language: str) -> re.Pattern[str]:
    """Return the pattern of names in an alphabet; compiled when an index is built, not when one name is looked up."""
    letters, _ = _ALPHABETS[language]
    return re.compile(f"[{letters}]+(?:[ '’ʼ\\-–][{letters}]+)*", re.IGNORECASE)


def local_name(country: str, names: Iterable[str], main: str = "") -> str:
    """Return the name in the main language of a country, empty where there is none or none is sure.

    Parameters
    ----------
    country
        ISO code.
    names
        All names of the place, in any script.
    main
        Its main name in Latin letters, which the local one has to be like.

    Examples
    --------
    >>> local_name("UA", ["Артемовск", "Артемівськ", "Бахмут"], "Bakhmut"), local_name("SY", ["ladhqyہ", "لاذقیه"], "Latakia")
    ('Бахмут', '')
    """
    language = _LANGUAGE.get(country)
    if language is None:
        return ""
    spelt = _spelt(language)
    names = list(dict.fromkeys(names))
    candidates = [name for name in names if spelt.fullmatch(name) and not _PERHAPS.search(name)]
    known = _EXONYMS.get((country, fold(main)))
    if not candidates or known in candidates:
        return known or ""
    latin = list(dict.fromkeys(key for name in (main, *names) if name and name[0].isascii() and (key := fold(name)).isascii()))[:_COMPARED]
    if not latin:
        return candidates[0] if len(candidates) == 1 else ""
    if language in _UNREAD:
        return _only(candidates)
    article = language == "Arabic" and any(_article(name) for name in (main, *names))
    # The languages of Russia spell names of their own in its letters; Russian is in the middle of them.
    weighed = candidates[:_COMPARED] if language in _CROWD else []
    crowd = {name: sum(similarity(fold(name), fold(other)) for other in candidates) / len(candidates) for name in weighed}
    ranked = sorted(
        (
            (round(likeness + _CROWD.get(language, 0.0) * crowd.get(name, 0.0) + _habit(name, language, article=article), 4), likeness, -order, name)
            for order, name in enumerate(candidates)
            for likeness in [_likeness(name, fold(main), latin, abjad=language in _ABJADS)]
        ),
        reverse=True,
    )
    _, likeness, _, best = ranked[0]
    lowest = _LOWEST.get(language, 0.55) - (_SHORT_BONUS if len(best) <= _SHORT else 0.0)
    if likeness < lowest:
        return ""
    return min((name for name in candidates if best.startswith(f"{name} ") or best in (name, f"{name}မြို့")), key=len)


def _only(candidates: list[str]) -> str:
    """Return the shortest of names that are all one name with an ending ("city"), empty where they differ: these scripts we cannot read."""
    short = min(candidates, key=len)
    return short if all(name.startswith(short) for name in candidates) else ""


def _article(name: str) -> bool:
    return re.match(r"(?:al|el|a[dnrstz]|ash|e[dnrstz]|esh)[ -]", name, re.IGNORECASE) is not None


def _likeness(name: str, main: str, latin: list[str], *, abjad: bool) -> float:
    """Return how like its Latin names a name reads, 0 to 1; by consonants alone nearly, where the script leaves vowels out."""
    key = fold(name)
    best = _alike(key, main, abjad=abjad) if main else 0.0
    return max(best, *(_ELSEWHERE * _alike(key, other, abjad=abjad) for other in latin))


def _alike(key: str, other: str, *, abjad: bool) -> float:
    bones = Levenshtein.normalized_similarity(loose(key).translate(_VOWELS), loose(other).translate(_VOWELS))
    letters = 0.15 if abjad else 0.5
    return letters * similarity(key, other) + (1 - letters) * bones


_VOWELS = str.maketrans("", "", "aeiouyw ")


def _habit(name: str, language: str, *, article: bool) -> float:
    """Return a small number for spellings that tell the language, to decide between names that read alike."""
    value = -_WRITTEN_VOWEL * len(name.removeprefix("ال")) if language in _ABJADS and language != "Hebrew" else 0.0
    if language in _OTHERS and _OTHERS[language].search(name):
        value -= 0.04
    if language in _MARKED and _MARKED[language].search(name):
        value += 0.03
    if language in _MARKED and _SOFT.search(name):
        value += 0.02
    if language == "Arabic" and name.startswith("ال"):
        value += 0.05 if article else -0.03
    return value
