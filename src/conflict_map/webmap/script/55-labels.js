// Names: with a halo, above the fills, never one over another, in the report's script with the local one beneath it.

const FONT = '"Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans Arabic", sans-serif';
const widths = new Map();
function textWidth(ctx, font, text) {
  const key = font + text;
  if (!widths.has(key)) {
    ctx.font = font;
    widths.set(key, ctx.measureText(text).width);
  }
  return widths.get(key);
}

/** Boxes already taken, in a grid so that a thousand names need no million comparisons. */
class Room {
  constructor() {
    this.cells = new Map();
  }
  each(box, call) {
    for (let x = Math.floor(box[0] / 64); x <= Math.floor(box[2] / 64); x++) {
      for (let y = Math.floor(box[1] / 64); y <= Math.floor(box[3] / 64); y++) {
        if (call(x + "/" + y) === false) {
          return;
        }
      }
    }
  }
  free(box, owner) {
    let clear = true;
    this.each(box, (key) => {
      for (const other of this.cells.get(key) || []) {
        if (other.owner !== owner && box[0] < other.box[2] && box[2] > other.box[0] && box[1] < other.box[3] && box[3] > other.box[1]) {
          clear = false;
          return false;
        }
      }
      return true;
    });
    return clear;
  }
  take(box, owner) {
    const one = { box, owner };
    this.each(box, (key) => {
      if (!this.cells.has(key)) {
        this.cells.set(key, []);
      }
      this.cells.get(key).push(one);
    });
  }
}

/** Names of places on the map: as the report writes them where an event is there, with the gazetteer's local name. */
const placeNames = (() => {
  const names = new Map();
  const add = (geo, row, name, listed, local, rank, event, vague) => {
    if (!name || !geo) {
      return;
    }
    const key = placeKey(geo), known = names.get(key);
    if (!known) {
      names.set(key, { key, geo, name, listed, local: local && local !== name && !(row.precision > 1) ? local : "", rank, events: event ? [event] : [], vague: Boolean(vague), kind: row.place_kind, country: row.country });
    } else {
      known.local = known.local || (local && local !== known.name && !(row.precision > 1) ? local : "");
      known.rank = Math.min(known.rank, rank);
      known.vague = known.vague && Boolean(vague);
      if (event) {
        known.events.push(event);
      }
    }
  };
  // The point that stands for a whole country or province says so; what has its centre for a town does not.
  const wide = (row) => row.precision === 3 && !isSpot(row);
  const ranks = { control: 0, strikes: 1, clashes: 1 };
  for (const layer of Object.keys(ranks)) {
    for (const row of frames[layer] || []) {
      if (row.geo) {
        add(row.geo, row, nameInReport(row.name_in_report, row.place), row.place, row.name_local, ranks[layer], row.event, wide(row));
      }
    }
  }
  for (const row of holderRows) {
    if (row.geo) {
      add(row.geo, row, nameInReport(row.name_in_report, row.place), row.place, row.name_local, bookOf(row.geo).quiet ? 4 : 0, null, wide(row));
    }
  }
  for (const row of frames.movements || []) {
    for (const [end, lon, lat] of [["origin", row.start_lon, row.start_lat], ["destination", row.end_lon, row.end_lat]]) {
      // The end of an arrow to a border is no place with a name, and the point that stands for a whole area is none either.
      if (row[end] && lon !== null && lon !== undefined && !(end === "destination" && row.shape === "border")) {
        const place = { place_kind: row[end + "_kind"], country: row[end + "_country"], precision: row[end + "_precision"] };
        add({ lon, lat, x: worldX(lon), y: worldY(lat) }, place, nameInReport(row[end + "_in_report"], row[end]), row[end], row[end + "_local"], 1, row.event, row[end + "_precision"] === 3);
      }
    }
  }
  for (const row of frames.places || []) {
    if (row.geo && isSpot(row)) {
      add(row.geo, row, nameInReport(row.name_in_report, row.place), row.place, row.name_local, 3, null);
    }
  }
  const all = Array.from(names.values()), said = new Map();
  all.forEach((name) => said.set(folded(name.name), (said.get(folded(name.name)) || 0) + 1));
  for (const name of all) {
    // A town and the region, the airfield or the crossing that the report calls by the same name: the gazetteer's name tells them apart.
    if (said.get(folded(name.name)) > 1 && name.listed && folded(name.listed) !== folded(name.name)) {
      name.name = name.listed;
      name.local = name.local === name.listed ? "" : name.local;
    }
    [name.name, name.local] = namesInOrder(name.name, name.local);
    // Of many alike, those that are named lie all over the map, not in one corner of it.
    name.scatter = (name.geo.lon * 7919 + name.geo.lat * 104729) % 1;
  }
  return all;
})();

