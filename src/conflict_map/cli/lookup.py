"""The commands ``locate``, ``check`` and ``gazetteer``."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import TYPE_CHECKING, Any

from conflict_map.cli.messages import count, emit, print_table
from conflict_map.cli.online import service_of
from conflict_map.errors import ConflictMapError, InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from conflict_map import Gazetteer
    from conflict_map.cli.messages import Messages
    from conflict_map.model import Candidate

__all__ = ["add_packs", "check", "list_packs", "locate", "remove_packs"]


_ALIKE_ONLY = 0.5
"""Candidates that score less are only spelt alike; a service is asked then, too."""
_REMOTE = ("spelt nearly like", "shares a part of its name with")
"""How the reason of a candidate starts whose name is another one."""


def locate(options: argparse.Namespace, messages: Messages) -> int:
    """Print the candidates of each name."""
    from conflict_map import Gazetteer

    online = service_of(options, messages)
    gazetteer = Gazetteer(packs=options.pack)
    names = [name for argument in options.names for name in (_names_of_stdin() if argument == "-" else [argument])]
    rows: list[list[str]] = []
    missing: dict[str, list[Candidate]] = {}
    for name in names:
        found = gazetteer.locate(name, country=options.country, admin1=options.admin1, near=options.near, limit=options.limit) if name.strip() else []
        if online is not None and name.strip() and (not found or found[0].score < _ALIKE_ONLY):
            code = gazetteer.country_code(options.country) if options.country else None
            answers = online.locate(name, country=code or _country_behind(gazetteer, name), near=options.near, limit=options.limit)
            found = [*(answer for answer in answers if _as_qualified(gazetteer, name, answer)), *found][: options.limit]
        found, near = _known_and_near(found)
        if not found:
            missing[name] = near
        if options.json:
            record = {"name": name, "candidates": [_record(candidate) for candidate in found]}
            record |= {"near_spellings": [_record(candidate) for candidate in near]} if near else {}
            emit(json.dumps(record, ensure_ascii=False, allow_nan=False))
        rows += [_row(name, candidate) for candidate in found]
    if rows and not options.json:
        print_table(("NAME", "PLACE", "KIND", "AREA", "LAT", "LON", "SCORE", "WHY"), rows)
    for name, near in missing.items():
        within = f" in {options.country}" if options.country else ""
        like = f"; spelt a little like it: {', '.join(map(_called, near))}" if near else ""
        messages.fault(
            f"{name!r} is not in the gazetteer{within}; try another spelling, or add a country pack (conflict-map gazetteer add --help){like}"
        )
    return 1 if missing or messages.faults else 0


def _country_behind(gazetteer: Gazetteer, name: str) -> str | None:
    """Return the country that the words behind a comma name."""
    codes = [gazetteer.country_code(part, strict=False) for part in name.split(",")[1:] if part.strip()]
    return next((code for code in codes if code), None)


def _as_qualified(gazetteer: Gazetteer, name: str, answer: Candidate) -> bool:
    """Return whether a service's answer lies in what the words behind a comma name: "Tripoli, Lebanon" is not in Libya."""
    from conflict_map.resolve.online import lies_within

    for part in (part for part in name.split(",")[1:] if part.strip()):
        areas = [candidate.place for candidate in gazetteer.locate(part) if candidate.place.kind in {"country", "admin1"}]
        if areas and not any(lies_within(answer.place, area) for area in areas[:1]):
            return False
    return True


def _known_and_near(found: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Return the candidates, and apart from them those of a name that nothing but a remote likeness was found for: that is no answer."""
    if all(candidate.score < _ALIKE_ONLY and candidate.reason.startswith(_REMOTE) for candidate in found):
        return [], list(found)
    return list(found), []


def _called(candidate: Candidate) -> str:
    place = candidate.place
    return f"{place.name} ({', '.join(part for part in (place.admin1, place.country) if part) or place.kind})"


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
            emit(f"{path}: {', '.join(parts)}, no fault")
    return 1 if messages.faults else 0


def list_packs(options: argparse.Namespace, messages: Messages) -> int:
    """List the installed packs."""
    from conflict_map.gazetteer import packs

    installed = packs.list_packs()
    if options.json:
        emit(json.dumps([dataclasses.asdict(pack) for pack in installed], ensure_ascii=False))
    elif installed:
        print_table(("NAME", "PLACES", "ADDED", "FROM"), [(pack.name, f"{pack.places:,}", pack.added, pack.origin) for pack in installed])
    else:
        messages.say("no pack is installed; 'conflict-map gazetteer add SY' adds the villages of Syria")
    return 0


def add_packs(options: argparse.Namespace, messages: Messages) -> int:
    """Install packs."""
    from conflict_map.gazetteer import packs

    def add(name: str) -> str:
        with messages.progress(f"adding {name}") as progress:
            pack = packs.add_pack(name, url=options.url, progress=progress)
        return f"added {pack.name}: {count(pack.places, 'place')} from {pack.origin}"

    return _each(options.packs, add, messages)


def remove_packs(options: argparse.Namespace, messages: Messages) -> int:
    """Remove packs."""
    from conflict_map.gazetteer import packs

    return _each(options.packs, lambda name: f"removed {packs.remove_pack(name).name}", messages)


def _each(names: Sequence[str], act: Callable[[str], str], messages: Messages) -> int:
    """Do the same with each name; a fault with one does not stop the others."""
    status = 0
    for name in names:
        try:
            messages.say(act(name))
        except ConflictMapError as error:
            messages.fault(str(error))
            status = max(status, error.exit_status)
    return status
