import assert from "node:assert/strict";
import { test } from "node:test";
import { limitReason, move, normalise, parseBlock, planPaste, planWords, readCell, tidyNumber, wayOf } from "../js/sheet/model.js";

const OUT_OF_20 = { allow: "number", min: "0", max: "20", step: "0.5" };

test("全角数字和句号当数认，空白、千分号和“分”去掉", () => {
  assert.equal(normalise(" １８。５ "), "18.5");
  assert.equal(normalise("－１．０"), "-1.0");
  assert.equal(normalise("+0.5"), "0.5");
  assert.equal(normalise("18.5分"), "18.5");
  assert.equal(normalise("12,345.5"), "12345.5");
  assert.equal(normalise("\u00a019\u3000"), "19");
  assert.equal(normalise(null), "");
});

test("同一个数的不同写法收成一种", () => {
  assert.equal(tidyNumber("0017.50"), "17.5");
  assert.equal(tidyNumber(".5"), "0.5");
  assert.equal(tidyNumber("-0.0"), "0");
  assert.equal(tidyNumber("20."), "20");
  assert.equal(tidyNumber("-1.50"), "-1.5");
});

test("超过满分、低于最低、不合最小单位，各有说得清的理由", () => {
  assert.equal(limitReason("27", OUT_OF_20), "27 超过满分 20，没有保存。请改为 0–20，最小单位 0.5。");
  assert.equal(limitReason("-1", OUT_OF_20), "-1 低于最低 0，没有保存。请改为 0–20，最小单位 0.5。");
  assert.equal(limitReason("17.3", OUT_OF_20), "17.3 不合最小单位 0.5，没有保存。请改为 17 或 17.5。");
  assert.equal(limitReason("20", OUT_OF_20), "");
  assert.equal(limitReason("0", OUT_OF_20), "");
});

test("查限按十进制算，不受二进制小数误差影响", () => {
  const cents = { min: "0", max: "1", step: "0.1" };
  for (const value of ["0.1", "0.2", "0.3", "0.6", "0.7", "1.0"]) assert.equal(limitReason(value, cents), "");
  assert.notEqual(limitReason("0.30000000000000004", cents), "");
  assert.equal(limitReason("0.7", { step: "0.7" }), "");
});

test("最小单位从最低分起算；负的加减分也一样", () => {
  assert.equal(limitReason("1.5", { min: "0.5", max: "10", step: "1" }), "");
  assert.notEqual(limitReason("1", { min: "0.5", max: "10", step: "1" }), "");
  assert.equal(limitReason("-1.5", { min: "-5", max: "5", step: "0.5" }), "");
  assert.match(limitReason("-1.3", { step: "0.5" }), /请改为 -1.5 或 -1。/);
});

test("建议的改法不会超过满分", () => {
  assert.match(limitReason("9.9", { min: "0", max: "9.9", step: "2" }), /请改为 8。/);
});

test("空格、缺项、数字、不是数字", () => {
  assert.deepEqual(readCell("  ", OUT_OF_20), { ok: true, value: "", reason: "" });
  for (const text of ["缺", "缺项", " 缺考", "/"]) assert.equal(readCell(text, OUT_OF_20).value, "缺");
  assert.deepEqual(readCell("１７。０", OUT_OF_20), { ok: true, value: "17", reason: "" });
  const wrong = readCell("十八", OUT_OF_20);
  assert.equal(wrong.ok, false);
  assert.equal(wrong.reason, "“十八”不是数字，没有保存。请填 0–20，最小单位 0.5；没有考评的填“缺”。");
  assert.equal(readCell("1.2.3", OUT_OF_20).ok, false);
  assert.equal(readCell("-", OUT_OF_20).ok, false);
  assert.equal(readCell(".", OUT_OF_20).ok, false);
  assert.equal(readCell("1e3", OUT_OF_20).ok, false);
});

test("选项格：大小写不论，不在里面的说出可选的", () => {
  const grade = { allow: "choice", choices: ["A", "B", "好"] };
  assert.equal(readCell("a", grade).value, "A");
  assert.equal(readCell("好", grade).ok, true);
  assert.equal(readCell("C", grade).reason, "“C”不在可选的里面，没有保存。请填 A、B、好 之一。");
  assert.equal(readCell("任意", { allow: "choice" }).value, "任意");
});

