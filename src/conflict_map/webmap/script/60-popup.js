// What a shape stands on: date, sentence, who says so, how sure, which place and why, where from.

function claimWords(status, by) {
  const who = namesWords(by);
  return who ? say(status + "By", { who }) : say(status);
}

/** A number that keeps its place in a line that runs from right to left. */
function figure(value) {
  return apart(number(value));
}
function peopleWords(row) {
  const unit = row.unit === "household" ? say("households") : say("persons");
  const { people_low: low, people_best: best, people_high: high } = row, number = figure;
  const has = (value) => value !== null && value !== undefined;
  let text;
  if (has(low) && has(high) && low !== high) {
    text = say("range", { low: number(low), high: number(high) });
  } else if (has(best) || (has(low) && low === high)) {
    text = number(has(best) ? best : low);
  } else if (has(low)) {
    text = say("atLeast", { n: number(low) });
  } else if (has(high)) {
    text = say("atMost", { n: number(high) });
  } else {
    return row.people_reported ? null : say("notGiven");
  }
  return text + " " + unit + (row.shared_by > 1 ? " (" + say("sharedBy", { n: row.shared_by }) + ")" : "");
}

function sourceLine(row) {
  const title = row.headline || row.publisher || row.url || row.report;
  if (!title) {
    return null;
  }
  const parts = [safeLink(row.url, title) || quoted("span", title)];
  if (row.publisher && row.publisher !== title) {
    parts.push(" · ", quoted("span", row.publisher));
  }
  if (row.published) {
    parts.push(" · ", say("publishedOn", { date: dayWords(dayOf(row.published)) }));
  }
  return make("span", {}, parts);
}

function facts(pairs) {
  const list = make("dl", { class: "facts" });
  for (const [word, value] of pairs) {
    if (value !== null && value !== undefined && value !== "") {
      list.append(make("dt", {}, say(word)), make("dd", { dir: typeof value === "string" && !value.includes("\u2068") ? "auto" : null }, value));
    }
  }
  return list;
}

function placeFacts(row) {
  return entryFacts("where", row.place, row.name_local, row.admin1, row.country, row.geonames_id, row.precision, row.score, row.reason, row.alternatives);
}
/** The gazetteer's entry for a name: which place, how precise, why this one, how sure, which others there are. */
function entryFacts(word, place, local, admin1, country, id, precision, score, reason, others) {
  const where = place ? listWords([place, local, admin1, country].filter((part, i, all) => part && all.indexOf(part) === i).map(apart)) : null;
  const sure = score !== null && score !== undefined ? " (" + say("sure", { p: Math.round(score * 100) }) + ")" : "";
  return [
    [word, id ? where + " · " + say("gazetteer", { id }) : where], ["precisionLabel", precision ? say("precision" + precision) : null],
    ["why", reason ? apart(reason) + sure : null], ["others", others ? namesWords(others) : null],
  ];
}
function endFacts(row, end, word, otherwise) {
  if (!row[end]) {
    return [[word, otherwise]];
  }
  const of = (part) => row[end + "_" + part];
  return entryFacts(word, row[end], of("local"), of("admin1"), of("country"), of("geonames_id"), of("precision"), of("score"), of("reason"), of("alternatives"));
}

function movementFacts(row) {
  const goal = row.destination || row.toward;
  const to = row.shape === "border"
    ? [["toward", [apart(goal), "(" + say("borderOf") + ")"].filter(Boolean).join(" ")]]
    : endFacts(row, "destination", "to", row.toward || (row.direction ? null : say("destinationUnknown")));
  return [["who", namesWords(row.actor)], ["people", peopleWords(row)]].concat(endFacts(row, "origin", "from", say("destinationUnknown")), to, [
    ["direction", row.direction ? say(String(row.direction).toLowerCase()) : null], ["shapeWhy", row.reason], ["note", row.flags],
  ]);
}

