import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.recipes.locks.InterProcessLock;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.retry.ExponentialBackoffRetry;

/**
 * Contends for a path with a recipe of Apache Curator. While it is the owner, it counts in a znode: read, add one, write without a condition. With "lead", it leads
 * until its input ends.
 */
public final class CuratorContender {
  public static void main(String[] args) throws Exception {
    String path = args[2];
    try (CuratorFramework client = CuratorFrameworkFactory.newClient(args[1], new ExponentialBackoffRetry(100, 10))) {
      client.start();
      switch (args[0]) {
        case "mutex" -> count(client, new InterProcessMutex(client, path), args[3], Integer.parseInt(args[4]));
        case "write" -> count(client, new InterProcessReadWriteLock(client, path).writeLock(), args[3], Integer.parseInt(args[4]));
        case "latch" -> countAsLatch(client, path, args[3], Integer.parseInt(args[4]));
        case "selector" -> countAsSelector(client, path, args[3], Integer.parseInt(args[4]));
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
