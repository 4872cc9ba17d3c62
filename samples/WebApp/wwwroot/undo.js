import { find } from "./dom.js";
import { writeAsOne } from "./writes.js";

let lost = null;

// Whether the page knows all that is deleted. It knows neither secrets nor what it could not show. Folders come back with what is in them.
export function canUndo(znodes) {
  const isFolder = znode => znode.kind === "None" && znodes.some(other => other.path.startsWith(`${znode.path}/`));
  return znodes.every(znode => znode.kind === "Text" || isFolder(znode));
}

// Offers to write back what was deleted.
export function offerUndo(path, znodes, onOutcome) {
  const button = find("undo");
  button.hidden = !canUndo(znodes);
  lost = { path, changes: znodes.filter(znode => znode.kind === "Text").map(({ path, value }) => ({ path, value, version: -1 })) };
  button.onclick = async () => {
    const { path, changes } = lost;
    forgetUndo();
    onOutcome(await writeAsOne(changes), path, "Restored");
  };
}

export function forgetUndo() {
  find("undo").hidden = true;
  lost = null;
}
