/** 显示、隐藏密码：<button data-reveal="id"> 里放两个图标，一显一隐。 */
export function setUpReveal() {
  for (const button of document.querySelectorAll("[data-reveal]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.reveal);
      const show = field.type === "password";
      field.type = show ? "text" : "password";
      button.setAttribute("aria-pressed", String(show));
      for (const icon of button.querySelectorAll("svg")) icon.toggleAttribute("hidden");
    });
  }
}
