// The page's elements. Text only ever goes in as text: no string becomes markup anywhere in this page.

function $(id) {
  return document.getElementById(id);
}

/** An element with attributes, listeners (`onclick` …) and children; strings become text nodes. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const key of Object.keys(attributes || {})) {
    const value = attributes[key];
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false && child !== "") {
      element.append(child);
    }
  }
  return element;
}
/** A text of the report or a table: its own direction, whatever the page's is. */
function quoted(tag, text, attributes) {
  return make(tag, Object.assign({ dir: "auto" }, attributes), String(text));
}

/** A link to a report, or nothing where the address is not plain http or https. */
function safeLink(address, text) {
  let url;
  try {
    url = new URL(String(address));
  } catch (error) {
    return null;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return null;
  }
  return make("a", { href: url.href, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, text);
}

/** A sentence with the names in it marked; the longest names first, each stretch once. */
function markedSentence(text, names) {
  const spans = [];
  for (const name of Array.from(names).sort((a, b) => b.length - a.length)) {
    for (let at = name ? text.indexOf(name) : -1; at >= 0; at = text.indexOf(name, at + name.length)) {
      const end = at + name.length;
      const within = /[\p{L}\p{M}\p{N}]/u.test(text.slice(at - 1, at)) || /[\p{L}\p{M}\p{N}]/u.test(text.slice(end, end + 1));
      if (!within && !spans.some((span) => at < span[1] && end > span[0])) {
        spans.push([at, end]);
      }
    }
  }
  spans.sort((a, b) => a[0] - b[0]);
  const parts = [];
  let from = 0;
  for (const [start, end] of spans) {
    parts.push(text.slice(from, start), make("mark", {}, text.slice(start, end)));
    from = end;
  }
  parts.push(text.slice(from));
  return make("q", { dir: "auto", class: "sentence" }, parts);
}

function tell(text) {
  $("said").textContent = text;
}

for (const element of document.querySelectorAll("[data-word]")) {
  element.textContent = say(element.dataset.word, { host: data.online ? data.online.host : "" });
}
for (const element of document.querySelectorAll("[data-label]")) {
  element.setAttribute("aria-label", say(element.dataset.label));
}
for (const element of document.querySelectorAll("[data-placeholder]")) {
  element.setAttribute("placeholder", say(element.dataset.placeholder));
}
