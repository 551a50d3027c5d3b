// Canvas layers on the Leaflet map, colours, and the outlines of every symbol. The legend draws its samples with the same functions.

const map = window.map_conflict;
const PALETTES = {
  light: {
    sea: "#dce6ec", land: "#efece4", focus: "#faf8f2", coast: "#8fa3b0", border: "#8a8577", admin: "#c4beb0", halo: "#ffffff", text: "#1d2126",
    faint: "#6f6a5e", road: "#ddd3bf", water: "#5f7c8f", paper: "#ffffff", edge: "#ffffff", siege: "#1a1a1a",
  },
  dark: {
    sea: "#10181f", land: "#232a30", focus: "#2c343b", coast: "#4d6270", border: "#7b8790", admin: "#46515a", halo: "#12181d", text: "#f1f3f4",
    faint: "#a3adb5", road: "#48535b", water: "#7f9fb3", paper: "#1b2228", edge: "#12181d", siege: "#dfe3e6",
  },
};
const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
let dark = prefersDark.matches;
/** Whether the page is dark now: as the reader chose, else as the system says. */
function isDark() {
  return dark;
}
function lookAgain() {
  const chosen = document.documentElement.dataset.theme;
  dark = chosen ? chosen === "dark" : prefersDark.matches;
}
function palette() {
  return PALETTES[isDark() && !document.documentElement.dataset.printing ? "dark" : "light"];
}

const inks = new Map();
/** A line's colour as it is; on the dark map lightened, hue kept, until it stands out from the land by 4 : 1. */
function inkOf(colour) {
  if (!isDark() || document.documentElement.dataset.printing) {
    return colour;
  }
  if (!inks.has(colour)) {
    const rgb = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
    const light = (parts) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
      const v = parts[i] / 255;
      return sum + weight * (v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    }, 0);
    let mixed = rgb;
    for (let white = 0; white <= 1 && light(mixed) < 0.29; white += 0.05) {
      mixed = rgb.map((part) => Math.round(part + (255 - part) * white));
    }
    inks.set(colour, "rgb(" + mixed.join(",") + ")");
  }
  return inks.get(colour);
}

/** A canvas that fills the map with a margin, follows pan and zoom, and calls draw(ctx, view) when the view settles. */
const CanvasLayer = L.Renderer.extend({
  options: { padding: 0.2 },
  initialize(draw, options) {
    L.setOptions(this, options);
    L.stamp(this);
    this._layers = {};
    this._paint = draw;
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._ctx = this._container.getContext("2d");
  },
  _destroyContainer() {
    this._container.remove();
  },
  _updatePaths() {},
  getEvents() {
    return Object.assign(L.Renderer.prototype.getEvents.call(this), { move: this._onMove });
  },
  // A long drag would show the margin's end before it stops: draw again as soon as that comes near.
  _onMove() {
    const origin = this._map.containerPointToLayerPoint([0, 0]);
    const view = L.bounds(origin, origin.add(this._map.getSize()));
    if (this._bounds && !this._map._animatingZoom && !this._bounds.contains(view)) {
      this._update();
    }
  },
  _update() {
    if (this._map._animatingZoom && this._bounds) {
      return;
    }
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize(), ratio = pixelRatio();
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = Math.round(size.x * ratio);
    this._container.height = Math.round(size.y * ratio);
    this._container.style.width = size.x + "px";
    this._container.style.height = size.y + "px";
    this.redraw();
  },
  redraw() {
    if (!this._bounds) {
      return;
    }
    const size = this._bounds.getSize(), origin = this._map.getPixelOrigin(), ratio = pixelRatio();
    const view = {
      scale: 256 * Math.pow(2, this._map.getZoom()), zoom: this._map.getZoom(), ratio,
      ox: origin.x + this._bounds.min.x, oy: origin.y + this._bounds.min.y, w: size.x, h: size.y,
    };
    if (document.documentElement.dataset.printing) {
      // Printed, a canvas is drawn again stroke by stroke, and a clearing stroke would become a white sheet over all that lies beneath: a new one has none.
      const fresh = this._container.cloneNode(false);
      this._container.replaceWith(fresh);
      this._container = fresh;
      this._ctx = fresh.getContext("2d");
      L.DomUtil.setPosition(fresh, this._bounds.min);
      this._ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    } else {
      this._ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      this._ctx.clearRect(0, 0, size.x, size.y);
    }
    this._paint(this._ctx, view);
  },
  /** Where a point of the canvas lies in the map's container. */
  offset() {
    return this._map.layerPointToContainerPoint(this._bounds.min);
  },
});
function pixelRatio() {
  return document.documentElement.dataset.printing ? 3 : Math.min(3, window.devicePixelRatio || 1);
}

