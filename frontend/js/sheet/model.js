// 打分表的纯函数：认数、查限、认粘贴、算移动。不碰页面，用 node --test 测。

export const MISSING = "缺";

const WIDE = { "。": ".", "．": ".", "，": ",", "－": "-", "—": "-", "–": "-", "−": "-", "＋": "+", "％": "%" };

/** 把人打的字收拾干净：全角变半角，句号当小数点，去空白、去千分号、去末尾的“分”。 */
export function normalise(text) {
  return String(text ?? "")
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[。．，－—–−＋％]/g, (sign) => WIDE[sign])
    .replace(/[\s\u00a0\u3000\u200b\ufeff]/g, "")
    .replace(/(\d),(?=\d{3}(\D|$))/g, "$1")
    .replace(/(\d)分$/, "$1")
    .replace(/^\+/, "");
}

/** 是不是“缺项”的写法。 */
function isMissing(text) {
  return ["缺", "缺项", "缺考", "/"].includes(text);
}

// 分数都是十进制小数，按最长的小数位放大成整数再比，免得 0.1+0.2 那样的误差。
function scaled(text, places) {
  const [whole, part = ""] = text.replace("-", "").split(".");
  const size = BigInt(whole || "0") * 10n ** BigInt(places) + BigInt(part.padEnd(places, "0") || "0");
  return text.startsWith("-") ? -size : size;
}

