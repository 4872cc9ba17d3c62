import { element, setText } from "./dom.js";

// Somebody else has changed the znode that is edited here: names their value, and lets the operator decide.
export class Conflict {
  #version;
  #latest;
  #text = element("span", { className: "note", role: "status" });
  #buttons;

  constructor(version, { overwrite, takeTheirs }) {
    this.#version = this.#latest = version;
    this.#buttons = element("span", { className: "buttons", hidden: true },
      element("button", { type: "button", onclick: () => overwrite(this.#latest) }, "Overwrite"),
      element("button", { type: "button", onclick: takeTheirs }, "Take theirs"));
    this.element = element("span", { className: "conflict" }, this.#text, this.#buttons);
  }

  get isOpen() {
    return this.#latest !== this.#version;
  }

  show(znode) {
    this.#latest = znode.version;
    this.#buttons.hidden = !this.isOpen;
    setText(this.#text, this.isOpen ? `Changed meanwhile to ${theirs(znode)} (v${znode.version}).` : "");
  }
}

function theirs({ kind, value }) {
  return kind === "Text" ? value === "" ? "the empty text" : `“${value}”` : kind === "Secret" ? "another secret" : "something that is not shown";
}
