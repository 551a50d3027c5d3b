"""Words around and inside names: what kind of place they say, and common words that no typing error should turn into a place."""

from __future__ import annotations

__all__ = ["COMMON_WORDS", "DESIGNATIONS", "FREQUENT", "GENERIC", "SETTLED", "designation_of", "without_generic"]

SETTLED = frozenset({"city", "town", "village", "neighbourhood", "camp"})
_AREAS = frozenset({"admin1", "admin2", "area"})

DESIGNATIONS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        "province governorate oblast region state county district prefecture department wilaya wilayat vilayet muhafazah mohafazat muhafazat subdistrict raion rayon"
        " republic krai kray okrug canton territory division zone woreda emirate محافظه ولايه مديريه область провинция регион мухафаза".split(),
        _AREAS,
    ),
    **dict.fromkeys(
        "city town township village hamlet municipality settlement suburb neighbourhood neighborhood quarter мiсто город село مدينه بلده قريه حي".split(),
        SETTLED,
    ),
    **dict.fromkeys(("camp", "refugee camp", "idp camp", "idp", "refugee", "مخيم"), frozenset({"camp", *SETTLED})),
    **dict.fromkeys(("river", "نهر", "река"), frozenset({"river"})),
    **dict.fromkeys(("mountain", "mountains", "mount", "hills", "جبل"), frozenset({"mountain"})),
    **dict.fromkeys(("airport", "international airport", "airfield", "مطار"), frozenset({"airport", "base"})),
    **dict.fromkeys(("air base", "airbase", "military base", "military airport", "base"), frozenset({"base", "airport"})),
    **dict.fromkeys(("border crossing", "crossing", "معبر"), frozenset({"crossing"})),
    **dict.fromkeys(("dam", "سد"), frozenset({"dam"})),
    **dict.fromkeys(("island", "islands"), frozenset({"island"})),
}
"""Word beside a name → the kinds of place that it says."""

GENERIC = frozenset(
    "farm farms castle citadel fort silos silo station pumping power plant thermal factory complex military research center centre housing project association sector hospital"
    " university academy junction roundabout bridge checkpoint gas field oil depot base camp refugee idp hill north south east west northern southern eastern western of the near"
    " i ii iii iv v vi 1 2 3 4 5 6".split()
)
"""Words that tell a part or a site at a place whose own name is the rest."""

FREQUENT = frozenset(
    "tall tell kafr kafar kefar umm abou abu khirbat khirbet kherbet dayr deir deyr jabal jebel djebel wadi ouadi bayt beit beyt hawsh housh mazraat mazrah mazraa rasm qaryat shaykh sheikh cheikh"
    " jubb qasr kasr bani beni ayoun sharqi sharqiyah gharbi gharbiyah shamali shamaliyah janubi janubiyah qibli qibliyah kabir kabirah saghir saghirah fawqani fawqaniyah tahtani tahtaniyah"
    " wusta ulya sufla north south east west saint santa sankt mount lake river city town ville villa bourg nova novo nova nowa novaya novyy staraya velikaya verkhne nizhne great little upper lower"
    " grand grande petit rancho colonia barrio estacion hacienda fort port point pueblo quinta monte vila kota desa tanjung sungai kampung bandar shahr deh qala qaleh kalay kelay khan chak goth".split()
)
"""Words in so many names that sharing one says nothing."""

COMMON_WORDS = frozenset(
    "about above accord across action after again against agency agreement airport airstrike airstrikes alliance allies along among area areas armed army around artillery attack attacked attacks"
    " authorities authority bank barracks battle before began behind between bodies bomb bombing border bridge brigade building buildings called camp capital captured casualties ceasefire central"
    " checkpoint chief children church city civil civilian civilians claimed clashes coalition column command commander conflict control convoy corridor council countries country countryside crisis"
    " crossing daily days dead death defence defense demand deputy described despite destroyed died district division drone drones during early east eastern edge elite enemy entered evening every"
    " eyewitness families family fatal field fight fighter fighters fighting fire first flag fled flee flight following force forces former forward fought four free fresh friday from front frontline"
    " general global government governor group groups guard guards hands have headquarters health held help highway hill hold holy home homes hope hospital hostile hour hours house houses human"
    " hundred hundreds injured inside into issue joint killed killing land large last late later launched leader leaders least left liberation lines little local long lost made main major many"
    " march massacre media middle military militants militia minister ministry missile missiles monday month months more morning most mother mountain near nearby never news night north northern"
    " offensive office officer official officials once only opposition order others outside outskirts over parts party peace people plain police police port position positions president prison"
    " protest province published quarter radio raid rain rebel rebels recent red refugee refugees regime region regular released relief remain report reported reports republic residents resistance"
    " rest retreat river road rocket rockets route rule sanctions saturday school sea second security seized settlement several shelling siege since site small soldier soldiers some source sources"
    " south southern spokesman spokesperson spring square staff state statement station still storm street strike strikes summer sunday support taken talks tank tanks target targeted terrorist"
    " terrorists than that their them then there these they third this those thousand thousands three through thursday town towns trade train troops truce tuesday under union united unknown until"
    " victory video village villages violence volunteers wall warning watch water wave wednesday week weeks were west western what when where which while winter with withdrawal within without"
    " witness witnesses women wounded yesterday year years young zone".split()
)


def designation_of(key: str) -> tuple[str, frozenset[str]]:
    """Return a folded name without the word that says its kind, and the kinds that this word says; the name itself where there is none.

    Examples
    --------
    >>> designation_of("hama province")[0], designation_of("city of mosul")[0], designation_of("new york city")[0]
    ('hama', 'mosul', 'new york')
    """
    words = key.split()
    for length in (2, 1):
        if len(words) > length:
            last, first = " ".join(words[-length:]), " ".join(words[:length])
            if last in DESIGNATIONS:
                return " ".join(words[:-length]), DESIGNATIONS[last]
            if first in DESIGNATIONS:
                rest = words[length:]
                if rest[0] == "of" and len(rest) > 1:
                    return " ".join(rest[1:]), DESIGNATIONS[first]
                if not first.isascii():
                    return " ".join(rest), DESIGNATIONS[first]
    return key, frozenset()


def without_generic(key: str) -> str:
    """Return a folded name without words that tell a part or a site at a place: "jaebar castle", "maarratah idp", "bab al khayr ii"."""
    words = key.split()
    kept = [word for word in words if word not in GENERIC]
    while kept and kept[-1] in {"al", "the"}:
        kept.pop()
    return " ".join(kept) or key
