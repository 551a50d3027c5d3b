"""The command ``control``: who holds what on any day, as layers and tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_map.cli.evidence import check_baseline_options, evidence, listed, say_what_lies_outside
from conflict_map.cli.mapping import merge_tables, place_names
from conflict_map.cli.messages import count, emit, print_table
from conflict_map.errors import InputError, OutputError, UsageError
from conflict_map.files import EventTable, check_target, format_of, is_events_file, read_events, write, write_text
from conflict_map.files.geojson import plain
from conflict_map.files.write import LAYER_FORMATS, rows_to_csv

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from conflict_map import ConflictMap, Gazetteer
    from conflict_map.cli.messages import Messages

__all__ = ["control"]

_MOST_DAYS = 40_000
_NOBODY = "contested, unknown or not reported"


def control(options: argparse.Namespace, messages: Messages) -> int:
    """Derive who holds what and write it."""
    from conflict_map import Gazetteer

    kind = _check_outputs(options)
    table = _read(options.events, messages)
    if messages.faults:
        return 1  # half of the events would give wrong areas
    gazetteer = Gazetteer(packs=options.pack)
    table = place_names(table, gazetteer, messages)
    made = _conflict_map(table, gazetteer, options, messages)
    days = _days(made, options)
    _say_what_is_odd(made, days, messages)
    if options.output is not None:
        write(made.control_layers(days, routes=options.routes), options.output, table=table, kind=kind)
        _say_written(options.output, messages)
    last = days[-1] if days else _last_day(made)
    if options.shares is not None:
        every = days if days is not None else list(made.territory.history.dates)
        _write_csv(made.shares(every), options.shares, messages)
    _tables(made, last, options, messages)
    return 0


# ---- what is asked for


def _check_outputs(options: argparse.Namespace) -> str | None:
    """Raise early what would go wrong only after all the work is done, and return the format where the name has none."""
    to_stdout = [name for name in (options.output, options.shares) if name == "-"]
    printed = [name for name in ("changes", "routes", "check") if getattr(options, name)]
    if len(to_stdout) > 1 or (to_stdout and printed and options.tables is None):
        message = "standard output takes one thing; give the others a file (-o, --shares) or a folder (--tables)"
        raise UsageError(message)
    kind = ".geojson" if options.output == "-" else format_of(options.output) if options.output is not None else None
    if kind is not None and kind not in LAYER_FORMATS:
        message = f"{options.output}: areas are written as {', '.join(LAYER_FORMATS)}; shares over time as a table by --shares"
        raise UsageError(message)
    if options.every is None and (options.start or options.end):
        message = "--from and --to go with --every; for a single day give --date"
        raise UsageError(message)
    check_baseline_options(options)
    for path in (options.output, options.shares):
        if path is not None:
            check_target(path)
    if options.tables is not None:
        try:
            Path(options.tables).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"{options.tables}: the folder cannot be made ({error.strerror}); choose another"
            raise OutputError(message) from None
    return kind


def _read(paths: Sequence[str], messages: Messages) -> EventTable:
    tables = []
    for path in paths:
        if path != "-" and Path(path).is_file() and not is_events_file(path):
            messages.fault(f"{path}: is a report, not an events file; 'conflict-map extract {path} -o events.csv' makes one of it")
            continue
        try:
            found = read_events(path)
        except InputError as error:
            messages.fault(str(error))
            continue
        for notice in found.notices:
            messages.note(f"{path}, {notice}")
        tables.append((path, found))
    return merge_tables(tables)


def _conflict_map(table: EventTable, gazetteer: Gazetteer, options: argparse.Namespace, messages: Messages) -> ConflictMap:
    from conflict_map import ConflictMap

    settings = evidence(table, options, gazetteer, messages)
    return ConflictMap(table.events, figures=table.figures, gazetteer=gazetteer, title=options.title, **settings)


def _days(made: ConflictMap, options: argparse.Namespace) -> list[str] | None:
    """Return the days to show, or None for every change with open ends."""
    changes = made.territory.history.dates
    if options.every is None:
        if options.date is not None:
            return [options.date]
        last = _last_day(made)
        return [last] if last is not None else []
    if options.every == "change" and options.start is None and options.end is None:
        return None
    if not changes:
        return []
    end = _last_day(made) or changes[-1]
    first, last = options.start or min(changes[0], options.end or changes[0]), options.end or max(end, options.start or end)
    if first > last:
        message = f"--from {first} comes after --to {last}; exchange them"
        raise UsageError(message)
    if options.every == "change":
        return sorted({first, *(day for day in changes if first <= day <= last)})
    return _steps(dt.date.fromisoformat(first), dt.date.fromisoformat(last), options.every)


def _steps(first: dt.date, last: dt.date, every: str) -> list[str]:
    """Return the first day, then each day, Monday or first of a month, and the last day."""
    length = (last - first).days + 1
    if length > _MOST_DAYS:
        message = f"from {first} to {last} are {length:,} days; say which with --from and --to"
        raise UsageError(message)
    days = [first + dt.timedelta(days=number) for number in range(length)]

    def begins(day: dt.date) -> bool:
        return every == "day" or (every == "week" and day.weekday() == 0) or (every == "month" and day.day == 1)

    return [day.isoformat() for day in days if begins(day) or day in (first, last)]


def _last_day(made: ConflictMap) -> str | None:
    """Return the last change; not one that a slip of the pen has put into the future, unless there is no other."""
    dates = made.territory.history.dates
    past = [date for date in dates if date <= _today()]
    return (past or list(dates))[-1] if dates else None


def _today() -> str:
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


# ---- what is told


def _say_what_is_odd(made: ConflictMap, days: Sequence[str] | None, messages: Messages) -> None:
    history = made.territory.history
    if not history.dates:
        messages.note("no event and no baseline tells who holds what on a day, so there is no area")
    elif days and days[-1] < history.dates[0]:
        early = f"{days[-1]} comes before the first report ({history.dates[0]})"
        if dt.date.fromisoformat(days[-1]).toordinal() < max((place.assumed_from for place in history.places), default=0):
            messages.note(f"{early} by more than {count(history.decay.before_first or 0, 'day')}: only what a baseline says is known then")
        else:
            messages.note(f"{early}: holders are what later reports say of before")
    future = [date for date in history.dates if date > _today()]
    if future:
        messages.note(f"{count(len(future), 'day')} of change in the future: {listed(future)}; is the year right?")
    if history.left_out:
        names = {event.id: event.place.name_in_report or event.place.name for event in made.events if event.place is not None}
        lost = [f"{names.get(key, key)} ({why})" for key, why in history.left_out]
        messages.note(f"{count(len(lost), 'event')} about control not on the map: {listed(lost)}")
    undated = sorted({key for place in history.places for key in place.undated})
    if undated:
        messages.note(f"{count(len(undated), 'event')} about control without a date, which decide no day: {listed(undated)}")
    wide = [place.name for place in history.places if not place.is_point]
    if wide:
        messages.note(f"{count(len(wide), 'place')} known only as an area or nearby, so without an area on the map: {listed(wide)}")
    say_what_lies_outside(made, messages, at_fault=True)
    day = days[-1] if days else _last_day(made)
    if day is not None:
        against = [f"{state.place.name} ({state.interval.note})" for state in history.at(day) if state.interval.contradicted_by]
        if against:
            messages.note(f"reports contradict each other on {day}: {listed(against)}")


def _say_written(path: str, messages: Messages) -> None:
    if path != "-":
        messages.say(f"wrote {path}")


# ---- tables


def _tables(made: ConflictMap, day: str | None, options: argparse.Namespace, messages: Messages) -> None:
    """Print what was asked for, else who holds how much, and write it as CSV where a folder is given."""
    printing = "-" not in (options.output, options.shares)
    asked = options.changes is not None or options.routes or options.check
    if day is not None and (printing or options.tables) and not asked:
        shares = made.shares(day)
        _keep(shares, "shares", options, messages)
        if printing and not options.quiet:
            _heading(f"Held on {day}")
            print_table(("SIDE", "PLACES", "KM²", "% OF AREA", "PEOPLE"), _share_rows(shares))
    if options.changes is not None:
        _changes(made, options, messages, printing=printing)
    if options.routes and day is not None:
        _routes(made, day, options, messages, printing=printing)
    if options.check:
        checks = made.check_shares(options.date)
        _keep(checks, "check", options, messages)
        if not len(checks):
            messages.note(
                "no report states a share of territory; such figures are the lines of type stated_figure that 'extract' writes to .jsonl or .csv"
            )
        elif printing:
            _heading("Stated shares of territory")
            print_table(("STATED", "SIDE", "ON", "RECONSTRUCTED", "VERDICT", "WOULD NEED"), [_check_row(row) for row in _rows(checks)])
            for row in _rows(checks):
                if row["explained"] and not options.quiet:
                    messages.say(f"{row['reported']}: {row['explained']}")


def _heading(text: str) -> None:
    emit(f"# {text}")


def _share_rows(shares: pd.DataFrame) -> list[list[str]]:
    """Return a row for each side, and one for what no side is known to hold."""
    rows: dict[str, list[str]] = {}
    nobody = [_NOBODY, "", "", "", ""]
    left = {row["measure"]: (row["total"], row["total"]) for row in _rows(shares)}
    for row in _rows(shares):
        cells = rows.setdefault(row["side"], [row["side"], "", "", "", ""])
        left[row["measure"]] = (left[row["measure"]][0] - row["best"], row["total"])
        if row["measure"] == "places":
            cells[1] = _at_least(row["best"], row["low"])
        elif row["measure"] == "area_km2":
            cells[2] = _at_least(row["best"], row["low"])
            cells[3] = "" if row["best_percent"] is None else _at_least(row["best_percent"], row["low_percent"], 1)
        else:
            cells[4] = _some_people(row["best"], row["population_unknown"])
    for column, measure in ((1, "places"), (2, "area_km2"), (4, "population")):
        nobody[column] = f"{max(left.get(measure, (0, 0))[0], 0):,.0f}"
    rest, total = left.get("area_km2", (0, 0))
    nobody[3] = f"{100 * max(rest, 0) / total:.1f}" if total else ""
    holding = [cells for cells in rows.values() if cells[1] != "0"]
    return [*sorted(holding), nobody] if rows else []


def _at_least(best: float, low: float, digits: int = 0) -> str:
    """Return a number with what of it stands on reports alone."""
    text, least = f"{best:,.{digits}f}", f"{low:,.{digits}f}"
    return text if text == least else f"{text} (reported: {least})"


def _some_people(number: float, unknown: int) -> str:
    if unknown and not number:
        return "not known"
    return f"{number:,.0f}" + (f" and {count(unknown, 'place')} of unknown size" if unknown else "")


def _changes(made: ConflictMap, options: argparse.Namespace, messages: Messages, *, printing: bool) -> None:
    first, second = options.changes
    found = made.changes(first, second)
    table = found.drop(columns=found.geometry.name)
    _keep(table, "changes", options, messages)
    rows = _rows(table)
    by_side = _by_side(rows)
    if options.tables is not None:
        columns = ["side", *(f"{way}_{what}" for way in ("gained", "lost") for what in ("places", "km2", "people", "people_unknown"))]
        _save(rows_to_csv(columns, by_side), Path(options.tables, "changes-by-side.csv"), messages)
    if not printing:
        return
    _heading(f"Changes from {first} to {second}")
    if not rows:
        messages.say(f"nothing changed hands between {first} and {second}")
        return
    print_table(
        ("SIDE", "GAINED", "LOST"),
        [[row["side"], *(_amount(row, way) for way in ("gained", "lost"))] for row in by_side],
    )
    print_table(
        ("BEFORE", "AFTER", "PLACES", "KM²", "PEOPLE", "WHERE"),
        [
            [
                _state(row, "before"), _state(row, "after"), str(row["place_count"]),
                f"{row['area_km2']:,.0f}", _some_people(row["population"], row["population_unknown"]), row["places"] or "",
            ]
            for row in rows
        ],
    )  # fmt: skip


def _state(row: dict[str, Any], when: str) -> str:
    """Return who holds what changed, and whether besieged: a place that is besieged from now on keeps its holder."""
    holder, status = row[f"holder_{when}"], row[f"status_{when}"]
    return f"{holder} (besieged)" if holder and status == "besieged" else holder or status


def _by_side(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what each side gained and lost; a change of state with the same holder is neither."""
    table: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["holder_before"] == row["holder_after"]:
            continue
        for way, side in (("gained", row["holder_after"]), ("lost", row["holder_before"])):
            if side is not None:
                empty = {f"{w}_{what}": 0 for w in ("gained", "lost") for what in ("places", "km2", "people", "people_unknown")}
                found = table.setdefault(side, {"side": side} | empty)
                for what, column in _AMOUNTS:
                    found[f"{way}_{what}"] = round(found[f"{way}_{what}"] + row[column], 3)
    return [table[side] for side in sorted(table)]


