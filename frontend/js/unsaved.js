import { ask } from "./confirm.js";

/** 没存就走要提醒：给 <form data-guard> 用。sheet.js 有自己的提醒。 */
export function setUpUnsavedGuard() {
  const changed = new Set();
  const guarded = (node) => node.closest?.("form[data-guard]");
  document.addEventListener("input", (event) => guarded(event.target) && changed.add(guarded(event.target)));
  document.addEventListener("submit", (event) => changed.delete(event.target));
  document.addEventListener("reset", (event) => changed.delete(event.target));
  // htmx 换掉一块页面不算离开，浏览器不会问，这里问
  document.addEventListener("htmx:confirm", async (event) => {
    const { target, verb } = event.detail;
    const form = verb === "get" && [...changed].find((one) => one.isConnected && target?.contains(one));
    if (!form) return;
    event.preventDefault();
    const leaves = await ask({ title: "改了还没有保存，要离开吗", text: "离开后，刚才改的就没有了。", yes: "不保存，离开", no: "留下来保存", isBad: true });
    if (!leaves) return;
    changed.delete(form);
    event.detail.issueRequest(true);
  });
  addEventListener("beforeunload", (event) => {
    if (![...changed].some((form) => form.isConnected)) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
