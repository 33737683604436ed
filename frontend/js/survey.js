// 问卷：有显示条件的题，没到条件就收起来。不开脚本时全都显示，写着什么时候答；服务器按同样的条件收。

/** 一道题选了哪几个选项。 */
function chosen(form, name) {
  return [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((input) => input.value);
}

function update(form) {
  // 按题的顺序看：前面的题收起来了，靠它的题也收
  for (const field of form.querySelectorAll("[data-needs]")) {
    const above = form.querySelector(`#${field.dataset.needs}`);
    const wanted = field.dataset.needsAny.split(",");
    const is = !above?.hidden && chosen(form, field.dataset.needs).some((value) => wanted.includes(value));
    field.hidden = !is;
    field.disabled = !is;
  }
}

export function setUpSurvey() {
  const form = document.querySelector("[data-survey]");
  if (!form) return;
  form.addEventListener("change", () => update(form));
  update(form);
}