_AMOUNTS = (("places", "place_count"), ("km2", "area_km2"), ("people", "population"), ("people_unknown", "population_unknown"))


def _amount(row: dict[str, Any], way: str) -> str:
    places, km2 = row[f"{way}_places"], row[f"{way}_km2"]
    if not places and not km2:
        return "nothing"
    return f"{count(places, 'place')}, {km2:,.0f} km², people: {_some_people(row[f'{way}_people'], row[f'{way}_people_unknown'])}"


def _routes(made: ConflictMap, day: str, options: argparse.Namespace, messages: Messages, *, printing: bool) -> None:
    found = made.route_control(day)
    table = found.drop(columns=found.geometry.name)
    cuts, ways = made.territory.route_cuts(), made.ways_out(day)
    for frame, name in ((table, "routes"), (cuts, "route-cuts"), (ways, "ways-out")):
        _keep(frame, name, options, messages)
    if not printing:
        return
    _heading(f"Roads on {day}")
    if not len(table):
        messages.say("no road of the table passes what the reports reach")
    else:
        print_table(
            ("ROAD", "KM", "FROM", "TO", "HELD BY", "STATE OF THE ROAD"),
            [
                [
                    row["name"], f"{row['from_km']:.0f}–{row['to_km']:.0f}", row["from_place"], row["to_place"], row["holder"] or row["status"],
                    ("cut" if row["cut"] else "no cut reported") + (f", known since {row['cut_since']}" if row["cut_since"] else ""),
                ]
                for row in _rows(table)
            ],
        )  # fmt: skip
    if len(ways):
        _heading(f"Ways out of besieged places on {day}")
        print_table(("PLACE", "HELD BY", "ROAD", "TO THE", "FREE KM", "CERTAIN KM", "ENDS AT"), [_way_row(row) for row in _rows(ways)])


