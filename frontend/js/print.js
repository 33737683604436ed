/** <button data-print>：调用浏览器打印。没有脚本时按钮点了没用，所以公众网上先藏着。 */
export function setUpPrint() {
  for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;
  document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
}
