// The legend: exactly the classes that are on the map now, drawn by the functions that draw the map.

const GROUPS = ["Who controls", "Movements", "People", "Fighting", "Lines", "Places", "Certainty"];

/** A sample of a class: what the map draws, on a small canvas of its own. */
function swatch(item, width, height, row) {
  const canvas = make("canvas", { class: "swatch", "aria-hidden": "true" });
  const ratio = Math.min(3, window.devicePixelRatio || 1) * 1.5;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = width + "px";
  canvas.style.height = height + "px";
  const ctx = canvas.getContext("2d"), view = { ratio, ox: 0, oy: 0, scale: 1 };
  ctx.scale(ratio, ratio);
  const kind = item.key.split("-")[0];
  if (kind === "siege") {
    drawSymbol(ctx, Object.assign({}, item, { symbol: "circle", colour: palette().paper }), width / 2, height / 2, 3, view, { siege: true });
  } else if (kind === "claim" || kind === "precision") {
    sampleOfMark(ctx, item, width, height);
  } else if (item.head && item.head !== "none") {
    const size = row ? Math.min(6, widthOf(row)) : Math.min(7, item.width_px);
    drawArrow(ctx, item, [5, height - 4, width * 0.4, height * 0.42, width - 3, height * 0.42], size, { bar: kind === "border" && !row });
  } else if (kind === "width") {
    ctx.lineWidth = item.width_px;
    ctx.strokeStyle = inkOf(item.stroke);
    ctx.beginPath();
    ctx.moveTo(2, height / 2);
    ctx.lineTo(width - 2, height / 2);
    ctx.stroke();
  } else if (kind === "wedge") {
    ctx.beginPath();
    ctx.moveTo(3, height / 2);
    ctx.lineTo(width - 4, 1.5);
    ctx.quadraticCurveTo(width, height / 2, width - 4, height - 1.5);
    ctx.closePath();
    fillAs(ctx, item, view, 1);
    ctx.setLineDash([4, 2.5]);
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = inkOf(item.stroke);
    ctx.stroke();
  } else if (item.geometry === "polygon") {
    const points = (frames.areas || []).length === 0;
    if (points) {
      drawSymbol(ctx, item, width / 2, height / 2, Math.min(6.5, height / 2 - 2), view);
    } else {
      ctx.beginPath();
      ctx.rect(1, 1, width - 2, height - 2);
      fillAs(ctx, item, view, 1);
      ctx.lineWidth = 1.4;
      ctx.setLineDash(item.dash);
      ctx.strokeStyle = item.stroke;
      ctx.stroke();
    }
  } else if (item.geometry === "line") {
    ctx.beginPath();
    ctx.moveTo(2, height / 2);
    ctx.lineTo(width - 2, height / 2);
    ctx.lineWidth = item.width_px;
    ctx.setLineDash(item.dash);
    ctx.strokeStyle = inkOf(item.stroke);
    ctx.stroke();
  } else {
    drawSymbol(ctx, item, width / 2, height / 2, Math.min(item.symbol === "star" ? 6 : 6.5, height / 2 - 2), view);
  }
  return canvas;
}
function sampleOfMark(ctx, item, width, height) {
  ctx.strokeStyle = inkOf(item.stroke);
  ctx.beginPath();
  if (item.key.startsWith("precision")) {
    ctx.setLineDash(item.dash);
    ctx.lineWidth = 1.6;
    ctx.lineCap = "round";
    ctx.arc(width / 2, height / 2, Math.min(7.5, height / 2 - 1.5), 0, 7);
  } else {
    ctx.setLineDash(CLAIM_DASH[item.key.slice(6)] || item.dash);
    ctx.lineWidth = 2;
    ctx.moveTo(2, height / 2);
    ctx.lineTo(width - 2, height / 2);
  }
  ctx.stroke();
}