let labelled = [];

function writeName(ctx, lines, x, y, align, colour, halo) {
  ctx.textBaseline = "alphabetic";
  ctx.lineJoin = "round";
  for (const line of lines) {
    ctx.font = line.font;
    ctx.textAlign = align;
    ctx.direction = /[\u0590-\u08ff]/.test(line.text) ? "rtl" : "ltr";
    ctx.strokeStyle = halo;
    ctx.lineWidth = line.halo || 3.5;
    ctx.globalAlpha = 0.92;
    ctx.strokeText(line.text, x, y + line.dy);
    ctx.globalAlpha = 1;
    ctx.fillStyle = line.colour || colour;
    ctx.fillText(line.text, x, y + line.dy);
  }
}

function drawLabels(ctx, view) {
  const p = palette(), room = new Room(), offset = themeLayer.offset();
  // Names keep off symbols and other names always, off the lines of arrows where there is another way.
  room.lines = new Room();
  room.names = new Room();
  labelled = [];
  const size = map.getSize(), left = -offset.x, top = -offset.y;
  for (const shape of drawn) {
    if (shape.shape === "point" && shape.r > 3.6) {
      room.take([shape.x - shape.r, shape.y - shape.r, shape.x + shape.r, shape.y + shape.r], shape.book.key);
    } else if (shape.box) {
      room.take(shape.box, shape.row.shape === "border" ? null : placeKey({ lon: shape.row.end_lon, lat: shape.row.end_lat }));
      const line = shape.lines[0], half = shape.width / 2 + 3;
      const last = line.length - 2;
      for (let i = 0; i <= last; i += 4) {
        // The ends are places with names of their own.
        if (Math.hypot(line[i] - line[0], line[i + 1] - line[1]) < half + 14) {
          continue;
        }
        room.lines.take([line[i] - half, line[i + 1] - half, line[i] + half, line[i + 1] + half], null);
      }
    }
  }
  reserve(room, offset);
  const many = placeBook.size > 800, swipe = state.compare ? swipeX() - offset.x : 0;
  const marked = new Set(), reach = new Map();
  for (const shape of drawn) {
    if (shape.vague && shape.vague.length) {
      for (const [lon, lat] of [[shape.row.start_lon, shape.row.start_lat], [shape.row.end_lon, shape.row.end_lat]]) {
        reach.set(placeKey({ lon, lat }), VAGUE_RING + 1);
      }
    }
    if (shape.book) {
      marked.add(shape.book.key);
      reach.set(shape.book.key, Math.max(reach.get(shape.book.key) || 0, shape.r));
    }
  }
  const here = placeNames.filter((name) => {
    name.px = name.geo.x * view.scale - view.ox;
    name.py = name.geo.y * view.scale - view.oy;
    const day = state.compare && name.px < swipe ? stops[state.before] : today();
    name.now = name.events.some((event) => passes(event) && strength(event, day) > 0);
    name.picked = name.events.some((event) => event.id === state.selected);
    // A state that holds counts as now for what has no event of its own.
    if (name.vague && name.events.length && !name.now) {
      return false;
    }
    return name.px > 0 && name.py > 0 && name.px < view.w && name.py < view.h;
  });
  here.sort((a, b) => b.picked - a.picked || b.now - a.now || a.rank - b.rank || b.events.length - a.events.length || a.scatter - b.scatter);
  // What a name could be taken to belong to: every symbol with its size, and every other place that the report names.
  room.points = many ? [] : here.filter((name) => !name.vague && (marked.has(name.key) || name.rank < 3) && name.rank < 4).map((name) => ({ key: name.key, x: name.px, y: name.py, r: 3 }));
  for (const shape of many ? [] : drawn) {
    if (shape.shape === "point") {
      room.points.push({ key: shape.book.key, x: shape.x, y: shape.y, r: shape.r });
    }
  }
  room.said = new Set();
  const aside = [], limit = many ? 60 : 300;
  let quietly = 0;
  for (const name of here.slice(0, limit)) {
    const strong = name.rank < 3 && (name.now || !name.events.length), quiet = name.rank > 3;
    if (quiet && quietly > 30) {
      break;
    }
    const font = (name.vague ? "italic 500 12.5px " : strong ? "600 13.5px " : quiet ? "400 11px " : "500 12px ") + FONT, small = "400 11.5px " + FONT;
    const text = name.vague ? say("somewhereIn", { place: name.name }) : name.name;
    const lines = [quiet ? { text, font, dy: 0, halo: 2.5 } : { text, font, dy: 0 }];
    let wide = textWidth(ctx, font, text), high = 14;
    if (name.local && !name.vague && !quiet) {
      lines.push({ text: name.local, font: small, dy: 14, colour: p.faint });
      wide = Math.max(wide, textWidth(ctx, small, name.local));
      high = 29;
    }
    const gap = Math.max(strong ? 11 : 7, (reach.get(name.key) || 0) + 3);
    const label = Object.assign({}, name, { name: text, local: name.vague || quiet ? "" : name.local, lines, wide, high, gap });
    const short = lines.length > 1 ? Object.assign({}, label, { local: "", lines: lines.slice(0, 1), wide: textWidth(ctx, font, text), high: 14 }) : label;
    if (placeLabel(ctx, view, room, label, p, left, top, size) || (short !== label && placeLabel(ctx, view, room, short, p, left, top, size))) {
      quietly += quiet ? 1 : 0;
      if (!strong && !marked.has(name.key)) {
        dot(ctx, name.px, name.py, p);
      }
      hasSaid(room, name);
    } else if (name.picked || (name.rank < 3 && (!many || name.now))) {
      aside.push([short, name]);
    }
  }
  // Names that found no room beside their symbol take what is left, with a line to it.
  for (const [label, name] of aside) {
    if (placeAside(ctx, room, label, p, left, top, size)) {
      hasSaid(room, name);
    }
  }
  drawCountryNames(ctx, view, room, p, left, top, size);
  drawTowns(ctx, view, room, p, left, top, size);
  drawRoadNumbers(ctx, view, room, p, left, top, size);
  drawBaseNames(ctx, view, room, p);
}

