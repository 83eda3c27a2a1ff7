// What goes to the server and comes back: acts, the list of candidates, and
// keeping up with the file, which cron, an editor or another tab may change.
import { desk, put, byKey, entries } from "./exchange.js";

const body = document.body.dataset;
const status = document.getElementById("status");
const trouble = document.getElementById("trouble");
let fading = 0;
let busy = 0;      // acts under way: the file's change is ours
let pressed = false; // a button of the mouse is down: what is under it stays
addEventListener("pointerdown", () => { pressed = true; }, true);
for (const end of ["pointerup", "pointercancel", "dragend", "blur"]) addEventListener(end, () => { pressed = false; }, true);
let lost = false;  // the connection is gone: said once
let expired = false;

export function say(text) {
  clearTimeout(fading);
  status.textContent = text || "";
  if (text) fading = setTimeout(() => { status.textContent = ""; }, 8000);
}
export function warn(text, login) {
  trouble.textContent = text || "";
  if (!text) return;
  status.textContent = "";
  if (login) {
    const a = document.createElement("a");
    a.href = "/"; a.target = "_blank"; a.textContent = body.login;
    trouble.append(" ", a);
  }
  const close = document.createElement("button");
  close.type = "button"; close.textContent = "×"; close.ariaLabel = "OK";
  close.addEventListener("click", () => warn(""));
  trouble.append(" ", close);
}

const head = { "HX-Request": "true" };

// act carries out one act. opt.done runs before the new draft is shown and
// opt.after when it is, at once, so that no later key goes to the wrong entry;
// opt.fail gets the words of what went wrong, opt.faults what lint found.
export async function act(fields, opt = {}) {
  busy++;
  try {
    const r = await fetch("/act", { method: "POST", body: new URLSearchParams(fields), headers: head });
    const text = await r.text();
    if (r.ok) {
      opt.done?.();
      put(text);
      opt.after?.();
      warn("");
      say(desk.querySelector("#rev")?.dataset.message);
      candidates();
      return true;
    }
    if (opt.faults && r.headers.get("Content-Type")?.startsWith("text/html")) { opt.faults(text); return false; }
    const words = r.status === 401 ? body.expired : text.trim();
    expired = r.status === 401;
    warn(words, expired);
    opt.fail?.(words, r.status);
  } catch {
    lost = true;
    warn(body.gone);
    opt.fail?.(body.gone, 0);
  } finally { busy--; }
  return false;
}

export async function preview(form, key) {
  const fields = new URLSearchParams(new FormData(form));
  fields.set("key", key);
  const r = await fetch("/preview", { method: "POST", body: fields, headers: head }).catch(() => null);
  const text = r && (await r.text());
  const box = form.querySelector(".preview");
  if (r?.ok) box.innerHTML = text;
  else if (r && r.status !== 401) box.textContent = text;
}

export const load = (path) => fetch(path, { headers: head });

// candidates shows the list anew, as long as it was, the focus where it was.
export async function candidates() {
  const root = document.getElementById("candidates");
  const search = new URLSearchParams({
    q: document.getElementById("q").value, section: document.getElementById("qs").value, shown: entries(root).length,
  });
  const r = await load("/candidates?" + search).catch(() => null);
  if (!r?.ok) return;
  const html = await r.text();
  const focus = root.contains(document.activeElement) ? document.activeElement.closest(".entry")?.dataset.key : null;
  const order = entries(root).map((e) => e.dataset.key);
  root.innerHTML = html;
  window.htmx?.process(root);
  if (focus) {
    const list = entries(root);
    (byKey(focus, root) || list[Math.min(order.indexOf(focus), list.length - 1)])?.focus({ preventScroll: true });
  }
}

async function look() {
  const r = await load("/rev");
  if (r.status === 401) { if (!expired) { expired = true; warn(body.expired, true); } return; }
  if (!r.ok) return;
  const rev = await r.text();
  if (lost || expired) { lost = expired = false; warn(""); say(body.back); }
  if (busy || pressed || rev === desk.querySelector("#rev")?.dataset.rev) return;
  const d = await load("/desk");
  if (!d.ok) return;
  const html = await d.text();
  if (busy || pressed) return; // an act came between: its answer is newer
  put(html);
  await candidates();
}

// watch asks twice in a second; the answer is a few bytes. A tab that nobody
// sees asks when it is seen again.
let next = 0;
export async function watch() {
  clearTimeout(next);
  try {
    if (!busy && !document.hidden) await look();
  } catch {
    if (!lost) { lost = true; warn(body.gone); }
  }
  clearTimeout(next);
  next = setTimeout(watch, 500);
}
