// Arrows: a smooth curve from place to place, one width over its whole length, and a head whose tip is the destination.
// Civilians and fighters differ by head, tail and the line's core, not by colour alone.

const MAX_BENT = 600;

/** The way an arrow takes, in world units, once for all zooms. Flows give a curve; one of two points is bent here. */
function courseOf(row) {
  if (row.course) {
    return row.course;
  }
  const parts = row.geo.parts;
  const xy = parts.length === 1 ? parts[0].xy : parts.reduce((best, part) => (part.xy.length > best.length ? part.xy : best), parts[0].xy);
  if (parts.length > 1 || xy.length > 6) {
    row.course = xy.length < 120 ? smooth(xy) : xy;
    return row.course;
  }
  const n = xy.length, ax = xy[0], ay = xy[1], bx = xy[n - 2], by = xy[n - 1];
  const bends = frames.movements.length > MAX_BENT ? [0.16] : [0.16, -0.16, 0.08, -0.08, 0.28, -0.28, 0.4, -0.4];
  let best = null, least = Infinity;
  for (const bend of bends) {
    const way = bent(ax, ay, bx, by, bend);
    const cost = Math.abs(Math.abs(bend) - 0.16) + (bend < 0 ? 0.02 : 0) + (bends.length > 1 ? inTheWay(way, row) : 0);
    if (cost < least) {
      least = cost;
      best = way;
    }
  }
  row.course = best;
  return best;
}

/** Points between the given ones on a Catmull-Rom curve through all of them, so that no zoom shows corners. */
function smooth(xy) {
  const n = xy.length / 2, out = [], cuts = 4;
  const at = (i, k) => xy[2 * Math.max(0, Math.min(n - 1, i)) + k];
  for (let i = 0; i < n - 1; i++) {
    for (let j = 0; j < cuts; j++) {
      const t = j / cuts, t2 = t * t, t3 = t2 * t;
      for (const k of [0, 1]) {
        out.push(0.5 * (2 * at(i, k) + (at(i + 1, k) - at(i - 1, k)) * t + (2 * at(i - 1, k) - 5 * at(i, k) + 4 * at(i + 1, k) - at(i + 2, k)) * t2 + (3 * at(i, k) - at(i - 1, k) - 3 * at(i + 1, k) + at(i + 2, k)) * t3));
      }
    }
  }
  out.push(xy[2 * n - 2], xy[2 * n - 1]);
  return Float64Array.from(out);
}

function bent(ax, ay, bx, by, bend) {
  const cx = (ax + bx) / 2 - (by - ay) * bend * 1.4, cy = (ay + by) / 2 + (bx - ax) * bend * 1.4;
  const way = new Float64Array(2 * 41);
  for (let i = 0; i <= 40; i++) {
    const t = i / 40, u = 1 - t;
    way[2 * i] = u * u * ax + 2 * u * t * cx + t * t * bx;
    way[2 * i + 1] = u * u * ay + 2 * u * t * cy + t * t * by;
  }
  return way;
}

/** How many unrelated places a course runs over, its ends left out; also what leaves the focus countries by a wide berth costs. */
function inTheWay(way, row) {
  const n = way.length, ax = way[0], ay = way[1], bx = way[n - 2], by = way[n - 1];
  const near = 0.06 * Math.hypot(bx - ax, by - ay);
  let cost = 0;
  for (const { geo } of placeBook.values()) {
    if (Math.hypot(geo.x - ax, geo.y - ay) < near || Math.hypot(geo.x - bx, geo.y - by) < near) {
      continue;
    }
    for (let i = 4; i < n - 4; i += 2) {
      if (Math.hypot(geo.x - way[i], geo.y - way[i + 1]) < near) {
        cost += 1;
        break;
      }
    }
  }
  return cost + abroad(way, row);
}

/** Cuts a polyline (flat pixels) at a distance before its end; returns the rest and its last point's distance. */
function shorten(points, cut) {
  let i = points.length - 2, left = cut;
  while (i >= 2) {
    const dx = points[i] - points[i - 2], dy = points[i + 1] - points[i - 1], length = Math.hypot(dx, dy);
    if (length > left) {
      const f = left / length, out = Array.from(points.slice(0, i));
      out.push(points[i] - dx * f, points[i + 1] - dy * f);
      return out;
    }
    left -= length;
    i -= 2;
  }
  return [points[0], points[1]];
}
function lengthOf(points) {
  let sum = 0;
  for (let i = 2; i < points.length; i += 2) {
    sum += Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
  }
  return sum;
}

