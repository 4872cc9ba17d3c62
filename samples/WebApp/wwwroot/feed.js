// The page's one connection: every event has all that there is to show. The browser connects again by itself, unless the shop has answered something else.

const retryAfter = 1000;

export function follow(onState, onLost) {
  let source = null;
  let retry = 0;

  function open() {
    clearTimeout(retry);
    source = new EventSource("api/live");
    source.onmessage = event => onState(JSON.parse(event.data));
    source.onerror = () => {
      onLost();
      if (source.readyState === EventSource.CLOSED) {
        retry = setTimeout(open, retryAfter);
      }
    };
  }

  // A browser has few connections for one site, and many tabs would use them up.
  document.addEventListener("visibilitychange", () => {
    source.close();
    clearTimeout(retry);
    if (!document.hidden) {
      open();
    }
  });

  open();
}
