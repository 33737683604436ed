// 在画出页面之前定好字号，免得先小后大地跳一下。唯一不延后执行的脚本，所以单独一个文件。
try {
  if (localStorage.getItem("xf-large") === "1") document.documentElement.classList.add("xf-large");
} catch {
  // 浏览器禁了本机存储：按常规字号显示
}
