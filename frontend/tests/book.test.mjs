import assert from "node:assert/strict";
import { test } from "node:test";
import { Book, Undo } from "../js/sheet/book.js";

const book = () =>
  new Book([
    { key: "a", value: "1", version: 1 },
    { key: "b", value: "", version: 0 },
  ]);

test("改了的才送，送出去的等回话，回来再送后来改的", () => {
  const sheet = book();
  assert.deepEqual(sheet.take(), []);
  sheet.write("a", "2");
  const sent = sheet.take();
  assert.deepEqual(sent, [{ key: "a", value: "2", version: 1 }]);
  sheet.write("a", "3");
  assert.deepEqual(sheet.take(), []);
  sheet.settle(sent, { saved: [{ key: "a", value: "2", version: 2 }] });
  assert.equal(sheet.at("a").value, "3");
  assert.deepEqual(sheet.take(), [{ key: "a", value: "3", version: 2 }]);
});

test("不合格的不送，改好了就送", () => {
  const sheet = book();
  sheet.write("a", "27", "超过满分");
  assert.deepEqual(sheet.take(), []);
  assert.equal(sheet.wrong, 1);
  sheet.write("a", "20");
  assert.equal(sheet.take().length, 1);
});

test("网络不通：放回来，原样再送", () => {
  const sheet = book();
  sheet.write("b", "5");
  const sent = sheet.take();
  sheet.giveBack(sent);
  assert.deepEqual(sheet.take(), sent);
});

test("服务器不收：说明理由，不反复送；字改了再送", () => {
  const sheet = book();
  sheet.write("a", "2");
  sheet.settle(sheet.take(), { refused: [{ key: "a", reason: "已锁定" }] });
  assert.equal(sheet.at("a").reason, "已锁定");
  assert.deepEqual(sheet.take(), []);
  assert.deepEqual(sheet.drafts(), { a: { value: "2", version: 1 } });
});

test("送了却没有回话的，不当作存上了", () => {
  const sheet = book();
  sheet.write("a", "2");
  sheet.settle(sheet.take(), {});
  assert.match(sheet.at("a").reason, /没有保存/);
  assert.equal(sheet.unsaved, 1);
});

test("冲突：两个值都在，定了再走", () => {
  const sheet = book();
  sheet.write("a", "2");
  sheet.settle(sheet.take(), { stale: [{ key: "a", theirs: { value: "9", version: 5, by: "王五" } }] });
  assert.deepEqual(sheet.clashes, ["a"]);
  assert.deepEqual(sheet.take(), []);
  sheet.keepMine("a");
  assert.deepEqual(sheet.take(), [{ key: "a", value: "2", version: 5 }]);

  const other = book();
  other.write("a", "2");
  other.settle(other.take(), { stale: [{ key: "a", theirs: { value: "9", version: 5 } }] });
  other.takeTheirs("a");
  assert.equal(other.at("a").value, "9");
  assert.equal(other.unsaved, 0);
});

test("两人填得一样不算冲突", () => {
  const sheet = book();
  sheet.write("a", "2");
  sheet.settle(sheet.take(), { stale: [{ key: "a", theirs: { value: "2", version: 5 } }] });
  assert.deepEqual(sheet.clashes, []);
  assert.equal(sheet.unsaved, 0);
  assert.equal(sheet.at("a").version, 5);
});

test("听到别人的改动：没动过的换新，动过的算冲突，旧消息和自己在路上的不理", () => {
  const sheet = book();
  assert.equal(sheet.hear({ key: "a", value: "7", version: 2, by: "王五" }), "fresh");
  assert.equal(sheet.at("a").value, "7");
  assert.equal(sheet.hear({ key: "a", value: "1", version: 1 }), "");
  sheet.write("b", "5");
  assert.equal(sheet.hear({ key: "b", value: "6", version: 1, by: "王五" }), "stale");
  assert.equal(sheet.hear({ key: "b", value: "6", version: 1, by: "王五" }), "");
  sheet.write("a", "8");
  sheet.take();
  assert.equal(sheet.hear({ key: "a", value: "9", version: 3 }), "");
  assert.equal(sheet.hear({ key: "没有这一格", value: "9", version: 3 }), "");
});

test("刷新后找回：版本没变接着存，变了算冲突，已经一样的不提", () => {
  const left = { a: { value: "2", version: 1 }, b: { value: "5", version: 0 }, c: { value: "1", version: 1 } };
  const same = book();
  assert.deepEqual(same.restore(left), ["a", "b"]);
  assert.equal(same.take().length, 2);
  const moved = new Book([{ key: "a", value: "9", version: 4 }, { key: "b", value: "5", version: 1 }]);
  assert.deepEqual(moved.restore(left), ["a"]);
  assert.deepEqual(moved.clashes, ["a"]);
});

test("撤销：一块算一步，没变的不算", () => {
  const undo = new Undo();
  undo.push([{ key: "a", before: "1", after: "1" }]);
  undo.push([{ key: "a", before: "1", after: "2" }, { key: "b", before: "", after: "" }]);
  assert.deepEqual(undo.pop(), [{ key: "a", before: "1", after: "2" }]);
  assert.deepEqual(undo.pop(), []);
});

test("服务器上已是我填的值（右栏里补了缺项）：算存上，理由去掉", () => {
  const sheet = book();
  sheet.write("b", "缺", "缺项要写明原因");
  assert.equal(sheet.hear({ key: "b", value: "缺", version: 1 }), "same");
  assert.equal(sheet.unsaved + sheet.wrong, 0);
});
