import { barsFor, clashBar, pasteBar } from "./bars.js";
import { Book, Undo } from "./book.js";
import { Help } from "./help.js";
import { MISSING, move, parseBlock, planPaste, planWords, readCell, wayOf } from "./model.js";
import { keyOf, Page } from "./page.js";
import { listen } from "./poll.js";
import { Saver } from "./saver.js";

const TYPING = 0.8;

/** 一张打分表：把键盘、粘贴、自动保存、别人的改动接到账（Book）和页面（Page）上。 */
export class Sheet {
  #typing = 0;
  #before = "";
  #current = null;
  #closePaste = null;
  #isTold = false;
  #clashBars = new Map();

  constructor(table) {
    this.table = table;
    this.page = new Page(table);
    this.book = new Book(this.page.opening());
    this.undo = new Undo();
    this.help = new Help(table);
    this.bars = barsFor(table);
    this.todo = document.querySelector("[data-todo]");
    this.todoText = this.todo?.textContent ?? "";
    this.submit = document.querySelector("[data-submit-when-done]");
    this.isDone = this.submit ? !this.submit.disabled : true;
    this.draftName = `xf-sheet:${table.dataset.user ?? ""}:${table.dataset.saveUrl}`;
    this.saver = new Saver(this.book, table.dataset.saveUrl, {
      answered: (batch, answer) => this.#answered(batch, answer),
      state: (kind, text) => this.#say(kind, text),
    });
  }

