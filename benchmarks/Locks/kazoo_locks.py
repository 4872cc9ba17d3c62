"""kazoo's locks and elections, with the commands of Locks/LockCommand.cs."""

import sys
import threading
import time

from kazoo.client import KazooClient

QUEUE_SESSIONS = 10
servers, path, timeout = sys.argv[1], sys.argv[2], int(sys.argv[3]) / 1000
clients = []
state = {}


def client(index):
    while len(clients) <= index:
        one = KazooClient(hosts=servers, timeout=timeout)
        one.start(60)
        clients.append(one)
    return clients[index]


def free(count):
    lock = client(0).Lock(path)
    started = time.perf_counter()
    for _ in range(count):
        lock.acquire()
        lock.release()
    return [(time.perf_counter() - started) * 1e6 / count]


def try_taken(count):
    lock = client(0).Lock(path)
    started = time.perf_counter()
    for _ in range(count):
        if lock.acquire(blocking=False):
            raise RuntimeError("The lock is held by another.")
    return [(time.perf_counter() - started) * 1e6 / count]


def contend(connections, hand_overs):
    client(connections - 1)
    grants = []

    def work(one):
        lock = one.Lock(path)
        for _ in range(hand_overs // connections):
            with lock:
                grants.append(time.perf_counter())

    started = time.perf_counter()
    join([start(work, one) for one in clients[:connections]])
    mean = (time.perf_counter() - started) * 1e6 / len(grants)
    gaps = sorted((after - before) * 1e6 for before, after in zip(grants, grants[1:]))
    return [mean, gaps[min(len(gaps) * 99 // 100, len(gaps) - 1)]]


def queue(waiters):
    client(QUEUE_SESSIONS - 1)
    state["holder"] = client(0).Lock(path)
    state["holder"].acquire()

    def work(one):
        with one.Lock(path):
            pass

    state["waiting"] = [start(work, clients[i % QUEUE_SESSIONS]) for i in range(waiters)]
    return [waiters]


def drain():
    started = time.perf_counter()
    state["holder"].release()
    join(state["waiting"])
    return [(time.perf_counter() - started) * 1e6 / len(state["waiting"])]


def lead():
    # kazoo's Election runs a function under this lock.
    state["leader"] = client(0).Lock(path)
    state["leader"].acquire()
    return [1]


def resign():
    state["leader"].release()
    return [0]


def start(work, one):
    thread = threading.Thread(target=work, args=(one,), daemon=True)
    thread.start()
    return thread


def join(threads):
    for thread in threads:
        thread.join()


commands = {"free": free, "try": try_taken, "contend": contend, "queue": queue, "drain": drain, "lead": lead, "resign": resign}
for line in sys.stdin:
    name, *numbers = line.split()
    print(*(f"{value:.3f}" for value in commands[name](*map(int, numbers))), flush=True)