function px(view, geo) {
  return [geo.x * view.scale - view.ox, geo.y * view.scale - view.oy];
}
/** Flat world coordinates to flat pixels. */
function pixels(view, xy) {
  const out = new Float64Array(xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    out[i] = xy[i] * view.scale - view.ox;
    out[i + 1] = xy[i + 1] * view.scale - view.oy;
  }
  return out;
}
function trace(ctx, points, close) {
  for (let i = 0; i < points.length; i += 2) {
    if (i) {
      ctx.lineTo(points[i], points[i + 1]);
    } else {
      ctx.moveTo(points[0], points[1]);
    }
  }
  if (close) {
    ctx.closePath();
  }
}
/** Adds all rings of a polygon to the path. */
function traceShape(ctx, view, shape) {
  if (shape.rings) {
    for (const ring of shape.rings) {
      trace(ctx, pixels(view, ring.xy), true);
    }
    return;
  }
  const { scale, ox, oy } = view;
  for (const polygon of shape.polygons) {
    for (const refs of polygon) {
      for (let r = 0; r < refs.length; r++) {
        const back = refs[r] < 0, xy = shape.arcs[back ? ~refs[r] : refs[r]].xy, count = xy.length / 2;
        for (let i = r ? 1 : 0; i < count; i++) {
          const j = 2 * (back ? count - 1 - i : i);
          if (r || i) {
            ctx.lineTo(xy[j] * scale - ox, xy[j + 1] * scale - oy);
          } else {
            ctx.moveTo(xy[j] * scale - ox, xy[j + 1] * scale - oy);
          }
        }
      }
      ctx.closePath();
    }
  }
}

const tiles = new Map();
/** A pattern that stays where it is on the ground while the map moves. */
function pattern(ctx, kind, colour, view) {
  const size = 8, key = kind + colour + view.ratio;
  if (!tiles.has(key)) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = size * view.ratio;
    const pen = tile.getContext("2d");
    pen.scale(view.ratio, view.ratio);
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = 1.3;
    pen.beginPath();
    if (kind === "hatch") {
      for (const shift of [-size, 0, size]) {
        pen.moveTo(shift - 1, size + 1);
        pen.lineTo(shift + size + 1, -1);
      }
    } else if (kind === "grid") {
      pen.moveTo(0, size / 2);
      pen.lineTo(size, size / 2);
      pen.moveTo(size / 2, 0);
      pen.lineTo(size / 2, size);
    } else if (kind === "waves") {
      pen.moveTo(0, 4);
      pen.quadraticCurveTo(2, 1, 4, 4);
      pen.quadraticCurveTo(6, 7, 8, 4);
    } else {
      pen.arc(2, 2, 1.2, 0, 7);
      pen.moveTo(7.2, 6);
      pen.arc(6, 6, 1.2, 0, 7);
      pen.fill();
    }
    pen.stroke();
    tiles.set(key, tile);
  }
  const made = ctx.createPattern(tiles.get(key), "repeat");
  made.setTransform(new DOMMatrix([1 / view.ratio, 0, 0, 1 / view.ratio, -(view.ox % size), -(view.oy % size)]));
  return made;
}

/** Fills the current path as a legend item says. */
function fillAs(ctx, item, view, alpha) {
  if (item.colour) {
    ctx.globalAlpha = alpha * item.fill_opacity;
    ctx.fillStyle = item.colour;
    ctx.fill("evenodd");
  }
  if (item.pattern !== "none") {
    ctx.globalAlpha = alpha * 0.85;
    ctx.fillStyle = pattern(ctx, item.pattern, item.stroke, view);
    ctx.fill("evenodd");
  }
  ctx.globalAlpha = alpha;
}

const CLAIM_DASH = { claimed: [5, 3], contested: [8, 3, 2, 3], denied: [2, 4] };

/** The ring that says: near here (2), or somewhere in an area that this point stands for (3). */
function precisionRing(ctx, x, y, radius, precision) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 7);
  ctx.setLineDash(precision === 2 ? [3, 3] : [1, 4]);
  ctx.lineWidth = 1.6;
  ctx.lineCap = "round";
  ctx.strokeStyle = isDark() && !document.documentElement.dataset.printing ? "#dfe3e6" : "#3a3a3a";
  ctx.stroke();
  ctx.setLineDash([]);
}

