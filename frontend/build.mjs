// 前端构建：node frontend/build.mjs [--watch]
// 样式与脚本由 esbuild 打包，图标从 @tabler/icons 拼成一个 sprite.svg。产物不进版本库，由 whitenoise 加指纹。
import { readFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "xiangfeng/web/static/web/build");

/** 一个图标的 <symbol>：去掉外壳和那条只为占位的空路径，描边由 .xf-i 的样式给。 */
function symbol(name) {
  const svg = readFileSync(join(root, `node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
  const body = svg
    .slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
    .replace(/<path[^>]*d="M0 0h24v24H0z"[^>]*\/>/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${body}</symbol>`;
}

function sprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
  return `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>\n`;
}

const options = {
  absWorkingDir: root,
  entryPoints: [
    "css/staff.css",
    "css/public.css",
    "css/field.css",
    "js/staff.js",
    "js/public.js",
    "js/report.js",
    "js/sheet.js",
    "js/early.js",
    "js/field.js",
  ]
    .map((name) => ({ in: join(here, name), out: name.split("/").pop().replace(/\.(js|css)$/, "") }))
    .concat({ in: join(here, "js/field/worker.js"), out: "field-worker" })
    // The page's policy lets workers come from our own address only: a file, not a blob.
    .concat({ in: join(root, "node_modules/altcha/dist/workers/sha.js"), out: "proof-worker" }),
  outdir: out,
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: "chrome90",
  legalComments: "none",
  logLevel: "warning",
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "sprite.svg"), sprite());

if (process.argv.includes("--watch")) {
  const context = await esbuild.context({ ...options, logLevel: "info" });
  await context.watch();
} else {
  await esbuild.build(options);
}
