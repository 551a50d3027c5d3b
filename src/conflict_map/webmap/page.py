"""Layers and base map to one HTML file. folium makes the map; nothing of a report ever passes through its templates.

What is hostile (texts, names, addresses) goes in after folium has rendered, as one block of JSON that cannot end its element; the script
builds the page with ``textContent``. A Content-Security-Policy names the checksum of every script and style sheet, so that nothing else runs.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit

import folium

from conflict_map.errors import UsageError
from conflict_map.webmap.base import base_payload
from conflict_map.webmap.encode import clean, json_text, plain
from conflict_map.webmap.payload import PER_DEGREE, extent, layers_payload
from conflict_map.webmap.squeeze import squeeze
from conflict_map.webmap.theatres import first_view, theatres

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    import geopandas as gpd
    from branca.element import Figure

    from conflict_map.webmap.base import BasemapLike

__all__ = ["LANGUAGES", "ONLINE_TILES", "OnlineTiles", "interface_words", "render"]

#: Languages of the interface, with the direction of their script.
LANGUAGES: Mapping[str, str] = {"en": "ltr", "ar": "rtl", "fr": "ltr", "uk": "ltr"}

#: Where a language's own dates would be read wrongly elsewhere: 1/2/2020 is not a date that a map may show.
_LOCALES = {"en": "en-GB"}

#: The base map's origin, as it has to be named.
BASE_CREDIT = "Natural Earth (public domain); borders after the maps of the United Nations. Place names: GeoNames (CC BY 4.0)"

OnlineTiles = tuple[str, str]
#: Address template and credit of the base map that a reader may turn on. Nothing is fetched before.
ONLINE_TILES: OnlineTiles = ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "© OpenStreetMap contributors")

#: Line widths by class of the number of people, for layers whose legend does not say.
_WIDTHS = (3.0, 2.5, 4.5, 7.0, 10.0, 13.0)
_SLOT = re.compile(r"@@([a-z]+)@@")
_SOURCE_MAP = re.compile(r"^\s*(//|/\*)[#@]\s*sourceMappingURL=.*$", re.MULTILINE)


class LayersLike(Protocol):
    """What the page needs of `conflict_map.layers.Layers`."""

    @property
    def frames(self) -> Mapping[str, gpd.GeoDataFrame]: ...
    @property
    def legend(self) -> Sequence[Any]: ...
    @property
    def sources(self) -> Sequence[Any]: ...
    @property
    def title(self) -> str: ...
    @property
    def standfirst(self) -> str: ...
    @property
    def bounds(self) -> tuple[float, float, float, float] | None: ...


class _OfflineMap(folium.Map):
    """A folium map without any address of a script or style sheet, and with a fixed name."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 -- folium's own type
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__(
            location=(20.0, 10.0),
            zoom_start=2,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.25,
            zoom_delta=1,
            wheel_px_per_zoom_level=110,
            min_zoom=2,
            max_zoom=17,
            max_bounds_viscosity=0.6,
        )
        self._id = "conflict"


def render(  # noqa: PLR0913 -- each one is a choice of the person who publishes the map
    layers: LayersLike,
    basemap: BasemapLike | None,
    *,
    title: str | None = None,
    standfirst: str | None = None,
    credit: str | None = None,
    lang: str = "en",
    date: str | None = None,
    base_credit: str = BASE_CREDIT,
    online: OnlineTiles | None = ONLINE_TILES,
    finer: Sequence[BasemapLike] = (),
) -> str:
    """Make the whole page.

    Parameters
    ----------
    layers
        What the map shows, as `conflict_map.layers.build_layers` makes it.
    basemap
        What lies behind it, of `basemap_bounds`'s box; None for an empty ground.
    title, standfirst
        Headline and the lines under it; the layers' own where not given.
    credit
        Who made the map, for the line of credits.
    lang
        Language of the interface, a key of `LANGUAGES`. Texts of reports stay as they are.
    date
        ISO day that the page opens on; the last one where not given.
    base_credit
        Origin of the base map.
    online
        Address template and credit of an online base map that the reader may turn on; None for none.
    finer
        What lies behind parts of the map, in finer lines: the base maps of `finer_bounds`'s boxes.

    Returns
    -------
    str
        One HTML file: no request to anywhere when it is opened.

    Raises
    ------
    UsageError
        If ``lang`` is not one of `LANGUAGES`.
    """
    words = interface_words(lang)
    parts = theatres(layers.frames)
    data = {
        "title": plain(title or layers.title),
        # What nobody wrote the page says in its own language, from the numbers.
        "ownTitle": title is None and _made_of_dates(layers),
        "standfirst": plain(standfirst if standfirst is not None else None if _facts(layers) else layers.standfirst),
        "summary": _facts(layers),
        "lang": lang,
        "credit": plain(credit),
        "date": date,
        "locale": _LOCALES.get(lang, lang),
        "dir": LANGUAGES[lang],
        "words": words,
        "bounds": layers.bounds or extent(layers.frames),
        "start": first_view(layers.frames, parts),
        "theatres": [{"countries": part.countries, "events": part.events, "view": part.view} for part in parts],
        "legend": [plain(item) for item in layers.legend],
        "sources": [_source(source) for source in layers.sources],
        "layers": layers_payload(layers.frames),
        "perDegree": PER_DEGREE,
        "widths": _WIDTHS,
        "base": base_payload(basemap, layers.frames),
        "finer": [{key: part for key, part in (base_payload(one, layers.frames) or {}).items() if not key.startswith("world")} for one in finer],
        "baseCredit": base_credit,
        "online": None if online is None else {"url": online[0], "credit": online[1], "host": _host(online[0]), "maxZoom": 19},
    }
    return _assemble(data, lang=lang, online=online)


