import { setUpLargeType } from "./large.js";
import { setUpPrint } from "./print.js";
import { setUpReveal } from "./reveal.js";

setUpLargeType();
setUpPrint();
setUpReveal();
