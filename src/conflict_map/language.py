"""Which language a text is in: English at a glance by its commonest words, others by py3langid, which is only loaded for them."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["language_name", "language_of"]

_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
#: Words that are common in English and rare in other languages of the Latin alphabet.
_ENGLISH = frozenset(
    {
        "the", "of", "and", "that", "from", "with", "were", "has", "have", "by", "said", "for", "it", "had", "been", "they", "which", "their",
        "after", "into", "who", "this", "not", "but", "his", "its", "more", "than",
    }
)  # fmt: skip
_PLAINLY = 0.08
_HARDLY = 0.04
_FEWEST_WORDS = 6
_MARGIN = 8.0
_FEWEST_PLAIN = 4
_LIKE_ENGLISH = frozenset({"pcm"})
#: Languages whose words are English ones: a few words of news tell them from English only by chance.
_SAME = {"wuu": "zh", "yue": "zh", "arz": "ar", "ary": "ar", "prs": "fa", "sh": "sr", "ckb": "ku", "kmr": "ku"}
#: Names of the languages that reports on wars come in most; others are told by their ISO 639-1 code.
_NAMES = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "bn": "Bengali", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "ku": "Kurdish", "my": "Burmese", "nl": "Dutch", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "so": "Somali", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ti": "Tigrinya", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, None where it is too short or too mixed to tell.

    Notes
    -----
    A text of which a twelfth are words such as "the" and "of" is English without further ado; no model is loaded for it. Others are asked of
    py3langid (139 languages), and its answer counts only where it beats English by a factor of about 3,000, also by the words in small letters alone:
    names are of no language, and a text with hardly anything else is left open.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    if not letters:
        return None
    latin = 1.0 if sample.isascii() else sum(map(len, _LATIN.findall(sample))) / letters
    share = sum(map(_ENGLISH.__contains__, "\n".join(words).lower().split("\n"))) / len(words)
    if latin > 0.5 and share >= _PLAINLY:  # noqa: PLR2004 - most of it
        return "en"
    if (len(words) < _FEWEST_WORDS and latin > 0.5) or letters < 2 * _FEWEST_WORDS:  # noqa: PLR2004 - most of it
        return None
    code, margin = _ask(sample)
    code = _SAME.get(code, code)
    if code == "en" or latin <= 0.5:  # noqa: PLR2004 - most of it
        return code
    plain = [word for word in words if word[0].islower()]
    if code in _LIKE_ENGLISH or share >= _HARDLY or margin <= _MARGIN or len({*plain}) < _FEWEST_PLAIN:
        return None
    return code if _ask(" ".join(plain))[1] > _MARGIN else None


def language_name(code: str) -> str:
    """Return the English name of a language, its code where no name is known."""
    return _NAMES.get(code, f"the language {code!r}")


@cache
def _ask(sample: str) -> tuple[str, float]:
    """Return the likeliest language and how far, in natural logarithms, English is behind it."""
    import py3langid

    scores = dict(py3langid.rank(sample))
    best = max(scores, key=lambda code: scores[code])
    return best, float(scores[best] - scores.get("en", -1e9))
