// What a reader takes along: data, link, print; and how the page is seen: theme, embedding, online base map, locator.

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  tell(say("saved", { name }));
}
const fileName = () => folded(data.title).replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60).replace(/^-|-$/g, "") || "map";

function pairsOf(flat) {
  const pairs = [];
  for (let i = 0; i < flat.length; i += 2) {
    pairs.push([Math.round(flat[i] * 1e5) / 1e5, Math.round(flat[i + 1] * 1e5) / 1e5]);
  }
  return pairs;
}
function turned(ring, clockwise) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    sum += (ring[i][0] - ring[i - 1][0]) * (ring[i][1] + ring[i - 1][1]);
  }
  return sum > 0 === clockwise ? ring : ring.reverse();
}
function closed(ring) {
  const first = ring[0], last = ring[ring.length - 1];
  return first[0] === last[0] && first[1] === last[1] ? ring : ring.concat([first.slice()]);
}
/** Geometry as RFC 7946 has it: outer rings counter-clockwise, holes clockwise. */
function geometryOf(geo) {
  if (!geo) {
    return null;
  }
  if (geo.type === "P") {
    return { type: "Point", coordinates: pairsOf([geo.lon, geo.lat])[0] };
  }
  if (geo.type === "L") {
    const lines = geo.parts.map((part) => pairsOf(part.lonlat));
    return lines.length === 1 ? { type: "LineString", coordinates: lines[0] } : { type: "MultiLineString", coordinates: lines };
  }
  const flat = ringsOf(geo, "lonlat").map((ring) => closed(pairsOf(ring)));
  let polygons;
  if (geo.polygons) {
    let at = 0;
    polygons = geo.polygons.map((rings) => rings.map((_, i) => turned(flat[at++], i > 0)));
  } else {
    polygons = flat.map((ring) => [turned(ring, false)]);
  }
  return polygons.length === 1 ? { type: "Polygon", coordinates: polygons[0] } : { type: "MultiPolygon", coordinates: polygons };
}
const INNER = new Set(["geo", "event", "events", "row", "from", "to", "course", "layer"]);
function propertiesOf(row) {
  const properties = { layer: row.layer };
  for (const key of Object.keys(row)) {
    if (!INNER.has(key)) {
      properties[key] = row[key];
    }
  }
  return properties;
}
/** Layers to download: shares are a table over time, no features. */
function featureLayers() {
  return Object.keys(frames).filter((layer) => layer !== "shares");
}
function geojson() {
  const features = [];
  for (const layer of featureLayers()) {
    for (const row of frames[layer]) {
      features.push({ type: "Feature", id: row.id, geometry: geometryOf(row.geo), properties: propertiesOf(row) });
    }
  }
  return JSON.stringify({ type: "FeatureCollection", features });
}

