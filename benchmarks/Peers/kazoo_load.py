"""Loads a tree by kazoo's TreeCache, once for each line that it reads: from before the connecting until the cache is initialized. Prints the milliseconds,
the number of keys and the checksum that Reporting/Fingerprint.cs defines. What is not the load is not in its time: checking, closing."""

import hashlib
import sys
import threading
import time

from kazoo.client import KazooClient
from kazoo.recipe.cache import TreeCache, TreeEvent

TIMEOUT_SECONDS = 60


def load(servers, root):
    started = time.perf_counter()
    client = KazooClient(hosts=servers, timeout=TIMEOUT_SECONDS)
    client.start(TIMEOUT_SECONDS)
    cache = TreeCache(client, root)
    initialized = threading.Event()
    cache.listen(lambda event: initialized.set() if event.event_type == TreeEvent.INITIALIZED else None)
    cache.start()
    initialized.wait()
    milliseconds = (time.perf_counter() - started) * 1000
    keys, checksum = fingerprint(cache, root)
    print(milliseconds, keys, checksum, flush=True)
    cache.close()
    client.stop()
    client.close()


def fingerprint(cache, root):
    keys, checksum = 0, 0
    paths = [root]
    while paths:
        parent = paths.pop()
        for name in cache.get_children(parent, ()):
            path = f"{parent}/{name}"
            paths.append(path)
            value = cache.get_data(path).data
            if value:
                digest = hashlib.sha256(f"{path[len(root) + 1:]}=".encode() + value).digest()
                keys, checksum = keys + 1, (checksum + int.from_bytes(digest[:8], "big")) % 2**64
    return keys, checksum


for _ in sys.stdin:
    load(*sys.argv[1:])