/** Remembers what has a name on the map by now, so that the base map does not name it, or its like, once more. */
function hasSaid(room, name) {
  room.said.add(folded(name.name)).add(folded(name.local)).add(folded(name.listed || ""));
  if (name.vague) {
    room.said.add(name.kind + " " + name.country);
  }
}

/** Whether a place lies in what is seen of the canvas, and whether a name's box fits there and is free. */
function inSight(x, y, left, top, size) {
  return x >= left && y >= top && x <= left + size.x && y <= top + size.y;
}
function boxFor([align, ax, ay], label) {
  const x0 = align === "left" ? ax : align === "right" ? ax - label.wide : ax - label.wide / 2;
  return [x0 - 3, ay - 1, x0 + label.wide + 3, ay + label.high + 2];
}
function boxFits(room, box, left, top, size) {
  return box[0] >= left && box[1] >= top && box[2] <= left + size.x && box[3] <= top + size.y && room.free(box, undefined);
}
function writeLabel(ctx, room, label, [align, ax, ay], box, p, led) {
  room.take(box, label.key);
  room.names.take(box, label.key);
  writeName(ctx, label.lines, ax, ay + 11, align, p.text, p.halo);
  labelled.push({ text: label.name, local: label.local, key: label.key, box, x: label.px, y: label.py, leader: led, base: label.key.startsWith("town") });
  return true;
}

/** Writes a name beside its place where it can belong to no other; best off the lines of arrows, else over them. */
function placeLabel(ctx, view, room, label, p, left, top, size) {
  const { px: x, py: y, gap, high } = label;
  const visible = inSight(x, y, left, top, size);
  const options = [
    ["left", x + gap, y - high / 2], ["right", x - gap, y - high / 2], ["center", x, y + gap], ["center", x, y - gap - high],
    ["left", x + gap, y - high / 2 + 9], ["right", x - gap, y - high / 2 + 9], ["left", x + gap, y + 2], ["left", x + gap, y - high - 2], ["right", x - gap, y + 2], ["right", x - gap, y - high - 2],
    ["center", x, y + gap + 12], ["center", x, y - gap - high - 16], ["left", x + gap + 14, y - high / 2], ["right", x - gap - 14, y - high / 2],
  ];
  for (const soft of [true, false]) {
    for (const option of options) {
      const box = boxFor(option, label);
      if ((visible ? boxFits(room, box, left, top, size) : room.free(box, undefined)) && (!soft || room.lines.free(box, undefined)) && nearestIsOwn(room, label, box)) {
        return writeLabel(ctx, room, label, option, box, p);
      }
    }
  }
  return false;
}

