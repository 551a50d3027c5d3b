"""The compiled index: building, opening, damage, two processes at once, places that cannot be written."""

from __future__ import annotations

import multiprocessing
import os
import stat
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer import compile as compiling
from conflict_map.gazetteer import store
from conflict_map.gazetteer.compile import Row, compile_segment
from conflict_map.gazetteer.segment import Segment, Within
from conflict_map.gazetteer.sources import overlay_rows

if TYPE_CHECKING:
    from pathlib import Path


def rows() -> list[Row]:
    return [
        Row("Sāmarra", 34.198, 43.874, "city", "IQ", "IQ.18", 1, 158_508, ["Samarra", "سامراء"], ["smr"], local="سامراء"),
        Row("Al Bab", 36.37, 37.517, "town", "SY", "SY.09", 2, 63_069, ["El Bab"]),
        Row("Al Bab", 33.5, 44.4, "village", "IQ", "IQ.07", 3),
        Row("Al Bab al Kabir", -1.5, -44.0, "village", "IQ", "IQ.07", 4),
        Row("Point Zero", -89.99999, 179.99999, "other"),
    ]


@pytest.fixture
def segment(tmp_path: Path) -> Segment:
    compile_segment(rows(), tmp_path)
    return Segment(tmp_path)


def found(segment: Segment, key: str, *, weak: bool = False) -> list[int]:
    return segment.postings(key, weak=weak)[0].tolist()


def test_names_lead_to_records_the_most_populous_first(segment: Segment) -> None:
    assert found(segment, "al bab") == [1, 2]
    assert found(segment, "samarra") == [0]
    assert found(segment, "سامراء".replace("ء", "")) == [0]
    assert found(segment, "nowhere") == []


def test_codes_are_kept_apart_from_names(segment: Segment) -> None:
    assert found(segment, "smr") == []
    assert found(segment, "smr", weak=True) == [0]


def test_articles_may_be_left_out_in_arabic_countries(segment: Segment) -> None:
    records, flags = segment.postings("bab al kabir")
    assert records.tolist() == [3]
    assert flags.tolist() == [compiling.VARIANT]


def test_every_name_that_text_starts_with(segment: Segment) -> None:
    assert sorted(segment.prefixes("al bab al kabir is small")) == ["al bab", "al bab al kabir"]


def test_records_come_back_as_they_went_in(segment: Segment) -> None:
    assert segment.texts(0) == ("Sāmarra", "سامراء", "")
    assert segment.lat[4] / 1e5 == pytest.approx(-89.99999)
    assert segment.lon[4] / 1e5 == pytest.approx(179.99999)
    assert segment.kind_of(1) == "town"
    assert segment.record_of_geonames(3) == 2
    assert segment.record_of_geonames(99) is None
    assert segment.record_of_geonames(0) is None


def test_names_spelt_alike(segment: Segment) -> None:
    within = Within()
    assert ("samarra", 0) in segment.alike("samara", "smr", within)
    assert ("samarra", 0) in segment.alike("samarda", "smrd", within), "one consonant more"
    iraq = segment.within("IQ", ["IQ.07"])
    assert iraq is not None
    assert {record for _, record in segment.alike("al bab", "bb", iraq)} == {2}
    assert segment.within("FR", []) is None


def test_shards_give_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{first} {second} {number}" for number in range(60) for first, second in (("Tall", "Rifat"), ("Kafr", "Zita"), ("Umm", "Qasr"))]
    data = [Row(name, 30 + i / 100, 40.0, "village", "SY", "SY.09", i + 1) for i, name in enumerate(names)]
    whole, split = tmp_path / "whole", tmp_path / "split"
    whole.mkdir()
    split.mkdir()
    compile_segment(data, whole)
    monkeypatch.setattr(compiling, "RECORDS_A_SHARD", 50)
    monkeypatch.setattr(compiling, "_SPILL", 40)
    compile_segment(data, split, expected=len(data))
    one, many = Segment(whole), Segment(split)
    assert len(list(split.glob("strong-*.marisa"))) > 2
    assert not list(split.glob("spool*"))
    for name in names:
        assert found(one, name.lower()) == found(many, name.lower()) != []
    assert sorted(one.alike("tal rifat 7", "tlrft", Within(limit=1000))) == sorted(many.alike("tal rifat 7", "tlrft", Within(limit=1000)))


def test_empty_sources_make_an_empty_index(tmp_path: Path) -> None:
    assert compile_segment([], tmp_path) == 0
    assert found(Segment(tmp_path), "homs") == []
    assert Segment(tmp_path).alike("homs", "hms", Within()) == []


# ---- the cache folder


def build(folder: Path) -> None:
    compile_segment(rows(), folder)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONFLICT_MAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(store, "fallback_folder", lambda: _made(tmp_path / "fallback"))
    return tmp_path / "cache"


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def never(_: Path) -> None:
    pytest.fail("built a second time")


def test_an_index_is_built_once(cache: Path) -> None:
    folder = store.ensure_index("x-1", build)
    assert folder.parent == cache / "indexes"
    assert store.ensure_index("x-1", never) == folder


