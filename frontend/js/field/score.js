// 算分，和服务器的 inspections/reckoning.py 同一个算法：每处扣、扣完为止、一票否决、不涉及的不算。纯函数。

const PLACES = 3;

/** 十进制小数放大成整数再算，免得 0.1+0.2 那样的误差。 */
const whole = (text) => {
  const [head, tail = ""] = String(text).split(".");
  return Number(head) * 10 ** PLACES + Number(tail.padEnd(PLACES, "0").slice(0, PLACES)) * (head.startsWith("-") ? -1 : 1);
};

/** 整数变回小数的写法：去掉末尾的零，least 说至少留几位。 */
export function plain(size, least = 0) {
  const sign = size < 0 ? "−" : "";
  const digits = String(Math.abs(size)).padStart(PLACES + 1, "0");
  let tail = digits.slice(-PLACES).replace(/0+$/, "");
  tail = tail.padEnd(least, "0");
  return `${sign}${digits.slice(0, -PLACES)}${tail ? `.${tail}` : ""}`;
}

/** 一项扣多少。 */
export function taken(item, count) {
  if (!(count > 0)) return 0;
  return item.is_fatal ? whole(item.points) : Math.min(whole(item.points), count * whole(item.each));
}

/** 整张表：{score, full, done, all}；answers: Map 检查项 → {verdict, count}。没填的项不扣分。 */
export function tally(items, answers) {
  let score = 0;
  let full = 0;
  let done = 0;
  for (const item of items) {
    const answer = answers.get(item.code);
    if (answer?.verdict) done += 1;
    if (answer?.verdict === "skip") continue;
    full += whole(item.points);
    score += whole(item.points) - (answer?.verdict === "bad" ? taken(item, answer.count) : 0);
  }
  return { score, full, done, all: items.length };
}
