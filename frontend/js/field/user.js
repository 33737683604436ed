// 这部手机上现在是谁。断网时服务器说不了，就看上次服务器说的；这期间有人登录过、退出过的，不作数。

import { csrfToken } from "../contact.js";

const NAME = "xf-field-user";

/** 上次服务器说的那个人，还作数就给 {id, name}，否则 null。 */
export function lastUser() {
  try {
    const { id, name, token } = JSON.parse(localStorage.getItem(NAME) ?? "null") ?? {};
    return id && token === csrfToken() ? { id, name } : null;
  } catch {
    return null;
  }
}

/** 服务器说了是谁。登录一次，校验码就换一个，所以记下它，就知道这期间有没有人登录过。 */
export function remember({ id, name }) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ id, name, token: csrfToken() }));
  } catch {
    // 存不下就每次都问服务器
  }
}

/** 有人退出登录：下次要先问过服务器。 */
export function forget() {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // 本来就没有存
  }
}
