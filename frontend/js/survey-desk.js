// 编问卷和录纸质答卷的键盘：Alt+↑↓ 移题；回车到下一格，Ctrl+回车存。

function move(event) {
  const verb = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const card = event.target.closest("[data-survey-cards] > li");
  if (!event.altKey || !verb || !card) return;
  const button = card.querySelector(`button[value="${verb}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
}

function next(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  const form = event.target.form;
  if (event.ctrlKey) form.requestSubmit();
  if (event.ctrlKey || event.target.tagName !== "INPUT") return;
  const boxes = [...form.querySelectorAll("input.xf-input, textarea.xf-input")];
  const place = boxes.indexOf(event.target);
  if (place < 0 || place === boxes.length - 1) return;
  event.preventDefault();
  boxes[place + 1].focus();
}

export function setUpSurveyDesk() {
  document.querySelector("[data-survey-cards]")?.addEventListener("keydown", move);
  document.querySelector("[data-survey-entry]")?.addEventListener("keydown", next);
  const card = document.querySelector("[data-survey-cards] > li:target");
  card?.focus({ preventScroll: true });
}
