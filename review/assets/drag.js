// Dragging an entry by its handle with mouse, pen or finger: one mechanism of
// pointer events. The handle alone takes them, so that text can be selected
// and a phone scrolls everywhere else. Where the entry would go is shown by a
// line; the bar below is a short way to each section. Escape leaves it all as
// it was. The same by keyboard: J, K, 1 to 4, h.
import { desk, byKey, entries } from "./exchange.js";
import { move, take, hold } from "./move.js";

const line = document.getElementById("drop-line");
const ghost = document.getElementById("ghost");
const dock = document.getElementById("dock");
const slack = 4;  // pixels before a press becomes a drag
const edge = 80;  // of the window's height, in which it scrolls
const reach = 96; // how far beside a section still means it

let drag = null; // {entry, grip, id, x, y, place, on, frame}

// placeAt is where an entry would go that is let go at a point: a section, in
// it the entry that follows (none: the end), and what to light up.
function placeAt(x, y) {
  const seat = document.elementFromPoint(x, y)?.closest("#dock [data-seat]");
  if (seat) return { section: seat.dataset.seat, lit: seat };
  const box = desk.getBoundingClientRect();
  if (x < box.left - reach || x > box.right) return null;
  let part = null;
  let least = reach;
  for (const p of desk.querySelectorAll("[data-drop]")) {
    const r = p.getBoundingClientRect();
    const away = Math.max(r.top - y, y - r.bottom, 0);
    if (away < least) { least = away; part = p; }
  }
  if (!part) return null;
  const others = entries(part).filter((e) => e !== drag.entry && !e.classList.contains("orphan"));
  const next = part.id === "held" ? null : others.find((e) => {
    const r = e.getBoundingClientRect();
    return y < r.top + r.height / 2;
  });
  return { section: part.dataset.drop, lit: part, part, next, last: others.at(-1) };
}

// show draws the place under the pointer.
function show() {
  const place = placeAt(drag.x, drag.y);
  if (drag.place?.lit !== place?.lit) {
    drag.place?.lit.classList.remove("over");
    place?.lit.classList.add("over");
  }
  drag.place = place;
  ghost.style.translate = `${drag.x + 14}px ${drag.y + 10}px`;
  line.hidden = !place?.part;
  if (line.hidden) return;
  const list = place.part.querySelector(".entries").getBoundingClientRect();
  const y = place.next ? place.next.getBoundingClientRect().top - 6 : (place.last?.getBoundingClientRect().bottom ?? list.top) + 4;
  line.style.translate = `${list.left}px ${y}px`;
  line.style.width = `${list.width}px`;
}

// roll scrolls near the upper and the lower edge, the faster the nearer.
function roll() {
  const top = Math.max(0, desk.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0);
  const bottom = dock.getBoundingClientRect().top;
  let by = 0;
  if (drag.y < top + edge) by = (drag.y - top - edge) / 6;
  else if (drag.y > bottom - edge && drag.y < bottom) by = (drag.y - bottom + edge) / 6;
  if (by) { scrollBy(0, Math.max(-edge / 4, by)); show(); }
  drag.frame = requestAnimationFrame(roll);
}

function begin() {
  drag.on = true;
  drag.entry.classList.add("dragged");
  document.body.classList.add("dragging");
  ghost.textContent = drag.entry.getAttribute("aria-label");
  ghost.hidden = dock.hidden = false;
  drag.frame = requestAnimationFrame(roll);
}

function end() {
  if (!drag) return null;
  const was = drag;
  drag = null;
  cancelAnimationFrame(was.frame);
  was.entry.classList.remove("dragged");
  was.place?.lit.classList.remove("over");
  document.body.classList.remove("dragging");
  for (const e of [line, ghost, dock]) { e.hidden = true; e.removeAttribute("style"); }
  if (was.grip.hasPointerCapture(was.id)) was.grip.releasePointerCapture(was.id);
  return was;
}

function drop({ entry, place }) {
  if (!place) return;
  const { key, section } = entry.dataset;
  const from = entry.dataset.place;
  const before = place.next?.dataset.key;
  const after = () => byKey(key)?.focus({ preventScroll: true });
  if (place.section === "held") {
    if (from !== "held") hold(entry, after);
  } else if (from !== "draft") {
    take(entry, place.section, before, after);
  } else if (!(place.part && section === place.section && entry.nextElementSibling?.dataset.key === before)) {
    move(entry, place.section, before, after);
  }
}

document.addEventListener("pointerdown", (e) => {
  const grip = e.target.closest?.(".grip");
  if (!grip || drag || e.button !== 0 || !e.isPrimary) return;
  e.preventDefault(); // no selection of text begins here
  const entry = grip.closest(".entry");
  entry.focus({ preventScroll: true });
  grip.setPointerCapture(e.pointerId);
  drag = { entry, grip, id: e.pointerId, x: e.clientX, y: e.clientY, place: null, on: false, frame: 0 };
});
document.addEventListener("pointermove", (e) => {
  if (e.pointerId !== drag?.id) return;
  if (!drag.on && Math.hypot(e.clientX - drag.x, e.clientY - drag.y) < slack) return;
  drag.x = e.clientX;
  drag.y = e.clientY;
  if (!drag.on) begin();
  show();
});
document.addEventListener("pointerup", (e) => {
  if (e.pointerId !== drag?.id) return;
  const was = end();
  if (was.on) drop(was);
});
// The browser takes the pointer away, or the handle left the page.
for (const name of ["pointercancel", "lostpointercapture"]) {
  document.addEventListener(name, (e) => { if (e.pointerId === drag?.id) end(); });
}
addEventListener("blur", end);
document.addEventListener("keydown", (e) => {
  if (e.key !== "Escape" || !drag?.on) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  end();
}, true);
// A long press on the handle opens no menu.
document.addEventListener("contextmenu", (e) => { if (e.target.closest?.(".grip")) e.preventDefault(); });
