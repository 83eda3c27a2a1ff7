// The page's behaviour: which key and which button does what. The server
// renders everything; nothing of the draft is held here but what is typed.
import { desk, entries } from "./exchange.js";
import { act, warn, say, load, candidates, watch } from "./acts.js";
import { edit, save, cancel, typed, reopen, saveGuide, add } from "./edit.js";
import * as on from "./move.js";

const current = () => document.activeElement?.closest?.(".entry:not(.orphan)");
const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
const byId = (id) => document.getElementById(id);

function publish(force) {
  return act({ act: "publish", force }, {
    done: () => byId("publish").close(),
    fail: (words) => { byId("faults").textContent = words; },
    faults: (html) => {
      byId("faults").innerHTML = html;
      byId("publish-force").hidden = !byId("faults").querySelector("[data-force]")?.dataset.force;
      byId("publish-go").hidden = true;
    },
  });
}
function askPublish() {
  byId("faults").textContent = "";
  byId("publish-force").hidden = true;
  byId("publish-go").hidden = false;
  byId("publish").showModal();
}

async function weChat() {
  const r = await load("/wechat").catch(() => null);
  const text = r ? await r.text() : document.body.dataset.gone;
  if (!r?.ok) { warn(text); return; }
  byId("wechat-text").value = text;
  byId("wechat").showModal();
}
async function copy() {
  const field = byId("wechat-text");
  field.select();
  const blob = (type) => new Blob([field.value], { type });
  try { await navigator.clipboard.write([new ClipboardItem({ "text/html": blob("text/html"), "text/plain": blob("text/plain") })]); }
  catch { document.execCommand("copy"); } // pages on plain http have no clipboard of their own
  byId("wechat").close();
  say(document.body.dataset.copied);
}

function jump(link) {
  link.closest("dialog")?.close();
  const there = byId(link.getAttribute("href").slice(1));
  there?.scrollIntoView({ block: "center" });
  there?.focus({ preventScroll: true });
}
function behind(section) {
  byId("qs").value = section;
  byId("q").value = "";
  candidates().then(() => { const first = entries(byId("candidates"))[0]; first?.scrollIntoView({ block: "nearest" }); first?.focus(); });
}

document.addEventListener("click", (e) => {
  const b = e.target.closest("button, [data-jump]");
  if (!b) return;
  const entry = b.closest(".entry");
  const d = b.dataset;
  if (d.act === "drop") on.drop(entry);
  else if (d.act === "hold") on.hold(entry);
  else if (d.act === "take") on.take(entry);
  else if (d.act === "part") on.part(entry, d.with);
  else if (d.act) act({ act: d.act }, { done: () => { const g = byId("guide-text"); if (d.act === "guide" && g) g.value = g.defaultValue; } });
  else if ("edit" in d) edit(entry);
  else if ("cancel" in d) cancel(b.closest("form"));
  else if ("mark" in d) on.mark(entry);
  else if ("step" in d) on.step(entry, Number(d.step));
  else if ("behind" in d) behind(d.behind);
  else if ("publish" in d) askPublish();
  else if ("wechat" in d) weChat();
  else if ("jump" in d) { e.preventDefault(); jump(b); }
  else if (b.id === "help-button") byId("help").showModal();
  else if (b.id === "publish-go") publish("");
  else if (b.id === "publish-force") publish("1");
  else if (b.id === "wechat-copy") copy();
});
document.addEventListener("change", (e) => {
  if ("to" in e.target.dataset && e.target.value) on.to(e.target.closest(".entry"), e.target.value);
});
document.addEventListener("submit", (e) => {
  const form = e.target.closest("[data-form], .search");
  if (!form) return;
  e.preventDefault();
  switch (form.dataset.form) {
    case "edit": save(form); break;
    case "add": add(form); break;
    case "guide": saveGuide(form); break;
    default: candidates();
  }
});
document.addEventListener("input", (e) => { const f = e.target.closest("form.edit"); if (f) typed(f); });

const sections = ["news", "paper", "project", "blog"];
const everywhere = {
  j: () => on.walk(current(), 1),
  k: () => on.walk(current(), -1),
  "/": () => byId("q").select(),
  "?": () => byId("help").showModal(),
  a: () => byId("add-url")?.focus(),
  u: () => act({ act: "undo" }),
  c: () => (current()?.closest("aside") ? entries(desk)[0] : entries(byId("candidates"))[0])?.focus(),
  Escape: () => on.unmark(),
};
const onEntry = {
  o: (e) => e.querySelector(".printed a")?.click(),
  h: (e) => { if (e.dataset.place !== "held") on.hold(e); },
  t: (e) => { if (e.dataset.place !== "draft") on.take(e); },
};
const onDraft = {
  x: on.drop, e: (e) => edit(e), m: on.mark,
  J: (e) => on.step(e, 1), K: (e) => on.step(e, -1),
};
document.addEventListener("keydown", (e) => {
  if (e.isComposing) return;
  const form = e.target.closest?.("form.edit, form[data-form=guide]");
  if (form && e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    if (form.dataset.form === "edit") save(form); else saveGuide(form);
    return;
  }
  if (e.key === "Escape" && form?.dataset.form === "edit") { cancel(form); return; }
  if (e.key === "Escape" && typing()) { document.activeElement.blur(); return; }
  if (typing() || e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) return;
  const entry = current();
  const number = sections["1234".indexOf(e.key)];
  let does = everywhere[e.key];
  if (entry && number && e.key.length === 1) does = () => on.to(entry, number);
  else if (entry && onEntry[e.key]) does = () => onEntry[e.key](entry);
  else if (entry && entry.dataset.place !== "candidate" && onDraft[e.key]) does = () => onDraft[e.key](entry);
  if (does) { e.preventDefault(); does(); }
});

document.addEventListener("desk", on.showMark);
document.addEventListener("visibilitychange", () => { if (!document.hidden) watch(); });
reopen();
watch();
document.body.dataset.ready = "1"; // keys and buttons work from here on
