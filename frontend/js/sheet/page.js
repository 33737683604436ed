import { normalise, readCell } from "./model.js";

/** 一格的钥匙：JSON 字，拆开就是送给服务器的 subject 和 item。 */
export const keyOf = (subject, item) => JSON.stringify({ subject: String(subject), item: String(item) });

/** 表格在页面上的样子：有哪些格、在第几行第几列、怎么画。 */
export class Page {
  constructor(table) {
    this.table = table;
    this.spots = new Map();
    this.rows = [...table.tBodies]
      .flatMap((body) => [...body.rows])
      .map((line) => [...line.cells].filter((td) => "cell" in td.dataset && canFill(td)))
      .filter((cells) => cells.length);
    this.rows.forEach((cells, row) =>
      cells.forEach((td, col) => {
        const { subject, item } = td.dataset;
        this.spots.set(keyOf(subject, item), { td, input: td.querySelector("input"), row, col, limits: limitsOf(td) });
      }),
    );
    this.widths = this.rows.map((cells) => cells.length);
    new ResizeObserver(() => this.#pinHead()).observe(table);
  }

  // 两层表头都钉住：第二层钉在第一层的下沿，字号一变就重量一次
  #pinHead() {
    const first = this.table.tHead?.rows[0];
    const single = first && [...first.cells].find((th) => th.rowSpan === 1);
    if (single) this.table.style.setProperty("--xf-grid-head", `${single.offsetHeight}px`);
  }

  /** 账的开头：服务器画在页上的值和版本。 */
  opening() {
    return [...this.spots].map(([key, { td, input, limits }]) => ({
      key,
      value: readCell(input.value, limits).value,
      version: Number(td.dataset.version) || 0,
    }));
  }

  spot(key) {
    return this.spots.get(key);
  }

  keyAt(row, col) {
    const td = this.rows[row]?.[col];
    return td ? keyOf(td.dataset.subject, td.dataset.item) : null;
  }

  keyIn(node) {
    const td = node.closest?.("td[data-cell]");
    const key = td ? keyOf(td.dataset.subject, td.dataset.item) : null;
    return this.spots.has(key) ? key : null;
  }

  /** 粘贴按看得见的列对齐：第 row 个可填的行、第 place 个单元格；不可填的为 null。 */
  keyByPlace(row, place) {
    const td = this.rows[row]?.[0].parentElement.cells[place];
    return td ? this.keyIn(td) : null;
  }

  name(key) {
    const { td, input } = this.spot(key);
    return input.getAttribute("aria-label") || `${td.dataset.subject} ${td.dataset.item}`;
  }

  focus(key) {
    const { input } = this.spot(key);
    input.focus();
    input.select();
  }

  /** 按账把一格画好；正在里面打字的不动它的字。 */
  paint(key, cell, { text, isTyping = false } = {}) {
    const { td, input, limits } = this.spot(key);
    const isAsShown = readCell(input.value, limits).value === cell.value && (cell.reason || normalise(input.value) === input.value);
    if (!isTyping && !isAsShown) input.value = cell.value;
    if (!isTyping && text !== undefined) input.value = text;
    const isBlank = cell.value === "" && !("optional" in td.dataset);
    td.classList.toggle("is-over", Boolean(cell.reason));
    td.classList.toggle("is-stale", Boolean(cell.stale));
    td.classList.toggle("is-unsaved", cell.value !== cell.saved);
    td.classList.toggle("is-miss", !cell.reason && (isBlank || cell.value === "缺"));
    if (cell.reason) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  /** 小计、总分。 */
  showSums(sums = []) {
    for (const { subject, key, text } of sums)
      for (const td of this.table.querySelectorAll(`td[data-sum="${CSS.escape(key)}"][data-subject="${CSS.escape(String(subject))}"]`)) {
        (td.querySelector("a") ?? td).textContent = text;
        td.classList.toggle("is-todo", !/\d/.test(text));
      }
  }

  markRow(key) {
    for (const line of this.table.querySelectorAll("tr.is-on")) line.classList.remove("is-on");
    if (key) this.spot(key).td.parentElement.classList.add("is-on");
  }
}

function canFill(td) {
  const input = td.querySelector("input");
  return input && !input.disabled && !input.readOnly;
}

function limitsOf(td) {
  const { allow = "number", min = "", max = "", step = "", choices = "" } = td.dataset;
  return { allow, min, max, step, choices: choices.split(",").filter(Boolean) };
}
