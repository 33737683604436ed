/**
 * 打分表的账：每一格页面上填的、服务器存着的、版本、正在路上的、和别人冲突的。不碰页面和网络。
 * 一格: {value, saved, version, reason, sending, stale}。reason 非空的不送；stale 未定的不送；在路上的等回话。
 */
export class Book {
  constructor(cells) {
    this.cells = new Map(cells.map(({ key, value, version }) => [key, { value, saved: value, version, reason: "", sending: null, stale: null }]));
  }

  at(key) {
    return this.cells.get(key);
  }

  /** 填一格。reason 说明为什么不能存，能存就是 ""。 */
  write(key, value, reason = "") {
    Object.assign(this.at(key), { value, reason });
  }

  /** 取走现在能送的，记为在路上：[{key, value, version}]。 */
  take() {
    const batch = [];
    for (const [key, cell] of this.cells) {
      if (cell.value === cell.saved || cell.reason || cell.stale || cell.sending !== null) continue;
      cell.sending = cell.value;
      batch.push({ key, value: cell.value, version: cell.version });
    }
    return batch;
  }

  /** 没送到：放回来，下次再送。 */
  giveBack(batch) {
    for (const { key } of batch) this.at(key).sending = null;
  }

  /**
   * 服务器回话。answer 的 saved、refused、stale 里每一条带 key；值由调用的人先收拾过。
   * 送了却没提到的当作没存上。返回动过的格。
   */
  settle(batch, { saved = [], refused = [], stale = [] }) {
    const sent = new Map(batch.map(({ key, value }) => [key, value]));
    const touched = [];
    const each = (list, act) => {
      for (const line of list) {
        const cell = this.at(line.key);
        if (!cell) continue;
        const isSame = cell.value === sent.get(line.key);
        cell.sending = null;
        sent.delete(line.key);
        touched.push(line.key);
        act(cell, line, isSame);
      }
    };
    each(saved, (cell, { value, version }, isSame) => {
      Object.assign(cell, { saved: value, version });
      if (isSame) Object.assign(cell, { value, reason: "" });
    });
    each(refused, (cell, { reason }, isSame) => {
      if (isSame) cell.reason = reason;
    });
    each(stale, (cell, { theirs }) => this.#clash(cell, theirs));
    for (const [key, value] of sent) {
      const cell = this.at(key);
      cell.sending = null;
      if (cell.value === value) cell.reason = "服务器没有确认这一格，没有保存。请重新填一次。";
      touched.push(key);
    }
    return touched;
  }

  #clash(cell, theirs) {
    cell.saved = theirs.value;
    if (cell.value === theirs.value) Object.assign(cell, { version: theirs.version, stale: null, reason: "" });
    else cell.stale = theirs;
  }

  /** 别人改了一格。返回 "fresh"（已换成新值）、"stale"（和我填的冲突）、"same"（和我填的一样，等于存上了）或 ""（早知道了，或正等自己的回话）。 */
  hear({ key, value, version, by = "", at = "" }) {
    const cell = this.at(key);
    if (!cell || version <= cell.version || cell.sending !== null || cell.stale?.version === version) return "";
    if (cell.value === cell.saved) {
      const isSame = cell.value === value;
      Object.assign(cell, { value, saved: value, version, reason: "" });
      return isSame ? "" : "fresh";
    }
    this.#clash(cell, { value, version, by, at });
    return cell.stale ? "stale" : "same";
  }

  /** 冲突里用我的：在对方的版本上再存一次。 */
  keepMine(key) {
    const cell = this.at(key);
    Object.assign(cell, { version: cell.stale.version, stale: null });
  }

  /** 冲突里用对方的：我填的作废。 */
  takeTheirs(key) {
    const cell = this.at(key);
    Object.assign(cell, { value: cell.stale.value, saved: cell.stale.value, version: cell.stale.version, reason: "", stale: null });
  }

  /** 填了还没存上的，存在本机用：{key: {value, version}}。 */
  drafts() {
    const kept = {};
    for (const [key, cell] of this.cells) if (cell.value !== cell.saved) kept[key] = { value: cell.value, version: cell.version };
    return kept;
  }

  /** 找回本机留下的。版本没变的接着存；这期间被人改过的算冲突，两个值都给人看。返回找回的格。 */
  restore(drafts) {
    const found = [];
    for (const [key, draft] of Object.entries(drafts)) {
      const cell = this.at(key);
      if (!cell || draft.value === cell.saved) continue;
      cell.value = draft.value;
      if (draft.version !== cell.version) cell.stale = { value: cell.saved, version: cell.version, by: "", at: "" };
      found.push(key);
    }
    return found;
  }

  get unsaved() {
    return [...this.cells.values()].filter((cell) => cell.value !== cell.saved).length;
  }

  get wrong() {
    return [...this.cells.values()].filter((cell) => cell.reason).length;
  }

  get clashes() {
    return [...this.cells].filter(([, cell]) => cell.stale).map(([key]) => key);
  }
}

/** 撤销：一步可以是一格，也可以是粘贴的一块。 */
export class Undo {
  #steps = [];

  push(changes) {
    const real = changes.filter(({ before, after }) => before !== after);
    if (real.length) this.#steps.push(real);
    if (this.#steps.length > 100) this.#steps.shift();
  }

  pop() {
    return this.#steps.pop() ?? [];
  }
}
