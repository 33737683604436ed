import { clock, h, icon, note } from "../dom.js";
import { said } from "../outbox.js";

/** 顶上一条：回哪里、这是哪里。 */
export function head({ back, backTitle, title, sub }) {
  return h(
    "header",
    { class: "xf-f-top" },
    h("div", { class: "xf-f-wrap xf-f-bar" }, h("a", { class: "xf-f-back", href: back, "aria-label": backTitle, "data-key": "back" }, icon("chevron-left")), h("div", { class: "xf-grow" }, h("h1", { class: "xf-f-h1" }, title), sub && h("p", { class: "xf-f-sub" }, sub))),
  );
}

const BANNERS = {
  off: ["warn", "没有网络，可以接着查", "已存在这部手机里，有网时自动上传"],
  out: ["warn", "登录过期了，可以接着查", "填的都在这部手机里，登录后接着送"],
  other: ["bad", "这部手机上现在登录的是另一个人", "您填的还在这部手机里，您登录以后再送"],
  barred: ["bad", "您现在没有现场检查的权限", "填的还在这部手机里，可以到“上传情况”复制出来"],
};

/** 网络、登录不对头时的一条。 */
export function banner(app) {
  const [kind, title, text] = BANNERS[app.net] ?? [];
  if (!kind) return null;
  const login = (app.net === "out" || app.net === "other") && h("p", {}, h("a", { href: app.urls.login, "data-key": "login" }, app.net === "out" ? "去登录，接着送" : "换人登录"));
  const made = note(kind, title, text, login || []);
  if (app.net === "off") made.firstChild.replaceWith(icon("wifi-off"));
  made.classList.add("xf-f-banner");
  return made;
}

/** 底下一条：还有几项没传，点开看。 */
export function status(app, key) {
  const left = app.book.count(key);
  const [kind, name, title] = left.failed
    ? ["bad", "cloud-x", `${left.failed} 项没传上`]
    : left.pending
      ? ["warn", app.net === "busy" ? "cloud-upload" : "cloud-off", app.net === "busy" ? `${left.pending} 项正在上传` : `${left.pending} 项待上传`]
      : ["ok", "cloud-check", "都已上传"];
  const detail = left.failed ? "点开看原因、再试" : left.pending ? said(left) : app.book.synced ? `检查表是 ${clock(app.book.synced)} 的` : "";
  return h(
    "a",
    { class: `xf-f-state is-${kind}`, href: "#/out", "data-key": "out" },
    icon(name),
    h("span", { class: "xf-grow" }, h("b", {}, title), h("span", { class: "xf-f-sub" }, detail)),
    icon("chevron-right"),
  );
}

/** 一页：顶、正文、底。 */
export function frame(app, top, body, foot = []) {
  return [
    head(top),
    h("main", { class: "xf-f-main xf-f-wrap", id: "main", tabindex: "-1" }, banner(app), app.warnings(), body),
    h("footer", { class: "xf-f-foot" }, h("div", { class: "xf-f-wrap", "data-foot": true }, status(app, top.visit), foot)),
  ];
}
