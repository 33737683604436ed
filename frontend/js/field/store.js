import { openDB } from "idb";

const STORES = ["inspections", "visits", "answers", "photos", "outbox", "meta"];

/** 不用联网的随机号；不是 https 的网址没有 randomUUID，自己拼。 */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** 一个人在这部手机上的库；各人各库，互不相见。打不开就抛出来。 */
export async function openStore(user, lost) {
  const db = await openDB(`xf-field-${user}`, 1, {
    upgrade(made) {
      made.createObjectStore("inspections", { keyPath: "id" });
      made.createObjectStore("visits", { keyPath: "key" });
      made.createObjectStore("answers", { keyPath: ["visit", "item"] });
      made.createObjectStore("photos", { keyPath: "key" });
      made.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
      made.createObjectStore("meta");
    },
    terminated: lost,
  });
  return new Store(db);
}

export class Store {
  constructor(db) {
    this.db = db;
  }

  /** 全部读出来。 */
  async all() {
    const read = this.db.transaction(STORES);
    const [inspections, visits, answers, photos, outbox, device, turn, synced] = await Promise.all([
      read.objectStore("inspections").getAll(),
      read.objectStore("visits").getAll(),
      read.objectStore("answers").getAll(),
      read.objectStore("photos").getAll(),
      read.objectStore("outbox").getAll(),
      read.objectStore("meta").get("device"),
      read.objectStore("meta").get("turn"),
      read.objectStore("meta").get("synced"),
    ]);
    return { inspections, visits, answers, photos, outbox, device, turn: turn ?? 0, synced: synced ?? "" };
  }

  /**
   * 一次写下几处，要么都写下、要么都没有；落了盘才算写下。
   * changes: {库名: {put: [行], drop: [键]}}，meta 为 {名: 值}。outbox 里新的一件会得到 seq。
   */
  async write(changes) {
    const names = Object.keys(changes);
    const change = this.db.transaction(names, "readwrite", { durability: "strict" });
    const waits = [change.done];
    for (const name of names) {
      const store = change.objectStore(name);
      if (name === "meta") {
        for (const [key, value] of Object.entries(changes.meta)) waits.push(store.put(value, key));
        continue;
      }
      for (const key of changes[name].drop ?? []) waits.push(store.delete(key));
      for (const row of changes[name].put ?? [])
        waits.push(
          store.put(row).then((key) => {
            if (name === "outbox") row.seq = key;
          }),
        );
    }
    await Promise.all(waits);
  }
}
