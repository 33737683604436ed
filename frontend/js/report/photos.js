// 照片先在手机上缩小再传：山里流量贵。缩小的同时也丢掉了定位和时间。
// 打不开的（有的手机不认 heic）原样传，服务器再处理；没有脚本就是普通的选文件。

const LONGEST = 1600;
const QUALITY = 0.8;

/** <div data-photos="3">：缩略图、逐张删除、可以分几次选。 */
export function setUpPhotos() {
  const box = document.querySelector("[data-photos]");
  if (!box || !window.DataTransfer || !window.createImageBitmap) return;
  const input = box.querySelector("input[type=file]");
  const add = box.querySelector("[data-photo-add]");
  const shots = box.querySelector("[data-shots]");
  const says = box.querySelector("[data-photos-says]");
  const usual = says.textContent;
  const most = Number(box.dataset.photos);
  const kept = []; // {file, small}
  input.classList.add("xf-sr");
  add.hidden = false;

  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    says.textContent = "正在处理照片……";
    for (const file of chosen.slice(0, most - kept.length)) kept.push(await smaller(file));
    says.textContent = chosen.length > most - (kept.length - chosen.length) ? `最多 ${most} 张，多出来的没有加上。` : usual;
    draw();
  });

  function draw() {
    const sent = new DataTransfer();
    for (const one of kept) sent.items.add(one.file);
    input.files = sent.files;
    shots.replaceChildren(...kept.map(shot));
    shots.hidden = kept.length === 0;
    add.hidden = kept.length >= most;
  }

  function shot(one, place) {
    const frame = document.createElement("div");
    frame.className = "xf-rep-shot";
    if (one.small) {
      const picture = new Image();
      picture.src = one.small;
      picture.alt = `第 ${place + 1} 张照片`;
      frame.append(picture);
    } else {
      frame.append(one.file.name);
    }
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = "×";
    drop.setAttribute("aria-label", `去掉第 ${place + 1} 张照片`);
    drop.addEventListener("click", () => {
      kept.splice(place, 1);
      draw();
      input.focus();
    });
    frame.append(drop);
    return frame;
  }
}

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file);
    const big = drawn(picture, LONGEST);
    const blob = await new Promise((resolve) => big.toBlob(resolve, "image/jpeg", QUALITY));
    const small = drawn(picture, 240).toDataURL("image/jpeg", 0.7);
    picture.close();
    if (!blob) throw new Error("no picture");
    return { file: new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" }), small };
  } catch {
    return { file, small: "" };
  }
}

function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // 透明的地方变白，不变黑
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
