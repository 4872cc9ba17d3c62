import { element, find, when } from "./dom.js";

let shown = "";

export function showRejected(rejected) {
  find("rejected").hidden = rejected === null;
  if (rejected !== null && JSON.stringify(rejected) !== shown) {
    find("rejected-reasons").replaceChildren(...rejected.reasons.map(reason => element("li", {}, reason)));
    find("rejected-since").replaceChildren(
      "Since ", when(rejected.since), ` (zxid ${rejected.zxid}) the shop keeps the last good configuration. Correct or delete: `,
      ...rejected.paths.flatMap((path, index) => [index > 0 ? ", " : "", element("code", {}, path)]), ".");
  }
  shown = JSON.stringify(rejected);
}
