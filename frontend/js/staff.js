import htmx from "htmx.org";
import { setUpConfirm } from "./confirm.js";
import { contacted, csrfToken } from "./contact.js";
import { setUpCopy } from "./copy.js";
import { setUpIdleWarning } from "./idle.js";
import { setUpLargeType } from "./large.js";
import { setUpMenus } from "./menu.js";
import { setUpPrint } from "./print.js";
import { setUpTicks } from "./tick.js";
import { setUpTimer } from "./timer.js";
import { setUpToasts } from "./toast.js";
import { setUpUnsavedGuard } from "./unsaved.js";

window.htmx = htmx;
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
});
// 在别的窗口重新登录过，页面上的校验码就旧了；提交前换成现在的，填好的表单才不白填
document.addEventListener("submit", (event) => {
  const field = event.target.elements.namedItem("csrfmiddlewaretoken");
  if (field) field.value = csrfToken() || field.value;
});
document.addEventListener("htmx:afterRequest", contacted);
contacted();

setUpConfirm();
setUpCopy();
setUpIdleWarning();
setUpLargeType();
setUpMenus();
setUpPrint();
setUpTicks();
setUpTimer();
setUpToasts();
setUpUnsavedGuard();
