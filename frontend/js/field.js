import { setUpLargeType } from "./large.js";
import { start } from "./field/app.js";

setUpLargeType();
start(document.getElementById("field"));
