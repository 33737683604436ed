import { setUpLargeType } from "./large.js";
import { setUpPrint } from "./print.js";
import { setUpProof } from "./proof.js";
import { setUpReveal } from "./reveal.js";

setUpLargeType();
setUpPrint();
setUpProof();
setUpReveal();
