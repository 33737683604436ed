import { toast } from "./toast.js";

/** 复制：<button data-copy="要复制的字"> 或 <button data-copy-from="#id">。 */
export function setUpCopy() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    const source = button.dataset.copyFrom ? document.querySelector(button.dataset.copyFrom) : null;
    const text = source ? source.innerText.trim() : button.dataset.copy;
    toast((await copied(text)) ? { kind: "ok", text: "已复制" } : { kind: "warn", text: "浏览器不让复制，请选中后按 Ctrl+C" });
  });
}

// 内网多半是 http，没有 navigator.clipboard，退回到老办法。
async function copied(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "xf-sr";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
