import { element, find, setText } from "./dom.js";
import { writeAsOne } from "./writes.js";

// Collected changes, written as one transaction.
const changes = new Map();

export const isCollecting = () => find("collect").checked;

export const collected = path => changes.get(path);

let onChanged = () => {};

export function start(onCollected, onOutcome) {
  onChanged = onCollected;
  find("collect").addEventListener("change", refresh);
  find("basket-discard").addEventListener("click", empty);
  find("basket").addEventListener("submit", async event => {
    event.preventDefault();
    const written = [...changes.values()].map(({ path, value, version }) => ({ path, value, version }));
    const outcome = await writeAsOne(written);
    if (outcome.isDone) {
      empty();
    }
    onOutcome(outcome, `${written.length} znodes in one transaction`);
  });
}

// change: { path, value, version, isSecret }, a null value deletes.
export function collect(change) {
  changes.set(change.path, change);
  refresh();
}

function undo(path) {
  changes.delete(path);
  refresh();
  find("collect").focus();
}

function empty() {
  changes.clear();
  refresh();
  find("collect").focus();
}

function refresh() {
  show();
  onChanged();
}

function show() {
  find("basket").hidden = !isCollecting() && changes.size === 0;
  find("basket-empty").hidden = changes.size > 0;
  find("basket-write").disabled = changes.size === 0;
  find("basket-discard").disabled = changes.size === 0;
  setText(find("basket-title"), changes.size > 1 ? `One transaction of ${changes.size} changes` : "One transaction");
  find("basket-changes").replaceChildren(...[...changes.values()].map(change => element("li", {},
    element("span", {}, element("code", {}, change.path), change.value === null ? " is deleted" : " becomes ", inWords(change)),
    element("button", { type: "button", className: "plain", ariaLabel: `Undo the change of ${change.path}`, onclick: () => undo(change.path) }, "Undo"))));
}

export function inWords({ value, isSecret }) {
  if (value === null) {
    return "";
  }
  return element("code", {}, isSecret ? "a new secret" : value === "" ? "the empty text" : value);
}
