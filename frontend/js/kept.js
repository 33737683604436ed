const NAME = "xf-kept";
const KEPT = "textarea[name], select[name], input[type=text][name], input[type=number][name], input[type=date][name]";

const key = (form) => `${form.action} ${form.elements.namedItem("verb")?.value ?? ""}`;

/** 办理没有办成，页面回来时只有一句话：填好的还在。只记到下一页，文件要重选。 */
export function setUpKept() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
    sessionStorage.removeItem(NAME);
  } catch {
    return;
  }
  if (kept && document.querySelector(".xf-note[role=alert]")) {
    for (const form of document.querySelectorAll("main form[method=post]")) {
      if (key(form) !== kept.key) continue;
      for (const field of form.querySelectorAll(KEPT)) {
        if (!field.value && kept.values[field.name]) field.value = kept.values[field.name];
      }
      break;
    }
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !form.closest("main")) return;
    const values = Object.fromEntries([...form.querySelectorAll(KEPT)].map((field) => [field.name, field.value]));
    try {
      sessionStorage.setItem(NAME, JSON.stringify({ key: key(form), values }));
    } catch {
      // 存不下就算了
    }
  });
}
