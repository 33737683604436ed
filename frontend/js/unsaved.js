/** 没存就走要提醒：给 <form data-guard> 用。sheet.js 有自己的提醒。 */
export function setUpUnsavedGuard() {
  const changed = new Set();
  const guarded = (node) => node.closest?.("form[data-guard]");
  document.addEventListener("input", (event) => guarded(event.target) && changed.add(guarded(event.target)));
  document.addEventListener("submit", (event) => changed.delete(event.target));
  document.addEventListener("reset", (event) => changed.delete(event.target));
  addEventListener("beforeunload", (event) => {
    if (![...changed].some((form) => form.isConnected)) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
