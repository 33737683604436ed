const SECONDS = { ok: 6, info: 8, warn: 15 };

/** 右下角的轻提示。错误（bad）不自动消失，要人点掉；其余过几秒收起，鼠标或焦点在上面时不收。 */
export function toast({ kind = "info", text }) {
  const box = document.querySelector("[data-toasts]");
  if (!box || !text) return;
  const note = document.createElement("div");
  note.className = `xf-note xf-note-${kind}`;
  const words = document.createElement("div");
  words.className = "xf-grow";
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "xf-close";
  close.setAttribute("aria-label", "关闭提示");
  close.textContent = "×";
  close.addEventListener("click", () => note.remove());
  note.append(words, close);
  box.append(note);
  if (SECONDS[kind]) fade(note, SECONDS[kind]);
}

function fade(note, seconds) {
  setTimeout(() => {
    if (note.matches(":hover") || note.contains(document.activeElement)) fade(note, 3);
    else note.remove();
  }, seconds * 1000);
}

/** 服务器用 HX-Trigger: {"toast": {"kind": "ok", "text": "…"}} 发来的提示；页上原有提示的关闭钮。 */
export function setUpToasts() {
  document.addEventListener("toast", (event) => toast(event.detail));
  document.addEventListener("htmx:sendError", () => toast({ kind: "warn", text: "网络不通，没有提交。请检查网络后再点一次。" }));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    toast({ kind: "bad", text: `没有办成（${status}）。您填的内容还在，请刷新后再试；还不行，请告诉管理员。` });
  });
  document.addEventListener("click", (event) => event.target.closest("[data-close-note]")?.closest(".xf-note")?.remove());
}
