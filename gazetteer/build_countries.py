"""Make ``countries.csv``: names of the countries in the languages of reports, beside the reference points that people keep.

And ``country_labels.csv``: one name of each for maps in the languages of the page.

    python gazetteer/build_countries.py

Names come from the Unicode CLDR through the package Babel (needed for this script alone). Points and English short names are read from
``countries.csv`` itself and stay as they are: they are kept by hand and follow GeoNames.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from babel import Locale

TABLE = Path(__file__).parent / "countries.csv"
LABELS = Path(__file__).parent / "country_labels.csv"
LABEL_LANGUAGES = ("ar", "fr", "uk")
LANGUAGES = (
    "en",
    "ar",
    "fa",
    "ckb",
    "ku",
    "tr",
    "he",
    "ru",
    "uk",
    "ps",
    "ur",
    "am",
    "ti",
    "so",
    "sw",
    "ha",
    "fr",
    "es",
    "pt",
    "de",
    "it",
    "my",
    "hi",
    "zh",
)
MAIN_LANGUAGE = {
    **dict.fromkeys(["AE", "BH", "DJ", "DZ", "EG", "EH", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SY", "TD",
    "TN", "YE"], "ar"), "IR": "fa", "AF": "fa", "UA": "uk", "RU": "ru", "BY": "be", "KZ": "kk", "KG": "ky", "TJ": "tg", "BG": "bg", "MK": "mk", "RS":
    "sr", "XK": "sq", "ET": "am", "ER": "ti", "MM": "my",
    "IL": "he", "PK": "ur", "IN": "hi", "NP": "ne", "BD": "bn", "LK": "si", "TH": "th", "KH": "km", "LA": "lo", "CN": "zh", "TW": "zh", "JP": "ja", "KR": "ko", "KP": "ko", "MN": "mn",
    "AM": "hy", "AZ": "az", "GE": "ka", "GR": "el", "CY": "el", "TR": "tr", "SO": "so", "UZ": "uz", "TM": "tk",
}  # fmt: skip

TOWNS = frozenset(["Karadağ", "Şîle", "Şili", "Fas", "Polan", "Polen", "Turki", "Sin", "Yamen", "Butan", "Bûtan", "Bután"])
"""Names of countries in one of these languages that are rather towns: Karadağ in Turkey and Iraq is not Montenegro."""


def names_of(code: str) -> tuple[list[str], str]:
    """Return the names of a country, English first, and its name in its main language."""
    names: dict[str, None] = {}
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        for key in (code, f"{code}-alt-short", f"{code}-alt-variant"):
            if territories.get(key, code) != code:
                for name in re.split(r"\s*[()（）]\s*|, ", territories[key]):
                    if name and name not in TOWNS:
                        names[name] = None
    local = Locale.parse(MAIN_LANGUAGE[code]).territories.get(code, "") if code in MAIN_LANGUAGE else ""
    if local:
        names[local] = None
    return list(names), local


def main() -> None:
    """Write the names into the table again."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        names, row["name_local"] = names_of(row["id"])
        row["names"] = "|".join(dict.fromkeys(names))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "lat", "lon", "short_names", "name_local", "names"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with LABELS.open("w", encoding="utf-8", newline="") as file:
        labels = csv.writer(file, lineterminator="\n")
        labels.writerow(["id", *LABEL_LANGUAGES])
        labels.writerows([row["id"], *(Locale.parse(language).territories.get(row["id"], "") for language in LABEL_LANGUAGES)] for row in rows)


if __name__ == "__main__":
    main()
