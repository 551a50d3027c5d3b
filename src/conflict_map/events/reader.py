"""Read a report: sentences, clauses, frames, merging; the events with the words that made them."""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from conflict_map.events.assaults import read_assaults
from conflict_map.events.chronicle import count_from_story
from conflict_map.events.chunks import chunk_units
from conflict_map.events.clauses import build_clauses, without_emphasis
from conflict_map.events.continued import read_verbless
from conflict_map.events.counted_from import read_counted_places
from conflict_map.events.dates import find_times
from conflict_map.events.dating import text_date
from conflict_map.events.denials import apply_counterclaims, apply_denials
from conflict_map.events.entries import fought_over, unopposed
from conflict_map.events.figures import read_figures, read_routes
from conflict_map.events.gapped_sides import share_out
from conflict_map.events.labels import read_labels
from conflict_map.events.leavers import note_fight, note_people
from conflict_map.events.merging import merge_drafts
from conflict_map.events.movements import read_movements
from conflict_map.events.peacetime import without_errands
from conflict_map.events.salience import note_places
from conflict_map.events.scene import Scene
from conflict_map.events.sides import Sides
from conflict_map.events.site_names import whole_names
from conflict_map.events.stays import read_identity, read_stays
from conflict_map.events.story import Story
from conflict_map.events.strikes import read_strikes
from conflict_map.events.takings import read_takings
from conflict_map.events.timeline import entry_days
from conflict_map.events.tokens import MAX_TOKENS, Sentence, split_sentences, tokenize
from conflict_map.events.truth import happened
from conflict_map.events.undone import undone
from conflict_map.events.units import make_units
from conflict_map.events.voices import named_behind
from conflict_map.events.words import word_set
from conflict_map.model import Claim, Event, People, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import DateRange, TimeExpression
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.sides import Side
    from conflict_map.events.units import ActorSpan
    from conflict_map.gazetteer.actors import Actors
    from conflict_map.model import EventPlace, Mention, PlaceLookup, Report

__all__ = ["read_events"]

_MASTERS = frozenset({"master", "lord", "ruler", "control", "possession"})
"""What a side has become or taken "of three towns", which a list that follows may name."""

_AREA_KINDS = word_set("area_kinds")
_PARTNERS = word_set("partners")
_WHERE = ("in", "at", "near", "to", "from", "into", "around", "outside", "towards", "toward", "for")
_PAST = 10
"""Days before the report after which what an aside tells is history."""
_LOOKS_BACK = 64
"""Events before it that a movement may go on from; a bound, so that a text of thousands of sentences takes no more time for each of them."""

T = TypeVar("T", "TimeExpression", "Mention")


def read_events(report: Report, mentions: Sequence[Mention], actors: Actors | None, lookup: PlaceLookup | None) -> Reading:
    """Read what a report says happened.

    Parameters
    ----------
    report
        The report. Without ``published`` its date is taken from the text where it stands there on a line of its own or in a dateline.
    mentions
        The places that the text names, in any order.
    actors
        The table of sides; without it sides keep the words of the report.
    lookup
        The gazetteer, for roads (``routes``); may be None.

    Returns
    -------
    Reading
        Events in the order of their sentences. ``report.text[event.start:event.end] == event.quote`` for each, dates are inclusive ISO days, and a
        date that the text does not give is None.
    """
    text = report.text
    ordered = sorted(whole_names(text, mentions), key=lambda m: (m.start, -m.end))
    published, header = _published(report)
    sides = Sides(text, actors, ordered, published.isoformat() if published else None)
    story = Story(sides=sides, published=published, headline=(report.headline or "").casefold())
    times = count_from_story(find_times(text, 0, len(text)), published, opening=_opening(report))
    drafts: list[Draft] = []
    quiet: set[int] = set()
    scenes: list[Scene] = []
    number = 0
    sentences = split_sentences(text)
    entries = entry_days(text, sentences, times, published)
    for order, sentence in enumerate(sentences):
        if sentence.header or (
            header is not None and sentence.start <= header[0] < sentence.end and sentence.end - sentence.start <= header[1] - header[0] + 30
        ):
            continue
        for piece in _pieces(text, sentence):
            scene = _scene(text, piece, number, sentence, times, ordered, story, entries.get(order))
            _read_scene(scene, drafts, quiet, text[sentence.end - 1] == "?" or text[max(0, sentence.end - 2) : sentence.end - 1] == "?")
            scenes.append(scene)
            number += 1
    apply_denials(scenes, drafts, sides)
    apply_counterclaims(scenes, drafts, sides)
    by_index = {scene.index: scene for scene in scenes}
    standing = without_errands((draft for draft in drafts if not draft.cancelled), by_index, sides)
    events = _events(report, merge_drafts(standing, sides, quiet, story), by_index)
    figures = read_figures(report, scenes, ordered)
    routes = read_routes(report, scenes, ordered, lookup)
    used = {ref.mention.start for draft in drafts for ref in (draft.place, draft.origin, *draft.destinations) if ref is not None}
    guessed = {start: mention for start, mention in story.guessed.items() if start in used}
    told = sorted([*(mention for mention in ordered if mention.start not in guessed), *guessed.values()], key=lambda m: (m.start, -m.end))
    return Reading(report=report, events=tuple(events), figures=tuple(figures), routes=tuple(routes), mentions=tuple(told))


