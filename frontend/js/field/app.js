import { csrfToken } from "../contact.js";
import { Book } from "./book.js";
import { ask, h, icon, note, swap, toast, useSprite } from "./dom.js";
import { shrink, thumb } from "./photo.js";
import { Sender } from "./sender.js";
import { openStore } from "./store.js";
import { forget, lastUser, remember } from "./user.js";
import { finish, lacks } from "./views/finish.js";
import { list } from "./views/list.js";
import { out } from "./views/out.js";
import { visit } from "./views/visit.js";

const TYPING = 400;
const EVERY = 120_000;

/** 打开现场填表。place 上的 data-* 是各处网址。 */
export async function start(place) {
  useSprite(place.dataset.sprite);
  const app = new App(place);
  if ("serviceWorker" in navigator) app.keepPage();
  window.field = app;
  await app.open();
}

class App {
  #typing = 0;
  #kept = Promise.resolve();

  constructor(place) {
    this.place = place;
    this.urls = place.dataset;
    this.user = null;
    this.book = null;
    this.net = "busy";
    this.isKept = false;
    this.isUnsafe = false;
    this.editing = new Set();
    this.missing = new Map();
    addEventListener("hashchange", () => this.draw(true));
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.#state("off"));
    document.addEventListener("visibilitychange", () => !document.hidden && this.sender?.now());
    setInterval(() => !document.hidden && this.sender?.now(), EVERY);
  }

  // ---- 打开 ----

  async open() {
    const known = lastUser();
    if (known) await this.#become(known);
    else await this.#askWho();
  }