/** How far aside and over what: a short line over an arrow is better than one across half the map. */
const ASIDE = [34, 50, 68, 92, 120, 150].flatMap((far) => [[far, "clear"], [far, "over arrows", 30], [far, "over symbols", 50]])
  .sort((a, b) => a[0] + (a[2] || 0) - b[0] - (b[2] || 0));
/** In a crowd the name stands aside, and a thin line says whose it is: off the arrows if it can be, over them rather than not at all. */
function placeAside(ctx, room, label, p, left, top, size) {
  const { px: x, py: y, gap, high } = label;
  if (!inSight(x, y, left, top, size)) {
    return false;
  }
  for (const [far, way] of ASIDE) {
    for (let i = 0; i < 24; i++) {
      const angle = (i * Math.PI) / 12, cx = x + Math.cos(angle) * (far + gap), cy = y + Math.sin(angle) * far;
      const option = [Math.cos(angle) > 0.3 ? "left" : Math.cos(angle) < -0.3 ? "right" : "center", cx, cy - high / 2], box = boxFor(option, label);
      if (!boxFits(room, box, left, top, size) || (way === "clear" && !room.lines.free(box, undefined))) {
        continue;
      }
      const line = leaderTo(box, x, y), steps = alongWay(line, gap);
      if (steps.every((step) => (way === "over symbols" ? room.names : room).free(step, label.key))) {
        leader(ctx, line, p);
        steps.forEach((step) => {
          room.take(step, null);
          room.names.take(step, null);
        });
        return writeLabel(ctx, room, label, option, box, p, true);
      }
    }
  }
  return false;
}

/** From a place to the nearest point of its name's box. */
function leaderTo(box, x, y) {
  return [x, y, Math.max(box[0] + 2, Math.min(box[2] - 2, x)), Math.max(box[1] + 2, Math.min(box[3] - 2, y))];
}
/** Small boxes along a leader, its beginning at the symbol and its end at the name left out: it crosses no other symbol, name or leader. */
function alongWay([x, y, tx, ty], gap) {
  const length = Math.hypot(tx - x, ty - y), steps = [];
  for (let d = gap + 1; d < length - 4; d += 4) {
    const px = x + ((tx - x) * d) / length, py = y + ((ty - y) * d) / length;
    steps.push([px - 2, py - 2, px + 2, py + 2]);
  }
  return steps;
}
function leader(ctx, [x, y, tx, ty], p) {
  for (const [width, colour] of [[3, p.halo], [1.1, p.text]]) {
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(tx, ty);
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }
}

function gapTo(box, x, y) {
  return Math.hypot(Math.max(box[0] - x, 0, x - box[2]), Math.max(box[1] - y, 0, y - box[3]));
}
/** Whether a name at this box would be read as that of its own place: no symbol of another lies nearer to it. */
function nearestIsOwn(room, name, box) {
  const far = gapTo(box, name.px, name.py);
  let own = far, others = Infinity, centres = Infinity;
  for (const point of room.points) {
    const centre = gapTo(box, point.x, point.y), gap = Math.max(0, centre - point.r);
    if (point.key !== name.key) {
      others = Math.min(others, gap);
      centres = Math.min(centres, centre);
    } else if (point.x === name.px && point.y === name.py) {
      own = Math.min(own, gap);
    }
  }
  return own + 1 < others && far <= centres;
}

function dot(ctx, x, y, p) {
  ctx.beginPath();
  ctx.arc(x, y, 2, 0, 7);
  ctx.fillStyle = p.faint;
  ctx.fill();
}

/** Towns of the base map for orientation, quieter than any place of the report. */
function drawTowns(ctx, view, room, p, left, top, size) {
  const towns = (base.labels && base.labels.towns) || [];
  const font = "400 11px " + FONT, said = new Set(placeNames.flatMap((name) => [folded(name.name), folded(name.local), folded(name.listed || "")]));
  let count = 0;
  for (const town of towns) {
    if (count >= 40 || view.zoom < town.zoom || said.has(folded(town.name))) {
      continue;
    }
    const x = worldX(town.lon) * view.scale - view.ox, y = worldY(town.lat) * view.scale - view.oy;
    if (x < 0 || y < 0 || x > view.w || y > view.h || !room.free([x - 3, y - 3, x + 3, y + 3], undefined)) {
      continue;
    }
    const text = namesInOrder(town.name, town.local)[0], lines = [{ text, font, dy: 0, colour: p.faint, halo: 2.5 }];
    if (placeLabel(ctx, view, room, { name: text, px: x, py: y, key: "town" + count, lines, wide: textWidth(ctx, font, text), high: 12, gap: 6 }, p, left, top, size)) {
      dot(ctx, x, y, p);
      room.said.add(folded(town.name));
      count += 1;
    }
  }
}

