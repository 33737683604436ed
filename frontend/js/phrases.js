/** <select data-fill="id_text">：选一条现成的话（option 的 data-text），接在文本框里已有的字后面，人再改。没有脚本时由服务器填。 */
export function setUpPhrases() {
  document.addEventListener("change", (event) => {
    const select = event.target.closest("select[data-fill]");
    const text = select?.selectedOptions[0]?.dataset.text;
    const box = select && document.getElementById(select.dataset.fill);
    if (!text || !box) return;
    box.value = box.value.trim() ? `${box.value.trimEnd()}\n${text}` : text;
    select.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
}
