// The story: events in order with their sentences, filters, search, the table, and what is not on the map.

const PAGE_SIZE = 100;

function listed() {
  return events.filter(passes);
}

/** First and last day of everything, in words, each no more precise than its report is. */
function datesWords() {
  const { first_date: first, last_date: last } = data.summary;
  if (!first) {
    return "";
  }
  const precision = (day, at) => {
    const meant = events.filter((event) => event[at] === day), exact = meant.some((event) => event.precision === "day" || event.precision === "week");
    return !exact && meant.length ? meant[0].precision : "day";
  };
  const start = dayOf(first), end = dayOf(last), of = [precision(start, "from"), precision(end, "to")];
  if (start !== end && of[0] === "day" && of[1] === "day") {
    return daysWords(start, end);
  }
  const from = dayWords(start, of[0]), to = dayWords(end, of[1]);
  return from === to ? from : say("fromTo", { from, to });
}
/** The facts of the map in the page's language: how many events, where, when, and what is not on the map. */
function standfirstWords() {
  const facts = data.summary;
  if (!facts.events) {
    const held = (frames.areas || []).length || (frames.holders || []).length;
    return held && stops.length > 1 ? say("standHeld", { n: number(stops.length), from: stopWords(0), to: stopWords(stops.length - 1) }) : say("standNone");
  }
  const when = datesWords();
  const text = [sayCount("standEvents", facts.events), sayCount("standPlaces", facts.places), facts.reports ? sayCount("standReports", facts.reports) : "", when ? say("standDates", { dates: when }) : "", when.endsWith(".") ? "" : "."];
  for (const [key, count] of [["standUnplaced", facts.unplaced_events], ["standUnresolved", facts.unplaced_names], ["standUndated", facts.undated]]) {
    text.push(count ? " " + sayCount(key, count) : "");
  }
  if (facts.area_changes) {
    text.push(" " + say("standAreas", { some: number(facts.area_changes), all: number(facts.all_changes) }));
  }
  return text.join("");
}

function countryWord(code) {
  return nameOf({ name: code, code });
}
/** Where the map was made for a day on which nothing happened any more, or yet, it says so. */
function dateNote() {
  const asked = dayOf(data.date), known = events.flatMap((event) => [event.from, event.to]).filter((day) => day !== null);
  if (asked === null || !known.length) {
    return "";
  }
  const first = known.reduce((a, b) => Math.min(a, b)), last = known.reduce((a, b) => Math.max(a, b));
  return asked < first ? say("dateBefore", { date: dayWords(asked), edge: dayWords(first) }) : asked > last ? say("dateAfter", { date: dayWords(asked), edge: dayWords(last) }) : "";
}

function fillHead() {
  quotedInto($("date-note"), dateNote());
  $("date-note").hidden = !$("date-note").textContent;
  if (data.ownTitle) {
    const countries = Array.from(new Set(data.theatres.flatMap((one) => one.countries)));
    data.title = countries.length && countries.length < 4 ? say("reportedEventsIn", { countries: listWords(countries.map(countryWord)), dates: datesWords() }) : say("reportedEvents", { dates: datesWords() });
    document.title = data.title;
  }
  const standfirst = data.standfirst === null && data.summary ? standfirstWords() : data.standfirst || "";
  quotedInto($("title"), data.title);
  quotedInto($("standfirst"), standfirst);
  $("standfirst").hidden = !standfirst;
  // A map of areas alone has no story to list.
  $("views").hidden = $("count").hidden = !events.length;
  const list = $("made-from");
  const one = data.sources.length === 1 ? data.sources[0] : null;
  if (one) {
    if (one.publisher || one.url) {
      list.append(safeLink(one.url, one.publisher || one.headline || one.url) || quoted("span", one.publisher || ""));
    }
    if (one.published) {
      list.append(list.textContent ? " · " : "", make("span", {}, dayWords(dayOf(one.published))));
    }
  }
  list.hidden = !list.textContent;
}
function quotedInto(element, text) {
  element.textContent = text;
}

