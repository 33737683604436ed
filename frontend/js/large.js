// 大字开关：记在本机，下次打开还是大字。
export function setUpLargeType() {
  const html = document.documentElement;
  for (const button of document.querySelectorAll("[data-large]")) {
    button.setAttribute("aria-pressed", String(html.classList.contains("xf-large")));
    button.addEventListener("click", () => {
      const on = html.classList.toggle("xf-large");
      for (const other of document.querySelectorAll("[data-large]")) other.setAttribute("aria-pressed", String(on));
      try {
        localStorage.setItem("xf-large", on ? "1" : "0");
      } catch {
        // 存不下也照常放大，只是下次要再点
      }
    });
  }
}
