// What the map says on a day: areas, front, roads, movements, symbols. `drawn` remembers every shape for clicks, legend and labels.

let drawn = [];
let drawnNow = new Set();
let drawnBefore = new Set();
let appearing = 1;
const fallback = { key: "none", stroke: "#3a3a3a", colour: null, fill_opacity: 0, width_px: 1.5, dash: [], pattern: "none", symbol: "circle", head: "none" };

function styleOf(row) {
  return styles.get(row.style) || fallback;
}
function sideShown(side) {
  return !side || !state.off.side.has(side);
}
function controlShown() {
  return !state.off.kind.has("control_change");
}
function stateShown(row) {
  return controlShown() && sideShown(row.holder) && !state.off.claim.has(row.claim_status || "reported");
}

const sprites = new Map();
/** A symbol as a picture, so that thousands of them draw in a few milliseconds. */
function stamp(ctx, view, item, x, y, size, options) {
  const key = [item.key, size, options.claim, options.precision, options.fresh, options.siege, view.ratio, isDark()].join();
  const plain = !item.key.startsWith("arrival") && !options.siege && options.claim === "reported" && options.precision < 2 && !options.fresh;
  const reach = Math.ceil(plain ? size * 1.3 + 4 : size + 12);
  let sprite = sprites.get(key);
  if (!sprite) {
    sprite = document.createElement("canvas");
    sprite.width = sprite.height = Math.ceil(2 * reach * view.ratio);
    const pen = sprite.getContext("2d");
    pen.scale(view.ratio, view.ratio);
    drawSymbol(pen, item, reach, reach, size, { ratio: view.ratio, ox: 0, oy: 0 }, Object.assign({}, options, { alpha: 1 }));
    sprites.set(key, sprite);
  }
  ctx.globalAlpha = options.alpha;
  ctx.drawImage(sprite, x - reach, y - reach, sprite.width / view.ratio, sprite.height / view.ratio);
  ctx.globalAlpha = 1;
}

function isNew(id) {
  return appearing < 1 && !drawnBefore.has(id) ? appearing : 1;
}
function note(record, side) {
  record.side = side;
  drawn.push(record);
  drawnNow.add(record.id);
}

/** Whether a place or an area is besieged, whoever holds it. */
function isBesieged(row) {
  return [row.holder_status, row.control_status, row.status].includes("besieged");
}

function drawAreas(ctx, view, day, side) {
  for (const row of frames.areas || []) {
    if (!row.geo || !valid(row, day) || !stateShown(row)) {
      continue;
    }
    const item = styleOf(row), alpha = isNew(row.id);
    ctx.save();
    ctx.beginPath();
    traceShape(ctx, view, row.geo);
    fillAs(ctx, item, view, alpha);
    ctx.globalAlpha = alpha;
    ctx.lineJoin = "round";
    ctx.strokeStyle = palette().edge;
    ctx.lineWidth = 2.2;
    ctx.stroke();
    ctx.strokeStyle = item.stroke;
    ctx.lineWidth = 1;
    ctx.setLineDash(CLAIM_DASH[row.claim_status] || item.dash);
    ctx.stroke();
    const siege = isBesieged(row);
    if (siege) {
      // Teeth along the edge: a broad line of short strokes.
      ctx.strokeStyle = palette().siege;
      ctx.lineWidth = 7;
      ctx.setLineDash([2, 7]);
      ctx.stroke();
    }
    ctx.restore();
    note({ id: row.id, row, item, shape: "area", geo: row.geo, siege }, side);
  }
}

function drawLine(ctx, view, row, item, width, alpha) {
  ctx.save();
  ctx.globalAlpha = alpha;
  ctx.lineJoin = ctx.lineCap = "round";
  const lines = row.geo.type === "L" ? row.geo.parts.map((part) => pixels(view, part.xy)) : ringsOf(row.geo, "xy").map((ring) => pixels(view, ring));
  for (const [w, colour, dash] of [[width + 3, palette().halo, []], [width, inkOf(item.stroke), item.dash]]) {
    ctx.beginPath();
    lines.forEach((line) => trace(ctx, line));
    ctx.lineWidth = w;
    ctx.lineCap = dash.length ? "butt" : "round";
    ctx.strokeStyle = colour;
    ctx.setLineDash(dash);
    ctx.stroke();
  }
  ctx.restore();
  return lines;
}

