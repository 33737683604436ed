import { count, enter } from "./outbox.js";
import { uuid } from "./store.js";

const idOf = (visit, item) => `${visit}|${item}`;
const textOf = ({ verdict, count: places, note }) => ({ verdict, count: places ?? 0, note: note ?? "" });
const WRITES = ["fill", "shoot", "dropPhoto", "finish", "unfinish", "choose", "retry", "forget", "sending", "settle", "photoIs", "merge"];
const isAlike = (one, other) => one.verdict === other.verdict && one.count === other.count && one.note === other.note;

/**
 * 一个人在这部手机上的账：检查表、填的、照片、待发的。改什么都先落盘再算数。
 * 一条填的: {visit, item, verdict, count, note, by, turn, base, clash}；base 是照着服务器第几版填的，clash 是两人不一样的两份。
 */
export class Book {
  #line = Promise.resolve();

  constructor(store) {
    this.store = store;
    // 改账的一件一件来：先读后写的中间，别的改动插不进来
    for (const name of WRITES) {
      const act = this[name].bind(this);
      this[name] = (...given) => {
        const done = this.#line.then(() => act(...given));
        this.#line = done.catch(() => {});
        return done;
      };
    }
    this.inspections = new Map();
    this.visits = new Map();
    this.answers = new Map();
    this.photos = new Map();
    this.ops = [];
  }

  async load() {
    const all = await this.store.all();
    this.inspections = new Map(all.inspections.map((row) => [row.id, row]));
    this.visits = new Map(all.visits.map((row) => [row.key, row]));
    this.answers = new Map(all.answers.map((row) => [idOf(row.visit, row.item), row]));
    this.photos = new Map(all.photos.map((row) => [row.key, row]));
    this.ops = all.outbox;
    Object.assign(this, { turn: all.turn, synced: all.synced, device: all.device ?? uuid() });
    if (!all.device) await this.store.write({ meta: { device: this.device } });
  }

  // ---- 看 ----

  list() {
    return [...this.visits.values()].sort((one, other) => one.place - other.place);
  }

  itemsOf(visit) {
    return this.inspections.get(visit.inspection)?.forms[visit.form]?.items ?? [];
  }

  answer(key, item) {
    return this.answers.get(idOf(key, item));
  }

  answersOf(key) {
    return new Map([...this.answers.values()].filter((row) => row.visit === key).map((row) => [row.item, row]));
  }

  photosOf(key, item) {
    return [...this.photos.values()].filter((row) => row.visit === key && (item === undefined || row.item === item));
  }

  /** 这一项的照片：这部手机拍的，加上同组别的手机传上去的。 */
  pictures(visit, item) {
    const own = this.photosOf(visit.key, item);
    const others = (visit.others ?? []).filter((row) => row.item === item && !this.photos.has(row.key));
    return { own, others, number: own.length + others.length };
  }

  opsOf(key) {
    return this.ops.filter((op) => op.visit === key);
  }

  handInOf(key) {
    return this.ops.find((op) => op.visit === key && op.kind === "hand_in");
  }

  /** 还差多少；不说哪张就是全部。 */
  count(key) {
    return key ? count(this.opsOf(key), this.photosOf(key)) : count(this.ops, [...this.photos.values()]);
  }

  clashes(key) {
    return [...this.answersOf(key).values()].filter((row) => row.clash);
  }

  // ---- 填 ----

  /** change: 改成什么，或者照现在的算出改成什么（连点几下“多一处”，一下也不能少）。 */
  async fill(key, item, change, by) {
    const old = this.answer(key, item) ?? { visit: key, item, base: 0 };
    const wanted = typeof change === "function" ? change(old) : change;
    const hasFailed = this.ops.some((op) => op.visit === key && op.item === item && op.state === "failed");
    if (old.verdict && !hasFailed && isAlike(textOf(old), textOf({ ...old, ...wanted }))) return;
    const turn = this.turn + 1;
    const row = { ...old, ...textOf({ ...old, ...wanted }), by, turn };
    if (row.verdict !== "bad") row.count = 0;
    const op = this.#op("answer", key, { item, ...textOf(row), turn, seen: old.base ?? 0, filled_at: new Date().toISOString() });
    const { put, drop } = enter(this.ops, op);
    await this.store.write({ answers: { put: [row] }, outbox: { put: [put], drop }, meta: { turn } });
    this.turn = turn;
    this.answers.set(idOf(key, item), row);
    this.#swap(drop, put);
  }