test("Excel 复制来的块：CRLF、末行空、引号里有换行和引号", () => {
  assert.deepEqual(parseBlock("18\t17.5\r\n19\t\r\n"), [["18", "17.5"], ["19", ""]]);
  assert.deepEqual(parseBlock('"一组\n二组"\t"他说""好"""'), [["一组\n二组", '他说"好"']]);
  assert.deepEqual(parseBlock("18"), [["18"]]);
  assert.deepEqual(parseBlock(""), [[""]]);
  assert.deepEqual(parseBlock("1\n\n3"), [["1"], [""], ["3"]]);
  assert.deepEqual(parseBlock('3"\t4'), [['3"', "4"]]);
  assert.deepEqual(parseBlock("1\r2"), [["1"], ["2"]]);
});

test("粘贴：好的写、坏的标、表外的略过", () => {
  const limitsAt = (row, col) => (row < 2 && col < 2 ? OUT_OF_20 : null);
  const plan = planPaste(parseBlock("18\t27\r\n缺\t１９\r\n20\t20\r\n"), 0, 0, limitsAt);
  assert.deepEqual(plan.writes, [
    { row: 0, col: 0, value: "18" },
    { row: 1, col: 0, value: "缺" },
    { row: 1, col: 1, value: "19" },
  ]);
  assert.equal(plan.bad.length, 1);
  assert.equal(plan.bad[0].value, "27");
  assert.equal(plan.outside, 2);
  assert.equal(planWords(plan), "将写入 4 格，其中 1 格有误，留在格里标红、不保存，另有 2 格落在表外或自动取数的格子上，略过。");
  assert.equal(planWords({ writes: [1, 2], bad: [], outside: 0 }), "将写入 2 格。");
  assert.match(planWords({ writes: [], bad: [], outside: 3 }), /没有可写的/);
});

test("移动：上下停在短行末格，跳过没有格子的行，Tab 换行，到头不动", () => {
  const rows = [3, 0, 2, 3];
  assert.deepEqual(move(rows, { row: 0, col: 2 }, "down"), { row: 2, col: 1 });
  assert.deepEqual(move(rows, { row: 2, col: 0 }, "up"), { row: 0, col: 0 });
  assert.equal(move(rows, { row: 3, col: 0 }, "down"), null);
  assert.equal(move(rows, { row: 0, col: 0 }, "left"), null);
  assert.equal(move(rows, { row: 0, col: 2 }, "right"), null);
  assert.deepEqual(move(rows, { row: 0, col: 2 }, "next"), { row: 2, col: 0 });
  assert.deepEqual(move(rows, { row: 2, col: 0 }, "back"), { row: 0, col: 2 });
  assert.equal(move(rows, { row: 3, col: 2 }, "next"), null);
  assert.deepEqual(move(rows, { row: 2, col: 1 }, "home"), { row: 2, col: 0 });
  assert.deepEqual(move(rows, { row: 0, col: 0 }, "final"), { row: 3, col: 2 });
  assert.deepEqual(move(rows, { row: 3, col: 2 }, "first"), { row: 0, col: 0 });
});

test("左右键：全选或在字的边上才换格，改字时留给光标", () => {
  const all = { start: 0, end: 4, length: 4 };
  const inside = { start: 2, end: 2, length: 4 };
  const end = { start: 4, end: 4, length: 4 };
  assert.equal(wayOf({ key: "ArrowLeft" }, all), "left");
  assert.equal(wayOf({ key: "ArrowRight" }, all), "right");
  assert.equal(wayOf({ key: "ArrowRight" }, inside), "");
  assert.equal(wayOf({ key: "ArrowRight" }, end), "right");
  assert.equal(wayOf({ key: "ArrowLeft" }, end), "");
  assert.equal(wayOf({ key: "ArrowLeft", shift: true }, all), "");
  assert.equal(wayOf({ key: "ArrowUp" }, inside), "up");
  assert.equal(wayOf({ key: "Enter" }, inside), "down");
  assert.equal(wayOf({ key: "Enter", shift: true }, inside), "up");
  assert.equal(wayOf({ key: "Tab", shift: true }, inside), "back");
  assert.equal(wayOf({ key: "Home", ctrl: true }, inside), "first");
  assert.equal(wayOf({ key: "Home" }, inside), "");
  assert.equal(wayOf({ key: "a" }, all), "");
});

test("一格几个分数：隔开、查限、写回用顿号", () => {
  const limits = { allow: "list", min: "0", max: "100", step: "" };
  assert.deepEqual(readCell("90 91.50，缺", limits), { ok: true, value: "90、91.5、缺", reason: "" });
  assert.equal(readCell("90、101", limits).ok, false);
  assert.equal(readCell("", limits).value, "");
});
