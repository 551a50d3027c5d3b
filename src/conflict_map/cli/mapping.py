"""The commands ``map``, ``extract`` and ``export``."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import os
import textwrap
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from conflict_map.cli.evidence import check_baseline_options, evidence, is_asked_for, listed, say_what_lies_outside
from conflict_map.cli.messages import count, emit, printable
from conflict_map.cli.online import service_of
from conflict_map.cli.parser import ALSO, PICTURES
from conflict_map.errors import InputError, OutputError, UsageError
from conflict_map.files import (
    LAYER_FORMATS,
    EventTable,
    check_target,
    format_of,
    is_events_file,
    is_special,
    read_events,
    read_reports,
    write,
    write_text,
)
from conflict_map.language import language_name

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from conflict_map import ConflictMap, Gazetteer
    from conflict_map.cli.messages import Messages
    from conflict_map.model import Event, Reading
    from conflict_map.resolve import Correction, Corrections

__all__ = ["export", "extract", "make_map", "merge_tables", "place_names"]

_TYPE_WORDS = {
    "control_change": ("change of control", "changes of control"),
    "displacement": ("displacement", "displacements"),
    "troop_movement": ("troop movement", "troop movements"),
    "strike": ("strike", "strikes"),
    "clash": ("clash", "clashes"),
}
_MOST_NAMES = 8


@contextlib.contextmanager
def _fewer_collections() -> Iterator[None]:
    """Let Python look for cycles of garbage less often: among hundreds of thousands of records that stay, looking takes a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_fewer_collections()
def make_map(options: argparse.Namespace, messages: Messages) -> int:
    """Make one page of everything given."""
    output = _page_path(options)
    for path in (output, *_beside(output, options.also)):
        check_target(path)
    _check_language(options.lang)
    check_baseline_options(options)
    events_files = [item for item in options.inputs if is_events_file(item)]
    sources = [item for item in options.inputs if item not in events_files]
    tables = _read_tables(events_files, messages)
    readings = _read(sources, options, messages) if sources else []
    if messages.faults and not readings and not tables:
        return 1
    table = merge_tables([("the reports", EventTable.from_readings(readings)), *tables])
    table = place_names(table, _gazetteer(options), messages, _corrections(options.corrections, options))
    _say_what_was_read(readings, tables, table, messages)
    made = _conflict_map(table, readings, options, messages)
    if options.within is not None:
        say_what_lies_outside(made, messages, at_fault=False)
    _say_whether_the_day_is_of_the_events(made, options.date, messages)
    if Path(output).suffix.lower() in PICTURES.values():
        made.save(output)
    else:
        write_text(made.to_html(), output)
    if output != "-":
        messages.say(f"wrote {output} ({_size(output)})")
    for path in _beside(output, options.also):
        made.save(path)
        messages.say(f"wrote {path} ({_size(path)})")
    if options.open and output != "-":
        import webbrowser

        webbrowser.open(Path(output).resolve().as_uri())
    return 1 if messages.faults else 0


def _say_whether_the_day_is_of_the_events(made: ConflictMap, date: str | None, messages: Messages) -> None:
    """Warn where the day that is asked for lies before all events or after them: the map shows it, and little else."""
    days = [day for event in made.events for day in (event.date_start, event.date_end) if day]
    if date is None or not days:
        return
    day = made.date or date
    if day < min(days):
        messages.note(f"--date {date} lies before the first event ({min(days)}): the map opens on a day on which nothing is known yet")
    elif day > max(days):
        messages.note(f"--date {date} lies after the last event ({max(days)}): the map opens on that day with what was last known")


def _check_language(lang: str | None) -> None:
    """Raise before the work is done what drawing the page would raise after it."""
    if lang is None:
        return
    from conflict_map.webmap import LANGUAGES

    if lang not in LANGUAGES:
        message = f"--lang must be one of {', '.join(LANGUAGES)}, not {lang!r}"
        raise UsageError(message)


