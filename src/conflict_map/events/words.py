"""The lexicons as look-up tables: word forms to verbs, nouns to what they mean. Loaded once, on first use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Form", "Lexicon", "forms_of", "lexicon", "plural", "singular", "word_set"]


class Form(NamedTuple):
    """One reading of a word form: the verb and which form it is (``base``, ``s``, ``ing``, ``past``, ``pp``)."""

    lemma: str
    form: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that the lexicon files say.

    Attributes
    ----------
    forms
        Word form to its readings as a verb.
    classes
        Verb, or verb with particle ("give up"), to its classes.
    nouns
        Noun in the singular to its classes.
    known
        Every verb of the tables, without its particles.
    closed
        Closed classes: ``det``, ``prep`` … to their words.
    function_words
        The words of all closed classes.
    """

    forms: dict[str, tuple[Form, ...]]
    classes: dict[str, frozenset[str]]
    nouns: dict[str, frozenset[str]]
    closed: dict[str, frozenset[str]]
    phrasal: frozenset[str] = field(default_factory=frozenset)
    nouns_too: frozenset[str] = field(default_factory=frozenset)
    known: frozenset[str] = field(default_factory=frozenset)
    function_words: frozenset[str] = field(default_factory=frozenset)


_ITEM = re.compile(r'"([^"]*)"|(\S+)')


def _words(text: str) -> list[str]:
    """Return the words of a list; those between quotes are one."""
    return [quoted or plain for quoted, plain in _ITEM.findall(text)] if '"' in text else text.split()


_VOWELS = frozenset("aeiou")


def _s_form(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    return verb + "s"


def _doubles(verb: str) -> bool:
    """Whether a short verb doubles its last letter ("rob", "plan"); longer ones are listed as irregular."""
    ends = verb[-1] in "bdgkmnprtl" and verb[-2:-1] in _VOWELS and verb[-3:-2] not in _VOWELS
    return ends and len(verb) >= 3 and not any(map(verb[:-3].count, _VOWELS))


def _ing_form(verb: str, past: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    if _doubles(verb) or past == verb + verb[-1] + "ed" or verb.endswith(("run", "get", "set", "put", "cut", "quit", "gin")):
        return verb + verb[-1] + "ing"
    return verb + "ing"


def _past_form(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    if _doubles(verb):
        return verb + verb[-1] + "ed"
    return verb + "ed"


_PLURALS = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "buses": "bus",
    "gunmen": "gunman",
    "militiamen": "militiaman",
    "servicemen": "serviceman",
    "policemen": "policeman",
    "tribesmen": "tribesman",
}


@lru_cache(maxsize=1 << 12)
def forms_of(word: str) -> Mapping[str, Form]:
    """Return the readings of a word as a verb by their forms; a word that is none has no readings."""
    return {form.form: form for form in lexicon().forms.get(word, ())}


@lru_cache(maxsize=1 << 14)
def singular(noun: str) -> str:
    """Return the singular of an English plural; other words unchanged."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("shes", "ches", "xes", "sses", "buses")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun


@lru_cache(maxsize=1 << 14)
def plural(noun: str) -> bool:
    """Whether a word looks like a plural."""
    return (noun.endswith("s") and not noun.endswith(("ss", "us", "is"))) or noun in _PLURALS or noun in {"people", "police"}


@cache
def _sets() -> dict[str, str]:
    folder = resources.files("conflict_map.events") / "lexicon"
    return {
        name: words
        for file in ("sets.toml", "moves.toml", "control.toml")
        for name, words in tomllib.loads((folder / file).read_text(encoding="utf-8")).items()
    }


@cache
def word_set(name: str) -> frozenset[str]:
    """Return one of the sets of words in ``lexicon/sets.toml``, ``lexicon/moves.toml`` and ``lexicon/control.toml``."""
    return frozenset(_sets()[name].split())


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read from the package's data files on the first call."""
    folder = resources.files("conflict_map.events") / "lexicon"
    verbs = tomllib.loads((folder / "verbs.toml").read_text(encoding="utf-8"))
    words = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    irregular = {lemma: forms.split() for lemma, forms in verbs["irregular"].items()}
    classes: dict[str, set[str]] = {}
    for name, text in verbs["classes"].items():
        for verb in _words(text):
            classes.setdefault(verb, set()).add(name)
    for particle, name in verbs["motion"].items():
        if particle != "verbs":
            for verb in _words(verbs["motion"]["verbs"]):
                classes.setdefault(f"{verb} {particle}", set()).add(name)
    for line in (line for table in tomllib.loads((folder / "frames.toml").read_text(encoding="utf-8")).values() for line in table.splitlines()):
        for verb in line.split("|")[1].split() if "|" in line and not line.startswith("#") else ():
            classes.setdefault(verb.replace("_", " "), set())
    lemmas = {verb.split()[0] for verb in classes} | set(_words(verbs["other"]["verbs"])) | set(irregular)
    forms: dict[str, tuple[Form, ...]] = {}

    def add(word: str, *readings: Form) -> None:
        known = forms.get(word)
        forms[word] = readings if known is None else tuple(sorted({*known, *readings}))

    for lemma in sorted(lemmas):
        past, participle = irregular.get(lemma, [_past_form(lemma)] * 2)
        for form, word in (("base", lemma), ("s", _s_form(lemma)), ("ing", _ing_form(lemma, past)), ("past", past), ("pp", participle)):
            add(word, Form(lemma, form))
    for lemma in ("travel", "signal", "cancel", "level", "shovel", "funnel", "channel", "rival", "label", "marshal", "counsel"):
        add(f"{lemma}ling", Form(lemma, "ing"))
        add(f"{lemma}led", Form(lemma, "past"), Form(lemma, "pp"))
    for word in [word for word in forms if word.startswith("re") and "-" not in word]:
        again = [form for form in forms[word] if form.lemma.startswith("re") and "take" in classes.get(form.lemma, ())]
        if again:
            add(f"re-{word[2:]}", *again)  # "re-took"
    add("bussed", Form("bus", "past"), Form("bus", "pp"))
    add("bussing", Form("bus", "ing"))
    nouns: dict[str, set[str]] = {}
    for name, text in words["nouns"].items():
        for noun in _words(text):
            nouns.setdefault(noun, set()).add(name)
    return Lexicon(
        forms=forms,
        classes={verb: frozenset(names) for verb, names in classes.items()},
        nouns={noun: frozenset(names) for noun, names in nouns.items()},
        closed={name: frozenset(text.split()) for name, text in words["closed"].items()},
        phrasal=frozenset(verb for verb in classes if " " in verb),
        nouns_too=frozenset(_words(verbs["other"]["nouns_too"])),
        known=frozenset(lemmas),
        function_words=frozenset(word for text in words["closed"].values() for word in text.split()),
    )
