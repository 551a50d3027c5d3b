// Who holds how much: a bar for each side on the date, with the range that the unknown leaves open, and how that came about day by day.

const MEASURES = ["area", "places", "people"];
const shareRows = (frames.shares || []).filter((row) => dayOf(row.date) !== null);
const shareDays = Array.from(new Set(shareRows.map((row) => dayOf(row.date)))).sort((a, b) => a - b);
const sharesOn = new Map(shareDays.map((day) => [day, shareRows.filter((row) => dayOf(row.date) === day)]));

function percent(value) {
  return new Intl.NumberFormat(data.locale, { style: "percent", maximumFractionDigits: value > 0 && value < 10 ? 1 : 0 }).format(value / 100);
}
/** A share in words: the best figure, and how little or much it may be. */
function shareWords(row, measure) {
  const { best, low, high } = shareOf(row, measure);
  return percent(low) === percent(best) && percent(high) === percent(best) ? percent(best) : say("shareRange", { best: percent(best), low: percent(low), high: percent(high) });
}
/** A share with what it is of: of a few places their number says more than percents, which would be read as those of the country. */
function amountWords(row) {
  const { best } = shareOf(row, state.measure);
  if (state.measure === "places" && row.place_count && best) {
    return say("sharePlaces", { n: number(row.place_count), all: number(Math.round((row.place_count * 100) / best)) });
  }
  return percent(best) + " · " + say("shareOf." + state.measure);
}
function shareOf(row, measure) {
  const best = row[measure + "_percent"], low = row[measure + "_percent_low"], high = row[measure + "_percent_high"];
  return { best, low: low === null || low === undefined ? best : low, high: high === null || high === undefined ? best : high, open: row[measure + "_percent_unknown"] || 0 };
}
function hasShare(row, measure) {
  return row[measure + "_percent"] !== null && row[measure + "_percent"] !== undefined;
}
/** Measures that any day has a figure for. */
const shareMeasures = MEASURES.filter((measure) => shareRows.some((row) => hasShare(row, measure)));

/** Rows that stand on a day: those of the last day with a change. */
function sharesAt(day) {
  let found = [];
  for (const one of shareDays) {
    if (one <= day) {
      found = sharesOn.get(one);
    }
  }
  return found.filter((row) => hasShare(row, state.measure));
}

/** A bar from 0 to 100 %: solid what is reported, pale what is claimed or inferred, hatched what might be the side's, too. */
function shareBar(row) {
  const canvas = make("canvas", { class: "share-bar", "aria-hidden": "true" }), ratio = pixelRatio(), width = 240, height = 14;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const ctx = canvas.getContext("2d"), view = { ratio, ox: 0, oy: 0, scale: 1 }, item = styleOf(row), p = palette();
  ctx.scale(ratio, ratio);
  if (data.dir === "rtl") {
    ctx.transform(-1, 0, 0, 1, width, 0);
  }
  const { best, low, high } = shareOf(row, state.measure), at = (value) => (Math.max(0, Math.min(100, value)) / 100) * width;
  ctx.strokeStyle = p.faint;
  ctx.lineWidth = 1;
  ctx.strokeRect(0.5, 0.5, width - 1, height - 1);
  const part = (from, to, paint) => {
    if (to - from > 0.2) {
      ctx.beginPath();
      ctx.rect(from, 1, to - from, height - 2);
      paint();
    }
  };
  part(at(best), at(high), () => {
    ctx.fillStyle = pattern(ctx, "hatch", p.faint, view);
    ctx.globalAlpha = 0.55;
    ctx.fill();
    ctx.globalAlpha = 1;
  });
  part(at(low), at(best), () => fillAs(ctx, item, view, 0.6));
  part(0, at(low), () => {
    fillAs(ctx, Object.assign({}, item, { fill_opacity: 1 }), view, 1);
  });
  ctx.globalAlpha = 1;
  ctx.fillStyle = inkOf(item.stroke);
  ctx.fillRect(Math.min(width - 2, Math.max(0, at(best) - 1)), 0, 2, height);
  return canvas;
}