  open() {
    this.table.addEventListener("focusin", (event) => this.#enter(this.page.keyIn(event.target)));
    this.table.addEventListener("focusout", (event) => this.#leave(this.page.keyIn(event.target)));
    this.table.addEventListener("input", (event) => this.#typed(this.page.keyIn(event.target)));
    this.table.addEventListener("keydown", (event) => this.#key(event));
    this.table.addEventListener("paste", (event) => this.#paste(event));
    addEventListener("beforeunload", (event) => {
      if (!this.book.unsaved) return;
      event.preventDefault();
      event.returnValue = "";
    });
    document.addEventListener("sheet-changed", (event) => event.detail.cell && this.#current && this.page.focus(this.#current));
    this.help.panel?.addEventListener("keydown", (event) => event.key === "Escape" && this.#current && this.page.focus(this.#current));
    this.#restore();
    listen(this.table, (news) => this.#hear(news));
    this.#focusWanted();
  }

  // ---- 一格之内 ----

  #enter(key) {
    if (!key) return;
    this.#current = key;
    this.#before = this.book.at(key).value;
    this.page.markRow(key);
    this.page.spot(key).input.select();
    this.help.open(key, this.page.spot(key).input, this.book.at(key).reason);
  }

  #leave(key) {
    if (!key) return;
    this.#commit(key);
    this.undo.push([{ key, before: this.#before, after: this.book.at(key).value }]);
    this.#before = this.book.at(key).value;
    // 光标走了，右栏换成下一格：没存上的理由留在底下
    const { reason } = this.book.at(key);
    if (!reason) return;
    this.#isTold = true;
    this.#say("bad", `${this.page.name(key)}：${reason}`);
  }

  #typed(key) {
    if (!key) return;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#commit(key, { isTyping: true }), TYPING * 1000);
  }

  #commit(key, { isTyping = false } = {}) {
    clearTimeout(this.#typing);
    this.#put(key, this.page.spot(key).input.value, isTyping);
    this.#after();
  }

  // 写进账并画出来；不触发保存，成批的写完再一起触发。
  #put(key, raw, isTyping = false) {
    const { limits, input } = this.page.spot(key);
    const { value, reason } = readCell(raw, limits);
    const cell = this.book.at(key);
    if (value !== cell.value || reason !== cell.reason) {
      // 服务器已说不行的，字没变就别抹掉它的理由
      if (value !== cell.value || reason || readCell(cell.value, limits).reason) this.book.write(key, value, reason);
    }
    this.page.paint(key, cell, { isTyping });
    if (key === this.#current) this.help.why(input, cell.reason);
  }

  #after() {
    this.#keepDrafts();
    this.#showTodo();
    this.saver.soon(0.3);
  }

  // ---- 键盘 ----

  #key(event) {
    const key = this.page.keyIn(event.target);
    if (!key || event.isComposing) return;
    if (this.#closePaste && (event.key === "Enter" || event.key === "Escape")) {
      event.preventDefault();
      this.#closePaste(event.key === "Enter");
      return;
    }
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && !event.shiftKey && event.key.toLowerCase() === "z") return this.#undo(event, key);
    if (event.altKey && event.code === "KeyK") {
      event.preventDefault();
      this.help.enter();
      return;
    }
    if (event.altKey || (ctrl && !["Home", "End"].includes(event.key))) return;
    const input = event.target;
    if (event.key === "Escape") {
      input.value = this.#before;
      this.#commit(key);
      input.select();
    } else if (event.key === "F2") {
      event.preventDefault();
      input.setSelectionRange(input.value.length, input.value.length);
    } else {
      const caret = { start: input.selectionStart, end: input.selectionEnd, length: input.value.length };
      const way = wayOf({ key: event.key, shift: event.shiftKey, ctrl }, caret);
      const { row, col } = this.page.spot(key);
      const to = way && move(this.page.widths, { row, col }, way);
      if (to) {
        event.preventDefault();
        this.page.focus(this.page.keyAt(to.row, to.col));
      } else if (event.key === "Enter") {
        event.preventDefault();
        this.#commit(key);
      }
    }
  }

  #undo(event, key) {
    event.preventDefault();
    const { limits, input } = this.page.spot(key);
    const isTyping = readCell(input.value, limits).value !== this.#before;
    const changes = isTyping ? [{ key, before: this.#before }] : this.undo.pop();
    for (const { key: one, before } of changes) this.#put(one, before);
    if (changes.length) {
      const last = changes[changes.length - 1].key;
      this.#before = this.book.at(this.#current).value;
      this.page.focus(last);
      this.#after();
    }
  }

  // ---- 粘贴 ----

  #paste(event) {
    const key = this.page.keyIn(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const block = parseBlock(text);
    if (!key || (block.length === 1 && block[0].length === 1)) return;
    event.preventDefault();
    this.#closePaste?.(false);
    const { td, row } = this.page.spot(key);
    const limitsAt = (down, right) => this.page.spot(this.page.keyByPlace(down, right))?.limits ?? null;
    const plan = planPaste(block, row, td.cellIndex, limitsAt);
    const lines = [...plan.writes, ...plan.bad].map((line) => ({ ...line, key: this.page.keyByPlace(line.row, line.col) }));
    for (const line of lines) {
      this.page.spot(line.key).td.classList.add("is-paste");
      this.page.spot(line.key).td.classList.toggle("is-bad", Boolean(line.reason));
    }
    const hide = pasteBar(this.bars, planWords(plan), lines.length > 0, () => this.#closePaste(true), () => this.#closePaste(false));
    this.#closePaste = (isAccepted) => {
      this.#closePaste = null;
      hide();
      for (const line of lines) this.page.spot(line.key).td.classList.remove("is-paste", "is-bad");
      if (isAccepted) this.#writeBlock(lines);
      this.page.focus(key);
    };
  }

  #writeBlock(lines) {
    const changes = lines.map(({ key, value }) => ({ key, before: this.book.at(key).value, after: value }));
    for (const { key, value } of lines) {
      this.#put(key, value);
      if (key === this.#current) this.#before = value;
    }
    this.undo.push(changes);
    this.#after();
  }

  // ---- 服务器 ----

  #answered(batch, answer) {
    const lines = (list = []) =>
      list.map((line) => {
        const key = keyOf(line.subject, line.item);
        const tidy = (value) => readCell(value ?? "", this.page.spot(key)?.limits ?? {}).value;
        const theirs = line.theirs && { ...line.theirs, value: tidy(line.theirs.value) };
        return { ...line, key, text: line.value, value: tidy(line.value), theirs };
      });
    const saved = lines(answer.saved);
    const refused = lines(answer.refused);
    const touched = this.book.settle(batch, { saved, refused, stale: lines(answer.stale) });
    const texts = new Map(saved.map(({ key, text }) => [key, text]));
    for (const key of touched) this.#repaint(key, texts.get(key));
    this.page.showSums(answer.sums);
    this.#setTodo(answer.todo);
    const time = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
    if (this.book.wrong || this.book.clashes.length) this.#say("off", `${time} 已保存，有 ${this.book.wrong + this.book.clashes.length} 格没有存上`);
    else this.#say("ok", `已自动保存 ${time}`);
  }

  #repaint(key, text) {
    const cell = this.book.at(key);
    const isHere = document.activeElement === this.page.spot(key).input;
    this.page.paint(key, cell, { text: cell.value === cell.saved ? text : undefined, isTyping: isHere });
    if (isHere) this.help.open(key, this.page.spot(key).input, cell.reason);
    else if (key === this.#current) this.help.why(this.page.spot(key).input, cell.reason);
    this.#showClash(key);
    this.#keepDrafts();
    this.#showTodo();
  }

  #hear({ cells = [], sums, todo }) {
    const by = new Map();
    for (const line of cells) {
      const key = keyOf(line.subject, line.item);
      if (!this.page.spot(key)) continue;
      const { limits, input, td } = this.page.spot(key);
      td.classList.toggle("has-why", Boolean(line.why));
      const isTyping = document.activeElement === input && readCell(input.value, limits).value !== this.book.at(key).value;
      if (isTyping) this.#put(key, input.value, true);
      const heard = this.book.hear({ ...line, key, value: readCell(line.value ?? "", limits).value });
      if (heard === "fresh") {
        this.page.paint(key, this.book.at(key), { text: line.value });
        if (key === this.#current) this.#before = this.book.at(key).value;
        td.classList.add("is-fresh");
        setTimeout(() => td.classList.remove("is-fresh"), 8000);
        by.set(line.by, (by.get(line.by) ?? 0) + 1);
      } else if (heard) {
        this.#repaint(key);
        if (!this.book.unsaved) this.#say("ok", "都已保存");
      }
    }
    this.page.showSums(sums);
    if (todo) this.#setTodo(todo);
    for (const [who, count] of by) this.help.say(`${who || "别人"}刚改了 ${count} 格，已换成新的`);
  }

  #showClash(key) {
    this.#clashBars.get(key)?.();
    this.#clashBars.delete(key);
    const cell = this.book.at(key);
    if (!cell.stale) return;
    const settle = (choose) => () => {
      choose();
      this.page.paint(key, cell);
      this.#showClash(key);
      this.#after();
      this.page.focus(key);
    };
    const hide = clashBar(this.bars, {
      name: this.page.name(key),
      mine: cell.value,
      theirs: cell.stale,
      keepMine: settle(() => this.book.keepMine(key)),
      takeTheirs: settle(() => this.book.takeTheirs(key)),
    });
    this.#clashBars.set(key, hide);
  }

  // ---- 没存上的留在本机 ----

  #keepDrafts() {
    try {
      const drafts = this.book.drafts();
      if (Object.keys(drafts).length) sessionStorage.setItem(this.draftName, JSON.stringify(drafts));
      else sessionStorage.removeItem(this.draftName);
    } catch {
      // 存满或被禁：页面上的还在，离开前会提醒
    }
  }

  #restore() {
    let drafts = {};
    try {
      drafts = JSON.parse(sessionStorage.getItem(this.draftName) ?? "{}");
    } catch {
      return;
    }
    const found = this.book.restore(drafts);
    for (const key of found) {
      const { value } = this.book.at(key);
      this.book.write(key, value, readCell(value, this.page.spot(key).limits).reason);
      this.#repaint(key);
    }
    if (!found.length) return;
    this.#say("busy", `找回上次没存上的 ${found.length} 格，正在保存…`);
    this.saver.soon(0.3);
  }

  // ---- 说给人听 ----

  #say(kind, text) {
    const place = document.querySelector("[data-save-state]");
    if (!place) return;
    place.classList.remove("is-busy", "is-ok", "is-off", "is-bad");
    place.classList.add(`is-${kind}`);
    place.textContent = `${kind === "ok" ? "✓ " : kind === "busy" ? "" : "！"}${text}`;
  }

  #setTodo(todo) {
    if (!todo) return;
    this.todoText = todo.text;
    this.isDone = !(todo.missing || todo.over);
    this.#showTodo();
  }

  #showTodo() {
    const left = this.book.wrong + this.book.clashes.length;
    const own = left ? `${this.todoText ? "；" : ""}有 ${left} 格填了没存上` : "";
    if (this.todo && this.todo.textContent !== this.todoText + own) this.todo.textContent = this.todoText + own;
    if (!left && this.#isTold) {
      this.#isTold = false;
      if (!this.book.unsaved) this.#say("ok", "都已保存");
    }
    if (this.submit) this.submit.disabled = !this.isDone || this.book.unsaved > 0;
  }

  // 从待办“接着录”进来（#next）停在第一个没填好的格；#cell-12-A1 停在那一格。
  #focusWanted() {
    const [, subject, item] = location.hash.match(/^#cell-([^-]+)-(.+)$/) ?? [];
    const wanted = subject ? keyOf(subject, decodeURIComponent(item)) : null;
    const first = location.hash === "#next" && [...this.page.spots].find(([key, { td }]) => this.book.at(key).reason || (td.classList.contains("is-miss") && this.book.at(key).value !== MISSING) || (this.book.at(key).value === "" && !("optional" in td.dataset)))?.[0];
    const key = this.page.spot(wanted) ? wanted : first;
    if (key) this.page.focus(key);
  }
}
