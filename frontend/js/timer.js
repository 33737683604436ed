// 开会计时：从“开始”起走总时间和每一项的时间，超了说话。只在这台电脑上，刷新后接着走；不开脚本时就是一张议程表。

const clock = (seconds) => {
  const part = (n) => String(Math.floor(n)).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:` : ""}${part((seconds % 3600) / 60)}:${part(seconds % 60)}`;
};

/** 每项用了多少秒：marks 是各项开始的毫秒数，第一项从开始算，最后一项到 now。 */
export function usedSeconds(marks, now) {
  return marks.map((from, n) => Math.max(0, Math.floor(((marks[n + 1] ?? now) - from) / 1000)));
}

/** 一句话：还剩多少，或超了多少。 */
export function says(totalSeconds, limitMinutes, item) {
  const over = totalSeconds - limitMinutes * 60;
  if (over >= 0) return `已超过 ${limitMinutes} 分钟，请尽快结束`;
  if (item && item.used > item.planned * 60) return `“${item.title}”已超过计划的 ${item.planned} 分钟`;
  return -over <= 600 ? `离 ${limitMinutes} 分钟还有 ${Math.ceil(-over / 60)} 分钟` : "";
}

export function setUpTimer() {
  const root = document.querySelector("[data-timer]");
  if (!root) return;
  const key = `xf-timer-${root.dataset.timer}`;
  const limit = Number(root.dataset.limit);
  const rows = [...root.querySelectorAll("[data-timer-item]")];
  const at = (name) => root.querySelector(`[data-timer-${name}]`);
  let marks = JSON.parse(sessionStorage.getItem(key) || "[]");
  at("clock").hidden = false;

  const keep = () => sessionStorage.setItem(key, JSON.stringify(marks));
  const draw = () => {
    const used = usedSeconds(marks, Date.now());
    const total = marks.length ? Math.floor((Date.now() - marks[0]) / 1000) : 0;
    at("total").textContent = clock(total);
    rows.forEach((row, n) => {
      const planned = Number(row.dataset.timerItem);
      const isNow = marks.length > 0 && n === Math.min(marks.length, rows.length) - 1;
      const isOver = n < used.length && used[n] > planned * 60;
      row.classList.toggle("is-now", isNow);
      row.classList.toggle("is-over", isOver);
      row.querySelector("[data-timer-used]").textContent = n < used.length ? `${clock(used[n])}${isOver ? " 超" : ""}` : "—";
    });
    if (!marks.length) return;
    const n = Math.min(marks.length, rows.length) - 1;
    const item = rows[n] && { title: rows[n].children[1].textContent, planned: Number(rows[n].dataset.timerItem), used: used[n] };
    const text = says(total, limit, item);
    if (at("says").textContent !== text) at("says").textContent = text;
    root.classList.toggle("is-over", total >= limit * 60);
    at("start").disabled = true;
    at("next").disabled = marks.length >= rows.length;
  };
  at("start").addEventListener("click", () => {
    marks = [Date.now()];
    keep();
    draw();
  });
  at("next").addEventListener("click", () => {
    if (!marks.length || marks.length >= rows.length) return;
    marks.push(Date.now());
    keep();
    draw();
  });
  at("reset").addEventListener("click", () => {
    marks = [];
    keep();
    root.classList.remove("is-over");
    at("start").disabled = false;
    at("says").textContent = "按“开始”计时，开到哪项点“下一项”。";
    draw();
  });
  draw();
  setInterval(() => marks.length && draw(), 1000);
}