/** A point symbol around (x, y). `row` may be missing (legend). */
function drawSymbol(ctx, item, x, y, size, view, options) {
  const o = Object.assign({ alpha: 1, claim: "reported", precision: 1, fresh: false }, options);
  const p = palette();
  ctx.save();
  ctx.globalAlpha = o.alpha;
  ctx.lineJoin = "round";
  if (o.precision > 1) {
    precisionRing(ctx, x, y, size + 6, o.precision);
  }
  ctx.beginPath();
  // Fighters have corners, civilians are round: on arrows the tails, here the rings.
  const arrival = item.key.startsWith("arrival"), ring = item.symbol === "ring" || arrival;
  symbolPath(ctx, ring ? (item.key.includes("-fighters") ? "square" : "ring") : item.symbol, x, y, size);
  ctx.lineWidth = size < 4 ? 2 : 4;
  ctx.strokeStyle = p.halo;
  ctx.stroke();
  if (!ring && item.symbol !== "cross") {
    ctx.fillStyle = item.hollow || !item.colour ? p.paper : item.colour;
    ctx.globalAlpha = o.alpha;
    ctx.fill();
    if (item.pattern !== "none") {
      ctx.fillStyle = pattern(ctx, item.pattern, item.stroke, view);
      ctx.fill();
    }
  }
  ctx.lineWidth = size < 4 ? 1.2 : item.symbol === "cross" ? 3.2 : ring ? 3 : 1.8;
  ctx.strokeStyle = inkOf(item.symbol === "cross" ? item.colour || item.stroke : item.stroke);
  ctx.setLineDash(o.claim === "reported" ? ring && item.hollow ? [2, 3] : item.dash.length ? item.dash : [] : CLAIM_DASH[o.claim] || []);
  ctx.stroke();
  ctx.setLineDash([]);
  if (arrival) {
    // Four points that look inwards: people came here, nobody says from where.
    ctx.beginPath();
    for (let i = 0; i < 4; i++) {
      const c = Math.cos((i * Math.PI) / 2), s = Math.sin((i * Math.PI) / 2), near = size - 1, far = size + 6;
      ctx.moveTo(x + c * near, y + s * near);
      ctx.lineTo(x + c * far - s * 4, y + s * far + c * 4);
      ctx.lineTo(x + c * far + s * 4, y + s * far - c * 4);
      ctx.closePath();
    }
    ctx.fillStyle = inkOf(item.stroke);
    ctx.fill();
  }
  if (o.siege) {
    ctx.beginPath();
    teethPath(ctx, x, y, size + 3.5, size + 9);
    for (const [width, colour] of [[5, p.halo], [2.2, p.siege]]) {
      ctx.lineWidth = width;
      ctx.strokeStyle = colour;
      ctx.stroke();
    }
    ctx.lineWidth = 1.8;
    ctx.strokeStyle = inkOf(item.stroke);
  }
  if (o.claim === "denied") {
    ctx.beginPath();
    ctx.moveTo(x - size - 3, y + size + 3);
    ctx.lineTo(x + size + 3, y - size - 3);
    ctx.lineWidth = 2;
    ctx.stroke();
  }
  if (o.fresh) {
    ctx.beginPath();
    ctx.arc(x, y, size + 4.5, 0, 7);
    ctx.lineWidth = 2;
    ctx.strokeStyle = inkOf(item.stroke);
    ctx.stroke();
  }
  ctx.restore();
}

/** Short strokes that point at a place from all around: what besiegers do. */
function teethPath(ctx, x, y, near, far) {
  for (let i = 0; i < 12; i++) {
    const c = Math.cos((i * Math.PI) / 6), s = Math.sin((i * Math.PI) / 6);
    ctx.moveTo(x + near * c, y + near * s);
    ctx.lineTo(x + far * c, y + far * s);
  }
}

function symbolPath(ctx, symbol, x, y, r) {
  if (symbol === "star") {
    for (let i = 0; i < 16; i++) {
      const radius = i % 2 ? r * 0.52 : r * 1.25, angle = (i * Math.PI) / 8 - Math.PI / 2;
      ctx[i ? "lineTo" : "moveTo"](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
    ctx.closePath();
  } else if (symbol === "cross") {
    const d = r * 0.8;
    ctx.moveTo(x - d, y - d);
    ctx.lineTo(x + d, y + d);
    ctx.moveTo(x + d, y - d);
    ctx.lineTo(x - d, y + d);
  } else if (symbol === "square") {
    ctx.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
  } else {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.closePath();
  }
}
