"""What ``map`` and ``control`` take besides events: a baseline, names of sides, the area that is shown."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_map.cli.messages import count
from conflict_map.errors import InputError, UsageError
from conflict_map.files import read_baseline

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from conflict_map import ConflictMap, Gazetteer
    from conflict_map.cli.messages import Messages
    from conflict_map.control import Observation
    from conflict_map.files import EventTable

__all__ = ["check_baseline_options", "evidence", "is_asked_for", "listed", "say_what_lies_outside"]

_MOST_NAMES = 8


def check_baseline_options(options: argparse.Namespace) -> None:
    """Raise where options of a baseline stand alone or contradict each other."""
    beside = [name for name in ("holder_column", "holder", "baseline_date", "elsewhere") if getattr(options, name) is not None]
    if options.baseline is None and beside:
        message = f"--{beside[0].replace('_', '-')} says something of a baseline; give the file with --baseline"
        raise UsageError(message)
    if options.baseline is not None and (options.holder_column is None) == (options.holder is None):
        message = "--baseline needs --holder-column, the column that names who holds each place or polygon, or --holder, the one side that holds all"
        raise UsageError(message)


def is_asked_for(options: argparse.Namespace) -> bool:
    """Return whether anything is given that `evidence` would turn into settings."""
    return options.baseline is not None or options.within is not None or bool(options.fold) or options.reach_km != options.default_reach_km


def evidence(table: EventTable, options: argparse.Namespace, gazetteer: Gazetteer, messages: Messages) -> dict[str, Any]:
    """Return the settings of `conflict_map.ConflictMap` that follow from the options, and tell how names of sides were read."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        within = gazetteer.area(options.within) if options.within is not None else None
        observations = _baseline(table, options, gazetteer, within)
        same = _sides(table, observations, options, gazetteer, messages)
    for warning in told:
        messages.note(" ".join(str(warning.message).split()))
    return {"observations": observations, "sides": same, "within": options.within, "reach_km": options.reach_km}


def _sides(
    table: EventTable, observations: list[Observation], options: argparse.Namespace, gazetteer: Gazetteer, messages: Messages
) -> dict[str, str]:
    from conflict_map.territory import side_names

    names = side_names(table.events, observations, gazetteer)
    chosen = _chosen(options.fold)
    read_as = [f"{name} = {side}" for name, side in names.same.items() if name not in chosen]
    if read_as:
        messages.note(f"read as the same side: {listed(read_as)}")
    unknown = [name for name in names.unknown if name not in chosen]
    if unknown:
        messages.note(f"not in the table of actors, so with a colour of {'its' if len(unknown) == 1 else 'their'} own: {listed(unknown)}")
    for part, side in names.parts:
        if part not in chosen:
            messages.note(f"{part} and {side} stand apart; --fold '{part}={side}' makes them one side")
    # Where the table of actors would lead a name back to the one that was asked to be folded into it, the user's wish stands.
    return {name: side for name, side in names.same.items() if name not in chosen and chosen.get(side) != name} | chosen


def _chosen(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the names of ``--fold`` with the side of each, chains followed to their end."""
    from conflict_map.control.names import followed

    chosen: dict[str, str] = {}
    for name, side in pairs:
        if chosen.setdefault(name, side) != side:
            message = f"--fold makes {name} one side with {chosen[name]} and with {side}; fold one of those two into the other, or leave one out"
            raise UsageError(message)
    try:
        return followed(chosen)
    except UsageError as error:
        message = f"--fold: {error}"
        raise UsageError(message) from None


def say_what_lies_outside(made: ConflictMap, messages: Messages, *, at_fault: bool) -> None:
    """Tell which places ``--within`` leaves out; where it leaves out all, raise if that makes the whole result empty (``at_fault``)."""
    spots = [place for place in made.territory.history.places if place.is_point]
    outside = {place.key for place in made.territory.outside}
    if outside and len(outside) == len(spots):
        message = f"none of the {count(len(spots), 'place')} lies in the area of --within (the first is {spots[0].name})"
        if at_fault:
            message = f"{message}; name another area"
            raise InputError(message)
        messages.note(f"{message}, so the map has no areas; name another area, or leave it out")
    elif outside:
        names = [place.name for place in spots if place.key in outside]
        messages.note(f"{count(len(names), 'place')} outside the area of --within, so without areas: {listed(names)}")


def _baseline(table: EventTable, options: argparse.Namespace, gazetteer: Gazetteer, within: Any) -> list[Observation]:  # noqa: ANN401 - a polygon
    if options.baseline is None:
        return []
    from conflict_map.territory import observe

    frame, column = read_baseline(options.baseline, options.holder_column), options.holder_column
    if column is None:
        column = "holder"
        frame[column] = options.holder
    try:
        return observe(
            frame, column, date=options.baseline_date, events=table.events, gazetteer=gazetteer, within=within,
            elsewhere=options.elsewhere, source=Path(options.baseline).name,
        )  # fmt: skip
    except (InputError, UsageError) as error:
        message = f"{options.baseline}: {str(error).removeprefix(f'{Path(options.baseline).name}: ')}"
        raise type(error)(message) from None


def listed(items: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    more = f" and {len(items) - _MOST_NAMES} more" if len(items) > _MOST_NAMES else ""
    return f"{', '.join(items[:_MOST_NAMES])}{more}"
