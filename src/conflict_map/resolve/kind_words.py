"""Words beside a name that say what kind of place it is."""

from __future__ import annotations

__all__ = ["AREAS", "FIRST_LEVEL", "QUARTERS", "RURAL", "SECOND_LEVEL", "SETTLEMENT", "SMALL_THINGS", "STATE_OFFICES", "TOWN_OFFICES"]

SETTLEMENT = frozenset(
    [
        "city",
        "town",
        "village",
        "hamlet",
        "township",
        "municipality",
        "settlement",
        "suburb",
        "neighbourhood",
        "neighborhood",
        "quarter",
        "port",
        "commune",
        "borough",
    ]
)
FIRST_LEVEL = frozenset(
    [
        "province",
        "governorate",
        "state",
        "oblast",
        "region",
        "muhafazah",
        "mohafazat",
        "wilaya",
        "prefecture",
        "republic",
        "emirate",
        "governorates",
        "provinces",
        "states",
        "oblasts",
        "regions",
        "krai",
    ]
)
SECOND_LEVEL = frozenset(
    [
        "county",
        "district",
        "parish",
        "raion",
        "canton",
        "municipality",
        "subdistrict",
        "department",
        "counties",
        "districts",
        "woreda",
        "zone",
        "territory",
        "division",
    ]
)
RURAL = frozenset(["countryside", "hinterland", "outskirts", "suburbs", "surroundings", "environs", "area", "vicinity"])
AREAS = frozenset(["country", "continent", "region", "admin1", "admin2", "area"])
STATE_OFFICES = frozenset(
    ["gov", "governor", "gov.", "governorate", "legislature", "sen", "senator", "sens", "senators", "rep", "reps", "lawmakers", "legislators"]
)
TOWN_OFFICES = frozenset(["mayor", "mayors"])
QUARTERS = frozenset(
    [
        "district",
        "neighbourhood",
        "neighborhood",
        "quarter",
        "suburb",
        "ward",
        "area",
        "borough",
        "districts",
        "neighbourhoods",
        "neighborhoods",
        "quarters",
        "suburbs",
    ]
)
SMALL_THINGS = QUARTERS | {
    "village",
    "villages",
    "hamlet",
    "hamlets",
    "hill",
    "hills",
    "hilltop",
    "checkpoint",
    "roundabout",
    "farm",
    "farms",
    "street",
}
