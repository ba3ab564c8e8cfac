// The pages of a running sitting: a question, the review grid, the confirmation before the end. All of them work as plain forms;
// with this script answers are kept in the browser first, sent when the server can be reached, and pages open without it.
import { openSitting } from "./exam/sitting.js";
import { openQuestion } from "./exam/question.js";
import { openReview } from "./exam/review.js";
import { openEnd } from "./exam/end.js";

const sitting = openSitting();
const pages = { question: openQuestion, review: openReview, end: openEnd };
pages[document.body.dataset.page]?.(sitting);
