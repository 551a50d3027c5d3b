"""Arguments and help of the command. Light: nothing is imported before the command that needs it runs."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
from typing import TYPE_CHECKING

import conflict_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from conflict_map.cli.messages import Messages

__all__ = ["ALSO", "PICTURES", "make_parser"]

#: What ``--also`` takes, with the suffix it stands for.
ALSO = {
    "geojson": ".geojson",
    "gpkg": ".gpkg",
    "kml": ".kml",
    "parquet": ".parquet",
    "shp": ".shp.zip",
    "csv": ".csv",
    "jsonl": ".jsonl",
    "acled": ".acled.csv",
    "ucdp": ".ucdp.csv",
    "idmc": ".idmc.csv",
    "hxl": ".hxl.csv",
}
#: Pictures for print, which only a map can be.
PICTURES = {"png": ".png", "svg": ".svg", "pdf": ".pdf"}

_REPORTS = """\
reports are .txt, .md, .html, .eml, .pdf, .docx, .rss/.atom/.xml, .jsonl or .csv (one report a line, in the field 'text'), a folder of
these, or - for standard input. Lines 'Headline: …', 'Published: 2020-01-29', 'Publisher: …', 'URL: …' at the top of a text are understood."""
_EVENTS = """\
events files are .jsonl (one event a line), .csv or .geojson, as 'extract' writes them."""
_REACH_KM = 10.0

_AREAS = """\
a place speaks for what is nearer to it than to others, up to --reach-km; what no report reaches stays without a side. Ranges go from what reports
say (without mere claims) to that plus all that is contested, unknown or not reached."""
_FORMATS = """\
formats by suffix: .jsonl, .csv (events); .geojson, .gpkg, .kml, .parquet, .shp.zip (the layers of the map); .acled.csv, .ucdp.csv, .idmc.csv,
.hxl.csv (events under the names of those who share such data)."""
_STATUS = "exit status: 0 done, 1 the input is at fault (the message says what, where and how to mend it), 2 wrong usage."


def make_parser() -> argparse.ArgumentParser:
    """Return the parser with every command."""
    parser = argparse.ArgumentParser(
        prog="conflict-map",
        description="Turn reports of war into maps that can be trusted.",
        epilog=f"'conflict-map COMMAND --help' tells more about a command. {_STATUS}",
    )
    parser.add_argument("--version", action="version", version=f"conflict-map {conflict_map.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _map(commands)
    _extract(commands)
    _export(commands)
    _control(commands)
    _locate(commands)
    _check(commands)
    _gazetteer(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str, more: str, epilog: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}. {more}",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("-q", "--quiet", action="store_true", help="print faults only")
    return command


def _run(module: str, function: str) -> Callable[[argparse.Namespace, Messages], int]:
    def run(options: argparse.Namespace, messages: Messages) -> int:
        status: int = getattr(importlib.import_module(f"conflict_map.cli.{module}"), function)(options, messages)
        return status

    return run


def _reading_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--corrections", metavar="FILE", help="CSV of places that you have decided (name, lat, lon …); they win over everything")
    command.add_argument("--pack", metavar="FILE", action="append", help="use this gazetteer pack too (GeoNames dump, CSV); may be given again")
    _online_options(command, "names that stay unresolved")
    command.add_argument("--fetch", action="store_true", help="download reports given as https:// addresses; without it nothing uses the network")


def _online_options(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument(
        "--online",
        metavar="SERVICE",
        choices=("nominatim", "photon"),
        help=f"ask this service for {what}: nominatim or photon. It learns these names; one a second, answers are kept (default: off)",
    )
    command.add_argument("--online-url", metavar="URL", help="your own server of that kind, such as http://127.0.0.1:8080, instead of the public one")


def _evidence_options(command: argparse.ArgumentParser) -> None:
    base = command.add_argument_group("what was held before")
    base.add_argument("--baseline", metavar="FILE", help="map or list of an earlier day: .geojson, .gpkg (points or polygons), .csv (lat, lon)")
    base.add_argument(
        "--holder-column", metavar="NAME", help="column of the baseline that names the holder; empty, contested and unknown are understood"
    )
    base.add_argument("--holder", metavar="SIDE", help="instead of a column: the one side that holds everything in the baseline")
    base.add_argument("--baseline-date", metavar="DATE", type=_day, help="day of the baseline (default: before everything else)")
    base.add_argument("--elsewhere", metavar="SIDE", help="who holds what lies outside all polygons (default: nothing is said of it)")
    area = command.add_argument_group("how areas are made")
    area.add_argument("--within", metavar="AREA", help="country or first-level area (code or name) that is shown and that shares are of")
    area.add_argument(
        "--reach-km", metavar="KM", type=_reach, default=_REACH_KM, help="how far a place speaks for its surroundings, or all (default: 10)"
    )
    area.add_argument("--fold", metavar="NAME=SIDE", type=_fold, action="append", default=[], help="two names of one side; may be given again")
    command.set_defaults(default_reach_km=_REACH_KM)


def _map(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "map",
        "make one map of one or more reports or events files",
        "One HTML file that needs no network.",
        f"{_REPORTS}\n\n{_EVENTS}\n\n{_STATUS}",
    )
    command.add_argument("inputs", metavar="REPORT_OR_EVENTS", nargs="+", help="report, folder of reports, events file, or - for standard input")
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="the page (.html) or picture (.png, .svg, .pdf) to write (default: output/NAME.html); - for standard output",
    )
    command.add_argument(
        "--also", metavar="FORMAT,…", type=_formats, default=[], help=f"write these files beside the page, too: {', '.join({**ALSO, **PICTURES})}"
    )
    command.add_argument("--date", metavar="DATE", type=_day, help="day that the map opens at, such as 2020-01-29")
    command.add_argument("--open", action="store_true", help="open the page in the browser when it is written")
    command.add_argument("--title", help="title of the map (default: the headline)")
    command.add_argument("--credit", help="line that says who made the map")
    command.add_argument("--lang", metavar="CODE", help="language of the page, such as en")
    _evidence_options(command)
    _reading_options(command)
    command.set_defaults(run=_run("mapping", "make_map"))


def _extract(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "extract",
        "write the events that reports tell of",
        "Only what a report says happened is an event.",
        f"{_REPORTS}\n\n{_FORMATS}\n\n{_STATUS}",
    )
    command.add_argument("reports", metavar="REPORT", nargs="+", help="report, folder of reports, or - for standard input")
    command.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="file to write, format by suffix (default: JSON lines on standard output)"
    )
    command.add_argument("--format", metavar="FORMAT", choices=sorted(ALSO), help=f"format instead of the suffix: {', '.join(ALSO)}")
    command.add_argument(
        "--explain", action="store_true", help="show for each event the words that made it, and why; JSON lines carry them as 'trace'"
    )
    _reading_options(command)
    command.set_defaults(run=_run("mapping", "extract"))


def _export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "export", "turn events files into another format", "", f"{_EVENTS}\n\n{_FORMATS}\n\n{_STATUS}")
    command.add_argument("events", metavar="EVENTS", nargs="+", help="events file, or - for JSON lines on standard input")
    command.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="file to write, format by suffix; - for standard output (with --format)"
    )
    command.add_argument("--format", metavar="FORMAT", choices=sorted(ALSO), help=f"format instead of the suffix: {', '.join(ALSO)}")
    command.set_defaults(run=_run("mapping", "export"))


def _control(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "control",
        "tell who holds what on any day, and write areas and front lines",
        "Without -o it prints how much each side holds.",
        f"{_EVENTS}\n\n{_AREAS}\n\n{_STATUS}",
    )
    command.add_argument("events", metavar="EVENTS", nargs="+", help="events file, or - for JSON lines on standard input")
    command.add_argument(
        "-o", "--output", metavar="FILE", help="layers areas, front and holders: .gpkg, .geojson, .kml, .parquet, .shp.zip; - for GeoJSON"
    )
    when = command.add_mutually_exclusive_group()
    when.add_argument("--date", metavar="DATE", type=_day, help="the day to show, such as 2020-01-29 (default: the last change)")
    when.add_argument("--every", choices=("day", "week", "month", "change"), help="show all days, or one a week or month, or every change")
    command.add_argument("--from", dest="start", metavar="DATE", type=_day, help="first day of --every (default: the first change)")
    command.add_argument("--to", dest="end", metavar="DATE", type=_day, help="last day of --every (default: the last change)")
    tables = command.add_argument_group("tables")
    tables.add_argument("--shares", metavar="FILE", help="CSV of area, places and people by side on the days shown, as ranges; - for standard output")
    tables.add_argument("--changes", metavar="FROM..TO", type=_days, help="what was gained and lost between two days")
    tables.add_argument(
        "--routes", action="store_true", help="who holds which stretch of each road, since when it is known to be cut, ways out of besieged places"
    )
    tables.add_argument("--check", action="store_true", help="compare shares that reports state (of 'extract') with the reconstructed ones")
    tables.add_argument("--tables", metavar="FOLDER", help="write every table that is printed as CSV into this folder, too")
    _evidence_options(command)
    command.add_argument("--title", help="title of the layers")
    command.add_argument("--pack", metavar="FILE", action="append", help="use this gazetteer pack too; may be given again")
    command.set_defaults(run=_run("territory", "control"))


def _locate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands, "locate", "look up names of places, offline", "Any spelling and script; the best candidate first.",
        "exit status: 0 found, 1 at least one name is not in the gazetteer, 2 wrong usage.",
    )  # fmt: skip
    command.add_argument("names", metavar="NAME", nargs="+", help="name of a place; - reads names from standard input, one a line")
    command.add_argument("--country", metavar="SY", help="only places in this country (ISO 3166-1 code or name)")
    command.add_argument("--admin1", metavar="AREA", help="prefer places in this first-level area")
    command.add_argument("--near", metavar="LAT,LON", type=_point, help="prefer places near this point (degrees)")
    command.add_argument("--limit", metavar="N", type=_positive, default=5, help="most candidates for each name (default: 5)")
    command.add_argument("--pack", metavar="FILE", action="append", help="use this gazetteer pack too; may be given again")
    _online_options(command, "names that the gazetteer does not have")
    command.add_argument("--json", action="store_true", help="print one JSON object a name")
    command.set_defaults(run=_run("lookup", "locate"))


def _check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "check", "check events files and tell every fault at once", "With line and column.", f"{_EVENTS}\n\n{_STATUS}")
    command.add_argument("events", metavar="EVENTS", nargs="+", help="events file, or - for JSON lines on standard input")
    command.set_defaults(run=_run("lookup", "check"))


def _gazetteer(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "gazetteer", "list, add and remove country packs", "A pack adds the villages of a country.", _STATUS)
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the installed packs", description="List the installed packs.")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=_run("lookup", "list_packs"))
    add = actions.add_parser(
        "add",
        help="install packs",
        description="Install packs. A country code downloads GeoNames' dump of the country (CC BY 4.0); a file is copied: a GeoNames dump "
        "(.txt, .zip, .gz), a table of P-codes, or a CSV with name, lat and lon.",
    )
    add.add_argument("packs", metavar="SY|FILE", nargs="+", help="country code (ISO 3166-1), allCountries, or a file")
    add.add_argument("--url", metavar="URL", help="folder that country dumps are downloaded from, instead of GeoNames' own")
    add.set_defaults(run=_run("lookup", "add_packs"))
    remove = actions.add_parser("remove", help="remove packs", description="Remove installed packs.")
    remove.add_argument("packs", metavar="NAME", nargs="+", help="name of the pack as 'list' shows it")
    remove.set_defaults(run=_run("lookup", "remove_packs"))


def _day(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        message = f"{text!r} is not a date; write it as 2020-01-29"
        raise argparse.ArgumentTypeError(message) from None


def _days(text: str) -> tuple[str, str]:
    first, dots, second = text.partition("..")
    if not dots:
        message = f"{text!r} is not two days; write them as 2020-01-01..2020-01-29"
        raise argparse.ArgumentTypeError(message)
    days = _day(first.strip()), _day(second.strip())
    if days[0] >= days[1]:
        message = f"{text!r}: the first day has to come before the second; exchange them"
        raise argparse.ArgumentTypeError(message)
    return days


def _reach(text: str) -> float | None:
    if text.strip().lower() == "all":
        return None
    try:
        kilometres = float(text)
    except ValueError:
        kilometres = 0.0
    if not 0 < kilometres <= 20_000:  # noqa: PLR2004 - half-way round the earth
        message = f"{text!r} is not a number of kilometres above 0; write it as 10, or all for the whole country"
        raise argparse.ArgumentTypeError(message)
    return kilometres


def _fold(text: str) -> tuple[str, str]:
    name, sign, side = (part.strip() for part in text.partition("="))
    if not (name and sign and side):
        message = f"{text!r} is not two names of a side; write it as 'Jabhat al-Nusra=Hayat Tahrir al-Sham'"
        raise argparse.ArgumentTypeError(message)
    return name, side


def _formats(text: str) -> list[str]:
    names = [name.strip().lower().removeprefix(".") for name in text.split(",") if name.strip()]
    for name in names:
        if name not in {**ALSO, **PICTURES}:
            message = f"{name!r} is not a format; choose from {', '.join({**ALSO, **PICTURES})}"
            raise argparse.ArgumentTypeError(message)
    return list(dict.fromkeys(names))


def _point(text: str) -> tuple[float, float]:
    parts = text.replace(";", ",").split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        message = f"{text!r} is not a point; write latitude and longitude in degrees, such as 35.64,36.67"
        raise argparse.ArgumentTypeError(message) from None
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - the bounds of latitude and longitude
        message = f"{text!r} lies outside the world; latitude is from -90 to 90, longitude from -180 to 180, latitude first"
        raise argparse.ArgumentTypeError(message)
    return lat, lon


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        message = f"{text!r} is not a whole number above 0"
        raise argparse.ArgumentTypeError(message)
    return number