/** A cell that no spreadsheet takes for a formula. */
function cell(value) {
  if (value === null || value === undefined) {
    return "";
  }
  let text = String(value);
  if (typeof value !== "number" && /^[\s\u0000-\u001f]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/.test(text)) {
    text = "'" + text;
  }
  return /[",;\r\n\t']/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}
function csv() {
  const keys = [
    "id", "layer", "event_id", "title", "date_start", "date_end", "date_precision", "longitude", "latitude", "place", "name_in_report", "name_local", "country", "admin1", "geonames_id", "precision",
    "control_to", "control_from", "control_status", "holder", "valid_from", "valid_to", "actor", "origin", "destination", "direction", "toward", "people_reported", "people_low", "people_best",
    "people_high", "unit", "claim_status", "claim_by", "reason", "alternatives", "score", "quote", "headline", "publisher", "published", "url", "report",
  ];
  const lines = [keys.join(",")];
  for (const layer of featureLayers()) {
    for (const row of frames[layer]) {
      const point = row.geo && row.geo.type === "P" ? row.geo : null;
      const all = Object.assign({}, row, { longitude: point ? point.lon : row.start_lon, latitude: point ? point.lat : row.start_lat });
      lines.push(keys.map((key) => cell(all[key])).join(","));
    }
  }
  return "\ufeff" + lines.join("\r\n") + "\r\n";
}

async function copyLink() {
  writeHash();
  const link = window.location.href;
  try {
    await navigator.clipboard.writeText(link);
    tell(say("copied"));
  } catch (error) {
    tell(say("copyFailed", { link }));
  }
}

let onlineLayer = null;
function toggleOnline() {
  state.online = !state.online;
  if (state.online && !onlineLayer) {
    onlineLayer = L.tileLayer(data.online.url, { maxZoom: data.online.maxZoom, referrerPolicy: "strict-origin-when-cross-origin" });
  }
  if (state.online) {
    onlineLayer.addTo(map);
  } else {
    onlineLayer.remove();
  }
  $("online").setAttribute("aria-pressed", String(state.online));
  fillCredits();
  redraw();
}

function fillCredits() {
  const credits = $("credits"), parts = [];
  if (data.credit) {
    parts.push(quoted("span", say("credit") + ": " + data.credit));
  }
  const publishers = Array.from(new Set(data.sources.map((source) => source.publisher).filter(Boolean)));
  if (publishers.length) {
    parts.push(quoted("span", say("sources") + ": " + publishers.slice(0, 6).join(", ") + (publishers.length > 6 ? " …" : "")));
  }
  parts.push(quoted("span", say("baseMap") + ": " + (state.online ? data.online.credit : data.baseCredit)));
  if (base.roads.length && !state.online) {
    parts.push(make("span", {}, say("roadsGeneralised")));
  }
  parts.push(make("span", {}, say("noEndorsement")));
  credits.replaceChildren(...parts);
}

/** The inset: where in the world the map's frame lies. */
let locatorKey = null;
function drawLocator() {
  const canvas = $("locator");
  if (!base.world || !data.bounds) {
    canvas.hidden = true;
    return;
  }
  const box = map.getBounds(), key = box.toBBoxString() + isDark();
  if (key === locatorKey) {
    return;
  }
  locatorKey = key;
  const ctx = canvas.getContext("2d"), p = palette(), w = canvas.width, h = canvas.height;
  const middle = map.getCenter(), wide = Math.min(1, Math.max(0.16, Math.abs(worldX(box.getEast()) - worldX(box.getWest())) * 5));
  const scale = w / wide, view = { scale, ox: worldX(middle.lng) * scale - w / 2, oy: worldY(middle.lat) * scale - h / 2, zoom: 0, w, h, ratio: 1 };
  ctx.fillStyle = p.sea;
  ctx.fillRect(0, 0, w, h);
  ctx.beginPath();
  base.world.shapes.forEach((polygons) => traceShape(ctx, view, { arcs: base.world.arcs, polygons }));
  ctx.fillStyle = isDark() ? "#3a444c" : "#faf8f2";
  ctx.fill("evenodd");
  strokeLines(ctx, view, base.world.arcs.map((arc) => arc.xy), isDark() ? "#6c7881" : "#a8a294", 1);
  drawWorldLines(ctx, view, isDark() ? "#6c7881" : "#b9b3a6", 1.2);
  ctx.strokeStyle = "#d1341f";
  ctx.lineWidth = 4;
  const x = worldX(box.getWest()) * scale - view.ox, y = worldY(box.getNorth()) * scale - view.oy;
  const rw = (worldX(box.getEast()) - worldX(box.getWest())) * scale, rh = (worldY(box.getSouth()) - worldY(box.getNorth())) * scale;
  const least = 14;
  ctx.strokeRect(x - Math.max(0, least - rw) / 2, y - Math.max(0, least - rh) / 2, Math.max(least, rw), Math.max(least, rh));
}

let screenView = null;
/** What is in sight on screen is in sight on paper: the sheet's frame is another. */
function beforePrint() {
  if (screenView) {
    return;
  }
  const box = map.getBounds();
  screenView = [map.getCenter(), map.getZoom(), $("legend").open];
  document.documentElement.dataset.printing = "yes";
  $("legend").open = true;
  map.options.zoomSnap = 0;
  sizeChanged();
  map.fitBounds(box, { animate: false });
  redraw();
  // A long legend is made smaller until all of it is on the sheet.
  const room = $("map-area").clientHeight - 24, legend = $("legend");
  if (legend.offsetHeight > room) {
    legend.style.zoom = String(Math.max(0.55, room / legend.offsetHeight));
    redraw();
  }
}
function afterPrint() {
  $("legend").style.zoom = "";
  delete document.documentElement.dataset.printing;
  map.options.zoomSnap = 0.25;
  sizeChanged();
  if (screenView) {
    $("legend").open = screenView[2];
    map.setView(screenView[0], screenView[1], { animate: false });
    screenView = null;
  }
}

function listenToTools() {
  $("get-geojson").addEventListener("click", () => save(fileName() + ".geojson", "application/geo+json", geojson()));
  $("get-csv").addEventListener("click", () => save(fileName() + ".csv", "text/csv;charset=utf-8", csv()));
  $("copy-link").addEventListener("click", copyLink);
  $("print").addEventListener("click", () => window.print());
  $("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    themeChanged();
  });
  if (data.online) {
    $("online").addEventListener("click", toggleOnline);
  } else {
    $("online").hidden = $("online-note").hidden = true;
  }
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
  prefersDark.addEventListener("change", themeChanged);
}
