// Acts on an entry that both keys and mouse have, and dragging.
import { desk, byKey, entries } from "./exchange.js";
import { act, say } from "./acts.js";

let marked = null; // key of the entry that m marked
export const drop = (e) => act({ act: "drop", key: e.dataset.key });
export const hold = (e) => act({ act: "hold", key: e.dataset.key, section: e.dataset.section });
export const take = (e, section, before) => act({ act: "take", key: e.dataset.key, section: section || e.dataset.section, before: before || "" });
export const part = (e, id) => act({ act: "part", key: e.dataset.key, with: id });

const move = (e, section, before, after) => act({ act: "move", key: e.dataset.key, section, before: before || "" }, { after });

// to puts an entry at the end of a section. The focus stays where the work is:
// on the entry that follows.
export function to(e, section) {
  if (e.dataset.place !== "draft") return take(e, section);
  if (e.dataset.section === section) return null;
  const next = (e.nextElementSibling || e.previousElementSibling)?.dataset.key;
  return move(e, section, "", () => byKey(next)?.focus({ preventScroll: true }));
}

export function step(e, by) {
  const list = entries(e.closest(".part"));
  const at = list.indexOf(e) + by;
  if (at < 0 || at >= list.length || !e.dataset.section) return;
  const { key } = e.dataset;
  move(e, e.dataset.section, (by < 0 ? list[at] : list[at + 1])?.dataset.key, () => byKey(key)?.focus());
}

export function walk(from, by) {
  const root = from?.closest("aside") || desk;
  const list = entries(root);
  const at = from ? list.indexOf(from) + by : 0;
  list[Math.max(0, Math.min(at, list.length - 1))]?.focus();
}

export function mark(e) {
  if (marked && marked !== e.dataset.key) {
    const into = marked;
    marked = null;
    act({ act: "merge", key: e.dataset.key, with: into }, { after: () => byKey(into)?.focus() });
    showMark();
    return;
  }
  marked = marked ? null : e.dataset.key;
  showMark();
  say(marked ? document.body.dataset.marked : "");
}
export function unmark() {
  if (!marked) return;
  marked = null;
  showMark();
  say("");
}
export function showMark() {
  for (const e of entries(desk)) {
    const is = e.dataset.key === marked;
    e.classList.toggle("marked", is);
    e.querySelector("[data-mark]")?.setAttribute("aria-pressed", is);
  }
}

// Dragging: onto an entry means before it, onto a section means its end.
let dragged = null;
const clear = () => document.querySelectorAll(".over").forEach((o) => o.classList.remove("over"));
document.addEventListener("dragstart", (e) => {
  if (e.target.closest?.("form")) return; // words dragged within a field
  dragged = e.target.closest?.(".entry");
  if (dragged) { e.dataTransfer.effectAllowed = "move"; e.dataTransfer.setData("text/plain", dragged.dataset.key); }
});
document.addEventListener("dragover", (e) => {
  const over = dragged && (e.target.closest?.(".part .entry") || e.target.closest?.(".part"));
  if (!over) return;
  e.preventDefault();
  clear();
  over.classList.add("over");
});
document.addEventListener("dragend", () => { dragged = null; clear(); });
document.addEventListener("drop", (e) => {
  const section = e.target.closest?.(".part");
  if (!dragged || !section) return;
  e.preventDefault();
  clear();
  const before = e.target.closest(".entry")?.dataset.key;
  const from = dragged;
  dragged = null;
  if (before === from.dataset.key) return;
  if (section.id === "held") { if (from.dataset.place !== "held") hold(from); }
  else if (!section.dataset.section) return;
  else if (from.dataset.place === "draft") move(from, section.dataset.section, before);
  else take(from, section.dataset.section, before);
});
