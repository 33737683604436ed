import { h, icon, note, today } from "../dom.js";
import { plain, tally } from "../score.js";
import { frame } from "./frame.js";
import { said } from "./visit.js";

const names = (text) => [...new Set(text.split(/[\s、，,；;/]+/).filter(Boolean))];

/** 还缺什么，不能说查完；都齐了为 ""。item 是头一个缺的。 */
export function lacks(app, visit) {
  const items = app.book.itemsOf(visit);
  const answers = app.book.answersOf(visit.key);
  const empty = items.filter((item) => !answers.get(item.code)?.verdict);
  const bare = items.filter((item) => item.needs_photo && answers.get(item.code)?.verdict === "bad" && !app.book.pictures(visit, item.code).number);
  const clash = items.filter((item) => answers.get(item.code)?.clash && answers.get(item.code).clash.chosen === undefined);
  const places = (list) => list.map((item) => items.indexOf(item) + 1).join("、");
  const said = [
    empty.length && `第 ${places(empty)} 项还没有查`,
    bare.length && `第 ${places(bare)} 项有问题，按要求要拍照`,
    clash.length && `第 ${places(clash)} 项两人填得不一样，先选一份`,
    items.length > 0 && items.every((item) => answers.get(item.code)?.verdict === "skip") && "没有一项查过；不用查的点位请创建办标“不查了”",
  ].filter(Boolean);
  return { text: said.join("；"), item: [...empty, ...bare, ...clash][0]?.code };
}

function field(label, aside, input, hint) {
  return h("div", { class: "xf-field" }, h("label", { class: "xf-label", for: input.id }, label, aside && h("em", {}, ` ${aside}`)), input, hint && h("p", { class: "xf-hint" }, hint));
}

const text = (id, value, more = {}) => h("input", { type: "text", class: "xf-input", id, "data-key": id, value, autocomplete: "off", ...more });

/** 查完了：给被检单位在场的人看，由他在本机确认，然后存下。 */
export function finish(app, key) {
  const visit = app.book.visits.get(key);
  const items = app.book.itemsOf(visit);
  const answers = app.book.answersOf(key);
  const sum = tally(items, answers);
  const faults = items.filter((item) => answers.get(item.code)?.verdict === "bad");
  const old = visit.form_in ?? {};
  const inspectors = text("inspectors", old.inspectors ?? (visit.members ?? []).join("、"), { maxlength: 80, required: true });
  const day = h("input", { type: "date", class: "xf-input", id: "visited_on", "data-key": "visited_on", value: old.visited_on ?? today(), max: today(), required: true });
  const present = text("present", old.present ?? "", { maxlength: 40 });
  const confirmed = h("input", { type: "checkbox", id: "confirmed", "data-key": "confirmed", checked: old.is_confirmed ?? false });
  const remark = h("textarea", { class: "xf-input", id: "remark", "data-key": "remark", rows: 2, maxlength: 300 });
  remark.value = old.remark ?? "";
  const error = h("p", { class: "xf-error", role: "alert", hidden: true });
  const say = (words, input) => {
    error.replaceChildren(icon("alert-circle"), words);
    error.hidden = false;
    input.focus();
  };
  const save = (event) => {
    event.preventDefault();
    const who = names(inspectors.value);
    if (who.length < 2) return say("检查要两个人以上，请写全检查人，中间用顿号隔开", inspectors);
    if (!day.value || day.value > today()) return say("请填检查日期，不能晚于今天", day);
    if (confirmed.checked && !present.value.trim()) return say("在场人已确认的，请写姓名", present);
    return app.finish(key, {
      visited_on: day.value,
      inspectors: who.join("、"),
      present: present.value.trim(),
      is_confirmed: confirmed.checked,
      remark: remark.value.trim(),
    });
  };
  const body = [
    h(
      "section",
      { class: "xf-sheet xf-f-sum" },
      h("div", { class: "xf-sheet-head" }, h("h2", {}, "查到的情况"), h("span", { class: "xf-more" }, h("b", {}, plain(sum.score, 1)), ` / ${plain(sum.full)} 分`)),
      h("div", { class: "xf-sheet-body" }, faults.length ? h("ol", { class: "xf-f-faults" }, faults.map((item) => h("li", {}, `${item.title}：${said(answers.get(item.code)).replace("有问题 ", "")}`))) : h("p", { class: "xf-mb-0" }, "没有查出问题")),
    ),
    h(
      "form",
      { class: "xf-f-form", id: "finish", novalidate: true, onsubmit: save },
      field("检查人", "两人以上", inspectors),
      field("检查日期", "", day),
      field("被检单位在场人", "没有人在场可不填", present),
      h("div", { class: "xf-field xf-check" }, confirmed, h("label", { class: "xf-label", for: "confirmed" }, "以上情况已当面说明，在场人确认")),
      field("被检单位意见", "可不填", remark),
      error,
    ),
  ];
  const foot = [h("button", { type: "submit", form: "finish", class: "btn btn-primary xf-f-go", "data-key": "save" }, "确认，存下"), h("p", { class: "xf-f-hint" }, "没有网也能存；有网时自动交上去")];
  return frame(app, { back: `#/visit/${key}`, backTitle: "回检查表", title: "查完了，请在场人确认", sub: visit.site, visit: key }, body, foot);
}
