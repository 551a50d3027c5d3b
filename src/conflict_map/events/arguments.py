"""Arguments: what follows a verb, and the times and places that open its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.clause import Clause, Prepositional
from conflict_map.events.rows import Rows, take_for_name
from conflict_map.events.units import names_place
from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["Arguments"]

_REFLEXIVE = frozenset({"themselves", "itself", "himself"})


_SPANS = frozenset({"minutes", "hours", "days", "weeks", "months", "moments"})
_TOWN_WORDS = word_set("town_words")
_MARKS = frozenset({":", "\u2013", "\u2014", "-", "--"})
_GAP_PREPS = frozenset(
    {"to", "towards", "toward", "into", "for", "in", "from", "with", "on", "by", "via", "across", "as", "north", "south", "east", "west"}
    | {f"{one}{dash}{other}" for one in ("north", "south") for other in ("east", "west") for dash in ("-", "")}
    | {f"{point}{end}" for point in ("north", "south", "east", "west") for end in ("ward", "wards")}
)


def _counted(np: NounPhrase | None) -> bool:
    return np is not None and np.quantity is not None


_SPANS_AFTER = frozenset({"minute", "hour", "day", "night", "week", "fortnight", "month"})
"""Spans after which a deed is told as news; years after it, it is history."""


def _after(chunk: Chunk) -> str | None:
    """Return the preposition at the end of a time that needs what follows it: "two days after"."""
    words = chunk.low.split() if chunk.kind == "TIME" else []
    near = len(words) > 1 and words[-2].rstrip("s") in _SPANS_AFTER
    return words[-1] if near and words[-1] in {"after", "before", "following"} else None


def _is_area(np: NounPhrase) -> bool:
    place = np.head_place.place if np.head_place is not None else None
    return place is not None and place.kind in {"admin1", "admin2", "area", "country", "region"}


def _awaits_names(clause: Clause) -> bool:
    """Whether the last object is several places that are not named yet: "captured three towns: …"."""
    last = clause.objects[-1] if clause.objects else None
    return (
        last is not None and last.plural and "settlement" in last.classes and last.head_place is None and last.name is None and not names_place(last)
    )


class Arguments(Rows):
    """Finds the objects, prepositional phrases and times of each verb."""

    def _reduced(self, clause: Clause) -> None:
        """Read "people displaced from X", "a town bombed for weeks": a past form without its object is a participle."""
        vp = clause.vp
        if (
            vp.form == "pp"
            and not (vp.passive or vp.perfect)
            and clause.relation == "main"
            and len(clause.objects) > 0
            and clause.objects[0].head_place is not None
            and clause.subject
            and ("combatant" in clause.subject[0].classes or clause.subject[0].actors)
        ):
            vp.form = "finite"  # "Rebels overrun X": the participle sounds like the present
            return
        if (
            clause.relation == "coord"
            and clause.shared_subject
            and clause.parent is not None
            and clause.parent.vp.passive
            and vp.form == "finite"
            and not (vp.passive or vp.perfect or vp.modal or vp.progressive or clause.objects or vp.particle)
            and {"transport", "displace", "take", "lose"} & lexicon().classes.get(vp.lemma, frozenset())
            and not {"flee", "go", "arrive", "return"} & lexicon().classes.get(vp.lemma, frozenset())
        ):
            vp.passive = True  # "were disarmed and escorted to the border"
            return
        if vp.form == "pp" and not vp.passive:
            vp.passive = True
            return
        if (
            clause.relation == "coord"
            and clause.shared_subject
            and vp.form == "finite"
            and not (vp.passive or vp.perfect or vp.modal or vp.progressive or vp.negated or clause.objects or vp.particle)
            and clause.parent is not None
            and clause.parent.objects
            and clause.parent.vp.end < vp.start
            and clause.parent.objects[-1].head_place is not None
            and lexicon().classes.get(vp.lemma, frozenset()) >= {"take", "transitive"}
        ):
            vp.passive, vp.form, clause.relation = True, "pp", "part"  # "holds A and B, captured from the rebels in May"
            clause.subject, clause.shared_subject = list(clause.parent.objects), False
            return
        absolute = (
            bool(clause.subject)
            and clause.subject[0].head in {"all", "both", "each", "most", "some", "many"}
            and clause.parent is not None
            and vp.lemma in {"announce", "declare", "report", "claim", "confirm", "aim", "direct"}
        )
        if absolute and vp.form == "finite" and not (vp.passive or vp.perfect or vp.modal or clause.objects):
            vp.passive, vp.form, clause.relation = True, "pp", "part"  # "have taken A and B, all announced on Saturday"
            return
        plain = (
            vp.form == "finite"
            and not (vp.passive or vp.perfect or vp.modal or vp.progressive or vp.negated)
            and not clause.objects
            and not vp.particle
        )
        if (
            plain
            and "transitive" in lexicon().classes.get(vp.lemma, frozenset())
            and clause.relation != "rel"
            and not clause.wh
            and clause.subject
            and vp.start != clause.subject[0].start
            and not (clause.index + 1 < len(self.chunks) and self.chunks[clause.index + 1].kind == "NP")  # "hosts 5,000 displaced from A"
        ):
            vp.passive, vp.form = True, "pp"

    def _arguments(self, clause: Clause, limit: int, start: int | None = None) -> None:
        chunks = self.chunks
        position = clause.index + 1 if start is None else start
        aside = (
            start is None
            and clause.relation in {"sub", "rel"}
            and clause.left > 0
            and chunks[clause.left - 1].kind == "COMMA"
            and clause.parent is not None
        )
        governed: str | None = None
        governed_at = 0
        objects_open = start is None
        seen_comma = False
        stop = min(limit, len(chunks))
        while position < stop:
            chunk = chunks[position]
            if chunk.kind == "OPEN":
                closing = next((i for i in range(position + 1, min(position + 30, len(chunks))) if chunks[i].kind == "CLOSE"), None)
                if closing is not None and closing < limit:
                    position = closing + 1
                    continue
            if chunk.kind in {"QUOTE", "OPEN", "CLOSE"}:
                position += 1
                continue
            if chunk.kind == "TIME":
                if chunk.time is not None and chunk.time.use != "shift":
                    if self._opens_next(position, limit):
                        break
                    clause.times.append(chunk.time)
                position += 1
                continue
            if chunk.kind == "ADV" and chunk.low == "there" and governed == "from":
                clause.adverbs.append("from there")
                governed = None
                position += 1
                continue
            if chunk.kind == "ADV":
                clause.adverbs.append(chunk.low)
                position += 1
                continue
            if chunk.kind == "P" and (chunk.low in lexicon().closed["particles"] or chunk.low == "since") and self._stranded(position, limit):
                clause.adverbs.append(chunk.low)  # "turned the town over to": a particle behind the object
                position += 1
                continue
            if chunk.kind == "P":
                # "on to Dohuk", "out of the town": the last of a row of prepositions governs
                if governed in {"in", "over", "through", "across"} and chunk.low in {"from", "to", "into", "towards"}:
                    clause.adverbs.append(governed)  # "rumbled in from Chad"
                governed = f"{governed} {chunk.low}" if governed and governed in {"out", "from", "up"} else chunk.low
                governed_at = chunk.start
                if (governed == "of" and clause.adverbs and clause.adverbs[-1] == "out") or (governed == "of" and clause.vp.particle == "out"):
                    governed = "out of"
                position += 1
                seen_comma = False
                continue
            if chunk.kind == "NP" and chunk.np is not None:
                if governed is None and chunks[position - 1].kind == "TIME" and {"capture_word", "fall_word", "loss_word"} & chunk.np.classes:
                    governed = _after(chunks[position - 1])  # "withdrew hours after the fall of X"
                phrases, after = self._list_right(position, limit)
                if governed is not None and len(phrases) > 1 and clause.objects and names_place(clause.objects[-1]):
                    phrases, after = self._cut(phrases, position, after)  # "took A in X province and B in Y province"
                elif governed is not None and len(phrases) > 1 and self._closes_aside(clause, position + 1, limit):
                    phrases, after = phrases[:1], position + 1  # "took A, which lies on the road to X, and B"
                if governed is None and chunks[position - 1].time is not None and chunks[position - 1].low.endswith(" of"):
                    position = after  # "after a week of fighting"
                    continue
                if governed in {"among", "as"} and _awaits_names(clause) and chunks[position - 1].kind == "P":
                    named = position + 1 if governed == "among" and phrases[0].words[:1] in {("them",), ("which",)} else position
                    told = self._named_after(clause, named, limit) if governed == "among" or chunks[position - 2].low == "such" else None
                    if told is not None:
                        position, governed = told, None  # "captured three towns, among them A and B", "towns such as A and B"
                        continue
                if governed is not None:
                    clause.prepositional.append(Prepositional(governed, tuple(phrases), governed_at, phrases[-1].end))
                    governed = None
                elif seen_comma and clause.objects:
                    # after a comma: an apposition, or "most of them to Gao"
                    following = chunks[after] if after < len(chunks) else None
                    if following is not None and following.kind in {"P", "ADV"} and following.low in _GAP_PREPS and self._gappable(phrases[0]):
                        gap_end = self._gap(clause, phrases[0], after, limit)
                        if gap_end is not None:
                            position = gap_end
                            continue
                    if (
                        following is not None
                        and following.kind == "P"
                        and following.low in {"among", "amongst", "included"}
                        and phrases[0].head_place is not None
                    ):
                        clause.objects.extend(phrases)  # "took three towns, X among them"
                    rest = len(phrases) > 1 and names_place(clause.objects[-1]) and chunks[position - 2].kind in {"NP", "CLOSE"}
                    described = bool(phrases[0].determiner) and "settlement" in phrases[0].classes and names_place(chunks[position - 2].np)
                    if not described and (rest or _awaits_names(clause)) and all(names_place(np) for np in phrases):
                        clause.objects.extend(phrases)  # "captured A on the coast, B and C", "captured three towns, A, B and C"
                        position = after
                        continue
                    if (
                        not names_place(clause.objects[-1])
                        and not described  # "fled villages on the lake for Goma, the provincial capital"
                        and "settlement" in phrases[0].classes
                        and phrases[0].determiner == "the"
                        and len(clause.objects) < 6
                    ):
                        clause.objects.extend(phrases)  # "took the town, the port at Ras Lanuf and …"
                    elif "settlement" in phrases[0].classes and names_place(clause.objects[-1]):
                        after = self._tail(after, limit)  # "took A, the gateway to B": what A is called
                elif seen_comma:
                    following = chunks[after] if after < len(chunks) else None
                    if following is not None and (following.kind == "P" or following.low in _GAP_PREPS) and self._gappable(phrases[0]):
                        gap_end = self._gap(clause, phrases[0], after, limit)
                        if gap_end is not None:
                            position = gap_end
                            continue
                elif clause.objects and clause.objects[-1].head in _REFLEXIVE and start is None:
                    clause.objects.extend(phrases)  # "made themselves masters of the town"
                elif objects_open:
                    clause.objects.extend(phrases)
                    objects_open = False
                position = after
                continue
            if chunk.kind == "WH" and chunks[position - 1].kind == "COMMA" and (closed := self._verbless_aside(position, limit)) is not None:
                position = closed
                continue
            if chunk.kind == "COMMA":
                if (
                    aside
                    and clause.parent is not None
                    and position + 1 < min(limit, len(chunks))
                    and chunks[position + 1].kind in {"TIME", "P"}
                    and (position == clause.index + 1 or clause.prepositional or clause.times or clause.objects or clause.adverbs)
                ):
                    clause.right = position
                    self._arguments(clause.parent, limit, position + 1)
                    return
                if chunks[position - 1].kind == "TIME" and position + 2 < min(limit, len(chunks)) and self._timed_list(position + 1, limit):
                    more = self._more(clause, position, limit)  # "lost A on Monday, B a day later and C on Friday"
                    if more is not None:
                        position = more
                        continue
                if any(item.kind == "TIME" for item in chunks[: clause.index]) and self._timed_next(position, limit):
                    more = self._more(clause, position, limit)  # "On Monday they took A, on Tuesday B and on Friday C"
                    if more is not None:
                        position = more
                        continue
                if start is None and self._closes_aside(clause, position, limit) and clause.parent is not None:
                    clause.right = position
                    self._arguments(clause.parent, limit, position + 1)  # "took A, which lies on the coast, and B"
                    return
                seen_comma = True
                governed = None
                position += 1
                continue
            if chunk.kind == "STOP" and chunk.low in _MARKS and self._named_after(clause, position + 1, limit) is not None:
                position = self._named_after(clause, position + 1, limit) or position  # "captured three towns: A, B and C"
                if position < min(limit, len(chunks)) and chunks[position].kind == "STOP" and chunks[position].low == chunk.low:
                    position += 1
                continue
            if (
                chunk.kind == "STOP"
                and chunk.low in _MARKS
                and position + 2 < min(limit, len(chunks))
                and chunks[position + 1].np is not None
                and (
                    chunks[position + 2].low in {"to", "in", "into", "through", "via"}
                    or chunks[position + 1].low in {"those", "some", "many", "most"}
                )
                and (_counted(chunks[position + 1].np) or chunks[position + 1].low in {"those", "some", "many", "most"})
            ):
                seen_comma, governed = True, None  # "fled the town: 3,000 to A and 2,000 to B"
                position += 1
                continue
            if chunk.kind == "CONJ":
                following = chunks[position + 1] if position + 1 < len(chunks) else None
                if self._each_its_time(position, limit) and following is not None and following.time is not None:
                    clause.times.append(following.time)  # "on Friday and Saturday, respectively"
                    position += 2
                    continue
                more = self._more_of(clause, position, limit) or self._governed_again(clause, position, limit)
                if more is not None:
                    position = more  # "took control of A on Monday and, the day after, of B"
                    continue
                if following is not None and following.kind == "ADV" and (chunk.low == "and" or {"not", "only"} <= set(clause.adverbs)):
                    more = self._more(clause, position, limit)  # "took A on Sunday and then B", "not only A but also B"
                    if more is not None:
                        position = more
                        continue
                if following is not None and following.kind in {"P", "ADV"} and position + 1 < limit:
                    position += 1
                    continue
                if (
                    following is not None
                    and following.kind == "NP"
                    and following.np is not None
                    and position + 1 < limit
                    and self._gappable(following.np)
                ):
                    phrases, after = self._list_right(position + 1, limit)
                    nxt = chunks[after] if after < len(chunks) else None
                    if nxt is not None and (nxt.kind == "P" or nxt.low in _GAP_PREPS) and after < limit:
                        gap_end = self._gap(clause, phrases[0], after, limit)
                        if gap_end is not None:
                            position = gap_end
                            continue
                more = self._more(clause, position, limit)
                if more is not None:
                    position = more
                    continue
                if following is not None and following.kind == "NP" and position + 1 < limit and chunk.low == "and":
                    # "fled A and its surroundings for B": no verb of its own follows, so the path goes on after it
                    _, position = self._list_right(position + 1, limit)
                    governed = None
                    continue
                break
            break
        clause.right = position

    def _closes_aside(self, clause: Clause, comma: int, limit: int) -> bool:
        """Whether a comma closes an aside to a place and the list that the place is in goes on: "took A, which lies on the coast, and B"."""
        chunks = self.chunks
        parent = clause.parent
        if clause.relation not in {"rel", "part"} or parent is None or clause.left == 0 or not parent.objects or not names_place(parent.objects[-1]):
            return False
        opened = chunks[clause.left - 1].kind == "COMMA" and clause.left >= 2 and chunks[clause.left - 2].end == parent.objects[-1].end
        if not opened or comma + 2 >= min(limit, len(chunks)) or chunks[comma + 1].low != "and" or not names_place(chunks[comma + 2].np):
            return False
        return not self._opens_clause(self._list_right(comma + 2, limit)[1])

    def _named_after(self, clause: Clause, index: int, limit: int) -> int | None:
        """Add the names that stand at ``index`` to an object that awaits them; the index after them, or None."""
        if not _awaits_names(clause) or index >= min(limit, len(self.chunks)) or not names_place(self.chunks[index].np):
            return None
        phrases, after = self._list_right(index, limit)
        clause.objects.extend(np for np in phrases if names_place(np))
        return after

    def _cut(self, phrases: list[NounPhrase], index: int, after: int) -> tuple[list[NounPhrase], int]:
        """End the list that a preposition governs where the list of places outside it goes on: at the comma of an aside, at a town after an area."""
        chunks = self.chunks
        aside = chunks[index - 2].kind == "COMMA" or (index > 2 and chunks[index - 2].kind == "NP" and chunks[index - 3].kind == "COMMA")
        closed = aside and index + 2 < len(chunks) and chunks[index + 1].kind == "COMMA" and chunks[index + 2].low == "and"
        if not closed and not (_is_area(phrases[0]) and not _is_area(phrases[1])):
            return phrases, after
        return phrases[:1], index + 1

    def _each_its_time(self, conj: int, limit: int) -> bool:
        """Whether one time more stands after the "and" at ``conj`` in a row that is told "respectively"."""
        chunks = self.chunks
        after = [chunk for chunk in chunks[conj + 2 : min(conj + 4, limit)] if chunk.kind != "COMMA"]
        return chunks[conj - 1].kind in {"TIME", "COMMA"} and bool(after) and after[0].low == "respectively"

    def _stranded(self, index: int, limit: int) -> bool:
        """Whether the preposition at ``index`` governs nothing: another one follows, or the clause ends."""
        following = self.chunks[index + 1] if index + 1 < len(self.chunks) else None
        if following is None or following.kind in {"STOP", "TIME", "COMMA", "CONJ", "SUB"} or index + 1 >= limit:
            return True
        before = self.chunks[index - 1].kind if index else ""
        return following.kind == "P" and before in {"NP", "VP"} and self.chunks[index].low in {"over", "back", "in", "off", "up", "away", "down"}

    def _more(self, clause: Clause, conj: int, limit: int) -> int | None:
        """Read "captured A on Monday and B, the capital, on Tuesday" and "and, a day later, B": places under one verb with times of their own."""
        chunks = self.chunks
        target: Clause | None = clause
        self._reduced(clause)
        if not clause.objects and clause.relation == "part" and clause.parent is not None:
            target = clause.parent  # "have taken A, announced on Monday, and, a day later, B"
        listed = (
            target.objects
            if target is not None and not (target.vp.passive or (not target.objects and target.subject))
            else target.subject
            if target is not None
            else []
        )
        if target is clause and clause.vp.lemma == "be" and clause.objects and clause.objects[0].words in {("next",), ("the", "next")}:
            listed = clause.subject  # "A was next, on Monday, and B on Tuesday"
        if target is not None and [np.head for np in listed[:1]] in (["hand"], ["side"], ["master"], ["owner"]):
            listed = target.subject  # "A changed hands on Sunday and B a day later"
        if target is not None and not listed[:1] and target.prepositional and target.prepositional[-1].prep in {"into", "in", "over"}:
            listed = list(target.prepositional[-1].phrases)  # "rolled into A on Tuesday and B on Wednesday night"
        elif target is clause and clause.prepositional and not clause.objects and clause.prepositional[-1].prep == "into" and clause.times:
            listed = list(clause.prepositional[-1].phrases)
        if target is None or not (
            listed and (listed[-1].head_place is not None or listed[-1].name is not None or "settlement" in listed[-1].classes)
        ):
            return None
        position = conj + 1
        times: list[TimeExpression] = []
        while position < min(limit, len(chunks)) and chunks[position].kind in {"COMMA", "TIME", "ADV"}:
            time = chunks[position].time
            if time is not None and time.use == "shift":
                return None  # "fell on Friday, a day after A and a week after B"
            if time is not None:
                times.append(time)
            position += 1
        if position + 2 < min(limit, len(chunks)) and chunks[position].low in _SPANS and chunks[position + 1].low in {"later", "afterwards"}:
            position += 2 + (chunks[position + 2].kind == "COMMA")  # "and, hours later, the town of B"
        if conj > 1 and chunks[conj - 2].kind == "P" and chunks[conj - 2].low in {"near", "between", "along"} and not times:
            return None  # "near the Ugandan and Rwandan borders, on Tuesday": where it lies, no second place
        site = self._site(position, limit)
        first = chunks[position].np if position < min(limit, len(chunks)) else None
        if position + 1 < min(limit, len(chunks)) and chunks[position + 1].kind in {"TIME", "COMMA"} and {"take", "fall", "lose"} & clause.classes():
            take_for_name(first)
        if not names_place(first) and site is None:
            return None
        phrases, after = self._list_right(position, limit) if site is None else ([site[0]], site[1])
        while after < min(limit, len(chunks)) and not times:
            chunk = chunks[after]
            if chunk.time is not None:
                times.append(chunk.time)
            elif chunk.kind == "ADV" and chunk.low in {"together", "along", "including"}:
                partner = chunks[after + 2].np if after + 2 < min(limit, len(chunks)) and chunks[after + 1].low == "with" else None
                if partner is not None:
                    phrases = [*phrases, partner]  # "and A, together with the town of B, on Tuesday"
            elif (
                chunk.kind == "COMMA"
                or (chunk.np is not None and chunks[after - 1].kind == "COMMA" and (chunk.np.head_place is None or chunk.np.determiner == "the"))
                or chunk.kind == "P"
            ):
                pass
            elif not (chunk.np is not None and chunks[after - 1].kind == "P"):
                break
            after += 1
        verb = chunks[after].vp if after < len(chunks) and chunks[after - 1].kind == "COMMA" else None
        own = verb is not None and verb.form == "pp"  # "…, and B, occupied the same day by Y,"
        if not times and (own or self._opens_clause(after)):
            return None  # "captured A in May, and B, which lies on the coast, is quiet"
        target.more_objects.append((phrases, times))
        return after

    def _opens_clause(self, after: int) -> bool:
        """Whether an aside and a verb follow, so that what stands before is the subject of that verb."""
        chunks = self.chunks
        if after + 1 >= len(chunks) or chunks[after].kind not in {"COMMA", "WH"}:
            return False
        return any(chunks[i].kind == "COMMA" and chunks[i + 1].kind == "VP" for i in range(after + 1, len(chunks) - 1))

    def _opens_next(self, index: int, limit: int) -> bool:
        """Whether the time at ``index`` opens the next clause: it stands right before its subject, after a comma or "and"."""
        chunks = self.chunks
        before = chunks[index - 1] if index else None
        return (
            index + 1 == limit
            and limit < len(chunks)
            and before is not None
            and before.kind in {"COMMA", "CONJ", "STOP"}
            and chunks[limit].kind == "NP"
        )

    def _tail(self, position: int, limit: int) -> int:
        """Return where prepositional phrases end that follow a noun at once."""
        chunks = self.chunks
        while position + 1 < min(limit, len(chunks)) and chunks[position].kind == "P" and chunks[position + 1].kind == "NP":
            position += 2
        return position

    def _preceding(self) -> None:
        """Give times and places that open a clause to its verb: "On Friday, in Homs, the army …"."""
        chunks = self.chunks
        for number, clause in enumerate(self.clauses):
            floor = max((c.right for c in self.clauses[:number] if c.index < clause.left), default=0)
            position = clause.left - 1
            told = len(clause.prepositional)
            if clause.relation == "rel" or (clause.shared_subject and clause.subject):
                self._inside(clause)
                continue
            while position >= floor:
                chunk = chunks[position]
                if chunk.kind == "TIME" and chunk.time is not None and chunk.time.use != "shift":
                    clause.times.insert(0, chunk.time)
                elif chunk.kind == "ADV":
                    clause.adverbs.append(chunk.low)
                elif chunk.kind == "NP" and chunk.np is not None:
                    phrases, before = self._list_left(position)
                    if before >= floor and (shift := _after(chunks[before])) is not None:
                        clause.prepositional.append(Prepositional(shift, tuple(phrases), phrases[0].start, phrases[-1].end))
                        position = before - 1  # "A day after the fall of X, the army …"
                        continue
                    aside = self._apposition(position, floor)
                    if aside is not None:
                        position = aside - 1  # "In Sake, a town west of Goma, the rebels …"
                        continue
                    if before < floor or chunks[before].kind != "P":
                        break
                    clause.prepositional.append(Prepositional(chunks[before].low, tuple(phrases), chunks[before].start, phrases[-1].end))
                    position = before
                elif (
                    chunk.kind == "STOP"
                    and chunk.low == ":"
                    and position >= 2
                    and chunks[position - 1].kind == "NP"
                    and chunks[position - 2].kind == "P"
                ):
                    pass  # "From Sake: 3,000 people are in Goma"
                elif chunk.kind not in {"COMMA", "QUOTE", "OPEN", "CLOSE", "CONJ"}:
                    break
                position -= 1
            clause.prepositional[told:] = reversed(clause.prepositional[told:])  # in the order of the text
            self._inside(clause)

    def _apposition(self, last: int, floor: int) -> int | None:
        """Return the comma before words that only describe the place of an opening phrase, given the last of their chunks; None if they do not."""
        chunks = self.chunks
        if last + 1 >= len(chunks) or chunks[last + 1].kind != "COMMA":
            return None
        comma = last
        while comma > floor and chunks[comma].kind in {"NP", "P", "ADV"}:
            comma -= 1
        if comma - 2 < floor or chunks[comma].kind != "COMMA" or chunks[comma - 2].kind != "P":
            return None
        place, described = chunks[comma - 1].np, chunks[comma + 1].np
        if place is None or place.head_place is None or described is None:
            return None
        other = described.head_place
        if other is not None and other.text[:1].isupper() and other is not place.head_place:
            return None
        town = "settlement" in described.classes or not _TOWN_WORDS.isdisjoint(described.text.lower().split()[:4])
        return comma if town else None

    def _inside(self, clause: Clause) -> None:
        """Add times between the subject and the verb, and phrases outside asides."""
        aside = False
        for position in range(clause.left, clause.index):
            chunk = self.chunks[position]
            if chunk.kind == "VP":
                break
            if chunk.kind == "COMMA":
                aside = not aside
            if aside and chunk.kind != "TIME":
                continue
            if chunk.kind == "TIME" and chunk.time is not None and chunk.time.use != "shift" and chunk.time not in clause.times:
                clause.times.append(chunk.time)
            elif chunk.kind == "ADV":
                clause.adverbs.append(chunk.low)
            elif chunk.kind == "NP" and chunk.np is not None and position > clause.left and self.chunks[position - 1].kind == "P":
                phrases, _ = self._list_right(position, clause.index)
                clause.prepositional.append(
                    Prepositional(self.chunks[position - 1].low, tuple(phrases), self.chunks[position - 1].start, phrases[-1].end)
                )
