// The dialogs: publishing, the copy for WeChat, the table of keys.
import { act, load, say, warn } from "./acts.js";

const byId = (id) => document.getElementById(id);

export function publish(force) {
  return act({ act: "publish", force }, {
    done: () => byId("publish").close(),
    fail: (words) => { byId("faults").textContent = words; },
    faults: (html) => {
      byId("faults").innerHTML = html;
      byId("publish-force").hidden = !byId("faults").querySelector("[data-force]")?.dataset.force;
      byId("publish-go").hidden = true;
      byId("publish").querySelector("[data-jump], button:not([hidden])")?.focus();
    },
  });
}
export function askPublish() {
  if (!document.querySelector("[data-publish]")) return; // there is no draft
  byId("faults").textContent = "";
  byId("publish-force").hidden = true;
  byId("publish-go").hidden = false;
  byId("publish").showModal();
}

export async function weChat() {
  if (!document.querySelector("[data-wechat]")) return;
  const r = await load("/wechat").catch(() => null);
  const text = r ? await r.text() : document.body.dataset.gone;
  if (!r?.ok) { warn(text); return; }
  byId("wechat-text").value = text;
  byId("wechat").showModal();
}
export async function copy() {
  const field = byId("wechat-text");
  field.select();
  const blob = (type) => new Blob([field.value], { type });
  try { await navigator.clipboard.write([new ClipboardItem({ "text/html": blob("text/html"), "text/plain": blob("text/plain") })]); }
  catch { document.execCommand("copy"); } // pages on plain http have no clipboard of their own
  byId("wechat").close();
  say(document.body.dataset.copied);
}

export const help = () => byId("help").showModal();
