// Writes znodes. Written values arrive by the feed, like all other changes; this module returns only the outcome of the request.

const patience = 10_000;
let clicks = [];

export const write = (path, value, version) => send("PUT", addressOf(path, version), value, [path]);

export const remove = (path, version) => send("DELETE", addressOf(path, version), undefined, [path]);

// changes: [{ path, value, version }], a null value deletes.
export const writeAsOne = changes => send("POST", "api/multi", JSON.stringify(changes), changes.map(change => change.path));

// Milliseconds since the click on this page that caused a reload of these keys, or null.
export function millisecondsSinceClick(keys) {
  const now = performance.now();
  const changed = keys.map(key => key.toLowerCase());
  const isOf = click => click.keys.some(key => changed.some(other => other === key || other.startsWith(`${key}:`)));
  const own = clicks.filter(click => now - click.at < patience && isOf(click));
  clicks = clicks.filter(click => now - click.at < patience && !own.includes(click));
  return own.length > 0 ? Math.round(now - own.at(-1).at) : null;
}

async function send(method, address, body, paths) {
  // Browsers resolve these components, also escaped ones, and would ask for another znode.
  const relative = paths.find(path => path.split("/").some(name => [".", ".."].includes(name)));
  if (relative !== undefined) {
    return { isDone: false, isTakenOver: false, text: `${relative} is not a path: . and .. are no names of znodes.` };
  }
  clicks.push({ at: performance.now(), keys: paths.map(keyOf) });
  try {
    const reply = await fetch(address, { method, body, headers: { "Content-Type": "text/plain; charset=utf-8" } });
    const text = (await reply.text()).trim();
    return { isDone: reply.ok, isTakenOver: reply.status === 204, isConflict: reply.status === 409, text: text || `The shop refused the change (${reply.status}).` };
  } catch {
    return { isDone: false, isTakenOver: false, text: "The shop does not answer. If it was asked already, the change may have been made." };
  }
}

function addressOf(path, version) {
  const address = `api/znodes/${path.split("/").map(encodeURIComponent).join("/")}`;
  return version === undefined ? address : `${address}?version=${version}`;
}

// A document's keys are below its name.
const keyOf = path => path.replace(/\.json$/i, "").replaceAll("/", ":").toLowerCase();