/** Numbers of main roads on their longest leg in sight, each once. */
function drawRoadNumbers(ctx, view, room, p, left, top, size) {
  if (view.zoom < ROAD_NUMBERS_FROM || state.online) {
    return;
  }
  const font = "500 10px " + FONT, said = new Set();
  for (const road of base.roads) {
    if (!road.label || said.has(road.label)) {
      continue;
    }
    const wide = textWidth(ctx, font, road.label), spots = [];
    for (const xy of road.lines) {
      for (let i = 2; i < xy.length; i += 2) {
        const legs = [xy[i - 2] * view.scale - view.ox, xy[i - 1] * view.scale - view.oy, xy[i] * view.scale - view.ox, xy[i + 1] * view.scale - view.oy];
        const length = Math.hypot(legs[2] - legs[0], legs[3] - legs[1]);
        for (const part of [0.5, 0.3, 0.7]) {
          spots.push([length, legs[0] + (legs[2] - legs[0]) * part, legs[1] + (legs[3] - legs[1]) * part]);
        }
      }
    }
    spots.sort((a, b) => b[0] - a[0]);
    for (const [length, x, y] of spots) {
      const box = [x - wide / 2 - 4, y - 8, x + wide / 2 + 4, y + 8];
      const inside = box[0] >= left && box[1] >= top && box[2] <= left + size.x && box[3] <= top + size.y;
      if (length > wide + 24 && inside && room.free(box, undefined) && room.lines.free(box, undefined)) {
        room.take(box, "road " + road.label);
        said.add(road.label);
        writeName(ctx, [{ text: road.label, font, dy: 3.5, halo: 4 }], x, y, "center", p.faint, p.focus);
        labelled.push({ text: road.label, box, x, y, base: true });
        break;
      }
    }
  }
}

/** Where a country's name goes: its label point, or, where that is out of sight, well inside the part that is in sight. */
let spotKey = null;
let spots = new Map();
function countrySpots(view, left, top, size) {
  const key = [view.scale, view.ox, view.oy, size.x, size.y, base.box].join();
  if (key === spotKey) {
    return spots;
  }
  spotKey = key;
  spots = new Map();
  const columns = 15, rows = 11;
  for (const country of base.countries) {
    if (!country.ringCache) {
      country.ringCache = ringsOf(country.geo, "xy");
      country.frame = [Infinity, Infinity, -Infinity, -Infinity];
      for (const ring of country.ringCache) {
        for (let i = 0; i < ring.length; i += 2) {
          country.frame = [Math.min(country.frame[0], ring[i]), Math.min(country.frame[1], ring[i + 1]), Math.max(country.frame[2], ring[i]), Math.max(country.frame[3], ring[i + 1])];
        }
      }
    }
    const inside = [], at = (i, j) => [left + 40 + ((size.x - 80) * i) / (columns - 1), top + 30 + ((size.y - 60) * j) / (rows - 1)];
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < rows; j++) {
        const [x, y] = at(i, j), wx = (x + view.ox) / view.scale, wy = (y + view.oy) / view.scale;
        const within = wx > country.frame[0] && wx < country.frame[2] && wy > country.frame[1] && wy < country.frame[3];
        inside.push(within && country.ringCache.reduce((yes, ring) => inRing(ring, wx, wy) !== yes, false));
      }
    }
    if (inside.filter(Boolean).length < 3) {
      continue;
    }
    // Farthest from what is not the country and, less so, from the middle, where the story is.
    const scored = [];
    inside.forEach((yes, n) => {
      if (yes) {
        const [x, y] = at(Math.floor(n / rows), n % rows);
        let gap = 260;
        inside.forEach((other, m) => {
          if (!other) {
            const [ox, oy] = at(Math.floor(m / rows), m % rows);
            gap = Math.min(gap, Math.hypot((ox - x) * 0.6, oy - y));
          }
        });
        scored.push([gap + 0.12 * Math.hypot(x - left - size.x / 2, y - top - size.y / 2), x, y]);
      }
    });
    scored.sort((a, b) => b[0] - a[0]);
    spots.set(country.name, scored.slice(0, 60));
  }
  return spots;
}

