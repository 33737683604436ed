import htmx from "htmx.org";
import { setUpConfirm } from "./confirm.js";
import { contacted, csrfToken } from "./contact.js";
import { setUpCopy } from "./copy.js";
import { setUpIdleWarning } from "./idle.js";
import { forget } from "./field/user.js";
import { setUpKept } from "./kept.js";
import { setUpLargeType } from "./large.js";
import { setUpMenus } from "./menu.js";
import { setUpOnce } from "./once.js";
import { setUpPhrases } from "./phrases.js";
import { setUpPrint } from "./print.js";
import { setUpSurvey } from "./survey.js";
import { setUpSurveyDesk } from "./survey-desk.js";
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
  // 退出以后，现场填表不再断网打开：先要服务器说是谁
  if (event.target.matches('form[action$="/logout/"]')) forget();
});
document.addEventListener("htmx:afterRequest", contacted);
contacted();

setUpConfirm();
setUpCopy();
setUpIdleWarning();
setUpKept();
setUpLargeType();
setUpMenus();
setUpOnce();
setUpPhrases();
setUpPrint();
setUpSurvey();
setUpSurveyDesk();
setUpTicks();
setUpTimer();
setUpToasts();
setUpUnsavedGuard();