function fillFilters() {
  const sides = new Map();
  for (const event of events) {
    event.sides.forEach((side) => sides.set(side, (sides.get(side) || 0) + 1));
  }
  const count = (test) => events.filter(test).length;
  const groups = [
    ["kind", "kinds", KINDS.filter((kind) => count((e) => e.kind === kind)).map((kind) => [kind, say(kind), count((e) => e.kind === kind)])],
    ["side", "sides", Array.from(sides).sort((a, b) => b[1] - a[1]).slice(0, 30).map(([side, n]) => [side, side, n])],
    ["claim", "certainty", ["reported", "claimed", "contested", "denied"].filter((c) => count((e) => e.claim === c)).map((c) => [c, say(c), count((e) => e.claim === c)])],
  ];
  for (const [group, word, choices] of groups) {
    if (choices.length < 2) {
      continue;
    }
    const set = make("fieldset", {}, make("legend", {}, say(word)));
    for (const [value, text, n] of choices) {
      const box = make("input", { type: "checkbox", "data-group": group, checked: true, onchange: () => {
        state.off[group][box.checked ? "delete" : "add"](value);
        state.page = 0;
        changed();
      } });
      box.checkedFor = value;
      set.append(make("label", {}, box, quoted("span", text), make("small", {}, number(n))));
    }
    $("filter-body").append(set);
  }
  $("filter-body").append(make("button", { type: "button", onclick: () => {
    Object.values(state.off).forEach((off) => off.clear());
    changed();
  } }, say("reset")));
  $("filters").hidden = $("filter-body").children.length < 2;
}
function showFilters() {
  for (const box of $("filter-body").querySelectorAll("input")) {
    box.checked = !state.off[box.dataset.group].has(box.checkedFor);
  }
  const off = Object.values(state.off).reduce((sum, set) => sum + set.size, 0);
  $("filter-count").textContent = off ? "(" + number(off) + ")" : "";
}

/** One event of the list; where the one before stands on the same sentence, the sentence is not said again. */
function eventItem(event, number, list) {
  const before = number ? list[number - 1] : null;
  const again = before && before.quote === event.quote && before.begin === event.begin && before.claim === event.claim && before.by === event.by;
  const row = event.rows[0], future = event.begin > today();
  const placed = event.rows.some((one) => one.geo);
  const button = make("button", { type: "button", class: "event", "data-event": event.id, "aria-current": event.id === state.selected ? "true" : null, onclick: () => choose(event, { open: true }) },
    again ? make("span", { class: "unseen" }, whenWords(event)) : make("span", { class: "when" }, whenWords(event)),
    make("span", { class: "what" }, eventSwatch(row), quoted("span", event.title), ["denied", "contested"].includes(event.claim) ? make("span", { class: "tag claim" }, say(event.claim)) : null),
    again ? null : markedSentence(event.quote, namesOfSentence(event)),
    again ? null : make("span", { class: "who" }, claimWords(event.claim, event.by)),
    placed ? null : make("span", { class: "who" }, say("unplaced")));
  return make("li", { class: [again ? "again" : "", event.kind, future ? "future" : "", strength(event, today()) === 1 ? "now" : "", "claim-" + event.claim].join(" ").trim() }, button);
}
/** Names to mark in a sentence: those of every event that stands on it. */
const namesByQuote = new Map();
for (const event of events) {
  const names = namesByQuote.get(event.quote) || new Set();
  event.names.forEach((name) => names.add(name));
  namesByQuote.set(event.quote, names);
}
function namesOfSentence(event) {
  return namesByQuote.get(event.quote) || event.names;
}
function eventSwatch(row) {
  return styles.has(row.style) ? swatch(styleOf(row), 30, 16, row) : "";
}

