// Finding a place of this map in any spelling: letters folded, Arabic and Cyrillic variants joined, vowels let go of.

const CYRILLIC = {
  а: "a", б: "b", в: "v", г: "h", ґ: "g", д: "d", е: "e", є: "ie", ж: "zh", з: "z", и: "y", і: "i", ї: "i", й: "i", к: "k", л: "l", м: "m", н: "n", о: "o",
  п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ь: "", ъ: "", ы: "y", э: "e", ю: "iu", я: "ia", ё: "e",
};
const ARABIC = {
  ا: "a", ب: "b", ت: "t", ث: "th", ج: "j", ح: "h", خ: "kh", د: "d", ذ: "dh", ر: "r", ز: "z", س: "s", ش: "sh", ص: "s", ض: "d", ط: "t", ظ: "z", ع: "",
  غ: "gh", ف: "f", ق: "q", ك: "k", ل: "l", م: "m", ن: "n", ه: "h", و: "w", ي: "y", ء: "",
};

function folded(text) {
  return String(text).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[أإآٱ]/g, "ا").replace(/[ىئ]/g, "ي").replace(/ة/g, "ه").replace(/ؤ/g, "و").replace(/ـ/g, "")
    .replace(/ł/g, "l").replace(/ø/g, "o").replace(/ı/g, "i").replace(/[^\p{L}\p{N} -]/gu, "").replace(/[ -]+/g, " ").trim();
}
function latin(text) {
  return Array.from(text, (letter) => (letter in CYRILLIC ? CYRILLIC[letter] : letter in ARABIC ? ARABIC[letter] : letter)).join("");
}
/** Consonants alone, with those joined that romanisations mix up. */
function skeleton(text) {
  return latin(text).split(" ").map((word) => word.replace(/^(al|el|ad|ar|as|at|an)(?=.{3})/, "")).join("")
    .replace(/kh|gh/g, "h").replace(/dh|th/g, "d").replace(/sh|ch|zh/g, "s").replace(/ph/g, "f").replace(/[qcg]/g, "k").replace(/[zj]/g, "s").replace(/b/g, "p").replace(/v/g, "f").replace(/t/g, "d")
    .replace(/[aeiouywh]/g, "").replace(/(.)\1+/g, "$1");
}
function editDistance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) {
    return most + 1;
  }
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

const findable = (() => {
  const list = new Map();
  const add = (geo, label, names, rank) => {
    if (!geo || !label) {
      return;
    }
    const key = placeKey(geo), entry = list.get(key) || { geo, label, names: new Set(), rank };
    names.filter(Boolean).forEach((name) => entry.names.add(name));
    list.set(key, entry);
  };
  for (const layer of ["control", "strikes", "clashes", "holders", "places"]) {
    for (const row of frames[layer] || []) {
      if (row.geo) {
        add(row.geo, row.place || row.name_in_report, [row.place, row.name_in_report, row.name_local], 0);
      }
    }
  }
  for (const row of frames.movements || []) {
    if (row.origin && row.start_lon !== null && row.start_lon !== undefined) {
      add({ lon: row.start_lon, lat: row.start_lat }, row.origin, [row.origin, row.origin_in_report], 0);
    }
    if (row.destination && row.shape !== "border" && row.end_lon !== null && row.end_lon !== undefined) {
      add({ lon: row.end_lon, lat: row.end_lat }, row.destination, [row.destination, row.destination_in_report], 0);
    }
  }
  for (const kind of ["towns", "admin", "countries"]) {
    for (const label of (base.labels && base.labels[kind]) || []) {
      add({ lon: label.lon, lat: label.lat }, label.name, [label.name, label.local], 1);
    }
  }
  return Array.from(list.values(), (entry) => Object.assign(entry, {
    keys: Array.from(entry.names, (name) => [folded(name), latin(folded(name)), skeleton(folded(name))]),
  }));
})();

/** How far a query is from an entry; null where it is not it. Lower is nearer. */
function farness(entry, query) {
  const plain = folded(query), roman = latin(plain), bones = skeleton(plain);
  let best = null;
  for (const [name, romanName, nameBones] of entry.keys) {
    let far = null;
    if (name === plain || romanName === roman) {
      far = 0;
    } else if (name.startsWith(plain) || romanName.startsWith(roman)) {
      far = 1;
    } else if (name.includes(plain) || (roman.length > 2 && romanName.includes(roman))) {
      far = 2;
    } else if (bones.length > 1 && nameBones === bones && plain.length > 3) {
      far = 3;
    } else if (bones.length > 2 && nameBones.startsWith(bones)) {
      far = 4;
    } else if (roman.length > 4 && editDistance(roman, romanName, 2) <= 2) {
      far = 5;
    }
    if (far !== null && (best === null || far < best)) {
      best = far;
    }
  }
  return best === null ? null : best + entry.rank * 0.5;
}
function findPlaces(query) {
  if (!folded(query)) {
    return [];
  }
  return findable.map((entry) => [farness(entry, query), entry]).filter((one) => one[0] !== null).sort((a, b) => a[0] - b[0]).slice(0, 8).map((one) => one[1]);
}

function listenToSearch() {
  const box = $("search"), list = $("found");
  let active = -1;
  const show = () => {
    const query = box.value, hits = findPlaces(query);
    active = -1;
    list.replaceChildren(...hits.map((entry, i) => make("li", { role: "option", id: "found-" + i, "aria-selected": "false", onclick: () => pick(entry) },
      quoted("span", entry.label), quoted("small", Array.from(entry.names).filter((name) => name !== entry.label).slice(0, 3).join(" · ")))));
    if (query && !hits.length) {
      list.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "none" }, say("nothingFound")));
    }
    list.entries = hits;
    list.hidden = !query;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
  };
  const pick = (entry) => {
    box.value = entry.label;
    hide();
    goToPlace(entry.geo);
  };
  const hide = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  };
  box.addEventListener("input", show);
  box.addEventListener("keydown", (key) => {
    const items = Array.from(list.querySelectorAll("li[id]"));
    if (key.key === "Escape") {
      hide();
    } else if ((key.key === "ArrowDown" || key.key === "ArrowUp") && items.length) {
      key.preventDefault();
      active = (active + (key.key === "ArrowDown" ? 1 : items.length - 1 + (active < 0 ? 1 : 0))) % items.length;
      items.forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
      box.setAttribute("aria-activedescendant", "found-" + active);
    }
  });
  box.addEventListener("blur", () => setTimeout(hide, 200));
  $("find").addEventListener("submit", (submit) => {
    submit.preventDefault();
    const hits = list.entries && !list.hidden ? list.entries : findPlaces(box.value);
    if (hits.length) {
      pick(hits[Math.max(0, active)]);
    }
  });
}
