import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.recipes.locks.InterProcessLock;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.CreateMode;

/**
 * Contends for a path with a recipe of Apache Curator. While it is the owner, it counts in a znode: read, add one, write without a condition. With "lead", it leads
 * until its input ends. With "semaphore", it has a znode in a folder for as long as it has a permit, and fails if there are more than permits.
 */
public final class CuratorContender {
  private static final int LOOKS = 10; // so many that owners meet

  public static void main(String[] args) throws Exception {
    String path = args[2];
    try (CuratorFramework client = CuratorFrameworkFactory.newClient(args[1], new ExponentialBackoffRetry(100, 10))) {
      client.start();
      switch (args[0]) {
        case "mutex" -> count(client, new InterProcessMutex(client, path), args[3], Integer.parseInt(args[4]));
        case "write" -> count(client, new InterProcessReadWriteLock(client, path).writeLock(), args[3], Integer.parseInt(args[4]));
        case "latch" -> countAsLatch(client, path, args[3], Integer.parseInt(args[4]));
        case "selector" -> countAsSelector(client, path, args[3], Integer.parseInt(args[4]));
        case "semaphore" -> enter(client, path, args[3], Integer.parseInt(args[4]), Integer.parseInt(args[5]));
        case "lead" -> lead(client, path);
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
  }

  private static void count(CuratorFramework client, InterProcessLock lock, String counter, int rounds) throws Exception {
    for (int i = 0; i < rounds; i++) {
      lock.acquire();
      try {
        add(client, counter);
      } finally {
        lock.release();
      }
    }
  }

  private static void countAsLatch(CuratorFramework client, String path, String counter, int rounds) throws Exception {
    for (int i = 0; i < rounds; i++) {
      try (LeaderLatch latch = new LeaderLatch(client, path, "curator")) {
        latch.start();
        latch.await();
        add(client, counter);
      }
    }
  }

  private static void countAsSelector(CuratorFramework client, String path, String counter, int rounds) throws Exception {
    CountDownLatch left = new CountDownLatch(rounds);
    LeaderSelectorListenerAdapter listener = new LeaderSelectorListenerAdapter() {
      @Override
      public void takeLeadership(CuratorFramework ignored) throws Exception {
        if (left.getCount() > 0) {
          add(client, counter);
          left.countDown();
        }
      }
    };
    try (LeaderSelector selector = new LeaderSelector(client, path, listener)) {
      selector.setId("curator");
      selector.autoRequeue();
      selector.start();
      left.await();
    }
  }

  private static void enter(CuratorFramework client, String path, String folder, int rounds, int permits) throws Exception {
    InterProcessSemaphoreV2 semaphore = new InterProcessSemaphoreV2(client, path, permits);
    for (int i = 0; i < rounds; i++) {
      Lease lease = semaphore.acquire();
      try {
        String own = client.create().withMode(CreateMode.EPHEMERAL_SEQUENTIAL).forPath(folder + "/curator-");
        for (int look = 0; look < LOOKS; look++) {
          int inside = client.getChildren().forPath(folder).size();
          if (inside > permits) {
            throw new IllegalStateException(inside + " have one of " + permits + " permits");
          }
        }
        client.delete().forPath(own);
      } finally {
        semaphore.returnLease(lease);
      }
    }
  }

  private static void lead(CuratorFramework client, String path) throws Exception {
    try (LeaderLatch latch = new LeaderLatch(client, path, "curator")) {
      latch.start();
      latch.await();
      System.in.read();
    }
  }

  private static void add(CuratorFramework client, String counter) throws Exception {
    int value = Integer.parseInt(new String(client.getData().forPath(counter)));
    client.setData().forPath(counter, Integer.toString(value + 1).getBytes());
  }
}
