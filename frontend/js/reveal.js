/** 显示、隐藏密码：<button data-reveal="输入框的 id" hidden>；没有脚本就不出现。 */
export function setUpReveal() {
  for (const button of document.querySelectorAll("[data-reveal]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.reveal);
      const show = field.type === "password";
      field.type = show ? "text" : "password";
      button.setAttribute("aria-pressed", String(show));
    });
  }
}
