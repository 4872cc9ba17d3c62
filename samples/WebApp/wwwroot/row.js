import { collect, collected, inWords, isCollecting } from "./basket.js";
import { confirmed } from "./confirm.js";
import { Conflict } from "./conflict.js";
import { element, setText, when } from "./dom.js";
import { canUndo, offerUndo } from "./undo.js";
import { remove, write } from "./writes.js";

const cell = (className, ...children) => element("td", { role: "cell", className }, ...children);

const kinds = { None: "", Binary: "not text", Long: "too long to show", Unreadable: "unreadable" };

// One znode in the table. The row is kept while the znode changes, so that an open edit and the focus survive.
export class Row {
  #znode = {};
  #editor = null;
  #value = element("span", { className: "value" });
  #note = element("span", { className: "note" });
  #cells = { value: cell("of-value"), version: cell("of-version"), changed: cell("of-change") };
  #edit;
  #delete;
  #add;
  #table;

  constructor(path, table) {
    this.path = path;
    this.#table = table;
    const slash = path.lastIndexOf("/") + 1;
    this.#edit = element("button", { type: "button", className: "plain", ariaLabel: `Edit ${path}`, onclick: () => this.#startEdit() }, "Edit");
    this.#add = element("button", { type: "button", className: "plain", ariaLabel: `Add below ${path}`, onclick: () => table.addBelow(path) }, "Add");
    this.#delete = element("button", { type: "button", className: "plain", ariaLabel: `Delete ${path}`, onclick: () => this.#askDelete() }, "Delete");
    this.#cells.value.append(this.#value, this.#note);
    this.element = element("tr", { role: "row", "data-path": path, "data-level": Math.min(path.split("/").length - 1, 6) },
      element("th", { role: "rowheader" }, element("span", { className: "unseen" }, path.slice(0, slash)), element("span", { className: "name" }, path.slice(slash))),
      this.#cells.value, this.#cells.version, this.#cells.changed,
      cell("of-actions", this.#add, this.#edit, this.#delete));
  }

  show(znode, { takesWrites, rejected, hasBelow }) {
    const isNew = this.#znode.version !== znode.version || this.#znode.changed !== znode.changed;
    if (isNew && this.#znode.changed !== undefined) {
      this.#flash();
    }
    if (isNew) {
      this.#cells.changed.replaceChildren(when(znode.changed));
    }
    this.#znode = znode;
    this.element.dataset.kind = znode.kind;
    this.element.classList.toggle("folder", znode.kind === "None");
    setText(this.#value, znode.kind in kinds ? kinds[znode.kind] : znode.value === "" ? "(empty)" : znode.value);
    setText(this.#cells.version, znode.kind === "Unreadable" ? "" : `v${znode.version}`);
    this.#edit.hidden = !takesWrites || ["Binary", "Long", "Unreadable"].includes(znode.kind) || znode.kind === "None" && hasBelow;
    this.#add.hidden = !takesWrites || !hasBelow;
    this.#delete.hidden = !takesWrites;
    this.#showNote(rejected);
    this.#editor?.onChanged(znode);
  }

  get isEdited() {
    return this.#editor !== null;
  }

  focus() {
    (this.#edit.hidden ? this.#delete : this.#edit).focus();
  }

  #showNote(rejected) {
    const change = collected(this.path);
    this.element.classList.toggle("is-collected", change !== undefined);
    this.element.classList.toggle("is-rejected", rejected);
    if (change) {
      this.#note.replaceChildren(change.value === null ? "to be deleted" : "to become ", inWords(change));
    } else {
      setText(this.#note, rejected ? "rejected" : "");
    }
  }

  #flash() {
    this.element.classList.remove("is-changed");
    void this.element.offsetWidth; // restarts the animation
    this.element.classList.add("is-changed");
  }

  #startEdit() {
    const { version, kind, value } = this.#znode;
    const isSecret = kind === "Secret";
    const isLong = !isSecret && /\n/.test(value ?? "");
    const label = `${isSecret ? "New value" : "Value"} of ${this.path}`;
    const field = element(isLong ? "textarea" : "input", { ariaLabel: label, spellcheck: false, autocapitalize: "none", autocomplete: isSecret ? "new-password" : "off" });
    if (isSecret) {
      field.type = "password";
      field.placeholder = "New value";
    } else {
      field.value = value ?? "";
    }
    const save = of => this.#save({ path: this.path, value: field.value, version: of, isSecret });
    const conflict = new Conflict(version, { overwrite: save, takeTheirs: () => this.#endEdit() });
    const submit = element("button", { className: "primary" }, isCollecting() ? "Collect" : "Save");
    const form = element("form", { className: "editor", ariaLabel: `Edit ${this.path}` },
      field, submit, element("button", { type: "button", className: "plain", onclick: () => this.#endEdit() }, "Cancel"), conflict.element);
    form.addEventListener("submit", event => {
      event.preventDefault();
      if (!conflict.isOpen) {
        save(version);
      }
    });
    form.addEventListener("keydown", event => {
      if (event.key === "Escape") {
        this.#endEdit();
      }
    });
    this.#editor = {
      onChanged: znode => {
        conflict.show(znode);
        submit.hidden = conflict.isOpen;
      },
    };
    this.#cells.value.replaceChildren(form);
    this.element.classList.add("is-edited");
    field.focus();
    field.select();
  }

  async #save(change) {
    if (isCollecting()) {
      this.#endEdit();
      collect(change);
      return;
    }
    const outcome = await write(change.path, change.value, change.version);
    if (outcome.isDone) {
      this.#endEdit();
    }
    this.#table.onOutcome(outcome, change.path);
  }

  #endEdit() {
    const hadFocus = this.#cells.value.contains(document.activeElement) || document.activeElement === document.body;
    this.#editor = null;
    this.#cells.value.replaceChildren(this.#value, this.#note);
    this.element.classList.remove("is-edited");
    if (hadFocus) {
      this.#edit.focus();
    }
  }

  async #askDelete() {
    const { version } = this.#znode;
    const removed = this.#table.atAndBelow(this.path);
    const below = this.#table.countBelow(this.path);
    if (!isCollecting()) {
      const question = below > 0 ? `Delete ${this.path} and the ${below} below it?` : `Delete ${this.path}?`;
      if (!await confirmed(canUndo(removed) ? question : `${question} This page does not know all of the values, so it cannot undo this.`)) {
        return;
      }
    }
    if (isCollecting()) {
      collect({ path: this.path, value: null, version });
    } else {
      this.#table.focusAfter(this.path);
      const outcome = await remove(this.path, version);
      this.#table.onOutcome(outcome, this.path, "Deleted");
      if (outcome.isDone) {
        offerUndo(this.path, removed, this.#table.onOutcome);
      }
    }
  }
}