/** Best figures of all sides one upon the other, day by day; white and hatched what nobody is known to hold. */
function drawShareHistory(canvas) {
  const box = canvas.getBoundingClientRect(), ratio = pixelRatio(), w = box.width, h = box.height;
  if (!w || !shareDays.length) {
    return;
  }
  canvas.width = w * ratio;
  canvas.height = h * ratio;
  const ctx = canvas.getContext("2d"), view = { ratio, ox: 0, oy: 0, scale: 1 }, p = palette();
  ctx.scale(ratio, ratio);
  const first = shareDays[0], last = Math.max(stops[stops.length - 1], shareDays[shareDays.length - 1]) + 1;
  const x = (day) => (data.dir === "rtl" ? w - ((day - first) / (last - first)) * w : ((day - first) / (last - first)) * w);
  shareDays.forEach((day, i) => {
    const from = x(day), to = x(i + 1 < shareDays.length ? shareDays[i + 1] : last);
    const left = Math.min(from, to), wide = Math.max(1, Math.abs(to - from));
    let y = h;
    for (const row of sharesOn.get(day).filter((one) => hasShare(one, state.measure))) {
      const high = (shareOf(row, state.measure).best / 100) * h;
      ctx.beginPath();
      ctx.rect(left, y - high, wide, high);
      fillAs(ctx, Object.assign({}, styleOf(row), { fill_opacity: 0.85 }), view, 1);
      y -= high;
    }
    if (y > 0.5) {
      ctx.globalAlpha = 0.4;
      ctx.fillStyle = pattern(ctx, "hatch", p.faint, view);
      ctx.fillRect(left, 0, wide, y);
      ctx.globalAlpha = 1;
    }
  });
  ctx.strokeStyle = p.faint;
  ctx.strokeRect(0.5, 0.5, w - 1, h - 1);
  const now = x(Math.max(first, Math.min(last - 1, today())) + 0.5);
  ctx.fillStyle = p.paper;
  ctx.fillRect(now - 2.5, 0, 5, h);
  ctx.fillStyle = p.text;
  ctx.fillRect(now - 1, 0, 2, h);
}

let sharesKey = null;
function showShares() {
  const panel = $("shares");
  if (panel.hidden) {
    return;
  }
  const rows = sharesAt(today()).slice().sort((a, b) => shareOf(b, state.measure).best - shareOf(a, state.measure).best);
  const top = rows[0];
  $("shares-top").textContent = top ? apart(top.side) + " " + amountWords(top) : "";
  const key = [state.stop, state.measure, isDark(), panel.open].join();
  if (!panel.open || key === sharesKey) {
    return;
  }
  sharesKey = key;
  for (const button of $("share-measures").children) {
    button.setAttribute("aria-pressed", String(button.dataset.measure === state.measure));
  }
  const whole = rows.length ? rows[0].whole : null;
  $("share-of").textContent = [say("shareOf." + state.measure), apart(whole), stopWords(state.stop)].filter(Boolean).join(" · ");
  const list = rows.map((row) => make("li", { "data-side": row.side }, make("span", { class: "share-name" }, quoted("span", row.side), make("strong", {}, shareWords(row, state.measure))), shareBar(row)));
  if (rows.length) {
    list.push(make("li", { class: "open" }, make("span", { class: "share-name" }, make("span", {}, say("shareOpen")), make("strong", {}, percent(shareOf(rows[0], state.measure).open)))));
  } else {
    list.push(make("li", { class: "open" }, say("shareNone")));
  }
  $("share-list").replaceChildren(...list);
  drawShareHistory($("share-history"));
}

function fillShares() {
  $("shares").hidden = !shareMeasures.length;
  if (!shareMeasures.length) {
    return;
  }
  // What is mostly unknown by area says more by places.
  const last = sharesOn.get(shareDays[shareDays.length - 1]).find((row) => hasShare(row, "area"));
  state.measure = shareMeasures.includes("places") && !(last && shareOf(last, "area").open < 50) ? "places" : shareMeasures[0];
  $("share-measures").append(...shareMeasures.map((measure) => make("button", { type: "button", "data-measure": measure, "aria-pressed": "false", onclick: () => {
    state.measure = measure;
    showShares();
  } }, say("share." + measure))));
  $("shares").addEventListener("toggle", showShares);
  $("share-history").addEventListener("click", (click) => {
    const box = $("share-history").getBoundingClientRect(), along = (click.clientX - box.left) / box.width;
    const first = shareDays[0], last = Math.max(stops[stops.length - 1], shareDays[shareDays.length - 1]) + 1;
    state.stop = stopOn(Math.floor(first + (data.dir === "rtl" ? 1 - along : along) * (last - first)));
    changed({ list: false });
    followList();
  });
}
