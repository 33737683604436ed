/** 右边的“当前格”：理由立刻说（读屏会读），计分办法、检查记录向服务器取。 */
export class Help {
  #timer = 0;
  #request = null;

  constructor(table) {
    this.url = table.dataset.helpUrl ?? "";
    this.reason = document.querySelector("[data-cell-help]");
    this.panel = document.getElementById("cell-help");
    if (this.reason && !this.reason.id) this.reason.id = "cell-reason";
  }

  open(key, input, reason) {
    this.why(input, reason);
    clearTimeout(this.#timer);
    if (this.url && this.panel) this.#timer = setTimeout(() => this.#load(key), 250);
  }

  /** Alt+K：从格里跳到右栏，接着按 Tab 到缺项、扣分。 */
  enter() {
    this.panel?.querySelector("h2")?.focus();
  }

  why(input, reason) {
    if (!this.reason) return;
    this.say(reason);
    this.reason.classList.toggle("xf-error", Boolean(reason));
    if (reason) input.setAttribute("aria-describedby", this.reason.id);
    else input.removeAttribute("aria-describedby");
  }

  say(text) {
    if (this.reason && this.reason.textContent !== text) this.reason.textContent = text;
  }

  async #load(key) {
    this.#request?.abort();
    this.#request = new AbortController();
    const address = new URL(this.url, location.href);
    for (const [name, value] of Object.entries(JSON.parse(key))) address.searchParams.set(name, value);
    try {
      const answer = await fetch(address, {
        credentials: "same-origin",
        signal: this.#request.signal,
        headers: { "HX-Request": "true" },
      });
      if (!answer.ok || answer.redirected) return;
      this.panel.innerHTML = await answer.text();
      window.htmx?.process(this.panel);
    } catch {
      // 换到别的格，或者网络不通：帮助留着上一格的样子没有坏处，保存状态会说网络的事
    }
  }
}
