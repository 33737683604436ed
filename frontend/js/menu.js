/** 手机菜单是 #menu 的 :target，没有脚本也能开合；这里只管 Esc 收起、点开别处时收起人名菜单。 */
export function setUpMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (location.hash === "#menu") location.hash = "main";
    closeDetails(null);
  });
  document.addEventListener("click", (event) => closeDetails(event.target));
}

function closeDetails(except) {
  for (const details of document.querySelectorAll("details[data-pop][open]")) {
    if (except && details.contains(except)) continue;
    const held = details.contains(document.activeElement);
    details.open = false;
    if (!except && held) details.querySelector("summary").focus();
  }
}
