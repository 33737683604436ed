// 公众表单的核对：浏览器在后台算一道题（ALTCHA 的算法），算得了就不显示那道小题。
// 没有脚本、没有 crypto.subtle（http 打开）或者算不成时，小题留在页上，照样能交。

const FRESH = 60 * 60 * 1000; // 毫秒。比服务器认的时间短，交之前够新

/** <c-proof> 所在的表单：开始填就算，提交时还没算完就等一等。 */
export function setUpProof() {
  if (!(window.isSecureContext && window.crypto?.subtle && window.Worker)) return;
  for (const box of document.querySelectorAll("[data-proof]")) guard(box);
}

function guard(box) {
  const form = box.closest("form");
  const hidden = box.querySelector("[name=proof]");
  const question = box.querySelector("[data-proof-question]");
  const says = box.querySelector("[data-proof-says]");
  let work = null;
  let doneAt = hidden.value ? Date.now() : 0;
  let isGivenUp = false;
  if (!question) return; // 上次算的还没用掉，原样再交
  question.hidden = true;

  const isFresh = () => hidden.value && Date.now() - doneAt < FRESH;
  const start = () => {
    if (isFresh() || isGivenUp) return work;
    work ??= solve(box)
      .then((payload) => {
        hidden.value = payload;
        doneAt = Date.now();
      })
      .catch(() => {
        isGivenUp = true;
        hidden.value = "";
        question.hidden = false;
      })
      .finally(() => {
        work = null;
      });
    return work;
  };
  form.addEventListener("focusin", start, { once: true });
  form.addEventListener("submit", async (event) => {
    if (isGivenUp || isFresh()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    says.hidden = false;
    await start();
    says.hidden = true;
    if (isGivenUp) question.querySelector("input").focus();
    else form.requestSubmit(event.submitter);
  });
  // 从后面的页退回来，浏览器可能还留着旧的核对和旧的表单号
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

async function solve(box) {
  const answer = await fetch(box.dataset.challenge, { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const challenge = await answer.json();
  const worker = new Worker(box.dataset.worker);
  try {
    const solution = await new Promise((resolve, reject) => {
      worker.onmessage = (message) => (message.data?.derivedKey ? resolve(message.data) : reject(new Error("no solution")));
      worker.onerror = reject;
      worker.postMessage({ type: "work", challenge, counterMode: "uint32", counterStart: 0, counterStep: 1, timeout: 90_000 });
    });
    return btoa(JSON.stringify({ challenge, solution: { counter: solution.counter, derivedKey: solution.derivedKey } }));
  } finally {
    worker.terminate();
  }
}
