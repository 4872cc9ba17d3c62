import { element, find, when } from "./dom.js";

let shown = "";

export function showHeldBack(heldBack) {
  find("held-back").hidden = heldBack === null;
  if (heldBack !== null && JSON.stringify(heldBack) !== shown) {
    find("held-back-reasons").replaceChildren(...heldBack.reasons.map(reason => element("li", {}, reason)));
    find("held-back-since").replaceChildren(
      "Since ", when(heldBack.since), ` (zxid ${heldBack.zxid}) the shop keeps the last good state. Correct or delete: `,
      ...heldBack.paths.flatMap((path, index) => [index > 0 ? ", " : "", element("code", {}, path)]), ".");
  }
  shown = JSON.stringify(heldBack);
}
