import { clock, day, h, icon, tag } from "../dom.js";
import { plain, tally } from "../score.js";
import { frame } from "./frame.js";

/** 一张表现在怎样：[种类, 图标, 字]。 */
export function stateOf(app, visit) {
  const left = app.book.count(visit.key);
  const items = app.book.itemsOf(visit);
  const { done, all } = tally(items, app.book.answersOf(visit.key));
  if (left.failed) return ["bad", "cloud-x", `没传上 ${left.failed}`];
  if (app.book.clashes(visit.key).length) return ["bad", "alert-triangle", "两人不一样"];
  if (visit.state === "handed_in") return ["ok", "check", left.pending ? `已交，待上传 ${left.pending}` : "已交"];
  if (visit.stored_at) return ["warn", "cloud-upload", "查完，待上传"];
  if (left.pending) return ["warn", "cloud-upload", `${done}/${all} 待上传`];
  return done ? ["info", "clock", `查了 ${done}/${all}`] : ["idle", "circle-dashed", "没查"];
}

function row(app, visit) {
  const [kind, name, text] = stateOf(app, visit);
  const score = visit.state === "handed_in" && visit.score ? `${Number(visit.score)} / ${Number(visit.full)}` : "";
  return h(
    "li",
    {},
    h(
      "a",
      { class: "xf-f-visit", href: `#/visit/${visit.key}`, "data-key": visit.key },
      h("span", { class: "xf-grow" }, h("b", {}, visit.site), h("span", { class: "xf-f-sub" }, [visit.unit, visit.type, visit.party].filter(Boolean).join(" · ")), visit.gone && h("span", { class: "xf-f-sub xf-f-bad" }, "检查已结束，或者不归您查了")),
      h("span", { class: "xf-f-visit-end" }, tag(kind, name, text), score && h("span", { class: "xf-f-sub" }, score)),
      icon("chevron-right"),
    ),
  );
}

const isOver = (app, visit) => visit.state === "handed_in" || Boolean(visit.stored_at);

function group(app, inspection, visits) {
  const over = visits.filter((visit) => isOver(app, visit)).length;
  return h(
    "section",
    { class: "xf-f-group" },
    h("h2", {}, inspection.title),
    h("p", { class: "xf-f-sub" }, `${day(inspection.starts_on)}—${day(inspection.ends_on)} · 查完 ${over} / ${visits.length}`),
    inspection.content && h("details", { class: "xf-f-more" }, h("summary", {}, "检查要求"), h("p", {}, inspection.content)),
    h("ul", { class: "xf-f-list" }, [...visits].sort((one, other) => isOver(app, one) - isOver(app, other)).map((visit) => row(app, visit))),
  );
}

/** 我要查的点位。 */
export function list(app) {
  const visits = app.book.list();
  const groups = [...app.book.inspections.values()].map((inspection) => [inspection, visits.filter((visit) => visit.inspection === inspection.id)]).filter(([, rows]) => rows.length);
  const ready = app.isKept && app.book.synced && app.net !== "off" && visits.length > 0;
  const body = [
    ready && h("p", { class: "xf-f-ready" }, icon("circle-check"), `检查表已存在这部手机里（${clock(app.book.synced)}），没有网也打得开，可以出发`),
    groups.map(([inspection, rows]) => group(app, inspection, rows)),
    !visits.length && h("div", { class: "xf-void" }, icon("clipboard-check"), h("h2", {}, app.book.synced ? "没有等您查的点位" : "检查表还没有带上"), h("p", {}, app.book.synced ? "派给您所在检查组的点位会列在这里；出发前在有网的地方打开一次，就带上了。" : "请在有网的地方打开一次这一页。")),
  ];
  return frame(app, { back: app.urls.home, backTitle: "回我的待办", title: "现场填表", sub: app.user.name ? `检查人 ${app.user.name}` : "" }, body);
}
