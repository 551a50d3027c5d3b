// Puts the page together: layers on the map, the link's state, and one function for every change.

const baseLayer = new CanvasLayer(drawBase, { pane: "tilePane" });
const themeLayer = new CanvasLayer(drawTheme, { pane: "overlayPane" });
baseLayer.options.padding = 0.2;

function redraw() {
  baseLayer.redraw();
  themeLayer.redraw();
}
let fading = null;
/** Draws the date; what was not there before fades in, unless the reader wants no motion or there is too much of it. */
function drawDate() {
  cancelAnimationFrame(fading);
  drawnBefore = drawnNow;
  const fresh = !calm() && drawn.length > 0 && drawn.length < 1500 && document.documentElement.hasAttribute("data-ready");
  if (!fresh) {
    appearing = 1;
    themeLayer.redraw();
    return;
  }
  const before = drawnBefore, start = performance.now();
  const step = (now) => {
    appearing = Math.min(1, Math.max(0.05, (now - start) / 320));
    drawnBefore = before;
    themeLayer.redraw();
    if (appearing < 1) {
      fading = requestAnimationFrame(step);
    }
  };
  step(start);
}

/** After any choice of the reader: map, list, slider, link. */
function changed(options) {
  const o = Object.assign({ list: true }, options);
  showTime();
  showFilters();
  if (o.list) {
    fillList();
  } else {
    ageList();
  }
  drawDate();
  showEmpty();
  saveHash();
}
function showEmpty() {
  const nothing = !drawn.some((shape) => shape.row.layer !== "places" && shape.row.layer !== "routes");
  const text = !nothing ? "" : !events.length || !events.some((event) => event.rows.some((row) => row.geo)) ? say("nothing") : !listed().length ? say("filtered") : !drawn.length ? say("nothingDate") : "";
  $("empty").textContent = text;
  $("empty").hidden = !text;
}

function readHash() {
  const parts = new URLSearchParams(window.location.hash.slice(1));
  document.documentElement.toggleAttribute("data-embed", parts.has("embed"));
  const day = dayOf(parts.get("date"));
  if (day !== null && stops.length) {
    state.stop = stopOn(day);
  }
  const before = dayOf(parts.get("before"));
  state.compare = before !== null && stops.length > 1;
  if (state.compare) {
    state.before = stopOn(before);
    state.swipe = Math.max(0, Math.min(1, Number(parts.get("swipe")) || 0.5));
  }
  for (const group of Object.keys(state.off)) {
    state.off[group] = new Set(parts.getAll("no-" + group));
  }
  if (parts.has("span")) {
    state.span = parts.get("span") === "all" ? Infinity : Math.max(0, Number(parts.get("span")) || 0);
    $("span").value = Number.isFinite(state.span) ? String(state.span) : "";
  }
  const view = (parts.get("map") || "").split("/").map(Number);
  const event = eventById.get(parts.get("event"));
  return { view: view.length === 3 && view.every(Number.isFinite) && Math.abs(view[1]) <= 90 ? view : null, event };
}
let quietHash = true;
let hashTimer = null;
/** Keeps the link a moment later: browsers refuse hundreds of changes of the address in a few seconds. */
function saveHash() {
  clearTimeout(hashTimer);
  if (!quietHash) {
    hashTimer = setTimeout(writeHash, 150);
  }
}
function writeHash() {
  clearTimeout(hashTimer);
  const parts = new URLSearchParams();
  if (document.documentElement.hasAttribute("data-embed")) {
    parts.set("embed", "");
  }
  if (stops.length) {
    parts.set("date", isoOf(today()));
  }
  if (state.compare) {
    parts.set("before", isoOf(stops[state.before]));
    parts.set("swipe", state.swipe.toFixed(2));
  }
  const middle = map.getCenter();
  parts.set("map", [map.getZoom().toFixed(2), middle.lat.toFixed(4), middle.lng.toFixed(4)].join("/"));
  if (state.selected) {
    parts.set("event", state.selected);
  }
  for (const group of Object.keys(state.off)) {
    state.off[group].forEach((value) => parts.append("no-" + group, value));
  }
  if (state.span !== firstSpan) {
    parts.set("span", Number.isFinite(state.span) ? state.span : "all");
  }
  const hash = "#" + parts.toString().replace(/embed=(?=&|$)/, "embed").replace(/%2F/g, "/");
  if (hash !== window.location.hash) {
    try {
      window.history.replaceState(null, "", hash);
    } catch (error) {
      // In a frame without an address of its own (a notebook) there is no link to keep.
    }
  }
}
let firstSpan = Infinity;