  /** 服务器没有说是谁以前，什么也不给人看。 */
  async #askWho() {
    try {
      const answer = await fetch(this.urls.package, { credentials: "same-origin", cache: "no-store", redirect: "manual", headers: { Accept: "application/json", "X-CSRFToken": csrfToken() } });
      if (answer.ok) {
        const { user } = await answer.json();
        remember(user);
        return await this.#become(user);
      }
      if (answer.type === "opaqueredirect" || answer.status === 401) return location.assign(this.urls.login);
    } catch {
      // 没有网
    }
    const again = h("button", { type: "button", class: "btn btn-primary", onclick: () => location.reload() }, "再试");
    return this.#alone("wifi-off", "要联网确认一次", "这期间有人在这部手机上登录或退出过。为了不让别人看到您填的，联网确认是您以后再打开；填好的都还在。", again);
  }

  async #become(user) {
    if (await this.#hold(user)) await this.#load(user);
  }

  async #load(user) {
    this.user = user;
    try {
      const store = await openStore(user.id, () => location.reload());
      this.book = new Book(store);
      await this.book.load();
    } catch (error) {
      console.warn(error);
      this.#alone("alert-triangle", "这个浏览器不让存东西", "可能开了无痕（隐私）浏览，填的存不住。请换普通窗口打开，或者先打印纸质检查表，回来再补录。");
      return;
    }
    this.sender = new Sender(this.book, user, this.urls, {
      changed: () => this.draw(),
      state: (why) => this.#state(why),
    });
    this.draw(true);
    this.sender.now();
  }

  /** 同一个人在两个页签里填会互相踩；后开的先问。 */
  #hold(user, steal = false) {
    if (!navigator.locks) return true;
    const name = `xf-field-${user.id}`;
    return new Promise((resolve) => {
      navigator.locks
        .request(name, steal ? { steal: true } : { ifAvailable: true }, (lock) => {
          if (!lock) {
            const here = h("button", { type: "button", class: "btn btn-primary", onclick: async () => (await this.#hold(user, true)) && this.#load(user) }, "在这里接着填");
            this.#alone("copy", "另一个页签里正开着", "现场填表一次只在一个页签里填，免得两边写乱。", here);
            resolve(false);
            return null;
          }
          resolve(true);
          return new Promise(() => {});
        })
        .catch(() => {
          // 被别的页签接过去了
          this.sender = null;
          this.book = null;
          this.#alone("copy", "已在另一个页签里接着填", "这一页可以关了。", h("button", { type: "button", class: "btn", onclick: () => location.reload() }, "回到这里填"));
        });
    });
  }

  /** 让浏览器别因为空间紧就清掉；存下页面，断网也打得开。 */
  async keepPage() {
    try {
      await navigator.serviceWorker.register(this.urls.worker);
      await navigator.serviceWorker.ready;
      this.isKept = true;
      this.draw();
    } catch (error) {
      console.warn(error);
      this.isUnsafe = true;
      this.draw();
    }
  }

  // ---- 画 ----

  /** isNew: 换了一页，从头看起。 */
  draw(isNew = false) {
    if (!this.book) return;
    const [, name, key] = location.hash.split("/");
    const isThere = key && this.book.visits.has(key);
    let view = list;
    if (name === "out") view = out;
    else if (name === "visit" && isThere) view = visit;
    else if (name === "finish" && isThere && this.book.visits.get(key).state === "waiting" && !this.book.visits.get(key).stored_at) view = finish;
    if (view === finish && !isNew && this.place.querySelector("#finish")) {
      // 人正在写确认单，别把写了一半的画没了
      return;
    }
    swap(this.place, ...view(this, key));
    document.title = `${this.place.querySelector("h1").textContent} - 现场填表`;
    if (isNew) {
      scrollTo(0, 0);
      this.place.querySelector("#main").focus({ preventScroll: true });
    }
  }

  #alone(name, title, text, ...more) {
    swap(this.place, h("main", { class: "xf-f-main xf-f-wrap", id: "main", tabindex: "-1" }, h("div", { class: "xf-void", role: "alert" }, icon(name), h("h1", { class: "xf-f-h1" }, title), h("p", {}, text), more)));
  }

  warnings() {
    if (!window.isSecureContext || this.isUnsafe) return note("warn", "断网时这一页打不开", "这个网址不是 https，或浏览器不支持。填的仍存在手机里；没有网的地方请用纸质检查表。");
    return null;
  }

  #state(why) {
    this.net = why;
    if (why === "ok" || why === "wait") remember(this.user);
    if (why === "other") this.#changed();
    else this.draw();
  }

  /** 登录的换了人：前一个人填的不给后一个人看。 */
  #changed() {
    forget();
    location.reload();
  }

  wake() {
    this.sender?.wake();
  }

  // ---- 填 ----

  /** 一步步存，没存完的等着（#kept）。 */
  #keep(act) {
    this.#kept = this.#keepNow(act);
    return this.#kept;
  }

  /** 存不下要说清楚，不能当作存了。 */
  async #keepNow(act) {
    try {
      await act();
    } catch (error) {
      console.warn(error);
      const isFull = error?.name === "QuotaExceededError";
      toast("bad", isFull ? "手机空间不够，这一步没有存下，请清出空间再来" : "没有存下，请再点一次；还不行就先用纸记");
    }
    this.draw();
    this.sender?.soon(0.6);
  }

  fill(key, item, change) {
    clearTimeout(this.#typing);
    if (change.verdict) this.editing.delete(`${key}|${item}`);
    this.missing.delete(key);
    navigator.storage?.persist?.();
    return this.#keep(() => this.book.fill(key, item, change, this.user.name));
  }

  /** 边写边存，不用等离开那一格。 */
  typing(key, item, input) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.book.fill(key, item, { note: input.value.trim() }, this.user.name), TYPING);
  }

  edit(key, item) {
    this.editing.add(`${key}|${item}`);
    this.draw();
    this.place.querySelector(`[data-key="${item}-ok"]`)?.focus();
  }

  async shoot(key, item, input) {
    const [file] = input.files;
    if (!file) return;
    let blob;
    let small;
    try {
      blob = await shrink(file);
      small = await thumb(blob);
    } catch (error) {
      console.warn(error);
      toast("bad", "这张照片打不开，请重新拍");
      return;
    }
    await this.#keep(() => this.book.shoot(key, item, blob, small, this.book.photosOf(key, item).length + 1));
  }

  async dropPhoto(photo) {
    if (await ask("删掉这张照片？", "还没有传上去的照片，删了就没有了。", "删掉")) await this.#keep(() => this.book.dropPhoto(photo.key));
  }

  choose(key, item, isOther) {
    return this.#keep(() => this.book.choose(key, item, isOther));
  }

  async toFinish(row) {
    // 刚点的那一项还在存：存好了再看还缺什么
    await this.#kept;
    const { text, item } = lacks(this, row);
    if (!text) {
      location.hash = `#/finish/${row.key}`;
      return;
    }
    this.missing.set(row.key, text);
    this.draw();
    const card = this.place.querySelector(`#item-${CSS.escape(item ?? "")}`);
    card?.scrollIntoView({ block: "center" });
    card?.querySelector("button, input")?.focus({ preventScroll: true });
    toast("bad", text);
  }

  async finish(key, form) {
    await this.#keep(() => this.book.finish(key, form));
    location.hash = `#/visit/${key}`;
  }

  unfinish(key) {
    return this.#keep(() => this.book.unfinish(key));
  }

  async retry(only) {
    await this.#keep(() => this.book.retry(only));
    this.wake();
  }

  forget(op) {
    return this.#keep(() => this.book.forget(op));
  }
}