let shownKey = null;
function fillList() {
  const all = listed(), pages = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  state.page = Math.max(0, Math.min(pages - 1, state.page));
  const from = state.page * PAGE_SIZE, part = all.slice(from, from + PAGE_SIZE);
  $("count").textContent = all.length === events.length ? (events.length === 1 ? say("oneEvent") : say("allEvents", { n: number(events.length) })) : say("nEvents", { n: number(all.length), all: number(events.length) });
  $("pager").hidden = pages < 2;
  $("page-of").textContent = all.length ? say("page", { from: number(from + 1), to: number(from + part.length), all: number(all.length) }) : "";
  $("earlier").disabled = state.page === 0;
  $("later").disabled = state.page === pages - 1;
  const table = state.view === "table", wide = document.documentElement.hasAttribute("data-table");
  document.documentElement.toggleAttribute("data-table", table);
  if (wide !== table) {
    // The map becomes narrower or wider: what is in sight stays in sight, and the legend does not hide it.
    const box = map.getBounds();
    requestAnimationFrame(() => {
      if (table && map.getContainer().clientWidth < 640) {
        $("legend").open = false;
      }
      sizeChanged();
      map.fitBounds(box, { animate: false });
    });
  }
  $("events").hidden = table;
  $("table-box").hidden = !table;
  $("view-list").setAttribute("aria-pressed", String(!table));
  $("view-table").setAttribute("aria-pressed", String(table));
  shownKey = null;
  if (table) {
    $("table-box").replaceChildren(tableOf(part));
  } else {
    $("events").replaceChildren(...part.map(eventItem));
    $("events").start = from + 1;
  }
}
/** Marks what is past, present and to come without building the list again. */
function ageList() {
  const key = state.stop + "/" + state.selected + "/" + state.span;
  if (key === shownKey) {
    return;
  }
  shownKey = key;
  for (const button of $("events").querySelectorAll("button.event")) {
    const event = eventById.get(button.dataset.event), item = button.parentElement;
    item.classList.toggle("future", event.begin > today());
    item.classList.toggle("now", strength(event, today()) === 1);
    if (event.id === state.selected) {
      button.setAttribute("aria-current", "true");
    } else {
      button.removeAttribute("aria-current");
    }
  }
}

function tableOf(part) {
  const head = ["dateLabel", "kind", "title", "certainty", "quote", "source"];
  const body = make("tbody");
  for (const event of part) {
    const row = event.rows[0];
    body.append(make("tr", {},
      make("th", { scope: "row" }, whenWords(event)), make("td", {}, kindWords(event)),
      make("td", {}, make("button", { type: "button", class: "link", onclick: () => choose(event, { open: true }) }, quoted("span", event.title))),
      make("td", {}, claimWords(event.claim, event.by)), quoted("td", event.quote), make("td", {}, sourceLine(row))));
  }
  return make("table", {}, make("caption", { class: "unseen" }, say("table")), make("thead", {}, make("tr", {}, head.map((word) => make("th", { scope: "col" }, say(word))))), body);
}

