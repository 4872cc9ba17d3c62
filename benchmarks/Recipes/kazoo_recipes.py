"""kazoo's locking queue and counter, with the commands of Recipes/RecipeCommand.cs."""

import sys
import threading
import time

from kazoo.client import KazooClient

ITEM = bytes(64)
BATCH = 500
servers, path, timeout = sys.argv[1], sys.argv[2], int(sys.argv[3]) / 1000
clients = []


def connect(count):
    while len(clients) < count:
        one = KazooClient(hosts=servers, timeout=timeout)
        one.start(60)
        clients.append(one)
    return clients[:count]


def enqueue(count, number):
    queue = connect(1)[0].LockingQueue(f"{path}/{number}")
    started = time.perf_counter()
    for _ in range(count):
        queue.put(ITEM)
    return (time.perf_counter() - started) * 1e6 / count


def fill(count, number):
    queue = connect(1)[0].LockingQueue(f"{path}/{number}")
    for begin in range(0, count, BATCH):
        queue.put_all([ITEM] * min(BATCH, count - begin))
    return count


def consume(consumers, count, number):
    done = []

    def work(one):
        queue = one.LockingQueue(f"{path}/{number}")
        while len(done) < count:
            if queue.get(timeout=0.5) is not None and queue.consume():
                done.append(time.perf_counter())

    started = time.perf_counter()
    join([start(work, one) for one in connect(consumers)])
    return (done[-1] - started) * 1e6 / count


def count(connections, total):
    def work(one):
        counter = one.Counter(path)
        for _ in range(total // connections):
            counter += 1

    used = connect(connections)
    started = time.perf_counter()
    join([start(work, one) for one in used])
    return (time.perf_counter() - started) * 1e6 / (total // connections * connections)


def start(work, one):
    thread = threading.Thread(target=work, args=(one,), daemon=True)
    thread.start()
    return thread


def join(threads):
    for thread in threads:
        thread.join()


commands = {"enqueue": enqueue, "fill": fill, "consume": consume, "count": count}
for line in sys.stdin:
    name, *numbers = line.split()
    print(f"{commands[name](*map(int, numbers)):.3f}", flush=True)
