// 最后一次被服务器当作“有人在用”的请求的时刻；同一浏览器的各页签共用，免得这一页以为已经退出。
let last = Date.now();

export function contacted() {
  last = Date.now();
  try {
    localStorage.setItem("xf-contact", String(last));
  } catch {
    // 没有本机存储就只管本页
  }
}

export function lastContact() {
  try {
    return Math.max(last, Number(localStorage.getItem("xf-contact")) || 0);
  } catch {
    return last;
  }
}

/** 跨站请求校验码：先看 Cookie（重新登录后会换），没有再用页面上的。 */
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}
