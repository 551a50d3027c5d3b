// The base map: land, borders and their names, from the page itself. Far from the report a coarse world stands in.

/** A country's name in the page's language as the browser knows it; in English, and where it knows none, as the base map has it. */
function countryNames() {
  const list = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames([data.locale], { type: "region", style: "short", fallback: "none" }) : null;
  return (country) => {
    if (words["country." + country.code]) {
      return words["country." + country.code];
    }
    const coded = !country.name || country.name === country.code;
    if (!list || !/^[A-Z]{2}$/.test(country.code || "") || (data.locale.startsWith("en") && !coded)) {
      return country.name;
    }
    return list.of(country.code) || country.name;
  };
}

const nameOf = countryNames();
function unpackBase(packed) {
  if (!packed) {
    return { countries: [], admin: [], lines: {}, roads: [], world: null, worldLines: {}, box: null, focus: [] };
  }
  const { arcs, shapes } = unpackArcs(packed.land);
  packed.labels.countries.concat(packed.countries).forEach((one) => {
    one.name = nameOf(one);
  });
  const countries = packed.countries.map((country, i) => Object.assign({ geo: { type: "A", arcs, polygons: shapes[i] } }, country));
  const lines = {};
  for (const name of Object.keys(packed.lines)) {
    lines[name] = packed.lines[name].map((text) => unpackLine(text, packed.linesPerDegree).xy);
  }
  const roads = packed.roads.map((road) => ({ label: road.label || "", lines: road.lines.map((text) => unpackLine(text, packed.linesPerDegree).xy) }));
  const worldLines = {};
  for (const name of Object.keys(packed.worldLines || {})) {
    worldLines[name] = packed.worldLines[name].map((text) => unpackLine(text, packed.worldPerDegree).xy);
  }
  const strokes = { coast: packed.coast.map((i) => arcs[i].xy), border: packed.border.map((i) => arcs[i].xy) };
  const world = packed.world ? unpackArcs(packed.world) : null;
  const box = packed.box ? [worldX(packed.box[0]), worldY(packed.box[3]), worldX(packed.box[2]), worldY(packed.box[1])] : null;
  return { countries, focus: countries.filter((country) => country.focus), lines: Object.assign(strokes, lines), roads, world, worldLines, box, labels: packed.labels };
}

const wholeBase = unpackBase(data.base);
let base = wholeBase;

/** The base map for what is in sight: that of a theatre, in finer lines, where it reaches all around, else the one of everything. */
const finer = (data.finer || []).map((packed) => ({ packed, box: packed.box, base: null }));
function chooseBase() {
  const seen = map.getBounds(), found = finer.find(({ box: [w, s, e, n] }) => seen.getWest() >= w && seen.getEast() <= e && seen.getSouth() >= s && seen.getNorth() <= n);
  if (found && !found.base) {
    // The world around is the same for all.
    found.base = Object.assign(unpackBase(found.packed), { world: wholeBase.world, worldLines: wholeBase.worldLines });
    found.packed = null;
  }
  base = found ? found.base : wholeBase;
}

function inRing(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    if (ring[i + 1] > y !== ring[j + 1] > y && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) {
      inside = !inside;
    }
  }
  return inside;
}
function inShape(shape, x, y) {
  let inside = false;
  for (const ring of ringsOf(shape, "xy")) {
    inside = inRing(ring, x, y) !== inside;
  }
  return inside;
}

/** The share of a course that leaves the countries of its two ends. */
function abroad(way, row) {
  if (!base.countries.length) {
    return 0;
  }
  const n = way.length;
  const home = base.countries.filter((c) => inShape(c.geo, way[0], way[1]) || inShape(c.geo, way[n - 2], way[n - 1]));
  if (!home.length) {
    return 0;
  }
  let out = 0, all = 0;
  for (let i = 8; i < n - 8; i += 8) {
    all += 1;
    out += home.some((c) => inShape(c.geo, way[i], way[i + 1])) ? 0 : 1;
  }
  return (2 * out) / Math.max(1, all);
}

