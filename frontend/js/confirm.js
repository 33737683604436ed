/** 用 <dialog> 问一句。答“是”为 true；按 Esc、点“再想想”为 false。 */
export function ask({ title, text = "", yes = "确定", no = "再想想", isBad = false }) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = `xf-dialog${isBad ? " is-bad" : ""}`;
    dialog.setAttribute("aria-labelledby", "xf-ask");
    const heading = document.createElement("h2");
    heading.id = "xf-ask";
    heading.textContent = title;
    const words = document.createElement("p");
    words.textContent = text;
    const row = document.createElement("div");
    row.className = "xf-row";
    const refuse = choice(no, "btn", () => dialog.close("no"));
    const accept = choice(yes, `btn ${isBad ? "btn-warnline" : "btn-primary"}`, () => dialog.close("yes"));
    row.append(refuse, accept);
    dialog.append(heading, ...(text ? [words] : []), row);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    // 默认停在“再想想”上：手快按了回车也不会办错
    refuse.focus();
  });
}

function choice(text, className, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

/** 提交前先问：按钮或表单写 data-confirm="退回打分？"（可加 data-confirm-text、-yes、-bad）；htmx 用 hx-confirm。 */
export function setUpConfirm() {
  const agreed = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const asker = event.submitter?.dataset.confirm ? event.submitter : form.dataset.confirm ? form : null;
    if (!asker || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { confirm: title, confirmText: text, confirmYes: yes } = asker.dataset;
    if (!(await ask({ title, text, yes, isBad: "confirmBad" in asker.dataset }))) return;
    agreed.add(form);
    form.requestSubmit(event.submitter ?? undefined);
  }, true);
  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    if (await ask({ title: event.detail.question })) event.detail.issueRequest(true);
  });
}