def _published(report: Report) -> tuple[dt.date | None, tuple[int, int] | None]:
    found = text_date(report.text)
    place = (found[1], found[2]) if found else None
    if report.published is not None:
        return dt.date.fromisoformat(report.published), place
    return (found[0], place) if found else (None, None)


def _opening(report: Report) -> str:
    """Return how a report begins: its headline where that names a year, else its first words."""
    headline = report.headline or ""
    return headline if any(letter.isdigit() for letter in headline) else report.text[:200]


def _pieces(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """Cut a monstrous sentence; its pieces are read one by one."""
    if sentence.end - sentence.start < 6 * MAX_TOKENS:
        return [(sentence.start, sentence.end)]
    tokens = tokenize(text, sentence.start, sentence.end)
    pieces = []
    for index in range(0, len(tokens), MAX_TOKENS):
        part = tokens[index : index + MAX_TOKENS]
        pieces.append((part[0].start, part[-1].end))
    return pieces


def _within(items: Sequence[T], start: int, end: int) -> list[T]:
    """Return those of a row sorted by ``start`` that lie in a stretch of text, without a look at all the others."""
    first = bisect_left(items, start, key=attrgetter("start"))
    last = bisect_left(items, end, first, key=attrgetter("start"))
    return [item for item in items[first:last] if item.end <= end]


def _scene(
    text: str,
    piece: tuple[int, int],
    number: int,
    sentence: Sentence,
    times: Sequence[TimeExpression],
    mentions: Sequence[Mention],
    story: Story,
    entry: DateRange | None,
) -> Scene:
    sides = story.sides
    start, end = piece
    units = make_units(
        tokenize(text, start, end),
        _within(times, start, end),
        _within(mentions, start, end),
        sides.spans_in(start, end),
    )
    chunks = without_emphasis(chunk_units(units, text))
    story.begin(number, sentence.paragraph, entry)
    clauses = story.clauses = build_clauses(chunks)
    for clause in clauses:
        clause.undone = undone(text, start, end, clause.vp.start, clause.vp.end)
    return Scene(text, start, end, number, sentence.paragraph, chunks, clauses, story, sides, title=sentence.title, mentions=mentions)


def _read_scene(scene: Scene, drafts: list[Draft], quiet: set[int], question: bool) -> None:  # noqa: FBT001 - one internal caller
    story = scene.story
    note_places(scene)
    if question:
        for clause in scene.clauses:
            if clause.relation == "rel" and clause.vp.form == "finite":
                drafts += read_takings(clause, scene)  # "will they march on Humera, which the army overran in May?"
    else:
        if unopposed(scene):
            quiet.add(scene.index)
        elif fought_over(scene):
            scene.story.fought.add(scene.index)
        for draft in read_labels(scene):
            _after_event(draft, story)
            drafts.append(draft)
        for clause in scene.clauses:
            found_date, _ = story.date_of(clause)
            made = read_takings(clause, scene)
            made += read_movements(clause, scene, [*drafts[-_LOOKS_BACK:], *made])
            made += read_strikes(clause, scene)
            assaults = read_assaults(clause, scene)
            story.assaults += assaults
            if assaults:
                for mention in {ref.mention.start: ref.mention for assault in assaults for ref in assault.places if not _wide(ref)}.values():
                    story.note_place(mention, "assaulted", clause.index)
            story.stays += read_stays(clause, scene)
            story.gunmen += [side for side in (read_identity(clause, scene),) if side is not None]
            for draft in [draft for draft in made if _by_verb(draft)] or made:
                _after_event(draft, story)
            drafts += made
            if found_date is not None and clause.times and any(time.use == "point" for time in clause.times) and _on_the_line(clause, scene):
                story.set_reference(found_date, before=clause.vp.perfect and not clause.vp.modal)
            if (
                found_date is not None
                and found_date.precision == "day"
                and "speech" in clause.classes()
                and any(t.use == "point" for t in clause.times)
            ):
                story.said = found_date
            _note_sides(clause, scene)
            # "9,000 people left A after the rebels attacked. 4,000 went to B": those who attacked are only the reason
            reason = clause.relation == "sub" and any(d.type in {"displacement", "troop_movement"} and d.sentence == scene.index for d in drafts)
            if not (reason or (made and any(d.who is not None for d in made))):
                note_people(clause, scene)
        for draft in (*share_out(scene, drafts[-_LOOKS_BACK:]), *read_counted_places(scene, drafts[-_LOOKS_BACK:]), *read_verbless(scene)):
            _after_event(draft, story)
            drafts.append(draft)
        note_fight(scene)
    if _goes_on(scene):
        story.stay()
    named = [
        scene.sides.make(span.record, span.text, span.start, span.end, "the one side that the sentence before names")
        for span in scene.sides.spans_in(scene.start, scene.end)
        if span.record is not None and span.relation != "attributive" and not _as_a_place(span, scene) and not _of_a_city(span, scene)
    ]
    if len({side.key for side in named}) == 1:
        story.alone = named[0], story.sentence
    if any(
        "combatant" in np.classes and np.plural and not np.determiner and scene.sides.in_phrase(np) is None for c in scene.clauses for np in c.subject
    ):
        story.strangers = story.sentence
    subject = _main_side(scene)
    story.person = _person(scene, subject)
    if subject is None and any(
        chunk.np is not None and chunk.np.head in {"master", "victor", "newcomer", "conqueror", "ruler", "winner", "intruder", "captor"}
        for chunk in scene.chunks
        if chunk.np is not None and chunk.np.plural
    ):
        story.subject_side = story.last_agent or story.subject_side  # "the new masters …": "they" in what follows
    if subject is not None:
        story.subject_side, story.subject_sentence = subject, story.sentence
        if story.hero is None and subject.known:
            story.hero = subject


_LATELY = 60
"""Days before publication within which a relative clause tells what the story has reached, not its history."""


def _on_the_line(clause: Clause, scene: Scene) -> bool:
    """Whether the story has reached the time of a clause: that of a relative clause only where the sentence has no other and it is recent."""
    if clause.relation != "rel":
        return True
    found, published = scene.story.date_of(clause)[0], scene.story.published
    if clause.vp.perfect or found is None or found.start is None or found.precision != "day" or published is None:
        return False
    alone = all(other is clause or not any(time.use == "point" for time in other.times) for other in scene.clauses)
    return alone and 0 <= (published - found.start).days <= _LATELY


def _wide(ref: PlaceRef) -> bool:
    """Whether a reference is to an area rather than to a town: an offensive in a province is not on any town."""
    return ref.mention.place is not None and ref.mention.place.kind in _AREA_KINDS


def _by_verb(draft: Draft) -> bool:
    """Whether a draft is what its clause tells, not what a noun recalls: "took A, two days after the capture of B" leaves the story at A."""
    return not draft.rule.startswith("noun of")


def _goes_on(scene: Scene) -> bool:
    """Whether a sentence only says how long it took: "it lasted less than five hours", after which the story is still on the same day."""
    first = scene.clauses[0] if scene.clauses else None
    if first is None or first.vp.lemma != "last" or not first.subject or first.vp.modal or len(scene.clauses) > 1:
        return False
    np = first.subject[0]
    told = " ".join([*(item.text for item in first.objects), *(time.text for time in first.times)]).lower()
    return (np.pronoun or np.determiner in {"the", "this", "that"}) and any(word in told for word in ("hour", "minute"))


def _after_event(draft: Draft, story: Story) -> None:
    clause = draft.clause.index if draft.clause is not None else -1
    if draft.place is not None and draft.type in {"control_change", "clash"} and draft.status != "besieged" and not _long_ago(draft, story):
        story.note_place(draft.place.mention, "event", clause)
        story.note_topic(draft.place.mention)
    if draft.type == "control_change" and not draft.title:
        story.last_control = draft
        if draft.place is not None and draft.date is not None and draft.date.precision == "day":
            story.fallen[draft.place.mention.text.casefold()] = draft.date
    if draft.type in {"displacement", "troop_movement"}:
        story.people = ("combatant" if draft.type == "troop_movement" else "civilian", draft.paragraph)
    if draft.origin is not None:
        sent = draft.clause is not None and draft.clause.relation == "part" and draft.clause.vp.passive  # "soldiers flown from A": in passing
        come = not draft.destinations and "arrive" in draft.rule.split(":")[0]  # "have been rolling in from A": the story is not there
        story.note_place(draft.origin.mention, "from" if sent or come else "moved from", clause)
    for ref in draft.destinations:
        story.note_place(ref.mention, "moved to", clause)
    background = draft.clause is not None and (draft.clause.vp.perfect or _long_before(draft.clause))
    for side in reversed(draft.to):  # the first of several takers is who the story goes on with
        aside = draft.clause is not None and draft.clause.relation == "rel" and (background or bool(draft.clause.pp("under", "in")))
        story.note_side(side, agent=(not background or story.last_agent is None) and not aside, date=draft.date)
    if draft.type == "control_change" and draft.clause is not None:
        adverbs = set(draft.clause.adverbs)
        if {"later", "subsequently", "eventually", "then", "soon", "afterwards"} & adverbs and draft.date is None and draft.clause.parent is not None:
            draft.after = story.date_of(draft.clause.parent)[0]


def _long_before(clause: Clause) -> bool:
    """Whether a clause is only what the story is counted from: "marched in on Sunday, seven weeks after the rebels had chased them from it"."""
    return clause.shift is not None and clause.relation == "sub" and clause.parent is not None and clause.parent.start < clause.start


def _long_ago(draft: Draft, story: Story) -> bool:
    """Whether a draft only looks back in passing: "they also hold B, taken in March" leaves the story where it was."""
    aside = draft.clause is not None and draft.clause.relation == "part" and draft.clause.vp.form == "pp"
    start = draft.date.start if draft.date is not None else None
    return aside and start is not None and story.published is not None and (story.published - start).days > _PAST


def _as_a_place(span: ActorSpan, scene: Scene) -> bool:
    """Whether a capital or country is only where something is: "a spokesman in Conakry", "hospitals in Baghdad"."""
    before = scene.text[max(scene.start, span.start - 12) : span.start].split()
    return span.kind in {"metonym", "country"} and bool(before) and before[-1].lower() in _WHERE


def _of_a_city(span: ActorSpan, scene: Scene) -> bool:
    """Whether a capital stands behind "of", where it is the city: "85 per cent of Port-au-Prince"."""
    return span.kind == "metonym" and scene.text[max(scene.start, span.start - 4) : span.start].lower().endswith("of ")


def _note_sides(clause: Clause, scene: Scene) -> None:
    for np in [*clause.subject, *clause.objects, *(np for pp in clause.prepositional for np in pp.phrases)]:
        for span in scene.sides.spans_in(np.start, np.end):
            if span.relation != "attributive" and not _as_a_place(span, scene) and not _of_a_city(span, scene):
                scene.story.note_side(scene.sides.make(span.record, span.text, span.start, span.end, "named"))
    if len(clause.subject) > 1 and not {"clash", "speech"} & clause.classes():
        keys = {side.key for side in scene.agents(clause.subject, clause) if side.known}
        actors = scene.sides.actors
        if len(keys) > 1 and actors is not None and not any(actors.hostile(one, other) for one in keys for other in keys):
            scene.sides.together.append(keys)
    background = (clause.relation == "part" and clause.parent is not None and clause.parent.vp.perfect) or _long_before(clause)
    masters = bool(clause.objects) and any(np.head in _MASTERS and np.of is not None and "settlement" in np.of.classes for np in clause.objects)
    if (masters or {"take", "expel", "enter"} & clause.classes()) and not clause.vp.passive and happened(clause)[0] and not background:
        goods = (
            bool(clause.objects)
            and "enter" not in clause.classes()
            and all(np.possessor is None and np.determiner == "their" for np in clause.objects)
        )
        for side in scene.agents(clause.subject, clause)[:1] if not goods else ():  # "retired, taking their guns along"
            if side.known and (masters or not clause.vp.perfect):
                scene.story.note_side(side, agent=True, date=scene.story.date_of(clause)[0])


def _person(scene: Scene, side: Side | None) -> Side | None:
    """Return the person that a sentence is about, where no table knows him; the one of the sentence before where "he" goes on."""
    main = next((clause for clause in scene.clauses if clause.relation == "main" and clause.subject), None)
    if side is not None or main is None:
        return None
    np = main.subject[0]
    if np.pronoun:
        return scene.story.person if np.words[:1] in {("he",), ("she",)} else None
    if np.classes or np.determiner or np.head_place is not None or np.of is not None or not np.text[:1].isupper() or np.plural:
        return None
    return scene.sides.make(None, np.text, np.start, np.end, "the person that the sentence before is about")


def _main_side(scene: Scene) -> Side | None:
    for clause in scene.clauses:
        if clause.relation in {"main", "coord"} and clause.subject:
            np = clause.subject[0]
            named = named_behind(np, scene.sides) if np.head in _PARTNERS else None  # "the M23's partner, the AFC,"
            side = named or (scene.sides.in_phrase(np) if scene.armed(np) else None)
            if side is None and np.determiner in {"its", "their"} and "combatant" in np.classes and np.plural and not np.possessor:
                side = scene.story.side_of(np, clause)  # "its soldiers marched in. They …"
            if side is not None:
                return side
    return None


# ---- events -----------------------------------------------------------------------------------------------------------


def _place(ref: PlaceRef | None) -> EventPlace | None:
    if ref is None:
        return None
    place = ref.mention.event_place()
    if (ref.partial or ref.near) and place.precision == 1:
        place = type(place)(**{**{name: getattr(place, name) for name in place.__slots__}, "precision": 2})
    return place


def _names(sides: Sequence[Side]) -> tuple[str, ...]:
    names: list[str] = []
    for side in sides:
        names += [name for name in side.names if name and name not in names]
    return tuple(names)


def _people(draft: Draft) -> People | None:
    quantity = draft.quantity
    if quantity is None or (quantity.low is None and quantity.high is None and quantity.best is None):
        return None
    reported = " ".join(draft.quantity_text.split())
    if draft.household and not any(word in reported.lower() for word in ("famil", "household")):
        reported += " families"  # "8,000" of families must not pass for people where the number is shown alone
    return People(
        reported=reported,
        low=quantity.low,
        best=quantity.best,
        high=quantity.high,
        unit="household" if draft.household else "person",
    )


def _events(report: Report, drafts: Sequence[Draft], scenes: dict[int, Scene]) -> list[Event]:
    events = []
    source = report.source()
    seen: dict[str, int] = {}
    for draft in drafts:
        scene = scenes[draft.sentence]
        date = draft.date
        key = "|".join(
            [
                report.id or "",
                draft.type,
                str(scene.start),
                str(scene.end),
                draft.place.mention.text if draft.place else "",
                draft.origin.mention.text if draft.origin else "",
                ",".join(ref.mention.text for ref in draft.destinations),
                draft.quantity_text,
                ",".join(side.key for side in draft.to),
            ]
        )
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            key += f"|{seen[key]}"
        control = draft.type == "control_change"
        events.append(
            Event(
                id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
                type=draft.type,
                date_start=date.start.isoformat() if date and date.start else None,
                date_end=_no_later(date.start, date.end, report.published) if date and date.end else None,
                date_precision=date.precision if date else "unknown",
                place=_place(draft.place),
                control_to=_names(draft.to) if control else (),
                control_from=_names(draft.lost) if control else (),
                control_status=draft.status if control or draft.type == "clash" else None,
                actor=_names(draft.actor) if not control else (),
                origin=_place(draft.origin),
                destinations=tuple(place for ref in draft.destinations if (place := _place(ref)) is not None),
                direction=draft.direction,
                toward=draft.toward,
                people=_people(draft) if draft.type in {"displacement", "troop_movement"} else None,
                claim=Claim(status=draft.claim, by=draft.claim_by),
                source=source,
                quote=report.text[scene.start : scene.end],
                start=scene.start,
                end=scene.end,
                inferred=_inferred(draft) if control else (),
                trace=tuple(draft.trace),
            )
        )
    return events


def _inferred(draft: Draft) -> tuple[str, ...]:
    """Return the fields whose side the clause does not name, and only the other sides of the report suggest."""
    roles = {step.role for step in draft.trace if step.rule.startswith("not named in the clause")}
    fields = (("side", "control_to", draft.to), ("side that lost", "control_from", draft.lost))
    return tuple(name for role, name, sides in fields if role in roles and sides)


def _no_later(start: dt.date | None, end: dt.date, published: str | None) -> str:
    """Return the last day that an event can have happened: "earlier this month" ends with the day of the report."""
    day = end.isoformat()
    if published is None or start is None or start.isoformat() > published:
        return day
    return min(day, published)
