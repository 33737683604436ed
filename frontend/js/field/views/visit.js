import { h, icon, note, tag } from "../dom.js";
import { plain, taken, tally } from "../score.js";
import { frame } from "./frame.js";

export const MOST_PLACES = 99;
const WORDS = { ok: "没问题", bad: "有问题", skip: "不涉及" };

/** 一条填的，一行字。 */
export function said(answer) {
  if (!answer?.verdict) return "没有填";
  const places = answer.verdict === "bad" ? ` ${answer.count} 处` : "";
  return `${WORDS[answer.verdict]}${places}${answer.note ? `：${answer.note}` : ""}`;
}

function stepper(app, visit, item, answer) {
  const turn = (by) => () => app.fill(visit.key, item.code, (now) => ({ count: Math.min(MOST_PLACES, Math.max(1, now.count + by)) }));
  const name = item.title;
  return h(
    "div",
    { class: "xf-f-step", role: "group", "aria-label": `${name}：几处` },
    h("button", { type: "button", "aria-label": "少一处", "data-key": `${item.code}-less`, "aria-disabled": answer.count <= 1 ? "true" : null, onclick: turn(-1) }, icon("minus")),
    h("output", { "aria-live": "polite" }, `${answer.count} 处`),
    h("button", { type: "button", "aria-label": "多一处", "data-key": `${item.code}-more`, onclick: turn(1) }, icon("plus")),
  );
}

function camera(app, visit, item, number) {
  const input = h("input", {
    type: "file",
    accept: "image/*",
    capture: "environment",
    class: "xf-sr",
    "aria-label": `${item.title}：拍照`,
    "data-key": `${item.code}-photo`,
    onchange: (event) => app.shoot(visit.key, item.code, event.target),
  });
  const aside = item.needs_photo ? "必须拍" : "可不拍";
  return h("label", { class: `xf-f-camera${item.needs_photo && !number ? " is-wanted" : ""}` }, input, icon("camera"), number ? `${number} 张` : ["拍照", h("small", {}, aside)]);
}

function pictures(app, visit, item, isOpen) {
  const { own, others } = app.book.pictures(visit, item.code);
  if (!own.length && !others.length) return null;
  return h(
    "ul",
    { class: "xf-f-pics" },
    own.map((photo, place) =>
      h(
        "li",
        { class: `is-${photo.state}` },
        h("img", { src: photo.thumb, alt: `${item.title}：第 ${place + 1} 张`, width: 64, height: 64 }),
        h("span", { class: "xf-f-sub" }, { pending: "待上传", failed: "没传上", sent: "已上传" }[photo.state]),
        isOpen && photo.state !== "sent" && h("button", { type: "button", class: "xf-f-drop", "aria-label": `删掉第 ${place + 1} 张`, "data-key": `${photo.key}-drop`, onclick: () => app.dropPhoto(photo) }, icon("x")),
      ),
    ),
    others.length > 0 && h("li", { class: "xf-f-sub" }, `另有 ${others.length} 张是${[...new Set(others.map((row) => row.by))].join("、")}拍的`),
  );
}

function clashBox(app, visit, item, answer) {
  const { clash } = answer;
  const isMine = clash.mine;
  const pick = (isOther) => () => app.choose(visit.key, item.code, isOther);
  const line = (text, who, isOther) =>
    h("div", { class: "xf-f-side" }, h("p", {}, h("b", {}, who), h("br"), text), h("button", { type: "button", class: "btn", "data-key": `${item.code}-pick-${isOther}`, onclick: pick(isOther) }, "用这一份"));
  if (clash.chosen !== undefined) return note("info", "", `已选“${said(clash.chosen ? clash.other : clash.stands)}”，待上传`);
  return h(
    "div",
    { class: "xf-f-clash", role: "group", "aria-label": `${item.title}：两人填得不一样` },
    h("p", {}, icon("alert-triangle"), "两人填得不一样，选一份；没选的也留着记录"),
    line(said(clash.stands), `${clash.stands.by || "别人"}填的`, false),
    line(said(clash.other), isMine ? "您填的" : `${clash.by}填的`, true),
  );
}

function choices(app, visit, item) {
  const pick = (verdict) => () => app.fill(visit.key, item.code, { verdict, count: verdict === "bad" ? 1 : 0 });
  return [
    h(
      "div",
      { class: "xf-f-two" },
      h("button", { type: "button", class: "btn", "data-key": `${item.code}-ok`, onclick: pick("ok") }, "没问题"),
      h("button", { type: "button", class: "btn btn-warnline", "data-key": `${item.code}-bad`, onclick: pick("bad") }, "有问题"),
    ),
    h("button", { type: "button", class: "btn-link-plain xf-f-skip", "data-key": `${item.code}-skip`, onclick: pick("skip") }, "这里不涉及这一项"),
  ];
}

function noteField(app, visit, item, answer, isOpen) {
  if (!isOpen) return answer.note && h("p", { class: "xf-f-note" }, answer.note);
  return h("input", {
    type: "text",
    class: "xf-input xf-f-note",
    maxlength: 200,
    placeholder: "问题说明，可不写",
    "aria-label": `${item.title}：问题说明`,
    "data-key": `${item.code}-note`,
    value: answer.note ?? "",
    onchange: (event) => app.fill(visit.key, item.code, { note: event.target.value.trim() }),
    oninput: (event) => app.typing(visit.key, item.code, event.target),
  });
}