function drawLines(ctx, view, day, side) {
  for (const row of frames.routes || []) {
    if (row.geo) {
      const item = styleOf(row), lines = drawLine(ctx, view, row, item, item.width_px, 0.85);
      note({ id: row.id, row, item, shape: "line", lines, width: item.width_px }, side);
    }
  }
  for (const row of frames.front || []) {
    if (row.geo && valid(row, day) && controlShown()) {
      const item = styleOf(row), lines = drawLine(ctx, view, row, item, Math.max(3.5, item.width_px), isNew(row.id));
      note({ id: row.id, row, item, shape: "line", lines, width: item.width_px }, side);
    }
  }
}

function drawWedge(ctx, view, row, item, alpha, picked) {
  ctx.save();
  ctx.beginPath();
  traceShape(ctx, view, row.geo);
  fillAs(ctx, item, view, alpha);
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  ctx.lineWidth = picked ? 7 : 4;
  ctx.strokeStyle = picked ? "#ffd54a" : palette().halo;
  ctx.globalAlpha = alpha * (picked ? 1 : 0.7);
  ctx.stroke();
  ctx.globalAlpha = alpha;
  ctx.setLineDash(CLAIM_DASH[row.claim_status] || item.dash);
  ctx.lineWidth = 1.8;
  ctx.strokeStyle = inkOf(item.stroke);
  ctx.stroke();
  ctx.restore();
}

function drawMovements(ctx, view, day, side) {
  const rows = (frames.movements || []).filter((row) => row.geo && row.geo.type !== "P" && row.event && passes(row.event));
  const shown = rows.map((row) => ({ row, alpha: strength(row.event, day) })).filter((one) => one.alpha > 0);
  const rank = (row) => (row.geo.type === "A" ? 0 : 10) + (10 - (row.width_class || 0)) / 10;
  shown.sort((a, b) => rank(a.row) - rank(b.row) || a.alpha - b.alpha);
  for (const { row, alpha } of shown) {
    const item = styleOf(row), picked = row.event.id === state.selected, strong = alpha * isNew(row.id);
    if (row.geo.type === "A") {
      drawWedge(ctx, view, row, item, strong, picked);
      note({ id: row.id, row, item, shape: "wedge", geo: row.geo, alpha }, side);
      continue;
    }
    const line = pixels(view, courseOf(row)), width = widthOf(row);
    const box = drawArrow(ctx, item, line, width, { alpha: strong, claim: row.claim_status || "reported", picked, bar: row.shape === "border" });
    const vague = vagueEnds(ctx, row, line, strong);
    note({ id: row.id, row, item, shape: "arrow", lines: [line], width, box, alpha, style: row.style, vague }, side);
  }
}

const VAGUE_RING = 13;
/** Rings around the ends of an arrow that are no exact places; returns how inexact they are. A border arrow's end is no place at all. */
function vagueEnds(ctx, row, line, alpha) {
  const n = line.length, ends = [[row.origin_precision || 1, line[0], line[1]]];
  if (row.shape !== "border") {
    ends.push([row.destination_precision || 1, line[n - 2], line[n - 1]]);
  }
  const vague = ends.filter(([precision]) => precision > 1);
  for (const [precision, x, y] of vague) {
    ctx.save();
    ctx.globalAlpha = alpha;
    precisionRing(ctx, x, y, VAGUE_RING, precision);
    ctx.restore();
  }
  return vague.map(([precision]) => precision);
}

const WIDE_KINDS = new Set(["continent", "region", "country", "admin1", "admin2", "area", "border", "road", "river", "lake", "sea", "mountain"]);
/** Whether a named place is a spot that a dot can stand for, not a country or a province. */
function isSpot(row) {
  return (row.precision || 1) === 1 && !WIDE_KINDS.has(row.place_kind);
}

