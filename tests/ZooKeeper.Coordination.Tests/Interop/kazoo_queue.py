"""Takes a number of items from kazoo's Queue, in order."""
import sys

from kazoo.client import KazooClient

servers, path, count = sys.argv[1:]
client = KazooClient(hosts=servers)
client.start()
queue = client.Queue(path)
for i in range(int(count)):
    assert queue.get() == str(i).encode()
assert queue.get() is None
client.stop()
client.close()