@pytest.mark.parametrize("harm", ["cut", "flip", "lose", "no seal", "bad seal"])
def test_a_damaged_index_is_built_anew(cache: Path, harm: str) -> None:
    folder = store.ensure_index("x-1", build)
    victim = folder / "columns.bin"
    content = bytearray(victim.read_bytes())
    time.sleep(0.02)
    if harm == "cut":
        victim.write_bytes(content[:-40])
    elif harm == "flip":
        content[len(content) // 2] ^= 255
        victim.write_bytes(content)
    elif harm == "lose":
        (folder / "strong-0.marisa").unlink()
    elif harm == "no seal":
        (folder / "SEAL.json").unlink()
    else:
        (folder / "SEAL.json").write_text("[1, 2")
    built: list[Path] = []
    again = store.ensure_index("x-1", lambda path: (built.append(path), build(path))[1])
    assert len(built) == 1
    assert found(Segment(again), "al bab") == [1, 2]
    assert [path.name for path in (cache / "indexes").iterdir()] == ["x-1"], "nothing is left lying about"


def test_a_touched_but_whole_index_is_kept(cache: Path) -> None:
    folder = store.ensure_index("x-1", build)
    os.utime(folder / "columns.bin")
    assert store.ensure_index("x-1", never) == folder
    assert cache.is_dir()


def test_a_build_that_fails_leaves_nothing(cache: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("x")
        message = "broken source"
        raise GazetteerError(message)

    with pytest.raises(GazetteerError, match="broken source"):
        store.ensure_index("x-1", fail)
    assert [path.name for path in (cache / "indexes").iterdir() if not path.name.endswith(".lock")] == []


def _in_another_process(folder: str, barrier: Any, queue: Any) -> None:  # noqa: ANN401 - multiprocessing's types
    os.environ["CONFLICT_MAP_CACHE"] = folder
    barrier.wait()

    def slow(target: Path) -> None:
        queue.put("built")
        time.sleep(0.3)
        build(target)

    queue.put(str(Segment(store.ensure_index("x-1", slow)).records))


def test_two_processes_build_one_index(cache: Path) -> None:
    context = multiprocessing.get_context("spawn")
    barrier, queue = context.Barrier(2), context.Queue()
    processes = [context.Process(target=_in_another_process, args=(str(cache), barrier, queue)) for _ in range(2)]
    for process in processes:
        process.start()
    said = sorted(queue.get(timeout=50) for _ in range(3))
    for process in processes:
        process.join(20)
    assert said == ["5", "5", "built"]


def test_where_the_cache_cannot_be_written_the_temp_folder_serves(
    cache: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "_build_into", _refusing(cache, store._build_into))
    folder = store.ensure_index("x-1", build)
    assert "fallback" in str(folder)
    assert "using" in capsys.readouterr().err
    assert store.ensure_index("x-1", never) == folder


def test_nowhere_to_write_is_a_clear_error(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_build_into", _refusing(cache.parent, store._build_into))
    with pytest.raises(GazetteerError, match=r"No space left.*CONFLICT_MAP_CACHE"):
        store.ensure_index("x-1", build)


def _refusing(where: Path, real: Any) -> Any:  # noqa: ANN401 - a function
    def build_into(root: Path, name: str, builder: Any) -> Path:  # noqa: ANN401 - a function
        if root.is_relative_to(where):
            raise OSError(28, "No space left on device")
        made: Path = real(root, name, builder)
        return made

    return build_into


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_read_only_cache(cache: Path) -> None:
    cache.mkdir()
    cache.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert "fallback" in str(store.ensure_index("x-1", build))


def test_indexes_of_old_sources_are_cleared_away(cache: Path) -> None:
    for name in ("base-old", "base-recent", "pack-old"):
        folder = store.ensure_index(name, build)
        if name.endswith("old"):
            os.utime(folder, (1e9, 1e9))
    store.ensure_index("base-new", build)
    assert {path.name for path in (cache / "indexes").iterdir()} == {"base-recent", "base-new", "pack-old"}


@pytest.mark.parametrize(
    ("row", "said"), [("X,95,36,town", "95 is not between"), ("X,35,36,hamlet", "kind 'hamlet' is not one of"), ("X,north,36,town", "north")]
)
def test_a_faulty_row_of_our_own_table_is_named(tmp_path: Path, row: str, said: str) -> None:
    table = tmp_path / "places.csv"
    table.write_text(f"name,lat,lon,kind\nFine,35,36,town\n{row}\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=f"places.csv, line 3: .*{said}"):
        list(overlay_rows(table))


def test_another_format_is_refused(tmp_path: Path) -> None:
    compile_segment(rows(), tmp_path)
    meta = tmp_path / "meta.json"
    meta.write_text(meta.read_text().replace(f'"format": "{compiling.FORMAT}"', '"format": "0"'))
    with pytest.raises(GazetteerError, match="another version"):
        Segment(tmp_path)


def test_the_key_follows_the_content(cache: Path, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("one")
    first = store.content_key([table], "f", cache)
    assert store.content_key([table], "f", cache) == first
    assert store.content_key([table], "g", cache) != first
    time.sleep(0.02)
    table.write_text("two")
    assert store.content_key([table], "f", cache) != first
    twin = tmp_path / "b.csv"
    twin.write_text("two")
    assert store.content_key([table], "f", cache, named=False) == store.content_key([twin], "f", cache, named=False)


def test_columns_are_views_not_copies(segment: Segment) -> None:
    assert isinstance(segment.lat, np.ndarray)
    assert not segment.lat.flags.owndata
    assert not segment.lat.flags.writeable