function unscaled(size, places) {
  const digits = (size < 0n ? -size : size).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const part = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${size < 0n ? "-" : ""}${whole}${part ? `.${part}` : ""}`;
}

const isNumber = (text) => /^-?(\d+\.?\d*|\.\d+)$/.test(text);
const placesOf = (text) => (text.split(".")[1] ?? "").length;

/** 0017.50 → 17.5；写法不同而值相同的，算同一个值。 */
export function tidyNumber(text) {
  const places = placesOf(text);
  return unscaled(scaled(text, places), places);
}

function range({ min, max, step }) {
  const bounds = min && max ? `${tidyNumber(min)}–${tidyNumber(max)}` : max ? `不超过 ${tidyNumber(max)} 的数` : min ? `不低于 ${tidyNumber(min)} 的数` : "数字";
  return step ? `${bounds}，最小单位 ${tidyNumber(step)}` : bounds;
}

/** 数字越界的理由；没有越界为 ""。limits 里的 min、max、step 都是字符串，空的不查。 */
export function limitReason(number, limits) {
  const given = [number, limits.min, limits.max, limits.step].filter(Boolean);
  const places = Math.max(...given.map(placesOf));
  const at = (text) => scaled(text, places);
  const shown = tidyNumber(number);
  if (limits.max && at(number) > at(limits.max)) return `${shown} 超过满分 ${tidyNumber(limits.max)}，没有保存。请改为 ${range(limits)}。`;
  if (limits.min && at(number) < at(limits.min)) return `${shown} 低于最低 ${tidyNumber(limits.min)}，没有保存。请改为 ${range(limits)}。`;
  const step = limits.step ? at(limits.step) : 0n;
  const base = limits.min ? at(limits.min) : 0n;
  const over = step ? (((at(number) - base) % step) + step) % step : 0n;
  if (!over) return "";
  const near = [at(number) - over, at(number) - over + step].filter((size) => !limits.max || size <= at(limits.max));
  return `${shown} 不合最小单位 ${tidyNumber(limits.step)}，没有保存。请改为 ${near.map((size) => unscaled(size, places)).join(" 或 ")}。`;
}

/**
 * 认一格：{ok, value, reason}。value 是要存的字（数字已收拾，缺项一律写“缺”，空格为 ""）；不合格时 ok 为假、reason 说明为什么和怎么改。
 * limits: {allow: "number"|"choice"|"list", choices: [..], min, max, step}
 */
export function readCell(raw, limits) {
  if (limits.allow === "list") return readList(raw, limits);
  const text = normalise(raw);
  if (text === "") return { ok: true, value: "", reason: "" };
  if (isMissing(text)) return { ok: true, value: MISSING, reason: "" };
  if (limits.allow === "choice") {
    const choices = limits.choices ?? [];
    const hit = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
    if (hit !== undefined || !choices.length) return { ok: true, value: hit ?? text, reason: "" };
    return { ok: false, value: text, reason: `“${text}”不在可选的里面，没有保存。请填 ${choices.join("、")} 之一。` };
  }
  if (!isNumber(text)) return { ok: false, value: String(raw).trim(), reason: `“${String(raw).trim()}”不是数字，没有保存。请填 ${range(limits)}；没有考评的填“缺”。` };
  const reason = limitReason(text, limits);
  return reason ? { ok: false, value: tidyNumber(text), reason } : { ok: true, value: tidyNumber(text), reason: "" };
}

/** 一格里几个分数（多轮、多评委）：空格、逗号、顿号隔开，逐个查，写回用顿号；缺一轮写“缺”。 */
function readList(raw, limits) {
  const parts = String(raw ?? "").split(/[\s、，,；;]+/).filter(Boolean);
  const read = parts.map((part) => readCell(part, { ...limits, allow: "number" }));
  const bad = read.find(({ ok }) => !ok);
  return { ok: !bad, value: read.map(({ value }) => value).join("、"), reason: bad?.reason ?? "" };
}

/** 从 Excel、WPS 复制来的文字切成行列：认 CRLF、引号里的换行和制表符、成对引号；末尾的空行不算。 */
export function parseBlock(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    rows[rows.length - 1].push(cell);
    cell = "";
  };
  const source = text.replace(/\r\n?/g, "\n");
  for (let i = 0; i < source.length; i += 1) {
    const sign = source[i];
    if (quoted) {
      if (sign === '"' && source[i + 1] === '"') (cell += '"'), (i += 1);
      else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") endCell();
    else if (sign === "\n") endCell(), rows.push([]);
    else cell += sign;
  }
  endCell();
  while (rows.length > 1 && rows[rows.length - 1].every((one) => one === "")) rows.pop();
  return rows;
}

/**
 * 一块数从 (row, col) 起铺下去。limitsAt(row, col) 给出那一格的限制，不可填的格子给 null（跳过并计数）。
 * 返回 {writes: [{row, col, value}], bad: [{row, col, value, reason}], outside}。
 */
export function planPaste(block, row, col, limitsAt) {
  const plan = { writes: [], bad: [], outside: 0 };
  block.forEach((line, down) =>
    line.forEach((raw, right) => {
      const place = { row: row + down, col: col + right };
      const limits = limitsAt(place.row, place.col);
      if (!limits) {
        plan.outside += 1;
        return;
      }
      const { ok, value, reason } = readCell(raw, limits);
      if (ok) plan.writes.push({ ...place, value });
      else plan.bad.push({ ...place, value, reason });
    }),
  );
  return plan;
}

/** 粘贴前的一句话。 */
export function planWords({ writes, bad, outside }) {
  const total = writes.length + bad.length;
  if (!total) return "粘贴的内容落在可填的格子外面，没有可写的。请先点中要开始的格子。";
  const words = [`将写入 ${total} 格`];
  if (bad.length) words.push(`其中 ${bad.length} 格有误，留在格里标红、不保存`);
  if (outside) words.push(`另有 ${outside} 格落在表外或自动取数的格子上，略过`);
  return `${words.join("，")}。`;
}

/**
 * 键盘移动。rows 是每行的格数，at 是 {row, col}；返回新位置，走不动时返回 null。
 * 上下越过短行时停在那一行最后一格；左右到头换行（像表格软件的 Tab）。
 */
export function move(rows, at, way) {
  const last = rows.length - 1;
  const fit = (row) => (row < 0 || row > last || !rows[row] ? null : { row, col: Math.min(at.col, rows[row] - 1) });
  const seek = (row, step) => {
    for (let to = row; to >= 0 && to <= last; to += step) if (rows[to]) return to;
    return -1;
  };
  switch (way) {
    case "up":
      return fit(seek(at.row - 1, -1));
    case "down":
      return fit(seek(at.row + 1, 1));
    case "left":
      return at.col > 0 ? { row: at.row, col: at.col - 1 } : null;
    case "right":
      return at.col < rows[at.row] - 1 ? { row: at.row, col: at.col + 1 } : null;
    case "next": {
      if (at.col < rows[at.row] - 1) return { row: at.row, col: at.col + 1 };
      const row = seek(at.row + 1, 1);
      return row < 0 ? null : { row, col: 0 };
    }
    case "back": {
      if (at.col > 0) return { row: at.row, col: at.col - 1 };
      const row = seek(at.row - 1, -1);
      return row < 0 ? null : { row, col: rows[row] - 1 };
    }
    case "home":
      return { row: at.row, col: 0 };
    case "end":
      return { row: at.row, col: rows[at.row] - 1 };
    case "first": {
      const row = seek(0, 1);
      return row < 0 ? null : { row, col: 0 };
    }
    case "final": {
      const row = seek(last, -1);
      return row < 0 ? null : { row, col: rows[row] - 1 };
    }
    default:
      return null;
  }
}

/**
 * 这个键在格子里是移动吗。caret: {start, end, length}；正在改字时左右键先走完字，全选或在字的边上才换格。
 * 返回 move() 的方向，不归表格管的键返回 ""。
 */
export function wayOf({ key, shift = false, ctrl = false }, caret) {
  const whole = caret.start === 0 && caret.end === caret.length;
  const atStart = caret.start === 0 && caret.end === 0;
  const atEnd = caret.start === caret.length && caret.end === caret.length;
  if (key === "Enter") return shift ? "up" : "down";
  if (key === "Tab") return shift ? "back" : "next";
  if (shift) return "";
  if (key === "ArrowUp") return "up";
  if (key === "ArrowDown") return "down";
  if (key === "ArrowLeft") return whole || atStart ? "left" : "";
  if (key === "ArrowRight") return whole || atEnd ? "right" : "";
  if (key === "Home") return ctrl ? "first" : whole || atStart ? "home" : "";
  if (key === "End") return ctrl ? "final" : whole || atEnd ? "end" : "";
  return "";
}
