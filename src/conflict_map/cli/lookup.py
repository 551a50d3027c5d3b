"""The commands ``locate``, ``check`` and ``gazetteer``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from conflict_map.cli.messages import count, print_table
from conflict_map.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from conflict_map.cli.messages import Messages
    from conflict_map.model import Candidate

__all__ = ["add_packs", "check", "list_packs", "locate", "remove_packs"]


def locate(options: argparse.Namespace, messages: Messages) -> int:
    """Print the candidates of each name."""
    from conflict_map import Gazetteer

    gazetteer = Gazetteer(packs=options.pack)
    names = [name for argument in options.names for name in (_names_of_stdin() if argument == "-" else [argument])]
    rows: list[list[str]] = []
    missing = []
    for name in names:
        found = gazetteer.locate(name, country=options.country, admin1=options.admin1, near=options.near, limit=options.limit) if name.strip() else []
        if not found:
            missing.append(name)
        if options.json:
            print(json.dumps({"name": name, "candidates": [_record(candidate) for candidate in found]}, ensure_ascii=False, allow_nan=False))
        rows += [_row(name, candidate) for candidate in found]
    if rows and not options.json:
        print_table(("NAME", "PLACE", "KIND", "AREA", "LAT", "LON", "SCORE", "WHY"), rows)
    for name in missing:
        within = f" in {options.country}" if options.country else ""
        messages.fault(f"{name!r} is not in the gazetteer{within}; try another spelling, or add a country pack (conflict-map gazetteer add --help)")
    return 1 if missing else 0


def _names_of_stdin() -> list[str]:
    return [line.strip() for line in sys.stdin.buffer.read().decode("utf-8", "replace").splitlines() if line.strip()]


def _record(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "name": place.name,
        "name_local": place.name_local,
        "lat": place.lat,
        "lon": place.lon,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "geonames_id": place.geonames_id,
        "population": place.population,
        "source": place.source,
        "score": round(candidate.score, 3),
        "reason": candidate.reason,
    }


def _row(name: str, candidate: Candidate) -> list[str]:
    place = candidate.place
    local = f" · {place.name_local}" if place.name_local and place.name_local != place.name else ""
    area = ", ".join(part for part in (place.admin1, place.country) if part)
    return [name, f"{place.name}{local}", place.kind, area, f"{place.lat:.4f}", f"{place.lon:.4f}", f"{candidate.score:.2f}", candidate.reason]


def check(options: argparse.Namespace, messages: Messages) -> int:
    """Tell every fault of each file."""
    from conflict_map.files import read_events

    for path in options.events:
        try:
            table = read_events(path)
        except InputError as error:
            messages.fault(str(error))
            continue
        for notice in table.notices:
            messages.note(f"{path}, {notice}")
        parts = [count(len(table.events), "event")]
        if table.figures:
            parts.append(count(len(table.figures), "stated figure"))
        if table.routes:
            parts.append(count(len(table.routes), "road"))
        if not options.quiet:
            print(f"{path}: {', '.join(parts)}, no fault")
    return 1 if messages.faults else 0


def list_packs(options: argparse.Namespace, messages: Messages) -> int:
    """List the installed packs."""
    from conflict_map.gazetteer import installed_packs

    packs = installed_packs()
    if options.json:
        print(json.dumps([{"name": pack.name, "path": str(pack)} for pack in packs], ensure_ascii=False))
        return 0
    if not packs:
        messages.say("no pack is installed; 'conflict-map gazetteer add SY.zip' adds one (country dumps: download.geonames.org/export/dump)")
        return 0
    print_table(("NAME", "FILE"), [(pack.name, str(pack)) for pack in packs])
    return 0


def add_packs(options: argparse.Namespace, messages: Messages) -> int:
    """Install packs."""
    return _each(options.packs, "add_pack", "added", messages)


def remove_packs(options: argparse.Namespace, messages: Messages) -> int:
    """Remove packs."""
    return _each(options.packs, "remove_pack", "removed", messages)


def _each(names: Sequence[str], function: str, done: str, messages: Messages) -> int:
    from conflict_map import gazetteer
    from conflict_map.errors import ConflictMapError

    for name in names:
        try:
            getattr(gazetteer, function)(name)
        except ConflictMapError as error:
            messages.fault(str(error))
            continue
        messages.say(f"{done} {name}")
    return 1 if messages.faults else 0
