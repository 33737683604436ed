import { setUpLargeType } from "./large.js";
import { setUpOnce } from "./once.js";
import { setUpPrint } from "./print.js";
import { setUpProof } from "./proof.js";
import { setUpReveal } from "./reveal.js";
import { setUpSurvey } from "./survey.js";

setUpLargeType();
setUpOnce();
setUpPrint();
setUpProof();
setUpReveal();
setUpSurvey();