def _page_path(options: argparse.Namespace) -> str:
    """Return where the page goes: output/NAME.html, or NAME.html in the folder that was given, or just what was given."""
    output: str | None = options.output
    name = f"{_name_of(options.inputs)}.html"
    if output is None:
        _make_folder(Path("output"))
        return str(Path("output", name))
    if output != "-" and os.path.isdir(output):  # noqa: PTH112 - takes a name that is too long, of which check_target tells
        return str(Path(output, name))
    if output == "-" or is_special(output):
        if options.also:
            message = "--also writes files beside the page; give the page a name with -o"
            raise UsageError(message)
    elif Path(output).suffix.lower() not in (".html", ".htm", *PICTURES.values()):
        message = (
            f"{output}: map writes a page or a picture, so its name ends in .html, {', '.join(PICTURES.values())}; "
            f"for other formats add --also {Path(output).suffix.lstrip('.') or 'geojson'}"
        )
        raise UsageError(message)
    return output


def _beside(page: str, formats: Sequence[str]) -> list[str]:
    return [f"{page.rsplit('.', 1)[0]}{({**ALSO, **PICTURES})[name]}" for name in formats]


@_fewer_collections()
def extract(options: argparse.Namespace, messages: Messages) -> int:
    """Write the events of reports."""
    kind = ALSO[options.format] if options.format else ".jsonl" if options.output == "-" or is_special(options.output) else format_of(options.output)
    check_target(options.output)
    for source in options.reports:
        if is_events_file(source):
            message = f"{source}: is an events file, not a report; use 'export' to turn it into another format, or 'check' to check it"
            raise InputError(message)
    readings = _read(options.reports, options, messages)
    if messages.faults and not readings:
        return 1
    table = EventTable.from_readings(readings)
    _say_what_was_read(readings, [], table, messages)
    if options.explain:
        _explain(table.events)
        if options.output == "-":
            return 1 if messages.faults else 0
    _write(table, readings, kind, options, messages)
    return 1 if messages.faults else 0


@_fewer_collections()
def export(options: argparse.Namespace, messages: Messages) -> int:
    """Turn events files into another format."""
    if options.output == "-" and not options.format:
        message = "standard output has no suffix; name the format, for example --format csv"
        raise UsageError(message)
    kind = ALSO[options.format] if options.format else format_of(options.output)
    check_target(options.output)
    tables = _read_tables(options.events, messages)
    if messages.faults:
        return 1  # half of the events in a file that looks whole would mislead
    table = merge_tables(tables)
    _say_what_was_read([], tables, table, messages)
    _write(table, [], kind, options, messages)
    return 0


def _write(table: EventTable, readings: Sequence[Reading], kind: str, options: argparse.Namespace, messages: Messages) -> None:
    if kind in LAYER_FORMATS:
        write(_conflict_map(table, readings, options).layers, options.output, table=table, kind=kind)
    else:
        write(table, options.output, kind=kind, explain=getattr(options, "explain", False))
    if options.output != "-":
        messages.say(f"wrote {options.output} ({_size(options.output)})")


def _conflict_map(table: EventTable, readings: Sequence[Reading], options: argparse.Namespace, messages: Messages | None = None) -> ConflictMap:
    from conflict_map import ConflictMap, Gazetteer

    gazetteer = _gazetteer(options)
    settings: dict[str, Any] = {key: value for key in ("title", "credit", "lang", "date") if (value := getattr(options, key, None)) is not None}
    if messages is not None and is_asked_for(options):
        gazetteer = gazetteer if gazetteer is not None else Gazetteer()
        settings |= evidence(table, options, gazetteer, messages)
    return ConflictMap(
        table.events,
        figures=table.figures,
        routes=table.routes,
        mentions=[(reading.report, mention) for reading in readings for mention in reading.mentions],
        gazetteer=gazetteer,
        **settings,
    )


def _gazetteer(options: argparse.Namespace) -> Gazetteer | None:
    """Return a gazetteer with the packs that were named, or None for the default one."""
    packs = getattr(options, "pack", None)
    if not packs:
        return None
    from conflict_map import Gazetteer

    return Gazetteer(packs=packs)


def _read(sources: Sequence[str], options: argparse.Namespace, messages: Messages) -> list[Reading]:
    """Read reports; each that cannot be read is told, and the others are read all the same."""
    reports = read_reports(sources, fetch=options.fetch, on_fault=lambda error: messages.fault(str(error)), on_notice=messages.note)
    if not reports:
        return []
    from conflict_map import read_report

    gazetteer = _gazetteer(options)
    corrections = _corrections(options.corrections, options)
    online = service_of(options, messages)
    readings = [read_report(report, gazetteer, corrections=corrections, online=online) for report in messages.track(reports, "reading reports")]
    if online is not None:
        online.tell()
    return readings


