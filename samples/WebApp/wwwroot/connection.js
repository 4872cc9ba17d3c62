import { find, setText, when } from "./dom.js";

let lostAt = null;

// No word from the shop itself.
export function showLost() {
  lostAt ??= new Date().toISOString();
  show("lost", "The shop does not answer: last known values since ", lostAt);
  setText(find("source"), "");
}

// rejected: whether the panel has the reason; it alone says it, and only to operators.
export function showSource(source, rejected) {
  lostAt = null;
  if (source === null) {
    show("waiting", "ZooKeeper is switched off: these are the defaults.");
  } else if (!source.isLive) {
    show("lost", "ZooKeeper is away: last known values since ", source.lostAt);
  } else if (rejected) {
    show("rejected", "Connected, but the latest change is rejected");
  } else {
    show("live", source.isReadOnly ? "Connected, read-only" : "Connected");
  }
  setText(find("source"), source === null ? "" : [source.server, `zxid ${source.zxid}`, `${source.keys} ${source.keys === 1 ? "key" : "keys"}`].filter(Boolean).join(" · "));
}

function show(state, text, since) {
  const connection = find("connection");
  const parts = since ? [text, when(since)] : [text];
  if (connection.textContent !== parts.map(part => part.textContent ?? part).join("")) {
    connection.replaceChildren(...parts);
  }
  connection.dataset.state = state;
}
