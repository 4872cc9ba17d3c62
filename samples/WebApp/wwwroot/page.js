import { showLost, showSource } from "./connection.js";
import { find } from "./dom.js";
import { follow } from "./feed.js";
import { showRejected } from "./rejected.js";
import { showReloads } from "./reloads.js";
import { showShop } from "./shop.js";
import { showZnodes, startZnodes } from "./znodes.js";

startZnodes();
follow(
  ({ shop, source, panel }) => {
    showShop(shop);
    showSource(source, Boolean(panel?.rejectedReload));
    find("panel").hidden = find("stream").hidden = panel === null;
    if (panel !== null) {
      showRejected(panel.rejectedReload);
      showZnodes(panel);
      showReloads(panel.reloads); // last: measures the time from the click until everything is shown
    }
  },
  showLost);
