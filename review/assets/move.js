// Acts on an entry, as keys, buttons and dragging have them, and walking about.
import { desk, byKey, entries } from "./exchange.js";
import { act, candidates, say } from "./acts.js";

let marked = null; // key of the entry that m marked
const byId = (id) => document.getElementById(id);
const isCandidate = (e) => e.dataset.place === "candidate";

export const drop = (e) => act({ act: "drop", key: e.dataset.key });
export const hold = (e, after) => act({ act: "hold", key: e.dataset.key, section: e.dataset.section }, { after });
export const take = (e, section, before, after) => act({ act: "take", key: e.dataset.key, section: section || e.dataset.section, before: before || "" }, { after });
export const part = (e, id) => act({ act: "part", key: e.dataset.key, with: id });
export const move = (e, section, before, after) => act({ act: "move", key: e.dataset.key, section, before: before || "" }, { after });

// to puts an entry at the end of a section. The focus stays where the work is:
// on the entry that follows.
export function to(e, section) {
  if (e.dataset.place !== "draft") return take(e, section);
  if (e.dataset.section === section) return null;
  const next = (e.nextElementSibling || e.previousElementSibling)?.dataset.key;
  return move(e, section, "", () => byKey(next)?.focus({ preventScroll: true }));
}

// step moves an entry by one place, at the end of a section into the next one.
export function step(e, by) {
  if (!e.dataset.section || e.dataset.place !== "draft") return;
  const part = e.closest(".part");
  const list = entries(part);
  const at = list.indexOf(e) + by;
  const { key } = e.dataset;
  const focus = () => byKey(key)?.focus();
  if (at >= 0 && at < list.length) {
    move(e, e.dataset.section, (by < 0 ? list[at] : list[at + 1])?.dataset.key, focus);
    return;
  }
  const parts = [...desk.querySelectorAll(".part[data-drop]:not(#held)")];
  const there = parts[parts.indexOf(part) + by];
  if (there) move(e, there.dataset.section, by > 0 ? entries(there)[0]?.dataset.key : "", focus);
}

export function walk(from, by) {
  const root = from?.closest("aside") || desk;
  const list = entries(root);
  const at = from ? list.indexOf(from) + by : 0;
  list[Math.max(0, Math.min(at, list.length - 1))]?.focus();
}

// across goes from the draft to the candidates and back.
export function across(from) {
  const there = from && isCandidate(from) ? desk : byId("candidates");
  entries(there)[0]?.focus();
}

export function jump(link) {
  link.closest("dialog")?.close();
  const there = byId(link.getAttribute("href").slice(1));
  there?.scrollIntoView({ block: there.matches(".entry") ? "center" : "start" });
  there?.focus({ preventScroll: true });
}

// finding goes to the entry with the next thing that lint found.
export function finding(from, by) {
  const list = entries(desk).filter((e) => e.querySelector(".note"));
  if (!list.length) { byId("lint-title")?.focus(); say(document.body.dataset.clean); return; }
  const after = (e) => !from || from.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING;
  const rest = list.filter((e) => e !== from);
  const next = by > 0 ? rest.find(after) || list[0] : rest.findLast((e) => !after(e)) || list.at(-1);
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
}

// behind shows the candidates of one section.
export async function behind(section) {
  byId("qs").value = section;
  byId("q").value = "";
  await candidates();
  const first = entries(byId("candidates"))[0];
  first?.scrollIntoView({ block: "nearest" });
  first?.focus({ preventScroll: true });
}

// merged opens what was merged into an entry, at the first thing to part.
export function merged(e) {
  const box = e.querySelector(".merged");
  if (!box) { say(document.body.dataset.alone); return; }
  box.open = !box.open;
  (box.open && box.querySelector("button") || e).focus({ preventScroll: true });
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
