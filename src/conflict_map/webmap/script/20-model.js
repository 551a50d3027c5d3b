// Events, days and what is true on a day. Nothing here touches the page.

const frames = unpackLayers(data.layers);
const styles = new Map(data.legend.map((item) => [item.key, item]));
const DAY = 86400000;
const KIND_OF_LAYER = { control: "control_change", strikes: "strike", clashes: "clash" };
const KINDS = ["control_change", "displacement", "troop_movement", "strike", "clash"];

/** ISO day to the number of the day since 1970, or null. */
function dayOf(iso) {
  if (!iso) {
    return null;
  }
  const stamp = Date.parse(String(iso).slice(0, 10) + "T00:00:00Z");
  return Number.isNaN(stamp) ? null : Math.round(stamp / DAY);
}
function isoOf(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

const formats = {};
function format(options) {
  const key = JSON.stringify(options);
  if (!formats[key]) {
    formats[key] = new Intl.DateTimeFormat(data.locale, Object.assign({ timeZone: "UTC" }, options));
  }
  return formats[key];
}
const LONG_DAY = { day: "numeric", month: "long", year: "numeric" };
function dayWords(day, precision) {
  const date = new Date(day * DAY);
  if (precision === "year") {
    return format({ year: "numeric" }).format(date);
  }
  if (precision === "month") {
    return format({ month: "long", year: "numeric" }).format(date);
  }
  return format(LONG_DAY).format(date);
}
/** Two days as a range, with what both share said once where the language has it so. */
function daysWords(from, to) {
  return format(LONG_DAY).formatRange(new Date(from * DAY), new Date(to * DAY)).replace(/\u2009/g, " ");
}
function number(value) {
  return new Intl.NumberFormat(data.locale).format(value);
}

/** When an event happened, in words, as precisely as the report says and no more. */
function whenWords(event) {
  if (event.from === null && event.to === null) {
    return event.known === null ? say("undated") : say("undated") + " · " + say("byThe", { date: dayWords(event.known) });
  }
  const from = event.from === null ? event.to : event.from;
  const to = event.to === null ? event.from : event.to;
  const precision = event.precision;
  if (from === to) {
    return dayWords(from);
  }
  const first = dayWords(from, precision), last = dayWords(to, precision);
  if (first === last) {
    return first;
  }
  if (precision === "week" && to - from <= 6) {
    return say("weekOf", { date: dayWords(from) });
  }
  return say("dateOf", { from: dayWords(from), to: dayWords(to) });
}

/** One line that says what a row says: as the layers have it in English, else from its fields. What names people and places stays as it is. */
function titleOf(row) {
  if (data.lang === "en" && row.kind !== "event") {
    return row.title || "";
  }
  const text = titleFrom(row);
  // A line that begins with a name in Latin letters still runs from right to left.
  return data.dir === "rtl" ? "\u200f" + text : text;
}
/** A name or a figure whose direction does not touch its neighbours'. */
function apart(text) {
  return text && data.dir === "rtl" ? "\u2068" + text + "\u2069" : text || "";
}
/** Several things one after the other, with the language's comma; what is empty is left out. */
function listWords(parts) {
  return parts.filter(Boolean).join(say("comma"));
}
/** What a table joins by semicolons, as words of the page's language. */
function namesWords(text) {
  return listWords(String(text || "").split(";").map((part) => apart(part.trim())));
}
/** Which of two names of a place stands first: the report's, unless the page is in a language whose script only the local one has. */
const SCRIPTS = { ar: /[\u0600-\u06ff]/, uk: /[\u0400-\u04ff]/ };
function namesInOrder(name, local) {
  const own = SCRIPTS[data.lang];
  return own && local && own.test(local) && !own.test(name) ? [local, name] : [name, local && local !== name ? local : ""];
}
function nameOnMap(inReport, name, local, precision) {
  return apart(namesInOrder(nameInReport(inReport, name), precision > 1 ? "" : local)[0]);
}
/** Whether a row of the fights tells of a siege, in which nobody need fight. */
function isSiege(row) {
  return row.layer === "clashes" && row.control_status === "besieged";
}
/** What an event is, in one word or two. */
function kindWords(event) {
  return say(event.rows.some(isSiege) ? "siege" : event.kind);
}
function titleFrom(row) {
  const first = (text) => String(text || "").split(";")[0].trim();
  const place = nameOnMap(row.name_in_report, row.place, row.name_local, row.precision), actor = apart(first(row.actor));
  if (row.kind === "event") {
    return say("titleUnplaced", { what: say(row.event_type || "event"), place: apart(row.name_in_report) || say("noPlace") });
  }
  if (row.layer === "strikes" || row.layer === "clashes") {
    return say("titleAt", { place, what: say(isSiege(row) ? "siege" : KIND_OF_LAYER[row.layer]) }) + (actor ? " (" + actor + ")" : "");
  }
  if (row.layer === "control") {
    const to = apart(row.side_to), from = apart(row.side_from);
    const state = row.control_status === "contested" || row.control_status === "besieged" ? say("status." + row.control_status) : null;
    const parts = state ? [state] : [];
    if (state) {
      parts.push(row.control_status === "contested" ? listWords([to, from]) : to || "");
      return say("titleAt", { place, what: parts.filter(Boolean).join(" – ") });
    }
    parts.push(to ? say("titleTaken", { to }) : "", from ? say(to ? "titleFrom" : "titleLost", { from }) : "");
    return say("titleAt", { place, what: listWords(parts) || say("control_change") });
  }
  if (row.layer === "movements") {
    const count = row.people_reported ? peopleWords(row) || apart(row.people_reported) : "";
    const who = actor ? actor + (count ? " (" + count + ")" : "") : count || say(row.kind);
    const start = row.origin ? nameOnMap(row.origin_in_report, row.origin, row.origin_local, row.origin_precision) : "";
    const end = row.destination ? nameOnMap(row.destination_in_report, row.destination, row.destination_local, row.destination_precision) : row.shape === "border" ? say("borderOnly") : "";
    const way = row.direction && !end ? say(String(row.direction).toLowerCase()) : "";
    const legs = [start ? say("from") + ": " + start : "", end ? say(row.shape === "border" ? "toward" : "to") + ": " + end : "", way ? say("direction") + ": " + way : ""].filter(Boolean);
    return say("titleAt", { place: who, what: legs.join(" · ") });
  }
  return row.title || "";
}
/** The report's own spelling, so that map and sentences agree; the gazetteer's where the report has only a word such as "town". */
function nameInReport(inReport, name) {
  const text = String(inReport || "").trim();
  const proper = text !== text.toLowerCase() || /[^\u0000-\u024f]/.test(text);
  return proper && text.length <= 40 ? text : name || text;
}

const events = [];
const eventById = new Map();

function addEvents(rows, kindOf) {
  for (const row of rows || []) {
    const id = row.event_id;
    if (!id) {
      continue;
    }
    let event = eventById.get(id);
    if (!event) {
      const from = dayOf(row.date_start), to = dayOf(row.date_end);
      event = {
        id, rows: [], kind: kindOf(row), title: titleOf(row), quote: row.quote || "", url: row.url, headline: row.headline,
        publisher: row.publisher, published: row.published, report: row.report, claim: row.claim_status || "reported", by: row.claim_by || "",
        from, to, precision: row.date_precision || "unknown", known: dayOf(row.published), order: events.length, sides: new Set(), names: new Set(),
      };
      // An event without a date is known to have happened by the day its report came out; without that, it is there on every date.
      event.begin = from !== null ? from : to !== null ? to : event.known !== null ? event.known : -Infinity;
      event.end = to !== null ? to : from !== null ? from : event.begin;
      // Its stop on the slider: the first day, or, where the day is not known, the last one on which it may have happened.
      event.stop = event.begin;
      if (event.precision !== "day" && event.end > event.begin) {
        event.stop = Math.max(event.begin, event.known === null ? event.end : Math.min(event.end, event.known));
      }
      eventById.set(id, event);
      events.push(event);
    }
    row.event = event;
    row.said = titleOf(row);
    event.rows.push(row);
    for (const side of [row.side_to, row.side_from, row.actor]) {
      if (side) {
        event.sides.add(String(side).split(";")[0].trim());
      }
    }
    for (const name of [row.name_in_report, row.place, row.origin_in_report, row.destination_in_report, row.origin, row.destination]) {
      if (name) {
        event.names.add(name);
      }
    }
  }
}
for (const layer of ["control", "movements", "strikes", "clashes"]) {
  addEvents(frames[layer], (row) => KIND_OF_LAYER[layer] || row.kind || "displacement");
}
addEvents((frames.unplaced || []).filter((row) => row.kind === "event"), (row) =>
  KINDS.includes(row.event_type) ? row.event_type : "control_change");
events.sort((a, b) => a.begin - b.begin || a.order - b.order);
events.forEach((event, index) => {
  event.index = index;
});

for (const layer of ["holders", "areas", "front"]) {
  for (const row of frames[layer] || []) {
    row.from = dayOf(row.valid_from);
    row.to = dayOf(row.valid_to);
    row.events = String(row.decided_by || row.event_id || "").split(";").map((id) => eventById.get(id.trim())).filter(Boolean);
  }
}

/** The days of the slider: those on which something begins. */
const stops = (() => {
  const days = new Set(), vague = new Set();
  for (const event of events) {
    if (Number.isFinite(event.stop)) {
      days.add(event.stop);
      if (event.stop !== event.begin) {
        vague.add(event.begin);
      }
    }
  }
  for (const layer of ["holders", "areas", "front"]) {
    for (const row of frames[layer] || []) {
      // Where a state begins with an event of which only the year is known, that event's stop is enough.
      if (row.from !== null && !vague.has(row.from)) {
        days.add(row.from);
      }
    }
  }
  const asked = dayOf(data.date);
  if (days.size && asked !== null) {
    days.add(asked);  // the day that the map was made for is on it, whether anything began then or not
  }
  return Array.from(days).sort((a, b) => a - b);
})();

/** How a stop is written: no more precisely than the most precise event that begins there. */
const stopPrecision = (() => {
  const rank = { year: 0, month: 1, week: 2, day: 3, unknown: 3 };
  const best = new Map();
  for (const event of events) {
    const known = best.get(event.stop);
    if (known === undefined || rank[event.precision] > rank[known]) {
      best.set(event.stop, event.precision);
    }
  }
  return stops.map((day) => best.get(day) || "day");
})();
function stopWords(index) {
  return stops.length ? dayWords(stops[index], stopPrecision[index]) : say("undated");
}

/** The last stop that is not after a day; 0 where all are. */
function stopOn(day) {
  let found = 0;
  for (let i = 0; i < stops.length; i++) {
    if (stops[i] <= day) {
      found = i;
    }
  }
  return found;
}

// What the reader chose. Everything that is drawn or listed follows from this.
const state = {
  stop: Math.max(0, stops.length - 1), before: 0, compare: false, swipe: 0.5, span: Infinity, selected: null,
  off: { kind: new Set(), side: new Set(), claim: new Set() }, view: "list", measure: "area", page: 0, playing: false, online: false,
};
function today() {
  return stops.length ? stops[state.stop] : Infinity;
}

function passes(event) {
  if (state.off.kind.has(event.kind) || state.off.claim.has(event.claim)) {
    return false;
  }
  if (state.off.side.size && event.sides.size) {
    for (const side of event.sides) {
      if (!state.off.side.has(side)) {
        return true;
      }
    }
    return false;
  }
  return true;
}

/** How strongly an event shows on a day: 0 not yet or no longer, 1 on its days, then fading. */
function strength(event, day) {
  if (event.begin > day) {
    return 0;
  }
  if (event.begin === -Infinity) {
    return 1;
  }
  const age = day - Math.max(event.end, event.begin);
  if (age <= 0) {
    return 1;
  }
  return age > state.span ? 0 : Math.max(0.5, 1 - (0.5 * age) / Math.min(30, Math.max(7, state.span)));
}

/** Whether a state with an interval (a holder, an area, a front line) holds on a day; both ends inclusive. */
function valid(row, day) {
  return (row.from === null || row.from <= day) && (row.to === null || row.to >= day);
}

function placeKey(geo) {
  return Math.round(geo.lon * 1e4) + "/" + Math.round(geo.lat * 1e4);
}

/** Rows of the holders of places, as given, or worked out from the changes of control where no such layer is. */
const holderRows = frames.holders && frames.holders.length ? frames.holders : (() => {
  const byPlace = new Map();
  for (const row of frames.control || []) {
    if (row.geo) {
      const key = placeKey(row.geo);
      byPlace.set(key, (byPlace.get(key) || []).concat(row));
    }
  }
  const rows = [];
  for (const changes of byPlace.values()) {
    changes.sort((a, b) => a.event.begin - b.event.begin);
    changes.forEach((row, i) => {
      const next = changes[i + 1];
      rows.push(Object.assign({}, row, {
        holder: row.side_to || row.control_to, from: Number.isFinite(row.event.begin) ? row.event.begin : null,
        to: next ? next.event.begin - 1 : null, events: [row.event],
      }));
    });
  }
  return rows;
})();

/** Everything that the report knows about a place: by key, the rows of events and the holders over time. */
const placeBook = new Map();
function bookOf(geo) {
  const key = placeKey(geo);
  if (!placeBook.has(key)) {
    placeBook.set(key, { key, geo, rows: [], holders: [], decided: new Set() });
  }
  return placeBook.get(key);
}
for (const layer of ["control", "strikes", "clashes", "movements", "places"]) {
  for (const row of frames[layer] || []) {
    if (row.geo && row.geo.type === "P") {
      bookOf(row.geo).rows.push(row);
    }
  }
}
for (const row of holderRows) {
  if (row.geo) {
    const book = bookOf(row.geo);
    book.holders.push(row);
    row.events.forEach((event) => book.decided.add(event));
  }
}
/** Places that only a map of before tells of: background to what happened, so drawn small and named last. */
for (const book of placeBook.values()) {
  if (!book.rows.length && !book.decided.size) {
    book.quiet = true;
  }
}