/** Whether any of a shape may be seen: the legend tells of what is in the map's frame, not of another war far off. */
function inFrame(shape, [left, top, right, bottom]) {
  const meets = (x0, y0, x1, y1) => x1 >= left && y1 >= top && x0 <= right && y0 <= bottom;
  if (shape.shape === "point") {
    return meets(shape.x - shape.r, shape.y - shape.r, shape.x + shape.r, shape.y + shape.r);
  }
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (xy, scale, ox, oy) => {
    for (let i = 0; i < xy.length; i += 2) {
      const x = xy[i] * scale - ox, y = xy[i + 1] * scale - oy;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  };
  if (shape.lines) {
    shape.lines.forEach((line) => take(line, 1, 0, 0));
  } else {
    const origin = map.getPixelOrigin(), scale = 256 * Math.pow(2, map.getZoom()), min = themeLayer._bounds.min;
    shape.geo.frame = shape.geo.frame || frameOf(shape.geo);
    take(shape.geo.frame, scale, origin.x + min.x, origin.y + min.y);
  }
  return meets(...box);
}
/** The map's frame in pixels of the canvas. */
function frameNow() {
  const offset = themeLayer.offset(), size = map.getSize();
  return [-offset.x, -offset.y, size.x - offset.x, size.y - offset.y];
}
/** The box around a shape in world units: its north-west and south-east corners. */
function frameOf(geo) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of ringsOf(geo, "xy")) {
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i]);
      box[1] = Math.min(box[1], ring[i + 1]);
      box[2] = Math.max(box[2], ring[i]);
      box[3] = Math.max(box[3], ring[i + 1]);
    }
  }
  return box;
}

/** Keys of the classes that the drawn shapes have: their style, and what modifies it. */
function classesDrawn() {
  const keys = new Set();
  const seen = frameNow();
  for (const shape of drawn) {
    if (!inFrame(shape, seen)) {
      continue;
    }
    keys.add(shape.item.key);
    if (shape.siege) {
      keys.add("siege");
    }
    const claim = shape.claim || shape.row.claim_status;
    if (claim && claim !== "reported" && shape.row.layer !== "routes" && shape.row.layer !== "places") {
      keys.add("claim-" + claim);
    }
    if (shape.shape === "point" && shape.precision > 1) {
      keys.add("precision-" + shape.precision);
    }
    (shape.vague || []).forEach((precision) => keys.add("precision-" + precision));
    if (shape.shape === "arrow" && shape.row.width_class) {
      keys.add("width-" + shape.row.width_class);
    }
  }
  return Array.from(keys).filter((key) => styles.has(key));
}

let legendKey = null;
function updateLegend() {
  const keys = classesDrawn(), theme = isDark();
  const key = keys.slice().sort().join() + theme + document.documentElement.dataset.printing;
  if (key === legendKey) {
    return;
  }
  legendKey = key;
  const body = $("legend-body"), shown = new Set(keys);
  const items = data.legend.filter((item) => shown.has(item.key));
  const groups = Array.from(new Set(GROUPS.concat(items.map((item) => item.group)))).map((group) => [group, items.filter((item) => item.group === group)]).filter((one) => one[1].length);
  body.replaceChildren(...groups.map(([group, list]) => make("div", { class: "group" }, make("h3", {}, say("group." + group) === "group." + group ? group : say("group." + group)),
    make("ul", {}, list.map((item, i) => make("li", { "data-key": item.key }, swatch(item, 34, item.group === "People" ? Math.max(14, item.width_px + 2) : 18), quoted("span", legendWords(item, list[i - 1]))))))));
  $("legend").hidden = !items.length;
}
/** The words of a class in the page's language where there are any: a side's name stays as it is. Right under its like, a class says only what differs. */
function legendWords(item, above) {
  if (above && item.key === above.key.replace(/-known$/, "-unknown") && item.key !== above.key) {
    return "… " + say("legend.numberless");
  }
  const known = words["legend." + item.key];
  if (known !== undefined) {
    return known;
  }
  const [shape, who, number] = item.key.split("-");
  if (words["legend." + shape] && words["legend." + who]) {
    return words["legend." + who] + " " + words["legend." + shape] + (number === "unknown" ? "; " + words["legend.numberless"] : "");
  }
  return item.label;
}