/** The sides of a change of control; one that no words of the report give is said to be inferred. */
function sidesWords(row, field) {
  const inferred = String(row.inferred_fields || "").includes(field);
  return namesWords(row[field]) + (row[field] && inferred ? " (" + say("sideInferred") + ")" : "");
}
function eventFacts(event, row) {
  const own = row.layer === "movements" ? movementFacts(row) : placeFacts(row);
  const control = row.layer === "control"
    ? [["takenBy", sidesWords(row, "control_to")], ["takenFrom", sidesWords(row, "control_from")], ["status", row.control_status ? say("status." + row.control_status) : null]]
    : row.layer === "strikes" || row.layer === "clashes" ? [["who", namesWords(row.actor)]] : [];
  return [["dateLabel", whenWords(event)], ["certainty", claimWords(event.claim, event.by)]].concat(control, own, [["source", sourceLine(row)]]);
}

function eventCard(row) {
  const event = row.event;
  return make("section", { class: "card" }, kindLine(event), quoted("h3", row.said || event.title), markedSentence(event.quote, event.names), facts(eventFacts(event, row)));
}

function kindLine(event) {
  return make("p", { class: "kind" }, make("span", { class: "tag " + event.kind }, kindWords(event)), event.claim === "reported" ? null : make("span", { class: "tag claim" }, say(event.claim)));
}

function spanWords(row) {
  const from = row.from === null ? null : dayWords(row.from), to = row.to === null ? null : dayWords(row.to);
  if (from && to) {
    return from === to ? from : say("fromTo", { from, to });
  }
  return from ? say("since", { date: from }) : to ? say("until", { date: to }) : "";
}
function holderWords(row) {
  const status = row.holder_status || row.status || (row.style === "contested" || row.style === "besieged" ? row.style : null);
  const sides = status === "contested" && row.sides ? " (" + namesWords(row.sides) + ")" : "";
  if (row.holder && status && status !== "held") {
    return row.holder + " (" + say("status." + status) + ")";
  }
  return row.holder && !["contested", "unknown", "besieged"].includes(row.holder) ? row.holder : say("status." + (status || row.holder || "unknown")) + sides;
}

/** What a shape is called in a list: its own title in English, else the same from its fields. */
function shapeWords(row) {
  if (row.event) {
    return row.said;
  }
  if (row.layer === "front") {
    return row.sides ? say("front") + ": " + String(row.sides).split(";").map((side) => side.trim()).join(" | ") : say("front");
  }
  if (row.layer === "holders") {
    return say("titleAt", { place: nameInReport(row.name_in_report, row.place), what: holderWords(row) });
  }
  return row.layer === "areas" ? holderWords(row) : row.title || holderWords(row);
}

/** A place: who held it when, then everything that happened there up to the date. */
function placeCard(book, day) {
  const rows = book.rows.filter((row) => row.event && passes(row.event) && row.event.begin <= day);
  const first = rows[0] || book.holders[0] || book.rows[0];
  const card = make("section", { class: "card" }, quoted("h3", first.place || first.origin || first.destination || first.title));
  if (first.name_local && first.name_local !== first.place) {
    card.append(quoted("p", first.name_local, { class: "local" }));
  }
  if (book.holders.length) {
    const list = make("ol", { class: "holders" });
    book.holders.slice().sort((a, b) => (b.from === null ? -Infinity : b.from) - (a.from === null ? -Infinity : a.from)).forEach((row) => {
      const item = make("li", { class: valid(row, day) ? "now" : null }, swatch(styleOf(row), 22, 14), quoted("span", holderWords(row)), make("small", {}, spanWords(row)));
      const against = String(row.contradicted_by || "").split(";").map((id) => eventById.get(id.trim())).filter(Boolean);
      const before = observedIn(row);
      const remarks = [row.note, before.length ? say("observedBefore") + ": " + listWords(before.map(apart)) : null].concat(against.map((event) => say("against") + ": " + event.title + " (" + claimWords(event.claim, event.by) + ")")).filter(Boolean);
      remarks.forEach((remark) => item.append(quoted("small", remark, { class: "remark" })));
      list.append(item);
    });
    card.append(make("h4", {}, say("history")), list);
  }
  if (!rows.length) {
    card.append(first.quote ? markedSentence(first.quote, [first.name_in_report, first.place]) : "", facts(placeFacts(first).concat([["source", sourceLine(first)]])));
    return card;
  }
  rows.slice().sort((a, b) => b.event.begin - a.event.begin).slice(0, 20).forEach((row) => card.append(eventCard(row)));
  if (rows.length > 20) {
    card.append(make("p", {}, say("moreHere", { n: number(rows.length) })));
  }
  return card;
}