/** Fits the map to everything, or, as the page opens, to what happened at places that are known well. */
function showAll(bounds) {
  if (data.bounds) {
    const [w, s, e, n] = bounds || data.bounds;
    const rtl = data.dir === "rtl", narrow = map.getSize().x < 600;
    // Room for what lies on the map: zoom buttons, date and scale on one side, legend and locator on the other.
    const near = narrow ? 62 : 66, far = !narrow && $("legend").open ? $("legend").offsetWidth + 36 : 28;
    map.fitBounds([[s, w], [n, e]], {
      animate: false, maxZoom: 10, paddingTopLeft: [rtl ? far : near, narrow ? 30 : 56], paddingBottomRight: [rtl ? near : far, narrow ? 72 : 48],
    });
  } else {
    map.setView([20, 10], 2, { animate: false });
  }
}
/** The parts of the world that the map has events in, to jump to; none where there is but one. */
function fillTheatres() {
  $("theatre-box").hidden = data.theatres.length < 2;
  $("theatre").append(...data.theatres.map((one, i) => {
    const names = one.countries.slice(0, 2).map(countryWord);
    return make("option", { value: i }, listWords(names) + (one.countries.length > 2 ? " …" : "") + " · " + sayCount("standEvents", one.events));
  }), make("option", { value: "all" }, say("theatreAll")));
  $("theatre").addEventListener("change", () => {
    closeCard();
    const one = data.theatres[$("theatre").value];
    showAll(one ? one.view : null);
  });
}
/** Names the theatre that the map's frame is on. */
function showTheatre() {
  const box = map.getBounds(), middle = box.getCenter(), wide = box.getEast() - box.getWest();
  const on = data.theatres.findIndex(({ view: [w, s, e, n] }) => middle.lng >= w && middle.lng <= e && middle.lat >= s && middle.lat <= n && wide < 5 * Math.max(e - w, (n - s) * 1.5));
  $("theatre").value = on < 0 ? "all" : String(on);
}

function sizeChanged() {
  map.invalidateSize({ animate: false });
  redraw();
  drawLocator();
  barsKey = sharesKey = null;
  showTime();
}
function themeChanged() {
  lookAgain();
  document.documentElement.toggleAttribute("data-dark", isDark());
  legendKey = locatorKey = barsKey = sharesKey = null;
  fillList();
  redraw();
  drawLocator();
  showTime();
}

