import { ask, clock, h, icon, note, tag, toast } from "../dom.js";
import { megabytes } from "../outbox.js";
import { frame } from "./frame.js";
import { said } from "./visit.js";

/** 待发的一件说成一句话；复制出来也是这句。 */
function words(app, op) {
  const visit = app.book.visits.get(op.visit);
  if (op.kind === "hand_in") return "交表";
  const place = app.book.itemsOf(visit).findIndex((item) => item.code === op.item);
  const title = app.book.itemsOf(visit)[place]?.title ?? op.item;
  return `${place + 1}. ${title}：${op.kind === "settle" ? (op.take_other ? "选了后填的一份" : "选了先填的一份") : said(op)}`;
}

/** 一张表在本机的全部内容，写成字，可以贴到别处。 */
function paper(app, visit) {
  const lines = app.book.itemsOf(visit).map((item, place) => `${place + 1}. ${item.title}：${said(app.book.answer(visit.key, item.code))}`);
  const form = visit.form_in;
  const end = form ? [`检查人：${form.inspectors}；日期：${form.visited_on}${form.present ? `；在场人：${form.present}` : ""}${form.remark ? `；意见：${form.remark}` : ""}`] : [];
  return [`${visit.unit} ${visit.site}（表号 ${visit.code}）`, ...lines, ...end].join("\n");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("ok", "已复制，可以粘贴到微信或文档里");
  } catch {
    const box = h("textarea", { class: "xf-input xf-f-copy", readonly: true, "aria-label": "请长按复制" });
    box.value = text;
    const dialog = h("dialog", { class: "xf-dialog", "aria-label": "请长按复制" }, box, h("div", { class: "xf-row" }, h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, "好了")));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    box.select();
  }
}

function opRow(app, op) {
  const isFailed = op.state === "failed";
  const forget = async () => (await ask("不要这一项了？", `${words(app, op)}。去掉以后不再上传，找不回来。`, "不要了")) && app.forget(op);
  return h(
    "li",
    { class: isFailed ? "is-bad" : "" },
    h("p", {}, tag(isFailed ? "bad" : "warn", isFailed ? "alert-circle" : "cloud-upload", isFailed ? "没传上" : op.reason ? "等着" : "待上传"), " ", words(app, op), h("span", { class: "xf-f-sub" }, ` ${clock(op.at)}`)),
    op.reason && h("p", { class: isFailed ? "xf-f-bad" : "xf-f-sub" }, op.reason),
    isFailed &&
      h(
        "div",
        { class: "xf-row xf-row-wrap" },
        h("button", { type: "button", class: "btn", "data-key": `again-${op.seq}`, onclick: () => app.retry(op.seq) }, "再试"),
        h("button", { type: "button", class: "btn-link-plain xf-f-drop-link", "data-key": `forget-${op.seq}`, onclick: forget }, "不要了"),
      ),
  );
}

function photoRow(app, photo) {
  const isFailed = photo.state === "failed";
  const sent = photo.received ? `，已传 ${Math.floor((photo.received / photo.size) * 100)}%` : "";
  return h(
    "li",
    { class: `xf-f-photo-row${isFailed ? " is-bad" : ""}` },
    h("img", { src: photo.thumb, alt: "", width: 48, height: 48 }),
    h(
      "div",
      { class: "xf-grow" },
      h("p", {}, tag(isFailed ? "bad" : "warn", isFailed ? "alert-circle" : "cloud-upload", isFailed ? "没传上" : "待上传"), ` 照片 ${megabytes(photo.size)}${sent}`),
      photo.reason && h("p", { class: "xf-f-bad" }, photo.reason),
      isFailed &&
        h(
          "div",
          { class: "xf-row xf-row-wrap" },
          h("button", { type: "button", class: "btn", "data-key": `again-${photo.key}`, onclick: () => app.retry(photo.key) }, "再试"),
          photo.blob && h("button", { type: "button", class: "btn", "data-key": `save-${photo.key}`, onclick: () => save(photo) }, "存到相册"),
          h("button", { type: "button", class: "btn-link-plain xf-f-drop-link", "data-key": `forget-${photo.key}`, onclick: () => app.dropPhoto(photo) }, "不要了"),
        ),
    ),
  );
}

function save(photo) {
  const link = h("a", { href: URL.createObjectURL(photo.blob), download: photo.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function group(app, visit) {
  const ops = app.book.opsOf(visit.key).sort((one, other) => one.seq - other.seq);
  const photos = app.book.photosOf(visit.key).filter((photo) => photo.state !== "sent");
  return h(
    "section",
    { class: "xf-sheet xf-f-out" },
    h("div", { class: "xf-sheet-head" }, h("h2", {}, h("a", { href: `#/visit/${visit.key}`, "data-key": `to-${visit.key}` }, visit.site)), h("span", { class: "xf-more" }, h("button", { type: "button", class: "btn-link-plain", "data-key": `copy-${visit.key}`, "aria-label": `复制出来：${visit.site}`, onclick: () => copy(paper(app, visit)) }, icon("copy"), "复制出来"))),
    h("ul", { class: "xf-f-ops" }, ops.map((op) => opRow(app, op)), photos.map((photo) => photoRow(app, photo))),
  );
}

/** 上传情况：还有什么没传上去，为什么。 */
export function out(app) {
  const left = app.book.count();
  const visits = app.book.list().filter((visit) => app.book.count(visit.key).pending + app.book.count(visit.key).failed > 0);
  const body = [
    app.net === "wait" && left.pending > 0 && note("info", "", "服务器暂时没有收下，过一会儿自动再送"),
    visits.map((visit) => group(app, visit)),
    !visits.length && h("div", { class: "xf-void" }, icon("cloud-check"), h("h2", {}, "都已上传"), h("p", {}, "填的、拍的都在服务器上了。")),
  ];
  const foot = [
    left.failed > 1 && h("button", { type: "button", class: "btn xf-f-go", "data-key": "again-all", onclick: () => app.retry() }, `没传上的 ${left.failed} 项都再试`),
    left.pending > 0 && h("button", { type: "button", class: "btn btn-primary xf-f-go", "data-key": "send", "aria-disabled": app.net === "busy" ? "true" : null, onclick: () => app.wake() }, app.net === "busy" ? "正在上传…" : "现在上传"),
  ];
  return frame(app, { back: "#/", backTitle: "回点位列表", title: "上传情况", sub: left.pending + left.failed ? `待上传 ${left.pending} · 没传上 ${left.failed}` : "都已上传" }, body, foot);
}