function areaCard(row) {
  const card = make("section", { class: "card" }, make("p", { class: "kind" }, say("area")), quoted("h3", holderWords(row)), make("p", {}, spanWords(row)), make("p", { class: "note" }, say("areaNote")));
  card.append(facts([["where", row.places], ["certainty", row.claim_status ? claimWords(row.claim_status, row.claim_by) : row.claim ? say(row.claim) : null]]));
  decidedBy(card, row);
  return card;
}
/** Maps and lists of before that decide a state, by name: the ids of their places are the file's name and coordinates. */
function observedIn(row) {
  const ids = String(row.decided_by || "").split(";").map((id) => id.trim()).filter((id) => id && !eventById.has(id));
  return Array.from(new Set(ids.map((id) => (id.includes(":") ? id.slice(0, id.lastIndexOf(":")) : id))));
}
/** The latest report that decides a state, whole, the others as buttons, and what was held before any report. */
function decidedBy(card, row) {
  if (row.events && row.events.length) {
    const latest = row.events.reduce((best, event) => (event.begin >= best.begin ? event : best));
    card.append(eventCard(latest.rows[0]));
    const list = make("ul", { class: "deciders" });
    for (const event of row.events.slice(0, 12)) {
      list.append(make("li", {}, make("button", { type: "button", class: "link", onclick: () => choose(event, { open: true }) }, quoted("span", event.title)), " ", make("small", {}, whenWords(event))));
    }
    card.append(make("h4", {}, say("decidedBy")), list);
  } else if (row.quote) {
    card.append(markedSentence(row.quote, []), facts([["source", sourceLine(row)]]));
  }
  const before = observedIn(row);
  if (before.length) {
    card.append(facts([["source", listWords(before.map(apart))], ["certainty", say("observedBefore")]]));
  }
}
/** A front line stands on the places on its two sides: of each side the nearest one to where it was clicked. */
function nearestHolders(row, day, at) {
  const x = worldX(at.lng), y = worldY(at.lat), far = (one) => Math.hypot(one.geo.x - x, one.geo.y - y);
  return String(row.sides || "").split(";").map((side) => side.trim()).flatMap((side) => {
    const held = holderRows.filter((one) => one.geo && one.holder === side && valid(one, day));
    return held.length ? [held.reduce((best, one) => (far(one) < far(best) ? one : best))] : [];
  });
}
function lineCard(row, day, at) {
  if (row.layer === "routes") {
    return make("section", { class: "card" }, make("p", { class: "kind" }, say("route")), quoted("h3", row.name || row.title), markedSentence(row.quote || "", [row.name, row.title, String(row.name || row.title || "").split(",")[0]]), facts([["source", sourceLine(row)]]));
  }
  const card = make("section", { class: "card" }, make("p", { class: "kind" }, say("front")), quoted("h3", shapeWords(row)), facts([["between", row.sides], ["status", say(row.inferred ? "inferred" : "observed")]]), make("p", {}, spanWords(row)));
  decidedBy(card, row);
  if (!row.events.length && !row.quote) {
    card.append(make("h4", {}, say("nearestHeld")));
    for (const one of nearestHolders(row, day, at)) {
      const held = make("section", { class: "card" }, quoted("h3", shapeWords(one)), make("p", {}, spanWords(one)));
      decidedBy(held, one);
      card.append(held);
    }
  }
  return card;
}