def _corrections(path: str | None, options: argparse.Namespace) -> Corrections | None:
    if path is None:
        return None
    from conflict_map.resolve import read_corrections

    try:
        corrections = read_corrections(Path(path))
    except OSError as error:
        message = f"{path}: the corrections cannot be read ({error.strerror or error}); check the name and the folder"
        raise InputError(message) from None
    except UnicodeDecodeError:
        message = f"{path}: the corrections are not UTF-8; save the table as CSV UTF-8"
        raise InputError(message) from None
    placed = [row for row in corrections if row.place is not None and row.country]
    gazetteer = (_gazetteer(options) or _default_gazetteer()) if placed else None
    swapped = [row for row in placed if gazetteer is not None and _swapped(row, gazetteer)]
    if swapped:
        points = "; ".join(f"{row.name}: {row.place.lat:g}, {row.place.lon:g} is not in {row.country}" for row in swapped if row.place is not None)
        message = f"{path}: latitude and longitude look swapped, since the other way round the point is in the country ({points}); swap them"
        raise InputError(message)
    return corrections


def _default_gazetteer() -> Gazetteer:
    from conflict_map import Gazetteer

    return Gazetteer()


def _swapped(row: Correction, gazetteer: Gazetteer) -> bool:
    """Whether a correction's point lies outside the country that it is for, and the point with its numbers swapped inside."""
    place = row.place
    if place is None or not row.country or abs(place.lon) > 90:  # noqa: PLR2004 - no latitude
        return False
    there, swapped = gazetteer.area_at(place.lat, place.lon)[0], gazetteer.area_at(place.lon, place.lat)[0]
    return bool(there != row.country and swapped == row.country)


def _read_tables(paths: Sequence[str], messages: Messages) -> list[tuple[str, EventTable]]:
    """Read events files, each with its name; each that cannot be read is told, and the others are read all the same."""
    tables = []
    for path in paths:
        try:
            table = read_events(path)
        except InputError as error:
            messages.fault(str(error))
            continue
        for notice in table.notices:
            messages.note(f"{path}, {notice}")
        tables.append((path, table))
    return tables


def merge_tables(tables: Sequence[tuple[str, EventTable]]) -> EventTable:
    """Make one table of several, each given with the name of its file.

    Raises
    ------
    InputError
        If one id stands for different events; the message names the files.
    """
    known: dict[str, tuple[str, Event]] = {}
    for name, table in tables:
        for event in table.events:
            first, same = known.setdefault(event.id, (name, event))
            if same != event:
                where = f"of {first} and {name}" if first != name else f"of {name}"
                message = f"the id {event.id!r} belongs to different events {where}; give each event an id of its own"
                raise InputError(message)
    return EventTable.merged([table for _, table in tables])


def place_names(table: EventTable, gazetteer: Gazetteer | None, messages: Messages, corrections: Corrections | None = None) -> EventTable:
    """Return the table with its places looked up that have a name and no coordinates, and tell which were, which are doubtful and which not found."""
    from conflict_map.resolve.tables import by_name_alone, place_by_name

    if not any(by_name_alone(place) for event in table.events for place in (event.place, event.origin, *event.destinations)):
        return table
    from conflict_map.pipeline import default_gazetteer

    events, looked_up = place_by_name(table.events, gazetteer if gazetteer is not None else default_gazetteer(), corrections)
    found = [place for place in looked_up if place.resolved]
    doubtful = [place for place in found if "doubtful" in place.reason]
    lost = [place for place in looked_up if not place.resolved]
    if found:
        spots = [f"{place.name_in_report} ({place.lat:.4f}, {place.lon:.4f}, {place.country or 'no country'})" for place in found]
        messages.note(f"{count(len(found), 'place')} without lat and lon looked up by name: {listed(spots)}")
    for place in doubtful[:_MOST_NAMES]:
        messages.note(f"{place.name_in_report}: {place.reason}; give its lat and lon to be sure")
    for place in lost[:_MOST_NAMES]:
        messages.note(f"{place.name_in_report}: not placed: {place.reason}")
    more = max(len(doubtful) - _MOST_NAMES, 0) + max(len(lost) - _MOST_NAMES, 0)
    if more:
        messages.note(f"{count(more, 'more place')} doubtful or not placed; 'conflict-map extract' and 'locate' tell what a name may mean")
    return dataclasses.replace(table, events=tuple(events))