/** 一项。 */
function card(app, visit, item, place, isOpen, isNext) {
  const answer = app.book.answer(visit.key, item.code);
  const verdict = app.editing.has(`${visit.key}|${item.code}`) && isOpen ? "" : answer?.verdict;
  const { number } = app.book.pictures(visit, item.code);
  const cost = item.is_fatal ? "有一处即不得分" : `每处扣 ${Number(item.each)}`;
  const change = isOpen && h("button", { type: "button", class: "btn-link-plain xf-f-change", "aria-label": `改：${item.title}`, "data-key": `${item.code}-change`, onclick: () => app.edit(visit.key, item.code) }, "改");
  const headEnd = verdict === "ok" || verdict === "skip" ? [tag(verdict === "ok" ? "ok" : "idle", verdict === "ok" ? "check" : "minus", WORDS[verdict]), change] : [h("span", { class: "xf-f-sub xf-nowrap" }, cost), verdict === "bad" && !answer.clash && change];
  return h(
    "li",
    { class: `xf-f-card is-${answer?.clash ? "clash" : verdict || "open"}${isNext ? " is-next" : ""}`, id: `item-${item.code}` },
    h("div", { class: "xf-f-card-head" }, h("h2", {}, `${place}. ${item.title}`), headEnd),
    item.standard && verdict !== "ok" && verdict !== "skip" && h("p", { class: "xf-f-sub" }, item.standard),
    answer?.clash
      ? clashBox(app, visit, item, answer)
      : verdict === "bad"
        ? [
            h(
              "div",
              { class: "xf-f-bad-row" },
              isOpen ? stepper(app, visit, item, answer) : h("b", {}, `${answer.count} 处`),
              h("span", { class: "xf-f-minus" }, `−${plain(taken(item, answer.count), 1)}`),
              isOpen ? camera(app, visit, item, number) : null,
            ),
            noteField(app, visit, item, answer, isOpen),
            pictures(app, visit, item, isOpen),
          ]
        : !verdict && isOpen
          ? choices(app, visit, item)
          : null,
  );
}

function sums(app, visit, items) {
  const sum = tally(items, app.book.answersOf(visit.key));
  return h(
    "dl",
    { class: "xf-f-sums" },
    h("div", {}, h("dt", {}, "本点位得分"), h("dd", {}, h("b", {}, plain(sum.score, 1)), ` / ${plain(sum.full)}`)),
    h("div", {}, h("dt", {}, "已查"), h("dd", {}, h("b", {}, sum.done), ` / ${sum.all} 项`)),
  );
}

function foot(app, visit, isOpen) {
  if (visit.state === "handed_in" || visit.gone) return [];
  if (!isOpen) {
    const op = app.book.handInOf(visit.key);
    const isOnTheWay = op && op.tries > 0 && op.state !== "failed";
    return isOnTheWay ? h("p", { class: "xf-f-hint" }, "正在交表；要改，等交上以后请创建办退回") : [h("button", { type: "button", class: "btn xf-f-go", "data-key": "unfinish", onclick: () => app.unfinish(visit.key) }, "接着改")];
  }
  return [h("button", { type: "button", class: "btn btn-primary xf-f-go", "data-key": "finish", onclick: () => app.toFinish(visit) }, "查完了，存下"), h("p", { class: "xf-f-hint" }, "存下后请村里人在本机确认；有网才会交到打分表")];
}

/** 一个点位的检查表。 */
export function visit(app, key) {
  const row = app.book.visits.get(key);
  const items = app.book.itemsOf(row);
  const inspection = app.book.inspections.get(row.inspection);
  const isOpen = row.state === "waiting" && !row.stored_at && !row.gone;
  const group = app.book.list().filter((one) => one.inspection === row.inspection && one.party === row.party);
  const next = items.find((item) => !app.book.answer(key, item.code)?.verdict)?.code;
  const failed = app.book.opsOf(key).filter((op) => op.state === "failed");
  const body = [
    row.gone && note("warn", "检查已结束，或者这个点位不归您查了", "填的还在这部手机里，可以到“上传情况”复制出来"),
    row.state === "handed_in" && note("ok", "已交表", row.score ? `得分 ${Number(row.score)} / ${Number(row.full)}；要改请创建办退回` : ""),
    row.state === "waiting" && row.stored_at && !failed.length && note("info", "查完了，已存在这部手机里", app.book.handInOf(key)?.reason || "有网时自动交上去"),
    failed.length > 0 && note("bad", `${failed.length} 项没传上`, failed[0].reason, h("p", {}, h("a", { href: "#/out", "data-key": "why" }, "去看看"))),
    sums(app, row, items),
    app.missing.get(key) && h("p", { class: "xf-error", role: "alert" }, icon("alert-circle"), app.missing.get(key)),
    h("ol", { class: "xf-f-cards" }, items.map((item, place) => card(app, row, item, place + 1, isOpen, isOpen && item.code === next))),
    !items.length && note("warn", "这个点位没有检查表", "请创建办在检查里选好检查表再派发"),
  ];
  const sub = [row.party, row.unit, `点位 ${group.indexOf(row) + 1}/${group.length}`, `表号 ${row.code}`].filter(Boolean).join(" · ");
  return frame(app, { back: "#/", backTitle: "回点位列表", title: `${row.site} · ${inspection?.title ?? ""}`, sub, visit: key }, body, foot(app, row, isOpen));
}
