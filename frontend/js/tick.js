/** 全选本页：<input type=checkbox data-tick-all="pick">；选中的条数写进 [data-tick-count="pick"]，没选时相关按钮变灰。 */
export function setUpTicks() {
  for (const all of document.querySelectorAll("[data-tick-all]")) {
    const name = all.dataset.tickAll;
    const boxes = () => [...document.querySelectorAll(`input[type="checkbox"][name="${name}"]`)];
    const count = () => {
      const ticked = boxes().filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
      for (const place of document.querySelectorAll(`[data-tick-count="${name}"]`)) place.textContent = ticked;
      for (const button of document.querySelectorAll(`[data-tick-needs="${name}"]`)) button.disabled = ticked === 0;
    };
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      count();
    });
    document.addEventListener("change", (event) => event.target.name === name && count());
    count();
  }
}
