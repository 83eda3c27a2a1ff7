// Editing in place. The words are also kept in the tab's own storage, so that
// a reload, another language or a crash of the page loses none.
import { desk, byKey, entries } from "./exchange.js";
import { act, preview, say } from "./acts.js";

const place = (key) => `embai ${desk.querySelector("#rev")?.dataset.date} ${key}`;
const stash = (form) => {
  const { title, summary } = form.elements;
  sessionStorage.setItem(place(form.closest(".entry").dataset.key), JSON.stringify({ title: title.value, summary: summary.value, base: form.dataset.base }));
};
const guideKey = "导读";
export function typedGuide(field) {
  sessionStorage.setItem(place(guideKey), JSON.stringify({ summary: field.value, base: field.dataset.base }));
}
const forget = (key) => sessionStorage.removeItem(place(key));

export function edit(entry, quiet) {
  const mould = entry?.querySelector("template");
  if (!mould) return null;
  const open = entry.querySelector("form.edit");
  if (open) { open.elements.title.focus(); return open; }
  const form = mould.content.firstElementChild.cloneNode(true);
  form.dataset.base = entry.dataset.base;
  entry.append(form);
  if (!quiet) form.elements.title.focus();
  show(form);
  return form;
}

// reopen brings back what was being typed when the page was loaded anew.
export function reopen() {
  const guide = document.getElementById("guide-text");
  const words = guide && sessionStorage.getItem(place(guideKey));
  if (words) {
    const { summary, base } = JSON.parse(words);
    guide.value = summary;
    guide.dataset.base = base;
  }
  for (const entry of entries(desk)) {
    const kept = sessionStorage.getItem(place(entry.dataset.key));
    const form = kept && edit(entry, true);
    if (!form) continue;
    const { title, summary, base } = JSON.parse(kept);
    form.elements.title.value = title;
    form.elements.summary.value = summary;
    form.dataset.base = base;
  }
}

const waiting = new WeakMap();
function show(form) {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => { if (form.isConnected) preview(form, form.closest(".entry").dataset.key); }, 150));
}
export function typed(form) { stash(form); show(form); }

export async function save(form) {
  if (form.dataset.busy) return; // Enter pressed twice saves once
  form.dataset.busy = "1";
  const { key } = form.closest(".entry").dataset;
  const note = form.querySelector(".form-trouble");
  note.textContent = "";
  await act({
    act: "edit", key, base: form.dataset.base, force: form.dataset.force || "",
    title: form.elements.title.value, summary: form.elements.summary.value,
  }, {
    done: () => { forget(key); form.remove(); byKey(key)?.focus({ preventScroll: true }); },
    after: () => { if (document.activeElement === document.body) byKey(key)?.focus({ preventScroll: true }); },
    fail: (words, code) => { note.textContent = words; if (code === 409) form.dataset.force = "1"; },
  });
  delete form.dataset.busy;
}

export function cancel(form) {
  const entry = form.closest(".entry");
  forget(entry.dataset.key);
  form.remove();
  if (entry.classList.contains("orphan")) entry.remove(); else entry.focus({ preventScroll: true });
}

export function saveGuide(form) {
  const field = form.elements.summary;
  const note = form.querySelector(".form-trouble");
  note.textContent = "";
  return act({ act: "guide", summary: field.value, base: field.dataset.base, force: form.dataset.force || "" }, {
    done: () => { delete form.dataset.force; forget(guideKey); field.defaultValue = field.value; field.blur(); },
    fail: (words, code) => { note.textContent = words; if (code === 409) form.dataset.force = "1"; },
  });
}

// freshGuide has 导读 made anew, in place of what is written there.
export function freshGuide() {
  const field = document.getElementById("guide-text");
  if (!field) return null;
  return act({ act: "guide" }, { done: () => { forget(guideKey); field.value = field.defaultValue; } });
}

// add fetches a link, which takes as long as its host does.
export async function add(form) {
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const field = form.elements.url;
  say(document.body.dataset.fetching);
  const added = await act({ act: "add", url: field.value }, { done: () => { field.value = ""; field.blur(); } });
  delete form.dataset.busy;
  if (!added) say("");
}
