import assert from "node:assert/strict";
import { test } from "node:test";
import { batch, count, enter, handIn, pause, said, wire } from "../js/field/outbox.js";
import { plain, taken, tally } from "../js/field/score.js";

const op = (seq, more = {}) => ({ seq, key: `k${seq}`, kind: "answer", visit: "v", item: `${seq}`, turn: seq, seen: 0, state: "pending", reason: "", tries: 0, at: "t", ...more });
const photo = (state, more = {}) => ({ key: "p", visit: "v", item: "1", size: 1000, received: 0, state, ...more });
const keys = (ops) => ops.map((one) => one.key);

test("扣分：每处扣，扣完为止，一处即不得分，小数不走样", () => {
  assert.equal(plain(taken({ points: "3", each: "0.1" }, 3)), "0.3");
  assert.equal(plain(taken({ points: "1", each: "0.5" }, 9)), "1");
  assert.equal(plain(taken({ points: "4", each: "0.5", is_fatal: true }, 1)), "4");
  assert.equal(taken({ points: "4", each: "0.5" }, 0), 0);
});

test("合计：没填的不扣，不涉及的不算在内", () => {
  const items = ["a", "b", "c", "d"].map((code) => ({ code, points: "5", each: "0.5" }));
  const answers = new Map([["a", { verdict: "bad", count: 2 }], ["b", { verdict: "skip" }], ["c", { verdict: "ok", count: 3 }]]);
  const sum = tally(items, answers);
  assert.deepEqual([plain(sum.score, 1), plain(sum.full), sum.done, sum.all], ["14.0", "15", 3, 4]);
});

test("一项连着改，没送过的合成一件，送过的另起一件，没传上的由新的代替", () => {
  const first = op(1, { item: "1", seen: 2 });
  const next = { ...op(undefined, { item: "1", turn: 9, seen: 5 }), key: "new" };
  const put = { ...next };
  delete put.seq;
  assert.deepEqual(enter([first], put).put, { ...put, seq: 1, key: "k1", seen: 2 });
  assert.equal(enter([{ ...first, tries: 1 }], next).put.key, "new");
  assert.deepEqual(enter([{ ...first, state: "failed" }], next), { put: next, drop: [1] });
  assert.equal(enter([{ ...first, visit: "other" }], next).put.key, "new");
});

test("按先后送；交表等同一张表的其余各件和照片", () => {
  const form = op(3, { kind: "hand_in", item: undefined });
  const other = op(4, { kind: "hand_in", visit: "w" });
  assert.deepEqual(keys(batch([form, op(2), op(1), other], [])), ["k1", "k2", "k4"]);
  assert.deepEqual(keys(batch([form], [photo("pending")])), []);
  assert.deepEqual(keys(batch([form], [photo("sent")])), ["k3"]);
  assert.deepEqual(keys(batch([op(1, { state: "failed" }), form], [])), []);
});

test("交表说清这部手机填到第几次、有哪些照片；本机自用的不送", () => {
  const form = op(7, { kind: "hand_in", form: { inspectors: "甲、乙" } });
  const sent = handIn(form, [{ item: "1", turn: 4 }, { item: "2" }], [photo("sent")]);
  assert.deepEqual(sent, { inspectors: "甲、乙", key: "k7", kind: "hand_in", visit: "v", answers: { 1: 4 }, photos: ["p"] });
  assert.deepEqual(Object.keys(wire(op(1))).sort(), ["item", "key", "kind", "seen", "turn", "visit"]);
});

test("还差几件，说成一句话", () => {
  const left = count([op(1), op(2, { state: "failed" }), op(3, { kind: "hand_in" })], [photo("pending", { size: 400_000 }), photo("sent")]);
  assert.deepEqual([left.pending, left.failed, left.photos], [3, 1, 1]);
  assert.equal(said(left), "填写 2 项、照片 1 张、交表 1 份，共 0.4 MB");
  assert.equal(said(count([], [])), "");
});

test("越送不到等得越久，有个头", () => {
  const waits = [1, 2, 3, 4, 5, 6, 50].map(pause);
  assert.deepEqual([...waits].sort((a, b) => a - b), waits);
  assert.equal(waits.at(-1), waits.at(-2));
});
