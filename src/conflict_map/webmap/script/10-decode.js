// The page's data, as encode.py and topology.py write it, back to rows and coordinates.

const data = JSON.parse(document.getElementById("conflict-map-data").textContent);
const words = data.words;

/** The word for a key in the page's language, with {name} filled in. */
function say(key, values) {
  let text = words[key] === undefined ? key : words[key];
  for (const name of Object.keys(values || {})) {
    text = text.split("{" + name + "}").join(String(values[name]));
  }
  return text;
}

/** The form of a word for a number: words hold one form for each of the language's plural categories, parted by bars. */
function sayCount(key, count) {
  const forms = (words[key] || key).split("|");
  const rules = new Intl.PluralRules(data.lang), order = ["one", "few", "many", "other"].filter((name) => rules.resolvedOptions().pluralCategories.includes(name));
  const at = order.indexOf(rules.select(count));
  return forms[Math.max(0, Math.min(forms.length - 1, at < 0 ? forms.length - 1 : at))].split("{n}").join(number(count));
}

const DIGITS = new Int8Array(128).fill(-1);
"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("").forEach((letter, index) => {
  DIGITS[letter.charCodeAt(0)] = index;
});

/** Signed integers from base-64 digits of five bits, the lowest first. */
function unpack(text) {
  const numbers = [];
  let value = 0, scale = 1;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGITS[text.charCodeAt(i)];
    value += (digit & 31) * scale;
    scale *= 32;
    if (digit < 32) {
      numbers.push(value % 2 ? -(value + 1) / 2 : value / 2);
      value = 0;
      scale = 1;
    }
  }
  return numbers;
}