/** What there is at each place on a day: its holder, what happened there by kind, or only a name. Places out of sight count too. */
function placesOn(view, day) {
  const margin = 40, found = [];
  for (const book of placeBook.values()) {
    const x = book.geo.x * view.scale - view.ox, y = book.geo.y * view.scale - view.oy;
    const holder = book.holders.find((row) => valid(row, day) && stateShown(row));
    const groups = new Map();
    for (const row of book.rows) {
      // Where somebody holds the place, the reports that decided it are told by its symbol; what denies or adds to it has one of its own.
      if (row.layer === "places" || (row.layer === "control" && holder && book.decided.has(row.event))) {
        continue;
      }
      const alpha = passes(row.event) ? strength(row.event, day) : 0;
      if (alpha > 0) {
        const key = row.style + (row.layer === "control" ? (row.claim_status || "") + isBesieged(row) : ""), group = groups.get(key);
        if (!group) {
          groups.set(key, { rows: [row], alpha });
        } else {
          group.rows.push(row);
          group.alpha = Math.max(group.alpha, alpha);
        }
      }
    }
    const named = !holder && !groups.size ? book.rows.find((row) => row.layer === "places" && isSpot(row)) : null;
    if (holder || groups.size || named) {
      const seen = x > -margin && y > -margin && x < view.w + margin && y < view.h + margin;
      found.push({ book, x, y, holder, groups: Array.from(groups.values()), named, seen, ring: 0 });
    }
  }
  found.sort((a, b) => (b.book.quiet || 0) - (a.book.quiet || 0));
  found.size = found.length > 5000 ? 3.5 : found.length > 800 ? 5 : 7;
  return found;
}
function isPicked(rows) {
  return state.selected !== null && rows.some((row) => row.event && row.event.id === state.selected);
}
/** Draws one symbol for some rows and remembers all of them. */
function mark(ctx, view, place, group, x, y, radius, options, side) {
  const row = group.rows[group.rows.length - 1], item = styleOf(row), claim = row.claim_status || "reported";
  const precision = options.lifted ? 1 : row.precision || 1, siege = row.layer === "control" && isBesieged(row);
  if (place.seen) {
    if (isPicked(group.rows)) {
      glow(ctx, x, y, radius + 5);
    }
    stamp(ctx, view, item, x, y, radius, { alpha: group.alpha * isNew(row.id), claim, precision, fresh: false, siege });
  }
  const reach = radius + (item.key.startsWith("arrival") ? 6 : siege ? 9 : 1);
  group.rows.forEach((one) => note({ id: one.id, row: one, item, shape: "point", x, y, r: reach, book: place.book, alpha: group.alpha, claim, precision, siege }, side));
}

/** Rings around places that people left or came to: under the arrows, whose heads they would hide. */
function drawRings(ctx, view, found, side) {
  for (const place of found) {
    for (const group of place.groups) {
      const row = group.rows[group.rows.length - 1];
      if (row.layer === "movements") {
        const radius = found.size + 5 + 2.2 * (row.width_class || 0);
        place.ring = Math.max(place.ring, radius + 3);
        mark(ctx, view, place, group, place.x, place.y, radius, {}, side);
      }
    }
  }
}

/** Symbols of places: the holder on the point itself, what happened there in a row above it, each kind once with its number. */
function drawSymbols(ctx, view, found, day, side) {
  for (const place of found) {
    const { book, x, y, holder, named } = place, size = book.quiet ? Math.min(3.5, found.size) : found.size;
    if (named) {
      if (found.length < 800) {
        if (place.seen) {
          stamp(ctx, view, styleOf(named), x, y, 3.2, { alpha: 1, claim: "reported", precision: 1, fresh: false });
        }
        note({ id: named.id, row: named, item: styleOf(named), shape: "point", x, y, r: 4, book, claim: "reported", precision: 1 }, side);
      }
      continue;
    }
    if (holder) {
      const fresh = book.rows.some((row) => row.layer === "control" && row.event.begin <= day && row.event.end >= day);
      const claim = holder.claim_status || "reported", precision = holder.precision || 1, siege = isBesieged(holder);
      if (place.seen) {
        if (isPicked(book.rows.filter((row) => row.layer === "control"))) {
          glow(ctx, x, y, size + 7);
        }
        stamp(ctx, view, styleOf(holder), x, y, size, { alpha: isNew(holder.id), claim, precision, fresh, siege });
      }
      note({ id: holder.id, row: holder, item: styleOf(holder), shape: "point", x, y, r: size + (siege ? 9 : 2), book, claim, precision, siege }, side);
    }
    const others = place.groups.filter((group) => group.rows[0].layer !== "movements");
    const lifted = holder ? others : others.slice(1), top = y - Math.max(2 * size + (holder && isBesieged(holder) ? 16 : 9), place.ring ? place.ring + size + 3 : 0);
    others.forEach((group) => {
      const step = lifted.indexOf(group), up = step >= 0;
      const sx = up ? x + (step - (lifted.length - 1) / 2) * (2 * size + 7) : x, sy = up ? top : y;
      mark(ctx, view, place, group, sx, sy, size, { lifted: up }, side);
      if (place.seen && group.rows.length > 1 && found.length < 800) {
        badge(ctx, sx + size, sy - size, group.rows.length);
      }
    });
  }
}

