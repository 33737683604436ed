import { contacted, lastContact } from "./contact.js";

const MINUTE = 60_000;

/**
 * 会话到期前 2 分钟提醒。服务器按“最后一次请求”计时，所以这里也按最后一次请求算。
 * 人还在打字、点鼠标而没有请求时，替他续一次，不打断；离开座位的才会看到提醒，到点退出。
 */
export function setUpIdleWarning() {
  const minutes = Number(document.querySelector('meta[name="idle-minutes"]')?.content);
  if (!minutes) return;
  const address = document.querySelector('meta[name="keep-alive"]')?.content || location.href;
  let lastAct = 0;
  for (const name of ["keydown", "pointerdown", "wheel"]) addEventListener(name, () => (lastAct = Date.now()), { passive: true });

  const dialog = warning();
  const words = dialog.querySelector("p");
  const stay = async () => {
    try {
      const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" });
      if (answer.ok && !answer.redirected) contacted();
    } catch {
      // 网络不通：下一轮再试
    }
    if (dialog.open) dialog.close();
  };
  dialog.querySelector("button").addEventListener("click", stay);
  dialog.addEventListener("cancel", stay);

  setInterval(() => {
    const left = lastContact() + minutes * MINUTE - Date.now();
    if (left > 2 * MINUTE) {
      if (dialog.open) dialog.close();
    } else if (left <= 0) {
      words.textContent = "太久没有操作，已自动退出。没有提交的内容还在这一页上，请在新窗口登录后再提交。";
      dialog.querySelector("button").hidden = true;
      dialog.querySelector("a").hidden = false;
      if (!dialog.open) dialog.showModal();
    } else if (!dialog.open && lastAct > lastContact()) {
      stay();
    } else if (!dialog.open) {
      words.textContent = "为了账号安全，还有不到 2 分钟就会自动退出。没有提交的内容请先提交。";
      dialog.showModal();
    }
  }, 10_000);
}

function warning() {
  const dialog = document.createElement("dialog");
  dialog.className = "xf-dialog";
  dialog.setAttribute("aria-labelledby", "xf-idle");
  const heading = Object.assign(document.createElement("h2"), { id: "xf-idle", textContent: "还在吗" });
  const row = Object.assign(document.createElement("div"), { className: "xf-row" });
  const stay = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: "继续使用" });
  const again = Object.assign(document.createElement("a"), { className: "btn btn-primary", textContent: "在新窗口登录", target: "_blank", hidden: true });
  again.href = location.href;
  again.addEventListener("click", () => dialog.close());
  row.append(stay, again);
  dialog.append(heading, document.createElement("p"), row);
  document.body.append(dialog);
  return dialog;
}