function strokeLines(ctx, view, lines, colour, width, dash) {
  ctx.beginPath();
  for (const xy of lines || []) {
    trace(ctx, pixels(view, xy));
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash || []);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Borders of countries, coarse: for the inset and for what lies beyond the base map's box. */
function drawWorldLines(ctx, view, colour, width) {
  strokeLines(ctx, view, base.worldLines.border, colour, width);
  strokeLines(ctx, view, base.worldLines.disputed, colour, width, [3 * width, 3 * width]);
}

/** The zoom from which main roads are drawn, and from which they have their numbers. */
const ROADS_FROM = 6, ROAD_NUMBERS_FROM = 7.5;
/** Main roads, thin and pale: straight legs between towns, for orientation only. */
function drawRoads(ctx, view, p) {
  if (view.zoom >= ROADS_FROM) {
    const width = view.zoom >= 9 ? 2 : 1.3;
    ctx.lineJoin = ctx.lineCap = "round";
    for (const road of base.roads) {
      strokeLines(ctx, view, road.lines, p.road, width);
    }
    ctx.lineCap = "butt";
  }
}

function drawBase(ctx, view) {
  chooseBase();
  const p = palette();
  ctx.fillStyle = p.sea;
  if (!state.online) {
    ctx.fillRect(0, 0, view.w, view.h);
  }
  ctx.lineJoin = "round";
  if (!state.online) {
    if (base.world) {
      ctx.save();
      if (base.box) {
        const [w, n, e, s] = base.box;
        ctx.beginPath();
        ctx.rect(0, 0, view.w, view.h);
        ctx.rect(w * view.scale - view.ox, n * view.scale - view.oy, (e - w) * view.scale, (s - n) * view.scale);
        ctx.clip("evenodd");
      }
      ctx.beginPath();
      base.world.shapes.forEach((polygons) => traceShape(ctx, view, { arcs: base.world.arcs, polygons }));
      ctx.fillStyle = p.land;
      ctx.fill("evenodd");
      strokeLines(ctx, view, base.world.arcs.map((arc) => arc.xy), p.coast, 0.6);
      drawWorldLines(ctx, view, p.border, 0.8);
      ctx.restore();
    }
    const land = (countries, colour) => {
      ctx.beginPath();
      countries.forEach((country) => traceShape(ctx, view, country.geo));
      ctx.fillStyle = colour;
      ctx.fill("evenodd");
      // A hairline of the same colour closes the seam between neighbours.
      ctx.strokeStyle = colour;
      ctx.lineWidth = 0.7;
      ctx.stroke();
    };
    land(base.countries.filter((country) => !country.focus), p.land);
    // Beyond the box nothing is known to be in focus or not: then all land looks the same.
    const box = base.box && base.box.map((side, i) => side * view.scale - (i % 2 ? view.oy : view.ox));
    const within = box && box[0] <= view.w * 0.15 && box[1] <= view.h * 0.15 && box[2] >= view.w * 0.85 && box[3] >= view.h * 0.85;
    land(base.focus, within ? p.focus : p.land);
    strokeLines(ctx, view, base.lines.coast, p.coast, 0.8);
  }
  if (view.zoom >= 5) {
    strokeLines(ctx, view, base.lines.admin, p.admin, view.zoom >= 7 ? 1 : 0.7, [4, 3]);
  }
  strokeLines(ctx, view, base.lines.border, p.border, view.zoom >= 6 ? 1.5 : 1);
  if (!state.online) {
    drawRoads(ctx, view, p);
  }
  if (base.lines.disputed && base.lines.disputed.length) {
    strokeLines(ctx, view, base.lines.disputed, p.focus, 2.6);
    strokeLines(ctx, view, base.lines.disputed, p.border, 1.5, [5, 4]);
  }
}
