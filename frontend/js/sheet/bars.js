// 表格上方的条：粘贴前看一眼、和别人冲突的格。

function button(text, className, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-sm ${className}`;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function bar(kind, text, buttons) {
  const note = document.createElement("div");
  note.className = `xf-note xf-note-${kind}`;
  const words = document.createElement("div");
  words.textContent = text;
  const row = document.createElement("div");
  row.className = "xf-row";
  row.append(...buttons);
  note.append(words, row);
  return note;
}

/** 放条的地方：页上写了 [data-sheet-bars] 就用它，没有就在表前加一个。 */
export function barsFor(table) {
  const given = document.querySelector("[data-sheet-bars]");
  if (given) return given;
  const made = document.createElement("div");
  made.setAttribute("aria-live", "polite");
  made.className = "xf-sheet-bars";
  const frame = table.closest(".xf-sheet, .xf-grid-wrap") ?? table;
  frame.before(made);
  return made;
}

/** 粘贴预览：写入或不写。返回收起它的函数。 */
export function pasteBar(place, text, canWrite, accept, cancel) {
  const buttons = canWrite ? [button("写入", "btn-primary", accept), button("不写", "", cancel)] : [button("知道了", "", cancel)];
  const note = bar(canWrite ? "info" : "warn", `${text}${canWrite ? "按回车写入，按 Esc 不写。" : ""}`, buttons);
  place.prepend(note);
  return () => note.remove();
}

const shown = (value) => (value === "" ? "空着" : value);

/** 冲突：两个值都给人看，由人定。 */
export function clashBar(place, { name, mine, theirs, keepMine, takeTheirs }) {
  const who = theirs.by ? `${theirs.by}${theirs.at ? ` ${theirs.at}` : ""} 填的是` : "这期间已改成";
  const note = bar("warn", `${name}：您填的是 ${shown(mine)}，${who} ${shown(theirs.value)}。`, [
    button(`用我的 ${shown(mine)}`, "btn-primary", keepMine),
    button(`用对方的 ${shown(theirs.value)}`, "", takeTheirs),
  ]);
  place.append(note);
  return () => note.remove();
}
