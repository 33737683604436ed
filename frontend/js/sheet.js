import { Sheet } from "./sheet/sheet.js";

for (const table of document.querySelectorAll("table[data-sheet]")) new Sheet(table).open();
