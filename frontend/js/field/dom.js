const SVG = "http://www.w3.org/2000/svg";
let sprite = "";

export function useSprite(url) {
  sprite = url;
}

/** 造一个元素。props: 属性；on 开头的是事件；true 为空属性，false、null、undefined 不写。 */
export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return made;
}

export function icon(name, css = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `xf-i ${css}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

export function note(kind, title, text, ...more) {
  const icons = { ok: "circle-check", info: "info-circle", warn: "alert-triangle", bad: "alert-circle" };
  return h("div", { class: `xf-note xf-note-${kind}` }, icon(icons[kind]), h("div", { class: "xf-grow" }, title && h("p", {}, h("b", {}, title)), text && h("p", {}, text), more));
}

export function tag(kind, iconName, text) {
  return h("span", { class: `xf-tag xf-tag-${kind}` }, iconName && icon(iconName), text);
}

/** 换上新画的，键盘停在哪里还停在哪里（data-key 相同的那个），光标也还在原处。 */
export function swap(place, ...fresh) {
  const active = document.activeElement;
  const key = active?.dataset?.key;
  const at = key && "selectionStart" in active ? active.selectionStart : null;
  place.replaceChildren(...fresh);
  if (!key) return;
  const next = [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  next?.focus({ preventScroll: true });
  if (at !== null && next && "setSelectionRange" in next && /^(text|search)$|textarea/.test(next.type ?? "")) next.setSelectionRange(at, at);
}

/** 先问一句。 */
export function ask(title, text, yes) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "xf-dialog is-bad", "aria-labelledby": "xf-ask" },
      h("h2", { id: "xf-ask" }, title),
      h("p", {}, text),
      h("div", { class: "xf-row" }, h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, "先不"), h("button", { type: "button", class: "btn btn-warnline", onclick: () => dialog.close("yes") }, yes)),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** 轻提示，读屏也会读。 */
export function toast(kind, text) {
  const made = note(kind, "", text);
  document.querySelector("[data-toasts]")?.append(made);
  setTimeout(() => made.remove(), 6000);
}

export const day = (text) => {
  const [, month, date] = String(text).split("-");
  return month ? `${Number(month)}月${Number(date)}日` : "";
};

export const clock = (text) => (text ? new Date(text).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }) : "");

/** 本机的今天，2026-11-23。 */
export const today = (now = new Date()) => [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