function glow(ctx, x, y, r) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 7);
  ctx.fillStyle = "#ffd54a";
  ctx.fill();
}
function badge(ctx, x, y, count) {
  const text = number(count);
  ctx.font = "700 10px " + FONT;
  const width = Math.max(14, ctx.measureText(text).width + 6);
  ctx.beginPath();
  ctx.roundRect(x - 4, y - 8, width, 14, 7);
  ctx.fillStyle = palette().text;
  ctx.fill();
  ctx.fillStyle = palette().paper;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x - 4 + width / 2, y - 0.5);
}

function drawDay(ctx, view, day, side) {
  drawAreas(ctx, view, day, side);
  drawLines(ctx, view, day, side);
  const found = placesOn(view, day);
  drawRings(ctx, view, found, side);
  drawMovements(ctx, view, day, side);
  drawSymbols(ctx, view, found, day, side);
}

function drawTheme(ctx, view) {
  drawn = [];
  drawnNow = new Set();
  if (state.compare) {
    const x = swipeX() - themeLayer.offset().x;
    for (const [side, day, left, width] of [["before", stops[state.before], 0, x], ["after", today(), x, view.w - x]]) {
      ctx.save();
      ctx.beginPath();
      ctx.rect(left, 0, Math.max(0, width), view.h);
      ctx.clip();
      drawDay(ctx, view, day, side);
      ctx.restore();
    }
  } else {
    drawDay(ctx, view, today(), "now");
  }
  updateLegend();
  drawLabels(ctx, view);
}

function swipeX() {
  return Math.round(map.getSize().x * state.swipe);
}

/** Shapes at a point of the container, the topmost first; symbols before lines before surfaces. */
function shapesAt(point, reach) {
  const offset = themeLayer.offset(), x = point.x - offset.x, y = point.y - offset.y;
  const side = !state.compare ? "now" : point.x < swipeX() ? "before" : "after";
  const scale = 256 * Math.pow(2, map.getZoom());
  const origin = map.getPixelOrigin().add(themeLayer._bounds.min);
  const wx = (x + origin.x) / scale, wy = (y + origin.y) / scale;
  const found = { point: [], arrow: [], line: [], wedge: [], area: [] };
  for (const shape of drawn) {
    if (shape.side !== side) {
      continue;
    }
    if (shape.shape === "point") {
      const distance = Math.hypot(shape.x - x, shape.y - y);
      if (distance <= Math.max(shape.r, reach)) {
        found.point.push([distance, shape]);
      }
    } else if (shape.lines) {
      const distance = Math.min(...shape.lines.map((line) => distanceTo(line, x, y)));
      if (distance <= shape.width / 2 + reach * 0.7) {
        found[shape.shape].push([distance, shape]);
      }
    } else if (inShape(shape.geo, wx, wy)) {
      found[shape.shape].unshift([0, shape]);
    }
  }
  for (const kind of ["point", "arrow", "line"]) {
    found[kind].sort((a, b) => a[0] - b[0]);
  }
  return [].concat(found.point, found.arrow, found.line, found.wedge, found.area).map((one) => one[1]);
}
function distanceTo(line, x, y) {
  let best = Infinity;
  for (let i = 2; i < line.length; i += 2) {
    const dx = line[i] - line[i - 2], dy = line[i + 1] - line[i - 1], length = dx * dx + dy * dy;
    const t = length ? Math.max(0, Math.min(1, ((x - line[i - 2]) * dx + (y - line[i - 1]) * dy) / length)) : 0;
    best = Math.min(best, Math.hypot(x - line[i - 2] - t * dx, y - line[i - 1] - t * dy));
  }
  return best;
}
