import { find, setText } from "./dom.js";

let answer = () => {};

// Returns whether the user agrees.
export function confirmed(question) {
  const dialog = find("confirm");
  answer(false); // the close event of an earlier question can arrive when this one is open
  setText(find("confirm-question"), question);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise(resolve => {
    answer = resolve;
    dialog.onclose = () => dialog.open || resolve(dialog.returnValue === "yes");
  });
}