def _say_what_was_read(readings: Sequence[Reading], tables: Sequence[tuple[str, EventTable]], table: EventTable, messages: Messages) -> None:
    """Tell what was found, and what could not be put on the map."""
    parts = []
    if readings:
        parts.append(count(len(readings), "report"))
    if tables:
        parts.append(count(len(tables), "events file"))
    numbers = {kind: sum(event.type == kind for event in table.events) for kind in _TYPE_WORDS}
    kinds = ", ".join(count(number, *_TYPE_WORDS[kind]) for kind, number in numbers.items() if number)
    parts.append(count(len(table.events), "event") + (f" ({kinds})" if kinds else ""))
    if table.figures:
        parts.append(count(len(table.figures), "stated figure"))
    if table.routes:
        parts.append(count(len({route.route_id for route in table.routes}), "road"))
    lost = _unresolved(readings, table)
    if lost:
        names = ", ".join(lost[:_MOST_NAMES]) + (f" and {len(lost) - _MOST_NAMES} more" if len(lost) > _MOST_NAMES else "")
        parts.append(f"{count(len(lost), 'place')} not resolved: {names}")
    messages.say(", ".join(parts))
    foreign = Counter(reading.language for reading in readings if reading.language not in {None, "en"})
    for code, number in foreign.items():
        messages.note(f"{count(number, 'report')} in {language_name(str(code))}: places are resolved, events are read from English only")
    if not table.events:
        named = len({mention.place for reading in readings for mention in reading.mentions if mention.place is not None})
        rest = f"it shows the {count(named, 'place')} that the text names" if named else "and no place that the gazetteer knows"
        messages.note(f"no event was found; {rest}" if named else f"no event was found, {rest}")
    undated = sum(event.date_start is None for event in table.events)
    if undated and any(reading.report.published is None for reading in readings):
        messages.note(
            f"{count(undated, 'event')} without a date; a line 'Published: 2020-01-29' at the top of the report lets weekdays be read as dates"
        )


def _unresolved(readings: Sequence[Reading], table: EventTable) -> list[str]:
    """Return the names that could not be resolved, each once, in the order of the texts."""
    names = [mention.text for reading in readings for mention in reading.mentions if mention.place is None]
    for event in table.events:
        names += [place.name_in_report for place in (event.place, event.origin, *event.destinations) if place is not None and not place.resolved]
    return list(dict.fromkeys(names))


def _explain(events: Sequence[Event]) -> None:
    """Print for each event the words that made it, and why."""
    for event in events:
        place = event.place or event.origin or (event.destinations[0] if event.destinations else None)
        when = event.date_start or "no date"
        emit(printable(f"{event.id}  {_TYPE_WORDS[event.type][0]}, {place.name if place else 'no place'}, {when}"))
        emit(printable(textwrap.indent(textwrap.fill(event.quote, 110), "    | ")))
        for step in event.trace:
            rule = f"  ({step.rule})" if step.rule else ""
            emit(printable(f"    {step.role + ':':12} {step.text!r}{rule}"))
        for spot in (event.place, event.origin, *event.destinations):
            if spot is not None:
                where = f"{spot.lat:.4f}, {spot.lon:.4f}" if spot.lat is not None and spot.lon is not None else "not resolved"
                emit(printable(f"    {'place:':12} {spot.name_in_report!r} is {spot.name} ({where}): {spot.reason}"))
        emit()


def _name_of(sources: Sequence[str]) -> str:
    """Return the name of the map's file: the first source's, without suffix."""
    first = sources[0]
    if first == "-":
        stem = "stdin"
    elif first.startswith(("http://", "https://")):
        stem = Path(urlsplit(first).path).stem or urlsplit(first).hostname or "page"
    else:
        stem = Path(os.path.abspath(first)).stem  # noqa: PTH100 - names of links stay as they are
    stem = "".join(char if char.isalnum() or char in "-_.()" else "-" for char in stem).strip("-.")[:80] or "map"
    return stem if len(sources) == 1 else f"{stem}-and-{len(sources) - 1}-more"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: the folder cannot be made ({error.strerror}); name the file to write with -o"
        raise OutputError(message) from None


def _size(path: str) -> str:
    try:
        size = Path(path).stat().st_size
    except OSError:
        return "size not known"
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size // 1000, 1)} KB"  # noqa: PLR2004 - a million bytes
