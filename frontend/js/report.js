import { setUpCopy } from "./copy.js";
import { setUpPhotos } from "./report/photos.js";
import { setUpReceipt } from "./report/receipt.js";

setUpCopy();
setUpCount();
setUpContact();
setUpPhotos();
setUpReceipt();

/** 还能写多少字：<textarea data-count="1000">，数字写进同一栏的 [data-counted]。 */
function setUpCount() {
  for (const area of document.querySelectorAll("[data-count]")) {
    const place = area.closest(".xf-field").querySelector("[data-counted]");
    const show = () => {
      place.textContent = `${area.value.length}/${area.dataset.count}`;
    };
    area.addEventListener("input", show);
    show();
  }
}

/** 选匿名时收起姓名、电话；没有脚本时一直在。 */
function setUpContact() {
  const box = document.querySelector(".xf-rep-contact");
  if (!box) return;
  const show = () => {
    box.hidden = document.querySelector("[name=privacy]:checked")?.value === "anonymous";
  };
  for (const one of document.querySelectorAll("[name=privacy]")) one.addEventListener("change", show);
  show();
}
