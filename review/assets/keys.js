// The keyboard. What a key does depends on where the focus is: in a field it
// writes, on an entry it acts on that entry, elsewhere on the issue.
import { desk } from "./exchange.js";
import { act } from "./acts.js";
import { edit, save, cancel, saveGuide, freshGuide } from "./edit.js";
import { askPublish, weChat, help } from "./dialogs.js";
import * as on from "./move.js";

const byId = (id) => document.getElementById(id);
const current = () => document.activeElement?.closest?.(".entry:not(.orphan)");
const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
const sections = ["news", "paper", "project", "blog"];

const everywhere = {
  j: () => on.walk(current(), 1),
  k: () => on.walk(current(), -1),
  c: () => on.across(current()),
  l: () => on.finding(current(), 1),
  L: () => on.finding(current(), -1),
  "/": () => { byId("q").scrollIntoView({ block: "nearest" }); byId("q").select(); },
  "?": help,
  a: () => byId("add-url")?.focus(),
  u: () => act({ act: "undo" }),
  g: () => byId("guide-text")?.focus(),
  G: freshGuide,
  w: weChat,
  P: askPublish,
  Escape: on.unmark,
};
const onEntry = {
  o: (e) => e.querySelector(".printed a")?.click(),
  h: (e) => { if (e.dataset.place !== "held") on.hold(e); },
  t: (e) => { if (e.dataset.place !== "draft") on.take(e); },
  p: on.merged,
};
const onDraft = {
  x: on.drop, e: (e) => edit(e), m: on.mark,
  J: (e) => on.step(e, 1), K: (e) => on.step(e, -1),
};

function meaning(key, entry) {
  const section = key.length === 1 && sections["1234".indexOf(key)];
  if (entry && section) return () => on.to(entry, section);
  const does = entry && (onEntry[key] || (desk.contains(entry) && onDraft[key]));
  return does ? () => does(entry) : everywhere[key];
}

document.addEventListener("keydown", (e) => {
  if (e.isComposing) return;
  const form = e.target.closest?.("form.edit, form[data-form=guide]");
  const editing = form?.dataset.form === "edit";
  if (form && e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    if (editing) save(form); else saveGuide(form);
    return;
  }
  if (e.key === "Escape" && editing) { cancel(form); return; }
  if (e.key === "Escape" && typing()) { document.activeElement.blur(); return; }
  if (typing() || e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) return;
  const does = meaning(e.key, current());
  if (does) { e.preventDefault(); does(); }
});
