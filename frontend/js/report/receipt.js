/** 回执：没有脚本就没有那几个按钮；“存成图片”画一张图，能下载的下载，微信里长按保存。 */
export function setUpReceipt() {
  const box = document.querySelector("[data-receipt]");
  if (!box) return;
  box.querySelector("[data-needs-js]").hidden = false;
  box.querySelector("[data-save-image]").addEventListener("click", () => {
    const code = box.querySelector("#code").textContent.trim();
    const address = draw(box.dataset, code);
    const picture = new Image();
    picture.src = address;
    picture.alt = `查询码 ${code}`;
    const hint = document.createElement("p");
    hint.className = "xf-hint";
    hint.textContent = "没有自动下载的，请长按图片保存。";
    const place = box.querySelector("[data-image-place]");
    place.replaceChildren(picture, hint);
    place.hidden = false;
    const link = document.createElement("a");
    link.href = address;
    link.download = `查询码 ${code}.png`;
    link.click();
  });
}

function draw({ unit, number, day, hotline }, code) {
  const canvas = document.createElement("canvas");
  canvas.width = 720;
  canvas.height = 420;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, 720, 420);
  pen.fillStyle = "#9f1d1d";
  pen.fillRect(0, 0, 720, 10);
  const font = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif';
  const write = (text, y, size, color = "#1d2733", face = font) => {
    pen.fillStyle = color;
    pen.font = `${size}px ${face}`;
    pen.textAlign = "center";
    pen.fillText(text, 360, y, 680);
  };
  write(`${unit}　群众反映查询码`, 74, 30);
  write(code, 168, 56, "#1d2733", 'ui-monospace, Consolas, "DejaVu Sans Mono", monospace');
  write(`${day} 收到　编号 ${number}`, 240, 24, "#47535f");
  write(`查进度：${location.host}/progress/`, 296, 24, "#47535f");
  write(hotline ? `有疑问请打 ${hotline}` : "", 340, 24, "#47535f");
  write("只有这一个码能查，请不要给别人看", 386, 22, "#7a4a00");
  return canvas.toDataURL("image/png");
}
