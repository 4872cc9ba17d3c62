import { collect, isCollecting, start } from "./basket.js";
import { find, setText } from "./dom.js";
import { Row } from "./row.js";
import { forgetUndo } from "./undo.js";
import { write } from "./writes.js";

// The table of znodes, and the form that adds one.
const rows = new Map();
let panel = null;

const table = {
  atAndBelow: path => panel.znodes.filter(znode => znode.path === path || znode.path.startsWith(`${path}/`)),
  countBelow: path => panel.znodes.filter(znode => znode.path.startsWith(`${path}/`)).length,
  addBelow(path) {
    find("add-path").value = `${path}/`;
    find("add-path").focus();
  },
  focusAfter(path) {
    const next = panel.znodes.find(znode => znode.path > path && !znode.path.startsWith(`${path}/`));
    next ? rows.get(next.path).focus() : find("add-path").focus();
  },
  onOutcome: showOutcome,
};

export function startZnodes() {
  start(() => panel && showZnodes(panel), showOutcome);
  find("add").addEventListener("submit", async event => {
    event.preventDefault();
    const change = { path: find("add-path").value.trim().replace(/^\//, ""), value: find("add-value").value, version: -1 };
    if (panel.znodes.some(znode => znode.path === change.path)) {
      showOutcome({ isDone: false, text: `${change.path} is there already: edit it.` });
      return;
    }
    if (isCollecting()) {
      collect(change);
    } else {
      const outcome = await write(change.path, change.value);
      showOutcome(outcome, change.path);
      if (!outcome.isDone) {
        return;
      }
    }
    find("add").reset();
    find("add-path").focus();
  });
}

export function showZnodes(newPanel) {
  panel = newPanel;
  const { root, takesWrites, rejectedReload, znodes } = panel;
  setText(find("root"), root);
  find("add").hidden = !takesWrites;
  find("collecting").hidden = !takesWrites;
  find("no-writes").hidden = takesWrites;
  find("no-znodes").hidden = znodes.length > 0;
  find("more-znodes").hidden = !panel.hasMoreZnodes;

  const rejectedPaths = new Set(rejectedReload?.paths ?? []);
  const prefix = root === "/" ? "/" : `${root}/`;
  const body = find("rows");
  const gone = new Set(rows.keys());
  znodes.forEach((znode, index) => {
    gone.delete(znode.path);
    const row = rows.get(znode.path) ?? new Row(znode.path, table);
    rows.set(znode.path, row);
    row.show(znode, { takesWrites, rejected: rejectedPaths.has(prefix + znode.path), hasBelow: znodes[index + 1]?.path.startsWith(`${znode.path}/`) ?? false });
  });
  for (const path of gone) {
    if (rows.get(path).isEdited) {
      showOutcome({ isDone: false, text: `${path} was deleted meanwhile, and your edit with it.` });
    }
    rows.get(path).element.remove();
    rows.delete(path);
  }

  // Move only misplaced rows: a moved row loses the focus.
  znodes.forEach((znode, index) => {
    const { element } = rows.get(znode.path);
    if (body.children[index] !== element) {
      body.insertBefore(element, body.children[index] ?? null);
    }
  });
}

// The box above says why a change was rejected.
function showOutcome(outcome, subject, verb = "Written") {
  forgetUndo();
  const done = outcome.isTakenOver ? `${verb}: ${subject}.`
    : outcome.isDone && /rejected it/.test(outcome.text) ? `${verb}: ${subject}. But the shop rejected it: see above.`
    : outcome.text;
  const line = find("outcome");
  setText(line, done);
  line.dataset.outcome = outcome.isTakenOver ? "done" : outcome.isDone ? "held" : "failed";
}