def _assemble(data: Mapping[str, Any], *, lang: str, online: OnlineTiles | None) -> str:
    frame_styles, map_html, frame_scripts = _frame()
    styles = [_leaflet("leaflet.css"), *frame_styles, _text("style.css")]
    scripts = [frame_scripts[0], _leaflet("leaflet.js"), *frame_scripts[1:], _script()]
    slots = {
        "lang": lang,
        "dir": LANGUAGES[lang],
        "csp": _policy(scripts, styles, online),
        "title": html.escape(clean(str(data["title"]))),
        "styles": "\n".join(f"<style>{style}</style>" for style in styles),
        "map": map_html,
        "noscript": html.escape(data["words"]["noscript"]),
        "data": json_text(data),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    # One pass over our own template: what goes in is never looked at again, so no text can stand for a slot.
    return _SLOT.sub(lambda slot: slots[slot[1]], _text("page.html"))


def _source(source: Any) -> dict[str, Any]:  # noqa: ANN401 -- a model.Source or its like
    return {key: plain(getattr(source, key, None)) for key in ("report", "headline", "publisher", "url", "published")}


def _facts(layers: LayersLike) -> dict[str, Any] | None:
    """Return the numbers of a map, where the layers have them (see `conflict_map.layers.Summary`)."""
    summary = getattr(layers, "summary", None)
    return None if summary is None else {field.name: plain(getattr(summary, field.name)) for field in dataclasses.fields(summary)}


def _made_of_dates(layers: LayersLike) -> bool:
    """Return whether the title is none that anybody gave but the description that layers give themselves."""
    facts = _facts(layers) or {}
    first, last = facts.get("first_date"), facts.get("last_date")
    return bool(first) and layers.title in {f"Reported events, {first}", f"Reported events, {first} to {last}"}


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}"


@cache
def _frame() -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return folium's styles, its element and its scripts; the last script makes the map."""
    figure = cast("Figure", _OfflineMap().get_root())
    figure.render()
    head, body, script = (str(part.render()) for part in (figure.header, figure.html, figure.script))
    styles = re.findall(r"<style>(.*?)</style>", head, flags=re.DOTALL)
    scripts = re.findall(r"<script>(.*?)</script>", head, flags=re.DOTALL)
    return tuple(_squeezed(style) for style in styles), body.strip(), (*map(_squeezed, scripts), _squeezed(script))


def _squeezed(text: str) -> str:
    """Return a script or style sheet without indentation, blank lines and lines that are comments."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def _leaflet(name: str) -> str:
    text = (files("xstatic.pkg.leaflet") / "data" / name).read_text(encoding="utf-8")
    text = _SOURCE_MAP.sub("", text)
    # The pictures of controls that the page does not have (layer switch, default marker) would be requests.
    return re.sub(r"url\((?!#)[^)]*\)", "none", text).strip() if name.endswith(".css") else text.strip()


def _package() -> Traversable:
    return files("conflict_map.webmap")


@cache
def _text(name: str) -> str:
    text = (_package() / name).read_text(encoding="utf-8")
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip() if name.endswith(".css") else text


@cache
def _script() -> str:
    """Return the page's scripts as one, in the order of their numbers."""
    parts = sorted((part for part in (_package() / "script").iterdir() if part.name.endswith(".js")), key=lambda part: part.name)
    code = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return f'(() => {{\n"use strict";\n{squeeze(code)}\n}})();'


def interface_words(lang: str) -> dict[str, str]:
    """Return the words of the page in a language, a key of `LANGUAGES`, by key; English ones stand in where it has none.

    Raises
    ------
    UsageError
        If ``lang`` is not one of `LANGUAGES`.
    """
    if lang not in LANGUAGES:
        message = f"lang must be one of {', '.join(LANGUAGES)}, not {lang!r}"
        raise UsageError(message)
    return dict(_words(lang))


@cache
def _words(lang: str) -> dict[str, str]:
    """Return the words of a language; English ones stand in where it has none."""
    tables = json.loads(_text("words.json"))
    return cast("dict[str, str]", tables["en"] | tables[lang])


def _policy(scripts: Iterable[str], styles: Iterable[str], online: OnlineTiles | None) -> str:
    def checksums(texts: Iterable[str]) -> str:
        return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts)

    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {checksums(scripts)}",
            f"style-src {checksums(styles)}",
            "img-src data: blob:" + ("" if online is None else f" {_host(online[0])}"),
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
