// Exchanging the draft on the page for the one that the server shows now,
// without touching what is being typed. An input method that composes Chinese
// gives up when its field moves in the document: so the field in use stays
// where it is, and everything around it is exchanged.

export const desk = document.getElementById("desk");
export const entries = (root) => [...root.querySelectorAll(".entry")];
export const byKey = (key, root = desk) => entries(root).find((e) => e.dataset.key === key);
const dirty = (field) => field.value !== field.defaultValue;

let composing = false;
let late = null; // what came while an input method was composing and had no place
document.addEventListener("compositionstart", () => { composing = true; });
document.addEventListener("compositionend", () => {
  composing = false;
  if (late !== null) { const html = late; late = null; setTimeout(() => put(html)); }
});

const same = (a, b) => a.tagName === b.tagName && a.id === b.id && a.dataset.section === b.dataset.section;

// graft puts fresh around unit, if unit's place is there still.
function graft(fresh, unit) {
  const path = [];
  for (let e = unit; e !== desk; e = e.parentElement) path.unshift(e);
  const twins = [fresh];
  for (const e of path) {
    if (e === unit && e.matches("form.edit")) break; // the server knows no open forms
    const twin = [...twins.at(-1).children].find((c) => same(c, e));
    if (!twin) return false;
    twins.push(twin);
  }
  path.forEach((e, i) => {
    const twin = twins[i + 1];
    for (const c of [...e.parentElement.childNodes]) if (c !== e) c.remove();
    const around = [...twins[i].childNodes];
    const at = twin ? around.indexOf(twin) : around.length;
    e.before(...around.slice(0, at));
    e.after(...around.slice(at + 1));
    if (twin && e !== unit) for (const a of twin.attributes) e.setAttribute(a.name, a.value);
  });
  return true;
}

// host is where an open form goes: its entry, or a place of its own where the
// entry is gone, so that the words stay on the page.
function host(key, section) {
  const there = byKey(key);
  if (there) return there;
  const li = document.createElement("li");
  li.className = "entry orphan";
  li.dataset.key = key;
  li.tabIndex = 0;
  (desk.querySelector(`.part[data-section="${section}"] .entries`) || shelter()).append(li);
  return li;
}
function shelter() {
  let list = desk.querySelector("#orphans");
  if (!list) {
    list = document.createElement("ol");
    list.id = "orphans";
    list.className = "entries";
    desk.querySelector("#pictures")?.before(list);
    if (!list.isConnected) desk.append(list);
  }
  return list;
}

export function put(html) {
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  const active = document.activeElement;
  const focus = desk.contains(active) && active.closest(".entry")?.dataset.key;
  const order = entries(desk).map((e) => e.dataset.key);
  const opened = [...desk.querySelectorAll("details[open]")].map((d) => [d.id, d.classList.contains("past") ? d : null]);
  let unit = desk.contains(active) ? active.closest("form.edit, [data-kept]") : null;
  if (unit?.matches("[data-kept]") && !dirty(unit)) unit = null;
  const forms = [...desk.querySelectorAll("form.edit")].filter((f) => f !== unit).map((form) => ({
    form, key: form.closest(".entry").dataset.key, section: form.closest(".part")?.dataset.section,
  }));
  const fields = [...desk.querySelectorAll("[data-kept]")].filter((f) => f !== unit && dirty(f));
  if (unit && !graft(fresh, unit)) {
    if (composing) { late = html; return; }
    if (unit.matches("form.edit")) forms.push({ form: unit, key: focus, section: unit.closest(".part")?.dataset.section });
    else fields.push(unit);
    unit = null;
  }
  const at = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  if (!unit) desk.replaceChildren(...fresh.childNodes);

  for (const { form, key, section } of forms) {
    const li = host(key, section);
    li.append(form);
    form.querySelector(".form-trouble").textContent = li.classList.contains("orphan") ? document.body.dataset.orphan : "";
  }
  for (const form of desk.querySelectorAll("form.edit")) {
    const li = form.closest(".entry");
    li.classList.toggle("changed", !li.classList.contains("orphan") && form.dataset.base !== li.dataset.base);
  }
  for (const field of fields) {
    const there = document.getElementById(field.id);
    if (there) there.replaceWith(field);
    else { const li = document.createElement("li"); li.className = "orphan"; li.append(document.body.dataset.orphan, field); shelter().append(li); }
  }
  for (const [id, past] of opened) {
    const d = id && document.getElementById(id);
    if (d && past) d.replaceWith(past); // with the issue that was loaded into it
    else if (d) d.open = true;
  }
  window.htmx?.process(desk);
  if (!unit && desk.contains(active) && active !== document.activeElement) {
    active.focus({ preventScroll: true });
    if (at && /^(text|textarea)$/.test(active.type)) active.setSelectionRange(...at);
  }
  if (focus && (document.activeElement === document.body || !document.activeElement)) {
    // The entry that had the focus, else the one that took its place.
    const list = entries(desk);
    (byKey(focus) || list[Math.min(order.indexOf(focus), list.length - 1)])?.focus({ preventScroll: true });
  }
  document.dispatchEvent(new CustomEvent("desk"));
}