function start() {
  const narrow = window.matchMedia("(max-width: 760px)").matches;
  $("legend").open = !narrow && $("map-area").clientHeight >= 480;
  document.documentElement.toggleAttribute("data-dark", isDark());
  map.getContainer().setAttribute("aria-label", say("map"));
  map.getContainer().setAttribute("role", "application");
  map.getContainer().setAttribute("aria-describedby", "map-help");
  fillHead();
  fillFilters();
  fillTime();
  fillShares();
  firstSpan = state.span;
  if (data.date !== null && stops.length) {
    state.stop = stopOn(dayOf(data.date));
  }
  const wanted = readHash();
  fillExtras();
  fillCredits();
  fillTheatres();
  showTime();
  showFilters();
  map.invalidateSize({ animate: false, pan: false });
  showAll(data.start);
  if (wanted.view) {
    map.setView([wanted.view[1], wanted.view[2]], wanted.view[0], { animate: false });
  }
  L.control.scale({ imperial: false, maxWidth: 120, position: data.dir === "rtl" ? "bottomright" : "bottomleft" }).addTo(map);
  map.getContainer().querySelector(".leaflet-control-scale").dir = "ltr";
  baseLayer.addTo(map);
  themeLayer.addTo(map);
  if (!wanted.view) {
    // Only now is the legend as large as it is: the first view keeps clear of it.
    showAll(data.start);
  }
  fillList();
  listenToMap();
  listenToSearch();
  listenToTime();
  listenToTools();
  listen();
  showEmpty();
  drawLocator();
  showTheatre();
  if (events.length > PAGE_SIZE) {
    followList();
  }
  if (wanted.event) {
    choose(wanted.event, { open: true, move: !wanted.view });
    if (new URLSearchParams(window.location.hash.slice(1)).has("date")) {
      const day = dayOf(new URLSearchParams(window.location.hash.slice(1)).get("date"));
      state.stop = stopOn(day);
      changed({ list: false });
    }
  }
  quietHash = false;
  document.documentElement.dataset.readyMs = String(Math.round(performance.now()));
  document.documentElement.dataset.ready = "yes";
}

function listen() {
  map.on("moveend", () => {
    drawLocator();
    showTheatre();
    saveHash();
  });
  map.on("resize", redraw);
  $("zoom-in").addEventListener("click", () => map.zoomIn(1, { animate: !calm() }));
  $("zoom-out").addEventListener("click", () => map.zoomOut(1, { animate: !calm() }));
  $("zoom-all").addEventListener("click", () => {
    closeCard();
    showAll();
  });
  $("view-list").addEventListener("click", () => {
    state.view = "list";
    fillList();
  });
  $("view-table").addEventListener("click", () => {
    state.view = "table";
    fillList();
  });
  for (const [id, step] of [["earlier", -1], ["later", 1]]) {
    $(id).addEventListener("click", () => {
      state.page += step;
      fillList();
      $("story").scrollTo({ top: 0 });
    });
  }
  $("legend").addEventListener("toggle", () => themeLayer.redraw());
  window.addEventListener("resize", () => sizeChanged());
  window.addEventListener("hashchange", () => {
    const wanted = readHash();
    quietHash = true;
    if (wanted.view) {
      map.setView([wanted.view[1], wanted.view[2]], wanted.view[0], { animate: false });
    }
    state.selected = wanted.event ? wanted.event.id : null;
    changed();
    quietHash = false;
    sizeChanged();
  });
  document.addEventListener("keydown", (key) => {
    if (key.key === "Escape") {
      closeCard();
    }
  });
}

// For tests and for people who look inside: what is drawn where, in pixels of the map's container.
window.conflictMap = {
  state, events, stops, frames, classes: classesDrawn,
  drawn: () => {
    const offset = themeLayer.offset(), frame = frameNow();
    return drawn.map((shape) => ({
      id: shape.id, layer: shape.row.layer, style: shape.item.key, shape: shape.shape, side: shape.side,
      x: shape.x === undefined ? null : shape.x + offset.x, y: shape.y === undefined ? null : shape.y + offset.y,
      lines: shape.lines ? shape.lines.map((line) => Array.from(line, (v, i) => v + (i % 2 ? offset.y : offset.x))) : null,
      width: shape.width || null, vague: shape.vague || [], place: shape.book ? shape.book.key : null, r: shape.r || null, siege: Boolean(shape.siege), seen: inFrame(shape, frame),
    }));
  },
  labels: () => {
    const offset = themeLayer.offset();
    return labelled.map((label) => ({ text: label.text, local: label.local || "", place: label.key || null, base: Boolean(label.base), leader: Boolean(label.leader), at: [label.x + offset.x, label.y + offset.y], box: label.box.map((v, i) => v + (i % 2 ? offset.y : offset.x)) }));
  },
  project: (lon, lat) => {
    const point = map.latLngToContainerPoint([lat, lon]);
    return [point.x, point.y];
  },
  find: (query) => findPlaces(query).map((entry) => entry.label),
  geojson, csv,
};
start();