  async shoot(key, item, blob, thumb, number) {
    const row = { key: uuid(), visit: key, item, blob, thumb, size: blob.size, name: `${item}-${number}.jpg`, taken_at: new Date().toISOString(), state: "pending", tries: 0, received: 0 };
    await this.store.write({ photos: { put: [row] } });
    this.photos.set(row.key, row);
  }

  async dropPhoto(key) {
    await this.store.write({ photos: { drop: [key] } });
    this.photos.delete(key);
  }

  /** 查完了：在本机记下，排进待发。 */
  async finish(key, form) {
    const visit = { ...this.visits.get(key), form_in: form, stored_at: new Date().toISOString() };
    const op = { ...this.#op("hand_in", key, {}), form };
    const drop = this.ops.filter((one) => one.visit === key && one.kind === "hand_in").map((one) => one.seq);
    await this.store.write({ visits: { put: [visit] }, outbox: { put: [op], drop } });
    this.visits.set(key, visit);
    this.#swap(drop, op);
  }

  /** 还没送过的交表可以收回，接着改。 */
  async unfinish(key) {
    const op = this.handInOf(key);
    if (op && op.tries && op.state !== "failed") return false;
    const visit = { ...this.visits.get(key), stored_at: "" };
    const drop = op ? [op.seq] : [];
    await this.store.write({ visits: { put: [visit] }, outbox: { drop } });
    this.visits.set(key, visit);
    this.#swap(drop);
    return true;
  }

  /** 两人填得不一样：选一份。 */
  async choose(key, item, isOther) {
    const row = { ...this.answer(key, item) };
    const { clash } = row;
    Object.assign(row, textOf(isOther ? clash.other : clash.stands), { clash: { ...clash, chosen: isOther } });
    const drop = this.ops.filter((op) => op.visit === key && op.item === item).map((op) => op.seq);
    const op = this.#op("settle", key, { item, clash: clash.id, take_other: isOther });
    await this.store.write({ answers: { put: [row] }, outbox: { put: [op], drop } });
    this.answers.set(idOf(key, item), row);
    this.#swap(drop, op);
  }

  /** 没传上的再试：换一个号，免得服务器照上次的话再说一遍。 */
  async retry(only) {
    const ops = this.ops.filter((op) => op.state === "failed" && (!only || op.seq === only));
    const put = ops.map((op) => ({ ...op, key: uuid(), state: "pending", reason: "", tries: 0 }));
    const photos = [...this.photos.values()].filter((row) => row.state === "failed" && (!only || row.key === only));
    const again = photos.map((row) => ({ ...row, state: "pending", reason: "", received: 0 }));
    await this.store.write({ outbox: { put }, photos: { put: again } });
    for (const op of put) this.#swap([op.seq], op);
    for (const row of again) this.photos.set(row.key, row);
  }

  /** 人自己说不要了。 */
  async forget(op) {
    await this.store.write({ outbox: { drop: [op.seq] } });
    this.#swap([op.seq]);
    if (op.kind === "hand_in") await Book.prototype.unfinish.call(this, op.visit);
  }

  // ---- 送 ----

  /** 送之前记下送过：没等到回话也知道服务器可能已经办了。 */
  async sending(ops) {
    const put = ops.map((op) => ({ ...op, tries: op.tries + 1 }));
    await this.store.write({ outbox: { put } });
    for (const op of put) this.#swap([op.seq], op);
    return put;
  }

  /** 服务器对一件的回话。 */
  async settle(op, result) {
    // 这期间由别的一件代替了
    if (!this.ops.some((one) => one.seq === op.seq)) return;
    if (result.result === "waiting") return this.#keep({ ...op, reason: result.reason });
    if (result.result === "refused") return this.#keep({ ...op, state: "failed", reason: result.reason });
    if (op.kind === "hand_in") return this.#handedIn(op, result);
    const row = { ...(this.answer(op.visit, op.item) ?? { visit: op.visit, item: op.item, base: 0 }) };
    const isLast = !this.ops.some((one) => one.seq !== op.seq && one.visit === op.visit && one.item === op.item);
    if (result.result === "clash") row.clash = { ...result.clash, mine: true };
    else {
      row.base = Math.max(op.kind === "settle" ? 0 : (row.base ?? 0), result.answer?.revision ?? 0);
      if (op.kind === "settle") delete row.clash;
      if (isLast && result.answer) Object.assign(row, textOf(result.answer), { by: result.answer.by });
    }
    await this.store.write({ answers: { put: [row] }, outbox: { drop: [op.seq] } });
    this.answers.set(idOf(op.visit, op.item), row);
    this.#swap([op.seq]);
  }

  async #keep(op) {
    await this.store.write({ outbox: { put: [op] } });
    this.#swap([op.seq], op);
  }