/** Moves list, date and map to an event. */
function choose(event, options) {
  const o = Object.assign({ open: false, move: true }, options);
  state.selected = event.id;
  if (stops.length && Number.isFinite(event.stop)) {
    state.stop = stopOn(event.stop);
  }
  const wanted = event.id, geos = event.rows.map((row) => row.geo).filter(Boolean);
  closeQuietly();
  state.selected = wanted;
  if (geos.length && o.move) {
    moveTo(geos);
  }
  changed({ list: false });
  showInList(event);
  if (geos.length && o.open) {
    const row = event.rows.find((one) => one.geo);
    const shape = row.geo.type === "P" ? { shape: "event", row, id: row.id } : { shape: "event", row, id: row.id };
    openCard([shape], today(), anchorOf(row), o.move);
    state.selected = wanted;
    redraw();
  }
}
let quiet = false;
function closeQuietly() {
  quiet = true;
  closeCard();
  quiet = false;
}
function anchorOf(row) {
  if (row.geo.type === "P") {
    return L.latLng(row.geo.lat, row.geo.lon);
  }
  if (row.geo.type === "L") {
    const way = courseOf(row), middle = 2 * Math.floor(way.length / 4);
    return L.latLng(latOf(way[middle + 1]), lonOf(way[middle]));
  }
  const ring = ringsOf(row.geo, "lonlat")[0];
  let lon = 0, lat = 0;
  for (let i = 0; i < ring.length; i += 2) {
    lon += ring[i];
    lat += ring[i + 1];
  }
  return L.latLng(lat / (ring.length / 2), lon / (ring.length / 2));
}
function boundsOf(geos) {
  const box = L.latLngBounds([]);
  for (const geo of geos) {
    if (geo.type === "P") {
      box.extend([geo.lat, geo.lon]);
    } else {
      for (const line of geo.type === "L" ? geo.parts.map((part) => part.lonlat) : ringsOf(geo, "lonlat")) {
        for (let i = 0; i < line.length; i += 2) {
          box.extend([line[i + 1], line[i]]);
        }
      }
    }
  }
  return box;
}
function calm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
function moveTo(geos) {
  const box = boundsOf(geos);
  const zoom = Math.min(map.getZoom() < 7 ? 8 : map.getZoom(), map.getBoundsZoom(box.pad(0.4)));
  if (!map.getBounds().pad(-0.12).contains(box) || map.getZoom() < 5.5) {
    map.setView(box.getCenter(), Math.max(map.getMinZoom(), zoom), { animate: false });
  }
}
function showInList(event) {
  const index = listed().indexOf(event);
  if (index < 0) {
    return;
  }
  const page = Math.floor(index / PAGE_SIZE);
  if (page !== state.page) {
    state.page = page;
    fillList();
  }
  ageList();
  const button = Array.from($("events").querySelectorAll("button.event")).find((one) => one.dataset.event === event.id);
  if (button) {
    scrollInto(button);
  }
}
/** Scrolls the story alone, never the page away from the map. */
function scrollInto(element) {
  const box = $("story");
  if (box.scrollHeight > box.clientHeight + 4 && getComputedStyle(box).overflowY !== "visible") {
    const gap = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTo({ top: box.scrollTop + gap - 70, behavior: calm() ? "auto" : "smooth" });
  }
}

function fillExtras() {
  const extras = $("extras");
  const section = (word, note, items) => {
    if (items.length) {
      extras.append(make("details", { open: items.length <= 8 }, make("summary", {}, make("span", {}, say(word)), " ", make("small", {}, number(items.length))), note ? make("p", { class: "note" }, say(note)) : null, make("ul", {}, items)));
    }
  };
  section("figures", "figuresNote", (frames.figures || []).slice(0, 200).map((row) =>
    make("li", {}, quoted("strong", row.title || row.reported), markedSentence(row.quote || "", [row.reported]), make("p", { class: "who" }, row.claim_by ? claimWords(row.claim_status || "reported", row.claim_by) : null))));
  section("unplaced", "unplacedNote", (frames.unplaced || []).slice(0, 200).map((row) =>
    make("li", {}, quoted("strong", row.kind === "place" ? row.name_in_report : row.said || row.title), row.quote ? markedSentence(row.quote, [row.name_in_report]) : null, quoted("p", [row.reason, row.alternatives].filter(Boolean).join(" · "), { class: "who" }))));
  section("placesNamed", "placesNote", (frames.places || []).slice(0, 200).map((row) =>
    make("li", {}, make("button", { type: "button", class: "link", onclick: () => goToPlace(row.geo) }, quoted("span", row.title || row.place)), row.quote ? markedSentence(row.quote, [row.name_in_report]) : null)));
  section("sources", null, data.sources.slice(0, 200).map((source) => make("li", {}, sourceLine(source))));
}
function goToPlace(geo) {
  if (geo) {
    map.setView([geo.lat, geo.lon], Math.max(map.getZoom(), 8), { animate: false });
    const book = placeBook.get(placeKey(geo));
    const row = book && (book.rows[0] || book.holders[0]);
    if (row) {
      openCard([{ shape: "point", row, id: row.id, book }], today(), L.latLng(geo.lat, geo.lon));
    }
  }
}