/** The card of whatever lies at a point, the topmost thing; what else is there follows as buttons. */
function cardFor(shapes, day, at) {
  const top = shapes[0], box = make("div", { class: "cards" });
  if (top.shape === "point" && top.book) {
    box.append(placeCard(top.book, day));
  } else if (top.shape === "area") {
    box.append(areaCard(top.row));
  } else if (top.row.event) {
    box.append(eventCard(top.row));
  } else {
    box.append(lineCard(top.row, day, at));
  }
  const seen = new Set([top.book ? top.book.key : top.id]);
  const others = shapes.filter((shape) => {
    const key = shape.book ? shape.book.key : shape.id;
    return seen.has(key) ? false : seen.add(key);
  });
  if (others.length) {
    const list = make("p", { class: "others" });
    others.slice(0, 8).forEach((shape) => {
      const open = () => openCard([shape], day, popup.getLatLng());
      list.append(make("button", { type: "button", class: "chip", onclick: open }, quoted("span", shapeWords(shape.row))));
    });
    box.append(list);
  }
  return box;
}

const popup = L.popup({ closeButton: false, maxWidth: 340, minWidth: 240, autoPanPadding: [16, 16], className: "story-popup" });
function openCard(shapes, day, at, pan) {
  popup.options.autoPan = pan !== false;
  const body = make("div", { class: "popup-body", tabindex: "0", role: "dialog", "aria-label": say("story") });
  // A button that puts another card in place of this one is gone from the page before Leaflet asks whose click it was: the map never hears of it.
  body.addEventListener("click", (click) => click.stopPropagation());
  body.append(make("button", { type: "button", class: "close", "aria-label": say("close"), onclick: closeCard }, "×"), cardFor(shapes, day, L.latLng(at)));
  const size = map.getSize();
  popup.options.maxWidth = Math.min(340, size.x - 40);
  popup.options.minWidth = Math.min(240, size.x - 40);
  popup.setLatLng(at).setContent(body).openOn(map);
  body.style.maxHeight = Math.max(160, Math.min(360, size.y - (size.x > 700 ? 110 : 70))) + "px";
  const legend = $("legend"), wide = size.x > 700 && legend.open && !legend.hidden ? legend.offsetWidth + 20 : 12, corner = 60;
  const rtl = data.dir === "rtl";
  popup.options.autoPanPaddingTopLeft = [size.x > 700 ? (rtl ? wide : corner) : 8, 12];
  popup.options.autoPanPaddingBottomRight = [size.x > 700 ? (rtl ? corner : wide) : 8, 12];
  popup.update();
}
function closeCard() {
  map.closePopup(popup);
}
function dayAt(point) {
  return state.compare && point.x < swipeX() ? stops[state.before] : today();
}

const hint = make("div", { class: "hint", "aria-hidden": "true", hidden: true, dir: "auto" });
function listenToMap() {
  map.getContainer().append(hint);
  map.on("click", (click) => {
    const reach = click.originalEvent.pointerType === "touch" ? 22 : 10;
    const shapes = shapesAt(click.containerPoint, reach);
    if (!shapes.length) {
      return;
    }
    const event = shapes[0].row.event;
    if (event && shapes[0].shape !== "point") {
      state.selected = event.id;
      redraw();
      showInList(event);
    }
    hint.hidden = true;
    const top = shapes[0];
    const at = top.shape === "point" ? L.latLng(top.book.geo.lat, top.book.geo.lon) : click.latlng;
    openCard(shapes, dayAt(click.containerPoint), at);
  });
  let waiting = null;
  map.on("mousemove", (move) => {
    waiting = waiting || requestAnimationFrame(() => {
      waiting = null;
      const shapes = map.dragging && map.dragging.moving() ? [] : shapesAt(move.containerPoint, 7);
      map.getContainer().style.cursor = shapes.length ? "pointer" : "";
      hint.hidden = !shapes.length;
      if (shapes.length) {
        hint.textContent = shapeWords(shapes[0].row);
        hint.style.left = Math.min(move.containerPoint.x + 14, map.getSize().x - 240) + "px";
        hint.style.top = move.containerPoint.y + 16 + "px";
      }
    });
  });
  map.on("mouseout", () => {
    hint.hidden = true;
  });
  map.on("popupopen", () => document.documentElement.setAttribute("data-card", ""));
  map.on("popupclose", () => {
    document.documentElement.removeAttribute("data-card");
    if (state.selected) {
      state.selected = null;
      redraw();
      saveHash();
    }
  });
}
