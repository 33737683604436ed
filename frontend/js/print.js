/** <button data-print>：调用浏览器打印。 */
export function setUpPrint() {
  document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
}
