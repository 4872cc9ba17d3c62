"""Counts in a znode, each time under kazoo's lock: read, add one, write without a condition."""
import sys

from kazoo.client import KazooClient

servers, path, counter, rounds = sys.argv[1:]
client = KazooClient(hosts=servers)
client.start()
lock = client.Lock(path, extra_lock_patterns=["lock-"])
for _ in range(int(rounds)):
    with lock:
        client.set(counter, str(int(client.get(counter)[0]) + 1).encode())
client.stop()
client.close()
