import { element, find, when } from "./dom.js";
import { millisecondsSinceClick } from "./writes.js";

const mostShownKeys = 6;
const known = new Set();

// Add only new reloads, so that a screen reader reads only these.
export function showReloads(reloads) {
  const list = find("reload-list");
  if (reloads.length > 0 && !reloads.some(reload => known.has(idOf(reload)))) {
    // The first reloads, or the shop has restarted.
    list.replaceChildren();
    known.clear();
  }

  for (const reload of reloads.filter(reload => !known.has(idOf(reload)))) {
    known.add(idOf(reload));
    list.prepend(showReload(reload));
  }
  find("reloads").ariaLive = "polite";
}

const idOf = reload => `${reload.number} ${reload.at}`;

function showReload(reload) {
  const milliseconds = millisecondsSinceClick(reload.keys);
  const keys = reload.keys.slice(0, mostShownKeys).flatMap((key, index) => index === 0 ? [element("code", {}, key)] : [" ", element("code", {}, key)]);
  const more = reload.keys.length - Math.min(reload.keys.length, mostShownKeys) + reload.more;
  const item = element("li", {},
    element("p", { className: "stamp" }, element("span", {}, when(reload.at), ` · zxid ${reload.zxid}${reload.number === 1 ? " · first load" : ""}`)),
    element("p", {}, ...keys, more > 0 ? ` and ${more} more` : ""));
  if (milliseconds !== null) {
    item.firstElementChild.append(element("span", { className: "milliseconds" }, `${milliseconds} ms from click to page`));
  }
  return item;
}
