// The page's own behaviour: keys, dragging, inline editing, and keeping up with
// the file. The server renders everything; nothing of the draft is held here
// but what is being typed.
"use strict";
(() => {
  const desk = document.getElementById("desk");
  const status = document.getElementById("status");
  const say = (text) => { status.textContent = text || ""; };
  let marked = null;   // key of the entry that m marked
  let lost = false;    // the connection is gone: said once
  let busy = false;    // an act is under way: the file's change is ours

  const entries = (root = document) => [...root.querySelectorAll(".entry")];
  const current = () => document.activeElement?.closest?.(".entry");
  const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
  const byKey = (key) => entries(desk).find((e) => e.dataset.key === key);

  // What is typed survives every exchange of the page's content: open forms
  // are taken out, the new content is put in, and they go back by their key.
  function keep() {
    const active = document.activeElement;
    const kept = [...desk.querySelectorAll("form.edit")].map((form) => ({
      form, key: form.closest(".entry").dataset.key,
      section: form.closest(".part")?.dataset.section,
      focus: form.contains(active) ? active : null,
      at: form.contains(active) && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null,
    }));
    const guide = desk.querySelector("#guide-text");
    const add = desk.querySelector("#add-url");
    const fields = [guide, add].filter((f) => f && f.value !== f.defaultValue).map((f) => ({ id: f.id, value: f.value, focus: f === active, at: f === active ? f.selectionStart : 0 }));
    const focus = active?.closest?.(".entry")?.dataset.key;
    const order = entries(desk).map((e) => e.dataset.key);
    return { kept, fields, focus, order };
  }
  function restore({ kept, fields, focus, order }, skip) {
    for (const k of kept) {
      if (k.key === skip) continue;
      let host = byKey(k.key);
      if (!host) {
        // The entry is gone from the file: the words stay on the page.
        host = document.createElement("li");
        host.className = "entry orphan"; host.dataset.key = k.key; host.tabIndex = 0;
        (desk.querySelector(`.part[data-section="${k.section}"] .entries`) || desk).append(host);
        k.form.querySelector(".form-trouble").textContent = document.documentElement.lang === "en"
          ? "the entry is no longer in the draft; your words are kept here" : "这一条已不在草稿里；你写的内容保留在这里";
      }
      host.append(k.form);
      if (k.focus) { k.focus.focus(); if (k.at) k.focus.setSelectionRange(...k.at); }
    }
    for (const f of fields) {
      const e = document.getElementById(f.id);
      if (e) { e.value = f.value; if (f.focus) { e.focus(); e.setSelectionRange?.(f.at, f.at); } }
    }
    if (focus && !typing()) {
      // The entry that had the focus, else the one that took its place.
      const next = byKey(focus) || entries(desk)[Math.min(order.indexOf(focus), entries(desk).length - 1)];
      next?.focus({ preventScroll: true });
    }
    if (marked) byKey(marked)?.classList.add("marked");
  }
  function put(html, skip) {
    const kept = keep();
    desk.innerHTML = html;
    window.htmx?.process(desk);
    restore(kept, skip);
    const message = desk.querySelector("#rev")?.dataset.message;
    if (message) say(message);
  }

  async function act(fields, opt = {}) {
    busy = true;
    try {
      const r = await fetch("/act", { method: "POST", body: new URLSearchParams(fields), headers: { "HX-Request": "true" } });
      const body = await r.text();
      if (r.ok) { put(body, opt.skip); if (fields.act === "take" || fields.act === "drop" || fields.act === "undo") search(); return true; }
      const text = r.status === 401 ? document.body.dataset.expired : body.trim();
      say(text);
      if (opt.trouble) { opt.trouble.textContent = text; }
      if (r.status === 409 && opt.conflict) opt.conflict();
    } catch {
      say(document.body.dataset.gone);
      if (opt.trouble) opt.trouble.textContent = document.body.dataset.gone;
    } finally { busy = false; }
    return false;
  }
  async function refresh() {
    const r = await fetch("/desk", { headers: { "HX-Request": "true" } });
    if (r.status === 401) { say(document.body.dataset.expired); return; }
    if (r.ok) put(await r.text());
  }
  const search = () => window.htmx?.trigger(document.getElementById("q"), "refresh");

  // The file may change under the page: cron, another tab, an editor. Asked
  // twice in a second; the answer is a few bytes.
  async function watch() {
    try {
      if (!busy && !document.hidden) {
        const r = await fetch("/rev", { headers: { "HX-Request": "true" } });
        if (r.status === 401) say(document.body.dataset.expired);
        else if (r.ok) {
          const rev = await r.text();
          if (lost) { lost = false; say(""); }
          if (!busy && rev !== desk.querySelector("#rev")?.dataset.rev) await refresh();
        }
      }
    } catch {
      if (!lost) { lost = true; say(document.body.dataset.gone); }
    }
    setTimeout(watch, 500);
  }
  setTimeout(watch, 500);

  function edit(entry) {
    if (!entry || entry.querySelector("form.edit") || !entry.querySelector("template")) return;
    const form = entry.querySelector("template").content.firstElementChild.cloneNode(true);
    form.dataset.base = entry.dataset.base;
    entry.append(form);
    form.querySelector("input").focus();
    preview(form);
  }
  let previewing = 0;
  function preview(form) {
    clearTimeout(previewing);
    previewing = setTimeout(async () => {
      const body = new URLSearchParams(new FormData(form));
      const r = await fetch("/preview", { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
      if (r?.ok) form.querySelector(".preview").innerHTML = await r.text();
    }, 150);
  }
  async function save(form) {
    const entry = form.closest(".entry");
    const trouble = form.querySelector(".form-trouble");
    trouble.textContent = "";
    const ok = await act({
      act: "edit", key: entry.dataset.key, base: form.dataset.base, force: form.dataset.force || "",
      title: form.elements.title.value, summary: form.elements.summary.value,
    }, { skip: entry.dataset.key, trouble, conflict: () => { form.dataset.force = "1"; } });
    if (ok) byKey(entry.dataset.key)?.focus();
  }

  const move = (entry, section, before) => act({ act: "move", key: entry.dataset.key, section, before: before || "" });
  function step(entry, by) {
    const part = entry.closest(".part");
    const list = entries(part);
    const to = list.indexOf(entry) + by;
    if (to < 0 || to >= list.length) return;
    move(entry, part.dataset.section, (by < 0 ? list[to] : list[to + 1])?.dataset.key);
  }
  function walk(by) {
    const here = current();
    const root = here?.closest("aside") || desk;
    const list = entries(root);
    const to = here ? list.indexOf(here) + by : 0;
    list[Math.max(0, Math.min(to, list.length - 1))]?.focus();
  }
  function mark(entry) {
    if (marked && marked !== entry.dataset.key) {
      const into = marked; marked = null;
      act({ act: "merge", key: entry.dataset.key, with: into });
      return;
    }
    marked = marked ? null : entry.dataset.key;
    entry.classList.toggle("marked", !!marked);
  }
  function button(b) {
    const entry = b.closest(".entry");
    if (b.dataset.confirm && !confirm(b.dataset.confirm)) return;
    const fields = { act: b.dataset.act, key: entry?.dataset.key || "" };
    if (b.dataset.with) fields.with = b.dataset.with;
    if (b.dataset.act === "take") fields.section = entry.dataset.section;
    if (b.dataset.act === "publish") { publish(fields); return; }
    act(fields);
  }
  async function publish(fields) {
    if (await act(fields)) return;
    const ask = status.textContent;
    if (confirm(ask + "\n\n" + (document.documentElement.lang === "en" ? "Publish all the same?" : "仍然发布？"))) act({ ...fields, force: "1" });
  }

  document.addEventListener("click", (e) => {
    const b = e.target.closest("button, [data-jump]");
    if (!b) return;
    if (b.dataset.act) button(b);
    else if ("edit" in b.dataset) edit(b.closest(".entry"));
    else if ("cancel" in b.dataset) { const entry = b.closest(".entry"); b.closest("form").remove(); if (entry.classList.contains("orphan")) entry.remove(); else entry.focus(); }
    else if ("wechat" in b.dataset) weChat();
    else if (b.id === "help-button") document.getElementById("help").showModal();
    else if (b.id === "wechat-copy") { const t = document.getElementById("wechat-text"); t.select(); copyHTML(t.value); }
    else if ("jump" in b.dataset) { e.preventDefault(); document.getElementById(b.getAttribute("href").slice(1))?.focus(); }
  });
  async function weChat() {
    const r = await fetch("/wechat", { headers: { "HX-Request": "true" } }).catch(() => null);
    const text = r ? await r.text() : document.body.dataset.gone;
    if (!r?.ok) { say(text); return; }
    document.getElementById("wechat-text").value = text;
    document.getElementById("wechat").showModal();
  }
  function copyHTML(html) {
    const item = new ClipboardItem({ "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([html], { type: "text/plain" }) });
    navigator.clipboard.write([item]).catch(() => document.execCommand("copy"));
  }
  document.addEventListener("submit", (e) => {
    if (e.target.closest(".search")) { e.preventDefault(); search(); return; }
    const form = e.target.closest("[data-form]");
    if (!form) return;
    e.preventDefault();
    if (form.dataset.form === "edit") save(form);
    if (form.dataset.form === "add") act({ act: "add", url: form.elements.url.value }).then((ok) => { const u = document.getElementById("add-url"); if (ok && u) u.value = ""; });
    if (form.dataset.form === "guide") {
      const text = form.elements.summary.value;
      act({ act: "guide", summary: text }).then((ok) => { const g = document.getElementById("guide-text"); if (ok && g) g.value = g.defaultValue; });
    }
  });
  document.addEventListener("input", (e) => { const f = e.target.closest("form.edit"); if (f) preview(f); });

  const sections = ["news", "paper", "project", "blog"];
  document.addEventListener("keydown", (e) => {
    const form = e.target.closest?.("form.edit");
    if (form && e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); save(form); return; }
    if (form && e.key === "Escape") { form.querySelector("[data-cancel]").click(); return; }
    if (e.key === "Escape" && typing()) { document.activeElement.blur(); return; }
    if (typing() || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || document.querySelector("dialog[open]")) return;
    const entry = current();
    const place = entry?.dataset.place;
    const on = (fn) => { e.preventDefault(); fn(); };
    switch (e.key) {
      case "j": on(() => walk(1)); break;
      case "k": on(() => walk(-1)); break;
      case "/": on(() => document.getElementById("q").focus()); break;
      case "?": on(() => document.getElementById("help").showModal()); break;
      case "a": on(() => document.getElementById("add-url")?.focus()); break;
      case "u": on(() => act({ act: "undo" })); break;
      case "c": on(() => (entry?.closest("aside") ? entries(desk)[0] : entries(document.querySelector("aside"))[0])?.focus()); break;
    }
    if (!entry) return;
    switch (e.key) {
      case "o": on(() => entry.querySelector(".title a")?.click()); break;
      case "t": if (place !== "draft") on(() => act({ act: "take", key: entry.dataset.key, section: entry.dataset.section })); break;
      case "1": case "2": case "3": case "4":
        on(() => place === "draft" ? move(entry, sections[e.key - 1]) : act({ act: "take", key: entry.dataset.key, section: sections[e.key - 1] })); break;
    }
    if (place === "candidate") return;
    switch (e.key) {
      case "x": on(() => act({ act: "drop", key: entry.dataset.key })); break;
      case "h": on(() => act({ act: "hold", key: entry.dataset.key })); break;
      case "e": on(() => edit(entry)); break;
      case "m": on(() => mark(entry)); break;
      case "J": on(() => step(entry, 1)); break;
      case "K": on(() => step(entry, -1)); break;
    }
  });

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
    e.preventDefault(); clear(); over.classList.add("over");
  });
  document.addEventListener("dragend", () => { dragged = null; clear(); });
  document.addEventListener("drop", (e) => {
    const part = e.target.closest?.(".part");
    if (!dragged || !part) return;
    e.preventDefault(); clear();
    const before = e.target.closest(".entry")?.dataset.key;
    if (part.classList.contains("held")) act({ act: "hold", key: dragged.dataset.key });
    else if (dragged.dataset.place === "draft") { if (before !== dragged.dataset.key) move(dragged, part.dataset.section, before); }
    else act({ act: "take", key: dragged.dataset.key, section: part.dataset.section, before: before || "" });
    dragged = null;
  });
})();