def _way_row(row: dict[str, Any]) -> list[str]:
    if row["name"] is None:
        return [row["place"], row["holder"] or "not known", "none in the table of roads", "", "", "", ""]
    return [
        row["place"], row["holder"] or "not known", row["name"], row["heading"], f"{row['free_km']:.0f}", f"{row['certain_km']:.0f}", row["ends"],
    ]  # fmt: skip


def _check_row(row: dict[str, Any]) -> list[str]:
    whole = (
        f"{row['low_percent']:.1f}–{row['high_percent']:.1f} %, best {row['best_percent']:.1f}" if row["best_percent"] is not None else "not known"
    )
    needed = row["needed"].split("; ") if row["needed"] else []
    words = listed(needed)
    if row["enough"] is False:
        words = f"{words}; even these are not enough" if needed else "more than the reports reach"
    return [row["reported"], row["side"] or "not named", row["date"] or "no date", whole, row["verdict"], words or "nothing"]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows with plain values, None for missing."""
    columns = {str(column): [plain(value) for value in table[column].tolist()] for column in table.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _keep(table: pd.DataFrame, name: str, options: argparse.Namespace, messages: Messages) -> None:
    if options.tables is not None:
        _write_csv(table, str(Path(options.tables, f"{name}.csv")), messages)


def _write_csv(table: pd.DataFrame, path: str, messages: Messages) -> None:
    _save(rows_to_csv(map(str, table.columns), _rows(table)), path, messages)


def _save(text: str, path: str | Path, messages: Messages) -> None:
    write_text(text, path)
    _say_written(str(path), messages)
