const EVERY = 20_000;

/** 每 20 秒问一次别人改了什么；页面看不见时不问。X-Background 告诉服务器：这不算人在操作，别延长登录。 */
export function listen(table, hear) {
  const url = table.dataset.versionUrl;
  if (!url) return;
  let stamp = table.dataset.stamp ?? "";
  let isAsking = false;
  const ask = async () => {
    if (document.hidden || isAsking) return;
    isAsking = true;
    try {
      const address = new URL(url, location.href);
      address.searchParams.set("since", stamp);
      const answer = await fetch(address, { credentials: "same-origin", headers: { "X-Background": "1", Accept: "application/json" } });
      if (answer.ok && !answer.redirected) {
        const news = await answer.json();
        stamp = news.stamp ?? stamp;
        hear(news);
      }
    } catch {
      // 问不到就等下一轮
    }
    isAsking = false;
  };
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  // 右栏里办成了一件事，表里的格、小计跟着变
  document.addEventListener("sheet-changed", ask);
}
