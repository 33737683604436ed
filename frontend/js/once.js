const PATIENCE = 5000; // 毫秒：下载一类的提交不换页，过后还可以再交

/** 提交键连按两下只算一下：头一下还没有回音，后一下不送。 */
export function setUpOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, PATIENCE);
  });
  // 用“后退”回来的页面是原样的，要能再交
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}
