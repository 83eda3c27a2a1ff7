// What goes to the server and comes back: acts, the list of candidates, and
// keeping up with the file, which cron, an editor or another tab may change.
import { desk, put, byKey, entries } from "./exchange.js";

const body = document.body.dataset;
const status = document.getElementById("status");
const trouble = document.getElementById("trouble");
const saved = document.getElementById("saved");
let fading = 0;
let busy = 0;        // acts under way: the file's change is ours
let coming = 0;      // all requests under way whose answer changes the page
let pressed = false; // a button of the mouse is down: what is under it stays
addEventListener("pointerdown", () => { pressed = true; }, true);
let waiting = [];    // for it to be let go
for (const end of ["pointerup", "pointercancel", "blur"]) {
  addEventListener(end, () => {
    pressed = false;
    const then = waiting;
    waiting = [];
    setTimeout(() => then.forEach((go) => go())); // after the click that this was
  }, true);
}
const released = () => pressed && new Promise((go) => { waiting.push(go); });
let lost = false;    // the connection is gone: said once
let expired = false;

// tell says whether all that was done is in the file.
function tell() {
  document.body.toggleAttribute("data-busy", coming > 0);
  const draft = desk.querySelector(".head");
  const state = lost || expired ? "offline" : busy ? "saving" : "saved";
  saved.dataset.state = state;
  const words = state === "saved" && !draft ? "" : body[state];
  if (saved.textContent !== words) saved.textContent = words;
}
// during runs a request that changes the page.
async function during(work) {
  coming++;
  tell();
  try { return await work(); } finally { coming--; tell(); }
}
document.addEventListener("htmx:beforeSend", () => { coming++; tell(); });
document.addEventListener("htmx:afterRequest", () => { coming--; tell(); });

// say tells what was done; with undo beside it where that can be undone.
export function say(text, undo) {
  clearTimeout(fading);
  status.textContent = text || "";
  if (!text) return;
  if (undo) {
    const b = document.createElement("button");
    const key = document.createElement("kbd");
    key.textContent = "u";
    b.type = "button"; b.dataset.act = "undo";
    b.append(body.undo, key);
    status.append(b);
  }
  fading = setTimeout(() => { status.textContent = ""; }, 8000);
}
export function warn(text, login) {
  trouble.textContent = text || "";
  if (!text) return;
  say("");
  if (login) {
    const a = document.createElement("a");
    a.href = "/"; a.target = "_blank"; a.textContent = body.login;
    trouble.append(" ", a);
  }
  const close = document.createElement("button");
  close.type = "button"; close.textContent = "×"; close.ariaLabel = body.close;
  close.addEventListener("click", () => warn(""));
  trouble.append(" ", close);
}

const head = { "HX-Request": "true" };

// act carries out one act. opt.done runs before the new draft is shown and
// opt.after when it is, at once, so that no later key goes to the wrong entry;
// opt.fail gets the words of what went wrong, opt.faults what lint found.
export function act(fields, opt = {}) {
  busy++;
  return during(async () => {
    try {
      const r = await fetch("/act", { method: "POST", body: new URLSearchParams(fields), headers: head });
      const text = await r.text();
      await released();
      return answer(r, text, fields, opt);
    } catch {
      lost = true;
      warn(body.gone);
      opt.fail?.(body.gone, 0);
      return false;
    } finally { busy--; }
  });
}
function answer(r, text, fields, opt) {
  if (r.ok) {
    opt.done?.();
    put(text);
    clear();
    opt.after?.();
    warn("");
    const undo = desk.querySelector("[data-act=undo]:enabled");
    say(desk.querySelector("#rev")?.dataset.message, undo && fields.act !== "undo");
    candidates();
    return true;
  }
  if (opt.faults && r.headers.get("Content-Type")?.startsWith("text/html")) { opt.faults(text); return false; }
  expired = r.status === 401;
  const words = expired ? body.expired : text.trim();
  warn(words, expired);
  opt.fail?.(words, r.status);
  return false;
}

// clear takes those candidates off the page at once that are in the draft now,
// and puts the focus on the next, so that no key goes to what was taken in.
function clear() {
  const list = entries(document.getElementById("candidates"));
  for (const [i, e] of list.entries()) {
    if (!byKey(e.dataset.key)) continue;
    if (e.contains(document.activeElement)) (list[i + 1] || list[i - 1])?.focus({ preventScroll: true });
    e.remove();
  }
}

export const preview = (form, key) => during(async () => {
  const fields = new URLSearchParams(new FormData(form));
  fields.set("key", key);
  const r = await fetch("/preview", { method: "POST", body: fields, headers: head }).catch(() => null);
  const text = r && (await r.text());
  const box = form.querySelector(".preview");
  if (r?.ok) box.innerHTML = text;
  else if (r && r.status !== 401) box.textContent = text;
});

export const load = (path) => fetch(path, { headers: head });

// candidates shows the list anew, as long as it was, the focus where it was.
let asked = 0;
export const candidates = () => during(async () => {
  const mine = ++asked;
  const root = document.getElementById("candidates");
  const search = new URLSearchParams({
    q: document.getElementById("q").value, section: document.getElementById("qs").value, shown: entries(root).length,
  });
  const r = await load("/candidates?" + search).catch(() => null);
  if (!r?.ok) return;
  const html = await r.text();
  await released();
  if (mine !== asked) return; // a later answer is on its way
  const focus = root.contains(document.activeElement) ? document.activeElement.closest(".entry")?.dataset.key : null;
  const order = entries(root).map((e) => e.dataset.key);
  root.innerHTML = html;
  window.htmx?.process(root);
  if (focus) {
    const list = entries(root);
    (byKey(focus, root) || list[Math.min(order.indexOf(focus), list.length - 1)])?.focus({ preventScroll: true });
  }
});

async function look() {
  const r = await load("/rev");
  if (r.status === 401) { if (!expired) { expired = true; warn(body.expired, true); tell(); } return; }
  if (!r.ok) return;
  const rev = await r.text();
  if (lost || expired) { lost = expired = false; warn(""); say(body.back); tell(); }
  if (busy || pressed || rev === desk.querySelector("#rev")?.dataset.rev) return;
  await during(async () => {
    const d = await load("/desk");
    if (!d.ok) return;
    const html = await d.text();
    if (busy || pressed) return; // an act came between: its answer is newer
    put(html);
    await candidates();
  });
}

// watch asks twice in a second; the answer is a few bytes. A tab that nobody
// sees asks when it is seen again.
let next = 0;
export async function watch() {
  clearTimeout(next);
  try {
    if (!busy && !document.hidden) await look();
  } catch {
    if (!lost) { lost = true; warn(body.gone); tell(); }
  }
  clearTimeout(next);
  next = setTimeout(watch, 500);
}
