"""When each clause of a report happened: by its own times, by the clauses that it hangs on, by what the story has reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conflict_map.events.dates import DateRange
from conflict_map.events.dating import in_the_year_of, resolve_time, span_precision, whole_months
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import TimeExpression

__all__ = ["ANNOUNCED", "UNTOLD_OFFSET", "Days", "lasting_since", "offset", "told_once"]

ANNOUNCED = "when it was announced"
"""The rule that dates an event by the day of saying it, where nothing else tells its day."""

UNTOLD_OFFSET = "so long before or after a day that cannot be told"

_COMES = frozenset({"come", "follow"})
"""Verbs of what is told before, not of an event of its own: "the declaration came a week after"."""

_SAYINGS = frozenset({"announcement", "declaration", "statement", "speech", "address", "claim", "communique", "proclamation"})

_SOON = 2
"""Sentences after which "within two days" is no longer counted from the day told."""

_PUSHES = word_set("pushes")
_NEXT_TO = 8
"""Letters between a time and the clause that tells of it: ", when "."""


def _tells_year(time: TimeExpression) -> bool:
    """Whether a time gives its year, in figures or as "that year"."""
    return time.spec[0] == "year" or (time.spec[0] in {"ymd", "month"} and bool(time.spec[1] or (time.spec[4] and "year" in str(time.spec[4]))))


def offset(base: DateRange, count: object, unit: str, sign: int) -> DateRange | None:
    """Return the time so long after (1) or before (-1) a day; None where the number is not told."""
    if base.start is None or (count is None and unit not in {"hour", "minute"}):
        return None
    step = int(str(count or 1)) * sign
    if unit in {"hour", "minute"}:
        days = -(-step // 24) if unit == "hour" and abs(step) >= 24 else 0
        ends = sorted((base.start, base.start + dt.timedelta(days)))
        return DateRange(ends[0], ends[1], span_precision(*ends))
    if unit in {"day", "night"}:
        return DateRange.day(base.start + dt.timedelta(step))
    if unit in {"week", "fortnight"}:
        middle = base.start + dt.timedelta(7 * step * (1 + (unit == "fortnight")))
        return DateRange(middle - dt.timedelta(3), middle + dt.timedelta(3), "week")
    if unit == "month":
        months = base.start.year * 12 + base.start.month - 1 + step
        return DateRange.month(months // 12, months % 12 + 1)
    return DateRange.year(base.start.year + step)


def _named_places(clause: Clause) -> list[str]:
    """Return the names of the places that a clause tells of."""
    return [np.head_place.text.casefold() for np in (*clause.objects, *clause.subject) if np.head_place is not None]


def lasting_since(clause: Clause) -> Clause | None:
    """Return the clause that tells since when a state lasts: "has been theirs since they drove the army out in May"."""
    return next((c for c in clause.children if c.relation == "sub" and c.conjunction == "since" and c.vp.form == "finite" and not c.vp.modal), None)


_LATER = frozenset({"later", "then", "subsequently", "eventually", "afterwards", "soon", "thereafter"})


def told_once(times: list[TimeExpression], published: dt.date | None) -> list[TimeExpression]:
    """Return the times of a clause as they tell one day together: "a year ago on Monday", "last year, in November", "the weekend of 4 May"."""
    ago = any(time.spec[0] == "ago" and time.spec[2] in {"week", "fortnight", "month", "year"} for time in times)
    years = [int(str(time.spec[1])) for time in times if time.spec[0] == "year"]
    years += [published.year - 1 for time in times if published and time.spec[:3] == ("period", "last", "year")]
    ends = {time.start for time in times if time.text[:3].lower() == "of "}
    told = []
    for time in times:
        name = time.spec[0]
        if (ago and name in {"weekday", "period", "today"}) or (name == "weekend" and time.end + 1 in ends):
            continue
        bare = name in {"month", "ymd"} and not time.spec[1] and not time.spec[4] and time.use in {"point", "since"}
        told.append(replace(time, spec=(name, years[0], *time.spec[2:])) if bare and len(years) == 1 else time)
    return told


def _that_month(time: TimeExpression) -> bool:
    return time.spec[0] == "month" and time.spec[3] == "that"


@dataclass(slots=True, kw_only=True)
class Days:
    """The times of a story: the day of publication, what the story has reached, and what each clause was dated to."""

    published: dt.date | None
    sentence: int = 0
    paragraph: int = 0
    reference: DateRange | None = None
    reference_paragraph: int = -1
    reference_sentence: int = -1
    reference_before: bool = False
    """Whether it was told as what had happened before ("had seized the town in June"): what follows does not run on from there."""
    dates: dict[int, tuple[DateRange | None, str]] = field(default_factory=dict)
    said: DateRange | None = None
    """The day on which somebody last said something: that of "the declaration"."""
    fallen: dict[str, DateRange] = field(default_factory=dict)
    """The day on which each place changed hands last, as far as told."""
    told_year: DateRange | None = None
    """The last date told: what "that year" means."""
    entry: DateRange | None = None
    """The day that heads the entry of a timeline in which the sentence stands."""

    def begin(self, sentence: int, paragraph: int, entry: DateRange | None) -> None:
        """Go on to a sentence; one that opens an entry of a timeline is at the day that heads it."""
        entered = entry is not None and (entry != self.entry or paragraph != self.paragraph)
        self.sentence, self.paragraph, self.entry = sentence, paragraph, entry
        if entered:
            self.set_reference(entry)
            self.told_year = entry

    def date_of(self, clause: Clause, depth: int = 0) -> tuple[DateRange | None, str]:
        """Return when a clause happened and the rule that says so; (None, why not) where the text does not tell."""
        known = self.dates.get(id(clause))
        if known is None:
            try:
                known = self._date_of(clause, depth)
            except OverflowError:  # beyond the calendar
                known = None, "not given"
            if known == (None, "not given"):
                known = self._under_heading(clause)
            self.dates[id(clause)] = known
        return known

    def _under_heading(self, clause: Clause) -> tuple[DateRange | None, str]:
        """Return the day that heads the entry of a timeline, where the story has not gone on from it nor the clause looks back."""
        found = self.entry
        moved = self.reference_paragraph == self.paragraph and self.reference != found and self.sentence - self.reference_sentence <= 1
        back = clause.vp.perfect and clause.vp.past
        if found is None or moved or back or clause.relation == "rel" or (clause.shift is not None):
            return None, "not given"
        return found, "the day that heads the entry"

    def _date_of(self, clause: Clause, depth: int) -> tuple[DateRange | None, str]:
        best: tuple[DateRange, str] | None = None
        rank = 9.0
        above = clause.parent.times if clause.relation == "sub" and clause.conjunction == "when" and clause.parent is not None else []
        years = [time for time in above if time.spec[0] == "year"]  # "in 2020, when the town fell in October"
        for time in told_once([*clause.times, *years], self.published) if clause.times or years else ():
            if time.use in {"none", "until", "first", "shift"} or (time in years and clause.times):
                continue
            stale = self.reference_paragraph != self.paragraph or self.sentence - self.reference_sentence > _SOON
            if time.spec[0] == "after_ref" and stale and time.text[:6].lower() in {"within", "inside"}:
                continue
            that_year = self.told_year if "that year" in time.text.lower() or "the same year" in time.text.lower() or _that_month(time) else None
            found = resolve_time(time, self.published, that_year or self._reference(clause, time.spec[0] in {"ref_offset", "ref_day", "day_before"}))
            found = self._same_row(clause, time, found, depth)
            if found is None:
                continue
            if time.use == "since" and found.start is not None:
                end = self.published if self.published and self.published >= found.start else None
                found = DateRange(found.start, end, span_precision(found.start, end))
            if found.start is not None and time.spec[0] in {"ymd", "month", "year"}:
                self.told_year = found
            sharp = found.coarseness + (0.5 if time.spec[0] == "daypart" else 0.0)
            if sharp < rank:  # "at first light on Tuesday": the day before the hour, which only says when in the day the story has reached
                best, rank = (found, f"{time.text!r}"), sharp
        if best is not None:
            return best
        if clause.times:
            if any(time.spec[0] == "untold" for time in clause.times):
                return None, "a year that cannot be told"
            if any(time.use == "none" and time.spec[0] != "duration" for time in clause.times):
                return None, "a time to come"
        if depth > 6:
            return None, "not given"
        for child in clause.children:
            if (
                child.relation == "part"
                and child.vp.form == "pp"
                and child.vp.lemma in {"announce", "declare", "report", "complete", "confirm"}
                and child.times
            ):
                found_date, rule = self.date_of(child, depth + 1)
                if found_date is not None:
                    return found_date, f"{rule}, {ANNOUNCED}"
        if clause.shift is not None and clause.parent is not None:
            count, unit, shift = clause.shift.spec[1:]
            base, rule = self._base(clause, depth)
            if base is not None and base.start is not None and base.precision == "day":
                found_date = offset(base, count, str(unit), -1 if shift == "after" else 1)
                return (found_date, f"{clause.shift.text!r} {rule}") if found_date is not None else (None, UNTOLD_OFFSET)
            return None, "not given" if unit in {"hour", "minute"} else UNTOLD_OFFSET
        cleft = clause.parent if clause.relation in {"that", "rel"} else None
        if cleft is not None and cleft.vp.lemma == "be" and cleft.times and cleft.subject and cleft.subject[0].words[:1] == ("it",):
            found_date, rule = self.date_of(cleft, depth + 1)  # "it was on Monday that rebels took A"
            if found_date is not None:
                return found_date, rule
        since = lasting_since(clause) if clause.vp.lemma == "be" or "hold" in clause.classes() else None
        if since is not None:
            return self.date_of(since, depth + 1)
        spell = clause.parent if clause.relation == "sub" and clause.conjunction == "since" else None
        ago = spell is not None and spell.vp.lemma == "be" and any(time.spec[0] == "ago" for time in spell.times)
        if ago and spell is not None:
            return self.date_of(spell, depth + 1)  # "it is four days since rebels entered A"
        counted = self._counted(clause)
        if counted is not None:
            return counted
        if clause.relation in {"part", "coord", "inf", "noun-inf"} and clause.parent is not None and _LATER.isdisjoint(clause.adverbs):
            if clause.vp.perfect and clause.relation == "coord" and not clause.parent.vp.perfect:
                return None, "not given"
            found_date, rule = self.date_of(clause.parent, depth + 1)
            if found_date is not None:
                return found_date, f"{rule}, of the clause before"
        if (
            clause.relation == "sub"
            and clause.conjunction in {"after", "when", "as", "while", "before", "once"}
            and clause.parent is not None
            and not clause.vp.perfect
            and not (clause.conjunction == "after" and clause.parent.relation in {"inf", "noun-inf"})  # "the first to get away after rebels took it"
        ):
            edge = next((time for time in clause.parent.times if time.use in {"until", "since"} and 0 <= clause.start - time.end <= _NEXT_TO), None)
            spans = [time for time in clause.parent.times if time.spec[0] == "range" and 0 <= clause.start - time.end <= _NEXT_TO]
            span = resolve_time(spans[0], self.published, self.reference) if spans else None
            if span is not None and span.end is not None and clause.conjunction == "when":  # "from May until 4 June, when the army returned"
                return DateRange.day(span.end), f"{spans[0].text!r}, at the end of which it happened"
            if edge is not None and clause.conjunction == "when":  # "ruled it until October, when the army returned"
                return resolve_time(edge, self.published, self.reference), f"{edge.text!r}, the time that the clause tells of"
            found_date, rule = self.date_of(clause.parent, depth + 1)
            if found_date is not None:
                return found_date, f"{rule}, of the main clause"
        if clause.relation == "sub" and clause.conjunction in {"until", "till"} and clause.parent is not None and not clause.vp.perfect:
            found_date, rule = self.date_of(clause.parent, depth + 1)
            if found_date is not None and found_date.precision in {"month", "year"} and not any(time.use == "since" for time in clause.parent.times):
                return found_date, f"{rule}, of the clause that it ends"
        if (
            clause.relation == "rel"
            and not (clause.wh_prep == "in" and any("assault" in np.classes or np.head in _PUSHES for np in clause.antecedents))  # of many days
            and not clause.vp.perfect
            and clause.parent is not None
            and clause.vp.form == "finite"
            and clause.parent.index < clause.left
            and not clause.parent.vp.perfect
            and not clause.parent.vp.modal
        ):
            found_date, rule = self.date_of(clause.parent, depth + 1)
            if found_date is not None:
                return found_date, f"{rule}, of the clause that it is part of"
        return None, "not given"

    def _counted(self, clause: Clause) -> tuple[DateRange | None, str] | None:
        """Count the day of a clause from that of one with an offset on it: "two days after soldiers lost A on 3 May, rebels seized B"."""
        fronted = [clause.parent] if clause.relation == "main" and clause.parent is not None else []
        child = next((c for c in (*fronted, *clause.children) if c.shift is not None and c.relation == "sub" and c.vp.form == "finite"), None)
        if child is None or child.shift is None:
            return None
        count, unit, shift = child.shift.spec[1:]
        base = next((found for time in child.times if time.use == "point" and (found := resolve_time(time, self.published, self.reference))), None)
        if base is None and (fell := next((self.fallen[name] for name in _named_places(child) if name in self.fallen), None)) is not None:
            base = fell
        if base is None or base.precision != "day":
            return None if unit in {"hour", "minute"} else (None, UNTOLD_OFFSET)
        found = offset(base, count, str(unit), 1 if shift == "after" else -1)
        return (found, f"{child.shift.text!r} a day told") if found is not None else (None, UNTOLD_OFFSET)

    def _same_row(self, clause: Clause, time: TimeExpression, found: DateRange | None, depth: int) -> DateRange | None:
        """Give "took it in August 2021, lost it on 1 December" the year that the verb before in the row has told."""
        parent = clause.parent
        same = clause.shared_subject or (bool(clause.subject) and clause.subject[0].pronoun)
        if clause.relation != "coord" or parent is None or not same or depth > 6 or time.spec[0] not in {"ymd", "month"}:
            return found
        before = self.date_of(parent, depth + 1)[0]
        if before is None or before.start is None or before.precision not in {"day", "month", "year"}:
            return found
        return in_the_year_of(time, found, before, told=any(_tells_year(other) for other in self._row(parent)))

    @staticmethod
    def _row(clause: Clause) -> list[TimeExpression]:
        """Return the times of a clause and of those before it in its row."""
        times = list(clause.times)
        while clause.relation == "coord" and clause.parent is not None:
            clause = clause.parent
            times += clause.times
        return times

    def _base(self, clause: Clause, depth: int) -> tuple[DateRange | None, str]:
        """Return the day that a shifted clause is measured from: its main clause's, else, of what "came" then, the one that the story has reached."""
        parent = clause.parent
        if parent is not None and parent.relation == "rel" and any(time.use == "point" for time in parent.times):
            return self.date_of(parent, depth + 1)  # "where they returned on Saturday, eleven months after …"
        main = self._main(clause)
        base, rule = self.date_of(main, depth + 1)
        told = main.subject[:1] and main.subject[0].determiner in {"the", "this", "that"}
        if base is None and told and main.vp.lemma in _COMES and main.vp.form == "finite" and not main.vp.modal and not main.times:
            reached = self.reference is not None and self.reference.precision == "day"
            if reached and self.sentence - self.reference_sentence <= 1:
                return self.reference, "the day that the story has reached"
            if self.said is not None and main.subject[0].head in _SAYINGS:
                return self.said, "the day on which it was said"
        return base, rule

    def _main(self, clause: Clause) -> Clause:
        """Return the clause that a shifted one is measured from: not an infinitive or a relative clause of it."""
        walker = clause.parent
        while walker is not None and walker.relation in {"inf", "part", "rel"} and walker.parent is not None:
            walker = walker.parent
        return walker or clause

    def _reference(self, clause: Clause, relative: bool) -> DateRange | None:  # noqa: FBT001 - one internal caller
        """Return what "the same day" is measured from: a time told before in the sentence, else the last one of the story."""
        if relative and clause.parent is not None:
            for candidate in (clause.parent, clause.parent.parent):
                if candidate is not None and id(candidate) in self.dates:
                    found = self.dates[id(candidate)][0]
                    if found is not None and not (whole_months(found) and self.reference is not None and self.reference.precision == "day"):
                        return found
        return self.reference

    def stay(self) -> None:
        """Let the sentence pass without leaving the day that the one before has reached."""
        if self.reference_paragraph == self.paragraph and self.sentence - self.reference_sentence == 1:
            self.reference_sentence = self.sentence

    def set_said(self, found: DateRange) -> None:
        """Remember the day on which somebody said something."""
        if found.precision == "day":
            self.said = found

    def set_reference(self, found: DateRange | None, *, before: bool = False) -> None:
        """Let the story reach a time; ``before`` where the pluperfect tells it: where the paragraph was at a later day, it only looks back."""
        if found is not None and found.start is not None:
            line = self.reference.start if self.reference is not None and self.reference_paragraph == self.paragraph else None
            if before and line is not None and line > found.start and self.reference_sentence == self.sentence:
                return  # "took X on Monday, breaking a truce they had declared two days earlier": the sentence stays at Monday
            self.reference, self.reference_before = found, before and line is not None and line > found.start
            self.reference_paragraph = self.paragraph
            self.reference_sentence = self.sentence
