import { csrfToken } from "../contact.js";
import { batch, handIn, pause, wire } from "./outbox.js";

const PIECE = 256 * 1024;
const PATIENCE = 30_000;
const MOST = 50;
const BROKEN = "服务器处理这一项时出了错，可以再试，或者复制出来告诉管理员";

/** 送不下去的缘由：off 没有网，out 要登录，other 换了人，barred 没有权限，wait 服务器一时办不了。 */
class Stop extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/**
 * 和服务器来往：先取检查表（也就知道登录的是不是本人），再按先后送填的、照片、交表。一次只有一趟在跑。
 * hooks: {changed(), state(why, left)}；why 为 busy、ok、off、out、other、barred、wait。
 */
export class Sender {
  #timer = 0;
  #failures = 0;
  #isRunning = false;
  #isWanted = false;
  #most = MOST;

  constructor(book, user, urls, hooks) {
    Object.assign(this, { book, user, urls, hooks, why: "" });
  }

  /** 现在就来一趟；正在跑的，跑完再来一趟。 */
  now() {
    clearTimeout(this.#timer);
    if (this.#isRunning) this.#isWanted = true;
    else this.#run();
  }

  soon(seconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), seconds * 1000);
  }

  /** 网络恢复、人点了“现在上传”：不再等。 */
  wake() {
    this.#failures = 0;
    this.now();
  }

  async #run() {
    this.#isRunning = true;
    this.#isWanted = false;
    this.#say("busy");
    let why = "ok";
    try {
      await this.fetchPackage();
      await this.#flush();
      const left = this.book.count();
      if (left.pending) why = "wait";
      else [this.#failures, this.#most] = [0, MOST];
    } catch (error) {
      if (!(error instanceof Stop)) console.error(error);
      why = error instanceof Stop && error.why !== "broken" ? error.why : "wait";
    }
    this.#isRunning = false;
    this.#say(why);
    if (this.#isWanted) this.soon(0);
    else if (why === "off" || why === "wait") this.soon(pause(++this.#failures));
  }

  #say(why) {
    this.why = why;
    this.hooks.state(why);
  }

  async fetchPackage() {
    const news = await this.#ask(this.urls.package, { headers: { "X-Background": "1" } });
    if (news.user.id !== this.user.id) throw new Stop("other");
    await this.book.merge(news);
    this.hooks.changed();
    return news;
  }

  async #flush() {
    const tried = new Set();
    for (;;) {
      // 服务器说“还不行”的这一趟不再问
      const ready = batch(this.book.ops, [...this.book.photos.values()])
        .filter((op) => !tried.has(op.key))
        .slice(0, this.#most);
      if (ready.length) await this.#sendOps(ready, tried);
      else if (!(await this.#sendPhoto(tried))) return;
      this.hooks.changed();
    }
  }

  async #sendOps(ready, tried) {
    const ops = await this.book.sending(ready);
    const operations = ops.map((op) =>
      op.kind === "hand_in" ? handIn(op, [...this.book.answersOf(op.visit).values()], this.book.photosOf(op.visit)) : wire(op),
    );
    const body = JSON.stringify({ user: this.user.id, device: this.book.device, operations });
    const results = await this.#told(body, ops);
    const told = new Map(results.map((result) => [result.key, result]));
    for (const op of ops) {
      tried.add(op.key);
      if (told.has(op.key)) await this.book.settle(op, told.get(op.key));
    }
  }

  /** 服务器自己出错时一件一件送，找出是哪一件，记为没传上，别的照送。 */
  async #told(body, ops) {
    try {
      const { results } = await this.#ask(this.urls.send, { method: "POST", body, headers: { "Content-Type": "application/json" } });
      return results;
    } catch (error) {
      if (error.why !== "broken") throw error;
      const isFound = ops.length === 1;
      this.#most = isFound ? MOST : 1;
      if (!isFound) throw new Stop("wait");
      return [{ key: ops[0].key, result: "refused", reason: BROKEN }];
    }
  }

  async #sendPhoto(tried) {
    const photo = [...this.book.photos.values()].find((row) => row.state === "pending" && !tried.has(row.key));
    if (!photo) return false;
    tried.add(photo.key);
    try {
      await this.#sendPieces(photo);
    } catch (error) {
      if (error.why !== "broken") throw error;
      await this.book.photoIs(photo.key, { state: "failed", reason: BROKEN });
    }
    return true;
  }

  async #sendPieces(photo) {
    const url = this.urls.photo.replace("00000000-0000-0000-0000-000000000000", photo.key);
    // 上次断在哪里，问了再接着传
    let at = photo.tries ? await this.#ask(url) : { result: "waiting", received: 0 };
    await this.book.photoIs(photo.key, { tries: photo.tries + 1 });
    while (at.result === "waiting") {
      const address = new URL(url, location.href);
      const { visit, item, name, size, taken_at } = photo;
      for (const [word, value] of Object.entries({ user: this.user.id, visit, item, name, size, taken_at, offset: at.received })) address.searchParams.set(word, value);
      const body = photo.blob.slice(at.received, at.received + PIECE);
      const answer = await this.#ask(address, { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } });
      // 服务器没有收下这一截，别一直在原地传
      if (answer.result === "waiting" && answer.received <= at.received) throw new Stop("wait");
      at = answer;
      if (at.result === "waiting") await this.book.photoIs(photo.key, { received: at.received });
      this.hooks.changed();
    }
    if (at.result === "refused") await this.book.photoIs(photo.key, { state: "failed", reason: at.reason });
    else await this.book.photoIs(photo.key, { state: "sent", received: photo.size });
  }

  async #ask(url, { headers = {}, ...init } = {}) {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), PATIENCE);
    let answer;
    let body = null;
    try {
      answer = await fetch(url, {
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual",
        signal: giveUp.signal,
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), ...headers },
        ...init,
      });
      if (answer.headers.get("Content-Type")?.includes("json")) body = await answer.json();
    } catch {
      throw new Stop("off");
    } finally {
      clearTimeout(timer);
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Stop("out");
    if (answer.status === 409) throw new Stop("other");
    if (answer.status === 403) throw new Stop("barred");
    if (answer.ok && body) return body;
    if (answer.status === 500) throw new Stop("broken");
    throw new Stop("wait");
  }
}