/** Web Mercator in units of the whole world: 0 to 1 from west to east and from north to south. */
function worldX(lon) {
  return lon / 360 + 0.5;
}
function worldY(lat) {
  const limited = Math.max(-85.0511, Math.min(85.0511, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (limited * Math.PI) / 360)) / (2 * Math.PI);
}
function lonOf(x) {
  return (x - 0.5) * 360;
}
function latOf(y) {
  return (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;
}

/** Packed steps to degrees and to world units: {lonlat, xy}, both flat. */
function unpackLine(text, perDegree) {
  const steps = unpack(text);
  const lonlat = new Float64Array(steps.length), xy = new Float64Array(steps.length);
  let lon = 0, lat = 0;
  for (let i = 0; i < steps.length; i += 2) {
    lon += steps[i];
    lat += steps[i + 1];
    lonlat[i] = lon / perDegree;
    lonlat[i + 1] = lat / perDegree;
    xy[i] = worldX(lonlat[i]);
    xy[i + 1] = worldY(lonlat[i + 1]);
  }
  return { lonlat, xy };
}

/** Arcs and the shapes made of them: shapes[i] is a list of polygons, each a list of rings, each a list of arc numbers. */
function unpackArcs(packed) {
  const all = unpackLine(packed.a, packed.q);
  let begin = 0;
  const arcs = unpack(packed.l).map((length) => {
    const end = begin + 2 * length, arc = { lonlat: all.lonlat.subarray(begin, end), xy: all.xy.subarray(begin, end) };
    begin = end;
    return arc;
  });
  const stream = unpack(packed.s), shapes = [];
  let at = 0;
  for (let n = 0; n < packed.n; n++) {
    const polygons = [];
    for (let p = stream[at++]; p > 0; p--) {
      const rings = [];
      for (let r = stream[at++]; r > 0; r--) {
        const count = stream[at++];
        rings.push(stream.slice(at, at + count));
        at += count;
      }
      polygons.push(rings);
    }
    shapes.push(polygons);
  }
  return { arcs, shapes };
}

/** Calls back with every ring of a shape as flat coordinates, in world units ("xy") or degrees ("lonlat"). */
function ringsOf(shape, which) {
  if (shape.rings) {
    return shape.rings.map((ring) => ring[which]);
  }
  const rings = [];
  for (const polygon of shape.polygons) {
    for (const refs of polygon) {
      const ring = [];
      refs.forEach((ref, number) => {
        const arc = shape.arcs[ref < 0 ? ~ref : ref][which];
        const count = arc.length / 2;
        for (let i = number ? 1 : 0; i < count; i++) {
          const j = ref < 0 ? count - 1 - i : i;
          ring.push(arc[2 * j], arc[2 * j + 1]);
        }
      });
      rings.push(ring);
    }
  }
  return rings;
}

/** One column's cells; those that are written by means of another column come after it. */
function unpackColumn(name, columns, packs, count, indexes) {
  const packed = packs[name];
  if (columns[name]) {
    return columns[name];
  }
  if ("s" in packed) {
    return unpackColumn(packed.s, columns, packs, count, indexes);
  }
  const indexOf = (key) => {
    const known = packs[key];
    indexes[key] = indexes[key] || ("like" in known ? indexOf(known.like) : unpack(known.i));
    return indexes[key];
  };
  if ("of" in packed) {
    const inner = unpackColumn(packed.of, columns, packs, count, indexes), index = packed.i ? indexOf(name) : null;
    return inner.map((value, row) => {
      const [before, after] = packed.x[index ? index[row] : 0];
      return before + value + after;
    });
  }
  if ("k" in packed) {
    return new Array(count).fill(packed.k);
  }
  if ("v" in packed) {
    return packed.v;
  }
  if ("h" in packed) {
    const bytes = atob(packed.b), half = packed.h / 2;
    return Array.from({ length: count }, (_, row) =>
      Array.from(bytes.slice(row * half, (row + 1) * half), (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join(""));
  }
  if ("w" in packed) {
    const numbers = unpack(packed.t);
    let at = 0;
    return Array.from({ length: count }, () => {
      const words = numbers[at++];
      at += Math.max(0, words);
      return words < 0 ? null : numbers.slice(at - words, at).map((word) => packed.w[word]).join(" ");
    });
  }
  return indexOf(name).map((index) => packed.u[index]);
}

function unpackGeometry(packed, count) {
  if (!packed) {
    return new Array(count).fill(null);
  }
  if (packed.t === "points") {
    const { lonlat, xy } = unpackLine(packed.d, packed.q);
    const missing = new Set(unpack(packed.missing || ""));
    const shapes = [];
    for (let row = 0, i = 0; row < count; row++) {
      if (missing.has(row)) {
        shapes.push(null);
      } else {
        shapes.push({ type: "P", lon: lonlat[i], lat: lonlat[i + 1], x: xy[i], y: xy[i + 1] });
        i += 2;
      }
    }
    return shapes;
  }
  if (packed.t === "areas") {
    const { arcs, shapes } = unpackArcs(packed);
    return shapes.map((polygons) => (polygons.length ? { type: "A", arcs, polygons } : null));
  }
  return packed.d.map((shape) => {
    if (!shape) {
      return null;
    }
    const parts = shape[1].map((text) => unpackLine(text, data.perDegree));
    if (shape[0] === "P") {
      return { type: "P", lon: parts[0].lonlat[0], lat: parts[0].lonlat[1], x: parts[0].xy[0], y: parts[0].xy[1] };
    }
    return shape[0] === "L" ? { type: "L", parts } : { type: "A", rings: parts };
  });
}

/** Rows of every layer: plain objects with the layer's columns, and `layer`, `row`, `geo` (null where there is none). */
function unpackLayers(layers) {
  const frames = {};
  for (const name of Object.keys(layers)) {
    const packed = layers[name], columns = {};
    const keys = Object.keys(packed.c), indexes = {};
    for (const key of keys) {
      columns[key] = unpackColumn(key, columns, packed.c, packed.n, indexes);
    }
    const geometry = unpackGeometry(packed.g, packed.n);
    const rows = new Array(packed.n);
    for (let i = 0; i < packed.n; i++) {
      const row = { layer: name, row: i, geo: geometry[i] };
      for (const key of keys) {
        row[key] = columns[key][i];
      }
      rows[i] = row;
    }
    frames[name] = rows;
  }
  return frames;
}
