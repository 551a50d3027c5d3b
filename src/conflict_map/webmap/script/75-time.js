// The timeline: a slider over the days that have events, Play, before and after.

function fillTime() {
  const slider = $("date");
  slider.max = Math.max(0, stops.length - 1);
  slider.disabled = stops.length < 2;
  $("time").hidden = !stops.length;
  $("play").hidden = $("compare").hidden = stops.length < 2;
  const long = stops.length > 1 ? stops[stops.length - 1] - stops[0] : 0;
  const spans = [["", "allSoFar"], ["30", "day30"], ["7", "day7"], ["0", "day1"]];
  $("span").append(...spans.map(([value, word]) => make("option", { value }, say(word))));
  if (events.length > 200 && long > 60) {
    state.span = 30;
  }
  $("span").value = Number.isFinite(state.span) ? String(state.span) : "";
  $("span-label").hidden = stops.length < 2 || !events.length;
  $("before").append(...stops.slice(0, 2000).map((_, i) => make("option", { value: i }, stopWords(i))));
}

function showTime() {
  const slider = $("date");
  slider.value = state.stop;
  const words = stopWords(state.stop);
  slider.setAttribute("aria-valuetext", words + ", " + say("stop", { n: state.stop + 1, all: stops.length }));
  $("date-now").textContent = words;
  $("play").setAttribute("aria-label", say(state.playing ? "pause" : "play"));
  $("play").classList.toggle("playing", state.playing);
  $("compare").setAttribute("aria-pressed", String(state.compare));
  $("before-label").hidden = !state.compare;
  $("span-label").hidden = state.compare || stops.length < 2 || !events.length;
  $("before").value = state.before;
  const after = $("date-card"), before = $("before-card");
  after.textContent = (state.compare ? say("after") + " · " : "") + words;
  before.textContent = say("before") + " · " + stopWords(state.before);
  before.hidden = !state.compare;
  document.documentElement.toggleAttribute("data-compare", state.compare);
  $("swipe").hidden = !state.compare;
  placeSwipe();
  drawBars();
  showShares();
}
function placeSwipe() {
  const swipe = $("swipe");
  const x = swipeX(), wide = $("map-area").clientWidth, before = $("before-card"), after = $("date-card");
  swipe.style.left = x + "px";
  // Each date stands at its side of the line, and within the map.
  before.style.left = state.compare ? Math.max(4, x - 14 - before.offsetWidth) + "px" : "";
  after.style.left = state.compare ? Math.min(wide - after.offsetWidth - 4, x + 14) + "px" : "";
  swipe.setAttribute("aria-valuenow", Math.round(state.swipe * 100));
  swipe.setAttribute("aria-valuetext", Math.round(state.swipe * 100) + " %");
}

/** How many events begin on each stop, as bars above the slider. */
let barsKey = null;
function drawBars() {
  const canvas = $("bars"), box = canvas.getBoundingClientRect();
  const key = [box.width, state.stop, isDark(), JSON.stringify(Object.values(state.off).map((off) => Array.from(off)))].join();
  if (!box.width || key === barsKey) {
    return;
  }
  barsKey = key;
  const ratio = window.devicePixelRatio || 1, style = getComputedStyle(document.documentElement);
  canvas.width = box.width * ratio;
  canvas.height = box.height * ratio;
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  const counts = new Map();
  for (const event of listed()) {
    counts.set(event.stop, (counts.get(event.stop) || 0) + 1);
  }
  const most = Math.max(1, ...stops.map((day) => counts.get(day) || 0)), n = stops.length, thumb = 22, room = box.width - thumb;
  const width = Math.max(1, Math.min(14, (room / Math.max(1, n - 1)) * 0.7));
  stops.forEach((day, i) => {
    const along = thumb / 2 + (n > 1 ? (i / (n - 1)) * room : 0), x = data.dir === "rtl" ? box.width - along : along;
    const high = Math.max(counts.get(day) ? 2 : 0, ((counts.get(day) || 0) / most) * (box.height - 2));
    ctx.fillStyle = style.getPropertyValue(i === state.stop ? "--accent" : i < state.stop ? "--mid" : "--line");
    ctx.fillRect(x - width / 2, box.height - high, width, high);
  });
}

let player = null;
function play() {
  if (state.playing) {
    stopPlaying();
    return;
  }
  if (stops.length < 2) {
    return;
  }
  if (state.stop >= stops.length - 1) {
    state.stop = 0;
  }
  state.playing = true;
  changed({ list: false });
  const pause = Math.max(calm() ? 1500 : 150, Math.min(1500, 45000 / stops.length));
  player = setInterval(() => {
    state.stop = Math.min(stops.length - 1, state.stop + 1);
    if (state.stop >= stops.length - 1) {
      stopPlaying();
    }
    changed({ list: false });
    followList();
  }, pause);
}
function stopPlaying() {
  clearInterval(player);
  state.playing = false;
  showTime();
}
/** Keeps the list at the date: the first event of the day comes into sight. */
function followList() {
  const first = listed().find((event) => event.stop === today());
  if (first) {
    showInList(first);
  }
}

function listenToTime() {
  const slider = $("date");
  slider.addEventListener("input", () => {
    if (state.playing) {
      stopPlaying();
    }
    state.stop = Number(slider.value);
    changed({ list: false });
    followList();
  });
  $("play").addEventListener("click", play);
  $("span").addEventListener("change", () => {
    state.span = $("span").value === "" ? Infinity : Number($("span").value);
    changed({ list: false });
  });
  $("compare").addEventListener("click", () => {
    state.compare = !state.compare;
    if (state.compare && state.before >= state.stop) {
      state.before = 0;
      state.stop = state.stop || stops.length - 1;
    }
    changed({ list: false });
  });
  $("before").addEventListener("change", () => {
    state.before = Number($("before").value);
    changed({ list: false });
  });
  const swipe = $("swipe");
  const move = (fraction) => {
    state.swipe = Math.max(0, Math.min(1, fraction));
    placeSwipe();
    themeLayer.redraw();
  };
  swipe.addEventListener("keydown", (key) => {
    const steps = { ArrowLeft: -0.02, ArrowRight: 0.02, PageUp: 0.2, PageDown: -0.2, Home: -1, End: 1 };
    if (key.key in steps) {
      key.preventDefault();
      move(state.swipe + steps[key.key]);
    }
  });
  swipe.addEventListener("pointerdown", (down) => {
    down.preventDefault();
    swipe.setPointerCapture(down.pointerId);
    swipe.focus();
  });
  swipe.addEventListener("pointermove", (drag) => {
    if (swipe.hasPointerCapture(drag.pointerId)) {
      const box = map.getContainer().getBoundingClientRect();
      move((drag.clientX - box.left) / box.width);
    }
  });
}
