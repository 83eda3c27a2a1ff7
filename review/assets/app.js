// The page's behaviour: which button does what. The server renders everything;
// nothing of the draft is held here but what is typed. Keys are in keys.js,
// dragging in drag.js.
import { act, say, candidates, watch } from "./acts.js";
import { edit, save, cancel, typed, typedGuide, reopen, saveGuide, freshGuide, add } from "./edit.js";
import { publish, askPublish, weChat, copy, help } from "./dialogs.js";
import * as on from "./move.js";
import "./keys.js";
import "./drag.js";

document.addEventListener("click", (e) => {
  const b = e.target.closest("button, [data-jump]");
  if (!b) return;
  const entry = b.closest(".entry");
  const d = b.dataset;
  if (d.act === "drop") on.drop(entry);
  else if (d.act === "hold") on.hold(entry);
  else if (d.act === "take") on.take(entry);
  else if (d.act === "part") on.part(entry, d.with);
  else if (d.act === "guide") freshGuide();
  else if (d.act) act({ act: d.act });
  else if ("edit" in d) edit(entry);
  else if ("cancel" in d) cancel(b.closest("form"));
  else if ("mark" in d) on.mark(entry);
  else if ("step" in d) on.step(entry, Number(d.step));
  else if ("behind" in d) on.behind(d.behind);
  else if ("publish" in d) askPublish();
  else if ("wechat" in d) weChat();
  else if ("jump" in d) { e.preventDefault(); on.jump(b); }
  else if (b.id === "help-button") help();
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
document.addEventListener("input", (e) => {
  const form = e.target.closest("form.edit");
  if (form) typed(form);
  else if (e.target.id === "guide-text") typedGuide(e.target);
});

document.addEventListener("desk", on.showMark);
document.addEventListener("visibilitychange", () => { if (!document.hidden) watch(); });
say("");
reopen();
watch();
document.body.dataset.ready = "1"; // keys and buttons work from here on
