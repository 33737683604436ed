// 大字开关：记在本机，下次打开还是大字；同时写一个只有“1”的 cookie，服务器画页时就是大字。
// 公众网上它是一个表单按钮，没有脚本也能用；有脚本就不用重新打开页面。
export function setUpLargeType() {
  const html = document.documentElement;
  for (const button of document.querySelectorAll("[data-large]")) {
    button.setAttribute("aria-pressed", String(html.classList.contains("xf-large")));
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const on = html.classList.toggle("xf-large");
      for (const other of document.querySelectorAll("[data-large]")) other.setAttribute("aria-pressed", String(on));
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `xf-large=${on ? 1 : 0}; path=/; max-age=${on ? 31536000 : 0}; samesite=lax${secure}`;
      try {
        localStorage.setItem("xf-large", on ? "1" : "0");
      } catch {
        // 存不下也照常放大，只是下次要再点
      }
    });
  }
}