function drawCountryNames(ctx, view, room, p, left, top, size) {
  const face = "600 13px " + FONT, spaced = "letterSpacing" in ctx;
  for (const [country, places] of countrySpots(view, left, top, size)) {
    const text = country.toLocaleUpperCase(data.locale), wide = textWidth(ctx, face, text) + (spaced ? 3 * text.length : 0);
    const label = ((base.labels || {}).countries || []).find((one) => one.name === country);
    const own = label ? [[0, worldX(label.lon) * view.scale - view.ox, worldY(label.lat) * view.scale - view.oy]] : [];
    const fits = !label || view.zoom >= label.zoom;
    // A name that reaches over its border is read as the neighbour's: only where there is no other room.
    const known = base.countries.find((one) => one.name === country) || {}, rings = known.ringCache || [];
    if (room.said.has("country " + known.code)) {
      continue;  // the report's own name for it stands there
    }
    const within = ([, x, y]) => [-0.5, 0.5].every((part) => rings.reduce((yes, ring) => inRing(ring, (x + part * wide + view.ox) / view.scale, (y + view.oy) / view.scale) !== yes, false));
    const spots = fits ? own.concat(places) : [];
    for (const [, x, y] of spots.filter(within).concat(spots.filter((spot) => !within(spot)))) {
      const box = [x - wide / 2 - 4, y - 9, x + wide / 2 + 4, y + 9];
      if (box[0] < left || box[1] < top || box[2] > left + size.x || box[3] > top + size.y || !room.free(box, undefined) || !room.lines.free(box, undefined)) {
        continue;
      }
      room.take(box, country);
      if (spaced) {
        ctx.letterSpacing = "3px";
      }
      writeName(ctx, [{ text, font: face, dy: 4, halo: 3 }], x, y, "center", p.faint, state.online ? p.halo : p.focus);
      if (spaced) {
        ctx.letterSpacing = "0px";
      }
      labelled.push({ text: country, box, x, y, base: true });
      break;
    }
  }
}

/** First-level areas and waters where they are large enough on screen. */
function drawBaseNames(ctx, view, room, p) {
  const labels = base.labels || {};
  const spaced = "letterSpacing" in ctx;
  for (const [list, font, colour, upper, spacing] of [
    [labels.waters, "italic 400 12px ", p.water, false, 1],
    [labels.admin, "500 11px ", p.faint, true, 1.2],
  ]) {
    for (const label of list || []) {
      if (view.zoom < label.zoom || view.zoom > label.zoom + 5) {
        continue;
      }
      const x = worldX(label.lon) * view.scale - view.ox, y = worldY(label.lat) * view.scale - view.oy;
      // A region is not named beside the town of its name: one of the two would be read as the other.
      if (x < 0 || y < 0 || x > view.w || y > view.h || room.said.has(folded(label.name))) {
        continue;
      }
      const text = upper ? label.name.toLocaleUpperCase(data.locale) : label.name;
      const face = font + FONT, wide = textWidth(ctx, face, text) + (spaced ? spacing * text.length : 0);
      const box = [x - wide / 2 - 4, y - 8, x + wide / 2 + 4, y + 8];
      if (room.free(box, undefined) && room.lines.free(box, undefined)) {
        room.take(box, label.name);
        if (spaced) {
          ctx.letterSpacing = spacing + "px";
        }
        ctx.font = face;
        writeName(ctx, [{ text, font: face, dy: 4, halo: 3 }], x, y, "center", colour, state.online ? p.halo : p.focus);
        if (spaced) {
          ctx.letterSpacing = "0px";
        }
        labelled.push({ text: label.name, box, x, y, base: true });
      }
    }
  }
}

/** Keeps names from under the boxes that lie on the map. */
function reserve(room, offset) {
  const area = map.getContainer().getBoundingClientRect();
  if (state.compare) {
    // The line between before and after cuts no name.
    const x = swipeX() - offset.x;
    room.take([x - 4, -offset.y, x + 4, area.height - offset.y], null);
  }
  const scale = map.getContainer().querySelector(".leaflet-control-scale");
  for (const element of ["legend", "zoom", "locator", "date-card", "before-card", "theatre-box"].map((id) => document.getElementById(id)).concat(scale || [])) {
    const box = element.getBoundingClientRect();
    if (box.width && box.height) {
      room.take([box.left - area.left - offset.x, box.top - area.top - offset.y, box.right - area.left - offset.x, box.bottom - area.top - offset.y], null);
    }
  }
}
