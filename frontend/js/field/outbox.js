// 待发的账：什么先送、什么能合成一件、送到以后怎样、还差几件。纯函数，不碰页面、网络和存储。
//
// 一件: {seq, key, kind: "answer"|"settle"|"hand_in", visit, item, turn, state: "pending"|"failed", reason, tries, …}

const WAITS = [3, 8, 20, 45, 90];

/** 送不到时隔几秒再送。 */
export const pause = (failures) => WAITS[Math.min(Math.max(failures, 1), WAITS.length) - 1];

const isSame = (one, other) => one.kind === "answer" && one.visit === other.visit && one.item === other.item;

/**
 * 记一件新的。同一项连着改、前一件还没送过的，只送最后的；前一件没传上的，由新的代替。
 * 返回 {put, drop}：要写下的一件，要去掉的各件的 seq。
 */
export function enter(ops, op) {
  const old = ops.filter((one) => isSame(one, op));
  const fresh = old.find((one) => one.state === "pending" && !one.tries);
  const drop = old.filter((one) => one.state === "failed").map((one) => one.seq);
  // seen 留着先前的：那才是动手填时看到的
  return { put: fresh ? { ...fresh, ...op, key: fresh.key, seen: fresh.seen } : op, drop };
}

const bySeq = (one, other) => one.seq - other.seq;

/** 现在能送的，按先后。交表要等同一张表的其余各件、照片都送到。 */
export function batch(ops, photos) {
  const busy = new Set(photos.filter((photo) => photo.state !== "sent").map((photo) => photo.visit));
  const ready = [];
  for (const op of [...ops].sort(bySeq)) {
    if (op.kind === "hand_in" && busy.has(op.visit)) continue;
    if (op.kind !== "hand_in" || op.state === "failed") busy.add(op.visit);
    if (op.state === "pending") ready.push(op);
  }
  return ready;
}

/** 交表那一件送出去的样子：这部手机上填的每一项到第几次、有哪些照片，服务器都收齐了才交。 */
export function handIn(op, answers, photos) {
  const turns = {};
  for (const answer of answers) if (answer.turn) turns[answer.item] = answer.turn;
  return { ...op.form, key: op.key, kind: op.kind, visit: op.visit, answers: turns, photos: photos.map((photo) => photo.key) };
}

/** 送出去的样子：本机自己用的不送。 */
export function wire({ seq, state, reason, tries, form, at, ...sent }) {
  return sent;
}

/** 还差多少：{pending, failed, forms, photos, bytes}。 */
export function count(ops, photos) {
  const unsent = photos.filter((photo) => photo.state !== "sent");
  const failed = [...ops, ...unsent].filter((one) => one.state === "failed").length;
  return {
    pending: ops.length + unsent.length - failed,
    failed,
    answers: ops.filter((op) => op.kind !== "hand_in").length,
    forms: ops.filter((op) => op.kind === "hand_in").length,
    photos: unsent.length,
    bytes: unsent.reduce((sum, photo) => sum + photo.size - (photo.received ?? 0), 0) + ops.length * 300,
  };
}

/** “0.4 MB” */
export const megabytes = (bytes) => `${Math.max(0.1, Math.round(bytes / 104857.6) / 10).toFixed(1)} MB`;

/** “填写 2 项、照片 1 张、交表 1 份，共 0.4 MB” */
export function said({ answers, forms, photos, bytes }) {
  const parts = [answers && `填写 ${answers} 项`, photos && `照片 ${photos} 张`, forms && `交表 ${forms} 份`].filter(Boolean);
  return parts.length ? `${parts.join("、")}，共 ${megabytes(bytes)}` : "";
}
