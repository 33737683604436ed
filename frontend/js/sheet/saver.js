import { contacted, csrfToken } from "../contact.js";

const WAITS = [5, 10, 20, 30];

/**
 * 把账上能送的送到服务器，一次一批；送不到就留着，隔一会儿、网络恢复时再送。
 * hooks: {answered(batch, answer), state(kind, text)}；kind 为 busy、ok、off、bad。
 */
export class Saver {
  #timer = 0;
  #failures = 0;
  #isSending = false;

  constructor(book, url, hooks) {
    Object.assign(this, { book, url, hooks });
    addEventListener("online", () => this.soon(0));
    // 离开这一页时赶紧存；从登录页回来时接着存
    document.addEventListener("visibilitychange", () => this.soon(0));
  }

  soon(seconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), seconds * 1000);
  }

  async send() {
    if (this.#isSending) return;
    const batch = this.book.take();
    if (!batch.length) return;
    this.#isSending = true;
    this.hooks.state("busy", "正在保存…");
    const failure = await this.#post(batch);
    this.#isSending = false;
    if (failure) {
      this.book.giveBack(batch);
      this.hooks.state(failure.kind, failure.text);
      if (failure.isWorthRetry) this.soon(WAITS[Math.min(this.#failures++, WAITS.length - 1)]);
      return;
    }
    this.#failures = 0;
    // 在等回话时又填了别的，接着送
    this.soon(0.2);
  }

  async #post(batch) {
    const cells = batch.map(({ key, value, version }) => ({ ...JSON.parse(key), value, version }));
    let response;
    try {
      response = await fetch(this.url, {
        method: "POST",
        credentials: "same-origin",
        keepalive: JSON.stringify(cells).length < 60_000,
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
        body: JSON.stringify({ cells }),
      });
    } catch {
      return { kind: "off", text: "没有保存：网络不通，已留在本机，恢复后自动再存", isWorthRetry: true };
    }
    const isJson = response.headers.get("Content-Type")?.includes("json");
    if (response.ok && isJson && !response.redirected) {
      contacted();
      this.hooks.answered(batch, await response.json());
      return null;
    }
    return refusal(response, isJson ? await response.json() : {});
  }
}

function refusal(response, answer) {
  if (response.redirected || response.status === 401 || response.status === 403)
    return { kind: "bad", text: `没有保存：${answer.message ?? "已退出登录，或者没有权限"}。填的留在本机，登录后打开这张表会接着存` };
  if (response.status >= 500) return { kind: "off", text: "没有保存：服务器没有回应，已留在本机，过一会儿自动再存", isWorthRetry: true };
  return { kind: "bad", text: `没有保存：${answer.message ?? "这张表现在不能改"}。填的留在本机，请刷新看最新情况` };
}