  async #handedIn(op, result) {
    const visit = { ...this.visits.get(op.visit), state: "handed_in", score: result.score, full: result.full };
    await this.store.write({ visits: { put: [visit] }, outbox: { drop: [op.seq] } });
    this.visits.set(op.visit, visit);
    this.#swap([op.seq]);
  }

  async photoIs(key, change) {
    const old = this.photos.get(key);
    if (!old) return;
    const row = { ...old, ...change };
    if (row.state === "sent") delete row.blob;
    await this.store.write({ photos: { put: [row] } });
    this.photos.set(key, row);
  }

  // ---- 带回来的检查表 ----

  /** 服务器上现在的样子并进来；本机还没送到的不动。 */
  async merge(news) {
    const visits = news.visits.map(({ answers, clashes, photos, ...told }, place) => {
      const old = this.visits.get(told.key) ?? {};
      // 交过又退回重填的，这里也接着填
      const stored_at = told.state === "waiting" && !this.handInOf(told.key) ? "" : old.stored_at;
      return { ...old, ...told, stored_at, place, others: photos, gone: false };
    });
    const here = new Set(visits.map((visit) => visit.key));
    const left = this.list().filter((visit) => !here.has(visit.key));
    const isBusy = (visit) => this.count(visit.key).pending + this.count(visit.key).failed > 0;
    const kept = left.filter(isBusy).map((visit) => ({ ...visit, gone: true }));
    const lost = left.filter((visit) => !isBusy(visit));
    const answers = news.visits.flatMap((visit) => this.#told(visit));
    const stale = lost.flatMap((visit) => [...this.answersOf(visit.key).values()]);
    const pictures = lost.flatMap((visit) => this.photosOf(visit.key));
    const used = new Set([...visits, ...kept].map((visit) => visit.inspection));
    const past = [...this.inspections.keys()].filter((id) => !used.has(id) && !news.inspections.some((row) => row.id === id));
    const synced = new Date().toISOString();
    await this.store.write({
      inspections: { put: news.inspections, drop: past },
      visits: { put: [...visits, ...kept], drop: lost.map((visit) => visit.key) },
      answers: { put: answers, drop: stale.map((row) => [row.visit, row.item]) },
      photos: { drop: pictures.map((row) => row.key) },
      meta: { synced },
    });
    this.synced = synced;
    for (const id of past) this.inspections.delete(id);
    for (const row of news.inspections) this.inspections.set(row.id, row);
    for (const visit of lost) this.visits.delete(visit.key);
    for (const visit of [...visits, ...kept]) this.visits.set(visit.key, visit);
    for (const row of stale) this.answers.delete(idOf(row.visit, row.item));
    for (const row of pictures) this.photos.delete(row.key);
    for (const row of answers) this.answers.set(idOf(row.visit, row.item), row);
  }

  // 一张表里服务器说的、本机没有在途的各项
  #told(visit) {
    const told = new Map(visit.answers.map((row) => [row.item, row]));
    const clashes = new Map(visit.clashes.map((row) => [row.item, row]));
    const items = new Set([...told.keys(), ...clashes.keys(), ...this.answersOf(visit.key).keys()]);
    const rows = [];
    for (const item of items) {
      if (this.ops.some((op) => op.visit === visit.key && op.item === item)) continue;
      const old = this.answer(visit.key, item) ?? { visit: visit.key, item };
      const answer = told.get(item);
      const row = { ...old, ...(answer ? { ...textOf(answer), by: answer.by, base: answer.revision } : {}) };
      if (clashes.has(item)) row.clash = { ...clashes.get(item), mine: old.clash?.mine };
      else delete row.clash;
      rows.push(row);
    }
    return rows;
  }

  #op(kind, visit, more) {
    return { key: uuid(), kind, visit, state: "pending", reason: "", tries: 0, at: new Date().toISOString(), ...more };
  }

  #swap(drop, put) {
    this.ops = this.ops.filter((op) => !drop.includes(op.seq) && op.seq !== put?.seq);
    if (put) this.ops.push(put);
  }
}
