import compress from "browser-image-compression";

/** 缩到 1600 像素以内的 JPEG；相机写在照片里的位置、型号随之去掉。不在别的线程里做，免得去外面取脚本。 */
export async function shrink(file) {
  const small = await compress(file, { maxWidthOrHeight: 1600, maxSizeMB: 1, initialQuality: 0.82, fileType: "image/jpeg", useWebWorker: false });
  // 有的手机给的是 File，有的是 Blob；存成朴素的 Blob
  return new Blob([await small.arrayBuffer()], { type: "image/jpeg" });
}

/** 小样，写成 data: 的字，页面的安全规则只认这种。 */
export async function thumb(blob, side = 96) {
  const bitmap = await createImageBitmap(blob);
  const size = Math.min(bitmap.width, bitmap.height);
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const at = [(bitmap.width - size) / 2, (bitmap.height - size) / 2];
  canvas.getContext("2d").drawImage(bitmap, ...at, size, size, 0, 0, side, side);
  bitmap.close();
  return canvas.toDataURL("image/jpeg", 0.7);
}