function headPath(ctx, tip, from, length, half, barbed) {
  const angle = Math.atan2(tip[1] - from[1], tip[0] - from[0]), c = Math.cos(angle), s = Math.sin(angle);
  const at = (back, side) => [tip[0] - back * c - side * s, tip[1] - back * s + side * c];
  const corners = barbed
    ? [tip, at(length * 1.12, half), at(length * 0.62, 0), at(length * 1.12, -half)]
    : [tip, at(length, half), at(length, -half)];
  corners.forEach((corner, i) => ctx[i ? "lineTo" : "moveTo"](corner[0], corner[1]));
  ctx.closePath();
}

/**
 * An arrow along flat pixels. The tip of the head is the last point exactly, the tail the first.
 * Returns the head's box, to keep labels off it.
 */
function drawArrow(ctx, item, points, width, options) {
  const o = Object.assign({ alpha: 1, claim: "reported", picked: false }, options);
  const p = palette(), n = points.length, total = lengthOf(points), ink = inkOf(item.stroke);
  const barbed = item.head === "barbed";
  // Where the whole way is hardly longer than the line is wide, the way it goes tells more than its width, which comes back on zooming in.
  const core = Math.min(width, Math.max(1.6, total * 0.16));
  const length = Math.max(4, Math.min(9 + core * 1.7, total * 0.55)), half = Math.min(5 + core * 1.05, length * 0.8);
  const tip = [points[n - 2], points[n - 1]];
  const shaft = shorten(points, length * (barbed ? 0.66 : 0.9));
  const back = shorten(points, length), from = [back[back.length - 2], back[back.length - 1]];
  const tail = () => {
    const r = Math.min(Math.max(3, core * 0.5 + 1.5), Math.max(1.5, total * 0.14));
    if (barbed) {
      ctx.rect(points[0] - r, points[1] - r, 2 * r, 2 * r);
    } else {
      ctx.moveTo(points[0] + r, points[1]);
      ctx.arc(points[0], points[1], r, 0, 2 * Math.PI);
    }
  };
  const line = (w, colour, dash) => {
    ctx.beginPath();
    trace(ctx, shaft);
    ctx.setLineDash(dash || []);
    ctx.lineWidth = w;
    ctx.strokeStyle = colour;
    ctx.stroke();
    ctx.setLineDash([]);
  };
  const ends = (w, colour) => {
    ctx.beginPath();
    tail();
    headPath(ctx, tip, from, length, half, barbed);
    ctx.lineWidth = w;
    ctx.strokeStyle = colour;
    ctx.stroke();
  };
  ctx.save();
  ctx.globalAlpha = o.alpha;
  ctx.lineCap = "butt";
  ctx.lineJoin = "miter";
  ctx.miterLimit = 3;
  if (o.picked) {
    line(core + 12, "#ffd54a");
    ends(12, "#ffd54a");
  }
  const unsure = o.claim === "reported" ? null : CLAIM_DASH[o.claim];
  if (unsure && !item.hollow) {
    line(core + 7, ink, unsure);
  }
  line(core + 4, p.halo);
  ends(4, p.halo);
  if (item.hollow) {
    // Two edges and an empty core; broken edges where the movement is only claimed.
    line(core + 3.4, p.paper);
    line(core + 3.4, ink, unsure);
    line(core + 0.6, p.paper);
  } else {
    line(core, ink, item.dash.length ? item.dash.map((d) => d * Math.max(1, core / 5)) : []);
    if (barbed && core >= 3) {
      line(Math.max(1, core * 0.22), p.halo);
    }
  }
  ctx.beginPath();
  tail();
  headPath(ctx, tip, from, length, half, barbed);
  ctx.fillStyle = item.hollow ? p.paper : ink;
  ctx.fill();
  if (item.hollow) {
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = ink;
    ctx.lineJoin = "round";
    ctx.stroke();
  }
  if (o.bar) {
    const angle = Math.atan2(tip[1] - from[1], tip[0] - from[0]) + Math.PI / 2, reach = half + 6;
    ctx.beginPath();
    ctx.moveTo(tip[0] - reach * Math.cos(angle), tip[1] - reach * Math.sin(angle));
    ctx.lineTo(tip[0] + reach * Math.cos(angle), tip[1] + reach * Math.sin(angle));
    ctx.lineWidth = 3;
    ctx.strokeStyle = ink;
    ctx.stroke();
  }
  ctx.restore();
  return [Math.min(tip[0], from[0]) - half, Math.min(tip[1], from[1]) - half, Math.max(tip[0], from[0]) + half, Math.max(tip[1], from[1]) + half];
}

/** Width of a movement's line in pixels: one scale for all, by class of the number of people. */
function widthOf(row) {
  const width = styles.get("width-" + (row.width_class || 0));
  return width ? width.width_px : data.widths[row.width_class || 0];
}
